//! First contact: what this program takes for granted of the two services, and what they really answered.
//!
//! Neither service could be tried while this was written. Each [`Assumption`] is a sentence that the program relies on;
//! `auth0`, `setup`, `userhub` and `person` hold what was answered against it, and a [`Book`] keeps the results, so that one
//! copy of them from somebody with real tenants settles the contracts. [`Words`] keeps everything personal out.

pub mod auth0;
mod book;
pub mod pace;
pub mod person;
mod refusal;
pub mod setup;
mod table;
pub mod userhub;
mod words;

pub use book::{Book, Line, Met, Origin, State, told};
pub use refusal::{Form, Refusal};
pub use table::Assumption;
pub use words::Words;

/// What one answer says of one assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Which assumption.
    pub assumption: Assumption,
    /// Whether it held.
    pub held: bool,
    /// What was seen; for one that did not hold, what was answered instead.
    pub words: Words,
}

/// It held.
pub(super) fn held(assumption: Assumption, words: Words) -> Noted {
    Noted {
        assumption,
        held: true,
        words,
    }
}

/// It did not hold, and this was answered instead.
pub(super) fn otherwise(assumption: Assumption, words: Words) -> Noted {
    Noted {
        assumption,
        held: false,
        words,
    }
}

/// It held, or it did not; the words are those of what did not hold.
fn judged(assumption: Assumption, holds: bool, instead: &'static str) -> Noted {
    if holds {
        held(assumption, Words::default())
    } else {
        otherwise(assumption, Words::of(instead))
    }
}
