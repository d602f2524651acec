//! The API keys of the practice UserHub and what each of them may do (contract userhub-api 4.1).

use std::sync::RwLock;

use axum::http::{HeaderMap, header};

use super::locks::{read, write};
use super::refusal::{Code, Refusal};

/// What a key was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// *Everything*, read and write.
    Everything,
    /// *Everything*, read only: people can be listed and read, nothing more.
    ReadOnly,
    /// *Integrations → Auth0*: import and event for the Auth0 connection. That it may not list or read
    /// people is inferred, not documented.
    Auth0Integration,
    /// A key of the User API, which the Admin API does not take.
    UserApi,
}

/// What a request needs its key to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// To list or read people.
    Read,
    /// To import a person or to report an event of one.
    Sync,
    /// Anything else that writes.
    Write,
}

impl Scope {
    const ALL: [Self; 4] = [
        Self::Everything,
        Self::ReadOnly,
        Self::Auth0Integration,
        Self::UserApi,
    ];

    fn allows(self, need: Need) -> bool {
        match self {
            Self::Everything => true,
            Self::ReadOnly => need == Need::Read,
            Self::Auth0Integration => need == Need::Sync,
            Self::UserApi => false,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Everything => "sk_practice_everything",
            Self::ReadOnly => "sk_practice_readonly",
            Self::Auth0Integration => "sk_practice_auth0",
            Self::UserApi => "pk_practice_user",
        }
    }
}

/// The keys that exist, and what became of some of them.
#[derive(Debug)]
pub(super) struct Keys {
    suffix: String,
    /// The keys that an administrator changed: what they allow now, and `None` for one that was deleted.
    changed: RwLock<Vec<(Scope, Option<Scope>)>>,
}

impl Keys {
    /// One key per scope, the same ones for the same seed.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            suffix: format!("{seed:016x}"),
            changed: RwLock::default(),
        }
    }

    /// The key of this scope.
    pub(super) fn key(&self, scope: Scope) -> String {
        format!("{}_{}", scope.label(), self.suffix)
    }

    /// From now on this scope's key allows what another one does, and is refused with `None`.
    pub(super) fn change(&self, scope: Scope, now: Option<Scope>) {
        write(&self.changed).push((scope, now));
    }

    /// Makes every key what it was at first.
    pub(super) fn restore(&self) {
        write(&self.changed).clear();
    }

    /// What the key of this scope allows by now.
    fn allowed(&self, scope: Scope) -> Option<Scope> {
        let changed = read(&self.changed);
        let last = changed.iter().rev().find(|(of, _)| *of == scope);
        last.map_or(Some(scope), |(_, now)| *now)
    }

    /// Checks the key of a request; its words and statuses are invented (contract userhub-api 2.2).
    pub(super) fn check(&self, headers: &HeaderMap, need: Need) -> Result<(), Refusal> {
        let sent = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let sent = sent
            .and_then(|text| text.strip_prefix("Bearer "))
            .unwrap_or_default();
        let scope = Scope::ALL
            .into_iter()
            .find(|scope| self.is_key(*scope, sent))
            .and_then(|scope| self.allowed(scope));
        match scope {
            Some(scope) if scope != Scope::UserApi => {
                if scope.allows(need) {
                    return Ok(());
                }
                let message = "API key does not have the required scope";
                Err(Refusal::new(Code::PermissionDenied, message))
            }
            _ => Err(Refusal::new(Code::Unauthenticated, "Invalid API key")),
        }
    }

    fn is_key(&self, scope: Scope, sent: &str) -> bool {
        let rest = sent
            .strip_prefix(scope.label())
            .and_then(|rest| rest.strip_prefix('_'));
        rest == Some(self.suffix.as_str())
    }
}
