//! `check --all`: what a temporary key shows of the Action, what a rehearsal of it comes to, and what has changed since
//! the last time.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::time::Duration;

use serde_json::{Value, json};

use crate::output::Output;
use crate::stage::Stage;

const HOUR: Duration = Duration::from_secs(3600);

/// The checks of the Action, in their order.
const ACTION: [&str; 8] = [
    "action.exists",
    "action.code",
    "action.dependency",
    "action.secrets",
    "action.runtime",
    "action.deployed",
    "action.flow",
    "action.rehearsal",
];

fn key(stage: &Stage) -> String {
    let permissions = [
        "read:clients",
        "create:clients",
        "read:client_keys",
        "read:client_grants",
        "create:client_grants",
        "update:client_grants",
        "read:actions",
        "create:actions",
        "update:actions",
    ];
    stage.tenant().management_token(&permissions, HOUR)
}

/// A tenant that the automatic set-up has been through, and the key with which it was.
fn set_up() -> (Stage, String) {
    let stage = Stage::of(10);
    let key = key(&stage);
    let install = stage.program("install --yes --json");
    install.env("AUTH0_MANAGEMENT_TOKEN", &key).run().exits(0);
    (stage, key)
}

fn check_all(stage: &Stage, key: &str) -> Output {
    let check = stage.program("check --all --json");
    check.env("AUTH0_MANAGEMENT_TOKEN", key).run()
}

/// The one line about a check.
fn line(said: &Output, name: &str) -> Value {
    let all = said.all("check");
    let mut found = all.iter().filter(|check| check["name"] == name);
    (*found.next().unwrap()).clone()
}

/// Its state, and the number of its problem.
fn state(said: &Output, name: &str) -> (String, Value) {
    let line = line(said, name);
    (
        line["state"].as_str().unwrap().to_owned(),
        line["code"].clone(),
    )
}

fn problem() -> (String, Value) {
    ("problem".to_owned(), "E13".into())
}

/// Changes the one Action's draft, and waits until Auth0 has built it.
fn change(stage: &Stage, key: &str, body: &Value) {
    let path = format!("actions/actions/{}", action(stage, key));
    stage.manage(key, "PATCH", &path, Some(body));
    for _ in 0..1_000 {
        if stage.manage(key, "GET", &path, None)["status"] == "built" {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the draft was never built");
}

fn action(stage: &Stage, key: &str) -> String {
    let all = stage.manage(key, "GET", "actions/actions", None);
    all["actions"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn without_a_temporary_key_the_action_is_not_called_checked() {
    let stage = Stage::of(10);
    let said = stage.program("check --all --json").run().exits(0);
    for name in ACTION {
        assert_eq!(
            state(&said, name),
            ("not checked".to_owned(), Value::Null),
            "{name}"
        );
    }
    said.says("The sign-in test covers it")
        .says("AUTH0_MANAGEMENT_TOKEN");
}

#[test]
fn after_the_automatic_set_up_everything_about_the_action_passes_and_nothing_is_written() {
    let (stage, key) = set_up();
    let before = stage.tenant().requests().with_method("PATCH");
    let said = check_all(&stage, &key).exits(0);
    for name in ACTION {
        assert_eq!(
            state(&said, name).0,
            "passed",
            "{name}: {}",
            line(&said, name)
        );
    }
    assert_eq!(stage.tenant().requests().with_method("PATCH"), before);
    assert_eq!(stage.writes(), 0, "the rehearsal touches nobody");
}

#[test]
fn a_tenant_without_the_action_says_so_and_checks_nothing_that_hangs_on_it() {
    let stage = Stage::of(10);
    let said = check_all(&stage, &key(&stage)).exits(3);
    assert_eq!(state(&said, "action.exists"), problem());
    assert_eq!(line(&said, "action.exists")["action"], "install");
    for name in &ACTION[1..] {
        assert_eq!(state(&said, name).0, "not checked", "{name}");
    }
}

#[test]
fn what_was_edited_and_not_deployed_is_told_with_the_day_on_which_it_passed() {
    let (stage, key) = set_up();
    check_all(&stage, &key).exits(0);
    change(
        &stage,
        &key,
        &json!({ "secrets": [{"name": "API_Key", "value": "x"}] }),
    );
    let said = check_all(&stage, &key).exits(3);
    assert_eq!(state(&said, "action.deployed"), problem());
    assert_eq!(state(&said, "action.secrets"), problem());
    let secrets = line(&said, "action.secrets");
    assert!(
        secrets["what"].as_str().unwrap().contains("API_KEY"),
        "{secrets}"
    );
    assert!(
        secrets["why"].as_str().unwrap().contains("API_Key"),
        "{secrets}"
    );
    assert!(secrets["passed_before"].is_string(), "{secrets}");
    assert_eq!(
        state(&said, "action.rehearsal"),
        problem(),
        "the package is given no key"
    );
    assert_eq!(state(&said, "action.flow").0, "passed");
}

#[test]
fn an_action_that_was_taken_out_of_the_flow_is_told() {
    let (stage, key) = set_up();
    check_all(&stage, &key).exits(0);
    let nothing = json!({ "bindings": [] });
    stage.manage(
        &key,
        "PATCH",
        "actions/triggers/post-login/bindings",
        Some(&nothing),
    );
    let said = check_all(&stage, &key).exits(3);
    assert_eq!(state(&said, "action.flow"), problem());
    assert!(line(&said, "action.flow")["passed_before"].is_string());
    // The same command that it names puts it back.
    let install = stage.program("install --yes --json");
    install.env("AUTH0_MANAGEMENT_TOKEN", &key).run().exits(0);
    assert_eq!(state(&check_all(&stage, &key), "action.flow").0, "passed");
}

#[test]
fn another_code_and_a_new_deployment_are_notes_that_name_the_day() {
    let (stage, key) = set_up();
    check_all(&stage, &key).exits(0);
    let code = "exports.onExecutePostLogin = async (event) => { /* UserHub */ };";
    change(&stage, &key, &json!({ "code": code }));
    let id = action(&stage, &key);
    stage.until("the build", |stage| {
        let path = format!("actions/actions/{id}");
        stage.manage(&key, "GET", &path, None)["status"] == "built"
    });
    stage.manage(&key, "POST", &format!("actions/actions/{id}/deploy"), None);
    stage.until("the deployment", |stage| {
        let path = format!("actions/actions/{id}");
        stage.manage(&key, "GET", &path, None)["all_changes_deployed"] == true
    });
    let said = check_all(&stage, &key).exits(0);
    assert_eq!(state(&said, "action.code").0, "note");
    let deployed = line(&said, "action.deployed");
    assert_eq!(deployed["state"], "note", "{deployed}");
    assert!(
        deployed["why"].as_str().unwrap().contains("changed since"),
        "{deployed}"
    );
}

#[test]
fn an_exception_and_a_slow_run_of_the_rehearsal_are_told() {
    let (stage, key) = set_up();
    stage.tenant().set_action_time(Duration::from_secs(9));
    let said = check_all(&stage, &key).exits(3);
    let slow = line(&said, "action.rehearsal");
    assert!(
        slow["what"].as_str().unwrap().contains("9 seconds"),
        "{slow}"
    );
    stage.tenant().set_action_time(Duration::from_millis(50));
    let code = "exports.onExecutePostLogin = async () => { throw new Error(\"out of cheese\"); };";
    change(&stage, &key, &json!({ "code": code }));
    stage.until("the build", |stage| {
        stage.manage(&key, "GET", "actions/actions", None)["actions"][0]["status"] == "built"
    });
    let said = check_all(&stage, &key).exits(3);
    let broken = line(&said, "action.rehearsal");
    assert!(
        broken["why"].as_str().unwrap().contains("out of cheese"),
        "{broken}"
    );
}

#[test]
fn a_key_of_too_little_or_too_late_is_e12() {
    let stage = Stage::of(10);
    let little = stage.tenant().management_token(&["read:users"], HOUR);
    let late = stage
        .tenant()
        .management_token(&["read:actions"], Duration::ZERO);
    for key in [little, late] {
        let said = check_all(&stage, &key).exits(3);
        assert_eq!(state(&said, "action.exists").1, "E12");
        assert_eq!(
            state(&said, "userhub.key").0,
            "passed",
            "the rest is checked all the same"
        );
    }
}

#[test]
fn a_permission_that_was_taken_away_is_told_with_the_day() {
    let stage = Stage::of(10);
    stage.check().run().exits(0);
    stage
        .tenant()
        .set_permissions(&["read:users", "update:users", "create:users"]);
    let said = stage.check().run().exits(3);
    let gone = line(&said, "auth0.permission.delete:users");
    assert!(gone["passed_before"].is_string(), "{gone}");
    assert_eq!(line(&said, "auth0.reach")["passed_before"], Value::Null);
}
