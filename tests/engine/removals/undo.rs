//! Taking a sync back: exactly those whom it added and who are as it left them, and the way back from that.

use serde_json::json;

use super::dump::dump;
use super::{removals, state, synced};
use crate::stage::Stage;

/// The newest sync, as History numbers it.
fn newest_sync(stage: &Stage) -> i64 {
    let said = stage.program("history --json").run().exits(0);
    let mut runs = said.all("run").into_iter();
    runs.find(|run| run["kind"] == "sync").unwrap()["run"]
        .as_i64()
        .unwrap()
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
    let changed = said.all("removal_done")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    stage.change(&changed, json!({ "nickname": "not brought over" }));
    let incremental = stage.program("sync --incremental --json").run().exits(0);
    assert_eq!(incremental.summary()["attention"], 0);
    assert_eq!(state(&stage, &changed), "PENDING_DELETION");
    let said = stage.program("history --json").run().exits(0);
    let undo = said
        .all("run")
        .into_iter()
        .find(|run| run["kind"] == "undo")
        .unwrap();
    let back = undo["run"].as_i64().unwrap();
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
