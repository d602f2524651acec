//! A user with all that ties them to others, marked for deletion or not; and the four calls that change one, each of which
//! can be taken back. `:purge` and `:disconnect`, which cannot, do not exist here.

use percent_encoding::utf8_percent_encode;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::users::{Held, is_not_found};
use super::wire::{Anything, User, Users, refusal};
use super::{ClientError, UserHub, UserState};
use crate::clients::call::{Call, RateBucket, Reply, json};
use crate::clients::lenient;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::removal::{self, Account, State};

/// A user with their ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The user.
    pub held: Held,
    /// The connections that know them.
    pub accounts: Vec<Tie>,
    /// Why they are nobody's to remove with others: `has a subscription`.
    pub protected: Option<String>,
}

/// A connection that knows a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The connection's id, where it is told.
    pub connection: Option<String>,
    /// Its type: `AUTH0`, `STRIPE`.
    pub kind: Option<String>,
    /// By which id it knows them.
    pub external_id: String,
    /// The region and the name of the Auth0 tenant that the dashboard's address names: `us/acme`.
    pub tenant: Option<String>,
}

/// What users are looked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Their address.
    Email(&'a str),
    /// The beginning of their name, or all of it where that is short.
    Name(&'a str),
}

/// From how many characters on a name is looked for by its beginning.
const SHORTEST_PREFIX: usize = 3;

impl UserHub {
    /// Reads one user by UserHub's own id, marked for deletion or not; `None` when there is none.
    pub async fn whole(&self, id: &UserHubUserId) -> Result<Option<Whole>, ClientError> {
        let call = Call::get(user(id, ""), RateBucket::Users);
        match self.send_whole(&call).await {
            Ok(whole) => Ok(Some(whole)),
            Err(error) if is_not_found(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Looks for somebody by Auth0's id, by asking for them; `None` where UserHub does not answer that with them, which says
    /// nothing (contract userhub-api 3.3).
    pub async fn whole_of(&self, id: &Auth0UserId) -> Result<Option<Whole>, ClientError> {
        let call = Call::get(self.user_path(id, ""), RateBucket::Users);
        match self.send_whole(&call).await {
            Ok(whole) => Ok(Some(whole)),
            Err(error) if matches!(error.status(), Some(400 | 404)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Looks for users by what they are called, those marked for deletion too; at most 100.
    pub async fn whole_by(&self, by: By<'_>) -> Result<Vec<Whole>, ClientError> {
        let encode = |text: &str| utf8_percent_encode(text, super::SEGMENT).to_string();
        let filter = match by {
            By::Email(email) => format!("email={}", encode(email)),
            By::Name(name) if name.chars().count() >= SHORTEST_PREFIX => {
                format!("displayName={}", encode(&format!("{name}*")))
            }
            By::Name(name) => format!("displayName={}", encode(name)),
        };
        let path = format!("/admin/v1/users?pageSize=100&view=FULL&showDeleted=true&{filter}");
        let read = |reply: &Reply| {
            let users = Users::read(&reply.body)?;
            Ok(users.raw().filter_map(|raw| self.read_whole(raw)).collect())
        };
        self.http
            .send(
                &Call::get(path, RateBucket::Users),
                Some(&self.key),
                read,
                refusal,
            )
            .await
    }

    /// Changes a user, once: whether a call came through whose answer is lost is seen by looking at the user.
    ///
    /// There is no call that deletes anybody for good: a marked user can be restored during UserHub's grace period.
    pub async fn change(
        &self,
        id: &UserHubUserId,
        change: removal::Call,
    ) -> Result<(), ClientError> {
        let call = match change {
            removal::Call::Disable => patch(id, br#"{"disabled":true}"#),
            removal::Call::Enable => patch(id, br#"{"disabled":false}"#),
            removal::Call::Mark => Call {
                method: reqwest::Method::DELETE,
                ..Call::get(user(id, ""), RateBucket::Users)
            },
            removal::Call::Restore => {
                Call::post(user(id, ":undelete"), b"{}".to_vec(), RateBucket::Users)
            }
        };
        let once = Call {
            repeatable: false,
            ..call
        };
        let read = |reply: &Reply| match reply.body.trim_ascii() {
            [] => Ok(()),
            _ => json::<Anything>(reply).map(drop),
        };
        self.http.send(&once, Some(&self.key), read, refusal).await
    }

    async fn send_whole(&self, call: &Call) -> Result<Whole, ClientError> {
        let read = |reply: &Reply| {
            let user: User = json(reply)?;
            let held = Held {
                answered_at: reply.date,
                ..Held::of(user, &self.connection)
            };
            Ok(Whole::of(held, &reply.body))
        };
        self.http.send(call, Some(&self.key), read, refusal).await
    }

    fn read_whole(&self, raw: &RawValue) -> Option<Whole> {
        let user: User = serde_json::from_str(raw.get()).ok()?;
        let held = Held::of(user, &self.connection);
        Some(Whole::of(held, raw.get().as_bytes()))
    }
}

fn user(id: &UserHubUserId, verb: &str) -> String {
    let segment = utf8_percent_encode(id.as_str(), super::SEGMENT);
    format!("/admin/v1/users/{segment}{verb}")
}

fn patch(id: &UserHubUserId, body: &[u8]) -> Call {
    Call {
        method: reqwest::Method::PATCH,
        ..Call::post(user(id, ""), body.to_vec(), RateBucket::Users)
    }
}

impl Whole {
    /// State and sign-in, as the user's own record has them.
    pub fn account(&self) -> Account {
        let state = match self.held.state {
            UserState::Active => State::Active,
            UserState::Disabled => State::Disabled,
            UserState::Archived => State::Archived,
            UserState::PendingDeletion => State::PendingDeletion,
            UserState::Unknown => State::Unknown,
        };
        Account {
            state,
            disabled: self.held.profile.disabled,
        }
    }

    fn of(held: Held, record: &[u8]) -> Self {
        let ties: Option<Ties> = serde_json::from_slice(record).ok();
        let protected = match &ties {
            // Who cannot be read may have anything.
            None => Some("has ties that could not be read".to_owned()),
            Some(ties) => ties.protection(),
        };
        let accounts = ties.map(|ties| ties.account_connections.unwrap_or_default());
        Self {
            held,
            accounts: (accounts.unwrap_or_default().into_iter())
                .map(Connected::tie)
                .collect(),
            protected,
        }
    }
}

/// What ties a user to others (contract userhub-api 3.4).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ties {
    #[serde(default)]
    account_connections: Option<Vec<Connected>>,
    #[serde(default)]
    subscription: Option<Subscription>,
    #[serde(default)]
    memberships: Option<Vec<Membership>>,
}

#[derive(Deserialize)]
struct Subscription {
    #[serde(default, deserialize_with = "lenient::text")]
    state: Option<String>,
}

#[derive(Deserialize)]
struct Membership {
    #[serde(default)]
    organization: Option<Named>,
    #[serde(default)]
    role: Option<Role>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
}

/// A role; which of its members says that it is an owner's is not documented, so that any may.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Role {
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    unique_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connected {
    #[serde(default)]
    connection: Option<Kind>,
    #[serde(default, deserialize_with = "lenient::text")]
    external_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    admin_url: Option<String>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    kind: Option<String>,
}

impl Ties {
    fn protection(&self) -> Option<String> {
        if let Some(subscription) = &self.subscription {
            return Some(match &subscription.state {
                Some(state) => format!("has a subscription ({state})"),
                None => "has a subscription".to_owned(),
            });
        }
        let memberships = self.memberships.as_deref().unwrap_or_default();
        let owned = memberships.iter().find(|one| one.is_owners())?;
        let of = owned.organization.as_ref();
        let of = of.and_then(|of| of.display_name.as_ref().or(of.id.as_ref()));
        Some(match of {
            Some(name) => format!("is an owner of {name}"),
            None => "is an owner of an organization".to_owned(),
        })
    }
}

impl Membership {
    fn is_owners(&self) -> bool {
        let Some(role) = &self.role else {
            return false;
        };
        [&role.kind, &role.unique_id, &role.display_name]
            .into_iter()
            .flatten()
            .any(|word| word.to_ascii_lowercase().contains("owner"))
    }
}

impl Connected {
    fn tie(self) -> Tie {
        let (connection, kind) = self
            .connection
            .map_or((None, None), |connection| (connection.id, connection.kind));
        Tie {
            connection,
            kind,
            tenant: self.admin_url.as_deref().and_then(tenant_of),
            external_id: self.external_id.unwrap_or_default(),
        }
    }
}

/// The tenant in `https://manage.auth0.com/dashboard/<region>/<tenant>/users/…`.
fn tenant_of(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://manage.auth0.com/dashboard/")?;
    let mut parts = rest.split('/');
    let (region, tenant) = (parts.next()?, parts.next()?);
    (!region.is_empty() && !tenant.is_empty()).then(|| format!("{region}/{tenant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(rest: &str) -> Whole {
        let record = format!(r#"{{"id":"usr_1","state":"ACTIVE"{rest}}}"#);
        let user: User = serde_json::from_str(&record).unwrap();
        Whole::of(
            Held::of(user, &"conn_1".parse().unwrap()),
            record.as_bytes(),
        )
    }

    #[test]
    fn a_subscription_and_an_owners_role_protect_and_what_cannot_be_read_does_too() {
        let why = |rest: &str| whole(rest).protected;
        assert_eq!(why(""), None);
        assert_eq!(why(r#","subscription":null,"memberships":null"#), None);
        let subscribed = why(r#","subscription":{"id":"sub_1","state":"ACTIVE"}"#);
        assert_eq!(subscribed.as_deref(), Some("has a subscription (ACTIVE)"));
        let owner =
            r#","memberships":[{"organization":{"displayName":"Acme"},"role":{"type":"OWNER"}}]"#;
        assert_eq!(why(owner).as_deref(), Some("is an owner of Acme"));
        let member = r#","memberships":[{"organization":{"displayName":"Acme"},"role":{"displayName":"Member"}}]"#;
        assert_eq!(why(member), None);
        assert!(why(r#","memberships":"odd""#).is_some());
    }

    #[test]
    fn the_tenant_is_read_from_the_dashboards_address_alone() {
        let tenant = |address: &str| tenant_of(address);
        assert_eq!(
            tenant("https://manage.auth0.com/dashboard/us/test/users/auth0%7C1").as_deref(),
            Some("us/test")
        );
        assert_eq!(
            tenant("https://evil.example/dashboard/us/test/users/1"),
            None
        );
        assert_eq!(tenant("https://manage.auth0.com/dashboard//"), None);
    }
}
