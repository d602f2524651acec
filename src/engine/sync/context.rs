//! What everybody in flight shares: the clients, and the window beside the run.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::watch;

use crate::clients::auth0::Auth0;
use crate::clients::observer::Observer;
use crate::clients::userhub::UserHub;
use crate::engine::persistence::journal_session::JournalPriority;
use crate::engine::sync::people::People;

/// What a sync shares with the window beside it.
#[derive(Clone)]
pub(in crate::engine) struct SharedWithWindow {
    pub(in crate::engine) people: Arc<People>,
    /// Whether a person wants a pause.
    pub(in crate::engine) paused: watch::Receiver<bool>,
    /// Who goes first where somebody else wants the journal.
    pub(in crate::engine) priority: JournalPriority,
}

/// Both clients and what is known about the run, shared by everybody in flight.
pub(in crate::engine) struct RunContext {
    pub(in crate::engine) auth0: Arc<Auth0>,
    pub(in crate::engine) userhub: Arc<UserHub>,
    /// Whether UserHub's people were listed, so that whoever was missing there is new.
    pub(in crate::engine) listed: bool,
    /// Whether the key may read users.
    pub(in crate::engine) reads: bool,
    /// When the run began.
    pub(in crate::engine) began: Instant,
    pub(in crate::engine) shared: SharedWithWindow,
}

impl RunContext {
    /// Who writes down which assumptions about the services hold.
    pub(in crate::engine) fn observer(&self) -> &Observer {
        self.userhub.http().observer()
    }
}
