//! The people of a sync as the window knows them: the map, the stretch of the list that is in sight, and the one person
//! who is looked at. What the window asks the worker is an [`Ask`], what it gets is a
//! [`Told`].

mod words;

use std::path::PathBuf;

use super::look::Target;
use super::remote::Remote;
use super::state::State;
use super::syncing;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::links;
use crate::domain::roll::{Counts, Filter, Person, Squares, Standing};
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::people::{Ask, Group, Look, Query, Rows, Told};
use crate::protocol::ticket::Ticket;

pub use words::Act;

/// How many rows are asked for beyond those in sight, above and below.
const MARGIN: usize = 30;

/// The people of a sync.
#[derive(Debug, Default)]
pub struct People {
    /// The map; `None` while nobody was called up.
    pub map: Option<Squares>,
    /// How many people stand how.
    pub counts: Counts,
    /// How many people were finished since they were called up.
    pub finished: usize,
    /// Who needs attention, by reason.
    pub groups: Vec<Group>,
    /// Which list is shown. Its stretch is that which is in sight.
    pub query: Query,
    /// The rows that are there.
    pub rows: Rows,
    /// What is being typed into the search field.
    pub search: String,
    /// The map is shown as a list.
    pub as_list: bool,
    /// The square that is pointed at.
    pub square: Option<usize>,
    /// Whom that square stands for, where it was answered.
    pub pointed: Option<(usize, Vec<Person>)>,
    /// The person who is open.
    pub open: Option<Open>,
    profile: Option<PathBuf>,
    ticket: Ticket,
    waits: bool,
    outdated: bool,
}

/// The person who is open.
#[derive(Debug)]
pub struct Open {
    /// Auth0's id.
    pub id: String,
    /// What is known.
    pub look: Remote<Look>,
    /// What became of bringing them over.
    pub synced: Remote<Standing>,
    ticket: Ticket,
}

impl People {
    /// Whether the list stands still because somebody reads in it.
    pub fn stands_still(&self) -> bool {
        self.query.finished.is_some()
    }

    /// The person of a row, if it is there.
    pub fn row(&self, number: usize) -> Option<&Person> {
        let rows = &self.rows;
        number
            .checked_sub(rows.query.from)
            .and_then(|at| rows.people.get(at))
    }

    /// Asks for the rows in sight, unless they are there or a question is open.
    fn ask(&mut self) -> Vec<Command> {
        let Some(profile) = &self.profile else {
            return Vec::new();
        };
        if self.map.is_none() || self.waits || !self.is_missing() {
            return Vec::new();
        }
        self.waits = true;
        self.outdated = false;
        self.ticket = self.ticket.next();
        let from = self.query.from.saturating_sub(MARGIN);
        let query = Query {
            from,
            count: self.query.from - from + self.query.count + MARGIN,
            ..self.query.clone()
        };
        vec![Command::People(Ask::Rows {
            profile: profile.clone(),
            query,
            ticket: self.ticket,
        })]
    }

    /// Whether rows in sight are not there, or may be others by now.
    fn is_missing(&self) -> bool {
        let (wanted, there) = (&self.query, &self.rows.query);
        let same_list = wanted.filter == there.filter
            && wanted.search == there.search
            && wanted.square == there.square
            && wanted.finished == there.finished;
        let end = (wanted.from + wanted.count).min(self.rows.total);
        let reaches = wanted.from >= there.from && end <= there.from + self.rows.people.len();
        self.outdated || !same_list || !reaches
    }

    /// Asks who needs attention.
    pub(super) fn ask_groups(&self) -> Vec<Command> {
        let ask = |profile: &PathBuf| {
            Command::People(Ask::Groups {
                profile: profile.clone(),
            })
        };
        self.profile.iter().map(ask).collect()
    }

    fn renew(&mut self) -> Vec<Command> {
        self.outdated = true;
        self.ask()
    }
}

/// Everybody is to be called up for a plan that stands.
pub(super) fn call_up(state: &mut State) -> Vec<Command> {
    let Ok(setup) = state.setup(Scope::Everything) else {
        return Vec::new();
    };
    let profile = setup.profile;
    state.people.profile = Some(profile.clone());
    vec![Command::People(Ask::CallUp { profile })]
}

/// What was known of a sync before is gone; what somebody chose to see stays.
pub(super) fn forget(state: &mut State) {
    let people = &mut state.people;
    *people = People {
        as_list: people.as_list,
        ticket: people.ticket.next(),
        ..People::default()
    };
}

/// Shows other people in the list.
pub(super) fn filter(state: &mut State, filter: Filter) -> Vec<Command> {
    let people = &mut state.people;
    people.query = Query {
        filter,
        square: None,
        finished: None,
        from: 0,
        ..people.query.clone()
    };
    people.ask()
}

/// Takes in what happened.
pub(super) fn act(state: &mut State, act: Act) -> Vec<Command> {
    let people = &mut state.people;
    match act {
        Act::Saw { from, count } => {
            people.query.from = from;
            people.query.count = count;
            let reads = from > 0;
            if reads != people.stands_still() {
                people.query.finished = reads.then_some(people.rows.finished);
            }
            people.ask()
        }
        Act::Filtered(chosen) => filter(state, chosen),
        Act::LookedAt(chosen) => {
            state.look.turn(Target::List);
            filter(state, chosen)
        }
        Act::Searched(text) => {
            text.trim().clone_into(&mut people.query.search);
            people.query.from = 0;
            people.query.finished = None;
            people.ask()
        }
        Act::Chose(square) => {
            people.query.square = square;
            people.query.filter = Filter::All;
            people.query.from = 0;
            people.query.finished = None;
            people.ask()
        }
        Act::AskedForNewest => {
            people.query.from = 0;
            people.query.finished = None;
            people.ask()
        }
        Act::Pointed(square) => point(people, square),
        Act::ShowAsList(as_list) => {
            people.as_list = as_list;
            Vec::new()
        }
        Act::Opened(id) => open(state, id),
        Act::Closed => {
            people.open = None;
            Vec::new()
        }
        Act::AskedToSyncOne => sync_one(state),
        Act::AskedToSeeInAuth0 => see_in_auth0(state),
        Act::AskedToTryAgain(reason) => syncing::try_again(state, reason),
    }
}

fn point(people: &mut People, square: Option<usize>) -> Vec<Command> {
    if people.square == square {
        return Vec::new();
    }
    people.square = square;
    match (square, &people.profile) {
        (Some(square), Some(profile)) => vec![Command::People(Ask::Square {
            profile: profile.clone(),
            square,
        })],
        _ => Vec::new(),
    }
}

fn open(state: &mut State, id: String) -> Vec<Command> {
    state.people.ticket = state.people.ticket.next();
    let ticket = state.people.ticket;
    // A page of rows that is on its way has another number now, and is asked for again.
    state.people.waits = false;
    state.people.outdated = true;
    state.people.open = Some(Open {
        id: id.clone(),
        look: Remote::Loading,
        synced: Remote::NotAsked,
        ticket,
    });
    let mut commands = look(state, id, ticket);
    commands.extend(state.people.ask());
    commands
}

fn look(state: &State, id: String, ticket: Ticket) -> Vec<Command> {
    match state.setup(Scope::Everything) {
        Ok(setup) => vec![Command::People(Ask::Look {
            setup: Box::new(setup),
            id,
            ticket,
        })],
        Err(_) => Vec::new(),
    }
}

fn see_in_auth0(state: &State) -> Vec<Command> {
    let (Some(open), Some(domain)) = (&state.people.open, state.known().domain) else {
        return Vec::new();
    };
    let address = links::person(&domain, &Auth0UserId::new(open.id.clone()));
    vec![Command::OpenPage { address }]
}

fn sync_one(state: &mut State) -> Vec<Command> {
    let Ok(setup) = state.setup(Scope::Everything) else {
        return Vec::new();
    };
    let Some(open) = &mut state.people.open else {
        return Vec::new();
    };
    if open.synced.is_loading() {
        return Vec::new();
    }
    open.synced = Remote::Loading;
    vec![Command::People(Ask::SyncOne {
        setup: Box::new(setup),
        id: open.id.clone(),
        ticket: open.ticket,
    })]
}

/// Takes in what the worker tells.
pub(super) fn told(state: &mut State, told: Told) -> Vec<Command> {
    let people = &mut state.people;
    match told {
        Told::Squares {
            squares,
            counts,
            finished,
        } => {
            let attention = people.counts.of(Filter::Attention);
            people.map = Some(squares);
            people.counts = counts;
            people.finished = finished;
            let square = people.square.take();
            let mut commands = people.renew();
            commands.extend(point(people, square));
            if attention != counts.of(Filter::Attention) {
                commands.extend(people.ask_groups());
            }
            commands
        }
        Told::Unfinished(unfinished) => {
            state.sync.unfinished = unfinished;
            Vec::new()
        }
        Told::Groups(groups) => {
            people.groups = groups;
            Vec::new()
        }
        Told::Rows { rows, ticket } => {
            if ticket != people.ticket {
                return Vec::new();
            }
            people.waits = false;
            people.rows = rows;
            people.ask()
        }
        Told::Square {
            square,
            people: few,
        } => {
            people.pointed = Some((square, few));
            Vec::new()
        }
        Told::Looked { look, ticket } => {
            if let Some(open) = people.open.as_mut().filter(|open| open.ticket == ticket) {
                open.look = Remote::Ready(*look);
            }
            Vec::new()
        }
        Told::SyncedOne { result, ticket } => synced_one(state, result, ticket),
    }
}

fn synced_one(
    state: &mut State,
    result: Result<Standing, Box<Issue>>,
    ticket: Ticket,
) -> Vec<Command> {
    let Some(open) = state
        .people
        .open
        .as_mut()
        .filter(|open| open.ticket == ticket)
    else {
        return Vec::new();
    };
    open.synced = match result {
        Ok(standing) => Remote::Ready(standing),
        Err(issue) => Remote::Failed(issue),
    };
    let id = open.id.clone();
    look(state, id, ticket)
}

#[cfg(test)]
mod tests;
