//! Looking: everything that bears on the set-up is read, and a plan is made of it. Nothing is changed.

use tokio_util::sync::CancellationToken;

use super::context::{InstallContext, refused};
use super::reporter::{Prepared, failed};
use crate::domain::install::{Change, Choices, Found, Gaps, decide};
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;
use crate::protocol::install::{InstallSetup, Report};

/// Looks, and gives the plan with what it was made of.
pub(super) async fn look(
    setup: InstallSetup,
    choices: Choices,
    number: u64,
    stop: &CancellationToken,
) -> Result<Prepared, Report> {
    let context = InstallContext::new(setup, stop).map_err(Report::problem)?;
    match prepare(&context, &choices, number).await {
        Ok(prepared) => Ok(prepared),
        Err(failure) => Err(failed(&context, &failure, Vec::new(), &Change::ALL)),
    }
}

async fn prepare(
    context: &InstallContext,
    choices: &Choices,
    number: u64,
) -> Result<Prepared, Failure> {
    let token = context.token();
    if let Some(trouble) = context.trouble(false).await? {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let found = read(context).await?;
    let record = context.record()?;
    let mut decision = decide(
        &context.setup.domain,
        &found,
        &context.wanted(),
        choices,
        record.as_ref(),
        token,
    )?;
    decision.plan.number = number;
    Ok(Prepared {
        setup: context.setup.clone(),
        choices: choices.clone(),
        found,
        decision,
    })
}

/// Reads everything.
pub(super) async fn read(context: &InstallContext) -> Result<Found, Failure> {
    let applications = context.api.applications().await;
    let applications = applications.map_err(refused("list the applications"))?;
    let grants = context.api.grants().await;
    let grants = grants.map_err(refused("list what applications may do"))?;
    let trigger = context.api.trigger().await;
    let trigger = trigger.map_err(refused("say what runs in the Login flow"))?;
    let actions = context.api.actions().await;
    let actions = actions.map_err(refused("list the Actions"))?;
    let flow = context.api.flow().await;
    let flow = flow.map_err(refused("show the Login flow"))?;
    Ok(Found {
        applications: applications.items,
        grants: grants.items,
        used_elsewhere: Vec::new(),
        trigger,
        actions: actions.items,
        flow: flow.items,
        gaps: Gaps {
            applications: applications.gap,
            grants: grants.gap,
            actions: actions.gap,
            flow: flow.gap,
        },
    })
}
