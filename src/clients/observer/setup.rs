//! What is looked for in Auth0's answers to the automatic set-up, and to looks at the Action.

use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::heard::{Heard, is_filled, text};
use crate::domain::assumptions::Noted;
use crate::domain::assumptions::setup::{
    Action as Facts, PACKAGE, action, application, deployed, grant_refused, rehearsed, trigger,
};

const ACTIONS: &str = "/api/v2/actions/actions";
const TRIGGERS: &str = "/api/v2/actions/triggers";

/// The runtime that the Action is made for (contract auth0-api 7.2).
const RUNTIME: &str = "node22";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Actions<'a> {
    #[serde(borrow)]
    actions: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Action<'a> {
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    dependencies: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    all_changes_deployed: Option<&'a RawValue>,
    #[serde(borrow)]
    deployed_version: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    client_secret: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Triggers<'a> {
    #[serde(borrow)]
    triggers: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Trigger<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    version: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    runtimes: Option<Vec<&'a RawValue>>,
}

/// What an accepted call says.
pub(super) fn accepted(heard: &Heard<'_>) -> Vec<Noted> {
    let (path, _) = heard.path();
    let is_new = heard.call.method == Method::POST;
    if path == TRIGGERS {
        return triggers(heard);
    }
    if path == "/api/v2/clients" && is_new {
        let made: Named<'_> = heard.body();
        return application(is_filled(made.client_secret));
    }
    let Some(rest) = path.strip_prefix(ACTIONS) else {
        return Vec::new();
    };
    if rest.ends_with("/deploy") {
        return deployed(heard.status(), "");
    }
    if rest.ends_with("/test") {
        return rehearsed(heard.status(), "");
    }
    if heard.call.method == Method::DELETE {
        return Vec::new();
    }
    if rest.is_empty() && !is_new {
        let all: Actions<'_> = heard.body();
        let all = all.actions.unwrap_or_default();
        return all.iter().flat_map(|one| one_action(one)).collect();
    }
    serde_json::from_slice(&heard.reply.body).map_or_else(|_| Vec::new(), one_action)
}

/// What a refused call says.
pub(super) fn refused(heard: &Heard<'_>, code: &str) -> Vec<Noted> {
    let (path, _) = heard.path();
    let is_new = heard.call.method == Method::POST;
    match path {
        "/api/v2/client-grants" if is_new => grant_refused(heard.status()),
        path if path.starts_with(ACTIONS) && path.ends_with("/deploy") => {
            deployed(heard.status(), code)
        }
        path if path.starts_with(ACTIONS) && path.ends_with("/test") => {
            rehearsed(heard.status(), code)
        }
        _ => Vec::new(),
    }
}

fn one_action(raw: &RawValue) -> Vec<Noted> {
    let one: Action<'_> = of(raw);
    let Some(status) = text(one.status) else {
        return Vec::new();
    };
    let is_package = |dependency: &&RawValue| {
        let named: Named<'_> = of(dependency);
        text(named.name).as_deref() == Some(PACKAGE)
    };
    let dependencies = one.dependencies.unwrap_or_default();
    let is_there = |value: Option<&RawValue>| value.is_some_and(|value| value.get() != "null");
    let says = is_there(one.all_changes_deployed) || is_there(one.deployed_version);
    action(Facts {
        status: &status,
        has_package: dependencies.iter().any(is_package),
        tells_deployed: says,
    })
}

fn triggers(heard: &Heard<'_>) -> Vec<Noted> {
    let all: Triggers<'_> = heard.body();
    let Some(all) = all.triggers else {
        return Vec::new();
    };
    let all: Vec<Trigger<'_>> = all.iter().map(|one| of(one)).collect();
    let is_current = |one: &&Trigger<'_>| {
        text(one.id).as_deref() == Some("post-login")
            && text(one.status).is_some_and(|status| status.eq_ignore_ascii_case("current"))
    };
    let current = all.iter().find(is_current);
    let runtimes = current.and_then(|one| one.runtimes.as_ref());
    let has_runtime = runtimes.is_some_and(|all| {
        let mut all = all.iter();
        all.any(|runtime| text(Some(runtime)).as_deref() == Some(RUNTIME))
    });
    let version = current.and_then(|one| text(one.version));
    trigger(version.as_deref(), has_runtime)
}

/// A part of an answer as this type; its empty value where it is something else.
fn of<'a, T: Deserialize<'a> + Default>(value: &'a RawValue) -> T {
    serde_json::from_str(value.get()).unwrap_or_default()
}
