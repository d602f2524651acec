//! Types and decisions, and nothing else: no I/O, no clock, no randomness, no async.

pub mod guard;
pub mod ids;
pub mod pace;
pub mod plan;
pub mod profile;
pub mod secret;
pub mod tally;
pub mod window;
