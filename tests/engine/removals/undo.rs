//! Taking a sync back: exactly those whom it added and who are as it left them, and the way back from that.

use serde_json::json;

use userhub_connect::practice::userhub::Scope;

use super::dump::dump;
use super::{leave, plain, removals, state, synced};
use crate::output::Output;
use crate::stage::Stage;

/// The newest run of a kind, as History numbers it.
fn newest(kind: &str, stage: &Stage) -> i64 {
    let said = stage.program("history --json").run().exits(0);
    let mut runs = said.all("run").into_iter();
    runs.find(|run| run["kind"] == kind).unwrap()["run"]
        .as_i64()
        .unwrap()
}

fn newest_sync(stage: &Stage) -> i64 {
    newest("sync", stage)
}

#[test]
fn the_first_sync_is_taken_back_and_userhub_is_as_it_was_when_that_is_restored() {
    let stage = synced(60);
    let run = newest_sync(&stage);
    let before = dump(&stage);
    let preview = stage.program(&format!("undo {run} --json")).run().exits(2);
    let planned = preview.all("removal_planned").len();
    assert_eq!(dump(&stage), before);
    let said = stage
        .program(&format!("undo {run} --yes --json"))
        .run()
        .exits(1);
    let (done, left) = (said.all("removal_done").len(), said.all("left_out"));
    assert_eq!(done, planned);
    assert!(done > 50, "{done}");
    // Those with a subscription or an owner's role stay, and are named.
    assert!(
        left.iter()
            .any(|one| one["reason"].as_str().unwrap().contains("subscription")),
        "{left:?}"
    );
    let marked = dump(&stage)
        .values()
        .filter(|user| user["state"] == "PENDING_DELETION")
        .count();
    assert_eq!(marked, done);
    // Later syncs neither add them again nor count them.
    let again = stage.sync().run();
    let plan = again.the("plan");
    assert_eq!(plan["taken_back"], done);
    assert_eq!(
        (&again.summary()["added"], &again.summary()["attention"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(again.summary()["taken_back"], done);
    // What is certified says that they are left out, and counts them in nothing else, also where UserHub is not listed.
    let others = 60 - done;
    let counts = |said: &Output| {
        let certificate = &said.summary()["certificate"];
        assert_eq!(said.summary()["taken_back"], done);
        assert_eq!(certificate["not_read"], 0, "{certificate}");
        let users = &certificate["auth0"]["users"];
        (certificate["taken_back"].clone(), users.clone())
    };
    let expected = (json!(done), json!(others));
    assert_eq!(counts(&again), expected);
    let verified = stage.program("verify --json").run().exits(0);
    assert_eq!(counts(&verified), expected);
    let key = stage.userhub().key(Scope::Auth0Integration);
    for words in ["verify --json", "sync --json"] {
        let said = stage.program(words).env("USERHUB_ADMIN_KEY", &key).run();
        assert_eq!(counts(&said), expected, "{words}");
    }
    let left_out = format!(
        "Auth0 has 60 users; {done} of them are left out, since the sync that added them was taken back"
    );
    stage.program("verify").run().says(&left_out);
    let back = newest("undo", &stage);
    (stage.program("sync").run())
        .says(&left_out)
        .says(&format!("{others} of {others} people are in UserHub"))
        .says(&format!("userhub-connect removals restore --run {back}"));
    let changed = said.all("removal_done")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    stage.change(&changed, json!({ "nickname": "not brought over" }));
    let incremental = stage.program("sync --incremental --json").run().exits(0);
    assert_eq!(incremental.summary()["attention"], 0);
    assert_eq!(state(&stage, &changed), "PENDING_DELETION");
    removals(&stage, &format!("restore --run {back} --yes"))
        .run()
        .exits(0);
    assert_eq!(dump(&stage), before);
    assert_eq!(stage.sync().run().the("plan")["taken_back"], 0);
    // And undone once more.
    stage
        .program(&format!("undo {run} --yes --json"))
        .run()
        .exits(1);
}

#[test]
fn who_was_there_before_was_changed_since_or_came_by_a_later_sync_stays_and_is_named() {
    let stage = synced(20);
    let ids = ["a", "b", "c"]
        .map(|name| stage.create(json!({ "email": format!("{name}@example.com"), "name": name })));
    stage.sync().run();
    let run = newest_sync(&stage);
    stage.ask(
        "PATCH",
        &ids[0],
        "",
        Some(json!({ "displayName": "Edited" })),
    );
    stage.change(&ids[1], json!({ "name": "Changed in Auth0" }));
    stage.sync().run();
    let later = stage.create(json!({ "email": "later@example.com" }));
    stage.sync().run();
    stage.ask(
        "PATCH",
        &ids[0],
        "",
        Some(json!({ "displayName": "Edited again" })),
    );
    let said = stage
        .program(&format!("undo {run} --yes --json"))
        .run()
        .exits(1);
    let reason = |id: &str| {
        let left = said.all("left_out");
        let one = left.iter().find(|one| one["id"] == id).unwrap();
        one["reason"].as_str().unwrap().to_owned()
    };
    assert!(
        reason(&ids[1]).contains("later sync"),
        "{}",
        reason(&ids[1])
    );
    assert_eq!(said.the("removal_done")["id"], ids[2].as_str());
    assert_eq!(state(&stage, &ids[2]), "PENDING_DELETION");
    for id in [&ids[0], &ids[1], &later] {
        assert_eq!(state(&stage, id), "ACTIVE");
    }
    let first = stage.tenant().id_of(3);
    assert_eq!(state(&stage, &first), "ACTIVE", "the first sync added them");
    stage.program("undo 99 --yes --json").run().exits(2);
}

#[test]
fn whoever_it_was_decided_to_keep_stays() {
    let stage = synced(30);
    let run = newest_sync(&stage);
    let kept = plain(&stage, 1);
    leave(&stage, &kept);
    let decide = |word: &str| {
        let said = removals(&stage, &format!("{word} {} --yes", kept[0])).run();
        said.exits(0);
    };
    decide("mark");
    // Whoever is brought back counts as kept, and is as the sync left them.
    decide("restore");
    let said = stage
        .program(&format!("undo {run} --yes --json"))
        .run()
        .exits(1);
    let left = said.all("left_out");
    let one = left.iter().find(|one| one["id"] == kept[0].as_str());
    let reason = one.expect("named")["reason"].as_str().unwrap();
    assert!(reason.contains("decided since to keep"), "{reason}");
    assert_eq!(state(&stage, &kept[0]), "ACTIVE");
}
