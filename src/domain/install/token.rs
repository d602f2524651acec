//! What a temporary key says of itself, read without a call: its tenant, its end, and what it may do.

use crate::domain::ids::Auth0Domain;
use crate::domain::issue::TemporaryKeyTrouble;
use crate::domain::pasted::ManagementToken;

/// What the set-up cannot do without (contract auth0-api 7.1).
pub const NEEDED: [&str; 8] = [
    "read:clients",
    "create:clients",
    "read:client_grants",
    "create:client_grants",
    "update:client_grants",
    "read:actions",
    "create:actions",
    "update:actions",
];

/// What undoing needs beside that.
pub const NEEDED_FOR_UNDO: [&str; 3] = ["delete:clients", "delete:client_grants", "delete:actions"];

/// What lets an application's secret be read back, so that nobody has to copy it.
const READS_SECRETS: &str = "read:client_keys";

/// What a temporary key says of itself. The window shows its end as a time of day ("This key stops working at 14:32.
/// Auth0 does not let anyone cancel it sooner.") and names what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFacts {
    /// The tenant that it is for.
    pub domain: Auth0Domain,
    /// When it stops working, in seconds since 1970; `None` where it does not say.
    pub expires_at: Option<i64>,
    /// Permissions that the set-up needs and that it lacks.
    pub missing: Vec<&'static str>,
    /// Permissions that only undoing needs and that it lacks.
    pub missing_for_undo: Vec<&'static str>,
    /// Whether it may read the secret of an application that is there already.
    pub reads_secrets: bool,
}

impl TokenFacts {
    /// Reads what the key's claims say.
    pub fn of(token: &ManagementToken) -> Self {
        let lacks = |wanted: &&'static str| !token.permissions.iter().any(|has| has == wanted);
        Self {
            domain: token.domain.clone(),
            expires_at: token.expires_at,
            missing: NEEDED.into_iter().filter(lacks).collect(),
            missing_for_undo: NEEDED_FOR_UNDO.into_iter().filter(lacks).collect(),
            reads_secrets: !lacks(&READS_SECRETS),
        }
    }

    /// Why the key cannot be used for this tenant at this moment, in seconds since 1970; the first cause alone.
    pub fn trouble(&self, tenant: &Auth0Domain, now: i64) -> Option<TemporaryKeyTrouble> {
        if self.domain != *tenant {
            return Some(TemporaryKeyTrouble::OtherTenant(self.domain.clone()));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            return Some(TemporaryKeyTrouble::Ended);
        }
        lacking(&self.missing)
    }

    /// Why the key cannot be used for undoing.
    pub fn trouble_with_undo(&self, tenant: &Auth0Domain, now: i64) -> Option<TemporaryKeyTrouble> {
        self.trouble(tenant, now)
            .or_else(|| lacking(&self.missing_for_undo))
    }
}

fn lacking(missing: &[&'static str]) -> Option<TemporaryKeyTrouble> {
    let named = missing.iter().map(|&name| name.to_owned()).collect();
    (!missing.is_empty()).then_some(TemporaryKeyTrouble::Lacks(named))
}
