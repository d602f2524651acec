//! Where the keyboard and the eye go next: to the heading of a new page, to the first missing value, to a problem.

use crate::domain::pasted::Field;

/// A place on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// The page's heading, with the page scrolled to its top.
    #[default]
    Heading,
    /// A field.
    Field(Field),
    /// A choice or a tick that is missing, by its id.
    Choice(&'static str),
    /// The problem that the last checks ended with.
    Problem,
    /// The documented steps of the page.
    Steps,
    /// The list of people.
    List,
}

/// The latest wish to look somewhere. The window grants each wish once: it remembers the number of the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The number of the wish.
    pub wish: u64,
    /// Where to look.
    pub at: Target,
}

impl Look {
    /// Wishes to look at a place.
    pub(super) fn turn(&mut self, at: Target) {
        self.wish += 1;
        self.at = at;
    }
}
