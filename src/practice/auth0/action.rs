//! One Action: its draft, which is built for a while after each change, and the versions that were deployed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::errors::ApiError;
use super::object::{Object, object, text};
use super::random::Random;
use crate::practice::clock;

/// How the build of Actions goes.
#[derive(Clone, Debug)]
pub(crate) struct Builds {
    /// How long a build takes, and then a deployment, in milliseconds.
    pub(crate) takes: i64,
    /// What the build of a draft with a package says when it fails.
    pub(crate) failure: Option<String>,
}

/// An Action as the tenant holds it. Times are in milliseconds since 1970.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) name: String,
    created: i64,
    changed: i64,
    draft: Draft,
    pub(crate) versions: Vec<Version>,
}

/// What can be edited, and is copied into a version.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Draft {
    code: String,
    runtime: String,
    dependencies: Vec<Object>,
    secrets: Vec<Secret>,
    supported_triggers: Value,
}

/// A secret. Its value can never be read back, so only a mark of it is kept, by which two values are told apart.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Secret {
    name: String,
    set: i64,
    mark: u64,
}

/// A number that follows from a value and from which the value does not follow.
fn mark(value: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    value.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A deployed state of an Action.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) id: String,
    number: usize,
    created: i64,
    /// When it is built and in use.
    ready: i64,
    draft: Draft,
}

/// How old an Action is that was there from the start, in milliseconds.
const LONG_AGO: i64 = 3_600_000;

/// Times of Actions have nine digits after the second (recorded).
pub(crate) fn time(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds);
    format!("{:.9}", time.unwrap_or(jiff::Timestamp::UNIX_EPOCH))
}

impl Action {
    pub(crate) fn create(given: &Object, random: &Random) -> Result<Self, ApiError> {
        let triggers = given.get("supported_triggers");
        let Some(triggers) = triggers.filter(|list| list.as_array().is_some_and(|l| l.len() == 1))
        else {
            return Err(invalid("supported_triggers"));
        };
        if text(given, "name").is_empty() {
            return Err(invalid("name"));
        }
        let now = clock::now();
        let mut action = Self {
            id: random.uuid(),
            name: String::new(),
            created: now,
            changed: now,
            draft: Draft {
                code: String::new(),
                runtime: "node22".to_owned(),
                dependencies: Vec::new(),
                secrets: Vec::new(),
                supported_triggers: triggers.clone(),
            },
            versions: Vec::new(),
        };
        action.change(given)?;
        Ok(action)
    }

    /// Takes over what is given; the draft is built anew.
    pub(crate) fn change(&mut self, given: &Object) -> Result<(), ApiError> {
        let now = clock::now();
        if let Some(triggers) = given.get("supported_triggers") {
            if triggers[0]["id"] != self.draft.supported_triggers[0]["id"] {
                return Err(bad_request("can't upgrade to this trigger"));
            }
            self.draft.supported_triggers = triggers.clone();
        }
        for (name, place) in [
            ("name", &mut self.name),
            ("code", &mut self.draft.code),
            ("runtime", &mut self.draft.runtime),
        ] {
            if let Some(value) = given.get(name) {
                value
                    .as_str()
                    .ok_or_else(|| invalid(name))?
                    .clone_into(place);
            }
        }
        if let Some(list) = given.get("dependencies") {
            self.draft.dependencies = objects(list).ok_or_else(|| invalid("dependencies"))?;
        }
        if let Some(list) = given.get("secrets") {
            let secrets = objects(list).ok_or_else(|| invalid("secrets"))?;
            let secrets = secrets.iter().map(|secret| Secret {
                name: text(secret, "name").to_owned(),
                set: now,
                mark: mark(text(secret, "value")),
            });
            self.draft.secrets = secrets.collect();
        }
        self.changed = now;
        Ok(())
    }

    pub(crate) fn trigger(&self) -> &str {
        self.draft.supported_triggers[0]["id"]
            .as_str()
            .unwrap_or_default()
    }

    fn status(&self, builds: &Builds) -> &'static str {
        let since = clock::now() - self.changed;
        match (since < builds.takes / 4, since < builds.takes) {
            (true, _) => "pending",
            (_, true) => "building",
            _ if builds.failure.is_some() && !self.draft.dependencies.is_empty() => "failed",
            _ => "built",
        }
    }

    /// The code of the draft.
    pub(crate) fn code(&self) -> &str {
        &self.draft.code
    }

    /// Whether the draft is built.
    pub(crate) fn is_built(&self, builds: &Builds) -> bool {
        self.status(builds) == "built"
    }

    /// Whether the draft names this package.
    pub(crate) fn has_dependency(&self, name: &str) -> bool {
        let mut named = self.draft.dependencies.iter();
        named.any(|dependency| text(dependency, "name") == name)
    }

    /// Whether the draft has a secret of this name.
    pub(crate) fn has_secret(&self, name: &str) -> bool {
        self.draft.secrets.iter().any(|secret| secret.name == name)
    }

    /// The version that is in use.
    pub(crate) fn deployed(&self) -> Option<&Version> {
        let now = clock::now();
        self.versions
            .iter()
            .rev()
            .find(|version| version.ready <= now)
    }

    /// Deploys the draft, which must be built, unless its deployment was asked for with the change itself.
    pub(crate) fn deploy(
        &mut self,
        builds: &Builds,
        with_change: bool,
        random: &Random,
    ) -> Result<Version, ApiError> {
        if !with_change && self.status(builds) != "built" {
            return Err(bad_request(
                "A draft must be in the 'built' state before it can be deployed.",
            ));
        }
        let mut draft = self.draft.clone();
        draft.dependencies = built_dependencies(&draft.dependencies);
        Ok(self.add_version(draft, builds, random))
    }

    /// Deploys the draft as if both had happened long ago.
    pub(crate) fn deploy_at_once(&mut self, random: &Random) {
        let at_once = Builds {
            takes: 0,
            failure: None,
        };
        let mut draft = self.draft.clone();
        draft.dependencies = built_dependencies(&draft.dependencies);
        self.add_version(draft, &at_once, random);
        self.changed -= LONG_AGO;
        for version in &mut self.versions {
            version.created -= LONG_AGO;
            version.ready -= LONG_AGO;
        }
    }

    /// Deploys an earlier version again, as a version of its own; it becomes the draft too where that is asked for.
    pub(crate) fn deploy_again(
        &mut self,
        id: &str,
        update_draft: bool,
        builds: &Builds,
        random: &Random,
    ) -> Option<Version> {
        let earlier = self.versions.iter().find(|version| version.id == id)?;
        let draft = earlier.draft.clone();
        if update_draft {
            self.draft = draft.clone();
            // It was built when it was first deployed.
            self.changed = clock::now() - builds.takes;
        }
        Some(self.add_version(draft, builds, random))
    }

    /// All that a person could notice, without ids and times: two Actions with the same picture do the same.
    pub(crate) fn picture(&self, builds: &Builds) -> Value {
        let deployed = self.deployed();
        json!({
            "name": self.name,
            "draft": self.draft.picture(),
            "build_failed": self.status(builds) == "failed",
            "deployed": deployed.map(|version| version.draft.picture()),
            "all_changes_deployed": deployed.is_some_and(|version| version.created >= self.changed),
        })
    }

    fn add_version(&mut self, draft: Draft, builds: &Builds, random: &Random) -> Version {
        let now = clock::now();
        let version = Version {
            id: random.uuid(),
            number: self.versions.len() + 1,
            created: now,
            ready: now + builds.takes,
            draft,
        };
        self.versions.push(version.clone());
        version
    }

    /// The part that versions and bindings show of their Action.
    pub(crate) fn summary(&self) -> Object {
        object(json!({
            "id": self.id,
            "name": self.name,
            "supported_triggers": self.draft.supported_triggers,
            "created_at": time(self.created),
            "updated_at": time(self.created),
            "all_changes_deployed": false,
        }))
    }

    /// The whole Action.
    pub(crate) fn json(&self, builds: &Builds) -> Object {
        let status = self.status(builds);
        let mut draft = self.draft.clone();
        if status == "built" {
            draft.dependencies = built_dependencies(&draft.dependencies);
        }
        let mut json = object(json!({
            "id": self.id,
            "name": self.name,
            "created_at": time(self.created),
            "updated_at": time(self.changed),
            "status": status,
        }));
        json.extend(draft.json());
        if let (Some(failure), "failed") = (&builds.failure, status) {
            let error = json!([{"id": "npm_install", "msg": failure, "url": ""}]);
            json.insert("errors".to_owned(), error);
        }
        let deployed = self.deployed();
        if let Some(version) = deployed {
            json.extend(version.as_current());
        }
        let all = deployed.is_some_and(|version| version.created >= self.changed);
        json.insert("all_changes_deployed".to_owned(), json!(all));
        json
    }
}

impl Draft {
    fn picture(&self) -> Value {
        let secrets = self.secrets.iter();
        let secrets: Vec<Value> = secrets
            .map(|secret| json!({"name": secret.name, "mark": secret.mark}))
            .collect();
        json!({
            "code": self.code,
            "runtime": self.runtime,
            "dependencies": built_dependencies(&self.dependencies),
            "secrets": secrets,
            "supported_triggers": self.supported_triggers,
        })
    }

    fn json(&self) -> Object {
        let secrets = self.secrets.iter();
        let secrets: Vec<Value> = secrets
            .map(|secret| json!({"name": secret.name, "updated_at": time(secret.set)}))
            .collect();
        object(json!({
            "code": self.code,
            "dependencies": self.dependencies,
            "runtime": self.runtime,
            "secrets": secrets,
            "supported_triggers": self.supported_triggers,
        }))
    }
}

impl Version {
    fn is_ready(&self) -> bool {
        self.ready <= clock::now()
    }

    /// The version by itself; `number` and the like are in the recorded order of meaning only.
    pub(crate) fn json(&self) -> Object {
        let mut json = object(json!({
            "id": self.id,
            "deployed": self.is_ready(),
            "number": self.number,
            "status": "built",
            "created_at": time(self.created),
            "updated_at": time(self.ready),
        }));
        if self.is_ready() {
            json.insert("built_at".to_owned(), json!(time(self.ready)));
        }
        json.extend(self.draft.json());
        json
    }

    /// `current_version`, whose status is in capitals, and `deployed_version` of an Action or a binding.
    pub(crate) fn as_current(&self) -> Object {
        let current = json!({
            "id": self.id,
            "code": self.draft.code,
            "runtime": self.draft.runtime,
            "status": "BUILT",
            "number": self.number,
            "build_time": time(self.ready),
            "created_at": time(self.created),
            "updated_at": time(self.ready),
        });
        object(json!({"current_version": current, "deployed_version": self.json()}))
    }
}

/// What is left of dependencies once they are built: the version is pinned, the address of the registry is gone.
fn built_dependencies(dependencies: &[Object]) -> Vec<Object> {
    let built = dependencies.iter().map(|dependency| {
        let version = match text(dependency, "version") {
            "latest" | "" => "1.0.0",
            version => version,
        };
        object(json!({"name": text(dependency, "name"), "version": version}))
    });
    built.collect()
}

fn objects(list: &Value) -> Option<Vec<Object>> {
    let items = list.as_array()?.iter();
    items.map(|item| item.as_object().cloned()).collect()
}

pub(crate) fn bad_request(message: impl Into<String>) -> ApiError {
    ApiError::plain(axum::http::StatusCode::BAD_REQUEST, message.into())
}

fn invalid(property: &str) -> ApiError {
    ApiError::body(format!(
        "Payload validation error: 'Invalid value' on property {property}"
    ))
}
