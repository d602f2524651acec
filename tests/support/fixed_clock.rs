//! A wall clock that goes on only when a test says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

/// A clock that stands still; its clones show the same time.
#[derive(Clone)]
pub(crate) struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// A clock that shows this time, as in `2026-11-23T14:00:00Z`.
    pub(crate) fn at(time: &str) -> Self {
        let time: Timestamp = time.parse().expect("a time");
        Self(Arc::new(AtomicI64::new(time.as_millisecond())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).expect("a time")
    }

    pub(crate) fn let_pass(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).expect("a short time");
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}
