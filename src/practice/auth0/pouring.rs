//! One open connection of the Events API: what is written into it, and when it ends.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use serde_json::json;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::connections::{Inject, LineEnd, Slot, StreamOptions};
use super::feed::{Event, GONE};
use super::shared::Shared;
use crate::practice::clock;

/// How many events are written in one go.
const BATCH: usize = 100;

/// One open connection.
pub(crate) struct Connection {
    pieces: mpsc::Sender<Result<Bytes, io::Error>>,
    kinds: Vec<String>,
    /// The number of the last event that was written, or passed over.
    at: u64,
    /// When its token ends, in Unix seconds.
    expires: i64,
    _slot: Slot,
}

/// Nobody reads any more, or the connection is to end.
struct Over;

/// What it listens to: new events, and what it is told to do.
pub(crate) type Heard = (watch::Receiver<u64>, broadcast::Receiver<Inject>);

impl Connection {
    /// A connection, and where its bytes come out.
    pub(crate) fn new(
        slot: Slot,
        kinds: Vec<String>,
        at: u64,
        expires: i64,
    ) -> (Self, mpsc::Receiver<Result<Bytes, io::Error>>) {
        let (pieces, out) = mpsc::channel(16);
        let connection = Self {
            pieces,
            kinds,
            at,
            expires,
            _slot: slot,
        };
        (connection, out)
    }

    async fn write(&self, text: &str, options: &StreamOptions) -> Result<(), Over> {
        let text = match options.line_end {
            LineEnd::Lf => text.to_owned(),
            LineEnd::CrLf => text.replace('\n', "\r\n"),
            LineEnd::Cr => text.replace('\n', "\r"),
        };
        let bytes = Bytes::from(text);
        let size = if options.piece == 0 {
            bytes.len().max(1)
        } else {
            options.piece
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let piece = rest.split_to(size.min(rest.len()));
            self.pieces.send(Ok(piece)).await.map_err(|_| Over)?;
        }
        Ok(())
    }

    /// Writes all events that it has not told yet.
    async fn catch_up(&mut self, shared: &Shared, options: &StreamOptions) -> Result<(), Over> {
        loop {
            let Ok(events) = shared.feed.after(self.at, BATCH) else {
                self.write(&error("cursor_expired", GONE), options).await?;
                return Err(Over);
            };
            let Some(last) = events.last().map(|event| event.number) else {
                return Ok(());
            };
            for (number, event) in in_order(self.at, &events, options.swapped) {
                let is_wanted = self.kinds.is_empty()
                    || self.kinds.iter().any(|kind| kind == event.what.kind());
                if is_wanted {
                    let frame = frame(shared, number, event, options);
                    for _ in 0..=u8::from(options.twice) {
                        self.write(&frame, options).await?;
                    }
                }
            }
            self.at = last;
        }
    }

    async fn handle(
        &self,
        shared: &Shared,
        what: Inject,
        options: &StreamOptions,
    ) -> Result<(), Over> {
        match what {
            Inject::Raw(text) => self.write(&text, options).await,
            Inject::Oversized(bytes) => {
                let offset = shared.feed.offset(self.at);
                let line = "x".repeat(bytes);
                let text = format!("event: user.updated\nid: {offset}\ndata: {line}\n\n");
                self.write(&text, options).await
            }
            Inject::Error(code) => {
                self.write(&error(&code, "It was asked for."), options)
                    .await?;
                Err(Over)
            }
            Inject::Cut => {
                let cut = Err(io::Error::from(io::ErrorKind::ConnectionReset));
                drop(self.pieces.send(cut).await);
                Err(Over)
            }
            Inject::Close => Err(Over),
        }
    }
}

/// Writes into a connection until it ends.
pub(crate) async fn pour(mut connection: Connection, heard: Heard, shared: Arc<Shared>) {
    // It ends in whatever way it ends: there is nobody to tell.
    drop(pour_out(&mut connection, heard, &shared).await);
}

async fn pour_out(
    connection: &mut Connection,
    (mut news, mut told): Heard,
    shared: &Shared,
) -> Result<(), Over> {
    let options = shared.streams.options();
    if options.close_at_once {
        return Err(Over);
    }
    if !options.silent {
        connection.write(":connected\n\n", &options).await?;
        if let Some(retry) = &options.retry {
            let retry = format!("retry: {retry}\n\n");
            connection.write(&retry, &options).await?;
        }
    }
    let began = Instant::now();
    let left = connection.expires.saturating_mul(1_000) - clock::now();
    let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
    let end = began + left.min(Duration::from_millis(options.rotation_ms));
    let mut beat = began;
    loop {
        let options = shared.streams.options();
        if !options.silent {
            connection.catch_up(shared, &options).await?;
        }
        let next_beat = beat + Duration::from_millis(options.heartbeat_ms.max(1));
        tokio::select! {
            () = connection.pieces.closed() => return Err(Over),
            () = sleep_until(end) => return Err(Over),
            () = sleep_until(next_beat) => {
                beat = next_beat;
                if !options.silent {
                    let pulse = pulse(shared, connection.at);
                    connection.write(&pulse, &options).await?;
                }
            }
            what = told.recv() => {
                if let Ok(what) = what {
                    connection.handle(shared, what, &options).await?;
                }
            }
            changed = news.changed() => changed.map_err(|_| Over)?,
        }
    }
}

/// What comes with each heartbeat: how far it is, and a comment.
fn pulse(shared: &Shared, at: u64) -> String {
    let offset = shared.feed.offset(at);
    let data = json!({ "offset": offset });
    format!("event: offset-only\nid: {offset}\ndata: {data}\n\n: heartbeat\n\n")
}

fn error(code: &str, message: &str) -> String {
    let data = json!({"error": {"code": code, "message": message}});
    format!("event: error\ndata: {data}\n\n")
}

fn frame(shared: &Shared, number: u64, event: &Event, options: &StreamOptions) -> String {
    let offset = shared.feed.offset(number);
    let domain = &shared.options.domain;
    let message = event.message(&offset, domain, options.previous_object);
    let kind = event.what.kind();
    format!("event: {kind}\nid: {offset}\ndata: {message}\n\n")
}

/// The events with the number of the offset that each carries. Of two that change places the first to come has the offset
/// before both, so that whoever goes on from there meets both again: delivery is at least once.
fn in_order(at: u64, events: &[Arc<Event>], swapped: bool) -> Vec<(u64, &Event)> {
    if !swapped {
        return events
            .iter()
            .map(|event| (event.number, &**event))
            .collect();
    }
    let mut ordered = Vec::with_capacity(events.len());
    let mut before = at;
    for pair in events.chunks(2) {
        match pair {
            [one, other] => {
                ordered.push((before, &**other));
                ordered.push((other.number, &**one));
                before = other.number;
            }
            alone => {
                for event in alone {
                    ordered.push((event.number, &**event));
                    before = event.number;
                }
            }
        }
    }
    ordered
}
