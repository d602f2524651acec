//! What UserHub takes from a person's Auth0 record, and its own limits on it (contract userhub-api 3.1 and 4).

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

/// The longest display name, in characters; a longer one is cut.
pub(super) const NAME_LIMIT: usize = 200;
/// The longest e-mail address, in characters; a longer one is not taken.
pub(super) const EMAIL_LIMIT: usize = 320;
/// The longest picture address, in characters; a longer one is not taken.
pub(super) const IMAGE_LIMIT: usize = 2000;

/// A person's profile as UserHub holds it, borrowed from a stored row or owned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Profile<'a> {
    pub(super) name: Option<Cow<'a, str>>,
    pub(super) email: Option<Cow<'a, str>>,
    pub(super) email_verified: bool,
    pub(super) phone: Option<Cow<'a, str>>,
    pub(super) phone_verified: bool,
    pub(super) image: Option<Cow<'a, str>>,
    pub(super) disabled: bool,
}

impl Profile<'_> {
    /// The same profile, free of the row that it was read from.
    pub(super) fn owned(&self) -> Profile<'static> {
        let owned = |text: &Option<Cow<'_, str>>| text.clone().map(|t| Cow::Owned(t.into_owned()));
        Profile {
            name: owned(&self.name),
            email: owned(&self.email),
            email_verified: self.email_verified,
            phone: owned(&self.phone),
            phone_verified: self.phone_verified,
            image: owned(&self.image),
            disabled: self.disabled,
        }
    }
}

/// The fields of an Auth0 record that matter here.
///
/// Any of them may be missing or of an unexpected type (contract auth0-api 3.6), so they are read as any
/// JSON value first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExternalRecord {
    name: Value,
    email: Value,
    email_verified: Value,
    phone_number: Value,
    phone_verified: Value,
    picture: Value,
    blocked: Value,
}

/// The names of those fields, in the form that Auth0's `fields` parameter takes.
pub(crate) const EXTERNAL_FIELDS: &str =
    "name,email,email_verified,phone_number,phone_verified,picture,blocked";

impl From<ExternalRecord> for Profile<'static> {
    fn from(record: ExternalRecord) -> Self {
        Self {
            name: text(record.name).map(|name| Cow::Owned(cut(name, NAME_LIMIT))),
            email: text(record.email)
                .filter(|t| within(t, EMAIL_LIMIT))
                .map(Cow::Owned),
            email_verified: flag(&record.email_verified),
            phone: text(record.phone_number)
                .filter(|t| is_e164(t))
                .map(Cow::Owned),
            phone_verified: flag(&record.phone_verified),
            image: text(record.picture)
                .filter(|t| within(t, IMAGE_LIMIT))
                .map(Cow::Owned),
            disabled: flag(&record.blocked),
        }
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Some tenants hold `"true"` where a boolean belongs.
fn flag(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(text) => text == "true",
        _ => false,
    }
}

/// Whether a text has at most this many characters.
pub(super) fn within(text: &str, limit: usize) -> bool {
    text.chars().nth(limit).is_none()
}

fn cut(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
    }
    text
}

/// Whether a text is a phone number as E.164 writes it: `+`, then 2 to 15 digits without a leading zero.
pub(super) fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (2..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn taken(record: Value) -> Profile<'static> {
        serde_json::from_value::<ExternalRecord>(record)
            .unwrap()
            .into()
    }

    #[test]
    fn the_fields_have_other_names_at_userhub() {
        let profile = taken(json!({
            "user_id": "auth0|1", "name": "Jane", "email": "jane@example.com", "email_verified": true,
            "phone_number": "+12125550123", "phone_verified": true, "picture": "https://example.com/j",
            "blocked": true, "app_metadata": {"name": "not this one"},
        }));
        let expected = Profile {
            name: Some("Jane".into()),
            email: Some("jane@example.com".into()),
            email_verified: true,
            phone: Some("+12125550123".into()),
            phone_verified: true,
            image: Some("https://example.com/j".into()),
            disabled: true,
        };
        assert_eq!(profile, expected);
    }

    #[test]
    fn odd_values_are_survived() {
        let profile = taken(json!({
            "name": 7, "email": null, "email_verified": "true", "blocked": "false", "picture": ["x"],
        }));
        let expected = Profile {
            email_verified: true,
            ..Profile::default()
        };
        assert_eq!(profile, expected);
    }

    #[test]
    fn userhubs_own_limits_are_kept() {
        let profile = taken(json!({
            "name": "é".repeat(201), "email": "e".repeat(321), "picture": "p".repeat(2001),
            "phone_number": "212-555-0123",
        }));
        assert_eq!(profile.name.unwrap().chars().count(), 200);
        assert_eq!(
            (profile.email, profile.image, profile.phone),
            (None, None, None)
        );
        let profile = taken(json!({"email": "e".repeat(320), "picture": "p".repeat(2000)}));
        assert!(profile.email.is_some() && profile.image.is_some());
    }

    #[test]
    fn phone_numbers_are_e164_or_nothing() {
        assert!(is_e164("+12125550123"));
        for odd in [
            "",
            "+",
            "+0123",
            "12125550123",
            "+1 212",
            "+1234567890123456",
        ] {
            assert!(!is_e164(odd), "{odd}");
        }
    }
}
