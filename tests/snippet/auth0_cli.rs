//! The script for the Auth0 CLI, in a real shell with a real jq, against the practice tenant.
//!
//! The CLI itself is not available. A stand-in makes the same calls with curl (`auth0.sh`), so that these tests hold the
//! script to what it asks of Auth0 and in which order, and say nothing of the CLI.

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::domain::guide::Known;
use userhub_connect::domain::snippet::{Code, Form};

use crate::Named;
use crate::scene::Scene;

pub(crate) const TESTS: &[Named] = &[
    ("auth0_cli::installs_and_keeps_the_flow", installs),
    ("auth0_cli::a_second_run_changes_nothing", second_run),
    ("auth0_cli::a_failed_build_stops_it", failed_build),
    ("auth0_cli::a_refusal_stops_it", refusal),
    (
        "auth0_cli::uses_the_application_that_is_there",
        known_application,
    ),
];

const ALL: [&str; 9] = [
    "read:clients",
    "create:clients",
    "read:client_keys",
    "read:client_grants",
    "create:client_grants",
    "read:actions",
    "create:actions",
    "update:actions",
    "delete:actions",
];
const FLOW: &str = "actions/triggers/post-login/bindings";
const KEY: &str = "sk_the-key-that-no-argument-holds";

/// Runs the script with these permissions and these values known, and nobody to answer its questions.
fn run(scene: &Scene, code: Code, known: &Known, permissions: &[&str]) -> Output {
    let file = Form::Auth0Cli(code).files(known).remove(0);
    scene.write(file.name, &file.text);
    scene.write("bin/auth0", include_str!("auth0.sh"));
    let bin = scene.folder().join("bin");
    let made = Command::new("chmod")
        .arg("+x")
        .arg(bin.join("auth0"))
        .status();
    assert!(made.unwrap().success());
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .arg(file.name)
        .current_dir(scene.folder())
        .env_clear()
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("ARGUMENTS", scene.folder().join("arguments"))
        .env("AUTH0_URL", &scene.access().auth0_url)
        .env("TOKEN", token(scene, permissions))
        .env("AUTH0_DOMAIN", &scene.access().auth0_domain)
        .env("USERHUB_CONNECTION_ID", &scene.access().connection_id)
        .env("USERHUB_ADMIN_KEY", KEY)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn token(scene: &Scene, permissions: &[&str]) -> String {
    let tenant = scene.world.tenant();
    tenant.management_token(permissions, Duration::from_secs(600))
}

/// Asks the tenant as an administrator.
fn api(scene: &Scene, method: &str, path: &str, body: Option<&Value>) -> Value {
    let url = format!("{}/api/v2/{path}", scene.access().auth0_url);
    let request = reqwest::Client::new()
        .request(method.parse().unwrap(), url)
        .bearer_auth(token(scene, &ALL));
    let request = match body {
        None => request,
        Some(body) => request
            .header("content-type", "application/json")
            .body(body.to_string()),
    };
    let answer = scene
        .runtime
        .block_on(async { request.send().await?.text().await });
    serde_json::from_str(&answer.unwrap()).unwrap()
}

/// Two Actions of the customer's own, deployed and in the flow.
fn with_a_flow(scene: &Scene) {
    let mut bindings = Vec::new();
    for name in ["Add roles", "Risk check"] {
        let action = json!({
            "name": name,
            "code": "exports.onExecutePostLogin = async () => {};",
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
            "runtime": "node22",
        });
        let made = api(scene, "POST", "actions/actions", Some(&action));
        let id = made["id"].as_str().unwrap();
        wait_until(scene, id, "status", &json!("built"));
        api(scene, "POST", &format!("actions/actions/{id}/deploy"), None);
        wait_until(scene, id, "all_changes_deployed", &json!(true));
        bindings.push(json!({"ref": {"type": "action_id", "value": id}, "display_name": name}));
    }
    api(scene, "PATCH", FLOW, Some(&json!({"bindings": bindings})));
    assert_eq!(flow(scene), ["Add roles", "Risk check"]);
}

/// Waits until an Action says this of itself.
fn wait_until(scene: &Scene, id: &str, name: &str, value: &Value) {
    let path = format!("actions/actions/{id}");
    let met = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        api(scene, "GET", &path, None)[name] == *value
    });
    assert!(met, "{name} never became {value}");
}

/// The names in the flow, in their order.
fn flow(scene: &Scene) -> Vec<String> {
    let bindings = api(scene, "GET", FLOW, None);
    let all = bindings["bindings"].as_array().cloned().unwrap_or_default();
    let name = |one: &Value| one["display_name"].as_str().unwrap().to_owned();
    all.iter().map(name).collect()
}

/// The Actions named UserHub.
fn actions(scene: &Scene) -> Vec<Value> {
    let found = api(scene, "GET", "actions/actions?actionName=UserHub", None);
    found["actions"].as_array().cloned().unwrap_or_default()
}

/// How many applications the tenant has.
fn applications(scene: &Scene) -> usize {
    let found = api(scene, "GET", "clients?per_page=100", None);
    found.as_array().unwrap().len()
}

#[track_caller]
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn stopped(output: &Output, why: &str) {
    assert!(!output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(why), "{said}");
}

fn installs() {
    for code in [Code::Documented, Code::WithoutPackage] {
        let scene = Scene::new();
        with_a_flow(&scene);
        let said = done(&run(&scene, code, &Known::default(), &ALL));
        assert!(
            said.contains(r#"["Add roles","Risk check","UserHub"]"#),
            "{said}"
        );
        assert_eq!(flow(&scene), ["Add roles", "Risk check", "UserHub"]);

        let [action] = &actions(&scene)[..] else {
            panic!("{:?}", actions(&scene));
        };
        assert_eq!(action["code"], code.text());
        assert_eq!(action["runtime"], "node22");
        assert_eq!(action["all_changes_deployed"], true, "{action}");
        let names = |of: &str| {
            let list = action[of].as_array().cloned().unwrap_or_default();
            list.iter()
                .map(|one| one["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("secrets"), ["API_KEY", "CONNECTION_ID"]);
        let packages: Vec<_> = code.dependencies().iter().map(|one| one.name).collect();
        assert_eq!(names("dependencies"), packages);
        the_application_is_right(&scene, &said);

        let arguments = std::fs::read_to_string(scene.folder().join("arguments")).unwrap();
        assert!(
            arguments.contains("api post actions/actions"),
            "{arguments}"
        );
        assert!(
            !arguments.contains(KEY) && !said.contains(KEY),
            "{arguments}{said}"
        );
    }
}

/// The Client ID that the script shows is that of an application with the four permissions and nothing else.
fn the_application_is_right(scene: &Scene, said: &str) {
    let id = said.split_once("Client ID: ").unwrap().1;
    let id = id.split_whitespace().next().unwrap();
    let application = api(scene, "GET", &format!("clients/{id}"), None);
    assert_eq!(application["name"], "UserHub");
    assert_eq!(application["app_type"], "non_interactive");
    assert_eq!(application["grant_types"], json!(["client_credentials"]));
    assert!(said.contains(application["client_secret"].as_str().unwrap()));
    let grants = api(scene, "GET", &format!("client-grants?client_id={id}"), None);
    let wanted = json!(["read:users", "update:users", "delete:users", "create:users"]);
    assert_eq!(grants[0]["scope"], wanted, "{grants}");
    assert_eq!(
        grants[0]["audience"],
        "https://practice.us.auth0.com/api/v2/"
    );
}

fn second_run() {
    let scene = Scene::new();
    done(&run(&scene, Code::WithoutPackage, &Known::default(), &ALL));
    let before = (flow(&scene), actions(&scene), applications(&scene));
    let again = run(&scene, Code::Documented, &Known::default(), &ALL);
    stopped(&again, "An Action named UserHub is already there");
    assert_eq!(
        (flow(&scene), actions(&scene), applications(&scene)),
        before
    );
}

fn failed_build() {
    let scene = Scene::new();
    with_a_flow(&scene);
    scene
        .world
        .tenant()
        .fail_builds(Some("404 Not Found: @userhub/auth0-actions"));
    let output = run(&scene, Code::Documented, &Known::default(), &ALL);
    stopped(&output, "Auth0 has not built the Action (failed)");
    assert_eq!(flow(&scene), ["Add roles", "Risk check"]);
}

/// The CLI ends well when Auth0 refuses a call, and the script does not.
fn refusal() {
    let scene = Scene::new();
    with_a_flow(&scene);
    let looks_only = ["read:actions", "create:clients"];
    let output = run(&scene, Code::Documented, &Known::default(), &looks_only);
    stopped(&output, "insufficient_scope");
    assert_eq!(flow(&scene), ["Add roles", "Risk check"]);
    assert_eq!(actions(&scene), Vec::<Value>::new());
}

fn known_application() {
    let scene = Scene::new();
    let known = Known {
        client_id: Some(userhub_connect::domain::ids::ClientId::new("AbCdEf123456")),
        ..Known::default()
    };
    let before = applications(&scene);
    done(&run(&scene, Code::WithoutPackage, &known, &ALL));
    assert_eq!(applications(&scene), before);
    assert_eq!(flow(&scene), ["UserHub"]);
}
