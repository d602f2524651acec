//! What the window and the command line share: the [`command::Command`]s that they send and the
//! [`event::Event`]s that they get back; and the window's own state machine: [`msg::Msg`] is all that can happen,
//! [`update()`] says what follows. Pure: no I/O, no clock.

pub mod at_work;
pub mod automatic;
pub mod checks;
pub mod clipboard;
pub mod command;
pub mod computer;
pub mod event;
mod fixes;
pub mod history;
pub mod install;
pub mod keeping;
pub mod look;
pub mod msg;
pub mod onboarding;
pub mod pages;
pub mod pasting;
pub mod people;
pub mod picker;
pub mod progress;
pub mod proof;
pub mod remote;
pub mod saved;
pub mod saving;
pub mod setup_file;
pub mod state;
pub mod support;
pub mod syncing;
pub mod trouble;
mod update;
pub mod watch;

pub use update::update;
