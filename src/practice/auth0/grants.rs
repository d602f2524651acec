//! Client grants: which application may use the Management API, and with which permissions.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::bodies::properties;
use super::clients::{answer, inexistent};
use super::errors::ApiError;
use super::object::{Object, object, text};
use super::parameters::Parameters;
use super::shared::Shared;

const LIST: [&str; 10] = [
    "page",
    "per_page",
    "include_totals",
    "from",
    "take",
    "audience",
    "client_id",
    "allow_any_organization",
    "subject_type",
    "default_for",
];

/// The filters of the list, each named as the property that it looks at.
const FILTERS: [&str; 5] = [
    "audience",
    "client_id",
    "allow_any_organization",
    "subject_type",
    "default_for",
];

pub(crate) async fn list(State(shared): State<Arc<Shared>>, RawQuery(raw): RawQuery) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &LIST)?;
        parameters.flag("allow_any_organization", false)?;
        let is_wanted = |grant: &&Object| {
            FILTERS
                .iter()
                .all(|name| parameters.agrees(grant, name, name))
        };
        let registry = shared.registry();
        let grants = registry.grants.iter().filter(is_wanted);
        let grants: Vec<Value> = grants.map(|grant| Value::Object(grant.clone())).collect();
        parameters.page_of("client_grants", grants)
    };
    answer(StatusCode::OK, read())
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    answer(StatusCode::CREATED, add(&shared, &body))
}

fn add(shared: &Shared, body: &[u8]) -> Result<Value, ApiError> {
    let given = properties(body);
    // Which of these are needed follows from the others and from the API, and so is not in the schema.
    let missing = |name: &str| {
        ApiError::body(format!(
            "Payload validation error: 'Missing required property: {name}'."
        ))
    };
    if !given.contains_key("scope") {
        return Err(missing("scope"));
    }
    if given.contains_key("allow_all_scopes") {
        return Err(ApiError::body(
            "Payload validation error: 'allow_all_scopes is not allowed for this API'.",
        ));
    }
    let (client_id, audience) = (text(&given, "client_id"), text(&given, "audience"));
    let mut registry = shared.registry();
    if !given.contains_key("default_for") {
        if client_id.is_empty() {
            return Err(missing("client_id"));
        }
        registry.client(client_id).ok_or_else(inexistent)?;
    }
    if audience != shared.audience() {
        return Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "inexistent_resource_server",
            "Resource server not found",
        ));
    }
    let subject_type = match text(&given, "subject_type") {
        "" => "client",
        other => other,
    };
    let exists = registry.grants.iter().any(|grant| {
        text(grant, "client_id") == client_id
            && text(grant, "audience") == audience
            && text(grant, "subject_type") == subject_type
            && text(grant, "default_for") == text(&given, "default_for")
    });
    if exists {
        return Err(ApiError::plain(
            StatusCode::CONFLICT,
            format!("A client grant already exists between {client_id} and {audience}"),
        ));
    }
    let mut grant = object(json!({
        "id": format!("cgr_{}", shared.random.alphanumeric(16)),
        "subject_type": subject_type,
    }));
    grant.extend(given);
    registry.grants.push(grant.clone());
    Ok(Value::Object(grant))
}

pub(crate) async fn read(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let registry = shared.registry();
    let grant = registry.grants.iter().find(|grant| text(grant, "id") == id);
    let found = grant.map(|grant| Value::Object(grant.clone()));
    answer(StatusCode::OK, found.ok_or_else(inexistent_grant))
}

/// Replaces the list of permissions; the application and the API of a grant never change.
pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let change = || {
        let given = properties(&body);
        let mut registry = shared.registry();
        let grant = registry
            .grants
            .iter_mut()
            .find(|grant| text(grant, "id") == id);
        let grant = grant.ok_or_else(inexistent_grant)?;
        grant.extend(given);
        Ok(Value::Object(grant.clone()))
    };
    answer(StatusCode::OK, change())
}

/// Deletes a grant; that there is none is no error (recorded).
pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> StatusCode {
    shared
        .registry()
        .grants
        .retain(|grant| text(grant, "id") != id);
    StatusCode::NO_CONTENT
}

fn inexistent_grant() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "inexistent_client_grant",
        "The grant does not exist.",
    )
}
