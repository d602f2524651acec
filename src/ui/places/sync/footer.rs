//! What the footer of the sync offers, by how far the sync is.

use crate::app::msg::{Msg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::sync::Phase;
use crate::domain::issue::{people, thousands};
use crate::protocol::settings::Environment;
use crate::ui::places::footer::{Footer, only};

pub(in crate::ui::places) fn footer(state: &State) -> Footer {
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
        Phase::Reading(_) | Phase::Running(_) => Footer::NONE,
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

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::app::msg::NavigationMsg;
    use crate::app::tests::{filled, update};
    use crate::protocol::command::Command;
    use crate::protocol::event::Event;
    use crate::protocol::places::Place;
    use crate::protocol::users::{self, Unfinished};

    #[test]
    fn the_button_says_continue_only_where_the_sync_is_gone_on_with() {
        let mut state = filled();
        let planned = Timestamp::from_second(1_000_000).expect("a time");
        let after = |minutes| Msg::TimeIs(planned + SignedDuration::from_mins(minutes));
        let there = Msg::Navigation(NavigationMsg::WentTo(Place::Sync));
        let asked = update(&mut state, there);
        let unfinished = |command: &Command| match command {
            Command::People(users::Request::Unfinished { ticket, .. }) => Some(*ticket),
            _ => None,
        };
        let ticket = asked.iter().find_map(unfinished).expect("it is asked for");
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
