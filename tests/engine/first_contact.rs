//! First contact: what practice bears out of the assumptions, what is written down when a service answers otherwise, and that
//! nobody's data gets in.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod otherwise;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{ExportBehaviour, Presence};
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;

use crate::clients::start_worker;
use crate::output::Output;
use crate::program::{Program, files_under};
use crate::stage::Stage;

/// How each assumption stands, with what was seen.
type States = BTreeMap<String, (String, String)>;

fn states(said: &Output) -> States {
    let lines = said.all("assumption");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |line: &Value| {
        let state = (text(&line["state"]), text(&line["seen"]));
        (text(&line["code"]), state)
    };
    let states: States = lines.iter().map(of).collect();
    assert_eq!(states.len(), lines.len(), "each is told once");
    states
}

fn check_all(stage: &Stage, key: &str) -> States {
    let check = stage.program("check --all --json");
    states(&check.env("AUTH0_MANAGEMENT_TOKEN", key).run())
}

/// A temporary key that may do all of the automatic set-up.
fn key(stage: &Stage) -> String {
    let permissions = [
        "read:clients",
        "create:clients",
        "read:client_keys",
        "read:client_grants",
        "create:client_grants",
        "update:client_grants",
        "read:actions",
        "create:actions",
        "update:actions",
    ];
    let hour = Duration::from_secs(3600);
    stage.tenant().management_token(&permissions, hour)
}

#[track_caller]
fn all_held(states: &States, codes: &[&str]) {
    for code in codes {
        let (state, seen) = &states[*code];
        assert_eq!(state, "held", "{code}: {seen}");
    }
}

#[track_caller]
fn otherwise(states: &States, code: &str, seen: &str) {
    let expected = ("did not hold".to_owned(), seen.to_owned());
    assert_eq!(states[code], expected, "{code}");
}

/// What is kept on the disk, as text.
fn kept(stage: &Stage) -> String {
    let files = files_under(&stage.data());
    let is_ours = |path: &&PathBuf| path.ends_with("first-contact.json");
    let texts = files.iter().filter(is_ours);
    texts
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// Sets up, syncs, syncs a change.
fn first_days(stage: &Stage, key: &str) {
    let install = stage.program("install --yes --json");
    install.env("AUTH0_MANAGEMENT_TOKEN", key).run().exits(0);
    stage.sync().run();
    let somebody = stage.tenant().id_of(7);
    stage.change(&somebody, json!({ "name": "Somebody Else" }));
    stage.sync().run();
}

#[test]
fn practice_bears_out_what_it_was_built_to() {
    let stage = Stage::of(1_100);
    let key = key(&stage);
    first_days(&stage, &key);
    let states = check_all(&stage, &key);
    all_held(
        &states,
        &[
            "auth0.action.deploy",
            "auth0.action.deployed",
            "auth0.action.package",
            "auth0.action.rehearsal",
            "auth0.action.status",
            "auth0.action.trigger",
            "auth0.answers.json",
            "auth0.export.allowed",
            "auth0.export.fields",
            "auth0.export.gzip",
            "auth0.export.link",
            "auth0.export.status",
            "auth0.host.issuer",
            "auth0.search.range",
            "auth0.token.expires_in",
            "auth0.token.scope",
            "auth0.users.page_size",
            "auth0.users.sorted",
            "auth0.users.total",
            "userhub.answers.json",
            "userhub.connection.state",
            "userhub.event.answer",
            "userhub.event.reads",
            "userhub.field.blocked",
            "userhub.field.email",
            "userhub.field.email_verified",
            "userhub.field.name",
            "userhub.field.picture",
            "userhub.import.answer",
            "userhub.import.create_time",
            "userhub.import.names",
            "userhub.key.lists",
            "userhub.limits.headers",
            "userhub.limits.pace",
            "userhub.list.end",
            "userhub.list.names",
            "userhub.list.view",
        ],
    );
    // What only a measurement will show, and what nobody has answered yet.
    for code in ["auth0.limits.userhub", "userhub.errors.unauthenticated"] {
        assert_eq!(states[code], ("not met yet".to_owned(), String::new()));
    }
}

#[test]
fn each_line_says_what_is_assumed_where_it_is_marked_who_answered_and_when() {
    let stage = Stage::of(3);
    let said = stage.program("check --all --json").run();
    let lines = said.all("assumption");
    assert!(lines.len() > 60, "{}", lines.len());
    for line in &lines {
        assert!(line["assumed"].as_str().unwrap().ends_with('.'), "{line}");
        assert!(line["contract"].as_str().unwrap().contains("-api "));
        assert_eq!(line["from"], "this computer");
        let is_met = line["state"] != "not met yet";
        assert_eq!(line["at"].is_string(), is_met, "{line}");
    }
    // They come after all checks, and `check` alone says nothing of them.
    let last_check = said
        .events()
        .iter()
        .rposition(|event| event["event"] == "check");
    let first = said
        .events()
        .iter()
        .position(|event| event["event"] == "assumption");
    assert!(last_check < first);
    assert!(stage.check().run().all("assumption").is_empty());
    let plain = stage.program("check --all").run();
    plain.says("assumptions  about the services, as practice answered: ");
}

#[test]
fn what_practice_is_told_to_answer_otherwise_is_said_to_be_otherwise() {
    let stage = Stage::of(1_100);
    let key = key(&stage);
    stage.tenant().set_export(ExportBehaviour::Refused);
    let slow = Fault::TooManyRequests {
        retry_after_secs: None,
    };
    let slow = Rule::always(slow).on_path(":import").times(1);
    stage.userhub().trouble().add(slow);
    stage.sync().run();
    stage.userhub().trouble().clear();
    stage
        .tenant()
        .fail_builds(Some("npm ERR! 404 of jane@example.com"));
    let install = stage.program("install --yes --json");
    install.env("AUTH0_MANAGEMENT_TOKEN", &key).run();
    let states = check_all(&stage, &key);
    otherwise(
        &states,
        "auth0.export.allowed",
        "403, operation_not_supported",
    );
    otherwise(&states, "auth0.action.package", "the build failed");
    otherwise(&states, "userhub.limits.wait", "a 429 without Retry-After");
    otherwise(&states, "userhub.limits.pace", "it asked to slow down");
    all_held(&states, &["userhub.errors.resource_exhausted"]);
}

#[test]
fn refusals_are_written_down_with_their_codes() {
    let stage = Stage::of(3);
    let access = stage.world().access();
    let integration = stage.userhub().key(Scope::Auth0Integration);
    let keys = [integration.as_str(), "sk_of-nobody-12345"];
    for key in keys {
        stage.sync().env("USERHUB_ADMIN_KEY", key).run();
    }
    stage
        .sync()
        .env("AUTH0_CLIENT_SECRET", &"x".repeat(64))
        .run();
    // Somebody leaves between the comparison and their turn.
    let gone = stage.create(json!({ "email": "gone@example.com" }));
    stage.tenant().delete_person(&gone);
    let add = stage.check().flag("--add-person", &gone);
    add.run();
    stage.tenant().set_presence(Presence::Absent);
    let states = check_all(&stage, "");
    let of = |code: &str| (states[code].0.as_str(), states[code].1.as_str());
    let (stands, seen) = of("userhub.key.lists");
    let both = ["it may not: PERMISSION_DENIED with 403", "it may"];
    assert_eq!(stands, "held");
    assert!(seen.split("; ").all(|one| both.contains(&one)), "{seen}");
    assert_eq!(seen.split("; ").count(), 2, "{seen}");
    assert_eq!(of("auth0.token.refused"), ("held", "401, access_denied"));
    assert_eq!(of("auth0.host.unknown"), ("held", "404, not JSON"));
    assert_eq!(of("auth0.user.absent"), ("held", "404, inexistent_user"));
    all_held(
        &states,
        &[
            "userhub.errors.permission_denied",
            "userhub.errors.unauthenticated",
            "userhub.errors.not_found",
            "userhub.errors.form",
        ],
    );
    for secret in [&access.admin_key, &access.client_secret, &integration] {
        assert!(!kept(&stage).contains(secret.as_str()));
    }
}

#[test]
fn nobodys_data_and_no_key_is_written_down() {
    let stage = Stage::of(250);
    let key = key(&stage);
    let jane = stage.create(json!({ "name": "Planted Jane", "email": "planted.jane@example.com" }));
    first_days(&stage, &key);
    let check = stage.program("check --all --json");
    let said = check.env("AUTH0_MANAGEMENT_TOKEN", &key).run();
    let lines: String = said
        .all("assumption")
        .iter()
        .map(Value::to_string)
        .collect();
    let kept = kept(&stage);
    assert!(kept.contains("userhub.import.answer") && !lines.is_empty());
    let access = stage.world().access();
    let mut planted = vec![
        jane,
        access.client_secret.clone(),
        access.admin_key.clone(),
        access.client_id.clone(),
        access.connection_id.clone(),
        access.auth0_domain.clone(),
        key,
    ];
    for id in stage.tenant().person_ids() {
        let person = stage.tenant().person(&id).unwrap();
        let values = ["name", "email", "phone_number", "picture"].map(|name| person[name].clone());
        planted.push(id);
        planted.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    // An odd person's name may be a word of ours.
    planted.retain(|text| text.len() > 4);
    assert!(planted.len() > 700, "{}", planted.len());
    for text in &planted {
        assert!(!kept.contains(text) && !lines.contains(text), "{text}");
    }
}

#[test]
fn a_long_sync_that_is_killed_has_met_something() {
    let stage = Stage::with(Options {
        people: 1_500,
        userhub_latency: Duration::from_millis(700),
        ..Options::default()
    });
    let mut running = stage.sync().start();
    running.wait_for("progress");
    // The sync takes longer than that: each of its calls does, and only so many are in flight.
    stage.until("something to be kept", |stage| {
        kept(stage).contains("userhub.import.answer")
    });
    assert!(!running.has_ended());
    running.kill();
    all_held(&check_all(&stage, ""), &["userhub.import.answer"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_report_for_support_tells_it() {
    let (folder, told) = tokio::task::spawn_blocking(|| {
        let stage = Stage::of(3);
        stage.sync().run().exits(0);
        (stage.data(), stage)
    })
    .await
    .unwrap();
    let (worker, mut events) = start_worker();
    worker.0.send(Command::ReadLog { folder });
    let contact = loop {
        if let Event::LogRead { contact, .. } = events.recv().await.unwrap() {
            break contact;
        }
    };
    assert!(contact.starts_with("this computer: "), "{contact}");
    assert!(
        contact.contains("\nheld: userhub.import.answer"),
        "{contact}"
    );
    assert!(
        contact.contains("\nnot met yet: userhub.event.reads"),
        "{contact}"
    );
    tokio::task::spawn_blocking(|| drop(told)).await.unwrap();
}

#[test]
fn practice_that_starts_over_starts_without_it() {
    let home = tempfile::tempdir().unwrap();
    let run = |words: &str| {
        let data = home.path().join("data").display().to_string();
        let words = format!("{words} --practice --practice-people=3");
        Program::new(home.path())
            .args(&words)
            .flag("--data-dir", &data)
            .run()
    };
    run("sync --json").exits(0);
    let state = |said: &Output| states(said)["userhub.import.answer"].0.clone();
    assert_eq!(state(&run("check --all --json")), "held");
    let fresh = run("check --all --json --practice-reset");
    assert_eq!(state(&fresh), "not met yet");
}
