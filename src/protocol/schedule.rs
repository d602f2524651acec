//! The task on this computer that keeps people up to date while the window is closed: what can be asked, and what is
//! answered.

use std::path::PathBuf;

use jiff::Timestamp;

use super::ticket::Ticket;
use crate::domain::freshness::Freshness;
use crate::domain::history::PastRun;
use crate::domain::issue::Issue;
use crate::domain::removal::PolicyHalt;
use crate::domain::schedule::Rendered;

/// What the window asks. Each is answered by an [`Event`].
#[derive(Clone, Debug)]
pub struct Request {
    /// What is to be done.
    pub what: What,
    /// For which set-up.
    pub of: Wanted,
    /// The number of the question.
    pub ticket: Ticket,
}

/// What is to be done with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is looked what it would be made of, and how one that is installed stands.
    Look,
    /// It is installed, in the place of the one of its name.
    Install,
    /// It is removed, with everything that belongs to it.
    Remove,
}

/// The set-up that a task is for. None of it is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The folder under which everything is written.
    pub folder: PathBuf,
    /// The profile's folder.
    pub profile: PathBuf,
    /// The tenant, as a run takes it.
    pub domain: String,
    /// The application.
    pub client_id: String,
    /// The connection.
    pub connection: String,
    /// A certificate of the company's.
    pub ca_certificate: Option<PathBuf>,
    /// Whether the services are asked at half the usual pace.
    pub gentle: bool,
    /// Whether it practises.
    pub practice: bool,
}

/// What a task is made of, and how one that is installed stands.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its files and the commands that put it to work.
    pub rendered: Rendered,
    /// How it stands, where it is installed.
    pub standing: Option<Standing>,
}

/// How an installed task stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Whether the system says that it is at work; `None` where it says nothing.
    pub is_active: Option<bool>,
    /// When it runs next, in the system's words, where those can be understood.
    pub next_run: Option<String>,
    /// Its newest run.
    pub last: Option<PastRun>,
    /// Its last success, by age.
    pub freshness: Freshness,
    /// When everybody was last compared.
    pub everybody_at: Option<Timestamp>,
    /// Why what is done by itself with people who left was not done last, or not to its end.
    pub policy_halt: Option<PolicyHalt>,
}

/// What was asked about, and how it stands now.
#[derive(Clone, Debug)]
pub struct Event {
    /// What was asked for.
    pub what: What,
    /// How it stands, or why that was not done.
    pub result: Result<Box<Task>, Box<Issue>>,
    /// The number of the question.
    pub ticket: Ticket,
}
