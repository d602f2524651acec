//! All that the worker can be asked to do.

use std::path::PathBuf;

use super::checks::{Scope, Subject};
use super::history;
use super::install;
use super::live;
use super::overview;
use super::persistence;
use super::queue::Queue;
use super::removal::RemovalRequest;
use super::schedule;
use super::settings::SavedSetup;
use super::setup::{Endpoints, Setup};
use super::someone::SomeoneRequest;
use super::ticket::Ticket;
use super::trouble::Trouble;
use super::unattended::Unattended;
use super::users;
use crate::domain::ids::{Auth0UserId, ClientId};
use crate::domain::pasted::ManagementToken;
use crate::domain::secret::Secret;
use crate::domain::sign_in::Timing;

/// A request to the worker.
#[derive(Clone, Debug)]
pub enum Command {
    // The set-up and its checks.
    /// Runs the staged checks. Each gives an [`Event::Check`](super::event::Event::Check), and the last is followed by
    /// [`Event::ChecksDone`](super::event::Event::ChecksDone). Nothing is written, unless `add_person` is given.
    Check {
        /// What is checked.
        setup: Setup,
        /// How far: the tenant alone, the Auth0 side, or everything.
        scope: Scope,
        /// One person to bring into UserHub, which proves the connection when nobody else can.
        add_person: Option<Auth0UserId>,
        /// The number of the question, which its results carry.
        ticket: Ticket,
    },
    /// Looks at what this computer has: whether both services answer at all, its clock, its password store. Each gives
    /// an [`Event::Computer`](super::event::Event::Computer).
    LookAtComputer {
        /// Where the services lie.
        endpoints: Endpoints,
        /// Whether the password store is looked for; practice never opens it.
        passwords: bool,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Searches Auth0 for people by the beginning of an email address, or by an id. Ends with
    /// [`Event::PeopleFound`](super::event::Event::PeopleFound).
    FindPeople {
        /// Whose people.
        setup: Setup,
        /// What was typed.
        text: String,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Repeats the checks of one subject alone, after those that were asked for before. Reported like
    /// [`Command::Check`].
    CheckAgain {
        /// What is checked.
        setup: Setup,
        /// Which of it.
        subject: Subject,
        /// A temporary key, by which the Action can be seen. It is in memory only.
        token: Option<ManagementToken>,
        /// The number of the question, which its results carry.
        ticket: Ticket,
    },

    // The sync.
    /// Reads both sides and makes a plan, or finds the one that an interrupted run left. Nothing is changed in either
    /// service. Ends with [`Event::PlanReady`](super::event::Event::PlanReady) or
    /// [`Event::Finished`](super::event::Event::Finished).
    Compare {
        /// Whose sides are compared.
        setup: Setup,
        /// Whether everybody who would be added or updated is named, as
        /// [`Event::Planned`](super::event::Event::Planned).
        list_plan: bool,
    },
    /// Reads both sides anew and counts them. Nothing is changed in either service, and an interrupted run stays to be
    /// gone on with. Names everybody who differs as [`Event::Differs`](super::event::Event::Differs), and ends with
    /// [`Event::Finished`](super::event::Event::Finished).
    Verify {
        /// Whose sides are compared.
        setup: Setup,
    },
    /// Brings over those who have changed since the last comparison of everybody. Where that is not enough, nothing is done
    /// but told, as [`Event::ComparisonNeeded`](super::event::Event::ComparisonNeeded). Ends otherwise with
    /// [`Event::Finished`](super::event::Event::Finished).
    SyncChanges {
        /// Whose changes.
        setup: Setup,
        /// After how many days everybody has to be compared again.
        full_after: u16,
    },
    /// Syncs as nobody watches: waits for the network and for other runs, and refuses a first run that nobody has looked at.
    /// Tells what it does as the commands above do, and ends with [`Event::Finished`](super::event::Event::Finished).
    SyncUnattended {
        /// Whose sides.
        setup: Setup,
        /// How it goes.
        how: Unattended,
    },
    /// Carries out a plan that a `Compare` made since the worker was started. Ends with
    /// [`Event::Finished`](super::event::Event::Finished).
    Run {
        /// The plan's number, as [`Event::PlanReady`](super::event::Event::PlanReady) gave it.
        plan: i64,
    },
    /// Carries out a plan as [`Command::Run`] does, and waits where that would end: for a network that is lost.
    RunPatiently {
        /// The plan's number.
        plan: i64,
    },

    // People and history.
    /// Asks about runs that are over. Answered by [`Event::History`](super::event::Event::History).
    History(history::Request),
    /// Asks what is known of a set-up today. Answered by [`Event::Overview`](super::event::Event::Overview).
    Overview(overview::Request),
    /// Asks about the task that keeps people up to date while the window is closed, installs or removes it. Answered by
    /// [`Event::Schedule`](super::event::Event::Schedule).
    Schedule(schedule::Request),
    /// Asks about people, or acts on a few of them.
    People(users::Request),
    /// Asks about somebody. Answered by [`Event::Someone`](super::event::Event::Someone).
    Someone(SomeoneRequest),
    /// Asks or decides about people who left Auth0, or takes back what was done. Answered by
    /// [`Event::Removal`](super::event::Event::Removal).
    Removal(RemovalRequest),

    // The automatic set-up.
    /// The automatic set-up of the Auth0 side. Ends with [`News::Ended`](super::install::Event::Ended), or a look with
    /// [`News::Looked`](super::install::Event::Looked).
    Install {
        /// What is to be done.
        order: install::Request,
        /// The number of the question, which its results carry.
        ticket: Ticket,
    },

    // The sign-in test and the rehearsal.
    /// Watches for somebody who signs in, and then for that person in UserHub. Reported as
    /// [`Event::SignInTest`](super::event::Event::SignInTest), the last of which is [`News::Over`](super::sign_in_test::Event::Over).
    WatchSignIn {
        /// Whose sign-ins.
        setup: Setup,
        /// How long it waits for what.
        timing: Timing,
        /// The number of the watch, which its news carry.
        ticket: Ticket,
    },
    /// Deletes somebody in the practice tenant. Ends with
    /// [`Event::PracticeLeft`](super::event::Event::PracticeLeft).
    PracticeLeave,
    /// Restores somebody in practice's UserHub, as a person does in its console. Ends with
    /// [`Event::PracticeRestored`](super::event::Event::PracticeRestored).
    PracticeRestore(Auth0UserId),
    /// Names some people of the practice tenant, as [`Event::PracticePeople`](super::event::Event::PracticePeople).
    PracticePeople,
    /// Lets somebody of the practice tenant sign in, and does what the Action does then.
    PracticeSignIn {
        /// Who; somebody who was never there before where nobody is named.
        who: Option<Auth0UserId>,
        /// Whether the Action is in the Login flow; otherwise UserHub is not told.
        in_flow: bool,
    },

    // Saved set-ups and settings.
    /// Keeps, finds or forgets something. Answered by [`Event::Persistence`](super::event::Event::Persistence).
    Persist(persistence::Request),

    // Files and the desktop.
    /// Writes a file. Ends with [`Event::FileWritten`](super::event::Event::FileWritten).
    WriteFile {
        /// Where it goes.
        path: PathBuf,
        /// What it holds: never a secret.
        text: String,
        /// Whether a file that is there may be replaced.
        replace: bool,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Reads the file of a set-up. Ends with [`Event::SetUpRead`](super::event::Event::SetUpRead).
    ReadSetUp {
        /// Where it lies.
        path: PathBuf,
        /// The folder under which everything is written: what a hand-over has beside the set-up goes there.
        folder: PathBuf,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Writes a set-up with its history, for whoever takes over. Ends with
    /// [`Event::FileWritten`](super::event::Event::FileWritten).
    HandOver {
        /// The set-up.
        setup: Box<SavedSetup>,
        /// The folder under which everything lies.
        folder: PathBuf,
        /// Where the file goes.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
        /// The number of the question.
        ticket: Ticket,
    },
    /// Reads the end of the window's log. Ends with [`Event::LogRead`](super::event::Event::LogRead).
    ReadLog {
        /// The folder under which everything is written.
        folder: PathBuf,
    },
    /// Tells which assumptions about the services held, by what a profile has met. Ends with
    /// [`Event::FirstContact`](super::event::Event::FirstContact).
    TellFirstContact {
        /// Whose services.
        setup: Setup,
    },
    /// Tells a person who looks elsewhere, through the desktop. Who has the window before them is not told again.
    Tell {
        /// What it is about, in a few words.
        title: String,
        /// The sentence under it: no names, no secrets.
        body: String,
    },

    // Practice.
    /// Opens the practice world, once. Ends with
    /// [`Event::PracticeOpened`](super::event::Event::PracticeOpened) or
    /// [`Event::PracticeFailed`](super::event::Event::PracticeFailed).
    OpenPractice {
        /// The folder under which everything is written.
        folder: PathBuf,
    },
    /// Watches for changes and brings them over, until it is stopped or its time is over. Ends with
    /// [`live::Event::Ended`].
    Watch(Box<live::Request>),
    /// Lets one thing go wrong in the practice world, or nothing, whatever it was before. Ends with
    /// [`Event::TroubleMade`](super::event::Event::TroubleMade).
    MakeTrouble(Option<Trouble>),
    /// Lets things happen to the practice tenant's people by themselves, so many in a minute; none where it is 0. Ends with
    /// [`Event::Happening`](super::event::Event::Happening).
    LetHappen {
        /// How many in a minute.
        per_minute: f64,
    },
    /// Adds `read:events` to the permissions of the practice application, as a person does in Auth0.
    AllowPracticeEvents,
    /// Asks the practice Auth0 for a temporary key, as a person does in its API Explorer. Ends with
    /// [`Event::PracticeKey`](super::event::Event::PracticeKey).
    GivePracticeKey,
    /// Copies the Client Secret from an application's page of the practice Auth0. Ends with
    /// [`Event::PracticeSecret`](super::event::Event::PracticeSecret), unless there is no such application.
    FindPracticeSecret(ClientId),
    /// Does in the practice UserHub what a person does in Parts 3 and 4: saves the application's values in its connection,
    /// and makes a key. Ends with [`Event::PracticeConsoleDone`](super::event::Event::PracticeConsoleDone).
    SetUpPracticeConsole {
        /// The application's Client ID.
        client_id: ClientId,
        /// The application's Client Secret.
        client_secret: Secret,
    },
}

impl Command {
    /// The queue in which this is handled.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Check { .. } | Self::CheckAgain { .. } | Self::TellFirstContact { .. } => {
                Queue::Checks
            }
            Self::Compare { .. }
            | Self::Verify { .. }
            | Self::SyncChanges { .. }
            | Self::SyncUnattended { .. }
            | Self::Run { .. }
            | Self::RunPatiently { .. }
            | Self::Install { .. } => Queue::Work,
            Self::Someone(_) => Queue::Questions,
            Self::WatchSignIn { .. } => Queue::SignInTest,
            Self::Watch(_) => Queue::Live,
            Self::Persist(order) => order.queue(),
            Self::People(ask) => ask.queue(),
            Self::Removal(request) => request.queue(),
            Self::LookAtComputer { .. }
            | Self::History(_)
            | Self::Overview(_)
            | Self::Schedule(_)
            | Self::LetHappen { .. }
            | Self::AllowPracticeEvents
            | Self::FindPeople { .. }
            | Self::WriteFile { .. }
            | Self::ReadSetUp { .. }
            | Self::HandOver { .. }
            | Self::ReadLog { .. }
            | Self::Tell { .. }
            | Self::PracticePeople
            | Self::PracticeLeave
            | Self::PracticeRestore(_)
            | Self::PracticeSignIn { .. }
            | Self::OpenPractice { .. }
            | Self::MakeTrouble(_)
            | Self::GivePracticeKey
            | Self::FindPracticeSecret(_)
            | Self::SetUpPracticeConsole { .. } => Queue::Looks,
        }
    }

    /// Whether this ends what was sent to its queue before.
    pub fn replaces(&self) -> bool {
        matches!(
            self,
            Self::Check { .. } | Self::Someone(_) | Self::WatchSignIn { .. } | Self::Watch(_)
        )
    }
}

/// What does not wait for its turn in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Lets nobody new begin; those in flight are finished. It lasts until [`Control::Resume`] or a stop.
    Pause,
    /// Goes on after a pause, or at once where a wait for the network is on.
    Resume,
    /// Ends what a queue is doing: every wait is cut off, what is being changed is finished and recorded.
    Stop(Queue),
}

/// What the worker can be told.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every message is a command, and none of them is kept"
)]
pub enum Message {
    /// To do something when its turn has come.
    Do(Command),
    /// To pause, resume or stop at once.
    Control(Control),
}

impl From<Command> for Message {
    fn from(command: Command) -> Self {
        Self::Do(command)
    }
}

impl From<Control> for Message {
    fn from(control: Control) -> Self {
        Self::Control(control)
    }
}
