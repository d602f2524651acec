//! Reads all people of the Auth0 tenant into the journal, by the cheapest way that is complete.
//!
//! Below 1,000 people that is a walk over pages; from 1,000 on it is an export job, followed by a walk over those who
//! changed meanwhile, since an export is no snapshot of one moment. When Auth0 refuses the job or cannot finish it, a
//! walk over everybody takes its place.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::issues::Failure;
use super::journal::{Answer, JournalThread};
use super::session::ReadCounters;
use super::walk::{WalkBy, pages, walk, without_date};
use crate::app::event::Waiting;
use crate::clients::auth0::{Auth0, ExportJob, ExportState, Page, Person, UserQuery};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::ids::{Auth0UserId, JobId};
use crate::domain::profile::Source;
use crate::store::journal::Journal;

/// From this total on the number itself says no more than "1,000 or more" (contract auth0-api 3.2).
const TOTAL_CAP: u64 = 1000;
/// How far back the walk after an export begins before the export did, for the search index's lag.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);
/// How long an export may take before the walk takes its place.
const EXPORT_DEADLINE: Duration = Duration::from_mins(30);
/// How often a download is tried that breaks off.
const DOWNLOADS: usize = 4;
/// How many people whom an export lacks are asked for, to see whether they have left.
const ASKED_FOR: usize = 10;
/// How many people are handed to the journal at once.
const BATCH: usize = 1000;

/// The run that people are read for.
pub(super) struct Reading {
    pub(super) run: i64,
    /// When it began; its export job, if it has one, began later.
    pub(super) began: Timestamp,
    /// The export job that it had started before it was interrupted.
    pub(super) job: Option<JobId>,
}

/// Reads everybody.
pub(super) async fn read(
    auth0: &Auth0,
    journal: &JournalThread,
    reading: Reading,
    counters: &ReadCounters,
) -> Result<(), Failure> {
    journal.with(Journal::clear_sources).await?;
    let mut people = Collector::new(journal, counters);
    let first = auth0
        .users(&UserQuery {
            q: None,
            sort: "created_at",
            page: 0,
        })
        .await?;
    if first.total < TOTAL_CAP {
        few(auth0, first, &mut people).await?;
    } else if !by_export(auth0, journal, reading, &first, &mut people).await? {
        tracing::info!("reading everybody by walking, since there is no export");
        let mut take = async |page| people.take(page).await;
        walk(auth0, WalkBy::CreatedAt, None, Some(first), &mut take).await?;
        without_date(auth0, WalkBy::CreatedAt, &mut take).await?;
    }
    people.finish().await
}

/// Reads fewer than 1,000 people, and looks whether as many came as Auth0 had counted.
async fn few(auth0: &Auth0, first: Page, people: &mut Collector<'_>) -> Result<(), Failure> {
    let total = first.total;
    let mut seen = HashSet::new();
    let mut take = async |page: Vec<Person>| {
        seen.extend(page.iter().map(|person| person.source.id.clone()));
        people.take(page).await
    };
    walk(auth0, WalkBy::CreatedAt, None, Some(first), &mut take).await?;
    if (seen.len() as u64) < total {
        // Some were deleted meanwhile, or have no date that a walk could find them by: so few can be read by place.
        pages(auth0, None, &mut async |page| people.take(page).await).await?;
    }
    Ok(())
}

/// Reads everybody by an export job; `false` when there is none to be had.
async fn by_export(
    auth0: &Auth0,
    journal: &JournalThread,
    Reading { run, began, job }: Reading,
    first: &Page,
    people: &mut Collector<'_>,
) -> Result<bool, Failure> {
    let job = match known_job(auth0, job).await? {
        Some(job) => job,
        None => match auth0.start_export().await {
            Ok(job) => job,
            Err(ClientError::Rejected(refusal)) => {
                tracing::info!(%refusal, "no export job");
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        },
    };
    let id = job.id.clone();
    journal
        .with(move |journal| journal.set_export_job(run, Some(&id)))
        .await?;
    let since = job.created_at.unwrap_or(began) - OVERLAP;
    let read = download(auth0, job, first, people).await?;
    journal
        .with(move |journal| journal.set_export_job(run, None))
        .await?;
    if read {
        let mut take = async |page| people.take(page).await;
        walk(auth0, WalkBy::UpdatedAt, Some(since), None, &mut take).await?;
    }
    Ok(read)
}

/// The job of an interrupted run, if Auth0 still has it.
async fn known_job(auth0: &Auth0, id: Option<JobId>) -> Result<Option<ExportJob>, Failure> {
    let Some(id) = id else {
        return Ok(None);
    };
    let job = look_at(auth0, &id).await?;
    Ok(job.filter(|job| !matches!(job.state, ExportState::Failed)))
}

/// Looks at a job; one that Auth0 refuses to show is no better than one that is gone.
async fn look_at(auth0: &Auth0, id: &JobId) -> Result<Option<ExportJob>, Failure> {
    match auth0.export(id).await {
        Ok(job) => Ok(job),
        Err(ClientError::Rejected(refusal)) => {
            tracing::info!(%refusal, "no look at the export job");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Waits for the file and reads it, again with a fresh link when it breaks off, its link has expired, or it lacks people
/// of whom the first page of all has told us.
async fn download(
    auth0: &Auth0,
    job: ExportJob,
    first: &Page,
    people: &mut Collector<'_>,
) -> Result<bool, Failure> {
    let started = clock::instant();
    let id = job.id.clone();
    let mut state = job.state;
    for attempt in 0..DOWNLOADS {
        if attempt > 0 {
            // Nothing of a file that cannot be trusted stays, and whatever was in the way gets a moment to pass.
            people.start_over().await?;
            auth0
                .http()
                .pause(Duration::from_secs(1 << attempt))
                .await?;
        }
        let deadline = EXPORT_DEADLINE.saturating_sub(started.elapsed());
        let Some(link) = wait_for_link(auth0, &id, state, people.counters, deadline).await? else {
            return Ok(false);
        };
        let mut lacking = ids_of(first);
        let answer = auth0
            .download_export(&link, async |batch| {
                for person in &batch {
                    lacking.remove(&person.source.id);
                }
                people.take(batch).await
            })
            .await;
        match answer {
            Ok(readable) if readable >= TOTAL_CAP && !any_is_there(auth0, &lacking).await? => {
                return Ok(true);
            }
            Ok(readable) => {
                tracing::warn!(readable, attempt, "the export is shorter than the tenant");
            }
            Err(Failure::Client(error)) if !ends_all(&error) => {
                tracing::warn!(%error, attempt, "the export could not be read");
            }
            Err(failure) => return Err(failure),
        }
        // Asking anew gives a fresh link.
        state = ExportState::Running {
            seconds_left: Some(0.0),
            percent: None,
        };
    }
    people.start_over().await?;
    Ok(false)
}

/// Everybody on a page whose record could be read.
fn ids_of(page: &Page) -> HashSet<Auth0UserId> {
    let sources = page.people.iter().map(|person| &person.source);
    let readable = sources.filter(|source| source.profile.is_ok());
    readable.map(|source| source.id.clone()).collect()
}

/// Whether one of these people is in the tenant. Those who left since are not, and a few are enough to tell.
async fn any_is_there(auth0: &Auth0, ids: &HashSet<Auth0UserId>) -> Result<bool, Failure> {
    for id in ids.iter().take(ASKED_FOR) {
        if auth0.user(id).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether another attempt at the file would meet the same.
fn ends_all(error: &ClientError) -> bool {
    matches!(error, ClientError::Stopped | ClientError::Untrusted { .. })
}

/// Polls the job until its file lies ready; `None` when it failed, is gone, or takes longer than the deadline.
async fn wait_for_link(
    auth0: &Auth0,
    id: &JobId,
    mut state: ExportState,
    counters: &ReadCounters,
    deadline: Duration,
) -> Result<Option<crate::domain::secret::Secret>, Failure> {
    let started = clock::instant();
    let mut delays = PollDelays::default();
    loop {
        let (seconds_left, percent) = match state {
            ExportState::Ready(link) => {
                counters.wait_for(None);
                return Ok(Some(link));
            }
            ExportState::Failed => return Ok(None),
            ExportState::Running {
                seconds_left,
                percent,
            } => (seconds_left, percent),
        };
        if started.elapsed() > deadline {
            return Ok(None);
        }
        counters.wait_for(Some(Waiting::Export { percent }));
        auth0
            .http()
            .pause(delays.next(started.elapsed(), seconds_left))
            .await?;
        state = match look_at(auth0, id).await? {
            Some(job) => job.state,
            None => return Ok(None),
        };
    }
}

/// How long to wait between two looks at a job: a second for the first 20 seconds, then half as long again each
/// time, up to 15 seconds; sooner when Auth0 says that it will be ready sooner.
#[derive(Default)]
struct PollDelays {
    last: Option<Duration>,
}

impl PollDelays {
    fn next(&mut self, elapsed: Duration, seconds_left: Option<f64>) -> Duration {
        let regular = match self.last {
            Some(last) if elapsed >= Duration::from_secs(20) => {
                last.mul_f64(1.5).min(Duration::from_secs(15))
            }
            _ => Duration::from_secs(1),
        };
        self.last = Some(regular);
        match seconds_left {
            // Longer than the longest delay is never waited, whatever Auth0 says.
            Some(left) if left >= 0.0 => {
                regular.min(Duration::from_secs_f64(left.clamp(0.1, 60.0)))
            }
            _ => regular,
        }
    }
}

/// Gathers people into batches for the journal.
struct Collector<'a> {
    journal: &'a JournalThread,
    counters: &'a ReadCounters,
    batch: Vec<Source>,
    written: Option<Answer<()>>,
}

impl<'a> Collector<'a> {
    fn new(journal: &'a JournalThread, counters: &'a ReadCounters) -> Self {
        Self {
            journal,
            counters,
            batch: Vec::new(),
            written: None,
        }
    }

    async fn take(&mut self, people: Vec<Person>) -> Result<(), Failure> {
        self.counters.add_auth0(people.len() as u64);
        self.batch
            .extend(people.into_iter().map(|person| person.source));
        if self.batch.len() >= BATCH {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// Throws away everybody who was taken in so far.
    async fn start_over(&mut self) -> Result<(), Failure> {
        self.settle().await?;
        self.batch.clear();
        self.counters.restart_auth0();
        Ok(self.journal.with(Journal::clear_sources).await?)
    }

    /// Hands a batch to the journal while the next one is read. One batch is under way at a time.
    async fn hand_over(&mut self) -> Result<(), Failure> {
        self.settle().await?;
        let batch = std::mem::take(&mut self.batch);
        self.written = Some(
            self.journal
                .hand_over(move |journal| journal.add_sources(&batch))
                .await,
        );
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Failure> {
        match self.written.take() {
            Some(written) => Ok(written.wait().await?),
            None => Ok(()),
        }
    }

    async fn finish(mut self) -> Result<(), Failure> {
        self.hand_over().await?;
        self.settle().await
    }
}

/// How old what an interrupted run has read may be for the next run to go on with it.
pub(super) fn is_fresh(read_at: Option<Timestamp>, now: Timestamp) -> bool {
    // A moment that is still to come tells of a clock that was wrong, and nothing of the age.
    let hour = SignedDuration::ZERO..SignedDuration::from_hours(1);
    read_at.is_some_and(|at| hour.contains(&now.duration_since(at)))
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::clients::auth0::Auth0Credentials;
    use crate::clients::http::{Limits, Route};
    use crate::domain::ids::ClientId;
    use crate::domain::secret::Secret;
    use crate::practice::auth0::{ExportBehaviour, Tenant, TenantOptions};

    #[test]
    fn a_job_is_polled_each_second_then_more_slowly_and_sooner_when_auth0_says_so() {
        let mut delays = PollDelays::default();
        let seconds = Duration::from_secs;
        assert_eq!(delays.next(seconds(0), None), seconds(1));
        assert_eq!(
            delays.next(seconds(1), Some(0.3)),
            Duration::from_millis(300)
        );
        assert_eq!(delays.next(seconds(19), Some(f64::MAX)), seconds(1));
        assert_eq!(delays.next(seconds(20), None), Duration::from_millis(1500));
        let last = (0..20).map(|_| delays.next(seconds(100), None)).last();
        assert_eq!(last, Some(seconds(15)));
    }

    #[tokio::test]
    async fn a_job_that_is_stuck_is_given_up_at_the_deadline() {
        let tenant = Tenant::start(TenantOptions {
            export: ExportBehaviour::StaysPending,
            export_time: Some(Duration::from_millis(200)),
            ..TenantOptions::default()
        })
        .unwrap();
        let credentials = Auth0Credentials {
            domain: tenant.domain().parse().unwrap(),
            client_id: ClientId::new(tenant.client_id()),
            client_secret: Secret::new(&tenant.client_secret()),
        };
        let route = Route {
            base: tenant.url(),
            certificates: Vec::new(),
            proxy: None,
            manner: crate::domain::pace::Manner::USUAL,
        };
        let stop = CancellationToken::new();
        let auth0 = Auth0::new(credentials, route, Limits::SYNC, stop).unwrap();
        let job = auth0.start_export().await.unwrap();
        let (counters, deadline) = (ReadCounters::default(), Duration::from_millis(1_500));
        let started = clock::instant();
        let link = wait_for_link(&auth0, &job.id, job.state, &counters, deadline).await;
        assert!(matches!(link, Ok(None)), "{link:?}");
        assert!((1..10).contains(&started.elapsed().as_secs()));
    }

    #[test]
    fn what_was_read_an_hour_ago_is_read_again() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        assert!(is_fresh("2026-11-23T09:01:00Z".parse().ok(), now));
        assert!(!is_fresh("2026-11-23T08:59:00Z".parse().ok(), now));
        assert!(!is_fresh("2026-11-24T10:00:00Z".parse().ok(), now));
        assert!(!is_fresh(None, now));
    }
}
