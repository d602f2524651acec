//! Types and decisions, and nothing else: no I/O, no clock, no randomness, no async.

pub mod ids;
pub mod secret;
