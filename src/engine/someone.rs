//! *Ask about someone*: both services are asked at once for whoever fits, then each for what the other has, and a pure
//! decision says what is the matter. Nothing is changed and nothing is written down.

use std::path::Path;

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::{Auth0, ById, Record, escaped, quoted};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clients::userhub::{By, ErrorCode, UserHub, Whole};
use crate::clock;
use crate::domain::ids::{Auth0Domain, Auth0UserId, UserHubUserId};
use crate::domain::issue::Issue;
use crate::domain::removal::Deletion;
use crate::domain::someone::{
    Asked, Auth0Person, Facts, Known, Merged, Seen, UserHubUser, answer, read, timeline,
};
use crate::engine::failure::Failure;
use crate::engine::session::{self, userhub_side};
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::someone::{Someone, SomeoneEvent, SomeoneRequest};
use crate::store::journal;

/// For so many people of one side the other is asked one by one.
const CROSSED: usize = 5;

/// Handles a question.
pub(super) async fn ask(request: SomeoneRequest, sink: &Sink, stop: &CancellationToken) {
    let SomeoneRequest { setup, who, ticket } = request;
    let result = look(&setup, &who, stop).await;
    let result = result.map_err(|failure| Box::new(failure.issue(&setup)));
    sink.send(Event::Someone(SomeoneEvent { result, ticket }));
}

async fn look(setup: &Setup, who: &str, stop: &CancellationToken) -> Result<Box<Someone>, Failure> {
    let asked = read(who).map_err(Issue::asks_for_nobody)?;
    let side = userhub_side(setup)?;
    let asking = Asking {
        auth0: session::auth0(setup, Limits::CHECK, stop)?,
        userhub: session::userhub(setup, side, Limits::CHECK, stop)?,
    };
    let stored = Stored::open(&setup.profile);
    let mut found = asking.by_what_was_typed(&asked, &stored).await?;
    asking.cross(&asked, &mut found).await?;
    let id = (found
        .auth0
        .first()
        .map(|record| record.person.source.id.clone()))
    .or_else(|| found.gone.first().cloned())
    .or_else(|| asked_id(&asked));
    let (merged, deletion) = match &id {
        Some(id) if found.auth0.is_empty() && !found.malformed => asking.departure(id).await?,
        _ => (None, None),
    };
    let is_listed = asking.is_listed(&found).await?;
    let mut auth0: Vec<Auth0Person> = found.auth0.into_iter().map(person).collect();
    if let [only] = auth0.as_mut_slice() {
        only.is_listed = is_listed;
    }
    let facts = Facts {
        asked,
        now: clock::timestamp(),
        domain: setup.domain.to_string(),
        connection: side.connection.to_string(),
        auth0,
        id_is_malformed: found.malformed,
        userhub: (found.userhub.into_iter())
            .map(|whole| user(whole, side.connection.as_str(), &setup.domain))
            .collect(),
        userhub_seen: found.userhub_seen,
        merged,
        deletion,
        known: id.map(|id| stored.known(&id)).unwrap_or_default(),
    };
    Ok(Box::new(Someone {
        answer: answer(&facts),
        timeline: timeline(&facts),
        merged_into: facts.merged.map(|merged| merged.into.id),
        auth0: facts.auth0,
        userhub: facts.userhub,
    }))
}

fn asked_id(asked: &Asked) -> Option<Auth0UserId> {
    match asked {
        Asked::Auth0Id { id, .. } => Some(Auth0UserId::new(id)),
        Asked::UserHubId(_) | Asked::Email(_) | Asked::Name(_) => None,
    }
}

/// What has been found so far.
#[derive(Default)]
struct Found {
    auth0: Vec<Record>,
    userhub: Vec<Whole>,
    userhub_seen: Seen,
    /// Ids that Auth0 says it does not have.
    gone: Vec<Auth0UserId>,
    malformed: bool,
}

impl Found {
    fn add_person(&mut self, record: Record) {
        let id = &record.person.source.id;
        if !(self.auth0.iter()).any(|known| known.person.source.id == *id) {
            self.auth0.push(record);
        }
    }

    fn add_users(&mut self, users: impl IntoIterator<Item = Whole>) {
        for user in users {
            if !(self.userhub.iter()).any(|known| known.held.id == user.held.id) {
                self.userhub.push(user);
            }
        }
    }

    fn has_user_of(&self, id: &Auth0UserId) -> bool {
        (self.userhub.iter()).any(|user| user.held.external_ids.contains(id))
    }

    /// Takes in an answer about an id.
    fn heard(&mut self, id: &Auth0UserId, said: ById) {
        match said {
            ById::There(record) => self.add_person(*record),
            ById::Nobody => self.gone.push(id.clone()),
            ById::NotAnId => self.malformed = true,
        }
    }
}

/// Both clients.
struct Asking {
    auth0: Auth0,
    userhub: UserHub,
}

impl Asking {
    async fn by_what_was_typed(&self, asked: &Asked, stored: &Stored) -> Result<Found, Failure> {
        let mut found = Found::default();
        match asked {
            Asked::Auth0Id { id, .. } => {
                let id = Auth0UserId::new(id);
                let of_userhub = async {
                    match self.userhub.whole_of(&id).await? {
                        Some(whole) => Ok(vec![whole]),
                        // It may not be answered in this way; an earlier sync knows UserHub's own id.
                        None => match stored.userhub_id(&id) {
                            Some(own) => Ok(self.userhub.whole(&own).await?.into_iter().collect()),
                            None => Ok(Vec::new()),
                        },
                    }
                };
                let (said, users) = tokio::join!(self.auth0.someone(&id), of_userhub);
                found.heard(&id, said?);
                found.take_users(users)?;
            }
            Asked::UserHubId(id) => {
                let whole = self.userhub.whole(&UserHubUserId::new(id)).await;
                found.take_users(whole.map(|whole| whole.into_iter().collect()))?;
            }
            Asked::Email(email) => {
                let (records, users) = tokio::join!(
                    self.with_address(email),
                    self.userhub.whole_by(By::Email(email))
                );
                records?.into_iter().for_each(|one| found.add_person(one));
                found.take_users(users)?;
            }
            Asked::Name(name) => {
                let q = if name.chars().count() < 3 {
                    format!("name:{}", quoted(name))
                } else {
                    format!("name:{} OR name:{}*", quoted(name), escaped(name))
                };
                let (records, users) =
                    tokio::join!(self.auth0.search(&q), self.userhub.whole_by(By::Name(name)));
                records?.into_iter().for_each(|one| found.add_person(one));
                found.take_users(users)?;
            }
        }
        Ok(found)
    }

    /// Auth0 keeps addresses in small letters for most connections, and is asked for what was typed too.
    async fn with_address(&self, email: &str) -> Result<Vec<Record>, ClientError> {
        let small = email.to_lowercase();
        if small == email {
            return self.auth0.by_email(email).await;
        }
        let (typed, small) = tokio::join!(self.auth0.by_email(email), self.auth0.by_email(&small));
        let mut records = typed?;
        records.extend(small?);
        Ok(records)
    }

    /// Asks each side for those whom the other has.
    async fn cross(&self, asked: &Asked, found: &mut Found) -> Result<(), Failure> {
        let ids: Vec<Auth0UserId> = (found.userhub.iter())
            .flat_map(|user| user.held.external_ids.iter().cloned())
            .filter(|id| !(found.auth0.iter()).any(|known| known.person.source.id == *id))
            .filter(|id| !found.gone.contains(id))
            .take(CROSSED)
            .collect();
        for id in ids {
            let said = self.auth0.someone(&id).await?;
            found.heard(&id, said);
        }
        let missing: Vec<(Auth0UserId, Option<String>)> = (found.auth0.iter())
            .map(|record| &record.person.source)
            .filter(|source| !found.has_user_of(&source.id))
            .take(CROSSED)
            .map(|source| {
                let profile = source.profile.as_ref().ok();
                let email = profile.and_then(|profile| profile.email.clone());
                (source.id.clone(), email)
            })
            .collect();
        for (id, email) in missing {
            if found.userhub_seen == Seen::NotAllowed {
                break;
            }
            if asked_id(asked).as_ref() != Some(&id) {
                let whole = self.userhub.whole_of(&id).await;
                found.take_users(whole.map(|whole| whole.into_iter().collect()))?;
            }
            let asked_already =
                matches!(asked, Asked::Email(asked) if Some(asked) == email.as_ref());
            if let Some(email) = email.filter(|_| !found.has_user_of(&id) && !asked_already) {
                found.take_users(self.userhub.whole_by(By::Email(&email)).await)?;
            }
        }
        Ok(())
    }

    /// Whether Auth0's search lists the one person whom UserHub does not have.
    async fn is_listed(&self, found: &Found) -> Result<Option<bool>, Failure> {
        let [record] = found.auth0.as_slice() else {
            return Ok(None);
        };
        let id = &record.person.source.id;
        if found.has_user_of(id) {
            return Ok(None);
        }
        let listed = self
            .auth0
            .search(&format!("user_id:{}", quoted(id.as_str())))
            .await?;
        Ok(Some(
            (listed.iter()).any(|record| record.person.source.id == *id),
        ))
    }

    /// What became of somebody whom Auth0 does not have: merged into another user, or deleted, as far as it tells.
    async fn departure(
        &self,
        id: &Auth0UserId,
    ) -> Result<(Option<Merged>, Option<Deletion>), Failure> {
        let (into, deletions) = tokio::join!(self.auth0.merged_into(id), self.auth0.deletions());
        let merged = into?.map(|record| Merged {
            id: id.to_string(),
            into: person(record),
        });
        let deletion = deletions?.into_iter().find(|(gone, _)| gone == id);
        Ok((merged, deletion.map(|(_, deletion)| deletion)))
    }
}

impl Found {
    /// Takes in what UserHub has; that the key may not read users is an answer, too.
    fn take_users(&mut self, users: Result<Vec<Whole>, ClientError>) -> Result<(), Failure> {
        match users {
            Ok(users) => self.add_users(users),
            Err(ClientError::Rejected(refusal))
                if ErrorCode::of(&refusal) == ErrorCode::PermissionDenied =>
            {
                self.userhub_seen = Seen::NotAllowed;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

fn person(record: Record) -> Auth0Person {
    let source = record.person.source;
    let (profile, unreadable) = match source.profile {
        Ok(profile) => (Some(profile), None),
        Err(why) => (None, Some(why)),
    };
    Auth0Person {
        id: source.id.to_string(),
        profile,
        unreadable,
        created_at: record.person.created_at,
        updated_at: record.person.updated_at,
        connection: record.connection,
        merged: record.merged.iter().map(ToString::to_string).collect(),
        is_listed: None,
    }
}

fn user(whole: Whole, connection: &str, domain: &Auth0Domain) -> UserHubUser {
    let account = whole.account();
    let is_ours = |of: &Option<String>| of.as_deref() == Some(connection);
    let own = format!("{}/{}", domain.region(), domain.tenant());
    let other_tenant = (whole.accounts.iter())
        .filter(|tie| is_ours(&tie.connection))
        .find_map(|tie| tie.tenant.clone())
        .filter(|tenant| *tenant != own)
        .map(|tenant| match tenant.split_once('/') {
            Some((region, name)) => format!("{name} ({region})"),
            None => tenant,
        });
    let elsewhere = (whole.accounts.iter())
        .filter(|tie| !is_ours(&tie.connection))
        .filter_map(|tie| tie.kind.clone().or_else(|| tie.connection.clone()))
        .collect();
    let held = whole.held;
    UserHubUser {
        id: held.id,
        external_ids: held.external_ids,
        elsewhere,
        account,
        profile: held.profile,
        created_at: held.created_at,
        other_tenant,
        connection_trouble: held.broken,
        protected: whole.protected,
    }
}

/// What this computer knows of earlier syncs; nothing where it has none, or cannot read it.
struct Stored(Option<journal::Look>);

impl Stored {
    fn open(profile: &Path) -> Self {
        Self(journal::Look::open(profile).unwrap_or_else(|error| {
            tracing::debug!(%error, "what earlier runs know could not be read");
            None
        }))
    }

    fn userhub_id(&self, id: &Auth0UserId) -> Option<UserHubUserId> {
        let stored = self.0.as_ref()?.stored(id.as_str()).ok()?;
        stored.userhub_id.map(UserHubUserId::new)
    }

    fn known(&self, id: &Auth0UserId) -> Known {
        let known = self
            .0
            .as_ref()
            .and_then(|look| look.known(id.as_str()).ok());
        known.unwrap_or_default()
    }
}
