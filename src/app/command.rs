//! All that the worker can be asked to do.

use std::path::PathBuf;

use crate::domain::ids::{Auth0Domain, Auth0UserId, ClientId, ConnectionId};
use crate::domain::secret::Secret;

/// A request to the worker.
#[derive(Clone, Debug)]
pub enum Command {
    /// Runs the staged checks. Each gives an [`Event::Check`](super::event::Event::Check), and the last is followed by
    /// [`Event::ChecksDone`](super::event::Event::ChecksDone). Nothing is written, unless `add_person` is given.
    Check {
        /// What is checked.
        setup: Setup,
        /// One person to bring into UserHub, which proves the connection when nobody else can.
        add_person: Option<Auth0UserId>,
    },
    /// Reads both sides and makes a plan, or finds the one that an interrupted run left. Nothing is changed in either
    /// service. Ends with [`Event::PlanReady`](super::event::Event::PlanReady) or
    /// [`Event::Finished`](super::event::Event::Finished).
    Compare(Setup),
    /// Carries out the plan that the last `Compare` made. Ends with
    /// [`Event::Finished`](super::event::Event::Finished).
    Run(Setup),
}

/// Everything that is needed to reach the two tenants.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The Auth0 domain, which identifies the tenant whatever address is asked.
    pub domain: Auth0Domain,
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
}
