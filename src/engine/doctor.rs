//! The checks that a temporary key allows: the Action as it lies in the tenant, and a rehearsal of it.
//!
//! What each sight means is decided in [`domain::install`](crate::domain::install). Nothing is changed. The rehearsal runs
//! the Action in Auth0's own test call, with somebody who does not exist.

use tokio_util::sync::CancellationToken;

use super::first_contact;
use super::issues::{Failure, client_issue};
use super::report::Report;
use super::session;
use crate::clients::auth0::setup::{Management, Rehearsal};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::install::{Action, Aspect, Finding, Found, TokenFacts, examine};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::domain::pasted::ManagementToken;
use crate::protocol::checks::{self, ACTION, CheckState, REHEARSAL};
use crate::protocol::setup::Setup;

/// A made-up sign-in that takes longer than this is worth a word.
const SLOW: u64 = 5_000;

/// Looks at the Action with a temporary key.
pub(super) async fn examine_action(
    setup: &Setup,
    token: &ManagementToken,
    stop: &CancellationToken,
    report: &mut Report<'_>,
) {
    if let Some(trouble) = trouble(setup, token) {
        report.problem(ACTION, Issue::temporary_key_for_checks(&trouble));
        return report.not_checked(after_the_first());
    }
    let api = match management(setup, token, stop) {
        Ok(api) => api,
        Err(failure) => {
            report.problem(ACTION, failure.issue(setup));
            return report.not_checked(after_the_first());
        }
    };
    let found = match read(&api).await {
        Ok(found) => found,
        Err(error) => {
            report.problem(ACTION, in_words(&error, setup));
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

/// Why the key cannot be used for looking.
fn trouble(setup: &Setup, token: &ManagementToken) -> Option<TemporaryKeyTrouble> {
    let facts = TokenFacts {
        missing: lacking(token, &["read:actions"]),
        ..TokenFacts::of(token)
    };
    facts.trouble(&setup.domain, clock::timestamp().as_second())
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
async fn read(api: &Management) -> Result<Found, ClientError> {
    Ok(Found {
        applications: Vec::new(),
        grants: Vec::new(),
        used_elsewhere: Vec::new(),
        trigger: api.trigger().await?,
        actions: api.actions().await?,
        flow: api.flow().await?,
    })
}

fn in_words(error: &ClientError, setup: &Setup) -> Issue {
    let issue = match error.status() {
        Some(401) => Issue::temporary_key_for_checks(&TemporaryKeyTrouble::Ended),
        Some(403) => Issue::temporary_key_for_checks(&TemporaryKeyTrouble::Lacks(vec![
            "read:actions".to_owned(),
        ])),
        _ => return client_issue(error, setup),
    };
    issue.with_detail(&error.to_string())
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
        Err(error) => report.problem(REHEARSAL, in_words(&error, setup)),
    }
}

/// The person is made up, so that UserHub has nobody to read: whether it was told is not to be seen here.
fn came_through(milliseconds: Option<u64>) -> String {
    let took = milliseconds.map_or_else(String::new, |took| format!(" in {took} ms"));
    format!(
        "It came through a made-up sign-in{took}. Whether UserHub hears of a real one, only the sign-in test shows"
    )
}
