//! What a pasted text was found to name, and what in it cannot be used as it is.

use super::kind::Field;
use crate::domain::ids::{Auth0Domain, DomainError};

/// The domain that a pasted text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDomain {
    /// The domain, or the likelier of two.
    pub first: Auth0Domain,
    /// The other form that a dashboard address in the region `us` may mean: try it when the first does not answer.
    pub second: Option<Auth0Domain>,
    /// Where it was read from.
    pub source: Source,
}

/// What a domain was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The domain itself, perhaps inside an address of the tenant's.
    Domain,
    /// An address of the Auth0 dashboard.
    DashboardAddress,
    /// A token's claims.
    Token,
}

/// Something in the text that cannot be used as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A dashboard address that does not say which tenant.
    NoTenantInAddress,
    /// A text in the domain's place that is no tenant's domain.
    NotADomain(DomainError),
    /// A User API key, where an Admin API key is needed.
    UserKey,
    /// A token that is for something else than the Management API.
    TokenForSomethingElse,
    /// A token whose claims cannot be read: perhaps only a part was copied.
    UnreadableToken,
    /// The text holds several different values of this kind; the first one counts.
    Several(Field),
}

impl Remark {
    /// The remark in a sentence or two.
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoTenantInAddress => {
                "This address does not say which tenant. Open the tenant, then paste the address again."
            }
            Self::NotADomain(DomainError::PrivateCloud) => {
                "This is a private-cloud domain. UserHub can only be connected to a domain that \
                 ends with auth0.com."
            }
            Self::NotADomain(_) => {
                "This is not the domain of an Auth0 tenant, which ends with auth0.com."
            }
            Self::UserKey => "This is a User API key. An Admin API key is needed.",
            Self::TokenForSomethingElse => "This token is not for the Auth0 Management API.",
            Self::UnreadableToken => {
                "This looks like a part of a token. Copy it again with Auth0's copy icon."
            }
            Self::Several(Field::Domain) => {
                "The text names several domains. The first one was read."
            }
            Self::Several(Field::ClientId) => {
                "The text holds several Client IDs. The first one was read."
            }
            Self::Several(Field::ClientSecret) => {
                "The text holds several Client Secrets. The first one was read."
            }
            Self::Several(Field::ConnectionId) => {
                "The text holds several connection IDs. The first one was read."
            }
            Self::Several(Field::ApiKey) => {
                "The text holds several API keys. The first one was read."
            }
        }
    }
}

impl FoundDomain {
    pub(super) fn from(first: Auth0Domain, source: Source) -> Self {
        Self {
            first,
            second: None,
            source,
        }
    }

    pub(super) fn read_as(&self) -> String {
        let source = match self.source {
            Source::Domain => "",
            Source::DashboardAddress => ", from the dashboard address",
            Source::Token => ", from the token",
        };
        match &self.second {
            None => format!("We read this as {}{source}.", self.first),
            Some(second) => format!("We read this as {} or {second}{source}.", self.first),
        }
    }

    pub(super) fn could_be(&self, domain: &Auth0Domain) -> bool {
        self.first == *domain || self.second.as_ref() == Some(domain)
    }
}
