//! Reads Auth0's events on a task of its own: connects, goes on where it was after each end, and says what it has read.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::clients::auth0::{Auth0, EventStream, From, NoStream, Over};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::live::{
    self, AfterError, BARREN, ChangeKind, Hint, LONGEST_WAIT, News, NotToBeHad, Silence, Told,
};

/// How many events are handed over at once, so that a flood is written down in few transactions.
const BATCH: usize = 500;

/// How many connections in a row may stand without a single byte before something in between is blamed.
const MUTE: u32 = 2;

/// What the reader says.
pub(super) enum Read {
    /// Something came through: it is live.
    Live,
    /// These were named.
    Batch(Batch),
    /// There is no connection for now; it is tried again by itself.
    Down(ClientError),
    /// Events are not to be had, and the reader has ended.
    NotToBeHad(NotToBeHad),
    /// What the offset points at is gone, and the reader has ended. `by_moment` says that a date was asked for.
    OffsetLost {
        /// Whether it was not an offset but a moment that is gone.
        by_moment: bool,
    },
    /// It is refused, and the reader has ended.
    Refused(ClientError),
}

/// What was read at once.
#[derive(Default)]
pub(super) struct Batch {
    /// Who is to be looked at.
    pub(super) hints: Vec<Hint>,
    /// How far it came.
    pub(super) offset: Option<String>,
    /// How many events named nobody because they could not be read.
    pub(super) unreadable: u64,
}

/// Why a connection is over.
enum End {
    /// It ended as connections do.
    Ordinary,
    /// Nothing more will come.
    OffsetLost,
    /// An event was too much for Auth0.
    Barren,
    /// Nobody listens any more.
    Unheard,
}

/// A reader at work.
pub(super) struct Reader {
    auth0: Arc<Auth0>,
    from: From,
    says: mpsc::Sender<Read>,
    silence: Silence,
    users_only: bool,
    /// How long the service wants to be left alone between two connections.
    retry: Duration,
    /// Attempts in a row that brought nothing.
    barren: u32,
    /// Errors in a row that came from one place.
    poisoned: u32,
    /// Connections in a row through which nothing came at all.
    mute: u32,
    /// The date of the newest event.
    newest: Option<Timestamp>,
    heard: Heard,
}

/// When something came from Auth0 last, by this computer's clock, in milliseconds since 1970; 0 before anything did.
pub(super) type Heard = Arc<AtomicI64>;

impl Reader {
    pub(super) fn new(
        auth0: Arc<Auth0>,
        from: From,
        silence: Silence,
        says: mpsc::Sender<Read>,
        heard: Heard,
    ) -> Self {
        Self {
            auth0,
            from,
            says,
            silence,
            users_only: false,
            retry: Duration::ZERO,
            barren: 0,
            poisoned: 0,
            mute: 0,
            newest: None,
            heard,
        }
    }

    /// Reads until nobody listens any more, or there is nothing to be had.
    pub(super) async fn read(mut self) {
        loop {
            let began = clock::instant();
            let last = match self.auth0.events(&self.from, self.users_only).await {
                Ok(stream) => self.follow(stream, began).await,
                Err(refusal) => self.refused(refusal).await,
            };
            if let Some(last) = last {
                // A listener that is gone wants to hear nothing.
                drop(self.says.send(last).await);
                return;
            }
            if self.says.is_closed() || self.auth0.http().stop().is_cancelled() {
                return;
            }
            let wait = live::wait(self.barren, luck(), self.retry, began.elapsed());
            if self.auth0.http().pause(wait).await.is_err() {
                return;
            }
        }
    }

    /// Sorts out why there is no stream. The answer is the reader's last word.
    async fn refused(&mut self, refusal: NoStream) -> Option<Read> {
        match refusal {
            NoStream::NotToBeHad(why) => Some(Read::NotToBeHad(why)),
            NoStream::OffsetLost => Some(Read::OffsetLost {
                by_moment: matches!(self.from, From::Moment(_)),
            }),
            NoStream::UnsupportedType if self.users_only => {
                Some(Read::NotToBeHad(NotToBeHad::NotThere))
            }
            NoStream::UnsupportedType => {
                self.users_only = true;
                None
            }
            // The pacer holds the next attempt back for as long as Auth0 asks.
            NoStream::Client(error) if error.status() == Some(429) => None,
            NoStream::Client(error) if is_refusal(&error) => Some(Read::Refused(error)),
            NoStream::Client(error) => {
                self.barren = self.barren.saturating_add(1);
                tracing::debug!(%error, "no connection for Auth0's events");
                drop(self.says.send(Read::Down(error)).await);
                None
            }
        }
    }

    /// Reads one connection to its end.
    async fn follow(&mut self, mut stream: EventStream, began: Instant) -> Option<Read> {
        let before = self.from.clone();
        let end = self.read_stream(&mut stream).await;
        if let Some(retry) = stream.retry() {
            self.retry = retry.min(LONGEST_WAIT);
        }
        let has_moved = self.from != before;
        if has_moved {
            self.poisoned = 0;
        }
        // One that is closed at once has brought nothing, whatever its head said (contract keep-up 1.7).
        let has_lasted = stream.is_alive() && began.elapsed() >= live::BETWEEN_ATTEMPTS;
        self.barren = if has_moved || has_lasted {
            0
        } else {
            self.barren.saturating_add(1)
        };
        self.mute = if stream.is_alive() { 0 } else { self.mute };
        match end {
            End::Ordinary | End::Unheard if self.mute >= MUTE => {
                Some(Read::NotToBeHad(NotToBeHad::HeldBack))
            }
            End::Ordinary | End::Unheard => None,
            End::OffsetLost => Some(Read::OffsetLost { by_moment: false }),
            End::Barren => {
                self.poisoned += 1;
                if self.poisoned >= BARREN {
                    self.pass_over().await;
                }
                None
            }
        }
    }

    /// Goes on behind an event that Auth0 cannot tell: from now on, with everybody compared for what is passed over.
    async fn pass_over(&mut self) {
        self.poisoned = 0;
        let server = self.auth0.http().answers().await.ok().flatten();
        let now = server.or(self.newest).unwrap_or_else(clock::timestamp);
        self.from = From::Moment(now);
        let batch = Batch {
            unreadable: 1,
            ..Batch::default()
        };
        drop(self.says.send(Read::Batch(batch)).await);
    }

    async fn read_stream(&mut self, stream: &mut EventStream) -> End {
        let mut is_told = false;
        loop {
            let (auth0, silence) = (Arc::clone(&self.auth0), &mut self.silence);
            let limit = silence.limit();
            let heard = &self.heard;
            let told = auth0
                .next_event(stream, limit, |gap| {
                    silence.learn(gap);
                    note(heard);
                })
                .await;
            let told = match told {
                Ok(told) => told,
                Err(Over::Closed) => return End::Ordinary,
                Err(Over::Silent) => {
                    tracing::info!(
                        seconds = limit.as_secs(),
                        "nothing came from Auth0's events"
                    );
                    self.silence.give_more_time();
                    self.mute += u32::from(!stream.is_alive());
                    return End::Ordinary;
                }
                Err(Over::Lost(ClientError::Stopped)) => return End::Unheard,
                Err(Over::Lost(error)) => {
                    tracing::debug!(%error, "Auth0's events broke off");
                    return End::Ordinary;
                }
            };
            note(&self.heard);
            if !std::mem::replace(&mut is_told, true) && self.says.send(Read::Live).await.is_err() {
                return End::Unheard;
            }
            let (batch, end) = self.gather(told, stream).await;
            if let Some(offset) = &batch.offset {
                self.from = From::Offset(offset.clone());
            }
            let is_empty =
                batch.hints.is_empty() && batch.offset.is_none() && batch.unreadable == 0;
            if !is_empty && self.says.send(Read::Batch(batch)).await.is_err() {
                return End::Unheard;
            }
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// Takes what is there already into one batch, up to an error that ends the stream.
    async fn gather(&mut self, first: Told, stream: &mut EventStream) -> (Batch, Option<End>) {
        let mut batch = Batch::default();
        let mut next = Some(first);
        while let Some(told) = next.take() {
            let offset = told.offset;
            match told.news {
                News::Hint(hint) => {
                    self.newest = self.newest.max(hint.at);
                    batch.hints.push(hint);
                }
                News::Unreadable(Some(id)) => batch.hints.push(look_at(id)),
                News::Unreadable(None) => batch.unreadable += 1,
                News::ConnectionDeleted(name) => {
                    let name = name.unwrap_or_default();
                    tracing::info!(%name, "a connection was deleted in Auth0, with its users");
                }
                News::Nothing => {}
                News::Error(code) => {
                    tracing::info!(%code, "Auth0 ended its events");
                    let end = match live::after_error(&code) {
                        AfterError::GoOn => End::Ordinary,
                        AfterError::OffsetLost => return (batch, Some(End::OffsetLost)),
                        // Where it says how to go on behind the event, that is done.
                        AfterError::Barren if offset.is_some() => {
                            batch.unreadable += 1;
                            End::Ordinary
                        }
                        AfterError::Barren => End::Barren,
                    };
                    batch.offset = offset.or(batch.offset);
                    return (batch, Some(end));
                }
            }
            batch.offset = offset.or(batch.offset);
            if stream.ready() > 0 && batch.hints.len() < BATCH {
                // It is there already: nothing is waited for.
                let told = self.auth0.next_event(stream, Duration::MAX, |_| {}).await;
                next = told.ok();
            }
        }
        (batch, None)
    }
}

/// Somebody of whom an event could be read no further than their id.
fn look_at(id: Auth0UserId) -> Hint {
    Hint {
        id,
        kind: ChangeKind::Updated,
        at: None,
        linked: Vec::new(),
    }
}

/// Whether it is of no use to try again before somebody has put something right.
fn is_refusal(error: &ClientError) -> bool {
    match error {
        ClientError::Rejected(refusal) => (400..500).contains(&refusal.status),
        ClientError::NoTokens { .. } | ClientError::Untrusted { .. } => true,
        _ => false,
    }
}

/// Notes that something came.
fn note(heard: &Heard) {
    let now = clock::timestamp().as_millisecond();
    heard.store(now, Ordering::Relaxed);
}

/// Chance, from 0 to 1.
fn luck() -> f64 {
    let roll = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or(u32::MAX);
    f64::from(roll) / f64::from(u32::MAX)
}
