//! How the two tenants are reached: what every question to the worker that asks a service carries.

use std::path::PathBuf;

use crate::domain::ids::{Auth0Domain, ClientId, ConnectionId};
use crate::domain::secret::Secret;

/// Everything that is needed to reach the two tenants.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The Auth0 domain, which identifies the tenant whatever address is asked.
    pub domain: Auth0Domain,
    /// What the domain may be as well: an old tenant of the region `us` has no region in its name. The first is
    /// used when it answers.
    pub or_domain: Option<Auth0Domain>,
    /// The Client ID of the application.
    pub client_id: ClientId,
    /// The Client Secret of the application.
    pub client_secret: Secret,
    /// The UserHub side; `None` while it is not set up.
    pub userhub: Option<UserHubSetup>,
    /// Where the services lie.
    pub endpoints: Endpoints,
    /// The folder of the profile, with its journal and its lock.
    pub profile: PathBuf,
    /// For how many days History keeps what runs came to.
    pub keep_days: u16,
}

/// The UserHub side of a [`Setup`].
#[derive(Clone, Debug)]
pub struct UserHubSetup {
    /// The connection.
    pub connection: ConnectionId,
    /// The Admin API key.
    pub key: Secret,
}

/// Where the services lie. Live and practice differ in this value alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The address of the Auth0 tenant when it is not `https://` and its domain.
    pub auth0: Option<String>,
    /// The address of UserHub when it is not the real one.
    pub userhub: Option<String>,
    /// A file with further trusted roots, in PEM form.
    pub ca_certificate: Option<PathBuf>,
    /// The address of a proxy, in the place of the system's.
    pub proxy: Option<String>,
    /// Whether the services are asked at half the usual pace.
    pub gentle: bool,
    /// Whether a sync waits where a service asks for hours, in the place of ending.
    pub wait_for_hours: bool,
}

impl Endpoints {
    /// The real services.
    pub fn live() -> Self {
        Self {
            auth0: None,
            userhub: None,
            ca_certificate: None,
            proxy: None,
            gentle: false,
            wait_for_hours: false,
        }
    }
}
