//! The screens, one file each.

mod before;
mod check;
mod finish;
mod history;
mod page;
mod settings;
mod sync;
pub(super) mod welcome;

use eframe::egui::Ui;

use crate::app::msg::{Msg, Private};
use crate::app::pages::{Place, Scope};
use crate::app::state::State;
use crate::app::syncing::Phase;
use crate::domain::issue::{Fix, Issue};
use crate::domain::pasted::Field;
use crate::ui::widgets::{IssuePanel, IssuePress};

/// What the pinned footer of a place offers.
pub(super) struct Footer {
    /// The one primary button, which says what it does.
    pub(super) primary: Option<(String, Msg)>,
    /// Another way on.
    pub(super) secondary: Option<(String, Msg)>,
}

/// Draws the place where the person is.
pub(super) fn ui(ui: &mut Ui, state: &mut State, said: &mut Vec<Msg>) {
    match state.place {
        Place::Welcome => welcome::ui(ui, said),
        Place::Before => before::ui(ui, state, said),
        Place::Check => check::ui(ui, state, said),
        Place::Finish => finish::ui(ui, state),
        Place::Sync => sync::ui(ui, state, said),
        Place::History => history::ui(ui),
        Place::Settings => settings::ui(ui),
        Place::Tenant
        | Place::Application
        | Place::Permission
        | Place::Credentials
        | Place::ConnectionValues
        | Place::Connection
        | Place::Key
        | Place::ActionCreate
        | Place::ActionCode
        | Place::ActionDependency
        | Place::ActionSecrets
        | Place::ActionDeploy
        | Place::ActionFlow => page::ui(ui, state, said),
    }
}

/// The footer of the place where the person is.
pub(super) fn footer(state: &State) -> Footer {
    match state.place {
        Place::Sync => sync_footer(state),
        Place::Check => checked(state, Scope::Everything, "Check everything"),
        Place::History | Place::Settings => Footer {
            primary: None,
            secondary: None,
        },
        Place::Finish => only("Sync users now", Msg::WentTo(Place::Sync)),
        place => match place.page().and_then(|page| page.check) {
            Some(scope) => checked(state, scope, "Check and continue"),
            None => only("Continue", Msg::Continued),
        },
    }
}

/// Draws a problem, and does what its buttons say. `again` is what Check again asks for.
fn problem(ui: &mut Ui, issue: &Issue, said: &mut Vec<Msg>, again: Msg) {
    match IssuePanel::new(issue, "").show(ui) {
        None => {}
        Some(IssuePress::CheckAgain | IssuePress::Fix(Fix::TryAgain | Fix::CheckAgain)) => {
            said.push(again);
        }
        Some(IssuePress::Fix(Fix::UseDomain(domain))) => {
            said.push(Msg::Pasted(Field::Domain, Private(domain.to_string())));
        }
        Some(IssuePress::Fix(Fix::CopyPermissions(missing))) => {
            let words: Vec<&str> = missing
                .iter()
                .map(|permission| permission.as_str())
                .collect();
            ui.ctx().copy_text(words.join(" "));
        }
        Some(IssuePress::Fix(fix)) => said.extend(fix.place().map(Msg::AskedToOpen)),
    }
}

fn only(label: &str, msg: Msg) -> Footer {
    Footer {
        primary: Some((label.to_owned(), msg)),
        secondary: None,
    }
}

/// A page that checks: the button checks until the check has passed, and then goes on. A check that did not pass
/// does not hold anybody up who wants to see the next page.
fn checked(state: &State, scope: Scope, label: &str) -> Footer {
    if state.proved.contains(&scope) {
        return only("Continue", Msg::Continued);
    }
    let label = if state.checks.result.is_loading() {
        "Checking…"
    } else {
        label
    };
    let failed = state.checks.result.issue().is_some();
    Footer {
        primary: Some((label.to_owned(), Msg::AskedToCheck(scope))),
        secondary: failed.then(|| ("Continue without it".to_owned(), Msg::Continued)),
    }
}

fn sync_footer(state: &State) -> Footer {
    match &state.sync.phase {
        Phase::Idle | Phase::Over { .. } => only("Check first", Msg::AskedToCompare),
        Phase::Planned(plan) if plan.open > 0 => Footer {
            primary: Some((format!("Sync {} people", plan.open), Msg::AskedToSync)),
            secondary: Some(("Check again".to_owned(), Msg::AskedToCompare)),
        },
        Phase::Planned(_) => only("Check again", Msg::AskedToCompare),
        Phase::Reading(_) | Phase::Running(_) => Footer {
            primary: None,
            secondary: Some(("Stop".to_owned(), Msg::AskedToStop)),
        },
    }
}
