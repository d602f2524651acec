//! How many calls may be in flight at once: more while it helps, half when a service overloads.

use std::time::Duration;

/// The number of calls at the start.
pub const FIRST: usize = 16;
/// The number that is never passed: what UserHub's own SDKs pool (contract userhub-api 1.2).
pub const MOST: usize = 100;
/// Half of it, for a person who wants to leave more to others.
pub const GENTLE_MOST: usize = MOST / 2;

/// An adaptive limit on calls in flight.
///
/// After each round (as many answers as the limit) the rate is compared with that of the round before. The limit
/// doubles as long as the rate rises by a tenth, and stays where it is when it no longer does.
#[derive(Clone, Debug)]
pub struct ConcurrencyLimit {
    limit: usize,
    most: usize,
    answers: usize,
    round_started: Duration,
    last_rate: f64,
    growing: bool,
}

impl ConcurrencyLimit {
    /// Starts at [`FIRST`], and never passes `most` or [`MOST`].
    pub fn new(now: Duration, most: usize) -> Self {
        let most = most.clamp(1, MOST);
        Self {
            limit: FIRST.min(most),
            most,
            answers: 0,
            round_started: now,
            last_rate: 0.0,
            growing: true,
        }
    }

    /// How many calls may be in flight now.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Notes a good answer at `now`.
    pub fn answered(&mut self, now: Duration) {
        self.answers += 1;
        if self.answers < self.limit {
            return;
        }
        let seconds = now
            .saturating_sub(self.round_started)
            .as_secs_f64()
            .max(1e-6);
        let rate = self.answers as f64 / seconds;
        if self.growing && rate > self.last_rate * 1.1 {
            self.limit = (self.limit * 2).min(self.most);
        } else {
            self.growing = false;
        }
        self.last_rate = self.last_rate.max(rate);
        self.begin_round(now);
    }

    /// Notes a 429, a 503 or a time-out at `now`: the limit halves, at most once a round, and then grows again.
    pub fn groaned(&mut self, now: Duration) {
        self.limit = (self.limit / 2).max(1);
        self.growing = true;
        self.last_rate = 0.0;
        self.begin_round(now);
    }

    fn begin_round(&mut self, now: Duration) {
        self.answers = 0;
        self.round_started = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds rounds of answers that take `latency` whatever the limit.
    fn rounds(
        window: &mut ConcurrencyLimit,
        count: usize,
        latency: Duration,
        mut now: Duration,
    ) -> Duration {
        for _ in 0..count {
            now += latency;
            for _ in 0..window.limit() {
                window.answered(now);
            }
        }
        now
    }

    #[test]
    fn it_doubles_each_round_while_the_rate_rises_up_to_the_most() {
        let mut window = ConcurrencyLimit::new(Duration::ZERO, MOST);
        let mut seen = vec![window.limit()];
        let mut now = Duration::ZERO;
        for _ in 0..4 {
            now = rounds(&mut window, 1, Duration::from_millis(50), now);
            seen.push(window.limit());
        }
        assert_eq!(seen, [16, 32, 64, 100, 100]);
    }

    #[test]
    fn it_stays_where_more_calls_no_longer_help() {
        let mut window = ConcurrencyLimit::new(Duration::ZERO, MOST);
        let mut now = Duration::ZERO;
        for _ in 0..10 {
            // The service gives a hundred answers a second, however many ask.
            now += Duration::from_millis(10 * window.limit() as u64);
            for _ in 0..window.limit() {
                window.answered(now);
            }
        }
        assert_eq!(window.limit(), 32);
    }

    #[test]
    fn it_halves_when_the_service_groans_and_never_stops() {
        let mut window = ConcurrencyLimit::new(Duration::ZERO, MOST);
        for _ in 0..10 {
            window.groaned(Duration::ZERO);
        }
        assert_eq!(window.limit(), 1);
        rounds(&mut window, 4, Duration::from_millis(50), Duration::ZERO);
        assert_eq!(window.limit(), 16);
    }
}
