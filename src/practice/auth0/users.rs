//! Reading people: one page of a search, one by id, those with an e-mail address (contract auth0-api 3).

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::Shared;
use super::errors::ApiError;
use super::parameters::Parameters;
use super::query;
use super::registry::{Object, text};
use super::search::{Found, MOST, Order, Search};
use crate::practice::faulty;
use crate::practice::people::{People, Person, Selection};

/// The parameters of the OpenAPI description; `from` and `take` are not among them.
const LIST: [&str; 10] = [
    "page",
    "per_page",
    "include_totals",
    "sort",
    "connection",
    "fields",
    "include_fields",
    "q",
    "search_engine",
    "primary_order",
];

/// A longer query string is answered with 414 and plain text.
const LONGEST_QUERY: usize = 8_000;

pub(crate) async fn list(State(shared): State<Arc<Shared>>, RawQuery(raw): RawQuery) -> Response {
    if raw.as_ref().is_some_and(|raw| raw.len() > LONGEST_QUERY) {
        return (StatusCode::URI_TOO_LONG, "URI Too Long").into_response();
    }
    page(&shared, raw.as_deref()).unwrap_or_else(ApiError::into_response)
}

fn page(shared: &Shared, raw: Option<&str>) -> Result<Response, ApiError> {
    let parameters = Parameters::read(raw, &LIST)?;
    let page = parameters.number("page", 0, usize::MAX)?;
    let per_page = parameters.number("per_page", 50, 100)?;
    let totals = parameters.flag("include_totals", false)?;
    let selection = parameters.selection()?;
    let order = order(parameters.text("sort"))?;
    let offset = page.saturating_mul(per_page);
    if offset >= MOST {
        return Err(beyond_the_cap());
    }
    let query = match parameters.text("q").map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(query::parse(text).map_err(|e| ApiError::query(e.to_string()))?),
    };
    let found = shared.directory.search(&Search {
        query: query.as_ref(),
        order,
        offset,
        limit: per_page,
        count: totals,
    });
    let start = totals.then_some((offset, per_page));
    Ok(faulty::json(
        StatusCode::OK,
        write_page(&found, start, &selection),
    ))
}

fn order(sort: Option<&str>) -> Result<Order, ApiError> {
    let Some(sort) = sort else {
        return Ok(Order {
            field: "created_at".to_owned(),
            descending: false,
        });
    };
    let parsed = match sort.rsplit_once(':') {
        Some((field, "1")) => Some((field, false)),
        Some((field, "-1")) => Some((field, true)),
        _ => None,
    };
    match parsed {
        Some((field, descending)) if is_sortable(field) => Ok(Order {
            field: field.to_owned(),
            descending,
        }),
        _ => Err(ApiError::query(
            "Query validation error: 'String does not match pattern ^[^:]+:(1|-1)$' on property sort",
        )),
    }
}

fn is_sortable(field: &str) -> bool {
    let root = field.split('.').next().unwrap_or_default();
    !field.is_empty() && !field.contains(':') && root != "app_metadata" && root != "user_metadata"
}

fn beyond_the_cap() -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "invalid_paging",
        "You can only page through the first 1000 records. \
         See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
    )
}

fn write_page(found: &Found, start: Option<(usize, usize)>, selection: &Selection) -> Vec<u8> {
    let mut out = Vec::with_capacity(found.people.len() * 900 + 100);
    let length = found.people.len();
    let Some((offset, limit)) = start else {
        write_list(&mut out, &found.people, selection);
        return out;
    };
    // Writing into memory cannot fail.
    write!(
        out,
        r#"{{"start":{offset},"limit":{limit},"length":{length},"users":"#
    )
    .unwrap_or_default();
    write_list(&mut out, &found.people, selection);
    write!(out, r#","total":{}}}"#, found.total).unwrap_or_default();
    out
}

fn write_list(out: &mut Vec<u8>, people: &[Arc<Person>], selection: &Selection) {
    out.push(b'[');
    for (at, person) in people.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        person.write_json(out, selection);
    }
    out.push(b']');
}

pub(crate) async fn by_id(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let selection = match raw {
        None => Ok(Selection::All),
        Some(raw) => Parameters::read(Some(&raw), &["fields", "include_fields"])
            .and_then(|parameters| parameters.selection()),
    };
    match selection {
        Ok(selection) => one(&shared, &user_id, &selection, StatusCode::OK),
        Err(error) => error.into_response(),
    }
}

fn one(shared: &Shared, user_id: &str, selection: &Selection, status: StatusCode) -> Response {
    let Some(person) = shared.directory.by_id(user_id) else {
        return inexistent().into_response();
    };
    let mut out = Vec::with_capacity(1_024);
    person.write_json(&mut out, selection);
    faulty::json(status, out)
}

fn inexistent() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "inexistent_user",
        "The user does not exist.",
    )
}

pub(crate) async fn by_email(
    State(shared): State<Arc<Shared>>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let known = ["fields", "include_fields", "email"];
        let parameters = Parameters::read(raw.as_deref(), &known)?;
        let email = parameters.text("email").unwrap_or_default().to_owned();
        if !email.contains('@') {
            return Err(ApiError::query(
                "Query validation error: 'Object didn't pass validation for format email' on property email",
            ));
        }
        Ok((email, parameters.selection()?))
    };
    match read() {
        Ok((email, selection)) => {
            let mut out = Vec::new();
            write_list(&mut out, &shared.directory.by_email(&email), &selection);
            faulty::json(StatusCode::OK, out)
        }
        Err(error) => error.into_response(),
    }
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let fields: Result<Object, _> = serde_json::from_slice(&body);
    match fields {
        Ok(mut fields) if fields.get("connection").is_some_and(Value::is_string) => {
            if let Some(refusal) = refused_as_new(&shared, &mut fields) {
                return refusal.into_response();
            }
            let user_id = shared.directory.create(&fields, &shared.random);
            one(&shared, &user_id, &Selection::All, StatusCode::CREATED)
        }
        _ => missing("connection").into_response(),
    }
}

/// Makes what the service makes of a new user's fields, or says why there will be none.
fn refused_as_new(shared: &Shared, fields: &mut Object) -> Option<ApiError> {
    let connection = text(fields, "connection").to_owned();
    for not_a_field in ["connection", "password", "verify_email"] {
        fields.remove(not_a_field);
    }
    // An id of the caller's becomes the part behind the provider; it never is the whole id.
    if let Some(given) = fields.get("user_id").and_then(Value::as_str) {
        let id = format!("{}|{given}", People::strategy(&connection));
        fields.insert("user_id".to_owned(), json!(id));
    }
    let email = text(fields, "email").to_owned();
    let same_id = shared.directory.by_id(text(fields, "user_id")).is_some();
    let mut same_email = shared.directory.by_email(&email).into_iter();
    let taken = !email.is_empty() && same_email.any(|other| other.is_in_connection(&connection));
    if same_id || taken {
        return Some(ApiError::new(
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
    None
}

/// What the service alone writes of a user.
const ITS_OWN: [&str; 7] = [
    "user_id",
    "identities",
    "created_at",
    "updated_at",
    "last_login",
    "last_ip",
    "logins_count",
];

pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
    body: Bytes,
) -> Response {
    let Ok(mut fields) = serde_json::from_slice::<Object>(&body) else {
        return ApiError::body("Payload validation error: 'Invalid JSON'").into_response();
    };
    let refused: Vec<&str> = ITS_OWN
        .into_iter()
        .filter(|n| fields.contains_key(*n))
        .collect();
    if !refused.is_empty() {
        let why = format!(
            "Payload validation error: 'Additional properties not allowed: {}'",
            refused.join(",")
        );
        return ApiError::body(why).into_response();
    }
    for not_a_field in ["connection", "client_id", "password", "verify_email"] {
        fields.remove(not_a_field);
    }
    if shared.directory.change_fields(&user_id, &fields) {
        one(&shared, &user_id, &Selection::All, StatusCode::OK)
    } else {
        inexistent().into_response()
    }
}

/// Deletes a person; that there is none is no error (recorded).
pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
) -> StatusCode {
    shared.directory.delete(&user_id);
    StatusCode::NO_CONTENT
}

fn missing(property: &str) -> ApiError {
    ApiError::body(format!(
        "Payload validation error: 'Missing required property: {property}'."
    ))
}
