//! What is known of a set-up today: what can be asked, and what is answered.

use std::path::PathBuf;

use super::ticket::Ticket;
use crate::domain::issue::Issue;
use crate::domain::overview::Glance;

/// Asks what the journal of a profile says of today. Answered by [`Event`].
#[derive(Clone, Debug)]
pub struct Request {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The number of the question.
    pub ticket: Ticket,
}

/// What it says, or why it could not be read.
#[derive(Clone, Debug)]
pub struct Event {
    /// What it says.
    pub result: Result<Box<Glance>, Box<Issue>>,
    /// The number of the question.
    pub ticket: Ticket,
}
