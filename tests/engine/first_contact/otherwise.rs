//! A UserHub that answers nothing as it is assumed to, and puts people's data and the key where codes belong.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::Builder;
use std::time::Duration;

use serde_json::{Value, json};

use super::{kept, otherwise, states};
use crate::stage::Stage;

/// What stands in its answers and must be nowhere else.
const PLANTED: [&str; 5] = [
    "Planted Jane",
    "planted.jane@example.com",
    "usr_PlantedJane123",
    "conn_Planted1234567",
    "planted_jane_doe_12",
];

/// Answers calls as this service would; the key is put into every refusal.
fn serve(answer: fn(&str) -> (&'static str, Value)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let serve = move || {
        for stream in listener.incoming() {
            // Whoever has hung up is served no more.
            drop(one(stream.unwrap(), answer));
        }
    };
    Builder::new()
        .name("otherwise".to_owned())
        .spawn(serve)
        .unwrap();
    address
}

fn one(mut stream: TcpStream, answer: fn(&str) -> (&'static str, Value)) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let (mut sent, mut part) = (String::new(), [0; 4096]);
    while !sent.contains("\r\n\r\n") {
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Ok(());
        }
        sent.push_str(&String::from_utf8_lossy(&part[..count]));
    }
    let (status, body) = answer(sent.lines().next().unwrap_or_default());
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nratelimit-policy: 100;w=60\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes())
}

/// Its key may not list, which it says with another status; an import answers with a user who is otherwise.
fn strange(line: &str) -> (&'static str, Value) {
    if line.contains(":import") {
        let user = json!({
            "id": "usr_PlantedJane123",
            "state": "planted_jane_doe_12",
            "displayName": "Planted Jane",
            "accountConnections": [],
        });
        return ("200 OK", user);
    }
    let refusal = json!({
        "code": "PERMISSION_DENIED",
        "reason": "planted.jane@example.com",
        "message": "Planted Jane, usr_PlantedJane123",
    });
    ("400 Bad Request", refusal)
}

/// Its list shows nobody's connections, and one user by id is another person's page.
fn basic(_: &str) -> (&'static str, Value) {
    let user = |connections: Value| {
        json!({
            "id": "usr_PlantedJane123",
            "view": "BASIC",
            "displayName": "Planted Jane",
            "accountConnections": connections,
        })
    };
    let users =
        json!({ "users": [user(json!([]))], "nextPageToken": { "of": "conn_Planted1234567" } });
    ("200 OK", users)
}

fn check_all(stage: &Stage, userhub: &str) -> super::States {
    let check = stage
        .program("check --all --json")
        .flag("--userhub-url", userhub);
    let said = check.run();
    let lines: String = said
        .all("assumption")
        .iter()
        .map(Value::to_string)
        .collect();
    for text in PLANTED {
        assert!(!lines.contains(text), "{text}");
        assert!(!kept(stage).contains(text), "{text}");
    }
    assert!(kept(stage).contains("userhub."), "something is kept");
    states(&said)
}

#[test]
fn a_service_that_answers_otherwise_is_said_to_and_how() {
    let stage = Stage::of(20);
    let strange = serve(strange);
    stage.sync().flag("--userhub-url", &strange).run();
    let states = check_all(&stage, &strange);
    for (code, seen) in [
        (
            "userhub.key.lists",
            "it may not: PERMISSION_DENIED with 400",
        ),
        (
            "userhub.errors.permission_denied",
            "PERMISSION_DENIED with 400",
        ),
        (
            "userhub.errors.reason",
            "a code of another form with PERMISSION_DENIED",
        ),
        ("userhub.import.names", "an answer that does not name them"),
        (
            "userhub.import.create_time",
            "an answer without createTime or Date",
        ),
        ("userhub.limits.headers", "ratelimit-policy"),
        ("userhub.field.name", "it is another value"),
        ("userhub.field.email", "it is left out"),
        ("userhub.field.picture", "it is left out"),
    ] {
        otherwise(&states, code, seen);
    }
    assert_eq!(states["userhub.import.answer"].0, "held");
}

#[test]
fn a_list_that_shows_no_connections_is_said_to() {
    let stage = Stage::of(3);
    let states = check_all(&stage, &serve(basic));
    otherwise(
        &states,
        "userhub.list.names",
        "nobody on a page has a connection",
    );
    otherwise(&states, "userhub.list.view", "users who do not say so");
    otherwise(&states, "userhub.list.end", "a token that is no text");
}
