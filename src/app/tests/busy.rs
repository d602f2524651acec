//! What is busy is not left, and nothing else is begun beside it.

use super::{real, update};
use crate::app::context::Busy;
use crate::app::msg::{AutomaticMsg, Msg, NavigationMsg, SetupsMsg, SyncMsg, World};
use crate::app::state::State;
use crate::app::subjects::automatic::Stage;
use crate::app::subjects::removals::{self, Job, Wanted};
use crate::protocol::event::Event;
use crate::protocol::places::Place;
use crate::protocol::removal::Preview;
use crate::protocol::sync::Progress;

fn syncing() -> State {
    let mut state = real();
    let progress = Event::Progress(Progress::default());
    update(&mut state, Msg::Reported(progress));
    state
}

fn setting_up() -> State {
    let mut state = real();
    state.automatic.stage = Stage::Working(Box::default());
    state
}

fn removing() -> State {
    let mut state = real();
    state.removals.job = Some(Job {
        wanted: Wanted::Undo(1),
        stage: removals::Stage::Working,
        preview: Preview::default(),
        seen_to: 0,
        left: Vec::new(),
        not_typed: false,
    });
    state
}

#[test]
fn a_set_up_is_not_left_while_something_is_busy_in_it() {
    for (begun, what) in [
        (syncing as fn() -> State, Busy::Sync),
        (setting_up, Busy::SetUp),
        (removing, Busy::Removal),
    ] {
        for leaving in [
            SetupsMsg::Began(World::Practice),
            SetupsMsg::LeftPractice,
            SetupsMsg::Opened("another".to_owned()),
            SetupsMsg::AskedToForgetEverything,
        ] {
            let mut state = begun();
            let open = state.setups.open.clone();
            let said = format!("{leaving:?}");
            assert!(
                update(&mut state, Msg::Setups(leaving)).is_empty(),
                "{said}"
            );
            assert_eq!(state.setups.open, open, "{said}");
            assert_eq!(state.busy(), Some(what), "{said}");
            assert_eq!(state.navigation.blocked_by, Some(what), "{said}");
            // The word goes when the person goes there.
            let there = NavigationMsg::WentTo(Place::Sync);
            update(&mut state, Msg::Navigation(there));
            assert_eq!(state.navigation.blocked_by, None, "{said}");
        }
    }
}

#[test]
fn a_sync_and_a_set_up_wait_for_each_other() {
    let mut state = setting_up();
    assert!(update(&mut state, Msg::Sync(SyncMsg::Compare)).is_empty());
    assert_eq!(state.navigation.blocked_by, Some(Busy::SetUp));
    let mut state = syncing();
    for msg in [AutomaticMsg::AskedToMake, AutomaticMsg::AskedToUndo] {
        assert!(update(&mut state, Msg::Automatic(msg)).is_empty());
        assert_eq!(state.navigation.blocked_by.take(), Some(Busy::Sync));
    }
}
