//! Auth0's test call for Actions, without any JavaScript: what a run would come to is decided from the draft's code,
//! packages and secrets.
//!
//! True to a recording: the shape of the answer, with `error` (name, message, stack) and `stats` in `payload`; that it is
//! the draft which runs; and that an exception is no failed request. Invented: the words of each exception but Node's
//! own for a package that is not there, that a missing secret is one, and that a `throw new Error("…")` in the code is
//! always reached.

use serde_json::{Value, json};

use super::action::{Action, Builds, bad_request};
use super::errors::ApiError;

/// Runs the draft in the mind.
pub(crate) fn run(action: &Action, builds: &Builds, took: u64) -> Result<Value, ApiError> {
    if !action.is_built(builds) {
        return Err(bad_request("The action is not built yet."));
    }
    let mut payload = json!({
        "stats": {
            "total_request_duration_ms": took + 52,
            "total_runtime_execution_duration_ms": took + 51,
            "runtime_processing_duration_ms": 7,
            "action_duration_ms": took,
            "runtime_external_call_duration_ms": took.saturating_sub(6),
            "boot_duration_ms": 51,
            "network_duration_ms": 2,
        }
    });
    if let Some((name, message)) = exception(action) {
        payload["error"] = json!({
            "name": name,
            "message": message,
            "stack": format!("{name}: {message}\n    at /data/io/practice.js:1:1"),
        });
    }
    Ok(json!({ "payload": payload }))
}

/// The exception that the draft would end with.
fn exception(action: &Action) -> Option<(&'static str, String)> {
    let code = action.code();
    if code.matches('{').count() != code.matches('}').count() {
        return Some(("SyntaxError", "Unexpected end of input".to_owned()));
    }
    for wanted in quoted_after(code, "require(\"") {
        if !wanted.starts_with("node:") && !action.has_dependency(wanted) {
            return Some(("Error", format!("Cannot find module '{wanted}'")));
        }
    }
    if !code.contains("onExecutePostLogin") {
        let message = "exports.onExecutePostLogin is not a function";
        return Some(("TypeError", message.to_owned()));
    }
    if let Some(message) = quoted_after(code, "throw new Error(\"").next() {
        return Some(("Error", message.to_owned()));
    }
    // The package is given both secrets; our own form without it says so in the log and goes on.
    let is_given = code.contains("new UserHubActions(");
    let missing = ["API_KEY", "CONNECTION_ID"]
        .into_iter()
        .find(|name| code.contains(&format!("secrets.{name}")) && !action.has_secret(name));
    missing
        .filter(|_| is_given)
        .map(|name| ("Error", format!("{name} is required")))
}

/// What stands between quotes after each `start`.
fn quoted_after<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = code.split(start).skip(1);
    parts.filter_map(|rest| rest.split('"').next())
}
