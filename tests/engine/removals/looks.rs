//! A look at people who left: it interrupts nobody's work, and says of what it does not know that it does not.

use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::{Application, Options};

use super::{leave, plain, removals, synced, waiting};
use crate::stage::Stage;

#[test]
fn no_look_and_no_preview_interrupts_a_watch_that_compares() {
    let stage = Stage::with(Options {
        people: 1_000,
        application: Application::WithEvents,
        userhub_latency: Duration::from_millis(80),
        ..Options::default()
    });
    let mut running = stage.program("watch --json").start();
    assert_eq!(running.wait_for("state")["state"], "comparing");
    stage.until("some people", |stage| stage.writes() > 50);
    for words in ["", "mark --all", "restore --all"] {
        removals(&stage, words).run().exits(0);
    }
    stage.program("undo 1 --json").run().exits(2);
    // Nothing came in between.
    assert!(!running.has_ended());
    assert_eq!(running.wait_for("state")["state"], "live");
    running.terminate();
    running.finish().exits(0);
}

#[test]
fn a_preview_is_to_be_had_while_a_sync_is_at_work() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    for number in 0..200 {
        stage.create(json!({ "email": format!("new-{number}@example.com") }));
    }
    let slow = Rule::always(Fault::Delay(Duration::from_millis(300))).on_path(":import");
    stage.userhub().trouble().add(slow);
    let mut running = stage.sync().start();
    running.wait_for("plan");
    let said = removals(&stage, "mark --all").run().exits(2);
    assert_eq!(said.all("removal_planned").len(), 2);
    // What is decided waits for its turn all the same.
    removals(&stage, "mark --all --yes").run().exits(5);
    assert!(!running.has_ended());
    running.finish().exits(0);
}

#[test]
fn a_subscription_is_there_or_not_or_not_known() {
    let stage = synced(60);
    let ids = stage.tenant().person_ids();
    let has = |id: &&String| !stage.record(id)["subscription"].is_null();
    let mut who = vec![ids.iter().find(has).unwrap().clone()];
    who.extend(plain(&stage, 1));
    leave(&stage, &who);
    let told = || {
        let said = removals(&stage, "").run().exits(0);
        let of = |id: &String| {
            let all = said.all("removal");
            let one = all.iter().find(|one| one["id"] == **id).unwrap().clone();
            (
                one["subscription"].is_string(),
                one["subscription_known"] == true,
            )
        };
        [of(&who[0]), of(&who[1])]
    };
    assert_eq!(told(), [(true, true), (false, true)]);
    let refused = Rule::always(Fault::Status(400)).on_path("/users/usr_");
    stage.userhub().trouble().add(refused);
    assert_eq!(told(), [(false, false), (false, false)]);
    // Nothing is done to them, and it does not end what is done to others.
    removals(&stage, "mark --all --yes").run().exits(1);
    stage.userhub().trouble().clear();
    assert_eq!(waiting(&stage).len(), 2);
}

#[test]
fn an_answer_that_cannot_be_read_ends_no_comparison() {
    let stage = synced(60);
    let who = plain(&stage, 3);
    let odd = Rule::always(Fault::InvalidJson).on_path("identities.user_id");
    stage.tenant().trouble().add(odd);
    for id in &who {
        assert!(stage.tenant().delete_person(id));
    }
    stage.sync().run().exits(0);
    let db = Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap();
    let noted: i64 = db
        .query_row("SELECT count(*) FROM gone", [], |row| row.get(0))
        .unwrap();
    assert_eq!(noted, 3);
    // Whether they live on in another user was not known, and so it counts for nothing that they were missed.
    stage.tenant().trouble().clear();
    stage.sync().run().exits(0);
    assert_eq!(waiting(&stage), [""; 0]);
    stage.sync().run().exits(0);
    assert_eq!(waiting(&stage).len(), 3);
}
