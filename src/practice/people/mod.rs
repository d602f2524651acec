//! The people of a practice tenant, made from a seed and a number whenever they are needed.
//!
//! Nothing is held per person: an id leads back to its number, and the number to the person. Read `ids.rs`
//! for that way back, `generate.rs` for what people are like, and `person.rs` for what one person is.

mod dice;
mod generate;
mod ids;
mod names;
mod person;
mod quirks;
pub(crate) mod times;

pub(crate) use dice::Dice;
pub(crate) use generate::{LAST_UPDATE, People};
pub(crate) use person::{Field, Person, Selection, write_text};
