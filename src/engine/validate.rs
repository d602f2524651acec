//! The staged checks: each proves one thing by a real call, and names what is wrong with what to do about it.
//!
//! Nothing is called passed that was not seen to pass. A stage that hangs on one that did not pass is not checked.

use tokio_util::sync::CancellationToken;

use super::issues::{Failure, client_issue, userhub_refusal};
use super::session;
use super::sink::Sink;
use crate::app::command::{Setup, UserHubSetup};
use crate::app::event::{Check, CheckState, Event};
use crate::app::pages::Scope;
use crate::app::remote::Ticket;
use crate::clients::auth0::{Auth0, UserQuery};
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clients::userhub::{ErrorCode, Held, UserHub};
use crate::domain::ids::{Auth0Domain, Auth0UserId, REGIONS};
use crate::domain::issue::{Code, Issue};
use crate::domain::permissions::{Comparison, Permission};

/// How many pages of UserHub's list are looked at for one person whom our connection knows.
const PAGES_LOOKED_AT: usize = 10;
const PAGE_SIZE: usize = 100;

/// The checks by the names that programs see, in the order in which they run.
const REACH: &str = "auth0.reach";
const SIGN_IN: &str = "auth0.sign_in";
const MANAGEMENT_API: &str = "auth0.management_api";
const READ_USERS: &str = "auth0.read_users";
const KEY: &str = "userhub.key";
const LIST: &str = "userhub.list";
const CONNECTION: &str = "userhub.connection";

const ACCEPTED: &str = "Auth0 accepted Client ID and Client Secret";

/// The name of the check of one permission.
fn permission_check(permission: Permission) -> &'static str {
    match permission {
        Permission::ReadUsers => "auth0.permission.read:users",
        Permission::UpdateUsers => "auth0.permission.update:users",
        Permission::DeleteUsers => "auth0.permission.delete:users",
        Permission::CreateUsers => "auth0.permission.create:users",
    }
}

/// Runs all checks and reports each.
pub(super) async fn check(
    setup: &Setup,
    scope: Scope,
    add_person: Option<&Auth0UserId>,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let mut report = Report {
        sink,
        ticket,
        first_problem: None,
    };
    let or_domain = setup.or_domain.is_some();
    let setup = &settle_domain(setup, stop).await;
    if or_domain {
        let domain = setup.domain.clone();
        sink.send(Event::DomainSettled { domain, ticket });
    }
    match session::auth0(setup, Limits::CHECK, stop) {
        Ok(auth0) => {
            check_auth0(&auth0, setup, scope, &mut report).await;
            if scope == Scope::Everything {
                check_userhub(&auth0, setup, add_person, stop, &mut report).await;
            }
        }
        Err(failure) => report.problem(REACH, failure.issue(setup)),
    }
    sink.send(Event::ChecksDone {
        problem: report.first_problem,
        ticket,
    });
}

/// Decides between the two domains that a dashboard address of the region `us` may mean: the one that answers.
pub(super) async fn settle_domain(setup: &Setup, stop: &CancellationToken) -> Setup {
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
    if let Err(failure) = reach(auth0, setup).await {
        report.problem(REACH, failure.issue(setup));
        return report.not_checked(after_reach());
    }
    report.passed(
        REACH,
        format!(
            "Found {} (region: {})",
            setup.domain,
            setup.domain.region().to_uppercase()
        ),
    );
    if scope == Scope::Tenant {
        return;
    }
    let granted = match auth0.granted().await {
        Ok(granted) => Comparison::of(&granted),
        Err(error) => {
            let issue = refused_sign_in(auth0, setup, &error).await;
            // Auth0 looks at Client ID and Client Secret first: what it says of the API comes after they were accepted.
            if issue.code == Code::E5 {
                report.passed(SIGN_IN, ACCEPTED.to_owned());
                report.problem(MANAGEMENT_API, issue);
                return report.not_checked(after_reach().skip(2));
            }
            report.problem(SIGN_IN, issue);
            return report.not_checked(after_reach().skip(1));
        }
    };
    report.passed(SIGN_IN, ACCEPTED.to_owned());
    report.passed(
        MANAGEMENT_API,
        "The application may use the Management API".to_owned(),
    );
    permissions(&granted, report);
    if granted.may_sync() {
        read_users(auth0, setup, report).await;
    } else {
        report.not_checked([READ_USERS]);
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
        report.tell(
            "auth0.permission.others",
            CheckState::Note,
            note,
            String::new(),
        );
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
pub(super) async fn reach(auth0: &Auth0, setup: &Setup) -> Result<(), Failure> {
    match auth0.issuer().await {
        Ok(issuer) if issuer == setup.domain.issuer() => Ok(()),
        Ok(issuer) => {
            // The issuer may be the same tenant in another region; it is offered, never taken over silently.
            let named: Option<Auth0Domain> = issuer.parse().ok();
            let other = named.filter(|named| named.tenant() == setup.domain.tenant());
            Err(Issue::no_tenant(&setup.domain, other.as_ref()).into())
        }
        // What a host without a tenant answers is not documented (contract auth0-api 1.5).
        Err(
            error @ (ClientError::Rejected(_)
            | ClientError::Redirected { .. }
            | ClientError::Unreadable { .. }),
        ) => {
            if error.status().is_some_and(|status| status >= 500) {
                return Err(error.into());
            }
            let other = other_region(auth0, setup).await;
            let issue = Issue::no_tenant(&setup.domain, other.as_ref());
            Err(issue.with_detail(&error.to_string()).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Why Auth0 gives no token, in words.
pub(super) async fn refused_sign_in(auth0: &Auth0, setup: &Setup, error: &ClientError) -> Issue {
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
    let Some(side) = setup.userhub.as_ref().filter(|_| !stop.is_cancelled()) else {
        return report.not_checked([KEY, LIST, CONNECTION]);
    };
    let userhub = match session::userhub(setup, side, Limits::CHECK, stop) {
        Ok(userhub) => userhub,
        Err(failure) => {
            report.problem(KEY, failure.issue(setup));
            return report.not_checked([LIST, CONNECTION]);
        }
    };
    let may_list = match userhub.list(None, 1).await {
        Ok(_) => {
            report.passed(KEY, "UserHub accepted the API key".to_owned());
            report.passed(LIST, "The key may list users".to_owned());
            true
        }
        Err(ClientError::Rejected(refusal))
            if ErrorCode::of(&refusal) == ErrorCode::PermissionDenied =>
        {
            report.passed(KEY, "UserHub accepted the API key".to_owned());
            report.tell(
                LIST,
                CheckState::Note,
                "This key cannot list users, so nobody can be shown who is only in UserHub".to_owned(),
                "Nothing has to be done: a sync goes by what earlier syncs did. A key for Everything shows more."
                    .to_owned(),
            );
            false
        }
        Err(error) => {
            report.problem(KEY, client_issue(&error, setup));
            return report.not_checked([LIST, CONNECTION]);
        }
    };
    match add_person {
        Some(person) => prove_by_adding(auth0, &userhub, setup, side, person, report).await,
        None if may_list => prove_by_looking(&userhub, setup, report).await,
        None => not_proved(
            report,
            "This key cannot list users, so nobody can be looked up.",
        ),
    }
}

/// Proves the connection by one person who is in UserHub already.
async fn prove_by_looking(userhub: &UserHub, setup: &Setup, report: &mut Report<'_>) {
    let mut next = None;
    for _ in 0..PAGES_LOOKED_AT {
        let page = match userhub.list(next.as_deref(), PAGE_SIZE).await {
            Ok(page) => page,
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
        Ok(held) => return proved_by(&held, "was brought into UserHub", report),
        Err(ClientError::Rejected(refusal)) => {
            match (ErrorCode::of(&refusal), auth0.user(person).await) {
                (ErrorCode::NotFound, Ok(None)) => {
                    return report.tell(
                        CONNECTION,
                        CheckState::NotProved,
                        format!("Auth0 has nobody with the id {person}"),
                        "Copy the user_id of a person from the Users page of the Auth0 dashboard."
                            .to_owned(),
                    );
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

/// Reports results and remembers the first problem.
struct Report<'a> {
    sink: &'a Sink,
    ticket: Ticket,
    first_problem: Option<Issue>,
}

impl Report<'_> {
    fn tell(&mut self, name: &'static str, state: CheckState, why: String, fix: String) {
        let check = Check {
            name,
            state,
            why,
            fix,
        };
        self.send(check, None);
    }

    fn send(&mut self, check: Check, problem: Option<Box<Issue>>) {
        self.sink.send(Event::Check {
            check,
            problem,
            ticket: self.ticket,
        });
    }

    fn passed(&mut self, name: &'static str, why: String) {
        self.tell(name, CheckState::Passed, why, String::new());
    }

    fn problem(&mut self, name: &'static str, issue: Issue) {
        let check = Check {
            name,
            state: CheckState::Problem,
            why: format!("{}. {}", issue.what, issue.why),
            fix: issue.fix.clone(),
        };
        self.send(check, Some(Box::new(issue.clone())));
        self.first_problem.get_or_insert(issue);
    }

    fn not_checked(&mut self, names: impl IntoIterator<Item = &'static str>) {
        for name in names {
            let why = match &self.first_problem {
                Some(problem) if problem.code == Code::E17 => {
                    "Not checked, because the check was stopped"
                }
                Some(_) => "Not checked, because an earlier check did not pass",
                None => "Not checked, because its values were not given",
            };
            self.tell(name, CheckState::NotChecked, why.to_owned(), String::new());
        }
    }
}
