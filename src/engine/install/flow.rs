//! The Login flow: the Action is put in its place, and every other one is kept, in its order.

use std::time::Duration;

use super::action::Patience;
use super::context::{InstallContext, refused};
use super::work::Work;
use crate::domain::install::{Binding, Change, FlowRecord, StepState};
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;

/// How long Auth0 may take until it lets an Action into a flow that it has just deployed (contract auth0-api 7.2).
const LONGEST: Duration = Duration::from_secs(30);

/// Brings the Action to its place in the flow.
pub(super) async fn ensure(work: &mut Work<'_>, id: &str) -> Result<(), Failure> {
    let change = Change::Flow;
    if !work.decision.is_needed(change) {
        work.tell(change, StepState::Kept);
        return Ok(());
    }
    work.working(change, "Putting the Action into the Login flow");
    let after: Vec<Binding> = work
        .decision
        .flow
        .iter()
        .map(|binding| {
            let mut binding = binding.clone();
            if binding.action_id.is_empty() {
                id.clone_into(&mut binding.action_id);
            }
            binding
        })
        .collect();
    let context = work.context;
    let before = work.found.flow.clone();
    if read(context).await? != before {
        return Err(Issue::changed_meanwhile("The Login flow").into());
    }
    // What counts for undoing is where the Action was before the first change.
    let first = work.record.flow.as_ref().map(|flow| flow.before.clone());
    work.record.flow = Some(FlowRecord {
        before: first.unwrap_or_else(|| before.clone()),
        after: after.clone(),
    });
    work.keep()?;
    replace(context, &before, &after).await?;
    let names: Vec<&str> = after.iter().map(|b| b.display_name.as_str()).collect();
    work.working(change, &names.join(" → "));
    Ok(())
}

/// Reads a flow that is to be written: all of it, or it is not written.
async fn read(context: &InstallContext) -> Result<Vec<Binding>, Failure> {
    let flow = context.api.flow().await?;
    match flow.gap.of_flow(flow.items.len()) {
        Some(issue) => Err(issue.into()),
        None => Ok(flow.items),
    }
}

/// Writes a flow in the place of the one that is there, which must be the one that was seen, and looks at it after.
pub(super) async fn replace(
    context: &InstallContext,
    seen: &[Binding],
    after: &[Binding],
) -> Result<(), Failure> {
    let mut patience = Patience::of(LONGEST);
    loop {
        if read(context).await? != seen {
            return Err(Issue::changed_meanwhile("The Login flow").into());
        }
        match context.api.set_flow(after).await {
            Err(error) if patience.is_worth_another(&error) => {
                context.api.http().pause(Duration::from_secs(2)).await?;
            }
            Err(error) => return Err(refused("change the Login flow")(error)),
            Ok(()) => break,
        }
    }
    let now = read(context).await?;
    if now == after {
        return Ok(());
    }
    // Should one that was there have been lost, and nothing of somebody else's have come, the former flow is put back.
    let lost = seen.iter().any(|b| !now.contains(b));
    let foreign = now.iter().any(|b| !after.contains(b));
    if lost && !foreign {
        context.api.set_flow(seen).await?;
    }
    Err(Issue::changed_meanwhile("The Login flow").into())
}
