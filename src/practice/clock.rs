//! The practice world's clock: it is a service of its own, so it has its own time.

use std::time::Instant;

/// Now, in milliseconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the practice world reads the time of day"
)]
pub(crate) fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Now, for measuring how long something takes.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the practice world measures time"
)]
pub(crate) fn instant() -> Instant {
    Instant::now()
}
