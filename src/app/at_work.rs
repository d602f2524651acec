//! What must come to its end before anything else may begin: a sync, and changes that are being made in Auth0.
//!
//! One of them is at work at a time, in the set-up that is open. While it is, that set-up is not left, nothing else is begun and
//! the window is not closed without a question, so that nothing is changed unseen, and no report lands in another set-up.

use super::automatic::Stage;
use super::state::State;

/// What is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtWork {
    /// A sync reads or changes people.
    Sync,
    /// The automatic set-up changes Auth0, or puts something back.
    SetUp,
}

impl State {
    /// What is at work in the set-up that is open.
    pub fn at_work(&self) -> Option<AtWork> {
        if self.sync.is_at_work() {
            Some(AtWork::Sync)
        } else if matches!(self.automatic.stage, Stage::Working(_)) {
            Some(AtWork::SetUp)
        } else {
            None
        }
    }
}

/// Whether nothing is at work. Where something is, the person is told that it comes first.
pub(super) fn is_free(state: &mut State) -> bool {
    state.comes_first = state.at_work();
    state.comes_first.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::automatic::Said;
    use crate::app::keeping;
    use crate::app::msg::{Msg, World};
    use crate::app::update;
    use crate::protocol::event::Event;
    use crate::protocol::places::Place;
    use crate::protocol::sync::Progress;

    fn syncing() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        update(
            &mut state,
            Msg::Reported(Event::Progress(Progress::default())),
        );
        state
    }

    fn setting_up() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state.automatic.stage = Stage::Working(Box::default());
        state
    }

    #[test]
    fn a_set_up_is_not_left_while_something_is_at_work_in_it() {
        for (begun, what) in [
            (syncing as fn() -> State, AtWork::Sync),
            (setting_up, AtWork::SetUp),
        ] {
            for leaving in [
                Msg::Chose(World::Practice),
                Msg::LeftPractice,
                Msg::Keeping(keeping::Said::Opened("another".to_owned())),
                Msg::Keeping(keeping::Said::AskedToForgetEverything),
            ] {
                let mut state = begun();
                let open = state.keeping.open.clone();
                let said = format!("{leaving:?}");
                assert!(update(&mut state, leaving).is_empty(), "{said}");
                assert_eq!(state.keeping.open, open, "{said}");
                assert_eq!(state.at_work(), Some(what), "{said}");
                assert_eq!(state.comes_first, Some(what), "{said}");
                // The word goes when the person goes there.
                update(&mut state, Msg::WentTo(Place::Sync));
                assert_eq!(state.comes_first, None, "{said}");
            }
        }
    }

    #[test]
    fn a_sync_and_a_set_up_wait_for_each_other() {
        let mut state = setting_up();
        assert!(update(&mut state, Msg::AskedToCompare).is_empty());
        assert_eq!(state.comes_first, Some(AtWork::SetUp));
        let mut state = syncing();
        for said in [Said::AskedToMake, Said::AskedToUndo] {
            assert!(update(&mut state, Msg::Automatic(said)).is_empty());
            assert_eq!(state.comes_first.take(), Some(AtWork::Sync));
        }
    }
}
