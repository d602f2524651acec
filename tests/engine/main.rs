//! The one binary of the engine's tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed; tests have clients, clocks and threads of their own"
)]

mod certificates;
mod changes;
mod cli;
mod crash;
mod dependencies;
mod earlier_version;
mod faults;
mod first_contact;
mod guard;
mod hand_over;
mod history;
mod in_between;
mod install;
mod limits;
mod pace;
mod packaging;
mod person;
mod plans;
mod practice_auth0;
mod practice_userhub;
mod proxies;
mod read_only;
mod reading;
mod recordings;
mod regressions;
mod removals;
mod schedule;
mod secrets;
mod sign_in_test;
mod snippet_forms;
mod sync_runs;
mod tidy;
mod unattended;
mod verify;
mod watch;

// What the tests share: clients of a practice world; and, for the whole program, a world to run in, the real binary in
// a clean environment, and what it said; and a proxy.
#[path = "../support/clients.rs"]
mod clients;
#[path = "../support/output.rs"]
mod output;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/stage.rs"]
mod stage;
#[path = "../support/tunnel.rs"]
mod tunnel;
