//! The roster of the newest plan, shared by the sync that moves it on and the looks that read it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::domain::roster::{Roster, SyncStatus};
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::users;

/// The roster, shared by the sync that moves it on and the looks that read it.
#[derive(Debug, Default)]
pub(in crate::engine) struct People(Mutex<State>);

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) roster: Option<Roster>,
    /// What was searched for last, and whom that found.
    pub(super) found: Option<(String, Arc<[bool]>)>,
    /// Ends the search that is under way when another one is wanted.
    searching: CancellationToken,
    /// Whether somebody stands otherwise than the map says that was sent last.
    moved: bool,
    /// How many rosters there were before this one, so that what was found in another one is not taken for this one's.
    pub(super) number: u64,
}

impl People {
    /// Forgets everybody: what was read before is read anew.
    pub(in crate::engine) fn forget(&self) {
        self.replace(None);
    }

    /// Ends the search that is under way, and gives what ends the next one: another one, or `stop`.
    pub(super) fn search_anew(&self, stop: &CancellationToken) -> CancellationToken {
        let next = stop.child_token();
        std::mem::replace(&mut self.lock().searching, next.clone()).cancel();
        next
    }

    /// Notes how the person at a place of the plan stands now.
    pub(in crate::engine) fn note(&self, position: i64, standing: SyncStatus) {
        let mut state = self.lock();
        if let (Some(roster), Ok(position)) = (&mut state.roster, u32::try_from(position)) {
            roster.note(position, standing);
            state.moved = true;
        }
    }

    /// Whether the person at a place of the plan is in UserHub as Auth0 has them, as far as the window was told.
    pub(in crate::engine) fn is_settled(&self, position: i64) -> bool {
        let state = self.lock();
        let roster = state.roster.as_ref();
        let status = u32::try_from(position)
            .ok()
            .and_then(|position| roster?.status_of(position));
        matches!(
            status,
            Some(SyncStatus::Added | SyncStatus::Updated | SyncStatus::UpToDate)
        )
    }

    /// Sends the map, if it has changed since it was sent last.
    pub(in crate::engine) fn send_map(&self, sink: &Sink) {
        let mut state = self.lock();
        if !std::mem::take(&mut state.moved) {
            return;
        }
        let Some(roster) = &state.roster else { return };
        let told = users::Event::Squares {
            squares: roster.squares(),
            counts: roster.counts(),
            finished: roster.finished(),
        };
        drop(state);
        sink.send(Event::People(told));
    }

    pub(super) fn replace(&self, roster: Option<Roster>) {
        let mut state = self.lock();
        let searching = std::mem::take(&mut state.searching);
        *state = State {
            moved: roster.is_some(),
            roster,
            found: None,
            searching,
            number: state.number + 1,
        };
    }

    /// Keeps whom a search has found, unless another roster has taken the place of the one that was searched.
    pub(super) fn keep_found(&self, number: u64, search: &str, found: &Arc<[bool]>) {
        let mut state = self.lock();
        if state.number == number {
            state.found = Some((search.to_owned(), Arc::clone(found)));
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs what waits for the disk on a thread of its own. Work that broke off was reported by the panic hook already.
pub(in crate::engine) async fn blocking<T: Send + Default + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}
