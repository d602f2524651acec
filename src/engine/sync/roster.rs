//! The people of the sync for the window: the roster beside a running sync, and the answers to what the window asks of it.
//!
//! The roster is loaded on the queue of the sync itself, so that no outcome can slip in between. Everything else is a short
//! look into the journal, on a thread that may wait for the disk.

use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::domain::roster::{Person, Roster, Row, SyncStatus, Wanted};
use crate::engine::sink::Sink;
use crate::engine::sync::context::SharedWithWindow;
use crate::engine::sync::one_user;
use crate::engine::sync::people::{People, blocking};
use crate::protocol::event::Event;
use crate::protocol::ticket::Ticket;
use crate::protocol::users::{self, Group, Query, Rows, Unfinished};
use crate::store::StoreError;
use crate::store::journal::{Look, Reason};

/// How many people of a square of the map are named.
const NAMED: usize = 3;
/// How many reasons for attention are told apart.
const REASONS: usize = 50;

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
            let (people, sink, stop) = (Arc::clone(people), sink.clone(), stop.clone());
            blocking(move || send_rows(&profile, &people, query, ticket, &sink, &stop)).await;
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
    sink.send(Event::People(users::Event::Rows { rows, ticket }));
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
    let (listed, total, newer, finished, counts) = loop {
        let found = find(&look, people, &query.search, stop)?;
        let state = people.lock();
        // Whom a search has found in another roster says nothing of this one.
        if found
            .as_ref()
            .is_some_and(|(number, _)| *number != state.number)
        {
            continue;
        }
        let Some(roster) = &state.roster else {
            return Ok(Rows::default());
        };
        let found = found.as_ref().map(|(_, found)| &**found);
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
        let counts = found.map(|found| roster.counts_of(found));
        break (
            listed,
            stretch.total,
            stretch.newer,
            roster.finished(),
            counts,
        );
    };
    Ok(Rows {
        query: Query::default(),
        people: named(&look, &listed)?,
        total,
        newer,
        finished,
        counts,
    })
}

/// Whom a search finds, by index, with the number of the roster that was searched.
type Found = (u64, Arc<[bool]>);

/// Whom a search finds; the last search is kept.
fn find(
    look: &Look,
    people: &People,
    search: &str,
    stop: &CancellationToken,
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
    match rows(profile, people, &query, &CancellationToken::new()) {
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
