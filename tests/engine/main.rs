//! The one binary of the engine's tests.

mod certificates;
mod practice_auth0;
mod practice_userhub;
mod regressions;
