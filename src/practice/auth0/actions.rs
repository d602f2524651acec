//! Actions through the API: `/api/v2/actions/actions` and their versions (contract auth0-api 7.2, 6 to 10).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::action::{Action, Version};
use super::bodies::properties;
use super::clients::answer;
use super::errors::ApiError;
use super::object::{Object, text};
use super::parameters::Parameters;
use super::registry::Registry;
use super::rehearsal;
use super::shared::Shared;

/// The parameters of the list; `include_totals` is refused here.
const LIST: [&str; 6] = [
    "triggerId",
    "actionName",
    "deployed",
    "page",
    "per_page",
    "installed",
];

pub(crate) async fn list(State(shared): State<Arc<Shared>>, RawQuery(raw): RawQuery) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &LIST)?;
        let (trigger, name) = (parameters.text("triggerId"), parameters.text("actionName"));
        let deployed = parameters.text("deployed");
        parameters.flag("deployed", false)?;
        // Nothing here comes from the marketplace.
        let none = parameters.flag("installed", false)?;
        let builds = shared.builds();
        let registry = shared.registry();
        let actions = registry.actions.iter().filter(|action| {
            let is_deployed = if action.deployed().is_some() {
                "true"
            } else {
                "false"
            };
            !none
                && deployed.is_none_or(|wanted| wanted == is_deployed)
                && trigger.is_none_or(|id| action.trigger() == id)
                && name.is_none_or(|name| action.name == name)
        });
        let actions = actions.map(|action| Value::Object(action.json(&builds)));
        parameters.sparse_page_of("actions", actions.collect())
    };
    answer(StatusCode::OK, read())
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let create = || {
        let given = properties(&body);
        has_free_name(&shared.registry(), "", &given)?;
        let mut action = Action::create(&given, &shared.random)?;
        let builds = shared.builds();
        if given.get("deploy") == Some(&Value::Bool(true)) {
            action.deploy(&builds, true, &shared.random)?;
        }
        let json = action.json(&builds);
        shared.registry().actions.push(action);
        Ok(Value::Object(json))
    };
    answer(StatusCode::CREATED, create())
}

pub(crate) async fn read(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let builds = shared.builds();
    let found = with_action(&shared, &id, |action| Ok(action.json(&builds).into()));
    answer(StatusCode::OK, found)
}

pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let builds = shared.builds();
    let change = || {
        let given = properties(&body);
        has_free_name(&shared.registry(), &id, &given)?;
        with_action(&shared, &id, |action| {
            action.change(&given)?;
            Ok(action.json(&builds).into())
        })
    };
    answer(StatusCode::OK, change())
}

/// Two Actions cannot have one name. That it is so, and the words, are invented: no recording has it.
fn has_free_name(registry: &Registry, own_id: &str, given: &Object) -> Result<(), ApiError> {
    let name = text(given, "name");
    let mut others = registry.actions.iter();
    if others.any(|action| action.name == name && action.id != own_id) {
        let why = format!("An action with the name {name} already exists.");
        return Err(ApiError::plain(StatusCode::CONFLICT, why));
    }
    Ok(())
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let delete = || {
        let parameters = Parameters::read(raw.as_deref(), &["force"])?;
        let force = parameters.flag("force", false)?;
        let mut registry = shared.registry();
        if !registry.actions.iter().any(|action| action.id == id) {
            return Err(inexistent());
        }
        let is_bound = registry.bindings.iter().any(|bound| bound.action_id == id);
        if is_bound && !force {
            let why = "This action is bound to a trigger and cannot be deleted.";
            return Err(ApiError::plain(StatusCode::CONFLICT, why));
        }
        registry.actions.retain(|action| action.id != id);
        registry.bindings.retain(|bound| bound.action_id != id);
        Ok(())
    };
    match delete() {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error.into_response(),
    }
}

pub(crate) async fn deploy(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let builds = shared.builds();
    let deployed = with_action(&shared, &id, |action| {
        let version = action.deploy(&builds, false, &shared.random)?;
        Ok(of_action(&version, action))
    });
    answer(StatusCode::OK, deployed)
}

/// Tries the draft; see [`rehearsal`].
pub(crate) async fn test(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let builds = shared.builds();
    let took = shared.action_time();
    let tested = with_action(&shared, &id, |action| rehearsal::run(action, &builds, took));
    answer(StatusCode::OK, tested)
}

pub(crate) async fn versions(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &["page", "per_page"])?;
        let mut versions = Vec::new();
        with_action(&shared, &id, |action| {
            let newest_first = action.versions.iter().rev();
            versions.extend(newest_first.map(|version| of_action(version, action)));
            Ok(Value::Null)
        })?;
        parameters.sparse_page_of("versions", versions)
    };
    answer(StatusCode::OK, read())
}

pub(crate) async fn version(
    State(shared): State<Arc<Shared>>,
    Path((id, version)): Path<(String, String)>,
) -> Response {
    let found = with_action(&shared, &id, |action| {
        let found = action.versions.iter().find(|known| known.id == version);
        let found = found.ok_or_else(inexistent_version)?;
        Ok(of_action(found, action))
    });
    answer(StatusCode::OK, found)
}

pub(crate) async fn deploy_version(
    State(shared): State<Arc<Shared>>,
    Path((id, version)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let builds = shared.builds();
    let update_draft = properties(&body).get("update_draft") == Some(&Value::Bool(true));
    let deployed = with_action(&shared, &id, |action| {
        let deployed = action.deploy_again(&version, update_draft, &builds, &shared.random);
        let deployed = deployed.ok_or_else(inexistent_version)?;
        Ok(of_action(&deployed, action))
    });
    answer(StatusCode::OK, deployed)
}

fn of_action(version: &Version, action: &Action) -> Value {
    let mut json = version.json();
    json.insert("action".to_owned(), action.summary().into());
    Value::Object(json)
}

fn with_action(
    shared: &Shared,
    id: &str,
    act: impl FnOnce(&mut Action) -> Result<Value, ApiError>,
) -> Result<Value, ApiError> {
    let mut registry = shared.registry();
    let action = registry.actions.iter_mut().find(|action| action.id == id);
    act(action.ok_or_else(inexistent)?)
}

pub(crate) fn inexistent() -> ApiError {
    ApiError::plain(StatusCode::NOT_FOUND, "That action does not exist.")
}

fn inexistent_version() -> ApiError {
    ApiError::plain(StatusCode::NOT_FOUND, "The action version does not exist.")
}
