//! What is known of people who left Auth0, of all of them together.

use super::policy::{Policy, PolicyHalt};

/// How many wait, and what is done by itself with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leavers {
    /// How many wait for a decision.
    pub waiting: u64,
    /// What is done by itself; `None` for nothing.
    pub policy: Option<Policy>,
    /// Why that was not done last, or not to its end; `None` where nothing stood in its way.
    pub halt: Option<PolicyHalt>,
}
