//! The application: made, or used as it is, and its values told.

use super::context::refused;
use super::work::{Work, anything};
use crate::clients::error::ClientError;
use crate::domain::ids::ClientId;
use crate::domain::install::{ApplicationRecord, Change, Found, Record, StepState, Target};
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;
use crate::protocol::install;

/// Makes the application, or uses the one that is there without changing it.
pub(super) async fn ensure(work: &mut Work<'_>) -> Result<ClientId, Failure> {
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
    let context = work.context;
    let named = |found: &Found| -> Vec<ClientId> {
        let applications = found.applications.iter();
        let named = applications.filter(|application| application.name == name);
        named.map(|a| a.client_id.clone()).collect()
    };
    let applications = context.api.applications().await?;
    let is_same_gap = applications.gap == work.found.gaps.applications;
    let fresh = Found {
        applications: applications.items,
        ..work.found.clone()
    };
    if fresh.applications.len() != work.found.applications.len()
        || !is_same_gap
        || named(&fresh) != named(work.found)
    {
        return Err(Issue::changed_meanwhile("The list of applications").into());
    }
    let former = work.record.clone();
    work.record.application = Some(ApplicationRecord::Making {
        name: name.clone(),
        before: named(&fresh),
    });
    work.keep()?;
    let (client_id, secret) = match context.api.create_application(&name).await {
        Ok(made) => made,
        Err(error) => (made_after_all(work, former, error).await?, None),
    };
    work.record.application = Some(ApplicationRecord::Made {
        client_id: client_id.clone(),
        name: Some(name),
    });
    // First of all the secret is handed on: this is the only copy of it, and the disk may be full.
    match secret {
        Some(secret) => work.report.send(install::Event::Application {
            client_id: client_id.clone(),
            client_secret: Some(secret),
        }),
        None => tell_secret(work, &client_id).await?,
    }
    work.keep()?;
    let text = format!("Created, Client ID {client_id}");
    work.tell(change, StepState::Done(text));
    Ok(client_id)
}

/// After an unclear end of making the application: looks at once whether it is there. If it is not, nothing was made.
async fn made_after_all(
    work: &mut Work<'_>,
    former: Record,
    error: ClientError,
) -> Result<ClientId, Failure> {
    let what = "create the application";
    if error.changed_nothing() {
        return Err(work.refused(former, error, what));
    }
    let now = Found {
        applications: work.context.api.applications().await?.items,
        ..work.found.clone()
    };
    work.record.take_up(&now);
    work.keep()?;
    let made = work.record.application.as_ref();
    made.and_then(ApplicationRecord::client_id)
        .cloned()
        .ok_or_else(|| refused(what)(error))
}

/// Tells the secret of an application that was there, where the key may read it.
async fn tell_secret(work: &Work<'_>, id: &ClientId) -> Result<(), Failure> {
    let client_secret = if work.context.token().reads_secrets {
        match work.context.api.application_secret(id).await {
            // It is only shown: whoever may not see it looks it up in Auth0.
            Err(error) if error.status() == Some(403) => None,
            secret => secret?,
        }
    } else {
        None
    };
    work.report.send(install::Event::Application {
        client_id: id.clone(),
        client_secret,
    });
    Ok(())
}
