//! What an administrator sets up in the tenant, as tests and the practice world hold it: seen as a whole, and changed from
//! outside.

use std::sync::Arc;

use serde_json::{Value, json};

use super::binding::Binding;
use super::object::{Object, text};
use super::registry::Registry;
use super::set_up_file::{add_action, add_to_flow};
use super::tenant::Tenant;

/// What an administrator has set up.
impl Tenant {
    /// Everything that is set up, without ids, times and secrets: two tenants with the same picture are set up alike.
    pub fn picture(&self) -> Value {
        let shared = &self.0.shared;
        let builds = shared.builds();
        let registry = shared.registry();
        let name_of = |grant: &Object| {
            let client = registry.client(text(grant, "client_id"));
            client.map(|client| text(client, "name").to_owned())
        };
        let clients = registry.clients.iter().map(|client| {
            let mut seen = client.clone();
            for name in ["client_id", "client_secret", "signing_keys"] {
                seen.remove(name);
            }
            Value::Object(seen)
        });
        let grants = registry.grants.iter().map(|grant| {
            json!({
                "application": name_of(grant),
                "audience": grant.get("audience"),
                "scope": grant.get("scope"),
                "subject_type": grant.get("subject_type"),
            })
        });
        let actions = registry
            .actions
            .iter()
            .map(|action| action.picture(&builds));
        let bindings = registry
            .bindings
            .iter()
            .map(|bound| picture(bound, &registry));
        json!({
            "applications": clients.collect::<Vec<Value>>(),
            "grants": grants.collect::<Vec<Value>>(),
            "actions": actions.collect::<Vec<Value>>(),
            "bindings": bindings.collect::<Vec<Value>>(),
        })
    }

    /// Puts somebody else's Action at the end of the Login flow.
    pub fn add_to_flow(&self, name: &str) {
        add_to_flow(&self.0.shared, name);
    }

    /// Makes an Action of these properties, as the API takes them, and gives its id. A deployed one is in use at once.
    pub fn add_action(&self, properties: &Value, deployed: bool) -> Option<String> {
        add_action(&self.0.shared, properties.as_object()?, deployed)
    }

    /// Lets these Actions run in the Login flow, by name and in this order, and no others.
    pub fn set_flow(&self, names: &[&str]) {
        let mut registry = self.0.shared.registry();
        let flow = names.iter().filter_map(|name| {
            let mut actions = registry.actions.iter();
            let action = actions.find(|action| action.name == *name)?;
            Some(Binding::of(action, &self.0.shared.random))
        });
        let flow: Vec<Binding> = flow.collect();
        registry.bindings = flow;
    }

    /// Gives an application these permissions and no others.
    pub fn grant(&self, client_id: &str, permissions: &[&str]) {
        let shared = &self.0.shared;
        let permissions: Vec<String> = permissions.iter().map(|&p| p.to_owned()).collect();
        let audience = shared.audience();
        let mut registry = shared.registry();
        registry.set_permissions(client_id, &audience, &permissions, &shared.random);
    }

    /// Lets an application use another API of the tenant.
    pub fn grant_elsewhere(&self, client_id: &str) {
        let shared = &self.0.shared;
        let audience = "https://api.example.com/";
        let permissions = ["read:orders".to_owned()];
        let mut registry = shared.registry();
        registry.set_permissions(client_id, audience, &permissions, &shared.random);
    }

    /// Runs `action` once, right after the next POST to a path that holds this was carried out.
    pub fn after_post(&self, path: &str, action: impl FnOnce(&Self) + Send + 'static) {
        self.after_request("POST", path, action);
    }

    /// Runs `action` once, right after the next PATCH of a path that holds this was carried out.
    pub fn after_patch(&self, path: &str, action: impl FnOnce(&Self) + Send + 'static) {
        self.after_request("PATCH", path, action);
    }

    fn after_request(&self, method: &str, path: &str, action: impl FnOnce(&Self) + Send + 'static) {
        let tenant = Arc::downgrade(&self.0);
        let trouble = self.trouble();
        trouble.after_requests(1, Some(method), Some(path), move || {
            if let Some(running) = tenant.upgrade() {
                action(&Self(running));
            }
        });
    }

    /// Changes an Action's draft from outside; `false` when there is none of this name.
    pub fn change_action(&self, name: &str, properties: &Value) -> bool {
        let Some(properties) = properties.as_object() else {
            return false;
        };
        let mut registry = self.0.shared.registry();
        let action = registry
            .actions
            .iter_mut()
            .find(|action| action.name == name);
        action.is_some_and(|action| action.change(properties).is_ok())
    }

    /// The same, built and deployed at once.
    pub fn deploy_change(&self, name: &str, properties: &Value) -> bool {
        let changed = self.change_action(name, properties);
        let shared = &self.0.shared;
        let mut registry = shared.registry();
        let mut actions = registry.actions.iter_mut();
        if let Some(action) = actions.find(|action| action.name == name) {
            action.deploy_at_once(&shared.random);
        }
        changed
    }

    /// Makes an application of these properties, without a grant.
    pub fn add_client(&self, properties: &Value) {
        let client = properties.as_object().cloned();
        self.0.shared.registry().clients.extend(client);
    }

    /// Lets every build of an Action that needs a package fail with this message, or no longer.
    pub fn fail_builds(&self, message: Option<&str>) {
        self.0.shared.set_build_failure(message.map(str::to_owned));
    }
}

/// All of a binding that a person could notice.
fn picture(binding: &Binding, registry: &Registry) -> Value {
    let mut actions = registry.actions.iter();
    let action = actions.find(|action| action.id == binding.action_id);
    json!({
        "trigger": binding.trigger,
        "display_name": binding.display_name,
        "action": action.map(|action| &action.name),
    })
}
