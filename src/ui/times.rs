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
}
