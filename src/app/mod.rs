//! The window's own state machine: [`msg::Msg`] is all that can happen, [`update()`] says what follows. What is said to
//! the worker and by it is in [`protocol`](crate::protocol). Pure: no I/O, no clock.
//!
//! Each subject in [`subjects`] owns its state. It reads of the others what [`context`] gives it, and what follows elsewhere
//! leaves it as [`effects`]; only `update.rs` knows who hears of what.

pub mod context;
mod drafts;
pub mod effects;
mod fixes;
pub mod focus;
pub mod missing;
pub mod msg;
pub mod pages;
mod private;
pub mod request;
mod signal;
pub mod state;
pub mod subjects;
pub mod typed;
mod update;
pub mod views;
mod world;

pub use drafts::Drafts;
pub use update::{load, update};

#[cfg(test)]
pub(crate) mod tests;
