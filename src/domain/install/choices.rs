//! What the person gives: the answers to the questions of a plan, and the values of UserHub's side.

use crate::domain::ids::{ClientId, ConnectionId};
use crate::domain::secret::Secret;
use crate::domain::snippet::Code;

/// The answers that a plan is made with. The window keeps one of these and looks again when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Which application; `None` where nobody has chosen, and then a collision is a question.
    pub application: Option<Answer>,
    /// Which Action; `None` where nobody has chosen.
    pub action: Option<Answer>,
    /// The Action's place in the Login flow, from 0. `None` leaves it where it is, or puts it at the end.
    pub place: Option<usize>,
    /// What the Action runs.
    pub code: Code,
    /// Whether the application also gets the permission for live updates.
    pub events: LiveUpdates,
}

/// Whether the permission for live updates is wanted: UserHub does not ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LiveUpdates {
    /// It is not. Where it was given, it stays.
    #[default]
    No,
    /// Beside the documented set-up.
    Too,
    /// Nothing but this permission: the application has to be there, and its other permissions, the Action, its secrets and
    /// the Login flow stay as they are, and need not be there.
    Alone,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Use the one with this id: a Client ID, or an Action's id.
    Use(String),
    /// Use the only one that can be used; with several it stays a question.
    UseTheOnly,
    /// Make a second one beside it.
    Second,
    /// Do nothing. It is never put into [`Choices`]: the window leaves the page.
    Stop,
}

/// What is wanted, beside the choices.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The application that the profile already names, if it names one.
    pub application: Option<ClientId>,
    /// UserHub's side; `None` before Parts 3 and 4 are done.
    pub userhub: Option<UserHubSide>,
}

/// What the Action signs in to UserHub with.
#[derive(Clone, Debug)]
pub struct UserHubSide {
    /// The connection.
    pub connection: ConnectionId,
    /// The Admin API key.
    pub key: Secret,
}
