//! One person as the tenant holds them: an ordered list of fields, any of which may be absent or odd.

use std::borrow::Cow;

use serde_json::Value;

use super::times;

/// A person; the two times that order and find people are kept beside the fields that show them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) user_id: String,
    /// Milliseconds since 1970.
    pub(crate) created: i64,
    /// Milliseconds since 1970.
    pub(crate) updated: i64,
    fields: Vec<(Cow<'static, str>, Field)>,
}

/// The value of one field.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    Text(Cow<'static, str>),
    Whole(i64),
    Flag(bool),
    /// Milliseconds since 1970, written as an ISO text.
    Time(i64),
    Identities(Vec<Identity>),
    /// Anything else, as the JSON text that is sent.
    Json(Cow<'static, str>),
}

/// One of a person's identities.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) connection: Cow<'static, str>,
    pub(crate) provider: Cow<'static, str>,
    pub(crate) user_id: String,
    /// Whether `user_id` is sent as a JSON number (contract auth0-api 3.6).
    pub(crate) numeric: bool,
    pub(crate) social: bool,
    /// The e-mail address in `profileData`, on linked identities only.
    pub(crate) profile_email: Option<String>,
}

/// Which fields an answer holds.
#[derive(Clone, Debug, Default)]
pub(crate) enum Selection {
    #[default]
    All,
    Only(Vec<String>),
    Without(Vec<String>),
}

impl Selection {
    pub(crate) fn takes(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|n| n == name),
            Self::Without(names) => names.iter().all(|n| n != name),
        }
    }
}

const TIMES: [&str; 5] = [
    "created_at",
    "updated_at",
    "last_login",
    "last_password_reset",
    "multifactor_last_modified",
];

impl Person {
    /// A person with an id and times, and no other field.
    pub(crate) fn new(user_id: String, created: i64, updated: i64) -> Self {
        let mut fields = Vec::with_capacity(20);
        fields.push((
            Cow::Borrowed("user_id"),
            Field::Text(user_id.clone().into()),
        ));
        fields.push((Cow::Borrowed("created_at"), Field::Time(created)));
        fields.push((Cow::Borrowed("updated_at"), Field::Time(updated)));
        Self {
            user_id,
            created,
            updated,
            fields,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Field> {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, field)| field)
    }

    /// The text of a text field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Field::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Adds a field that is not there yet.
    pub(crate) fn push(&mut self, name: &'static str, field: Field) {
        self.fields.push((Cow::Borrowed(name), field));
    }

    /// Adds a text field that is not there yet.
    pub(crate) fn push_text(&mut self, name: &'static str, text: impl Into<Cow<'static, str>>) {
        self.push(name, Field::Text(text.into()));
    }

    /// Sets or replaces a field.
    pub(crate) fn set(&mut self, name: &str, field: Field) {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = field,
            None => self.fields.push((Cow::Owned(name.to_owned()), field)),
        }
    }

    /// Takes a field away.
    pub(crate) fn remove(&mut self, name: &str) {
        self.fields.retain(|(known, _)| known != name);
    }

    /// Sets a field from JSON; null takes it away. Times that read as such also move the person in time.
    pub(crate) fn set_json(&mut self, name: &str, value: &Value) {
        if value.is_null() {
            self.remove(name);
            return;
        }
        let field = Field::from_json(name, value);
        if let Field::Time(time) = field {
            match name {
                "created_at" => self.created = time,
                "updated_at" => self.updated = time,
                _ => {}
            }
        }
        self.set(name, field);
    }

    /// Gives a person the one identity that their id speaks of.
    pub(crate) fn set_identity(&mut self, user_id: &str) {
        let (provider, subject) = user_id.split_once('|').unwrap_or(("auth0", user_id));
        let connection = match (provider, subject.split_once('|')) {
            ("auth0", _) => "Username-Password-Authentication",
            (_, Some((connection, _))) => connection,
            _ => provider,
        };
        let identity = Identity {
            connection: connection.to_owned().into(),
            provider: provider.to_owned().into(),
            user_id: subject.to_owned(),
            numeric: false,
            social: false,
            profile_email: None,
        };
        self.set("identities", Field::Identities(vec![identity]));
    }

    /// Takes the identities of somebody else, after their own.
    pub(crate) fn take_identities(&mut self, other: &Self) {
        let of = |person: &Self| match person.get("identities") {
            Some(Field::Identities(identities)) => identities.clone(),
            _ => Vec::new(),
        };
        let mut identities = of(self);
        identities.extend(of(other));
        self.set("identities", Field::Identities(identities));
    }

    /// Whether one of the identities is in this connection.
    pub(crate) fn is_in_connection(&self, connection: &str) -> bool {
        match self.get("identities") {
            Some(Field::Identities(identities)) => identities
                .iter()
                .any(|identity| identity.connection == connection),
            _ => false,
        }
    }

    /// Sets `updated_at`.
    pub(crate) fn touch(&mut self, now: i64) {
        self.updated = now;
        self.set("updated_at", Field::Time(now));
    }

    /// Appends the person as a JSON object.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>, selection: &Selection) {
        out.push(b'{');
        let mut first = true;
        for (name, field) in &self.fields {
            if !selection.takes(name) {
                continue;
            }
            if !first {
                out.push(b',');
            }
            first = false;
            write_text(out, name);
            out.push(b':');
            field.write_json(out);
        }
        out.push(b'}');
    }
}

impl Field {
    fn from_json(name: &str, value: &Value) -> Self {
        match value {
            Value::String(text) if TIMES.contains(&name) => match times::span(text) {
                Some((first, last)) if first == last => Self::Time(first),
                _ => Self::Text(text.clone().into()),
            },
            Value::String(text) => Self::Text(text.clone().into()),
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) if number.is_i64() => {
                Self::Whole(number.as_i64().unwrap_or_default())
            }
            other => Self::Json(other.to_string().into()),
        }
    }

    /// Appends the value as JSON.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => write_text(out, text),
            Self::Whole(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Flag(flag) => {
                out.extend_from_slice(if *flag { b"true" } else { b"false" });
            }
            Self::Time(time) => {
                out.push(b'"');
                times::write_iso(out, *time);
                out.push(b'"');
            }
            Self::Json(json) => out.extend_from_slice(json.as_bytes()),
            Self::Identities(identities) => write_identities(out, identities),
        }
    }

    /// The value as the JSON that is sent.
    pub(crate) fn to_value(&self) -> Value {
        let mut json = Vec::new();
        self.write_json(&mut json);
        serde_json::from_slice(&json).unwrap_or(Value::Null)
    }
}

/// Appends a JSON string.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    // Writing into memory cannot fail.
    serde_json::to_writer(out, text).unwrap_or_default();
}

fn write_identities(out: &mut Vec<u8>, identities: &[Identity]) {
    out.push(b'[');
    for (at, identity) in identities.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        identity.write_json(out);
    }
    out.push(b']');
}

impl Identity {
    fn write_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"connection\":");
        write_text(out, &self.connection);
        out.extend_from_slice(b",\"user_id\":");
        if self.numeric {
            out.extend_from_slice(self.user_id.as_bytes());
        } else {
            write_text(out, &self.user_id);
        }
        out.extend_from_slice(b",\"provider\":");
        write_text(out, &self.provider);
        out.extend_from_slice(if self.social {
            b",\"isSocial\":true"
        } else {
            b",\"isSocial\":false"
        });
        if let Some(email) = &self.profile_email {
            out.extend_from_slice(b",\"profileData\":{\"email\":");
            write_text(out, email);
            out.extend_from_slice(b",\"email_verified\":true}");
        }
        out.push(b'}');
    }
}
