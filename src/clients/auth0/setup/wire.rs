//! What Auth0 sends about applications, grants and Actions, as far as we read it. Numbers that are zero and lists that
//! are empty may be left out (recorded).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::lists::{List, Page, Record, page};
use super::management::Rehearsal;
use crate::clients::call::{Reply, json as whole};
use crate::clients::lenient;
use crate::domain::ids::ClientId;
use crate::domain::install::{self, BY_KEYS, Binding, Deployment, Kept, OddRecord, SecretSlot};
use crate::domain::secret::Secret;

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
    /// Keys and certificates, which stand in the place of a secret.
    #[serde(default)]
    client_authentication_methods: Option<IgnoredAny>,
}

/// Reads a page of applications.
pub(super) fn applications(reply: &Reply) -> Result<Page<install::Application>, String> {
    page(reply, List::Clients, |client: Client| {
        let by_keys = client.client_authentication_methods;
        let by_keys = by_keys.map(|_| BY_KEYS.to_owned());
        let method = client.token_endpoint_auth_method.or(by_keys);
        Record::Read(install::Application {
            client_id: ClientId::new(client.client_id),
            name: client.name.unwrap_or_default(),
            app_type: client.app_type.unwrap_or_default(),
            grant_types: client.grant_types.unwrap_or_default(),
            auth_method: method.unwrap_or_default(),
        })
    })
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
    #[serde(default)]
    client_id: Option<String>,
    /// Whom it is for where it is no application's: `third_party_clients`.
    #[serde(default, deserialize_with = "lenient::text")]
    default_for: Option<String>,
    #[serde(default)]
    scope: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient::text")]
    audience: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    subject_type: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    is_system: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    allow_all_scopes: bool,
}

/// Reads for which APIs a page of grants is.
pub(super) fn audiences(reply: &Reply) -> Result<Page<String>, String> {
    #[derive(Deserialize)]
    struct Whose {
        audience: String,
    }
    page(reply, List::Grants, |grant: Whose| {
        Record::Read(grant.audience)
    })
}

/// Reads a page of the grants for one API by which applications sign in as themselves.
pub(super) fn grants(reply: &Reply, audience: &str) -> Result<Page<install::Grant>, String> {
    page(reply, List::Grants, |grant: Grant| {
        let other_api = grant.audience.is_some_and(|other| other != audience);
        let of_people = grant
            .subject_type
            .is_some_and(|subject| subject != "client");
        match grant.client_id {
            _ if other_api || of_people => Record::Other,
            None if grant.default_for.is_some() => Record::Other,
            None => Record::Odd(OddRecord {
                id: Some(grant.id),
                ..OddRecord::default()
            }),
            Some(client_id) => Record::Read(install::Grant {
                id: grant.id,
                client_id: ClientId::new(client_id),
                permissions: grant.scope.unwrap_or_default(),
                allows_all: grant.allow_all_scopes,
                is_system: grant.is_system,
            }),
        }
    })
}

#[derive(Deserialize)]
struct Triggers<'a> {
    #[serde(borrow)]
    triggers: Vec<&'a RawValue>,
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
    let all: Triggers<'_> =
        serde_json::from_slice(&reply.body).map_err(|error| error.to_string())?;
    let all = all.triggers.into_iter();
    let mut all = all.filter_map(|raw| serde_json::from_str::<Trigger>(raw.get()).ok());
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
struct Action {
    id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default)]
    supported_triggers: Option<Vec<Supported>>,
    /// What undoing puts back is read as it is, or not at all.
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
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
        let mut triggers = self.supported_triggers.unwrap_or_default().into_iter();
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
pub(super) fn actions(reply: &Reply, trigger: &str) -> Result<Page<install::Action>, String> {
    page(reply, List::Actions, |action: Action| {
        Record::Read(action.into_domain(trigger))
    })
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
pub(super) fn bindings(reply: &Reply) -> Result<Page<Binding>, String> {
    page(reply, List::Bindings, |bound: Bound| {
        Record::Read(Binding {
            display_name: bound.display_name.or(bound.action.name).unwrap_or_default(),
            action_id: bound.action.id,
        })
    })
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
pub(super) fn rehearsal(reply: &Reply) -> Result<Rehearsal, String> {
    let payload = whole::<Tested>(reply)?.payload;
    let stats = payload.stats;
    let took = stats.and_then(|s| s.action_duration_ms.or(s.total_request_duration_ms));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a number that is no time gives the nearest one that is"
    )]
    let milliseconds = took.map(|took| took.round() as u64);
    Ok(Rehearsal {
        exception: payload.error.map(|thrown| {
            let name = thrown.name.unwrap_or_else(|| "an error".to_owned());
            (name, thrown.message.unwrap_or_default())
        }),
        milliseconds,
    })
}
