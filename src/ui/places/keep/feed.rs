//! What was seen to, newest first: when, who, what has changed, and how long it took. It stands still while it is read.

use eframe::egui::Ui;

use super::super::overview::go;
use crate::app::msg::{KeepUpMsg, Msg};
use crate::app::state::State;
use crate::app::subjects::keep_up::Row;
use crate::domain::live::ChangeKind;
use crate::domain::profile::{Field, Fields};
use crate::protocol::live::{Change, Outcome, Source};
use crate::protocol::places::Place;
use crate::ui::theme::Icon;
use crate::ui::times;
use crate::ui::widgets::{self, Button, ListPress, ListRow, Tone};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let feed = &state.keep_up.watching.feed;
    if feed.all() == 0 {
        widgets::secondary_text(
            ui,
            "Who signs up, changes or leaves from now on appears here.",
        );
        return;
    }
    let shown = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in feed.rows() {
            if row_ui(ui, row) {
                said.push(go(Place::Left));
            }
        }
    });
    let rect = shown.response.rect;
    let is_read = ui.rect_contains_pointer(rect) || has_focus_within(ui, rect);
    ui.horizontal_wrapped(|ui| {
        if feed.is_held() {
            let words = match feed.newer() {
                0 => "The list stands still while you read.".to_owned(),
                1 => "The list stands still while you read. 1 newer.".to_owned(),
                newer => format!("The list stands still while you read. {newer} newer."),
            };
            widgets::small(ui, &words);
        }
        let button = if feed.is_stopped() {
            Some(("Go on", "Let the list of changes go on"))
        } else {
            (!feed.is_held()).then_some(("Hold still", "Hold the list of changes still"))
        };
        if let Some((label, name)) = button
            && Button::link(label)
                .named(name)
                .room_for("Hold still")
                .show(ui)
                .clicked()
        {
            let stops = !feed.is_stopped();
            said.push(Msg::KeepUp(KeepUpMsg::HoldsStill(stops)));
            return;
        }
        let wanted = is_read || feed.is_stopped();
        if wanted != feed.is_held() {
            said.push(Msg::KeepUp(KeepUpMsg::Reads(wanted)));
        }
    });
}

/// Whether the keyboard is in one of the rows.
fn has_focus_within(ui: &Ui, rect: eframe::egui::Rect) -> bool {
    let focused = ui.memory(eframe::egui::Memory::focused);
    let at = focused.and_then(|id| ui.ctx().read_response(id));
    at.is_some_and(|response| rect.contains(response.rect.center()))
}

/// Draws a change. The answer is whether its button was pressed.
fn row_ui(ui: &mut Ui, row: &Row) -> bool {
    let change = &row.change;
    let who = change.who.as_deref().unwrap_or(change.id.as_str());
    let title = format!("{}  {who}", times::of_day(change.done_at));
    let what = what(change);
    let end = took(change);
    let pressed = widgets::list_row(
        ui,
        &ListRow {
            mark: Some(mark(change)),
            title: &title,
            detail: &what,
            end: &end,
            action: (change.outcome == Outcome::Gone).then_some("Decide"),
            chosen: false,
        },
    );
    pressed == Some(ListPress::Action)
}

const fn mark(change: &Change) -> (Icon, Tone) {
    match change.outcome {
        Outcome::Added => (Icon::Plus, Tone::Added),
        Outcome::Updated => (Icon::ArrowsClockwise, Tone::Updated),
        Outcome::UpToDate => (Icon::Equals, Tone::UpToDate),
        Outcome::Attention => (Icon::WarningCircle, Tone::Attention),
        Outcome::Gone => (Icon::SignOut, Tone::Warning),
    }
}

/// What has happened, in words; fields by their names, never their values.
fn what(change: &Change) -> String {
    match change.outcome {
        Outcome::Added if change.kind == ChangeKind::Created => "signed up".to_owned(),
        Outcome::Added => "was not in UserHub".to_owned(),
        Outcome::Updated if change.fields.is_empty() => "changed".to_owned(),
        Outcome::Updated => fields(change.fields),
        Outcome::UpToDate if change.source == Source::Events => {
            "nothing that UserHub keeps has changed".to_owned()
        }
        Outcome::UpToDate => "agrees".to_owned(),
        Outcome::Attention => match &change.problem {
            Some((why, _)) => format!("needs attention: {why}"),
            None => "needs attention".to_owned(),
        },
        Outcome::Gone => match &change.merged_into {
            Some(_) => "became a part of another user".to_owned(),
            None => "left Auth0".to_owned(),
        },
    }
}

/// The fields as people call them.
fn fields(fields: Fields) -> String {
    let names: Vec<&str> = fields.iter().map(Field::words).collect();
    names.join(", ")
}

/// How long it took from Auth0 to UserHub, where both moments are known.
fn took(change: &Change) -> String {
    let is_there = matches!(change.outcome, Outcome::Added | Outcome::Updated);
    let Some(began) = change.changed_at.filter(|_| is_there) else {
        return String::new();
    };
    let took = change.done_at.duration_since(began).as_secs_f64().max(0.0);
    if took < 60.0 {
        format!("in UserHub after {took:.1} s")
    } else {
        format!("in UserHub after {:.0} min", took / 60.0)
    }
}
