//! How fast a service may be asked: learnt from its headers, kept to a stated share, stopped by its 429.
//!
//! Auth0 counts requests in token buckets (contract auth0-api 5): a burst that refills at a sustained rate. Its
//! headers name the burst and what is left of it; the sustained rate follows from the documented plans.
//! [`Pace`] mirrors that bucket at a share of its size and rate. Time is an argument: a `Duration` since any
//! fixed moment.

use std::time::Duration;

/// The share of a service's limit that is used unless something else is asked for.
pub const DEFAULT_SHARE: f64 = 0.8;
/// Half of it, for a person who wants to leave more to others.
pub const GENTLE_SHARE: f64 = DEFAULT_SHARE / 2.0;

/// What an answer's rate limit headers said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateHeaders {
    /// `x-ratelimit-limit`: the size of the burst.
    pub limit: u32,
    /// `x-ratelimit-remaining`: how many more requests would be taken at once.
    pub remaining: u32,
}

/// A mirror of one bucket of one service.
#[derive(Clone, Debug)]
pub struct Pace {
    share: f64,
    bucket: Option<Bucket>,
    paused_until: Duration,
    /// When the next request may follow a pause, while there is no bucket to keep them apart.
    next_after_pause: Duration,
    refusals: u32,
}

#[derive(Clone, Debug)]
struct Bucket {
    limit: u32,
    per_second: f64,
    /// Up to where the rate of an undocumented limit may be raised; `None` for a documented one.
    ceiling: Option<f64>,
    tokens: f64,
    filled_at: Duration,
    judged_at: Duration,
}

/// The sustained rate of the plan whose burst is `limit`, in requests a second (contract auth0-api 5.1).
///
/// `None` for a limit that no documented plan has.
fn documented_rate(limit: u32) -> Option<f64> {
    match limit {
        // Free, and enterprise outside production; a self-service plan's 10 is 150 a minute, which is more.
        2 | 10 => Some(2.0),
        5 => Some(100.0 / 60.0),
        20 => Some(200.0 / 60.0),
        40 => Some(500.0 / 60.0),
        50 => Some(16.0),
        _ => None,
    }
}

/// How long a pause lasts when a service says 429 and not until when: doubled each time, up to a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long and how far apart requests are sent after a pause where no limit is known: all that waited would else
/// meet the service in one moment, and the next 429.
const SPREAD: Duration = Duration::from_secs(1);
const SPACING: Duration = Duration::from_millis(20);
/// How often the guess at an undocumented limit's rate may rise, and fall.
const RAISED_EVERY: Duration = Duration::from_secs(5);
const LOWERED_EVERY: Duration = Duration::from_secs(1);

impl Pace {
    /// Starts without a known limit: nothing is held back before a service names one.
    pub fn new(share: f64) -> Self {
        Self {
            share,
            bucket: None,
            paused_until: Duration::ZERO,
            next_after_pause: Duration::ZERO,
            refusals: 0,
        }
    }

    /// Asks to send one request at `now`. `Err` says how long to wait before asking again.
    pub fn take(&mut self, now: Duration) -> Result<(), Duration> {
        if let Some(left) = self.paused(now) {
            return Err(left);
        }
        let Some(bucket) = &mut self.bucket else {
            return self.follow_pause(now);
        };
        bucket.fill(now, self.share);
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - bucket.tokens) / (bucket.per_second * self.share);
        // A timer may fire a little early; a wait of nothing would then spin.
        Err(Duration::from_secs_f64(seconds.max(0.001)))
    }

    /// Keeps apart those who have waited for a pause to end, where no limit is known that would.
    fn follow_pause(&mut self, now: Duration) -> Result<(), Duration> {
        let spread_until = self.paused_until.saturating_add(SPREAD);
        if self.paused_until.is_zero() || now >= spread_until {
            return Ok(());
        }
        if now < self.next_after_pause {
            return Err(self.next_after_pause - now);
        }
        self.next_after_pause = now + SPACING;
        Ok(())
    }

    /// Learns from the headers of an answer that arrived at `now`.
    pub fn learn(&mut self, now: Duration, headers: RateHeaders) {
        let share = self.share;
        let bucket = match &mut self.bucket {
            Some(bucket) if bucket.limit == headers.limit => bucket,
            _ => self.bucket.insert(Bucket::new(headers.limit, now, share)),
        };
        bucket.fill(now, share);
        // Others use the tenant too: what they took is gone for us as well. At most `share` of what is left is ours.
        bucket.tokens = bucket.tokens.min(f64::from(headers.remaining) * share);
        bucket.judge(now, headers.remaining);
    }

    /// Notes a 429 at `now`, and until when the service asked to be left alone, if it said so. Gives the pause's length.
    pub fn refused(&mut self, now: Duration, wait: Option<Duration>) -> Duration {
        let doubled = FIRST_PAUSE
            .saturating_mul(1 << self.refusals.min(6))
            .min(LONGEST_PAUSE);
        // Requests in flight together are refused together; they are one refusal.
        if self.paused(now).is_none() {
            self.refusals = self.refusals.saturating_add(1);
        }
        let wait = wait.unwrap_or(doubled).max(Duration::from_millis(200));
        self.paused_until = self.paused_until.max(now.saturating_add(wait));
        if let Some(bucket) = &mut self.bucket {
            bucket.fill(now, self.share);
            bucket.tokens = bucket.tokens.min(0.0);
        }
        self.paused_until - now
    }

    /// Notes that the service has answered again.
    pub fn accepted(&mut self) {
        self.refusals = 0;
    }

    /// How long the pause after a 429 still lasts.
    pub fn paused(&self, now: Duration) -> Option<Duration> {
        self.paused_until
            .checked_sub(now)
            .filter(|left| !left.is_zero())
    }

    /// The service's whole sustained rate in requests a second, where it is known.
    pub fn allowed_per_second(&self) -> Option<f64> {
        self.bucket.as_ref().map(|bucket| bucket.per_second)
    }
}

impl Bucket {
    fn new(limit: u32, now: Duration, share: f64) -> Self {
        let documented = documented_rate(limit);
        // An undocumented limit is first read as the slowest thing it could mean: so many requests a minute.
        let per_second = documented.unwrap_or_else(|| Self::slowest(limit));
        Self {
            limit,
            per_second,
            ceiling: documented.is_none().then_some(f64::from(limit.max(1))),
            tokens: Self::size(limit, share),
            filled_at: now,
            judged_at: now,
        }
    }

    /// So many requests a minute, and at least one.
    fn slowest(limit: u32) -> f64 {
        f64::from(limit.max(1)) / 60.0
    }

    /// The burst that we allow ourselves: never less than the one request without which nothing moves.
    fn size(limit: u32, share: f64) -> f64 {
        (f64::from(limit) * share).floor().max(1.0)
    }

    fn fill(&mut self, now: Duration, share: f64) {
        let passed = now.saturating_sub(self.filled_at).as_secs_f64();
        self.filled_at = self.filled_at.max(now);
        self.tokens =
            (self.tokens + passed * self.per_second * share).min(Self::size(self.limit, share));
    }

    /// Feels for the rate of an undocumented limit: up slowly while much is left, down at once while little is,
    /// and then never again up to where little was left. It never falls below the slowest thing that the limit could
    /// mean: a tenant that others keep busy would otherwise bring us to a standstill.
    fn judge(&mut self, now: Duration, remaining: u32) {
        let Some(ceiling) = self.ceiling else {
            return;
        };
        let since = now.saturating_sub(self.judged_at);
        if remaining < self.limit / 4 && since >= LOWERED_EVERY {
            self.per_second = (self.per_second * 0.8).max(Self::slowest(self.limit));
            self.ceiling = Some(self.per_second);
        } else if remaining >= self.limit / 2 && since >= RAISED_EVERY {
            self.per_second = (self.per_second * 1.25).min(ceiling);
        } else {
            return;
        }
        self.judged_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    /// Auth0's own bucket, against which the mirror is held.
    struct Real {
        tokens: f64,
        burst: f64,
        per_second: f64,
        at: f64,
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numbers are small and whole"
    )]
    impl Real {
        fn answer(&mut self, now: f64) -> Option<RateHeaders> {
            self.tokens = (self.tokens + (now - self.at) * self.per_second).min(self.burst);
            self.at = now;
            (self.tokens >= 1.0).then(|| {
                self.tokens -= 1.0;
                RateHeaders {
                    limit: self.burst as u32,
                    remaining: self.tokens as u32,
                }
            })
        }
    }

    /// Asks as fast as the pace allows for `total` seconds; answers how many were taken.
    fn run(burst: f64, per_second: f64, total: f64) -> f64 {
        let mut real = Real {
            tokens: burst,
            burst,
            per_second,
            at: 0.0,
        };
        let mut pace = Pace::new(DEFAULT_SHARE);
        let (mut now, mut taken) = (0.0, 0.0);
        while now < total {
            match pace.take(seconds(now)) {
                Ok(()) => {
                    let headers = real
                        .answer(now)
                        .unwrap_or_else(|| panic!("429 after {now} s"));
                    pace.learn(seconds(now), headers);
                    taken += 1.0;
                }
                Err(wait) => now += wait.as_secs_f64(),
            }
        }
        taken
    }

    #[test]
    fn documented_plans_are_used_to_nine_tenths_of_the_share_without_a_single_429() {
        for (burst, per_second) in [(2.0, 2.0), (40.0, 500.0 / 60.0), (50.0, 16.0), (10.0, 2.0)] {
            let taken = run(burst, per_second, 300.0);
            let share = per_second * DEFAULT_SHARE * 300.0;
            assert!(taken >= share * 0.9, "{burst}: {taken} of {share}");
            assert!(taken <= share * 1.05 + burst, "{burst}: {taken} of {share}");
        }
    }

    #[test]
    fn an_undocumented_limit_is_felt_for_and_never_overrun() {
        let taken = run(100.0, 12.0, 600.0);
        assert!(taken > 12.0 * 600.0 * 0.4, "{taken}");
    }

    #[test]
    fn what_others_take_is_left_to_them() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        pace.learn(
            Duration::ZERO,
            RateHeaders {
                limit: 50,
                remaining: 1,
            },
        );
        assert!(pace.take(Duration::ZERO).is_err());
    }

    #[test]
    fn a_tenant_that_others_keep_busy_slows_us_down_and_never_to_a_standstill() {
        for limit in [0, 1, 100] {
            let mut pace = Pace::new(DEFAULT_SHARE);
            let mut now = Duration::ZERO;
            for _ in 0..1000 {
                let headers = RateHeaders {
                    limit,
                    remaining: 0,
                };
                pace.learn(now, headers);
                now += pace.take(now).expect_err("nothing is left");
            }
            let wait = pace.take(now).err().unwrap_or_default();
            assert!(wait <= seconds(75.0), "{limit}: {wait:?}");
        }
    }

    #[test]
    fn the_longest_pause_that_can_be_asked_for_is_no_mistake() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        pace.refused(seconds(1.0), Some(Duration::MAX));
        assert!(pace.take(seconds(2.0)).is_err());
    }

    #[test]
    fn a_429_pauses_everything_until_it_is_over() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        pace.refused(seconds(10.0), Some(seconds(7.0)));
        assert_eq!(pace.take(seconds(12.0)), Err(seconds(5.0)));
        assert_eq!(pace.take(seconds(17.0)), Ok(()));
    }

    #[test]
    fn those_who_waited_for_the_end_of_a_pause_go_one_after_the_other() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        pace.refused(seconds(10.0), Some(seconds(1.0)));
        assert_eq!(pace.take(seconds(11.0)), Ok(()));
        assert_eq!(pace.take(seconds(11.0)), Err(SPACING));
        assert_eq!(pace.take(seconds(11.0) + SPACING), Ok(()));
        let later = seconds(12.0);
        assert!((0..64).all(|_| pace.take(later).is_ok()));
    }

    #[test]
    fn a_429_without_a_time_doubles_the_pause_until_an_answer_comes() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        assert_eq!(pace.refused(seconds(0.0), None), seconds(1.0));
        assert_eq!(pace.refused(seconds(2.0), None), seconds(2.0));
        assert_eq!(pace.refused(seconds(10.0), None), seconds(4.0));
        pace.accepted();
        assert_eq!(pace.refused(seconds(100.0), None), seconds(1.0));
    }

    /// How many requests go out at once when a service has named this limit and was left alone since.
    fn burst_of(limit: u32, share: f64) -> u32 {
        let mut pace = Pace::new(share);
        let headers = RateHeaders {
            limit,
            remaining: limit,
        };
        pace.learn(Duration::ZERO, headers);
        let later = seconds(60.0);
        (0..).find(|_| pace.take(later).is_err()).unwrap()
    }

    #[test]
    fn the_share_is_kept_to_in_the_burst_too() {
        assert_eq!(burst_of(50, DEFAULT_SHARE), 40);
        assert_eq!(burst_of(50, GENTLE_SHARE), 20);
        // A share of less than one request would be a standstill.
        assert_eq!(burst_of(2, GENTLE_SHARE), 1);
    }

    #[test]
    fn the_share_is_kept_to_in_what_others_have_left() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        let headers = RateHeaders {
            limit: 50,
            remaining: 10,
        };
        pace.learn(Duration::ZERO, headers);
        assert_eq!((0..).find(|_| pace.take(Duration::ZERO).is_err()), Some(8));
    }

    /// Requests that go out within a minute once the burst of the free plan is used up.
    fn in_a_minute(share: f64) -> u32 {
        let mut pace = Pace::new(share);
        let (mut now, mut sent) = (Duration::ZERO, 0);
        pace.learn(
            now,
            RateHeaders {
                limit: 2,
                remaining: 0,
            },
        );
        while now < seconds(60.0) {
            match pace.take(now) {
                Ok(()) => sent += 1,
                Err(wait) => now += wait,
            }
        }
        sent
    }

    #[test]
    fn the_gentler_share_is_half_the_usual_pace() {
        let (usual, gentle) = (in_a_minute(DEFAULT_SHARE), in_a_minute(GENTLE_SHARE));
        assert!((95..=97).contains(&usual), "{usual}");
        assert!((47..=49).contains(&gentle), "{gentle}");
    }

    /// A pace that knows this undocumented limit and was told at second 0 that all of it is left.
    fn undocumented(limit: u32) -> Pace {
        let mut pace = Pace::new(1.0);
        hear(&mut pace, 0.0, limit, limit);
        pace
    }

    fn hear(pace: &mut Pace, at: f64, limit: u32, remaining: u32) -> f64 {
        pace.learn(seconds(at), RateHeaders { limit, remaining });
        pace.allowed_per_second().unwrap_or_default()
    }

    #[test]
    fn the_guess_at_an_undocumented_limit_rises_slowly_and_falls_at_once() {
        let mut pace = undocumented(120);
        assert!((pace.allowed_per_second().unwrap() - 2.0).abs() < 1e-9);
        assert!(
            (hear(&mut pace, 4.9, 120, 120) - 2.0).abs() < 1e-9,
            "too early to rise"
        );
        assert!(
            (hear(&mut pace, 5.0, 120, 59) - 2.0).abs() < 1e-9,
            "too little is left to rise"
        );
        assert!((hear(&mut pace, 5.0, 120, 60) - 2.5).abs() < 1e-9);
        assert!(
            (hear(&mut pace, 5.9, 120, 29) - 2.5).abs() < 1e-9,
            "too early to fall"
        );
        assert!(
            (hear(&mut pace, 6.0, 120, 30) - 2.5).abs() < 1e-9,
            "enough is left"
        );
        assert!((hear(&mut pace, 6.0, 120, 29) - 2.0).abs() < 1e-9);
        // It has been seen to be too fast, and is not tried again.
        assert!((hear(&mut pace, 60.0, 120, 120) - 2.0).abs() < 1e-9);
        // Slower than the slowest thing that the limit could mean it never becomes.
        assert!((hear(&mut pace, 70.0, 120, 0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_limit_that_changes_is_learnt_anew() {
        let mut pace = undocumented(120);
        assert!((hear(&mut pace, 1.0, 50, 50) - 16.0).abs() < 1e-9);
    }

    #[test]
    fn what_was_sent_before_a_429_is_not_sent_again_from_the_burst() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        let headers = RateHeaders {
            limit: 50,
            remaining: 50,
        };
        pace.learn(Duration::ZERO, headers);
        pace.refused(Duration::ZERO, Some(seconds(0.2)));
        assert!(
            pace.take(seconds(0.2)).is_ok(),
            "0.2 s refill 2.56 requests"
        );
        assert!(pace.take(seconds(0.2)).is_ok());
        assert!(pace.take(seconds(0.2)).is_err());
    }

    #[test]
    fn requests_refused_together_are_one_refusal_and_the_shortest_pause_is_a_fifth_of_a_second() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        assert_eq!(pace.refused(seconds(0.0), None), seconds(1.0));
        // Still paused: it is the same refusal, and the pause that it would ask for is the next longer one.
        assert_eq!(pace.refused(seconds(0.5), None), seconds(2.0));
        assert_eq!(pace.refused(seconds(10.0), None), seconds(2.0));
        let mut pace = Pace::new(DEFAULT_SHARE);
        assert_eq!(
            pace.refused(seconds(0.0), Some(Duration::ZERO)),
            Duration::from_millis(200)
        );
    }

    #[test]
    fn a_pause_without_a_time_is_a_minute_at_most() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        let longest = (0..20)
            .map(|n| pace.refused(seconds(f64::from(n) * 100.0), None))
            .max();
        assert_eq!(longest, Some(seconds(60.0)));
    }

    #[test]
    fn nothing_is_held_back_before_a_limit_is_named() {
        let mut pace = Pace::new(DEFAULT_SHARE);
        assert!((0..10_000).all(|_| pace.take(Duration::ZERO).is_ok()));
    }
}
