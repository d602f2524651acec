//! The imperative shell: owns the runtime, the clients and the journal, and asks the domain what to do.
//!
//! [`worker`] takes the [`Command`](crate::protocol::command::Command)s; each arm is one call into `validate` or
//! `sync`. What they report goes through the [`sink`].

mod again;
mod asking;
mod begin;
mod by_id;
pub mod clipboard;
mod collector;
mod computer;
mod desk;
mod doctor;
mod files;
mod first_contact;
pub mod handover;
pub mod history;
mod install;
mod issues;
mod journal;
pub mod keeping;
pub mod log;
mod lookup;
mod notice;
mod one;
pub mod one_window;
pub mod open_files;
mod patient;
mod people;
mod person;
pub mod practice;
mod read_auth0;
mod read_export;
mod read_userhub;
mod report;
mod run;
mod session;
pub mod sink;
mod sync;
mod trouble;
mod validate;
mod verify;
mod walk;
mod watch;
mod witnesses;
pub mod worker;
