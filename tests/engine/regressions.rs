//! Defects that were found once, each kept from coming back by the shortest story that shows it.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::Query;
use axum::routing::{get, post};
use serde_json::{Value, json};
use userhub_connect::clock;
use userhub_connect::domain::history::KEPT_DAYS;
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::issue::{Code, Issue};
use userhub_connect::domain::secret::Secret;
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::practice::auth0::Plan;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;
use userhub_connect::practice::{Access, Options, World};
use userhub_connect::protocol::command::{Command, Control};
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::setup::{Endpoints, Setup, UserHubSetup};
use userhub_connect::protocol::sync::{End, Summary};
use userhub_connect::protocol::users;

/// No story takes longer than this.
const DEADLINE: Duration = Duration::from_secs(60);

/// A practice world on a runtime of its own, and a folder for the journal.
struct Stage {
    world: World,
    profile: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Stage {
    fn new(options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let world = runtime.block_on(World::start(options)).unwrap();
        Self {
            world,
            profile: tempfile::tempdir().unwrap(),
            runtime,
        }
    }

    fn of(people: u64) -> Self {
        Self::new(Options {
            people,
            ..Options::default()
        })
    }

    /// Marks all who are in UserHub for deletion there.
    fn mark_everybody_for_deletion(&self) {
        let list = self.ask_userhub("GET", "/admin/v1/users?pageSize=100");
        let list: Value = serde_json::from_str(&list).unwrap();
        for user in list["users"].as_array().unwrap() {
            let id = user["id"].as_str().unwrap();
            self.ask_userhub("DELETE", &format!("/admin/v1/users/{id}"));
        }
    }

    /// One request to UserHub, and the body of its answer.
    fn ask_userhub(&self, method: &str, path: &str) -> String {
        let access = self.world.access();
        let host = access.userhub_url.trim_start_matches("http://");
        let key = &access.admin_key;
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Serves what no practice service would answer, at an address of its own.
    fn serve(&self, service: axum::Router) -> String {
        self.runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(async move { axum::serve(listener, service).await });
            format!("http://{address}")
        })
    }

    fn setup(&self) -> Setup {
        setup(self.world.access(), self.profile.path())
    }
}

fn setup(access: &Access, profile: &Path) -> Setup {
    Setup {
        domain: access.auth0_domain.parse().unwrap(),
        or_domain: None,
        client_id: ClientId::new(access.client_id.as_str()),
        client_secret: Secret::new(&access.client_secret),
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
        profile: profile.to_owned(),
        keep_days: KEPT_DAYS,
    }
}

/// A worker and what it reports.
struct Talk {
    worker: Arc<Worker>,
    events: Receiver<Event>,
}

impl Talk {
    fn start() -> Self {
        let (sender, events) = mpsc::channel();
        let worker = Worker::start(Sink::new(move |event| drop(sender.send(event)))).unwrap();
        Self {
            worker: Arc::new(worker),
            events,
        }
    }

    /// Stops the worker after this time; the answer is the moment when it was.
    fn stop_after(&self, time: Duration) -> JoinHandle<Instant> {
        let worker = Arc::clone(&self.worker);
        let stop = move || {
            std::thread::sleep(time);
            worker.stop();
            clock::instant()
        };
        let thread = std::thread::Builder::new().name("stopper".to_owned());
        thread.spawn(stop).unwrap()
    }

    /// Compares, and carries the plan out.
    fn sync(&self, setup: Setup) -> (Summary, End) {
        self.worker.send(Command::Compare {
            setup,
            list_plan: false,
        });
        self.finish()
    }

    /// Waits for the end of what was asked for, and runs the plan when it comes.
    fn finish(&self) -> (Summary, End) {
        let by = clock::instant() + DEADLINE;
        loop {
            let left = by.saturating_duration_since(clock::instant());
            match self.events.recv_timeout(left).expect("an end in time") {
                Event::PlanReady(plan) => self.worker.send(Command::Run { plan: plan.run }),
                Event::Finished { summary, end } => return (summary, end),
                _ => {}
            }
        }
    }
}

fn problem(end: End) -> Issue {
    match end {
        End::Problem(issue) => *issue,
        other => panic!("{other:?}"),
    }
}

#[test]
fn those_who_are_tried_again_do_not_wait_for_the_end_of_a_pause_that_came_too_late_for_the_sync_before()
 {
    let stage = Stage::new(Options {
        people: 70,
        one_marked: true,
        ..Options::default()
    });
    let talk = Talk::start();
    let (summary, _) = talk.sync(stage.setup());
    assert_eq!(summary.tally.attention, 1);
    // As when the last users are in flight: they come to their end, and nothing is left to be resumed.
    talk.worker.send(Control::Pause);
    talk.worker.send(Command::People(users::Request::TryAgain {
        setup: Box::new(stage.setup()),
        reason: "UserHub has marked this person for deletion".to_owned(),
    }));
    let (summary, end) = talk.finish();
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!(summary.tally.attention, 1, "UserHub still has them marked");
}

#[test]
fn a_mistyped_domain_does_not_make_the_journal_its_own() {
    let stage = Stage::of(3);
    let talk = Talk::start();
    let mistyped = Setup {
        domain: "practise.eu.auth0.com".parse().unwrap(),
        ..stage.setup()
    };
    assert_eq!(problem(talk.sync(mistyped).1).code, Code::NoSuchTenant);
    let (summary, end) = talk.sync(stage.setup());
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!(summary.tally.added, 3);
    let another = Setup {
        domain: "practise.eu.auth0.com".parse().unwrap(),
        ..stage.setup()
    };
    assert_eq!(problem(talk.sync(another).1).code, Code::GuardStopped);
}

#[test]
fn a_pause_beyond_all_patience_ends_the_sync_at_once() {
    let stage = Stage::of(3);
    for seconds in [24 * 3600, u64::MAX] {
        let asked = Fault::TooManyRequests {
            retry_after_secs: Some(seconds),
        };
        let trouble = stage.world.tenant().trouble();
        trouble.add(Rule::always(asked).on_path("/api/v2/users"));
        assert_eq!(
            problem(Talk::start().sync(stage.setup()).1).code,
            Code::RateLimited
        );
        trouble.clear();
    }
}

#[test]
fn a_stop_is_honoured_although_userhub_hangs() {
    let stage = Stage::of(3);
    let trouble = stage.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Hang).on_method("POST"));
    let talk = Talk::start();
    // By then everybody's import is under way.
    let stopped = talk.stop_after(Duration::from_secs(3));
    let (_, end) = talk.sync(stage.setup());
    assert!(matches!(end, End::Interrupted), "{end:?}");
    let stopped = stopped.join().unwrap();
    assert!(stopped.elapsed() < Duration::from_secs(6));
    trouble.clear();
    let (summary, end) = Talk::start().sync(stage.setup());
    assert!(matches!(end, End::Done) && summary.complete, "{summary:?}");
}

#[test]
fn a_stop_is_honoured_although_the_export_drips() {
    let stage = Stage::of(2000);
    let drip = Fault::SlowDrip {
        bytes_per_second: 10,
    };
    let trouble = stage.world.tenant().trouble();
    trouble.add(Rule::always(drip).on_path(".json.gz"));
    let talk = Talk::start();
    let stopped = talk.stop_after(Duration::from_secs(5));
    let (_, end) = talk.sync(stage.setup());
    assert!(matches!(end, End::Interrupted), "{end:?}");
    assert!(stopped.join().unwrap().elapsed() < Duration::from_secs(3));
}

#[test]
fn a_page_in_the_place_of_the_export_leaves_nobody_behind() {
    let stage = Stage::of(1001);
    let trouble = stage.world.tenant().trouble();
    trouble.add(
        Rule::always(Fault::HtmlPage(200))
            .on_path(".json.gz")
            .times(1),
    );
    let (summary, end) = Talk::start().sync(stage.setup());
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!((summary.read_auth0, summary.tally.attention), (1001, 0));
}

#[test]
fn an_export_job_that_cannot_be_looked_at_gives_way_to_a_walk() {
    let stage = Stage::of(1000);
    let trouble = stage.world.tenant().trouble();
    trouble.add(Rule::always(Fault::Status(400)).on_path("/api/v2/jobs/job_"));
    let (summary, end) = Talk::start().sync(stage.setup());
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!(summary.tally.added, 1000);
}

#[test]
fn a_host_that_points_elsewhere_is_no_tenant() {
    let stage = Stage::of(1);
    let elsewhere = Fault::Redirect {
        to: "https://auth0.com/".to_owned(),
    };
    stage.world.tenant().trouble().add(Rule::always(elsewhere));
    let issue = problem(Talk::start().sync(stage.setup()).1);
    assert_eq!(issue.code, Code::ServiceUnreachable, "{issue:?}");
    assert!(issue.what.contains("as an Auth0 tenant does"), "{issue:?}");
    assert!(issue.why.contains("a redirect to auth0.com"), "{issue:?}");
}

#[test]
fn people_marked_for_deletion_do_not_look_like_a_broken_connection() {
    let stage = Stage::new(Options {
        people: 30,
        already_imported: true,
        ..Options::default()
    });
    stage.mark_everybody_for_deletion();
    // This key may not list: everybody is tried, and everybody is refused.
    let key = stage.world.userhub().key(Scope::Auth0Integration);
    let mut setup = stage.setup();
    setup.userhub.as_mut().unwrap().key = Secret::new(&key);
    let (summary, end) = Talk::start().sync(setup);
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!(summary.tally.attention, 30);
}

/// A tenant of 1,200 people who share one date. Its search knows the beginnings of ids and, unlike Auth0's, no `NOT`.
fn tenant_without_not() -> axum::Router {
    type Parameters = Query<HashMap<String, String>>;
    let users = async |Query(asked): Parameters| {
        let q = asked.get("q").map(String::as_str).unwrap_or_default();
        let terms = q
            .split(" AND ")
            .find_map(|term| term.strip_prefix("user_id:"));
        let prefix = terms.unwrap_or_default().replace(['\\', '*'], "");
        let page: usize = asked["page"].parse().unwrap();
        let found = (0..1200).map(|number| format!("auth0|{number:04}"));
        let users: Vec<Value> = found
            .filter(|id| id.starts_with(&prefix))
            .skip(page * 100)
            .take(100)
            .map(|id| json!({ "user_id": id, "created_at": "2026-05-01T10:00:00.000Z" }))
            .collect();
        Json(json!({ "total": 1000, "users": users }))
    };
    let token = json!({ "access_token": "x", "expires_in": 3600, "scope": "read:users" });
    let discovery = json!({ "issuer": "https://practice.us.auth0.com/" });
    axum::Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(async || Json(discovery)),
        )
        .route("/oauth/token", post(async || Json(token)))
        .route("/api/v2/users", get(users))
}

#[test]
fn a_search_that_goes_round_in_a_circle_is_an_error() {
    let stage = Stage::of(0);
    let mut setup = stage.setup();
    setup.endpoints.auth0 = Some(stage.serve(tenant_without_not()));
    assert_eq!(
        problem(Talk::start().sync(setup).1).code,
        Code::ServiceUnreachable
    );
}

#[test]
fn a_list_that_leads_back_to_its_own_page_is_asked_for_twice_and_ends_nothing() {
    let stage = Stage::of(1);
    let asked = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&asked);
    let list = axum::Router::new().route(
        "/admin/v1/users",
        get(async move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Json(json!({ "users": [], "nextPageToken": "again" }))
        }),
    );
    let mut setup = stage.setup();
    setup.endpoints.userhub = Some(stage.serve(list));
    // What the list did not bring is imported; that this server knows no import is another matter.
    Talk::start().sync(setup);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn a_run_that_goes_on_keeps_to_auth0s_limit_too() {
    let stage = Stage::new(Options {
        people: 60,
        plan: Plan::Enterprise,
        ..Options::default()
    });
    let trouble = stage.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Hang).on_method("POST").after(5));
    let talk = Talk::start();
    let stopped = talk.stop_after(Duration::from_secs(2));
    assert!(matches!(talk.sync(stage.setup()).1, End::Interrupted));
    stopped.join().unwrap();
    trouble.clear();
    let (summary, end) = Talk::start().sync(stage.setup());
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!(summary.tally.added, 60);
    let requests = stage.world.tenant().requests();
    assert_eq!(requests.with_status(429), 0);
    // One to find the tenant and one to sign in; the others look at the limit, and nobody is read again.
    assert!(summary.auth0_requests < 20, "{}", summary.auth0_requests);
    assert_eq!(summary.read_auth0, 60);
}

/// A UserHub that has nobody yet and gives one answer to every import.
fn userhub_that_answers(status: u16, import: Value) -> axum::Router {
    let status = axum::http::StatusCode::from_u16(status).unwrap();
    axum::Router::new()
        .route(
            "/admin/v1/users",
            get(async || Json(json!({ "users": [] }))),
        )
        .route(
            "/admin/v1/users/{call}",
            post(move || std::future::ready((status, Json(import)))),
        )
}

#[test]
fn an_answer_about_somebody_else_is_one_for_attention() {
    let stage = Stage::of(3);
    let mut setup = stage.setup();
    let connection = json!({ "id": stage.world.access().connection_id });
    let other = json!({ "externalId": "auth0|other", "connection": connection });
    let user = json!({ "id": "usr_1", "accountConnections": [other] });
    setup.endpoints.userhub = Some(stage.serve(userhub_that_answers(200, user)));
    let (summary, end) = Talk::start().sync(setup);
    assert!(matches!(end, End::Done), "{end:?}");
    assert_eq!((summary.tally.added, summary.tally.attention), (0, 3));
}

#[test]
fn a_stop_after_the_last_person_has_stopped_nothing() {
    let stage = Stage::of(1);
    let talk = Talk::start();
    let worker = Arc::clone(&talk.worker);
    let trouble = stage.world.userhub().trouble();
    trouble.after_requests(1, Some("POST"), None, move || worker.stop());
    let (summary, end) = talk.sync(stage.setup());
    assert!(matches!(end, End::Done) && summary.complete, "{end:?}");
}

#[test]
fn a_limit_that_meets_everybody_is_told_as_a_limit() {
    let stage = Stage::of(25);
    let mut setup = stage.setup();
    let refusal = json!({ "code": "RESOURCE_EXHAUSTED" });
    setup.endpoints.userhub = Some(stage.serve(userhub_that_answers(400, refusal)));
    assert_eq!(problem(Talk::start().sync(setup).1).code, Code::RateLimited);
}

#[test]
fn a_check_that_is_stopped_says_so() {
    let stage = Stage::of(1);
    let trouble = stage.world.tenant().trouble();
    trouble.add(Rule::always(Fault::Hang).on_path("/api/v2/users"));
    let talk = Talk::start();
    let stopped = talk.stop_after(Duration::from_secs(1));
    talk.worker.send(Command::Check {
        scope: userhub_connect::protocol::checks::Scope::Everything,
        ticket: userhub_connect::protocol::ticket::Ticket::default(),
        setup: stage.setup(),
        add_person: None,
    });
    let issue = loop {
        if let Event::ChecksDone { problem: issue, .. } =
            talk.events.recv_timeout(DEADLINE).unwrap()
        {
            break issue.expect("the stop");
        }
    };
    stopped.join().unwrap();
    assert_eq!(
        (issue.what.as_str(), issue.exit().code()),
        ("The check was stopped", 130)
    );
}
