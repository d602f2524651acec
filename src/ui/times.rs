//! Times as people read them: the clock on their wall, and how long something still takes.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::tally;

/// The time of day where the person is: `10:42:10`.
pub(super) fn of_day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%H:%M:%S")
        .to_string()
}

/// A time of the past, in the person's own time zone.
pub(super) fn day(then: Timestamp, now: Timestamp) -> String {
    in_zone(then, now, &TimeZone::system())
}

fn in_zone(then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, now) = (then.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let time = then.strftime("%H:%M");
    if then.date() == now.date() {
        format!("today {time}")
    } else if now.date().yesterday().ok() == Some(then.date()) {
        format!("yesterday {time}")
    } else if then.year() == now.year() {
        format!("{} {time}", then.strftime("%-d %b"))
    } else {
        format!("{} {time}", then.strftime("%-d %b %Y"))
    }
}

/// When a wait is over: `in 40 seconds`, `after 27 November, 02:40 (in 12 hours)`.
pub(super) fn goes_on(left: Duration, now: Timestamp) -> String {
    tally::goes_on(left, &now.to_zoned(TimeZone::system()))
}

/// How long something still takes: `4 min 12 s`, `9 s`.
pub(super) fn left(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_in_minutes_and_seconds() {
        assert_eq!(left(252), "4 min 12 s");
        assert_eq!(left(9), "9 s");
        assert_eq!(left(-5), "0 s", "a clock that was set back");
    }

    #[test]
    fn a_day_is_named_by_how_near_it_is() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-01-02T09:00:00Z");
        for (then, words) in [
            ("2026-01-02T08:05:00Z", "today 08:05"),
            ("2026-01-01T23:59:00Z", "yesterday 23:59"),
            ("2025-12-31T10:00:00Z", "31 Dec 2025 10:00"),
        ] {
            assert_eq!(in_zone(at(then), now, &TimeZone::UTC), words);
        }
    }
}
