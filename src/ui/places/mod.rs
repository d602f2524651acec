//! The screens, one file each.

mod about;
mod automatic;
mod before;
mod both_sides;
mod check;
pub(super) mod explain;
mod fields;
mod finish;
mod footer;
mod forms;
mod help;
mod history;
mod keep;
mod milestone;
mod not_the_same;
mod overview;
mod page;
mod problem;
pub(super) mod removals;
mod results;
pub(super) mod saved;
mod saving;
mod settings;
mod sign_in;
mod someone;
mod status;
mod steps;
pub(super) mod sync;
mod values;
mod web_page;
pub(super) mod welcome;

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg, SomeoneMsg};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::protocol::places::{Part, Place};

use footer::{checked, only};

pub(super) use footer::Footer;
pub(super) use problem::{problem, problem_of_checks, problem_without_check};

/// Draws the place where the person is.
pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    match state.navigation.place {
        Place::Welcome => welcome::ui(ui, state, typed, said),
        Place::Before => before::ui(ui, state, said),
        Place::Automatic => automatic::ui(ui, state, typed, said),
        Place::Check => check::ui(ui, state, typed, said),
        Place::Finish => finish::ui(ui, state, typed, said),
        Place::Overview => overview::ui(ui, state, said),
        Place::KeepInSync => keep::ui(ui, state, said),
        Place::Sync => sync::ui(ui, state, typed, said),
        Place::Left => removals::ui(ui, state, typed, said),
        Place::Someone => someone::ui(ui, state, typed, said),
        Place::History => history::ui(ui, state, typed, said),
        Place::ActionForms => forms::ui(ui, state, said),
        Place::Settings => settings::ui(ui, state, typed, said),
        Place::Help => help::ui(ui, state, typed, said),
        Place::About => about::ui(ui, state, said),
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
        Place::Sync => sync::footer(state),
        Place::Left => removals::footer(state),
        Place::Someone => only("Ask", Msg::Someone(SomeoneMsg::Asked)),
        Place::Overview => overview::footer(state),
        Place::KeepInSync => keep::footer(state),
        Place::Automatic => automatic::footer(state),
        Place::Check => check::footer(state),
        Place::History | Place::Settings | Place::Help | Place::About => Footer::NONE,
        Place::ActionForms => forms::footer(state.guide.form),
        Place::Finish => only(
            "Sync people now",
            Msg::Navigation(NavigationMsg::WentTo(Place::Sync)),
        ),
        Place::Key
            if state.readiness.proved_at(Part::Key).is_some()
                && !state.readiness.run.result.is_loading() =>
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

/// Whether the primary button of the footer takes something away from people.
pub(super) fn takes_away(state: &State) -> bool {
    state.navigation.place == Place::Left && removals::takes_away(state)
}
