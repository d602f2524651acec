//! What Auth0 sends about applications, grants and Actions, as far as we read it. Numbers that are zero and lists that
//! are empty may be left out (recorded).

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::clients::http::{Reply, json as whole};
use crate::clients::lenient;
use crate::domain::ids::ClientId;
use crate::domain::install::{self, Binding, Deployment, Kept, SecretSlot};
use crate::domain::secret::Secret;

/// A list, bare or with totals beside it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed<T> {
    Bare(Vec<T>),
    InClients { clients: Vec<T> },
    InGrants { client_grants: Vec<T> },
}

fn listed<T: DeserializeOwned>(reply: &Reply) -> Result<Vec<T>, String> {
    Ok(match whole(reply)? {
        Listed::Bare(items)
        | Listed::InClients { clients: items }
        | Listed::InGrants {
            client_grants: items,
        } => items,
    })
}

#[derive(Deserialize)]
struct Client {
    client_id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    app_type: Option<String>,
    #[serde(default)]
    grant_types: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient::text")]
    token_endpoint_auth_method: Option<String>,
}

/// Reads a page of applications.
pub(super) fn applications(reply: &Reply) -> Result<Vec<install::Application>, String> {
    let clients = listed::<Client>(reply)?.into_iter();
    let read = clients.map(|client| install::Application {
        client_id: ClientId::new(client.client_id),
        name: client.name.unwrap_or_default(),
        app_type: client.app_type.unwrap_or_default(),
        grant_types: client.grant_types.unwrap_or_default(),
        auth_method: client.token_endpoint_auth_method.unwrap_or_default(),
    });
    Ok(read.collect())
}

#[derive(Deserialize)]
struct Credentials {
    client_id: String,
    client_secret: Option<String>,
}

/// Reads an application's id and, where it is shown, its secret.
pub(super) fn credentials(reply: &Reply) -> Result<(ClientId, Option<Secret>), String> {
    // The error of serde may repeat a part of what it read, which is a secret here.
    let read: Credentials = serde_json::from_slice(&reply.body)
        .map_err(|_| "it is no application with a client_id".to_owned())?;
    let secret = read.client_secret.as_deref().map(Secret::new);
    Ok((ClientId::new(read.client_id), secret))
}

#[derive(Deserialize)]
struct Grant {
    id: String,
    client_id: String,
    #[serde(default)]
    scope: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient::flag")]
    is_system: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    allow_all_scopes: bool,
}

/// Reads for which APIs a page of grants is.
pub(super) fn audiences(reply: &Reply) -> Result<Vec<String>, String> {
    #[derive(Deserialize)]
    struct Whose {
        audience: String,
    }
    let grants = listed::<Whose>(reply)?.into_iter();
    Ok(grants.map(|grant| grant.audience).collect())
}

/// Reads a page of grants.
pub(super) fn grants(reply: &Reply) -> Result<Vec<install::Grant>, String> {
    let grants = listed::<Grant>(reply)?.into_iter();
    let read = grants.map(|grant| install::Grant {
        id: grant.id,
        client_id: ClientId::new(grant.client_id),
        permissions: grant.scope.unwrap_or_default(),
        allows_all: grant.allow_all_scopes,
        is_system: grant.is_system,
    });
    Ok(read.collect())
}

#[derive(Deserialize)]
struct Triggers {
    triggers: Vec<Trigger>,
}

#[derive(Deserialize)]
struct Trigger {
    id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    default_runtime: Option<String>,
}

/// Finds the current version of a trigger, and its recommended runtime.
pub(super) fn trigger(reply: &Reply, id: &str) -> Result<install::Trigger, String> {
    let mut all = whole::<Triggers>(reply)?.triggers.into_iter();
    let current = all.find(|trigger| {
        let status = trigger.status.as_deref().unwrap_or_default();
        trigger.id == id && status.eq_ignore_ascii_case("CURRENT")
    });
    let current = current.ok_or_else(|| format!("it names no current version of {id}"))?;
    match (current.version, current.default_runtime) {
        (Some(version), Some(runtime)) => Ok(install::Trigger { version, runtime }),
        _ => Err(format!("it does not say what runs on {id}")),
    }
}

#[derive(Deserialize)]
struct Actions {
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct Action {
    id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default)]
    supported_triggers: Vec<Supported>,
    #[serde(default, deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    runtime: Option<String>,
    #[serde(default)]
    dependencies: Option<Vec<Dependency>>,
    #[serde(default)]
    secrets: Option<Vec<Slot>>,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(default)]
    errors: Option<Vec<BuildError>>,
    #[serde(default)]
    deployed_version: Option<Version>,
    #[serde(default, deserialize_with = "lenient::flag")]
    all_changes_deployed: bool,
}

#[derive(Deserialize)]
struct Supported {
    id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    version: Option<String>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    version: Option<String>,
}

#[derive(Deserialize)]
struct Slot {
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct BuildError {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    msg: Option<String>,
}

#[derive(Deserialize)]
struct Version {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
}

impl Action {
    fn into_domain(self, trigger: &str) -> install::Action {
        let mut triggers = self.supported_triggers.into_iter();
        let version = triggers.find(|supported| supported.id == trigger);
        let dependencies = self.dependencies.unwrap_or_default().into_iter();
        let secrets = self.secrets.unwrap_or_default().into_iter();
        let errors = self.errors.unwrap_or_default().into_iter();
        install::Action {
            id: self.id,
            name: self.name.unwrap_or_default(),
            kept: Kept {
                code: self.code.unwrap_or_default(),
                runtime: self.runtime.unwrap_or_default(),
                trigger_version: version.and_then(|v| v.version).unwrap_or_default(),
                dependencies: dependencies
                    .map(|d| (d.name, d.version.unwrap_or_default()))
                    .collect(),
            },
            secrets: secrets
                .map(|slot| SecretSlot {
                    name: slot.name,
                    set_at: slot.updated_at.unwrap_or_default(),
                })
                .collect(),
            deployment: Deployment {
                status: self.status.unwrap_or_default().to_ascii_lowercase(),
                errors: errors
                    .map(|error| {
                        let parts = [error.id, error.msg].into_iter().flatten();
                        parts.collect::<Vec<String>>().join(": ")
                    })
                    .collect(),
                version: self.deployed_version.and_then(|version| version.id),
                is_current: self.all_changes_deployed,
            },
        }
    }
}

/// Reads one Action.
pub(super) fn action(reply: &Reply, trigger: &str) -> Result<install::Action, String> {
    Ok(whole::<Action>(reply)?.into_domain(trigger))
}

/// Reads a page of Actions.
pub(super) fn actions(reply: &Reply, trigger: &str) -> Result<Vec<install::Action>, String> {
    let actions = whole::<Actions>(reply)?.actions.into_iter();
    Ok(actions.map(|action| action.into_domain(trigger)).collect())
}

#[derive(Deserialize)]
struct Bindings {
    #[serde(default)]
    bindings: Vec<Bound>,
}

#[derive(Deserialize)]
struct Bound {
    action: BoundAction,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
}

#[derive(Deserialize)]
struct BoundAction {
    id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
}

/// Reads a page of a flow.
pub(super) fn bindings(reply: &Reply) -> Result<Vec<Binding>, String> {
    let bindings = whole::<Bindings>(reply)?.bindings.into_iter();
    let read = bindings.map(|bound| Binding {
        display_name: bound.display_name.or(bound.action.name).unwrap_or_default(),
        action_id: bound.action.id,
    });
    Ok(read.collect())
}

#[derive(Deserialize)]
struct Tested {
    payload: TestedPayload,
}

/// Recorded: an error with its name, and times in milliseconds.
#[derive(Deserialize)]
struct TestedPayload {
    #[serde(default)]
    error: Option<Thrown>,
    #[serde(default)]
    stats: Option<TestStats>,
}

#[derive(Deserialize)]
struct Thrown {
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    message: Option<String>,
}

#[derive(Deserialize)]
struct TestStats {
    #[serde(default, deserialize_with = "lenient::number")]
    action_duration_ms: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    total_request_duration_ms: Option<f64>,
}

/// Reads what a test of an Action came to.
pub(super) fn rehearsal(reply: &Reply) -> Result<super::Rehearsal, String> {
    let payload = whole::<Tested>(reply)?.payload;
    let stats = payload.stats;
    let took = stats.and_then(|s| s.action_duration_ms.or(s.total_request_duration_ms));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a number that is no time gives the nearest one that is"
    )]
    let milliseconds = took.map(|took| took.round() as u64);
    Ok(super::Rehearsal {
        exception: payload.error.map(|thrown| {
            let name = thrown.name.unwrap_or_else(|| "an error".to_owned());
            (name, thrown.message.unwrap_or_default())
        }),
        milliseconds,
    })
}
