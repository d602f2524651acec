//! `sync --incremental`: those who have changed, and nobody else; when that is not enough; and that nobody is lost.

use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;
use userhub_connect::store::journal::Past;

use crate::output::Output;
use crate::stage::Stage;

/// A world whose people are all in UserHub already, after a sync of everybody.
fn synced(people: u64) -> Stage {
    let stage = Stage::with(Options {
        people,
        already_imported: true,
        ..Options::default()
    });
    stage.sync().run().exits(0).leaves_nobody_out();
    stage
}

fn changes(stage: &Stage) -> Output {
    stage.program("sync --incremental --json").run()
}

/// The requests that a summary names.
fn requests(summary: &Value) -> (u64, u64) {
    let of = |service| summary["requests"][service].as_u64().unwrap();
    (of("auth0"), of("userhub"))
}

/// Changes the journal behind the program's back.
fn meddle(stage: &Stage, sql: &str) {
    let connection = &stage.world().access().connection_id;
    let profile = stage.data().join("profiles").join(connection);
    let db = rusqlite::Connection::open(profile.join("journal.sqlite")).unwrap();
    db.execute_batch(sql).unwrap();
}

/// Expects that everybody was compared, and why.
#[track_caller]
fn compares_everybody(said: Output, code: &str) -> Output {
    let scope = said.the("scope");
    assert_eq!(
        (&scope["scope"], &scope["code"]),
        (&json!("all"), &json!(code))
    );
    let why = scope["why"].as_str().unwrap();
    assert!(why.starts_with("Everybody is compared, because"), "{why}");
    let summary = said.summary();
    assert_eq!(
        (&summary["scope"], &summary["complete"]),
        (&json!("all"), &json!(true))
    );
    said
}

#[test]
fn with_nothing_changed_it_costs_the_same_few_requests_whatever_the_size_and_writes_nothing() {
    for people in [120, 1_100] {
        let stage = synced(people);
        let (tenant, userhub) = (stage.tenant().requests(), stage.userhub().requests());
        let before = stage.writes();
        tenant.reset();
        userhub.reset();
        let said = changes(&stage).exits(0).sums_up([0, 0, 0, 0]);
        let summary = said.summary();
        assert_eq!(summary["scope"], "changes");
        assert_eq!(summary["complete"], Value::Null);
        assert_eq!(summary["certificate"], Value::Null);
        assert!(summary["everybody_at"].is_string(), "{summary}");
        assert_eq!(requests(&summary), (tenant.total(), userhub.total()));
        assert_eq!(requests(&summary), (3, 0), "a look, a token, a search");
        assert_eq!(stage.writes(), before);
    }
}

#[test]
fn the_text_claims_nothing_of_everybody_and_says_when_they_were_compared() {
    let stage = synced(30);
    stage.change(&stage.tenant().id_of(3), json!({ "name": "Zoë Neu" }));
    let said = stage.program("sync --incremental").run().exits(0);
    said.says("1 of Auth0's people had changed: 0 added, 1 updated, 0 already up to date.")
        .says("Everybody was last compared just now.")
        .never_says("are in UserHub")
        .never_says("Complete");
}

#[test]
fn changes_are_brought_over_each_once_and_sign_ins_are_compared_and_not_written() {
    let stage = synced(250);
    let tenant = stage.tenant();
    let [renamed, blocked] = [60, 61].map(|number| tenant.id_of(number));
    stage.change(&renamed, json!({ "name": "Zoë Neu" }));
    stage.change(&blocked, json!({ "blocked": true }));
    for number in 100..130 {
        assert!(tenant.sign_in(&tenant.id_of(number)));
    }
    let new = stage.create(json!({ "email": "new@example.com" }));
    let before = stage.writes();
    let said = changes(&stage).exits(0).sums_up([1, 2, 30, 0]);
    let summary = said.summary();
    assert_eq!(summary["read_auth0"], 33);
    let (auth0, userhub) = requests(&summary);
    assert!(auth0 <= 5 && userhub <= 5, "{summary}");
    assert_eq!(stage.writes(), before + 3);
    assert_eq!(stage.userhub().calls_of(&new).imports, 1);
    assert_eq!(stage.record(&renamed)["displayName"], "Zoë Neu");
    assert_eq!(stage.record(&blocked)["disabled"], true);
    // The overlap brings them again, and what UserHub was seen to hold is known.
    let again = changes(&stage).exits(0).sums_up([0, 0, 33, 0]);
    assert_eq!(requests(&again.summary()), (3, 0));
    assert_eq!(stage.writes(), before + 3);
    // The comparison of everybody agrees.
    stage
        .sync()
        .run()
        .exits(0)
        .sums_up([0, 0, 251, 0])
        .leaves_nobody_out();
}

#[test]
fn everybody_is_compared_where_that_never_was_is_too_old_or_was_interrupted() {
    let stage = Stage::of(40);
    compares_everybody(changes(&stage).exits(0), "never_compared").sums_up([40, 0, 0, 0]);
    changes(&stage).exits(0).sums_up([0, 0, 0, 0]);

    let days_ago = |hours: i64| {
        let then = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(hours);
        format!("UPDATE meta SET value = '{then}' WHERE key = 'everybody at'")
    };
    meddle(&stage, &days_ago(7 * 24 + 1));
    compares_everybody(changes(&stage).exits(0), "too_old").sums_up([0, 0, 40, 0]);
    meddle(&stage, &days_ago(50));
    changes(&stage).exits(0).sums_up([0, 0, 0, 0]);
    let said = stage
        .program("sync --incremental --full-after 2")
        .run()
        .exits(0);
    said.says("because the last time was more than 2 days ago")
        .says("are in UserHub");

    for state in ["reading", "running", "given up"] {
        meddle(
            &stage,
            &format!("UPDATE run SET state = '{state}' WHERE kind = 'sync'"),
        );
        compares_everybody(changes(&stage).exits(0), "interrupted");
    }
    // A dry run reads everything and interrupts nothing.
    stage.program("sync --dry-run").run().exits(0);
    let summary = changes(&stage).exits(0).summary();
    assert_eq!(summary["scope"], "changes");
}

#[test]
fn what_a_dry_run_found_is_not_taken_for_brought_over() {
    let stage = synced(30);
    let id = stage.tenant().id_of(7);
    stage.change(&id, json!({ "name": "Zoë Neu" }));
    stage.program("sync --dry-run").run().exits(0);
    changes(&stage).exits(0).sums_up([0, 1, 0, 0]);
    assert_eq!(stage.record(&id)["displayName"], "Zoë Neu");
}

#[test]
fn who_comes_while_everybody_is_compared_or_while_the_index_lags_is_not_lost() {
    let mut options = Options {
        people: 450,
        already_imported: true,
        ..Options::default()
    };
    options.tenant.index_lag = Duration::from_millis(300);
    let stage = Stage::with(options);
    // After everybody was listed, and before UserHub is read to its end.
    stage
        .tenant()
        .after_requests(5, "/api/v2/users?", |tenant| {
            let new = json!({ "user_id": "auth0|meanwhile", "email": "m@example.com" });
            tenant.create_person(new.as_object().unwrap());
        });
    stage.sync().run().exits(0).sums_up([0, 0, 450, 0]);
    let late = stage.create(json!({ "email": "late@example.com" }));
    // The search does not find the second one yet. It does later, and goes back far enough for that.
    let first = changes(&stage).exits(0).summary();
    std::thread::sleep(Duration::from_millis(400));
    let second = changes(&stage).exits(0).summary();
    let added = |summary: &Value| summary["added"].as_u64().unwrap();
    assert_eq!(added(&first) + added(&second), 2, "{first} {second}");
    for id in [late.as_str(), "auth0|meanwhile"] {
        assert_eq!(stage.userhub().calls_of(id).imports, 1, "{id}");
    }
}

#[test]
fn an_import_of_more_than_can_be_paged_through_is_walked() {
    let stage = synced(60);
    let now = jiff::Timestamp::now();
    for number in 0..1_250 {
        stage.create(json!({
            "user_id": format!("auth0|import{number:05}"),
            "email": format!("{number}@import.example"),
            "created_at": format!("{now:.3}"),
        }));
    }
    let before = stage.writes();
    changes(&stage).exits(0).sums_up([1_250, 0, 0, 0]);
    assert_eq!(stage.held(), 1_310);
    // After so many the next reading goes back an hour.
    let again = changes(&stage).exits(0).sums_up([0, 0, 1_250, 0]).summary();
    assert!(requests(&again).0 <= 50, "{again}");
    assert_eq!(stage.writes(), before + 1_250);
}

#[test]
fn what_was_not_brought_over_is_read_again() {
    let stage = synced(60);
    for number in 0..20 {
        stage.change(&stage.tenant().id_of(number), json!({ "name": "Changed" }));
    }
    // UserHub is gone after some of them.
    let gone = Rule::always(Fault::Status(401)).on_path(":event").after(5);
    stage.userhub().trouble().add(gone);
    let said = changes(&stage).exits(3);
    assert_eq!(said.summary()["scope"], "changes");
    stage.userhub().trouble().clear();
    let before = stage.writes();
    changes(&stage).exits(0);
    for number in 0..20 {
        let record = stage.record(&stage.tenant().id_of(number));
        assert_eq!(record["displayName"], "Changed");
    }
    assert!(stage.writes() - before <= 20);
    changes(&stage).exits(0).sums_up([0, 0, 20, 0]);
}

#[test]
fn whoever_needed_attention_is_tried_again_although_nothing_changed_in_auth0() {
    let stage = Stage::of(30);
    let id = stage.tenant().id_of(4);
    let encoded = id.replace('|', "%7C");
    let refused = || Rule::always(Fault::Status(400)).on_path(&format!("{encoded}@"));
    stage.userhub().trouble().add(refused());
    stage.sync().run().exits(1).sums_up([29, 0, 0, 1]);
    let said = changes(&stage).exits(1).sums_up([0, 0, 0, 1]);
    assert_eq!(said.the("attention")["id"], id.as_str());
    stage.userhub().trouble().clear();
    changes(&stage).exits(0).sums_up([1, 0, 0, 0]);
    assert_eq!(stage.held(), 30);
    changes(&stage).exits(0).sums_up([0, 0, 0, 0]);
}

#[test]
fn whom_userhub_had_marked_for_deletion_is_seen_once_they_are_restored() {
    let stage = synced(20);
    let id = stage.tenant().id_of(2);
    stage.ask("DELETE", &id, "", None);
    stage.sync().run().exits(1).sums_up([0, 0, 19, 1]);
    changes(&stage).exits(1).sums_up([0, 0, 0, 1]);
    stage.ask("POST", &id, ":undelete", Some(json!({})));
    let summary = changes(&stage).exits(0).summary();
    assert_eq!(summary["attention"], 0, "{summary}");
    changes(&stage).exits(0).sums_up([0, 0, 0, 0]);
}

#[test]
fn a_key_that_may_not_list_does_as_well() {
    let stage = Stage::of(30);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let run = |words: &str| stage.program(words).env("USERHUB_ADMIN_KEY", &key).run();
    run("sync --json").exits(0);
    let id = stage.tenant().id_of(9);
    stage.change(&id, json!({ "name": "Zoë Neu" }));
    let said = run("sync --incremental --json").exits(0);
    said.sums_up([0, 1, 0, 0]);
    assert_eq!(stage.record(&id)["displayName"], "Zoë Neu");
}

#[test]
fn where_the_search_is_refused_everybody_is_compared() {
    let stage = synced(30);
    let refused = Rule::always(Fault::Status(400)).on_path("updated_at%3A");
    stage.tenant().trouble().add(refused);
    let said = changes(&stage).exits(0);
    compares_everybody(said, "not_all_changes").sums_up([0, 0, 30, 0]);
}

#[test]
fn history_names_changes_and_keeps_one_run_of_those_in_which_nothing_had_changed() {
    let stage = synced(30);
    stage.change(&stage.tenant().id_of(3), json!({ "name": "Zoë Neu" }));
    changes(&stage).exits(0);
    meddle(
        &stage,
        "UPDATE meta SET value = '2999-01-01T00:00:00Z' WHERE key = 'changes from'",
    );
    for _ in 0..3 {
        changes(&stage).exits(0).sums_up([0, 0, 0, 0]);
        meddle(
            &stage,
            "UPDATE meta SET value = '2999-01-01T00:00:00Z' WHERE key = 'changes from'",
        );
    }
    let connection = &stage.world().access().connection_id;
    let past = Past::open(&stage.data().join("profiles").join(connection));
    let past = past.unwrap().unwrap();
    let told: Vec<_> = past
        .runs()
        .unwrap()
        .iter()
        .map(|run| (run.kind.word(), run.result()))
        .collect();
    let told: Vec<_> = told
        .iter()
        .map(|(kind, result)| (*kind, result.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("changes", "Nothing had changed"),
            ("changes", "1 person had changed: 0 added, 1 updated"),
            ("sync", "30 of 30 people are in UserHub"),
        ]
    );
    let mut names = Vec::new();
    let run = past.runs().unwrap()[1].id;
    past.each_person(run, |person| {
        names.push((person.name.clone(), person.words()));
        true
    })
    .unwrap();
    assert_eq!(names, [(Some("Zoë Neu".to_owned()), "Updated")]);
}

#[test]
fn a_run_at_work_is_in_the_way_as_of_any_sync() {
    let stage = synced(30);
    let connection = &stage.world().access().connection_id;
    let profile = stage.data().join("profiles").join(connection);
    let lock = userhub_connect::store::lock::ProfileLock::take(&profile, "process 7").unwrap();
    changes(&stage).exits(5);
    drop(lock);
    changes(&stage).exits(0);
}
