//! The connections of the practice UserHub: the Auth0 one with its saved credentials, and one to Stripe.

use std::sync::{Arc, RwLock};

use serde_json::json;

use super::locks::{read, write};
use super::record::Nested;
use super::refusal::Refusal;

/// The state of a connection (contract userhub-api 3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// No credentials were saved yet.
    PendingSetup,
    /// It works.
    Active,
    /// The Auth0 tenant refused the saved credentials.
    Broken,
    /// Switched off by an administrator.
    Disabled,
    /// Put away by an administrator.
    Archived,
}

impl ConnectionState {
    /// The word in UserHub's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PendingSetup => "PENDING_SETUP",
            Self::Active => "ACTIVE",
            Self::Broken => "BROKEN",
            Self::Disabled => "DISABLED",
            Self::Archived => "ARCHIVED",
        }
    }

    /// Why the connection is in this state; the words are invented.
    fn reason(self) -> Option<&'static str> {
        match self {
            Self::Active => None,
            Self::PendingSetup => Some("CREDENTIALS_MISSING"),
            Self::Broken => Some("CREDENTIALS_REFUSED"),
            Self::Disabled => Some("DISABLED_BY_ADMIN"),
            Self::Archived => Some("ARCHIVED_BY_ADMIN"),
        }
    }
}

/// What an administrator typed into the connection's form, and where the practice tenant really listens.
#[derive(Clone)]
pub(crate) struct SavedCredentials {
    /// The tenant's address: `http://127.0.0.1:PORT`.
    pub(crate) base_url: String,
    /// The tenant's domain, from which the audience is made.
    pub(crate) domain: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// The Auth0 connection's current state and credentials, which are replaced together.
#[derive(Clone)]
struct Current {
    state: ConnectionState,
    /// Whether another connection has taken its place.
    replaced: bool,
    saved: Arc<SavedCredentials>,
    nested: Arc<Nested>,
}

/// Both connections.
pub(super) struct Connections {
    auth0_id: String,
    stripe_id: String,
    current: RwLock<Current>,
}

/// When both connections were made, the same at each start.
const CREATED: &str = "2025-05-15T13:00:00Z";

impl Connections {
    /// An active Auth0 connection with these credentials, and one to Stripe; the same ids for the same seed.
    pub(super) fn new(seed: u64, saved: SavedCredentials) -> Self {
        let (auth0_id, stripe_id) = (
            format!("conn_practiceAuth0x{seed:x}"),
            format!("conn_practiceStripex{seed:x}"),
        );
        let state = ConnectionState::Active;
        let nested = Arc::new(nested(&auth0_id, &stripe_id, state, &saved.domain));
        let current = RwLock::new(Current {
            state,
            replaced: false,
            saved: Arc::new(saved),
            nested,
        });
        Self {
            auth0_id,
            stripe_id,
            current,
        }
    }

    pub(super) fn auth0_id(&self) -> &str {
        &self.auth0_id
    }

    pub(super) fn stripe_id(&self) -> &str {
        &self.stripe_id
    }

    pub(super) fn state(&self) -> ConnectionState {
        read(&self.current).state
    }

    pub(super) fn saved(&self) -> Arc<SavedCredentials> {
        Arc::clone(&read(&self.current).saved)
    }

    /// What a person's record shows of both connections now.
    pub(super) fn nested(&self) -> Arc<Nested> {
        Arc::clone(&read(&self.current).nested)
    }

    /// Whether this is the id of the connection that provides users.
    pub(super) fn check_id(&self, id: &str) -> Result<(), Refusal> {
        if id == self.auth0_id && !read(&self.current).replaced {
            return Ok(());
        }
        if id == self.stripe_id {
            let message = "This connection does not provide users";
            return Err(Refusal::invalid("connectionId", message));
        }
        Err(Refusal::no_such_connection())
    }

    /// Whether people can be imported through a connection: the refusal says why not.
    pub(super) fn check(&self, id: &str) -> Result<(), Refusal> {
        self.check_id(id)?;
        match self.state() {
            ConnectionState::Active => Ok(()),
            state => Err(Refusal::connection_not_active(state.as_str())),
        }
    }

    /// Puts the Auth0 connection into a state.
    pub(super) fn set_state(&self, state: ConnectionState) {
        let mut current = write(&self.current);
        self.enter(&mut current, state);
    }

    /// Lets another connection take the place of the one to Auth0, or gives it back.
    pub(super) fn set_replaced(&self, replaced: bool) {
        let mut current = write(&self.current);
        current.replaced = replaced;
        let state = current.state;
        self.enter(&mut current, state);
    }

    /// Breaks the connection, unless other credentials were saved in the meantime.
    pub(super) fn break_with(&self, refused: &Arc<SavedCredentials>) {
        let mut current = write(&self.current);
        if Arc::ptr_eq(&current.saved, refused) {
            self.enter(&mut current, ConnectionState::Broken);
        }
    }

    /// Saves other credentials; the state changes only when they were tested.
    pub(super) fn save(&self, client_id: &str, client_secret: &str) -> Arc<SavedCredentials> {
        let mut current = write(&self.current);
        let saved = Arc::new(SavedCredentials {
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            ..SavedCredentials::clone(&current.saved)
        });
        current.saved = Arc::clone(&saved);
        saved
    }

    fn enter(&self, current: &mut Current, state: ConnectionState) {
        current.state = state;
        let domain = &current.saved.domain;
        let id = if current.replaced {
            format!("{}Other", self.auth0_id)
        } else {
            self.auth0_id.clone()
        };
        current.nested = Arc::new(nested(&id, &self.stripe_id, state, domain));
    }
}

fn nested(auth0: &str, stripe: &str, state: ConnectionState, domain: &str) -> Nested {
    // `acme.eu.auth0.com` is the tenant `acme` of the region `eu`.
    let mut labels = domain.split('.');
    let (tenant, region) = (
        labels.next().unwrap_or_default(),
        labels.next().unwrap_or_default(),
    );
    Nested {
        auth0: connection_json(auth0, "Auth0", "AUTH0", state),
        stripe: connection_json(stripe, "Stripe", "STRIPE", ConnectionState::Active),
        dashboard: format!("https://manage.auth0.com/dashboard/{region}/{tenant}/users/"),
    }
}

/// A connection as it is nested in people's records: in its basic view, without its credentials.
fn connection_json(id: &str, name: &str, kind: &str, state: ConnectionState) -> String {
    let mut connection = json!({
        "id": id, "displayName": name, "state": state.as_str(), "type": kind, "providers": [],
        "view": "BASIC", "createTime": CREATED, "updateTime": CREATED,
    });
    if let Some(reason) = state.reason() {
        connection["stateReason"] = reason.into();
    }
    connection.to_string()
}
