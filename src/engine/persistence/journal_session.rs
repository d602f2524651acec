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
use crate::store::lock::{COMPARES, GIVES_WAY, LOOKS_AGAIN, ProfileLock, Wish};

/// The journal of a profile, held for as long as this is.
pub(in crate::engine) struct JournalSession {
    // In this order: the journal's file is closed before the lock is given back. Whoever shares it is gone by then.
    pub(in crate::engine) journal: Arc<JournalThread>,
    // None for a look, which writes nothing.
    _lock: Option<ProfileLock>,
}

/// Who goes first where two want the same journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum JournalPriority {
    /// What a person has asked for.
    GoesFirst,
    /// What goes on by itself: it lets go when somebody else wants the journal, and waits for nobody.
    GivesWay,
    /// The same while it compares everybody: it lets go for what a person asks for, and not for a look.
    Compares,
    /// A look: it waits for a watch that only waits for changes, interrupts nobody's work, and gives way to what a person
    /// asks for.
    Looks,
}

/// For how long a holder who gives way is waited for: it lets go within five seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(50);

/// Takes the lock of a profile for what a person asks for, and waits for it where its holder gives way.
///
/// # Errors
/// [`StoreError::Locked`] where the holder does not.
pub(in crate::engine) async fn take_in_turn(
    profile: &Path,
    holder: &str,
) -> Result<ProfileLock, StoreError> {
    let gives_way = |other: &str| other.starts_with(GIVES_WAY) || other.starts_with(LOOKS_AGAIN);
    take_from(profile, holder, gives_way).await
}

/// Takes the lock of a profile for a look. Nobody's work is interrupted by it.
async fn take_to_look(profile: &Path, holder: &str) -> Result<ProfileLock, StoreError> {
    let gives_way = |other: &str| other.starts_with(GIVES_WAY) && !other.starts_with(COMPARES);
    take_from(profile, holder, gives_way).await
}

/// Takes the lock, and waits for it where the holder `gives_way`.
async fn take_from(
    profile: &Path,
    holder: &str,
    gives_way: impl Fn(&str) -> bool,
) -> Result<ProfileLock, StoreError> {
    let began = clock::instant();
    let mut wish = None;
    loop {
        match ProfileLock::take(profile, holder) {
            Err(StoreError::Locked { holder: other })
                if gives_way(&other) && began.elapsed() < PATIENCE =>
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

/// Does what may wait for the disk on a thread of its own.
pub(in crate::engine) async fn on_the_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    // A panic was reported by the panic hook already.
    done.unwrap_or(Err(StoreError::Gone))
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
    pub(in crate::engine) async fn open(
        setup: &Setup,
        priority: JournalPriority,
    ) -> Result<Self, Failure> {
        Self::open_by(setup, priority, Journal::open).await
    }

    /// Opens it to read both sides apart from what is kept, unless somebody else is at work there.
    pub(in crate::engine) async fn open_apart(
        setup: &Setup,
        priority: JournalPriority,
    ) -> Result<Self, Failure> {
        Self::open_by(setup, priority, Journal::open_apart).await
    }

    async fn open_by(
        setup: &Setup,
        priority: JournalPriority,
        open: fn(&Path, &Identity) -> Result<Journal, StoreError>,
    ) -> Result<Self, Failure> {
        let side = userhub_side(setup)?;
        let since = clock::timestamp()
            .to_zoned(jiff::tz::TimeZone::system())
            .strftime("%H:%M");
        let holder = format!("process {}, since {since}", std::process::id());
        let lock = match priority {
            JournalPriority::GoesFirst => take_in_turn(&setup.profile, &holder).await?,
            JournalPriority::Looks => {
                take_to_look(&setup.profile, &format!("{LOOKS_AGAIN} ({holder})")).await?
            }
            JournalPriority::GivesWay => {
                ProfileLock::take(&setup.profile, &format!("{GIVES_WAY} ({holder})"))?
            }
            JournalPriority::Compares => {
                ProfileLock::take(&setup.profile, &format!("{COMPARES} ({holder})"))?
            }
        };
        let identity = Identity {
            auth0: setup.domain.to_string(),
            connection: side.connection.to_string(),
        };
        Self::start(setup, Some(lock), move |profile| open(profile, &identity)).await
    }

    /// Opens it for a preview, which only reads: it holds nobody up and nobody holds it up, whoever is at work.
    pub(in crate::engine) async fn open_to_look(setup: &Setup) -> Result<Self, Failure> {
        let side = userhub_side(setup)?;
        let identity = Identity {
            auth0: setup.domain.to_string(),
            connection: side.connection.to_string(),
        };
        let open = move |profile: &Path| {
            if let Some(journal) = Journal::open_to_look(profile, &identity)? {
                return Ok(journal);
            }
            // There is none yet, or it has an earlier form.
            let _lock = ProfileLock::take(profile, LOOKS_AGAIN)?;
            Journal::open(profile, &identity)?;
            Journal::open_to_look(profile, &identity)?.ok_or(StoreError::Gone)
        };
        Self::start(setup, None, open).await
    }

    /// Opening may bring the file up to date, and takes its time then.
    async fn start(
        setup: &Setup,
        lock: Option<ProfileLock>,
        open: impl FnOnce(&Path) -> Result<Journal, StoreError> + Send + 'static,
    ) -> Result<Self, Failure> {
        let profile = setup.profile.clone();
        let opened = on_the_disk(move || open(&profile)).await?;
        let journal = JournalThread::start(opened).map_err(StoreError::io(&setup.profile))?;
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
        let session = Self::open(setup, JournalPriority::GoesFirst).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_person_asks_for_waits_for_a_look_that_the_window_takes_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        for holder in [GIVES_WAY, LOOKS_AGAIN] {
            let held = ProfileLock::take(folder.path(), &format!("{holder} (process 1)")).unwrap();
            let let_go = async {
                // It is told that somebody waits, and lets go for that.
                while !Wish::is_there(folder.path()) {
                    tokio::time::sleep(LOOK).await;
                }
                drop(held);
            };
            let (taken, ()) = tokio::join!(take_in_turn(folder.path(), "a person"), let_go);
            assert!(taken.is_ok(), "{holder}");
        }
        let _held = ProfileLock::take(folder.path(), "process 1").unwrap();
        let refused = take_in_turn(folder.path(), "a person").await;
        assert!(matches!(refused, Err(StoreError::Locked { .. })));
    }

    #[tokio::test]
    async fn a_look_interrupts_nobody_who_compares() {
        let folder = tempfile::tempdir().unwrap();
        let _held = ProfileLock::take(folder.path(), &format!("{COMPARES} (process 1)")).unwrap();
        let refused = take_to_look(folder.path(), "a look").await;
        assert!(matches!(refused, Err(StoreError::Locked { .. })));
        assert!(!Wish::is_there(folder.path()));
    }
}
