//! What the practice UserHub answers when it does not do what was asked: a flat JSON object.
//!
//! The object is contract userhub-api 2.1. The codes are documented; which status and which `reason` goes
//! with a case is mostly not, so what is invented here is marked so.

use std::borrow::Cow;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The class of an error, from the documented set (contract userhub-api 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    InvalidArgument,
    FailedPrecondition,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    ResourceExhausted,
    Unimplemented,
    Internal,
    Unavailable,
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::FailedPrecondition => "FAILED_PRECONDITION",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::NotFound => "NOT_FOUND",
            Self::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Self::Unimplemented => "UNIMPLEMENTED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
        }
    }

    /// Only 404 and 429 are certain; the others are the usual mapping of these codes.
    fn status(self) -> StatusCode {
        match self {
            Self::InvalidArgument | Self::FailedPrecondition => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::PermissionDenied => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
            Self::Unimplemented => StatusCode::NOT_IMPLEMENTED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// One refusal: what is answered in the place of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    code: Code,
    message: Cow<'static, str>,
    reason: Option<&'static str>,
    param: Option<&'static str>,
}

impl Refusal {
    /// A refusal with a code and words for developers alone.
    pub(super) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            reason: None,
            param: None,
        }
    }

    /// The input that is at fault, added.
    #[must_use]
    pub(super) fn at(self, param: &'static str) -> Self {
        Self {
            param: Some(param),
            ..self
        }
    }

    /// The finer machine code, added.
    #[must_use]
    pub(super) fn because(self, reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            ..self
        }
    }

    /// An input that cannot be used.
    pub(super) fn invalid(param: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::InvalidArgument, message).at(param)
    }

    /// Nobody with this identifier is in UserHub; code, reason and param were seen in an SDK's test.
    pub(super) fn no_such_user() -> Self {
        Self::new(Code::NotFound, "User not found")
            .because("USER_NOT_FOUND")
            .at("userId")
    }

    /// Nobody with this id is in the Auth0 tenant; the reason is invented.
    pub(super) fn no_such_external_user() -> Self {
        Self::new(Code::NotFound, "The external account was not found")
            .because("EXTERNAL_USER_NOT_FOUND")
            .at("userId")
    }

    /// No connection has this id; that the param names it is invented.
    pub(super) fn no_such_connection() -> Self {
        Self::new(Code::NotFound, "Connection not found").at("connectionId")
    }

    /// The connection is broken, switched off or not set up; the reason is invented.
    pub(super) fn connection_not_active(state: &str) -> Self {
        Self::new(
            Code::FailedPrecondition,
            format!("The connection is not active (its state is {state})"),
        )
        .because("CONNECTION_NOT_ACTIVE")
        .at("connectionId")
    }

    /// The person is marked for deletion; the reason is documented, code and status are guessed.
    pub(super) fn pending_deletion() -> Self {
        Self::new(Code::FailedPrecondition, "User is pending deletion")
            .because("USER_PENDING_DELETION")
            .at("userId")
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        tracing::warn!(%error, "the practice UserHub could not use its file");
        Self::new(Code::Internal, "Internal error")
    }
}

/// UserHub's own error body for a status, for the trouble that stands before the service.
pub(super) fn body_for(_path: &str, status: StatusCode) -> String {
    let (code, message) = match status.as_u16() {
        401 => (Code::Unauthenticated, "Invalid API key"),
        403 => (
            Code::PermissionDenied,
            "API key does not have the required scope",
        ),
        404 => (Code::NotFound, "Not Found"),
        429 => (Code::ResourceExhausted, "Too many requests"),
        400..=499 => (Code::InvalidArgument, "Invalid request"),
        501 => (Code::Unimplemented, "Not implemented"),
        502..=504 => (Code::Unavailable, "Service unavailable"),
        _ => (Code::Internal, "Internal error"),
    };
    Refusal::new(code, message).body()
}

impl Refusal {
    fn body(&self) -> String {
        let mut body = json!({
            "code": self.code.name(),
            "message": self.message,
            "metadata": {},
        });
        if let Some(reason) = self.reason {
            body["reason"] = reason.into();
        }
        if let Some(param) = self.param {
            body["param"] = param.into();
        }
        body.to_string()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let headers = [(header::CONTENT_TYPE, "application/json")];
        (self.code.status(), headers, self.body()).into_response()
    }
}
