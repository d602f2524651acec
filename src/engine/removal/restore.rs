//! The way back from what the app has done: who was marked is restored, who was disabled is enabled, for as long as UserHub
//! can. Whoever is restored counts as kept.

use std::collections::HashSet;

use futures_util::stream::{self, StreamExt as _};

use super::see_through::{Asked, do_it, go_on};
use super::work::{AT_ONCE, Work};
use crate::clients::auth0::{Auth0, ById};
use crate::clients::userhub::UserHub;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::removal::{Deed, called};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::sink::Sink;
use crate::protocol::removal::{Ended, Planned, Preview, Who};
use crate::protocol::setup::Setup;
use crate::store::journal::{NewDeed, RunKind};

/// Restores, or shows whom.
pub(super) async fn restore(work: &Work<'_>, who: Who, carry_out: bool) -> Result<Ended, Failure> {
    if carry_out {
        go_on(work, Asked::Else).await?;
    }
    let of_run = match &who {
        Who::Run(run) => Some(*run),
        Who::All | Who::Ids(_) => None,
    };
    let standing = (work.session.journal)
        .with(move |journal| journal.standing_deeds(of_run))
        .await?;
    let mut chosen = choose(standing, &who)?;
    chosen.retain(|deed| work.was_shown(&deed.id));
    let deeds = ways_back(&chosen);
    let preview = Preview {
        people: (deeds.iter())
            .map(|deed| Planned {
                id: deed.id.to_string(),
                name: called(
                    deed.name.as_deref(),
                    deed.email.as_deref(),
                    deed.id.as_str(),
                )
                .to_owned(),
                act: Some(deed.act),
            })
            .collect(),
        ..Preview::default()
    };
    if !carry_out {
        return Ok(work.show(preview));
    }
    do_it(work, RunKind::Restore, deeds, preview).await
}

/// Restores those whom the app removed and whom a comparison has found in Auth0 again, before its plan is carried out.
pub(in crate::engine) async fn bring_back(
    setup: &Setup,
    (auth0, userhub): (&Auth0, &UserHub),
    session: &JournalSession,
    sink: &Sink,
) -> Result<(), Failure> {
    let found = session.journal.with(|journal| journal.came_back()).await?;
    let back = still_there(auth0, found).await?;
    if back.is_empty() {
        return Ok(());
    }
    let work = Work::beside_a_sync(setup, (auth0, userhub), session, sink);
    let deeds = ways_back(&back);
    let ids: HashSet<Auth0UserId> = deeds.iter().map(|deed| deed.id.clone()).collect();
    do_it(&work, RunKind::Restore, deeds, Preview::default()).await?;
    // What changed while they were away comes over with it: a plan that was made without them would only add them.
    let standing = (session.journal)
        .with(|journal| journal.standing_deeds(None))
        .await?;
    let restored = (ids.into_iter()).filter(|id| !standing.iter().any(|deed| deed.id == *id));
    for id in restored {
        auth0.http().reserve_user_read().await?;
        match userhub.report_changed(&id).await {
            Ok(()) => {}
            Err(error) if error.is_about_one() => {
                tracing::info!(%error, "one who was restored was not read again");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Those whom Auth0 has at this moment: the comparison that has found them may be an hour old, and they may have left since.
async fn still_there(auth0: &Auth0, found: Vec<Deed>) -> Result<Vec<Deed>, Failure> {
    let mut asked = stream::iter(found)
        .map(async |deed: Deed| {
            let said = auth0.someone(&deed.id).await;
            (deed, said)
        })
        .buffered(AT_ONCE);
    let mut there = Vec::new();
    while let Some((deed, said)) = asked.next().await {
        match said {
            Ok(ById::There(_)) => there.push(deed),
            Ok(ById::Nobody | ById::NotAnId) => {
                tracing::info!("one whom the comparison found in Auth0 is not there any more");
            }
            Err(error) if error.is_about_one() => {
                tracing::info!(%error, "one whom the comparison found in Auth0 was not seen again");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(there)
}

fn choose(standing: Vec<Deed>, who: &Who) -> Result<Vec<Deed>, Failure> {
    match who {
        Who::Run(run) if standing.is_empty() => Err(Issue::nothing_to_restore(*run).into()),
        Who::All | Who::Run(_) => Ok(standing),
        Who::Ids(ids) => {
            let known: HashSet<&str> = (standing.iter())
                .flat_map(|deed| [deed.id.as_str(), deed.userhub_id.as_str()])
                .collect();
            if let Some(unknown) = ids.iter().find(|id| !known.contains(id.as_str())) {
                return Err(Issue::nothing_done_to(unknown).into());
            }
            let wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
            let is = |deed: &Deed| {
                wanted.contains(deed.id.as_str()) || wanted.contains(deed.userhub_id.as_str())
            };
            Ok(standing.into_iter().filter(is).collect())
        }
    }
}

/// The way back of each, one a person and kind, the newest first: who was disabled and then marked is restored and enabled.
fn ways_back(standing: &[Deed]) -> Vec<NewDeed> {
    let mut seen = HashSet::new();
    (standing.iter().rev())
        .filter_map(|deed| {
            let act = deed.act.way_back()?;
            seen.insert((deed.id.clone(), act.word())).then(|| NewDeed {
                id: deed.id.clone(),
                userhub_id: deed.userhub_id.clone(),
                name: deed.name.clone(),
                email: deed.email.clone(),
                act,
                of_run: None,
            })
        })
        .collect()
}
