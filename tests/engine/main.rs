//! The one binary of the engine's tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod certificates;
mod dependencies;
mod practice_auth0;
mod practice_userhub;
mod regressions;
