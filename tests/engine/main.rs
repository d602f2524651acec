//! The one binary of the engine's tests.

mod certificates;
#[path = "../support/clients.rs"]
mod clients;
mod faults;
mod pace;
mod plans;
mod practice_auth0;
mod practice_userhub;
mod reading;
mod recordings;
mod regressions;
mod tidy;
