//! Reads everybody by an export job: starts it or finds it again, waits for its file, reads that, and holds it against
//! what Auth0's own search says ([`crate::engine::read::cross_check`]).

use std::time::Duration;

use crate::clients::auth0::{Auth0, ExportJob, ExportState, Page};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::completeness::NotProved;
use crate::domain::counted::{CAP, Told};
use crate::domain::ids::JobId;
use crate::domain::secret::Secret;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::read::collector::Collector;
use crate::engine::read::cross_check::{Overview, Verdict, Witnesses};
use crate::engine::read::page_reader::PageReader;
use crate::engine::session::ReadCounters;
use crate::protocol::sync::Waiting;

/// How long an export may take before the walk takes its place.
const EXPORT_DEADLINE: Duration = Duration::from_mins(30);
/// How often a download is tried that breaks off.
const DOWNLOADS: usize = 4;
/// How often a file is read that is whole and lacks people.
const FILES: usize = 2;

/// What came of reading a job's file.
pub(in crate::engine) enum Export {
    /// Everybody was read, as far as could be seen; with what could not be asked.
    Held(Vec<NotProved>),
    /// The file lacks people. Those whom it had are taken in.
    Lacking,
    /// There is no file that could be read. Nobody is taken in.
    NoFile,
}

/// The job that an interrupted run had started, or a new one; `None` when Auth0 gives none, or not within the time for which
/// it is `worth` waiting.
pub(in crate::engine) async fn job(
    auth0: &Auth0,
    known: Option<JobId>,
    worth: Duration,
) -> Result<Option<ExportJob>, Failure> {
    if let Some(job) = known_job(auth0, known).await? {
        return Ok(Some(job));
    }
    match auth0.start_export_within(worth).await {
        Ok(job) => Ok(Some(job)),
        Err(
            refusal @ (ClientError::SlowedDown { .. }
            | ClientError::Rejected(_)
            | ClientError::Intercepted { .. }),
        ) => {
            tracing::info!(%refusal, "no export job");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
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
        Err(refusal @ (ClientError::Rejected(_) | ClientError::Intercepted { .. })) => {
            tracing::info!(%refusal, "no look at the export job");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Waits for the file and reads it, again with a fresh link when it breaks off, its link has expired, or it lacks people.
///
/// `since` is the moment from which on changes are read after the file.
pub(in crate::engine) async fn download(
    pages: &mut PageReader<'_>,
    journal: &JournalThread,
    job: ExportJob,
    first: &Page,
    since: jiff::Timestamp,
    people: &mut Collector<'_>,
) -> Result<Export, Failure> {
    let auth0 = pages.auth0;
    let started = clock::instant();
    let id = job.id.clone();
    let mut state = job.state;
    let mut witnesses = Witnesses::new(first, since);
    let mut lacking = 0;
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
            return Ok(Export::NoFile);
        };
        let mut overview = Overview::new(witnesses.seed());
        let answer = auth0
            .download_export(&link, async |batch| {
                overview.see(&batch);
                people.take(batch).await
            })
            .await;
        match answer {
            Ok(readable) if readable >= least(first.told) => {
                people.flush().await?;
                match witnesses.hold(pages, journal, &overview).await? {
                    Verdict::Agrees(not_proved) => return Ok(Export::Held(not_proved)),
                    Verdict::Lacks => {
                        lacking += 1;
                        tracing::warn!(readable, attempt, "the export lacks people");
                        if lacking == FILES {
                            return Ok(Export::Lacking);
                        }
                    }
                    Verdict::Foreign => {
                        tracing::warn!(readable, attempt, "the export has nobody of the tenant");
                    }
                }
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
    Ok(Export::NoFile)
}

/// How many people a file must have at least, by what the first page of all told. Some may have left since, so that an
/// exact count says no more than a capped one.
fn least(told: Told) -> u64 {
    match told {
        Told::Exactly(total) | Told::AtLeast(total) => total.clamp(1, CAP),
        Told::Nothing => 1,
    }
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
) -> Result<Option<Secret>, Failure> {
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

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::clients::auth0::Auth0Credentials;
    use crate::clients::http::{Limits, Route};
    use crate::domain::ids::ClientId;
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
}
