//! The Auth0 tenant: discovery, the token, people, export jobs; and the automatic set-up with a key of its own.
//!
//! Facts: contract auth0-api, sections 1.5, 2, 3 and 4.

mod events;
mod export;
pub mod setup;
mod sign_ins;
mod someone;
mod token;
mod users;
mod wire;

pub use events::{EventStream, From, NoStream, Over};
pub use export::{ExportJob, ExportState};
pub use sign_ins::SignIns;
pub use someone::{ById, MERGED_AT_ONCE, Record, escaped, quoted};
pub(crate) use users::SEGMENT;
pub use users::{PAGE_SIZE, Page, Person, UserQuery};

use std::sync::Arc;
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::call::{Call, RateBucket, Reply, json};
use super::error::{ClientError, Service};
use super::http::{Http, Limits, Route};
use super::observer::Observer;
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::secret::Secret;

/// The values that an Auth0 application signs in with.
#[derive(Clone, Debug)]
pub struct Auth0Credentials {
    /// The tenant. It is what the audience and the issuer are made of, whatever address is asked.
    pub domain: Auth0Domain,
    /// The application's Client ID.
    pub client_id: ClientId,
    /// The application's Client Secret.
    pub client_secret: Secret,
}

/// A client of one Auth0 tenant, signed in as one application.
pub struct Auth0 {
    http: Http,
    downloads: reqwest::Client,
    credentials: Auth0Credentials,
    token: tokio::sync::Mutex<Option<CachedToken>>,
}

/// A token with the moment from which it is no longer used.
struct CachedToken {
    secret: Secret,
    scope: String,
    renew_at: Instant,
}

impl Auth0 {
    /// Builds the client; nothing is sent yet.
    pub fn new(
        credentials: Auth0Credentials,
        route: Route,
        limits: Limits,
        stop: CancellationToken,
    ) -> Result<Self, ClientError> {
        let http = Http::new(Service::Auth0, route, limits, stop)?;
        let downloads = super::http::build_download_client(&http)?;
        Ok(Self {
            http,
            downloads,
            credentials,
            token: tokio::sync::Mutex::new(None),
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

    /// The door to the service, for its counters and its pace.
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// The tenant's domain.
    pub fn domain(&self) -> &Auth0Domain {
        &self.credentials.domain
    }

    /// Asks for the tenant's discovery document and gives the issuer that it names.
    ///
    /// Nothing else is taken from that document: every path is built on the given address alone.
    pub async fn issuer(&self) -> Result<String, ClientError> {
        let call = Call::get(
            "/.well-known/openid-configuration".to_owned(),
            RateBucket::Free,
        );
        let document: wire::Discovery = self
            .http
            .send(&call, None, json, wire::discovery_refusal)
            .await?;
        Ok(document.issuer)
    }

    /// Sends a call of the Management API with a token. A 401 gets one new token and one more try.
    async fn api<T>(
        &self,
        call: Call,
        read: impl Fn(&Reply) -> Result<T, String>,
    ) -> Result<T, ClientError> {
        let token = self.bearer().await?;
        match self
            .http
            .send(&call, Some(&token), &read, wire::api_refusal)
            .await
        {
            Err(error) if error.status() == Some(401) => {
                self.forget_token(&token).await;
                let fresh = self.bearer().await?;
                self.http
                    .send(&call, Some(&fresh), &read, wire::api_refusal)
                    .await
            }
            answer => answer,
        }
    }
}
