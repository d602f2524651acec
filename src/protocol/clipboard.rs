//! Copied secrets: what the clipboard can be asked to do, and what became of it.

use crate::domain::secret::Secret;

/// What the clipboard can be asked to do.
#[derive(Clone, Debug)]
pub enum Request {
    /// Holds a secret, and keeps it out of the clipboard's history where the system can.
    Hold(Secret),
    /// Is emptied, if this very secret lies in it.
    Forget(Secret),
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Event {
    /// The secret lies in the clipboard.
    Held,
    /// The clipboard could not be reached from where it waits for nobody; the window's own way is left.
    NotHeld(Secret),
    /// The clipboard is empty.
    Emptied,
    /// Something else lay there, and still does.
    SomethingElse,
    /// It could not be looked into, or not be emptied.
    NotEmptied,
}
