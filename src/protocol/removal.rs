//! People who left Auth0, and the way back: what can be asked and decided, and what is told. A preview and the carrying out
//! are one request, so that a front shows exactly what would be done.

use jiff::Timestamp;

use super::queue::Queue;
use super::setup::Setup;
use super::ticket::Ticket;
use crate::domain::issue::Issue;
use crate::domain::removal::{Act, Outcome, Stop};

/// What is wanted.
#[derive(Clone, Debug)]
pub struct RemovalRequest {
    /// How the services are reached.
    pub setup: Box<Setup>,
    /// What is asked or decided.
    pub action: RemovalAction,
    /// The number of the question.
    pub ticket: Ticket,
}

impl RemovalRequest {
    /// The queue in which this is handled. The list alone is read beside a sync; what acts waits behind it.
    pub const fn queue(&self) -> Queue {
        match self.action {
            RemovalAction::List => Queue::Looks,
            RemovalAction::Decide { .. }
            | RemovalAction::Restore { .. }
            | RemovalAction::Undo { .. } => Queue::Work,
        }
    }
}

/// What is asked or decided. Without `carry_out` nothing is changed, and what would be is told.
#[derive(Clone, Debug)]
pub enum RemovalAction {
    /// Who waits for a decision.
    List,
    /// A decision about some of them.
    Decide {
        /// What becomes of them.
        decision: Decision,
        /// Of whom.
        who: Who,
        /// Whether it is done, or shown.
        carry_out: bool,
        /// The number of people, typed: it overrides the guards by number, where it is the right one.
        confirmed: Option<u64>,
    },
    /// What the app has done is taken back.
    Restore {
        /// For whom.
        who: Who,
        /// Whether it is done, or shown.
        carry_out: bool,
    },
    /// What a sync has added is taken back.
    Undo {
        /// The sync.
        run: i64,
        /// Whether it is done, or shown.
        carry_out: bool,
    },
}

/// What becomes of somebody who left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They stay, and are not asked about again.
    Keep,
    /// They are disabled in UserHub.
    Disable,
    /// They are marked for deletion in UserHub.
    Mark,
}

impl Decision {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Disable => "disable",
            Self::Mark => "mark",
        }
    }
}

/// Whom a decision is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody on the list, or whom the app has done anything to.
    All,
    /// These, by Auth0's id or UserHub's own.
    Ids(Vec<String>),
    /// Those of one run.
    Run(i64),
}

/// What the worker tells.
#[derive(Clone, Debug)]
pub struct RemovalEvent {
    /// What.
    pub told: RemovalReport,
    /// The number of the question.
    pub ticket: Ticket,
}

/// What is told of people who left, and of the way back.
#[derive(Clone, Debug)]
pub enum RemovalReport {
    /// The list.
    Waiting(Vec<Waiting>),
    /// What would be done, or is about to be.
    Preview(Preview),
    /// One person was seen to.
    Did(Did),
    /// It is over.
    Ended(Result<Ended, Box<Issue>>),
}

/// Somebody who is proved gone from Auth0 and undecided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Auth0's id.
    pub id: String,
    /// UserHub's own id.
    pub userhub_id: Option<String>,
    /// The name, else the address, else the id.
    pub name: String,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// The Auth0 connection that the id speaks of.
    pub connection: String,
    /// What is known against them, a sentence a piece.
    pub evidence: Vec<String>,
    /// When they were deleted, where Auth0 tells; else when they were missed.
    pub since: Timestamp,
    /// Why they are never part of a batch, where that is so; `None` also where UserHub could not be asked.
    pub subscription: Option<String>,
}

/// What would be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Who would be seen to, with what.
    pub people: Vec<Planned>,
    /// Who is left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// What stops it.
    pub stops: Vec<Stop>,
    /// Whether it is about to be done; otherwise it is shown alone.
    pub carried_out: bool,
}

/// Somebody who would be seen to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Auth0's id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What would be done; `None` for keeping them, which asks no service.
    pub act: Option<Act>,
}

/// Somebody who is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Auth0's id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// How one person fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Did {
    /// Auth0's id.
    pub id: String,
    /// UserHub's own id.
    pub userhub_id: String,
    /// What they are called.
    pub name: String,
    /// What was to be done.
    pub act: Act,
    /// How it ended.
    pub outcome: Outcome,
}

/// What it came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// The run in which it was done; `None` where nothing had to be.
    pub run: Option<i64>,
    /// How many the app has seen to.
    pub done: u64,
    /// For how many it was so already.
    pub already: u64,
    /// How many were left as they are, each told with a reason.
    pub left: u64,
    /// Requests sent to Auth0.
    pub auth0_requests: u64,
    /// Requests sent to UserHub.
    pub userhub_requests: u64,
    /// Whether a guard has stopped it.
    pub stopped: bool,
    /// Whether it was shown alone.
    pub preview: bool,
}
