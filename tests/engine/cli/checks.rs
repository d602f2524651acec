//! `check`: its names and states are an interface for programs, and it changes nothing.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use serde_json::Value;
use userhub_connect::practice::Options;
use userhub_connect::practice::userhub::Scope;

use crate::output::Output;
use crate::stage::Stage;

/// The checks that need no values but those of Auth0, in their order.
const AUTH0: [&str; 8] = [
    "auth0.reach",
    "auth0.sign_in",
    "auth0.management_api",
    "auth0.permission.read:users",
    "auth0.permission.update:users",
    "auth0.permission.delete:users",
    "auth0.permission.create:users",
    "auth0.read_users",
];
const USERHUB: [&str; 3] = ["userhub.key", "userhub.list", "userhub.connection"];

fn names_and_states(said: &Output) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = said.all("check");
    let pairs = checks.iter().map(|c| (text(&c["name"]), text(&c["state"])));
    pairs.collect()
}

/// The one line about a check.
fn check(said: &Output, name: &str) -> Value {
    let mut found = said.all("check").into_iter().filter(|c| c["name"] == name);
    let found = (found.next(), found.next());
    assert!(found.1.is_none(), "{name} was told twice");
    found.0.unwrap().clone()
}

fn state_of(said: &Output, name: &str) -> String {
    let found = names_and_states(said)
        .into_iter()
        .find(|(of, _)| of == name);
    found.unwrap().1
}

#[test]
fn everything_is_checked_in_order_and_nothing_is_written() {
    let stage = Stage::with(Options {
        people: 30,
        already_imported: true,
        ..Options::default()
    });
    let said = stage.check().run().exits(0);
    let all = AUTH0.iter().chain(&USERHUB);
    let passed = all.map(|name| ((*name).to_owned(), "passed".to_owned()));
    assert_eq!(names_and_states(&said), passed.collect::<Vec<_>>());
    said.says("Found 30 users");
    let asked = stage.userhub().requests();
    assert_eq!(asked.with_method("GET"), asked.total());
    assert_eq!(stage.writes(), 0);
}

#[test]
fn with_nobody_imported_the_connection_is_not_proved_yet() {
    let stage = Stage::of(30);
    let said = stage.check().run().exits(0);
    assert_eq!(state_of(&said, "userhub.connection"), "not proved yet");
    said.says("--add-person");
    assert_eq!((stage.writes(), stage.held()), (0, 0));
}

#[test]
fn one_person_who_is_added_proves_the_connection() {
    let stage = Stage::of(30);
    let id = stage.tenant().id_of(2);
    let said = stage.check().flag("--add-person", &id).run().exits(0);
    assert_eq!(state_of(&said, "userhub.connection"), "passed");
    assert_eq!((stage.writes(), stage.held()), (1, 1));
    assert_eq!(stage.userhub().calls_of(&id).imports, 1);
}

#[test]
fn a_person_who_is_not_in_auth0_proves_nothing() {
    let stage = Stage::of(30);
    let said = stage.check().flag("--add-person", "auth0|nobody").run();
    assert_eq!(state_of(&said, "userhub.connection"), "not proved yet");
    let said = said.says("auth0|nobody").exits(2);
    assert_eq!(check(&said, "userhub.connection")["code"], "E20");
    assert_eq!(stage.held(), 0);
}

#[test]
fn a_key_that_may_not_list_is_no_problem() {
    let stage = Stage::of(30);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let said = stage.check().env("USERHUB_ADMIN_KEY", &key).run().exits(0);
    assert_eq!(state_of(&said, "userhub.key"), "passed");
    assert_eq!(state_of(&said, "userhub.list"), "note");
    assert_eq!(state_of(&said, "userhub.connection"), "not proved yet");
}

#[test]
fn what_hangs_on_a_check_that_did_not_pass_is_not_checked() {
    let stage = Stage::of(30);
    stage.tenant().remove_grant();
    let said = stage.check().run().exits(3);
    let mut expected = vec![
        ("auth0.reach", "passed"),
        ("auth0.sign_in", "passed"),
        ("auth0.management_api", "problem"),
    ];
    expected.extend(AUTH0[3..].iter().map(|name| (*name, "not checked")));
    let found = names_and_states(&said);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&a[..], &b[..])).collect();
    assert_eq!(found[..8], expected);
    assert_eq!(found[8], ("userhub.key", "passed"));
}

#[test]
fn a_problem_carries_its_number_and_the_way_out() {
    let stage = Stage::of(30);
    stage
        .tenant()
        .set_permissions(&["read:users", "update:users", "create:users"]);
    let said = stage.check().run().exits(3);
    let missing = check(&said, "auth0.permission.delete:users");
    assert_eq!(missing["code"], "E6");
    assert_eq!(missing["what"], "One permission is missing: delete:users");
    assert_eq!(missing["action"], "open_permissions");
    assert!(missing["fix"].as_str().unwrap().contains("delete:users"));
    let reached = check(&said, "auth0.reach");
    assert_eq!(
        (&reached["code"], &reached["action"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(reached["what"], "Reached Auth0");
}

#[test]
fn a_person_reads_the_same_as_a_program() {
    let stage = Stage::of(30);
    stage
        .tenant()
        .set_permissions(&["read:users", "update:users"]);
    let said = stage.program("check").run().exits(3);
    said.says("PROBLEM")
        .says("auth0.permission.delete:users: One permission is missing: delete:users")
        .says("How to fix it: In Auth0, tick delete:users")
        .says("not proved")
        .never_says("panicked");
}
