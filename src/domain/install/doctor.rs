//! What a look at the tenant says of the Action: one finding for each thing that must be right for UserHub to hear of
//! sign-ins.

use super::found::{Action, Found};
use super::targets;
use crate::domain::issue::Issue;
use crate::domain::profile::fnv1a;
use crate::domain::snippet::{API_KEY, CONNECTION_ID, Code};

/// The names that the package's own description gives the secrets; code that uses them is as good.
const OTHER_NAMES: [&str; 2] = ["USERHUB_API_KEY", "USERHUB_CONNECTION_ID"];

/// Runtimes that Auth0 takes away (contract auth0-api 7.2).
const GOING: [&str; 2] = ["node12", "node16"];

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Whether there is an Action.
    Exists,
    /// Its code.
    Code,
    /// The packages that the code asks for.
    Package,
    /// The names of its secrets.
    Secrets,
    /// Its runtime.
    Runtime,
    /// Whether the draft is what runs.
    Deployed,
    /// Whether it runs at sign-in.
    Flow,
}

impl Aspect {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Exists,
        Self::Code,
        Self::Package,
        Self::Secrets,
        Self::Runtime,
        Self::Deployed,
        Self::Flow,
    ];
}

/// What was found about one aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub aspect: Aspect,
    /// What was seen, or what is the matter.
    pub verdict: Result<String, Issue>,
    /// Whether it works although it is not what we would have written.
    pub is_note: bool,
    /// What tells this state from another without holding anything secret; compared with the last time.
    pub mark: Option<String>,
}

/// Looks at everything about the Action that can be seen. Without an Action there is nothing beyond that to tell.
pub fn examine(found: &Found) -> (Vec<Finding>, Option<&Action>) {
    let Some(action) = ours(found) else {
        // One that is there and cannot be seen is not missing.
        let gap = &found.gaps.actions;
        let missing = if gap.ours().next().is_some() || !gap.is_whole() {
            Issue::not_readable("The Action")
        } else {
            Issue::action_missing()
        };
        return (vec![finding(Aspect::Exists, Err(missing))], None);
    };
    let there = Ok(format!("Found the Action {}", action.name));
    let findings = vec![
        Finding {
            mark: Some(action.id.clone()),
            ..finding(Aspect::Exists, there)
        },
        code(action),
        finding(Aspect::Package, package(action)),
        secrets(action),
        runtime(action, &found.trigger.runtime),
        deployed(action),
        finding(Aspect::Flow, flow(found, action)),
    ];
    (findings, Some(action))
}

/// The Action that is meant: of several the one that runs.
fn ours(found: &Found) -> Option<&Action> {
    let runs = |action: &&Action| found.place_of(&action.id).is_some();
    let mut running = targets::actions(found).filter(runs);
    running.next().or_else(|| targets::actions(found).next())
}

const fn finding(aspect: Aspect, verdict: Result<String, Issue>) -> Finding {
    Finding {
        aspect,
        verdict,
        is_note: false,
        mark: None,
    }
}

fn code(action: &Action) -> Finding {
    let is = |code: Code| action.kept.code.trim() == code.text().trim();
    let (seen, is_note) = if is(Code::Documented) {
        ("It is the documented code", false)
    } else if is(Code::WithoutPackage) {
        ("It is the form without the package", false)
    } else {
        (
            "It is neither the documented code nor the form without the package",
            true,
        )
    };
    Finding {
        is_note,
        mark: Some(format!("{:016x}", fnv1a(action.kept.code.as_bytes()))),
        ..finding(Aspect::Code, Ok(seen.to_owned()))
    }
}

fn package(action: &Action) -> Result<String, Issue> {
    let asked = Code::Documented
        .dependencies()
        .iter()
        .filter(|package| action.kept.code.contains(package.name))
        // Our own form without the package names it in a remark alone.
        .filter(|_| action.kept.code.trim() != Code::WithoutPackage.text().trim());
    for package in asked {
        let mut there = action.kept.dependencies.iter();
        if !there.any(|(name, _)| name == package.name) {
            return Err(Issue::action_package_missing(package.name));
        }
    }
    let named = action.kept.dependencies.iter();
    let named: Vec<String> = named.map(|(n, version)| format!("{n} {version}")).collect();
    Ok(if named.is_empty() {
        "It needs none".to_owned()
    } else {
        named.join(", ")
    })
}

fn secrets(action: &Action) -> Finding {
    let uses_others = OTHER_NAMES
        .iter()
        .all(|name| action.kept.code.contains(name));
    let wanted = if uses_others {
        OTHER_NAMES
    } else {
        [API_KEY, CONNECTION_ID]
    };
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|name| !action.has_secret(name))
        .collect();
    let there: Vec<&str> = action.secrets.iter().map(|s| s.name.as_str()).collect();
    let set: Vec<&str> = action.secrets.iter().map(|s| s.set_at.as_str()).collect();
    let verdict = if missing.is_empty() {
        Ok(format!(
            "{} are there. Their values cannot be read",
            wanted.join(" and ")
        ))
    } else {
        Err(Issue::action_secret_missing(&missing, &there))
    };
    Finding {
        mark: Some(set.join(" ")),
        ..finding(Aspect::Secrets, verdict)
    }
}

fn runtime(action: &Action, recommended: &str) -> Finding {
    let runtime = action.kept.runtime.as_str();
    let is_gone = GOING.contains(&runtime);
    let is_note = runtime != recommended;
    let verdict = if is_gone {
        Err(Issue::action_runtime_gone(runtime, recommended))
    } else if is_note {
        Ok(format!(
            "It runs on {runtime}. Auth0 recommends {recommended}"
        ))
    } else {
        Ok(format!("It runs on {runtime}, as Auth0 recommends"))
    };
    Finding {
        is_note,
        ..finding(Aspect::Runtime, verdict)
    }
}

fn deployed(action: &Action) -> Finding {
    let state = &action.deployment;
    let verdict = match &state.version {
        _ if state.has_failed() => {
            Err(Issue::action_not_built().with_detail(&state.errors.join(" ")))
        }
        None => Err(Issue::action_not_deployed(&action.name)),
        Some(_) if !state.is_current => Err(Issue::action_older_deployed(&action.name)),
        Some(_) => Ok("Its newest draft is deployed".to_owned()),
    };
    Finding {
        mark: state.version.clone(),
        ..finding(Aspect::Deployed, verdict)
    }
}

fn flow(found: &Found, action: &Action) -> Result<String, Issue> {
    let Some(place) = found.place_of(&action.id) else {
        if !found.gaps.flow.is_none() {
            return Err(Issue::not_readable("The Login flow"));
        }
        return Err(Issue::action_not_in_flow(&action.name));
    };
    Ok(match found.flow.len() {
        1 => "It is the only Action in the Login flow".to_owned(),
        all => format!("It is number {} of {all} in the Login flow", place + 1),
    })
}
