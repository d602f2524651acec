//! Looks those up by id whom UserHub or earlier runs know and whom reading Auth0 did not bring.
//!
//! Auth0's lists, searches and exports lag behind and may leave people out; the answer about one id is always up to date.
//! Whoever is found is taken in like everybody else. Only Auth0's own word that there is no such person proves that
//! somebody is gone, and of nobody else a plan says that they are only in UserHub.

use std::collections::HashSet;

use futures_util::stream::{self, StreamExt as _};

use crate::clients::auth0::{Auth0, ById, Record};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::completeness::NotProved;
use crate::domain::ids::Auth0UserId;
use crate::domain::profile::Source;
use crate::domain::removal::Word as Said;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::removal::control::Control;
use crate::engine::session::ReadCounters;
use crate::store::journal::{Absent, Journal, Known};

/// Up to so many people are all looked up: two minutes by the limit of Auth0's smaller paid plans.
pub(in crate::engine) const ALL_UP_TO: usize = 1000;
/// Of more, so many are. A tenant that has lost thousands is not asked for each of them at every sync.
pub(in crate::engine) const SAMPLE: usize = 100;
/// How many are looked up at once; the pace of requests is the pacer's.
pub(super) const AT_ONCE: usize = 16;

/// What looking people up came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct LookedUp {
    /// How many are in Auth0 after all. They are among the sources now.
    pub(in crate::engine) found: u64,
    /// That not everybody was looked up, where that is so.
    pub(in crate::engine) not_proved: Option<NotProved>,
}

/// What Auth0 says of one person.
pub(super) enum Word {
    There(Box<Record>),
    Gone(Known),
    /// No word that can be relied on.
    None,
}

/// Looks up whoever is known and was not read. Both sides must be in the journal.
///
/// Where nobody was read at all nobody is looked up either: the guard refuses such a plan.
pub(in crate::engine) async fn confirm_absent(
    auth0: &Auth0,
    journal: &JournalThread,
    listed: bool,
    counters: &ReadCounters,
) -> Result<LookedUp, Failure> {
    let stop = auth0.http().stop().clone();
    let look = move |journal: &mut Journal| {
        let asked = stop.clone();
        journal.index_sides(move || asked.is_cancelled())?;
        if !journal.read_anybody()? {
            return Ok(None);
        }
        let stopped = || stop.is_cancelled();
        journal.absent(listed, ALL_UP_TO, stopped).map(Some)
    };
    let Some(absent) = journal.with(look).await? else {
        return Ok(LookedUp::default());
    };
    let left_out = absent.count;
    let (mut found, mut gone) = (Vec::new(), Vec::new());
    let (mut said, mut merged) = (Vec::new(), Vec::new());
    let mut control = Control::of(auth0, journal).await?;
    let mut words = stream::iter(chosen(absent))
        .map(|known| ask(auth0, known))
        .buffer_unordered(AT_ONCE);
    while let Some(word) = words.next().await {
        match word? {
            Word::There(record) => {
                let into = record.person.source.id.clone();
                merged.extend(record.merged.into_iter().map(|id| (id, into.clone())));
                found.push(record.person.source);
            }
            Word::Gone(known) => {
                let at = clock::timestamp();
                if let Some(control) = control.beside(at).await? {
                    let run = None;
                    said.push((known.id.clone(), Said { at, run, control }));
                }
                gone.push(known);
            }
            Word::None => {}
        }
    }
    let (found_count, looked_up) = (found.len() as u64, (found.len() + gone.len()) as u64);
    if left_out > 0 {
        tracing::info!(left_out, looked_up, found = found_count, "looked up by id");
    }
    counters.add_auth0(found_count);
    take_in(journal, found, gone).await?;
    let hold = move |journal: &mut Journal| {
        journal.hold_words(said, merged);
        Ok(())
    };
    journal.with(hold).await?;
    Ok(LookedUp {
        found: found_count,
        not_proved: (looked_up < left_out).then_some(NotProved::LookedUpInPart {
            left_out,
            looked_up,
        }),
    })
}

/// All of a few, and a sample of many, spread evenly over them.
fn chosen(absent: Absent) -> Vec<Known> {
    let named = absent.people.len();
    if absent.count <= named as u64 {
        return absent.people;
    }
    let step = named.div_ceil(SAMPLE).max(1);
    absent.people.into_iter().step_by(step).collect()
}

/// Asks for one person. What is no answer about them is no word; what would meet everybody ends the reading.
pub(super) async fn ask(auth0: &Auth0, known: Known) -> Result<Word, Failure> {
    match auth0.someone(&known.id).await {
        Ok(ById::There(record)) if record.person.source.profile.is_err() => Ok(Word::None),
        Ok(ById::There(record)) => Ok(Word::There(record)),
        Ok(ById::NotAnId) => Ok(Word::None),
        Ok(ById::Nobody) => Ok(Word::Gone(known)),
        Err(ClientError::Rejected(refusal)) if refusal.status != 401 => {
            tracing::warn!(%refusal, "a person could not be looked up");
            Ok(Word::None)
        }
        Err(error @ (ClientError::Unreadable { .. } | ClientError::Intercepted { .. })) => {
            tracing::warn!(%error, "a person could not be looked up");
            Ok(Word::None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts those who were found among the sources, and notes who is gone.
async fn take_in(
    journal: &JournalThread,
    found: Vec<Source>,
    gone: Vec<Known>,
) -> Result<(), Failure> {
    let take = move |journal: &mut Journal| {
        journal.add_sources(&found)?;
        let (held, in_neither): (Vec<Known>, Vec<Known>) =
            gone.into_iter().partition(|known| known.in_userhub);
        let ids = |known: Vec<Known>| known.into_iter().map(|known| known.id);
        // Neither side has them any more, and they need not be asked for again.
        let forgotten: Vec<Auth0UserId> = ids(in_neither).collect();
        journal.forget_people(&forgotten)?;
        let held: HashSet<Auth0UserId> = ids(held).collect();
        journal.only_these_are_gone(held);
        Ok(())
    };
    Ok(journal.with(take).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absent(count: u64, named: usize) -> Absent {
        let known = |number: usize| Known {
            id: Auth0UserId::new(number.to_string()),
            in_userhub: true,
        };
        Absent {
            count,
            people: (0..named).map(known).collect(),
        }
    }

    #[test]
    fn up_to_the_bound_all_are_looked_up_and_of_more_a_sample() {
        assert_eq!(chosen(absent(0, 0)).len(), 0);
        assert_eq!(chosen(absent(40, 40)).len(), 40);
        assert_eq!(chosen(absent(1_000, 1_000)).len(), ALL_UP_TO);
        for (count, named) in [(1_001, 501), (3_000, 750), (1_000_000, 1_000)] {
            let sample = chosen(absent(count, named));
            assert!((50..=SAMPLE).contains(&sample.len()), "{}", sample.len());
            // The last stretch is as likely to be met as the first.
            let last: usize = sample[sample.len() - 1].id.as_str().parse().unwrap();
            assert!(named - last <= named.div_ceil(SAMPLE), "{named}: {last}");
        }
    }
}
