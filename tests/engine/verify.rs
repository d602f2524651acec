//! `verify` and the certificate: what is said of both sides, counted apart from the plan.

use serde_json::{Value, json};
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;

use crate::program::Program;
use crate::stage::Stage;

fn verify(stage: &Stage) -> Program {
    stage.program("verify --json")
}

/// A world whose people all agree after a sync: nobody whose name UserHub keeps.
fn synced(people: u64) -> Stage {
    let stage = Stage::of(people);
    stage.sync().run().exits(0);
    stage
}

#[test]
fn both_sides_that_agree_are_said_to_and_nothing_is_written_anywhere() {
    let stage = synced(20);
    let before = stage.writes();
    let said = verify(&stage).run().exits(0);
    let summary = said.summary();
    assert_eq!(summary["agree"], true);
    assert_eq!(summary["complete"], true);
    assert_eq!(summary["not_proved"], json!([]));
    let certificate = &summary["certificate"];
    assert_eq!(certificate["auth0"]["users"], 20);
    assert_eq!(
        certificate["auth0"]["digest"],
        certificate["userhub"]["digest"]
    );
    assert_eq!(stage.writes(), before);
    stage
        .program("verify")
        .run()
        .exits(0)
        .says("Both sides agree.");
}

#[test]
fn complete_is_not_said_beside_a_missing_person_without_a_word_about_them() {
    let stage = synced(20);
    let again = || stage.program("sync").run();
    again().exits(0).says("Complete. Counted again");
    let refused = Fault::Status(400);
    let refused = Rule::always(refused).on_path(":import");
    stage.userhub().trouble().add(refused);
    stage.create(json!({ "email": "new@example.com" }));
    again()
        .exits(1)
        .says("Complete: whoever is missing or different is named with a reason.")
        .says("1 missing in UserHub");
}

#[test]
fn who_is_missing_different_or_only_in_userhub_is_named() {
    let stage = synced(20);
    let ids = stage.tenant().person_ids();
    let new = stage.create(json!({ "email": "new@example.com" }));
    stage.change(&ids[0], json!({ "name": "Somebody Else" }));
    assert!(stage.tenant().delete_person(&ids[1]));
    let said = verify(&stage).run().exits(1);
    assert_eq!(said.the("missing")["id"], new.as_str());
    let different = said.the("different");
    assert_eq!(different["id"], ids[0].as_str());
    assert_eq!(different["fields"], json!(["displayName"]));
    assert_eq!(said.the("only_in_userhub")["id"], ids[1].as_str());
    let summary = said.summary();
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["same"], 18);
    let history = stage.program("history").run().exits(0);
    history.says("Verification").says("2 of 20 users differ");
    // People who are only in UserHub are no difference.
    stage.sync().run().exits(0);
    let said = verify(&stage).run().exits(0);
    assert_eq!(said.the("only_in_userhub")["id"], ids[1].as_str());
}

#[test]
fn whoever_keeps_a_value_of_userhubs_own_is_named_and_is_no_difference() {
    let stage = synced(250);
    let said = verify(&stage).run().exits(0);
    let summary = said.summary();
    assert_eq!(summary["agree"], true);
    assert_eq!(summary["complete"], true);
    let kept = said.all("kept");
    assert!(!kept.is_empty());
    assert_eq!(summary["kept"], kept.len());
    assert_eq!(summary["same"], 250 - kept.len());
    stage
        .program("verify")
        .run()
        .exits(0)
        .says("Both sides agree, ")
        .says("a value of its own");
    // Once Auth0 changes, it is a difference until UserHub was asked again.
    let id = kept[0]["id"].as_str().unwrap();
    stage.change(id, json!({ "name": "Somebody Else" }));
    let said = verify(&stage).run().exits(1);
    assert_eq!(said.the("different")["id"], id);
}

#[test]
fn a_key_that_may_not_list_proves_nothing_and_a_sync_with_it_is_no_failure() {
    let stage = Stage::of(10);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let key = key.as_str();
    let said = stage.sync().env("USERHUB_ADMIN_KEY", key).run().exits(0);
    let summary = said.summary();
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["not_proved"], json!(["userhub_not_listed"]));
    stage
        .program("sync")
        .env("USERHUB_ADMIN_KEY", key)
        .run()
        .exits(0)
        .says("Not proved complete: the API key may not list users");
    let said = verify(&stage).env("USERHUB_ADMIN_KEY", key).run().exits(1);
    assert_eq!(said.summary()["not_proved"], json!(["userhub_not_listed"]));
    assert_eq!(said.all("missing"), Vec::<Value>::new());
}

#[test]
fn refusals_the_network_and_the_lock_are_told_as_by_a_sync() {
    let stage = synced(5);
    let wrong = verify(&stage).env("AUTH0_CLIENT_SECRET", "practice-not-the-secret");
    let said = wrong.run().exits(3);
    assert_eq!(said.summary()["certificate"], Value::Null);
    verify(&stage)
        .flag("--auth0-url", "http://127.0.0.1:9")
        .run()
        .exits(4);
    let stuck = Stage::of(300);
    let hang = Rule::always(Fault::Hang).on_path(":import").after(5);
    stuck.userhub().trouble().add(hang);
    let running = stuck.sync().start();
    stuck.until("somebody", |stage| stage.userhub().calls().imports >= 1);
    verify(&stuck).run().exits(5);
    running.kill();
    stuck.userhub().trouble().clear();
    // A sync that was cut off is still there after a verification, and is gone on with.
    verify(&stuck).run().exits(1);
    let said = stuck.sync().run().exits(0).leaves_nobody_out();
    assert_eq!(said.the("plan")["continued"], true);
    assert_eq!(said.summary()["certificate"]["userhub"]["users"], 300);
}

#[test]
fn the_certificate_is_saved_whole_and_replaces_nothing() {
    let stage = synced(12);
    let ids = stage.tenant().person_ids();
    stage.change(&ids[0], json!({ "name": "Somebody Else" }));
    let file = stage.home().join("certificate.json");
    let save = || verify(&stage).flag("--save", &file.display().to_string());
    save().run().exits(1);
    let text = std::fs::read_to_string(&file).unwrap();
    let saved: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(saved["different"], 1);
    assert_eq!(saved["people"][0]["id"], ids[0].as_str());
    save().run().exits(2);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}
