//! Sign-ins in a real Node: UserHub is up, down, slow and refusing, and a sign-in is never stopped.
//!
//! The form without the package runs as it is, but for the one address in it. The documented form needs the package,
//! whose code is not available: a stand-in with the documented constructor and method takes its place, so that these
//! tests hold the documented code to what it does with the package, and say nothing of the package itself.

use std::io::Write as _;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::domain::snippet::Code;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;

use crate::Named;
use crate::scene::Scene;

const REAL: &str = "https://api.userhub.com";

pub(crate) const TESTS: &[Named] = &[
    ("without_package::everybody_arrives", everybody_arrives),
    ("without_package::down", down),
    ("without_package::silent", silent),
    ("without_package::slow", slow),
    ("without_package::refusing", refusing),
    ("without_package::strange_answers", strange_answers),
    ("without_package::redirected", redirected),
    ("without_package::secrets_missing", secrets_missing),
    ("without_package::odd_events", odd_events),
    ("documented::everybody_arrives", documented_arrives),
    ("documented::errors_are_the_packages", documented_errors),
    ("documented::waits_for_the_package", documented_waits),
];

/// Ids as they occur: with the bar that every id has, and with what has to be encoded in an address.
const IDS: [&str; 6] = [
    "auth0|5f7c8ec7c33c6c004bbafe82",
    "samlp|acme|jane@example.com",
    "adfs|Jürgen Müller/Köln",
    "oauth2|山田 太郎?&#%41",
    "ad|o'neill!(x)*~;:=+$,",
    "sms|🙂",
];

/// What came of a sign-in.
struct SignIn {
    threw: Option<String>,
    log: Vec<String>,
    milliseconds: f64,
}

impl SignIn {
    /// The sign-in went on, and the Action's log says this, or nothing.
    #[track_caller]
    fn goes_on(&self, logged: Option<&str>) {
        assert_eq!(self.threw, None);
        match logged {
            None => assert_eq!(self.log, [""; 0]),
            Some(words) => {
                assert!(self.log.len() == 1, "{:?}", self.log);
                let line = &self.log[0];
                assert!(line.contains(words), "{line:?} does not say {words:?}");
            }
        }
    }
}

/// Signs a person in at this UserHub with this key.
fn sign_in_at(scene: &Scene, code: Code, userhub: &str, key: &str, id: &str) -> SignIn {
    let event = json!({
        "user": {"user_id": id},
        "secrets": {"API_KEY": key, "CONNECTION_ID": scene.access().connection_id},
    });
    run(scene, code, userhub, &event)
}

/// Signs a person in at the practice UserHub.
fn sign_in(scene: &Scene, code: Code, id: &str) -> SignIn {
    let userhub = scene.access().userhub_url.clone();
    sign_in_at(scene, code, &userhub, &scene.key(), id)
}

fn run(scene: &Scene, code: Code, userhub: &str, event: &Value) -> SignIn {
    let text = code.text();
    assert_eq!(
        text.matches(REAL).count(),
        usize::from(code.dependencies().is_empty())
    );
    scene.write("action.js", &text.replace(REAL, userhub));
    scene.write("sign_in.js", include_str!("sign_in.js"));
    for package in code.dependencies() {
        let at = format!("node_modules/{}/index.js", package.name);
        scene.write(&at, include_str!("stand_in.js"));
    }
    let mut node = Command::new("node")
        .arg("sign_in.js")
        .current_dir(scene.folder())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("USERHUB_URL", userhub)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(event.to_string().as_bytes()).unwrap();
    drop(stdin);
    let ended = node.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let said: Value = serde_json::from_slice(&ended.stdout).unwrap();
    if let Some(key) = event["secrets"]["API_KEY"].as_str() {
        let log = said["log"].to_string();
        let parts = key.split_whitespace();
        parts.for_each(|part| assert!(!log.contains(part), "the key is in {log}"));
    }
    SignIn {
        threw: said["threw"].as_str().map(str::to_owned),
        log: serde_json::from_value(said["log"].clone()).unwrap(),
        milliseconds: said["milliseconds"].as_f64().unwrap(),
    }
}

fn everybody_arrives() {
    all_arrive(Code::WithoutPackage);
}

fn documented_arrives() {
    all_arrive(Code::Documented);
}

fn all_arrive(code: Code) {
    let scene = Scene::new();
    for id in IDS {
        scene.create(id);
        sign_in(&scene, code, id).goes_on(None);
        scene.held();
        let calls = scene.world.userhub().calls_of(id);
        assert_eq!(
            (calls.events, calls.imports, calls.pulls),
            (1, 0, 1),
            "{id}"
        );
    }
    assert_eq!(scene.held(), IDS.len() as u64);
}

fn down() {
    let scene = Scene::new();
    scene.runtime.block_on(scene.world.userhub().stop());
    sign_in(&scene, Code::WithoutPackage, IDS[0]).goes_on(Some("ECONNREFUSED"));
}

/// UserHub takes the connection and never answers. The Action gives up by itself, which its log tells.
fn silent() {
    let scene = Scene::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let signed_in = sign_in_at(&scene, Code::WithoutPackage, &url, "sk_key", IDS[0]);
    gave_up(&signed_in);
}

fn gave_up(signed_in: &SignIn) {
    signed_in.goes_on(Some("TimeoutError"));
    // Two seconds, and what a busy machine adds.
    assert!(
        signed_in.milliseconds < 12_000.0,
        "{} ms",
        signed_in.milliseconds
    );
}

/// An answer that comes too late, and one whose body takes its time: the body is not waited for.
fn slow() {
    let scene = Scene::new();
    scene.create(IDS[0]);
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Delay(Duration::from_secs(30))).times(1));
    gave_up(&sign_in(&scene, Code::WithoutPackage, IDS[0]));
    trouble.add(
        Rule::always(Fault::SlowDrip {
            bytes_per_second: 10,
        })
        .times(1),
    );
    sign_in(&scene, Code::WithoutPackage, IDS[0]).goes_on(None);
}

fn refusing() {
    let scene = Scene::new();
    scene.create(IDS[0]);
    let code = Code::WithoutPackage;
    let userhub = scene.access().userhub_url.clone();
    for (key, status) in [
        ("sk_nobody_made_this_one".to_owned(), "401"),
        (scene.world.userhub().key(Scope::ReadOnly), "403"),
    ] {
        sign_in_at(&scene, code, &userhub, &key, IDS[0]).goes_on(Some(status));
    }
    let trouble = scene.world.userhub().trouble();
    let refused = Fault::TooManyRequests {
        retry_after_secs: Some(30),
    };
    for (fault, status) in [
        (refused, "429"),
        (Fault::Status(500), "500"),
        (Fault::HtmlPage(502), "502"),
    ] {
        trouble.add(Rule::always(fault).times(1));
        sign_in(&scene, code, IDS[0]).goes_on(Some(status));
    }
    assert_eq!(scene.held(), 0);
}

fn strange_answers() {
    let scene = Scene::new();
    scene.create(IDS[0]);
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(Fault::InvalidJson).times(1));
    sign_in(&scene, Code::WithoutPackage, IDS[0]).goes_on(None);
    for fault in [Fault::ResetBeforeAnswer, Fault::ResetAfterWork] {
        trouble.add(Rule::always(fault).times(1));
        let told = Some("UserHub was not told of this sign-in");
        sign_in(&scene, Code::WithoutPackage, IDS[0]).goes_on(told);
    }
}

/// Nobody who could redirect the call gets the key.
fn redirected() {
    let scene = Scene::new();
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let to = format!("http://{}/", elsewhere.local_addr().unwrap());
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Redirect { to }));
    let told = Some("UserHub was not told of this sign-in");
    sign_in(&scene, Code::WithoutPackage, IDS[0]).goes_on(told);
    assert!(elsewhere.accept().is_err(), "the redirect was followed");
}

fn secrets_missing() {
    let scene = Scene::new();
    let connection = &scene.access().connection_id;
    let userhub = scene.access().userhub_url.clone();
    for secrets in [
        json!({}),
        json!({"API_KEY": "sk_key"}),
        json!({"API_KEY": "", "CONNECTION_ID": connection}),
        json!({"USERHUB_API_KEY": "sk_key", "CONNECTION_ID": connection}),
    ] {
        let event = json!({"user": {"user_id": IDS[0]}, "secrets": secrets});
        let signed_in = run(&scene, Code::WithoutPackage, &userhub, &event);
        signed_in.goes_on(Some("the secret API_KEY or CONNECTION_ID is missing"));
    }
    assert_eq!(scene.world.userhub().calls().events, 0);
}

/// What cannot be sent is told in the log, without the key; blanks around a secret that was pasted do no harm.
fn odd_events() {
    let scene = Scene::new();
    scene.create(IDS[0]);
    let code = Code::WithoutPackage;
    let userhub = scene.access().userhub_url.clone();
    sign_in_at(&scene, code, &userhub, "sk_first\nsk_second", IDS[0]).goes_on(Some("TypeError"));
    for event in [
        json!({}),
        json!({"secrets": {"API_KEY": "sk_key", "CONNECTION_ID": "conn_x"}}),
    ] {
        run(&scene, code, &userhub, &event).goes_on(Some("TypeError"));
    }
    let padded = format!(" {}\n", scene.key());
    sign_in_at(&scene, code, &userhub, &padded, IDS[0]).goes_on(None);
    assert_eq!(scene.held(), 1);
}

/// The documented code neither catches nor limits anything: what the package does reaches the sign-in.
fn documented_errors() {
    let scene = Scene::new();
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Status(500)).times(1));
    let refused = sign_in(&scene, Code::Documented, IDS[0]);
    assert_eq!(
        refused.threw.as_deref(),
        Some("Error: UserHub answered 500")
    );
    scene.runtime.block_on(scene.world.userhub().stop());
    let unreached = sign_in(&scene, Code::Documented, IDS[0]);
    assert_eq!(unreached.threw.as_deref(), Some("TypeError: fetch failed"));
}

fn documented_waits() {
    let scene = Scene::new();
    scene.create(IDS[0]);
    let late = Duration::from_millis(2500);
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(Fault::Delay(late)).times(1));
    let signed_in = sign_in(&scene, Code::Documented, IDS[0]);
    signed_in.goes_on(None);
    assert!(
        signed_in.milliseconds >= 2400.0,
        "{} ms",
        signed_in.milliseconds
    );
    assert_eq!(scene.held(), 1);
}
