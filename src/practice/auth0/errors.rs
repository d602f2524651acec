//! The error bodies of the Management API and of `/oauth/token` (contract auth0-api 2.3 and 2.4).

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::practice::faulty;

/// An error of `/api/v2`.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) message: Cow<'static, str>,
    /// Absent from the errors of actions, as recorded.
    pub(crate) code: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    status_code: u16,
    error: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
}

impl ApiError {
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            message: message.into(),
            code: Some(code),
        }
    }

    /// An error without an `errorCode`, as the actions endpoints send it.
    pub(crate) fn plain(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            message: message.into(),
            code: None,
        }
    }

    pub(crate) fn query(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_query_string", message)
    }

    pub(crate) fn body(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_body", message)
    }

    pub(crate) fn insufficient_scope(wanted: &[&str]) -> Self {
        let wanted = wanted.join(",");
        Self::new(
            StatusCode::FORBIDDEN,
            "insufficient_scope",
            format!("Insufficient scope, expected any of: {wanted}"),
        )
    }

    pub(crate) fn json(&self) -> String {
        let body = Body {
            status_code: self.status.as_u16(),
            error: self.status.canonical_reason().unwrap_or("Error"),
            message: &self.message,
            error_code: self.code,
        };
        // A struct of strings always serialises.
        serde_json::to_string(&body).unwrap_or_default()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = faulty::json(self.status, self.json());
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

/// An error of `/oauth/token`, which has a shape of its own.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TokenError {
    #[serde(skip)]
    pub(crate) status: StatusCode,
    pub(crate) error: Cow<'static, str>,
    pub(crate) error_description: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error_uri: Option<&'static str>,
}

impl TokenError {
    pub(crate) fn new(
        status: StatusCode,
        error: &'static str,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            error: error.into(),
            error_description: description.into(),
            error_uri: None,
        }
    }

    pub(crate) fn json(&self) -> String {
        // A struct of strings always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        faulty::json(self.status, self.json())
    }
}

/// The body for a fault that was asked for, in the shape that the path has.
pub(crate) fn body_for_fault(path: &str, status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("Error");
    if path.starts_with("/oauth/") {
        let error = match status.as_u16() {
            429 => "too_many_requests",
            401 => "access_denied",
            _ => "server_error",
        };
        return TokenError::new(status, error, reason).json();
    }
    match status.as_u16() {
        429 => too_many_requests("Global limit has been reached").json(),
        500 => ApiError::plain(status, "An internal server error occurred").json(),
        _ => ApiError::plain(status, reason).json(),
    }
}

pub(crate) fn too_many_requests(message: impl Into<Cow<'static, str>>) -> ApiError {
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message)
}
