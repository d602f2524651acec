//! The one binary of the window's tests: one module per screen, and the bench that they stand on.
//!
//! Windows are opened without a screen and drawn without a graphics card. `UPDATE_SNAPSHOTS=1 cargo test --test gui`
//! writes the pictures in `tests/snapshots`; look at each before it is committed.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "what a test expects and does not find ends the test; tests make colours of their own"
)]

#[path = "../support/checks.rs"]
mod checks;
#[path = "../support/fixed_clock.rs"]
mod fixed_clock;
#[path = "../support/hands.rs"]
mod hands;
#[path = "../support/window.rs"]
mod window;

mod automatic;
mod clipboard;
mod errors;
mod forms;
mod harness;
mod history;
mod journey;
mod keep_up;
mod pace;
mod people;
mod practice;
mod program;
mod proof;
mod removals;
mod renderer;
mod saved;
mod someone;
