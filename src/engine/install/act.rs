//! Carrying a plan out. Each thing is read again right before it is written, and a foreign change stops everything. What
//! is about to be done is on the disk before it is done.

use tokio_util::sync::CancellationToken;

use super::desk::{Desk, refused};
use super::{Prepared, Reporter, action, failed, flow, look};
use crate::app::install::{InstallEnd, News, Report};
use crate::domain::ids::ClientId;
use crate::domain::install::{
    ApplicationRecord, Change, Choices, Decision, Effect, Found, GrantRecord, Record, Step,
    StepState, Target, decide, union,
};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::engine::issues::Failure;

/// What a set-up in progress works with.
pub(super) struct Work<'a> {
    pub(super) desk: &'a Desk,
    pub(super) found: &'a Found,
    pub(super) decision: &'a Decision,
    pub(super) choices: &'a Choices,
    pub(super) record: Record,
    report: &'a Reporter,
}

impl Work<'_> {
    pub(super) fn tell(&self, change: Change, state: StepState) {
        self.report.send(News::Step(Step { change, state }));
    }

    pub(super) fn working(&self, change: Change, text: &str) {
        self.tell(change, StepState::Working(text.to_owned()));
    }

    /// Puts the record on the disk.
    pub(super) fn keep(&self) -> Result<(), Failure> {
        Ok(self.desk.file.write(&self.record)?)
    }
}

/// Carries a plan out and says what it came to.
pub(super) async fn act(prepared: Prepared, report: &Reporter, stop: &CancellationToken) -> Report {
    let Prepared {
        setup,
        choices,
        found,
        decision,
    } = prepared;
    let desk = match Desk::new(setup, stop) {
        Ok(desk) => desk,
        Err(issue) => return Report::problem(issue),
    };
    let mut done = Vec::new();
    match carry_out(&desk, &found, &decision, &choices, report, &mut done).await {
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
                report.send(News::Step(Step {
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

/// Whether there is a change to make.
fn anything(decision: &Decision) -> bool {
    Change::ALL.iter().any(|change| decision.is_needed(*change))
}

async fn carry_out(
    desk: &Desk,
    found: &Found,
    decision: &Decision,
    choices: &Choices,
    report: &Reporter,
    done: &mut Vec<Change>,
) -> Result<InstallEnd, Failure> {
    if let Some(trouble) = desk.token().trouble(&desk.setup.domain, Desk::now()) {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let _lock = desk.lock()?;
    let mut work = Work {
        desk,
        found,
        decision,
        choices,
        record: desk.record()?,
        report,
    };
    let anything = anything(decision);
    if anything || work.record != Record::new(desk.setup.domain.clone()) {
        work.record.take_up(found);
        work.keep()?;
    }
    let application = application(&mut work).await?;
    done.push(Change::Application);
    permissions(&mut work, &application).await?;
    done.push(Change::Permissions);
    if decision.plan.is_first_half() {
        return Ok(InstallEnd::FirstHalf);
    }
    let id = action::stand(&mut work).await?;
    done.extend([Change::Action, Change::Secrets]);
    flow::stand(&mut work, &id).await?;
    if anything {
        verify(&work).await?;
    }
    done.push(Change::Flow);
    Ok(InstallEnd::Done)
}

/// Makes the application, or uses the one that is there without changing it.
async fn application(work: &mut Work<'_>) -> Result<ClientId, Failure> {
    let change = Change::Application;
    let name = match &work.decision.application {
        Target::Use(id) => {
            let id = id.clone();
            if work.record.application.is_none() && anything(work.decision) {
                let client_id = id.clone();
                work.record.application = Some(ApplicationRecord::Used { client_id });
                work.keep()?;
            }
            if work.decision.plan.is_first_half() {
                tell_secret(work, &id).await?;
            }
            work.tell(change, StepState::Kept);
            return Ok(id);
        }
        Target::Make(name) => name.clone(),
        Target::Unsure => return Err(Issue::no_such_plan().into()),
    };
    work.working(change, "Making the application");
    let desk = work.desk;
    let named = |found: &Found| -> Vec<ClientId> {
        let applications = found.applications.iter();
        let named = applications.filter(|application| application.name == name);
        named.map(|a| a.client_id.clone()).collect()
    };
    let fresh = Found {
        applications: desk.api.applications().await?,
        ..work.found.clone()
    };
    if fresh.applications.len() != work.found.applications.len()
        || named(&fresh) != named(work.found)
    {
        return Err(Issue::changed_meanwhile("The list of applications").into());
    }
    work.record.application = Some(ApplicationRecord::Making {
        name: name.clone(),
        before: named(&fresh),
    });
    work.keep()?;
    let made = desk.api.create_application(&name).await;
    let (client_id, client_secret) = made.map_err(refused("create the application"))?;
    work.record.application = Some(ApplicationRecord::Made {
        client_id: client_id.clone(),
    });
    work.keep()?;
    work.report.send(News::Application {
        client_id: client_id.clone(),
        client_secret,
    });
    let text = format!("Created, Client ID {client_id}");
    work.tell(change, StepState::Done(text));
    Ok(client_id)
}

/// Tells the secret of an application that was there, where the key may read it.
async fn tell_secret(work: &Work<'_>, id: &ClientId) -> Result<(), Failure> {
    let client_secret = if work.desk.token().reads_secrets {
        work.desk.api.application_secret(id).await?
    } else {
        None
    };
    work.report.send(News::Application {
        client_id: id.clone(),
        client_secret,
    });
    Ok(())
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
    let fresh = Found {
        grants: desk.api.grants().await?,
        ..work.found.clone()
    };
    let there = fresh.grant(application);
    if there != work.found.grant(application) {
        return Err(Issue::changed_meanwhile("What the application may do").into());
    }
    let before = there.map(|grant| grant.permissions.clone());
    let Some(after) = union(before.as_deref().unwrap_or_default()) else {
        work.tell(change, StepState::Kept);
        return Ok(());
    };
    let had = before.as_deref().unwrap_or_default();
    let added = after.iter().filter(|p| !had.contains(p)).cloned();
    work.record.grant = Some(GrantRecord {
        client_id: application.clone(),
        added: added.collect(),
        before: before.clone(),
    });
    work.keep()?;
    let refused = refused("give the application its permissions");
    match there {
        Some(grant) => desk.api.set_permissions(&grant.id, &after).await,
        None => desk.api.create_grant(application, &after).await,
    }
    .map_err(refused)?;
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
                StepState::Done("Everything was seen to stand".to_owned()),
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

/// Whether the key has stopped working while a change waited.
pub(super) fn still_good(work: &Work<'_>) -> Result<(), Failure> {
    let trouble = work
        .desk
        .token()
        .trouble(&work.desk.setup.domain, Desk::now());
    match trouble {
        Some(TemporaryKeyTrouble::Ended) => {
            Err(Issue::temporary_key(&TemporaryKeyTrouble::Ended, 2, 5).into())
        }
        _ => Ok(()),
    }
}
