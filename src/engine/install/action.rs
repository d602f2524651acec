//! The Action: written as a draft with its secrets, built by Auth0, and deployed.

use std::time::{Duration, Instant};

use super::context::{InstallContext, refused};
use super::work::Work;
use crate::clients::auth0::setup::is_not_yet;
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::install::{
    Action, ActionRecord, Change, FlowRecord, Found, Kept, Record, SecretsRecord, StepState,
    Target, Written, wanted_action,
};
use crate::domain::issue::Issue;
use crate::domain::snippet::Code;
use crate::engine::failure::Failure;

/// How long Auth0 may take to build an Action, and again to deploy it. It is usually done in seconds, and has been seen to
/// take 45 (contract auth0-api 7.2).
const LONGEST: Duration = Duration::from_secs(120);

/// Brings the Action and its secrets to stand, and gives the Action's id.
pub(super) async fn ensure(work: &mut Work<'_>) -> Result<String, Failure> {
    let needed = [Change::Action, Change::Secrets].map(|change| work.decision.is_needed(change));
    let id = match &work.decision.action {
        Target::Use(id) if needed == [false, false] => id.clone(),
        Target::Use(id) => {
            let id = id.clone();
            change(work, &id, needed[1]).await?;
            id
        }
        Target::Make(name) => {
            let name = name.clone();
            make(work, &name).await?
        }
        Target::Unsure => return Err(Issue::no_such_plan().into()),
    };
    if needed != [false, false] {
        deploy(work, &id).await?;
    }
    for (change, needed) in [Change::Action, Change::Secrets].into_iter().zip(needed) {
        work.tell(
            change,
            match (needed, change) {
                (false, _) => StepState::Kept,
                (true, Change::Action) => StepState::Done("Built and deployed".to_owned()),
                (true, _) => StepState::Done("Set".to_owned()),
            },
        );
    }
    Ok(id)
}

/// Makes the Action, after a look whether another one has come meanwhile.
async fn make(work: &mut Work<'_>, name: &str) -> Result<String, Failure> {
    work.working(Change::Action, "Making the Action");
    let context = work.context;
    let fresh = context.api.actions().await?;
    let ids =
        |actions: &[Action]| -> Vec<String> { actions.iter().map(|a| a.id.clone()).collect() };
    if ids(&fresh.items) != ids(&work.found.actions) || fresh.gap != work.found.gaps.actions {
        return Err(Issue::changed_meanwhile("The list of Actions").into());
    }
    let named = fresh.items.iter().filter(|action| action.name == name);
    let former = work.record.clone();
    work.record.secrets = None;
    work.record.action = Some(ActionRecord::Making {
        name: name.to_owned(),
        before: named.map(|action| action.id.clone()).collect(),
    });
    work.keep()?;
    let wanted = wanted_action(work.found, work.choices.code, None);
    let secrets = context.secrets().ok_or_else(Issue::no_such_plan)?;
    let made = match context.api.create_action(name, &wanted, &secrets).await {
        Ok(made) => made,
        Err(error) => made_after_all(work, former, error).await?,
    };
    work.record.action = Some(ActionRecord::made(&made));
    note_secrets(work, &made);
    work.keep()?;
    Ok(made.id)
}

/// After an unclear end of making the Action: looks at once whether it is there. If it is not, nothing was made.
async fn made_after_all(
    work: &mut Work<'_>,
    former: Record,
    error: ClientError,
) -> Result<Action, Failure> {
    let what = "create the Action";
    if error.changed_nothing() {
        return Err(work.refused(former, error, what));
    }
    let now = Found {
        actions: work.context.api.actions().await?.items,
        ..work.found.clone()
    };
    work.record.take_up(&now);
    work.keep()?;
    let made = work.record.action.as_ref().and_then(ActionRecord::id);
    made.and_then(|id| now.action(id))
        .cloned()
        .ok_or_else(|| refused(what)(error))
}

/// Changes the Action that is there, unless it is as it should be and only waits to be deployed.
async fn change(work: &mut Work<'_>, id: &str, with_secrets: bool) -> Result<(), Failure> {
    work.working(Change::Action, "Changing the Action");
    let context = work.context;
    let there = context.api.action(id).await?;
    let (Some(there), Some(shown)) = (there, work.found.action(id)) else {
        return Err(Issue::changed_meanwhile("The Action").into());
    };
    let version = &there.deployment.version;
    if (&there.kept.code, &there.secrets, version)
        != (&shown.kept.code, &shown.secrets, &shown.deployment.version)
    {
        return Err(Issue::changed_meanwhile("The Action").into());
    }
    let wanted = wanted_action(work.found, work.choices.code, Some(&there.kept));
    if wanted == there.kept && !with_secrets && !there.deployment.has_failed() {
        return Ok(());
    }
    let former = work.record.clone();
    remember(work, &there, &wanted);
    work.keep()?;
    let secrets = context.secrets();
    let changed = context
        .api
        .change_action(id, &wanted, secrets.as_ref())
        .await;
    changed.map_err(|error| work.refused(former, error, "change the Action"))?;
    if let Some(changed) = context.api.action(id).await? {
        note_secrets(work, &changed);
    }
    work.keep()
}

/// Writes down what the Action was before this change, unless that is what an earlier change of ours has made of it: then
/// what was before that one counts.
fn remember(work: &mut Work<'_>, there: &Action, wanted: &Kept) {
    let is_ours = work.record.is_as_written(there);
    let is_recorded = work.record.action.as_ref().and_then(ActionRecord::id) == Some(&there.id);
    // What its secrets are is not known again until it was read after the change.
    work.record.secrets = None;
    let new = Written {
        kept: wanted.clone(),
        was: Some(there.kept.clone()),
        is_deployed: false,
    };
    match &mut work.record.action {
        Some(
            ActionRecord::Made { code, written, .. } | ActionRecord::Changed { code, written, .. },
        ) if is_ours => {
            wanted.code.clone_into(code);
            *written = Some(new);
        }
        record => {
            *record = Some(ActionRecord::Changed {
                id: there.id.clone(),
                code: wanted.code.clone(),
                written: Some(new),
                putting_back: false,
                was_edited: is_recorded,
                before: there.kept.clone(),
                secrets: there.secrets.clone(),
                version: there.deployment.version.clone(),
                was_current: there.deployment.is_current,
            });
            // Somebody else has made it theirs since, where it ran then: that is what undoing puts back.
            if is_recorded && work.record.flow.is_some() {
                work.record.flow = Some(FlowRecord {
                    before: work.found.flow.clone(),
                    after: work.found.flow.clone(),
                });
            }
        }
    }
}

fn note_secrets(work: &mut Work<'_>, action: &Action) {
    let side = work.context.setup.userhub.as_ref();
    work.record.secrets = side.map(|side| SecretsRecord {
        key: side.key.masked(),
        connection: side.connection.clone(),
        slots: action.secrets.clone(),
    });
}

/// Waits until Auth0 has built the draft, deploys it, and waits until it is in use.
async fn deploy(work: &mut Work<'_>, id: &str) -> Result<(), Failure> {
    work.working(
        Change::Action,
        "Auth0 is preparing the Action. Usually under a minute.",
    );
    let context = work.context;
    let built = wait_until(context, id, |action| {
        action.deployment.is_built() || action.deployment.has_failed()
    });
    let built = built.await?;
    if built.deployment.has_failed() {
        let issue = match work.choices.code {
            Code::Documented => Issue::package_not_found(),
            Code::WithoutPackage => Issue::action_not_built(),
        };
        return Err(issue
            .with_detail(&built.deployment.errors.join("; "))
            .into());
    }
    super::work::still_good(work).await?;
    work.working(Change::Action, "Deploying the Action");
    let mut patience = Patience::of(LONGEST);
    loop {
        // Auth0 answers 400 for a moment although it has said that the draft is built.
        match context.api.deploy(id).await {
            Err(error) if patience.is_worth_another(&error) => {
                context.api.http().pause(Duration::from_secs(1)).await?;
            }
            Err(error) => return Err(refused("deploy the Action")(error)),
            Ok(()) => break,
        }
    }
    let deployed = in_use(context, id).await?;
    if let Some(record) = &mut work.record.action
        && record.id() == Some(id)
    {
        record.is_deployed(&deployed);
    }
    work.keep()
}

/// How long something is tried again that Auth0 refuses.
pub(super) struct Patience {
    started: Instant,
    longest: Duration,
    /// How many refusals may still come of which nobody knows whether they pass.
    unknown: u32,
}

impl Patience {
    pub(super) fn of(longest: Duration) -> Self {
        Self {
            started: clock::instant(),
            longest,
            unknown: 2,
        }
    }

    /// Whether it may be let in a moment. A refusal in words that we do not know is tried twice more, and then told.
    pub(super) fn is_worth_another(&mut self, error: &ClientError) -> bool {
        if error.status() != Some(400) {
            return false;
        }
        if is_not_yet(error) {
            return self.started.elapsed() < self.longest;
        }
        let is_left = self.unknown > 0;
        self.unknown = self.unknown.saturating_sub(1);
        is_left
    }
}

/// Waits until the draft is what runs.
pub(super) async fn in_use(context: &InstallContext, id: &str) -> Result<Action, Failure> {
    let deployed = wait_until(context, id, |action| {
        action.deployment.is_current && action.deployment.version.is_some()
    });
    deployed.await
}

/// Looks at an Action again and again until it is so.
pub(super) async fn wait_until(
    context: &InstallContext,
    id: &str,
    is_so: impl Fn(&Action) -> bool,
) -> Result<Action, Failure> {
    let started = clock::instant();
    let mut delay = Duration::from_millis(250);
    loop {
        let Some(action) = context.api.action(id).await? else {
            return Err(Issue::changed_meanwhile("The Action").into());
        };
        if is_so(&action) {
            return Ok(action);
        }
        if started.elapsed() > LONGEST {
            return Err(Issue::action_not_ready(LONGEST.as_secs()).into());
        }
        context.api.http().pause(delay).await?;
        delay = (delay * 2).min(Duration::from_secs(2));
    }
}
