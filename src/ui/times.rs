//! Times as people read them: the clock on their wall, and how long ago something was.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The time of day where the person is: `10:42:10`.
pub(super) fn of_day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%H:%M:%S")
        .to_string()
}

/// How long ago it was: `just now`, `1 minute ago`, `3 hours ago`.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    let (count, unit) = match seconds {
        0..=59 => return "just now".to_owned(),
        60..=3599 => (seconds / 60, "minute"),
        3600..=86_399 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
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
    fn ages_are_told_in_the_largest_whole_unit() {
        let age = |seconds| {
            let now = Timestamp::from_second(1_000_000).unwrap();
            ago(now - jiff::SignedDuration::from_secs(seconds), now)
        };
        assert_eq!(age(59), "just now");
        assert_eq!(age(60), "1 minute ago");
        assert_eq!(age(7199), "1 hour ago");
        assert_eq!(age(3 * 86_400), "3 days ago");
        assert_eq!(age(-5), "just now", "a clock that was set back");
        assert_eq!(left(252), "4 min 12 s");
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
