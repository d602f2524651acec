//! Dates as a sentence has them: exact enough to be true, and as near as the day is.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How many days back a day is named by its weekday.
const WEEK: i32 = 6;

/// `today at 14:02`, `yesterday at 9:14`, `on Tuesday at 14:02`, `on 3 May at 14:02`.
pub fn dated(then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let day = since_when(then, now, zone);
    let time = time_of(then, zone);
    match day.as_str() {
        "today" | "yesterday" => format!("{day} at {time}"),
        _ => format!("on {day} at {time}"),
    }
}

/// The day alone: `today`, `Tuesday`, `3 May`, `3 May 2025`.
pub fn since_when(then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, now) = (then.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let days = now
        .date()
        .since(then.date())
        .map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=WEEK => then.strftime("%A").to_string(),
        _ if then.year() == now.year() => then.strftime("%-d %B").to_string(),
        _ => then.strftime("%-d %B %Y").to_string(),
    }
}

/// `at 9:14`, and with the day where it was another: `yesterday at 9:14`.
pub fn clock_of(then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    match since_when(then, now, zone).as_str() {
        "today" => format!("at {}", time_of(then, zone)),
        _ => dated(then, now, zone),
    }
}

/// A time to come: `today at 2:10`, `tomorrow at 2:10`, `on 5 May at 2:10`.
pub fn coming(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let time = time_of(at, zone);
    if day(at) == day(now) {
        return format!("today at {time}");
    }
    if day(now).tomorrow().ok() == Some(day(at)) {
        return format!("tomorrow at {time}");
    }
    format!(
        "on {} at {time}",
        at.to_zoned(zone.clone()).strftime("%-d %B")
    )
}

fn time_of(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-H:%M").to_string()
}
