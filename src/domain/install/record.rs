//! What was changed, as it is written down before and after each change: so that it can be undone, and so that a set-up
//! that was cut off goes on instead of beginning again. It holds no secret.

use serde::{Deserialize, Serialize};

use super::found::{Binding, Found, Kept, SecretSlot};
use super::plan::Change;
use super::targets;
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

impl Record {
    /// The version of this form.
    pub const VERSION: u32 = 1;

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
        }
    }

    /// Takes up what was cut off in the middle: what was about to be made, and is there after all, was made.
    pub fn take_up(&mut self, found: &Found) {
        if let Some(making @ ApplicationRecord::Making { .. }) = &self.application
            && let Some(client_id) = targets::recorded_application(found, making)
        {
            self.application = Some(ApplicationRecord::Made { client_id });
        }
        if let Some(making @ ActionRecord::Making { .. }) = &self.action
            && let Some(id) = targets::recorded_action(found, making)
        {
            let there = found.action(&id).map(|action| action.kept.code.clone());
            let code = there.unwrap_or_default();
            self.action = Some(ActionRecord::Made { id, code });
        }
    }

    /// What undoing would do, one line each, in the order in which it would be done.
    pub fn undo_lines(&self) -> Vec<String> {
        let rows = self.undo_rows().into_iter();
        rows.map(|row| format!("{}: {}", row.title, row.after))
            .collect()
    }

    /// What undoing would do, in the order in which it would be done.
    pub fn undo_rows(&self) -> Vec<UndoRow> {
        let mut rows = Vec::new();
        let mut row = |change, title, before: &str, after: String| {
            let before = before.to_owned();
            rows.push(UndoRow {
                change,
                title,
                before,
                after,
            });
        };
        if let Some(flow) = &self.flow {
            let names = |flow: &[Binding], between| {
                let names: Vec<&str> = flow.iter().map(|b| b.display_name.as_str()).collect();
                names.join(between)
            };
            let after = match flow.before.len() {
                0 => "empty again".to_owned(),
                _ => format!("{} again", names(&flow.before, ", ")),
            };
            row(Change::Flow, "Login flow", &names(&flow.after, ", "), after);
        }
        let changed = "changed by UserHub Connect";
        match &self.action {
            Some(ActionRecord::Made { .. }) => {
                let after = "deleted".to_owned();
                row(Change::Action, "Action", "made by UserHub Connect", after);
            }
            Some(ActionRecord::Changed {
                version: Some(_), ..
            }) => {
                let after =
                    "the version that was deployed before is deployed again, with its secrets";
                row(Change::Action, "Action", changed, after.to_owned());
            }
            Some(ActionRecord::Changed { version: None, .. }) => {
                let after = "its code as before; the values of its secrets cannot be put back";
                row(Change::Action, "Action", changed, after.to_owned());
            }
            Some(ActionRecord::Making { .. }) | None => {}
        }
        if let Some(grant) = &self.grant {
            let added = grant.added.join(", ");
            let after = match grant.before {
                None => "taken away".to_owned(),
                Some(_) => format!("{added} taken away"),
            };
            row(Change::Permissions, "Permissions", &added, after);
        }
        if let Some(ApplicationRecord::Made { client_id }) = &self.application {
            let after = format!("{client_id} deleted");
            row(
                Change::Application,
                "Application",
                "made by UserHub Connect",
                after,
            );
        }
        rows
    }
}

/// One thing that undoing would put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoRow {
    /// Which change.
    pub change: Change,
    /// What it is.
    pub title: &'static str,
    /// What there is before undoing.
    pub before: String,
    /// What there is after it.
    pub after: String,
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
