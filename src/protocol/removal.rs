//! People who left Auth0, and the way back: what can be asked and decided, and what is told. A preview and the carrying out
//! are one request, so that a front shows exactly what would be done.

use jiff::Timestamp;

use super::queue::Queue;
use super::setup::Setup;
use super::ticket::Ticket;
use crate::domain::issue::Issue;
use crate::domain::removal::{Act, Automatic, Deletion, Outcome, Policy, PolicyHalt, Stop};

/// What is wanted.
#[derive(Clone, Debug)]
pub struct RemovalRequest {
    /// How the services are reached.
    pub setup: Box<Setup>,
    /// What is asked or decided.
    pub action: RemovalAction,
    /// Those whom the person was shown and has agreed to, by Auth0's id: nobody else is touched, whatever has changed since.
    /// `None` where somebody has said by other means whom it is about, as on the command line.
    pub shown: Option<Vec<String>>,
    /// The number of the question.
    pub ticket: Ticket,
}

impl RemovalRequest {
    /// The queue in which this is handled. The list alone is read beside a sync; what acts waits behind it.
    pub const fn queue(&self) -> Queue {
        match self.action {
            RemovalAction::List => Queue::Looks,
            RemovalAction::Board { .. } | RemovalAction::SetPolicy { .. } => Queue::Lists,
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
    /// Everybody who left, whatever became of them, and what was turned on. Told at once as it is written down, and where
    /// `look` says so again after both services were asked.
    Board {
        /// Whether the services are asked too.
        look: bool,
    },
    /// What is done by itself is turned on, or (`None`) off. Told with [`RemovalReport::PolicySet`] and, where it was, with a
    /// [`RemovalReport::Board`].
    SetPolicy {
        /// What is done, after how many days.
        wanted: Option<(Automatic, u16)>,
        /// The name of the set-up, as the person has typed it.
        set_up: String,
    },
    /// A decision about some of them.
    Decide {
        /// What becomes of them.
        decision: Decision,
        /// Of whom.
        who: Who,
        /// Whether it is done, or shown.
        carry_out: bool,
        /// The number of people, typed: where it is another than theirs nothing is done, and where it is theirs it overrides
        /// the guards by number.
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

impl RemovalAction {
    /// Whether anything is changed, in UserHub or in what is written down of who left.
    pub const fn carries_out(&self) -> bool {
        match self {
            Self::List | Self::Board { .. } | Self::SetPolicy { .. } => false,
            Self::Decide { carry_out, .. }
            | Self::Restore { carry_out, .. }
            | Self::Undo { carry_out, .. } => *carry_out,
        }
    }
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
    /// Everybody who left; nothing more follows it but, where it was asked for, a newer one.
    Board(Result<Box<Board>, Box<Issue>>),
    /// What is done by itself was turned on or off, or could not be.
    PolicySet(Result<(), Box<Issue>>),
    /// What was turned on for this set-up was not done, or not to its end, after a sync that is not affected; or, with a
    /// list, that it is still so. Nobody has asked for it, and its ticket is nobody's.
    PolicyStopped(Box<PolicyHalt>),
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
    /// Whether they are never part of a batch.
    pub subscription: Subscription,
    /// When Auth0 said that they do not exist.
    pub asked: Vec<Timestamp>,
    /// When they were deleted, and who did it, where Auth0 tells.
    pub deleted: Option<Deletion>,
    /// The user in whom their identity lives on.
    pub merged_into: Option<String>,
}

/// Whether somebody is never removed together with others, since UserHub bills for them or they own something there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subscription {
    /// UserHub was not asked, or gave no answer. It is asked again before anything is done.
    #[default]
    NotKnown,
    /// They are like others.
    No,
    /// They are; why, in words that follow a name: `has a subscription`.
    Yes(String),
}

impl Subscription {
    /// Why they are never part of a batch, where that is known.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Yes(why) => Some(why),
            Self::NotKnown | Self::No => None,
        }
    }

    /// Whether UserHub has answered.
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::NotKnown)
    }
}

/// Everybody who left Auth0, by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Those who are proved gone and undecided.
    pub waiting: Vec<Waiting>,
    /// Those whom a person has decided to keep.
    pub kept: Vec<Waiting>,
    /// Those whose identity lives on in another user.
    pub merged: Vec<Waiting>,
    /// Those whom the app has disabled or marked, and nobody has brought back.
    pub removed: Vec<Removed>,
    /// What would stop a removal of everybody who waits, where that is known.
    pub stops: Vec<Stop>,
    /// What is done by itself; `None` for nothing.
    pub policy: Option<Policy>,
    /// Why that was not done last, or not to its end; `None` where nothing stood in its way.
    pub policy_halt: Option<PolicyHalt>,
    /// Whether the services were asked; otherwise subscriptions and stops are not known.
    pub looked: bool,
}

/// Somebody whom the app has disabled or marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Auth0's id.
    pub id: String,
    /// The name, else the address, else the id.
    pub name: String,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// What was done.
    pub act: Act,
    /// In which run.
    pub run: i64,
    /// When that run was begun.
    pub at: Timestamp,
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
