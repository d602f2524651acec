//! How fast a service may be asked: learnt from looks at its bucket, kept below what is free, stopped by its 429.
//!
//! [`Pace`] mirrors the token bucket of one service, or the few that its answers name. What is free in it, and what UserHub's reads of a user cost there,
//! is measured (`estimate`); [`Pace::take`] spends at most a stated part of that, and keeps a reserve of the burst for
//! everybody else. After a 429 one request goes first and shows whether the others may follow. Time is an argument: a
//! `Duration` since any fixed moment.

mod estimate;
mod export;
mod lesson;
#[cfg(test)]
mod tests;

use std::time::Duration;

use estimate::{Estimate, Findings, Look};
pub use export::worth_waiting;
pub use lesson::{Lesson, Rate};

/// How much of a tenant's limit is used, and how much of its burst is left alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// The part of what is free that is used, looks included.
    part: f64,
    /// The part of the burst that stays for others.
    reserve: f64,
}

impl Manner {
    /// Everything that others leave, but for a margin.
    pub const USUAL: Self = Self {
        part: 0.95,
        reserve: 0.2,
    };
    /// Half of it, for a person who wants to leave more to others.
    pub const GENTLE: Self = Self {
        part: 0.475,
        reserve: 0.6,
    };

    /// The part of what is free that is used.
    pub const fn part(self) -> f64 {
        self.part
    }

    /// The requests of a burst of `limit` that stay: at least one, where there is more than one.
    fn reserve_of(self, limit: u32) -> f64 {
        if limit <= 1 {
            return 0.0;
        }
        (f64::from(limit) * self.reserve).floor().max(1.0)
    }
}

/// What an answer's rate limit headers said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateHeaders {
    /// `x-ratelimit-limit`: the size of the burst.
    pub limit: u32,
    /// `x-ratelimit-remaining`: how many more requests would be taken at once.
    pub remaining: u32,
}

/// Whose request a permit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request of ours.
    Own,
    /// A look at the bucket. It waits for no budget, or it would come too late to say that there is none; but where the
    /// burst is very small.
    Look,
    /// A read of one user by UserHub, which may or may not count against the tenant's limit.
    Read,
}

/// What is known of a bucket, for showing it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Learnt {
    /// The burst that the headers name.
    pub burst: u32,
    /// Requests a second that the tenant allows to everybody together, where a documented plan has this burst.
    pub allowed: Option<f64>,
    /// Requests a second that are free for us.
    pub free: f64,
    /// What one of UserHub's reads costs, in requests; `None` while it may as well be something else.
    pub cost: Option<f64>,
    /// What others take, in requests a second, where that can be told.
    pub others: Option<f64>,
}

/// A mirror of what limits one service: one bucket for each limit that its answers name. Most often that is one; where other
/// endpoints have limits of their own, each is held to for as long as it is heard of, and what a read costs is measured in each.
#[derive(Clone, Debug)]
pub struct Pace {
    manner: Manner,
    buckets: Vec<Bucket>,
    paused_until: Duration,
    /// Where a pause is over and nothing was answered since: when the one request went that shows whether others may follow.
    probe: Option<Probe>,
    refusals: u32,
    /// Until when somebody was last told to wait for the bucket.
    held_until: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Probe {
    sent_at: Option<Duration>,
}

#[derive(Clone, Debug)]
struct Bucket {
    limit: u32,
    /// When an answer named it last.
    heard_at: Duration,
    /// The sustained rate, where a documented plan has this limit.
    refill: Option<f64>,
    found: Findings,
    /// What we may spend now. Negative where others have gone into the reserve.
    budget: f64,
    filled_at: Duration,
    taken_at: Duration,
    burst_at: Duration,
    burst_after: f64,
    estimate: Estimate,
    looks: u32,
    /// What was asked so far.
    own: u32,
    begun: u32,
    over: u32,
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

/// How long a pause lasts when a service says 429 and not until when: doubled each time, up to a minute. The first is
/// short, since the one request that follows it shows whether more is needed.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long the others wait at most for the answer to the one that was sent first after a pause: UserHub's reads, whose
/// answers are not heard here, may be that one.
const PROBE_TIME: Duration = Duration::from_secs(1);
/// How often it is asked whether that answer is there.
const PROBE_TICK: Duration = Duration::from_millis(20);
/// The shortest time between two looks that tells a rate, in seconds: shorter, and the cut to whole numbers is all of it.
const SHORTEST: f64 = 0.25;
/// The part of the limit that looks may use.
const LOOKS: f64 = 0.07;
/// How often the bucket is looked at, where the limit allows.
const LOOK_EVERY: f64 = 1.0;
/// How often while UserHub's reads cost nothing and the bucket stays full.
const LOOK_RARELY: f64 = 5.0;
/// The first looks come sooner, since nothing is measured yet.
const FIRST_LOOKS: u32 = 4;
const FIRST_LOOK_AFTER: f64 = 0.3;
/// And never more of them than this part of what may refill.
const FIRST_PART: f64 = 0.25;
/// The part of a rate that is used even where others seem to take everything: something must move.
const STANDSTILL: f64 = 0.01;
/// By how much more than the documented rate a bucket may refill.
const MARGIN: f64 = 1.5;
/// How often a burst that lies ready is spent at once while the bucket stays full: whether it then sinks tells what reads
/// cost, and what lies above the reserve is nobody's loss.
/// Each time that it told nothing new, it is twice as long until the next, in seconds. The first comes soon: where the burst
/// at the beginning went out too slowly to tell anything, all would crawl until then.
const BURST_AFTER: f64 = 1.0;
/// A smaller burst tells nothing, and where others and we come together there is no room for it.
const BURST_LEAST: f64 = 4.0;
/// A bucket counts as full up to the n-th part of it.
const NEARLY_FULL: u32 = 20;
/// What a read is charged with until it is measured: a first burst of reads that cost two must not overrun the tenant.
pub const UNMEASURED: f64 = 2.0;
/// For how long the limit is said to set the pace after somebody was held back.
const HELD_FOR: Duration = Duration::from_secs(2);
/// In so small a burst a look that waits for nothing finds it empty because it was just used, again and again, and takes
/// that for others: there it waits its turn.
const COARSE: u32 = 10;
/// How many limits are kept at once.
const LIMITS: usize = 4;
/// For how long a limit holds that is named no more while another one is.
const UNHEARD: Duration = Duration::from_secs(5);
/// No wait is longer before it is asked again.
const LONGEST_WAIT: f64 = 60.0;

impl Pace {
    /// Starts without a known limit: nothing is held back before a service names one.
    pub fn new(manner: Manner) -> Self {
        Self {
            manner,
            buckets: Vec::new(),
            paused_until: Duration::ZERO,
            probe: None,
            refusals: 0,
            held_until: Duration::ZERO,
        }
    }

    /// Uses what is learnt in this manner from now on: another part is spent, and what lies ready is no more than it leaves.
    pub fn keep_to(&mut self, manner: Manner) {
        self.manner = manner;
        for bucket in &mut self.buckets {
            let left = bucket.estimate.last().map_or(0.0, |look| look.left);
            let beyond = left - manner.reserve_of(bucket.limit);
            bucket.budget = bucket.budget.min(beyond);
        }
    }

    /// Asks to send one request at `now`. `Err` says how long to wait before asking again.
    pub fn take(&mut self, now: Duration, kind: Kind) -> Result<(), Duration> {
        if let Some(left) = self.paused(now) {
            return Err(left);
        }
        if self.waits_for_probe(now) {
            return Err(PROBE_TICK);
        }
        let (manner, newest) = (self.manner, self.newest());
        let held = self.buckets.iter_mut().filter(|it| it.holds_still(newest));
        let wait = held
            .filter_map(|bucket| bucket.wait(now, kind, manner))
            .max();
        if let Some(wait) = wait {
            self.held_until = now.saturating_add(wait);
            return Err(wait);
        }
        for bucket in &mut self.buckets {
            bucket.spend(now, kind);
        }
        if let Some(Probe { sent_at }) = &mut self.probe {
            sent_at.get_or_insert(now);
        }
        Ok(())
    }

    /// Whether the request that goes first after a pause is on its way.
    fn waits_for_probe(&mut self, now: Duration) -> bool {
        let sent_at = self.probe.and_then(|probe| probe.sent_at);
        let waits = sent_at.is_some_and(|at| now.saturating_sub(at) < PROBE_TIME);
        if sent_at.is_some() && !waits {
            self.probe = None;
        }
        waits
    }

    /// When any limit was heard of last.
    fn newest(&self) -> Duration {
        let heard = self.buckets.iter().map(|bucket| bucket.heard_at);
        heard.max().unwrap_or_default()
    }

    /// Learns from the headers of the answer to a request of ours, which arrived at `now`.
    pub fn learn(&mut self, now: Duration, headers: RateHeaders) {
        let (manner, newest) = (self.manner, self.newest());
        let mut known = self.buckets.iter_mut();
        if let Some(bucket) = known.find(|bucket| bucket.limit == headers.limit) {
            if !bucket.holds_still(newest) {
                // What lies between is not known.
                bucket.estimate = Estimate::default();
            }
            bucket.heard_at = now;
            bucket.look(now, headers.remaining, manner);
            return;
        }
        self.buckets.push(Bucket::new(now, headers, manner));
        if self.buckets.len() > LIMITS {
            let oldest = self.buckets.iter().map(|bucket| bucket.heard_at).min();
            self.buckets
                .retain(|bucket| Some(bucket.heard_at) != oldest);
        }
    }

    /// Notes that one of UserHub's reads is over: whatever it costs has been taken by now.
    pub fn read_is_over(&mut self) {
        for bucket in &mut self.buckets {
            bucket.over = bucket.over.saturating_add(1);
        }
    }

    /// Whether the bucket should be looked at, by a request of ours that costs little.
    pub fn wants_look(&self, now: Duration) -> bool {
        self.paused(now).is_none()
            && self
                .buckets
                .iter()
                .max_by_key(|bucket| bucket.heard_at)
                .is_some_and(|bucket| bucket.wants_look(now))
    }

    /// Notes a 429 at `now`, and until when the service asked to be left alone, if it said so. Gives the pause's length.
    pub fn refused(&mut self, now: Duration, wait: Option<Duration>) -> Duration {
        let doubled = FIRST_PAUSE
            .saturating_mul(1 << self.refusals.min(10))
            .min(LONGEST_PAUSE);
        // Requests in flight together are refused together; they are one refusal.
        if self.paused(now).is_none() {
            self.refusals = self.refusals.saturating_add(1);
        }
        let wait = wait.unwrap_or(doubled).max(FIRST_PAUSE);
        self.paused_until = self.paused_until.max(now.saturating_add(wait));
        self.probe = Some(Probe { sent_at: None });
        for bucket in &mut self.buckets {
            bucket.fill(now, self.manner);
            bucket.budget = bucket.budget.min(0.0);
        }
        self.paused_until - now
    }

    /// Notes that the service has answered again.
    pub fn accepted(&mut self) {
        self.refusals = 0;
        self.probe = self.probe.filter(|probe| probe.sent_at.is_none());
    }

    /// How long the pause after a 429 still lasts.
    pub fn paused(&self, now: Duration) -> Option<Duration> {
        self.paused_until
            .checked_sub(now)
            .filter(|left| !left.is_zero())
    }

    /// Whether the bucket has held anybody back a moment ago.
    pub fn holds(&self, now: Duration) -> bool {
        !self.held_until.is_zero() && now < self.held_until.saturating_add(HELD_FOR)
    }

    /// What is known of the bucket that holds us back most.
    pub fn learnt(&self) -> Option<Learnt> {
        let newest = self.newest();
        let held = self.buckets.iter().filter(|it| it.holds_still(newest));
        let most =
            held.min_by(|one, other| one.reads_a_second().total_cmp(&other.reads_a_second()));
        most.map(|bucket| Learnt {
            burst: bucket.limit,
            allowed: bucket.refill,
            free: bucket.found.free,
            cost: bucket.found.proved.then_some(bucket.found.cost),
            others: bucket.refill.map(|refill| refill - bucket.found.free),
        })
    }
}

impl Bucket {
    fn new(now: Duration, headers: RateHeaders, manner: Manner) -> Self {
        let refill = documented_rate(headers.limit);
        let mut bucket = Self {
            limit: headers.limit,
            heard_at: now,
            refill,
            found: Findings {
                // An undocumented limit is first read as the slowest thing it could mean.
                free: refill.unwrap_or_else(|| Self::slowest(headers.limit)),
                cost: 1.0,
                measured: false,
                proved: false,
            },
            budget: 0.0,
            filled_at: now,
            taken_at: now,
            burst_at: now,
            burst_after: BURST_AFTER,
            estimate: Estimate::default(),
            looks: 0,
            own: 1,
            begun: 0,
            over: 0,
        };
        bucket.budget = bucket.beyond_reserve(headers.remaining, manner);
        bucket.note(now, headers.remaining);
        bucket
    }

    /// So many requests a minute, and at least one.
    fn slowest(limit: u32) -> f64 {
        f64::from(limit.max(1)) / 60.0
    }

    /// The most that can refill in a second: in every documented plan the burst is at least that much.
    fn ceiling(&self) -> f64 {
        self.refill.unwrap_or_else(|| f64::from(self.limit.max(1)))
    }

    /// What it could refill at all: two plans may share a burst, and the one that is documented for it may not be ours.
    fn most(&self) -> f64 {
        self.refill
            .map_or_else(|| self.ceiling(), |refill| refill * MARGIN)
    }

    fn beyond_reserve(&self, remaining: u32, manner: Manner) -> f64 {
        f64::from(remaining.min(self.limit)) - manner.reserve_of(self.limit)
    }

    /// How many requests a second are spent.
    fn rate(&self, manner: Manner) -> f64 {
        (self.found.free * manner.part).max(STANDSTILL * self.ceiling())
    }

    /// In how many seconds one request goes out even where others seem to take everything.
    fn trickle(&self, now: Duration) -> f64 {
        let every = (1.0 / (STANDSTILL * self.ceiling())).min(LONGEST_WAIT);
        every - now.saturating_sub(self.taken_at).as_secs_f64()
    }

    /// What one request of this kind takes from it.
    const fn price(&self, kind: Kind) -> f64 {
        match kind {
            Kind::Own | Kind::Look => 1.0,
            // Whether it is one or several is not known yet.
            Kind::Read if !self.found.measured => UNMEASURED,
            Kind::Read => self.found.cost,
        }
    }

    /// How long a request of this kind has to wait; `None` where it may be sent.
    fn wait(&mut self, now: Duration, kind: Kind, manner: Manner) -> Option<Duration> {
        self.fill(now, manner);
        let price = self.price(kind);
        // More than the whole burst never lies ready: it is taken when the burst is whole, and owed.
        let needed = price.min(self.whole(manner));
        let waits = kind != Kind::Look || self.limit <= COARSE;
        let lacks = needed - self.budget;
        if price > 0.0 && waits && lacks > 1e-6 {
            let seconds = (lacks / self.rate(manner)).min(self.trickle(now));
            // A timer may fire a little early; a wait of nothing would then spin.
            return (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.max(0.001)));
        }
        None
    }

    /// Takes in that one was sent.
    fn spend(&mut self, now: Duration, kind: Kind) {
        self.budget -= self.price(kind);
        self.taken_at = now;
        if kind == Kind::Read {
            self.begun = self.begun.saturating_add(1);
        }
    }

    /// Whether it was heard of not long before the limit that was heard of last: one that is named no more is over, or is that
    /// of an endpoint that nobody asks now.
    fn holds_still(&self, newest: Duration) -> bool {
        newest.saturating_sub(self.heard_at) <= UNHEARD
    }

    /// How many reads a second it lets through.
    fn reads_a_second(&self) -> f64 {
        self.found.free / self.found.cost
    }

    /// The largest burst of ours: never less than the one request without which nothing moves.
    fn whole(&self, manner: Manner) -> f64 {
        (f64::from(self.limit) - manner.reserve_of(self.limit)).max(1.0)
    }

    fn fill(&mut self, now: Duration, manner: Manner) {
        let passed = now.saturating_sub(self.filled_at).as_secs_f64();
        self.filled_at = self.filled_at.max(now);
        self.budget = (self.budget + passed * self.rate(manner)).min(self.whole(manner));
    }

    /// Takes in an answer to a request of ours: what is left after it.
    fn look(&mut self, now: Duration, remaining: u32, manner: Manner) {
        self.fill(now, manner);
        self.own = self.own.saturating_add(1);
        if self.since_look(now) >= SHORTEST {
            let before = self.found;
            self.note(now, remaining);
            self.looks = self.looks.saturating_add(1);
            self.found = self
                .estimate
                .findings(before, self.ceiling(), self.most())
                .unwrap_or(before);
            if self.found.measured && !before.measured {
                // What was charged as two may have been less.
                let charged = f64::from(self.begun) * (UNMEASURED - self.found.cost).max(0.0);
                self.budget = (self.budget + charged).min(self.whole(manner));
            }
        }
        // Others use the tenant too: what they took is gone for us as well.
        let beyond = self.beyond_reserve(remaining, manner);
        self.budget = self.budget.min(beyond);
        let full = self.estimate.last().is_some_and(|look| look.full);
        // Reads on their way may not have been charged yet.
        let in_flight = f64::from(self.begun.saturating_sub(self.over));
        let burst = beyond - in_flight * self.found.cost.max(1.0);
        if full
            && burst >= BURST_LEAST
            && self.found.cost > 0.0
            && now.saturating_sub(self.burst_at).as_secs_f64() >= self.burst_after
        {
            self.burst_at = now;
            self.burst_after *= 2.0;
            self.budget = self.budget.max(burst);
            self.looks = self.looks.min(FIRST_LOOKS - 2);
        }
    }

    fn note(&mut self, now: Duration, remaining: u32) {
        self.estimate.note(Look {
            at: now.as_secs_f64(),
            left: f64::from(remaining.min(self.limit)),
            // Our own request was taken from it, and perhaps another at the same moment: a full bucket shows a little less.
            full: remaining.saturating_add(1 + self.limit / NEARLY_FULL) >= self.limit,
            own: f64::from(self.own),
            begun: f64::from(self.begun),
            over: f64::from(self.over),
        });
    }

    fn since_look(&self, now: Duration) -> f64 {
        let last = self.estimate.last().map_or(0.0, |look| look.at);
        now.as_secs_f64() - last
    }

    /// Whether it is time for a look. Any answer to a request of ours is one.
    fn wants_look(&self, now: Duration) -> bool {
        let full = self.estimate.last().is_some_and(|look| look.full);
        let least = if self.looks < FIRST_LOOKS {
            FIRST_LOOK_AFTER.max(1.0 / (FIRST_PART * self.ceiling()))
        } else if self.found.cost <= 0.0 && full {
            LOOK_RARELY
        } else {
            let allowed = self.refill.unwrap_or(self.found.free).max(0.1);
            (1.0 / (LOOKS * allowed)).max(LOOK_EVERY)
        };
        self.since_look(now) >= least
    }
}
