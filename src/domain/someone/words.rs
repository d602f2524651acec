//! Pieces of the sentences: names, moments, ages, lists.

use jiff::Timestamp;

use super::facts::Auth0Person;
use crate::domain::profile::{Field, Fields};

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

/// Fields in plain words: `name, email confirmed`.
pub(super) fn plain(fields: Fields) -> String {
    let words: Vec<&str> = fields.iter().map(Field::words).collect();
    words.join(", ")
}

/// A moment in UTC: `3 May 2026 at 14:01 UTC`.
pub(super) fn on(at: Timestamp) -> String {
    at.strftime("%-d %B %Y at %H:%M UTC").to_string()
}
