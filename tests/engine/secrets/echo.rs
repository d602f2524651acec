//! Services that send back what they were sent, as a careless proxy might: their words are shown, the secrets are not.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::Builder;
use std::time::Duration;

use serde_json::json;

use super::keeps_quiet;
use crate::program::Program;
use crate::stage::Stage;

/// Secrets without any shape by which they could be recognised.
const SECRET: &str = "correct-horse/battery+staple";
const KEY: &str = "Tr0ub4dor&3-Tr0ub4dor";

/// What is answered to a request.
type Echo = fn(&str) -> String;

/// A service that sends back whatever it was sent, as a careless proxy might, in the form of `answer`.
fn echo(answer: Echo) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let serve = move || {
        for stream in listener.incoming() {
            // Whoever has hung up is served no more.
            drop(send_back(stream.unwrap(), answer));
        }
    };
    Builder::new().name("echo".to_owned()).spawn(serve).unwrap();
    address
}

fn send_back(mut stream: TcpStream, answer: Echo) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut sent = String::new();
    let mut part = [0; 4096];
    while !is_whole(&sent) {
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Ok(());
        }
        sent.push_str(&String::from_utf8_lossy(&part[..count]));
    }
    stream.write_all(answer(&sent).as_bytes())
}

/// Whether a request has come with all of its body.
fn is_whole(sent: &str) -> bool {
    let Some((head, body)) = sent.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

fn answer(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Answers that repeat what was sent, each in another place, and whether the call is tried again after them.
const ECHOES: [(Echo, bool); 6] = [
    (
        |sent| answer("403 Forbidden", "text/html", &format!("<pre>{sent}</pre>")),
        false,
    ),
    (
        |sent| {
            let body = json!({ "error": "access_denied", "error_description": last_line(sent) });
            answer("401 Unauthorized", "application/json", &body.to_string())
        },
        false,
    ),
    (
        |sent| {
            let body = json!({ "error": last_line(sent), "errorCode": authorization(sent) });
            answer("400 Bad Request", "application/json", &body.to_string())
        },
        false,
    ),
    (
        |sent| {
            let (head, body) = (authorization(sent), last_line(sent));
            let body = json!({ "code": head, "reason": body, "message": head });
            answer("400 Bad Request", "application/json", &body.to_string())
        },
        false,
    ),
    (
        |sent| {
            answer(
                "200 OK",
                "application/json",
                &json!(last_line(sent)).to_string(),
            )
        },
        true,
    ),
    (
        |sent| {
            let head = authorization(sent);
            let body = json!({ "issuer": head, "access_token": 1, "users": head });
            answer("200 OK", "application/json", &body.to_string())
        },
        true,
    ),
];

fn last_line(sent: &str) -> String {
    sent.lines().last().unwrap_or_default().to_owned()
}

fn authorization(sent: &str) -> String {
    let line = sent.lines().find(|line| line.starts_with("authorization"));
    line.unwrap_or_default().to_owned()
}

#[test]
fn a_service_that_repeats_what_it_was_sent_gives_none_away() {
    let stage = Stage::of(5);
    let planted = |program: Program| program.env("RUST_LOG", "trace");
    let mut running = Vec::new();
    for (form, repeats) in ECHOES {
        // What is tried again takes a sync too long here.
        let verbs = if repeats {
            &["check"][..]
        } else {
            &["check", "sync --json"]
        };
        for words in verbs {
            let program = stage.program(words).flag("--auth0-url", &echo(form));
            let program = planted(program).env("AUTH0_CLIENT_SECRET", SECRET);
            running.push(own_data(program, &stage, running.len()).start());
            let program = stage.program(words).flag("--userhub-url", &echo(form));
            let program = planted(program).env("USERHUB_ADMIN_KEY", KEY);
            running.push(own_data(program, &stage, running.len()).start());
        }
    }
    let access = stage.world().access();
    // The files are searched when nobody writes them any more.
    let said: Vec<_> = running
        .into_iter()
        .map(crate::program::Running::finish)
        .collect();
    for said in said {
        assert!(matches!(said.code, Some(0..=5)), "{said:?}");
        let secrets = [SECRET, KEY, &access.client_secret, &access.admin_key];
        keeps_quiet(&said, &stage.home(), &secrets);
    }
}

/// The same program with a folder of its own, so that many can run at once.
fn own_data(program: Program, stage: &Stage, number: usize) -> Program {
    let folder = stage.home().join(number.to_string());
    program.flag("--data-dir", &folder.display().to_string())
}
