//! The one place that reads the clocks. Everything that decides takes time as an argument.

use std::time::Instant;

use jiff::Timestamp;

/// The steady clock, for measuring.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn instant() -> Instant {
    Instant::now()
}

/// The wall clock, for dates that people and services read.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn timestamp() -> Timestamp {
    Timestamp::now()
}
