//! The people of a sync: what can be asked about them, and what is answered.

use std::path::PathBuf;

use jiff::Timestamp;

use super::queue::Queue;
use super::setup::Setup;
use super::ticket::Ticket;
use crate::domain::issue::Issue;
use crate::domain::profile::{Fields, Profile};
use crate::domain::roster::{Counts, Filter, Listed, Person, Squares, SyncStatus};

/// What the window asks about people.
#[derive(Clone, Debug)]
pub enum Request {
    /// Loads everybody of the plan, so that lists and the map can be shown.
    LoadRoster {
        /// The folder of the profile.
        profile: PathBuf,
    },
    /// A stretch of the list.
    Rows {
        /// The folder of the profile.
        profile: PathBuf,
        /// Which stretch of which list.
        query: Query,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Who stands behind a square of the map.
    Square {
        /// The folder of the profile.
        profile: PathBuf,
        /// The square, from 0.
        square: usize,
    },
    /// Whether a sync did not come to its end.
    Unfinished {
        /// The folder of the profile.
        profile: PathBuf,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Who needs attention, by reason.
    Groups {
        /// The folder of the profile.
        profile: PathBuf,
    },
    /// Tries those again who need attention for one reason. It ends as a sync does.
    TryAgain {
        /// How the services are reached.
        setup: Box<Setup>,
        /// The reason.
        reason: String,
    },
    /// One person, on both sides: first as stored, then as the services say.
    Look {
        /// How the services are reached.
        setup: Box<Setup>,
        /// Auth0's id.
        id: String,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Brings one person over, alone.
    SyncOne {
        /// How the services are reached.
        setup: Box<Setup>,
        /// Auth0's id.
        id: String,
        /// The number of the question.
        ticket: Ticket,
    },
}

impl Request {
    /// The queue in which this is handled. What takes part in a sync waits for its turn behind it.
    pub fn queue(&self) -> Queue {
        match self {
            Self::LoadRoster { .. } | Self::SyncOne { .. } | Self::TryAgain { .. } => Queue::Work,
            Self::Rows { .. }
            | Self::Square { .. }
            | Self::Unfinished { .. }
            | Self::Groups { .. }
            | Self::Look { .. } => Queue::Looks,
        }
    }
}

/// Which stretch of which list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Whom.
    pub filter: Filter,
    /// What their name, address or id must have in it; everybody when empty.
    pub search: String,
    /// Those of one square of the map only.
    pub square: Option<usize>,
    /// Those who were finished later than so many are not moved to the top.
    pub finished: Option<usize>,
    /// How many rows are passed over.
    pub from: usize,
    /// How many rows are wanted at most.
    pub count: usize,
}

/// What the worker tells about people.
#[derive(Clone, Debug)]
pub enum Event {
    /// The map has changed; at most ten a second.
    Squares {
        /// The map.
        squares: Squares,
        /// How many people stand how.
        counts: Counts,
        /// How many people were finished so far.
        finished: usize,
    },
    /// A stretch of the list.
    Rows {
        /// The rows.
        rows: Rows,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Who stands behind a square of the map: the first of them.
    Square {
        /// The square.
        square: usize,
        /// The first few people.
        people: Vec<Person>,
    },
    /// Whether the newest sync did not come to its end.
    Unfinished {
        /// That sync, where it did not.
        found: Option<Unfinished>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Who needs attention, by reason; the reasons with most people first.
    Groups(Vec<Group>),
    /// One person, on both sides.
    Looked {
        /// What is known.
        look: Box<Look>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// One person was brought over, or not.
    SyncedOne {
        /// Auth0's id of them: whoever asked for somebody else is not meant.
        id: String,
        /// What became of them, in words.
        result: Result<SyncStatus, Box<Issue>>,
        /// The number of the question.
        ticket: Ticket,
    },
}

/// A sync that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// People seen to.
    pub done: u64,
    /// People of the plan.
    pub of: u64,
    /// When its plan stood, which can be gone on with while that is not long ago; `None` where it cannot be at all.
    pub planned_at: Option<Timestamp>,
}

/// A stretch of the list, as it was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// What was asked for.
    pub query: Query,
    /// The people.
    pub people: Vec<Person>,
    /// How many people the list has in all.
    pub total: usize,
    /// How many would have come to the top since the list stands still.
    pub newer: usize,
    /// How many were finished when it was answered.
    pub finished: usize,
    /// How many of those whom the search has found stand how; `None` where nothing is searched for.
    pub counts: Option<Counts>,
    /// Whether the search goes on: more may be found, and another answer follows.
    pub searching: bool,
}

/// Those who need attention for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The reason.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
    /// How many there are.
    pub count: u64,
    /// Whether trying again may help without another comparison.
    pub again: bool,
    /// The first few of them.
    pub first: Vec<Listed>,
}

/// What a service has of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// It is not known.
    #[default]
    Unknown,
    /// The service does not have the person.
    Nobody,
    /// The service has this.
    Holds(Profile),
    /// The service has this, of somebody whom it will delete.
    Marked(Profile),
    /// The service's record could not be read.
    Unreadable(String),
}

/// One person, as far as they were looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Auth0's id.
    pub id: String,
    /// UserHub's own id, where UserHub has the person.
    pub userhub_id: Option<String>,
    /// What Auth0 has.
    pub auth0: Side,
    /// What UserHub has.
    pub userhub: Side,
    /// Whether both sides were asked just now; otherwise they are as they were read for the sync.
    pub live: bool,
    /// Why they could not be asked just now.
    pub not_live: Option<String>,
    /// The fields that differed when the plan was made.
    pub planned: Option<Fields>,
    /// Why the person needs attention, and what to do.
    pub problem: Option<(String, String)>,
    /// When both sides were read for the sync, in words.
    pub read_at: Option<String>,
    /// When a sync last brought the person over, in words.
    pub synced_at: Option<String>,
}
