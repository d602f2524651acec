//! The one border where errors become words for people.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::clients::error::{ClientError, Form, Rejection, Service};
use crate::clients::proxy;
use crate::clients::userhub::{self, ErrorCode};
use crate::clock;
use crate::domain::issue::{Code, Issue};
use crate::domain::permissions::Comparison;
use crate::domain::tally;
use crate::protocol::setup::{Endpoints, Setup};
use crate::store::StoreError;

/// Why a command could not go on.
#[derive(Debug)]
pub(super) enum Failure {
    /// A call brought no usable answer.
    Client(ClientError),
    /// The files could not be used.
    Store(StoreError),
    /// The cause is in words already.
    Issue(Box<Issue>),
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Issue> for Failure {
    fn from(issue: Issue) -> Self {
        Self::Issue(Box::new(issue))
    }
}

impl Failure {
    /// Whether it is no failure at all: a person stopped the run.
    pub(super) fn is_stop(&self) -> bool {
        matches!(
            self,
            Self::Client(ClientError::Stopped) | Self::Store(StoreError::Stopped)
        )
    }

    /// Whether a service cannot be reached at all, and may be without anybody changing anything.
    pub(super) fn is_offline(&self, setup: &Setup) -> bool {
        let issue = self.issue(setup);
        issue.code == Code::ServiceUnreachable && issue.retryable
    }

    /// The failure in words.
    pub(super) fn issue(&self, setup: &Setup) -> Issue {
        match self {
            Self::Issue(issue) => (**issue).clone(),
            Self::Store(error) => store_issue(error, setup),
            Self::Client(error) => client_issue(error, setup),
        }
    }
}

/// A call's failure in words.
pub(super) fn client_issue(error: &ClientError, setup: &Setup) -> Issue {
    let detail = error.to_string();
    let issue = match error {
        ClientError::NoTokens { left } => {
            Issue::token_quota_used_up(goes_on(*left).as_deref().unwrap_or("later"))
        }
        ClientError::Rejected(refusal) => match refusal.service {
            Service::Auth0 => auth0_refusal(refusal, setup),
            Service::UserHub => userhub_refusal(refusal, setup),
        },
        // A stopped sync ends without an issue: what is left is a check.
        ClientError::Stopped => return Issue::check_stopped(),
        ClientError::Unreachable { service, .. }
        | ClientError::Proxy { service, .. }
        | ClientError::Untrusted { service, .. }
        | ClientError::SlowedDown { service, .. }
        | ClientError::Unreadable { service, .. }
        | ClientError::Intercepted { service, .. } => {
            return no_answer(error, *service, &base(*service, setup), &setup.endpoints);
        }
        ClientError::NoMoreFiles { .. } => Issue::no_more_files(),
    };
    issue.with_detail(&detail)
}

/// A call that came to no answer of the service's own at `base`, in words. The same words whoever asked.
pub(super) fn no_answer(
    error: &ClientError,
    service: Service,
    base: &str,
    endpoints: &Endpoints,
) -> Issue {
    let host = &host_of(service, base);
    let proxy = proxy::in_force(base, endpoints.proxy.as_deref());
    let unreachable = Issue::unreachable(service, host);
    let issue = match (error, &proxy) {
        (ClientError::Proxy { fault, .. }, Some(proxy)) => {
            Issue::in_the_proxys_way(service, host, proxy, *fault)
        }
        (
            ClientError::Untrusted {
                fault, is_proxys, ..
            },
            _,
        ) => {
            let whose = proxy.as_ref().filter(|_| *is_proxys);
            let host = whose.map_or(host, |proxy| &proxy.address);
            let added = endpoints.ca_certificate.as_ref();
            let added = added.map(|path| path.display().to_string());
            Issue::certificate_refused(service, host, fault, added.as_deref())
        }
        (ClientError::NoMoreFiles { .. }, _) => Issue::no_more_files(),
        (ClientError::SlowedDown { left, .. }, _) => {
            Issue::slowed_down(service, goes_on(*left).as_deref())
        }
        (ClientError::Unreadable { .. }, _) => Issue::unusable_answers(service, host),
        (ClientError::Intercepted { looks, .. }, _) => {
            Issue::answered_in_between(service, host, looks)
        }
        (_, Some(proxy)) => unreachable.through_proxy(host, proxy),
        (_, None) => unreachable,
    };
    issue.with_detail(&error.to_string())
}

/// When a service that asks for a pause is to be asked again, as this computer's clock on the wall has it; nothing for a
/// pause that is over.
fn goes_on(left: Duration) -> Option<String> {
    let now = clock::timestamp().to_zoned(TimeZone::system());
    (!left.is_zero()).then(|| tally::goes_on(left, &now))
}

/// A refusal of Auth0's, whether of `/oauth/token` (contract auth0-api 2.3) or of the Management API (2.4). Its codes
/// that we know are told in our words, others in its own.
fn auth0_refusal(refusal: &Rejection, setup: &Setup) -> Issue {
    let words = own_words(refusal);
    match (refusal.form, refusal.status, refusal.code.as_str()) {
        (_, 500.., _) => Issue::unusable_answers(Service::Auth0, &host(Service::Auth0, setup)),
        (Form::Token, _, "unauthorized_client" | "unsupported_grant_type") => {
            Issue::not_machine_to_machine()
        }
        (Form::Token, 401, _) => Issue::credentials_refused(&setup.domain, None),
        (Form::Token, 403, "access_denied") => Issue::api_not_authorized(),
        (Form::Token, _, _) | (_, 401, _) => Issue::sign_in_refused(&words),
        // The token is good and lacks the permission to read people.
        (_, 403, "insufficient_scope") => Issue::permissions_missing(&Comparison::of("")),
        (_, 403, _) => Issue::not_allowed_by_auth0(&words),
        (_, 404, "" | "Not Found") => Issue::no_tenant(&setup.domain, None),
        _ => Issue::call_refused(Service::Auth0, &words),
    }
}

/// What a service said, for quoting.
pub(super) fn own_words(refusal: &Rejection) -> String {
    let words = [&refusal.message, &refusal.reason, &refusal.code];
    let words: Vec<&str> = words
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(", ")
}

/// A refusal of UserHub's (contract userhub-api 2.2).
pub(super) fn userhub_refusal(refusal: &Rejection, setup: &Setup) -> Issue {
    match ErrorCode::of(refusal) {
        ErrorCode::Unauthenticated => Issue::key_refused(),
        ErrorCode::PermissionDenied => Issue::key_not_allowed(),
        ErrorCode::FailedPrecondition => {
            let reason = Some(refusal.reason.as_str()).filter(|reason| !reason.is_empty());
            Issue::connection_not_active(reason)
        }
        ErrorCode::NotFound => match &setup.userhub {
            Some(side) => Issue::no_connection(&side.connection),
            None => Issue::key_not_allowed(),
        },
        ErrorCode::ResourceExhausted => Issue::slowed_down(Service::UserHub, None),
        ErrorCode::Unavailable => {
            Issue::unusable_answers(Service::UserHub, &host(Service::UserHub, setup))
        }
        ErrorCode::InvalidArgument | ErrorCode::Other => {
            Issue::call_refused(Service::UserHub, &own_words(refusal))
        }
    }
}

fn store_issue(error: &StoreError, setup: &Setup) -> Issue {
    let detail = error.to_string();
    match error {
        StoreError::Locked { holder } => Issue::run_in_progress(holder),
        StoreError::Stopped => Issue::interrupted(0, 0),
        StoreError::AnotherTenant { found } => match found.auth0.parse() {
            Ok(domain) if domain != setup.domain => Issue::other_tenant(&domain, &setup.domain),
            _ => {
                let given = setup.userhub.as_ref().map(|side| side.connection.as_str());
                Issue::other_connection(&found.connection, given.unwrap_or_default())
            }
        },
        StoreError::DamagedRecord { path, .. } => {
            Issue::record_unreadable(&path.display().to_string()).with_detail(&detail)
        }
        StoreError::Io { .. } | StoreError::Database(_) | StoreError::Newer | StoreError::Gone => {
            Issue::data_folder_unusable(&setup.profile.display().to_string(), error.fault())
                .with_detail(&detail)
        }
    }
}

/// The host that a service is asked at.
fn host(service: Service, setup: &Setup) -> String {
    host_of(service, &base(service, setup))
}

/// A service of this computer, such as a practice one, is named by what it is: its port says nothing to anybody.
fn host_of(service: Service, base: &str) -> String {
    match base.strip_prefix("http://") {
        Some(_) => format!("{service} on this computer"),
        None => base.trim_start_matches("https://").to_owned(),
    }
}

/// The address that a service is asked at.
fn base(service: Service, setup: &Setup) -> String {
    match service {
        Service::Auth0 => setup
            .endpoints
            .auth0
            .clone()
            .unwrap_or_else(|| format!("https://{}", setup.domain)),
        Service::UserHub => setup
            .endpoints
            .userhub
            .clone()
            .unwrap_or_else(|| userhub::BASE.to_owned()),
    }
}
