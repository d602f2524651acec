//! Reads those of Auth0 who have changed since a moment into the journal, and those whom an earlier run could not bring
//! over.
//!
//! A walk by the date of the last change: whoever changes meanwhile moves to its end and is met twice. More who share one
//! date than Auth0 pages through are read by their ids.

use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;

use crate::clients::auth0::Auth0;
use crate::clock;
use crate::domain::changes::next_from;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::read::auth0::settle;
use crate::engine::read::collector::Collector;
use crate::engine::read::lookup::{ALL_UP_TO, AT_ONCE, Word, ask};
use crate::engine::read::page_reader::{By, PageReader, Range, is_refused};
use crate::engine::read::paginate::walk;
use crate::engine::session::ReadCounters;
use crate::store::journal::{Journal, Known};

/// Reads everybody who has changed from `from` on. The answer is when the next reading has to begin; `None` when Auth0 did
/// not give everybody who has changed.
pub(in crate::engine) async fn changed(
    auth0: &Auth0,
    journal: &JournalThread,
    from: Timestamp,
    counters: &ReadCounters,
) -> Result<Option<Timestamp>, Failure> {
    match changed_or_refused(auth0, journal, from, counters).await {
        Err(failure) if is_refused(&failure) => {
            tracing::warn!("no search by the date of the last change");
            Ok(None)
        }
        answer => answer,
    }
}

async fn changed_or_refused(
    auth0: &Auth0,
    journal: &JournalThread,
    from: Timestamp,
    counters: &ReadCounters,
) -> Result<Option<Timestamp>, Failure> {
    let mut people = Collector::new(journal, counters);
    let mut pages = PageReader::new(auth0);
    let range = Range::from(By::UpdatedAt, from.into());
    let first = pages.range(Some(range), By::UpdatedAt, 0).await?;
    let began = first.answered_at.unwrap_or_else(clock::timestamp);
    let mut take = async |page| people.take(page).await;
    let walked = walk(
        &mut pages,
        By::UpdatedAt,
        Some(from),
        Some(first),
        &mut take,
    )
    .await?;
    let is_proved = walked.not_proved.is_empty();
    let (missing, _) = settle(&pages, walked, &mut take).await?;
    people.flush().await?;
    let read = journal.with(|journal| journal.count_sources()).await?;
    tracing::debug!(read, missing, "changes are read");
    Ok((missing == 0 && is_proved).then(|| next_from(began, read)))
}

/// Asks Auth0 for each of those whom an earlier run could not bring over, unless they were read already.
///
/// Up to 1,000 are asked for. Of more, the rest has its turn when everybody is compared.
pub(in crate::engine) async fn late(auth0: &Auth0, journal: &JournalThread) -> Result<(), Failure> {
    let late = journal
        .with(|journal| {
            let late = journal.late()?;
            let not_read = journal.not_read(late.iter().cloned())?;
            Ok(late.into_iter().filter(move |id| not_read.contains(id)))
        })
        .await?;
    let known = late.take(ALL_UP_TO).map(|id| Known {
        id,
        in_userhub: false,
    });
    let (mut there, mut gone) = (Vec::new(), Vec::new());
    let mut words = stream::iter(known)
        .map(|known| ask(auth0, known))
        .buffer_unordered(AT_ONCE);
    while let Some(word) = words.next().await {
        match word? {
            Word::There(record) => there.push(record.person.source),
            Word::Gone(known) => gone.push(known.id),
            Word::None => {}
        }
    }
    let take = move |journal: &mut Journal| {
        journal.add_sources(&there)?;
        journal.not_late(&gone)
    };
    Ok(journal.with(take).await?)
}
