//! The one binary of the engine's tests.

mod practice_auth0;
mod practice_userhub;

// The whole program, from outside.
mod cli;
mod crash;
mod guard;
mod secrets;
mod sync_runs;

// What those share: a practice world to run in, the real binary in a clean environment, and what it said.
#[path = "../support/output.rs"]
mod output;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/stage.rs"]
mod stage;
