//! A decision about people who left: whom it is about, what both services say of them now, what the guards say, and then
//! either a preview or the deed.

use std::collections::HashSet;

use futures_util::stream::{self, StreamExt as _};

use super::carry_out::whose;
use super::see_through::{do_it, go_on};
use super::work::{AT_ONCE, Work};
use crate::clients::userhub::Whole;
use crate::clock;
use crate::domain::ids::UserHubUserId;
use crate::domain::issue::Issue;
use crate::domain::removal::{Act, Candidate, Gone, Picture, Standing, Stop, judge};
use crate::engine::failure::Failure;
use crate::protocol::removal::{Decision, Ended, LeftOut, Planned, Preview, RemovalReport, Who};
use crate::store::journal::{Journal, NewDeed, RunKind, connection_of};

/// Carries out a decision, or shows what it would do.
pub(super) async fn decide(
    work: &Work<'_>,
    decision: Decision,
    who: Who,
    carry_out: bool,
    confirmed: Option<u64>,
) -> Result<Ended, Failure> {
    if carry_out {
        go_on(work).await?;
    }
    let (chosen, mut left_out) = choose(work, &who, decision).await?;
    let act = match decision {
        Decision::Keep => return keep(work, chosen, left_out, carry_out).await,
        Decision::Disable => Act::Disable,
        Decision::Mark => Act::Mark,
    };
    let looked = look(work, chosen).await?;
    let mut found = Vec::new();
    for (gone, whole) in looked {
        match whole {
            None => {
                left_out.push(leave(&gone, "UserHub does not have this user any more."));
                if carry_out {
                    let id = gone.id.clone();
                    (work.desk.journal)
                        .with(move |journal| journal.take_off(&[id]))
                        .await?;
                }
            }
            Some(whole) => match whose(&whole, &gone.id) {
                Some(why) => left_out.push(leave(&gone, &why)),
                None => found.push((gone, whole)),
            },
        }
    }
    let candidates: Vec<Candidate> = found.iter().map(candidate).collect();
    let picture = picture(work, &candidates).await?;
    let batch = judge(&candidates, &picture);
    for (place, why) in &batch.left_out {
        if let Some((gone, _)) = found.get(*place) {
            left_out.push(leave(
                gone,
                &format!("This user {why}: ask for them alone."),
            ));
        }
    }
    let taken: Vec<&(Gone, Whole)> = (batch.taken.iter())
        .filter_map(|place| found.get(*place))
        .collect();
    let preview = Preview {
        people: (taken.iter())
            .map(|(gone, _)| planned(gone, Some(act)))
            .collect(),
        left_out,
        stops: batch.stops.clone(),
        carried_out: false,
    };
    if !carry_out {
        return Ok(work.show(preview));
    }
    if !batch.may_pass(confirmed) {
        let stops: Vec<String> = batch.stops.iter().map(Stop::words).collect();
        let can = batch.stops.iter().all(Stop::can_be_confirmed);
        let count = taken.len() as u64;
        work.telling.send(RemovalReport::Preview(preview));
        return Err(Issue::removals_stopped(count, &stops.join(" "), can).into());
    }
    let deeds = taken.iter().map(|(gone, whole)| NewDeed {
        id: gone.id.clone(),
        userhub_id: whole.held.id.clone(),
        name: gone.name.clone(),
        email: gone.email.clone(),
        act,
        of_run: None,
    });
    let deeds = deeds.collect();
    do_it(work, RunKind::Removal, deeds, preview).await
}

/// Those whom a decision is about, and who of them is not to be decided about.
async fn choose(
    work: &Work<'_>,
    who: &Who,
    decision: Decision,
) -> Result<(Vec<Gone>, Vec<LeftOut>), Failure> {
    let look = |journal: &mut Journal| {
        let done = journal.standing_deeds(None)?;
        Ok((journal.gone()?, journal.undecided()?, done))
    };
    let (all, undecided, done) = work.desk.journal.with(look).await?;
    let ids = match who {
        Who::All => return Ok((undecided, Vec::new())),
        Who::Run(run) => return Err(Issue::run_not_kept(*run).into()),
        Who::Ids(ids) => ids,
    };
    let (mut chosen, mut left_out, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for id in ids {
        let is_meant = |gone: &&Gone| {
            gone.id.as_str() == id
                || gone.userhub_id.as_ref().map(UserHubUserId::as_str) == Some(id.as_str())
        };
        let Some(gone) = all.iter().find(is_meant) else {
            return Err(Issue::not_on_the_list(id).into());
        };
        if !seen.insert(gone.id.clone()) {
            continue;
        }
        let has_deed = done.iter().any(|deed| deed.id == gone.id);
        match gone.standing() {
            _ if has_deed => left_out.push(leave(
                gone,
                "The app has disabled or marked this user already. To take that back: removals restore.",
            )),
            Standing::Merged => left_out.push(leave(
                gone,
                "This user lives on as part of another user of Auth0, and has not left.",
            )),
            Standing::NotProved => left_out.push(leave(
                gone,
                "It is not proved yet that this user left: Auth0 must say so twice, a minute apart or in two runs.",
            )),
            Standing::Kept if decision == Decision::Keep => {}
            Standing::Kept | Standing::Waiting => chosen.push(gone.clone()),
        }
    }
    Ok((chosen, left_out))
}

/// What UserHub has of each now.
async fn look(work: &Work<'_>, chosen: Vec<Gone>) -> Result<Vec<(Gone, Option<Whole>)>, Failure> {
    let mut looked = stream::iter(chosen)
        .map(async |gone: Gone| {
            let whole = match &gone.userhub_id {
                Some(id) => work.userhub.whole(id).await?,
                None => work.userhub.whole_of(&gone.id).await?,
            };
            Ok::<_, Failure>((gone, whole))
        })
        .buffered(AT_ONCE);
    let mut all = Vec::new();
    while let Some(one) = looked.next().await {
        all.push(one?);
    }
    Ok(all)
}

fn candidate((gone, whole): &(Gone, Whole)) -> Candidate {
    let created = whole.held.created_at;
    Candidate {
        id: gone.id.to_string(),
        called: gone.called().to_owned(),
        connection: connection_of(gone.id.as_str()).to_owned(),
        created_on: created.map(|at| at.strftime("%Y-%m-%d").to_string()),
        protected: whole.protected.clone(),
    }
}

async fn picture(work: &Work<'_>, candidates: &[Candidate]) -> Result<Picture, Failure> {
    let connections: HashSet<String> = (candidates.iter())
        .map(|one| one.connection.clone())
        .collect();
    let now = clock::timestamp();
    let look = move |journal: &mut Journal| {
        let (people, crowd) = journal.crowd()?;
        let (complete, not_proved) = journal.complete_comparisons()?;
        Ok(Picture {
            people,
            batches: journal.recent_batches(now)?,
            crowd,
            complete,
            not_proved,
            emptied: journal.emptied(&connections)?,
        })
    };
    Ok(work.desk.journal.with(look).await?)
}

async fn keep(
    work: &Work<'_>,
    chosen: Vec<Gone>,
    left_out: Vec<LeftOut>,
    carry_out: bool,
) -> Result<Ended, Failure> {
    let preview = Preview {
        people: chosen.iter().map(|gone| planned(gone, None)).collect(),
        left_out,
        stops: Vec::new(),
        carried_out: carry_out,
    };
    if !carry_out {
        return Ok(work.show(preview));
    }
    let (done, left) = (chosen.len() as u64, preview.left_out.len() as u64);
    let ids: Vec<_> = chosen.into_iter().map(|gone| gone.id).collect();
    let now = clock::timestamp();
    (work.desk.journal)
        .with(move |journal| journal.note_kept(&ids, Some(now)))
        .await?;
    work.telling.send(RemovalReport::Preview(preview));
    Ok(work.with_requests(Ended {
        done,
        left,
        ..Ended::default()
    }))
}

fn planned(gone: &Gone, act: Option<Act>) -> Planned {
    Planned {
        id: gone.id.to_string(),
        name: gone.called().to_owned(),
        act,
    }
}

fn leave(gone: &Gone, why: &str) -> LeftOut {
    LeftOut {
        id: gone.id.to_string(),
        name: gone.called().to_owned(),
        reason: why.to_owned(),
    }
}
