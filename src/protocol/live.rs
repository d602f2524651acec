//! Watching for changes between a front and the worker: how it is to watch, what it reports, and how it ends.

use std::time::Duration;

use jiff::Timestamp;

use super::setup::Setup;
use super::sync::End;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::live::{ChangeKind, Silence};
use crate::domain::profile::Fields;
use crate::domain::tally::Tally;

/// What is watched, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The set-up.
    pub setup: Setup,
    /// How.
    pub timing: Timing,
}

/// How a watch is to go about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// How often changes are looked for where Auth0's events are not to be had.
    pub poll: Duration,
    /// How often everybody is compared; `None` for only where it is needed.
    pub full_every: Option<Duration>,
    /// After how long it ends by itself; `None` for never.
    pub lasts: Option<Duration>,
    /// After how long it tries again what was refused.
    pub refused_again: Duration,
    /// After how long it tries again whether events are to be had; `None` for as long as the reason says.
    pub events_again: Option<Duration>,
    /// Whether a first run that nobody has looked at is refused: nobody is there to look.
    pub refuses_unseen: bool,
    /// How often it looks whether the set-up still stands.
    pub check_every: Duration,
    /// For how long Auth0's events may be silent.
    pub silence: Silence,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            poll: Duration::from_mins(5),
            full_every: Some(Duration::from_hours(24)),
            lasts: None,
            refused_again: Duration::from_mins(15),
            events_again: None,
            refuses_unseen: false,
            check_every: Duration::from_mins(15),
            silence: Silence::default(),
        }
    }
}

/// What a watch is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It compares everybody.
    Comparing,
    /// Auth0 tells it of changes as they happen.
    Live,
    /// It looks for changes now and then.
    Polling,
    /// It waits: for the network, a service, or another command.
    Waiting,
    /// Something is wrong that a person has to put right.
    Problem,
}

impl State {
    /// The state as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comparing => "comparing",
            Self::Live => "live",
            Self::Polling => "polling",
            Self::Waiting => "waiting",
            Self::Problem => "problem",
        }
    }
}

/// How a watch came to know of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Auth0 told.
    Events,
    /// It looked for what had changed.
    Poll,
    /// It compared everybody.
    Comparison,
}

impl Source {
    /// The source as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Poll => "poll",
            Self::Comparison => "comparison",
        }
    }
}

/// What became of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// UserHub holds them now and did not before.
    Added,
    /// UserHub holds them as Auth0 has them, after a change.
    Updated,
    /// Both sides agreed.
    UpToDate,
    /// They need a person's attention.
    Attention,
    /// Auth0 has them no longer; nothing was done to them in UserHub.
    Gone,
}

impl Outcome {
    /// The outcome as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::UpToDate => "up_to_date",
            Self::Attention => "attention",
            Self::Gone => "gone",
        }
    }
}

/// A change, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The user.
    pub id: Auth0UserId,
    /// What they are called, where that is known.
    pub who: Option<String>,
    /// The fields in which the two sides differed, where that was what there was to do.
    pub fields: Fields,
    /// What had happened.
    pub kind: ChangeKind,
    /// How it came to be known.
    pub source: Source,
    /// When it happened, by Auth0's clock, where that is known.
    pub changed_at: Option<Timestamp>,
    /// When it was seen to, by this computer's clock.
    pub done_at: Timestamp,
    /// What became of the user.
    pub outcome: Outcome,
    /// Why they need attention and what to do about it, where they do.
    pub problem: Option<(String, String)>,
    /// The user of whom they became a part, where they did.
    pub merged_into: Option<Auth0UserId>,
}

/// What a watch came to.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What became of those whom it looked at; `left` counts those who are gone from Auth0.
    pub tally: Tally,
    /// Requests sent to Auth0.
    pub auth0_requests: u64,
    /// Requests sent to UserHub.
    pub userhub_requests: u64,
    /// How long it watched.
    pub took: Duration,
    /// When everybody was compared last.
    pub compared_at: Option<Timestamp>,
    /// How it ended: by itself, by a person, or with the problem that it ended in.
    pub end: End,
}

/// What a watch reports.
#[derive(Clone, Debug)]
pub enum Event {
    /// It does something else now.
    State {
        /// What.
        state: State,
        /// Why, where there is something to say.
        why: Option<String>,
        /// The problem, where it is one.
        issue: Option<Box<Issue>>,
    },
    /// Something of the set-up no longer is as it was, or it is well again. Each is told once.
    SetUp {
        /// What is the matter; `None` where it is well again.
        issue: Option<Box<Issue>>,
    },
    /// It goes on. A sign of life for whoever supervises it, and nothing to show.
    Alive,
    /// A change was seen to.
    Change(Box<Change>),
    /// Something came from Auth0, at this time by this computer's clock; told now and then, and not for each piece.
    Heard(Timestamp),
    /// It is over.
    Ended(Box<Summary>),
}
