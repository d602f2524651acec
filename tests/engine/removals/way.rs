//! From somebody who left to marked and back: the list, each decision, people who are merged or come back.

use serde_json::{Value, json};
use userhub_connect::practice::trouble::{Fault, Rule};

use super::dump::dump;
use super::{leave, outcomes, plain, removals, state, synced, waiting};

#[test]
fn one_who_left_is_listed_once_it_is_proved_and_nothing_happens_to_them_by_itself() {
    let stage = synced(60);
    let [gone] = plain(&stage, 1).try_into().unwrap();
    let before = dump(&stage);
    assert!(stage.tenant().delete_person(&gone));
    let said = stage.sync().run();
    assert_eq!(
        said.the("plan")["removals_waiting"],
        0,
        "one word is no proof"
    );
    assert_eq!(waiting(&stage), Vec::<String>::new());
    let said = stage.sync().run();
    assert_eq!(said.the("plan")["removals_waiting"], 1);
    let said = removals(&stage, "").run().exits(0);
    let removal = said.the("removal");
    assert_eq!(removal["id"], gone.as_str());
    let evidence: Vec<&str> = (removal["evidence"].as_array().unwrap().iter())
        .map(|one| one.as_str().unwrap())
        .collect();
    assert!(
        evidence.iter().any(|one| one.contains("asked again at")),
        "{evidence:?}"
    );
    assert_eq!(removal["subscription"], Value::Null);
    assert_eq!(dump(&stage), before);
    let said = stage.program("sync").run();
    said.says("1 person left Auth0 and waits for a decision");
}

#[test]
fn a_decision_is_shown_first_then_done_and_taken_back_and_userhub_is_as_before() {
    let stage = synced(60);
    let gone = plain(&stage, 3);
    leave(&stage, &gone);
    let before = dump(&stage);
    let said = removals(&stage, "mark --all").run().exits(2);
    assert_eq!(said.all("removal_planned").len(), 3);
    let command = said.summary()["command"].as_str().unwrap().to_owned();
    assert!(
        command.contains("removals mark --all") && command.contains(" --yes"),
        "{command}"
    );
    assert_eq!(dump(&stage), before);
    let said = removals(&stage, "mark --all --yes").run().exits(0);
    assert_eq!(said.summary()["done"], 3);
    for id in &gone {
        assert_eq!(state(&stage, id), "PENDING_DELETION");
    }
    assert_eq!(waiting(&stage), Vec::<String>::new());
    // Nothing is done twice, and later syncs leave them alone.
    removals(&stage, "mark --all --yes").run().exits(0);
    let said = stage.sync().run();
    assert_eq!(said.summary()["attention"], 0);
    let history = stage.program("history").run().exits(0);
    history.says("Removal").says("3 people marked for deletion");
    let run = said_run(&stage, "removal");
    let said = removals(&stage, &format!("restore --run {run}"))
        .run()
        .exits(2);
    assert_eq!(said.all("removal_planned").len(), 3);
    removals(&stage, &format!("restore --run {run} --yes"))
        .run()
        .exits(0);
    assert_eq!(dump(&stage), before);
    // Whoever is restored counts as kept.
    stage.sync().run();
    assert_eq!(waiting(&stage), Vec::<String>::new());
    removals(&stage, &format!("restore --run {run} --yes"))
        .run()
        .exits(2);
}

/// The newest run of a kind, as History numbers it.
fn said_run(stage: &crate::stage::Stage, kind: &str) -> i64 {
    let said = stage.program("history --json").run().exits(0);
    let mut runs = said.all("run").into_iter();
    let run = runs.find(|run| run["kind"] == kind).unwrap();
    run["run"].as_i64().unwrap()
}

#[test]
fn disabling_keeps_them_and_keeping_asks_no_more() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    let before = dump(&stage);
    let (one, other) = (&gone[0], &gone[1]);
    removals(&stage, "keep").word(one).run().exits(2);
    removals(&stage, "keep --yes").word(one).run().exits(0);
    assert_eq!(waiting(&stage), std::slice::from_ref(other));
    let own = stage.record(other)["id"].as_str().unwrap().to_owned();
    removals(&stage, "disable --yes").word(&own).run().exits(0);
    assert_eq!(state(&stage, other), "DISABLED");
    assert_eq!(waiting(&stage), Vec::<String>::new());
    removals(&stage, "restore --all --yes").run().exits(0);
    assert_eq!(dump(&stage), before);
}

#[test]
fn what_was_disabled_or_marked_by_somebody_else_is_not_the_apps_to_take_back() {
    let stage = synced(60);
    let gone = plain(&stage, 1);
    leave(&stage, &gone);
    stage.ask("DELETE", &gone[0], "", None);
    let said = removals(&stage, "mark --yes").word(&gone[0]).run().exits(0);
    assert_eq!(outcomes(&said), [(gone[0].clone(), "already".to_owned())]);
    removals(&stage, "restore --yes")
        .word(&gone[0])
        .run()
        .exits(2);
    assert_eq!(state(&stage, &gone[0]), "PENDING_DELETION");
}

#[test]
fn who_is_merged_into_another_user_has_not_left() {
    let stage = synced(60);
    let ids = plain(&stage, 2);
    assert!(stage.tenant().merge_people(&ids[0], &ids[1]));
    for _ in 0..2 {
        stage.sync().run();
    }
    assert_eq!(waiting(&stage), Vec::<String>::new());
    let said = removals(&stage, "mark --yes").word(&ids[0]).run().exits(1);
    let why = said.the("left_out")["reason"].as_str().unwrap().to_owned();
    assert!(why.contains("lives on as part of another user"), "{why}");
    assert_eq!(state(&stage, &ids[0]), "ACTIVE");
    let said = stage.program("person --json").word(&ids[0]).run().exits(0);
    assert_eq!(said.the("person")["verdict"], "merged");
}

#[test]
fn who_comes_back_is_taken_off_the_list_or_restored_by_the_next_sync() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    let come_back = |id: &str| stage.create(json!({ "user_id": id, "name": "Back Again" }));
    removals(&stage, "mark --yes").word(&gone[0]).run().exits(0);
    assert_eq!(waiting(&stage), [gone[1].clone()]);
    come_back(&gone[1]);
    // Between the comparison and the decision: Auth0 is asked right before.
    let said = removals(&stage, "mark --yes").word(&gone[1]).run().exits(1);
    assert_eq!(outcomes(&said), [(gone[1].clone(), "left".to_owned())]);
    assert_eq!(waiting(&stage), Vec::<String>::new());
    come_back(&gone[0]);
    let said = stage.program("person --json").word(&gone[0]).run().exits(0);
    assert_eq!(said.the("person")["verdict"], "marked_by_app");
    let said = stage.sync().run();
    assert_eq!(said.the("removal_done")["act"], "restore");
    assert_eq!(said.summary()["attention"], 0);
    for id in &gone {
        let record = stage.record(id);
        assert_eq!(
            (record["state"].as_str(), record["displayName"].as_str()),
            (Some("ACTIVE"), Some("Back Again"))
        );
    }
}

#[test]
fn an_answer_that_is_lost_is_looked_at_and_the_call_is_not_repeated() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    // The call comes through, and its answer does not.
    let lost = Rule::always(Fault::ResetAfterWork).on_method("DELETE");
    stage.userhub().trouble().add(lost);
    let said = removals(&stage, "mark --all --yes").run().exits(0);
    assert_eq!(said.summary()["done"], 2);
    stage.userhub().trouble().clear();
    removals(&stage, "restore --all --yes").run().exits(0);
    // The call does not come through at all.
    let refused = Rule::always(Fault::Status(503)).on_method("DELETE");
    stage.userhub().trouble().add(refused);
    let before = dump(&stage);
    let said = removals(&stage, "mark --yes").word(&gone[0]).run().exits(1);
    let why = said.the("removal_done")["reason"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(why.contains("answer was lost"), "{why}");
    assert_eq!(dump(&stage), before);
}

#[test]
fn when_the_grace_period_is_over_it_is_said_that_nothing_brings_them_back() {
    let stage = synced(60);
    let gone = plain(&stage, 1);
    leave(&stage, &gone);
    removals(&stage, "mark --all --yes").run().exits(0);
    assert_eq!(stage.wait_for(stage.userhub().end_grace()).unwrap(), 1);
    let said = removals(&stage, "restore --all --yes").run().exits(1);
    let why = said.the("removal_done")["reason"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(why.contains("for good"), "{why}");
}

#[test]
fn whom_the_index_has_lost_and_whom_another_tenant_would_miss_are_nobody_to_remove() {
    let stage = synced(60);
    let ids = plain(&stage, 3);
    stage.tenant().hide_people(&ids);
    for _ in 0..3 {
        stage.sync().run();
    }
    assert_eq!(waiting(&stage), Vec::<String>::new());
    removals(&stage, "mark --yes").word(&ids[0]).run().exits(2);
    stage.tenant().hide_people(&[]);
    leave(&stage, &ids[..1]);
    // Right before the write nobody of Auth0 is found: another tenant answers, or nonsense does.
    let nobody = Rule::always(Fault::Status(404)).on_path("/api/v2/users/");
    stage.tenant().trouble().add(nobody);
    let said = removals(&stage, "mark --yes").word(&ids[0]).run();
    assert_ne!(said.code, Some(0));
    assert_eq!(state(&stage, &ids[0]), "ACTIVE");
}

#[test]
fn what_is_typed_wrongly_is_said_and_a_key_that_may_not_write_is_refused() {
    let stage = synced(60);
    let gone = plain(&stage, 1);
    leave(&stage, &gone);
    removals(&stage, "mark --yes")
        .word("auth0|nobody")
        .run()
        .exits(2);
    removals(&stage, "mark --yes").run().exits(2);
    removals(&stage, "mark --all --yes")
        .word(&gone[0])
        .run()
        .exits(2);
    removals(&stage, "restore --run 99 --yes").run().exits(2);
    // A number that was typed for a look is not typed twice by whoever pastes what it prints.
    let said = removals(&stage, "mark --all --confirm 5").run().exits(2);
    let command = said.summary()["command"].as_str().unwrap().to_owned();
    assert!(
        command.ends_with(" --yes --confirm 1") && !command.contains("--confirm 5"),
        "{command}"
    );
    for (words, why) in [
        ("undo foo", "it is the number of a run"),
        ("history --run foo", "it is the number of a run"),
        (
            "removals mark --all --confirm many",
            "the number of people, in digits",
        ),
    ] {
        stage.program(words).run().exits(2).says(why);
    }
    stage.program("removals purge --json").run().exits(2);
    let key = stage
        .userhub()
        .key(userhub_connect::practice::userhub::Scope::ReadOnly);
    let said = removals(&stage, "mark --yes")
        .word(&gone[0])
        .env("USERHUB_ADMIN_KEY", &key)
        .run();
    said.exits(3);
    assert_eq!(state(&stage, &gone[0]), "ACTIVE");
    // With the right key it goes on, and nobody is done twice.
    removals(&stage, "mark --all --yes").run().exits(0);
    assert_eq!(state(&stage, &gone[0]), "PENDING_DELETION");
}

#[test]
fn those_who_were_missed_are_looked_for_ten_at_a_time_and_whoever_lives_on_is_found_among_them() {
    let stage = synced(120);
    let ids = plain(&stage, 42);
    for id in &ids[..40] {
        assert!(stage.tenant().delete_person(id));
    }
    assert!(stage.tenant().merge_people(&ids[40], &ids[41]));
    let lists =
        |stage: &crate::stage::Stage| stage.tenant().requests().to("GET", "/api/v2/users").total;
    let before = lists(&stage);
    stage.sync().run();
    // Pages, counts, and five questions for 41 people.
    let asked = lists(&stage) - before;
    assert!(asked < 20, "{asked} searches");
    stage.sync().run();
    let listed = waiting(&stage);
    assert_eq!(listed.len(), 40);
    assert!(
        !listed.contains(&ids[40]),
        "who lives on in another user has not left"
    );
}
