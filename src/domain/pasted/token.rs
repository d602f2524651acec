//! Tokens that a person pastes: what their claims say, read without any call and without trusting them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::domain::ids::Auth0Domain;
use crate::domain::secret::Secret;

/// A temporary Management API token, with what its claims say (contract auth0-api 7.1).
///
/// The claims are read to guide a person; only Auth0 can say whether the token is still good.
#[derive(Clone, Debug)]
pub struct ManagementToken {
    /// The token itself.
    pub token: Secret,
    /// The tenant's domain, from the audience, which names the original domain even for custom ones.
    pub domain: Auth0Domain,
    /// When it stops working, in seconds since 1970.
    pub expires_at: Option<i64>,
    /// Its permissions.
    pub permissions: Vec<String>,
}

/// What a pasted token turned out to be.
#[derive(Debug)]
pub(super) enum Reading {
    /// A token for the Management API.
    Management(ManagementToken),
    /// A token for something else, with the domain of its issuer where that is a tenant.
    ForSomethingElse(Option<Auth0Domain>),
    /// A text with a token's start whose claims cannot be read: often a part of a token.
    Unreadable,
}

/// The claims that are read; all others are left alone.
#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    aud: Option<Audience>,
    exp: Option<serde_json::Number>,
    scope: Option<String>,
}

/// One audience or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(all) => all,
        }
    }
}

/// Reads a token's claims.
pub(super) fn read(text: &str) -> Reading {
    let Some(claims) = claims(text) else {
        return Reading::Unreadable;
    };
    let audience = claims.aud.as_ref().map_or(&[][..], Audience::as_slice);
    let Some(domain) = audience.iter().find_map(|aud| management_domain(aud)) else {
        let issuer = claims.iss.and_then(|iss| iss.parse().ok());
        return Reading::ForSomethingElse(issuer);
    };
    Reading::Management(ManagementToken {
        token: Secret::new(text),
        domain,
        expires_at: claims.exp.as_ref().and_then(seconds),
        permissions: claims
            .scope
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    })
}

fn claims(text: &str) -> Option<Claims> {
    let payload = text.split('.').nth(1)?.trim_end_matches('=');
    let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
    serde_json::from_slice(&json).ok()
}

/// The domain of a Management API audience, `https://{domain}/api/v2/`.
fn management_domain(audience: &str) -> Option<Auth0Domain> {
    let host = audience
        .strip_prefix("https://")?
        .strip_suffix("/api/v2/")?;
    host.parse().ok()
}

/// Whole seconds, also of a time that is written with a fraction.
fn seconds(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let text = number.to_string();
        text.split_once('.')?.0.parse().ok()
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::cleaning::is_token;

    /// A token with the given claims and no signature that would hold.
    pub(crate) fn token(claims: &serde_json::Value) -> String {
        let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let header = part(&serde_json::json!({"alg": "RS256", "typ": "JWT"}));
        format!("{header}.{}.c2lnbmF0dXJl", part(claims))
    }

    #[test]
    fn a_management_token_says_tenant_end_and_permissions() {
        let text = token(&serde_json::json!({
            "iss": "https://login.acme.com/",
            "aud": ["https://acme.eu.auth0.com/api/v2/", "https://acme.eu.auth0.com/userinfo"],
            "exp": 1_795_000_000.5,
            "scope": "read:clients create:clients",
        }));
        assert!(is_token(&text));
        let Reading::Management(found) = read(&text) else {
            panic!("not read as a management token");
        };
        assert_eq!(found.domain.as_str(), "acme.eu.auth0.com");
        assert_eq!(found.expires_at, Some(1_795_000_000));
        assert_eq!(found.permissions, ["read:clients", "create:clients"]);
        assert_eq!(found.token.expose(), text);
        assert!(!format!("{found:?}").contains(&text[20..40]));
    }

    #[test]
    fn a_token_for_something_else_still_names_its_tenant() {
        let text = token(&serde_json::json!({
            "iss": "https://acme.eu.auth0.com/", "aud": "https://api.acme.com/",
        }));
        let Reading::ForSomethingElse(Some(domain)) = read(&text) else {
            panic!("not read as another token");
        };
        assert_eq!(domain.as_str(), "acme.eu.auth0.com");
    }

    #[test]
    fn a_cut_or_encrypted_token_is_unreadable() {
        for text in [
            "eyJhbGciOiJkaXIifQ..iv.text.tag",
            "eyJ.",
            "eyJhbGci.eyJpc3MiOiJodHRwcz",
        ] {
            assert!(is_token(text), "{text}");
            assert!(matches!(read(text), Reading::Unreadable), "{text}");
        }
    }
}
