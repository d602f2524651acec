//! The people of the sync for the window: the roll beside a running sync, and the answers to what the window asks of it.
//!
//! The roll is called up on the lane of the sync itself, so that no outcome can slip in between. Everything else is a short
//! look into the journal, on a thread that may wait for the disk.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::domain::roll::{Person, Roll, Row, Standing, Wanted};
use crate::engine::sink::Sink;
use crate::engine::sync;
use crate::engine::sync::run::Floor;
use crate::protocol::event::Event;
use crate::protocol::people::{Ask, Group, Query, Rows, Told};
use crate::protocol::ticket::Ticket;
use crate::store::StoreError;
use crate::store::journal::{Look, Reason};

/// How many people of a square of the map are named.
const NAMED: usize = 3;
/// How many reasons for attention are told apart.
const REASONS: usize = 50;

/// The roll, shared by the sync that moves it on and the looks that read it.
#[derive(Debug, Default)]
pub(in crate::engine) struct People(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    roll: Option<Roll>,
    /// What was searched for last, and whom that found.
    found: Option<(String, Arc<[bool]>)>,
    /// Whether somebody stands otherwise than the map says that was sent last.
    moved: bool,
}

impl People {
    /// Forgets everybody: what was read before is read anew.
    pub(in crate::engine) fn forget(&self) {
        *self.lock() = State::default();
    }

    /// Notes how the person at a place of the plan stands now.
    pub(in crate::engine) fn note(&self, position: i64, standing: Standing) {
        let mut state = self.lock();
        if let (Some(roll), Ok(position)) = (&mut state.roll, u32::try_from(position)) {
            roll.note(position, standing);
            state.moved = true;
        }
    }

    /// Sends the map, if it has changed since it was sent last.
    pub(in crate::engine) fn send_map(&self, sink: &Sink) {
        let mut state = self.lock();
        if !std::mem::take(&mut state.moved) {
            return;
        }
        let Some(roll) = &state.roll else { return };
        let told = Told::Squares {
            squares: roll.squares(),
            counts: roll.counts(),
            finished: roll.finished(),
        };
        drop(state);
        sink.send(Event::People(told));
    }

    fn begin(&self, roll: Roll) {
        *self.lock() = State {
            roll: Some(roll),
            found: None,
            moved: true,
        };
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers what the window asks.
pub(in crate::engine) async fn answer(
    ask: Ask,
    floor: &Floor,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let people = &floor.people;
    match ask {
        Ask::CallUp { profile } => {
            let for_thread = Arc::clone(people);
            let called = blocking(move || call_up(&profile, &for_thread)).await;
            if called {
                people.send_map(sink);
            }
        }
        Ask::Rows {
            profile,
            query,
            ticket,
        } => {
            let (people, sink, stop) = (Arc::clone(people), sink.clone(), stop.clone());
            blocking(move || send_rows(&profile, &people, query, ticket, &sink, &stop)).await;
        }
        Ask::Square { profile, square } => {
            let (people, sink) = (Arc::clone(people), sink.clone());
            blocking(move || send_square(&profile, &people, square, &sink)).await;
        }
        Ask::Look { setup, id, ticket } => {
            sync::one_user::look(setup, id, ticket, sink, stop).await;
        }
        Ask::SyncOne { setup, id, ticket } => {
            sync::one_user::sync(&setup, id, ticket, floor, sink, stop).await;
        }
        Ask::Groups { profile } => {
            let groups = blocking(move || groups(&profile)).await;
            sink.send(Event::People(Told::Groups(groups)));
        }
        Ask::Unfinished { profile } => {
            let unfinished = blocking(move || unfinished(&profile)).await;
            sink.send(Event::People(Told::Unfinished(unfinished)));
        }
        // `sync` does this; it is one.
        Ask::TryAgain { .. } => {}
    }
}

/// Runs what waits for the disk on a thread of its own. Work that broke off was reported by the panic hook already.
pub(in crate::engine) async fn blocking<T: Send + Default + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}

fn call_up(profile: &Path, people: &People) -> bool {
    let look = |look: Option<Look>| look.map_or(Ok(Roll::default()), |look| look.roll());
    match Look::open(profile).and_then(look) {
        Ok(roll) => {
            people.begin(roll);
            true
        }
        Err(error) => {
            tracing::warn!(%error, "nobody could be called up for the list");
            false
        }
    }
}

fn send_rows(
    profile: &Path,
    people: &People,
    query: Query,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let rows = rows(profile, people, &query, stop).unwrap_or_else(|error| {
        tracing::debug!(%error, "a list could not be read");
        Rows::default()
    });
    let rows = Rows { query, ..rows };
    sink.send(Event::People(Told::Rows { rows, ticket }));
}

fn rows(
    profile: &Path,
    people: &People,
    query: &Query,
    stop: &CancellationToken,
) -> Result<Rows, StoreError> {
    let Some(look) = Look::open(profile)? else {
        return Ok(Rows::default());
    };
    let found = find(&look, people, &query.search, stop)?;
    let (stretch, finished) = {
        let state = people.lock();
        let Some(roll) = &state.roll else {
            return Ok(Rows::default());
        };
        let stretch = roll.list(&Wanted {
            filter: query.filter,
            found: found.as_deref(),
            square: query.square,
            finished: query.finished,
            from: query.from,
            count: query.count,
        });
        let whose = |index: &usize| roll.row(*index).map(|(row, now)| (*index, row, now));
        let people: Vec<_> = stretch.people.iter().filter_map(whose).collect();
        ((people, stretch.total, stretch.newer), roll.finished())
    };
    let (listed, total, newer) = stretch;
    Ok(Rows {
        query: Query::default(),
        people: named(&look, &listed)?,
        total,
        newer,
        finished,
    })
}

/// Whom a search finds, by index; the last search is kept.
fn find(
    look: &Look,
    people: &People,
    search: &str,
    stop: &CancellationToken,
) -> Result<Option<Arc<[bool]>>, StoreError> {
    if search.is_empty() {
        return Ok(None);
    }
    let by_record = {
        let state = people.lock();
        if let Some((_, found)) = state.found.as_ref().filter(|(of, _)| of == search) {
            return Ok(Some(Arc::clone(found)));
        }
        let Some(roll) = &state.roll else {
            return Ok(None);
        };
        roll.by_record()
    };
    let mut found = vec![false; people.lock().roll.as_ref().map_or(0, Roll::len)];
    look.search(
        search,
        || stop.is_cancelled(),
        |record| {
            let index = by_record.get(record as usize).map(|index| *index as usize);
            if let Some(found) = index.and_then(|index| found.get_mut(index)) {
                *found = true;
            }
        },
    )?;
    let found: Arc<[bool]> = found.into();
    people.lock().found = Some((search.to_owned(), Arc::clone(&found)));
    Ok(Some(found))
}

fn groups(profile: &Path) -> Vec<Group> {
    let read = |look: Option<Look>| look.map_or(Ok(Vec::new()), |look| look.reasons(REASONS));
    let reasons = Look::open(profile).and_then(read).unwrap_or_else(|error| {
        tracing::debug!(%error, "the reasons for attention could not be read");
        Vec::new()
    });
    let group = |reason: Reason| Group {
        reason: reason.reason,
        fix: reason.fix,
        count: reason.count,
        again: reason.again,
        first: reason.first,
    };
    reasons.into_iter().map(group).collect()
}

fn unfinished(profile: &Path) -> Option<(u64, u64)> {
    let read = |look: Option<Look>| look.map_or(Ok(None), |look| look.unfinished());
    let unfinished = Look::open(profile).and_then(read).unwrap_or_else(|error| {
        tracing::debug!(%error, "the newest run could not be read");
        None
    });
    unfinished.map(|run| (run.done, run.of))
}

fn named(look: &Look, listed: &[(usize, Row, Standing)]) -> Result<Vec<Person>, StoreError> {
    listed
        .iter()
        .map(|(index, row, now)| look.person(*index, *row, *now))
        .collect()
}

fn send_square(profile: &Path, people: &People, square: usize, sink: &Sink) {
    let query = Query {
        square: Some(square),
        count: NAMED,
        ..Query::default()
    };
    match rows(profile, people, &query, &CancellationToken::new()) {
        Ok(rows) => sink.send(Event::People(Told::Square {
            square,
            people: rows.people,
        })),
        Err(error) => tracing::debug!(%error, "a square could not be looked up"),
    }
}
