//! Events as JSON objects, one a line. Names once given stay: programs read them.

use serde_json::{Value, json};

use crate::app::event::{Check, CheckState, Plan, Progress, Reading, Summary, Waiting};
use crate::domain::issue::Issue;
use crate::domain::tally::Tally;

pub(super) fn problem(issue: &Issue) -> Value {
    json!({
        "event": "problem",
        "code": issue.code.to_string(),
        "what": issue.what,
        "why": issue.why,
        "fix": issue.fix,
        "detail": issue.detail,
        "retryable": issue.retryable,
    })
}

pub(super) fn check(check: &Check) -> Value {
    json!({
        "event": "check",
        "name": check.name,
        "state": check_state(check.state),
        "why": check.why,
        "fix": check.fix,
    })
}

fn check_state(state: CheckState) -> &'static str {
    match state {
        CheckState::Passed => "passed",
        CheckState::Note => "note",
        CheckState::NotProved => "not proved yet",
        CheckState::NotChecked => "not checked",
        CheckState::Problem => "problem",
    }
}

pub(super) fn reading(reading: &Reading) -> Value {
    json!({
        "event": "reading",
        "auth0": reading.auth0,
        "userhub": reading.userhub,
        "waiting": reading.waiting.as_ref().map(waiting),
    })
}

pub(super) fn plan(plan: &Plan) -> Value {
    let mut value = counts("plan", &plan.tally);
    value["open"] = plan.open.into();
    value["continued"] = plan.continued.into();
    value["listed"] = plan.listed.into();
    value
}

pub(super) fn progress(progress: &Progress) -> Value {
    let mut value = counts("progress", &progress.tally);
    value["done"] = progress.done.into();
    value["of"] = progress.of.into();
    value["per_second"] = round(progress.rate).into();
    value["seconds_left"] = progress.left.map(|left| left.as_secs()).into();
    value["waiting"] = progress.waiting.as_ref().map(waiting).into();
    value
}

pub(super) fn summary(summary: &Summary) -> Value {
    let mut value = counts("summary", &summary.tally);
    value["read_auth0"] = summary.read_auth0.into();
    value["complete"] = summary.complete.into();
    value["requests"] =
        json!({ "auth0": summary.auth0_requests, "userhub": summary.userhub_requests });
    value["seconds"] = round(summary.took.as_secs_f64()).into();
    value
}

fn counts(event: &str, tally: &Tally) -> Value {
    json!({
        "event": event,
        "added": tally.added,
        "updated": tally.updated,
        "up_to_date": tally.up_to_date,
        "attention": tally.attention,
        "left_auth0": tally.left,
        "only_in_userhub": tally.only_in_userhub,
    })
}

fn waiting(waiting: &Waiting) -> Value {
    match waiting {
        Waiting::SlowedDown { service, left } => {
            json!({ "for": "slowed down", "service": service, "seconds": round(left.as_secs_f64()) })
        }
        Waiting::Limit {
            service,
            per_second,
        } => {
            json!({ "for": "limit", "service": service, "per_second": round(*per_second) })
        }
        Waiting::Export { percent } => json!({ "for": "export", "percent": percent }),
    }
}

/// A number with three places after the point at most.
fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
