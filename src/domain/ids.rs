//! The names of things, one type each, so that a connection ID can never stand where a key belongs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::cleaning::clean;

/// Makes a newtype over `String` for an identifier whose text is opaque to us.
macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

opaque_id! {
    /// Auth0's `user_id`: `provider|id`, where the id may hold `|`, `@`, blanks, slashes and any script.
    Auth0UserId
}
opaque_id! {
    /// UserHub's own id of a user, `usr_…`.
    UserHubUserId
}
opaque_id! {
    /// The id of an Auth0 job, `job_…`.
    JobId
}
opaque_id! {
    /// The Client ID of an Auth0 application.
    ClientId
}

/// The domain of an Auth0 tenant on the public cloud: `acme.eu.auth0.com`, or `acme.auth0.com` for old US tenants.
///
/// ```
/// use userhub_connect::domain::ids::Auth0Domain;
///
/// let domain: Auth0Domain = " https://Acme.EU.auth0.com/ ".parse()?;
/// assert_eq!(domain.as_str(), "acme.eu.auth0.com");
/// assert_eq!(domain.audience(), "https://acme.eu.auth0.com/api/v2/");
/// # Ok::<(), userhub_connect::domain::ids::DomainError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Auth0Domain(String);

/// Why a text is no domain of an Auth0 tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Nothing was given.
    #[error("no Auth0 domain was given")]
    Empty,
    /// A name outside auth0.com: a custom domain, or a name that only looks like Auth0's.
    #[error("it does not end with .auth0.com")]
    NotAuth0,
    /// A private-cloud tenant (`auth0app.com`, `auth0c.com`), which UserHub cannot be connected to.
    #[error("it is a private-cloud tenant")]
    PrivateCloud,
    /// A host that Auth0 keeps for itself, or `auth0.com` without a tenant's name.
    #[error("it is a host of Auth0's own, not a tenant")]
    Auth0Itself,
    /// A text with characters or labels that no tenant's name can have.
    #[error("it is not written like an Auth0 domain")]
    Malformed,
}

/// Hosts under auth0.com that are Auth0's own (contract auth0-api 1.1).
const RESERVED: &[&str] = &[
    "manage",
    "accounts",
    "auth0",
    "login",
    "cdn",
    "support",
    "community",
    "guardian",
    "www",
];

impl Auth0Domain {
    /// The domain's text, lower case, without scheme or slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tenant's name: what stands before the first dot.
    pub fn tenant(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// The region's label, or `us` for the old domains that name none.
    pub fn region(&self) -> &str {
        let labels: Vec<&str> = self.0.split('.').collect();
        if labels.len() == 4 { labels[1] } else { "us" }
    }

    /// The same tenant name in another region, for a hint when the region may be mistyped.
    pub fn in_region(&self, region: &str) -> Self {
        Self(format!("{}.{region}.auth0.com", self.tenant()))
    }

    /// The audience of the Management API; its trailing slash is part of the identifier.
    pub fn audience(&self) -> String {
        format!("https://{}/api/v2/", self.0)
    }

    /// The issuer that the tenant's discovery document names.
    pub fn issuer(&self) -> String {
        format!("https://{}/", self.0)
    }
}

/// The regions of Auth0's public cloud (contract auth0-api 1.1).
pub const REGIONS: &[&str] = &["us", "eu", "au", "jp", "ca", "uk"];

impl FromStr for Auth0Domain {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = clean(text).to_ascii_lowercase();
        let text = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .unwrap_or(&text);
        let host = text.split(['/', '?', '#']).next().unwrap_or_default();
        if host.is_empty() {
            return Err(DomainError::Empty);
        }
        if host.contains('@') {
            return Err(DomainError::Malformed);
        }
        let host = host
            .strip_suffix(":443")
            .unwrap_or(host)
            .trim_end_matches('.');
        if host == "auth0.com" {
            return Err(DomainError::Auth0Itself);
        }
        if host.ends_with(".auth0app.com") || host.ends_with(".auth0c.com") {
            return Err(DomainError::PrivateCloud);
        }
        let Some(name) = host.strip_suffix(".auth0.com") else {
            return Err(DomainError::NotAuth0);
        };
        let labels: Vec<&str> = name.split('.').collect();
        if labels.iter().any(|label| RESERVED.contains(label)) {
            return Err(DomainError::Auth0Itself);
        }
        let well_formed = match labels[..] {
            [tenant] => is_tenant_name(tenant),
            [tenant, locality] => is_tenant_name(tenant) && is_label(locality),
            _ => false,
        };
        // Letters of other scripts have a written form of their own (`xn--`), and not every text of that form is one.
        let makes_an_address =
            matches!(url::Host::parse(host), Ok(url::Host::Domain(read)) if read == host);
        if well_formed && makes_an_address {
            Ok(Self(host.to_owned()))
        } else {
            Err(DomainError::Malformed)
        }
    }
}

/// 3 to 63 lower-case letters, digits and hyphens, with no hyphen at either end (contract auth0-api 1.1).
fn is_tenant_name(label: &str) -> bool {
    (3..=63).contains(&label.len()) && is_label(label)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl TryFrom<String> for Auth0Domain {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Auth0Domain> for String {
    fn from(domain: Auth0Domain) -> Self {
        domain.0
    }
}

impl fmt::Display for Auth0Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// UserHub's id of a connection, `conn_…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

/// The longest connection ID that is taken for one, in bytes. It names a folder, and real ones are far shorter.
const LONGEST_CONNECTION_ID: usize = 128;

/// Why a text is no connection ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionIdError {
    /// Nothing was given.
    #[error("no connection ID was given")]
    Empty,
    /// It does not start with `conn_`, goes on with something else than letters and digits, or does not end.
    #[error("a connection ID starts with conn_ and goes on with letters and digits")]
    Malformed,
}

impl ConnectionId {
    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ConnectionId {
    type Err = ConnectionIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = &*clean(text);
        if text.is_empty() {
            return Err(ConnectionIdError::Empty);
        }
        let rest = text.strip_prefix("conn_").unwrap_or_default();
        if rest.is_empty()
            || text.len() > LONGEST_CONNECTION_ID
            || !rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        {
            return Err(ConnectionIdError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for ConnectionId {
    type Error = ConnectionIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn domain(text: &str) -> Result<String, DomainError> {
        text.parse::<Auth0Domain>().map(String::from)
    }

    #[test]
    fn a_domain_is_cleaned_of_what_people_paste_around_it() {
        for text in [
            "acme.eu.auth0.com",
            "https://ACME.eu.auth0.com/",
            " \"acme.eu.auth0.com\" ",
            "acme.eu.auth0.com/api/v2/",
        ] {
            assert_eq!(domain(text).as_deref(), Ok("acme.eu.auth0.com"), "{text}");
        }
        assert_eq!(domain("acme.auth0.com").as_deref(), Ok("acme.auth0.com"));
    }

    #[test]
    fn names_that_only_look_like_a_tenant_are_refused() {
        assert_eq!(domain(""), Err(DomainError::Empty));
        assert_eq!(domain("auth0.com"), Err(DomainError::Auth0Itself));
        assert_eq!(domain("manage.auth0.com"), Err(DomainError::Auth0Itself));
        assert_eq!(domain("login.us.auth0.com"), Err(DomainError::Auth0Itself));
        assert_eq!(domain("evilauth0.com"), Err(DomainError::NotAuth0));
        assert_eq!(
            domain("acme.auth0.com.evil.com"),
            Err(DomainError::NotAuth0)
        );
        assert_eq!(domain("login.acme.com"), Err(DomainError::NotAuth0));
        assert_eq!(domain("x@acme.us.auth0.com"), Err(DomainError::Malformed));
        assert_eq!(domain("acme.auth0app.com"), Err(DomainError::PrivateCloud));
        assert_eq!(domain("-acme.eu.auth0.com"), Err(DomainError::Malformed));
        assert_eq!(domain("a b.eu.auth0.com"), Err(DomainError::Malformed));
        assert_eq!(domain("xn--e.auth0.com"), Err(DomainError::Malformed));
        assert_eq!(domain("acme.eu.auth0.com:8443"), Err(DomainError::NotAuth0));
    }

    proptest! {
        #[test]
        fn of_every_domain_an_address_can_be_made(
            name in "xn--[a-z0-9-]{0,12}|[a-z0-9.-]{1,24}|\\PC{0,12}",
            region in "|\\.eu|\\.us|\\.xn--[a-z0-9]{0,6}",
        ) {
            if let Ok(domain) = format!("{name}{region}.auth0.com").parse::<Auth0Domain>() {
                let address = url::Url::parse(&domain.issuer());
                let host = address.as_ref().ok().and_then(url::Url::host_str);
                prop_assert_eq!(host, Some(domain.as_str()), "{:?}", address);
            }
        }
    }

    #[test]
    fn region_and_tenant_are_read_from_the_domain() {
        let acme: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        assert_eq!((acme.tenant(), acme.region()), ("acme", "eu"));
        let old: Auth0Domain = "acme.auth0.com".parse().unwrap();
        assert_eq!((old.tenant(), old.region()), ("acme", "us"));
        assert_eq!(old.in_region("eu").as_str(), "acme.eu.auth0.com");
    }

    #[test]
    fn a_connection_id_is_told_from_a_key() {
        assert!("conn_26yEiYymqy6ZmG".parse::<ConnectionId>().is_ok());
        assert_eq!(
            "sk_abc".parse::<ConnectionId>(),
            Err(ConnectionIdError::Malformed)
        );
        assert_eq!(
            "conn_".parse::<ConnectionId>(),
            Err(ConnectionIdError::Malformed)
        );
        assert_eq!(" ".parse::<ConnectionId>(), Err(ConnectionIdError::Empty));
        let long = |length| format!("conn_{}", "x".repeat(length)).parse::<ConnectionId>();
        assert!(long(123).is_ok());
        assert_eq!(long(124), Err(ConnectionIdError::Malformed));
    }
}
