//! What a write may say: every body is held against the OpenAPI description before its endpoint sees it.
//!
//! `bodies.json` is the excerpt of that description for all writes that the tenant takes; an endpoint file adds only what a
//! schema cannot say, such as that a name is taken. A write that has no entry there takes no body.

use std::sync::LazyLock;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::errors::ApiError;
use super::object::Object;
use super::schema::{self, Named};

/// The excerpt, which is part of the program: that it can be read is what its test is for.
#[derive(Default, Deserialize)]
struct Excerpt {
    /// By method and path, as in `POST /api/v2/clients`.
    bodies: Map<String, Value>,
    schemas: Named,
}

static EXCERPT: LazyLock<Excerpt> =
    LazyLock::new(|| serde_json::from_str(include_str!("bodies.json")).unwrap_or_default());

/// More than this is no body of these endpoints; the service's own limit is not known.
const LONGEST: usize = 2 << 20;

/// Refuses a body that the description does not allow.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::POST | Method::PATCH) {
        return next.run(request).await;
    }
    let template = request.extensions().get::<MatchedPath>();
    let template = template.map_or("", MatchedPath::as_str);
    let call = format!("{} {template}", request.method());
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else {
        let why = "Payload content length greater than maximum allowed";
        return ApiError::plain(StatusCode::PAYLOAD_TOO_LARGE, why).into_response();
    };
    match refusal(&call, &body) {
        Some(refusal) => refusal.into_response(),
        None => next.run(Request::from_parts(head, Body::from(body))).await,
    }
}

fn refusal(call: &str, body: &Bytes) -> Option<ApiError> {
    let schema = EXCERPT.bodies.get(call)?;
    let Some(value) = read(body) else {
        return Some(ApiError::plain(
            StatusCode::BAD_REQUEST,
            "Invalid request payload JSON format",
        ));
    };
    schema::complaint(&value, schema, &EXCERPT.schemas).map(ApiError::body)
}

/// A body as JSON; an absent one is an empty object.
fn read(body: &[u8]) -> Option<Value> {
    if body.trim_ascii().is_empty() {
        return Some(Value::Object(Object::new()));
    }
    serde_json::from_slice(body).ok()
}

/// The properties of a body that has passed [`check`]; `null`, where it passes, says nothing.
pub(crate) fn properties(body: &[u8]) -> Object {
    match read(body) {
        Some(Value::Object(object)) => object,
        _ => Object::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that a schema of the excerpt holds, each with its name.
    fn keywords(schema: &Value, found: &mut Vec<(String, Value)>) {
        let Value::Object(schema) = schema else {
            return;
        };
        for (keyword, value) in schema {
            match (keyword.as_str(), value) {
                ("properties", Value::Object(inner)) => {
                    for inner in inner.values() {
                        keywords(inner, found);
                    }
                }
                ("items" | "additionalProperties", inner) => keywords(inner, found),
                ("oneOf", Value::Array(inner)) => {
                    for inner in inner {
                        keywords(inner, found);
                    }
                }
                _ => {}
            }
            found.push((keyword.clone(), value.clone()));
        }
    }

    #[test]
    fn the_excerpt_says_nothing_that_is_not_looked_at() {
        const CHECKED: [&str; 17] = [
            "$ref",
            "type",
            "enum",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "oneOf",
            "minLength",
            "maxLength",
            "minItems",
            "minimum",
            "maximum",
            "minProperties",
            "maxProperties",
            "pattern",
            "format",
        ];
        assert_eq!(EXCERPT.bodies.len(), 12);
        let mut found = Vec::new();
        let all = EXCERPT.bodies.values().chain(EXCERPT.schemas.values());
        for schema in all {
            keywords(schema, &mut found);
        }
        for (keyword, value) in found {
            assert!(CHECKED.contains(&keyword.as_str()), "{keyword}");
            match (keyword.as_str(), value.as_str()) {
                ("$ref", Some(name)) => assert!(EXCERPT.schemas.contains_key(name), "{name}"),
                ("pattern", Some(pattern)) => drop(regex_lite::Regex::new(pattern).unwrap()),
                _ => {}
            }
        }
    }

    #[test]
    fn every_body_must_be_an_object_and_json() {
        for call in EXCERPT.bodies.keys() {
            let refused = refusal(call, &Bytes::from_static(b"[]")).unwrap();
            assert!(refused.message.contains("found type array"), "{call}");
            let refused = refusal(call, &Bytes::from_static(b"{")).unwrap();
            assert_eq!(refused.code, None, "{call}");
        }
    }
}
