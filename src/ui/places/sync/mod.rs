//! The sync: check first, the counts, the run, who needs attention, and everybody in a list.
//!
//! Its parts are functions over plain data, one file each, so that a past run can be shown with them too.

mod attention;
mod bar;
mod counts;
mod footer;
mod list;
mod map;
mod person;
mod question;
mod result;
mod words;

use eframe::egui::{Align, Ui};

use super::saving;
use crate::app::focus::FocusTarget;
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::app::subjects::export::Report;
use crate::app::subjects::sync::{Phase, Wish};
use crate::app::typed::Typed;
use crate::domain::issue::people;
use crate::domain::removal::policy::after_a_sync;
use crate::domain::tally::{capital, in_words};
use crate::protocol::checks::Scope;
use crate::protocol::sync::Reading;
use crate::protocol::users::Unfinished;
use crate::ui::focus;
use crate::ui::theme::{Icon, space};
use crate::ui::times;
use crate::ui::widgets::{self, Banner};

use words::number;

pub(super) use footer::footer;
pub(in crate::ui) use person::drawer;
pub(super) use person::synced;
pub(super) use question::question;

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let from = state
        .known()
        .domain
        .map_or_else(|| "Auth0".to_owned(), |domain| format!("Auth0 ({domain})"));
    let removes = after_a_sync(state.removals.by_itself());
    let why = format!("Brings people from {from} to UserHub. {removes}");
    widgets::page_heading(ui, None, "Sync people", Some(&why));
    widgets::gap(ui, space::L);
    if let Some((_, issue)) = &state.credentials.mistake {
        Banner::warning(&issue.what)
            .body("Finish the parts at the left first, or start with practice.")
            .show(ui);
        widgets::gap(ui, space::M);
    }
    head(ui, state, said);
    // Below what it is about: Pause and Stop keep their places.
    question(ui, state, said);
    if matches!(state.sync.phase, Phase::Idle | Phase::Reading(_)) {
        return;
    }
    let planned = matches!(state.sync.phase, Phase::Planned(_));
    let known = counts::Known::of(&state.sync.phase, &state.users);
    let shows = (planned, state.sync.listed);
    counts::cards(ui, &known, state.users.query.filter, shows, said);
    widgets::gap(ui, space::M);
    report(ui, state, typed, said);
    map::map(ui, &state.users, said);
    attention::attention(ui, &state.users.groups, said);
    if focus::wanted(ui.ctx(), state) == Some(FocusTarget::List) {
        ui.scroll_to_cursor(Some(Align::TOP));
    }
    list::list(ui, &state.users, &mut typed.search, planned, said);
}

/// A report of the sync that is over. Before there was a plan, there is nobody to report of.
fn report(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let (Phase::Over { .. }, Some((run, at)), Ok(setup)) = (
        &state.sync.phase,
        state.sync.run,
        state.setup(Scope::Everything),
    ) else {
        return;
    };
    let report = |format| Report {
        profile: setup.profile.clone(),
        run,
        at,
        format,
    };
    let export = (&state.export, &mut typed.save_path);
    saving::report_in_line(ui, report, export, said);
}

/// What stands at the top: what is going on, or what it came to.
fn head(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let sync = &state.sync;
    let by_itself = state.removals.by_itself();
    match &sync.phase {
        Phase::Idle => {
            if let Some(unfinished) = sync.unfinished() {
                let Unfinished { done, of, .. } = unfinished;
                return result::interrupted(ui, (done, of), Some(sync.can_go_on(state.now)), said);
            }
            let body = "Start with a check. It shows what would change and changes nothing.";
            let last = state
                .setups
                .open_setup()
                .and_then(|one| one.last_sync.as_ref());
            let title = last.map_or_else(
                || "No sync yet".to_owned(),
                |last| {
                    format!(
                        "Last sync {}: {}",
                        times::day(last.at, state.now),
                        last.said()
                    )
                },
            );
            widgets::empty_state(ui, Icon::ListChecks, &title, body, None);
        }
        Phase::Reading(reading) => reading_bar(ui, state, reading, said),
        Phase::Planned(plan) => match sync.gone() {
            Some(gone) => result::mostly_gone(ui, (plan, gone), by_itself, said),
            None => result::planned(ui, plan, by_itself, said),
        },
        Phase::Running(now) => {
            let done = format!("{} of {}", number(now.done), people(now.of));
            // Before the run itself can tell, what was said before it began.
            let left = now.left.or_else(|| {
                let (forecast, of) = sync.forecast.filter(|_| !now.paused)?;
                let open = now.of.saturating_sub(now.done);
                (open > 0).then(|| forecast.for_the_rest(open, of))
            });
            let left = left.map_or_else(String::new, |left| capital(&in_words(left)));
            let title = match () {
                () if sync.wish == Wish::Stop => "Stopping…",
                () if now.paused => "Paused",
                () if sync.wish == Wish::Pause => "Pausing…",
                () if now.of > 0 && now.done == now.of => "Checking the result…",
                () => "Adding people to UserHub…",
            };
            let bar = bar::Bar {
                number: sync.number,
                title,
                part: sync.bar,
                done: &done,
                left: &left,
                paused: sync.wish == Wish::Pause,
                may_pause: sync.wish != Wish::Stop,
                note: note(sync.wish, now.paused),
                waiting: now.waiting.as_ref(),
                now: state.now,
                rates: &sync.rates,
            };
            bar::bar(ui, &bar, said);
        }
        Phase::Over { summary, end } => {
            let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Outcome);
            widgets::in_view(ui, wanted, |ui| {
                result::over(ui, state, (summary, end), said);
            });
        }
    }
}

fn reading_bar(ui: &mut Ui, state: &State, reading: &Reading, said: &mut Vec<Msg>) {
    let sync = &state.sync;
    let done = format!(
        "{} read from Auth0, {} from UserHub",
        number(reading.auth0),
        number(reading.userhub)
    );
    let title = if sync.wish == Wish::Stop {
        "Stopping…"
    } else {
        "Reading people from Auth0 and UserHub…"
    };
    let bar = bar::Bar {
        number: sync.number,
        title,
        part: sync.bar,
        done: &done,
        left: "",
        paused: false,
        may_pause: false,
        note: note(sync.wish, false),
        waiting: reading.waiting.as_ref(),
        now: state.now,
        rates: &sync.rates,
    };
    bar::bar(ui, &bar, said);
}

/// What becomes of the sync as the person wants it now.
const fn note(wish: Wish, paused: bool) -> &'static str {
    match (wish, paused) {
        (Wish::GoOn, _) => "Sync goes on while this window is open.",
        (Wish::Pause, false) => {
            "Those who are on their way are finished first, which can take half a minute. Then nothing more is sent until you \
             resume."
        }
        (Wish::Pause, true) => "Nothing is sent until you resume. What is done stays done.",
        (Wish::Stop, _) => {
            "Those who are on their way are finished first, which can take half a minute."
        }
    }
}
