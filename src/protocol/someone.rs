//! *Ask about someone*: the question, and the verdict with both sides.

use super::setup::Setup;
use super::ticket::Ticket;
use crate::domain::issue::Issue;
use crate::domain::someone::{Answer, Auth0Person, Moment, UserHubUser};

/// Asks about somebody. Nothing is changed, and no earlier sync is needed.
#[derive(Clone, Debug)]
pub struct SomeoneRequest {
    /// How the services are reached.
    pub setup: Box<Setup>,
    /// What was typed: an email address, a name, an id of either side.
    pub who: String,
    /// The number of the question.
    pub ticket: Ticket,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct SomeoneEvent {
    /// The verdict with both sides, or why there is none.
    pub result: Result<Box<Someone>, Box<Issue>>,
    /// The number of the question.
    pub ticket: Ticket,
}

/// The verdict with both sides as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Someone {
    /// The verdict, its cause, and what helps.
    pub answer: Answer,
    /// Whom Auth0 has.
    pub auth0: Vec<Auth0Person>,
    /// Whom UserHub has.
    pub userhub: Vec<UserHubUser>,
    /// Auth0's id of the user into whom they were merged.
    pub merged_into: Option<String>,
    /// What is known of what happened, the oldest first.
    pub timeline: Vec<Moment>,
}
