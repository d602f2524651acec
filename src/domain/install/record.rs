//! What was changed, as it is written down before and after each change: so that it can be undone, and so that a set-up
//! that was cut off goes on instead of beginning again. It holds no secret.

use serde::{Deserialize, Serialize};

use super::found::{Binding, Kept, SecretSlot};
use crate::domain::ids::{Auth0Domain, ClientId, ConnectionId};

/// The record of one tenant's set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of this form.
    pub version: u32,
    /// The tenant.
    pub domain: Auth0Domain,
    /// The application.
    pub application: Option<ApplicationRecord>,
    /// Its grant.
    pub grant: Option<GrantRecord>,
    /// The Action.
    pub action: Option<ActionRecord>,
    /// Its secrets, as far as they may be written down.
    pub secrets: Option<SecretsRecord>,
    /// The Login flow.
    pub flow: Option<FlowRecord>,
}

/// What became of the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ApplicationRecord {
    /// It is about to be made. Should the answer be lost, it is the one of this name that was not there before.
    Making {
        /// Its name.
        name: String,
        /// Those of the same name that were there before.
        before: Vec<ClientId>,
    },
    /// It was made.
    Made {
        /// Its Client ID.
        client_id: ClientId,
    },
    /// It was there; nothing was changed in it.
    Used {
        /// Its Client ID.
        client_id: ClientId,
    },
}

impl ApplicationRecord {
    /// The application, once it is known.
    pub fn client_id(&self) -> Option<&ClientId> {
        match self {
            Self::Making { .. } => None,
            Self::Made { client_id } | Self::Used { client_id } => Some(client_id),
        }
    }
}

/// What became of the grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRecord {
    /// Whose it is.
    pub client_id: ClientId,
    /// Its permissions before; `None` where there was no grant.
    pub before: Option<Vec<String>>,
    /// The permissions that were added.
    pub added: Vec<String>,
}

/// What became of the Action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ActionRecord {
    /// It is about to be made, as with an application.
    Making {
        /// Its name.
        name: String,
        /// Those of the same name that were there before.
        before: Vec<String>,
    },
    /// It was made.
    Made {
        /// Its id.
        id: String,
        /// Its code as we last wrote it, so that undoing never deletes somebody else's.
        code: String,
    },
    /// It was there.
    Changed {
        /// Its id.
        id: String,
        /// Its code as we last wrote it.
        code: String,
        /// What can be put back of what was before.
        before: Kept,
        /// The secrets that it had.
        secrets: Vec<SecretSlot>,
        /// The version that was in use. Auth0 keeps it with its secrets, so it can be put back whole.
        version: Option<String>,
        /// Whether that version was the draft.
        was_current: bool,
    },
}

impl ActionRecord {
    /// The Action, once it is known.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Making { .. } => None,
            Self::Made { id, .. } | Self::Changed { id, .. } => Some(id),
        }
    }
}

/// What may be written down of the secrets: enough to see that they are still the ones that were set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretsRecord {
    /// The key's end, masked as it is shown on the screen.
    pub key: String,
    /// The connection.
    pub connection: ConnectionId,
    /// When Auth0 says that they were set.
    pub slots: Vec<SecretSlot>,
}

/// What became of the Login flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRecord {
    /// The flow before the first change.
    pub before: Vec<Binding>,
    /// The flow as it was last written.
    pub after: Vec<Binding>,
}
