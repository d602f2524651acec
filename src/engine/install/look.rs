//! Looking: everything that bears on the set-up is read, and a plan is made of it. Nothing is changed.

use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use super::{Prepared, failed};
use crate::domain::install::{Change, Choices, Found, decide};
use crate::domain::issue::Issue;
use crate::engine::issues::Failure;
use crate::protocol::install::{InstallSetup, Report};

/// Looks, and gives the plan with what it was made of.
pub(super) async fn look(
    setup: InstallSetup,
    choices: Choices,
    number: u64,
    stop: &CancellationToken,
) -> Result<Prepared, Report> {
    let desk = Desk::new(setup, stop).map_err(Report::problem)?;
    match prepare(&desk, &choices, number).await {
        Ok(prepared) => Ok(prepared),
        Err(failure) => Err(failed(&desk, &failure, Vec::new(), &Change::ALL)),
    }
}

async fn prepare(desk: &Desk, choices: &Choices, number: u64) -> Result<Prepared, Failure> {
    let token = desk.token();
    if let Some(trouble) = token.trouble(&desk.setup.domain, Desk::now()) {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let found = read(desk).await?;
    let record = desk.record()?;
    let mut decision = decide(
        &desk.setup.domain,
        &found,
        &desk.wanted(),
        choices,
        record.as_ref(),
        token,
    )?;
    decision.plan.number = number;
    Ok(Prepared {
        setup: desk.setup.clone(),
        choices: choices.clone(),
        found,
        decision,
    })
}

/// Reads everything.
pub(super) async fn read(desk: &Desk) -> Result<Found, Failure> {
    Ok(Found {
        applications: desk.api.applications().await?,
        grants: desk.api.grants().await?,
        used_elsewhere: Vec::new(),
        trigger: desk.api.trigger().await?,
        actions: desk.api.actions().await?,
        flow: desk.api.flow().await?,
    })
}
