//! How long a sync will take, before it has begun: from what is known of the tenant's limit, and of what UserHub's reads cost
//! there. It is a range, with the reason for it.

use std::time::Duration;

use super::pace::{Lesson, Manner, Rate, UNMEASURED};
use super::tally::{Left, capital, range_in_words};

/// How long a sync will take, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The time.
    pub takes: Left,
    /// What the tenant allows, or leaves free for us, in requests a second.
    pub allows: Rate,
}

/// By how much the time may be shorter or longer than the plain division says: others' traffic, tries again, the end.
const LEEWAY: f64 = 0.15;

impl Forecast {
    /// How long so many people take. `lesson` is what is known of the limit now, `before` what an earlier sync has learnt.
    ///
    /// `None` where nothing limits us that is known: then the services' answers set the pace, and nobody has seen them yet.
    pub fn of(people: u64, lesson: &Lesson, before: Option<&Lesson>) -> Option<Self> {
        let earlier = before.filter(|before| before.allows == lesson.allows);
        let cost = lesson.cost.or(earlier.and_then(|before| before.cost));
        let allows = lesson
            .free
            .or(earlier.and_then(|before| before.free))
            .or(lesson.allows)?;
        let manner = if lesson.gentle {
            Manner::GENTLE
        } else {
            Manner::USUAL
        };
        let rate = allows.per_second() * manner.part();
        // Reads that cost nothing are not held back by the tenant's limit.
        if cost == Some(0) || rate <= 0.0 {
            return None;
        }
        let (least, most) =
            cost.map_or((1.0, UNMEASURED), |cost| (f64::from(cost), f64::from(cost)));
        let time = |cost: f64, leeway: f64| {
            Duration::try_from_secs_f64(people as f64 * cost / rate * leeway).ok()
        };
        Some(Self {
            takes: Left {
                least: time(least, 1.0 - LEEWAY)?,
                most: time(most, 1.0 + LEEWAY)?,
            },
            allows,
        })
    }

    /// For those who are still to be seen to, of as many as it was made for.
    pub fn for_the_rest(&self, open: u64, of: u64) -> Left {
        let part = open as f64 / of.max(1) as f64;
        Left {
            least: self.takes.least.mul_f64(part),
            most: self.takes.most.mul_f64(part),
        }
    }

    /// `About 3 to 6 hours: Auth0 allows this tenant 2 requests a second.`
    pub fn words(&self) -> String {
        format!(
            "{}: Auth0 allows this tenant {} requests a second.",
            capital(&range_in_words(self.takes)),
            self.allows.words()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free_plan() -> Lesson {
        Lesson {
            allows: Some(Rate::of(2.0)),
            burst: 2,
            ..Lesson::default()
        }
    }

    #[test]
    fn the_free_plan_takes_hours_for_twenty_thousand_and_says_why() {
        let first = Forecast::of(20_000, &free_plan(), None).expect("a forecast");
        assert_eq!(
            first.words(),
            "About 3 to 7 hours: Auth0 allows this tenant 2 requests a second."
        );
        // An earlier sync has seen what a read costs: the range is narrower.
        let earlier = Lesson {
            cost: Some(1),
            ..free_plan()
        };
        let second = Forecast::of(20_000, &free_plan(), Some(&earlier)).expect("a forecast");
        assert_eq!(
            second.words(),
            "About 3 to 4 hours: Auth0 allows this tenant 2 requests a second."
        );
        let half = second.for_the_rest(10_000, 20_000);
        assert_eq!(half.most.as_secs(), second.takes.most.as_secs() / 2);
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known() {
        let unknown = Lesson {
            burst: 7,
            ..Lesson::default()
        };
        assert_eq!(Forecast::of(20_000, &unknown, None), None);
        let costs_nothing = Lesson {
            cost: Some(0),
            ..free_plan()
        };
        assert_eq!(Forecast::of(20_000, &costs_nothing, None), None);
        // What was learnt of another plan says nothing of this one.
        let another = Lesson {
            cost: Some(0),
            allows: Some(Rate::of(16.0)),
            ..Lesson::default()
        };
        assert!(Forecast::of(20_000, &free_plan(), Some(&another)).is_some());
    }
}
