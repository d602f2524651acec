//! The automatic set-up against the practice tenant: from every starting state it ends with the same tenant or stops with
//! the right words, and undoing brings the former tenant back, seen as a whole.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod command_line;
mod conform;
mod cut_off;
mod killed;
mod live_updates;
mod odd_answers;
mod several;
mod starting_states;
mod stops;
mod undoing;

use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::mpsc;
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::install::{Answer, Change, Choices, Plan, UndoPlan, Way};
use userhub_connect::domain::issue::Issue;
use userhub_connect::domain::pasted;
use userhub_connect::domain::secret::Secret;
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::practice::auth0::{Tenant, TenantOptions};
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::install::{self, InstallEnd, InstallSetup, Report};
use userhub_connect::protocol::setup::{Endpoints, UserHubSetup};
use userhub_connect::protocol::ticket::Ticket;

/// What a token of the API Explorer may do, as far as it matters here.
pub(crate) const ALL: [&str; 12] = [
    "read:clients",
    "create:clients",
    "delete:clients",
    "read:client_keys",
    "read:client_grants",
    "create:client_grants",
    "update:client_grants",
    "delete:client_grants",
    "read:actions",
    "create:actions",
    "update:actions",
    "delete:actions",
];

/// The key that the Action gets. It must never be seen anywhere.
const KEY: &str = "sk_planted_key_0123456789";

/// A tenant, and a folder for the record of its set-up.
struct Site {
    tenant: Tenant,
    folder: TempDir,
    /// Where the app is told that the tenant is; the tenant itself, or something before it.
    url: String,
}

/// A tenant whose builds are quick, with two Actions of other makers in its Login flow.
fn options() -> TenantOptions {
    TenantOptions {
        people: 0,
        build_time: Duration::from_millis(40),
        in_flow: ["Add roles", "Risk check"].map(str::to_owned).to_vec(),
        ..TenantOptions::default()
    }
}

impl Site {
    fn new() -> Self {
        let tenant = Tenant::start(options()).unwrap();
        Self {
            url: tenant.url(),
            tenant,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn token(&self) -> String {
        self.tenant.management_token(&ALL, Duration::from_hours(1))
    }

    fn setup(&self) -> InstallSetup {
        self.setup_with(&self.token())
    }

    fn setup_with(&self, token: &str) -> InstallSetup {
        InstallSetup {
            domain: self.tenant.domain().parse().unwrap(),
            token: pasted::read(token).management_token.unwrap(),
            application: None,
            userhub: Some(UserHubSetup {
                connection: "conn_planted1".parse().unwrap(),
                key: Secret::new(KEY),
            }),
            endpoints: Endpoints {
                auth0: Some(self.url.clone()),
                userhub: None,
                ..Endpoints::live()
            },
            folder: self.folder.path().to_owned(),
            way: Way::Window,
        }
    }

    /// Looks and, where nothing is to be chosen, acts; each time with a new worker, as after a restart.
    async fn install(&self, choices: Choices) -> Told {
        self.install_as(self.setup(), choices).await
    }

    async fn install_as(&self, setup: InstallSetup, choices: Choices) -> Told {
        let mut talk = Talk::start();
        let plan = match talk.look(setup, choices).await {
            Ok(plan) if plan.questions.is_empty() => plan,
            Ok(plan) => return Told::of(Some(plan), None, talk),
            Err(report) => return Told::of(None, Some(report), talk),
        };
        let report = talk.act(&plan).await;
        Told::of(Some(plan), Some(report), talk)
    }

    async fn undo(&self) -> Report {
        self.undo_as(self.setup()).await
    }

    async fn undo_as(&self, setup: InstallSetup) -> Report {
        let mut talk = Talk::start();
        talk.order(install::Request::Undo {
            setup: Box::new(setup),
            seen: None,
        });
        talk.ended().await
    }

    /// Undoes, expects that it went well, and that the tenant is what it was.
    #[track_caller]
    fn is_again(&self, report: &Report, before: &Value) {
        assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
        assert_same(&self.tenant.picture(), before);
    }
}

/// A worker in conversation about a set-up.
struct Talk {
    worker: Worker,
    events: mpsc::UnboundedReceiver<Event>,
    /// The Client ID that was told, and whether its secret was.
    application: Option<(ClientId, bool)>,
}

impl Talk {
    fn start() -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let sink = Sink::new(move |event| drop(sender.send(event)));
        Self {
            worker: Worker::start(sink).unwrap(),
            events,
            application: None,
        }
    }

    fn order(&self, order: install::Request) {
        self.worker.send(Command::Install {
            order,
            ticket: Ticket::default(),
        });
    }

    async fn next(&mut self) -> install::Event {
        match self.events.recv().await.unwrap() {
            Event::Install { news, .. } => news,
            other => panic!("{other:?}"),
        }
    }

    async fn look(&mut self, setup: InstallSetup, choices: Choices) -> Result<Plan, Report> {
        let setup = Box::new(setup);
        self.order(install::Request::Look { setup, choices });
        match self.next().await {
            install::Event::Looked(plan) => Ok(*plan),
            install::Event::Ended(report) => Err(*report),
            other => panic!("{other:?}"),
        }
    }

    async fn act(&mut self, plan: &Plan) -> Report {
        self.order(install::Request::Act { plan: plan.number });
        self.ended().await
    }

    async fn ended(&mut self) -> Report {
        loop {
            match self.next().await {
                install::Event::Ended(report) => return *report,
                install::Event::Application {
                    client_id,
                    client_secret,
                } => self.application = Some((client_id, client_secret.is_some())),
                install::Event::Step(_) => {}
                install::Event::Looked(plan) => panic!("{plan:?}"),
                install::Event::UndoLooked(plan) => panic!("{plan:?}"),
            }
        }
    }

    /// What undoing would do. Nothing is changed by it.
    async fn look_at_undo(&mut self, setup: InstallSetup) -> Result<UndoPlan, Report> {
        let setup = Box::new(setup);
        self.order(install::Request::LookUndo { setup });
        match self.next().await {
            install::Event::UndoLooked(plan) => Ok(*plan),
            install::Event::Ended(report) => Err(*report),
            other => panic!("{other:?}"),
        }
    }
}

/// What a set-up told.
struct Told {
    plan: Option<Plan>,
    report: Option<Report>,
    application: Option<(ClientId, bool)>,
}

impl Told {
    fn of(plan: Option<Plan>, report: Option<Report>, talk: Talk) -> Self {
        Self {
            plan,
            report,
            application: talk.application,
        }
    }

    /// Expects that everything stands.
    #[track_caller]
    fn stands(self) -> Plan {
        let report = self.report.unwrap();
        assert!(matches!(report.end, InstallEnd::Done), "{report:?}");
        assert_eq!(report.done.len(), 5, "{report:?}");
        self.plan.unwrap()
    }

    /// Expects a problem.
    #[track_caller]
    fn problem(self) -> Issue {
        problem(self.report.unwrap())
    }

    /// Expects that a person has to choose first.
    #[track_caller]
    fn asks(self) -> Plan {
        assert!(self.report.is_none(), "{:?}", self.report);
        self.plan.unwrap()
    }
}

#[track_caller]
fn problem(report: Report) -> Issue {
    match report.end {
        InstallEnd::Problem(issue) => issue,
        other => panic!("{other:?}"),
    }
}

/// What everybody does who finds something there.
fn use_existing() -> Choices {
    Choices {
        application: Some(Answer::UseTheOnly),
        action: Some(Answer::UseTheOnly),
        ..Choices::default()
    }
}

/// The tenant after a set-up that found nothing: what every other one must end with.
async fn reference() -> Value {
    let site = Site::new();
    site.install(Choices::default()).await.stands();
    site.tenant.picture()
}

#[track_caller]
fn assert_same(found: &Value, expected: &Value) {
    let pretty = |value| serde_json::to_string_pretty(value).unwrap();
    assert_eq!(pretty(found), pretty(expected));
}

/// An application as a person makes it in the dashboard, named `UserHub`.
fn application(id: &str, app_type: &str) -> Value {
    json!({
        "client_id": id,
        "client_secret": "practice_secret_of_another_application",
        "name": "UserHub",
        "app_type": app_type,
        "grant_types": ["client_credentials"],
        "token_endpoint_auth_method": "client_secret_post",
        "is_first_party": true,
    })
}

/// An older Action named `UserHub`, with other code and secrets of its own.
fn older_action() -> Value {
    json!({
        "name": "UserHub",
        "supported_triggers": [{"id": "post-login", "version": "v2"}],
        "code": "// an older one\nexports.onExecutePostLogin = async () => {};\n",
        "runtime": "node18-actions",
        "dependencies": [{"name": "lodash", "version": "4.0.0"}],
        "secrets": [
            {"name": "API_KEY", "value": "the former key"},
            {"name": "MORE", "value": "something else"},
        ],
    })
}
