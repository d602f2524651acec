//! The Overview: one true sentence, what waits, how changes come, the last days, and the health of the set-up.

mod chart;
mod health;

use std::time::Duration;

use eframe::egui::{Align, Layout, Ui};

use super::Footer;
use crate::app::msg::{Msg, NavigationMsg, ReadinessMsg, SomeoneMsg, SyncMsg, World};
use crate::app::state::State;
use crate::app::subjects::keep_up::Doing;
use crate::app::subjects::sync::Phase;
use crate::domain::freshness::{Freshness, ago_exactly};
use crate::domain::issue::people;
use crate::domain::overview::{Glance, Mood, next_comparison};
use crate::domain::removal::policy::until_decided;
use crate::protocol::checks::Scope;
use crate::protocol::live;
use crate::protocol::places::Place;
use crate::protocol::settings::Keep;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, Status, Tone};

/// How often the page is drawn, so that what it says stays true.
const AGING: Duration = Duration::from_secs(10);

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    ui.ctx().request_repaint_after(AGING);
    let tenant = state
        .known()
        .domain
        .map_or_else(|| "Auth0".to_owned(), |domain| format!("Auth0 ({domain})"));
    let why = format!("{tenant} and UserHub, as far as this computer has seen them.");
    widgets::page_heading(ui, None, "Overview", Some(&why));
    widgets::gap(ui, space::L);
    sentence(ui, state, said);
    if widgets::secondary(ui, "Ask about someone").clicked() {
        said.push(Msg::Someone(SomeoneMsg::Wanted));
    }
    widgets::gap(ui, space::M);
    let glance = state.overview.glance.latest().map(AsRef::as_ref);
    waits(ui, state, glance, said);
    widgets::gap(ui, space::M);
    keeping(ui, state, glance, said);
    widgets::gap(ui, space::M);
    chart::ui(ui, state, glance);
    widgets::gap(ui, space::M);
    health::ui(ui, state, said);
}

/// What the footer offers. The other buttons stand in the page, where there is room for them at any size of text.
pub(super) fn footer(state: &State) -> Footer {
    let (label, msg) = match &state.sync.phase {
        Phase::Reading(_) | Phase::Running(_) => ("Watch the sync", go(Place::Sync)),
        Phase::Planned(_) => ("Look at the sync", go(Place::Sync)),
        _ if is_first(state) => ("Check first", Msg::Sync(SyncMsg::Compare)),
        _ => ("Sync now", Msg::Sync(SyncMsg::RunNow)),
    };
    Footer {
        primary: Some((label.to_owned(), msg)),
        secondary: Some(("Open history".to_owned(), go(Place::History))),
    }
}

/// Whether nobody has ever been compared here: then it is looked first.
fn is_first(state: &State) -> bool {
    let glance = state.overview.glance.latest();
    glance.is_none_or(|glance| glance.compared.is_none())
}

pub(super) fn go(place: Place) -> Msg {
    Msg::Navigation(NavigationMsg::WentTo(place))
}

/// The one sentence.
fn sentence(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let today = state.today();
    let banner = match today.mood {
        Mood::Well => Banner::success(&today.title),
        Mood::Waits => Banner::warning(&today.title),
        Mood::Broken => Banner::danger(&today.title),
        Mood::Open => Banner::info(&today.title),
    };
    let banner = banner.large().body(&today.body);
    let is_stopped = matches!(state.keep_up.watching.doing, Doing::Stopped(_));
    if today.mood != Mood::Broken || !is_stopped {
        banner.show(ui);
        return;
    }
    let pressed = banner.show_with(ui, |ui| widgets::secondary(ui, "See what to do").clicked());
    if pressed {
        said.push(go(Place::KeepInSync));
    }
}

/// What waits for the person, each with its button.
fn waits(ui: &mut Ui, state: &State, glance: Option<&Glance>, said: &mut Vec<Msg>) {
    let attention = glance.map_or(0, |glance| glance.attention);
    let left = state.removals.waiting().unwrap_or_default();
    let unfinished = glance.and_then(|glance| glance.stopped.as_ref());
    let drift = state.keep_up.watching.set_up.as_deref();
    let halt = state.removals.halt();
    let is_none = unfinished.is_none() && drift.is_none() && halt.is_none();
    if attention + left == 0 && is_none {
        widgets::card(ui, "Nothing waits for you", |ui| {
            widgets::secondary_text(
                ui,
                "Who needs attention, and who has left Auth0, is named here.",
            );
        });
        return;
    }
    widgets::card(ui, "What waits for you", |ui| {
        if let Some(issue) = drift {
            let words = format!(
                "**The set-up needs you.** {}.",
                issue.what.trim_end_matches('.')
            );
            if row(ui, &words, "See what to do") {
                said.push(Msg::Readiness(ReadinessMsg::Check(Scope::Everything)));
                said.push(go(Place::Check));
            }
        }
        if unfinished.is_some() {
            let words = "**A sync did not come to its end.** What is done stays done.";
            if row(ui, words, "Go on with it") {
                said.push(go(Place::Sync));
            }
        }
        if attention > 0 {
            let need = if attention == 1 { "needs" } else { "need" };
            let why = glance.and_then(|glance| glance.why.as_deref());
            let why = why.map_or_else(String::new, |why| {
                format!(" {}.", why.trim_end_matches('.'))
            });
            let words = format!("**{} {need} attention.**{why}", people(attention));
            if row(ui, &words, "Look at them") {
                said.push(look_at_attention(state));
            }
        }
        if let Some(halt) = halt {
            let words = format!("**{}.** {}", halt.what, halt.fix);
            if row(ui, &words, "Look at who left") {
                said.push(go(Place::Left));
            }
        }
        if left > 0 {
            let is = if left == 1 { "is" } else { "are" };
            let words = format!(
                "**{} left Auth0** and {is} still in UserHub. {}",
                people(left),
                until_decided(state.removals.by_itself())
            );
            if row(ui, &words, "Decide") {
                said.push(go(Place::Left));
            }
        }
    });
}

/// Who needs attention is named by the sync that is on the screen, or by the one that History has.
fn look_at_attention(state: &State) -> Msg {
    let is_there = matches!(state.sync.phase, Phase::Over { .. });
    go(if is_there {
        Place::Sync
    } else {
        Place::History
    })
}

/// The least width of a line whose button stands at its end.
const WIDE: f32 = 560.0;

/// A line of what waits, with its button at its end, or under it where there is no room.
fn row(ui: &mut Ui, words: &str, button: &str) -> bool {
    let name = format!("{button}: {}", words.replace("**", ""));
    let is_wide = ui.available_width() >= WIDE;
    let press = |ui: &mut Ui| Button::secondary(button).named(&name).show(ui);
    ui.horizontal_top(|ui| {
        widgets::icon(ui, Icon::WarningCircle, Tone::Warning);
        if !is_wide {
            return ui
                .vertical(|ui| {
                    widgets::paragraph(ui, words);
                    press(ui).clicked()
                })
                .inner;
        }
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let pressed = press(ui).clicked();
            ui.vertical(|ui| widgets::paragraph(ui, words));
            pressed
        })
        .inner
    })
    .inner
}

/// How changes reach UserHub: how, since when, the last one, and the next complete comparison.
fn keeping(ui: &mut Ui, state: &State, glance: Option<&Glance>, said: &mut Vec<Msg>) {
    widgets::card(ui, "Keep in sync", |ui| {
        let watching = &state.keep_up.watching;
        let how = match state.keep_up.chosen {
            Keep::ByHand => "Only when you press Sync",
            Keep::WhileOpen => "While this window is open",
            Keep::AlsoClosed => "While this window is open, and also when it is closed",
        };
        let words = match state_words(&watching.doing) {
            Some(words) => format!("{how} · **{words}**"),
            None => how.to_owned(),
        };
        widgets::paragraph(ui, &words);
        let mut lines = Vec::new();
        let last = watching.feed.last_brought_over();
        if let Some(at) = last.or(glance.and_then(|glance| glance.last_change)) {
            lines.push(format!(
                "Last change brought over {}.",
                ago_exactly(state.now, at)
            ));
        }
        if let (Some(compared), true) = (
            glance.and_then(|glance| glance.compared),
            state.keep_up.chosen != Keep::ByHand,
        ) {
            lines.push(next_comparison(compared.at, state.now, &state.zone));
        }
        if !lines.is_empty() {
            widgets::secondary_text(ui, &lines.join(" "));
        }
        if let Some(words) = task_trouble(state) {
            widgets::status_row(ui, Status::Problem, Some(words));
        }
        let button = Button::link("Change how").named("Change how changes reach UserHub");
        if button.show(ui).clicked() {
            said.push(go(Place::KeepInSync));
        }
    });
}

/// What is the matter with the task that was chosen, where this computer says so.
fn task_trouble(state: &State) -> Option<&'static str> {
    let is_wanted =
        state.keep_up.chosen == Keep::AlsoClosed && state.world != Some(World::Practice);
    let task = state.keep_up.task.latest().filter(|_| is_wanted)?;
    match &task.standing {
        None => Some("The task is not on this computer"),
        Some(standing) if standing.is_active == Some(false) => {
            Some("The task is switched off, or could not be started")
        }
        Some(standing) if matches!(standing.freshness, Freshness::Stale { .. }) => {
            Some("The task has not come through for too long")
        }
        Some(_) => None,
    }
}

/// What a watch does, in a word or two; nothing where there is none.
pub(super) fn state_words(doing: &Doing) -> Option<String> {
    Some(match doing {
        Doing::Nothing => return None,
        Doing::Starting => "Starting…".to_owned(),
        Doing::At(live::State::Comparing, _) => "Comparing everybody".to_owned(),
        Doing::At(live::State::Live, _) => "Live".to_owned(),
        Doing::At(live::State::Polling, _) => "Checking every 5 minutes".to_owned(),
        Doing::At(live::State::Waiting | live::State::Problem, _) => "Waiting".to_owned(),
        Doing::Stopped(issue) => format!("Stopped: {}", issue.what),
    })
}
