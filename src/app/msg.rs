//! All that can happen in the window.

use super::event::Event;
use super::pages::{Place, Scope};
use super::trouble::Trouble;
use crate::domain::links;
use crate::domain::pasted::Field;

/// Something that happened, in the words of the person or of the worker.
#[derive(Clone, Debug)]
pub enum Msg {
    // Going from place to place.
    /// The person chose practice or a real set-up.
    Chose(World),
    /// The person left practice. What was typed there is forgotten.
    LeftPractice,
    /// The person went to a place in the list at the left.
    WentTo(Place),
    /// The primary button of a page that checks nothing, or whose checks have passed.
    Continued,
    /// The person went back.
    WentBack,

    // The set-up and its checks.
    /// The person ticked or unticked a step, to keep their place.
    Ticked(&'static str),
    /// The person changed what a field holds; what hung on it is no longer proved.
    Edited(Field),
    /// The person pasted into a field; the text may hold several values.
    Pasted(Field, Private),
    /// The person asked for a web page.
    AskedToOpen(links::Place),
    /// The person asked for checks.
    AskedToCheck(Scope),

    // The sync.
    /// The person asked what a sync would do.
    AskedToCompare,
    /// The person asked to carry the plan out.
    AskedToSync,
    /// The person asked to stop; what is being changed is finished first.
    AskedToStop,

    // People and history.

    // The automatic set-up.

    // The sign-in test and the rehearsal.

    // Saved set-ups and settings.

    // Practice.
    /// The person asked for something to go wrong.
    MadeTrouble(Trouble),
    /// The person asked for everything to work again.
    EndedTrouble,

    // The worker.
    /// The worker reported something.
    Reported(Event),
}

/// Practice or real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// The made-up tenants inside this program.
    Practice,
    /// The person's own tenants.
    Real,
}

/// A text that may hold secrets: it is never shown by `Debug`.
#[derive(Clone)]
pub struct Private(pub String);

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private")
    }
}
