//! Access tokens: minted, signed with a key of this tenant, and verified.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::key;
use crate::practice::clock;

/// Signs and verifies the tokens of one tenant.
pub(crate) struct Tokens {
    issuer: String,
    state: Mutex<State>,
}

struct State {
    /// What the ids of this tenant's tokens begin with; a new one makes every earlier token invalid.
    mark: String,
    /// How many tokens were given out.
    count: u64,
    /// Tokens that were found good, so that a token is decoded once and not on each request.
    known: HashMap<String, Arc<Grant>>,
}

/// What a good token allows.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The application that it was given to.
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    /// Unix seconds.
    pub(crate) expires: i64,
}

/// Why a token is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadToken {
    /// Not three parts: an opaque token, or something else altogether.
    Malformed,
    /// Not signed by this tenant, or revoked.
    Invalid,
    Expired,
}

/// What a new token says.
pub(crate) struct Claims<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) scopes: &'a [String],
    pub(crate) lifetime_secs: u64,
}

/// More tokens than this are never in use; the rest is decoded again.
const KNOWN: usize = 64;

impl Tokens {
    pub(crate) fn new(domain: &str) -> Self {
        Self {
            issuer: format!("https://{domain}/"),
            state: Mutex::new(State {
                mark: new_mark(),
                count: 0,
                known: HashMap::new(),
            }),
        }
    }

    /// A token with the claims that contract auth0-api 2.2 names, and an id.
    pub(crate) fn mint(&self, claims: &Claims<'_>) -> String {
        let now = clock::now() / 1_000;
        let id = {
            let mut state = self.lock();
            state.count += 1;
            format!("{}{}", state.mark, state.count)
        };
        let head = json!({"alg": "RS256", "typ": "JWT", "kid": key::id()});
        let body = json!({
            "iss": self.issuer,
            "sub": format!("{}@clients", claims.client_id),
            "aud": claims.audience,
            "iat": now,
            "exp": now.saturating_add_unsigned(claims.lifetime_secs),
            "scope": claims.scopes.join(" "),
            "gty": "client-credentials",
            "azp": claims.client_id,
            "jti": id,
        });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(head.to_string()),
            URL_SAFE_NO_PAD.encode(body.to_string())
        );
        let signature = URL_SAFE_NO_PAD.encode(key::sign(&signed));
        format!("{signed}.{signature}")
    }

    /// What the token allows, if it is one of ours and still good.
    pub(crate) fn verify(&self, token: &str) -> Result<Arc<Grant>, BadToken> {
        let mut state = self.lock();
        let known = state.known.get(token).map(Arc::clone);
        let grant = match known {
            Some(grant) => grant,
            None => state.learn(token)?,
        };
        if grant.expires <= clock::now() / 1_000 {
            return Err(BadToken::Expired);
        }
        Ok(grant)
    }

    /// Makes every token that was given out until now invalid.
    pub(crate) fn revoke_all(&self) {
        let mut state = self.lock();
        state.mark = new_mark();
        state.known.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Checks a token that was not seen before, and remembers it.
    fn learn(&mut self, token: &str) -> Result<Arc<Grant>, BadToken> {
        let grant = Arc::new(decode(&self.mark, token)?);
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        self.known.insert(token.to_owned(), Arc::clone(&grant));
        Ok(grant)
    }
}

fn decode(mark: &str, token: &str) -> Result<Grant, BadToken> {
    let (signed, given) = token.rsplit_once('.').ok_or(BadToken::Malformed)?;
    let (_, body) = signed.split_once('.').ok_or(BadToken::Malformed)?;
    let given = URL_SAFE_NO_PAD
        .decode(given)
        .map_err(|_| BadToken::Invalid)?;
    if !key::has_signed(signed, &given) {
        return Err(BadToken::Invalid);
    }
    let body = URL_SAFE_NO_PAD
        .decode(body)
        .map_err(|_| BadToken::Malformed)?;
    let body: serde_json::Value = serde_json::from_slice(&body).map_err(|_| BadToken::Malformed)?;
    let id = body["jti"].as_str().unwrap_or_default();
    if !id.starts_with(mark) {
        return Err(BadToken::Invalid);
    }
    let scope = body["scope"].as_str().unwrap_or_default();
    Ok(Grant {
        client_id: body["azp"].as_str().unwrap_or_default().to_owned(),
        scopes: scope.split_whitespace().map(str::to_owned).collect(),
        expires: body["exp"].as_i64().unwrap_or(0),
    })
}

/// A mark that no other tenant has, and this one has once: all tenants of a process sign with one key.
fn new_mark() -> String {
    let number = RandomState::new().build_hasher().finish();
    format!("{number:016x}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mint(tokens: &Tokens, lifetime_secs: u64) -> String {
        tokens.mint(&Claims {
            client_id: "abc",
            audience: "https://acme.eu.auth0.com/api/v2/",
            scopes: &["read:users".to_owned()],
            lifetime_secs,
        })
    }

    #[test]
    fn a_token_is_good_here_until_it_ends_or_is_revoked() {
        let tokens = Tokens::new("acme.eu.auth0.com");
        let token = mint(&tokens, 60);
        assert_eq!(tokens.verify(&token).unwrap().scopes, ["read:users"]);
        assert_eq!(
            tokens.verify(&mint(&tokens, 0)).unwrap_err(),
            BadToken::Expired
        );
        let elsewhere = Tokens::new("acme.eu.auth0.com");
        assert_eq!(elsewhere.verify(&token).unwrap_err(), BadToken::Invalid);
        assert_eq!(tokens.verify("opaque").unwrap_err(), BadToken::Malformed);
        tokens.revoke_all();
        assert_eq!(tokens.verify(&token).unwrap_err(), BadToken::Invalid);
    }
}
