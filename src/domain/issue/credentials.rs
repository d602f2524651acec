//! Problems with what Auth0 is given: E2 to E6, E12, E16.

use super::{Code, Fix, Issue, list, quoted};
use crate::domain::ids::{Auth0Domain, DomainError};
use crate::domain::pasted::{DomainProblem, Field, Kind, classify};
use crate::domain::permissions::{Comparison, Permission};

/// What is the matter with a temporary Management API token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemporaryKeyTrouble {
    /// Its time is over.
    Ended,
    /// It is for another tenant.
    OtherTenant(Auth0Domain),
    /// It lacks permissions.
    Lacks(Vec<String>),
}

impl Issue {
    /// E2, E7 or E20: what was given as the Auth0 domain cannot be used.
    ///
    /// The typed text is shown only where it is plainly a host name, for it could be a secret.
    pub fn domain(typed: &str, problem: DomainProblem) -> Self {
        match problem {
            DomainProblem::WrongKind(kind) => Self::wrong_kind(kind, Field::Domain),
            DomainProblem::NoTenantInAddress => Self::domain_issue(
                "This address does not say which tenant",
                "It is an address of the Auth0 dashboard that fits any tenant.",
                "Open the tenant in Auth0, then paste the address again, or enter the domain, \
                 for example acme.eu.auth0.com.",
            ),
            DomainProblem::NotADomain(DomainError::Empty) => Self::value_missing(Field::Domain),
            DomainProblem::NotADomain(error) => Self::not_a_domain(typed, error),
        }
    }

    fn not_a_domain(typed: &str, error: DomainError) -> Self {
        let name = shown_name(typed);
        let copy = "In Auth0, open the application's Settings tab and copy Domain, which ends with auth0.com. Give it \
                    with --auth0-domain or the variable AUTH0_DOMAIN.";
        match error {
            DomainError::PrivateCloud => Self::domain_issue(
                &format!("{name} is a private-cloud domain"),
                "UserHub can only be connected to Auth0's public cloud, whose domains end with auth0.com.",
                "Use a tenant on the public cloud, or ask UserHub whether they can help.",
            ),
            DomainError::Auth0Itself => Self::domain_issue(
                &format!("{name} is Auth0's own, not a tenant's"),
                "The name of your tenant is missing before auth0.com.",
                copy,
            ),
            DomainError::NotAuth0 => Self::domain_issue(
                &format!("{name} is not an auth0.com domain"),
                "UserHub needs the original Auth0 domain. This may be a custom domain, or a part of the original one.",
                copy,
            ),
            DomainError::Malformed | DomainError::Empty => Self::domain_issue(
                &format!("{name} is not written like an Auth0 domain"),
                "An Auth0 domain is a tenant's name, a region and auth0.com, for example \
                 acme.eu.auth0.com.",
                copy,
            ),
        }
    }

    fn domain_issue(what: &str, why: &str, fix: &str) -> Self {
        let in_window = fix
            .split(" Give it with")
            .next()
            .unwrap_or_default()
            .to_owned();
        Self::new(Code::NotAnAuth0Domain, what, why, fix)
            .in_window(in_window)
            .fixes([Fix::OpenApplication, Fix::PasteAgain(Field::Domain)])
    }

    /// E3: no tenant answers at a well-formed domain; the suggestion is one that does answer.
    pub fn no_tenant(domain: &Auth0Domain, suggestion: Option<&Auth0Domain>) -> Self {
        let (meant, mut fixes) = did_you_mean(suggestion);
        fixes.push(Fix::OpenAuth0);
        Self::new(
            Code::NoSuchTenant,
            format!("There is no Auth0 tenant at {domain}"),
            "The name or the region may be mistyped.",
            format!(
                "Give the address of any page of your Auth0 dashboard with --auth0-domain. The name is read from it.{meant}"
            ),
        )
        .in_window(format!(
            "Paste the address of your Auth0 dashboard page. We read the name from it.{meant}"
        ))
        .fixes(fixes)
    }

    /// E4: Auth0 refuses Client ID and Client Secret; it does not tell which (contract auth0-api 2.3).
    ///
    /// `elsewhere` is a tenant of the same name in another region, for there the pair may be right.
    pub fn credentials_refused(domain: &Auth0Domain, elsewhere: Option<&Auth0Domain>) -> Self {
        let (meant, mut fixes) = did_you_mean(elsewhere);
        fixes.extend([Fix::OpenApplication, Fix::PasteBoth, Fix::CheckAgain]);
        Self::new(
            Code::ClientRefused,
            "Auth0 did not accept the Client ID and Client Secret",
            format!(
                "One of them was not copied completely, belongs to another application or tenant than {domain}, \
                 or the secret was changed."
            ),
            format!(
                "Open the application and copy both again with Auth0's copy buttons. If both are right, check that its \
                 type is Machine to Machine and that it may use the Auth0 Management API.{meant}"
            ),
        )
        .fixes(fixes)
    }

    /// E5: the application has no grant for the Management API.
    pub fn api_not_authorized() -> Self {
        Self::new(
            Code::NotAuthorized,
            "The application is not allowed to use the Management API yet",
            "The Authorize step was not finished.",
            "In Auth0, open APIs, then Auth0 Management API, then the tab Application Access (formerly Machine to \
             Machine Applications). Allow the application and choose the four permissions.",
        )
        .fixes([Fix::OpenPermissions, Fix::CheckAgain])
    }

    /// E5: the application may not ask for a token of its own.
    pub fn not_machine_to_machine() -> Self {
        Self::new(
            Code::NotAuthorized,
            "This application is not a Machine to Machine application",
            "Applications of other types may not sign in by themselves.",
            "Create an application of the type Machine to Machine (steps A4 to A10) and use its \
             Client ID and Client Secret.",
        )
        .fixes([Fix::OpenApplication, Fix::PasteBoth, Fix::CheckAgain])
    }

    /// E4: Auth0 gives the application no token, for a reason of its own; its words are quoted.
    pub fn sign_in_refused(words: &str) -> Self {
        Self::new(
            Code::ClientRefused,
            "Auth0 does not let the application sign in",
            format!("Auth0 says: {}.", quoted(words)),
            "In Auth0, look at three things: the application's tab Organizations must not require an organization; under \
             its Advanced Settings, Grant Types must include Client Credentials; and no Action of the trigger Machine to \
             Machine may deny it.",
        )
        .fixes([Fix::OpenApplication, Fix::CheckAgain])
    }

    /// E5: Auth0 knows who asks and does not allow it, for a reason of its own; its words are quoted.
    pub fn not_allowed_by_auth0(words: &str) -> Self {
        Self::new(
            Code::NotAuthorized,
            "Auth0 does not allow this",
            format!("Auth0 says: {}.", quoted(words)),
            "If it names a feature or an entitlement, the plan of your tenant comes without it: use another plan, or ask \
             Auth0. Otherwise check what the application may do in Auth0.",
        )
        .fixes([Fix::OpenPermissions, Fix::CheckAgain])
    }

    /// E6: permissions are missing; each is named. With none missing by the token, all four are to be looked at.
    pub fn permissions_missing(found: &Comparison) -> Self {
        let missing = &found.missing;
        let what = match &missing[..] {
            [] => "Auth0 says that a permission is missing".to_owned(),
            [one] => format!("One permission is missing: {one}"),
            several => format!(
                "{} permissions are missing: {}",
                several.len(),
                list(several)
            ),
        };
        let wanted = if missing.is_empty() {
            &Permission::ALL[..]
        } else {
            missing
        };
        let (was, rest) = match (missing.len(), found.granted.len()) {
            (1, 3) => ("It was", " The other three are fine."),
            (1, _) => ("It was", ""),
            (_, 1) => ("They were", " The other one is fine."),
            (_, 2) => ("They were", " The other two are fine."),
            _ => ("They were", ""),
        };
        Self::new(
            Code::PermissionsMissing,
            what,
            format!("{was} not ticked when the application was authorized."),
            format!("In Auth0, tick {} and click Update.{rest}", list(wanted)),
        )
        .fixes([
            Fix::OpenPermissions,
            Fix::CopyPermissions(wanted.to_vec()),
            Fix::CheckAgain,
        ])
    }

    /// E12: the temporary key cannot be used any more; `done` of `total` changes are made.
    pub fn temporary_key(trouble: &TemporaryKeyTrouble, done: u64, total: u64) -> Self {
        let (what, why) = match trouble {
            TemporaryKeyTrouble::Ended => (
                "The temporary key has stopped working".to_owned(),
                "Temporary keys end after the time set in Auth0.".to_owned(),
            ),
            TemporaryKeyTrouble::OtherTenant(domain) => (
                format!("The temporary key is for the tenant {}", domain.tenant()),
                format!("It was copied while {domain} was open in Auth0."),
            ),
            TemporaryKeyTrouble::Lacks(missing) => (
                format!("The temporary key lacks {}", list(missing)),
                "A temporary key can do only what its application may do.".to_owned(),
            ),
        };
        Self::new(
            Code::TemporaryKeyExpired,
            what,
            why,
            format!("Copy a new one. Your progress is kept: {done} of {total} changes are done."),
        )
        .fixes([Fix::OpenApiExplorer, Fix::FinishByHand])
    }

    /// E16: Auth0 cannot add `@userhub/auth0-actions` to the Action.
    pub fn package_not_found() -> Self {
        Self::new(
            Code::PackageNotAdded,
            "Auth0 could not add the package @userhub/auth0-actions",
            "Auth0 does not find it where it looks for packages.",
            "Use the form without it: the same effect, nothing to install.",
        )
        .fixes([Fix::ShowFormWithoutPackage, Fix::TryAgain])
    }
}

fn did_you_mean(domain: Option<&Auth0Domain>) -> (String, Vec<Fix>) {
    domain.map_or_else(Default::default, |domain| {
        (
            format!(" Did you mean {domain}?"),
            vec![Fix::UseDomain(domain.clone())],
        )
    })
}

/// The typed text where it is plainly a host name of an ordinary length, else words for it.
fn shown_name(typed: &str) -> String {
    let typed = typed.trim();
    let is_host = matches!(
        classify(typed),
        Kind::Domain | Kind::OtherDomain | Kind::PrivateCloudDomain
    );
    let is_plain = !typed.contains(['/', '?', '#', ':', '=']) && typed.chars().count() <= 80;
    if is_host && is_plain {
        typed.to_owned()
    } else {
        "This".to_owned()
    }
}
