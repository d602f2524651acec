//! A practice world with the app's own clients and worker before it, for the tests of clients and reading.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use userhub_connect::clients::auth0::{Auth0, Auth0Credentials};
use userhub_connect::clients::http::{Limits, Route};
use userhub_connect::clients::userhub::UserHub;
use userhub_connect::domain::history::KEPT_DAYS;
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::secret::Secret;
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::practice::{Options, World};
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::setup::{Endpoints, Setup, UserHubSetup};
use userhub_connect::protocol::sync::{End, Plan, Summary};

/// Limits under which an answer that does not come is given up after a second.
pub(crate) const IMPATIENT: Limits = Limits {
    idle: Duration::from_secs(1),
    total: Duration::from_secs(2),
    download: Duration::from_secs(2),
    ..Limits::SYNC
};

/// A practice world, and a folder for what the app writes.
pub(crate) struct Scene {
    pub(crate) world: World,
    folder: TempDir,
}

/// What a command told until its end.
pub(crate) struct Told {
    /// Everybody of the plan by id, in the order of the plan, with what was to be done.
    pub(crate) planned: Vec<(String, &'static str)>,
    /// Everybody who needs attention by id, with the reason.
    pub(crate) attention: Vec<(String, String)>,
    pub(crate) only_in_userhub: Vec<String>,
    /// The plan, if one stood.
    pub(crate) plan: Option<Plan>,
    pub(crate) summary: Summary,
    pub(crate) end: End,
}

impl Scene {
    pub(crate) async fn start(options: Options) -> Self {
        Self {
            world: World::start(options).await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A client of the tenant, which has asked for nothing yet.
    pub(crate) fn auth0(&self, limits: Limits) -> Auth0 {
        let access = self.world.access();
        auth0_at(&access.auth0_url, &self.credentials(), limits)
    }

    /// A client of UserHub with the key for everything.
    pub(crate) fn userhub(&self, limits: Limits) -> UserHub {
        let access = self.world.access();
        let route = route(&access.userhub_url);
        let key = Secret::new(&access.admin_key);
        let connection = access.connection_id.parse().unwrap();
        UserHub::new(key, connection, route, limits, CancellationToken::new()).unwrap()
    }

    fn credentials(&self) -> Auth0Credentials {
        let access = self.world.access();
        Auth0Credentials {
            domain: access.auth0_domain.parse().unwrap(),
            client_id: ClientId::new(access.client_id.as_str()),
            client_secret: Secret::new(&access.client_secret),
        }
    }

    /// The setup that leads to this world.
    pub(crate) fn setup(&self) -> Setup {
        let access = self.world.access();
        let credentials = self.credentials();
        Setup {
            domain: credentials.domain,
            or_domain: None,
            client_id: credentials.client_id,
            client_secret: credentials.client_secret,
            userhub: Some(UserHubSetup {
                connection: access.connection_id.parse().unwrap(),
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
            profile: self.folder.path().to_owned(),
            keep_days: KEPT_DAYS,
        }
    }

    /// Compares both sides and names the whole plan.
    pub(crate) async fn compare(&self) -> Told {
        self.tell(false).await
    }

    /// Compares both sides and carries the plan out.
    pub(crate) async fn sync(&self) -> Told {
        self.tell(true).await
    }

    async fn tell(&self, run: bool) -> Told {
        let (worker, mut events) = start_worker();
        worker.0.send(Command::Compare {
            setup: self.setup(),
            list_plan: true,
        });
        let mut told = Told {
            planned: Vec::new(),
            attention: Vec::new(),
            only_in_userhub: Vec::new(),
            plan: None,
            summary: Summary::default(),
            end: End::Done,
        };
        while let Some(event) = events.recv().await {
            match event {
                Event::Planned { id, action } => told.planned.push((id, action)),
                Event::Attention { id, reason, .. } => told.attention.push((id, reason)),
                Event::OnlyInUserHub { id, .. } => told.only_in_userhub.push(id),
                Event::PlanReady(plan) => {
                    told.summary = plan.summary.clone();
                    told.plan = Some(*plan);
                }
                Event::PlanListed => match &told.plan {
                    Some(plan) if run => worker.0.send(Command::Run { plan: plan.run }),
                    _ => return told,
                },
                Event::Finished { summary, end } => {
                    return Told {
                        summary,
                        end,
                        ..told
                    };
                }
                // What shows how far it is, and what other commands report.
                _ => {}
            }
        }
        panic!("the worker ended before its command did");
    }

    /// Starts a comparison and stops it as soon as `enough` says so.
    pub(crate) async fn compare_until(&self, enough: impl Fn(&Scene) -> bool) {
        let (worker, mut events) = start_worker();
        worker.0.send(Command::Compare {
            setup: self.setup(),
            list_plan: false,
        });
        while !enough(self) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        worker.0.stop();
        while let Some(event) = events.recv().await {
            if let Event::Finished { end, .. } = event {
                assert!(matches!(end, End::Interrupted), "{end:?}");
                return;
            }
        }
        panic!("the worker ended before its command did");
    }
}

impl Told {
    /// The ids of the plan, which must all be planned for the same action.
    pub(crate) fn all(&self, action: &str) -> Vec<&str> {
        let ids = self.planned.iter().map(|(id, planned)| {
            assert_eq!(*planned, action, "{id}");
            id.as_str()
        });
        ids.collect()
    }

    /// The number that the command line would return: of the problem, of attention, or 0.
    pub(crate) fn exit(&self) -> u8 {
        match &self.end {
            End::Done => u8::from(self.summary.tally.attention > 0),
            End::Interrupted => 130,
            End::Problem(issue) => issue.exit().code(),
        }
    }

    /// Asserts that everybody whom the tenant has was seen to, and that UserHub holds them.
    pub(crate) async fn assert_complete(&self, scene: &Scene, what: &str) {
        assert!(matches!(self.end, End::Done), "{what}: {:?}", self.end);
        assert!(self.summary.complete, "{what}: {:?}", self.summary);
        assert_eq!(self.attention, [], "{what}");
        let people = scene.world.tenant().count();
        assert_eq!(self.summary.read_auth0, people, "{what}");
        assert_eq!(
            scene.world.userhub().people().await.unwrap(),
            people,
            "{what}"
        );
    }
}

/// A worker that is told to stop before it is waited for, so that a failed test ends at once.
pub(crate) struct Stopping(pub(crate) Worker);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.stop();
    }
}

pub(crate) fn start_worker() -> (Stopping, mpsc::UnboundedReceiver<Event>) {
    let (sender, events) = mpsc::unbounded_channel();
    // Nobody listens any more once a test has seen enough.
    let sink = Sink::new(move |event| drop(sender.send(event)));
    (Stopping(Worker::start(sink).unwrap()), events)
}

/// A client of whatever answers at an address.
pub(crate) fn auth0_at(base: &str, credentials: &Auth0Credentials, limits: Limits) -> Auth0 {
    let stop = CancellationToken::new();
    Auth0::new(credentials.clone(), route(base), limits, stop).unwrap()
}

pub(crate) fn route(base: &str) -> Route {
    Route {
        base: base.to_owned(),
        certificates: Vec::new(),
        proxy: None,
        manner: userhub_connect::domain::pace::Manner::USUAL,
    }
}
