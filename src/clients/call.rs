//! One call of a service and its reply, as the modules of the services and the door between them speak of it.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::domain::secret::Secret;

/// Which of a service's limits a call counts against (contract auth0-api 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateBucket {
    /// Reading people: the limit that a sync lives on.
    Users,
    /// A look at that limit, which waits for nobody.
    Look,
    /// Everything else of the Management API: jobs and set-up. Plans with one global limit count it there.
    Other,
    /// The Authentication API and discovery, which have limits far above our needs.
    Free,
}

/// One call, ready to be sent as often as needed. Its body may hold a secret, so it has no `Debug`.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path below the base address, percent-encoded, with its query.
    pub(crate) path: String,
    pub(crate) body: Option<Bytes>,
    pub(crate) lane: RateBucket,
    /// The secret in the body, which must not come back in an error.
    pub(crate) secret: Option<Secret>,
    /// Whether the call does no harm when it is sent again after an unclear end.
    pub(crate) repeatable: bool,
    /// How long 429s are waited out at most, where that is not for as long as the client's other calls.
    pub(crate) patience: Option<Duration>,
}

impl Call {
    pub(crate) fn get(path: String, lane: RateBucket) -> Self {
        Self {
            method: Method::GET,
            path,
            body: None,
            lane,
            secret: None,
            repeatable: true,
            patience: None,
        }
    }

    pub(crate) fn post(path: String, body: Vec<u8>, lane: RateBucket) -> Self {
        Self {
            method: Method::POST,
            path,
            body: Some(body.into()),
            lane,
            secret: None,
            repeatable: true,
            patience: None,
        }
    }

    /// The same call, for which 429s are waited out for so long at most.
    pub(crate) fn waiting_at_most(self, patience: Duration) -> Self {
        Self {
            patience: Some(patience),
            ..self
        }
    }

    /// The same call, whose body holds this secret.
    pub(crate) fn holding(self, secret: &Secret) -> Self {
        Self {
            secret: Some(secret.clone()),
            ..self
        }
    }

    /// The path without its query, which may hold a person's id.
    pub(super) fn plain_path(&self) -> String {
        self.path.split('?').next().unwrap_or_default().to_owned()
    }
}

/// A reply that came through whole, whatever its status. Its body may hold a token, so it has no `Debug`.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    pub(crate) headers: HeaderMap,
    /// When the service answered, by its own clock, where it says so.
    pub(crate) date: Option<jiff::Timestamp>,
}

/// Reads a JSON body into a type, for the `read` argument of [`Http::send`](super::http::Http::send).
pub(crate) fn json<T: serde::de::DeserializeOwned>(reply: &Reply) -> Result<T, String> {
    serde_json::from_slice(&reply.body).map_err(|error| error.to_string())
}
