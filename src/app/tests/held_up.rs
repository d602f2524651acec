//! A primary button always answers: what it waits for is named, whichever page has it.

use super::{filled, pasted, real, update};
use crate::app::focus::FocusTarget;
use crate::app::msg::{AutomaticMsg, GuideMsg, Msg, NavigationMsg, ReadinessMsg, SyncMsg};
use crate::app::state::State;
use crate::app::views::progress::Status;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::places::{Part, Place};
use crate::protocol::settings::SaidStatus;

#[test]
fn what_a_primary_button_waits_for_is_named_whichever_page_has_it() {
    let named = |state: &State| {
        state
            .held_up()
            .map(|missing| missing.words(state.navigation.place))
    };
    let go = |state: &mut State, place| {
        update(state, Msg::Navigation(NavigationMsg::WentTo(place)));
        assert_eq!(named(state), None, "nothing is said before the press");
    };
    let mut state = real();
    // Part 1: the boxes.
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert!(
        named(&state)
            .unwrap()
            .starts_with("Tick what you have seen")
    );
    // Part 3: the field that is empty, and then the answer.
    go(&mut state, Place::Connection);
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(named(&state).unwrap(), "The connection ID is missing");
    assert_eq!(state.focus.at, FocusTarget::Field(Field::ConnectionId));
    assert!(
        state.credentials.mistake.is_some(),
        "it is said at the field too"
    );
    pasted(&mut state, Field::ConnectionId, "usr_123abc");
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(
        state.navigation.place,
        Place::Connection,
        "what is no ID is not gone on from"
    );
    assert!(named(&state).unwrap().starts_with("The connection ID: "));
    pasted(&mut state, Field::ConnectionId, "conn_26yEiYymqy6ZmG");
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(named(&state).unwrap(), "Say what status UserHub shows");
    update(
        &mut state,
        Msg::Guide(GuideMsg::SaidStatus(SaidStatus::Active)),
    );
    assert_eq!(named(&state), None, "what is put right holds nobody up");
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(
        state.standing(Part::Connection).status,
        Status::InProgress,
        "3a was not seen"
    );
    // Part 4 asks for what an earlier part has.
    go(&mut state, Place::Key);
    update(
        &mut state,
        Msg::Readiness(ReadinessMsg::Check(Scope::Everything)),
    );
    let missing = state.held_up().expect("something");
    assert_eq!(
        missing.words(Place::Key),
        "The Auth0 domain in Part 2 is missing"
    );
    let way = NavigationMsg::WentToTarget(missing.place(Place::Key), missing.target());
    update(&mut state, Msg::Navigation(way));
    assert_eq!(state.navigation.place, Place::Tenant);
    // The sync and the automatic set-up, in the same way.
    go(&mut state, Place::Sync);
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    assert_eq!(
        named(&state).unwrap(),
        "The Auth0 domain in Part 2 is missing"
    );
    go(&mut state, Place::Automatic);
    update(&mut state, Msg::Automatic(AutomaticMsg::AskedToLook));
    assert_eq!(named(&state).unwrap(), "The temporary key is missing");
}

#[test]
fn a_part_whose_value_was_taken_away_is_no_longer_done() {
    let mut state = filled();
    update(
        &mut state,
        Msg::Guide(GuideMsg::SaidStatus(SaidStatus::Active)),
    );
    for place in [Place::ConnectionValues, Place::Connection] {
        update(&mut state, Msg::Navigation(NavigationMsg::WentTo(place)));
        update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    }
    assert_eq!(state.standing(Part::Connection).status, Status::Done);
    pasted(&mut state, Field::ConnectionId, "usr_123abc");
    assert_eq!(state.standing(Part::Connection).status, Status::InProgress);
}
