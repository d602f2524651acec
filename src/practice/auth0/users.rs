//! Reading people: one page of a search, one by id, those with an e-mail address (contract auth0-api 3).

use std::io::Write as _;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::errors::ApiError;
use super::parameters::Parameters;
use super::query;
use super::search::{Found, MOST, Order, Search};
use super::shared::Shared;
use crate::practice::faulty;
use crate::practice::people::{Person, Selection};

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

/// What `sort` says; people come by the time of their creation where it says nothing.
pub(crate) fn order(sort: Option<&str>) -> Result<Order, ApiError> {
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

pub(crate) fn beyond_the_cap() -> ApiError {
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

/// One person as an answer, or that there is none.
pub(crate) fn one(
    shared: &Shared,
    user_id: &str,
    selection: &Selection,
    status: StatusCode,
) -> Response {
    let Some(person) = shared.directory.by_id(user_id) else {
        return inexistent().into_response();
    };
    let mut out = Vec::with_capacity(1_024);
    person.write_json(&mut out, selection);
    faulty::json(status, out)
}

pub(crate) fn inexistent() -> ApiError {
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
