//! What an administrator sets up in the tenant, as tests and the practice world hold it: seen as a whole, changed from
//! outside, and kept in a file between runs.

use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::action::Action;
use super::bindings::Binding;
use super::random;
use super::registry::{Object, Registry, object, text};
use super::shared::Shared;
use super::tenant::Tenant;

/// The file between runs.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// How often it was opened, so that each run makes other ids.
    runs: u64,
    registry: Registry,
}

/// Takes up what the last run left, or sets up what is there from the start.
pub(crate) fn open(shared: &Shared) -> io::Result<()> {
    if let Some(file) = &shared.options.set_up_file
        && let Ok(bytes) = std::fs::read(file)
    {
        // A file that cannot be read is that of an older version: the world begins anew.
        if let Ok(kept) = serde_json::from_slice::<Kept>(&bytes) {
            shared.random.skip_to(kept.runs + 1);
            let mut registry = kept.registry;
            for client in &mut registry.clients {
                let secret = random::secret_of(shared.options.seed, text(client, "client_id"));
                client.insert("client_secret".to_owned(), json!(secret));
            }
            *shared.registry() = registry;
            return write(file, kept.runs + 1, &shared.registry());
        }
    }
    for name in &shared.options.in_flow {
        add_to_flow(shared, name);
    }
    match &shared.options.set_up_file {
        Some(file) => write(file, 1, &shared.registry()),
        None => Ok(()),
    }
}

/// Writes a new file beside the old one and puts it in its place, so that a killed process leaves a whole one.
fn write(file: &Path, runs: u64, registry: &Registry) -> io::Result<()> {
    let mut registry = registry.clone();
    for client in &mut registry.clients {
        // The secrets of a practice tenant open nothing else; all the same they are not written down, but made again.
        client.remove("client_secret");
    }
    let text = serde_json::to_vec_pretty(&Kept { runs, registry })?;
    let beside = file.with_extension("new");
    std::fs::write(&beside, text)?;
    std::fs::rename(beside, file)
}

/// Keeps what a request has changed before its answer is sent.
pub(crate) async fn keep(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let changes = request.method() != Method::GET;
    let response = next.run(request).await;
    if changes && let Some(file) = &shared.options.set_up_file {
        let runs = std::fs::read(file).ok();
        let runs = runs.and_then(|text| serde_json::from_slice::<Kept>(&text).ok());
        let runs = runs.map_or(1, |kept| kept.runs);
        if let Err(error) = write(file, runs, &shared.registry()) {
            tracing::warn!(%error, "the practice tenant could not be kept");
        }
    }
    response
}

/// Somebody else's Action: deployed, and in the Login flow.
fn add_to_flow(shared: &Shared, name: &str) {
    let given = object(json!({
        "name": name,
        "supported_triggers": [{"id": "post-login", "version": "v3"}],
        "code": format!("// {name}\nexports.onExecutePostLogin = async (event, api) => {{}};\n"),
        "runtime": "node22",
        "dependencies": [],
        "secrets": [{"name": "OTHER", "value": name}],
    }));
    if let Some(id) = add_action(shared, &given, true) {
        let mut registry = shared.registry();
        let action = registry.actions.iter().find(|action| action.id == id);
        let binding = action.map(|action| Binding::of(action, &shared.random));
        registry.bindings.extend(binding);
    }
}

fn add_action(shared: &Shared, given: &Object, deployed: bool) -> Option<String> {
    let mut action = Action::create(given, &shared.random).ok()?;
    if deployed {
        action.deploy_at_once(&shared.random);
    }
    let id = action.id.clone();
    shared.registry().actions.push(action);
    Some(id)
}

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
        let bindings = registry.bindings.iter().map(|b| b.picture(&registry));
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
