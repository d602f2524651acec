//! What is known of people who left: all of them together, and on which list one of them is.

use crate::domain::removal::Leavers;
use crate::protocol::removal::{Board, Waiting};

/// What the list says of all of them together.
pub(super) fn of_list(board: &Board) -> Leavers {
    Leavers {
        waiting: board.waiting.len() as u64,
        policy: board.policy.clone(),
        halt: board.policy_halt.clone(),
    }
}

/// Which of those who left are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Those who wait for a decision.
    #[default]
    Waiting,
    /// Those whom a person keeps.
    Kept,
    /// Those who live on in another user.
    Merged,
    /// Those whom the app has disabled or marked.
    Removed,
}

/// Somebody whom the person has come to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Auth0's ids of theirs.
    pub ids: Vec<String>,
    /// What they are called.
    pub called: String,
}

impl Sought {
    /// The list on which they are, and by which id.
    pub(super) fn on(&self, board: &Board) -> Option<(Shown, String)> {
        let among = |people: &[Waiting]| {
            let mut ids = people.iter().map(|one| &one.id);
            ids.find(|id| self.ids.contains(id)).cloned()
        };
        let removed = || {
            let mut ids = board.removed.iter().map(|one| &one.id);
            ids.find(|id| self.ids.contains(id)).cloned()
        };
        let found = [
            (Shown::Waiting, among(&board.waiting)),
            (Shown::Kept, among(&board.kept)),
            (Shown::Merged, among(&board.merged)),
            (Shown::Removed, removed()),
        ];
        found.into_iter().find_map(|(shown, id)| Some((shown, id?)))
    }
}
