//! People who left Auth0: who they are and how we know, what may become of them, and the way back.

pub(super) mod halt;
mod job;
mod list;
mod policy;
mod words;

use eframe::egui::Ui;

use super::footer::{Footer, only};
use super::problem;
use crate::app::msg::{Msg, NavigationMsg, RemovalsMsg, SyncMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::app::subjects::removals::{Job, Removals, Shown, Stage, Wanted};
use crate::app::typed::Typed;
use crate::domain::issue::{in_one_line, people, thousands};
use crate::domain::removal::policy::until_decided;
use crate::protocol::places::Place;
use crate::protocol::removal::{Board, Decision};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner};

/// The button that shows what undoing a sync comes to.
pub(super) const TAKE_BACK: &str = "Take back what this sync added…";

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    if let Some(job) = &state.removals.job {
        super::sync::question(ui, state, said);
        return job::ui(ui, state, job, &mut typed.removals.number, said);
    }
    let why = "Auth0 was asked twice for each who waits here, and said each time that there is no such user.";
    widgets::page_heading(ui, None, "People who left Auth0", Some(why));
    widgets::gap(ui, space::M);
    super::sync::question(ui, state, said);
    if let Some((_, issue)) = &state.credentials.mistake {
        Banner::warning(&issue.what)
            .body("Finish the parts at the left first, or start with practice.")
            .show(ui);
        widgets::gap(ui, space::M);
    }
    practice(ui, state, said);
    let removals = &state.removals;
    match (removals.board.state(), removals.board.latest()) {
        (Remote::Failed(issue), _) => {
            let again = NavigationMsg::WentTo(Place::Left);
            problem(ui, issue, said, Msg::Navigation(again));
        }
        (_, Some(board)) => {
            halt::ui(ui, state, said);
            head(ui, removals, board, said);
            list::ui(ui, state, board, &mut typed.removals, said);
            widgets::gap(ui, space::M);
            policy::ui(ui, state, &mut typed.removals, said);
        }
        (Remote::Loading, None) => {
            widgets::secondary_text(ui, "Looking…");
        }
        (Remote::NotAsked | Remote::Ready(_), None) => {
            let body = "Once the set-up is done and two comparisons were complete, people who left Auth0 appear here.";
            widgets::empty_state(ui, Icon::Users, "Nothing is known yet.", body, None);
        }
    }
}

/// What is to be known before anything is decided.
fn head(ui: &mut Ui, removals: &Removals, board: &Board, said: &mut Vec<Msg>) {
    let count = board.waiting.len() as u64;
    let until = until_decided(removals.by_itself());
    let body = format!(
        "{until} UserHub can restore whoever is marked for deletion, until its grace period is over."
    );
    match count {
        0 => {
            let title = "Nobody waits for a decision.";
            let body = "Whoever is in UserHub and no longer in Auth0 appears here once Auth0 has said so twice.";
            let banner = Banner::success(title).body(body);
            banner.show_with(ui, |ui| check(ui, said));
        }
        1 => {
            let title = "1 person is in UserHub and no longer in Auth0.";
            Banner::warning(title).body(&body).show(ui);
        }
        _ => {
            let title = format!("{} are in UserHub and no longer in Auth0.", people(count));
            Banner::warning(&title).body(&body).show(ui);
        }
    }
    if let Some(sought) = removals.not_found() {
        widgets::gap(ui, space::S);
        let title = format!("{} is on no list here yet", in_one_line(&sought.called));
        let body = "Somebody is listed once Auth0 has said at two complete comparisons that they do not exist. Sync, and look \
                    again.";
        Banner::info(&title).body(body).show(ui);
    }
    widgets::gap(ui, space::S);
    if removals.is_looking() {
        widgets::small(ui, "Looking again…");
    }
}

/// Who has left is found by comparing both sides, which changes nothing.
fn check(ui: &mut Ui, said: &mut Vec<Msg>) {
    if widgets::secondary(ui, "Check both sides now").clicked() {
        said.push(Msg::Sync(SyncMsg::Compare));
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Sync)));
    }
}

/// In practice somebody can be made to leave.
fn practice(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if !state.context().is_practice() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if widgets::secondary(ui, "Delete somebody in practice Auth0").clicked() {
            said.push(Msg::Removals(RemovalsMsg::DeleteSomebody));
        }
    });
    if let Some(words) = &state.removals.practice {
        widgets::gap(ui, space::S);
        Banner::info(words).show(ui);
    }
    widgets::gap(ui, space::M);
}

/// What waits here for the person, for the list of places.
pub(in crate::ui) fn note(state: &State) -> Option<String> {
    match state.removals.waiting().unwrap_or_default() {
        0 => None,
        1 => Some("1 waits for you".to_owned()),
        count => Some(format!("{} wait for you", thousands(count))),
    }
}

/// Whether the primary button takes something away from people.
pub(super) fn takes_away(state: &State) -> bool {
    let marks = |wanted: &Wanted| {
        matches!(
            wanted,
            Wanted::Decide(Decision::Mark | Decision::Disable, _) | Wanted::Undo(_)
        )
    };
    match &state.removals.job {
        Some(Job {
            wanted,
            stage: Stage::Review,
            ..
        }) => marks(wanted),
        Some(_) => false,
        None => matches!(state.removals.shown, Shown::Waiting | Shown::Kept),
    }
}

pub(super) fn footer(state: &State) -> Footer {
    let removals = &state.removals;
    if let Some(job) = &removals.job {
        return job::footer(job);
    }
    let none = Footer {
        primary: None,
        secondary: None,
    };
    let ids: Vec<String> = removals.chosen.iter().cloned().collect();
    if ids.is_empty() {
        return none;
    }
    let ask = |wanted| Msg::Removals(RemovalsMsg::Asked(wanted));
    let count = words::number(ids.len());
    match removals.shown {
        Shown::Waiting | Shown::Kept => Footer {
            primary: Some((
                format!("Mark {count} for deletion"),
                ask(Wanted::Decide(Decision::Mark, ids.clone())),
            )),
            secondary: Some((
                format!("Disable {count} in UserHub"),
                ask(Wanted::Decide(Decision::Disable, ids)),
            )),
        },
        Shown::Removed => only(
            &format!("Restore {}", people(ids.len() as u64)),
            ask(Wanted::Restore(ids)),
        ),
        Shown::Merged => none,
    }
}
