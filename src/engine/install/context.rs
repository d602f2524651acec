//! What every order works with: the client with the temporary key, the record, and the words for what goes wrong.

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::setup::{ActionSecrets, Management};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::history::KEPT_DAYS;
use crate::domain::ids::ClientId;
use crate::domain::install::{Record, TokenFacts, UserHubSide, Wanted};
use crate::domain::issue::{Issue, Refusal, TemporaryKeyTrouble};
use crate::domain::secret::Secret;
use crate::engine::checks;
use crate::engine::failure::{Failure, client_issue};
use crate::engine::persistence::journal_session::take_in_turn;
use crate::engine::session;
use crate::protocol::install::InstallSetup;
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::installs::RecordFile;
use crate::store::lock::ProfileLock;

/// The client and the record of one tenant.
pub(super) struct InstallContext {
    pub(super) setup: InstallSetup,
    pub(super) api: Management,
    pub(super) file: RecordFile,
}

impl InstallContext {
    /// Sits down; nothing is sent yet.
    pub(super) fn new(setup: InstallSetup, stop: &CancellationToken) -> Result<Self, Issue> {
        let shown = as_setup(&setup);
        let base = setup.endpoints.auth0.clone();
        let base = base.unwrap_or_else(|| format!("https://{}", setup.domain));
        let built = session::route(&shown, &base).and_then(|route| {
            let token = setup.token.token.clone();
            let limits = Limits::CHECK;
            let api = Management::new(&setup.domain, token, route, limits, stop.clone())?;
            Ok(api.observed_by(checks::first_contact::at(&setup.folder, &setup.endpoints)))
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
    pub(super) async fn lock(&self) -> Result<ProfileLock, Failure> {
        let holder = format!("process {}", std::process::id());
        Ok(take_in_turn(&self.setup.folder, &holder).await?)
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
            _ => return client_issue(error, &as_setup(&self.setup)),
        };
        issue.with_detail(&error.to_string())
    }

    /// Why the key cannot be used. Whether its time is over is Auth0's to say: this computer's clock may be wrong.
    pub(super) async fn trouble(
        &self,
        is_to_undo: bool,
    ) -> Result<Option<TemporaryKeyTrouble>, Failure> {
        let token = self.token();
        let at = |now| {
            if is_to_undo {
                token.trouble_with_undo(&self.setup.domain, now)
            } else {
                token.trouble(&self.setup.domain, now)
            }
        };
        match at(clock::timestamp().as_second()) {
            Some(TemporaryKeyTrouble::Ended) => Ok(at(time_at(&self.api).await?)),
            trouble => Ok(trouble),
        }
    }
}

/// The time at Auth0, in seconds since 1970. Where it does not tell, every key counts as good: Auth0 refuses one that is not.
pub(in crate::engine) async fn time_at(api: &Management) -> Result<i64, ClientError> {
    match api.http().answers().await {
        Ok(date) => Ok(date.map_or(i64::MIN, jiff::Timestamp::as_second)),
        Err(ClientError::Stopped) => Err(ClientError::Stopped),
        Err(_) => Ok(i64::MIN),
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

/// Says what it was that Auth0 refused, in the words that we know or else in its own; other failures stay as they are.
pub(in crate::engine) fn refused(done: &'static str) -> impl Fn(ClientError) -> Failure {
    move |error| match error.rejection() {
        // What has no word of Auth0's in it is no answer of Auth0's.
        Some(refusal) if matches!(refusal.status, 400 | 403 | 404) && !refusal.code.is_empty() => {
            let said = Refusal::of(refusal.status, &refusal.code, &refusal.message);
            let issue = Issue::refused_by_auth0(done, &said);
            issue.with_detail(&error.to_string()).into()
        }
        _ => error.into(),
    }
}
