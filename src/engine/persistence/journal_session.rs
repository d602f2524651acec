//! The journal of one profile, held under its lock, and what is written down there of how runs end.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::clients::auth0::Auth0;
use crate::clients::userhub::Held;
use crate::clock;
use crate::domain::history::{Effort, Trouble};
use crate::domain::ids::Auth0UserId;
use crate::domain::pace::Lesson;
use crate::domain::tally::Outcome;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::session::{lesson, userhub_side};
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::journal::{Alone, Done, Identity, ItemAction, Journal};
use crate::store::lock::{GIVES_WAY, ProfileLock, Wish};

/// The journal of a profile, held for as long as this is.
pub(in crate::engine) struct JournalSession {
    // In this order: the journal's file is closed before the lock is given back. Whoever shares it is gone by then.
    pub(in crate::engine) journal: Arc<JournalThread>,
    _lock: ProfileLock,
}

/// Who goes first where two want the same journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Manners {
    /// What a person has asked for.
    GoesFirst,
    /// What goes on by itself: it lets go when somebody else wants the journal, and waits for nobody.
    GivesWay,
}

/// For how long a holder who gives way is waited for: it lets go within five seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(50);

/// Takes the lock of a profile, and waits for it where its holder gives way.
///
/// # Errors
/// [`StoreError::Locked`] where the holder does not.
pub(in crate::engine) async fn take_in_turn(
    profile: &Path,
    holder: &str,
) -> Result<ProfileLock, StoreError> {
    let began = clock::instant();
    let mut wish = None;
    loop {
        match ProfileLock::take(profile, holder) {
            Err(StoreError::Locked { holder: other })
                if other.starts_with(GIVES_WAY) && began.elapsed() < PATIENCE =>
            {
                if wish.is_none() {
                    wish = Some(Wish::make(profile)?);
                }
                tokio::time::sleep(LOOK).await;
            }
            taken_or_refused => return taken_or_refused,
        }
    }
}

/// Requests sent to Auth0 and to UserHub.
pub(in crate::engine) type Requests = (u64, u64);

/// What these requests and this time are together.
pub(in crate::engine) fn effort(
    (auth0_requests, userhub_requests): Requests,
    took: Duration,
) -> Effort {
    Effort {
        auth0_requests,
        userhub_requests,
        took,
    }
}

/// A run that was begun or is gone on with, and what it had taken before.
pub(in crate::engine) type Begun = (i64, Option<Effort>);

impl JournalSession {
    /// Opens the journal of the setup's profile, unless somebody else is at work there who does not give way.
    pub(in crate::engine) async fn open(setup: &Setup, manners: Manners) -> Result<Self, Failure> {
        Self::open_by(setup, manners, Journal::open).await
    }

    /// Opens it to read both sides apart from what is kept, unless somebody else is at work there.
    pub(in crate::engine) async fn open_apart(
        setup: &Setup,
        manners: Manners,
    ) -> Result<Self, Failure> {
        Self::open_by(setup, manners, Journal::open_apart).await
    }

    async fn open_by(
        setup: &Setup,
        manners: Manners,
        open: fn(&Path, &Identity) -> Result<Journal, StoreError>,
    ) -> Result<Self, Failure> {
        let side = userhub_side(setup)?;
        let since = clock::timestamp()
            .to_zoned(jiff::tz::TimeZone::system())
            .strftime("%H:%M");
        let holder = format!("process {}, since {since}", std::process::id());
        let lock = match manners {
            Manners::GoesFirst => take_in_turn(&setup.profile, &holder).await?,
            Manners::GivesWay => {
                ProfileLock::take(&setup.profile, &format!("{GIVES_WAY} ({holder})"))?
            }
        };
        let identity = Identity {
            auth0: setup.domain.to_string(),
            connection: side.connection.to_string(),
        };
        let journal = open(&setup.profile, &identity)?;
        let journal = JournalThread::start(journal).map_err(StoreError::io(&setup.profile))?;
        Ok(Self {
            journal: Arc::new(journal),
            _lock: lock,
        })
    }

    /// Writes down for History that one person was added, with whom the connection was tried.
    pub(in crate::engine) async fn note_added(
        setup: &Setup,
        id: &Auth0UserId,
        held: &Held,
    ) -> Result<(), Failure> {
        let session = Self::open(setup, Manners::GoesFirst).await?;
        let now = clock::timestamp();
        let alone = Alone {
            id: id.clone(),
            name: held.profile.display_name.clone(),
            email: held.profile.email.clone(),
            action: ItemAction::Add,
        };
        let done = Done {
            // Nobody's place in a plan.
            position: 0,
            id: id.clone(),
            outcome: Outcome::Added,
            held: Some((held.id.clone(), held.profile.clone())),
            kept: None,
            problem: None,
        };
        let noted = session.journal.with(move |journal| {
            let run = journal.begin_alone(now)?;
            journal.finish_alone(run, &alone, Some(done), now)
        });
        Ok(noted.await?)
    }

    /// Notes that a run is at work: what it takes is not known before [`note_end`](Self::note_end).
    pub(in crate::engine) async fn begin(&self, run: i64) -> Result<Begun, StoreError> {
        let before = self
            .journal
            .with(move |journal| journal.take_effort(run))
            .await?;
        Ok((run, before))
    }

    /// Writes down what a comparison took and, where it made no plan, why.
    pub(in crate::engine) async fn note_compared(
        &self,
        begun: Option<Begun>,
        effort: Effort,
        failure: Option<&Failure>,
        setup: &Setup,
    ) -> Result<(), StoreError> {
        match (begun, trouble(failure, setup)) {
            (Some(begun), _) => self.note_end(begun, effort, failure, setup).await,
            (None, Some(trouble)) => {
                let now = clock::timestamp();
                self.journal
                    .with(move |journal| journal.note_refused(effort, &trouble, now))
                    .await
            }
            (None, None) => Ok(()),
        }
    }

    /// Writes down how a run ended, and what it has taken in all. What was not known before stays so.
    pub(in crate::engine) async fn note_end(
        &self,
        (run, before): Begun,
        own: Effort,
        failure: Option<&Failure>,
        setup: &Setup,
    ) -> Result<(), StoreError> {
        let effort = before.map(|before| before.and(own));
        let (trouble, now) = (trouble(failure, setup), clock::timestamp());
        self.journal
            .with(move |journal| journal.note_end(run, effort, trouble.as_ref(), now))
            .await
    }

    /// Writes down what a run has learnt of the tenant's limit, and gives it.
    pub(in crate::engine) async fn note_pace(
        &self,
        run: i64,
        auth0: &Auth0,
    ) -> Result<Option<Lesson>, StoreError> {
        let pace = lesson(auth0);
        if let Some(pace) = pace {
            self.journal
                .with(move |journal| journal.note_pace(run, &pace))
                .await?;
        }
        Ok(pace)
    }
}

/// What History says of a problem; a stop is none.
fn trouble(failure: Option<&Failure>, setup: &Setup) -> Option<Trouble> {
    let failure = failure.filter(|failure| !failure.is_stop())?;
    Some(Trouble::from(&failure.issue(setup)))
}
