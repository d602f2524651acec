//! People who left Auth0, and the way back: who is proved gone, what may be done about them in UserHub, when a guard stops
//! it, and how it is taken back.
//!
//! Nothing here removes anybody for good. Whatever is decided is held against what both services say at that moment by the
//! engine, which alone asks and writes.

mod act;
mod evidence;
mod guard;
mod leavers;
pub mod policy;
mod take_back;

pub use act::{Account, Act, Call, Deed, Outcome, State, Step, Write, came_to, step};
pub use evidence::{Deletion, Gone, Hint, Missing, Said, Standing, Word, called, proved};
pub use guard::{Batch, Candidate, Crowd, Picture, Stop, another_number, judge};
pub use leavers::Leavers;
pub use policy::{Automatic, Guarded, Policy, PolicyHalt};
pub use take_back::{Added, Held, Stays, take_back};

#[cfg(test)]
mod histories;
