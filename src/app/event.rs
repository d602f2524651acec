//! All that the worker can report.

use std::path::PathBuf;
use std::time::Duration;

use super::clipboard;
use super::command::{Setup, UserHubSetup};
use super::history;
use super::install::News;
use super::keeping;
use super::people::Told;
use super::remote::Ticket;
use super::trouble::Trouble;
use crate::domain::assumptions::{Line, Origin};
use crate::domain::ids::{Auth0Domain, Auth0UserId, ClientId};
use crate::domain::issue::Issue;
use crate::domain::pasted::ManagementToken;
use crate::domain::secret::Secret;
use crate::domain::tally::Tally;

/// A report of the worker.
#[derive(Clone, Debug)]
pub enum Event {
    // The set-up and its checks.
    /// One check has come to a result.
    Check {
        /// The result.
        check: Check,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Of the two domains that a dashboard address may mean, this one answers.
    DomainSettled {
        /// The domain.
        domain: Auth0Domain,
        /// The number of the question.
        ticket: Ticket,
    },
    /// One thing about this computer was found out.
    Computer {
        /// What was found.
        check: Check,
        /// The number of the question.
        ticket: Ticket,
    },
    /// People of Auth0 were found, or why none could be.
    PeopleFound {
        /// They, at most ten.
        found: Result<Vec<FoundPerson>, Box<Issue>>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// A file was written, or why it was not.
    FileWritten(Result<PathBuf, Box<Issue>>),
    /// The checks are over.
    ChecksDone {
        /// The first problem, if there was one.
        problem: Option<Issue>,
        /// The number of the question.
        ticket: Ticket,
    },

    // Practice.
    /// The practice world is open; the setup leads to it.
    PracticeOpened(Box<Setup>),
    /// The practice world could not be opened.
    PracticeFailed(Issue),
    /// This, and nothing else, goes wrong in the practice world now.
    TroubleMade {
        /// What goes wrong.
        now: Option<Trouble>,
        /// Somebody whom the practice tenant has, for trying the connection with.
        somebody: Option<FoundPerson>,
    },
    /// A temporary key of the practice Auth0.
    PracticeKey(ManagementToken),
    /// The Client Secret of an application of the practice Auth0.
    PracticeSecret {
        /// The application.
        client_id: ClientId,
        /// Its secret.
        client_secret: Secret,
    },
    /// The practice UserHub is set up: its connection and its key.
    PracticeConsoleDone(UserHubSetup),

    // The sync.
    /// Both sides are being read.
    Reading(Reading),
    /// The plan stands, and nothing was changed yet.
    PlanReady(Plan),
    /// Everybody of the plan who was to be named was named. It can now be run.
    PlanListed,
    /// A person of the plan, in a dry run.
    Planned {
        /// Auth0's id.
        id: String,
        /// What would be done.
        action: &'static str,
    },
    /// How far the run is; at most ten a second.
    Progress(Progress),
    /// A person needs attention.
    Attention {
        /// Auth0's id.
        id: String,
        /// Why.
        reason: String,
        /// What to do.
        fix: String,
    },
    /// A person whom UserHub holds and Auth0 does not.
    OnlyInUserHub {
        /// Auth0's id, as UserHub knows it.
        id: String,
        /// UserHub's own id.
        userhub_id: String,
    },
    /// A comparison or a run is over.
    Finished {
        /// What it came to.
        summary: Summary,
        /// How it ended.
        end: End,
    },
    // People and history.
    /// What was asked about runs that are over.
    History(history::Told),
    /// What was asked about people.
    People(Told),

    // The automatic set-up.
    /// The automatic set-up has something to tell.
    Install {
        /// What.
        news: News,
        /// The number of the question.
        ticket: Ticket,
    },
    // The sign-in test and the rehearsal.
    /// The sign-in test has come further.
    Watch {
        /// What happened.
        news: super::watch::News,
        /// The number of the watch.
        ticket: Ticket,
    },
    /// Some people of the practice tenant, by id and name, who can be signed in.
    PracticePeople(Vec<(String, String)>),
    // Saved set-ups and settings.
    /// Something was kept, found or forgotten, or could not be.
    Keeping(keeping::News),
    /// A secret was put into the clipboard or taken out, or could not be.
    Clipboard(clipboard::News),
    /// The file of a set-up was read, or could not be.
    SetUpRead(Result<String, Box<Issue>>),
    /// The end of the log was read.
    LogRead {
        /// What the program is and what it runs on.
        about: String,
        /// The end of the log.
        log: String,
        /// What the services were seen to answer, assumption by assumption.
        contact: String,
    },
    /// What is known of the assumptions about the services.
    FirstContact(Contact),
}

/// Which assumptions about the services held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who answered: the real services, or practice.
    pub from: Origin,
    /// Every assumption with what was answered.
    pub lines: Vec<Line>,
}

/// Somebody whom Auth0 has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// Name and email address, as far as there are any.
    pub name: String,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The check's name, stable for programs: `auth0.reach`.
    pub name: &'static str,
    /// What it came to.
    pub state: CheckState,
    /// What was seen, or what is wrong.
    pub why: String,
    /// What to do; empty where nothing is to be done.
    pub fix: String,
    /// The problem itself, where there is one.
    pub issue: Option<Box<Issue>>,
    /// When this was seen.
    pub at: jiff::Timestamp,
    /// When this passed last, where it has stopped passing since.
    pub passed_before: Option<jiff::Timestamp>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CheckState {
    /// It was seen to work.
    Passed,
    /// It works, and something is worth knowing.
    Note,
    /// It could not be proved yet, and nothing says that it is wrong.
    NotProved,
    /// It was not checked, because an earlier one did not pass or a value is missing.
    NotChecked,
    /// It does not work.
    Problem,
}

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
    /// A service cannot be reached; it is tried again.
    Offline {
        /// The service's name.
        service: &'static str,
        /// How long until then.
        left: Duration,
    },
    /// Auth0 is writing the export.
    Export {
        /// How much of it is done, where Auth0 says so.
        percent: Option<f64>,
    },
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
    pub left: Option<Duration>,
    /// What sets the pace.
    pub waiting: Option<Waiting>,
    /// Nobody is being seen to, because a person wants a pause.
    pub paused: bool,
}

/// What a comparison or a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// The counts.
    pub tally: Tally,
    /// People whom Auth0 named.
    pub read_auth0: u64,
    /// Whether every person who was read is accounted for, and nothing was cut off.
    pub complete: bool,
    /// Requests sent to Auth0.
    pub auth0_requests: u64,
    /// Requests sent to UserHub.
    pub userhub_requests: u64,
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
    Problem(Issue),
}
