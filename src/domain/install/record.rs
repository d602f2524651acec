//! What was changed, as it is written down before and after each change: so that it can be undone, and so that a set-up
//! that was cut off goes on instead of beginning again. It holds no secret.

use serde::{Deserialize, Serialize};

use super::found::{Action, Binding, Kept, SecretSlot};
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
    /// The records of other set-ups of the same tenant, the oldest first. None of these has such a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Record>,
}

impl Record {
    /// The version of this form. The first had no more than one set-up of a tenant, and of what was written the code alone;
    /// it can be read.
    pub const VERSION: u32 = 2;

    /// An empty record.
    pub fn new(domain: Auth0Domain) -> Self {
        Self {
            version: Self::VERSION,
            domain,
            application: None,
            grant: None,
            action: None,
            secrets: None,
            flow: None,
            earlier: Vec::new(),
        }
    }

    /// Whether an Action is as it was last written. What the record does not know is not compared.
    pub fn is_as_written(&self, there: &Action) -> bool {
        let (code, written) = match &self.action {
            Some(
                ActionRecord::Made { id, code, written }
                | ActionRecord::Changed {
                    id, code, written, ..
                },
            ) if *id == there.id => (code, written.as_ref()),
            _ => return false,
        };
        let slots = self.secrets.as_ref().map(|secrets| &secrets.slots);
        let is = |kept: &Kept| there.kept.comes_of(kept);
        let is_it = written.map_or(there.kept.code == *code, |written| {
            (is(&written.kept) || written.was.as_ref().is_some_and(is))
                && (there.deployment.is_current || !written.is_deployed)
        });
        is_it && slots.is_none_or(|slots| *slots == there.secrets)
    }
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
        /// Its name; older records do not know it.
        #[serde(default)]
        name: Option<String>,
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
            Self::Made { client_id, .. } | Self::Used { client_id } => Some(client_id),
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

impl GrantRecord {
    /// The record after more was added: of the same grant, what was before the first time is what counts.
    pub fn with(self, more: Self) -> Self {
        if self.client_id != more.client_id {
            return more;
        }
        let mut all = self;
        let new = more.added.into_iter();
        let new: Vec<String> = new.filter(|it| !all.added.contains(it)).collect();
        all.added.extend(new);
        all
    }
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
        /// The rest of what was written; older records do not know it.
        #[serde(default)]
        written: Option<Written>,
    },
    /// It was there.
    Changed {
        /// Its id.
        id: String,
        /// Its code as we last wrote it.
        code: String,
        /// The rest of what was written; older records do not know it.
        #[serde(default)]
        written: Option<Written>,
        /// Whether putting it back has begun; what is there is then no longer what was written.
        #[serde(default)]
        putting_back: bool,
        /// Whether what was before is what somebody else has made of an earlier set-up's Action.
        #[serde(default)]
        was_edited: bool,
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

/// An Action as it was last written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// What can be read of it.
    pub kept: Kept,
    /// What it was before this writing, for one that was cut off; `None` once it was seen to be in use.
    pub was: Option<Kept>,
    /// Whether it was seen to be in use.
    pub is_deployed: bool,
}

impl ActionRecord {
    /// An Action that was made just now.
    pub fn made(action: &Action) -> Self {
        Self::Made {
            id: action.id.clone(),
            code: action.kept.code.clone(),
            written: Some(Written {
                kept: action.kept.clone(),
                was: None,
                is_deployed: false,
            }),
        }
    }

    /// Writes down that it was seen to be in use, and which packages the build has pinned.
    pub fn is_deployed(&mut self, now: &Action) {
        if let Self::Made {
            written: Some(written),
            ..
        }
        | Self::Changed {
            written: Some(written),
            ..
        } = self
        {
            written.is_deployed = true;
            written.was = None;
            if now.kept.comes_of(&written.kept) {
                written.kept = now.kept.clone();
            }
        }
    }

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

/// What became of the Login flow. Only the Action's own place is ever put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRecord {
    /// The flow before the first change.
    pub before: Vec<Binding>,
    /// The flow as it was last written.
    pub after: Vec<Binding>,
}
