//! The staged checks: each proves one thing by a real call, and names what is wrong with what to do about it.
//!
//! Nothing is called passed that was not seen to pass. A stage that hangs on one that did not pass is not checked.

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::{Auth0, UserQuery};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clients::userhub::{ErrorCode, Held, UserHub};
use crate::domain::ids::{Auth0Domain, Auth0UserId, REGIONS};
use crate::domain::issue::{Code, Issue};
use crate::domain::pasted::ManagementToken;
use crate::domain::permissions::{Comparison, Permission};
use crate::engine::checks;
use crate::engine::checks::reporter::Report;
use crate::engine::failure::{Failure, client_issue, userhub_refusal};
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::session;
use crate::engine::sink::Sink;
use crate::protocol::checks::CheckState;
use crate::protocol::checks::Scope;
use crate::protocol::checks::{
    ALL, CONNECTION, KEY, LIST, MANAGEMENT_API, OTHER_PERMISSIONS, REACH, READ_USERS, SIGN_IN,
    Subject, permission as permission_check,
};
use crate::protocol::event::Event;
use crate::protocol::setup::{Setup, UserHubSetup};
use crate::protocol::ticket::Ticket;

/// How many pages of UserHub's list are looked at for one person whom our connection knows.
const PAGES_LOOKED_AT: usize = 10;
const PAGE_SIZE: usize = 100;

const ACCEPTED: &str = "Auth0 accepted Client ID and Client Secret";

/// Runs all checks and reports each.
pub(in crate::engine) async fn check(
    setup: &Setup,
    scope: Scope,
    add_person: Option<&Auth0UserId>,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let or_domain = setup.or_domain.is_some();
    let setup = &settle_domain(setup, stop).await;
    if or_domain {
        let domain = setup.domain.clone();
        sink.send(Event::DomainSettled { domain, ticket });
    }
    let mut report = Report::begin(setup, sink, ticket).await;
    let work = async {
        match session::auth0(setup, Limits::CHECK, stop) {
            Ok(auth0) => {
                check_auth0(&auth0, setup, scope, &mut report).await;
                if scope == Scope::Everything {
                    check_userhub(&auth0, setup, add_person, stop, &mut report).await;
                }
            }
            Err(failure) => report.problem(REACH, failure.issue(setup)),
        }
    };
    telling_waits(setup, ticket, sink, work).await;
    report.end().await;
}

/// Tells what the services ask to be waited for, while they are asked.
async fn telling_waits(setup: &Setup, ticket: Ticket, sink: &Sink, work: impl Future<Output = ()>) {
    let pacers = session::BothPacers::of(setup);
    let tell = |service, left| {
        sink.send(Event::CheckWaits {
            service,
            left,
            ticket,
        });
    };
    checks::waits::telling(|| pacers.waited_for(), tell, work).await;
}

/// Runs the checks of one subject alone. A temporary key shows the Action too.
pub(in crate::engine) async fn again(
    setup: &Setup,
    subject: Subject,
    token: Option<&ManagementToken>,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let mut report = Report::begin(setup, sink, ticket).await;
    let work = async {
        match (subject, token) {
            (Subject::Action, Some(token)) => {
                checks::action::examine_action(setup, token, stop, &mut report).await;
            }
            (Subject::Action, None) => cannot_be_seen(&report),
            (subject, _) => match session::auth0(setup, Limits::CHECK, stop) {
                Ok(auth0) => one_subject(&auth0, setup, subject, stop, &mut report).await,
                Err(failure) => report.problem(REACH, failure.issue(setup)),
            },
        }
    };
    telling_waits(setup, ticket, sink, work).await;
    report.end().await;
}

/// The documented application may not read Actions.
fn cannot_be_seen(report: &Report<'_>) {
    for entry in ALL.iter().filter(|entry| entry.subject == Subject::Action) {
        let why = "Cannot be seen with this application. The sign-in test covers it";
        let fix = "To look at it, give a temporary key from Auth0's API Explorer (AUTH0_MANAGEMENT_TOKEN).";
        report.tell(
            entry.name,
            CheckState::NotChecked,
            why.to_owned(),
            fix.to_owned(),
        );
    }
}

async fn one_subject(
    auth0: &Auth0,
    setup: &Setup,
    subject: Subject,
    stop: &CancellationToken,
    report: &mut Report<'_>,
) {
    match subject {
        Subject::Tenant => {
            tenant(auth0, setup, report).await;
        }
        Subject::SignIn => {
            sign_in(auth0, setup, report).await;
        }
        Subject::Users => read_users(auth0, setup, report).await,
        Subject::Key => {
            if let Some((userhub, _)) = userhub_of(setup, stop, report) {
                key(&userhub, setup, report).await;
            }
        }
        Subject::Connection => {
            if let Some((userhub, _)) = userhub_of(setup, stop, report) {
                prove_by_looking(&userhub, setup, report).await;
            }
        }
        // It needs a temporary key, and has its own way.
        Subject::Action => {}
    }
}

/// Decides between the two domains that a dashboard address of the region `us` may mean: the one that answers.
pub(in crate::engine) async fn settle_domain(setup: &Setup, stop: &CancellationToken) -> Setup {
    let Some(other) = &setup.or_domain else {
        return setup.clone();
    };
    let other = Setup {
        domain: other.clone(),
        or_domain: None,
        ..setup.clone()
    };
    let first = Setup {
        or_domain: None,
        ..setup.clone()
    };
    let answers = async |setup: &Setup| match session::auth0(setup, Limits::CHECK, stop) {
        Ok(auth0) => auth0
            .issuer()
            .await
            .is_ok_and(|issuer| issuer == setup.domain.issuer()),
        Err(_) => false,
    };
    if !answers(&first).await && answers(&other).await {
        other
    } else {
        first
    }
}

async fn check_auth0(auth0: &Auth0, setup: &Setup, scope: Scope, report: &mut Report<'_>) {
    let after_reach = || {
        let permissions = Permission::ALL.into_iter().map(permission_check);
        [SIGN_IN, MANAGEMENT_API]
            .into_iter()
            .chain(permissions)
            .chain([READ_USERS])
    };
    if !tenant(auth0, setup, report).await {
        return report.not_checked(after_reach());
    }
    if scope == Scope::Tenant {
        return;
    }
    match sign_in(auth0, setup, report).await {
        Some(granted) if granted.may_sync() => read_users(auth0, setup, report).await,
        None | Some(_) => report.not_checked([READ_USERS]),
    }
}

/// Whether the tenant answers.
async fn tenant(auth0: &Auth0, setup: &Setup, report: &mut Report<'_>) -> bool {
    if let Err(failure) = reach(auth0, setup).await {
        report.problem(REACH, failure.issue(setup));
        return false;
    }
    report.passed(
        REACH,
        format!(
            "Found {} (region: {})",
            setup.domain,
            setup.domain.region().to_uppercase()
        ),
    );
    true
}

/// Whether Auth0 accepts the application, and what it may do.
async fn sign_in(auth0: &Auth0, setup: &Setup, report: &mut Report<'_>) -> Option<Comparison> {
    match auth0.granted().await {
        Ok(granted) => {
            report.passed(SIGN_IN, ACCEPTED.to_owned());
            report.passed(
                MANAGEMENT_API,
                "The application may use the Management API".to_owned(),
            );
            let granted = Comparison::of(&granted);
            permissions(&granted, report);
            Some(granted)
        }
        Err(error) => {
            let issue = refused_sign_in(auth0, setup, &error).await;
            // Auth0 looks at Client ID and Client Secret first: what it says of the API comes after they were accepted.
            if issue.code == Code::NotAuthorized {
                report.passed(SIGN_IN, ACCEPTED.to_owned());
                report.problem(MANAGEMENT_API, issue);
            } else {
                report.problem(SIGN_IN, issue);
                report.not_checked([MANAGEMENT_API]);
            }
            report.not_checked(Permission::ALL.map(permission_check));
            None
        }
    }
}

/// Each of the four by name, and a neutral word on others.
fn permissions(granted: &Comparison, report: &mut Report<'_>) {
    for permission in Permission::ALL {
        let name = permission_check(permission);
        if granted.granted.contains(&permission) {
            report.passed(name, format!("{} is granted", permission.as_str()));
        } else {
            let missing = Comparison {
                missing: vec![permission],
                ..granted.clone()
            };
            report.problem(name, Issue::permissions_missing(&missing));
        }
    }
    if let Some(note) = granted.note() {
        report.tell(OTHER_PERMISSIONS, CheckState::Note, note, String::new());
    }
}

async fn read_users(auth0: &Auth0, setup: &Setup, report: &mut Report<'_>) {
    match auth0
        .users(&UserQuery {
            q: None,
            sort: "created_at",
            page: 0,
        })
        .await
    {
        Ok(page) => {
            let found = match page.total {
                1 => "Found 1 user".to_owned(),
                1000.. => "Found 1,000 users or more".to_owned(),
                total => format!("Found {total} users"),
            };
            report.passed(READ_USERS, found);
        }
        Err(error) => report.problem(READ_USERS, client_issue(&error, setup)),
    }
}

/// Whether a tenant answers at the domain, and is the one that the domain names.
pub(in crate::engine) async fn reach(auth0: &Auth0, setup: &Setup) -> Result<(), Failure> {
    match auth0.issuer().await {
        Ok(issuer) if issuer == setup.domain.issuer() => Ok(()),
        Ok(issuer) => {
            // The issuer may be the same tenant in another region; it is offered, never taken over silently.
            let named: Option<Auth0Domain> = issuer.parse().ok();
            let other = named.filter(|named| named.tenant() == setup.domain.tenant());
            Err(Issue::no_tenant(&setup.domain, other.as_ref()).into())
        }
        // What a host without a tenant answers is not documented (contract auth0-api 1.5).
        Err(error) if error.status() == Some(404) => {
            let other = other_region(auth0, setup).await;
            let issue = Issue::no_tenant(&setup.domain, other.as_ref());
            Err(issue.with_detail(&error.to_string()).into())
        }
        Err(ref error @ ClientError::Intercepted { ref looks, .. }) => {
            let issue = match other_region(auth0, setup).await {
                Some(other) => Issue::no_tenant(&setup.domain, Some(&other)),
                None => Issue::no_tenant_or_in_between(setup.domain.as_str(), looks),
            };
            Err(issue.with_detail(&error.to_string()).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Why Auth0 gives no token, in words.
pub(in crate::engine) async fn refused_sign_in(
    auth0: &Auth0,
    setup: &Setup,
    error: &ClientError,
) -> Issue {
    if error.status() == Some(401) {
        // A wrong region answers as a wrong secret does.
        let elsewhere = other_region(auth0, setup).await;
        return Issue::credentials_refused(&setup.domain, elsewhere.as_ref())
            .with_detail(&error.to_string());
    }
    client_issue(error, setup)
}

/// A tenant of the same name in another region, if one answers. With an address of its own given, nobody else is
/// asked.
async fn other_region(auth0: &Auth0, setup: &Setup) -> Option<Auth0Domain> {
    if setup.endpoints.auth0.is_some() {
        return None;
    }
    let elsewhere = REGIONS.iter().map(|region| setup.domain.in_region(region));
    let probes = elsewhere
        .filter(|domain| *domain != setup.domain)
        .map(|domain| async {
            let limits = Limits {
                attempts: 1,
                ..Limits::CHECK
            };
            let setup = Setup {
                domain: domain.clone(),
                ..setup.clone()
            };
            let auth0 = session::auth0(&setup, limits, auth0.http().stop()).ok()?;
            let issuer = auth0.issuer().await.ok()?;
            (issuer == domain.issuer()).then_some(domain)
        });
    futures_util::future::join_all(probes)
        .await
        .into_iter()
        .flatten()
        .next()
}

async fn check_userhub(
    auth0: &Auth0,
    setup: &Setup,
    add_person: Option<&Auth0UserId>,
    stop: &CancellationToken,
    report: &mut Report<'_>,
) {
    let Some((userhub, side)) = userhub_of(setup, stop, report) else {
        return report.not_checked([LIST, CONNECTION]);
    };
    let Some(may_list) = key(&userhub, setup, report).await else {
        return report.not_checked([CONNECTION]);
    };
    match add_person {
        Some(person) => prove_by_adding(auth0, &userhub, setup, side, person, report).await,
        None if may_list => prove_by_looking(&userhub, setup, report).await,
        None => not_proved(report, CANNOT_LOOK),
    }
}

/// No question that changes nothing tells whether a key may write (contract userhub-api 6).
const KEY_ACCEPTED: &str =
    "UserHub accepted the API key. Whether it may add people is not tested: that would add one";

const CANNOT_LOOK: &str = "This key cannot list users, so nobody can be looked up.";

/// The client of UserHub, and what it is set up with. Otherwise the key is what cannot be checked.
fn userhub_of<'s>(
    setup: &'s Setup,
    stop: &CancellationToken,
    report: &mut Report<'_>,
) -> Option<(UserHub, &'s UserHubSetup)> {
    let Some(side) = setup.userhub.as_ref().filter(|_| !stop.is_cancelled()) else {
        report.not_checked([KEY]);
        return None;
    };
    match session::userhub(setup, side, Limits::CHECK, stop) {
        Ok(userhub) => Some((userhub, side)),
        Err(failure) => {
            report.problem(KEY, failure.issue(setup));
            None
        }
    }
}

/// Whether UserHub accepts the key, and then whether the key may list users.
async fn key(userhub: &UserHub, setup: &Setup, report: &mut Report<'_>) -> Option<bool> {
    match userhub.list(None, 1).await {
        Ok(_) => {
            report.passed(KEY, KEY_ACCEPTED.to_owned());
            report.passed(LIST, "The key may list users".to_owned());
            Some(true)
        }
        Err(error) if is_not_allowed(&error) => {
            report.passed(KEY, KEY_ACCEPTED.to_owned());
            report.tell(
                LIST,
                CheckState::Note,
                "This key cannot list users, so nobody can be shown who is only in UserHub".to_owned(),
                "Nothing has to be done: a sync goes by what earlier syncs did. A key for Everything shows more."
                    .to_owned(),
            );
            Some(false)
        }
        Err(error) => {
            report.problem(KEY, client_issue(&error, setup));
            report.not_checked([LIST]);
            None
        }
    }
}

/// Whether UserHub knows the key and does not let it do this.
fn is_not_allowed(error: &ClientError) -> bool {
    matches!(error, ClientError::Rejected(refusal) if ErrorCode::of(refusal) == ErrorCode::PermissionDenied)
}

/// Proves the connection by one person who is in UserHub already.
async fn prove_by_looking(userhub: &UserHub, setup: &Setup, report: &mut Report<'_>) {
    let mut next = None;
    for _ in 0..PAGES_LOOKED_AT {
        let page = match userhub.list(next.as_deref(), PAGE_SIZE).await {
            Ok(page) => page,
            Err(error) if is_not_allowed(&error) => return not_proved(report, CANNOT_LOOK),
            Err(error) => return report.problem(CONNECTION, client_issue(&error, setup)),
        };
        if let Some(held) = page.users.iter().find(|held| !held.external_ids.is_empty()) {
            return proved_by(held, "is in UserHub", report);
        }
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    not_proved(report, "Nobody of this connection is in UserHub yet.");
}

/// Proves the connection by importing one person, which the operator asked for.
async fn prove_by_adding(
    auth0: &Auth0,
    userhub: &UserHub,
    setup: &Setup,
    side: &UserHubSetup,
    person: &Auth0UserId,
    report: &mut Report<'_>,
) {
    let issue = match userhub.import(person).await {
        Ok(held) => {
            if let Err(failure) = JournalSession::note_added(setup, person, &held).await {
                let detail = failure.issue(setup);
                tracing::warn!(?detail, "who was added as a test could not be written down");
            }
            return proved_by(&held, "was brought into UserHub", report);
        }
        Err(ClientError::Rejected(refusal)) => {
            match (ErrorCode::of(&refusal), auth0.user(person).await) {
                (ErrorCode::NotFound, Ok(None)) => {
                    return report.mistaken(CONNECTION, Issue::nobody_with_id(person));
                }
                (ErrorCode::NotFound, Ok(Some(_))) => {
                    Issue::no_connection(&side.connection).with_detail(&refusal.to_string())
                }
                _ => userhub_refusal(&refusal, setup).with_detail(&refusal.to_string()),
            }
        }
        Err(error) => client_issue(&error, setup),
    };
    report.problem(CONNECTION, issue);
}

fn proved_by(held: &Held, how: &str, report: &mut Report<'_>) {
    let id = held
        .external_ids
        .first()
        .map_or(held.id.as_str(), Auth0UserId::as_str);
    match &held.broken {
        None => report.passed(CONNECTION, format!("{id} {how} through this connection")),
        Some(reason) => report.problem(CONNECTION, Issue::connection_not_active(Some(reason))),
    }
}

fn not_proved(report: &mut Report<'_>, why: &str) {
    report.tell(
        CONNECTION,
        CheckState::NotProved,
        why.to_owned(),
        "Sync, or add one person of your choice: userhub-connect check --add-person USER_ID"
            .to_owned(),
    );
}
