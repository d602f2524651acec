//! The routes of the practice UserHub and what each call does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio_util::task::TaskTracker;

use super::calls::{Call, Calls};
use super::connection::Connections;
use super::database::Database;
use super::edit;
use super::identifier::{Identifier, split_verb};
use super::ids;
use super::keys::{Keys, Need};
use super::list::{self, ListEnd};
use super::profile::Profile;
use super::pull::{PullError, TenantClient};
use super::record::{self, View};
use super::refusal::{Code, Refusal};
use super::table::{Key, Refreshed, Table};

/// All that a call needs.
pub(super) struct Service {
    pub(super) database: Database,
    pub(super) keys: Keys,
    pub(super) connections: Connections,
    pub(super) tenant: TenantClient,
    pub(super) calls: Calls,
    /// Events that are handled after their answer.
    pub(super) background: TaskTracker,
    pub(super) refuse: bool,
    pub(super) keep_edits: bool,
    pub(super) list_end: ListEnd,
    pub(super) last_end_was_empty: AtomicBool,
}

type Answer = Result<Response, Refusal>;

const USERS: &str = "/admin/v1/users";

/// The service's routes. Verbs are read by hand: they follow a colon in the last segment.
pub(super) fn routes(service: Arc<Service>) -> Router {
    Router::new()
        .route(USERS, get(list_people).fallback(other_than_list))
        .route("/admin/v1/users/{user}", any(one_person))
        .fallback(no_such_route)
        .with_state(service)
}

async fn no_such_route() -> Refusal {
    Refusal::new(Code::NotFound, "Not Found")
}

async fn other_than_list(State(service): State<Arc<Service>>, headers: HeaderMap) -> Answer {
    service.keys.check(&headers, Need::Write)?;
    Err(not_in_practice("users.create"))
}

async fn list_people(State(service): State<Arc<Service>>, uri: Uri, headers: HeaderMap) -> Answer {
    service.keys.check(&headers, Need::Read)?;
    let query = list::Query::parse(uri.query().unwrap_or_default())?;
    let nested = service.connections.nested();
    let owner = Arc::clone(&service);
    let page =
        move |table: &Table| list::page(table, &query, &nested, || owner.ends_with_empty_token());
    service.database.run(page).await.map(json)
}

async fn one_person(
    State(service): State<Arc<Service>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let segment = uri
        .path()
        .strip_prefix(USERS)
        .unwrap_or_default()
        .trim_start_matches('/');
    let (before_verb, verb) = split_verb(segment);
    let may = |need| service.keys.check(&headers, need);
    match (method.as_str(), verb) {
        ("GET", _) => {
            may(Need::Read)?;
            service.show(Identifier::parse(segment)?).await
        }
        ("DELETE", _) => {
            may(Need::Write)?;
            service.mark(Identifier::parse(segment)?).await
        }
        ("PATCH", "updateConnection") => {
            may(Need::Write)?;
            Err(not_in_practice(verb))
        }
        ("PATCH", _) => {
            may(Need::Write)?;
            service
                .edit(Identifier::parse(segment)?, &json_object(&body)?)
                .await
        }
        ("POST", "import") => {
            may(Need::Sync)?;
            service.import(Identifier::parse(before_verb)?).await
        }
        ("POST", "event") => {
            may(Need::Sync)?;
            service
                .event(Identifier::parse(before_verb)?, &json_object(&body)?)
                .await
        }
        ("POST", "undelete") => {
            may(Need::Write)?;
            service.unmark(Identifier::parse(before_verb)?).await
        }
        ("POST", "purge") => {
            may(Need::Write)?;
            service.purge(Identifier::parse(before_verb)?).await
        }
        ("POST", "connect" | "disconnect" | "createApiSession" | "createPortalSession") => {
            may(Need::Write)?;
            Err(not_in_practice(verb))
        }
        _ => Err(Refusal::new(Code::NotFound, "Not Found")),
    }
}

impl Service {
    async fn show(&self, who: Identifier) -> Answer {
        let key = self.key(who)?;
        let shown = self.read(key).await?;
        shown
            .map(|(_, body)| json(body))
            .ok_or_else(Refusal::no_such_user)
    }

    /// Imports a person, or gives back the stored one unchanged.
    async fn import(&self, who: Identifier) -> Answer {
        let Identifier::External { id, connection } = who else {
            return Err(Refusal::invalid(
                "userId",
                "Import needs <externalId>@<connectionId>",
            ));
        };
        self.calls.count(Call::Import, &id);
        self.connections.check(&connection)?;
        match self.read(Key::External(id.clone())).await? {
            Some((Standing::PendingDeletion, _)) => return Err(Refusal::pending_deletion()),
            Some((Standing::Held, stored)) => return Ok(json(stored)),
            None => {}
        }
        let profile = self.pull(&id).await?;
        let nested = self.connections.nested();
        let added = move |table: &Table| {
            table.add(&id, &profile, now())?;
            table.find(&Key::External(id), |person| {
                let mut body = Vec::with_capacity(1024);
                record::write_person(&mut body, person, View::Full, &nested);
                body
            })
        };
        self.database
            .run(added)
            .await?
            .map(json)
            .ok_or_else(Refusal::no_such_user)
    }

    /// Reports an event: with `wait` it is handled before the answer, else after it and without its errors.
    async fn event(self: &Arc<Self>, who: Identifier, body: &Map<String, Value>) -> Answer {
        match body.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(kind)) if matches!(&**kind, "CHANGED" | "SIGNIN" | "SIGNUP") => {}
            Some(_) => return Err(Refusal::invalid("type", "Invalid event type")),
        }
        let wait = match body.get("wait") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(wait)) => *wait,
            Some(_) => return Err(Refusal::invalid("wait", "Invalid boolean")),
        };
        if wait {
            self.handle_event(who).await?;
        } else {
            let service = Arc::clone(self);
            self.background.spawn(async move {
                if let Err(error) = service.handle_event(who).await {
                    tracing::debug!(?error, "an event without wait came to nothing");
                }
            });
        }
        Ok(json("{}"))
    }

    /// All types of event do the same: the profile is pulled again, and a missing person imported.
    async fn handle_event(&self, who: Identifier) -> Result<(), Refusal> {
        let id = match who {
            Identifier::External { id, connection } => {
                self.calls.count(Call::Event, &id);
                self.connections.check(&connection)?;
                id
            }
            Identifier::Own(_) => {
                let find = self.key(who)?;
                let found = self
                    .database
                    .run(move |table| table.find(&find, |person| person.external_id.to_owned()));
                let id = found.await?.ok_or_else(Refusal::no_such_user)?;
                self.calls.count(Call::Event, &id);
                self.connections.check(self.connections.auth0_id())?;
                id
            }
        };
        let profile = self.pull(&id).await?;
        let keep_edits = self.keep_edits;
        let refreshed = self.database.run(move |table| {
            let refreshed = table.refresh(&id, &profile, keep_edits, now())?;
            if refreshed == Refreshed::Missing {
                table.add(&id, &profile, now())?;
            }
            Ok(refreshed)
        });
        match refreshed.await? {
            Refreshed::Held | Refreshed::Missing => Ok(()),
            Refreshed::PendingDeletion => Err(Refusal::pending_deletion()),
        }
    }

    /// Pulls a person from the tenant; credentials that are refused break the connection.
    async fn pull(&self, id: &str) -> Result<Profile<'static>, Refusal> {
        self.calls.count(Call::Pull, id);
        let saved = self.connections.saved();
        let profile = self
            .tenant
            .pull(&saved, id)
            .await
            .map_err(|error| match error {
                PullError::Missing => Refusal::no_such_external_user(),
                PullError::Malformed => Refusal::invalid("userId", "Auth0 does not take this id"),
                PullError::Refused => {
                    self.connections.break_with(&saved);
                    Refusal::connection_not_active("BROKEN")
                }
                PullError::SlowDown => {
                    Refusal::new(Code::ResourceExhausted, "Auth0's rate limit is reached")
                }
                PullError::Unavailable => {
                    Refusal::new(Code::Unavailable, "Auth0 could not be asked for the user")
                }
            })?;
        let refused = |email: &str| email.ends_with("@refused.example");
        if self.refuse && profile.email.as_deref().is_some_and(refused) {
            return Err(Refusal::invalid(
                "email",
                "This e-mail address is not accepted",
            ));
        }
        Ok(profile)
    }

    async fn mark(&self, who: Identifier) -> Answer {
        let key = self.key(who)?;
        let number = self.number(&key).await?;
        self.database
            .run(move |table| table.mark(number, Some(now()), now()))
            .await?;
        self.show_again(key).await
    }

    async fn unmark(&self, who: Identifier) -> Answer {
        let key = self.key(who)?;
        let number = self.number(&key).await?;
        self.database
            .run(move |table| table.mark(number, None, now()))
            .await?;
        self.show_again(key).await
    }

    /// Takes a person out for good, who must be marked for deletion.
    async fn purge(&self, who: Identifier) -> Answer {
        let key = self.key(who)?;
        let number = self.number(&key).await?;
        match self.read(key).await? {
            Some((Standing::PendingDeletion, _)) => {}
            _ => {
                let message = "User is not marked for deletion";
                return Err(Refusal::new(Code::FailedPrecondition, message).at("userId"));
            }
        }
        self.database.run(move |table| table.purge(number)).await?;
        Ok(json("{}"))
    }

    /// Changes what UserHub holds of a person, as an administrator would.
    async fn edit(&self, who: Identifier, changes: &Map<String, Value>) -> Answer {
        let key = self.key(who)?;
        let find = key.clone();
        let found = self.database.run(move |table| {
            table.find(&find, |person| {
                (person.external_id.to_owned(), person.profile.owned())
            })
        });
        let (id, mut profile) = found.await?.ok_or_else(Refusal::no_such_user)?;
        edit::apply(&mut profile, changes)?;
        self.database
            .run(move |table| table.edit(&id, &profile, now()))
            .await?;
        self.show_again(key).await
    }
}

/// Whether a stored person is there or about to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Held,
    PendingDeletion,
}

impl Service {
    /// Reads one person as JSON.
    async fn read(&self, key: Key) -> Result<Option<(Standing, Vec<u8>)>, Refusal> {
        let nested = self.connections.nested();
        let read = move |table: &Table| {
            table.find(&key, |person| {
                let mut body = Vec::with_capacity(1024);
                record::write_person(&mut body, person, View::Full, &nested);
                let standing = match person.deleted {
                    None => Standing::Held,
                    Some(_) => Standing::PendingDeletion,
                };
                (standing, body)
            })
        };
        self.database.run(read).await
    }

    async fn show_again(&self, key: Key) -> Answer {
        let shown = self.read(key).await?;
        shown
            .map(|(_, body)| json(body))
            .ok_or_else(Refusal::no_such_user)
    }

    async fn number(&self, key: &Key) -> Result<i64, Refusal> {
        let key = key.clone();
        let found = self
            .database
            .run(move |table| table.find(&key, |person| person.number));
        found.await?.ok_or_else(Refusal::no_such_user)
    }

    /// Whose row an identifier means. That `<externalId>@<connectionId>` works for every call is a guess.
    fn key(&self, who: Identifier) -> Result<Key, Refusal> {
        match who {
            Identifier::Own(id) => ids::number_of(&id)
                .map(Key::Number)
                .ok_or_else(Refusal::no_such_user),
            Identifier::External { id, connection }
                if connection == self.connections.auth0_id() =>
            {
                Ok(Key::External(id))
            }
            Identifier::External { connection, .. }
                if connection == self.connections.stripe_id() =>
            {
                Err(Refusal::no_such_user())
            }
            Identifier::External { .. } => Err(Refusal::no_such_connection()),
        }
    }

    fn ends_with_empty_token(&self) -> bool {
        match self.list_end {
            ListEnd::Absent => false,
            ListEnd::Empty => true,
            ListEnd::Alternating => self.last_end_was_empty.fetch_not(Ordering::Relaxed),
        }
    }
}

fn not_in_practice(call: &str) -> Refusal {
    Refusal::new(
        Code::Unimplemented,
        format!("The practice UserHub does not offer {call}"),
    )
}

/// A body that may be left out (contract userhub-api 1.1), else must be a JSON object.
fn json_object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let invalid = |_| Refusal::new(Code::InvalidArgument, "The body is not a JSON object");
    serde_json::from_slice(body).map_err(invalid)
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    Timestamp::now().as_millisecond()
}
