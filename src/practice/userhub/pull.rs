//! UserHub's own look into the Auth0 tenant: it fetches a token with the saved credentials and pulls people.
//!
//! This is a second, small HTTP client on purpose. It shares nothing with the clients of the app, so that a
//! mistake there cannot be answered by the same mistake here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;

use super::connection::SavedCredentials;
use super::profile::{EXTERNAL_FIELDS, ExternalRecord, Profile};
use crate::practice::clock;

/// How long one answer of the tenant may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long before its end a token is no longer used.
const TOKEN_MARGIN: Duration = Duration::from_secs(10);
/// Connections that are kept open to the tenant.
const POOL: usize = 128;
/// What stays bare in a path segment.
const BARE: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Why a person could not be pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PullError {
    /// The tenant has nobody with this id.
    Missing,
    /// The tenant says that this can be nobody's id.
    Malformed,
    /// The tenant refuses the saved credentials, or they may not read people.
    Refused,
    /// The tenant's rate limit is reached.
    SlowDown,
    /// The tenant cannot be reached, or answers nonsense.
    Unavailable,
}

/// The client, with the token that it uses until shortly before its end.
pub(super) struct TenantClient {
    http: Client<HttpConnector, Full<Bytes>>,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    bearer: HeaderValue,
    good_until: Instant,
    /// The credentials that it was fetched with; others need a token of their own.
    of: Arc<SavedCredentials>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: u64,
    #[serde(default)]
    scope: String,
}

impl TenantClient {
    pub(super) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let http = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(POOL)
            .build(connector);
        Self {
            http,
            token: Mutex::default(),
        }
    }

    /// Pulls one person; a token that is refused is replaced once.
    pub(super) async fn pull(
        &self,
        saved: &Arc<SavedCredentials>,
        id: &str,
    ) -> Result<Profile<'static>, PullError> {
        let uri = format!(
            "{}/api/v2/users/{}?fields={EXTERNAL_FIELDS}&include_fields=true",
            saved.base_url,
            utf8_percent_encode(id, &BARE)
        );
        let bearer = self.bearer(saved, None).await?;
        let mut answer = self.get(&uri, bearer.clone()).await?;
        if answer.0 == StatusCode::UNAUTHORIZED {
            let bearer = self.bearer(saved, Some(&bearer)).await?;
            answer = self.get(&uri, bearer).await?;
        }
        understood(answer.0)?;
        let record: ExternalRecord =
            serde_json::from_slice(&answer.1).map_err(|_| PullError::Unavailable)?;
        Ok(record.into())
    }

    /// Tests credentials as the connection's form does: a token must be had, and it must allow to read people.
    pub(super) async fn test(&self, saved: &Arc<SavedCredentials>) -> Result<(), PullError> {
        let answer = self.fetch_token(saved).await?;
        let may_read = answer
            .scope
            .split_whitespace()
            .any(|scope| scope == "read:users");
        if may_read {
            Ok(())
        } else {
            Err(PullError::Refused)
        }
    }

    /// A token for these credentials: the kept one, unless it is old, another's or the refused one.
    async fn bearer(
        &self,
        saved: &Arc<SavedCredentials>,
        refused: Option<&HeaderValue>,
    ) -> Result<HeaderValue, PullError> {
        // The lock is held while a token is fetched, so that only one is.
        let mut kept = self.token.lock().await;
        if let Some(token) = &*kept
            && Arc::ptr_eq(&token.of, saved)
            && token.good_until > clock::instant()
            && refused != Some(&token.bearer)
        {
            return Ok(token.bearer.clone());
        }
        let answer = self.fetch_token(saved).await?;
        let bearer = HeaderValue::try_from(format!("Bearer {}", answer.access_token))
            .map_err(|_| PullError::Unavailable)?;
        let life = Duration::from_secs(answer.expires_in);
        let token = Token {
            bearer: bearer.clone(),
            good_until: clock::instant() + life.saturating_sub(TOKEN_MARGIN.min(life / 10)),
            of: Arc::clone(saved),
        };
        *kept = Some(token);
        Ok(bearer)
    }

    async fn fetch_token(&self, saved: &SavedCredentials) -> Result<TokenAnswer, PullError> {
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": saved.client_id,
            "client_secret": saved.client_secret,
            "audience": format!("https://{}/api/v2/", saved.domain),
        });
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/oauth/token", saved.base_url))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(body.to_string()))
            .map_err(|_| PullError::Unavailable)?;
        let (status, body) = self.send(request).await?;
        match status {
            StatusCode::BAD_REQUEST => Err(PullError::Refused),
            _ => understood(status),
        }?;
        serde_json::from_slice(&body).map_err(|_| PullError::Unavailable)
    }

    async fn get(&self, uri: &str, bearer: HeaderValue) -> Result<(StatusCode, Bytes), PullError> {
        let request = Request::builder()
            .uri(uri)
            .header(AUTHORIZATION, bearer)
            .header("x-practice-pull", "1")
            .body(Full::default())
            .map_err(|_| PullError::Unavailable)?;
        self.send(request).await
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), PullError> {
        let exchange = async {
            let answer = self
                .http
                .request(request)
                .await
                .map_err(|_| PullError::Unavailable)?;
            let status = answer.status();
            let body = answer
                .into_body()
                .collect()
                .await
                .map_err(|_| PullError::Unavailable)?;
            Ok((status, body.to_bytes()))
        };
        let answered = tokio::time::timeout(PATIENCE, exchange).await;
        answered.map_err(|_| PullError::Unavailable)?
    }
}

fn understood(status: StatusCode) -> Result<(), PullError> {
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::BAD_REQUEST => Err(PullError::Malformed),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(PullError::Refused),
        StatusCode::NOT_FOUND => Err(PullError::Missing),
        StatusCode::TOO_MANY_REQUESTS => Err(PullError::SlowDown),
        _ => Err(PullError::Unavailable),
    }
}
