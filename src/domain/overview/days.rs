//! The last days as a chart shows them: what was brought over on each, and on which nobody looked.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// How many days the chart has.
pub const DAYS: i32 = 30;

/// What was brought over around a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// When.
    pub at: Timestamp,
    /// People added.
    pub added: u64,
    /// People updated.
    pub updated: u64,
    /// People who were seen to have left Auth0.
    pub left: u64,
}

/// A stretch of time in which it was looked whether something is to be brought over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date, where the person is.
    pub date: Date,
    /// Whether it was looked that day. Otherwise nothing is known of it, which is not the same as nothing.
    pub is_compared: bool,
    /// People added.
    pub added: u64,
    /// People updated.
    pub updated: u64,
    /// People who were seen to have left Auth0.
    pub left: u64,
}

impl Day {
    /// Everybody of the day.
    pub const fn all(&self) -> u64 {
        self.added + self.updated + self.left
    }
}

/// The last [`DAYS`] days, the oldest first, today last.
pub fn days(activity: &[Activity], looked: &[Looked], now: Timestamp, zone: &TimeZone) -> Vec<Day> {
    let today = now.to_zoned(zone.clone()).date();
    let dates = (0..DAYS)
        .rev()
        .filter_map(|back| today.checked_sub(back.days()).ok());
    let mut days: Vec<(Day, Timestamp)> = dates
        .filter_map(|date| {
            let begins = date.to_zoned(zone.clone()).ok()?.timestamp();
            let day = Day {
                date,
                is_compared: false,
                added: 0,
                updated: 0,
                left: 0,
            };
            Some((day, begins))
        })
        .collect();
    let tomorrow = today.tomorrow().ok();
    let end = tomorrow.and_then(|date| date.to_zoned(zone.clone()).ok());
    let end = end.map_or(Timestamp::MAX, |end| end.timestamp());
    // The day of a moment is the last that has begun by then.
    let at = |days: &[(Day, Timestamp)], moment: Timestamp| {
        if moment >= end {
            return None;
        }
        days.partition_point(|(_, begins)| *begins <= moment)
            .checked_sub(1)
    };
    for one in activity {
        let found = at(&days, one.at);
        if let Some((day, _)) = found.and_then(|found| days.get_mut(found)) {
            day.is_compared = true;
            day.added += one.added;
            day.updated += one.updated;
            day.left += one.left;
        }
    }
    for stretch in looked {
        let ends: Vec<Timestamp> = days.iter().skip(1).map(|(_, begins)| *begins).collect();
        let ends = ends.into_iter().chain([end]);
        for ((day, begins), ends) in days.iter_mut().zip(ends) {
            day.is_compared |= stretch.from < ends && stretch.to >= *begins;
        }
    }
    days.into_iter().map(|(day, _)| day).collect()
}
