//! What is said to be proved is: what a proof hung on takes it away, by whatever way it goes.

use jiff::Timestamp;

use super::{filled, update};
use crate::app::msg::{Msg, NavigationMsg, SyncMsg};
use crate::app::signal::Signal;
use crate::app::state::State;
use crate::app::views::progress::Status;
use crate::domain::install::Change;
use crate::domain::tally::Tally;
use crate::protocol::checks::{self, CheckState};
use crate::protocol::event::Event;
use crate::protocol::places::{Part, Place};
use crate::protocol::sync::{End, Plan, Summary};

fn passed(state: &mut State) {
    let names = [
        "auth0.reach",
        "auth0.sign_in",
        "auth0.permission.read:users",
        "auth0.permission.update:users",
        "auth0.permission.delete:users",
        "auth0.permission.create:users",
        "auth0.read_users",
        "userhub.key",
        "userhub.list",
        "userhub.connection",
    ];
    let ticket = state.readiness.run.result.ask();
    for name in names {
        let check = super::check(name, CheckState::Passed, None);
        update(state, Msg::Reported(Event::Check { check, ticket }));
    }
}

#[test]
fn the_last_part_is_done_once_its_own_page_was_seen() {
    let mut state = filled();
    passed(&mut state);
    assert_eq!(state.standing(Part::Key).status, Status::Done);
    assert_ne!(state.standing(Part::Check).status, Status::Done);
    let there = NavigationMsg::WentTo(Place::Check);
    update(&mut state, Msg::Navigation(there));
    assert_eq!(state.standing(Part::Check).status, Status::Done);
}

#[test]
fn a_sync_proves_the_connection() {
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    let tally = Tally {
        added: 2_999,
        ..Tally::default()
    };
    let plan = Plan {
        run: 1,
        tally,
        open: 2_999,
        continued: false,
        listed: true,
        not_proved: Vec::new(),
        outlook: Box::default(),
        removals_waiting: 0,
        taken_back: 0,
        taken_back_by: Vec::new(),
        summary: Summary::default(),
    };
    update(&mut state, Msg::Reported(Event::PlanReady(Box::new(plan))));
    update(&mut state, Msg::Sync(SyncMsg::Run));
    let summary = Summary {
        tally,
        ..Summary::default()
    };
    let end = End::Done;
    update(&mut state, Msg::Reported(Event::Finished { summary, end }));
    let seen = state.readiness.results.get(checks::CONNECTION);
    assert_eq!(
        seen.expect("a result").why,
        "2,999 people came through this connection"
    );
    assert_eq!(state.standing(Part::Connection).status, Status::Done);
}

#[test]
fn a_sign_in_proves_the_action_until_that_is_taken_back() {
    let mut state = filled();
    state
        .readiness
        .signed_in(Timestamp::from_second(60).unwrap());
    assert_eq!(state.standing(Part::Action).status, Status::Done);
    drop(crate::app::update::told(
        &mut state,
        Signal::StepsUndone(vec![Change::Flow]),
    ));
    assert_ne!(state.standing(Part::Action).status, Status::Done);
}
