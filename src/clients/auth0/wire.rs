//! What Auth0 sends, as far as we read it. Private to this client.

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::clients::call::Reply;
use crate::clients::error::{Form, Rejection, Service};
use crate::clients::foreign::is_page;
use crate::clients::lenient;
use crate::domain::ids::Auth0UserId;
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

/// A user's identities, as far as they can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities(Vec<Identity>);

#[derive(Clone, Debug, Default, Deserialize)]
struct Identity {
    #[serde(default, deserialize_with = "lenient::text")]
    provider: Option<String>,
    /// A text or a number (contract auth0-api 3.6).
    #[serde(default, deserialize_with = "lenient::text")]
    user_id: Option<String>,
}

impl<'de> Deserialize<'de> for Identities {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let serde_json::Value::Array(items) = value else {
            return Ok(Self::default());
        };
        let read = |item| serde_json::from_value(item).unwrap_or_default();
        Ok(Self(items.into_iter().map(read).collect()))
    }
}

impl Identities {
    /// The ids that the identities had while they were users of their own, but for the user's own.
    pub(super) fn beside(&self, own: &str) -> Vec<Auth0UserId> {
        let ids = self.0.iter().filter_map(|identity| {
            let (provider, id) = (identity.provider.as_ref()?, identity.user_id.as_ref()?);
            // A database user's part may have the provider in it already.
            let whole = if id.starts_with(&format!("{provider}|")) {
                id.clone()
            } else {
                format!("{provider}|{id}")
            };
            (whole != own).then(|| Auth0UserId::new(whole))
        });
        ids.collect()
    }
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
    /// Read in the answer about one person only.
    #[serde(default)]
    pub(super) identities: Identities,
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

/// The error object of the Management API (contract 2.4).
#[derive(Deserialize)]
struct ApiRefusal {
    #[serde(rename = "statusCode")]
    status: u16,
    error: String,
    message: String,
    #[serde(rename = "errorCode", default, deserialize_with = "lenient::text")]
    code: Option<String>,
}

/// Reads a refusal of the Management API; what is not in its form is not its own. The one answer that Auth0 gives in plain
/// text is that to a query which is too long.
pub(super) fn api_refusal(reply: &Reply) -> Option<Rejection> {
    let told = match serde_json::from_slice::<ApiRefusal>(&reply.body) {
        Ok(told) => told,
        Err(_) if reply.status == StatusCode::URI_TOO_LONG => ApiRefusal {
            status: reply.status.as_u16(),
            error: "URI Too Long".to_owned(),
            message: String::new(),
            code: None,
        },
        Err(_) => return None,
    };
    (told.status == reply.status.as_u16()).then(|| Rejection {
        service: Service::Auth0,
        form: Form::Management,
        status: told.status,
        code: told.code.unwrap_or(told.error),
        reason: String::new(),
        message: told.message,
    })
}

/// Reads a refusal of the discovery document. A host without a tenant is expected to answer 404 without any JSON
/// (contract 1.5); a whole page can be anybody's.
pub(super) fn discovery_refusal(reply: &Reply) -> Option<Rejection> {
    if reply.status != StatusCode::NOT_FOUND || is_page(&reply.headers, &reply.body) {
        return api_refusal(reply);
    }
    api_refusal(reply).or_else(|| {
        Some(Rejection {
            service: Service::Auth0,
            form: Form::Management,
            status: reply.status.as_u16(),
            code: String::new(),
            reason: String::new(),
            message: String::from_utf8_lossy(&reply.body).into_owned(),
        })
    })
}

/// The error object of `/oauth/token` (contract 2.3).
#[derive(Deserialize)]
struct TokenRefusal {
    error: String,
    #[serde(default, deserialize_with = "lenient::text")]
    error_description: Option<String>,
}

/// The codes that OAuth and Auth0 define for a token's refusal. An Action of the tenant's may have others, with a
/// description.
const TOKEN_CODES: [&str; 11] = [
    "access_denied",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "invalid_target",
    "server_error",
    "temporarily_unavailable",
    "too_many_requests",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// Reads a refusal of `/oauth/token`; what is not in its form is not its own.
pub(super) fn token_refusal(reply: &Reply) -> Option<Rejection> {
    let told: TokenRefusal = serde_json::from_slice(&reply.body).ok()?;
    let is_word = !told.error.is_empty()
        && (told.error.bytes()).all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_own =
        is_word && (TOKEN_CODES.contains(&told.error.as_str()) || told.error_description.is_some());
    is_own.then(|| Rejection {
        service: Service::Auth0,
        form: Form::Token,
        status: reply.status.as_u16(),
        code: told.error,
        reason: String::new(),
        message: told.error_description.unwrap_or_default(),
    })
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

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            status: StatusCode::from_u16(status).unwrap(),
            body: body.to_owned().into(),
            headers: reqwest::header::HeaderMap::new(),
            date: None,
        }
    }

    #[test]
    fn only_a_refusal_in_auth0s_own_form_is_one() {
        let api = |body| api_refusal(&reply(403, body)).map(|refusal| refusal.code);
        let own = r#"{"statusCode":403,"error":"Forbidden","message":"m","errorCode":"insufficient_scope"}"#;
        assert_eq!(api(own).as_deref(), Some("insufficient_scope"));
        let plain = r#"{"statusCode":403,"error":"Forbidden","message":"m"}"#;
        assert_eq!(api(plain).as_deref(), Some("Forbidden"));
        for foreign in [
            "",
            "Forbidden",
            "<html>",
            "{}",
            r#"{"message":"Forbidden"}"#,
            r#"{"error":"Forbidden","message":"m"}"#,
            r#"{"statusCode":404,"error":"Not Found","message":"not of this answer"}"#,
            r#"{"error":"access_denied","error_description":"of another form"}"#,
        ] {
            assert_eq!(api(foreign), None, "{foreign}");
        }
        let token = |body| token_refusal(&reply(403, body)).map(|refusal| refusal.code);
        let own = r#"{"error":"access_denied","error_description":"Unauthorized"}"#;
        assert_eq!(token(own).as_deref(), Some("access_denied"));
        assert_eq!(
            token(r#"{"error":"invalid_request"}"#).as_deref(),
            Some("invalid_request")
        );
        let of_an_action = r#"{"error":"not_today","error_description":"closed"}"#;
        assert_eq!(token(of_an_action).as_deref(), Some("not_today"));
        for foreign in [
            "Unauthorized",
            r#"{"error":"forbidden"}"#,
            r#"{"error":"Forbidden","error_description":"m"}"#,
            r#"{"error":"","error_description":"m"}"#,
            r#"{"error":{"code":403},"error_description":"m"}"#,
            r#"{"statusCode":403,"error":"Forbidden","message":"m"}"#,
        ] {
            assert_eq!(token(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_query_that_is_too_long_is_refused_in_plain_text_by_auth0_itself() {
        assert_eq!(api_refusal(&reply(414, "too long")).unwrap().status, 414);
    }

    #[test]
    fn a_host_without_a_tenant_says_so_without_json_but_not_with_a_page() {
        let of =
            |status, body| discovery_refusal(&reply(status, body)).map(|refusal| refusal.status);
        assert_eq!(of(404, "Not found"), Some(404));
        assert_eq!(of(404, "<html><title>Blocked</title>"), None);
        assert_eq!(of(403, "Forbidden"), None);
    }
}
