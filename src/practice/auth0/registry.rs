//! The tenant's applications, the grants that let them use an API, its Actions and where they run.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::action::Action;
use super::binding::Binding;
use super::object::{Object, object, text, texts};
use super::random::Random;

/// What an administrator sets up, in the order of creation.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Registry {
    pub(crate) clients: Vec<Object>,
    pub(crate) grants: Vec<Object>,
    pub(crate) actions: Vec<Action>,
    /// The Actions of all triggers, each trigger's in the order of their run.
    pub(crate) bindings: Vec<Binding>,
}

impl Registry {
    pub(crate) fn client(&self, client_id: &str) -> Option<&Object> {
        self.clients
            .iter()
            .find(|client| text(client, "client_id") == client_id)
    }

    pub(crate) fn client_mut(&mut self, client_id: &str) -> Option<&mut Object> {
        self.clients
            .iter_mut()
            .find(|client| text(client, "client_id") == client_id)
    }

    /// The grant of an application for an API.
    pub(crate) fn grant(&self, client_id: &str, audience: &str) -> Option<&Object> {
        self.grants.iter().find(|grant| {
            text(grant, "client_id") == client_id && text(grant, "audience") == audience
        })
    }

    /// Adds the application that the practice world signs in with.
    pub(crate) fn add_application(&mut self, client_id: &str, secret: &str) {
        self.clients
            .retain(|client| text(client, "client_id") != client_id);
        self.clients.push(object(json!({
            "name": "Practice",
            "client_id": client_id,
            "client_secret": secret,
            "app_type": "non_interactive",
            "grant_types": ["client_credentials"],
            "token_endpoint_auth_method": "client_secret_post",
            "is_first_party": true,
            "oidc_conformant": true,
            "sso_disabled": false,
            "cross_origin_authentication": false,
            "custom_login_page_on": true,
        })));
    }

    /// The permissions of an application; none where nothing was granted.
    pub(crate) fn permissions(&self, client_id: &str, audience: &str) -> Vec<String> {
        let grant = self.grants.iter().find(|grant| {
            text(grant, "client_id") == client_id && text(grant, "audience") == audience
        });
        grant.map_or_else(Vec::new, |grant| texts(grant, "scope"))
    }

    /// Gives an application these permissions and no others; an empty list is still a grant.
    pub(crate) fn set_permissions(
        &mut self,
        client_id: &str,
        audience: &str,
        scopes: &[String],
        random: &Random,
    ) {
        let found = self.grants.iter_mut().find(|grant| {
            text(grant, "client_id") == client_id && text(grant, "audience") == audience
        });
        if let Some(grant) = found {
            grant.insert("scope".to_owned(), json!(scopes));
            return;
        }
        self.grants.push(object(json!({
            "id": format!("cgr_{}", random.alphanumeric(16)),
            "client_id": client_id,
            "audience": audience,
            "scope": scopes,
            "subject_type": "client",
        })));
    }
}
