//! What a comparison makes of people whom Auth0 does not have any more: they are noted with what Auth0 has said of them,
//! where the comparison is proved complete, and taken off again when they are back. Nothing is changed in either service.

use std::collections::{HashMap, HashSet};

use futures_util::stream::{self, StreamExt as _};

use super::work::AT_ONCE;
use crate::clients::auth0::{Auth0, MERGED_AT_ONCE};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::removal::{Deletion, Missing, Said, Word};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::store::journal::Journal;

/// Takes in what the comparison `run` has shown. How many people wait for a decision.
pub(in crate::engine) async fn collect(
    journal: &JournalThread,
    auth0: &Auth0,
    run: i64,
) -> Result<u64, Failure> {
    let look = move |journal: &mut Journal| {
        let back = journal.no_longer_missed()?;
        journal.take_off(&back)?;
        let (words, lives_on) = journal.take_words();
        let (_, not_proved) = journal.complete_comparisons()?;
        // What a reading that is not whole has missed was perhaps never looked for.
        if not_proved.is_some() {
            return Ok((Vec::new(), Vec::new(), Vec::new()));
        }
        let ids: HashSet<Auth0UserId> = words.iter().map(|(id, _)| id.clone()).collect();
        let held = journal.held_of(&ids)?;
        Ok((held, words, lives_on))
    };
    let (held, words, lives_on) = journal.with(look).await?;
    if !held.is_empty() {
        note(journal, auth0, run, held, (words, lives_on)).await?;
    }
    let waiting = journal.with(|journal| journal.undecided()).await?;
    Ok(waiting.len() as u64)
}

async fn note(
    journal: &JournalThread,
    auth0: &Auth0,
    run: i64,
    held: Vec<Missing>,
    (words, lives_on): Said,
) -> Result<(), Failure> {
    let now = clock::timestamp();
    let known = journal.with(|journal| journal.gone()).await?;
    let settled: HashSet<Auth0UserId> = (known.into_iter())
        .filter(|gone| gone.again.is_some() || gone.merged_into.is_some())
        .map(|gone| gone.id)
        .collect();
    let open: Vec<Auth0UserId> = (held.iter())
        .filter(|one| !settled.contains(&one.id))
        .map(|one| one.id.clone())
        .collect();
    let mut merged = lives_on;
    let (found, not_known) = into_whom(auth0, &open).await?;
    merged.extend(found);
    let told = deletions(auth0, &held, &settled).await?;
    let held: Vec<Missing> = (held.into_iter())
        .map(|one| Missing {
            deleted: told.get(&one.id).cloned(),
            ..one
        })
        .collect();
    let write = move |journal: &mut Journal| {
        journal.note_missing(&held, now)?;
        // Of whom it is not known whether they live on it is not known either that they left.
        let proved = |id: &Auth0UserId| !not_known.contains(id);
        for (id, word) in words.into_iter().filter(|(id, _)| proved(id)) {
            let run = Some(run);
            journal.note_word(&id, &Word { run, ..word })?;
        }
        for (id, into) in merged {
            journal.note_merged(&id, &into)?;
        }
        Ok(())
    };
    Ok(journal.with(write).await?)
}

/// In whom identities live on, as far as the search tells; and of whom its answer could not be read.
type IntoWhom = (Vec<(Auth0UserId, Auth0UserId)>, HashSet<Auth0UserId>);

/// Asks the search: several with one question, and several questions at once, at the pacer's pace. Where one record makes an
/// answer about several unreadable, each is asked for alone. Of whom it does not tell it is asked again before anything is done.
async fn into_whom(auth0: &Auth0, ids: &[Auth0UserId]) -> Result<IntoWhom, Failure> {
    let mut asked = stream::iter(ids.chunks(MERGED_AT_ONCE).map(<[Auth0UserId]>::to_vec))
        .map(async |some| into_whom_of(auth0, some).await)
        .buffer_unordered(AT_ONCE);
    let (mut merged, mut not_known) = (Vec::new(), HashSet::new());
    while let Some(answer) = asked.next().await {
        let (some, others) = answer?;
        merged.extend(some);
        not_known.extend(others);
    }
    Ok((merged, not_known))
}

async fn into_whom_of(auth0: &Auth0, some: Vec<Auth0UserId>) -> Result<IntoWhom, Failure> {
    match auth0.merged_into_whom(&some).await {
        Ok(found) => return Ok((found, HashSet::new())),
        Err(ClientError::Rejected(refusal)) if refusal.status != 401 => {
            tracing::debug!(%refusal, "nobody could be looked for by identity");
            return Ok(IntoWhom::default());
        }
        Err(error) if error.is_about_one() => {
            tracing::debug!(%error, "an answer about identities could not be read");
        }
        Err(error) => return Err(error.into()),
    }
    let mut found = IntoWhom::default();
    for id in some {
        match auth0.merged_into(&id).await {
            Ok(Some(record)) => found.0.push((id, record.person.source.id)),
            Ok(None) => {}
            Err(error) if error.is_about_one() => drop(found.1.insert(id)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// What the log tells of those who were not noted before; nothing where it may not be read.
async fn deletions(
    auth0: &Auth0,
    held: &[Missing],
    settled: &HashSet<Auth0UserId>,
) -> Result<HashMap<Auth0UserId, Deletion>, Failure> {
    if held.iter().all(|one| settled.contains(&one.id)) {
        return Ok(HashMap::new());
    }
    match auth0.deletions().await {
        // The newest comes first, and counts.
        Ok(told) => Ok(told.into_iter().rev().collect()),
        Err(
            ClientError::Rejected(_)
            | ClientError::Unreadable { .. }
            | ClientError::Intercepted { .. },
        ) => Ok(HashMap::new()),
        Err(error) => Err(error.into()),
    }
}
