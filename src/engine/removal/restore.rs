//! The way back from what the app has done: who was marked is restored, who was disabled is enabled, for as long as UserHub
//! can. Whoever is restored counts as kept.

use std::collections::HashSet;

use super::see_through::{do_it, go_on};
use super::work::{Telling, Work};
use crate::clients::auth0::Auth0;
use crate::clients::userhub::UserHub;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::removal::Deed;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::sink::Sink;
use crate::protocol::removal::{Ended, Planned, Preview, Who};
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;
use crate::store::journal::{NewDeed, RunKind};

/// Restores, or shows whom.
pub(super) async fn restore(work: &Work<'_>, who: Who, carry_out: bool) -> Result<Ended, Failure> {
    if carry_out {
        go_on(work).await?;
    }
    let of_run = match &who {
        Who::Run(run) => Some(*run),
        Who::All | Who::Ids(_) => None,
    };
    let standing = (work.desk.journal)
        .with(move |journal| journal.standing_deeds(of_run))
        .await?;
    let chosen = choose(standing, &who)?;
    let deeds = ways_back(&chosen);
    let preview = Preview {
        people: (deeds.iter())
            .map(|deed| Planned {
                id: deed.id.to_string(),
                name: called(deed),
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
    desk: &JournalSession,
    sink: &Sink,
) -> Result<(), Failure> {
    let back = desk.journal.with(|journal| journal.came_back()).await?;
    if back.is_empty() {
        return Ok(());
    }
    let telling = Telling {
        sink: sink.clone(),
        ticket: Ticket::default(),
    };
    let work = Work {
        setup,
        auth0,
        userhub,
        desk,
        telling,
    };
    let deeds = ways_back(&back);
    let ids: HashSet<Auth0UserId> = deeds.iter().map(|deed| deed.id.clone()).collect();
    do_it(&work, RunKind::Restore, deeds, Preview::default()).await?;
    // What changed while they were away comes over with it: a plan that was made without them would only add them.
    let standing = (desk.journal)
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

fn choose(standing: Vec<Deed>, who: &Who) -> Result<Vec<Deed>, Failure> {
    match who {
        Who::Run(run) if standing.is_empty() => Err(Issue::nothing_to_restore(*run).into()),
        Who::All | Who::Run(_) => Ok(standing),
        Who::Ids(ids) => {
            let is =
                |deed: &Deed, id: &str| deed.id.as_str() == id || deed.userhub_id.as_str() == id;
            if let Some(unknown) = ids
                .iter()
                .find(|id| !standing.iter().any(|deed| is(deed, id)))
            {
                return Err(Issue::nothing_done_to(unknown).into());
            }
            Ok((standing.into_iter())
                .filter(|deed| ids.iter().any(|id| is(deed, id)))
                .collect())
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

fn called(deed: &NewDeed) -> String {
    let given = [&deed.name, &deed.email];
    let mut given = given.into_iter().filter_map(Option::as_deref);
    let name = given.find(|text| !text.trim().is_empty());
    name.unwrap_or(deed.id.as_str()).to_owned()
}
