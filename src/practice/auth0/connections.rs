//! The connections of the Events API: how they behave, how many are open, and what they are told to do.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// How the connections of the Events API behave. As JSON, what is not named stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches, each of which can be on beside the others"
)]
pub struct StreamOptions {
    /// Milliseconds between two heartbeats.
    pub heartbeat_ms: u64,
    /// After how many milliseconds a connection is closed, as the service does every few minutes.
    pub rotation_ms: u64,
    /// After how many seconds an event is gone.
    pub retention_secs: u64,
    /// What `retry:` says, which may be nonsense; no such line when null.
    pub retry: Option<String>,
    /// What ends a line.
    pub line_end: LineEnd,
    /// How many bytes come at once; 0 for whole frames. A small number splits characters.
    pub piece: usize,
    /// Whether nothing comes after the head of the answer.
    pub silent: bool,
    /// How many connections others hold.
    pub slots_taken: usize,
    /// Whether a plain sign-in is told as `user.updated`, which is not documented.
    pub logins: bool,
    /// Whether `user.updated` carries `previous_object`.
    pub previous_object: bool,
    /// Whether each event comes twice.
    pub twice: bool,
    /// Whether neighbours change places.
    pub swapped: bool,
    /// Whether only the three types of users are known, as in an older tenant.
    pub users_only: bool,
    /// What a new connection is refused with.
    pub refuse: Option<StreamRefusal>,
    /// Whether a connection is closed right after its head.
    pub close_at_once: bool,
}

/// What ends a line of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
}

/// The refusals of the Events API (contract keep-up 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamRefusal {
    /// 400: the offset is none.
    Cursor,
    /// 400: a type that is not known.
    EventType,
    /// 401.
    Token,
    /// 403: all connections of the plan are taken.
    Slots,
    /// 403: the token lacks `read:events`, said in words alone.
    Scope,
    /// 404: the feature is not there.
    NotFound,
    /// 410: what the offset points at is gone.
    Gone,
    /// 429, with a `Retry-After` of two seconds.
    SlowDown,
    /// 503.
    Unavailable,
}

/// What all open connections are told to do.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inject {
    /// Send this text as it is.
    Raw(String),
    /// Send a line of so many bytes that is part of an event with the newest offset.
    Oversized(usize),
    /// Send `event: error` with this code, and close.
    Error(String),
    /// Break the connection.
    Cut,
    /// Close in good order.
    Close,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self {
            heartbeat_ms: 10_000,
            rotation_ms: 300_000,
            retention_secs: 86_400,
            retry: Some("2000".to_owned()),
            line_end: LineEnd::Lf,
            piece: 0,
            silent: false,
            slots_taken: 0,
            logins: true,
            previous_object: true,
            twice: false,
            swapped: false,
            users_only: false,
            refuse: None,
            close_at_once: false,
        }
    }
}

/// The connections of one tenant.
pub(crate) struct Streams {
    options: Mutex<StreamOptions>,
    open: Arc<AtomicUsize>,
    opened: AtomicU64,
    inject: broadcast::Sender<Inject>,
}

/// A connection that counts; dropping it frees its slot.
pub(crate) struct Slot(Arc<AtomicUsize>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Streams {
    pub(crate) fn new(options: StreamOptions) -> Self {
        Self {
            options: Mutex::new(options),
            open: Arc::default(),
            opened: AtomicU64::new(0),
            inject: broadcast::channel(256).0,
        }
    }

    pub(crate) fn options(&self) -> StreamOptions {
        self.lock().clone()
    }

    pub(crate) fn set_options(&self, options: StreamOptions) {
        *self.lock() = options;
    }

    /// Tells all open connections; how many there are.
    pub(crate) fn inject(&self, what: Inject) -> usize {
        self.inject.send(what).unwrap_or(0)
    }

    pub(crate) fn injected(&self) -> broadcast::Receiver<Inject> {
        self.inject.subscribe()
    }

    /// How many connections are open now, and how many ever were.
    pub(crate) fn counts(&self) -> (usize, u64) {
        let opened = self.opened.load(Ordering::Relaxed);
        (self.open.load(Ordering::Relaxed), opened)
    }

    /// Takes one of so many slots, of which others hold some.
    pub(crate) fn take(&self, slots: usize) -> Option<Slot> {
        let free = slots.saturating_sub(self.options().slots_taken);
        let add = |open: usize| (open < free).then_some(open + 1);
        let taken = self
            .open
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        taken.ok().map(|_| {
            self.opened.fetch_add(1, Ordering::Relaxed);
            Slot(Arc::clone(&self.open))
        })
    }

    fn lock(&self) -> MutexGuard<'_, StreamOptions> {
        self.options.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
