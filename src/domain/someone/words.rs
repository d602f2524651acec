//! Pieces of the sentences: names, moments, ages, lists.

use jiff::Timestamp;

use super::facts::Auth0Person;

/// How many are named in a sentence.
const NAMED: usize = 5;

pub(super) fn called(person: &Auth0Person) -> String {
    person.called()
}

/// Names in a row, the first few of them.
pub(super) fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMED);
    let shown = names
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

/// A moment in UTC: `3 May 2026 at 14:01 UTC`.
pub(super) fn on(at: Timestamp) -> String {
    at.strftime("%-d %B %Y at %H:%M UTC").to_string()
}

/// How long ago something was, in the largest unit that fits.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    let (count, unit) = match seconds {
        0..120 => return format!("{seconds} s ago"),
        120..7_200 => (seconds / 60, "minutes"),
        7_200..172_800 => (seconds / 3_600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    format!("{count} {unit} ago")
}
