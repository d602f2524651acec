//! What Auth0 sends, as far as we read it. Private to this client.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::clients::error::{Rejection, Service};
use crate::clients::http::Reply;
use crate::clients::lenient;
use crate::domain::profile::{Profile, fnv1a};

/// The discovery document; only its issuer is of use.
#[derive(Deserialize)]
pub(super) struct Discovery {
    pub(super) issuer: String,
}

/// The answer of `/oauth/token`.
#[derive(Deserialize)]
pub(super) struct Token {
    pub(super) access_token: String,
    /// In seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub(super) expires_in: Option<f64>,
    pub(super) scope: Option<String>,
}

/// What we read of a token's payload when the answer itself does not name the permissions.
#[derive(Deserialize)]
pub(super) struct Claims {
    #[serde(default)]
    pub(super) scope: String,
}

/// A page of people as Auth0 writes it with totals, each person's record as it came.
#[derive(Deserialize)]
pub(super) struct Users<'a> {
    /// How many the search finds, where it is told.
    #[serde(default, deserialize_with = "lenient::count")]
    pub(super) total: Option<u64>,
    /// How many people a page can hold, as the server sees it.
    #[serde(default, deserialize_with = "lenient::count")]
    pub(super) limit: Option<u64>,
    #[serde(borrow)]
    pub(super) users: Vec<&'a RawValue>,
}

/// Reads a page of people: a list with totals, or a bare list as Auth0 gives it without them.
pub(super) fn users(body: &[u8]) -> serde_json::Result<Users<'_>> {
    if body.trim_ascii_start().starts_with(b"[") {
        return Ok(Users {
            total: None,
            limit: None,
            users: serde_json::from_slice(body)?,
        });
    }
    serde_json::from_slice(body)
}

/// The fields that are asked for wherever a choice can be made.
pub(super) const USER_FIELDS: [&str; 10] = [
    "user_id",
    "name",
    "email",
    "email_verified",
    "phone_number",
    "phone_verified",
    "picture",
    "blocked",
    "created_at",
    "updated_at",
];

/// A record of which nothing but the id can be read.
#[derive(Default, Deserialize)]
struct UserIdOnly {
    #[serde(default, deserialize_with = "lenient::text")]
    user_id: Option<String>,
}

/// A person. Everything but `user_id` may be missing, and anything may be of another kind than documented.
#[derive(Default, Deserialize)]
pub(super) struct User {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    email_verified: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    phone_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    phone_verified: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    picture: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    blocked: bool,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) created_at: Option<jiff::Timestamp>,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) updated_at: Option<jiff::Timestamp>,
    /// When the person last signed in; read in the answer about one person only.
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) last_login: Option<jiff::Timestamp>,
}

impl User {
    /// What stands in for the id of a person without one. It is the same however the record was written: an export and a
    /// page have the fields in different orders.
    pub(super) fn mark(self, record: &[u8]) -> u64 {
        let Some(created_at) = self.created_at else {
            return fnv1a(record);
        };
        let profile = self.into_profile().fingerprint();
        fnv1a(format!("{created_at} {profile}").as_bytes())
    }

    /// A person of whom only the id is known, if even that.
    pub(super) fn with_id_of(record: &[u8]) -> Self {
        let only: UserIdOnly = serde_json::from_slice(record).unwrap_or_default();
        Self {
            user_id: only.user_id,
            ..Self::default()
        }
    }

    /// What UserHub should hold of this person (contract userhub-api 4).
    pub(super) fn into_profile(self) -> Profile {
        Profile {
            display_name: self.name,
            email_verified: self.email.is_some() && self.email_verified,
            email: self.email,
            phone_number_verified: self.phone_number.is_some() && self.phone_verified,
            phone_number: self.phone_number,
            image_url: self.picture,
            disabled: self.blocked,
        }
    }
}

/// An export job.
#[derive(Deserialize)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) created_at: Option<jiff::Timestamp>,
    pub(super) location: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    pub(super) time_left_seconds: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    pub(super) percentage_done: Option<f64>,
}

/// The error object of the Management API (contract 2.4) and of `/oauth/token` (contract 2.3).
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    #[serde(rename = "errorCode", deserialize_with = "lenient::text")]
    error_code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    error_description: Option<String>,
}

/// Reads a refusal of either kind; what is not JSON is the message as it is.
pub(super) fn api_refusal(reply: &Reply) -> Rejection {
    let raw = String::from_utf8_lossy(&reply.body);
    let refusal: Refusal = serde_json::from_str(&raw).unwrap_or_default();
    let message = refusal
        .message
        .or(refusal.error_description)
        .unwrap_or_else(|| raw.into_owned());
    Rejection {
        service: Service::Auth0,
        status: reply.status.as_u16(),
        code: refusal.error_code.or(refusal.error).unwrap_or_default(),
        reason: String::new(),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_read_in_every_form_and_what_is_none_is_unknown() {
        for page in [
            r#"[{"user_id":"a"}]"#,
            r#"{"users":[{"user_id":"a"}]}"#,
            r#"{"total":null,"users":[{"user_id":"a"}]}"#,
            r#"{"total":"many","users":[{"user_id":"a"}]}"#,
            r#"{"total":-1,"users":[{"user_id":"a"}]}"#,
            r#"{"total":{"value":7},"users":[{"user_id":"a"}]}"#,
        ] {
            let page = users(page.as_bytes()).unwrap();
            assert_eq!((page.total, page.users.len()), (None, 1));
        }
        let told = users(br#"{"total":"7","limit":50,"users":[]}"#).unwrap();
        assert_eq!((told.total, told.limit), (Some(7), Some(50)));
    }
}
