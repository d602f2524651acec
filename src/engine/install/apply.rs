//! Carrying a plan out. Each thing is read again right before it is written, and a foreign change stops everything. What
//! is about to be done is on the disk before it is done.

use tokio_util::sync::CancellationToken;

use super::context::InstallContext;
use super::reporter::{Prepared, Reporter, failed};
use super::work::{Work, anything};
use super::{action, application, flow, look};
use crate::domain::ids::ClientId;
use crate::domain::install::{
    Change, Decision, Effect, Found, GrantRecord, LiveUpdates, Record, Step, StepState, decide,
    union,
};
use crate::domain::issue::Issue;
use crate::domain::permissions::EVENTS;
use crate::engine::failure::Failure;
use crate::protocol::install::{self, InstallEnd, Report};

/// Carries a plan out and says what it came to.
pub(super) async fn apply(
    prepared: Prepared,
    report: &Reporter,
    stop: &CancellationToken,
) -> Report {
    let Prepared {
        setup,
        choices,
        found,
        decision,
    } = prepared;
    let context = match InstallContext::new(setup, stop) {
        Ok(context) => context,
        Err(issue) => return Report::problem(issue),
    };
    let record = match context.record() {
        Ok(record) => record.unwrap_or_else(|| Record::new(context.setup.domain.clone())),
        Err(failure) => return failed(&context, &failure, Vec::new(), &Change::ALL),
    };
    let mut work = Work {
        context: &context,
        found: &found,
        decision: &decision,
        choices: &choices,
        record,
        done: Vec::new(),
        report,
    };
    let ended = carry_out(&mut work).await;
    let done = work.done;
    match ended {
        Ok(end) => Report {
            open: rows(&decision)
                .filter(|change| !done.contains(change))
                .collect(),
            done,
            ..Report::of(end)
        },
        Err(failure) => {
            if let Some(change) = rows(&decision).find(|c| !done.contains(c)) {
                report.send(install::Event::Step(Step {
                    change,
                    state: StepState::Stopped,
                }));
            }
            let all: Vec<Change> = rows_to_make(&decision);
            failed(&context, &failure, done, &all)
        }
    }
}

/// The changes that this plan is about, in its order.
fn rows(decision: &Decision) -> impl Iterator<Item = Change> {
    decision.plan.rows.iter().map(|row| row.change)
}

/// The changes that this plan brings to stand.
fn rows_to_make(decision: &Decision) -> Vec<Change> {
    let rows = decision.plan.rows.iter();
    let rows = rows.filter(|row| row.effect != Effect::Later);
    rows.map(|row| row.change).collect()
}

async fn carry_out(work: &mut Work<'_>) -> Result<InstallEnd, Failure> {
    let context = work.context;
    if let Some(trouble) = context.trouble(false).await? {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let _lock = context.lock().await?;
    let is_first_half = work.decision.plan.is_first_half();
    let is_alone = work.choices.events == LiveUpdates::Alone;
    let anything = anything(work.decision);
    // Another process may have written it until the lock was had.
    work.record = context
        .record()?
        .unwrap_or_else(|| Record::new(context.setup.domain.clone()));
    if anything || work.record != Record::new(context.setup.domain.clone()) {
        work.record.take_up(work.found);
        let application = work.decision.application.used();
        let action = work.decision.action.used().map(String::as_str);
        let action = (!is_first_half && !is_alone).then_some(action);
        if anything && work.record.is_of_another(work.found, application, action) {
            work.record.begin_another();
        }
        work.keep()?;
    }
    let application = application::ensure(work).await?;
    work.done.push(Change::Application);
    permissions(work, &application).await?;
    work.done.push(Change::Permissions);
    if work.choices.events != LiveUpdates::No {
        work.done.push(Change::Events);
    }
    if work.choices.events == LiveUpdates::Alone {
        if anything {
            verify(work, Change::Events).await?;
        }
        return Ok(InstallEnd::Done);
    }
    if is_first_half {
        return Ok(InstallEnd::FirstHalf);
    }
    let id = action::ensure(work).await?;
    work.done.extend([Change::Action, Change::Secrets]);
    flow::ensure(work, &id).await?;
    if anything {
        verify(work, Change::Flow).await?;
    }
    work.done.push(Change::Flow);
    Ok(InstallEnd::Done)
}

/// Gives the application the permissions that it lacks; those that it has stay.
async fn permissions(work: &mut Work<'_>, application: &ClientId) -> Result<(), Failure> {
    let wanted = [Change::Permissions, Change::Events];
    let wanted = wanted
        .into_iter()
        .filter(|change| work.decision.plan.row(*change).is_some());
    let (needed, kept): (Vec<Change>, Vec<Change>) =
        wanted.partition(|change| work.decision.is_needed(*change));
    for change in kept {
        work.tell(change, StepState::Kept);
    }
    for change in &needed {
        work.working(*change, "Giving the application its permissions");
    }
    if needed.is_empty() {
        return Ok(());
    }
    let context = work.context;
    let grants = context.api.grants().await?;
    let is_hidden = grants.gap.hides_one_of(application);
    let fresh = Found {
        grants: grants.items,
        ..work.found.clone()
    };
    let there = fresh.grant(application);
    if there != work.found.grant(application) || (there.is_none() && is_hidden) {
        return Err(Issue::changed_meanwhile("What the application may do").into());
    }
    let before = there.map(|grant| grant.permissions.clone());
    let Some(after) = union(before.as_deref().unwrap_or_default(), work.choices.events) else {
        for change in needed {
            work.tell(change, StepState::Kept);
        }
        return Ok(());
    };
    let had = before.as_deref().unwrap_or_default();
    let added = after.iter().filter(|p| !had.contains(p)).cloned();
    let new = GrantRecord {
        client_id: application.clone(),
        added: added.collect(),
        before: before.clone(),
    };
    let former = work.record.clone();
    work.record.grant = Some(match work.record.grant.take() {
        Some(earlier) => earlier.with(new),
        None => new,
    });
    work.keep()?;
    let given = match there {
        Some(grant) => context.api.set_permissions(&grant.id, &after).await,
        None => context.api.create_grant(application, &after).await,
    };
    given.map_err(|error| work.refused(former, error, "give the application its permissions"))?;
    for change in needed {
        let text = match change {
            Change::Events => EVENTS.to_owned(),
            _ => after.join(", "),
        };
        work.tell(change, StepState::Done(text));
    }
    Ok(())
}

/// Looks at everything once more: it must need nothing. The `last` change tells of it.
async fn verify(work: &Work<'_>, last: Change) -> Result<(), Failure> {
    work.working(last, "Looking whether everything stands");
    let context = work.context;
    let found = look::read(context).await?;
    let again = decide(
        &context.setup.domain,
        &found,
        &context.wanted(),
        work.choices,
        Some(&work.record),
        context.token(),
    )?;
    let missing = rows(&again).find(|c| again.is_needed(*c));
    match missing {
        None => {
            work.tell(
                last,
                StepState::Done("Looked at again: everything is there".to_owned()),
            );
            Ok(())
        }
        Some(Change::Application | Change::Permissions | Change::Events) => {
            Err(Issue::changed_meanwhile("What the application may do").into())
        }
        Some(Change::Action | Change::Secrets) => {
            Err(Issue::changed_meanwhile("The Action").into())
        }
        Some(Change::Flow) => Err(Issue::changed_meanwhile("The Login flow").into()),
    }
}
