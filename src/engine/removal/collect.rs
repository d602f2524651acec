//! What a comparison makes of people whom Auth0 does not have any more: they are noted with what Auth0 has said of them,
//! where the comparison is proved complete, and taken off again when they are back. Nothing is changed in either service.

use std::collections::{HashMap, HashSet};

use crate::clients::auth0::Auth0;
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
    let mut merged = lives_on;
    for one in held.iter().filter(|one| !settled.contains(&one.id)) {
        if let Some(into) = into_whom(auth0, &one.id).await? {
            merged.push((one.id.clone(), into));
        }
    }
    let told = deletions(auth0, &held, &settled).await?;
    let held: Vec<Missing> = (held.into_iter())
        .map(|one| Missing {
            deleted: told.get(&one.id).cloned(),
            ..one
        })
        .collect();
    let write = move |journal: &mut Journal| {
        journal.note_missing(&held, now)?;
        for (id, word) in words {
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

/// The user in whom an identity lives on, as far as the search tells. Where it does not, it is asked again before anything
/// is done.
async fn into_whom(auth0: &Auth0, id: &Auth0UserId) -> Result<Option<Auth0UserId>, Failure> {
    match auth0.merged_into(id).await {
        Ok(into) => Ok(into.map(|record| record.person.source.id)),
        Err(ClientError::Rejected(refusal)) if refusal.status != 401 => {
            tracing::debug!(%refusal, "nobody could be looked for by identity");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
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
        Err(ClientError::Rejected(_) | ClientError::Unreadable { .. }) => Ok(HashMap::new()),
        Err(error) => Err(error.into()),
    }
}
