//! Accidents that a guard stops before the first write: half of a tenant, a connection with everybody in it, a reading that
//! is not whole; and those who are never removed with others.

use userhub_connect::practice::trouble::{Fault, Rule};

use super::dump::dump;
use super::{leave, plain, removals, state, synced, waiting};

#[test]
fn many_at_once_are_stopped_before_the_first_write_and_the_typed_number_alone_lets_them_pass() {
    let stage = synced(200);
    let gone = plain(&stage, 20);
    leave(&stage, &gone);
    let before = dump(&stage);
    let said = removals(&stage, "mark --all").run().exits(2);
    let guards: Vec<_> = said
        .all("guard")
        .iter()
        .map(|one| one["guard"].clone())
        .collect();
    assert_eq!(guards, ["share", "many"]);
    let command = said.summary()["command"].as_str().unwrap().to_owned();
    assert!(command.ends_with("--yes --confirm 20"), "{command}");
    for words in [
        "mark --all --yes",
        "mark --all --yes --confirm 19",
        "disable --all --yes",
    ] {
        let said = removals(&stage, words).run().exits(5);
        let why = said.the("problem")["why"].as_str().unwrap().to_owned();
        assert!(
            why.contains("20 of 200 people are more than 2 in 100"),
            "{why}"
        );
    }
    assert_eq!(dump(&stage), before);
    // Adds and updates go on.
    stage.create(serde_json::json!({ "email": "new@example.com" }));
    assert_eq!(stage.sync().run().summary()["added"], 1);
    let said = removals(&stage, "mark --all --yes --confirm 20")
        .run()
        .exits(0);
    assert_eq!(said.summary()["done"], 20);
}

#[test]
fn what_is_printed_for_everybody_is_for_those_who_were_shown() {
    let stage = synced(60);
    let gone = plain(&stage, 3);
    leave(&stage, &gone[..2]);
    let said = removals(&stage, "disable --all").run().exits(2);
    let command = said.summary()["command"].as_str().unwrap().to_owned();
    assert!(command.ends_with("--yes --confirm 2"), "{command}");
    leave(&stage, &gone[2..]);
    let said = removals(&stage, "disable --all --yes --confirm 2").run();
    let why = said.exits(5).the("problem")["why"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        why.contains("that was typed is 2, and now there are 3 people"),
        "{why}"
    );
    for id in &gone {
        assert_eq!(state(&stage, id), "ACTIVE");
    }
    let said = removals(&stage, "disable --all --yes --confirm 3").run();
    assert_eq!(said.exits(0).summary()["done"], 3);
}

#[test]
fn a_connection_that_is_deleted_with_everybody_in_it_is_named() {
    let stage = synced(300);
    let theirs = stage.tenant().delete_connection("google-oauth2");
    assert!(theirs > 10);
    for _ in 0..2 {
        stage.sync().run();
    }
    let said = removals(&stage, "mark --all").run().exits(2);
    let alike = said
        .all("guard")
        .into_iter()
        .find(|one| one["guard"] == "alike")
        .unwrap();
    let words = alike["text"].as_str().unwrap();
    assert!(
        words.contains(
            "came through the connection google-oauth2, of which nobody is left in Auth0"
        ),
        "{words}"
    );
    removals(&stage, "mark --all --yes").run().exits(5);
}

#[test]
fn a_first_comparison_and_one_that_is_not_proved_remove_nobody_whatever_is_typed() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    // The newest reading lacks a count to be held against.
    let uncounted = Rule::always(Fault::Total(None)).on_path("/api/v2/users?");
    stage.tenant().trouble().add(uncounted);
    stage.sync().run();
    let said = removals(&stage, "mark --all --yes --confirm 2")
        .run()
        .exits(5);
    let why = said.the("problem")["why"].as_str().unwrap().to_owned();
    assert!(why.contains("not proved complete"), "{why}");
    assert_eq!(state(&stage, &gone[0]), "ACTIVE");
    stage.tenant().trouble().clear();
    // Another computer's first comparison has never seen them.
    let fresh = |words: &str| {
        let data = stage.home().join("other").display().to_string();
        stage.program(words).flag("--data-dir", &data)
    };
    fresh("sync --json").run();
    let said = fresh("removals --json").run().exits(0);
    assert!(said.all("removal").is_empty());
    stage.sync().run();
    removals(&stage, "mark --all --yes").run().exits(0);
}

#[test]
fn who_has_a_subscription_or_owns_an_organization_is_never_part_of_a_batch() {
    let stage = synced(80);
    let ids = stage.tenant().person_ids();
    let has = |id: &&String, field: &str| {
        let record = stage.record(id);
        match &record[field] {
            serde_json::Value::Array(some) => !some.is_empty(),
            other => !other.is_null(),
        }
    };
    let paying = ids
        .iter()
        .find(|id| has(id, "subscription"))
        .unwrap()
        .clone();
    let owner = ids
        .iter()
        .find(|id| has(id, "memberships"))
        .unwrap()
        .clone();
    let free = plain(&stage, 1).remove(0);
    leave(&stage, &[paying.clone(), owner.clone(), free.clone()]);
    let said = removals(&stage, "").run().exits(0);
    let of = |id: &str| {
        let all = said.all("removal");
        let one = all.iter().find(|one| one["id"] == id).unwrap();
        one["subscription"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(of(&paying), "has a subscription (ACTIVE)");
    assert_eq!(of(&owner), "is an owner of Practice Ltd");
    let said = removals(&stage, "mark --all --yes").run().exits(1);
    assert_eq!(said.all("left_out").len(), 2);
    assert_eq!(said.summary()["done"], 1);
    assert_eq!(
        (
            state(&stage, &free).as_str(),
            state(&stage, &paying).as_str()
        ),
        ("PENDING_DELETION", "ACTIVE")
    );
    // Asked for alone, a person has decided.
    removals(&stage, "mark --yes").word(&paying).run().exits(0);
    assert_eq!(state(&stage, &paying), "PENDING_DELETION");
    assert_eq!(waiting(&stage), [owner]);
}
