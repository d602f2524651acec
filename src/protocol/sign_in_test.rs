//! The sign-in test between a front and the worker: what it reports while it watches, and how it ends.

use jiff::Timestamp;

use crate::domain::issue::Issue;
use crate::domain::sign_in::{Proof, SignIn};

/// What the sign-in test reports.
#[derive(Clone, Debug)]
pub enum Event {
    /// It watches from now on: whoever signs in is seen.
    Began(Timestamp),
    /// Somebody signed in; they are looked for in UserHub.
    SignedIn(SignIn),
    /// Somebody who signed in was in UserHub before, and nothing has changed there. That says nothing yet.
    KnownAlready(SignIn),
    /// A passing trouble holds it up, or no longer does.
    HeldUp(Option<Box<Issue>>),
    /// It is over.
    Over(Verdict),
}

/// How a sign-in test ended.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// UserHub heard of the sign-in.
    Proved(SignIn, Proof),
    /// Somebody signed in who was in UserHub before, and nothing changed there: it cannot be told.
    CannotTell(SignIn),
    /// Somebody signed in, and is not in UserHub.
    NotThere(SignIn, Box<Issue>),
    /// Nobody signed in while it watched.
    NobodySignedIn,
    /// A person stopped it.
    Stopped,
    /// It could not watch.
    Problem(Box<Issue>),
}
