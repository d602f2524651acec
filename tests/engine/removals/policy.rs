//! What is done by itself: nothing at first; then what a person has turned on by typing the set-up's name, after its days, within
//! every guard, and never to somebody who is protected.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde_json::{Value, json};
use userhub_connect::practice::trouble::{Fault, Rule};

use super::{leave, plain, removals, state, synced};
use crate::stage::Stage;
use crate::unattended::by_files;

/// Turns it on.
pub(super) fn turn_on(stage: &Stage, act: &str) {
    let words = format!("policy {act} --after-days 2 --set-up practice.us.auth0.com");
    let said = removals(stage, &words).run().exits(0);
    assert_eq!(said.the("removal_policy")["act"], act);
}

/// Lets so many days pass: whatever was written down of people who left, and of what is turned on, is older by them.
pub(super) fn days_pass(stage: &Stage, days: i64) {
    let earlier = |text: &str| {
        let at: Timestamp = text.parse().unwrap();
        (at - SignedDuration::from_hours(24 * days)).to_string()
    };
    let file = stage.setup().profile.join("removal-policy.json");
    if let Ok(text) = fs::read_to_string(&file) {
        let mut policy: Value = serde_json::from_str(&text).unwrap();
        policy["turned_on_at"] = json!(earlier(policy["turned_on_at"].as_str().unwrap()));
        fs::write(&file, policy.to_string()).unwrap();
    }
    let db = Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap();
    let mut read = db
        .prepare("SELECT id, again_at FROM gone WHERE again_at IS NOT NULL")
        .unwrap();
    let rows = read
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let rows: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    for (id, at) in rows {
        let sql = "UPDATE gone SET again_at = ?2, said_at = ?3 WHERE id = ?1";
        let said = earlier(&earlier(&at));
        db.execute(sql, [id, earlier(&at), said]).unwrap();
    }
}

#[test]
fn nothing_is_done_by_itself_unless_a_person_has_typed_the_name_of_the_set_up() {
    let stage = synced(60);
    let who = plain(&stage, 1);
    leave(&stage, &who);
    for words in [
        "policy mark --after-days 2 --set-up another.us.auth0.com",
        "policy mark --after-days 0 --set-up practice.us.auth0.com",
        "policy mark --after-days 2",
    ] {
        removals(&stage, words).run().exits(2);
    }
    assert_eq!(
        removals(&stage, "policy")
            .run()
            .exits(0)
            .the("removal_policy")["act"],
        Value::Null
    );
    days_pass(&stage, 400);
    stage.sync().run();
    assert_eq!(state(&stage, &who[0]), "ACTIVE");
}

#[test]
fn after_its_days_it_is_done_also_when_nobody_watches_and_history_names_it_and_it_is_undone() {
    let stage = synced(60);
    let who = plain(&stage, 2);
    turn_on(&stage, "mark");
    leave(&stage, &who[..1]);
    days_pass(&stage, 1);
    stage.sync().run();
    assert_eq!(state(&stage, &who[0]), "ACTIVE");
    days_pass(&stage, 1);
    let said = by_files(&stage, "sync --unattended --wait 0 --json").run();
    assert_eq!(said.the("removal_done")["act"], "mark");
    assert_eq!(state(&stage, &who[0]), "PENDING_DELETION");
    let history = stage.program("history --json").run().exits(0);
    let runs = history.all("run");
    let run = runs.iter().find(|run| run["kind"] == "policy").unwrap()["run"].clone();
    removals(&stage, &format!("restore --run {run} --yes"))
        .run()
        .exits(0);
    assert_eq!(state(&stage, &who[0]), "ACTIVE");
    // Whoever was restored counts as kept; and turned off, nothing is done to the next one.
    removals(&stage, "policy off").run().exits(0);
    leave(&stage, &who[1..]);
    days_pass(&stage, 400);
    stage.sync().run();
    for id in &who {
        assert_eq!(state(&stage, id), "ACTIVE");
    }
}

#[test]
fn every_guard_holds_for_it_and_the_sync_comes_to_its_end() {
    let stage = synced(60);
    let who = plain(&stage, 5);
    turn_on(&stage, "disable");
    leave(&stage, &who);
    days_pass(&stage, 3);
    let said = stage.sync().run().exits(0);
    assert_eq!(said.the("guard")["guard"], "share");
    assert_eq!(said.all("removal_done").len(), 0);
    let told = said.the("policy_stopped");
    assert_eq!(
        (&told["code"], &told["guards"]),
        (&json!("E18"), &json!(["share"]))
    );
    // It is shown until it is over, and the same cause is one entry of History.
    stage.sync().run().exits(0);
    let policy = removals(&stage, "policy").run().exits(1);
    let list = removals(&stage, "").run().exits(0);
    for shown in [policy.the("policy_stopped"), list.the("policy_stopped")] {
        assert_eq!(
            (&shown["run"], &shown["since"]),
            (&told["run"], &told["since"])
        );
        assert!(shown["at"].as_str() > told["at"].as_str());
    }
    let entries = in_history(&stage);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(
        (&entries[0]["run"], &entries[0]["ending"]),
        (&told["run"], &json!("problem"))
    );
    assert_eq!(entries[0]["problem"]["code"], "E18");
    assert_eq!(entries[0]["problem"]["what"], told["what"]);
    for id in &who {
        assert_eq!(state(&stage, id), "ACTIVE");
    }
}

#[test]
fn one_standing_cause_is_one_halt_while_its_numbers_change() {
    let stage = synced(60);
    let who = plain(&stage, 6);
    turn_on(&stage, "disable");
    leave(&stage, &who[..5]);
    days_pass(&stage, 3);
    let first = stage.sync().run().exits(0).the("policy_stopped");
    leave(&stage, &who[5..]);
    days_pass(&stage, 3);
    let then = stage.sync().run().exits(0).the("policy_stopped");
    assert_ne!(then["what"], first["what"]);
    let theirs = |halt: &Value| (halt["run"].clone(), halt["since"].clone());
    assert_eq!(theirs(&then), theirs(&first));
    assert_eq!(in_history(&stage).len(), 1);
    // Once History has forgotten its run, it has one again.
    let db = Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap();
    let sql = "DELETE FROM run WHERE kind = 'policy'";
    db.execute(sql, []).unwrap();
    let last = stage.sync().run().exits(0).the("policy_stopped");
    assert_eq!(last["since"], first["since"]);
    let entries = in_history(&stage);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["run"], last["run"]);
    assert_eq!(entries[0]["problem"]["what"], last["what"]);
}

#[test]
fn who_is_due_and_cannot_be_read_is_told_after_the_others_are_done() {
    let stage = synced(60);
    let who = plain(&stage, 2);
    turn_on(&stage, "mark");
    leave(&stage, &who);
    days_pass(&stage, 3);
    let record = stage.record(&who[0])["id"].as_str().unwrap().to_owned();
    let refused = Rule::always(Fault::Status(400)).on_path(&format!("/users/{record}"));
    stage.userhub().trouble().add(refused);
    let said = stage.sync().run().exits(0);
    assert_eq!(said.the("removal_done")["id"], who[1].as_str());
    let told = said.the("policy_stopped");
    assert!(
        told["what"].as_str().unwrap().contains("left 1 person out"),
        "{told}"
    );
    // Nobody else is due: it is still told, and over once the record can be read.
    stage.sync().run().exits(0).the("policy_stopped");
    stage.userhub().trouble().clear();
    assert_eq!(state(&stage, &who[0]), "ACTIVE");
    assert_eq!(state(&stage, &who[1]), "PENDING_DELETION");
    let said = stage.sync().run().exits(0);
    assert_eq!(said.all("policy_stopped").len(), 0);
    assert_eq!(state(&stage, &who[0]), "PENDING_DELETION");
    removals(&stage, "policy").run().exits(0);
}

#[test]
fn where_only_those_are_due_who_are_protected_nothing_stands_in_its_way() {
    let stage = synced(60);
    let ids = stage.tenant().person_ids();
    // Whoever is blocked in Auth0 is disabled in UserHub before anything was done to them.
    let has =
        |id: &&String| !stage.record(id)["subscription"].is_null() && state(&stage, id) == "ACTIVE";
    let theirs = ids.iter().find(has).unwrap().clone();
    let others = plain(&stage, 5);
    turn_on(&stage, "mark");
    leave(&stage, std::slice::from_ref(&theirs));
    days_pass(&stage, 1);
    leave(&stage, &others);
    // The others are judged together with whoever is due, and are not due themselves.
    days_pass(&stage, 1);
    let said = stage.sync().run().exits(0);
    assert_eq!(said.all("policy_stopped"), Vec::<Value>::new());
    for id in others.iter().chain([&theirs]) {
        assert_eq!(state(&stage, id), "ACTIVE");
    }
}

/// What was done by itself, as History has it.
fn in_history(stage: &Stage) -> Vec<Value> {
    let said = stage.program("history --json").run().exits(0);
    let runs = said.all("run").into_iter();
    runs.filter(|run| run["kind"] == "policy").collect()
}

#[test]
fn what_fails_of_it_is_told_and_changes_nothing_of_the_sync() {
    for incremental in [false, true] {
        let stage = synced(60);
        let who = plain(&stage, 1);
        turn_on(&stage, "mark");
        leave(&stage, &who);
        days_pass(&stage, 3);
        // UserHub takes every call but the one that removes.
        let refused = Rule::always(Fault::Status(403)).on_method("DELETE");
        stage.userhub().trouble().add(refused);
        let sync = if incremental {
            stage.program("sync --incremental --json")
        } else {
            stage.sync()
        };
        let said = sync.run().exits(0);
        assert!(said.the("summary")["seconds"].as_f64() > Some(0.0));
        let told = said.the("policy_stopped");
        assert_eq!((&told["code"], &told["guards"]), (&json!("E9"), &json!([])));
        let entries = in_history(&stage);
        assert_eq!(entries.len(), 1, "{entries:?}");
        assert_eq!(entries[0]["problem"]["code"], "E9");
        // It is over once it goes well.
        stage.userhub().trouble().clear();
        let said = stage.sync().run().exits(0);
        assert_eq!(said.all("policy_stopped").len(), 0);
        assert_eq!(state(&stage, &who[0]), "PENDING_DELETION");
        removals(&stage, "policy").run().exits(0);
    }
}

#[test]
fn a_watch_tells_what_stops_it() {
    let stage = synced(60);
    let who = plain(&stage, 5);
    turn_on(&stage, "disable");
    leave(&stage, &who);
    days_pass(&stage, 3);
    // It has everybody compared first, as where that was long ago.
    let db = Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap();
    db.execute("DELETE FROM meta WHERE key = 'everybody at'", [])
        .unwrap();
    let said = stage.program("watch --for 3 --json").run().exits(0);
    assert_eq!(said.the("policy_stopped")["code"], "E18");
}

#[test]
fn an_accident_does_not_go_through_in_small_pieces() {
    let stage = synced(60);
    let who = plain(&stage, 6);
    turn_on(&stage, "disable");
    for some in who.chunks(2) {
        leave(&stage, some);
    }
    // The first two have waited for a day longer than the others.
    days_pass(&stage, 2);
    stage.sync().run();
    let disabled = who.iter().filter(|id| state(&stage, id) == "DISABLED");
    assert_eq!(disabled.count(), 0);
}

#[test]
fn somebody_with_a_subscription_is_never_removed_by_itself_also_alone() {
    let stage = synced(60);
    let ids = stage.tenant().person_ids();
    // Whoever is blocked in Auth0 is disabled in UserHub before anything was done to them.
    let has =
        |id: &&String| !stage.record(id)["subscription"].is_null() && state(&stage, id) == "ACTIVE";
    let who = ids.iter().find(has).unwrap().clone();
    turn_on(&stage, "mark");
    leave(&stage, std::slice::from_ref(&who));
    days_pass(&stage, 3);
    stage.sync().run();
    assert_eq!(state(&stage, &who), "ACTIVE");
    let list = removals(&stage, "").run().exits(0);
    assert_eq!(list.all("removal").len(), 1);
}

#[test]
fn whoever_stops_it_does_not_stop_the_sync_before_it_which_is_over() {
    let stage = synced(60);
    let who = plain(&stage, 1);
    turn_on(&stage, "mark");
    leave(&stage, &who);
    days_pass(&stage, 3);
    let slow = Fault::Delay(std::time::Duration::from_secs(5));
    let slow = Rule::always(slow).on_method("DELETE");
    stage.userhub().trouble().add(slow);
    stage.userhub().requests().reset();
    let mut running = stage.sync().start();
    stage.until("the removal", |stage| {
        let at_work = stage.userhub().requests();
        at_work.to("DELETE", "/admin/v1/users/{user}").total == 1 || running.has_ended()
    });
    running.interrupt();
    let said = running.finish().exits(0);
    assert_eq!(said.summary()["complete"], true);
    assert!(said.summary()["certificate"].is_object());
}
