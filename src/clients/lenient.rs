//! Reading values that are not always of the documented kind (contract auth0-api 3.6).
//!
//! An odd value in one person's record must never end a run, so these readers take what they understand and
//! give `None` for the rest.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any JSON value, as far as we care.
enum Loose {
    Nothing,
    Flag(bool),
    Number(String),
    Text(String),
    /// The first value of an object, which is where `{"$date": …}` keeps its date.
    Inside(Box<Loose>),
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Loose, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Loose, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Loose, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Loose, E> {
        Ok(Loose::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        let first = map.next_entry::<IgnoredAny, LooseValue>()?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(first.map_or(Loose::Nothing, |(_, value)| {
            Loose::Inside(Box::new(value.0))
        }))
    }
}

struct LooseValue(Loose);

impl<'de> serde::Deserialize<'de> for LooseValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor).map(Self)
    }
}

/// A text; a number or a boolean is taken as its text, an object or a list as nothing.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match deserializer.deserialize_any(LooseVisitor)? {
        Loose::Text(text) => Some(legible(text)),
        Loose::Number(text) => Some(text),
        Loose::Flag(flag) => Some(flag.to_string()),
        Loose::Nothing | Loose::Inside(_) => None,
    })
}

/// The text without what no screen shows: a NUL in one name would take a window from every screen reader. It is the same for
/// both services, so that nobody seems to differ.
fn legible(text: String) -> String {
    let unfit = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.contains(unfit) {
        text.replace(unfit, "\u{FFFD}")
    } else {
        text
    }
}

/// A boolean, also as the text `"true"`; everything else is `false`.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match deserializer.deserialize_any(LooseVisitor)? {
        Loose::Flag(flag) => flag,
        Loose::Text(text) => text.eq_ignore_ascii_case("true"),
        Loose::Number(_) | Loose::Nothing | Loose::Inside(_) => false,
    })
}

/// A number, also as a text; everything else is `None`.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match deserializer.deserialize_any(LooseVisitor)? {
        Loose::Number(text) | Loose::Text(text) => text
            .trim()
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite()),
        Loose::Flag(_) | Loose::Nothing | Loose::Inside(_) => None,
    })
}

/// A number of things, also as a text; everything else is `None`, and so is what is no whole number from 0 on.
pub(crate) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match deserializer.deserialize_any(LooseVisitor)? {
        Loose::Number(text) | Loose::Text(text) => text.trim().parse().ok(),
        Loose::Flag(_) | Loose::Nothing | Loose::Inside(_) => None,
    })
}

/// A moment: ISO 8601, milliseconds since 1970, or either inside an object.
pub(crate) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<jiff::Timestamp>, D::Error> {
    Ok(moment_of(deserializer.deserialize_any(LooseVisitor)?))
}

fn moment_of(value: Loose) -> Option<jiff::Timestamp> {
    match value {
        Loose::Text(text) => text.parse().ok(),
        Loose::Number(number) => number
            .parse()
            .ok()
            .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()),
        Loose::Inside(value) => moment_of(*value),
        Loose::Flag(_) | Loose::Nothing => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Odd {
        #[serde(default, deserialize_with = "super::text")]
        text: Option<String>,
        #[serde(default, deserialize_with = "super::flag")]
        flag: bool,
        #[serde(default, deserialize_with = "super::moment")]
        moment: Option<jiff::Timestamp>,
        #[serde(default, deserialize_with = "super::number")]
        number: Option<f64>,
    }

    fn odd(json: &str) -> Odd {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn odd_values_are_read_as_far_as_they_make_sense() {
        assert_eq!(odd(r#"{"text": 7}"#).text.as_deref(), Some("7"));
        assert_eq!(odd(r#"{"text": null}"#).text, None);
        assert_eq!(odd(r#"{"text": {"a": [1, {"b": 2}]}}"#).text, None);
        assert!(odd(r#"{"flag": "true"}"#).flag && odd(r#"{"flag": true}"#).flag);
        assert!(!odd(r#"{"flag": "false"}"#).flag && !odd(r#"{"flag": [1]}"#).flag);
    }

    #[test]
    fn a_number_may_come_as_a_text_and_anything_else_is_none() {
        for json in [r#"{"number": 12.5}"#, r#"{"number": "12.5"}"#] {
            assert_eq!(odd(json).number, Some(12.5), "{json}");
        }
        for json in [
            r#"{"number": "soon"}"#,
            r#"{"number": "NaN"}"#,
            r#"{"number": null}"#,
            "{}",
        ] {
            assert_eq!(odd(json).number, None, "{json}");
        }
    }

    #[test]
    fn a_moment_may_come_in_four_forms() {
        let expected: jiff::Timestamp = "2026-05-01T10:00:00.123Z".parse().unwrap();
        for json in [
            r#"{"moment": "2026-05-01T10:00:00.123Z"}"#,
            r#"{"moment": {"$date": "2026-05-01T10:00:00.123Z"}}"#,
            r#"{"moment": 1777629600123}"#,
            r#"{"moment": {"$date": 1777629600123}}"#,
        ] {
            assert_eq!(odd(json).moment, Some(expected), "{json}");
        }
        assert_eq!(odd(r#"{"moment": "yesterday"}"#).moment, None);
    }
}
