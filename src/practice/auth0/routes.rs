//! The addresses of a tenant and of its export host.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::errors::ApiError;
use super::limits::Others;
use super::options::Presence;
use super::shared::Shared;
use super::{
    actions, bindings, bodies, clients, elsewhere, export_file, exports, fates, grants, guard,
    happen, key, log_events, log_list, oauth, set_up_file, streams, user_writes, users,
};
use crate::practice::{clock, faulty};

/// Everything that the tenant's own host serves.
pub(crate) fn tenant(shared: &Arc<Shared>) -> Router {
    let open = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/.well-known/jwks.json", get(keys))
        .route("/oauth/token", post(oauth::token));
    open.route("/_practice/limits", get(limits).post(set_limits))
        .route("/_practice/events", get(streams::show).post(streams::steer))
        .route("/_practice/happen", get(happen::show).post(happen::steer))
        .route("/_practice/people", post(fates::steer))
        .merge(management(shared))
        .fallback(no_such_address)
        .layer(middleware::from_fn_with_state(Arc::clone(shared), presence))
        .layer(middleware::from_fn_with_state(Arc::clone(shared), dated))
        .with_state(Arc::clone(shared))
}

/// What can be changed of the limits while the tenant runs; what is not named stays.
#[derive(Deserialize)]
struct NewLimits {
    others: Option<f64>,
    pulls_count: Option<bool>,
}

/// Tells what other applications asked for so far, and how much of it was refused.
async fn limits(State(shared): State<Arc<Shared>>) -> Json<Others> {
    Json(shared.limits.others())
}

async fn set_limits(State(shared): State<Arc<Shared>>, Json(new): Json<NewLimits>) -> StatusCode {
    if let Some(others) = new.others.filter(|others| (0.0..=1e6).contains(others)) {
        shared.limits.set_others(others);
    }
    if let Some(count) = new.pulls_count {
        shared.set_pulls_count(count);
    }
    StatusCode::NO_CONTENT
}

fn management(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let keep = middleware::from_fn_with_state(Arc::clone(shared), set_up_file::keep);
    let log = middleware::from_fn_with_state(Arc::clone(shared), log_events::keep);
    Router::new()
        .route("/api/v2/users", get(users::list).post(user_writes::create))
        .route(
            "/api/v2/users/{id}",
            get(users::by_id)
                .patch(user_writes::change)
                .delete(user_writes::delete),
        )
        .route("/api/v2/users-by-email", get(users::by_email))
        .route("/api/v2/jobs/users-exports", post(exports::create))
        .route("/api/v2/jobs/{id}", get(exports::read))
        .route("/api/v2/events", get(streams::open))
        .route("/api/v2/logs", get(log_list::list))
        .route("/api/v2/logs/{id}", get(log_list::read))
        .route("/api/v2/users/{id}/logs", get(log_list::of_user))
        .merge(set_up_routes().layer(keep))
        .merge(elsewhere::routes())
        .layer(middleware::from_fn(bodies::check))
        .layer(log)
        .layer(middleware::from_fn_with_state(
            Arc::clone(shared),
            guard::guard,
        ))
}

/// What the documented steps set up by hand, and an administrator's token through the API.
fn set_up_routes() -> Router<Arc<Shared>> {
    let of_actions = "/api/v2/actions/actions";
    Router::new()
        .route("/api/v2/clients", get(clients::list).post(clients::create))
        .route(
            "/api/v2/clients/{id}",
            get(clients::read)
                .patch(clients::change)
                .delete(clients::delete),
        )
        .route(
            "/api/v2/clients/{id}/rotate-secret",
            post(clients::rotate_secret),
        )
        .route(
            "/api/v2/client-grants",
            get(grants::list).post(grants::create),
        )
        .route(
            "/api/v2/client-grants/{id}",
            get(grants::read)
                .patch(grants::change)
                .delete(grants::delete),
        )
        .route(of_actions, get(actions::list).post(actions::create))
        .route(
            &format!("{of_actions}/{{id}}"),
            get(actions::read)
                .patch(actions::change)
                .delete(actions::delete),
        )
        .route(
            &format!("{of_actions}/{{id}}/deploy"),
            post(actions::deploy),
        )
        .route(&format!("{of_actions}/{{id}}/test"), post(actions::test))
        .route(
            &format!("{of_actions}/{{id}}/versions"),
            get(actions::versions),
        )
        .route(
            &format!("{of_actions}/{{id}}/versions/{{version}}"),
            get(actions::version),
        )
        .route(
            &format!("{of_actions}/{{id}}/versions/{{version}}/deploy"),
            post(actions::deploy_version),
        )
        .route("/api/v2/actions/triggers", get(bindings::triggers))
        .route(
            "/api/v2/actions/triggers/{trigger}/bindings",
            get(bindings::list).patch(bindings::replace),
        )
}

/// Everything that the export host serves.
pub(crate) fn export_host(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/{job}/{file}", get(export_file::download))
        .with_state(Arc::clone(shared))
}

async fn discovery(State(shared): State<Arc<Shared>>) -> Response {
    let domain = match shared.presence() {
        Presence::OtherIssuer(domain) => domain,
        Presence::Present | Presence::Absent => shared.options.domain.clone(),
    };
    let document = json!({
        "issuer": format!("https://{domain}/"),
        "authorization_endpoint": format!("https://{domain}/authorize"),
        "token_endpoint": format!("https://{domain}/oauth/token"),
        "userinfo_endpoint": format!("https://{domain}/userinfo"),
        "jwks_uri": format!("https://{domain}/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    });
    faulty::json(StatusCode::OK, document.to_string())
}

async fn keys() -> Response {
    faulty::json(StatusCode::OK, key::set().to_string())
}

/// Answers for a tenant that is not there: 404 and no JSON (contract auth0-api 1.5).
async fn presence(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if shared.presence() == Presence::Absent {
        return (StatusCode::NOT_FOUND, "Not found").into_response();
    }
    next.run(request).await
}

/// Dates the answers of a service whose clock is ahead; those of any other are dated by the server.
async fn dated(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let ahead = shared.options.clock_ahead;
    if !ahead.is_zero() {
        let ahead = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX / 2);
        let at = jiff::Timestamp::from_millisecond(clock::now().saturating_add(ahead));
        let at = at.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let text = at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        if let Ok(date) = HeaderValue::try_from(text) {
            response.headers_mut().insert(header::DATE, date);
        }
    }
    response
}

async fn no_such_address() -> ApiError {
    ApiError::plain(StatusCode::NOT_FOUND, "Not Found")
}
