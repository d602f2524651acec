//! Limits that are reached: what is told of them, how long they are waited out, and that processes leave each other room.

use std::time::Duration;

use userhub_connect::clients::auth0::UserQuery;
use userhub_connect::clients::http::Limits;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::Plan;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::Scene;
use crate::stage::Stage;

fn too_many(seconds: u64) -> Rule {
    Rule::always(Fault::TooManyRequests {
        retry_after_secs: Some(seconds),
    })
}

fn enterprise(people: u64) -> Stage {
    Stage::with(Options {
        people,
        plan: Plan::Enterprise,
        ..Options::default()
    })
}

#[test]
fn a_sign_in_that_is_refused_for_hours_is_told_with_the_time_at_which_it_goes_on() {
    let stage = Stage::of(3);
    stage
        .tenant()
        .trouble()
        .add(too_many(43_200).on_path("/oauth/token"));
    for words in ["sync --json", "check --json", "verify --json"] {
        let said = stage.program(words).run();
        let text = said.all_text();
        assert!(text.contains("in 12 hours"), "{words}: {text}");
        assert!(text.contains("E14"), "{words}: {text}");
        assert!(!text.to_lowercase().contains("free "), "{words}: {text}");
    }
}

#[test]
fn a_call_that_is_refused_for_hours_is_told_with_the_time_and_not_blamed_on_a_plan() {
    let stage = Stage::of(3);
    let path = "/api/v2/users";
    stage.tenant().trouble().add(too_many(7_300).on_path(path));
    let said = stage.sync().run();
    let problem = said.the("problem");
    assert_eq!(problem["code"], "E14");
    let fix = problem["fix"].as_str().unwrap();
    assert!(fix.contains("in 3 hours"), "{fix}");
    assert!(!said.all_text().contains("Free Auth0 plans"));
}

#[test]
fn a_wait_for_a_token_is_told_while_it_lasts() {
    let stage = Stage::of(3);
    let token = || {
        let rule = too_many(3).times(1).on_path("/oauth/token");
        stage.tenant().trouble().add(rule);
    };
    token();
    let said = stage.sync().run().exits(0);
    let waits: Vec<_> = said
        .all("reading")
        .into_iter()
        .filter(|event| event["waiting"]["for"] == "slowed down")
        .collect();
    assert_eq!(waits.len(), 1, "each wait is told once: {waits:?}");
    assert_eq!(waits[0]["waiting"]["service"], "Auth0");
    assert!(waits[0]["waiting"]["seconds"].as_f64().unwrap() > 1.0);
    token();
    let said = stage.program("sync").run();
    assert!(
        said.all_text().contains("going on in"),
        "{}",
        said.all_text()
    );
}

#[test]
fn a_sync_waits_for_hours_where_the_person_chose_so() {
    let stage = Stage::of(3);
    let rule = too_many(43_200).on_path("/oauth/token");
    stage.tenant().trouble().add(rule);
    let mut running = stage.program("sync --json --wait-for-hours").start();
    let told = running.wait_for("reading");
    assert_eq!(told["waiting"]["for"], "slowed down");
    assert!(told["waiting"]["seconds"].as_f64().unwrap() > 43_000.0);
    running.interrupt();
    running.finish().exits(130);
    // Whoever waits for the result of a check is not kept.
    let said = stage.program("check --json --wait-for-hours").run();
    assert!(said.all_text().contains("in 12 hours"));
}

#[test]
fn a_check_tells_once_what_it_waits_for() {
    let stage = Stage::of(3);
    let token = || {
        let rule = too_many(3).times(1).on_path("/oauth/token");
        stage.tenant().trouble().add(rule);
    };
    token();
    let said = stage.program("check --json").run().exits(0);
    let waits = said.all("waiting");
    assert_eq!(waits.len(), 1, "{waits:?}");
    assert_eq!(waits[0]["waiting"]["service"], "Auth0");
    token();
    let said = stage.program("check").run().exits(0);
    let text = said.all_text();
    let words = "Waiting (Auth0 asked us to slow down; going on in ";
    assert_eq!(text.matches(words).count(), 1, "{text}");
}

#[test]
fn an_export_that_is_refused_for_long_is_not_waited_for() {
    let stage = Stage::of(1_000);
    let export = "/api/v2/jobs/users-exports";
    stage.tenant().trouble().add(too_many(900).on_path(export));
    // The program is given up after a minute.
    let said = stage.sync().run().exits(0);
    assert_eq!(said.summary()["complete"], true);
    let asked = stage.tenant().requests().to("POST", export);
    assert_eq!(asked.total, 1, "it is not asked for again");
}

#[test]
fn an_export_that_is_refused_for_a_moment_is_waited_for() {
    let stage = Stage::of(1_000);
    let export = "/api/v2/jobs/users-exports";
    let rule = too_many(2).times(1).on_path(export);
    stage.tenant().trouble().add(rule);
    let said = stage.program("verify --json").run();
    assert_eq!(said.summary()["certificate"]["auth0"]["how"], "export");
    assert_eq!(stage.tenant().requests().to("POST", export).total, 2);
}

#[test]
fn what_a_run_learnt_of_the_limit_is_in_its_summary_and_its_page() {
    let stage = enterprise(60);
    let pace = stage.sync().run().exits(0).summary()["pace"].clone();
    assert_eq!(pace["burst"], 50);
    assert_eq!(pace["allows_per_second"], 16.0);
    assert_eq!(pace["manner"], "usual");
    assert!(pace["looks"].is_u64(), "{pace}");
    // A machine that is busy may see too little to tell; it never sees what is not so.
    let cost = &pace["userhub_reads_cost"];
    assert!(cost.is_null() || *cost == 1, "{pace}");
    let said = stage.program("sync --gentle").run().exits(0);
    let words = said.all_text();
    assert!(words.contains("the tenant allows 16 a second"), "{words}");
    assert!(words.contains("as you chose"), "{words}");
}

#[test]
fn two_processes_at_one_tenant_both_come_to_their_end_without_a_storm() {
    let stage = enterprise(120);
    let other = stage.home().join("other");
    let one = stage.sync().start();
    let two = stage
        .sync()
        .flag("--data-dir", &other.display().to_string())
        .start();
    for said in [one.finish(), two.finish()] {
        assert_eq!(said.exits(0).summary()["complete"], true);
    }
    let requests = stage.tenant().requests();
    let (refused, all) = (requests.with_status(429), requests.total());
    // Without taking turns half are. A busy machine learns late, and has some more refused than a quick one (one in ten).
    assert!(refused * 4 <= all, "{refused} of {all} were refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_one_tenant_share_its_limit_and_its_pauses() {
    let scene = Scene::start(Options {
        people: 3,
        plan: Plan::Enterprise,
        ..Options::default()
    })
    .await;
    let (sync, window) = (scene.auth0(Limits::SYNC), scene.auth0(Limits::CHECK));
    let first = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    sync.users(&first).await.unwrap();
    let learnt = window.http().pace().learnt.unwrap();
    assert_eq!(learnt.burst, 50);
    let rule = too_many(600).on_path("/api/v2/users");
    scene.world.tenant().trouble().add(rule.times(1));
    window.users(&first).await.unwrap_err();
    let paused = sync.http().pace().paused.unwrap();
    assert!(paused > Duration::from_secs(500), "{paused:?}");
    // Another tenant has a limit of its own.
    let elsewhere = Scene::start(Options::default()).await;
    let elsewhere = elsewhere.auth0(Limits::SYNC);
    assert!(elsewhere.http().pace().paused.is_none());
}
