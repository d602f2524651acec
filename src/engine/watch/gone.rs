//! One user whom Auth0 has no longer: what is known of it is written down, until it is proved or has another reason.
//!
//! Auth0's word counts twice, a minute apart, each time with a living user beside it; what becomes of them in UserHub is for
//! a person to decide.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::SignedDuration;

use super::user::{Inspector, Looked, put_off};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::live::ChangeKind;
use crate::domain::profile::Fields;
use crate::domain::removal::{Deletion, Gone, Hint, Missing, Standing, Word};
use crate::store::StoreError;
use crate::store::journal::{ItemAction, Journal, KnownUser, Outstanding, Watched};

/// How long after Auth0's first word it is asked for a second one; a little more than what counts.
const AGAIN: SignedDuration = SignedDuration::from_secs(61);

/// How long it takes until a living user is looked for again, where none was found.
const WITHOUT_CONTROL: Duration = Duration::from_mins(5);

impl Inspector {
    /// Auth0 has just said that it has no such user.
    pub(super) async fn look_for_gone(&self, outstanding: Outstanding, known: KnownUser) -> Looked {
        match self.gather(&outstanding, &known).await {
            Ok(Found::Gone { merged_into }) => {
                let profile = known.profile.unwrap_or_default();
                Looked::Done {
                    watched: Box::new(Watched {
                        outstanding,
                        called: (profile.display_name, profile.email),
                        action: ItemAction::Update,
                        done: None,
                    }),
                    cause: None,
                    fields: Fields::NONE,
                    merged_into,
                }
            }
            Ok(Found::NotYet(wait)) => Looked::Later(outstanding, wait, None),
            Err(Trouble::Client(error)) => put_off(outstanding, error),
            Err(Trouble::Store(error)) => Looked::Ends(outstanding, error.into()),
        }
    }

    async fn gather(&self, outstanding: &Outstanding, known: &KnownUser) -> Result<Found, Trouble> {
        let id = &outstanding.id;
        let userhub_id = match &known.userhub_id {
            Some(userhub_id) => Some(userhub_id.clone()),
            None => self
                .context
                .userhub
                .find(id, None)
                .await?
                .map(|held| held.id),
        };
        if userhub_id.is_none() {
            // They came and went before they were brought over: UserHub has nobody of whom anything could be decided.
            return Ok(Found::Gone { merged_into: None });
        }
        let Some(control) = self.control(id).await? else {
            tracing::warn!("no living user could be found to hold Auth0's word against");
            return Ok(Found::NotYet(WITHOUT_CONTROL));
        };
        let missing = Missing {
            id: id.clone(),
            userhub_id,
            name: known
                .profile
                .as_ref()
                .and_then(|held| held.display_name.clone()),
            email: known.profile.as_ref().and_then(|held| held.email.clone()),
            hint: Hint::Event,
            deleted: (outstanding.kind == ChangeKind::Deleted)
                .then_some(outstanding.changed_at)
                .flatten()
                .map(|at| Deletion { at, by: None }),
        };
        let into = self.merged_into(id, known).await?;
        let merged = into.clone();
        let gone_id = id.clone();
        let note = move |journal: &mut Journal| {
            let now = clock::timestamp();
            journal.note_missing(&[missing], now)?;
            let word = Word {
                at: now,
                run: None,
                control,
            };
            journal.note_word(&gone_id, &word)?;
            if let Some(into) = &merged {
                journal.note_merged(&gone_id, into)?;
            }
            journal.gone_of(&gone_id)
        };
        let gone = self.journal.with(note).await?;
        Ok(standing(gone.as_ref(), into))
    }

    /// A living user, asked for right now.
    async fn control(&self, id: &Auth0UserId) -> Result<Option<Auth0UserId>, Trouble> {
        let seen = {
            let alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
            alive.clone().filter(|alive| alive != id)
        };
        let but = id.clone();
        let stored = self
            .journal
            .with(move |journal| journal.somebody_else(&but))
            .await?;
        for candidate in seen.into_iter().chain(stored) {
            if self.context.auth0.user(&candidate).await?.is_some() {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    /// The user who has their identity now, if the events have named one and it is so.
    async fn merged_into(
        &self,
        id: &Auth0UserId,
        known: &KnownUser,
    ) -> Result<Option<Auth0UserId>, Trouble> {
        let Some(into) = &known.linked_into else {
            return Ok(None);
        };
        let person = self.context.auth0.user(into).await?;
        let has_it = person.is_some_and(|person| person.linked.contains(id));
        Ok(has_it.then(|| into.clone()))
    }
}

/// What is known now.
enum Found {
    Gone { merged_into: Option<Auth0UserId> },
    NotYet(Duration),
}

fn standing(gone: Option<&Gone>, merged_into: Option<Auth0UserId>) -> Found {
    match gone {
        Some(gone) if merged_into.is_none() && gone.standing() == Standing::NotProved => {
            let first = gone.said.as_ref().map_or(gone.hint.1, |said| said.at);
            let at = first.checked_add(AGAIN).unwrap_or(first);
            let left = at.duration_since(clock::timestamp());
            Found::NotYet(Duration::try_from(left).unwrap_or_default())
        }
        _ => Found::Gone { merged_into },
    }
}

/// Why it could not be found out.
enum Trouble {
    Client(ClientError),
    Store(StoreError),
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
