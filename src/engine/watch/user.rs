//! One user whom a watch was told of: read in Auth0, held against UserHub, and brought over where the two differ.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clients::error::{ClientError, Service};
use crate::clients::userhub::{ErrorCode, Held, UserState};
use crate::clock;
use crate::domain::guard::Reach;
use crate::domain::ids::Auth0UserId;
use crate::domain::plan::{Action, Attention, LastKnown, decide};
use crate::domain::profile::{Fields, Profile, Source, Target};
use crate::domain::tally::Outcome;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::sync::context::RunContext;
use crate::engine::sync::sync_user::words;
use crate::engine::sync::sync_user::{Cause, Seen, pending_deletion, sync_user};
use crate::store::StoreError;
use crate::store::journal::{Done, Item, ItemAction, KnownUser, Outstanding, Problem, Watched};

/// How a look at one user came out.
pub(super) enum Looked {
    /// It came to an end, which is to be written down.
    Done {
        /// What became of them.
        watched: Box<Watched>,
        /// Kinds of trouble that may be everybody's.
        cause: Option<Cause>,
        /// The fields in which the two sides differed.
        fields: Fields,
        /// The user of whom they became a part, where they did.
        merged_into: Option<Auth0UserId>,
    },
    /// It is to be looked again, after this time. `held_up` says what by, where a service is in the way.
    Later(Outstanding, Duration, Option<Cause>),
    /// Nobody can be seen to before something was put right.
    Ends(Outstanding, Failure),
    /// It was stopped.
    Stopped(Outstanding),
}

/// What all looks of a watch share.
pub(super) struct Inspector {
    pub(super) journal: Arc<JournalThread>,
    /// The clients; each look has its own beginning.
    pub(super) context: RunContext,
    /// Somebody who was seen alive in Auth0 a moment ago.
    pub(super) alive: Mutex<Option<Auth0UserId>>,
}

/// How often a look that came to nothing for this user alone is taken again.
const TRIES: u32 = 2;

impl Inspector {
    /// The clients, for a look that begins now.
    fn context(&self) -> RunContext {
        RunContext {
            auth0: Arc::clone(&self.context.auth0),
            userhub: Arc::clone(&self.context.userhub),
            listed: false,
            reads: true,
            began: clock::instant(),
            shared: self.context.shared.clone(),
        }
    }

    /// Looks at one user, and does what there is to do.
    pub(super) async fn look(&self, outstanding: Outstanding) -> Looked {
        let id = outstanding.id.clone();
        let known = match self.known(&id).await {
            Ok(known) => known,
            Err(error) => return Looked::Ends(outstanding, error.into()),
        };
        if known.taken_back {
            // A person has decided that they are not to be there.
            return ended(outstanding, &known, Outcome::UpToDate, None);
        }
        match self.context.auth0.user(&id).await {
            Ok(Some(person)) => {
                self.note_alive(&id);
                self.hold(outstanding, known, person.source).await
            }
            Ok(None) => self.look_for_gone(outstanding, known).await,
            Err(ClientError::Unreadable { why, .. }) if outstanding.tries >= TRIES => {
                let problem = words(&Attention::Unreadable(why));
                ended(outstanding, &known, Outcome::Attention, Some(problem))
            }
            Err(error) => put_off(outstanding, error),
        }
    }

    async fn known(&self, id: &Auth0UserId) -> Result<KnownUser, StoreError> {
        let id = id.clone();
        self.journal.with(move |journal| journal.known(&id)).await
    }

    fn note_alive(&self, id: &Auth0UserId) {
        let mut alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        *alive = Some(id.clone());
    }

    /// Holds Auth0's record against what UserHub has.
    async fn hold(&self, outstanding: Outstanding, known: KnownUser, source: Source) -> Looked {
        let expected = match &source.profile {
            Ok(profile) => profile.clone(),
            Err(why) => {
                let problem = words(&Attention::Unreadable(why.clone()));
                return ended(outstanding, &known, Outcome::Attention, Some(problem));
            }
        };
        let back = source.id.clone();
        let noted = self.journal.with(move |journal| journal.take_off(&[back]));
        if let Err(error) = noted.await {
            return Looked::Ends(outstanding, error.into());
        }
        let held = match self.held(&known, &source.id, &expected).await {
            Ok(held) => held,
            Err(error) => return put_off(outstanding, error),
        };
        let target = held.target(&source.id);
        let last = known.kept.map(|kept| LastKnown {
            id: source.id.clone(),
            kept: Some(kept),
        });
        let (action, fields) = match decide(Some(&source), target.as_ref(), last.as_ref()) {
            Action::Add => (ItemAction::Add, Fields::NONE),
            Action::Update(fields) => (ItemAction::Update, fields),
            Action::UpToDate | Action::OnlyInUserHub => {
                let done = Done {
                    held: target.map(|target| (target.userhub_id, target.profile)),
                    kept: known.kept.filter(|kept| !kept.fields.is_empty()),
                    ..blank(&source.id, Outcome::UpToDate)
                };
                let did = (ItemAction::Update, Fields::NONE);
                return done_with(outstanding, &expected, did, done, None);
            }
            Action::Attention(attention) => {
                let problem = match attention {
                    Attention::PendingDeletion => pending_deletion(),
                    Attention::Unreadable(_) => words(&attention),
                };
                return ended(outstanding, &known, Outcome::Attention, Some(problem));
            }
        };
        let item = Item {
            position: 0,
            id: source.id,
            userhub_id: held.userhub_id(),
            action,
            fields,
            expected,
        };
        self.bring_over(outstanding, item).await
    }

    /// What UserHub has of them.
    async fn held(
        &self,
        known: &KnownUser,
        id: &Auth0UserId,
        expected: &Profile,
    ) -> Result<OnUserHub, ClientError> {
        let userhub = &self.context.userhub;
        let found = match &known.userhub_id {
            Some(userhub_id) => userhub.get(userhub_id).await,
            None => userhub.find(id, expected.email.as_deref()).await,
        };
        match found {
            // An answer that names others of our connection is not this person's: they have moved.
            Ok(Some(held)) if held.external_ids.is_empty() || held.external_ids.contains(id) => {
                Ok(OnUserHub::Held(Box::new(held)))
            }
            Ok(_) => Ok(OnUserHub::Nobody),
            // A key that may not read: what was seen last has to do.
            Err(ClientError::Rejected(refusal))
                if refusal.service == Service::UserHub
                    && ErrorCode::of(&refusal) == ErrorCode::PermissionDenied =>
            {
                Ok(match (&known.userhub_id, &known.profile) {
                    (Some(userhub_id), Some(profile)) => OnUserHub::Remembered(Target {
                        id: id.clone(),
                        userhub_id: userhub_id.clone(),
                        pending_deletion: false,
                        created_at: None,
                        profile: profile.clone(),
                    }),
                    _ => OnUserHub::Nobody,
                })
            }
            Err(error) => Err(error),
        }
    }

    async fn bring_over(&self, outstanding: Outstanding, item: Item) -> Looked {
        let mut context = self.context();
        context.listed = item.userhub_id.is_some();
        context.reads = context.listed;
        let (expected, action, fields) = (item.expected.clone(), item.action, item.fields);
        match sync_user(&context, item).await {
            Seen::Stopped => Looked::Stopped(outstanding),
            Seen::EndsTheRun(failure) => Looked::Ends(outstanding, failure),
            Seen::Done(outcomes) => {
                let (done, cause) = (outcomes.done, outcomes.cause);
                match cause {
                    Some(cause) if cause.reach() == Reach::Outage => {
                        let wait = wait_after(outstanding.tries);
                        Looked::Later(outstanding, wait, Some(cause))
                    }
                    Some(Cause::NotFound | Cause::Refused) if outstanding.tries < TRIES => {
                        let wait = wait_after(outstanding.tries);
                        Looked::Later(outstanding, wait, None)
                    }
                    _ if done.outcome == Outcome::Left => {
                        Looked::Later(outstanding, Duration::ZERO, None)
                    }
                    cause => {
                        let did = (action, fields);
                        done_with(outstanding, &expected, did, done, cause)
                    }
                }
            }
        }
    }
}

/// What UserHub has of a user.
enum OnUserHub {
    Nobody,
    Held(Box<Held>),
    /// UserHub may not be asked; this is what it had when it was seen last.
    Remembered(Target),
}

impl OnUserHub {
    fn target(&self, id: &Auth0UserId) -> Option<Target> {
        match self {
            Self::Nobody => None,
            Self::Held(held) => Some(Target {
                id: id.clone(),
                userhub_id: held.id.clone(),
                pending_deletion: held.state == UserState::PendingDeletion,
                created_at: held.created_at,
                profile: held.profile.clone(),
            }),
            Self::Remembered(target) => Some(target.clone()),
        }
    }

    /// UserHub's own id, where it can be asked by it.
    fn userhub_id(&self) -> Option<crate::domain::ids::UserHubUserId> {
        match self {
            Self::Held(held) => Some(held.id.clone()),
            Self::Nobody | Self::Remembered(_) => None,
        }
    }
}

/// How long it takes until a look that came to nothing is taken again: later and later, five minutes at most.
pub(super) fn wait_after(tries: u32) -> Duration {
    Duration::from_secs(2)
        .saturating_mul(1 << tries.min(8))
        .min(Duration::from_mins(5))
}

/// Sorts out a call that brought no usable answer.
pub(super) fn put_off(outstanding: Outstanding, error: ClientError) -> Looked {
    match error {
        ClientError::Stopped => Looked::Stopped(outstanding),
        ClientError::Rejected(ref refusal) if refusal.status < 500 && refusal.status != 408 => {
            Looked::Ends(outstanding, error.into())
        }
        ClientError::NoTokens { .. }
        | ClientError::NoMoreFiles { .. }
        | ClientError::Untrusted { .. }
        | ClientError::Proxy { .. }
        | ClientError::SlowedDown { .. } => Looked::Ends(outstanding, error.into()),
        ClientError::Rejected(_)
        | ClientError::Unreachable { .. }
        | ClientError::Intercepted { .. }
        | ClientError::Unreadable { .. } => {
            tracing::warn!(%error, "a user could not be looked at");
            let wait = wait_after(outstanding.tries);
            Looked::Later(outstanding, wait, Some(Cause::Unavailable))
        }
    }
}

fn blank(id: &Auth0UserId, outcome: Outcome) -> Done {
    Done {
        position: 0,
        id: id.clone(),
        outcome,
        held: None,
        kept: None,
        problem: None,
    }
}

fn done_with(
    outstanding: Outstanding,
    expected: &Profile,
    (action, fields): (ItemAction, Fields),
    done: Done,
    cause: Option<Cause>,
) -> Looked {
    Looked::Done {
        watched: Box::new(Watched {
            outstanding,
            called: (expected.display_name.clone(), expected.email.clone()),
            action,
            done: Some(done),
        }),
        cause,
        fields,
        merged_into: None,
    }
}

/// An end that UserHub had no part in.
fn ended(
    outstanding: Outstanding,
    known: &KnownUser,
    outcome: Outcome,
    problem: Option<Problem>,
) -> Looked {
    let done = Done {
        problem,
        ..blank(&outstanding.id, outcome)
    };
    let expected = known.profile.clone().unwrap_or_default();
    let did = (ItemAction::Update, Fields::NONE);
    done_with(outstanding, &expected, did, done, None)
}
