//! What the window and the command line share: the [`command::Command`]s that they send and the
//! [`event::Event`]s that they get back. Pure: no I/O, no clock.

pub mod command;
pub mod event;
