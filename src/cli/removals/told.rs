//! What becomes of people who left beside a sync or a watch, which nobody has asked for at that moment: who was brought back,
//! who was removed by itself, and what stands in the way of that.

use serde_json::{Value, json};

use crate::cli::out::Out;
use crate::domain::issue::in_one_line;
use crate::domain::removal::{Guarded, Outcome, PolicyHalt};
use crate::protocol::removal::{Did, RemovalReport};

/// Tells it; sentences are given to `say`.
pub(in crate::cli) fn beside_a_sync(out: Out, told: &RemovalReport, say: impl Fn(&str)) {
    match told {
        RemovalReport::Did(did) if out.is_json() => Out::event(&did_as_json(did)),
        RemovalReport::Did(did) => say(&did_in_words(did)),
        RemovalReport::PolicyStopped(halt) => {
            if out.is_json() {
                (halt.guards.iter().map(guard_as_json)).for_each(|one| Out::event(&one));
            }
            policy_stopped(out, halt, say);
        }
        // What others have asked for.
        RemovalReport::Waiting(_)
        | RemovalReport::Board(_)
        | RemovalReport::PolicySet(_)
        | RemovalReport::Preview(_)
        | RemovalReport::Ended(_) => {}
    }
}

/// Tells what stands in the way of what is done by itself.
pub(in crate::cli) fn policy_stopped(out: Out, halt: &PolicyHalt, say: impl Fn(&str)) {
    if out.is_json() {
        Out::event(&halt_as_json(halt));
    } else {
        say(&in_one_line(&halt.words()));
    }
}

/// Somebody whom the app had removed is back in Auth0, and was restored; or what was turned on for the set-up was done to
/// somebody who left.
fn did_in_words(did: &Did) -> String {
    let name = in_one_line(&did.name);
    let whose = if did.act.is_removal() {
        "left Auth0"
    } else {
        "is in Auth0 again"
    };
    match &did.outcome {
        Outcome::Done => format!("{}: {name}, who {whose}.", did.act.done_words()),
        Outcome::Already(why) | Outcome::Left(why) => {
            format!("{name} {whose}. {}", in_one_line(why))
        }
    }
}

/// A guard that stops something, as programs read it.
pub(super) fn guard_as_json(guarded: &Guarded) -> Value {
    json!({
        "event": "guard",
        "guard": guarded.guard,
        "text": guarded.text,
        "can_be_confirmed": guarded.can_be_confirmed,
    })
}

/// A halt as programs read it.
pub(in crate::cli) fn halt_as_json(halt: &PolicyHalt) -> Value {
    json!({
        "event": "policy_stopped",
        "code": halt.code,
        "guards": halt.guards.iter().map(|one| &one.guard).collect::<Vec<_>>(),
        "what": halt.what,
        "why": halt.why,
        "fix": halt.fix,
        "since": halt.since.to_string(),
        "at": halt.at.to_string(),
        "run": halt.run,
    })
}

/// How one person fared, as programs read it.
pub(super) fn did_as_json(did: &Did) -> Value {
    let (outcome, reason) = match &did.outcome {
        Outcome::Done => ("done", None),
        Outcome::Already(why) => ("already", Some(why)),
        Outcome::Left(why) => ("left", Some(why)),
    };
    json!({
        "event": "removal_done",
        "id": did.id,
        "userhub_id": did.userhub_id,
        "name": did.name,
        "act": did.act.word(),
        "outcome": outcome,
        "reason": reason,
    })
}
