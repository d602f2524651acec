//! What UserHub sends, as far as we read it. Private to this client, but for the words that others branch on.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::clients::error::{Rejection, Service};
use crate::clients::http::Reply;
use crate::clients::lenient;
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
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Users<'a> {
    #[serde(default, borrow)]
    users: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    pub(super) next_page_token: Option<String>,
}

impl Users<'_> {
    /// Those whose record can be read. Whoever is left out is imported if Auth0 has them, which changes nothing, and
    /// needs attention if that answer cannot be read either.
    pub(super) fn readable(&self) -> impl Iterator<Item = User> {
        let users = self.users.iter().flatten();
        users.filter_map(|raw| match serde_json::from_str(raw.get()) {
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
    /// The class of a refusal: by its code, else by its HTTP status.
    pub fn of(rejection: &Rejection) -> Self {
        match rejection.code.as_str() {
            "UNAUTHENTICATED" => Self::Unauthenticated,
            "PERMISSION_DENIED" => Self::PermissionDenied,
            "NOT_FOUND" => Self::NotFound,
            "RESOURCE_EXHAUSTED" => Self::ResourceExhausted,
            "FAILED_PRECONDITION" => Self::FailedPrecondition,
            "INVALID_ARGUMENT" | "OUT_OF_RANGE" => Self::InvalidArgument,
            "UNAVAILABLE" | "DEADLINE_EXCEEDED" | "INTERNAL" => Self::Unavailable,
            "" | "UNKNOWN" => match rejection.status {
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
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    #[serde(deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    reason: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    param: Option<String>,
}

/// Reads a refusal; what is not JSON is the message as it is.
pub(super) fn refusal(reply: &Reply) -> Rejection {
    let raw = String::from_utf8_lossy(&reply.body);
    let status: Status = serde_json::from_str(&raw).unwrap_or_default();
    Rejection {
        service: Service::UserHub,
        status: reply.status.as_u16(),
        code: status.code.unwrap_or_default(),
        reason: status.reason.or(status.param).unwrap_or_default(),
        message: status.message.unwrap_or_else(|| raw.into_owned()),
    }
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
        let page: Users<'_> = serde_json::from_str(page).unwrap();
        let ids: Vec<String> = page.readable().map(|user| user.id).collect();
        assert_eq!(ids, ["usr_1", "usr_3"]);
    }
}
