//! "Let the app do it": three pages at one place. First the temporary key, then the review of what would change, then how
//! far the changes are and what they came to.

mod heading;
mod key;
mod review;
mod undo;
mod work;

use std::time::Duration;

use eframe::egui::Ui;

use super::Footer;
use crate::app::msg::{AutomaticMsg, KeepUpMsg, Msg, NavigationMsg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::automatic::{Purpose, Stage};
use crate::app::typed::Typed;
use crate::domain::install::{LiveUpdates, Plan, UndoPlan};
use crate::protocol::install::InstallEnd;

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    wake_at_end_of_key(ui, state);
    match &state.automatic.stage {
        Stage::Key => key::ui(ui, state, typed, said),
        Stage::Looking => review::looking(ui, state, said),
        Stage::Review(plan) => review::ui(ui, state, plan, said),
        Stage::ReviewUndo(plan) => undo::ui(ui, state, plan, said),
        Stage::Working(work) => {
            work::working(ui, state, work);
            super::sync::question(ui, state, said);
        }
        Stage::Over { work, report } => work::over(ui, state, work, report, said),
    }
}

/// The footer of the stage.
pub(super) fn footer(state: &State) -> Footer {
    let automatic =
        |label: &str, what: AutomaticMsg| Some((label.to_owned(), Msg::Automatic(what)));
    let none = Footer {
        primary: None,
        secondary: None,
    };
    match &state.automatic.stage {
        Stage::Key => Footer {
            primary: match state.automatic.purpose {
                Purpose::SetUp => automatic("Look at what would change", AutomaticMsg::AskedToLook),
                Purpose::Undo => automatic("Look at what undo would do", AutomaticMsg::AskedToLook),
            },
            secondary: match state.automatic.purpose {
                Purpose::SetUp => None,
                Purpose::Undo => automatic(undo::KEEP, AutomaticMsg::AskedToKeep),
            },
        },
        Stage::Looking => none,
        Stage::Working(_) => Footer {
            secondary: Some(("Stop".to_owned(), Msg::Sync(SyncMsg::Stop))),
            ..none
        },
        Stage::Review(plan) if is_for_events(state) && plan.changes() == 0 => Footer {
            primary: Some((
                "Go back to live updates".to_owned(),
                Msg::KeepUp(KeepUpMsg::FoundAllowed),
            )),
            ..none
        },
        Stage::Review(plan) => review_footer(plan),
        Stage::ReviewUndo(plan) => undo_footer(plan),
        Stage::Over { report, .. } => match &report.end {
            InstallEnd::FirstHalf => Footer {
                primary: Some((
                    "Continue with UserHub".to_owned(),
                    Msg::Navigation(NavigationMsg::Continued),
                )),
                ..none
            },
            InstallEnd::Done => Footer {
                primary: Some((
                    "Continue to the checks".to_owned(),
                    Msg::Navigation(NavigationMsg::Continued),
                )),
                ..none
            },
            InstallEnd::Undone
            | InstallEnd::UndoneInPart
            | InstallEnd::NothingToUndo
            | InstallEnd::Forgotten => Footer {
                primary: automatic("Look again", AutomaticMsg::AskedToLook),
                ..none
            },
            InstallEnd::Interrupted => Footer {
                primary: automatic("Look again and go on", AutomaticMsg::AskedToLook),
                ..none
            },
            InstallEnd::Problem(_) if state.automatic.key.is_none() => Footer {
                primary: automatic("Use another temporary key", AutomaticMsg::AskedForNewKey),
                ..none
            },
            InstallEnd::Problem(_) => Footer {
                primary: automatic("Try again from here", AutomaticMsg::AskedToLook),
                ..none
            },
        },
    }
}

/// Whether the permission for live updates alone is wanted.
fn is_for_events(state: &State) -> bool {
    state.automatic.choices.events == LiveUpdates::Alone
}

/// With nothing to change the way on is to go on; with a question open there is no way on but its answer.
fn review_footer(plan: &Plan) -> Footer {
    let make = |label| Some((label, Msg::Automatic(AutomaticMsg::AskedToMake)));
    let primary = match plan.changes() {
        _ if !plan.questions.is_empty() => None,
        0 if plan.is_first_half() => Some((
            "Continue with UserHub".to_owned(),
            Msg::Navigation(NavigationMsg::Continued),
        )),
        0 => Some((
            "Continue to the checks".to_owned(),
            Msg::Navigation(NavigationMsg::Continued),
        )),
        // The count is in the button, so that the press is the consent.
        1 => make("Make this change".to_owned()),
        count => make(format!("Make these {count} changes")),
    };
    Footer {
        primary,
        secondary: None,
    }
}

/// The count is in the button, so that the press is the consent.
fn undo_footer(plan: &UndoPlan) -> Footer {
    let say = |label: &str, what| Some((label.to_owned(), Msg::Automatic(what)));
    match plan.changes() {
        0 => Footer {
            primary: say(undo::KEEP, AutomaticMsg::AskedToKeep),
            secondary: None,
        },
        count => Footer {
            primary: say(
                &if count == 1 {
                    "Undo this change".to_owned()
                } else {
                    format!("Undo these {count} changes")
                },
                AutomaticMsg::AskedToUndo,
            ),
            secondary: say(undo::KEEP, AutomaticMsg::AskedToKeep),
        },
    }
}

/// The window is drawn once more when the key ends, so that it is forgotten then.
fn wake_at_end_of_key(ui: &Ui, state: &State) {
    let end = state.automatic.key.as_ref().and_then(|key| key.expires_at);
    let left = end.map(|end| end.saturating_sub(state.now.as_second()));
    if let Some(left) = left.and_then(|left| u64::try_from(left).ok()) {
        ui.ctx()
            .request_repaint_after(Duration::from_secs(left + 1));
    }
}
