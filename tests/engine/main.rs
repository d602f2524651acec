//! The one binary of the engine's tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and tests measure by real clocks"
)]

#![expect(
    clippy::disallowed_methods,
    reason = "the tests have clients, clocks and threads of their own"
)]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod certificates;
mod dependencies;
mod practice_auth0;
mod practice_userhub;
mod regressions;
