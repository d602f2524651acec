//! The health of the set-up: one line when all is well, and otherwise what is wrong, with the way to put it right.

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg, ReadinessMsg};
use crate::app::state::State;
use crate::domain::freshness::ago;
use crate::protocol::checks::{ALL, Check, CheckState, Scope, Subject};
use crate::protocol::places::Place;
use crate::ui::widgets::{self, Button, Status};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::card(ui, "Set-up health", |ui| {
        let is_checking = state.readiness.run.result.is_loading();
        let seen: Vec<&Check> = of(state, |subject| subject != Subject::Action).collect();
        let passed = |check: &&&Check| matches!(check.state, CheckState::Passed | CheckState::Note);
        let well = seen.iter().filter(passed).count();
        let oldest = seen.iter().map(|check| check.at).min();
        if is_checking {
            widgets::status_row(ui, Status::Checking, None);
        } else if let (Some(oldest), true) = (oldest, well == seen.len()) {
            let words = format!("{well} of {well} checks passed, {}", ago(state.now, oldest));
            widgets::status_row(ui, Status::Done, Some(&words));
        } else if seen.is_empty() {
            widgets::status_row(ui, Status::NotStarted, Some("Not checked yet"));
        } else {
            problems(ui, state, &seen, well);
        }
        widgets::secondary_text(ui, &action(state));
        ui.horizontal_wrapped(|ui| {
            if Button::link("Check everything").show(ui).clicked() && !is_checking {
                said.push(Msg::Readiness(ReadinessMsg::Check(Scope::Everything)));
            }
            let each = Button::link("Look at each check");
            if each.show(ui).clicked() {
                said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Check)));
            }
        });
    });
}

fn of(state: &State, wanted: impl Fn(Subject) -> bool) -> impl Iterator<Item = &Check> {
    let entries = ALL.iter().filter(move |entry| wanted(entry.subject));
    entries.filter_map(|entry| state.readiness.results.get(entry.name))
}

/// What did not pass, a line each.
fn problems(ui: &mut Ui, state: &State, seen: &[&Check], well: usize) {
    let words = format!("{well} of {} checks passed", seen.len());
    widgets::status_row(ui, Status::Problem, Some(&words));
    for check in seen {
        if matches!(check.state, CheckState::Passed | CheckState::Note) {
            continue;
        }
        let what = check
            .issue
            .as_ref()
            .map_or(check.why.as_str(), |issue| &issue.what);
        let what = if what.is_empty() { "Not checked" } else { what };
        let words = format!(
            "{}, {}",
            what.trim_end_matches('.'),
            ago(state.now, check.at)
        );
        let status = match check.state {
            CheckState::Problem => Status::Problem,
            _ => Status::NotReady,
        };
        widgets::status_row(ui, status, Some(&words));
    }
}

/// What is known of the login Action, which the four permissions do not show.
fn action(state: &State) -> String {
    let seen: Vec<&Check> = of(state, |subject| subject == Subject::Action)
        .filter(|check| check.state != CheckState::NotChecked)
        .collect();
    let Some(newest) = seen.iter().map(|check| check.at).max() else {
        return "The login Action cannot be seen without a temporary key.".to_owned();
    };
    let age = ago(state.now, newest);
    match seen.iter().find(|check| check.state == CheckState::Problem) {
        Some(check) => format!("The login Action, {age}: {}", check.why),
        None => format!("The login Action was in order {age}."),
    }
}
