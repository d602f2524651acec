//! The window's own state machine: [`msg::Msg`] is all that can happen, [`update()`] says what follows. What is said to
//! the worker and by it is in [`protocol`](crate::protocol). Pure: no I/O, no clock.

pub mod at_work;
pub mod automatic;
pub mod clipboard;
pub mod computer;
mod fixes;
pub mod history;
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
pub mod saving;
pub mod setup_file;
pub mod state;
pub mod support;
pub mod syncing;
pub mod trouble;
mod update;

pub use update::update;
