//! Carrying a plan out. Each thing is read again right before it is written, and a foreign change stops everything. What
//! is about to be done is on the disk before it is done.

use tokio_util::sync::CancellationToken;

use super::context::InstallContext;
use super::reporter::{Prepared, Reporter, failed};
use super::work::{Work, anything};
use super::{action, application, flow, look};
use crate::domain::ids::ClientId;
use crate::domain::install::{
    Change, Decision, Effect, Found, GrantRecord, Record, Step, StepState, decide, union,
};
use crate::domain::issue::Issue;
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
    let desk = match InstallContext::new(setup, stop) {
        Ok(desk) => desk,
        Err(issue) => return Report::problem(issue),
    };
    let record = match desk.record() {
        Ok(record) => record.unwrap_or_else(|| Record::new(desk.setup.domain.clone())),
        Err(failure) => return failed(&desk, &failure, Vec::new(), &Change::ALL),
    };
    let mut work = Work {
        desk: &desk,
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
            open: Change::ALL
                .into_iter()
                .filter(|change| !done.contains(change))
                .collect(),
            done,
            ..Report::of(end)
        },
        Err(failure) => {
            if let Some(change) = Change::ALL.into_iter().find(|c| !done.contains(c)) {
                report.send(install::Event::Step(Step {
                    change,
                    state: StepState::Stopped,
                }));
            }
            let all: Vec<Change> = rows_to_make(&decision);
            failed(&desk, &failure, done, &all)
        }
    }
}

/// The changes that this plan brings to stand.
fn rows_to_make(decision: &Decision) -> Vec<Change> {
    let rows = decision.plan.rows.iter();
    let rows = rows.filter(|row| row.effect != Effect::Later);
    rows.map(|row| row.change).collect()
}

async fn carry_out(work: &mut Work<'_>) -> Result<InstallEnd, Failure> {
    let desk = work.desk;
    if let Some(trouble) = desk.trouble(false).await? {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let _lock = desk.lock().await?;
    let is_first_half = work.decision.plan.is_first_half();
    let anything = anything(work.decision);
    // Another process may have written it until the lock was had.
    work.record = desk
        .record()?
        .unwrap_or_else(|| Record::new(desk.setup.domain.clone()));
    if anything || work.record != Record::new(desk.setup.domain.clone()) {
        work.record.take_up(work.found);
        let application = work.decision.application.used();
        let action = work.decision.action.used().map(String::as_str);
        let action = (!is_first_half).then_some(action);
        if anything && work.record.is_of_another(work.found, application, action) {
            work.record.begin_another();
        }
        work.keep()?;
    }
    let application = application::ensure(work).await?;
    work.done.push(Change::Application);
    permissions(work, &application).await?;
    work.done.push(Change::Permissions);
    if is_first_half {
        return Ok(InstallEnd::FirstHalf);
    }
    let id = action::ensure(work).await?;
    work.done.extend([Change::Action, Change::Secrets]);
    flow::ensure(work, &id).await?;
    if anything {
        verify(work).await?;
    }
    work.done.push(Change::Flow);
    Ok(InstallEnd::Done)
}

/// Gives the application the permissions that it lacks; those that it has stay.
async fn permissions(work: &mut Work<'_>, application: &ClientId) -> Result<(), Failure> {
    let change = Change::Permissions;
    if !work.decision.is_needed(change) {
        work.tell(change, StepState::Kept);
        return Ok(());
    }
    work.working(change, "Giving the four permissions");
    let desk = work.desk;
    let grants = desk.api.grants().await?;
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
    let Some(after) = union(before.as_deref().unwrap_or_default()) else {
        work.tell(change, StepState::Kept);
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
        Some(grant) => desk.api.set_permissions(&grant.id, &after).await,
        None => desk.api.create_grant(application, &after).await,
    };
    given.map_err(|error| work.refused(former, error, "give the application its permissions"))?;
    work.tell(change, StepState::Done(after.join(", ")));
    Ok(())
}

/// Looks at everything once more: it must need nothing.
async fn verify(work: &Work<'_>) -> Result<(), Failure> {
    work.working(Change::Flow, "Looking whether everything stands");
    let desk = work.desk;
    let found = look::read(desk).await?;
    let again = decide(
        &desk.setup.domain,
        &found,
        &desk.wanted(),
        work.choices,
        Some(&work.record),
        desk.token(),
    )?;
    let missing = Change::ALL.into_iter().find(|c| again.is_needed(*c));
    match missing {
        None => {
            work.tell(
                Change::Flow,
                StepState::Done("Looked at again: everything is there".to_owned()),
            );
            Ok(())
        }
        Some(Change::Application | Change::Permissions) => {
            Err(Issue::changed_meanwhile("What the application may do").into())
        }
        Some(Change::Action | Change::Secrets) => {
            Err(Issue::changed_meanwhile("The Action").into())
        }
        Some(Change::Flow) => Err(Issue::changed_meanwhile("The Login flow").into()),
    }
}
