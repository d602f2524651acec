//! Whether reading what has changed is enough, or everybody has to be compared; and from which moment on it is read.
//!
//! A search by the date of the last change finds no deletions and lags behind. So what it brings is never everybody, a
//! comparison of everybody stays the net under it, and each reading begins a while before the one before it did.

use jiff::{SignedDuration, Timestamp};

/// How far before its own beginning a reading is repeated by the next one, for the search index's lag (contract keep-up 4).
pub const OVERLAP: SignedDuration = SignedDuration::from_mins(10);
/// The same after a reading that brought [`MANY`]: an import, whose users are searched for in vain for longer.
pub const OVERLAP_AFTER_MANY: SignedDuration = SignedDuration::from_mins(60);
/// From how many changed users on an import is supposed to be behind them.
pub const MANY: u64 = 1000;
/// After how many days everybody is compared again, unless somebody chose otherwise.
pub const FULL_AFTER_DAYS: u16 = 7;

/// What is known of the last comparison of everybody that came to its end, and of the readings of changes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The moment, by Auth0's clock, from which on changes have not been brought over for certain.
    pub changes_from: Timestamp,
    /// When the comparison of everybody began, by this computer's clock.
    pub everybody_at: Timestamp,
}

/// What is known before changes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The last comparison of everybody that came to its end, if there was one.
    pub compared: Option<Compared>,
    /// Whether the newest run of everybody left both sides readable: it came to its end, or was a dry run.
    pub is_whole: bool,
    /// Whether UserHub's users were listed for it.
    pub listed: bool,
}

/// Why everybody has to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EverybodyBecause {
    /// Nobody has ever been compared on this computer, or by a version that did not write it down.
    Never,
    /// The newest comparison was not carried out to its end.
    Interrupted,
    /// The last comparison is older than so many days.
    TooOld {
        /// The days.
        days: u16,
    },
    /// Auth0 did not give all users who have changed.
    NotAllChanges,
}

impl EverybodyBecause {
    /// The cause as programs read it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "never_compared",
            Self::Interrupted => "interrupted",
            Self::TooOld { .. } => "too_old",
            Self::NotAllChanges => "not_all_changes",
        }
    }

    /// The cause in a sentence.
    pub fn words(self) -> String {
        match self {
            Self::Never => "Everybody is compared, because no comparison of everybody has come to its end on this \
                            computer yet."
                .to_owned(),
            Self::Interrupted => {
                "Everybody is compared, because the last comparison was not carried out to its end."
                    .to_owned()
            }
            Self::TooOld { days } => {
                let days = match days {
                    1 => "a day".to_owned(),
                    days => format!("{days} days"),
                };
                format!("Everybody is compared, because the last time was more than {days} ago.")
            }
            Self::NotAllChanges => {
                "Everybody is compared, because Auth0 did not name everybody who has changed."
                    .to_owned()
            }
        }
    }
}

/// What a sync reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Those who have changed.
    Changes(Compared),
    /// Everybody.
    Everybody(EverybodyBecause),
}

/// Chooses between the two. `full_after` is in days.
pub fn way(baseline: &Baseline, full_after: u16, now: Timestamp) -> Way {
    let Some(compared) = baseline.compared else {
        return Way::Everybody(EverybodyBecause::Never);
    };
    if !baseline.is_whole {
        return Way::Everybody(EverybodyBecause::Interrupted);
    }
    let oldest = SignedDuration::from_hours(24 * i64::from(full_after));
    if now.duration_since(compared.everybody_at) > oldest {
        return Way::Everybody(EverybodyBecause::TooOld { days: full_after });
    }
    Way::Changes(compared)
}

/// From when on the next reading of changes begins, after one that began at `began` and brought `changed` users.
pub fn next_from(began: Timestamp, changed: u64) -> Timestamp {
    let overlap = if changed >= MANY {
        OVERLAP_AFTER_MANY
    } else {
        OVERLAP
    };
    began.checked_sub(overlap).unwrap_or(began)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const DAY: i64 = 24 * 3600;

    #[test]
    fn changes_are_enough_only_on_top_of_a_comparison_that_is_whole_and_not_old() {
        let compared = Compared {
            changes_from: at(500),
            everybody_at: at(1_000),
        };
        let now = at(1_000 + 7 * DAY);
        let some = Some(compared);
        let way = |compared, is_whole, full_after, now| {
            let baseline = Baseline {
                compared,
                is_whole,
                listed: true,
            };
            super::way(&baseline, full_after, now)
        };
        assert_eq!(way(some, true, 7, now), Way::Changes(compared));
        let cases = [
            (way(None, true, 7, now), EverybodyBecause::Never),
            (way(some, false, 7, now), EverybodyBecause::Interrupted),
            (
                way(some, true, 7, at(1_001 + 7 * DAY)),
                EverybodyBecause::TooOld { days: 7 },
            ),
            (
                way(some, true, 1, at(1_001 + DAY)),
                EverybodyBecause::TooOld { days: 1 },
            ),
        ];
        for (found, because) in cases {
            assert_eq!(found, Way::Everybody(because));
            assert!(
                because
                    .words()
                    .starts_with("Everybody is compared, because")
            );
        }
        // A clock that was put back makes nothing old.
        assert_eq!(way(some, true, 7, at(0)), Way::Changes(compared));
    }

    #[test]
    fn the_next_reading_begins_before_this_one_did_and_earlier_after_an_import() {
        let began = at(10_000);
        assert_eq!(next_from(began, 999), at(10_000 - 600));
        assert_eq!(next_from(began, 1_000), at(10_000 - 3_600));
    }
}
