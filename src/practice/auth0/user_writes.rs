//! Writing people through the API: `POST`, `PATCH` and `DELETE` of `/api/v2/users`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::bodies::properties;
use super::errors::ApiError;
use super::object::{Object, text};
use super::shared::Shared;
use super::users::{inexistent, one};
use crate::practice::people::{People, Selection};

/// What a body says beside the properties of the user.
const NOT_PROPERTIES: [&str; 6] = [
    "connection",
    "client_id",
    "password",
    "verify_email",
    "verify_phone_number",
    "verify_password",
];

/// Properties that one request cannot change together (the OpenAPI description).
const APART: [(&str, &str); 5] = [
    ("password", "email"),
    ("password", "email_verified"),
    ("username", "email"),
    ("username", "email_verified"),
    ("username", "password"),
];

/// The kinds of connections whose users can be created.
const CREATABLE: [&str; 3] = ["auth0", "email", "sms"];

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match new_user(&shared, properties(&body)) {
        Ok(fields) => {
            let user_id = shared.create_person(&fields);
            one(&shared, &user_id, &Selection::All, StatusCode::CREATED)
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What the service makes of a new user's properties, or why there will be none.
fn new_user(shared: &Shared, mut fields: Object) -> Result<Object, ApiError> {
    let connection = text(&fields, "connection").to_owned();
    takes_new_users(&connection)?;
    for not_a_property in NOT_PROPERTIES {
        fields.shift_remove(not_a_property);
    }
    // An id of the caller's becomes the part behind the provider; it never is the whole id.
    let subject = match fields.get("user_id").and_then(Value::as_str) {
        Some(given) => given.to_owned(),
        None => shared.random.object_id(),
    };
    let user_id = format!("{}|{subject}", People::strategy(&connection));
    fields.insert("user_id".to_owned(), json!(user_id));
    let email = text(&fields, "email").to_owned();
    let same_id = shared.directory.by_id(text(&fields, "user_id")).is_some();
    if same_id || is_taken(shared, &email, &connection, None) {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "auth0_idp_error",
            "The user already exists.",
        ));
    }
    let local = email.split('@').next().unwrap_or_default();
    if !local.is_empty() {
        let nickname = fields.entry("nickname").or_insert_with(|| json!(local));
        let initials: String = nickname.as_str().unwrap_or(local).chars().take(2).collect();
        let picture = format!("https://s.gravatar.example/avatar/{initials}?s=480&r=pg");
        fields.entry("picture").or_insert_with(|| json!(picture));
    }
    Ok(fields)
}

/// The words are those of the OpenAPI description.
fn takes_new_users(connection: &str) -> Result<(), ApiError> {
    if !People::connections().contains(&connection) {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "inexistent_connection",
            "The connection does not exist.",
        ));
    }
    if !CREATABLE.contains(&People::strategy(connection)) {
        return Err(ApiError::plain(
            StatusCode::BAD_REQUEST,
            "Connection does not support user creation through the API. It must either be a database or passwordless connection.",
        ));
    }
    Ok(())
}

/// Whether somebody else in the connection has this address.
fn is_taken(shared: &Shared, email: &str, connection: &str, but: Option<&str>) -> bool {
    let mut same = shared.directory.by_email(email).into_iter();
    !email.is_empty()
        && same
            .any(|other| but != Some(other.user_id.as_str()) && other.is_in_connection(connection))
}

pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
    body: Bytes,
) -> Response {
    match changed(&shared, &user_id, properties(&body)) {
        Ok(()) => one(&shared, &user_id, &Selection::All, StatusCode::OK),
        Err(refusal) => refusal.into_response(),
    }
}

fn changed(shared: &Shared, user_id: &str, mut fields: Object) -> Result<(), ApiError> {
    let both =
        |(one, other): &&(&str, &str)| fields.contains_key(*one) && fields.contains_key(*other);
    if let Some((one, other)) = APART.iter().find(both) {
        let why = format!("Cannot update {one} and {other} simultaneously.");
        return Err(ApiError::plain(StatusCode::BAD_REQUEST, why));
    }
    let person = shared.directory.by_id(user_id).ok_or_else(inexistent)?;
    let email = text(&fields, "email");
    let mut own = People::connections()
        .into_iter()
        .filter(|name| person.is_in_connection(name));
    if own.any(|name| is_taken(shared, email, name, Some(user_id))) {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "auth0_idp_error",
            "The specified new email already exists.",
        ));
    }
    for not_a_property in NOT_PROPERTIES {
        fields.shift_remove(not_a_property);
    }
    shared.change_person(user_id, &fields);
    Ok(())
}

/// Deletes a person; that there is none is no error (recorded).
pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
) -> StatusCode {
    shared.delete_person(&user_id);
    StatusCode::NO_CONTENT
}
