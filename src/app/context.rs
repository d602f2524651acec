//! What a subject may read of the others, as it stood when something happened.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;

pub use super::drafts::{Mistake, Values};
use super::effects::Effects;
use super::request::Remote;
use super::signal::Signal;
pub use super::world::{Busy, World};
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, ManagementToken, read_domain};
use crate::domain::secret::Secret;
use crate::protocol::checks::Scope;
use crate::protocol::places::Place;
use crate::protocol::settings::{SaidStatus, Settings};
use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};

/// What a subject may read.
#[derive(Clone, Debug)]
pub struct Context {
    /// The time of the present frame.
    pub now: Timestamp,
    /// Practice or real; `None` before the choice.
    pub world: Option<World>,
    /// The folder under which everything is written.
    pub folder: PathBuf,
    /// Where the person is.
    pub place: Place,
    /// What is chosen on the welcome page, before Start.
    pub leaning: Option<World>,
    /// What is busy in the set-up that is open.
    pub busy: Option<Busy>,
    /// What the fields hold.
    pub values: Values,
    /// The practice world.
    pub practice: Remote<Setup>,
    /// The settings.
    pub settings: Settings,
    /// The name of the set-up that is open; empty where none is.
    pub title: String,
    /// The steps that the person has ticked.
    pub ticks: BTreeSet<String>,
    /// What the person says that UserHub shows as the connection's status.
    pub said_status: Option<SaidStatus>,
    /// What was checked last.
    pub checked: Option<Scope>,
    /// The temporary key, once it was read.
    pub temporary_key: Option<ManagementToken>,
    /// Whether the app does the Auth0 part.
    pub by_the_app: bool,
    /// Whether the rest of the automatic set-up waits for UserHub's part.
    pub waits_for_userhub: bool,
}

impl Context {
    /// Whether the person is in practice.
    pub fn is_practice(&self) -> bool {
        self.world == Some(World::Practice)
    }

    /// The practice world, where the person is in it and it is open.
    pub fn practice_setup(&self) -> Option<&Setup> {
        self.practice.ready().filter(|_| self.is_practice())
    }

    /// Where the services lie.
    pub fn endpoints(&self) -> Endpoints {
        self.practice_setup().map_or_else(
            || self.settings.endpoints(),
            |setup| setup.endpoints.clone(),
        )
    }

    /// The setup that the fields describe, as far as `scope` needs it, or what is wrong in which field.
    pub fn setup(&self, scope: Scope) -> Result<Setup, Mistake> {
        let text = self.values.text(Field::Domain);
        if text.trim().is_empty() {
            return Err((Field::Domain, Issue::value_missing(Field::Domain)));
        }
        let domain =
            read_domain(text).map_err(|problem| (Field::Domain, Issue::domain(text, problem)))?;
        let (client_id, client_secret) = match scope {
            Scope::Tenant => Default::default(),
            Scope::Auth0 | Scope::Everything => (
                self.values.read(Field::ClientId)?,
                self.values.read(Field::ClientSecret)?,
            ),
        };
        let userhub = match scope {
            Scope::Tenant | Scope::Auth0 => None,
            Scope::Everything => Some(self.userhub()?),
        };
        let profile = match &userhub {
            Some(side) => self.folder.join("profiles").join(side.connection.as_str()),
            None => self.folder.clone(),
        };
        // Practice without its world has nobody to ask: its values must never go to the real services.
        if let (true, Remote::Failed(issue)) = (self.is_practice(), &self.practice) {
            return Err((Field::Domain, (**issue).clone()));
        }
        let practice = self.practice_setup();
        Ok(Setup {
            domain: domain.first,
            or_domain: domain.second,
            client_id: ClientId::new(client_id),
            client_secret: Secret::new(&client_secret),
            userhub,
            endpoints: self.endpoints(),
            profile: practice.map_or(profile, |setup| setup.profile.clone()),
            keep_days: self.settings.history_days,
        })
    }

    fn userhub(&self) -> Result<UserHubSetup, Mistake> {
        let id = self.values.read(Field::ConnectionId)?;
        let malformed = |_| {
            let issue = Issue::value_malformed(Field::ConnectionId);
            (Field::ConnectionId, issue)
        };
        Ok(UserHubSetup {
            connection: id.parse().map_err(malformed)?,
            key: Secret::new(&self.values.read(Field::ApiKey)?),
        })
    }

    /// Whether nothing is busy. Where something is, the person is told that it comes first.
    pub(super) fn is_free(&self, effects: &mut Effects) -> bool {
        effects.signal(Signal::Busy(self.busy));
        self.busy.is_none()
    }

    /// The setup for a question to the services. Where a value is missing or wrong, the person is told in which field.
    pub(super) fn setup_to_ask(&self, scope: Scope, effects: &mut Effects) -> Option<Setup> {
        let setup = self.setup(scope);
        let (setup, mistake) = match setup {
            Ok(setup) => (Some(setup), None),
            Err(mistake) => (None, Some(Box::new(mistake))),
        };
        effects.signal(Signal::Mistake(mistake));
        setup
    }
}
