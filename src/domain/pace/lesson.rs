//! What a run learnt of the tenant's limit: kept with the run, and told in one sentence.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Learnt;
use crate::domain::issue::thousands;

/// What was learnt. What was not seen is not guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// How many requests one of UserHub's reads costs the tenant.
    pub cost: Option<u32>,
    /// What the tenant allows to everybody together, where a documented plan has this burst.
    pub allows: Option<Rate>,
    /// What was free for us, where reads cost something, so that it was measured.
    pub free: Option<Rate>,
    /// How many requests are taken at once.
    pub burst: u32,
    /// What others took, where that can be told.
    pub others: Option<Rate>,
    /// How many requests were made to look at the limit.
    pub looks: u64,
    /// Whether a person chose to leave more to others.
    pub gentle: bool,
}

/// Requests a second, as exact as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rate {
    tenths: u32,
}

impl Rate {
    /// The rate to the nearest tenth.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and no rate is negative"
    )]
    pub fn of(per_second: f64) -> Self {
        Self {
            tenths: (per_second * 10.0).round() as u32,
        }
    }

    /// Requests a second.
    pub fn per_second(self) -> f64 {
        f64::from(self.tenths) / 10.0
    }

    /// The rate without needless places: `2`, `8.3`, `16`.
    pub fn words(self) -> String {
        match (self.tenths / 10, self.tenths % 10) {
            (whole, 0) => thousands(whole.into()),
            (whole @ 0..10, tenth) => format!("{whole}.{tenth}"),
            (whole, tenth) => thousands(u64::from(whole) + u64::from(tenth >= 5)),
        }
    }
}

/// A twentieth of what the tenant allows may be the measurement's own noise: less than that is nobody.
const NOBODY: f64 = 0.05;

impl Lesson {
    /// What is known now, after so many looks.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cost is a small whole number"
    )]
    pub fn of(learnt: &Learnt, looks: u64, gentle: bool) -> Self {
        let counts = learnt.cost.is_some_and(|cost| cost > 0.0);
        Self {
            cost: learnt.cost.map(|cost| cost.round() as u32),
            allows: learnt.allowed.map(Rate::of),
            free: counts.then(|| Rate::of(learnt.free)),
            burst: learnt.burst,
            others: learnt.others.map(Rate::of),
            looks,
            gentle,
        }
    }

    /// The lesson as programs read it. Names once given stay.
    pub fn as_json(&self) -> Value {
        json!({
            "userhub_reads_cost": self.cost,
            "allows_per_second": self.allows.map(Rate::per_second),
            "free_per_second": self.free.map(Rate::per_second),
            "burst": self.burst,
            "others_per_second": self.others.map(Rate::per_second),
            "looks": self.looks,
            "manner": if self.gentle { "gentle" } else { "usual" },
        })
    }

    /// Whether there is more to tell than the size of a bucket that nobody came near.
    pub const fn is_worth_telling(&self) -> bool {
        self.cost.is_some() || self.allows.is_some() || self.free.is_some()
    }

    /// The lesson in a sentence: `UserHub's reads cost one request each; the tenant allows 16 a second; others took 3.`
    pub fn words(&self) -> String {
        let cost = match self.cost {
            None => "What UserHub's reads cost could not be seen".to_owned(),
            Some(0) => "UserHub's reads do not count against the tenant's limit".to_owned(),
            Some(1) => "UserHub's reads cost one request each".to_owned(),
            Some(cost) => format!("UserHub's reads cost {cost} requests each"),
        };
        let limit = match (self.allows, self.free) {
            (Some(allows), _) => format!("the tenant allows {} a second", allows.words()),
            (None, Some(free)) => format!(
                "about {} a second were free, and no known plan has a limit of {}",
                free.words(),
                thousands(self.burst.into())
            ),
            (None, None) => format!("the tenant takes {} at once", thousands(self.burst.into())),
        };
        let others = match (self.allows, self.others) {
            (Some(allows), Some(others)) if others.per_second() >= NOBODY * allows.per_second() => {
                format!("; others took {}", others.words())
            }
            (Some(_), Some(_)) => "; nobody else was seen".to_owned(),
            _ => String::new(),
        };
        let gentle = if self.gentle {
            "; half of what was free was left, as you chose"
        } else {
            ""
        };
        format!("{cost}; {limit}{others}{gentle}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt() -> Learnt {
        Learnt {
            burst: 50,
            allowed: Some(16.0),
            free: 13.02,
            cost: Some(1.0),
            others: Some(2.98),
        }
    }

    #[test]
    fn a_rate_of_ten_and_more_is_told_to_the_nearest_whole() {
        let words = |rate: f64| Rate::of(rate).words();
        assert_eq!(words(9.5), "9.5");
        assert_eq!(words(16.4), "16");
        assert_eq!(words(16.5), "17");
        assert_eq!(words(1_999.6), "2,000");
    }

    #[test]
    fn what_is_free_is_told_only_where_reads_count() {
        let free = |cost: Option<f64>| {
            let learnt = Learnt { cost, ..learnt() };
            Lesson::of(&learnt, 7, false).free
        };
        assert_eq!(free(Some(1.0)), Some(Rate::of(13.0)));
        assert_eq!((free(Some(0.0)), free(None)), (None, None));
    }

    #[test]
    fn a_cost_a_rate_or_what_is_free_is_worth_telling_and_a_burst_alone_is_not() {
        let nothing = Learnt {
            allowed: None,
            cost: None,
            others: None,
            ..learnt()
        };
        let told = |learnt: &Learnt| Lesson::of(learnt, 7, false).is_worth_telling();
        assert!(!told(&nothing));
        assert!(told(&Learnt {
            cost: Some(0.0),
            ..nothing
        }));
        assert!(told(&Learnt {
            allowed: Some(2.0),
            ..nothing
        }));
    }

    #[test]
    fn it_is_told_in_a_sentence() {
        let words = |learnt: Learnt| Lesson::of(&learnt, 7, false).words();
        assert_eq!(
            words(learnt()),
            "UserHub's reads cost one request each; the tenant allows 16 a second; others took 3."
        );
        assert_eq!(
            words(Learnt {
                cost: Some(0.0),
                others: Some(0.3),
                allowed: Some(100.0 / 60.0 * 5.0),
                ..learnt()
            }),
            "UserHub's reads do not count against the tenant's limit; the tenant allows 8.3 a second; nobody else was seen."
        );
        assert_eq!(
            words(Learnt {
                burst: 60,
                allowed: None,
                others: None,
                cost: Some(2.0),
                free: 57.4,
            }),
            "UserHub's reads cost 2 requests each; about 57 a second were free, and no known plan has a limit of 60."
        );
        let nothing = Lesson::of(
            &Learnt {
                burst: 100_000,
                allowed: None,
                others: None,
                cost: None,
                free: 1666.0,
            },
            0,
            true,
        );
        assert!(!nothing.is_worth_telling());
        assert_eq!(
            nothing.words(),
            "What UserHub's reads cost could not be seen; the tenant takes 100,000 at once; half of what was free was left, as \
             you chose."
        );
    }

    #[test]
    fn programs_get_null_for_what_is_not_known() {
        let unknown = Learnt {
            burst: 60,
            ..Learnt::default()
        };
        assert_eq!(
            Lesson::of(&unknown, 0, true).as_json(),
            json!({
                "userhub_reads_cost": null, "allows_per_second": null, "free_per_second": null, "burst": 60,
                "others_per_second": null, "looks": 0, "manner": "gentle",
            })
        );
        let known = Lesson::of(&learnt(), 7, false).as_json();
        assert_eq!(known["userhub_reads_cost"], 1);
        assert_eq!(known["others_per_second"], 3.0);
        assert_eq!(known["free_per_second"], 13.0);
    }

    #[test]
    fn it_comes_back_from_where_it_is_kept() {
        let lesson = Lesson::of(&learnt(), 7, false);
        let kept = serde_json::to_string(&lesson).unwrap();
        assert_eq!(serde_json::from_str::<Lesson>(&kept).unwrap(), lesson);
    }
}
