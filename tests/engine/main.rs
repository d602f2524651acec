//! The one binary of the engine's tests.

mod certificates;
mod dependencies;
mod practice_auth0;
mod practice_userhub;
mod regressions;
