//! What every order works with: the client with the temporary key, the record, and the words for what goes wrong.

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::setup::{ActionSecrets, Management};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::history::KEPT_DAYS;
use crate::domain::ids::ClientId;
use crate::domain::install::{Record, TokenFacts, UserHubSide, Wanted};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::domain::secret::Secret;
use crate::engine::first_contact;
use crate::engine::issues::{Failure, client_issue};
use crate::engine::session;
use crate::protocol::install::InstallSetup;
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::installs::RecordFile;
use crate::store::lock::ProfileLock;

/// The client and the record of one tenant.
pub(super) struct Desk {
    pub(super) setup: InstallSetup,
    pub(super) api: Management,
    pub(super) file: RecordFile,
}

impl Desk {
    /// Sits down; nothing is sent yet.
    pub(super) fn new(setup: InstallSetup, stop: &CancellationToken) -> Result<Self, Issue> {
        let shown = as_setup(&setup);
        let base = setup.endpoints.auth0.clone();
        let base = base.unwrap_or_else(|| format!("https://{}", setup.domain));
        let built = session::route(&shown, &base).and_then(|route| {
            let token = setup.token.token.clone();
            let limits = Limits::CHECK;
            let api = Management::new(&setup.domain, token, route, limits, stop.clone())?;
            Ok(api.observed_by(first_contact::at(&setup.folder, &setup.endpoints)))
        });
        let api = built.map_err(|failure| failure.issue(&shown))?;
        Ok(Self {
            file: RecordFile::of(&setup.folder, &setup.domain),
            setup,
            api,
        })
    }

    /// What the temporary key says of itself.
    pub(super) fn token(&self) -> TokenFacts {
        TokenFacts::of(&self.setup.token)
    }

    /// The time, in the form of a token's end.
    pub(super) fn now() -> i64 {
        clock::timestamp().as_second()
    }

    /// What is wanted, beside the choices.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            application: self.setup.application.clone(),
            userhub: self.setup.userhub.as_ref().map(|side| UserHubSide {
                connection: side.connection.clone(),
                key: side.key.clone(),
            }),
        }
    }

    /// The values of the Action's secrets, where UserHub's side is known.
    pub(super) fn secrets(&self) -> Option<ActionSecrets> {
        self.setup.userhub.as_ref().map(|side| ActionSecrets {
            key: side.key.clone(),
            connection: side.connection.as_str().to_owned(),
        })
    }

    /// Takes the right to change this tenant, which one process at a time has.
    pub(super) fn lock(&self) -> Result<ProfileLock, Failure> {
        let holder = format!("process {}", std::process::id());
        Ok(ProfileLock::take(&self.setup.folder, &holder)?)
    }

    /// The record of this set-up, if there is one.
    pub(super) fn record(&self) -> Result<Option<Record>, Failure> {
        Ok(recorded(&self.setup)?)
    }

    /// A failure in words, when so many of so many changes are done.
    pub(super) fn issue(&self, failure: &Failure, done: usize, all: usize) -> Issue {
        let Failure::Client(error) = failure else {
            return failure.issue(&as_setup(&self.setup));
        };
        let ended = |done, all| Issue::temporary_key(&TemporaryKeyTrouble::Ended, done, all);
        let issue = match error.status() {
            Some(401) => ended(count(done), count(all)),
            Some(409) => Issue::changed_meanwhile("Something"),
            Some(400 | 403 | 404) => Issue::change_refused("see the details"),
            _ => return client_issue(error, &as_setup(&self.setup)),
        };
        issue.with_detail(&error.to_string())
    }
}

/// The record that bears on a set-up: a tenant that was set up more than once has several.
pub(super) fn recorded(setup: &InstallSetup) -> Result<Option<Record>, StoreError> {
    let mut record = RecordFile::of(&setup.folder, &setup.domain).read()?;
    if let Some(record) = &mut record {
        let side = setup.userhub.as_ref();
        record.turn_to(
            setup.application.as_ref(),
            side.map(|side| &side.connection),
        );
    }
    Ok(record)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The same as the other commands' setup, for the words of a failure. There is no application yet.
fn as_setup(setup: &InstallSetup) -> Setup {
    Setup {
        domain: setup.domain.clone(),
        or_domain: None,
        client_id: ClientId::new(""),
        client_secret: Secret::new(""),
        userhub: setup.userhub.clone(),
        endpoints: setup.endpoints.clone(),
        profile: setup.folder.clone(),
        keep_days: KEPT_DAYS,
    }
}

/// Says which change it was that Auth0 refused; other failures stay as they are.
pub(super) fn refused(what: &'static str) -> impl Fn(ClientError) -> Failure {
    move |error| match error.status() {
        Some(400 | 403 | 404) => Issue::change_refused(what)
            .with_detail(&error.to_string())
            .into(),
        _ => error.into(),
    }
}
