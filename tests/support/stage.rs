//! A practice world that runs in the test's own process, and a folder for the program that is tried on it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use userhub_connect::domain::ids::{ClientId, ConnectionId};
use userhub_connect::domain::secret::Secret;
use userhub_connect::practice::auth0::Tenant;
use userhub_connect::practice::userhub::UserHub;
use userhub_connect::practice::{Options, World};
use userhub_connect::protocol::setup::{Endpoints, Setup, UserHubSetup};
use userhub_connect::store::folder::DataFolder;

use crate::program::Program;

/// A world with a runtime of its own, and an empty home folder. Everything ends and goes with it.
pub(crate) struct Stage {
    world: World,
    runtime: Runtime,
    folder: TempDir,
}

impl Stage {
    /// A world with this many people and nothing odd but them.
    pub(crate) fn of(people: u64) -> Self {
        Self::with(Options {
            people,
            ..Options::default()
        })
    }

    /// A world like this, which counts calls by person.
    pub(crate) fn with(options: Options) -> Self {
        let options = Options {
            record_calls: true,
            ..options
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let world = runtime.block_on(World::start(options)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self {
            world,
            runtime,
            folder,
        }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    pub(crate) fn tenant(&self) -> &Tenant {
        self.world.tenant()
    }

    pub(crate) fn userhub(&self) -> &UserHub {
        self.world.userhub()
    }

    /// The program's home; below it, `data` is where it is told to keep what it writes.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home().join("data")
    }

    /// The program with everything that it needs to work on this world: `words` say what it is to do.
    pub(crate) fn program(&self, words: &str) -> Program {
        let access = self.world.access();
        Program::new(&self.home())
            .args(words)
            .flag("--auth0-url", &access.auth0_url)
            .flag("--userhub-url", &access.userhub_url)
            .flag("--auth0-domain", &access.auth0_domain)
            .flag("--auth0-client-id", &access.client_id)
            .flag("--connection-id", &access.connection_id)
            .flag("--data-dir", &self.data().display().to_string())
            .env("AUTH0_CLIENT_SECRET", &access.client_secret)
            .env("USERHUB_ADMIN_KEY", &access.admin_key)
    }

    /// The set-up of the program's profile, for tests that start a worker of their own.
    pub(crate) fn setup(&self) -> Setup {
        let access = self.world.access();
        let connection: ConnectionId = access.connection_id.parse().unwrap();
        let folder = DataFolder::find(Some(self.data())).unwrap();
        Setup {
            domain: access.auth0_domain.parse().unwrap(),
            or_domain: None,
            client_id: ClientId::new(access.client_id.as_str()),
            client_secret: Secret::new(&access.client_secret),
            profile: folder.profile(&connection).unwrap(),
            userhub: Some(UserHubSetup {
                connection,
                key: Secret::new(&access.admin_key),
            }),
            endpoints: Endpoints {
                auth0: Some(access.auth0_url.clone()),
                userhub: Some(access.userhub_url.clone()),
                ca_certificate: None,
                proxy: None,
                gentle: false,
                wait_for_hours: false,
            },
            keep_days: 90,
        }
    }

    /// `sync --json`.
    pub(crate) fn sync(&self) -> Program {
        self.program("sync --json")
    }

    /// `check --json`.
    pub(crate) fn check(&self) -> Program {
        self.program("check --json")
    }

    /// How many people UserHub holds.
    pub(crate) fn held(&self) -> u64 {
        self.runtime.block_on(self.userhub().people()).unwrap()
    }

    /// What UserHub holds of one person.
    pub(crate) fn record(&self, id: &str) -> Value {
        self.ask("GET", id, "", None)
    }

    /// Does something asynchronous in the world's own runtime.
    pub(crate) fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Asks UserHub about one person over HTTP, as an administrator: `call` is what follows the id in the path.
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests are a client of their own"
    )]
    pub(crate) fn ask(&self, method: &str, id: &str, call: &str, body: Option<Value>) -> Value {
        let access = self.world.access();
        let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
        let of = &access.connection_id;
        let url = format!("{}/admin/v1/users/{id}@{of}{call}", access.userhub_url);
        let mut request = reqwest::Client::new()
            .request(method.parse().unwrap(), url)
            .bearer_auth(&access.admin_key);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = self.runtime.block_on(async {
            let answer = request.send().await?;
            assert!(answer.status().is_success(), "{answer:?}");
            answer.text().await
        });
        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    /// Asks Auth0's Management API with a temporary key: `path` is what follows `/api/v2/`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests are a client of their own"
    )]
    pub(crate) fn manage(
        &self,
        key: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Value {
        let url = format!("{}/api/v2/{path}", self.world.access().auth0_url);
        let mut request = reqwest::Client::new()
            .request(method.parse().unwrap(), url)
            .bearer_auth(key);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = self.runtime.block_on(async {
            let answer = request.send().await?;
            assert!(answer.status().is_success(), "{answer:?}");
            answer.text().await
        });
        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    /// Creates somebody in the tenant and returns the id.
    pub(crate) fn create(&self, fields: Value) -> String {
        self.tenant().create_person(&object(fields))
    }

    /// Changes somebody in the tenant.
    #[track_caller]
    pub(crate) fn change(&self, id: &str, fields: Value) {
        assert!(self.tenant().change_person(id, &object(fields)));
    }

    /// How often imports and events together were asked of UserHub: all that changes anything there.
    pub(crate) fn writes(&self) -> u64 {
        let calls = self.userhub().calls();
        calls.imports + calls.events
    }

    /// Waits until `met` holds, looking every millisecond.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, mut met: impl FnMut(&Self) -> bool) {
        for _ in 0..30_000 {
            if met(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("waited in vain for {what}");
    }
}

fn object(fields: Value) -> Map<String, Value> {
    serde_json::from_value(fields).unwrap()
}
