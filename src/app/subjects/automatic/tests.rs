//! What undoing does to what the window holds.

use super::*;
use crate::app::context::World;
use crate::app::msg::{Msg, NavigationMsg};
use crate::app::state::State;
use crate::app::tests::{check, filled, pasted, update};
use crate::domain::ids::ClientId;
use crate::domain::install::{Step, StepState};
use crate::protocol::checks::{self, CheckState};
use crate::protocol::event::Event;
use crate::protocol::persistence;
use crate::protocol::settings::SavedCheck;
use crate::protocol::settings::{Colour, Environment, SavedSetup};

/// A window in the middle of undoing, with these values of an application, and another set-up that has `app-2`.
fn undoing(client_id: &str) -> State {
    let mut state = State::new("folder".into());
    state.world = Some(World::Real);
    client_id.clone_into(&mut state.credentials.drafts.client_id);
    "a secret".clone_into(&mut state.credentials.drafts.client_secret);
    let mut other = SavedSetup::new(
        "other".to_owned(),
        Environment::Production,
        Colour::default(),
    );
    "app-2".clone_into(&mut other.client_id);
    other.has_client_secret = true;
    state.setups.setups.push(other);
    drop(state.guide.steps_done(&Change::ALL));
    let step = |change| Step {
        change,
        state: StepState::Done("Put back".to_owned()),
    };
    let mut work = Work::undoing();
    work.note(step(Change::Flow));
    state.automatic.stage = Stage::Working(Box::new(work));
    state
}

fn end(state: &mut State, end: InstallEnd, deleted: Option<&str>) -> Vec<Command> {
    let report = Report {
        end,
        done: vec![Change::Flow],
        open: Vec::new(),
        notes: Vec::new(),
        deleted: deleted.map(ClientId::new),
    };
    let ticket = state.automatic.order.ask();
    let news = InstallEvent::Ended(Box::new(report));
    update(state, Msg::Reported(Event::Install { news, ticket }))
}

#[test]
fn only_an_application_that_was_deleted_loses_its_values() {
    for (open, deleted, stays, is_its) in [
        ("app-1", None, true, true),
        ("app-1", Some("app-1"), false, true),
        ("app-1", Some("app-2"), true, false),
    ] {
        let mut state = undoing(open);
        let commands = end(&mut state, InstallEnd::Undone, deleted);
        assert_eq!(
            state.credentials.drafts.client_id == open,
            stays,
            "{deleted:?}"
        );
        assert_eq!(state.credentials.drafts.client_secret.is_empty(), !stays);
        // What was put back is open again, in the set-up that it is about.
        assert_eq!(state.guide.ticks.contains("P20"), !is_its, "{deleted:?}");
        assert!(
            state.guide.ticks.contains("P1"),
            "the Action was not put back"
        );
        let other = &state.setups.setups[0];
        let forgets = matches!(
            &commands[..],
            [Command::Persist(persistence::Request::ForgetKeys { setup, .. })] if setup == "other"
        );
        let is_others = deleted == Some("app-2");
        assert_eq!((forgets, !other.has_client_secret), (is_others, is_others));
        assert_eq!(other.client_id.is_empty(), is_others);
    }
}

#[test]
fn an_undoing_that_stopped_ticks_nothing_and_forgets_what_is_deleted() {
    let mut state = undoing("app-1");
    state.guide.ticks.clear();
    let problem = InstallEnd::Problem(Issue::no_such_plan());
    end(&mut state, problem, Some("app-1"));
    assert!(state.guide.ticks.is_empty(), "{:?}", state.guide.ticks);
    assert!(state.credentials.drafts.client_secret.is_empty());
}

#[test]
fn what_checks_saw_of_what_was_put_back_is_forgotten() {
    let mut state = undoing("app-1");
    let saved = SavedSetup {
        seen: [checks::FLOW, checks::SIGN_IN]
            .map(|name| SavedCheck::from(&check(name, CheckState::Passed, None)))
            .into(),
        ..SavedSetup::new("open".to_owned(), Environment::Production, Colour::Blue)
    };
    state.readiness.restore(&saved);
    end(&mut state, InstallEnd::UndoneInPart, None);
    let seen: Vec<_> = state
        .readiness
        .results
        .in_order()
        .map(|check| check.name)
        .collect();
    assert_eq!(
        seen,
        [checks::SIGN_IN],
        "the flow was put back, the application was not"
    );
}

#[test]
fn a_plan_that_was_made_with_other_values_is_neither_shown_nor_carried_out() {
    let mut state = filled();
    let text = Private(TOKEN.to_owned());
    update(&mut state, Msg::Automatic(AutomaticMsg::Pasted(text)));
    let asked = update(&mut state, Msg::Automatic(AutomaticMsg::AskedToLook));
    let [Command::Install { ticket, .. }] = asked[..] else {
        panic!("{asked:?}")
    };
    pasted(&mut state, Field::ConnectionId, "conn_another");
    let late = InstallEvent::Ended(Box::new(Report {
        end: InstallEnd::Interrupted,
        done: Vec::new(),
        open: Vec::new(),
        notes: Vec::new(),
        deleted: None,
    }));
    let late = Event::Install { news: late, ticket };
    update(&mut state, Msg::Reported(late));
    assert!(matches!(state.automatic.stage, Stage::Key));
    // Back at its page, the tenant is looked at with the values as they are now.
    let there = NavigationMsg::WentTo(Place::Automatic);
    let asked = update(&mut state, Msg::Navigation(there));
    assert!(
        matches!(
            &asked[..],
            [Command::Install {
                order: InstallRequest::Look { .. },
                ..
            }]
        ),
        "{asked:?}"
    );
}

const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyIsImF1ZCI6Imh0dHBzOi8vYWNtZS5ldS5hdXRoMC5jb20vYXBpL3YyLyIsInNjb3BlIjoicmVhZDpjbGllbnRzIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl";
