//! One person: both sides field by field, what happened to them, and what can be done. A drawer at the right.

use eframe::egui::{Align2, Area, Context, Id, Key, Order, Response, ScrollArea, Ui, vec2};

use super::list::mark;
use crate::app::msg::{Msg, NavigationMsg, UsersMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::domain::links;
use crate::domain::profile::Field;
use crate::domain::roster::SyncStatus;
use crate::protocol::users::{Look, Side};
use crate::ui::places::both_sides;
use crate::ui::theme::{self, Icon, space};
use crate::ui::widgets::{self, Banner, Button, CopyButton};

/// The width of the drawer.
const WIDTH: f32 = 440.0;

/// Draws the person who is open, if anybody is.
pub(in crate::ui) fn drawer(ctx: &Context, state: &State, said: &mut Vec<Msg>) {
    let Some(id) = &state.users.open else {
        return;
    };
    let window = ctx.content_rect();
    let size = vec2(WIDTH.min(window.width() - space::HUGE), window.height());
    Area::new(Id::unique("person"))
        .anchor(Align2::RIGHT_TOP, vec2(0.0, 0.0))
        .order(Order::Foreground)
        .show(ctx, |ui| {
            theme::floating_frame(ui).corner_radius(0).show(ui, |ui| {
                ui.set_width(size.x - 2.0 * space::L);
                ui.set_height(size.y - 2.0 * space::L);
                ScrollArea::vertical()
                    .auto_shrink(false)
                    .show(ui, |ui| draw(ui, state, id, said));
            });
        });
    if ctx.input_mut(|input| input.consume_key(eframe::egui::Modifiers::NONE, Key::Escape)) {
        close(ctx, said);
    }
}

/// Who was drawn last, and what had the keyboard before they were opened.
#[derive(Clone, Default)]
struct Drawn {
    id: String,
    before: Option<Id>,
}

fn drawn() -> Id {
    Id::unique("person focus")
}

/// Closes the person, however that is done. The keyboard goes back to where it was.
fn close(ctx: &Context, said: &mut Vec<Msg>) {
    let drawn: Option<Drawn> = ctx.data_mut(|data| data.remove_temp(drawn()));
    if let Some(before) = drawn.and_then(|drawn| drawn.before) {
        ctx.memory_mut(|memory| memory.request_focus(before));
    }
    said.push(Msg::Users(UsersMsg::Closed));
}

/// The keyboard goes where the person has gone, once.
fn focus_once(ui: &Ui, id: &str, response: &Response) {
    let last: Option<Drawn> = ui.data(|data| data.get_temp(drawn()));
    if last.as_ref().is_some_and(|last| last.id == id) {
        return;
    }
    let focused = ui.memory(eframe::egui::Memory::focused);
    let before = last.map_or(focused, |last| last.before);
    let id = id.to_owned();
    ui.data_mut(|data| data.insert_temp(drawn(), Drawn { id, before }));
    response.request_focus();
}

fn draw(ui: &mut Ui, state: &State, id: &str, said: &mut Vec<Msg>) {
    let look = state.users.look.latest();
    let called = look.map_or("", |look| called(look));
    let called = if called.is_empty() { id } else { called };
    widgets::card_heading(ui, called);
    widgets::mono(ui, id);
    ui.horizontal_wrapped(|ui| {
        let button = Button::secondary("Close")
            .icon(Icon::X)
            .named("Close this person");
        let response = button.show(ui);
        focus_once(ui, id, &response);
        if response.clicked() {
            close(ui.ctx(), said);
        }
        CopyButton::new("the ID").label("Copy ID").copy(ui, id);
    });
    let Some(look) = look else {
        widgets::secondary_text(ui, "Looking…");
        return;
    };
    synced(ui, state.users.synced.state());
    if let Some((reason, fix)) = &look.problem {
        Banner::warning(reason).body(fix).show(ui);
    }
    sides(ui, look);
    widgets::gap(ui, space::M);
    buttons(ui, state, look, said);
    widgets::gap(ui, space::M);
    timeline(ui, look);
    widgets::details(ui, "person", "Technical details", |ui| {
        widgets::fact_row(ui, "Auth0 ID", &look.id);
        let userhub = look.userhub_id.as_deref().unwrap_or("none");
        widgets::fact_row(ui, "UserHub ID", userhub);
    });
}

/// What became of bringing somebody over.
pub(in crate::ui::places) fn synced(ui: &mut Ui, synced: &Remote<SyncStatus>) {
    match synced {
        Remote::NotAsked => {}
        Remote::Loading => {
            widgets::secondary_text(ui, "Bringing this person over…");
        }
        Remote::Ready(SyncStatus::UpToDate) => {
            Banner::info("Nothing is different")
                .body("Both sides are the same already, so nothing was sent.")
                .show(ui);
        }
        Remote::Ready(standing) => {
            let (icon, _) = mark(*standing);
            let words = format!("{}.", standing.word());
            Banner::info(&words).icon(icon).show(ui);
        }
        Remote::Failed(issue) => {
            let body = format!("{} {}", issue.why, issue.window_fix());
            Banner::warning(&issue.what).body(&body).show(ui);
        }
    }
}

fn called(look: &Look) -> &str {
    let name = |side: &Side| match side {
        Side::Holds(profile) | Side::Marked(profile) => {
            profile.display_name.is_some() || profile.email.is_some()
        }
        _ => false,
    };
    let side = [&look.auth0, &look.userhub]
        .into_iter()
        .find(|side| name(side));
    match side {
        Some(Side::Holds(profile) | Side::Marked(profile)) => {
            let texts = [&profile.display_name, &profile.email];
            texts
                .into_iter()
                .flatten()
                .find(|text| !text.trim().is_empty())
                .map_or("", String::as_str)
        }
        _ => "",
    }
}

/// Both sides, field by field.
fn sides(ui: &mut Ui, look: &Look) {
    let when = match (&look.not_live, look.live, &look.read_at) {
        (_, true, _) => "Both sides as they are now.".to_owned(),
        (Some(why), ..) => format!("{why}. What you see was read for the sync."),
        (None, false, Some(at)) => format!("As both sides were read at {at}. Asking again…"),
        (None, false, None) => "As both sides were read last. Asking again…".to_owned(),
    };
    widgets::gap(ui, space::S);
    widgets::small(ui, &when);
    both_sides::ui(ui, &look.auth0, &look.userhub);
}

fn buttons(ui: &mut Ui, state: &State, look: &Look, said: &mut Vec<Msg>) {
    ui.horizontal_wrapped(|ui| {
        if state.sync.is_busy() {
            widgets::small(
                ui,
                "A sync is going on. When it is over, this person can be synced alone.",
            );
        } else if !state.users.synced.is_loading() && !matches!(look.auth0, Side::Nobody) {
            let button = Button::secondary("Sync this person").icon(Icon::ArrowsClockwise);
            if button.show(ui).clicked() {
                said.push(Msg::Users(UsersMsg::AskedToSyncOne));
            }
        }
        // In practice there is no console in which a person could do it.
        if matches!(look.userhub, Side::Marked(_))
            && state.context().is_practice()
            && widgets::secondary(ui, "Restore in practice UserHub").clicked()
        {
            said.push(Msg::Users(UsersMsg::AskedToRestoreInPractice));
        }
        let button = Button::secondary("Open in Auth0").icon(Icon::ArrowSquareOut);
        if button.show(ui).clicked() {
            said.push(Msg::Users(UsersMsg::AskedToSeeInAuth0));
        }
        let button = Button::secondary("Open in UserHub").icon(Icon::ArrowSquareOut);
        if button.show(ui).clicked() {
            said.push(Msg::Navigation(NavigationMsg::OpenedPage(
                links::Place::Console,
            )));
        }
    });
}

/// What is known of what happened, in order.
fn timeline(ui: &mut Ui, look: &Look) {
    widgets::label(ui, "What happened");
    if let Some(at) = &look.read_at {
        widgets::fact_row(ui, at, "Read from Auth0 and UserHub");
    }
    if let Some(fields) = look.planned.filter(|fields| !fields.is_empty()) {
        let names: Vec<&str> = fields.iter().map(Field::words).collect();
        widgets::fact_row(ui, "Then", &format!("Different: {}", names.join(", ")));
    }
    if let Some(at) = &look.synced_at {
        widgets::fact_row(ui, at, "Brought over to UserHub");
    }
    if look.read_at.is_none() && look.synced_at.is_none() {
        widgets::secondary_text(ui, "Nothing yet.");
    }
}
