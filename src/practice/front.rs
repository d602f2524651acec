//! The layer that stands before every practice service: it counts, makes trouble and adds latency.
//!
//! Beside the service it answers `/_practice/requests` and `/_practice/trouble`, which are neither counted
//! nor troubled.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use serde::Serialize;
use serde_json::Value;

use super::auth0::Usage;
use super::faulty;
use super::requests::{Counts, Requests};
use super::server::CutConnection;
use super::trouble::{Fault, Rule, Trouble};

/// Writes a service's own JSON error body for a path and a status.
pub(crate) type ErrorBody = fn(path: &str, status: StatusCode) -> String;

/// What the layer needs to know of the service behind it.
#[derive(Clone)]
pub(crate) struct Front {
    /// Where requests are counted.
    pub(crate) requests: Requests,
    /// The rules of what goes wrong.
    pub(crate) trouble: Trouble,
    /// How long every answer takes at least.
    pub(crate) latency: Duration,
    /// The service's error bodies.
    pub(crate) error_body: ErrorBody,
    /// How much of the service's limit was used, where it has one.
    pub(crate) usage: Option<Arc<dyn Fn() -> Usage + Send + Sync>>,
}

/// What `GET /_practice/requests` answers.
#[derive(Serialize)]
struct Asked {
    #[serde(flatten)]
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Usage>,
}

/// Tells an export's handler whom to leave out ([`Fault::ShortExport`], [`Fault::ExportLacks`]).
#[derive(Clone, Copy, Debug)]
pub(crate) enum LeaveOut {
    EverySecond,
    /// From this place on, and up to but not including that one.
    Places(u64, u64),
}

impl LeaveOut {
    /// Whether the person at this place is left out.
    pub(crate) fn takes(self, place: u64) -> bool {
        match self {
            Self::EverySecond => place % 2 == 1,
            Self::Places(from, to) => (from..to).contains(&place),
        }
    }
}

/// Tells the handler of a list with tokens to let them go round ([`Fault::TokensGoRound`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct GoRound;

/// The parameters that say how large a page is, in either service.
const PAGE_SIZES: [&str; 3] = ["per_page", "pageSize", "take"];

impl Front {
    /// Puts the layer before the service's routes, and the control routes beside them.
    pub(crate) fn before(self, service: Router) -> Router {
        let front = Arc::new(self);
        let control = Router::new()
            .route("/_practice/requests", get(show_requests))
            .route(
                "/_practice/trouble",
                post(add_trouble).delete(clear_trouble),
            )
            .with_state(Arc::clone(&front));
        service
            .layer(middleware::from_fn_with_state(front, watch))
            .merge(control)
    }
}

async fn show_requests(State(front): State<Arc<Front>>) -> Json<Asked> {
    Json(Asked {
        counts: front.requests.counts(),
        limit: front.usage.as_ref().map(|usage| usage()),
    })
}

async fn add_trouble(State(front): State<Arc<Front>>, Json(rule): Json<Rule>) -> StatusCode {
    front.trouble.add(rule);
    StatusCode::NO_CONTENT
}

async fn clear_trouble(State(front): State<Arc<Front>>) -> StatusCode {
    front.trouble.clear();
    StatusCode::NO_CONTENT
}

async fn watch(State(front): State<Arc<Front>>, request: Request, next: Next) -> Response {
    let template = request.extensions().get::<MatchedPath>().cloned();
    let template = template.as_ref().map_or("(no route)", MatchedPath::as_str);
    let method = request.method().clone();
    let uri = request.uri().clone();
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    if !front.latency.is_zero() {
        tokio::time::sleep(front.latency).await;
    }
    let response = match front.trouble.fault_for(method.as_str(), path) {
        None => carry_out(&front, request, next).await,
        Some(fault) => meet(&front, fault, request, next).await,
    };
    let cut = response.extensions().get::<CutConnection>().is_some();
    let status = if cut { 0 } else { response.status().as_u16() };
    front
        .requests
        .record(method.as_str(), template, path, status);
    response
}

/// Lets the service answer, and then whatever was planned for after this request happen.
async fn carry_out(front: &Front, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    front.trouble.carried_out(method.as_str(), path);
    response
}

/// Answers a request that meets a fault.
async fn meet(front: &Front, fault: Fault, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let own_error = |status: StatusCode| (front.error_body)(&path, status);
    match fault {
        Fault::TooManyRequests { retry_after_secs } => {
            let body = own_error(StatusCode::TOO_MANY_REQUESTS);
            faulty::too_many_requests(body, retry_after_secs)
        }
        Fault::Status(code) => {
            let status = faulty::status(code);
            faulty::json(status, own_error(status))
        }
        Fault::HtmlPage(code) => faulty::html_page(faulty::status(code)),
        Fault::InvalidJson => faulty::broken_json(),
        Fault::Redirect { to } => faulty::redirect(&to),
        Fault::ExpiredLink => faulty::expired_link(),
        Fault::ResetBeforeAnswer => cut(),
        Fault::ResetAfterWork => {
            carry_out(front, request, next).await;
            cut()
        }
        Fault::Hang => std::future::pending().await,
        Fault::Delay(time) => {
            tokio::time::sleep(time).await;
            carry_out(front, request, next).await
        }
        Fault::ShortExport => {
            request.extensions_mut().insert(LeaveOut::EverySecond);
            carry_out(front, request, next).await
        }
        Fault::ExportLacks { from, to } => {
            request.extensions_mut().insert(LeaveOut::Places(from, to));
            carry_out(front, request, next).await
        }
        Fault::ShortPages { most } => {
            shorten(&mut request, most);
            carry_out(front, request, next).await
        }
        Fault::Total(total) => {
            let response = carry_out(front, request, next).await;
            faulty::changed(response, |page| match total {
                Some(total) => drop(page.insert("total".to_owned(), total)),
                None => drop(page.remove("total")),
            })
            .await
        }
        Fault::PagesLackOne => {
            let response = carry_out(front, request, next).await;
            faulty::changed(response, |page| {
                if let Some(Value::Array(users)) = page.get_mut("users") {
                    users.drain(..users.len().min(1));
                }
            })
            .await
        }
        Fault::TokensGoRound => {
            request.extensions_mut().insert(GoRound);
            carry_out(front, request, next).await
        }
        Fault::ResetInBody => faulty::cut_in_body(carry_out(front, request, next).await),
        Fault::Corrupt => faulty::corrupted(carry_out(front, request, next).await).await,
        Fault::TruncatedBody => faulty::end_early(carry_out(front, request, next).await),
        Fault::SlowDrip { bytes_per_second } => {
            faulty::slow_drip(carry_out(front, request, next).await, bytes_per_second)
        }
    }
}

/// Lowers the size of the page that a request asks for, before the service reads it.
fn shorten(request: &mut Request, most: usize) {
    let asked = request.uri().query().unwrap_or_default().to_owned();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(asked.as_bytes()) {
        let size = value.parse::<usize>().unwrap_or(most).min(most);
        if PAGE_SIZES.contains(&&*name) {
            query.append_pair(&name, &size.to_string());
        } else {
            query.append_pair(&name, &value);
        }
    }
    let changed = format!("{}?{}", request.uri().path(), query.finish());
    if let Ok(uri) = changed.parse() {
        *request.uri_mut() = uri;
    }
}

fn cut() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(CutConnection);
    response
}
