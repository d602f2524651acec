//! What an administrator has set up, kept in a file between runs.

use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::action::Action;
use super::binding::Binding;
use super::object::{Object, object, text};
use super::random;
use super::registry::Registry;
use super::shared::Shared;

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
    if changes {
        keep_now(&shared);
    }
    response
}

/// Keeps what is set up now.
pub(crate) fn keep_now(shared: &Shared) {
    let Some(file) = &shared.options.set_up_file else {
        return;
    };
    let runs = std::fs::read(file).ok();
    let runs = runs.and_then(|text| serde_json::from_slice::<Kept>(&text).ok());
    let runs = runs.map_or(1, |kept| kept.runs);
    if let Err(error) = write(file, runs, &shared.registry()) {
        tracing::warn!(%error, "the practice tenant could not be kept");
    }
}

/// Somebody else's Action: deployed, and in the Login flow.
pub(super) fn add_to_flow(shared: &Shared, name: &str) {
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

/// Makes an Action; its id.
pub(super) fn add_action(shared: &Shared, given: &Object, deployed: bool) -> Option<String> {
    let mut action = Action::create(given, &shared.random).ok()?;
    if deployed {
        action.deploy_at_once(&shared.random);
    }
    let id = action.id.clone();
    shared.registry().actions.push(action);
    Some(id)
}
