//! The runs that are over: what can be asked about them, and what is answered.

use std::path::PathBuf;

use jiff::Timestamp;

use super::ticket::Ticket;
use crate::domain::history::{PastPerson, PastRun, Query};
use crate::domain::install::PastSetup;
use crate::domain::issue::Issue;
use crate::domain::report::Format;

/// How many of a run's people are shown; a report names all of them.
pub const SHOWN_PEOPLE: usize = 1000;

/// What can be asked about runs that are over.
#[derive(Clone, Debug)]
pub enum Request {
    /// All runs of some profiles. Answered by [`Event::Runs`].
    Runs {
        /// Where to look.
        of: Whose,
        /// The number of the question.
        ticket: Ticket,
    },
    /// One run with its people. Answered by [`Event::Opened`].
    Open {
        /// The profile's folder.
        profile: PathBuf,
        /// The run's number.
        run: i64,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Those of a run's people who are wanted. Answered by [`Event::People`].
    People {
        /// The profile's folder.
        profile: PathBuf,
        /// The run's number.
        run: i64,
        /// Who is wanted.
        query: Query,
        /// The number of the question.
        ticket: Ticket,
    },
    /// A report of one run. Answered by [`Event::Saved`].
    Save {
        /// The profile's folder.
        profile: PathBuf,
        /// The run's number.
        run: i64,
        /// The form.
        format: Format,
        /// The file.
        to: PathBuf,
        /// Whether it may take the place of one that is there.
        replace: bool,
        /// The number of the question.
        ticket: Ticket,
    },
}

/// Whose runs are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of every real profile under this folder.
    Everybodys(PathBuf),
    /// Those of this profile alone.
    Profile(PathBuf),
}

/// An answer about runs that are over, with the number of its question.
#[derive(Clone, Debug)]
pub enum Event {
    /// The runs, newest first, or why they could not be had.
    Runs {
        /// The runs.
        result: Result<Vec<Line>, Issue>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// One run with its people, or why it could not be opened.
    Opened {
        /// The run.
        result: Result<Box<Opened>, Issue>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// The first [`SHOWN_PEOPLE`] of those who were wanted, and how many there are in all; or why they could not be had.
    People {
        /// They.
        result: Result<(Vec<PastPerson>, u64), Issue>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// A report lies here now; or why none was written, and nothing was changed.
    Saved {
        /// Where it lies.
        result: Result<PathBuf, Issue>,
        /// The number of the question.
        ticket: Ticket,
    },
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A check or a sync.
    Run(Box<Entry>),
    /// A set-up of Auth0's side, or its undoing.
    Setup(Box<SetupEntry>),
    /// The runs of a profile, or the set-ups of a tenant, which are there and cannot be read.
    Unreadable(Box<Issue>),
}

impl Line {
    /// When it was begun. What cannot be read comes first.
    pub const fn began_at(&self) -> Timestamp {
        match self {
            Self::Run(entry) => entry.run.started_at,
            Self::Setup(entry) => entry.setup.began_at,
            Self::Unreadable(_) => Timestamp::MAX,
        }
    }
}

/// A set-up, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupEntry {
    /// The set-up, or the undoing.
    pub setup: PastSetup,
    /// When all of it was undone.
    pub undone_at: Option<Timestamp>,
    /// Whether what undoing needs is there.
    pub can_undo: bool,
}

/// A check or a sync in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The Auth0 domain.
    pub auth0: String,
    /// The connection in UserHub.
    pub connection: String,
    /// The run.
    pub run: PastRun,
}

/// A run that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its line in the list.
    pub entry: Entry,
    /// The reasons for attention: why, what to do, and how many people.
    pub reasons: Vec<(String, String, u64)>,
    /// The first [`SHOWN_PEOPLE`] of its people, those who need attention before all others.
    pub people: Vec<PastPerson>,
}
