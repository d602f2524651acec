//! Where the keyboard and the eye go next: to the heading of a new page, to the first missing value, to a problem.

use crate::domain::pasted::Field;

/// The two accesses that a person confirms in Part 1, by the ids of their ticks.
pub const ACCESSES: [&str; 2] = ["access.auth0", "access.userhub"];

/// The choice on the welcome page, by its id.
pub const WELCOME: &str = "welcome";

/// The question for the status that UserHub shows, by its id.
pub const STATUS: &str = "status";

/// A place on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FocusTarget {
    /// The page's heading, with the page scrolled to its top.
    #[default]
    Heading,
    /// A field.
    Field(Field),
    /// A choice or a tick that is missing, by its id.
    Choice(&'static str),
    /// The field of the temporary key.
    TemporaryKey,
    /// The field for the number of people whom a guard would stop.
    Number,
    /// The problem that the last checks ended with.
    Problem,
    /// What was asked for: the checks that have begun, or what they came to. The keyboard stays where it is.
    Outcome,
    /// The documented steps of the page.
    Steps,
    /// The list of users.
    List,
    /// The field that asks about somebody.
    Someone,
}

/// The latest wish for the keyboard to go somewhere. The window grants each wish once: it remembers the number of the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The number of the wish.
    pub wish: u64,
    /// Where it goes.
    pub at: FocusTarget,
}

impl Focus {
    /// Wishes for the keyboard to go to a place.
    pub(super) fn move_to(&mut self, at: FocusTarget) {
        self.wish += 1;
        self.at = at;
    }
}
