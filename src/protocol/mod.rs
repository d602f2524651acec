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
pub mod live;
pub mod overview;
pub mod persistence;
pub mod places;
pub mod queue;
pub mod removal;
pub mod schedule;
pub mod settings;
pub mod setup;
pub mod setup_text;
pub mod sign_in_test;
pub mod someone;
pub mod sync;
pub mod ticket;
pub mod trouble;
pub mod unattended;
pub mod users;
