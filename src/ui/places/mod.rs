//! The screens, one file each.

mod automatic;
mod before;
mod check;
pub(super) mod explain;
mod fields;
mod finish;
mod forms;
mod help;
mod history;
mod milestone;
mod page;
mod results;
pub(super) mod saved;
mod saving;
mod settings;
mod sign_in;
mod status;
mod steps;
pub(super) mod sync;
mod values;
pub(super) mod welcome;

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg, ReadinessMsg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::sync::Phase;
use crate::app::typed::Typed;
use crate::domain::issue::{Fix, Issue, people, thousands};
use crate::protocol::checks::Scope;
use crate::protocol::places::{Part, Place};
use crate::protocol::settings::Environment;
use crate::ui::theme::space;
use crate::ui::widgets::{self, IssuePanel, IssuePress};

/// What the pinned footer of a place offers.
pub(super) struct Footer {
    /// The one primary button, which says what it does.
    pub(super) primary: Option<(String, Msg)>,
    /// Another way on.
    pub(super) secondary: Option<(String, Msg)>,
}

/// Draws the place where the person is.
pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    match state.navigation.place {
        Place::Welcome => welcome::ui(ui, state, typed, said),
        Place::Before => before::ui(ui, state, said),
        Place::Automatic => automatic::ui(ui, state, typed, said),
        Place::Check => check::ui(ui, state, typed, said),
        Place::Finish => finish::ui(ui, state, typed, said),
        Place::Sync => sync::ui(ui, state, typed, said),
        Place::History => history::ui(ui, state, typed, said),
        Place::ActionForms => forms::ui(ui, state, said),
        Place::Settings => settings::ui(ui, state, typed, said),
        Place::Help => help::ui(ui, state, typed, said),
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
        | Place::ActionFlow => page::ui(ui, state, typed, said),
    }
}

/// The footer of the place where the person is.
pub(super) fn footer(state: &State) -> Footer {
    match state.navigation.place {
        Place::Sync => sync_footer(state),
        Place::Automatic => automatic::footer(state),
        Place::Check => checks_footer(state),
        Place::History | Place::Settings | Place::Help => Footer {
            primary: None,
            secondary: None,
        },
        Place::ActionForms => forms::footer(state.guide.form),
        Place::Finish => only(
            "Sync people now",
            Msg::Navigation(NavigationMsg::WentTo(Place::Sync)),
        ),
        Place::Key
            if page::is_proved(state, Part::Key) && !state.readiness.run.result.is_loading() =>
        {
            only("Continue", Msg::Navigation(NavigationMsg::Continued))
        }
        place => match place.page().and_then(|page| page.check) {
            Some(scope) => checked(state, scope, "Check and continue"),
            // The part is optional, and its first page offers the way past it.
            None if place == Place::ActionCreate => Footer {
                secondary: Some((
                    "Skip this part".to_owned(),
                    Msg::Navigation(NavigationMsg::WentTo(Place::Check)),
                )),
                ..only("Continue", Msg::Navigation(NavigationMsg::Continued))
            },
            None => only("Continue", Msg::Navigation(NavigationMsg::Continued)),
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
        Some(IssuePress::Fix(fix)) => {
            fields::copied(ui, &fix);
            said.push(Msg::PressedFix(fix));
        }
    }
}

/// Draws the problem that the page's checks ended with. `wanted` moves the keyboard to it.
fn problem_of_checks(ui: &mut Ui, issue: &Issue, wanted: bool, state: &State, said: &mut Vec<Msg>) {
    let at = clock_time(state.readiness.run.at);
    let panel = IssuePanel::new(issue, &at).focus(wanted);
    let pressed = panel.show(ui);
    act_on(ui, pressed, state, said);
}

/// Draws a problem that nothing can check again.
fn problem_without_check(ui: &mut Ui, issue: &Issue, state: &State, said: &mut Vec<Msg>) {
    let at = clock_time(state.now);
    let panel = IssuePanel::new(issue, &at).without_check_again();
    let pressed = panel.show(ui);
    act_on(ui, pressed, state, said);
}

fn act_on(ui: &mut Ui, pressed: Option<IssuePress>, state: &State, said: &mut Vec<Msg>) {
    match pressed {
        None => {}
        Some(IssuePress::CheckAgain) => said.push(Msg::PressedFix(Fix::CheckAgain)),
        Some(IssuePress::Fix(fix)) => {
            fields::copied(ui, &fix);
            said.push(Msg::PressedFix(fix));
        }
    }
    if state.guide.values_shown {
        widgets::gap(ui, space::M);
        status::three_values(ui, state, said);
    }
}

/// A time of day, as the clock on the wall shows it.
fn clock_time(at: jiff::Timestamp) -> String {
    let zoned = at.to_zoned(jiff::tz::TimeZone::system());
    zoned.strftime("%H:%M:%S").to_string()
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
    // What nothing is wrong with and cannot be proved yet holds nobody up.
    let is_passed =
        state.readiness.run.scope == Some(scope) && state.readiness.run.result.ready().is_some();
    if state.readiness.is_proved(scope) || is_passed {
        return only("Continue", Msg::Navigation(NavigationMsg::Continued));
    }
    let label = if state.readiness.run.result.is_loading() {
        "Checking…"
    } else {
        label
    };
    let is_over =
        state.readiness.run.scope == Some(scope) && !state.readiness.run.result.is_loading();
    Footer {
        primary: Some((label.to_owned(), Msg::Readiness(ReadinessMsg::Check(scope)))),
        secondary: is_over.then(|| {
            (
                "Continue without it".to_owned(),
                Msg::Navigation(NavigationMsg::Continued),
            )
        }),
    }
}

/// Of Part 6: everything can be checked again also when it has passed.
fn checks_footer(state: &State) -> Footer {
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

/// What the button does. Into a production set-up it says whose it is: that is asked for nowhere else.
fn sync_label(state: &State, open: u64) -> String {
    let open = people(open);
    match state.setups.open_setup() {
        Some(setup) if setup.environment == Environment::Production => {
            format!("Sync {open} to {}, production", setup.title())
        }
        _ => format!("Sync {open}"),
    }
}

fn sync_footer(state: &State) -> Footer {
    let sync = &state.sync;
    match &sync.phase {
        Phase::Idle => match sync.unfinished() {
            Some(unfinished) if sync.can_go_on(state.now) => only(
                &format!("Continue from {}", thousands(unfinished.done + 1)),
                Msg::Sync(SyncMsg::Continue),
            ),
            Some(_) => only("Check again", Msg::Sync(SyncMsg::Compare)),
            None => Footer {
                primary: Some(("Check first".to_owned(), Msg::Sync(SyncMsg::Compare))),
                secondary: Some(("Sync now".to_owned(), Msg::Sync(SyncMsg::RunNow))),
            },
        },
        // The page asks first, and has the answers.
        Phase::Planned(_) if sync.gone().is_some() => Footer {
            primary: None,
            secondary: Some(("Not now".to_owned(), Msg::Sync(SyncMsg::PutAside))),
        },
        Phase::Planned(plan) if plan.open > 0 => Footer {
            primary: Some((sync_label(state, plan.open), Msg::Sync(SyncMsg::Run))),
            secondary: Some(("Not now".to_owned(), Msg::Sync(SyncMsg::PutAside))),
        },
        Phase::Planned(_) | Phase::Over { .. } => only("Check again", Msg::Sync(SyncMsg::Compare)),
        Phase::Reading(_) | Phase::Running(_) => Footer {
            primary: None,
            secondary: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::app::tests::{filled, update};
    use crate::protocol::command::Command;
    use crate::protocol::event::Event;
    use crate::protocol::users::{self, Unfinished};

    #[test]
    fn the_button_says_continue_only_where_the_sync_is_gone_on_with() {
        let mut state = filled();
        let planned = Timestamp::from_second(1_000_000).expect("a time");
        let after = |minutes| Msg::TimeIs(planned + SignedDuration::from_mins(minutes));
        let there = Msg::Navigation(NavigationMsg::WentTo(Place::Sync));
        let asked = update(&mut state, there);
        let [Command::People(users::Request::Unfinished { ticket, .. })] = asked[..] else {
            panic!("{asked:?}")
        };
        let mut label = |planned_at, minutes| {
            let found = Some(Unfinished {
                done: 4,
                of: 10,
                planned_at,
            });
            let told = Event::People(users::Event::Unfinished { found, ticket });
            update(&mut state, Msg::Reported(told));
            update(&mut state, after(minutes));
            footer(&state).primary.map(|(label, _)| label)
        };
        assert_eq!(label(Some(planned), 59).as_deref(), Some("Continue from 5"));
        assert_eq!(label(Some(planned), 61).as_deref(), Some("Check again"));
        // One of a version whose readings prove nothing.
        assert_eq!(label(None, 1).as_deref(), Some("Check again"));
    }
}
