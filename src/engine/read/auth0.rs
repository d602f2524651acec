//! Reads all people of the Auth0 tenant into the journal, by the cheapest way that is complete, and says what that proves.
//!
//! Below 1,000 people that is a walk over pages, held against Auth0's count; from 1,000 on it is an export job, held
//! against what Auth0's search says, and followed by a walk over those who changed meanwhile, since an export is no
//! snapshot of one moment. When Auth0 refuses the job, cannot finish it, or its file lacks people, a walk over everybody
//! takes its place. What comes short is read again in other ways; if it still is, the evidence says so.

use jiff::{SignedDuration, Timestamp};

use crate::clients::auth0::{Auth0, Page, Person};
use crate::clock;
use crate::domain::completeness::{Evidence, HowRead, NotProved};
use crate::domain::counted::{CAP, Counted, Told};
use crate::domain::ids::JobId;
use crate::domain::pace::worth_waiting;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::read::again::read_again;
use crate::engine::read::by_id::{Depth, by_id};
use crate::engine::read::collector::Collector;
use crate::engine::read::export::{Export, download, job};
use crate::engine::read::page_reader::{By, PageReader, is_refused};
use crate::engine::read::paginate::{Walked, walk, without_date};
use crate::engine::session::ReadCounters;
use crate::store::journal::Journal;

/// How far back the walk after an export begins before the export did, for the search index's lag.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// The run that people are read for.
pub(in crate::engine) struct Reading {
    pub(in crate::engine) run: i64,
    /// When it began; its export job, if it has one, began later.
    pub(in crate::engine) began: Timestamp,
    /// The export job that it had started before it was interrupted.
    pub(in crate::engine) job: Option<JobId>,
}

/// Reads everybody, and says what the reading proves.
pub(in crate::engine) async fn read(
    auth0: &Auth0,
    journal: &JournalThread,
    reading: Reading,
    counters: &ReadCounters,
) -> Result<Evidence, Failure> {
    journal.with(Journal::clear_sources).await?;
    let mut people = Collector::new(journal, counters);
    let mut pages = PageReader::new(auth0);
    let first = pages.page(None, By::CreatedAt.field(), 0).await?;
    let (run, began) = (
        reading.run,
        first.answered_at.unwrap_or_else(clock::timestamp),
    );
    journal
        .with(move |journal| journal.set_read_from(run, began))
        .await?;
    let told = first.told;
    let mut evidence = Evidence {
        how: HowRead::Pages,
        counted: told.exactly(),
        not_proved: Vec::new(),
        taken_back: 0,
    };
    if is_small(&first) {
        Box::pin(everybody(&mut pages, first, &mut people, &mut evidence)).await?;
    } else if let Some(not_proved) =
        Box::pin(by_export(&mut pages, journal, reading, &first, &mut people)).await?
    {
        evidence.how = HowRead::Export;
        evidence.not_proved = not_proved;
    } else {
        tracing::info!("reading everybody by walking");
        evidence.how = HowRead::Walk;
        Box::pin(everybody(&mut pages, first, &mut people, &mut evidence)).await?;
    }
    people.flush().await?;
    let missing = missing_of_many(&mut pages, journal, told).await?;
    if missing > 0 {
        evidence
            .not_proved
            .retain(|one| !matches!(one, NotProved::Auth0Short { .. }));
        evidence.not_proved.push(NotProved::Auth0Short { missing });
    }
    tracing::debug!(?evidence, "Auth0 is read");
    Ok(evidence)
}

/// Whether pages will do: fewer than 1,000 people, or, where no count is told, fewer than fill a page.
fn is_small(first: &Page) -> bool {
    match first.told {
        Told::Exactly(total) => total < CAP,
        Told::AtLeast(_) => false,
        Told::Nothing => first.people.len() < first.most,
    }
}

/// Reads everybody by walking, and again in other ways where fewer came than Auth0 counted.
async fn everybody(
    pages: &mut PageReader<'_>,
    first: Page,
    people: &mut Collector<'_>,
    evidence: &mut Evidence,
) -> Result<(), Failure> {
    let mut take = async |page| people.take(page).await;
    let (told, at) = (first.told, first.answered_at);
    let walked = walk(pages, By::CreatedAt, None, Some(first), &mut take).await;
    let mut missing = 0;
    let mut newest = told;
    match walked {
        Ok(walked) => {
            evidence
                .not_proved
                .extend(walked.not_proved.iter().cloned());
            (missing, newest) = settle(pages, walked, &mut take).await?;
            // An exact count includes those whom no range of dates finds.
            if told.exactly().is_none_or(|total| total >= CAP) {
                let not_asked = without_date(pages, &mut take).await?;
                evidence.not_proved.extend(not_asked);
            }
        }
        Err(failure) if is_refused(&failure) => {
            tracing::warn!("no search by date: everybody is read by id");
            let mut counted = Counted::of(told, at);
            let mut see = async |page: Vec<Person>| {
                for person in &page {
                    counted.see(&person.source.id, person.created_at);
                }
                take(page).await
            };
            if !by_id(pages, None, "", Depth::Counted, &mut see).await? {
                missing = counted.missing();
                let whom = "in order of their ids".to_owned();
                evidence.not_proved.push(NotProved::Auth0NotAsked { whom });
            }
        }
        Err(failure) => return Err(failure),
    }
    evidence.counted = newest.exactly().or(evidence.counted);
    if newest == Told::Nothing && told == Told::Nothing {
        evidence.not_proved.push(NotProved::Auth0NotCounted);
    }
    if missing > 0 {
        evidence.not_proved.push(NotProved::Auth0Short { missing });
    }
    Ok(())
}

/// Reads again what came short on a walk. The answer is how many are still missing, and the newest count of everybody.
pub(super) async fn settle<F>(
    pages: &PageReader<'_>,
    walked: Walked,
    take: &mut F,
) -> Result<(u64, Told), Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let told = walked.told;
    if walked.missing() == 0 {
        return Ok((0, told));
    }
    tracing::info!(
        missing = walked.missing(),
        "fewer came than Auth0 counts: reading again"
    );
    let (range, counted) = walked.short();
    let q = range.map(|range| pages.form(range));
    let (missing, counted) = read_again(pages.auth0, q.as_deref(), counted, take).await?;
    Ok((missing, if range.is_none() { counted } else { told }))
}

/// Reads everybody by an export job, and then those who changed meanwhile. The answer is what could not be proved; `None`
/// when everybody has to be read in another way.
async fn by_export(
    pages: &mut PageReader<'_>,
    journal: &JournalThread,
    Reading {
        run,
        began,
        job: known,
    }: Reading,
    first: &Page,
    people: &mut Collector<'_>,
) -> Result<Option<Vec<NotProved>>, Failure> {
    let known_people = journal.with(|journal| journal.known_people()).await?;
    let free = pages.auth0.http().pace().learnt.map(|learnt| learnt.free);
    let worth = worth_waiting(first.told, known_people, free);
    let Some(job) = job(pages.auth0, known, worth).await? else {
        return Ok(None);
    };
    let id = job.id.clone();
    journal
        .with(move |journal| journal.set_export_job(run, Some(&id)))
        .await?;
    let since = job.created_at.unwrap_or(began) - OVERLAP;
    let export = download(pages, journal, job, first, since, people).await?;
    journal
        .with(move |journal| journal.set_export_job(run, None))
        .await?;
    let mut not_proved = match export {
        Export::Held(not_proved) => not_proved,
        // Those whom the file had stay: a search that lags may not find them all.
        Export::Lacking => {
            people.counters.restart_auth0();
            return Ok(None);
        }
        Export::NoFile => return Ok(None),
    };
    not_proved.extend(changed_since(pages, since, people).await?);
    people.flush().await?;
    let missing = missing_of_many(pages, journal, first.told).await?;
    Ok((missing == 0).then_some(not_proved))
}

/// Reads those who changed while the file was written; the answer is what could not be proved.
async fn changed_since(
    pages: &mut PageReader<'_>,
    since: Timestamp,
    people: &mut Collector<'_>,
) -> Result<Vec<NotProved>, Failure> {
    let mut take = async |page| people.take(page).await;
    match walk(pages, By::UpdatedAt, Some(since), None, &mut take).await {
        Ok(walked) => {
            let mut not_proved = walked.not_proved.clone();
            let (missing, _) = settle(pages, walked, &mut take).await?;
            if missing > 0 {
                not_proved.push(NotProved::Auth0Short { missing });
            }
            Ok(not_proved)
        }
        Err(failure) if is_refused(&failure) => {
            let whom = "who changed while the export was written".to_owned();
            Ok(vec![NotProved::Auth0NotAsked { whom }])
        }
        Err(failure) => Err(failure),
    }
}

/// Holds what the journal has against a count above the cap, which Auth0 does not give; should it, its word counts. The
/// answer is how many are missing.
async fn missing_of_many(
    pages: &mut PageReader<'_>,
    journal: &JournalThread,
    told: Told,
) -> Result<u64, Failure> {
    let is_many = |told: Told| told.exactly().filter(|total| *total > CAP);
    let Some(total) = is_many(told) else {
        return Ok(0);
    };
    let read = journal.with(|journal| journal.count_sources()).await?;
    if read >= total {
        return Ok(0);
    }
    // Some may have left meanwhile.
    let again = pages.page(None, By::CreatedAt.field(), 0).await?.told;
    Ok(is_many(again).unwrap_or_default().saturating_sub(read))
}

#[cfg(test)]
mod tests;
