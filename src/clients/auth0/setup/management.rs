//! The client of the Management API, and how it sends.

use std::sync::Arc;

use percent_encoding::utf8_percent_encode;
use tokio_util::sync::CancellationToken;

use super::super::users::SEGMENT;
use super::super::wire::api_refusal;
use crate::clients::call::{Call, Reply};
use crate::clients::error::{ClientError, Service};
use crate::clients::http::{Http, Limits, Route};
use crate::clients::observer::Observer;
use crate::domain::ids::Auth0Domain;
use crate::domain::secret::Secret;

/// A client of the Management API that was given its token.
pub struct Management {
    http: Http,
    token: Secret,
    pub(super) audience: String,
}

impl Management {
    /// Builds the client; nothing is sent yet.
    pub fn new(
        domain: &Auth0Domain,
        token: Secret,
        route: Route,
        limits: Limits,
        stop: CancellationToken,
    ) -> Result<Self, ClientError> {
        Ok(Self {
            http: Http::new(Service::Auth0, route, limits, stop)?,
            token,
            audience: domain.audience(),
        })
    }

    /// The same client with an observer that others share.
    #[must_use]
    pub fn observed_by(self, observer: Arc<Observer>) -> Self {
        Self {
            http: self.http.observed_by(observer),
            ..self
        }
    }

    /// The door to the service, for its waits.
    pub fn http(&self) -> &Http {
        &self.http
    }

    pub(super) async fn send<T>(
        &self,
        call: Call,
        read: impl Fn(&Reply) -> Result<T, String>,
    ) -> Result<T, ClientError> {
        let token = Some(&self.token);
        self.http.send(&call, token, read, api_refusal).await
    }
}

/// What a rehearsal came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// The name and the message of the exception that ended it.
    pub exception: Option<(String, String)>,
    /// How long the Action ran.
    pub milliseconds: Option<u64>,
}

pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}
