//! Auth0's Events API: one long answer that tells what happens to users (contract keep-up 1).
//!
//! Opening it waits its turn like any call; reading it has no limit but that on silence, which whoever reads has chosen.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use percent_encoding::utf8_percent_encode;
use serde::Deserialize;

use super::users::SEGMENT;
use super::{Auth0, Call, ClientError, RateBucket, wire};
use crate::clients::error::{Rejection, Service};
use crate::clients::foreign::{is_page, looks};
use crate::clients::http::streaming::{Opened, build_stream_client};
use crate::clients::lenient;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::live::{ChangeKind, Hint, News, NotToBeHad, Told};
use crate::domain::sse::{Frame, Parser, Said};

/// From where events are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// After the event with this offset.
    Offset(String),
    /// From this moment on, cut to seconds.
    Moment(Timestamp),
}

/// Why there is no stream.
#[derive(Debug)]
pub enum NoStream {
    /// Not for now, and for a reason that is not over in a moment.
    NotToBeHad(NotToBeHad),
    /// What the offset points at is gone, or it is none.
    OffsetLost,
    /// The tenant does not know one of the types that were asked for.
    UnsupportedType,
    /// Anything else: no connection, a key that is refused, a request to slow down.
    Client(ClientError),
}

/// Why a stream is over.
#[derive(Debug)]
pub enum Over {
    /// It was closed in good order.
    Closed,
    /// Nothing has come for as long as it may be silent.
    Silent,
    /// It broke off, or reading it was stopped.
    Lost(ClientError),
}

/// An open stream of events.
pub struct EventStream {
    response: reqwest::Response,
    parser: Parser,
    told: VecDeque<Told>,
    /// What the service asks for between two connections.
    retry: Option<Duration>,
    last_piece: Instant,
    pieces: u64,
}

/// What happens to users, and then what also concerns many of them at once.
const KINDS: [&str; 4] = [
    "user.created",
    "user.updated",
    "user.deleted",
    "connection.deleted",
];

impl Auth0 {
    /// Opens the stream of events. `users_only` leaves out the types that an older tenant does not know.
    pub async fn events(&self, from: &From, users_only: bool) -> Result<EventStream, NoStream> {
        let client = build_stream_client(self.http()).map_err(NoStream::Client)?;
        let call = Call::get(path(from, users_only), RateBucket::Other);
        let mut renewed = false;
        loop {
            let token = self.bearer().await.map_err(NoStream::Client)?;
            let opened = self.http().open(&client, &call, &token).await;
            let reply = match opened.map_err(NoStream::Client)? {
                Opened::Stream(response) => {
                    let is_stream = response.headers().get("content-type");
                    let is_stream = is_stream.and_then(|kind| kind.to_str().ok());
                    if is_stream.is_some_and(|kind| kind.starts_with("text/event-stream")) {
                        return Ok(EventStream::new(response));
                    }
                    return Err(NoStream::Client(ClientError::Intercepted {
                        service: Service::Auth0,
                        path: call.plain_path(),
                        status: response.status().as_u16(),
                        looks: looks(response.status(), response.headers(), &[], &[&token]),
                    }));
                }
                Opened::Other(reply) => reply,
            };
            if reply.status == 401 && !renewed {
                renewed = true;
                self.forget_token(&token).await;
                continue;
            }
            return Err(match wire::api_refusal(&reply) {
                Some(refusal) => refused(refusal.without(&[&token])),
                None if reply.status == 404 && !is_page(&reply.headers, &reply.body) => {
                    NoStream::NotToBeHad(NotToBeHad::NotThere)
                }
                None => NoStream::Client(ClientError::Intercepted {
                    service: Service::Auth0,
                    path: call.plain_path(),
                    status: reply.status.as_u16(),
                    looks: looks(reply.status, &reply.headers, &reply.body, &[&token]),
                }),
            });
        }
    }

    /// The next thing that the stream tells. Dropping this while it waits loses nothing.
    ///
    /// `silence` is how long it may be silent; the time between two pieces is given to `gap`.
    pub async fn next_event(
        &self,
        stream: &mut EventStream,
        silence: Duration,
        mut gap: impl FnMut(Duration),
    ) -> Result<Told, Over> {
        loop {
            if let Some(told) = stream.told.pop_front() {
                return Ok(told);
            }
            let left = silence.saturating_sub(stream.last_piece.elapsed());
            let piece = tokio::time::timeout(left, self.http().piece(&mut stream.response)).await;
            let piece = match piece {
                Err(_) => return Err(Over::Silent),
                Ok(Err(error)) => return Err(Over::Lost(error)),
                Ok(Ok(None)) => return Err(Over::Closed),
                Ok(Ok(Some(piece))) => piece,
            };
            if stream.pieces > 0 {
                gap(stream.last_piece.elapsed());
            }
            stream.take(&piece);
        }
    }
}

fn path(from: &From, users_only: bool) -> String {
    let kinds = if users_only { &KINDS[..3] } else { &KINDS[..] };
    let kinds: Vec<String> = kinds
        .iter()
        .map(|kind| format!("event_type={kind}"))
        .collect();
    let from = match from {
        From::Offset(offset) => format!("from={}", utf8_percent_encode(offset, SEGMENT)),
        From::Moment(moment) => {
            // Exactly this form: a fraction or an offset would be refused.
            let moment = moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            format!("from_timestamp={}", utf8_percent_encode(&moment, SEGMENT))
        }
    };
    format!("/api/v2/events?{}&{from}", kinds.join("&"))
}

/// What a refusal means (contract keep-up 1.6). The two of 403 have no code that is known, so that their words decide; the
/// words for a missing permission are those of every endpoint.
fn refused(refusal: Rejection) -> NoStream {
    let says = |part: &str| refusal.message.contains(part);
    match refusal.status {
        403 if says("Maximum concurrent") => NoStream::NotToBeHad(NotToBeHad::Slots),
        403 if refusal.code == "insufficient_scope" || says("Insufficient scope") => {
            NoStream::NotToBeHad(NotToBeHad::Scope)
        }
        404 => NoStream::NotToBeHad(NotToBeHad::NotThere),
        410 => NoStream::OffsetLost,
        400 if says("cursor") => NoStream::OffsetLost,
        400 if says("event type") => NoStream::UnsupportedType,
        _ => NoStream::Client(ClientError::Rejected(refusal)),
    }
}

impl EventStream {
    fn new(response: reqwest::Response) -> Self {
        Self {
            response,
            parser: Parser::default(),
            told: VecDeque::new(),
            retry: None,
            last_piece: clock::instant(),
            pieces: 0,
        }
    }

    /// How long the service asks to wait before connecting again.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Whether anything has come through it.
    pub fn is_alive(&self) -> bool {
        self.pieces > 0
    }

    /// How many things were told already and not yet taken.
    pub fn ready(&self) -> usize {
        self.told.len()
    }

    fn take(&mut self, piece: &[u8]) {
        self.last_piece = clock::instant();
        self.pieces += 1;
        let (told, retry) = (&mut self.told, &mut self.retry);
        self.parser.feed(piece, |said| match said {
            Said::Comment => told.push_back(Told {
                offset: None,
                news: News::Nothing,
            }),
            Said::Retry(wait) => *retry = Some(wait),
            Said::Frame(frame) => told.push_back(read(&frame)),
        });
    }
}

/// The message of a frame (contract keep-up 1.4), of which anything may be missing.
#[derive(Default, Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "lenient::text")]
    offset: Option<String>,
    event: Option<Event>,
    error: Option<Failed>,
}

#[derive(Default, Deserialize)]
struct Event {
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "lenient::moment")]
    time: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::text")]
    a0purpose: Option<String>,
    #[serde(default)]
    data: Data,
}

#[derive(Default, Deserialize)]
struct Data {
    #[serde(default)]
    object: Object,
}

#[derive(Default, Deserialize)]
struct Object {
    #[serde(default, deserialize_with = "lenient::text")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default)]
    identities: wire::Identities,
}

#[derive(Deserialize)]
struct Failed {
    #[serde(default, deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    offset: Option<String>,
}

/// What can still be seen of a message that cannot be read.
#[derive(Default, Deserialize)]
struct Remains {
    #[serde(default, deserialize_with = "lenient::text")]
    offset: Option<String>,
    event: Option<serde_json::Value>,
}

fn read(frame: &Frame) -> Told {
    let with = |offset: Option<String>, news| Told {
        offset: frame.id.clone().or(offset),
        news,
    };
    if frame.too_large {
        return with(None, News::Unreadable(None));
    }
    let Some(data) = frame.data.as_deref() else {
        return with(None, News::Nothing);
    };
    if data.trim() == "[DONE]" {
        return with(None, News::Nothing);
    }
    let message: Message = match serde_json::from_str(data) {
        Ok(message) => message,
        Err(error) => {
            tracing::warn!(%error, "an event could not be read");
            let remains: Remains = serde_json::from_str(data).unwrap_or_default();
            let about = remains
                .event
                .as_ref()
                .and_then(|event| event["data"]["object"]["user_id"].as_str())
                .filter(|id| !id.is_empty());
            return with(
                remains.offset,
                News::Unreadable(about.map(Auth0UserId::new)),
            );
        }
    };
    if frame.event == "error" || message.error.is_some() {
        let failed = message.error;
        let code = failed.as_ref().and_then(|failed| failed.code.clone());
        let offset = failed.and_then(|failed| failed.offset);
        return with(offset, News::Error(code.unwrap_or_default()));
    }
    let offset = message.offset;
    let Some(event) = message.event else {
        return with(offset, News::Nothing);
    };
    if event.a0purpose.as_deref() == Some("test") {
        return with(offset, News::Nothing);
    }
    let kind = event.kind.unwrap_or_else(|| frame.event.clone());
    // An older form names types with a beginning of its own (contract keep-up 1.4).
    let kind = kind.strip_prefix("com.auth0.").unwrap_or(&kind);
    let change = match kind {
        "user.created" => ChangeKind::Created,
        "user.updated" => ChangeKind::Updated,
        "user.deleted" => ChangeKind::Deleted,
        "connection.deleted" => {
            return with(offset, News::ConnectionDeleted(event.data.object.name));
        }
        _ => return with(offset, News::Nothing),
    };
    let object = event.data.object;
    let Some(id) = object.user_id.filter(|id| !id.is_empty()) else {
        return with(offset, News::Unreadable(None));
    };
    let hint = Hint {
        linked: object.identities.beside(&id),
        id: Auth0UserId::new(id),
        kind: change,
        at: event.time,
    };
    with(offset, News::Hint(hint))
}

#[cfg(test)]
mod tests;
