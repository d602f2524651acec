//! What a front asks the worker, and is told: data alone. The window and the command line send
//! [`command::Command`]s and get [`event::Event`]s back; each capability has a file with what is said about it.
//!
//! Nothing here has a state or decides anything, so that neither front knows the other, and the worker knows neither.

pub mod checks;
pub mod clipboard;
pub mod command;
pub mod contact;
pub mod event;
pub mod history;
pub mod install;
pub mod keeping;
pub mod lane;
pub mod people;
pub mod places;
pub mod removal;
pub mod saved;
pub mod setup;
pub mod someone;
pub mod sync;
pub mod ticket;
pub mod trouble;
pub mod watch;
