//! The practice world: a simulated Auth0 tenant and a simulated UserHub as real HTTP servers on loopback.
//!
//! It is a feature of the product (`--practice`, `userhub-connect practice`) and the world of the tests. An
//! app in practice goes through the same HTTP clients as in earnest; only the two addresses differ.
//!
//! [`World`] starts both services and joins them: it saves the tenant's credentials in UserHub's connection,
//! as an administrator does at the end of the documented steps. Behind it:
//!
//! - [`auth0::Tenant`] is the Auth0 tenant. Its people come from `people`, one by one from a seed.
//! - [`userhub::UserHub`] is UserHub. It *pulls* each person from the tenant over HTTP, with the saved
//!   credentials, so that wrong ones break its connection.
//! - [`trouble::Trouble`] makes either service fail on demand, and [`requests::Requests`] counts what it was
//!   asked; `front` is the layer before both services that does it, `faulty` what faults look like, `server`
//!   the HTTP server, and `clock` the time of both.
//!
//! Nothing in here uses the app's clients, domain or store, not even their names of fields. The shapes are
//! written down a second time, from the contracts. Otherwise a field that is misspelt in one place would
//! agree with itself, and every test would pass.

pub mod auth0;
mod clock;
mod faulty;
mod front;
mod people;
pub mod requests;
mod server;
pub mod trouble;
pub mod userhub;

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use self::auth0::{Plan, Tenant, TenantOptions};
use self::people::{People, Selection};
use self::userhub::{SavedCredentials, Scope, UserHub};

/// What a practice world is like. The default is one without limits and faults, with 250 people.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many people the tenant has at first, up to 1,000,000.
    pub people: u64,
    /// People, ids and credentials follow from it: the same seed makes the same world again.
    pub seed: u64,
    /// The tenant's rate limits. UserHub's pulls are charged to them too.
    pub plan: Plan,
    /// What the practice application in Auth0 may do.
    pub application: Application,
    /// Where UserHub keeps whom it has imported; in memory when absent.
    pub userhub_file: Option<PathBuf>,
    /// How long every answer of UserHub takes at least.
    pub userhub_latency: Duration,
    /// Whether UserHub holds everybody already, as after a first sync. A file with people in it stays as it is.
    pub already_imported: bool,
    /// Whether UserHub, while it is new, has one person whom it has marked for deletion, so that somebody needs attention.
    pub one_marked: bool,
    /// Whether UserHub counts its calls by person too, in memory.
    pub record_calls: bool,
    /// All else about the tenant; its people, seed, plan and permissions are those above.
    pub tenant: TenantOptions,
    /// All else about UserHub; its file, latency and counting are those above.
    pub userhub: userhub::Options,
}

/// The permissions of the practice application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Application {
    /// The four that UserHub asks for.
    #[default]
    AllFour,
    /// Three of them: `delete:users` was forgotten.
    WithoutDelete,
    /// The four, and `read:events` for the Events API.
    WithEvents,
}

/// The domain of the practice tenant, by which alone it is known as a tenant.
const DOMAIN: &str = "practice.us.auth0.com";

impl Default for Options {
    fn default() -> Self {
        let domain = DOMAIN.to_owned();
        Self {
            people: 250,
            seed: 1,
            plan: Plan::Unlimited,
            application: Application::AllFour,
            userhub_file: None,
            userhub_latency: Duration::ZERO,
            already_imported: false,
            one_marked: false,
            record_calls: false,
            tenant: TenantOptions {
                domain,
                ..TenantOptions::default()
            },
            userhub: userhub::Options::default(),
        }
    }
}

impl Application {
    fn permissions(self) -> Vec<String> {
        let all = [
            "read:users",
            "update:users",
            "create:users",
            "delete:users",
            "read:events",
        ];
        let granted = match self {
            Self::AllFour => &all[..4],
            Self::WithoutDelete => &all[..3],
            Self::WithEvents => &all[..],
        };
        granted.iter().map(|&scope| scope.to_owned()).collect()
    }
}

/// All that is needed to use a practice world. As JSON it is the one line that `practice` prints.
///
/// For the same seed everything but the two addresses is the same at each start, so that a second practice
/// run meets the same tenant, connection and key.
#[derive(Clone, Serialize)]
pub struct Access {
    /// Where the tenant listens: `http://127.0.0.1:PORT`.
    pub auth0_url: String,
    /// Where UserHub listens.
    pub userhub_url: String,
    /// The tenant's domain, from which issuer and audience are made.
    pub auth0_domain: String,
    /// The practice application's Client ID.
    pub client_id: String,
    /// The practice application's Client Secret.
    pub client_secret: String,
    /// The id of UserHub's connection to the tenant.
    pub connection_id: String,
    /// UserHub's Admin API key for everything.
    pub admin_key: String,
    /// A temporary Management API token for everything, good for an hour, as the API Explorer gives one.
    pub management_token: String,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("auth0_url", &self.auth0_url)
            .field("userhub_url", &self.userhub_url)
            .field("auth0_domain", &self.auth0_domain)
            .field("client_id", &self.client_id)
            .field("connection_id", &self.connection_id)
            .finish_non_exhaustive()
    }
}

/// A running practice world; dropping it closes both services.
///
/// ```
/// use userhub_connect::practice::{Options, World};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let world = World::start(Options { people: 10, ..Options::default() }).await?;
/// assert!(world.access().auth0_url.starts_with("http://127.0.0.1:"));
/// assert_eq!(world.userhub().people().await?, 0);
/// world.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct World {
    tenant: Tenant,
    userhub: UserHub,
    access: Access,
}

impl World {
    /// Starts both services on ports that the system chooses, on the current tokio runtime.
    ///
    /// It fails when UserHub's file cannot be used or no port can be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let tenant = Tenant::start(options.for_tenant())?;
        let saved = SavedCredentials {
            base_url: tenant.url(),
            domain: options.tenant.domain.clone(),
            client_id: tenant.client_id().to_owned(),
            client_secret: tenant.client_secret(),
        };
        let userhub = UserHub::start(&options.for_userhub(), options.seed, saved.clone())?;
        if options.already_imported {
            userhub.fill(options.everybody()).await?;
        }
        if options.one_marked {
            mark_one(&options, &tenant, &userhub).await?;
        }
        let access = Access {
            auth0_url: saved.base_url,
            userhub_url: userhub.url(),
            auth0_domain: saved.domain,
            client_id: saved.client_id,
            client_secret: saved.client_secret,
            connection_id: userhub.connection_id().to_owned(),
            admin_key: userhub.key(Scope::Everything),
            management_token: tenant.management_token(&auth0::EXPLORER, Duration::from_hours(1)),
        };
        Ok(Self {
            tenant,
            userhub,
            access,
        })
    }

    /// What is needed to use it.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The Auth0 tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// UserHub.
    pub fn userhub(&self) -> &UserHub {
        &self.userhub
    }

    /// Lets somebody sign in, or somebody new where nobody is named, and then does what the Action does: it reports the
    /// sign-in to UserHub, without waiting for what comes of it. `in_flow` says whether the Action is in the Login flow.
    ///
    /// Once an administrator has made Actions in the tenant, UserHub is told only if one of them runs at sign-in. Before,
    /// the Action is taken to be set up, since nobody can set it up by hand in a tenant without a dashboard.
    pub async fn sign_in(&self, who: Option<&str>, in_flow: bool) -> Option<String> {
        let id = match who {
            Some(id) => id.to_owned(),
            None => self.tenant.sign_up(),
        };
        if !self.tenant.sign_in(&id) {
            return None;
        }
        if in_flow && self.tenant.runs_an_action() {
            self.userhub.hear_of_sign_in(&id).await;
        }
        Some(id)
    }

    /// Closes both services, after the events that UserHub still handles in the background.
    pub async fn stop(self) {
        self.userhub.stop().await;
        self.tenant.stop();
    }
}

/// The number of the person whom UserHub has marked for deletion.
const MARKED: u64 = 60;

/// Gives an empty UserHub one person whom it has marked for deletion: it does not list them, and takes nobody in their
/// place (`USER_PENDING_DELETION` of the contract).
async fn mark_one(options: &Options, tenant: &Tenant, userhub: &UserHub) -> io::Result<()> {
    if userhub.people().await? > 0 {
        return Ok(());
    }
    userhub.fill(options.records(MARKED..MARKED + 1)).await?;
    userhub.mark_for_deletion(&tenant.id_of(MARKED)).await
}

impl Options {
    fn for_tenant(&self) -> TenantOptions {
        TenantOptions {
            people: self.people,
            seed: self.seed,
            plan: self.plan,
            permissions: self.application.permissions(),
            ..self.tenant.clone()
        }
    }

    fn for_userhub(&self) -> userhub::Options {
        userhub::Options {
            file: self.userhub_file.clone(),
            latency: self.userhub_latency,
            record_calls: self.record_calls,
            ..self.userhub.clone()
        }
    }

    /// Everybody whom the tenant has at first, with the fields that UserHub takes.
    fn everybody(&self) -> impl Iterator<Item = (String, Vec<u8>)> + Send + 'static {
        self.records(0..self.people)
    }

    fn records(
        &self,
        which: Range<u64>,
    ) -> impl Iterator<Item = (String, Vec<u8>)> + Send + 'static {
        let people = People::new(self.seed, self.people, self.tenant.tied)
            .with_odd_dates(self.tenant.odd_dates);
        let taken = userhub::EXTERNAL_FIELDS.split(',').map(str::to_owned);
        let taken = Selection::Only(taken.collect());
        which.map(move |index| {
            let person = people.person(index);
            let mut record = Vec::with_capacity(256);
            person.write_json(&mut record, &taken);
            (person.user_id, record)
        })
    }
}
