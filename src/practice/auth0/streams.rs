//! The Events API, `GET /api/v2/events`: one long answer of server-sent events (contract keep-up 1), with the faults that
//! can be asked for.
//!
//! Documented are the parameters, the frames, the refusals and the number of connections of each plan. Invented: how often
//! a heartbeat comes and how long a connection lasts (both can be set), and that events are there at once.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::connections::{Inject, StreamOptions, StreamRefusal};
use super::errors::{ApiError, too_many_requests};
use super::feed::{BadOffset, GONE};
use super::limits::Plan;
use super::pouring::{Connection, pour};
use super::shared::Shared;
use super::tokens::Grant;
use crate::practice::people::times;

/// The types that can be asked for (contract keep-up 1.2), as far as this tenant has any to tell.
const KINDS: [&str; 6] = [
    "user.created",
    "user.updated",
    "user.deleted",
    "connection.created",
    "connection.updated",
    "connection.deleted",
];

/// How many connections a plan has (contract keep-up 1.1).
const fn slots(plan: Plan) -> usize {
    match plan {
        Plan::Free => 1,
        Plan::Essentials => 4,
        Plan::Unlimited | Plan::Enterprise | Plan::Own { .. } => 8,
    }
}

/// What is asked for.
struct Wanted {
    kinds: Vec<String>,
    /// The number after which it begins.
    after: u64,
}

pub(crate) async fn open(
    State(shared): State<Arc<Shared>>,
    Extension(grant): Extension<Arc<Grant>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let options = shared.streams.options();
    if let Some(refusal) = options.refuse {
        return refusal.answer();
    }
    shared.feed.age(options.retention_secs);
    let wanted = match wanted(&shared, raw.as_deref(), &headers, &options) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal.into_response(),
    };
    let Some(slot) = shared.streams.take(slots(shared.limits.plan())) else {
        return StreamRefusal::Slots.answer();
    };
    let (connection, pieces) = Connection::new(slot, wanted.kinds, wanted.after, grant.expires);
    // It is told of what happens from here on, and not only once it runs.
    let heard = (shared.feed.listen(), shared.streams.injected());
    drop(tokio::spawn(pour(connection, heard, shared)));
    let pieces = futures_util::stream::unfold(pieces, async |mut pieces| {
        let piece: Result<Bytes, std::io::Error> = pieces.recv().await?;
        Some((piece, pieces))
    });
    let kind = [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (StatusCode::OK, kind, Body::from_stream(pieces)).into_response()
}

fn wanted(
    shared: &Shared,
    raw: Option<&str>,
    headers: &HeaderMap,
    options: &StreamOptions,
) -> Result<Wanted, ApiError> {
    let (mut kinds, mut from, mut since) = (Vec::new(), None, None);
    for (name, value) in url::form_urlencoded::parse(raw.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "event_type" => kinds.push(value.into_owned()),
            "from" => from = Some(value.into_owned()),
            "from_timestamp" => since = Some(value.into_owned()),
            other => {
                let why =
                    format!("Query validation error: 'Additional properties not allowed: {other}'");
                return Err(ApiError::query(why));
            }
        }
    }
    let known = if options.users_only {
        &KINDS[..3]
    } else {
        &KINDS[..]
    };
    if kinds.iter().any(|kind| !known.contains(&kind.as_str())) {
        return Err(StreamRefusal::EventType.error());
    }
    if from.is_some() && since.is_some() {
        let why = "Query validation error: 'from and from_timestamp are mutually exclusive'";
        return Err(ApiError::query(why));
    }
    let header = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok());
    let from = header.map(str::to_owned).or(from);
    let refused = |bad: BadOffset| match bad {
        BadOffset::Malformed => StreamRefusal::Cursor.error(),
        BadOffset::Gone => StreamRefusal::Gone.error(),
    };
    let after = match (from, since) {
        (Some(from), _) => shared.feed.number(&from).map_err(refused)?,
        (None, Some(since)) => shared.feed.before(moment(&since)?).map_err(refused)?,
        (None, None) => shared.feed.latest(),
    };
    Ok(Wanted { kinds, after })
}

/// Reads `YYYY-MM-DDTHH:MM:SSZ` and nothing else, in milliseconds since 1970.
fn moment(text: &str) -> Result<i64, ApiError> {
    let is_whole = text.len() == 20 && text.ends_with('Z') && !text.contains('+');
    let span = times::span(text).filter(|_| is_whole);
    span.map(|(first, _)| first).ok_or_else(|| {
        ApiError::query(
            "Query validation error: 'Object didn't pass validation for format date-time' on property from_timestamp",
        )
    })
}

impl StreamRefusal {
    fn error(self) -> ApiError {
        let plain = |status, message: &'static str| ApiError::plain(status, message);
        match self {
            Self::Cursor => plain(StatusCode::BAD_REQUEST, "Invalid cursor format."),
            Self::EventType => plain(StatusCode::BAD_REQUEST, "Unsupported event type."),
            Self::Token => {
                ApiError::new(StatusCode::UNAUTHORIZED, "invalid_token", "Invalid token")
            }
            Self::Slots => plain(
                StatusCode::FORBIDDEN,
                "Maximum concurrent event stream connections reached. Please close existing connections.",
            ),
            Self::Scope => plain(
                StatusCode::FORBIDDEN,
                "Insufficient scope; expected any of: read:events.",
            ),
            Self::NotFound => plain(StatusCode::NOT_FOUND, "Not Found"),
            Self::Gone => plain(StatusCode::GONE, GONE),
            Self::SlowDown => too_many_requests("Global limit has been reached"),
            Self::Unavailable => plain(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        }
    }

    fn answer(self) -> Response {
        let mut response = self.error().into_response();
        if self == Self::SlowDown {
            let wait = header::HeaderValue::from_static("2");
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }
}

/// Tells how the connections behave, and how many there are.
pub(crate) async fn show(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let (open, opened) = shared.streams.counts();
    let latest = shared.feed.latest();
    Json(json!({
        "open": open,
        "opened": opened,
        "events": latest,
        "options": shared.streams.options(),
    }))
}

/// What `POST /_practice/events` says: options, what open connections are to do, or that offsets are lost.
#[derive(Deserialize)]
pub(crate) struct Steer {
    inject: Option<Inject>,
    #[serde(default)]
    lose_offsets: bool,
    #[serde(flatten)]
    options: serde_json::Map<String, Value>,
}

pub(crate) async fn steer(State(shared): State<Arc<Shared>>, Json(said): Json<Steer>) -> Response {
    let Ok(Value::Object(mut now)) = serde_json::to_value(shared.streams.options()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    now.extend(said.options);
    match serde_json::from_value(Value::Object(now)) {
        Ok(options) => shared.streams.set_options(options),
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
    if said.lose_offsets {
        shared.feed.lose_offsets();
    }
    let told = said.inject.map_or(0, |what| shared.streams.inject(what));
    Json(json!({ "connections": told })).into_response()
}
