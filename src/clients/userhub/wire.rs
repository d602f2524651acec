//! What UserHub sends, as far as we read it. Private to this client, but for the words that others branch on.

use std::collections::HashMap;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::clients::call::Reply;
use crate::clients::error::{Form, Rejection, Service};
use crate::clients::lenient;
use crate::domain::assumptions::userhub::CODES;
use crate::domain::profile::Profile;

/// A user (contract userhub-api 3.4).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) state: UserState,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    email_verified: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    phone_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    phone_number_verified: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    image_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    disabled: bool,
    #[serde(default)]
    pub(super) account_connections: Option<Vec<AccountConnection>>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) view: Option<String>,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) create_time: Option<jiff::Timestamp>,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) update_time: Option<jiff::Timestamp>,
}

/// What one connection knows of a user (contract userhub-api 3.5).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountConnection {
    #[serde(default)]
    pub(super) connection: Option<Connection>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) external_id: String,
    #[serde(default, deserialize_with = "lenient::moment")]
    pub(super) update_time: Option<jiff::Timestamp>,
}

/// A connection (contract userhub-api 3.6).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) state: ConnectionState,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) state_reason: Option<String>,
}

/// A page of users, each record as it came: an odd one is no reason to lose the others.
pub(super) struct Users<'a> {
    users: Vec<&'a RawValue>,
    pub(super) next_page_token: Option<String>,
}

impl<'a> Users<'a> {
    /// Reads a page. One that names no users at all must hold nothing else: an object of another form is not an empty
    /// list.
    pub(super) fn read(body: &'a [u8]) -> Result<Self, String> {
        let words = |error: serde_json::Error| error.to_string();
        let page: HashMap<String, &'a RawValue> = serde_json::from_slice(body).map_err(words)?;
        let token = page.get("nextPageToken").map(|token| token.get());
        let next_page_token = serde_json::from_str(token.unwrap_or("null")).map_err(words)?;
        let Some(users) = page.get("users") else {
            let is_empty = (page.keys())
                .all(|name| matches!(name.as_str(), "nextPageToken" | "previousPageToken"));
            return is_empty
                .then_some(Self {
                    users: Vec::new(),
                    next_page_token,
                })
                .ok_or_else(|| "it is no list of users".to_owned());
        };
        let users: Option<Vec<&RawValue>> = serde_json::from_str(users.get()).map_err(words)?;
        Ok(Self {
            users: users.unwrap_or_default(),
            next_page_token,
        })
    }
}

/// Any JSON object, nothing of which is kept: what is not needed is not built, however deep it goes.
pub(super) struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Anything;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Anything, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Anything)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl Users<'_> {
    /// Each record as it came.
    pub(super) fn raw(&self) -> impl Iterator<Item = &RawValue> {
        self.users.iter().copied()
    }

    /// Those whose record can be read. Whoever is left out is imported if Auth0 has them, which changes nothing, and
    /// needs attention if that answer cannot be read either.
    pub(super) fn readable(&self) -> impl Iterator<Item = User> {
        self.users
            .iter()
            .filter_map(|raw| match serde_json::from_str(raw.get()) {
                Ok(user) => Some(user),
                Err(error) => {
                    tracing::warn!(%error, "a user of the list could not be read");
                    None
                }
            })
    }
}

/// Older versions of the API send `null` where newer ones leave a value out (contract userhub-api 9).
fn null_as_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The state of a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserState {
    /// In use.
    Active,
    /// May not sign in.
    Disabled,
    /// Put away.
    Archived,
    /// Marked for deletion; UserHub can still restore the user.
    PendingDeletion,
    /// A state that this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The state of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum ConnectionState {
    /// Its values were not saved yet.
    PendingSetup,
    /// It works.
    Active,
    /// UserHub could not use the saved values.
    Broken,
    /// Switched off.
    Disabled,
    /// Put away.
    Archived,
    /// A state that this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The class of an error (contract userhub-api 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The key was refused.
    Unauthenticated,
    /// The key may not do this.
    PermissionDenied,
    /// The user or the connection does not exist.
    NotFound,
    /// Too many requests.
    ResourceExhausted,
    /// Something has to be put right first.
    FailedPrecondition,
    /// UserHub does not take a value.
    InvalidArgument,
    /// UserHub is not there for the moment.
    Unavailable,
    /// Anything else.
    Other,
}

impl ErrorCode {
    /// The class of a refusal: by its code; where UserHub says that it does not know, by its HTTP status.
    pub fn of(rejection: &Rejection) -> Self {
        match rejection.code.as_str() {
            "UNAUTHENTICATED" => Self::Unauthenticated,
            "PERMISSION_DENIED" => Self::PermissionDenied,
            "NOT_FOUND" => Self::NotFound,
            "RESOURCE_EXHAUSTED" => Self::ResourceExhausted,
            "FAILED_PRECONDITION" => Self::FailedPrecondition,
            "INVALID_ARGUMENT" | "OUT_OF_RANGE" => Self::InvalidArgument,
            "UNAVAILABLE" | "DEADLINE_EXCEEDED" | "INTERNAL" => Self::Unavailable,
            "UNKNOWN" => match rejection.status {
                401 => Self::Unauthenticated,
                403 => Self::PermissionDenied,
                404 => Self::NotFound,
                429 => Self::ResourceExhausted,
                500.. => Self::Unavailable,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// The error object (contract userhub-api 2.1).
#[derive(Deserialize)]
struct Status {
    code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    param: Option<String>,
}

impl Status {
    /// Whether it is UserHub's form: a code that is documented, or one of the same make with a message, since a newer
    /// UserHub may have codes that this version does not know.
    fn is_own(&self) -> bool {
        let of_its_make = !self.code.is_empty()
            && (self.code.bytes()).all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        CODES.contains(&self.code.as_str()) || (of_its_make && self.message.is_some())
    }
}

/// Reads a refusal; what is not in UserHub's form is not its own.
pub(super) fn refusal(reply: &Reply) -> Option<Rejection> {
    let status: Status = serde_json::from_slice(&reply.body).ok()?;
    status.is_own().then(|| Rejection {
        service: Service::UserHub,
        form: Form::UserHub,
        status: reply.status.as_u16(),
        code: status.code,
        reason: status.reason.or(status.param).unwrap_or_default(),
        message: status.message.unwrap_or_default(),
    })
}

impl User {
    /// What UserHub holds of this person.
    pub(super) fn profile(&self) -> Profile {
        Profile {
            display_name: self.display_name.clone(),
            email: self.email.clone(),
            email_verified: self.email_verified,
            phone_number: self.phone_number.clone(),
            phone_number_verified: self.phone_number_verified,
            image_url: self.image_url.clone(),
            disabled: self.disabled || self.state == UserState::Disabled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_are_absent_and_an_odd_user_does_not_cost_the_page() {
        let page = r#"{"users":[
            {"id":"usr_1","state":null,"view":null,"accountConnections":[
                {"externalId":"auth0|1","connection":{"id":"conn_1","state":null,"stateReason":null}}]},
            {"id":7,"accountConnections":"none"},
            {"id":"usr_3","accountConnections":[{"externalId":null,"connection":null}]}]}"#;
        let page = Users::read(page.as_bytes()).unwrap();
        let ids: Vec<String> = page.readable().map(|user| user.id).collect();
        assert_eq!(ids, ["usr_1", "usr_3"]);
    }

    #[test]
    fn an_object_of_another_form_is_not_an_empty_list() {
        let is_list = |body: &str| Users::read(body.as_bytes()).is_ok();
        for list in [
            r#"{"users":[]}"#,
            r#"{"users":null,"more":1}"#,
            "{}",
            r#"{"nextPageToken":"","previousPageToken":""}"#,
        ] {
            assert!(is_list(list), "{list}");
        }
        for other in [
            r#"{"status":"blocked"}"#,
            "[]",
            r#""users""#,
            r#"{"users":{}}"#,
        ] {
            assert!(!is_list(other), "{other}");
        }
    }

    #[test]
    fn only_a_refusal_with_a_code_of_userhubs_make_is_one() {
        let code = |body: &str| {
            let reply = Reply {
                status: reqwest::StatusCode::FORBIDDEN,
                body: body.to_owned().into(),
                headers: reqwest::header::HeaderMap::new(),
                date: None,
            };
            refusal(&reply).map(|refusal| ErrorCode::of(&refusal))
        };
        assert_eq!(
            code(r#"{"code":"PERMISSION_DENIED"}"#),
            Some(ErrorCode::PermissionDenied)
        );
        assert_eq!(
            code(r#"{"code":"UNKNOWN"}"#),
            Some(ErrorCode::PermissionDenied)
        );
        assert_eq!(
            code(r#"{"code":"NEW_ONE","message":"m"}"#),
            Some(ErrorCode::Other)
        );
        for foreign in [
            "Forbidden",
            "{}",
            r#"{"message":"Forbidden"}"#,
            r#"{"code":403,"message":"Forbidden"}"#,
            r#"{"code":"403","message":"Forbidden"}"#,
            r#"{"code":"NEW_ONE"}"#,
            r#"{"code":"","message":"Forbidden"}"#,
            r#"{"error":{"code":"PERMISSION_DENIED"}}"#,
        ] {
            assert_eq!(code(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn what_is_not_needed_may_nest_as_it_likes() {
        // The key under which serde_json hands over raw text made a map of values out of it again, without any limit.
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let text = serde_json::to_string(&deep).unwrap();
        for body in [
            format!(r#"{{"$serde_json::private::RawValue":{text}}}"#),
            format!(r#"{{"users":[],"x":{{"$serde_json::private::RawValue":{text}}}}}"#),
        ] {
            assert!(serde_json::from_str::<Anything>(&body).is_ok());
            drop(Users::read(body.as_bytes()));
        }
        assert!(serde_json::from_str::<Anything>("[]").is_err());
    }
}
