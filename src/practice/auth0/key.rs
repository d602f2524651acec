//! The key that signs access tokens, as RS256 wants it, and its public half as `/.well-known/jwks.json` shows it.
//!
//! It is made anew in each process, once for all tenants in it, since making one takes a tenth of a second; so no key
//! lies in a file, and what one tenant must not take from another, `tokens.rs` tells apart.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A key pair, and its public half as others read it.
struct Key {
    pair: KeyPair,
    id: String,
    /// Modulus and exponent, in the form of a JWK.
    public: (String, String),
}

/// How long the name of a key is.
const ID_LENGTH: usize = 21;

/// Absent only where the system has no randomness; then no token is good.
static KEY: LazyLock<Option<Key>> = LazyLock::new(|| {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let modulus = pair.public_key().modulus();
    let exponent = pair.public_key().exponent();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let n = encode(modulus.big_endian_without_leading_zero());
    let e = encode(exponent.big_endian_without_leading_zero());
    // The beginning of the thumbprint of RFC 7638, as long as the service's own names of keys.
    let thumbprint = Sha256::digest(format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#));
    Some(Key {
        pair,
        id: encode(&thumbprint).chars().take(ID_LENGTH).collect(),
        public: (n, e),
    })
});

/// The name of the key, which is in the head of each token.
pub(crate) fn id() -> &'static str {
    KEY.as_ref().map_or("", |key| &key.id)
}

/// The signature of a text.
pub(crate) fn sign(text: &str) -> Vec<u8> {
    let Some(key) = KEY.as_ref() else {
        return Vec::new();
    };
    let mut signature = vec![0; key.pair.public_modulus_len()];
    let random = SystemRandom::new();
    let signed = key
        .pair
        .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature);
    signed.map_or_else(|_| Vec::new(), |()| signature)
}

/// Whether the key has signed this text.
pub(crate) fn has_signed(text: &str, signature: &[u8]) -> bool {
    KEY.as_ref().is_some_and(|key| {
        let public = key.pair.public_key().as_ref();
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
        public.verify(text.as_bytes(), signature).is_ok()
    })
}

/// The set of public keys that tokens are checked with.
pub(crate) fn set() -> Value {
    let keys = KEY.as_ref().map(|key| {
        let (n, e) = &key.public;
        json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": key.id, "n": n, "e": e})
    });
    json!({"keys": keys.as_slice()})
}
