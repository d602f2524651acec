//! The automatic set-up between a front and the worker: what can be ordered, and what is reported. What is shown is in
//! [`domain::install`](crate::domain::install).

use std::path::PathBuf;

use super::setup::{Endpoints, UserHubSetup};
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::install::{Change, Choices, Plan, Step, UndoPlan, Way};
use crate::domain::issue::Issue;
use crate::domain::pasted::ManagementToken;
use crate::domain::secret::Secret;

/// What the automatic set-up can be told to do.
#[derive(Clone, Debug)]
pub enum Request {
    /// Looks at the tenant with a temporary key and makes a plan. Nothing is changed. Ends with [`Event::Looked`] or, when
    /// that cannot be, with [`Event::Ended`]. The window sends it when the key was pasted, and again whenever a choice
    /// changes.
    Look {
        /// What is set up, and with which key.
        setup: Box<InstallSetup>,
        /// The answers that were given so far.
        choices: Choices,
    },
    /// Carries out the plan of the last [`Request::Look`], which must have no open questions. Each change is reported as
    /// [`Event::Step`]; it ends with [`Event::Ended`]. It goes on where an earlier one was cut off.
    Act {
        /// The plan's number.
        plan: u64,
    },
    /// Looks at what undoing would do. Nothing is changed. Ends with [`Event::UndoLooked`] or, when there is nothing to undo or
    /// it cannot be told, with [`Event::Ended`].
    LookUndo {
        /// The tenant, with a key that may undo.
        setup: Box<InstallSetup>,
    },
    /// Takes back what the set-up changed; what somebody else has changed since stays. Reported like [`Request::Act`].
    Undo {
        /// The tenant, with a key that may.
        setup: Box<InstallSetup>,
        /// The number of the [`UndoPlan`] that a person has seen: something else is then not done. `None` where nobody was to
        /// be shown anything, as on the command line.
        seen: Option<u64>,
    },
    /// Forgets what undo would need; nothing is changed in Auth0. Only the command line sends it, for `install --forget`.
    /// Ends with [`Event::Ended`].
    Forget {
        /// The folder of [`InstallSetup::folder`].
        folder: PathBuf,
        /// The tenant.
        domain: Auth0Domain,
    },
}

/// Everything that the automatic set-up needs. The temporary key is in memory only, wherever this goes.
#[derive(Clone, Debug)]
pub struct InstallSetup {
    /// The tenant that the person means; the key must be for it.
    pub domain: Auth0Domain,
    /// The temporary key, with what it says of itself.
    pub token: ManagementToken,
    /// The application that the profile names already. It is then used without a question.
    pub application: Option<ClientId>,
    /// UserHub's side. Without it the first half is done: application and permissions.
    pub userhub: Option<UserHubSetup>,
    /// Where the services lie.
    pub endpoints: Endpoints,
    /// The folder in which the record for undo lies, and what History tells of set-ups.
    pub folder: PathBuf,
    /// From where it is asked for.
    pub way: Way,
}

/// What the automatic set-up reports.
#[derive(Clone, Debug)]
pub enum Event {
    /// The plan stands, and nothing was changed yet. The review page is drawn from it.
    Looked(Box<Plan>),
    /// What undoing would do, and nothing was changed yet.
    UndoLooked(Box<UndoPlan>),
    /// One change, or the undoing of one, has come further. The progress page ticks its row.
    Step(Step),
    /// The application stands. The window puts both values into its fields, and saves the secret in the password store like
    /// a pasted one.
    Application {
        /// Its Client ID.
        client_id: ClientId,
        /// Its Client Secret; `None` where the key may not read it, and then the person copies it from the
        /// application's page Credentials.
        client_secret: Option<Secret>,
    },
    /// A look that could not be finished, a set-up or its undoing is over.
    Ended(Box<Report>),
}

/// What an automatic set-up came to. The window says from it what was done and what was not.
#[derive(Clone, Debug)]
pub struct Report {
    /// How it ended.
    pub end: InstallEnd,
    /// The changes that stand, made now or there before, in order. After undoing: those that were put back.
    pub done: Vec<Change>,
    /// The changes that do not stand yet. After undoing: those that are still to be put back.
    pub open: Vec<Change>,
    /// What is worth knowing afterwards, such as what could not be put back; one sentence each.
    pub notes: Vec<String>,
    /// The application that undoing has deleted, however it ended: its Client ID and its secret open nothing any more.
    pub deleted: Option<ClientId>,
}

/// How an automatic set-up, or its undoing, ended.
#[derive(Clone, Debug)]
pub enum InstallEnd {
    /// Everything stands, and was seen to stand after it was made.
    Done,
    /// Application and permissions stand; the rest follows when Parts 3 and 4 are done in UserHub. The window goes to
    /// Part 3 with the three values ready to be copied.
    FirstHalf,
    /// Everything that was changed is put back, and was seen to be. Without notes everything is as it was before.
    Undone,
    /// Some of it stays, since somebody else has changed it; the notes say what.
    UndoneInPart,
    /// There was nothing to undo.
    NothingToUndo,
    /// What undo would need is forgotten.
    Forgotten,
    /// A person stopped it. What stands stays, and the next time goes on from there.
    Interrupted,
    /// A problem stopped it. The window offers: try again from here, undo what was done, finish by hand.
    Problem(Issue),
}
