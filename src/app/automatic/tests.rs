//! What undoing does to what the window holds.

use super::*;
use crate::protocol::keeping::Order as Keep;
use crate::protocol::saved::{Colour, Environment, SavedSetup};

/// A window in the middle of undoing, with these values of an application, and another set-up that has `app-2`.
fn undoing(client_id: &str) -> State {
    let mut state = State::new("folder".into());
    state.world = Some(World::Real);
    client_id.clone_into(&mut state.drafts.client_id);
    "a secret".clone_into(&mut state.drafts.client_secret);
    let mut other = SavedSetup::new(
        "other".to_owned(),
        Environment::Production,
        Colour::default(),
    );
    "app-2".clone_into(&mut other.client_id);
    other.has_client_secret = true;
    state.keeping.setups.push(other);
    tick_steps(&mut state, &Change::ALL);
    let step = |change| Step {
        change,
        state: StepState::Done("Put back".to_owned()),
    };
    state.automatic.stage = Stage::Working(Box::new(Work {
        steps: vec![step(Change::Flow)],
        undoing: true,
        ..Work::default()
    }));
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
    ended(state, Box::new(report))
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
        assert_eq!(state.drafts.client_id == open, stays, "{deleted:?}");
        assert_eq!(state.drafts.client_secret.is_empty(), !stays);
        // What was put back is open again, in the set-up that it is about.
        assert_eq!(state.ticks.contains("P20"), !is_its, "{deleted:?}");
        assert!(state.ticks.contains("P1"), "the Action was not put back");
        let other = &state.keeping.setups[0];
        let forgets = matches!(
            &commands[..],
            [Command::Keep(Keep::ForgetKeys { setup, .. })] if setup == "other"
        );
        let is_others = deleted == Some("app-2");
        assert_eq!((forgets, !other.has_client_secret), (is_others, is_others));
        assert_eq!(other.client_id.is_empty(), is_others);
    }
}

#[test]
fn an_undoing_that_stopped_ticks_nothing_and_forgets_what_is_deleted() {
    let mut state = undoing("app-1");
    state.ticks.clear();
    let problem = InstallEnd::Problem(Issue::no_such_plan());
    end(&mut state, problem, Some("app-1"));
    assert!(state.ticks.is_empty(), "{:?}", state.ticks);
    assert!(state.drafts.client_secret.is_empty());
}

#[test]
fn what_checks_saw_of_what_was_put_back_is_forgotten() {
    let mut state = undoing("app-1");
    for name in [checks::FLOW, checks::SIGN_IN] {
        let check = crate::protocol::checks::Check {
            name,
            state: crate::protocol::checks::CheckState::Passed,
            why: String::new(),
            fix: String::new(),
            issue: None,
            at: state.now,
            passed_before: None,
        };
        state.proof.seen.insert(name, check);
    }
    end(&mut state, InstallEnd::UndoneInPart, None);
    let seen: Vec<_> = state.proof.seen.keys().copied().collect();
    assert_eq!(
        seen,
        [checks::SIGN_IN],
        "the flow was put back, the application was not"
    );
}
