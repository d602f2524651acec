//! The widest gaps between dates that arrive in any order, found in one pass and in bounded memory.
//!
//! Dates are gathered in buckets of one width, of which only those that hold a date are kept, each with its first and
//! its last. When they become too many, the width doubles. What is lost are the gaps inside a bucket, which are narrower
//! than its width: up to `MOST_BUCKETS` different dates every gap is found, and beyond that every gap which is wider
//! than about one part in `MOST_BUCKETS` of the time that is full of dates. The result is the same in whatever order
//! the dates came.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// The most buckets that are kept; together they take about a megabyte.
const MOST_BUCKETS: usize = 16_384;

/// The dates that came so far, as far as their gaps need them.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// A bucket is as many milliseconds wide as two to the power of this.
    doublings: u32,
    /// By the bucket's number: the first and the last date in it, in milliseconds since 1970.
    buckets: BTreeMap<i64, (i64, i64)>,
}

/// A stretch of time in which no date lies: from one date to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The date before it.
    pub after: Timestamp,
    /// The date behind it.
    pub before: Timestamp,
}

impl Gaps {
    /// Takes a date. What is finer than a millisecond is cut off: no search can tell it.
    pub fn add(&mut self, date: Timestamp) {
        let at = date.as_millisecond();
        self.put(at >> self.doublings, (at, at));
        while self.buckets.len() > MOST_BUCKETS {
            self.widen();
        }
    }

    /// The widest gaps, at most so many, the widest first; of two as wide the earlier one.
    pub fn widest(&self, most: usize) -> Vec<Gap> {
        let neighbours = self.buckets.values().zip(self.buckets.values().skip(1));
        // Between two milliseconds that follow each other nobody can be.
        let mut gaps: Vec<(i64, i64)> = neighbours
            .map(|(before, behind)| (before.1, behind.0))
            .filter(|(from, to)| to - from > 1)
            .collect();
        gaps.sort_by_key(|(from, to)| (from - to, *from));
        let dates = gaps.into_iter().take(most).filter_map(|(from, to)| {
            Some(Gap {
                after: Timestamp::from_millisecond(from).ok()?,
                before: Timestamp::from_millisecond(to).ok()?,
            })
        });
        dates.collect()
    }

    fn widen(&mut self) {
        self.doublings += 1;
        for (number, dates) in std::mem::take(&mut self.buckets) {
            self.put(number >> 1, dates);
        }
    }

    fn put(&mut self, bucket: i64, (first, last): (i64, i64)) {
        let dates = self.buckets.entry(bucket).or_insert((first, last));
        *dates = (dates.0.min(first), dates.1.max(last));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gaps(dates: impl IntoIterator<Item = i64>) -> Gaps {
        let mut gaps = Gaps::default();
        for date in dates {
            gaps.add(Timestamp::from_millisecond(date).unwrap());
        }
        gaps
    }

    fn widest(gaps: &Gaps, most: usize) -> Vec<(i64, i64)> {
        let ends = |gap: Gap| (gap.after.as_millisecond(), gap.before.as_millisecond());
        gaps.widest(most).into_iter().map(ends).collect()
    }

    #[test]
    fn the_widest_gaps_come_first_and_touching_dates_have_none_between_them() {
        let gaps = gaps([500, 10, 11, 10, 200, 40, 490]);
        assert_eq!(widest(&gaps, 2), [(200, 490), (40, 200)]);
        assert_eq!(widest(&gaps, 9).len(), 4, "10 and 11 touch");
        assert_eq!(widest(&Gaps::default(), 5), []);
    }

    #[test]
    fn a_gap_in_a_million_dates_is_found_in_bounded_memory() {
        // One date a minute, in an order that is none, without 600 in the middle.
        let minute = 60_000;
        let dates = (0..100_000_i64).map(|number| number * 7_919 % 100_000);
        let gaps = gaps(
            dates
                .filter(|number| !(50_000..50_600).contains(number))
                .map(|number| number * minute),
        );
        assert!(gaps.buckets.len() <= MOST_BUCKETS);
        assert_eq!(widest(&gaps, 1), [(49_999 * minute, 50_600 * minute)]);
    }

    proptest! {
        /// Up to as many dates as there are buckets, the gaps are those of the sorted dates.
        #[test]
        fn few_dates_have_exact_gaps(
            mut dates in prop::collection::vec(-1_000_000_i64..4_000_000_000, 0..60),
            most in 0_usize..8,
        ) {
            let found = widest(&gaps(dates.clone()), most);
            dates.sort_unstable();
            let mut all: Vec<(i64, i64)> = dates.windows(2).map(|two| (two[0], two[1])).collect();
            all.retain(|(from, to)| to - from > 1);
            all.sort_by_key(|(from, to)| (from - to, *from));
            all.truncate(most);
            prop_assert_eq!(found, all);
        }
    }

    proptest! {
        // Each case takes many dates.
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// However many there are, every gap wider than a bucket is found exactly.
        #[test]
        fn a_wide_gap_is_never_lost(start in 0_i64..1_000_000, width in 200_000_i64..9_000_000) {
            let dates = (0..40_000_i64).map(|number| number * 1_000);
            let middle = 20_000_000 + start;
            let gaps = gaps(dates.map(|date| if date > middle { date + width } else { date }));
            let from = middle / 1_000 * 1_000;
            prop_assert_eq!(widest(&gaps, 1), [(from, from + 1_000 + width)]);
        }
    }
}
