//! `watch`: what happens in Auth0 arrives in UserHub, whatever happens to the connection, to the process and to the keys.

mod forms;
mod made_trouble;
mod troubles;

use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::practice::auth0::{Act, Happening, TenantOptions};
use userhub_connect::practice::{Application, Options};

use crate::program::Running;
use crate::stage::Stage;

/// A world whose application may read events, with so many people who are in UserHub already.
fn with_events(people: u64) -> Stage {
    with_events_and(people, TenantOptions::default())
}

fn with_events_and(people: u64, tenant: TenantOptions) -> Stage {
    with_events_and_latency(people, tenant, Duration::ZERO)
}

/// As [`with_events_and`]; UserHub answers after this time.
fn with_events_and_latency(people: u64, tenant: TenantOptions, userhub_latency: Duration) -> Stage {
    Stage::with(Options {
        people,
        userhub_latency,
        application: Application::WithEvents,
        already_imported: true,
        tenant: TenantOptions {
            domain: "practice.us.auth0.com".to_owned(),
            ..tenant
        },
        ..Options::default()
    })
}

/// Starts a watch and waits until it is live.
fn live(stage: &Stage) -> Running {
    let mut running = stage.program("watch --json").start();
    wait_for_state(&mut running, "live");
    running
}

/// Waits for the state of this name, and gives what was told of it.
#[track_caller]
fn wait_for_state(running: &mut Running, state: &str) -> Value {
    loop {
        let told = running.wait_for("state");
        if told["state"] == state {
            return told;
        }
    }
}

/// Waits for what became of this user.
#[track_caller]
fn wait_for_change(running: &mut Running, id: &str) -> Value {
    loop {
        let change = running.wait_for("change");
        if change["id"] == id {
            return change;
        }
    }
}

/// Looks that both sides agree about everybody, by a comparison of its own.
#[track_caller]
fn assert_agrees(stage: &Stage) {
    let said = stage.program("verify --json").run().exits(0);
    assert_eq!(said.summary()["agree"], true, "{}", said.summary());
}

#[test]
fn what_happens_in_auth0_arrives_in_userhub_and_a_sign_in_writes_nothing() {
    let stage = with_events(120);
    let mut running = live(&stage);
    let before = stage.writes();
    let (one, two) = (stage.tenant().id_of(3), stage.tenant().id_of(4));
    stage.change(&one, json!({"name": "Ada"}));
    let change = wait_for_change(&mut running, &one);
    assert_eq!(
        (&change["kind"], &change["outcome"]),
        (&json!("updated"), &json!("updated"))
    );
    assert_eq!(change["source"], "events");
    assert!(change["changed_at"].is_string() && change["done_at"].is_string());
    assert_eq!(stage.record(&one)["displayName"], "Ada");
    stage.change(&one, json!({"blocked": true}));
    assert_eq!(wait_for_change(&mut running, &one)["outcome"], "updated");
    assert_eq!(stage.record(&one)["disabled"], true);
    let new = stage.tenant().sign_up();
    let change = wait_for_change(&mut running, &new);
    assert_eq!(
        (&change["kind"], &change["outcome"]),
        (&json!("created"), &json!("added"))
    );
    let so_far = stage.writes();
    assert_eq!(so_far - before, 3);
    assert!(stage.tenant().sign_in(&two));
    assert_eq!(wait_for_change(&mut running, &two)["outcome"], "up_to_date");
    assert_eq!(
        stage.writes(),
        so_far,
        "a sign-in changes nothing that UserHub holds"
    );
    running.interrupt();
    let said = running.finish().exits(130);
    let summary = said.summary();
    assert_eq!(
        (&summary["scope"], &summary["complete"]),
        (&json!("watch"), &Value::Null)
    );
    assert_eq!(summary["added"], 1);
    assert_agrees(&stage);
}

#[test]
fn it_ends_when_its_time_is_over_and_when_it_is_asked_to_end() {
    let stage = with_events(20);
    let said = stage.program("watch --json --for 3").run().exits(0);
    assert_eq!(said.summary()["event"], "summary");
    let running = live(&stage);
    running.terminate();
    running.finish().exits(0);
    let text = stage.program("watch --for 2").run().exits(0);
    assert!(text.stdout.contains("Watched for 2 s"), "{}", text.stdout);
    for wrong in ["--poll 29", "--for 0", "--full-every x", "--poll"] {
        stage.program(&format!("watch {wrong}")).run().exits(2);
    }
    // What was watched is in History.
    let runs = stage.program("history --json").run().exits(0);
    assert!(runs.stdout.contains("\"watch\""), "{}", runs.stdout);
}

#[test]
fn it_goes_on_from_the_last_comparison_and_from_where_it_was() {
    let stage = with_events(60);
    let running = live(&stage);
    running.terminate();
    running.finish().exits(0);
    let id = stage.tenant().id_of(7);
    stage.change(&id, json!({"name": "Meanwhile"}));
    let mut running = stage.program("watch --json").start();
    // No comparison comes before it.
    assert_eq!(running.wait_for("state")["state"], "live");
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    let busy = stage.program("watch --json").run().exits(5);
    assert!(
        busy.stdout.contains("a watch for changes"),
        "{}",
        busy.stdout
    );
    running.kill();
}

#[test]
fn a_person_goes_first_and_the_watch_goes_on_after() {
    let stage = with_events(60);
    let mut running = live(&stage);
    let id = stage.tenant().id_of(9);
    let said = stage.sync().run().exits(0);
    said.leaves_nobody_out();
    wait_for_state(&mut running, "waiting");
    // Whatever happens meanwhile is brought over when the watch goes on.
    stage.change(&id, json!({"name": "In between"}));
    wait_for_state(&mut running, "live");
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    for command in ["verify --json", "sync --json --dry-run", "history --json"] {
        stage.program(command).run().exits(0);
    }
    wait_for_state(&mut running, "live");
    running.terminate();
    running.finish().exits(0);
}

#[test]
fn a_comparison_of_a_watch_gives_way_too() {
    let stage = Stage::with(Options {
        people: 2_000,
        application: Application::WithEvents,
        userhub_latency: Duration::from_millis(40),
        ..Options::default()
    });
    let mut running = stage.program("watch --json").start();
    wait_for_state(&mut running, "comparing");
    stage.until("some people", |stage| stage.writes() > 100);
    // The sync goes on with what the watch has begun, and brings everybody over.
    stage.sync().run().exits(0).leaves_nobody_out();
    wait_for_state(&mut running, "live");
    running.terminate();
    running.finish().exits(0);
    assert_eq!(stage.held(), 2_000);
}

/// Lets things happen: `count` of them, so many a minute.
fn happen(stage: &Stage, per_minute: f64, count: u64, acts: &[Act]) {
    let what = Happening {
        count: Some(count),
        acts: Some(acts.to_vec()),
        ..Happening::of(per_minute)
    };
    let begun = stage.wait_for(async { stage.tenant().happen(&what) });
    assert!(begun);
}

const USUAL: [Act; 6] = [
    Act::Change,
    Act::Change,
    Act::SignIn,
    Act::SignIn,
    Act::SignUp,
    Act::Block,
];

#[test]
fn killed_at_many_moments_it_loses_nothing() {
    let stage = with_events(150);
    stage.sync().run().exits(0);
    happen(&stage, 3_000.0, 400, &USUAL);
    let mut events = 0;
    for pause in [0_u64, 5, 20, 50, 90, 140, 210, 300, 420, 600] {
        let running = stage.program("watch --json").start();
        stage.until("news", |stage| {
            let now = stage.tenant().events();
            now > events || now >= 400
        });
        std::thread::sleep(Duration::from_millis(pause));
        running.kill();
        events = stage.tenant().events();
    }
    stage.until("everything to happen", |stage| {
        stage.tenant().events() >= 400
    });
    let mut running = live(&stage);
    let last = stage.tenant().sign_up();
    wait_for_change(&mut running, &last);
    running.terminate();
    running.finish().exits(0);
    assert_agrees(&stage);
}

#[test]
fn a_flood_is_coalesced_by_user_and_all_of_it_arrives() {
    let stage = with_events(40);
    let mut running = live(&stage);
    let before = stage.writes();
    // 3,000 changes of at most 40 people, in three seconds.
    happen(&stage, 60_000.0, 3_000, &[Act::Change]);
    stage.until("the flood", |stage| stage.tenant().events() >= 3_000);
    let last = stage.tenant().sign_up();
    wait_for_change(&mut running, &last);
    running.terminate();
    running.finish().exits(0);
    assert!(stage.writes() - before < 3_000);
    assert_agrees(&stage);
}

/// What a service manager is told until this is in a message.
#[cfg(unix)]
fn hears(manager: &std::os::unix::net::UnixDatagram, words: &str) -> String {
    let mut all = String::new();
    let mut bytes = [0; 1_000];
    while !all.contains(words) {
        let length = manager.recv(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes[..length]));
        all.push('\n');
    }
    all
}

#[cfg(unix)]
#[test]
fn a_service_manager_hears_that_it_is_ready_what_it_does_and_that_it_ends() {
    let stage = with_events(30);
    let socket = stage.home().join("notify");
    let manager = std::os::unix::net::UnixDatagram::bind(&socket).unwrap();
    manager
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let mut program = stage.program("watch --json");
    program = program.env("NOTIFY_SOCKET", &socket.display().to_string());
    let mut running = program.start();
    let told = hears(&manager, "STATUS=Live");
    assert!(told.starts_with("READY=1\n"), "{told}");
    assert!(told.contains("WATCHDOG=1"), "{told}");
    wait_for_state(&mut running, "live");
    running.terminate();
    hears(&manager, "STOPPING=1");
    running.finish().exits(0);
}
