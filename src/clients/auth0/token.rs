//! The token of the Management API: fetched once, kept until shortly before its end, one request in flight.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::wire::{Claims, Token, token_refusal};
use super::{Auth0, CachedToken, Call, ClientError, RateBucket};
use crate::clock;
use crate::domain::secret::Secret;

impl Auth0 {
    /// The permissions that the application was granted, as the token names them, separated by blanks.
    pub async fn granted(&self) -> Result<String, ClientError> {
        self.with_token(|token| token.scope.clone()).await
    }

    pub(super) async fn bearer(&self) -> Result<Secret, ClientError> {
        self.with_token(|token| token.secret.clone()).await
    }

    /// Drops a token that was refused, unless another call has replaced it already.
    pub(super) async fn forget_token(&self, refused: &Secret) {
        let mut slot = self.token.lock().await;
        if slot
            .as_ref()
            .is_some_and(|token| token.secret.expose() == refused.expose())
        {
            *slot = None;
        }
    }

    /// Calls `use_token` with a token that is still good. Whoever comes while one is fetched waits for that one.
    async fn with_token<T>(&self, use_token: impl Fn(&CachedToken) -> T) -> Result<T, ClientError> {
        let mut slot = self.token.lock().await;
        let token = match slot.take() {
            Some(token) if clock::instant() < token.renew_at => token,
            _ => self.fetch_token().await?,
        };
        let answer = use_token(&token);
        *slot = Some(token);
        Ok(answer)
    }

    async fn fetch_token(&self) -> Result<CachedToken, ClientError> {
        let asked_at = clock::instant();
        // No `scope`: Auth0 then grants all that the application has, and refuses none (contract 2.1).
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": self.credentials.client_id.as_str(),
            "client_secret": self.credentials.client_secret.expose(),
            "audience": self.credentials.domain.audience(),
        });
        let call = Call::post(
            "/oauth/token".to_owned(),
            body.to_string().into_bytes(),
            RateBucket::Free,
        )
        .holding(&self.credentials.client_secret);
        let token: Token = self
            .http
            .send(&call, None, crate::clients::call::json, token_refusal)
            .await
            .map_err(quota)?;
        let life = life(token.expires_in);
        Ok(CachedToken {
            scope: token
                .scope
                .unwrap_or_else(|| scope_inside(&token.access_token)),
            secret: Secret::new(&token.access_token),
            renew_at: asked_at + life - margin(life),
        })
    }
}

/// From this wait on it is no rate limit that refuses a token but a quota (contract auth0-api 2.3, M2M quota).
const QUOTA: Duration = Duration::from_hours(1);

fn quota(error: ClientError) -> ClientError {
    match error {
        ClientError::SlowedDown { left, .. } if left >= QUOTA => ClientError::NoTokens { left },
        error => error,
    }
}

/// A token's life; a day where Auth0 does not say, as is the Management API's default (contract 2.2), and never more
/// than its longest, 30 days.
fn life(expires_in: Option<f64>) -> Duration {
    const DAY: f64 = 86_400.0;
    Duration::from_secs_f64(expires_in.unwrap_or(DAY).clamp(0.0, 30.0 * DAY))
}

/// How long before its end a token is renewed: a minute, or a tenth of a short life.
fn margin(life: Duration) -> Duration {
    Duration::from_secs(60).min(life / 10)
}

/// The permissions that a token names in its payload; older answers do not repeat them beside it.
fn scope_inside(token: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    URL_SAFE_NO_PAD
        .decode(payload)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Claims>(&bytes).ok())
        .map(|claims| claims.scope)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_a_minute_before_its_end_or_a_tenth_of_a_short_life() {
        assert_eq!(margin(Duration::from_secs(86_400)), Duration::from_secs(60));
        assert_eq!(margin(Duration::from_secs(100)), Duration::from_secs(10));
    }

    #[test]
    fn an_odd_life_is_no_mistake() {
        assert_eq!(life(None), Duration::from_secs(86_400));
        assert_eq!(life(Some(-1.0)), Duration::ZERO);
        assert_eq!(life(Some(f64::MAX)), Duration::from_secs(30 * 86_400));
    }

    #[test]
    fn permissions_are_read_out_of_a_token_that_stands_alone() {
        let payload = URL_SAFE_NO_PAD.encode(br#"{"scope":"read:users create:users"}"#);
        assert_eq!(
            scope_inside(&format!("e30.{payload}.x")),
            "read:users create:users"
        );
        assert_eq!(scope_inside("opaque"), "");
    }
}
