//! A certificate as a file: one JSON object, whose people are written one after the other, so that a million need no
//! memory.

use serde_json::{Value, json};

use super::Certificate;
use crate::domain::history::PastPerson;

/// What stands before the people.
pub fn head(certificate: Option<&Certificate>) -> String {
    let mut value = certificate.map_or(Value::Null, Certificate::as_json);
    if let Some(fields) = value.as_object_mut() {
        // Everybody follows, and not the first of each kind alone.
        fields.shift_remove("people");
    }
    let text = format!("{value:#}");
    let text = text.trim_end_matches('}').trim_end();
    format!("{text},\n  \"people\": [")
}

/// One person.
pub fn person(person: &PastPerson, is_first: bool) -> String {
    let value = json!({
        "id": person.id,
        "userhub_id": person.userhub_id,
        "what": person.words(),
        "why": person.reason,
        "fix": person.fix,
    });
    let comma = if is_first { "" } else { "," };
    format!("{comma}\n    {value}")
}

/// What stands after the people.
pub const FOOT: &str = "\n  ]\n}\n";
