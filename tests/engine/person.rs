//! `person`: what is said of somebody, from both services of a practice world as they are at that moment.

use std::time::Instant;

use serde_json::{Value, json};
use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;

use crate::output::Output;
use crate::stage::Stage;

fn ask(stage: &Stage, who: &str) -> Output {
    stage.program("person --json").word(who).run()
}

#[track_caller]
fn verdict(stage: &Stage, who: &str) -> (String, String) {
    let said = ask(stage, who).exits(0);
    let person = said.the("person");
    let text = |name: &str| person[name].as_str().unwrap().to_owned();
    (text("verdict"), text("text"))
}

#[track_caller]
fn says(stage: &Stage, who: &str, code: &str, words: &str) {
    let (verdict, text) = verdict(stage, who);
    assert_eq!(verdict, code, "{text}");
    assert!(text.contains(words), "{text}");
}

/// A world with somebody of a plain name and address, who is the only new one.
fn with_ada(stage: &Stage) -> String {
    stage.create(json!({ "email": "ada@example.com", "name": "Ada Lovelace" }))
}

#[test]
fn before_any_sync_it_answers_from_both_services_within_a_moment_and_changes_nothing() {
    let stage = Stage::of(50);
    let ada = with_ada(&stage);
    let began = Instant::now();
    says(
        &stage,
        &ada,
        "created_just_now",
        "Ada Lovelace is in Auth0 and not in UserHub: created",
    );
    // A debug build on a busy machine: the aim is a second.
    assert!(began.elapsed().as_secs() < 10);
    says(
        &stage,
        "ada@example.com",
        "created_just_now",
        "Ada Lovelace",
    );
    says(
        &stage,
        "ADA@Example.com",
        "created_just_now",
        "Ada Lovelace",
    );
    let old = stage.tenant().id_of(3);
    says(
        &stage,
        &old,
        "never_compared",
        "nothing was compared on this computer yet",
    );
    assert_eq!(stage.writes(), 0);
    stage
        .program("history")
        .run()
        .exits(0)
        .says("Nothing here yet");
}

#[test]
fn whoever_is_in_both_is_found_by_every_name_that_they_have() {
    let stage = Stage::of(20);
    let ada = with_ada(&stage);
    stage.sync().run().exits(0);
    let said = ask(&stage, &ada).exits(0);
    let person = said.the("person");
    assert_eq!(person["verdict"], "agree");
    assert_eq!(person["auth0"][0]["id"], ada.as_str());
    assert_eq!(person["userhub"][0]["state"], "ACTIVE");
    let own = person["userhub"][0]["id"].as_str().unwrap().to_owned();
    for who in [own.as_str(), "ada@example.com", "Ada Lovelace", "ada love"] {
        says(
            &stage,
            who,
            "agree",
            "Ada Lovelace is in both, and they agree.",
        );
    }
    let with_connection = format!("{ada}@{}", stage.userhub().connection_id());
    says(&stage, &with_connection, "agree", "Ada");
    stage.change(&ada, json!({ "name": "Ada King" }));
    says(&stage, &ada, "changed_since_comparison", "fields: name.");
    stage.change(&ada, json!({ "name": "Ada Lovelace", "blocked": true }));
    says(
        &stage,
        &ada,
        "blocked_in_auth0_only",
        "still has them as active",
    );
    stage
        .program("person ada@example.com")
        .run()
        .exits(0)
        .says("Ada Lovelace is blocked in Auth0");
}

#[test]
fn whoever_left_or_was_marked_is_told_as_that() {
    let stage = Stage::of(20);
    let ada = with_ada(&stage);
    stage.sync().run().exits(0);
    stage.ask("PATCH", &ada, "", Some(json!({ "disabled": true })));
    says(
        &stage,
        &ada,
        "disabled_in_userhub",
        "Auth0 has not blocked them",
    );
    stage.ask("DELETE", &ada, "", None);
    says(
        &stage,
        "ada@example.com",
        "marked_in_userhub",
        "which this app did not do",
    );
    stage.ask("POST", &ada, ":undelete", None);
    stage.ask("PATCH", &ada, "", Some(json!({ "disabled": false })));
    assert!(stage.tenant().delete_person(&ada));
    says(&stage, &ada, "deleted", "Auth0 does not have Ada Lovelace");
    // With the permission to read the log it is known when.
    stage.tenant().set_permissions(&[
        "read:users",
        "update:users",
        "create:users",
        "delete:users",
        "read:logs",
    ]);
    says(
        &stage,
        "ada@example.com",
        "deleted_when_known",
        "They were deleted there on",
    );
    stage.ask("DELETE", &ada, "", None);
    says(&stage, &ada, "deleted_marked", "which this app did not do");
    stage.ask("POST", &ada, ":purge", None);
    says(
        &stage,
        &ada,
        "gone_from_both",
        "Neither Auth0 nor UserHub has the id",
    );
}

#[test]
fn two_with_one_address_and_whoever_userhub_refuses_are_told_with_the_cause() {
    let stage = Stage::of(5);
    let first = with_ada(&stage);
    stage.sync().run().exits(0);
    let second = stage.create(
        json!({ "user_id": "google-oauth2|77", "email": "ada@example.com", "name": "Ada G." }),
    );
    says(
        &stage,
        "ada@example.com",
        "several_with_address_some_in_userhub",
        "missing there: Ada G.",
    );
    says(&stage, &first, "agree", "Ada Lovelace");
    stage.sync().run().exits(0);
    says(
        &stage,
        "ada@example.com",
        "several_with_address",
        "UserHub has all of them",
    );
    says(&stage, &second, "agree", "Ada G.");
    let refused = stage.create(json!({ "email": "no@refused.example", "name": "No One" }));
    stage.sync().run().exits(1);
    says(
        &stage,
        &refused,
        "refused_by_userhub",
        "could not bring them over",
    );
}

#[test]
fn nobody_is_told_apart_by_how_they_were_asked_for() {
    let stage = Stage::of(5);
    says(
        &stage,
        "nobody@example.com",
        "nowhere",
        "the address nobody@example.com",
    );
    says(
        &stage,
        "Nobody Whosoever",
        "nowhere",
        "the name Nobody Whosoever",
    );
    says(
        &stage,
        "auth0|000000000000000000000000",
        "no_such_auth0_id",
        "does not have the id",
    );
    says(
        &stage,
        "usr_00000000000000",
        "no_such_userhub_id",
        "UserHub does not have the id",
    );
    says(
        &stage,
        "auth0|1@conn_other",
        "other_connection_asked",
        "names the connection conn_other",
    );
    for who in ["conn_1", " "] {
        ask(&stage, who).exits(2);
    }
    stage.program("person --json").run().exits(2);
}

#[test]
fn an_index_that_is_behind_is_told_and_a_search_that_is_behind_does_not_hide_anybody() {
    let stage = Stage::of(50);
    let ids = stage.tenant().person_ids();
    stage.tenant().hide_people(&ids[..1]);
    says(&stage, &ids[0], "index_lag", "its index is behind");
}

#[test]
fn a_key_that_may_not_read_a_key_that_is_refused_and_a_service_that_is_away_are_told_apart() {
    let stage = Stage::with(Options {
        people: 10,
        ..Options::default()
    });
    let id = stage.tenant().id_of(1);
    let sync_only = stage.userhub().key(Scope::Auth0Integration);
    let said = (stage
        .program("person --json")
        .env("USERHUB_ADMIN_KEY", &sync_only))
    .word(&id)
    .run()
    .exits(0);
    assert_eq!(said.the("person")["verdict"], "userhub_not_readable");
    let wrong = stage
        .program("person --json")
        .env("USERHUB_ADMIN_KEY", "sk_wrong_key_wrong");
    wrong.word(&id).run().exits(3);
    stage
        .userhub()
        .trouble()
        .add(Rule::always(Fault::Status(503)));
    let away = ask(&stage, &id).exits(4);
    let problem: Value = away.the("problem").clone();
    assert!(
        problem["what"].as_str().unwrap().contains("UserHub"),
        "{problem}"
    );
}
