//! First contact: what practice bears out of the assumptions, what is written down when a service answers otherwise, and that
//! nobody's data gets in.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::ExportBehaviour;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::output::Output;
use crate::stage::Stage;

/// How each assumption stands, with what was seen.
type States = BTreeMap<String, (String, String)>;

fn states(said: &Output) -> States {
    let lines = said.all("assumption");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |line: &Value| {
        let state = (text(&line["state"]), text(&line["seen"]));
        (text(&line["code"]), state)
    };
    let states: States = lines.iter().map(of).collect();
    assert_eq!(states.len(), lines.len(), "each is told once");
    states
}

fn check_all(stage: &Stage, key: &str) -> States {
    let check = stage.program("check --all --json");
    states(&check.env("AUTH0_MANAGEMENT_TOKEN", key).run())
}

/// A temporary key that may do all of the automatic set-up.
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
    let hour = Duration::from_secs(3600);
    stage.tenant().management_token(&permissions, hour)
}

#[track_caller]
fn all_held(states: &States, codes: &[&str]) {
    for code in codes {
        let (state, seen) = &states[*code];
        assert_eq!(state, "held", "{code}: {seen}");
    }
}

#[track_caller]
fn otherwise(states: &States, code: &str, seen: &str) {
    let expected = ("did not hold".to_owned(), seen.to_owned());
    assert_eq!(states[code], expected, "{code}");
}

#[test]
fn probe() {
    let stage = Stage::of(1_100);
    let key = key(&stage);
    let install = stage.program("install --yes --json");
    install.env("AUTH0_MANAGEMENT_TOKEN", &key).run().exits(0);
    stage.sync().run();
    let somebody = stage.tenant().id_of(7);
    stage.change(&somebody, json!({ "name": "Changed Name" }));
    stage.sync().run();
    for (code, (state, seen)) in check_all(&stage, &key) {
        eprintln!("{state:15} {code}: {seen}");
    }
}
