//! What is done by itself with people who waited long enough: nothing, unless a person has turned it on for this set-up. It
//! comes after a sync that came to its end, obeys every guard, and never keeps that comparison from its end.

use super::board::written;
use super::decide::{candidate, look, picture, planned};
use super::see_through::{Asked, do_it, go_on, is_fresh};
use super::work::{Telling, Work};
use crate::clients::auth0::Auth0;
use crate::clients::userhub::{UserHub, Whole};
use crate::clock;
use crate::domain::issue::Issue;
use crate::domain::removal::policy::{LEAST_DAYS, MOST_DAYS, Policy};
use crate::domain::removal::{Automatic, Candidate, Deed, Gone, Guarded, PolicyHalt, Stop, judge};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalPriority, JournalSession, effort};
use crate::engine::sink::Sink;
use crate::protocol::removal::{Preview, RemovalReport};
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;
use crate::store::StoreError;
use crate::store::journal::{Journal, NewDeed, RunKind, connection_of};
use crate::store::removal_policy;

/// Turns it on or off, and tells what is on then.
pub(super) async fn set(
    setup: &Setup,
    wanted: Option<(Automatic, u16)>,
    set_up: &str,
    telling: &Telling,
) {
    let as_issue = |failure: Failure| Box::new(failure.issue(setup));
    let changed = change(setup, wanted, set_up).map_err(as_issue);
    let is_set = changed.is_ok();
    telling.send(RemovalReport::PolicySet(changed));
    if is_set {
        let board = written(setup).await.map(|known| Box::new(known.board));
        let board = board.map_err(as_issue);
        telling.send(RemovalReport::Board(board));
    }
}

fn change(setup: &Setup, wanted: Option<(Automatic, u16)>, set_up: &str) -> Result<(), Failure> {
    let policy = match wanted {
        None => None,
        Some((_, days)) if !(LEAST_DAYS..=MOST_DAYS).contains(&days) => {
            return Err(Issue::policy_days(days).into());
        }
        Some((act, after_days)) => Some(Policy {
            act,
            after_days,
            set_up: set_up.trim().to_owned(),
            turned_on_at: clock::timestamp(),
        }),
    };
    Ok(removal_policy::write(&setup.profile, policy.as_ref())?)
}

/// Does what is turned on, where anything is, after a sync whose result is fixed: nothing of this changes it. What stands in
/// its way is told, written down and shown until it is over.
pub(in crate::engine) async fn apply(
    setup: &Setup,
    clients: (&Auth0, &UserHub),
    priority: JournalPriority,
    sink: &Sink,
) {
    if removal_policy::read(&setup.profile).is_none() {
        return;
    }
    match JournalSession::open(setup, priority).await {
        Ok(session) => {
            let work = Work::beside_a_sync(setup, clients, &session, sink);
            if let Err(error) = apply_to(&work).await {
                tracing::warn!(%error, "what is done by itself could not be written down");
                tell(&work.telling, not_written(&error.into(), setup));
            }
        }
        // Whoever has it does it after a sync of their own.
        Err(Failure::Store(StoreError::Locked { holder })) => {
            tracing::info!(
                holder,
                "what is done by itself is left to whoever is at work"
            );
        }
        Err(failure) => {
            let ticket = Ticket::default();
            let telling = Telling {
                sink: sink.clone(),
                ticket,
            };
            tell(&telling, not_written(&failure, setup));
        }
    }
}

/// A halt that no journal has.
fn not_written(failure: &Failure, setup: &Setup) -> PolicyHalt {
    let issue = failure.issue(setup).in_the_policys_way();
    PolicyHalt::of(&issue, Vec::new(), clock::timestamp())
}

fn tell(telling: &Telling, halt: PolicyHalt) {
    telling.send(RemovalReport::PolicyStopped(Box::new(halt)));
}

async fn apply_to(work: &Work<'_>) -> Result<(), StoreError> {
    let journal = &work.session.journal;
    // A person may have turned it off until now.
    let Some(policy) = removal_policy::read(&work.setup.profile) else {
        return Ok(());
    };
    let (began, clock, before) = (clock::timestamp(), clock::instant(), work.requests());
    let (issue, guards) = match remove(work, &policy).await {
        Ok(Came::Through) => return journal.with(Journal::end_policy_halt).await,
        Ok(Came::Waits) => return Ok(()),
        Ok(Came::Stopped(issue, guards)) => (issue, guards),
        // Whoever stopped it knows.
        Err(failure) if failure.is_stop() => return Ok(()),
        Err(failure) => {
            tracing::warn!(?failure, "what is done by itself did not come to its end");
            (failure.issue(work.setup).in_the_policys_way(), Vec::new())
        }
    };
    let halt = PolicyHalt::of(&issue, guards, clock::timestamp());
    let (auth0, userhub) = work.requests();
    let effort = effort((auth0 - before.0, userhub - before.1), clock.elapsed());
    let note = move |journal: &mut Journal| journal.note_policy_halt(halt, effort, began);
    tell(&work.telling, journal.with(note).await?);
    Ok(())
}

/// What it came to.
enum Came {
    /// Nothing stands in its way.
    Through,
    /// It was not begun, and what stood in its way before still does.
    Waits,
    /// Something stands in its way: what, and which guards.
    Stopped(Issue, Vec<Guarded>),
}

/// Removes those whose days are over, unless a guard stops it.
async fn remove(work: &Work<'_>, policy: &Policy) -> Result<Came, Failure> {
    let now = clock::timestamp();
    let cut_off = (work.session.journal)
        .with(|journal| journal.cut_off_from_persons())
        .await?;
    // To go on with it is the person's, who may ask for it again.
    if cut_off.into_iter().any(|began| is_fresh(began, now)) {
        tracing::info!("what is done by itself waits for what a person has begun");
        return Ok(Came::Waits);
    }
    go_on(work, Asked::Else).await?;
    let since = Policy::counts_since(now);
    let read =
        move |journal: &mut Journal| Ok((journal.undecided()?, journal.done_by_policy(since)?));
    let (mut waiting, done) = work.session.journal.with(read).await?;
    if !waiting.iter().any(|gone| policy.is_due(gone, now)) {
        return Ok(Came::Through);
    }
    waiting.retain(|gone| policy.is_judged(gone, now));
    let (mut found, mut not_read) = (Vec::new(), 0);
    for (gone, whole) in look(work, waiting).await? {
        match whole {
            // Nobody who is protected is ever removed by itself, also where they are the only one.
            Ok(Some(whole)) if whole.protected.is_none() => found.push((gone, whole)),
            Err(_) if policy.is_due(&gone, now) => not_read += 1,
            Ok(_) | Err(_) => {}
        }
    }
    let is_due = |gone: &Gone| policy.is_due(gone, now);
    if found.iter().any(|(gone, _)| is_due(gone))
        && let Some(stopped) = judge_and_do(work, policy, (&found, &done), is_due).await?
    {
        return Ok(stopped);
    }
    Ok(match not_read {
        0 => Came::Through,
        count => Came::Stopped(Issue::policy_left_out(count), Vec::new()),
    })
}

/// Removes those of the found who are due, unless a guard stops it. Those who were done before are judged with them.
async fn judge_and_do(
    work: &Work<'_>,
    policy: &Policy,
    (found, done): (&[(Gone, Whole)], &[Deed]),
    is_due: impl Fn(&Gone) -> bool,
) -> Result<Option<Came>, Failure> {
    let mut candidates: Vec<Candidate> = found.iter().map(candidate).collect();
    candidates.extend(done.iter().map(|deed| Candidate {
        id: deed.id.to_string(),
        called: deed.name.clone().unwrap_or_else(|| deed.id.to_string()),
        connection: connection_of(deed.id.as_str()).to_owned(),
        ..Candidate::default()
    }));
    let due: Vec<&(Gone, Whole)> = found.iter().filter(|(gone, _)| is_due(gone)).collect();
    let picture = picture(&work.session.journal, &candidates).await?;
    let stops = judge(&candidates, &picture).stops;
    if !stops.is_empty() {
        tracing::info!(?stops, "a guard has stopped what is done by itself");
        let why: Vec<String> = stops.iter().map(Stop::words).collect();
        let issue = Issue::policy_stopped(due.len() as u64, &why.join(" "));
        let guards = stops.iter().map(Guarded::from).collect();
        return Ok(Some(Came::Stopped(issue, guards)));
    }
    let act = policy.act.act();
    let people = due.iter().map(|(gone, _)| planned(gone, Some(act)));
    let preview = Preview {
        people: people.collect(),
        ..Preview::default()
    };
    let deeds: Vec<NewDeed> = (due.iter())
        .map(|(gone, whole)| NewDeed {
            id: gone.id.clone(),
            userhub_id: whole.held.id.clone(),
            name: gone.name.clone(),
            email: gone.email.clone(),
            act,
            of_run: None,
        })
        .collect();
    do_it(work, RunKind::Policy, deeds, preview).await?;
    Ok(None)
}
