//! A decision about people who left: whom it is about, what both services say of them now, what the guards say, and then
//! either a preview or the deed.

use std::collections::{HashMap, HashSet};

use futures_util::stream::{self, StreamExt as _};

use super::carry_out::{not_read, whose};
use super::see_through::{Asked, Resumed, do_it, go_on};
use super::work::{AT_ONCE, NOT_SHOWN, Work};
use crate::clients::userhub::Whole;
use crate::clock;
use crate::domain::ids::UserHubUserId;
use crate::domain::issue::Issue;
use crate::domain::removal::{
    Act, Candidate, Gone, Picture, Standing, Stop, another_number, judge,
};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
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
    let act = match decision {
        Decision::Keep => None,
        Decision::Disable => Some(Act::Disable),
        Decision::Mark => Some(Act::Mark),
    };
    let mut resumed = Resumed::default();
    if carry_out {
        let removal = |act| Asked::Removal { act, who: &who };
        resumed = go_on(work, act.map_or(Asked::Else, removal)).await?;
    }
    let (mut chosen, mut left_out) = choose(work, &who, decision).await?;
    chosen.retain(|gone| !resumed.has_seen_to(gone.id.as_str()));
    left_out.retain(|one| !resumed.has_seen_to(&one.id));
    let again = chosen.iter().map(|gone| gone.id.as_str());
    resumed.looked_at_again(again.chain(left_out.iter().map(|one| one.id.as_str())));
    let Some(act) = act else {
        return keep(work, chosen, left_out, carry_out).await;
    };
    let looked = look(work, chosen).await?;
    let mut found = Vec::new();
    for (gone, whole) in looked {
        match whole {
            Err(why) => left_out.push(leave(&gone, &why)),
            Ok(None) => {
                left_out.push(leave(&gone, "UserHub does not have this user any more."));
                if carry_out {
                    let id = gone.id.clone();
                    (work.session.journal)
                        .with(move |journal| journal.take_off(&[id]))
                        .await?;
                }
            }
            Ok(Some(whole)) => match whose(&whole, &gone.id) {
                Some(why) => left_out.push(leave(&gone, &why)),
                None if !work.was_shown(&gone.id) => left_out.push(leave(&gone, NOT_SHOWN)),
                None => found.push((gone, whole)),
            },
        }
    }
    let candidates: Vec<Candidate> = found.iter().map(candidate).collect();
    let picture = picture(&work.session.journal, &candidates).await?;
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
    let count = taken.len() as u64;
    let confirmed = confirmed.map(|typed| resumed.typed_for(typed, count));
    if !batch.may_pass(confirmed) {
        let mut why: Vec<String> = batch.stops.iter().map(Stop::words).collect();
        why.extend(confirmed.and_then(|typed| another_number(typed, count)));
        let can = batch.stops.iter().all(Stop::can_be_confirmed);
        work.telling.send(RemovalReport::Preview(preview));
        return Err(Issue::removals_stopped(count, &why.join(" "), can).into());
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
    let ended = do_it(work, RunKind::Removal, deeds, preview).await?;
    Ok(resumed.and(ended))
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
    let (all, undecided, done) = work.session.journal.with(look).await?;
    let ids = match who {
        Who::All => return Ok((undecided, Vec::new())),
        Who::Run(run) => return Err(Issue::run_not_kept(*run).into()),
        Who::Ids(ids) => ids,
    };
    let (mut chosen, mut left_out, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let done: HashSet<&str> = done.iter().map(|deed| deed.id.as_str()).collect();
    let by_userhub = (all.iter())
        .filter_map(|gone| Some((gone.userhub_id.as_ref().map(UserHubUserId::as_str)?, gone)));
    let by_auth0 = all.iter().map(|gone| (gone.id.as_str(), gone));
    let by_id: HashMap<&str, &Gone> = by_userhub.chain(by_auth0).collect();
    for id in ids {
        let Some(&gone) = by_id.get(id.as_str()) else {
            return Err(Issue::not_on_the_list(id).into());
        };
        if !seen.insert(gone.id.clone()) {
            continue;
        }
        let has_deed = done.contains(gone.id.as_str());
        match gone.standing() {
            _ if has_deed => left_out.push(leave(
                gone,
                "The app has disabled or marked this user already, which can be taken back.",
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

/// What UserHub has of somebody, or why that could not be read.
type Looked = Result<Option<Whole>, String>;

/// What UserHub has of each now.
pub(super) async fn look(
    work: &Work<'_>,
    chosen: Vec<Gone>,
) -> Result<Vec<(Gone, Looked)>, Failure> {
    let mut looked = stream::iter(chosen)
        .map(async |gone: Gone| {
            let whole = match &gone.userhub_id {
                Some(id) => work.userhub.whole(id).await,
                None => work.userhub.whole_of(&gone.id).await,
            };
            match whole {
                Ok(whole) => Ok((gone, Ok(whole))),
                Err(error) if error.is_about_one() => Ok((gone, Err(not_read(&error)))),
                Err(error) => Err(Failure::from(error)),
            }
        })
        .buffered(AT_ONCE);
    let mut all = Vec::new();
    while let Some(one) = looked.next().await {
        all.push(one?);
    }
    Ok(all)
}

pub(super) fn candidate((gone, whole): &(Gone, Whole)) -> Candidate {
    let created = whole.held.created_at;
    Candidate {
        id: gone.id.to_string(),
        called: gone.called().to_owned(),
        connection: connection_of(gone.id.as_str()).to_owned(),
        created_on: created.map(|at| at.strftime("%Y-%m-%d").to_string()),
        protected: whole.protected.clone(),
    }
}

/// What is known of the set-up that these are of.
pub(super) async fn picture(
    journal: &JournalThread,
    candidates: &[Candidate],
) -> Result<Picture, Failure> {
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
    Ok(journal.with(look).await?)
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
    (work.session.journal)
        .with(move |journal| journal.note_kept(&ids, Some(now)))
        .await?;
    work.telling.send(RemovalReport::Preview(preview));
    Ok(work.with_requests(Ended {
        done,
        left,
        ..Ended::default()
    }))
}

pub(super) fn planned(gone: &Gone, act: Option<Act>) -> Planned {
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
