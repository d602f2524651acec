//! What stands before every endpoint of the Management API: the rate limit, the token, the permission.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::elsewhere;
use super::errors::{ApiError, too_many_requests};
use super::limits::{Group, Who};
use super::shared::Shared;
use super::tokens::{BadToken, Grant};

/// Marks the reads of the practice UserHub, so that the tenant may leave them uncounted.
pub(crate) const PULL: &str = "x-practice-pull";

/// Charges the request to the plan's bucket and lets it pass if its token allows it.
pub(crate) async fn guard(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let template = request.extensions().get::<MatchedPath>();
    let template = template.map_or("", MatchedPath::as_str);
    let group = group(request.method(), template);
    let who = if request.headers().contains_key(PULL) {
        Who::UserHub
    } else {
        Who::Application
    };
    let charge = if who == Who::UserHub && !shared.pulls_count() {
        shared.limits.show(group)
    } else {
        shared.limits.charge(group, who)
    };
    let mut response = if charge.allowed {
        let wanted = permissions(request.method(), template);
        match allowed(&shared, request.headers(), &wanted) {
            Ok(grant) => {
                request.extensions_mut().insert(grant);
                next.run(request).await
            }
            Err(refusal) => refusal.into_response(),
        }
    } else {
        let refusal = too_many_requests(shared.limits.message(group));
        let mut response = refusal.into_response();
        if shared.options.retry_after {
            let seconds = HeaderValue::from(charge.retry_after());
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    };
    charge.write(response.headers_mut());
    response
}

fn allowed(shared: &Shared, headers: &HeaderMap, wanted: &[&str]) -> Result<Arc<Grant>, ApiError> {
    let unauthorized = |code, why: &'static str| ApiError::new(StatusCode::UNAUTHORIZED, code, why);
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(ApiError::plain(
            StatusCode::UNAUTHORIZED,
            "Missing authentication",
        ));
    };
    let bad_format = || {
        let why = "Bad HTTP authentication header format";
        ApiError::new(StatusCode::BAD_REQUEST, "Bearer", why)
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(bad_format)?;
    let grant = shared.tokens.verify(token).map_err(|why| match why {
        BadToken::Malformed => bad_format(),
        BadToken::Invalid => unauthorized("invalid_token", "Invalid token"),
        BadToken::Expired => unauthorized(
            "invalid_token",
            "Expired token received for JSON Web Token validation",
        ),
    })?;
    let has = |scope: &&str| grant.scopes.iter().any(|granted| granted == scope);
    if wanted.is_empty() || wanted.iter().any(has) {
        Ok(grant)
    } else {
        Err(ApiError::insufficient_scope(wanted))
    }
}

/// The bucket that an endpoint is charged to (contract auth0-api 5.1).
fn group(method: &Method, template: &str) -> Group {
    match template {
        "/api/v2/users" | "/api/v2/users/{id}" | "/api/v2/users-by-email" => {
            if method == Method::GET {
                Group::UsersRead
            } else {
                Group::UsersWrite
            }
        }
        _ if template.starts_with("/api/v2/clients") => Group::Clients,
        _ => Group::Rest,
    }
}

/// The permissions of which one is needed, as the OpenAPI description names them.
fn permissions(method: &Method, template: &str) -> Vec<&'static str> {
    let path = template.strip_prefix("/api/v2").unwrap_or_default();
    match elsewhere::permission(path) {
        Some(permission) => vec![permission],
        None => of_what_is_kept(method, path).to_vec(),
    }
}

fn of_what_is_kept(method: &Method, path: &str) -> &'static [&'static str] {
    match (method.as_str(), path) {
        ("GET", "/users" | "/users/{id}" | "/users-by-email") | ("POST", "/jobs/users-exports") => {
            &["read:users"]
        }
        ("POST", "/users") => &["create:users"],
        ("PATCH", "/users/{id}") => &["update:users", "update:users_app_metadata"],
        ("DELETE", "/users/{id}") => &["delete:users"],
        ("GET", "/jobs/{id}") => &["create:users", "read:users"],
        ("GET", "/clients" | "/clients/{id}") => &["read:clients", "read:client_keys"],
        ("POST", "/clients") => &["create:clients"],
        ("PATCH", "/clients/{id}") => &["update:clients", "update:client_keys"],
        ("DELETE", "/clients/{id}") => &["delete:clients"],
        ("POST", "/clients/{id}/rotate-secret") => &["update:client_keys"],
        ("GET", "/client-grants" | "/client-grants/{id}") => &["read:client_grants"],
        ("POST", "/client-grants") => &["create:client_grants"],
        ("PATCH", "/client-grants/{id}") => &["update:client_grants"],
        ("DELETE", "/client-grants/{id}") => &["delete:client_grants"],
        ("GET", "/events") => &["read:events"],
        ("GET", "/logs" | "/logs/{id}" | "/users/{id}/logs") => &["read:logs", "read:logs_users"],
        ("GET", path) if path.starts_with("/actions/") => &["read:actions"],
        ("POST", path) if path.starts_with("/actions/") => &["create:actions"],
        ("PATCH", path) if path.starts_with("/actions/") => &["update:actions"],
        ("DELETE", path) if path.starts_with("/actions/") => &["delete:actions"],
        _ => &[],
    }
}
