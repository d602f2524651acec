//! The list of runs that are over.

use super::*;
use crate::app::msg::{Msg, NavigationMsg, SetupsMsg};
use crate::app::state::State;
use crate::app::tests::update;
use crate::domain::issue::Issue;
use crate::protocol::event::Event;
use crate::protocol::places::Place;

#[test]
fn history_of_practice_waits_for_its_world_and_says_when_that_cannot_be_opened() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
    let asked = update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::History)),
    );
    assert!(asked.is_empty(), "what is real is not asked for: {asked:?}");
    assert!(state.history.entries.is_loading());
    let failed = Event::PracticeFailed(Issue::cannot_start());
    update(&mut state, Msg::Reported(failed));
    assert!(state.history.entries.issue().is_some());
}
