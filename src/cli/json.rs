//! Events as JSON objects, one a line. Names once given stay: programs read them.

use serde_json::{Value, json};

use crate::domain::assumptions::{Line, Origin};
use crate::domain::certificate::{Certificate, Finding, Found, codes};
use crate::domain::changes::EverybodyBecause;
use crate::domain::ids::ClientId;
use crate::domain::install::{self, Answer, Change, FlowEntry, Step, StepState};
use crate::domain::issue::{Fix, Issue};
use crate::domain::tally::Tally;
use crate::protocol::checks;
use crate::protocol::checks::{Check, CheckState};
use crate::protocol::install::{InstallEnd, Report};
use crate::protocol::live;
use crate::protocol::settings;
use crate::protocol::sync::{Plan, Progress, Reading, Scope, Summary, Waiting};
use crate::store::journal;

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

/// The version, for tools: of the program, of the files that it writes, and what it was built for.
pub(super) fn version() -> Value {
    json!({
        "event": "version",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
        "journal": journal::VERSION,
        "settings": settings::VERSION,
    })
}

pub(super) fn check(check: &Check) -> Value {
    let issue = check.issue.as_deref();
    let title = checks::title(check.name);
    json!({
        "event": "check",
        "name": check.name,
        "state": check_state(check.state),
        "code": issue.map(|issue| issue.code.to_string()),
        "what": issue.map_or(title, |issue| &issue.what),
        "why": issue.map_or(&check.why, |issue| &issue.why),
        "fix": check.fix,
        "detail": issue.and_then(|issue| issue.detail.as_deref()),
        "action": issue.and_then(|issue| issue.fixes.first()).map(Fix::id),
        "at": check.at.to_string(),
        "passed_before": check.passed_before.map(|at| at.to_string()),
    })
}

pub(super) fn assumption(from: Origin, line: &Line) -> Value {
    let assumption = line.assumption;
    json!({
        "event": "assumption",
        "code": assumption.code(),
        "state": line.state.word(),
        "assumed": assumption.assumed(),
        "contract": assumption.section(),
        "from": from.word(),
        "seen": line.seen,
        "at": line.at.map(|at| at.to_string()),
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
    value["not_proved"] = codes(&plan.not_proved).into();
    value["removals_waiting"] = plan.removals_waiting.into();
    value["taken_back"] = plan.taken_back.into();
    value["taken_back_by"] = plan.taken_back_by.clone().into();
    value
}

/// Everybody is compared, although changes alone were wanted.
pub(super) fn comparison_needed(because: EverybodyBecause) -> Value {
    json!({ "event": "scope", "scope": "all", "code": because.code(), "why": because.words() })
}

pub(super) fn progress(progress: &Progress) -> Value {
    let mut value = counts("progress", &progress.tally);
    value["done"] = progress.done.into();
    value["of"] = progress.of.into();
    value["per_second"] = round(progress.rate).into();
    value["seconds_left"] = progress.left.map(|left| left.least.as_secs()).into();
    value["seconds_left_at_most"] = progress.left.map(|left| left.most.as_secs()).into();
    value["waiting"] = progress.waiting.as_ref().map(waiting).into();
    value
}

pub(super) fn summary(summary: &Summary) -> Value {
    let mut value = counts("summary", &summary.tally);
    value["read_auth0"] = summary.read_auth0.into();
    value["taken_back"] = summary.taken_back.into();
    end_of(&mut value, summary);
    match summary.scope {
        Scope::Everybody => value["scope"] = "all".into(),
        Scope::Changes { everybody_at } => {
            value["scope"] = "changes".into();
            value["complete"] = Value::Null;
            value["everybody_at"] = everybody_at.to_string().into();
        }
    }
    value
}

/// What a watch does now.
pub(super) fn watch_state(state: live::State, why: Option<&str>, issue: Option<&Issue>) -> Value {
    let mut value = json!({ "event": "state", "state": state.word(), "why": why });
    if let Some(issue) = issue {
        value["code"] = issue.code.to_string().into();
        value["fix"] = issue.fix.as_str().into();
    }
    value
}

/// What a watch has seen of the set-up.
pub(super) fn watch_set_up(issue: Option<&Issue>) -> Value {
    let state = if issue.is_some() { "problem" } else { "well" };
    json!({
        "event": "set_up",
        "state": state,
        "code": issue.map(|issue| issue.code.to_string()),
        "what": issue.map(|issue| issue.what.as_str()),
        "why": issue.map(|issue| issue.why.as_str()),
        "fix": issue.map(|issue| issue.fix.as_str()),
    })
}

/// A change that a watch has seen to.
pub(super) fn watch_change(change: &live::Change) -> Value {
    let mut value = json!({
        "event": "change",
        "id": change.id.as_str(),
        "kind": change.kind.word(),
        "source": change.source.word(),
        "changed_at": change.changed_at.map(|at| at.to_string()),
        "done_at": change.done_at.to_string(),
        "outcome": change.outcome.word(),
    });
    if let Some((reason, fix)) = &change.problem {
        value["reason"] = reason.as_str().into();
        value["fix"] = fix.as_str().into();
    }
    if let Some(into) = &change.merged_into {
        value["merged_into"] = into.as_str().into();
    }
    value
}

/// What a watch came to; nothing but that it is one where it could not begin.
pub(super) fn watch_summary(summary: Option<&live::Summary>) -> Value {
    let mut value = json!({ "event": "summary", "scope": "watch", "complete": null });
    if let Some(summary) = summary {
        value["added"] = summary.tally.added.into();
        value["updated"] = summary.tally.updated.into();
        value["up_to_date"] = summary.tally.up_to_date.into();
        value["attention"] = summary.tally.attention.into();
        value["gone"] = summary.tally.left.into();
        value["compared_at"] = summary.compared_at.map(|at| at.to_string()).into();
        value["requests"] =
            json!({ "auth0": summary.auth0_requests, "userhub": summary.userhub_requests });
        value["seconds"] = round(summary.took.as_secs_f64()).into();
    }
    value
}

/// The end of a verification.
pub(super) fn verified(summary: &Summary) -> Value {
    let mut value = json!({ "event": "summary" });
    if let Some(certificate) = &summary.certificate {
        value["users"] = certificate.auth0.users.into();
        value["same"] = certificate.same.into();
        value["kept"] = certificate.kept.into();
        value["different"] = certificate.different.into();
        value["missing"] = certificate.missing.into();
        value["unknown"] = certificate.unknown.into();
        value["attention"] = certificate.attention.into();
        value["only_in_userhub"] = certificate.only_in_userhub.into();
        value["not_read"] = certificate.not_read.into();
        value["taken_back"] = certificate.taken_back.into();
        value["agree"] = certificate.agree().into();
    }
    end_of(&mut value, summary);
    value
}

fn end_of(value: &mut Value, summary: &Summary) {
    value["complete"] = summary.complete.into();
    value["not_proved"] = codes(&summary.not_proved).into();
    value["requests"] =
        json!({ "auth0": summary.auth0_requests, "userhub": summary.userhub_requests });
    value["seconds"] = round(summary.took.as_secs_f64()).into();
    value["pace"] = summary.pace.as_ref().map(|lesson| lesson.as_json()).into();
    value["certificate"] = summary
        .certificate
        .as_deref()
        .map(Certificate::as_json)
        .into();
}

/// A person in whom both sides differ: an event of the kind's name.
pub(super) fn differs(found: &Found) -> Value {
    let mut value = json!({ "event": found.finding.word(), "id": found.id });
    if let Some(id) = &found.userhub_id {
        value["userhub_id"] = id.as_str().into();
    }
    match &found.finding {
        Finding::Different { fields } | Finding::Kept { fields } => {
            value["fields"] = json!(fields);
        }
        Finding::Unreadable { .. } | Finding::PendingDeletion => {
            value["reason"] = found.finding.words().into();
            value["fix"] = found.finding.fix().into();
        }
        Finding::Missing | Finding::Unknown | Finding::OnlyInUserHub | Finding::NotRead => {}
    }
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

pub(super) fn install_plan(plan: &install::Plan) -> Value {
    let rows = plan.rows.iter().map(|row| {
        json!({
            "change": row.change.name(),
            "title": row.title,
            "now": row.now,
            "after": row.after,
            "effect": row.effect.word(),
            "note": row.note,
        })
    });
    let questions = plan.questions.iter().map(|question| {
        let offers = question.offers.iter().map(|offer| {
            let id = match &offer.answer {
                Answer::Use(id) => Some(id),
                Answer::UseTheOnly | Answer::Second | Answer::Stop => None,
            };
            json!({ "label": offer.label, "id": id, "explanation": offer.explanation })
        });
        json!({
            "about": question.about.name(),
            "what": question.what,
            "offers": offers.collect::<Vec<Value>>(),
        })
    });
    let names = |flow: &[FlowEntry]| -> Vec<String> {
        flow.iter().map(|entry| entry.name.clone()).collect()
    };
    json!({
        "event": "install_plan",
        "domain": plan.domain.as_str(),
        "changes": plan.changes(),
        "rows": rows.collect::<Vec<Value>>(),
        "questions": questions.collect::<Vec<Value>>(),
        "flow_now": names(&plan.flow_now),
        "flow_after": names(&plan.flow_after),
        "key_ends": plan.token.expires_at,
        "undo": plan.undo,
    })
}

pub(super) fn install_step(step: &Step) -> Value {
    let (state, text) = match &step.state {
        StepState::Working(text) => ("working", Some(text)),
        StepState::Done(text) => ("done", Some(text)),
        StepState::Kept => ("kept", None),
        StepState::Left(text) => ("stays", Some(text)),
        StepState::Stopped => ("stopped", None),
    };
    json!({ "event": "install_step", "change": step.change.name(), "state": state, "text": text })
}

pub(super) fn install_application(client_id: &ClientId, secret_kept: bool) -> Value {
    json!({
        "event": "install_application",
        "client_id": client_id.as_str(),
        "secret_kept": secret_kept,
    })
}

pub(super) fn install_ended(report: &Report) -> Value {
    let names = |changes: &[Change]| -> Vec<&str> { changes.iter().map(|c| c.name()).collect() };
    json!({
        "event": "install_ended",
        "end": match report.end {
            InstallEnd::Done => "done",
            InstallEnd::FirstHalf => "first half",
            InstallEnd::Undone => "undone",
            InstallEnd::UndoneInPart => "undone in part",
            InstallEnd::NothingToUndo => "nothing to undo",
            InstallEnd::Forgotten => "forgotten",
            InstallEnd::Interrupted => "interrupted",
            InstallEnd::Problem(_) => "problem",
        },
        "done": names(&report.done),
        "open": names(&report.open),
        "notes": report.notes,
    })
}

/// What the checks wait for.
pub(super) fn check_waits(waits: &Waiting) -> Value {
    json!({ "event": "waiting", "waiting": waiting(waits) })
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
        Waiting::Answers { service } => json!({ "for": "answers", "service": service }),
        Waiting::Offline { service, left } => {
            json!({ "for": "network", "service": service, "seconds": round(left.as_secs_f64()) })
        }
        Waiting::Turn { why } => json!({ "for": "turn", "why": why }),
        Waiting::Export { percent } => json!({ "for": "export", "percent": percent }),
    }
}

/// A number with three places after the point at most.
fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
