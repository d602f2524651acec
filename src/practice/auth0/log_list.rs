//! Reading the tenant's log: `GET /api/v2/logs`, `/logs/{id}` and `/users/{id}/logs` (contract keep-up 3).
//!
//! There are two ways. By search, with `q` or `search`, pages and an order, newest first unless said otherwise, up to 1,000 events. Or
//! from a checkpoint: `from` names the last event that the caller has, `take` says how many more, all else is ignored, and
//! an empty answer means that there is nothing new.

use std::cmp::Ordering;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::clients::answer;
use super::errors::ApiError;
use super::log_search::words;
use super::logs::Event;
use super::object::Object;
use super::parameters::Parameters;
use super::query;
use super::shared::Shared;
use super::users::{beyond_the_cap, order};
use crate::practice::faulty;
use crate::practice::people::Selection;

const LIST: [&str; 10] = [
    "page",
    "per_page",
    "include_totals",
    "sort",
    "fields",
    "include_fields",
    "from",
    "take",
    "q",
    "search",
];
const OF_USER: [&str; 4] = ["page", "per_page", "include_totals", "sort"];

/// More events than this are not shown by search, as with users.
const MOST: usize = 1_000;

pub(crate) async fn list(State(shared): State<Arc<Shared>>, RawQuery(raw): RawQuery) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &LIST)?;
        if let Some(from) = parameters.text("from").filter(|from| !from.is_empty()) {
            return Ok(checkpoint(
                &shared,
                from,
                parameters.number("take", 50, 100)?,
            ));
        }
        let query = match parameters.text("q").map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(query::parse(text).map_err(|e| ApiError::query(e.to_string()))?),
        };
        let words = words(parameters.text("search").unwrap_or_default());
        let is_found = |event: &Event| {
            let query = query.as_ref();
            query.is_none_or(|query| query.finds_event(&event.json, event.date))
                && words.iter().all(|word| word.is_in(&event.json))
        };
        page(&parameters, shared.logs.find(is_found)).map(|page| answer(StatusCode::OK, Ok(page)))
    };
    read().unwrap_or_else(ApiError::into_response)
}

/// The events after one, in the order in which they came. One that is long gone, or was never there, still has a place.
fn checkpoint(shared: &Shared, from: &str, take: usize) -> Response {
    let after = shared.logs.find(|event| event.id.as_str() > from);
    let events: Vec<Event> = after.into_iter().take(take).collect();
    let next = events.last().map(|last| {
        let domain = &shared.options.domain;
        let id = &last.id;
        format!("<https://{domain}/api/v2/logs?from={id}&take={take}>; rel=\"next\"")
    });
    let events: Vec<Object> = events.into_iter().map(|event| event.json).collect();
    let mut response = faulty::json(StatusCode::OK, json!(events).to_string());
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(&next).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    response
}

/// One page of events, which come oldest first.
fn page(parameters: &Parameters, mut events: Vec<Event>) -> Result<Value, ApiError> {
    let selection = parameters.selection()?;
    let order = order(Some(parameters.text("sort").unwrap_or("date:-1")))?;
    let number = parameters.number("page", 0, usize::MAX)?;
    let limit = parameters.number("per_page", 50, 100)?;
    let start = number.saturating_mul(limit);
    if start >= MOST {
        return Err(beyond_the_cap());
    }
    events.sort_by(|one, other| {
        let ascending = compare(one, other, &order.field);
        if order.descending {
            ascending.reverse()
        } else {
            ascending
        }
    });
    let total = events.len();
    let events = events.into_iter().skip(start).take(limit);
    let logs: Vec<Value> = events.map(|event| seen(event.json, &selection)).collect();
    if !parameters.flag("include_totals", false)? {
        return Ok(Value::Array(logs));
    }
    let length = logs.len();
    Ok(json!({"start": start, "limit": limit, "length": length, "total": total, "logs": logs}))
}

/// By a field's text, and then by time; ids tell apart what happened in the same millisecond.
fn compare(one: &Event, other: &Event, field: &str) -> Ordering {
    let text = |event: &Event| event.json.get(field).map(Value::to_string);
    let by_field = match field {
        "date" => Ordering::Equal,
        _ => text(one).cmp(&text(other)),
    };
    by_field.then_with(|| one.id.cmp(&other.id))
}

fn seen(event: Object, selection: &Selection) -> Value {
    let seen = event.into_iter().filter(|(name, _)| selection.takes(name));
    Value::Object(seen.collect())
}

pub(crate) async fn read(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let found = shared.logs.find(|event| event.id == id).pop();
    let found = found.map(|event| Value::Object(event.json));
    let missing = || ApiError::plain(StatusCode::NOT_FOUND, "Log not found.");
    answer(StatusCode::OK, found.ok_or_else(missing))
}

/// The events of one user; nobody is asked whether there is such a user.
pub(crate) async fn of_user(
    State(shared): State<Arc<Shared>>,
    Path(user_id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &OF_USER)?;
        let events = shared
            .logs
            .find(|event| event.json["user_id"] == user_id.as_str());
        page(&parameters, events)
    };
    answer(StatusCode::OK, read())
}
