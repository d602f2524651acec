//! Rate limits by plan: token buckets that fill at the documented rates (contract auth0-api 5.1).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue};

use crate::practice::clock;

/// The subscription whose Management API limits a tenant has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Plan {
    /// No limit; the headers speak of one that nobody reaches, for every real answer has them (recorded).
    #[default]
    Unlimited,
    /// One bucket for everything: 2 at once, 2 a second.
    Free,
    /// Essentials and Professional: a bucket for each group of endpoints.
    Essentials,
    /// Enterprise, production: 50 at once, 16 a second.
    Enterprise,
    /// One bucket for everything, of a size of one's own: an undocumented plan.
    Own {
        /// How many at once.
        burst: u32,
        /// How many a second.
        per_second: f64,
    },
}

/// What other applications of the tenant's did at its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Others {
    /// How many requests a second they want, evenly spaced.
    pub per_second: f64,
    /// How many they made.
    pub asked: u64,
    /// How many of these were refused.
    pub refused: u64,
}

/// How much of the limit that reading users counts against was used until now, and who was refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Usage {
    /// Requests that were free: the burst and all that refilled, without what other applications took.
    pub free: f64,
    /// Requests of these that the application and UserHub used.
    pub used: u64,
    /// `used` of `free`.
    pub share: f64,
    /// Who was refused, and how often.
    pub refused: Refused,
}

/// How often each was refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// The application.
    pub application: u64,
    /// UserHub, on its account.
    pub userhub: u64,
    /// Other applications.
    pub others: u64,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Application,
    UserHub,
}

/// The group of endpoints that a request is charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    UsersRead,
    UsersWrite,
    Clients,
    Rest,
}

#[derive(Debug)]
struct Bucket {
    burst: f64,
    per_second: f64,
    tokens: f64,
    filled: Instant,
    others: Others,
    others_next: Instant,
    usage: Usage,
}

/// The limit that a tenant without one tells of.
const OUT_OF_REACH: u64 = 100_000;

/// The buckets of one tenant.
#[derive(Debug)]
pub(crate) struct Limits {
    plan: Mutex<Plan>,
    buckets: Mutex<Buckets>,
}

#[derive(Debug)]
enum Buckets {
    None,
    Global(Bucket),
    Groups(Box<[Bucket; 4]>),
}

/// What one request was told about its bucket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charge {
    pub(crate) allowed: bool,
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// Unix seconds when at least one more token is there.
    pub(crate) reset: u64,
}

impl Limits {
    pub(crate) fn new(plan: Plan) -> Self {
        Self {
            plan: Mutex::new(plan),
            buckets: Mutex::new(Buckets::of(plan)),
        }
    }

    /// Begins anew with the limits of another plan.
    pub(crate) fn set_plan(&self, plan: Plan) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = plan;
        *self.lock() = Buckets::of(plan);
    }

    /// The plan whose limits it has now.
    pub(crate) fn plan(&self) -> Plan {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one token for a request.
    pub(crate) fn charge(&self, group: Group, who: Who) -> Charge {
        let take = |bucket: &mut Bucket| bucket.take(clock::instant(), clock::now(), who);
        self.with(group, take)
    }

    /// How much was used until now.
    pub(crate) fn usage(&self) -> Usage {
        let mut buckets = self.lock();
        buckets.of_users().map_or_else(Usage::default, |bucket| {
            bucket.fill(clock::instant());
            bucket.usage()
        })
    }

    /// Lets a request pass that counts against nothing, and tells what is left.
    pub(crate) fn show(&self, group: Group) -> Charge {
        self.with(group, |bucket| {
            bucket.fill(clock::instant());
            bucket.tell(true, clock::now())
        })
    }

    fn with(&self, group: Group, ask: impl FnOnce(&mut Bucket) -> Charge) -> Charge {
        match &mut *self.lock() {
            Buckets::None => Charge {
                allowed: true,
                limit: OUT_OF_REACH,
                remaining: OUT_OF_REACH - 1,
                reset: reset_second(clock::now(), 1.0),
            },
            Buckets::Global(bucket) => ask(bucket),
            Buckets::Groups(groups) => ask(match group {
                Group::UsersRead => &mut groups[0],
                Group::UsersWrite => &mut groups[1],
                Group::Clients => &mut groups[2],
                Group::Rest => &mut groups[3],
            }),
        }
    }

    /// Lets other applications want so many requests a second of the bucket that reading users counts against.
    pub(crate) fn set_others(&self, per_second: f64) {
        let now = clock::instant();
        if let Some(bucket) = self.lock().of_users() {
            bucket.fill(now);
            bucket.others.per_second = per_second;
            bucket.others_next = now;
        }
    }

    /// What other applications did until now.
    pub(crate) fn others(&self) -> Others {
        let mut buckets = self.lock();
        buckets.of_users().map_or_else(Others::default, |bucket| {
            bucket.fill(clock::instant());
            bucket.others
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Buckets> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a refusal says.
    pub(crate) fn message(&self, group: Group) -> &'static str {
        match (&*self.lock(), group) {
            (Buckets::Groups(_), Group::UsersRead) => {
                "Global per second users_read group limit has been reached"
            }
            (Buckets::Groups(_), Group::UsersWrite) => {
                "Global per second users_write group limit has been reached"
            }
            _ => "Global limit has been reached",
        }
    }
}

impl Buckets {
    fn of(plan: Plan) -> Self {
        match plan {
            Plan::Unlimited => Self::None,
            Plan::Free => Self::Global(Bucket::new(2.0, 2.0)),
            Plan::Enterprise => Self::Global(Bucket::new(50.0, 16.0)),
            Plan::Own { burst, per_second } => {
                Self::Global(Bucket::new(f64::from(burst), per_second))
            }
            Plan::Essentials => Self::Groups(Box::new([
                Bucket::new(40.0, 500.0 / 60.0),
                Bucket::new(20.0, 200.0 / 60.0),
                Bucket::new(5.0, 100.0 / 60.0),
                Bucket::new(10.0, 150.0 / 60.0),
            ])),
        }
    }

    fn of_users(&mut self) -> Option<&mut Bucket> {
        match self {
            Self::None => None,
            Self::Global(bucket) => Some(bucket),
            Self::Groups(groups) => groups.first_mut(),
        }
    }
}

impl Bucket {
    fn new(burst: f64, per_second: f64) -> Self {
        Self {
            burst,
            per_second,
            tokens: burst,
            filled: clock::instant(),
            others: Others::default(),
            others_next: clock::instant(),
            usage: Usage {
                free: burst,
                ..Usage::default()
            },
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the counts are small")]
    fn usage(&self) -> Usage {
        let mut usage = self.usage;
        usage.refused.others = self.others.refused;
        usage.share = usage.used as f64 / usage.free.max(1.0);
        usage
    }

    /// Fills up to `now`, and lets others take what they wanted until then.
    fn fill(&mut self, now: Instant) {
        while self.others.per_second > 0.0 && self.others_next <= now {
            let at = self.others_next;
            self.refill(at);
            self.others.asked += 1;
            if self.tokens >= 1.0 {
                self.tokens -= 1.0;
                self.usage.free -= 1.0;
            } else {
                self.others.refused += 1;
            }
            self.others_next = at + Duration::from_secs_f64(1.0 / self.others.per_second);
        }
        self.refill(now);
    }

    fn refill(&mut self, now: Instant) {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.tokens = (self.tokens + since * self.per_second).min(self.burst);
        self.usage.free += since * self.per_second;
        self.filled = self.filled.max(now);
    }

    fn take(&mut self, now: Instant, unix_milliseconds: i64, who: Who) -> Charge {
        self.fill(now);
        let allowed = self.tokens >= 1.0;
        match (allowed, who) {
            (true, _) => {
                self.tokens -= 1.0;
                self.usage.used += 1;
            }
            (false, Who::Application) => self.usage.refused.application += 1,
            (false, Who::UserHub) => self.usage.refused.userhub += 1,
        }
        self.tell(allowed, unix_milliseconds)
    }

    fn tell(&self, allowed: bool, unix_milliseconds: i64) -> Charge {
        let until_next = (1.0 - self.tokens.fract()) / self.per_second;
        Charge {
            allowed,
            limit: whole(self.burst),
            remaining: whole(self.tokens),
            reset: reset_second(unix_milliseconds, until_next),
        }
    }
}

impl Charge {
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        headers.insert("x-ratelimit-limit", HeaderValue::from(self.limit));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(self.remaining));
        headers.insert("x-ratelimit-reset", HeaderValue::from(self.reset));
    }

    /// Whole seconds until the reset, at least one.
    pub(crate) fn retry_after(&self) -> u64 {
        let now = u64::try_from(clock::now() / 1_000).unwrap_or(0);
        self.reset.saturating_sub(now).max(1)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small and never negative"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay far below 2^52"
)]
fn reset_second(unix_milliseconds: i64, seconds_from_now: f64) -> u64 {
    whole((unix_milliseconds as f64 / 1e3 + seconds_from_now).ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(bucket: &mut Bucket, at: Instant) -> Charge {
        bucket.take(at, 0, Who::Application)
    }

    #[test]
    fn what_was_free_and_used_and_who_was_refused_is_told() {
        let mut bucket = Bucket::new(4.0, 2.0);
        let start = bucket.filled;
        for _ in 0..5 {
            take(&mut bucket, start);
        }
        let refused = bucket.take(start, 0, Who::UserHub);
        assert!(!refused.allowed);
        bucket.fill(start + Duration::from_secs(2));
        let usage = bucket.usage();
        assert_eq!((usage.free, usage.used, usage.share), (8.0, 4, 0.5));
        let (application, userhub) = (usage.refused.application, usage.refused.userhub);
        assert_eq!((application, userhub, usage.refused.others), (1, 1, 0));
    }

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let mut bucket = Bucket::new(2.0, 2.0);
        let start = bucket.filled;
        assert!(take(&mut bucket, start).allowed);
        let second = take(&mut bucket, start);
        assert!(second.allowed);
        assert_eq!((second.limit, second.remaining, second.reset), (2, 0, 1));
        assert!(!take(&mut bucket, start).allowed);
        assert!(!take(&mut bucket, start + Duration::from_millis(400)).allowed);
        assert!(take(&mut bucket, start + Duration::from_millis(500)).allowed);
        assert!(take(&mut bucket, start + Duration::from_mins(1)).allowed);
        assert!(take(&mut bucket, start + Duration::from_mins(1)).allowed);
        assert!(!take(&mut bucket, start + Duration::from_mins(1)).allowed);
    }

    #[test]
    fn others_take_what_they_want_and_are_refused_where_nothing_is_left() {
        let mut bucket = Bucket::new(10.0, 2.0);
        let start = bucket.filled;
        bucket.others.per_second = 4.0;
        bucket.others_next = start;
        // In ten seconds they want 41; ten lie ready, and two a second come.
        bucket.fill(start + Duration::from_secs(10));
        assert_eq!(bucket.others.asked, 41);
        assert!(
            (10..=12).contains(&bucket.others.refused),
            "{:?}",
            bucket.others
        );
    }

    #[test]
    fn groups_do_not_share_a_bucket() {
        let limits = Limits::new(Plan::Essentials);
        let taken = (0..41).filter(|_| limits.charge(Group::UsersRead, Who::Application).allowed);
        assert_eq!(taken.count(), 40);
        assert!(limits.charge(Group::Rest, Who::Application).allowed);
        let none = Limits::new(Plan::Unlimited);
        assert!((0..1_000).all(|_| none.charge(Group::Rest, Who::Application).remaining > 99_000));
    }
}
