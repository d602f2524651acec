//! The checks that a temporary key allows: the Action as it lies in the tenant, and a rehearsal of it.
//!
//! What each sight means is decided in [`domain::install`](crate::domain::install). Nothing is changed. The rehearsal runs
//! the Action in Auth0's own test call, with somebody who does not exist.

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::setup::{Management, Rehearsal};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::install::{Action, Aspect, Finding, Found, Gaps, TokenFacts, examine};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::domain::pasted::ManagementToken;
use crate::engine::checks::first_contact;
use crate::engine::checks::reporter::Report;
use crate::engine::failure::Failure;
use crate::engine::install::{refused, time_at};
use crate::engine::session;
use crate::protocol::checks::{self, ACTION, CheckState, REHEARSAL};
use crate::protocol::setup::Setup;

/// A made-up sign-in that takes longer than this is worth a word.
const SLOW: u64 = 5_000;

/// Looks at the Action with a temporary key.
pub(in crate::engine) async fn examine_action(
    setup: &Setup,
    token: &ManagementToken,
    stop: &CancellationToken,
    report: &mut Report<'_>,
) {
    let api = match management(setup, token, stop) {
        Ok(api) => api,
        Err(failure) => {
            report.problem(ACTION, failure.issue(setup));
            return report.not_checked(after_the_first());
        }
    };
    let found = match look(&api, setup, token).await {
        Ok(found) => found,
        Err(failure) => {
            report.problem(ACTION, failure.issue(setup));
            return report.not_checked(after_the_first());
        }
    };
    let (findings, action) = examine(&found);
    for finding in findings {
        tell(finding, report);
    }
    match action {
        Some(action) => rehearse(&api, action, setup, token, report).await,
        None => report.not_checked(after_the_first()),
    }
}

/// All checks of the Action but whether there is one.
fn after_the_first() -> impl Iterator<Item = &'static str> {
    let aspects = Aspect::ALL.into_iter().skip(1).map(name);
    aspects.chain([REHEARSAL])
}

const fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Exists => ACTION,
        Aspect::Code => checks::CODE,
        Aspect::Package => checks::DEPENDENCY,
        Aspect::Secrets => checks::SECRETS,
        Aspect::Runtime => checks::RUNTIME,
        Aspect::Deployed => checks::DEPLOYED,
        Aspect::Flow => checks::FLOW,
    }
}

fn tell(finding: Finding, report: &mut Report<'_>) {
    let name = name(finding.aspect);
    match finding.verdict {
        Err(issue) => report.problem(name, issue),
        Ok(seen) if finding.is_note => report.tell(name, CheckState::Note, seen, String::new()),
        Ok(seen) => report.passed_with(name, seen, finding.mark),
    }
}

/// Looks at what bears on the Action, unless the key cannot be used for it.
async fn look(api: &Management, setup: &Setup, token: &ManagementToken) -> Result<Found, Failure> {
    let facts = TokenFacts {
        missing: lacking(token, &["read:actions"]),
        ..TokenFacts::of(token)
    };
    let trouble = match facts.trouble(&setup.domain, clock::timestamp().as_second()) {
        // This computer's clock may be wrong.
        Some(TemporaryKeyTrouble::Ended) => facts.trouble(&setup.domain, time_at(api).await?),
        trouble => trouble,
    };
    match trouble {
        Some(trouble) => Err(Issue::temporary_key_for_checks(&trouble).into()),
        None => read(api).await,
    }
}

fn lacking(token: &ManagementToken, wanted: &[&'static str]) -> Vec<&'static str> {
    let has = |name: &&'static str| token.permissions.iter().any(|has| has == name);
    wanted.iter().copied().filter(|name| !has(name)).collect()
}

fn management(
    setup: &Setup,
    token: &ManagementToken,
    stop: &CancellationToken,
) -> Result<Management, Failure> {
    let base = setup.endpoints.auth0.clone();
    let base = base.unwrap_or_else(|| format!("https://{}", setup.domain));
    let route = session::route(setup, &base)?;
    let (token, stop) = (token.token.clone(), stop.clone());
    let api = Management::new(&setup.domain, token, route, Limits::CHECK, stop)?;
    Ok(api.observed_by(first_contact::of(setup)))
}

/// Reads what bears on the Action; applications and grants are seen by the other checks.
async fn read(api: &Management) -> Result<Found, Failure> {
    let trigger = api.trigger().await;
    let trigger = trigger.map_err(in_words("say what runs in the Login flow"))?;
    let actions = api.actions().await;
    let actions = actions.map_err(in_words("list the Actions"))?;
    let flow = api.flow().await;
    let flow = flow.map_err(in_words("show the Login flow"))?;
    Ok(Found {
        applications: Vec::new(),
        grants: Vec::new(),
        used_elsewhere: Vec::new(),
        trigger,
        actions: actions.items,
        flow: flow.items,
        gaps: Gaps {
            actions: actions.gap,
            flow: flow.gap,
            ..Gaps::default()
        },
    })
}

/// What came instead of an answer: the key's end, or a refusal in the words that we know or else in Auth0's own.
fn in_words(done: &'static str) -> impl Fn(ClientError) -> Failure {
    move |error| match error.rejection() {
        Some(refusal) if refusal.status == 401 && !refusal.code.is_empty() => {
            let ended = Issue::temporary_key_for_checks(&TemporaryKeyTrouble::Ended);
            ended.with_detail(&error.to_string()).into()
        }
        _ => refused(done)(error),
    }
}

/// Lets Auth0 run the Action's draft with a made-up sign-in.
async fn rehearse(
    api: &Management,
    action: &Action,
    setup: &Setup,
    token: &ManagementToken,
    report: &mut Report<'_>,
) {
    if !lacking(token, &["create:actions"]).is_empty() {
        let why = "The temporary key may not try the Action: it lacks create:actions";
        return report.tell(
            REHEARSAL,
            CheckState::NotChecked,
            why.to_owned(),
            String::new(),
        );
    }
    if !action.deployment.is_built() {
        let why = "Auth0 has not prepared the Action's draft, so that there is nothing to try";
        return report.tell(
            REHEARSAL,
            CheckState::NotChecked,
            why.to_owned(),
            String::new(),
        );
    }
    match api.rehearse(&action.id).await {
        Ok(Rehearsal {
            exception: Some((name, message)),
            ..
        }) => report.problem(REHEARSAL, Issue::rehearsal_failed(&name, &message)),
        Ok(Rehearsal {
            milliseconds: Some(took),
            ..
        }) if took > SLOW => report.problem(REHEARSAL, Issue::rehearsal_slow(took)),
        Ok(Rehearsal { milliseconds, .. }) => report.passed(REHEARSAL, came_through(milliseconds)),
        Err(error) => {
            let failure = in_words("try the Action")(error);
            report.problem(REHEARSAL, failure.issue(setup));
        }
    }
}

/// The person is made up, so that UserHub has nobody to read: whether it was told is not to be seen here.
fn came_through(milliseconds: Option<u64>) -> String {
    let took = milliseconds.map_or_else(String::new, |took| format!(" in {took} ms"));
    format!(
        "It came through a made-up sign-in{took}. Whether UserHub hears of a real one, only the sign-in test shows"
    )
}
