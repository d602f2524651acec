//! What a sync that nobody watches is told.

use std::time::Duration;

/// How such a sync goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// Whether those who have changed are enough, unless everybody was compared more than so many days ago.
    pub changes: Option<u16>,
    /// Whether somebody says that the first sync was looked at.
    pub seen: bool,
    /// How long it waits in all, for the network and for other runs.
    pub patience: Duration,
}
