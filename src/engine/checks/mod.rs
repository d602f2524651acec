//! Checks: a set-up goes in; one event for each check comes out, and at the end the first problem.
//!
//! [`staged`] are those of the documented steps, [`action`] those that a temporary key allows, [`computer`] those of this
//! computer. [`reporter`] tells them and what has changed since, and [`first_contact`] keeps which assumptions held.

pub(super) mod action;
pub(super) mod computer;
pub(super) mod first_contact;
pub(super) mod reporter;
pub(super) mod staged;
pub(super) mod waits;
