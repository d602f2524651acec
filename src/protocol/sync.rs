//! What the worker tells of a comparison and of a sync.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::certificate::Certificate;
use crate::domain::completeness::NotProved;
use crate::domain::forecast::Forecast;
use crate::domain::issue::Issue;
use crate::domain::pace::Lesson;
use crate::domain::tally::{Left, Tally};

/// How far reading is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Records read from Auth0 so far.
    pub auth0: u64,
    /// Records read from UserHub so far.
    pub userhub: u64,
    /// What is being waited for.
    pub waiting: Option<Waiting>,
}

/// What a wait is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Waiting {
    /// A service asked to be left alone for this long.
    SlowedDown {
        /// The service's name.
        service: &'static str,
        /// How long it still lasts.
        left: Duration,
    },
    /// The service's limit sets the pace, in requests a second.
    Limit {
        /// The service's name.
        service: &'static str,
        /// What it allows to everybody together.
        per_second: f64,
    },
    /// Nothing is held back: how fast the service answers sets the pace.
    Answers {
        /// The service's name.
        service: &'static str,
    },
    /// A service cannot be reached; it is tried again.
    Offline {
        /// The service's name.
        service: &'static str,
        /// How long until then.
        left: Duration,
    },
    /// Another run is at work with the same data.
    Turn {
        /// Which one, in a sentence.
        why: String,
    },
    /// Auth0 is writing the export.
    Export {
        /// How much of it is done, where Auth0 says so.
        percent: Option<f64>,
    },
}

/// What can be said of a plan before it is carried out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// How long carrying it out will take, where that can be said.
    pub forecast: Option<Forecast>,
    /// Those of its people who needed attention when they were tried last, by reason, the most frequent first.
    pub tried_before: Vec<TriedBefore>,
}

/// People who needed attention when they were tried last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedBefore {
    /// Why, as it was said then.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
    /// How many.
    pub people: u64,
}

/// A plan that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The number by which it can be run.
    pub run: i64,
    /// Its counts: `added` and `updated` are people to be added and updated.
    pub tally: Tally,
    /// How many people are still to be seen to.
    pub open: u64,
    /// Whether it was made by an earlier run, which did not come to its end.
    pub continued: bool,
    /// Whether UserHub's people could be listed; otherwise what earlier runs did stands in.
    pub listed: bool,
    /// What the readings that it is made of could not prove.
    pub not_proved: Vec<NotProved>,
    /// What can be said of carrying it out before that has begun.
    pub outlook: Box<Outlook>,
    /// How many people are proved to have left Auth0 and wait for a decision.
    pub removals_waiting: u64,
    /// How many people are left out, since the sync that added them was taken back.
    pub taken_back: u64,
    /// The undos that did so, which a restoring of each brings back.
    pub taken_back_by: Vec<i64>,
    /// What making it came to.
    pub summary: Summary,
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// People seen to.
    pub done: u64,
    /// People of the plan.
    pub of: u64,
    /// The counts so far.
    pub tally: Tally,
    /// People a second, over the last moments.
    pub rate: f64,
    /// How long it will take, where that can be said honestly.
    pub left: Option<Left>,
    /// What sets the pace.
    pub waiting: Option<Waiting>,
    /// Nobody is being seen to, because a person wants a pause.
    pub paused: bool,
}

/// Whom a comparison or a run was about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everybody of the tenant.
    #[default]
    Everybody,
    /// Those who have changed. Nothing is said of anybody else.
    Changes {
        /// When everybody was last compared.
        everybody_at: Timestamp,
    },
}

/// What a comparison or a run came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Whom it was about.
    pub scope: Scope,
    /// The counts.
    pub tally: Tally,
    /// People whom Auth0 named and who are not left out.
    pub read_auth0: u64,
    /// How many of the tenant are left out besides, since the sync that added them was taken back.
    pub taken_back: u64,
    /// Whether everybody of the tenant is accounted for, as the certificate says: as Auth0 has them, or by name with a
    /// reason; nothing was cut off, and nothing left unproved. Never where it was about changes alone.
    pub complete: bool,
    /// What could not be proved.
    pub not_proved: Vec<NotProved>,
    /// Both sides as they were counted again; `None` where it did not come to that.
    pub certificate: Option<Arc<Certificate>>,
    /// Requests sent to Auth0.
    pub auth0_requests: u64,
    /// Requests sent to UserHub.
    pub userhub_requests: u64,
    /// What was learnt of the tenant's limit; `None` where Auth0 named none.
    pub pace: Option<Box<Lesson>>,
    /// How long it took.
    pub took: Duration,
}

/// How a comparison or a run ended.
#[derive(Clone, Debug)]
pub enum End {
    /// It came to its end.
    Done,
    /// A person stopped it; a later run continues.
    Interrupted,
    /// A problem stopped it.
    Problem(Box<Issue>),
}
