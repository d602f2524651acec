//! `POST /oauth/token` for client credentials, with every refusal of contract auth0-api 2.3.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::errors::TokenError;
use super::object::{Object, text, texts};
use super::registry::Registry;
use super::shared::Shared;
use super::tokens::Claims;
use crate::practice::faulty;

/// The parameters of a request, however they came.
type Parameters = HashMap<String, String>;

/// How an application proved who it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Post,
    Basic,
}

pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = parse(&headers, &body).map(|mut parameters| {
        let method = basic_credentials(&headers, &mut parameters);
        (parameters, method)
    });
    let (parameters, method) = match asked {
        Ok(asked) => asked,
        Err(error) => return refuse(&shared, error),
    };
    let given = give(&shared, &parameters, method);
    let (client_id, audience) = (
        parameter(&parameters, "client_id"),
        parameter(&parameters, "audience"),
    );
    match given {
        Ok(scopes) => {
            let scope = scopes.join(" ");
            shared.log_exchange(client_id, audience, Ok(&scope));
            grant(&shared, client_id, audience, &scopes)
        }
        Err(error) => {
            shared.log_exchange(client_id, audience, Err(&error.error_description));
            refuse(&shared, error)
        }
    }
}

/// The permissions of the token that is given, or why there is none.
fn give(
    shared: &Shared,
    parameters: &Parameters,
    method: Method,
) -> Result<Vec<String>, TokenError> {
    if let Some(refusal) = shared.token_refusal() {
        return Err(refusal);
    }
    match parameter(parameters, "grant_type") {
        "client_credentials" => {}
        "" => {
            let why = "Missing required parameter: grant_type";
            return Err(TokenError::new(
                StatusCode::BAD_REQUEST,
                "invalid_request",
                why,
            ));
        }
        other => {
            let why = format!("Unsupported grant type: {other}");
            return Err(TokenError::new(
                StatusCode::FORBIDDEN,
                "unsupported_grant_type",
                why,
            ));
        }
    }
    let registry = shared.registry();
    let client = authenticate(&registry, parameters, method)?;
    let audience = parameter(parameters, "audience");
    let scopes = granted(shared, &registry, client, audience)?;
    let scopes = wanted(parameters, scopes)?;
    shared.take_from_quota()?;
    Ok(scopes)
}

fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, TokenError> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let pairs = url::form_urlencoded::parse(body);
        return Ok(pairs.into_owned().collect());
    }
    let parsed: Result<HashMap<String, Value>, _> = serde_json::from_slice(body);
    let Ok(parsed) = parsed else {
        let why = "Invalid request body";
        return Err(TokenError::new(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            why,
        ));
    };
    let texts = parsed.into_iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        _ => None,
    });
    Ok(texts.collect())
}

/// Moves the credentials of a Basic header to the other parameters.
fn basic_credentials(headers: &HeaderMap, parameters: &mut Parameters) -> Method {
    let credentials = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Basic "))
        .and_then(|value| STANDARD.decode(value).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((id, secret)) = credentials.as_deref().and_then(|text| text.split_once(':')) else {
        return Method::Post;
    };
    parameters.insert("client_id".to_owned(), decoded(id));
    parameters.insert("client_secret".to_owned(), decoded(secret));
    Method::Basic
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

fn parameter<'a>(parameters: &'a Parameters, name: &str) -> &'a str {
    parameters.get(name).map_or("", String::as_str)
}

/// Finds the application. That it is unknown and that its secret is wrong cannot be told apart.
fn authenticate<'a>(
    registry: &'a Registry,
    parameters: &Parameters,
    method: Method,
) -> Result<&'a Object, TokenError> {
    let client_id = parameter(parameters, "client_id");
    if client_id.is_empty() {
        return Err(TokenError::new(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Missing client_id",
        ));
    }
    let unauthorized =
        || TokenError::new(StatusCode::UNAUTHORIZED, "access_denied", "Unauthorized");
    let client = registry.client(client_id).ok_or_else(unauthorized)?;
    let method_is_allowed = match text(client, "token_endpoint_auth_method") {
        "client_secret_post" | "" => method == Method::Post,
        "client_secret_basic" => method == Method::Basic,
        _ => false,
    };
    let secret = parameter(parameters, "client_secret");
    if !method_is_allowed || secret.is_empty() || secret != text(client, "client_secret") {
        return Err(unauthorized());
    }
    if !texts(client, "grant_types").contains(&"client_credentials".to_owned()) {
        let mut refusal = TokenError::new(
            StatusCode::FORBIDDEN,
            "unauthorized_client",
            "Grant type 'client_credentials' not allowed for the client.",
        );
        refusal.error_uri = Some("https://auth0.com/docs/clients/client-grant-types");
        return Err(refusal);
    }
    Ok(client)
}

/// The permissions that the application has for the audience.
fn granted(
    shared: &Shared,
    registry: &Registry,
    client: &Object,
    audience: &str,
) -> Result<Vec<String>, TokenError> {
    let denied = |why: String| TokenError::new(StatusCode::FORBIDDEN, "access_denied", why);
    if audience.is_empty() {
        let why = "Non-global clients are not allowed access to APIv1";
        return Err(denied(why.to_owned()));
    }
    if audience != shared.audience() {
        return Err(denied(format!(
            "Service not enabled within domain: {audience}"
        )));
    }
    let grant = registry.grant(text(client, "client_id"), audience);
    grant.map(|grant| texts(grant, "scope")).ok_or_else(|| {
        denied(format!(
            "Client is not authorized to access \"{audience}\". You need to create a \"client-grant\" \
             associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants"
        ))
    })
}

/// The permissions of the token: those that were asked for, which must all be granted, or all.
fn wanted(parameters: &Parameters, granted: Vec<String>) -> Result<Vec<String>, TokenError> {
    let asked: Vec<String> = parameter(parameters, "scope")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let missing: Vec<&str> = asked
        .iter()
        .filter(|scope| !granted.contains(scope))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        let why = format!("Client has not been granted scopes: {}", missing.join(", "));
        return Err(TokenError::new(StatusCode::FORBIDDEN, "access_denied", why));
    }
    Ok(if asked.is_empty() { granted } else { asked })
}

fn grant(shared: &Shared, client_id: &str, audience: &str, scopes: &[String]) -> Response {
    let lifetime_secs = shared.token_lifetime_secs();
    let token = shared.tokens.mint(&Claims {
        client_id,
        audience,
        scopes,
        lifetime_secs,
    });
    let mut body = json!({
        "access_token": token,
        "scope": scopes.join(" "),
        "expires_in": lifetime_secs,
        "token_type": "Bearer",
    });
    if scopes.is_empty()
        && let Some(body) = body.as_object_mut()
    {
        body.remove("scope");
    }
    let mut response = faulty::json(StatusCode::OK, body.to_string());
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// Sends the refusal, with the quota's headers when it is the quota that refuses.
fn refuse(shared: &Shared, error: TokenError) -> Response {
    let over_quota = error.error_description == "Client quota exceeded";
    let mut response = error.into_response();
    if over_quota {
        let quota = shared.quota_header();
        if let Ok(value) = HeaderValue::from_str(&quota) {
            response
                .headers_mut()
                .insert("auth0-client-quota-limit", value);
        }
    }
    response
}
