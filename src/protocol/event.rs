//! All that the worker can report.

use std::path::PathBuf;
use std::time::Duration;

use super::checks::{Check, FoundPerson};
use super::clipboard;
use super::contact::Contact;
use super::history;
use super::install;
use super::live;
use super::overview;
use super::persistence;
use super::removal::RemovalEvent;
use super::schedule;
use super::setup::{Setup, UserHubSetup};
use super::someone::SomeoneEvent;
use super::sync::{End, Plan, Progress, Reading, Summary};
use super::ticket::Ticket;
use super::trouble::Trouble;
use super::users;
use crate::domain::certificate::Found;
use crate::domain::changes::EverybodyBecause;
use crate::domain::ids::{Auth0Domain, Auth0UserId, ClientId};
use crate::domain::issue::Issue;
use crate::domain::pasted::ManagementToken;
use crate::domain::secret::Secret;

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
    /// The checks wait for a service that asked to be left alone. Told again and again while it lasts.
    CheckWaits {
        /// The service's name.
        service: &'static str,
        /// How long it still lasts.
        left: Duration,
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
    /// A file was written, or could not be.
    FileWritten {
        /// Where it lies, or why it was not written.
        result: Result<PathBuf, Box<Issue>>,
        /// The number of the question.
        ticket: Ticket,
    },
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
    PlanReady(Box<Plan>),
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
    /// A person in whom a verification saw both sides differ.
    Differs(Found),
    /// Changes alone are not enough: everybody has to be compared, which has not begun.
    ComparisonNeeded(EverybodyBecause),
    /// A comparison or a run is over.
    Finished {
        /// What it came to.
        summary: Summary,
        /// How it ended.
        end: End,
    },
    // People and history.
    /// What was asked about runs that are over.
    History(history::Event),
    /// What is known of a set-up today.
    Overview(overview::Event),
    /// How the task on this computer stands.
    Schedule(schedule::Event),
    /// Whether things happen by themselves in the practice world now, and how many in a minute.
    Happening(f64),
    /// What was asked about people.
    People(users::Event),
    /// What was asked about somebody.
    Someone(SomeoneEvent),
    /// What became of people who left Auth0, or of what was taken back.
    Removal(RemovalEvent),

    // The automatic set-up.
    /// The automatic set-up has something to tell.
    Install {
        /// What.
        news: install::Event,
        /// The number of the question.
        ticket: Ticket,
    },
    // The sign-in test and the rehearsal.
    /// The sign-in test has come further.
    SignInTest {
        /// What happened.
        news: super::sign_in_test::Event,
        /// The number of the watch.
        ticket: Ticket,
    },
    /// A watch has something to tell.
    Live(live::Event),
    /// Some people of the practice tenant, by id and name, who can be signed in.
    PracticePeople(Vec<(String, String)>),
    /// Who was deleted in practice's Auth0; nobody where there are hardly any people left.
    PracticeLeft(Option<String>),
    /// Somebody was restored in practice's UserHub.
    PracticeRestored(Auth0UserId),
    // Saved set-ups and settings.
    /// Something was kept, found or forgotten, or could not be.
    Persistence(persistence::Event),
    /// A secret was put into the clipboard or taken out, or could not be.
    Clipboard(clipboard::Event),
    /// The file of a set-up was read, or could not be.
    SetUpRead {
        /// What it holds, or why it could not be read.
        text: Result<String, Box<Issue>>,
        /// The number of the question.
        ticket: Ticket,
    },
    /// The end of the log was read.
    LogRead {
        /// What the program is and what it runs on.
        about: String,
        /// The end of the log.
        log: String,
        /// What the services were seen to answer, assumption by assumption.
        contact: String,
        /// The newest runs, a line each, without anything by which a person is known.
        runs: Vec<String>,
    },
    /// What is known of the assumptions about the services.
    FirstContact(Contact),
}
