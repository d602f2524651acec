//! Discovery, tokens, and what the API says to a bad one.

use super::*;

#[tokio::test]
async fn the_discovery_document_names_the_issuer_or_there_is_no_tenant() {
    let caller = Caller::new(people(1)).await;
    let address = "/.well-known/openid-configuration";
    let document = caller.get(address).await.json();
    assert_eq!(document["issuer"], "https://practice.eu.auth0.com/");
    let other = Presence::OtherIssuer("other.us.auth0.com".to_owned());
    caller.tenant.set_presence(other);
    let document = caller.get(address).await.json();
    assert_eq!(document["issuer"], "https://other.us.auth0.com/");
    caller.tenant.set_presence(Presence::Absent);
    let reply = caller.get(address).await;
    assert_eq!(reply.status, 404);
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
}

#[tokio::test]
async fn a_token_says_what_the_contract_says() {
    let caller = Caller::new(people(1)).await;
    let answer = caller.token(&caller.good_credentials()).await.json();
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 86_400);
    assert_eq!(
        answer["scope"],
        "read:users update:users delete:users create:users"
    );
    let parts: Vec<&str> = answer["access_token"]
        .as_str()
        .unwrap()
        .split('.')
        .collect();
    assert_eq!(parts.len(), 3);
    let claims = {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        serde_json::from_slice::<Value>(&engine.decode(parts[1]).unwrap()).unwrap()
    };
    assert_eq!(claims["iss"], "https://practice.eu.auth0.com/");
    assert_eq!(claims["aud"], "https://practice.eu.auth0.com/api/v2/");
    assert_eq!(claims["gty"], "client-credentials");
    assert_eq!(claims["azp"], caller.tenant.client_id());
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 86_400);
}

#[tokio::test]
async fn a_token_is_signed_with_the_key_that_the_discovery_document_names() {
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
    use base64::Engine as _;
    let decode = |text: &Value| {
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        engine.decode(text.as_str().unwrap()).unwrap()
    };
    let caller = Caller::new(people(1)).await;
    let document = caller.get("/.well-known/openid-configuration").await.json();
    let path = document["jwks_uri"].as_str().unwrap();
    let path = path.strip_prefix("https://practice.eu.auth0.com").unwrap();
    let set = caller.get(path).await.json();
    let key = &set["keys"][0];
    assert_eq!(
        (&key["kty"], &key["use"], &key["alg"]),
        (&json!("RSA"), &json!("sig"), &json!("RS256"))
    );
    let public = RsaPublicKeyComponents {
        n: decode(&key["n"]),
        e: decode(&key["e"]),
    };
    let (signed, signature) = caller.token.rsplit_once('.').unwrap();
    let head = json!(signed.split('.').next().unwrap());
    let head: Value = serde_json::from_slice(&decode(&head)).unwrap();
    assert_eq!((&head["alg"], &head["kid"]), (&json!("RS256"), &key["kid"]));
    let check = |text: &str| {
        let signature = decode(&json!(signature));
        public.verify(&RSA_PKCS1_2048_8192_SHA256, text.as_bytes(), &signature)
    };
    assert!(check(signed).is_ok());
    assert!(check(&format!("{signed}x")).is_err());
    // Another tenant has the same key, and all the same takes no token of this one.
    let mut other = Caller::new(people(1)).await;
    assert_eq!(other.get("/api/v2/users").await.status, 200);
    other.token.clone_from(&caller.token);
    assert_eq!(other.get("/api/v2/users").await.status, 401);
}

#[tokio::test]
async fn every_refusal_of_the_token_endpoint_has_its_own_shape() {
    let caller = Caller::new(people(1)).await;
    let cases = [
        (
            "client_id",
            json!("nobody"),
            401,
            "access_denied",
            "Unauthorized",
        ),
        (
            "client_secret",
            json!("wrong"),
            401,
            "access_denied",
            "Unauthorized",
        ),
        (
            "client_id",
            Value::Null,
            401,
            "invalid_client",
            "Missing client_id",
        ),
        (
            "grant_type",
            Value::Null,
            400,
            "invalid_request",
            "grant_type",
        ),
        (
            "grant_type",
            json!("password"),
            403,
            "unsupported_grant_type",
            "password",
        ),
        (
            "audience",
            json!("https://practice.eu.auth0.com/api/v2"),
            403,
            "access_denied",
            "Service not enabled within domain: https://practice.eu.auth0.com/api/v2",
        ),
        ("audience", Value::Null, 403, "access_denied", "APIv1"),
        (
            "scope",
            json!("read:users read:logs"),
            403,
            "access_denied",
            "Client has not been granted scopes: read:logs",
        ),
    ];
    for (name, value, status, error, description) in cases {
        let mut body = caller.good_credentials();
        body[name] = value;
        let reply = caller.token(&body).await;
        assert_eq!(reply.status, status, "{name}");
        let json = reply.json();
        assert_eq!(json["error"], error, "{name}");
        let text = json["error_description"].as_str().unwrap();
        assert!(text.contains(description), "{text}");
        assert!(json.get("statusCode").is_none());
    }
    let good = caller.good_credentials();
    caller.tenant.set_token_quota(Some(1));
    assert_eq!(caller.token(&good).await.status, 200);
    let reply = caller.token(&good).await;
    assert_eq!(reply.status, 429);
    assert!(
        reply
            .header("auth0-client-quota-limit")
            .unwrap()
            .contains("r=0")
    );
    caller.tenant.set_token_quota(None);
    caller.tenant.deny_tokens(Some("Not on Sundays"));
    let text = caller.token(&good).await.json()["error_description"].clone();
    assert_eq!(text, "Not on Sundays");
    caller.tenant.deny_tokens(None);
    caller.tenant.remove_grant();
    let text = caller.token(&good).await.json()["error_description"].to_string();
    assert!(text.contains("client-grant"), "{text}");
    caller
        .tenant
        .set_application("grant_types", json!(["authorization_code"]));
    let json = caller.token(&good).await.json();
    assert_eq!(json["error"], "unauthorized_client");
    assert!(json["error_uri"].is_string());
}

#[tokio::test]
async fn credentials_may_come_as_a_form_or_as_basic() {
    let caller = Caller::new(people(1)).await;
    let (id, secret) = (caller.tenant.client_id(), caller.tenant.client_secret());
    let form = |with_secret: bool| {
        let audience = encoded("https://practice.eu.auth0.com/api/v2/");
        let secret = if with_secret {
            format!("&client_id={id}&client_secret={secret}")
        } else {
            String::new()
        };
        caller
            .client
            .post(format!("{}/oauth/token", caller.tenant.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!(
                "grant_type=client_credentials&audience={audience}{secret}"
            ))
    };
    assert_eq!(reply(form(true)).await.unwrap().status, 200);
    let basic = || form(false).basic_auth(id, Some(&secret));
    assert_eq!(reply(basic()).await.unwrap().status, 401);
    let method = json!("client_secret_basic");
    caller
        .tenant
        .set_application("token_endpoint_auth_method", method);
    assert_eq!(reply(basic()).await.unwrap().status, 200);
    assert_eq!(reply(form(true)).await.unwrap().status, 401);
}

#[tokio::test]
async fn the_api_tells_apart_no_token_a_bad_one_and_one_without_permission() {
    let mut caller = Caller::new(people(1)).await;
    let bare = caller
        .client
        .get(format!("{}/api/v2/users", caller.tenant.url()));
    let bare = reply(bare).await.unwrap();
    assert_eq!(bare.status, 401);
    assert_eq!(bare.header("www-authenticate"), Some("Bearer"));
    assert_eq!(bare.json()["message"], "Missing authentication");
    let good = caller.token.clone();
    caller.token = "opaque".to_owned();
    let reply = caller.get("/api/v2/users").await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["errorCode"], "Bearer");
    caller.token = caller
        .tenant
        .management_token(&["read:users"], Duration::ZERO);
    let reply = caller.get("/api/v2/users").await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["errorCode"]),
        (401, &json!("invalid_token"))
    );
    caller.token = caller
        .tenant
        .management_token(&["create:users"], Duration::from_mins(1));
    let reply = caller.get("/api/v2/users").await;
    assert_eq!(reply.status, 403);
    assert_eq!(
        reply.json()["message"],
        "Insufficient scope, expected any of: read:users"
    );
    caller.token = good;
    assert_eq!(caller.get("/api/v2/users").await.status, 200);
    caller.tenant.revoke_tokens();
    let reply = caller.get("/api/v2/users").await;
    assert_eq!(reply.json()["message"], "Invalid token");
    assert_eq!(reply.status, 401);
    let old = caller.tenant.client_secret();
    assert_ne!(caller.tenant.rotate_secret(), old);
}
