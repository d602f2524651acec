//! Part 6: every check with what was seen and how long ago, each repeatable alone.

use std::time::Duration;

use eframe::egui::{Align, Layout, Ui};
use jiff::Timestamp;

use super::Footer;
use super::footer::checked;
use crate::app::msg::{Msg, NavigationMsg, ReadinessMsg};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::domain::freshness::ago;
use crate::protocol::checks::{self, ALL, CheckState, Entry, Scope, Subject};
use crate::protocol::places::Place;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Button, CheckMark};

/// How often the ages are drawn anew.
const AGING: Duration = Duration::from_secs(20);

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let page = Place::Check.page();
    widgets::page_heading(
        ui,
        None,
        page.map_or("", |page| page.heading),
        page.map(|page| page.why),
    );
    widgets::gap(ui, space::L);
    let now = state.now;
    ui.ctx().request_repaint_after(AGING);
    mistake(ui, state, said);
    super::results::waits(ui, state);
    super::sign_in::ui(ui, state, typed, now, said);
    widgets::gap(ui, space::M);
    for (title, subjects) in [
        (
            "Auth0",
            &[Subject::Tenant, Subject::SignIn, Subject::Users][..],
        ),
        ("UserHub", &[Subject::Key, Subject::Connection][..]),
        ("The login Action", &[Subject::Action][..]),
    ] {
        widgets::card(ui, title, |ui| {
            for subject in subjects {
                one_subject(ui, state, *subject, now, said);
            }
        });
        widgets::gap(ui, space::M);
    }
    first_problem(ui, state, said);
}

/// What the checks cannot begin without.
fn mistake(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if let Some((_, issue)) = &state.credentials.mistake {
        super::problem(
            ui,
            issue,
            said,
            Msg::Readiness(ReadinessMsg::Check(Scope::Everything)),
        );
        widgets::gap(ui, space::M);
    }
}

/// The checks of one subject, with a button beside the first that repeats them.
fn one_subject(ui: &mut Ui, state: &State, subject: Subject, now: Timestamp, said: &mut Vec<Msg>) {
    let busy = is_busy(state, subject);
    let mut entries = ALL
        .iter()
        .filter(|entry| entry.subject == subject && is_shown(state, entry));
    let Some(first) = entries.next() else { return };
    let can_repeat = subject != Subject::Action || state.automatic.key.is_some();
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if can_repeat {
            let name = format!("Check again: {}", first.title);
            let again = Button::link("Check again").named(&name).show(ui);
            if again.clicked() && !busy {
                said.push(Msg::Readiness(ReadinessMsg::CheckAlone(subject)));
            }
        }
        ui.vertical(|ui| one_check(ui, state, first, busy, now));
    });
    // What cannot be seen is said once.
    if !is_unseen(state, subject) {
        for entry in entries {
            one_check(ui, state, entry, busy, now);
        }
    }
    widgets::gap(ui, space::S);
}

/// Whether nothing was seen of what a subject is about, and nothing can be.
fn is_unseen(state: &State, subject: Subject) -> bool {
    let mut entries = ALL.iter().filter(|entry| entry.subject == subject);
    subject == Subject::Action
        && state.automatic.key.is_none()
        && entries.all(|entry| {
            let seen = state.readiness.results.get(entry.name);
            seen.is_none_or(|check| check.state == CheckState::NotChecked)
        })
}

/// A word on other permissions is shown only where there is one.
fn is_shown(state: &State, entry: &Entry) -> bool {
    entry.name != checks::OTHER_PERMISSIONS || state.readiness.results.get(entry.name).is_some()
}

fn is_busy(state: &State, subject: Subject) -> bool {
    let all = state.readiness.run.result.is_loading() && subject != Subject::Action;
    let told = || {
        let mut rows = state.readiness.rows();
        rows.any(|check| checks::named(check.name).is_some_and(|e| e.subject == subject))
    };
    state.readiness.is_checking(subject) || all && !told()
}

/// One check: how it stands, what was seen, and when.
fn one_check(ui: &mut Ui, state: &State, entry: &Entry, busy: bool, now: Timestamp) {
    let seen = state.readiness.results.get(entry.name);
    let mark = match seen {
        _ if busy => CheckMark::Checking,
        Some(check) => check.state.into(),
        None => CheckMark::NotChecked,
    };
    let words = match seen {
        Some(check) => format!("{} ({})", check.why, ago(now, check.at)),
        None => not_seen(state, entry).to_owned(),
    };
    let title = if is_unseen(state, entry.subject) {
        "The Action, its code, its secrets and its place in the flow"
    } else {
        entry.title
    };
    widgets::check_row(ui, mark, title, &words);
    if let Some(check) = seen.filter(|check| !busy && !check.fix.is_empty()) {
        // What a check says by itself is said for the command line too.
        let fix = match (&check.issue, check.state) {
            (Some(issue), _) => issue.window_fix(),
            (None, CheckState::NotProved) => {
                "Sync, or try the connection with one person in Part 4."
            }
            (None, CheckState::NotChecked) if entry.subject == Subject::Action => {
                "With a temporary key the app can look at it: let the app do the Auth0 part in Part 1."
            }
            (None, _) => &check.fix,
        };
        widgets::small(ui, fix);
    }
}

/// What is said of a check that was not made.
fn not_seen(state: &State, entry: &Entry) -> &'static str {
    match entry.subject {
        Subject::Action if state.automatic.key.is_some() => "Not checked yet",
        Subject::Action if state.sign_in_test.proved_by().is_some() => {
            "Cannot be seen with this application. The sign-in test has shown that the Action works."
        }
        Subject::Action => "Cannot be seen with this application. The sign-in test covers it.",
        Subject::Tenant | Subject::SignIn | Subject::Users | Subject::Key | Subject::Connection => {
            "Not checked yet"
        }
    }
}

/// The first problem with its way out.
fn first_problem(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let checks = ALL
        .iter()
        .filter_map(|entry| Some((entry, state.readiness.results.get(entry.name)?)));
    let mut problems = checks.filter_map(|(entry, check)| Some((entry, check.issue.as_ref()?)));
    if let Some((entry, issue)) = problems.next() {
        super::problem(
            ui,
            issue,
            said,
            Msg::Readiness(ReadinessMsg::CheckAlone(entry.subject)),
        );
    }
}

/// The footer: everything can be checked again also when it has passed.
pub(super) fn footer(state: &State) -> Footer {
    const LABEL: &str = "Check everything";
    let footer = checked(state, Scope::Everything, LABEL);
    let is_passed = matches!(
        &footer.primary,
        Some((_, Msg::Navigation(NavigationMsg::Continued)))
    );
    if !is_passed {
        return footer;
    }
    Footer {
        secondary: Some((
            LABEL.to_owned(),
            Msg::Readiness(ReadinessMsg::Check(Scope::Everything)),
        )),
        ..footer
    }
}
