//! The calls that a sync is made of.

use super::wire::{
    AccountConnection, Anything, ConnectionState, ErrorCode, User, UserState, Users, refusal,
};
use super::{ClientError, UserHub};
use crate::clients::call::{Call, RateBucket, Reply, json};
use crate::domain::ids::{Auth0UserId, ConnectionId, UserHubUserId};
use crate::domain::profile::{Profile, Target};

/// The most users that one page can hold (contract userhub-api 3.1).
const PAGE_SIZE: usize = 100;

/// A user as UserHub holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// UserHub's own id.
    pub id: UserHubUserId,
    /// The state of the user.
    pub state: UserState,
    /// What UserHub holds.
    pub profile: Profile,
    /// Auth0's id of the person, where our connection knows them; several when people of Auth0 were linked to one user.
    pub external_ids: Vec<Auth0UserId>,
    /// Why our connection does not work, where the answer says so.
    pub broken: Option<String>,
    /// When UserHub created the user.
    pub created_at: Option<jiff::Timestamp>,
    /// When UserHub last changed the user, or what it knows of them through our connection.
    pub changed_at: Option<jiff::Timestamp>,
    /// When UserHub gave this answer, by its own clock; unknown in a list.
    pub answered_at: Option<jiff::Timestamp>,
    /// Whether the answer left the connections out, so that it cannot be told who this is.
    pub connections_left_out: bool,
}

/// A page of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPage {
    /// The users on it.
    pub users: Vec<Held>,
    /// What to ask for to get the next page; `None` at the end.
    pub next: Option<String>,
}

impl UserHub {
    /// Reads one page of all users; `page_size` is lowered to 100 by UserHub.
    pub async fn list(
        &self,
        page: Option<&str>,
        page_size: usize,
    ) -> Result<UserPage, ClientError> {
        let mut path = format!(
            "/admin/v1/users?pageSize={}&view=FULL",
            page_size.min(PAGE_SIZE)
        );
        if let Some(token) = page {
            path.push_str("&pageToken=");
            path.extend(percent_encoding::utf8_percent_encode(token, super::SEGMENT));
        }
        let call = Call::get(path, RateBucket::Users);
        let read = |reply: &Reply| Users::read(&reply.body).map(|users| self.page(users));
        self.http.send(&call, Some(&self.key), read, refusal).await
    }

    /// Reads one user by UserHub's own id; `None` when there is none.
    pub async fn get(&self, id: &UserHubUserId) -> Result<Option<Held>, ClientError> {
        let segment = percent_encoding::utf8_percent_encode(id.as_str(), super::SEGMENT);
        let call = Call::get(format!("/admin/v1/users/{segment}"), RateBucket::Users);
        match self.send_for_user(&call).await {
            Ok(held) => Ok(Some(held)),
            Err(error) if is_not_found(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The user who was created last, with UserHub's own time; both `None` where they are not told.
    pub async fn newest(&self) -> Result<(Option<Held>, Option<jiff::Timestamp>), ClientError> {
        let path = "/admin/v1/users?pageSize=1&view=FULL&orderBy=createTime%20desc";
        let call = Call::get(path.to_owned(), RateBucket::Users);
        let read = |reply: &Reply| {
            let users = Users::read(&reply.body)?;
            Ok((self.page(users).users.into_iter().next(), reply.date))
        };
        self.http.send(&call, Some(&self.key), read, refusal).await
    }

    /// Looks for a person without bringing them in; `None` when UserHub does not have them.
    ///
    /// That a user can be read by `<externalId>@<connectionId>` is not documented (contract userhub-api 3.3), so that
    /// an answer of "no such user" is held against the list: by their address where they have one, else among the
    /// newest.
    pub async fn find(
        &self,
        id: &Auth0UserId,
        email: Option<&str>,
    ) -> Result<Option<Held>, ClientError> {
        let call = Call::get(self.user_path(id, ""), RateBucket::Users);
        match self.send_for_user(&call).await {
            Ok(held) => return Ok(Some(held)),
            // Whether one person can be asked for in this way is not documented (contract userhub-api 3.3).
            Err(error) if matches!(error.status(), Some(400 | 404)) => {}
            Err(error) => return Err(error),
        }
        let encode = |text| percent_encoding::utf8_percent_encode(text, super::SEGMENT);
        let narrowed = match email {
            Some(email) => format!("email={}", encode(email)),
            None => format!("orderBy={}", encode("createTime desc")),
        };
        let path = format!("/admin/v1/users?pageSize={PAGE_SIZE}&view=FULL&{narrowed}");
        let read = |reply: &Reply| Users::read(&reply.body).map(|users| self.page(users));
        let call = Call::get(path, RateBucket::Users);
        let page: UserPage = self
            .http
            .send(&call, Some(&self.key), read, refusal)
            .await?;
        let mut users = page.users.into_iter();
        Ok(users.find(|held| held.external_ids.contains(id)))
    }

    /// Brings a person in from Auth0. For one who is there already it changes nothing; both times the answer is
    /// what UserHub holds.
    pub async fn import(&self, id: &Auth0UserId) -> Result<Held, ClientError> {
        let call = Call::post(
            self.user_path(id, ":import"),
            b"{}".to_vec(),
            RateBucket::Users,
        );
        self.send_for_user(&call).await
    }

    /// Tells UserHub that a person has changed, and waits until it has read them again.
    ///
    /// Without `wait` UserHub would return no error. The call does no harm when it is repeated.
    pub async fn report_changed(&self, id: &Auth0UserId) -> Result<(), ClientError> {
        let body = br#"{"type":"CHANGED","wait":true}"#.to_vec();
        let call = Call::post(self.user_path(id, ":event"), body, RateBucket::Users);
        self.http.send(&call, Some(&self.key), done, refusal).await
    }

    async fn send_for_user(&self, call: &Call) -> Result<Held, ClientError> {
        let read = |reply: &Reply| {
            json::<User>(reply).map(|user| Held {
                answered_at: reply.date,
                ..Held::of(user, &self.connection)
            })
        };
        self.http.send(call, Some(&self.key), read, refusal).await
    }

    fn page(&self, page: Users<'_>) -> UserPage {
        UserPage {
            users: page
                .readable()
                .map(|user| Held::of(user, &self.connection))
                .collect(),
            // The end of the list is a token that is absent, or one that is empty (contract userhub-api 3.1).
            next: page.next_page_token.filter(|token| !token.is_empty()),
        }
    }
}

/// The answer to a call that gives nothing back: nothing, or an object. A page from somebody in between is neither, and
/// UserHub may never have seen the call.
fn done(reply: &Reply) -> Result<(), String> {
    if reply.body.trim_ascii().is_empty() {
        return Ok(());
    }
    json::<Anything>(reply).map(drop)
}

/// UserHub's own word that there is no such user.
pub(super) fn is_not_found(error: &ClientError) -> bool {
    error
        .rejection()
        .is_some_and(|refusal| ErrorCode::of(refusal) == ErrorCode::NotFound)
}

impl Held {
    pub(super) fn of(user: User, connection: &ConnectionId) -> Self {
        let accounts = user.account_connections.as_deref().unwrap_or_default();
        let ours = || {
            accounts
                .iter()
                .filter(|account| account.belongs_to(connection))
        };
        Self {
            external_ids: ours()
                .filter(|account| !account.external_id.is_empty())
                .map(|account| Auth0UserId::new(account.external_id.clone()))
                .collect(),
            broken: ours().find_map(AccountConnection::trouble),
            connections_left_out: accounts.is_empty() && user.view.as_deref() != Some("FULL"),
            state: user.state,
            profile: user.profile(),
            created_at: user.create_time,
            changed_at: ours()
                .filter_map(|account| account.update_time)
                .chain(user.update_time)
                .max(),
            answered_at: None,
            id: UserHubUserId::new(user.id),
        }
    }

    /// The user as one side of the comparison: once for each person of Auth0's whom our connection names.
    pub fn into_targets(self) -> impl Iterator<Item = Target> {
        let Self {
            id: userhub_id,
            state,
            profile,
            external_ids,
            created_at,
            ..
        } = self;
        external_ids.into_iter().map(move |id| Target {
            id,
            userhub_id: userhub_id.clone(),
            pending_deletion: state == UserState::PendingDeletion,
            profile: profile.clone(),
            created_at,
        })
    }
}

impl AccountConnection {
    /// Whether this is our connection; an answer without the connection object is told by its id alone.
    fn belongs_to(&self, connection: &ConnectionId) -> bool {
        match &self.connection {
            Some(named) => named.id == connection.as_str(),
            None => self.external_id.contains('|'),
        }
    }

    /// UserHub's words for why the connection does not work.
    fn trouble(&self) -> Option<String> {
        let connection = self.connection.as_ref()?;
        let words = match connection.state {
            ConnectionState::Active | ConnectionState::Unknown => return None,
            ConnectionState::PendingSetup => "PENDING_SETUP",
            ConnectionState::Broken => "BROKEN",
            ConnectionState::Disabled => "DISABLED",
            ConnectionState::Archived => "ARCHIVED",
        };
        Some(match &connection.state_reason {
            Some(reason) => format!("{words}, {reason}"),
            None => words.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_linked_to_one_user_are_two_of_the_comparison() {
        let user = r#"{"id":"usr_1","accountConnections":[
            {"externalId":"auth0|1","connection":{"id":"conn_1"}},
            {"externalId":"auth0|9","connection":{"id":"conn_2"}},
            {"externalId":null,"connection":{"id":"conn_1"}},
            {"externalId":"auth0|2","connection":{"id":"conn_1","state":"BROKEN"}}]}"#;
        let held = Held::of(
            serde_json::from_str(user).unwrap(),
            &"conn_1".parse().unwrap(),
        );
        assert_eq!(held.broken.as_deref(), Some("BROKEN"));
        let ids: Vec<String> = held
            .into_targets()
            .map(|target| target.id.to_string())
            .collect();
        assert_eq!(ids, ["auth0|1", "auth0|2"]);
    }
}
