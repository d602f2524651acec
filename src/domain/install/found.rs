//! What a tenant holds of what the set-up makes: applications, grants, Actions, the Login flow.

use serde::{Deserialize, Serialize};

use super::gaps::Gaps;
use crate::domain::ids::ClientId;

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// All applications.
    pub applications: Vec<Application>,
    /// The grants for the Management API, of all applications.
    pub grants: Vec<Grant>,
    /// Applications of ours that have a grant for another API too. Looked at before undoing alone.
    pub used_elsewhere: Vec<ClientId>,
    /// All Actions of the Login flow's trigger, whether they are in the flow or not.
    pub actions: Vec<Action>,
    /// The Login flow, in the order in which it runs.
    pub flow: Vec<Binding>,
    /// The current version of the Login flow's trigger.
    pub trigger: Trigger,
    /// What of these lists could not be read.
    pub gaps: Gaps,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its Client ID.
    pub client_id: ClientId,
    /// Its name, which need not be its alone.
    pub name: String,
    /// Auth0's word for its type: `non_interactive` is Machine to Machine.
    pub app_type: String,
    /// How it may sign in.
    pub grant_types: Vec<String>,
    /// How it shows its secret; empty where Auth0 has no word for it (*unspecified*), and [`BY_KEYS`] where it has keys in
    /// the place of one.
    pub auth_method: String,
}

/// Stands for all ways of signing in with a key or a certificate, which Auth0 lists beside those with a secret.
pub const BY_KEYS: &str = "client_authentication_methods";

impl Application {
    /// Why UserHub could not sign in as this application, if it could not.
    pub fn unfit(&self) -> Option<&'static str> {
        if self.app_type != "non_interactive" {
            return Some("it is not a Machine to Machine application");
        }
        if !self.grant_types.iter().any(|g| g == "client_credentials") {
            return Some("it may not sign in by itself (client credentials are off)");
        }
        match self.auth_method.as_str() {
            // Without a word it is confidential, as Auth0 made them once and its API still does.
            "client_secret_post" | "client_secret_basic" | "" => None,
            _ => Some("it does not sign in with a Client Secret"),
        }
    }
}

/// Which permissions an application has for the Management API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub client_id: ClientId,
    /// The permissions, in Auth0's order.
    pub permissions: Vec<String>,
    /// Whether it allows everything, whatever it lists.
    pub allows_all: bool,
    /// Whether Auth0 made it for itself; such a grant is left alone.
    pub is_system: bool,
}

/// An Action as its draft is, with what of it is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What can be put back.
    pub kept: Kept,
    /// Its secrets; their values cannot be read.
    pub secrets: Vec<SecretSlot>,
    /// Whether the draft is built and in use.
    pub deployment: Deployment,
}

/// What can be read of an Action and written again, so that undo can put it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The code of the draft.
    pub code: String,
    /// The runtime.
    pub runtime: String,
    /// The version of its trigger.
    pub trigger_version: String,
    /// Packages with their versions.
    pub dependencies: Vec<(String, String)>,
}

impl Kept {
    /// Whether this is what comes of what was written: a build pins the version of a package that was asked for as the
    /// latest.
    pub fn comes_of(&self, written: &Self) -> bool {
        let open = |version: &str| version.is_empty() || version == "latest";
        let same_packages = self.dependencies.len() == written.dependencies.len()
            && written.dependencies.iter().all(|(name, version)| {
                let mut here = self.dependencies.iter();
                here.any(|(other, now)| other == name && (now == version || open(version)))
            });
        same_packages
            && (&self.code, &self.runtime, &self.trigger_version)
                == (&written.code, &written.runtime, &written.trigger_version)
    }
}

/// A secret in an Action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretSlot {
    /// Its name.
    pub name: String,
    /// When it was set, in Auth0's own writing, which is only ever compared.
    pub set_at: String,
}

/// How far an Action's draft is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// Auth0's word for the draft's state: `built`, `pending`, `failed`.
    pub status: String,
    /// Why the draft could not be built, in Auth0's words.
    pub errors: Vec<String>,
    /// The version that is in use, if one is.
    pub version: Option<String>,
    /// Whether that version is the draft.
    pub is_current: bool,
}

impl Deployment {
    /// Whether the draft can be deployed.
    pub fn is_built(&self) -> bool {
        self.status == "built"
    }

    /// Whether Auth0 could not build the draft.
    pub fn has_failed(&self) -> bool {
        self.status == "failed"
    }
}

impl Action {
    /// Whether it has a secret of this name.
    pub fn has_secret(&self, name: &str) -> bool {
        self.secrets.iter().any(|secret| secret.name == name)
    }
}

/// An Action's place in the Login flow. Ids of bindings change with each write, so they are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The Action.
    pub action_id: String,
    /// The name that the flow shows.
    pub display_name: String,
}

/// A trigger's current version, with what the tenant recommends to run on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The version: `v3`.
    pub version: String,
    /// The runtime that the tenant recommends: `node22`.
    pub runtime: String,
}

impl Found {
    /// One application.
    pub fn application(&self, id: &ClientId) -> Option<&Application> {
        self.applications.iter().find(|app| app.client_id == *id)
    }

    /// The grant of an application that may be changed.
    pub fn grant(&self, id: &ClientId) -> Option<&Grant> {
        let mut grants = self.grants.iter();
        grants.find(|grant| grant.client_id == *id && !grant.is_system)
    }

    /// One Action.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// Where an Action runs in the Login flow, from 0.
    pub fn place_of(&self, action_id: &str) -> Option<usize> {
        self.flow.iter().position(|b| b.action_id == action_id)
    }
}
