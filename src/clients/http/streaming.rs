//! Opening an answer that has no end: it waits for its turn and learns from the head like any other call, and has no limit
//! on its whole time. Whoever reads it has a limit on silence.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL};

use super::{Http, Limits, bearer_header, build_client};
use crate::clients::call::{Call, Reply};
use crate::clients::error::ClientError;
use crate::clients::limit_headers;
use crate::domain::secret::Secret;

/// Longer than any connection lasts.
const FOR_EVER: Duration = Duration::from_hours(24 * 365);

/// What comes of opening.
pub(crate) enum Opened {
    /// The head of a success; its body is still to come.
    Stream(Response),
    /// Any other answer, whole.
    Other(Reply),
}

/// A client for answers without an end.
pub(crate) fn build_stream_client(http: &Http) -> Result<reqwest::Client, ClientError> {
    let limits = Limits {
        idle: FOR_EVER,
        total: FOR_EVER,
        ..http.limits
    };
    build_client(http.service, &http.route, limits)
}

impl Http {
    /// Sends one call, once, and gives the answer as soon as its head is there.
    ///
    /// # Errors
    /// Whatever keeps the head from coming; a 429 whose pause is longer than our patience is
    /// [`ClientError::SlowedDown`].
    pub(crate) async fn open(
        &self,
        client: &reqwest::Client,
        call: &Call,
        bearer: &Secret,
    ) -> Result<Opened, ClientError> {
        self.or_stopped(self.wait_for_turn(call)).await??;
        self.count_call();
        let request = client
            .get(format!("{}{}", self.route.base, call.path))
            .header(ACCEPT, "text/event-stream")
            .header(CACHE_CONTROL, "no-cache")
            .header(AUTHORIZATION, bearer_header(bearer));
        let head = tokio::time::timeout(self.limits.total, request.send());
        let response = self.or_stopped(head).await?;
        let response = response.map_err(|_| ClientError::Unreachable {
            service: self.service,
            why: "no answer in time".to_owned(),
        })?;
        let response = response.map_err(|error| self.unreachable(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.note_rate(call.lane, status, &headers);
        if status.is_success() {
            return Ok(Opened::Stream(response));
        }
        let date = limit_headers::date(&headers);
        let body = tokio::time::timeout(self.limits.total, self.read_body(response, call));
        let body = self.or_stopped(body).await?;
        let body = body.map_err(|_| ClientError::Unreachable {
            service: self.service,
            why: "the answer did not come to its end in time".to_owned(),
        })??;
        Ok(Opened::Other(Reply {
            status,
            body,
            headers,
            date,
        }))
    }

    /// The next piece of an answer that is open; `None` at its end.
    pub(crate) async fn piece(
        &self,
        response: &mut Response,
    ) -> Result<Option<bytes::Bytes>, ClientError> {
        let piece = self.or_stopped(response.chunk()).await?;
        piece.map_err(|error| self.unreachable(&error))
    }
}
