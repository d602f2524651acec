//! The practice UserHub: the users part of its Admin API, on loopback, over a SQLite file.
//!
//! [`UserHub`] starts the server and is the tests' handle on it. Behind it, in reading order: `service.rs`
//! has the routes, `syncing.rs` and `people.rs` what each call does; `keys.rs`, `identifier.rs` and `list.rs` read what was asked;
//! `connection.rs` and `pull.rs` are UserHub's way into the Auth0 tenant; `profile.rs` is what it takes from
//! there; `database.rs` and `table.rs` keep it; `record.rs` and `refusal.rs` write the answers.
//!
//! The facts are those of the contract userhub-api. What the contract does not know is marked as invented
//! where it is decided.

mod calls;
mod connection;
mod database;
mod identifier;
mod ids;
mod keys;
mod list;
mod locks;
mod people;
mod profile;
mod pull;
mod record;
mod refusal;
mod service;
mod syncing;
mod table;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio_util::task::TaskTracker;

pub use self::calls::CallCounts;
pub use self::connection::ConnectionState;
pub(crate) use self::connection::SavedCredentials;
pub use self::keys::Scope;
pub use self::list::ListEnd;
pub(crate) use self::profile::EXTERNAL_FIELDS;

use self::calls::Calls;
use self::connection::Connections;
use self::database::Database;
use self::keys::Keys;
use self::profile::{ExternalRecord, Profile};
use self::pull::TenantClient;
use self::service::Service;
use self::table::Table;
use super::clock;
use super::front::Front;
use super::requests::Requests;
use super::server::Server;
use super::trouble::Trouble;

/// How the practice UserHub behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where imported people are kept; in memory when absent.
    ///
    /// A new file is made if there is none. What was answered survives a `kill -9`, not a power cut. Two
    /// practice worlds may use one file.
    pub file: Option<PathBuf>,
    /// How long every answer takes at least.
    pub latency: Duration,
    /// Whether people whose e-mail ends with `@refused.example` are refused, so that a person who needs
    /// attention can be seen. Invented: UserHub has no such rule.
    pub refuse: bool,
    /// Whether a person who was edited at UserHub keeps those values when an event pulls them again.
    /// Invented: what UserHub does is unknown.
    pub keep_edits: bool,
    /// How the last page of a list says that it is the last.
    pub list_end: ListEnd,
    /// Whether calls are also counted by person, in memory.
    pub record_calls: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            file: None,
            latency: Duration::ZERO,
            refuse: true,
            keep_edits: false,
            list_end: ListEnd::Alternating,
            record_calls: false,
        }
    }
}

/// How long a stop waits for events that are still handled.
const LAST_EVENTS: Duration = Duration::from_secs(5);

/// A running practice UserHub; dropping it closes its port.
pub struct UserHub {
    server: Server,
    service: Arc<Service>,
    requests: Requests,
    trouble: Trouble,
}

impl fmt::Debug for UserHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserHub")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

impl UserHub {
    /// Starts the service on a port of 127.0.0.1 that the system chooses.
    ///
    /// It fails when the file cannot be used or no port can be bound. Keys and connection ids are made from
    /// the seed alone, so that they are the same at the next start.
    pub(crate) fn start(options: &Options, seed: u64, saved: SavedCredentials) -> io::Result<Self> {
        let service = Arc::new(Service {
            database: Database::open(options.file.as_deref())?,
            keys: Keys::new(seed),
            connections: Connections::new(seed, saved),
            tenant: TenantClient::new(),
            calls: Calls::new(options.record_calls),
            background: TaskTracker::new(),
            refuse: options.refuse,
            keep_edits: options.keep_edits,
            list_end: options.list_end,
            last_end_was_empty: AtomicBool::new(false),
        });
        let (requests, trouble) = (Requests::default(), Trouble::default());
        let front = Front {
            requests: requests.clone(),
            trouble: trouble.clone(),
            latency: options.latency,
            error_body: refusal::body_for,
            usage: None,
        };
        let server = Server::start(front.before(service::routes(Arc::clone(&service))))?;
        Ok(Self {
            server,
            service,
            requests,
            trouble,
        })
    }

    /// The address to give to a client: `http://127.0.0.1:PORT`, without a slash at its end.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// What was asked, by route and status. All calls of one person share the route
    /// `/admin/v1/users/{user}`; [`UserHub::calls`] tells imports and events apart.
    pub fn requests(&self) -> &Requests {
        &self.requests
    }

    /// The rules of what goes wrong.
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// The key of this scope.
    pub fn key(&self, scope: Scope) -> String {
        self.service.keys.key(scope)
    }

    /// From now on this scope's key is answered with UNAUTHENTICATED.
    pub fn revoke(&self, scope: Scope) {
        self.service.keys.change(scope, None);
    }

    /// From now on this scope's key allows what a key of another scope does, as if it had been made with other choices.
    pub fn limit_key(&self, scope: Scope, to: Scope) {
        self.service.keys.change(scope, Some(to));
    }

    /// Makes every key what it was at first.
    pub fn restore_keys(&self) {
        self.service.keys.restore();
    }

    /// The id of the connection to the practice Auth0 tenant.
    pub fn connection_id(&self) -> &str {
        self.service.connections.auth0_id()
    }

    /// Hears of a sign-in, as when the Action reports one: the event is handled in the background, and its errors are
    /// lost. It takes no way over HTTP.
    pub async fn hear_of_sign_in(&self, external_id: &str) {
        let who = identifier::Identifier::External {
            id: external_id.to_owned(),
            connection: self.connection_id().to_owned(),
        };
        let mut body = serde_json::Map::new();
        body.insert("type".to_owned(), "SIGNIN".into());
        drop(self.service.event(who, body).await);
    }

    /// The id of the connection to Stripe, which some people have beside the one to Auth0.
    pub fn stripe_connection_id(&self) -> &str {
        self.service.connections.stripe_id()
    }

    /// The state of the connection to Auth0.
    pub fn connection_state(&self) -> ConnectionState {
        self.service.connections.state()
    }

    /// Puts the connection to Auth0 into a state, as an administrator would.
    pub fn set_connection_state(&self, state: ConnectionState) {
        self.service.connections.set_state(state);
    }

    /// Puts another connection in the place of the one to Auth0, or no longer: its id is unknown, and everybody is shown
    /// with another.
    pub fn replace_connection(&self, replaced: bool) {
        self.service.connections.set_replaced(replaced);
    }

    /// Saves credentials in the connection and tests them, as the form's *Save* does.
    ///
    /// Returns the state after the test: active, or broken when no token can be had with them or the token
    /// may not read people.
    pub async fn save_connection(&self, client_id: &str, client_secret: &str) -> ConnectionState {
        let connections = &self.service.connections;
        let saved = connections.save(client_id, client_secret);
        let state = match self.service.tenant.test(&saved).await {
            Ok(()) => ConnectionState::Active,
            Err(_) => ConnectionState::Broken,
        };
        connections.set_state(state);
        state
    }

    /// How often imports and events were asked for, and people pulled from the tenant.
    pub fn calls(&self) -> CallCounts {
        self.service.calls.all()
    }

    /// The same for one person; zeros unless [`Options::record_calls`] is set.
    pub fn calls_of(&self, external_id: &str) -> CallCounts {
        self.service.calls.of(external_id)
    }

    /// How many people UserHub holds, those marked for deletion included.
    pub async fn people(&self) -> io::Result<u64> {
        let counted = self.service.database.run(Table::count).await;
        counted.map_err(|refusal| io::Error::other(format!("{refusal:?}")))
    }

    /// Puts people in without any request: each is an Auth0 user id with the JSON record that Auth0 has of it.
    ///
    /// Nothing is done when somebody is there already. It is meant for a million people, and so the iterator
    /// runs on the database's thread.
    pub async fn fill(
        &self,
        people: impl Iterator<Item = (String, Vec<u8>)> + Send + 'static,
    ) -> io::Result<()> {
        let taken = people.map(|(id, record)| {
            let record: ExternalRecord = serde_json::from_slice(&record).unwrap_or_default();
            (id, Profile::from(record))
        });
        let filled = self
            .service
            .database
            .run(move |table| match table.count()? {
                0 => table.fill(taken, clock::now()),
                _ => Ok(()),
            });
        filled
            .await
            .map_err(|refusal| io::Error::other(format!("{refusal:?}")))
    }

    /// Marks somebody for deletion, as an administrator does; UserHub can still restore them.
    pub async fn mark_for_deletion(&self, external_id: &str) -> io::Result<()> {
        self.mark(external_id, true).await
    }

    /// Restores somebody who is marked for deletion, as an administrator does.
    pub async fn restore(&self, external_id: &str) -> io::Result<()> {
        self.mark(external_id, false).await
    }

    async fn mark(&self, external_id: &str, marked: bool) -> io::Result<()> {
        let external_id = external_id.to_owned();
        let done = self.service.database.run(move |table| {
            let now = clock::now();
            let number = table.number_of(&external_id)?;
            number.map_or(Ok(()), |number| {
                table.mark(number, marked.then_some(now), now)
            })
        });
        done.await
            .map_err(|refusal| io::Error::other(format!("{refusal:?}")))
    }

    /// Lets the grace period end: whoever is marked for deletion is gone for good. How many they were.
    pub async fn end_grace(&self) -> io::Result<usize> {
        let ended = self.service.database.run(Table::purge_marked).await;
        ended.map_err(|refusal| io::Error::other(format!("{refusal:?}")))
    }

    /// Waits until all events that were reported without `wait` are handled.
    pub async fn settle(&self) {
        self.service.background.close();
        self.service.background.wait().await;
        self.service.background.reopen();
    }

    /// Closes the port and every connection, once the events without `wait` are handled; it waits for those
    /// five seconds at most.
    pub async fn stop(&self) {
        if tokio::time::timeout(LAST_EVENTS, self.settle())
            .await
            .is_err()
        {
            tracing::debug!("the practice UserHub stopped before all events were handled");
        }
        self.server.stop();
    }
}
