//! Triggers, and the Actions that run on them in order (contract auth0-api 7.2, 6 and 11).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::action::{Action, bad_request, time};
use super::actions;
use super::binding::Binding;
use super::bodies::properties;
use super::clients::answer;
use super::errors::ApiError;
use super::parameters::Parameters;
use super::registry::Registry;
use super::shared::Shared;
use crate::practice::clock;

/// More Actions than this cannot run on one trigger.
const MOST: usize = 20;

pub(crate) async fn triggers() -> Response {
    let trigger = |id: &str, version: &str, status: &str| {
        let runtimes = match status {
            "CURRENT" => json!(["node18-actions", "node22"]),
            _ => json!(["node18-actions"]),
        };
        let default = if status == "CURRENT" {
            "node22"
        } else {
            "node18-actions"
        };
        json!({
            "id": id,
            "version": version,
            "status": status,
            "runtimes": runtimes,
            "default_runtime": default,
            "compatible_triggers": [],
        })
    };
    let mut current = trigger("post-login", "v3", "CURRENT");
    current["compatible_triggers"] = json!([{"id": "post-login", "version": "v2"}]);
    let all = json!({"triggers": [
        trigger("post-login", "v1", "DEPRECATED"),
        trigger("post-login", "v2", "DEPRECATED"),
        current,
        trigger("credentials-exchange", "v2", "CURRENT"),
        trigger("pre-user-registration", "v2", "CURRENT"),
        trigger("post-user-registration", "v2", "CURRENT"),
        trigger("post-change-password", "v2", "CURRENT"),
    ]});
    answer(StatusCode::OK, Ok(all))
}

pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Path(trigger): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &["page", "per_page"])?;
        let bindings = shown(&shared.registry(), &trigger);
        parameters.sparse_page_of("bindings", bindings)
    };
    answer(StatusCode::OK, read())
}

/// Replaces all bindings of a trigger; every one of them gets a new id, also those that stay (recorded).
pub(crate) async fn replace(
    State(shared): State<Arc<Shared>>,
    Path(trigger): Path<String>,
    body: Bytes,
) -> Response {
    let replace = || {
        let given = properties(&body);
        let Some(list) = given.get("bindings").and_then(Value::as_array) else {
            return Err(ApiError::body(
                "Payload validation error: 'Missing required property: bindings'.",
            ));
        };
        if list.len() > MOST {
            return Err(bad_request("A trigger can have at most 20 bindings."));
        }
        let mut registry = shared.registry();
        let bound = list
            .iter()
            .map(|wanted| bind(&registry, &shared, &trigger, wanted));
        let bound: Vec<Binding> = bound.collect::<Result<_, _>>()?;
        registry
            .bindings
            .retain(|binding| binding.trigger != trigger);
        registry.bindings.extend(bound);
        Ok(json!({"bindings": shown(&registry, &trigger)}))
    };
    answer(StatusCode::OK, replace())
}

fn bind(
    registry: &Registry,
    shared: &Shared,
    trigger: &str,
    wanted: &Value,
) -> Result<Binding, ApiError> {
    let value = wanted["ref"]["value"].as_str().unwrap_or_default();
    let action_of_binding = || {
        let bound = registry
            .bindings
            .iter()
            .find(|binding| binding.id == value)?;
        registry
            .actions
            .iter()
            .find(|action| action.id == bound.action_id)
    };
    let action = match wanted["ref"]["type"].as_str().unwrap_or_default() {
        "action_id" => registry.actions.iter().find(|action| action.id == value),
        "binding_id" => action_of_binding(),
        // The description's default.
        _ => registry.actions.iter().find(|action| action.name == value),
    };
    let action = action.ok_or_else(actions::inexistent)?;
    check(action, trigger)?;
    let display_name = wanted["display_name"].as_str().unwrap_or(&action.name);
    Ok(Binding {
        id: shared.random.uuid(),
        trigger: trigger.to_owned(),
        action_id: action.id.clone(),
        display_name: display_name.to_owned(),
        created: clock::now(),
    })
}

fn check(action: &Action, trigger: &str) -> Result<(), ApiError> {
    if action.trigger() != trigger {
        return Err(bad_request(
            "Trying to create a binding for an incompatible action and trigger.",
        ));
    }
    if action.deployed().is_none() {
        return Err(bad_request(
            "Trying to create a binding for an action that has not been deployed.",
        ));
    }
    Ok(())
}

fn shown(registry: &Registry, trigger: &str) -> Vec<Value> {
    let of_trigger = registry.bindings.iter().filter(|b| b.trigger == trigger);
    let shown = of_trigger.filter_map(|binding| {
        let action = registry
            .actions
            .iter()
            .find(|action| action.id == binding.action_id)?;
        let mut summary = action.summary();
        if let Some(version) = action.deployed() {
            summary.extend(version.as_current());
        }
        Some(json!({
            "id": binding.id,
            "trigger_id": binding.trigger,
            "action": summary,
            "created_at": time(binding.created),
            "updated_at": time(binding.created),
            "display_name": binding.display_name,
        }))
    });
    shown.collect()
}
