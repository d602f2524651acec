//! What a run has come to so far: counts, rate and an honest guess at the time that is left.

use std::time::Duration;

use jiff::{SignedDuration, Zoned};

/// How a person fared in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// UserHub holds them now and did not before.
    Added,
    /// UserHub holds them as Auth0 has them, after a change.
    Updated,
    /// Nothing was to be done.
    UpToDate,
    /// They need a person's attention.
    Attention,
    /// They were deleted in Auth0 while the run was on.
    Left,
}

/// The counts of a run; every person whom Auth0 named is in exactly one of the first five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People added to UserHub.
    pub added: u64,
    /// People whose profile in UserHub was changed.
    pub updated: u64,
    /// People with whom nothing was to be done.
    pub up_to_date: u64,
    /// People who need attention.
    pub attention: u64,
    /// People who were deleted in Auth0 during the run.
    pub left: u64,
    /// People whom UserHub holds and Auth0 does not.
    pub only_in_userhub: u64,
}

impl Tally {
    /// Counts one person.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::UpToDate => self.up_to_date += 1,
            Outcome::Attention => self.attention += 1,
            Outcome::Left => self.left += 1,
        }
    }

    /// How many of the people whom Auth0 named are accounted for.
    pub fn accounted_for(&self) -> u64 {
        self.added + self.updated + self.up_to_date + self.attention + self.left
    }
}

/// No remaining time is named before this much time and this share of the work have passed.
const ESTIMATE_AFTER: Duration = Duration::from_secs(10);
const ESTIMATE_AFTER_SHARE: f64 = 0.05;

/// Before this time the pace is still being found out.
const SETTLED_AFTER: Duration = Duration::from_secs(60);
/// By what factor the rates of the last moments and of the last half minute may differ where the pace is known.
const SETTLED_WITHIN: f64 = 1.25;

/// The time that is left: a range while it is a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// If it goes on as fast as it went at its best.
    pub least: Duration,
    /// If it goes on as slowly as it went at its worst. The same where the pace is known.
    pub most: Duration,
}

impl Left {
    /// A time that is no guess.
    pub const fn exactly(left: Duration) -> Self {
        Self {
            least: left,
            most: left,
        }
    }
}

/// The time that is left, where it can be named honestly.
///
/// It follows from the rates, in people a second: `lately`, and over the last `moments`. Before ten seconds and a twentieth
/// of the work nothing could be said, and there is none. There is none either while nobody is seen to. As long as the pace
/// is being found out, or changes, it is a range.
pub fn remaining(
    done: u64,
    of: u64,
    elapsed: Duration,
    (lately, moments): (f64, f64),
) -> Option<Left> {
    if elapsed < ESTIMATE_AFTER || done == 0 || (done as f64) < of as f64 * ESTIMATE_AFTER_SHARE {
        return None;
    }
    let open = of.saturating_sub(done);
    if open == 0 {
        return Some(Left::exactly(Duration::ZERO));
    }
    if lately <= 0.0 {
        return None;
    }
    let at = |rate: f64| Duration::try_from_secs_f64(open as f64 / rate).ok();
    let overall = done as f64 / elapsed.as_secs_f64();
    let settled = elapsed >= SETTLED_AFTER
        && moments * SETTLED_WITHIN >= lately
        && moments <= lately * SETTLED_WITHIN;
    if settled {
        return at(lately).map(Left::exactly);
    }
    let others = [overall, moments].into_iter().filter(|rate| *rate > 0.0);
    let (slowest, fastest) = others.fold((lately, lately), |(slowest, fastest), rate| {
        (rate.min(slowest), rate.max(fastest))
    });
    Some(Left {
        least: at(fastest)?,
        most: at(slowest)?,
    })
}

/// Whether a remaining time that was told some moments ago may stand a little longer, so that it does not flicker: not
/// where it has become more than twice or less than half of what it is now.
pub fn may_stand(told: Left, now: Option<Left>) -> bool {
    now.is_some_and(|now| told.most <= now.most * 2 && now.most <= told.most * 2)
}

/// A remaining time in plain words, rounded so that it does not flicker: `about 3 minutes left`, `about 3 to 5 minutes left`.
pub fn in_words(left: Left) -> String {
    format!("{} left", range_in_words(left))
}

/// A time that is a guess, in plain words: `about 3 minutes`, `about 3 to 5 minutes`, `at most 4 minutes`.
pub fn range_in_words(left: Left) -> String {
    let (least, most) = (left.least.as_secs(), left.most.as_secs());
    let minutes = |seconds: u64| seconds.div_ceil(60);
    let hours = |seconds: u64| minutes(seconds).div_ceil(60);
    match most {
        0..60 => "less than a minute".to_owned(),
        _ if minutes(most) < 120 => between(minutes(least), minutes(most), "minute"),
        _ => between(hours(least), hours(most), "hour"),
    }
}

fn between(least: u64, most: u64, unit: &str) -> String {
    match (least, most) {
        (_, 1) => format!("about 1 {unit}"),
        (least, most) if least == most => format!("about {most} {unit}s"),
        (0 | 1, most) => format!("at most {most} {unit}s"),
        (least, most) => format!("about {least} to {most} {unit}s"),
    }
}

/// Words with a capital at their beginning.
pub fn capital(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(signs).collect()
    })
}

/// From this long on, a wait is told with the time at which it is over.
const LONG: Duration = Duration::from_secs(120);

/// When a wait is over, as the clock on the wall where `now` is has it: `in 40 seconds`,
/// `after 27 November, 02:40 (in 12 hours)`.
pub fn goes_on(left: Duration, now: &Zoned) -> String {
    if left < LONG {
        let seconds = left.as_secs() + u64::from(left.subsec_millis() > 0);
        let plural = if seconds == 1 { "" } else { "s" };
        return format!("in {seconds} second{plural}");
    }
    let at = SignedDuration::try_from(left).ok();
    let at = at.and_then(|left| now.checked_add(left).ok());
    at.map_or_else(
        || format!("in {}", about(left)),
        |at| {
            format!(
                "after {} (in {})",
                at.strftime("%-d %B, %H:%M"),
                about(left)
            )
        },
    )
}

/// A time in one round number: `12 hours`, `3 minutes`, `40 seconds`.
pub fn about(time: Duration) -> String {
    let seconds = time.as_secs();
    let (number, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds.div_ceil(60), "minute"),
        7_200..172_800 => (seconds.div_ceil(3_600), "hour"),
        _ => (seconds.div_ceil(86_400), "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_once() {
        let mut tally = Tally::default();
        for outcome in [
            Outcome::Added,
            Outcome::Updated,
            Outcome::UpToDate,
            Outcome::Attention,
            Outcome::Left,
        ] {
            tally.add(outcome);
        }
        assert_eq!(tally.accounted_for(), 5);
        assert_eq!((tally.added, tally.left), (1, 1));
    }

    #[test]
    fn a_long_wait_is_told_with_the_time_at_which_it_is_over() {
        let now = "2026-11-26T14:40:00+01:00[+01:00]".parse().unwrap();
        let words = |seconds| goes_on(Duration::from_secs(seconds), &now);
        assert_eq!(words(1), "in 1 second");
        assert_eq!(words(119), "in 119 seconds");
        assert_eq!(words(43_200), "after 27 November, 02:40 (in 12 hours)");
        assert_eq!(goes_on(Duration::from_millis(1500), &now), "in 2 seconds");
        assert_eq!(
            goes_on(Duration::MAX, &now),
            format!("in {}", about(Duration::MAX))
        );
    }

    #[test]
    fn no_time_is_named_too_early() {
        let ten = Duration::from_secs(10);
        let steady = (5.0, 5.0);
        assert_eq!(remaining(50, 100, Duration::from_secs(9), steady), None);
        assert_eq!(remaining(4, 100, ten, steady), None);
        let exactly = |seconds| Some(Left::exactly(Duration::from_secs(seconds)));
        assert_eq!(remaining(50, 100, ten, steady), exactly(10));
        assert_eq!(remaining(100, 100, ten, (0.0, 0.0)), exactly(0));
        assert_eq!(remaining(50, 100, ten, (0.0, 0.0)), None);
    }

    #[test]
    fn it_is_a_range_while_the_pace_is_found_out_or_changes_and_one_time_from_then_on() {
        let seconds = Duration::from_secs;
        // 20 a second on the whole, 10 lately, 40 just now.
        let left = remaining(400, 800, seconds(20), (10.0, 40.0)).unwrap();
        assert_eq!((left.least, left.most), (seconds(10), seconds(40)));
        let settled = remaining(1_000, 2_000, seconds(100), (10.0, 11.0)).unwrap();
        assert_eq!(settled, Left::exactly(seconds(100)));
        let changed = remaining(1_000, 2_000, seconds(100), (10.0, 2.0)).unwrap();
        assert_eq!((changed.least, changed.most), (seconds(100), seconds(500)));
    }

    #[test]
    fn a_time_that_is_no_longer_true_is_not_told_again() {
        let seconds = |seconds| Left::exactly(Duration::from_secs(seconds));
        assert!(may_stand(seconds(60), Some(seconds(50))));
        assert!(!may_stand(seconds(240), Some(seconds(4))));
        assert!(!may_stand(seconds(4), Some(seconds(240))));
        assert!(!may_stand(seconds(4), None));
    }

    #[test]
    fn the_time_is_said_in_words() {
        let words = |seconds| in_words(Left::exactly(Duration::from_secs(seconds)));
        assert_eq!(words(59), "less than a minute left");
        assert_eq!(words(60), "about 1 minute left");
        assert_eq!(words(61), "about 2 minutes left");
        assert_eq!(words(3 * 3600), "about 3 hours left");
        let range = |least, most| {
            in_words(Left {
                least: Duration::from_secs(least),
                most: Duration::from_secs(most),
            })
        };
        assert_eq!(range(10, 40), "less than a minute left");
        assert_eq!(range(10, 200), "at most 4 minutes left");
        assert_eq!(range(130, 290), "about 3 to 5 minutes left");
        assert_eq!(range(3_000, 3 * 3_600), "at most 3 hours left");
        assert_eq!(range(2 * 3_600, 3 * 3_600), "about 2 to 3 hours left");
    }

    #[test]
    fn a_time_is_told_in_one_round_number() {
        let words = |seconds| about(Duration::from_secs(seconds));
        assert_eq!(words(1), "1 second");
        assert_eq!(words(150), "3 minutes");
        assert_eq!(words(43_199), "12 hours");
        assert_eq!(words(200_000), "3 days");
    }
}
