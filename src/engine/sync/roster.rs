//! The people of the sync for the window: the roster beside a running sync, and the answers to what the window asks of it.
//!
//! The roster is loaded on the queue of the sync itself, so that no outcome can slip in between. Everything else is a short
//! look into the journal, on a thread that may wait for the disk.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::domain::roster::{Person, Roster, Row, SyncStatus, Wanted};
use crate::engine::sink::Sink;
use crate::engine::sync::context::SharedWithWindow;
use crate::engine::sync::one_user;
use crate::engine::sync::people::{People, blocking};
use crate::protocol::event::Event;
use crate::protocol::ticket::Ticket;
use crate::protocol::users::{self, Group, Query, Rows, Unfinished};
use crate::store::StoreError;
use crate::store::journal::{Look, Reason, Seen};

/// How many people of a square of the map are named.
const NAMED: usize = 3;
/// How many reasons for attention are told apart.
const REASONS: usize = 50;

/// When a search shows whom it has found so far, so that somebody who types sees the first rows at once.
const FIRST_ROWS: Duration = Duration::from_millis(50);
/// When it shows them again after that.
const MORE_ROWS: Duration = Duration::from_millis(300);

/// Answers what the window asks.
pub(in crate::engine) async fn answer(
    ask: users::Request,
    shared: &SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let people = &shared.people;
    match ask {
        users::Request::LoadRoster { profile } => {
            let for_thread = Arc::clone(people);
            let called = blocking(move || load_roster(&profile, &for_thread)).await;
            if called {
                people.send_map(sink);
            }
        }
        users::Request::Rows {
            profile,
            query,
            ticket,
        } => {
            let stop = people.search_anew(stop);
            let (people, sink) = (Arc::clone(people), sink.clone());
            // Nobody waits for it: what is typed next ends it.
            drop(tokio::task::spawn_blocking(move || {
                send_rows(&profile, &people, &query, ticket, &sink, &stop);
            }));
        }
        users::Request::Square { profile, square } => {
            let (people, sink) = (Arc::clone(people), sink.clone());
            blocking(move || send_square(&profile, &people, square, &sink)).await;
        }
        users::Request::Look { setup, id, ticket } => {
            one_user::look(setup, id, ticket, sink, stop).await;
        }
        users::Request::SyncOne { setup, id, ticket } => {
            one_user::sync(&setup, id, ticket, shared, sink, stop).await;
        }
        users::Request::Groups { profile } => {
            let groups = blocking(move || groups(&profile)).await;
            sink.send(Event::People(users::Event::Groups(groups)));
        }
        users::Request::Unfinished { profile, ticket } => {
            let found = blocking(move || unfinished(&profile)).await;
            sink.send(Event::People(users::Event::Unfinished { found, ticket }));
        }
        // `sync` does this; it is one.
        users::Request::TryAgain { .. } => {}
    }
}

fn load_roster(profile: &Path, people: &People) -> bool {
    let look = |look: Option<Look>| look.map_or(Ok(Roster::default()), |look| look.roster());
    match Look::open(profile).and_then(look) {
        Ok(roster) => {
            people.replace(Some(roster));
            true
        }
        Err(error) => {
            tracing::warn!(%error, "nobody could be loaded for the list");
            false
        }
    }
}

fn send_rows(
    profile: &Path,
    people: &People,
    query: &Query,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let send = |rows| sink.send(Event::People(users::Event::Rows { rows, ticket }));
    match rows(profile, people, query, stop, send) {
        Ok(rows) => send(rows),
        // What another question has ended needs no answer.
        Err(StoreError::Stopped) => {}
        Err(error) => {
            tracing::debug!(%error, "a list could not be read");
            let query = query.clone();
            send(Rows {
                query,
                ..Rows::default()
            });
        }
    }
}

/// A stretch of a list. While a long search goes on, what it has found so far is `shown`.
fn rows(
    profile: &Path,
    people: &People,
    query: &Query,
    stop: &CancellationToken,
    mut shown: impl FnMut(Rows),
) -> Result<Rows, StoreError> {
    let nobody = || Rows {
        query: query.clone(),
        ..Rows::default()
    };
    let Some(look) = Look::open(profile)? else {
        return Ok(nobody());
    };
    loop {
        let found = find(&look, people, &query.search, stop, |number, found| {
            if let Some(rows) = stretch(&look, people, query, Some((number, found)))? {
                shown(Rows {
                    searching: true,
                    ..rows
                });
            }
            Ok(())
        })?;
        if people.lock().roster.is_none() {
            return Ok(nobody());
        }
        let found = found.as_ref().map(|(number, found)| (*number, &**found));
        if let Some(rows) = stretch(&look, people, query, found)? {
            return Ok(rows);
        }
    }
}

/// The rows of a list among those whom a search has found, if there was one. `None` if that was a search in another roster, which
/// says nothing of this one, or there is none.
fn stretch(
    look: &Look,
    people: &People,
    query: &Query,
    found: Option<(u64, &[bool])>,
) -> Result<Option<Rows>, StoreError> {
    let (listed, mut rows) = {
        let state = people.lock();
        let Some(roster) = &state.roster else {
            return Ok(None);
        };
        if found.is_some_and(|(number, _)| number != state.number) {
            return Ok(None);
        }
        let found = found.map(|(_, found)| found);
        let stretch = roster.list(&Wanted {
            filter: query.filter,
            found,
            square: query.square,
            finished: query.finished,
            from: query.from,
            count: query.count,
        });
        let whose = |index: &usize| roster.row(*index).map(|(row, now)| (*index, row, now));
        let listed: Vec<_> = stretch.people.iter().filter_map(whose).collect();
        let rows = Rows {
            query: query.clone(),
            people: Vec::new(),
            total: stretch.total,
            newer: stretch.newer,
            finished: roster.finished(),
            counts: found.map(|found| roster.counts_of(found)),
            searching: false,
        };
        (listed, rows)
    };
    rows.people = named(look, &listed)?;
    Ok(Some(rows))
}

/// Whom a search finds, by index, with the number of the roster that was searched.
type Found = (u64, Arc<[bool]>);

/// Whom a search finds; the last search is kept. While it goes on, whom it has found so far is `shown` with that number.
fn find(
    look: &Look,
    people: &People,
    search: &str,
    stop: &CancellationToken,
    mut shown: impl FnMut(u64, &[bool]) -> Result<(), StoreError>,
) -> Result<Option<Found>, StoreError> {
    if search.is_empty() {
        return Ok(None);
    }
    let (number, by_record, mut found) = {
        let state = people.lock();
        if let Some((_, found)) = state.found.as_ref().filter(|(of, _)| of == search) {
            return Ok(Some((state.number, Arc::clone(found))));
        }
        let Some(roster) = &state.roster else {
            return Ok(None);
        };
        (state.number, roster.by_record(), vec![false; roster.len()])
    };
    let mut next = clock::instant() + FIRST_ROWS;
    let mut trouble = Ok(());
    let searched = look.search(search, |seen| {
        match seen {
            Seen::Found(record) => {
                let index = by_record.get(record as usize).map(|index| *index as usize);
                if let Some(found) = index.and_then(|index| found.get_mut(index)) {
                    *found = true;
                }
            }
            Seen::More if stop.is_cancelled() => return ControlFlow::Break(()),
            Seen::More if clock::instant() >= next => {
                trouble = shown(number, &found);
                next = clock::instant() + MORE_ROWS;
            }
            Seen::More => {}
        }
        match trouble {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    trouble?;
    searched?;
    let found: Arc<[bool]> = found.into();
    people.keep_found(number, search, &found);
    Ok(Some((number, found)))
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

fn unfinished(profile: &Path) -> Option<Unfinished> {
    let read = |look: Option<Look>| look.map_or(Ok(None), |look| look.unfinished());
    let unfinished = Look::open(profile).and_then(read).unwrap_or_else(|error| {
        tracing::debug!(%error, "the newest run could not be read");
        None
    });
    unfinished.map(|run| Unfinished {
        done: run.done,
        of: run.of,
        planned_at: run.planned_at,
    })
}

fn named(look: &Look, listed: &[(usize, Row, SyncStatus)]) -> Result<Vec<Person>, StoreError> {
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
    match rows(profile, people, &query, &CancellationToken::new(), |_| ()) {
        Ok(rows) => sink.send(Event::People(users::Event::Square {
            square,
            people: rows.people,
        })),
        Err(error) => tracing::debug!(%error, "a square could not be looked up"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_search_has_found_is_not_kept_for_a_roll_that_took_the_place_of_the_one_searched() {
        let people = People::default();
        people.replace(Some(Roster::default()));
        let number = people.lock().number;
        let found: Arc<[bool]> = [true].into();
        people.keep_found(number, "ann", &found);
        assert!(people.lock().found.is_some());
        // Both ways in which a roster is replaced, while a search of the former one is on.
        for replace in [
            (|people: &People| people.replace(Some(Roster::default()))) as fn(&People),
            People::forget,
        ] {
            let number = people.lock().number;
            replace(&people);
            people.keep_found(number, "ann", &found);
            assert!(people.lock().found.is_none());
        }
    }
}
