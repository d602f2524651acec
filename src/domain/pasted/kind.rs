//! What one value is, told from its shape, so that a value in the wrong place can be named.

use percent_encoding::percent_decode_str;

use super::address;
use crate::domain::cleaning::{clean, is_token};
use crate::domain::ids::{Auth0Domain, ConnectionId, DomainError};

/// A value that the set-up asks for, and the place where it belongs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Field {
    /// The tenant's domain.
    Domain,
    /// The application's Client ID.
    ClientId,
    /// The application's Client Secret.
    ClientSecret,
    /// UserHub's connection ID.
    ConnectionId,
    /// UserHub's Admin API key.
    ApiKey,
}

impl Field {
    /// The name as a label, above the field and on buttons.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Domain => "Auth0 domain",
            Self::ClientId => "Client ID",
            Self::ClientSecret => "Client Secret",
            Self::ConnectionId => "Connection ID",
            Self::ApiKey => "API key",
        }
    }

    /// The name within a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Domain => "Auth0 domain",
            Self::ClientId => "Client ID",
            Self::ClientSecret => "Client Secret",
            Self::ConnectionId => "connection ID",
            Self::ApiKey => "API key",
        }
    }

    /// The name with its article.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Domain => "an Auth0 domain",
            Self::ClientId => "a Client ID",
            Self::ClientSecret => "a Client Secret",
            Self::ConnectionId => "a connection ID",
            Self::ApiKey => "an API key",
        }
    }

    /// Whether what stands here is a secret.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::ClientSecret | Self::ApiKey)
    }

    /// Whether a value of this kind may stand here.
    ///
    /// Only shapes that cannot be mistaken are refused: the length of a Client ID or a Client Secret is a
    /// habit of Auth0's, not a rule, and a UserHub key may be any text (contract userhub-api 4.1).
    pub fn accepts(self, kind: Kind) -> bool {
        match self {
            Self::Domain => matches!(kind, Kind::Domain | Kind::DashboardAddress | Kind::Token),
            Self::ClientId | Self::ClientSecret => matches!(
                kind,
                Kind::ClientId | Kind::ClientSecret | Kind::OtherDomain | Kind::Other
            ),
            Self::ConnectionId => kind == Kind::ConnectionId,
            Self::ApiKey => matches!(
                kind,
                Kind::ApiKey
                    | Kind::ClientId
                    | Kind::ClientSecret
                    | Kind::OtherDomain
                    | Kind::Other
            ),
        }
    }
}

/// What a value is, as far as its shape tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A tenant's domain, alone or in an address.
    Domain,
    /// An address of an Auth0 dashboard page.
    DashboardAddress,
    /// A private-cloud domain of Auth0's (`auth0app.com`, `auth0c.com`).
    PrivateCloudDomain,
    /// Another host name or address: perhaps a custom domain.
    OtherDomain,
    /// 32 letters and digits, as Client IDs usually have.
    ClientId,
    /// 64 characters, as Client Secrets usually have.
    ClientSecret,
    /// `conn_…`, alone or inside an address.
    ConnectionId,
    /// UserHub's Admin API key: `sk_…` or `userhub_admin_…`.
    ApiKey,
    /// UserHub's User API key, which is the wrong kind: `pk_…` or `userhub_user_…`.
    UserKey,
    /// A token, `eyJ…`.
    Token,
    /// Nothing that its shape would tell.
    Other,
}

impl Kind {
    /// The kind with its article, to say what a value is.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Domain => "an Auth0 domain",
            Self::DashboardAddress => "an address of the Auth0 dashboard",
            Self::PrivateCloudDomain => "a private-cloud domain",
            Self::OtherDomain => "a web address",
            Self::ClientId => "a Client ID",
            Self::ClientSecret => "a Client Secret",
            Self::ConnectionId => "a connection ID",
            Self::ApiKey => "an API key",
            Self::UserKey => "a User API key",
            Self::Token => "a temporary key",
            Self::Other => "a value of another kind",
        }
    }

    /// How the kind was told.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Domain => "It ends with auth0.com.",
            Self::DashboardAddress => "It starts with manage.auth0.com.",
            Self::PrivateCloudDomain => "It ends with auth0app.com or auth0c.com.",
            Self::OtherDomain => "It is written like a web address.",
            Self::ClientId => "It has 32 letters and digits.",
            Self::ClientSecret => "It has 64 characters.",
            Self::ConnectionId => "It starts with conn_.",
            Self::ApiKey => "It starts with sk_ or userhub_admin_.",
            Self::UserKey => "It starts with pk_ or userhub_user_.",
            Self::Token => "It starts with eyJ.",
            Self::Other => "Its form is another one.",
        }
    }

    /// The place where a value of this kind belongs, where there is one.
    pub const fn belongs_to(self) -> Option<Field> {
        match self {
            Self::Domain | Self::DashboardAddress => Some(Field::Domain),
            Self::ClientId => Some(Field::ClientId),
            Self::ClientSecret => Some(Field::ClientSecret),
            Self::ConnectionId => Some(Field::ConnectionId),
            Self::ApiKey => Some(Field::ApiKey),
            Self::PrivateCloudDomain
            | Self::OtherDomain
            | Self::UserKey
            | Self::Token
            | Self::Other => None,
        }
    }
}

/// Tells what one value is; blanks, quotes and `Bearer` around it do not matter.
///
/// ```
/// use userhub_connect::domain::pasted::{Field, Kind, classify};
///
/// let kind = classify(" \"conn_26yEiYymqy6ZmG\" ");
/// assert_eq!(kind, Kind::ConnectionId);
/// assert!(!Field::ApiKey.accepts(kind));
/// ```
pub fn classify(text: &str) -> Kind {
    let text = &*clean(text);
    if is_token(text) {
        Kind::Token
    } else if text.starts_with("sk_") || text.starts_with("userhub_admin_") {
        Kind::ApiKey
    } else if text.starts_with("pk_") || text.starts_with("userhub_user_") {
        Kind::UserKey
    } else if text.starts_with("conn_") && connection_id(text).is_some() {
        Kind::ConnectionId
    } else if text.len() == 64 && text.bytes().all(is_secret_byte) {
        Kind::ClientSecret
    } else if text.len() == 32 && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Kind::ClientId
    } else if address::is_dashboard(text) {
        Kind::DashboardAddress
    } else if connection_id(text).is_some() {
        Kind::ConnectionId
    } else {
        classify_domain(text)
    }
}

fn classify_domain(text: &str) -> Kind {
    match text.parse::<Auth0Domain>() {
        Ok(_) => Kind::Domain,
        Err(DomainError::PrivateCloud) => Kind::PrivateCloudDomain,
        Err(_) if looks_like_host(text) => Kind::OtherDomain,
        Err(_) => Kind::Other,
    }
}

/// The first connection ID anywhere in a text, percent-encoded or not.
pub(super) fn connection_id(text: &str) -> Option<ConnectionId> {
    let text = percent_decode_str(text).decode_utf8_lossy();
    let mut from = 0;
    while let Some(at) = text[from..].find("conn_") {
        let start = from + at;
        let starts_a_word = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let id = &text[start..];
        let end = id
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(id.len());
        if starts_a_word && let Ok(id) = id[..end].parse() {
            return Some(id);
        }
        from = start + "conn_".len();
    }
    None
}

/// A host name with a dot, alone or in an address.
fn looks_like_host(text: &str) -> bool {
    let host = text
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.contains('.') && host.split('.').all(is_label)
}

fn is_secret_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_from_its_shape() {
        let secret = "a".repeat(60) + "-_Z9";
        for (text, kind) in [
            ("acme.eu.auth0.com", Kind::Domain),
            ("https://acme.auth0.com/api/v2/", Kind::Domain),
            (
                "https://manage.auth0.com/#/applications",
                Kind::DashboardAddress,
            ),
            ("acme.auth0app.com", Kind::PrivateCloudDomain),
            ("https://login.acme.com/", Kind::OtherDomain),
            ("evilauth0.com", Kind::OtherDomain),
            ("AbCdEfGhIjKlMnOpQrStUvWxYz012345", Kind::ClientId),
            (secret.as_str(), Kind::ClientSecret),
            ("conn_26yEiYymqy6ZmG", Kind::ConnectionId),
            (
                "https://admin.userhub.com/c/conn_26yEi?tab=1",
                Kind::ConnectionId,
            ),
            ("auth0%7C1%40conn_26yEi", Kind::ConnectionId),
            ("'sk_agX1'", Kind::ApiKey),
            ("Bearer userhub_admin_2vm8", Kind::ApiKey),
            ("pk_abc", Kind::UserKey),
            ("userhub_user_8anj", Kind::UserKey),
            ("eyJhbGciOi.eyJpc3Mi.c2ln", Kind::Token),
            ("", Kind::Other),
            ("hello", Kind::Other),
            ("x@acme.us.auth0.com", Kind::Other),
        ] {
            assert_eq!(classify(text), kind, "{text}");
        }
    }

    #[test]
    fn only_shapes_that_cannot_be_mistaken_are_refused() {
        assert!(!Field::ApiKey.accepts(Kind::ConnectionId));
        assert!(!Field::ApiKey.accepts(Kind::UserKey));
        assert!(!Field::ClientSecret.accepts(Kind::ApiKey));
        assert!(Field::ApiKey.accepts(Kind::Other));
        assert!(Field::ClientSecret.accepts(classify("a.secret-that.somebody-chose")));
    }
}
