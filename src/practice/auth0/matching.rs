//! Whether a person, or a log event, is found by a search.

use serde_json::Value;

use super::object::Object;
use super::query::{Piece, Query, Range, Test};
use crate::practice::people::{Field, Person, times};

/// Fields that are found whatever the case of their letters (contract auth0-api 3.4).
const ANY_CASE: [&str; 6] = [
    "email",
    "email.domain",
    "name",
    "given_name",
    "family_name",
    "nickname",
];
/// Fields that the index does not hold.
const NOT_INDEXED: [&str; 4] = [
    "picture",
    "last_password_reset",
    "multifactor",
    "multifactor_last_modified",
];

/// One value of a field as the index holds it.
enum Indexed {
    Text(String),
    Number(f64),
    Flag(bool),
    /// Milliseconds since 1970.
    Time(i64),
}

impl Query {
    /// Whether the person is found.
    pub(crate) fn finds(&self, person: &Person) -> bool {
        self.holds(&|field| values(person, field))
    }

    /// Whether the log event is found, whose `date` is a time and all else what it is in JSON.
    pub(crate) fn finds_event(&self, event: &Object, milliseconds: i64) -> bool {
        self.holds(&|field| {
            if field == "date" {
                return vec![Indexed::Time(milliseconds)];
            }
            let mut found = Vec::new();
            if let Some(value) = event.get(field) {
                collect(value, None, &mut found);
            } else if let Some((root, path)) = field.split_once('.')
                && let Some(value) = event.get(root)
            {
                collect(value, Some(path), &mut found);
            }
            found
        })
    }

    /// Whether what the index holds for each field is as it must be.
    fn holds(&self, values: &dyn Fn(&str) -> Vec<Indexed>) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(values)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(values)),
            Self::Not(part) => !part.holds(values),
            Self::Clause { field, test } => {
                let any_case = ANY_CASE.contains(&field.as_str());
                let found = values(field);
                found.iter().any(|value| test.accepts(value, any_case))
            }
        }
    }
}

impl Test {
    fn accepts(&self, value: &Indexed, any_case: bool) -> bool {
        match self {
            Self::Exists => true,
            Self::Is(wanted) => is(value, wanted, any_case),
            Self::Like(pattern) => match value {
                Indexed::Text(text) => {
                    let text: Vec<char> = text.chars().collect();
                    like(&text, pattern, any_case)
                }
                _ => false,
            },
            Self::Range(range) => range.holds(value),
        }
    }
}

fn is(value: &Indexed, wanted: &str, any_case: bool) -> bool {
    match value {
        Indexed::Text(text) if any_case => text.to_lowercase() == wanted.to_lowercase(),
        Indexed::Text(text) => text == wanted,
        #[expect(clippy::float_cmp, reason = "a number was asked for as it is written")]
        Indexed::Number(number) => wanted.parse::<f64>().is_ok_and(|w| w == *number),
        Indexed::Flag(flag) => wanted == if *flag { "true" } else { "false" },
        Indexed::Time(time) => {
            times::span(wanted).is_some_and(|(first, last)| (first..=last).contains(time))
        }
    }
}

/// Matches a pattern by trying, for each `*`, the shortest text first.
fn like(text: &[char], pattern: &[Piece], any_case: bool) -> bool {
    let same = |a: char, b: char| a == b || any_case && a.to_lowercase().eq(b.to_lowercase());
    let (mut t, mut p) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(Piece::AnyText) => {
                retry = Some((p, t));
                p += 1;
            }
            Some(Piece::AnyLetter) => (t, p) = (t + 1, p + 1),
            Some(Piece::Letter(c)) if same(*c, text[t]) => (t, p) = (t + 1, p + 1),
            _ => match retry {
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    (t, p) = (from + 1, star + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|piece| *piece == Piece::AnyText)
}

impl Range {
    fn holds(&self, value: &Indexed) -> bool {
        match value {
            Indexed::Time(time) => self
                .span()
                .is_some_and(|(low, high)| (low..=high).contains(time)),
            Indexed::Number(number) => self.holds_number(*number),
            Indexed::Text(text) => self.holds_text(text),
            Indexed::Flag(_) => false,
        }
    }

    /// The first and the last millisecond of the range, when its ends are times.
    pub(crate) fn span(&self) -> Option<(i64, i64)> {
        let low = match &self.low {
            None => i64::MIN,
            Some(text) => match (times::span(text)?, self.low_included) {
                ((first, _), true) => first,
                ((_, last), false) => last + 1,
            },
        };
        let high = match &self.high {
            None => i64::MAX,
            Some(text) => match (times::span(text)?, self.high_included) {
                ((_, last), true) => last,
                ((first, _), false) => first - 1,
            },
        };
        Some((low, high))
    }

    fn holds_number(&self, number: f64) -> bool {
        let above = self.low.as_ref().is_none_or(|low| {
            low.parse::<f64>()
                .is_ok_and(|low| number > low || self.low_included && number >= low)
        });
        let below = self.high.as_ref().is_none_or(|high| {
            high.parse::<f64>()
                .is_ok_and(|high| number < high || self.high_included && number <= high)
        });
        above && below
    }

    fn holds_text(&self, text: &str) -> bool {
        let above = self
            .low
            .as_deref()
            .is_none_or(|low| text > low || self.low_included && text == low);
        let below = self
            .high
            .as_deref()
            .is_none_or(|high| text < high || self.high_included && text == high);
        above && below
    }
}

/// The values that the index holds for a field; a list has several.
fn values(person: &Person, field: &str) -> Vec<Indexed> {
    if NOT_INDEXED.contains(&field) {
        return Vec::new();
    }
    match field {
        "created_at" => return vec![Indexed::Time(person.created)],
        "updated_at" => return vec![Indexed::Time(person.updated)],
        "email.domain" => {
            let domain = person.text("email").and_then(|email| email.split_once('@'));
            let domain = domain.map(|(_, domain)| Indexed::Text(domain.to_owned()));
            return domain.into_iter().collect();
        }
        _ => {}
    }
    if let Some(value) = person.get(field) {
        return of_field(value);
    }
    let Some((root, path)) = field.split_once('.') else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Some(value) = person.get(root) {
        collect(&value.to_value(), Some(path), &mut found);
    }
    found
}

fn of_field(field: &Field) -> Vec<Indexed> {
    match field {
        Field::Text(text) => vec![Indexed::Text(text.clone().into_owned())],
        #[expect(
            clippy::cast_precision_loss,
            reason = "a search compares numbers as doubles"
        )]
        Field::Whole(number) => vec![Indexed::Number(*number as f64)],
        Field::Flag(flag) => vec![Indexed::Flag(*flag)],
        Field::Time(time) => vec![Indexed::Time(*time)],
        Field::Json(_) | Field::Identities(_) => {
            let mut found = Vec::new();
            collect(&field.to_value(), None, &mut found);
            found
        }
    }
}

/// Follows a path of names into a value, through every list on the way.
fn collect(value: &Value, path: Option<&str>, found: &mut Vec<Indexed>) {
    match (value, path) {
        (Value::Array(items), _) => {
            for item in items {
                collect(item, path, found);
            }
        }
        (Value::Object(object), Some(path)) => {
            if let Some(inner) = object.get(path) {
                collect(inner, None, found);
            } else if let Some((name, rest)) = path.split_once('.')
                && let Some(inner) = object.get(name)
            {
                collect(inner, Some(rest), found);
            }
        }
        (Value::String(text), None) => found.push(Indexed::Text(text.clone())),
        (Value::Bool(flag), None) => found.push(Indexed::Flag(*flag)),
        (Value::Number(number), None) => {
            found.extend(number.as_f64().map(Indexed::Number));
        }
        // An object in the place of a value counts for nothing but its being there.
        (Value::Object(_), None) => found.push(Indexed::Text(String::new())),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;
    use serde_json::json;

    fn person() -> Person {
        let mut person = Person::new("auth0|63d1".to_owned(), 1_000, 2_000);
        person.set_identity("auth0|63d1");
        for (name, value) in [
            ("email", json!("Jane@Example.com")),
            ("name", json!("Jane Smith")),
            ("logins_count", json!(7)),
            ("blocked", json!(true)),
            ("app_metadata", json!({"roles": ["admin", "editor"]})),
            ("last_login", json!("2026-01-02T03:04:05.006Z")),
        ] {
            person.set_json(name, &value);
        }
        person
    }

    #[test]
    fn searches_find_by_every_kind_of_field() {
        let person = person();
        let finds = |text: &str| parse(text).unwrap().finds(&person);
        for text in [
            "email:jane@example.com",
            "email.domain:example.com",
            r#"name:"jane smith""#,
            "name:jane*",
            "name:*smi*",
            "user_id:auth0|6*",
            r#"user_id:"auth0|63d1""#,
            "identities.connection:Username-Password-Authentication",
            "logins_count:[5 TO 10}",
            "logins_count:{6 TO *]",
            "blocked:true",
            "app_metadata.roles:editor",
            "_exists_:email",
            "NOT _exists_:phone_number",
            "last_login:[2026-01-02 TO 2026-01-02]",
            "created_at:[1970-01-01T00:00:01Z TO 1970-01-01T00:00:01Z]",
            "name:x OR (blocked:true AND logins_count:7)",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in [
            "name:jane",
            "user_id:AUTH0|63d1",
            "logins_count:{7 TO *]",
            "last_login:{2026-01-02 TO *]",
            "created_at:{1970-01-01T00:00:01Z TO *]",
            "updated_at:[* TO 1970-01-01T00:00:02.000Z}",
            "_exists_:picture",
            "blocked:false",
            "app_metadata.roles:viewer",
        ] {
            assert!(!finds(text), "{text}");
        }
    }
}
