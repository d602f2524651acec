//! A run of deeds from its intent to its end: written down whole before anything is done, carried out, and gone on with
//! where it was cut off.

use jiff::SignedDuration;

use super::carry_out::carry_out;
use super::work::Work;
use crate::clock;
use crate::domain::history::Effort;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::effort;
use crate::protocol::removal::{Ended, Preview, RemovalReport};
use crate::store::journal::{Journal, NewDeed, RunKind};

/// For how long a removal that was cut off is gone on with; after that it is decided anew.
const GONE_ON_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Writes the intent down, tells it, and carries it out. `left_out` are those who were to be seen to and are not.
pub(super) async fn do_it(
    work: &Work<'_>,
    kind: RunKind,
    deeds: Vec<NewDeed>,
    preview: Preview,
) -> Result<Ended, Failure> {
    let left_out = preview.left_out.len() as u64;
    work.telling.send(RemovalReport::Preview(Preview {
        carried_out: true,
        ..preview
    }));
    if deeds.is_empty() {
        return Ok(work.with_requests(Ended {
            left: left_out,
            ..Ended::default()
        }));
    }
    let now = clock::timestamp();
    let begin = move |journal: &mut Journal| journal.begin_deeds(kind, &deeds, now);
    let run = work.desk.journal.with(begin).await?;
    let ended = see_through(work, run, false).await?;
    Ok(Ended {
        left: ended.left + left_out,
        ..ended
    })
}

/// Carries out what a run has open, and writes down how that ended.
async fn see_through(work: &Work<'_>, run: i64, only_look: bool) -> Result<Ended, Failure> {
    let (began, before) = (clock::instant(), work.requests());
    let so_far = work.desk.begin(run).await?;
    let so_far = (run, so_far.1.or(Some(Effort::default())));
    let result = carry_out(work, run, only_look).await;
    let now = clock::timestamp();
    (work.desk.journal)
        .with(move |journal| journal.finish_deeds(run, now))
        .await?;
    let (auth0, userhub) = work.requests();
    let own = effort((auth0 - before.0, userhub - before.1), began.elapsed());
    let failure = result.as_ref().err();
    work.desk.note_end(so_far, own, failure, work.setup).await?;
    Ok(work.with_requests(result?))
}

/// Goes on with what was cut off, before anything else is begun.
pub(super) async fn go_on(work: &Work<'_>) -> Result<(), Failure> {
    let look = |journal: &mut Journal| {
        let Some(run) = journal.unfinished_deeds()? else {
            return Ok(None);
        };
        let began = journal.began_at(run)?;
        let deeds = journal.deeds_of(run, true)?;
        let removes = deeds.iter().any(|deed| deed.act.is_removal());
        Ok(Some((run, began, removes)))
    };
    while let Some((run, began, removes)) = work.desk.journal.with(look).await? {
        let now = clock::timestamp();
        let fresh = SignedDuration::ZERO..GONE_ON_WITHIN;
        let is_old = began.is_none_or(|began| !fresh.contains(&now.duration_since(began)));
        tracing::info!(run, "going on with what was cut off");
        see_through(work, run, removes && is_old).await?;
    }
    Ok(())
}
