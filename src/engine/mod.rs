//! The imperative shell: owns the runtime, the clients and the journal, and asks the domain what to do.
//!
//! [`worker`] takes the [`Command`](crate::protocol::command::Command)s; each arm is one call into the folder of a capability.
//! What they report goes through the [`sink`]; what goes wrong becomes words in `failure`.

mod checks;
pub mod desktop;
mod failure;
pub mod hand_over;
pub mod install;
pub mod log;
pub mod persistence;
pub mod practice;
mod read;
mod removal;
pub mod schedule;
mod session;
mod sign_in_test;
pub mod sink;
mod someone;
mod sync;
mod watch;
pub mod worker;
