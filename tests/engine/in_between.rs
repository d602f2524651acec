//! What somebody in between answers is never taken for a service's word: not for a refusal, and not for a pass.

use std::io::{Read as _, Write as _};
use std::thread::Builder;

use flate2::Compression;
use flate2::write::GzEncoder;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::stage::Stage;

/// The checks that must not pass when this path is answered by somebody in between.
const PATHS: [(&str, bool, &[&str]); 3] = [
    (
        "/oauth/token",
        false,
        &["auth0.sign_in", "auth0.management_api"],
    ),
    ("/api/v2/users", false, &["auth0.read_users"]),
    ("/admin/v1/users", true, &["userhub.key", "userhub.list"]),
];

fn foreign() -> [Fault; 5] {
    [
        Fault::HtmlPage(200),
        Fault::HtmlPage(401),
        Fault::HtmlPage(403),
        Fault::HtmlPage(404),
        Fault::Redirect {
            to: "https://portal.hotel.example/login?token=abc".to_owned(),
        },
    ]
}

#[test]
fn a_page_or_a_redirect_is_named_and_nothing_passes_by_it() {
    for (path, of_userhub, checks) in PATHS {
        for fault in foreign() {
            let stage = Stage::of(5);
            let rule = Rule::always(fault.clone()).on_path(path);
            if of_userhub {
                stage.userhub().trouble().add(rule);
            } else {
                stage.tenant().trouble().add(rule);
            }
            let said = stage.check().run().exits(4).says("answered in its place");
            for check in said.all("check") {
                let name = check["name"].as_str().unwrap();
                if checks.contains(&name) {
                    assert_ne!(check["state"], "passed", "{fault:?}: {check}");
                }
            }
            match fault {
                Fault::Redirect { .. } => said.says("a redirect to portal.hotel.example"),
                _ => said.says("a web page titled"),
            };
        }
    }
}

#[test]
fn a_sync_that_meets_a_page_for_good_ends_with_exit_4_and_blames_nobody() {
    let stage = Stage::of(60);
    let rule = Rule::always(Fault::HtmlPage(404))
        .on_path(":import")
        .after(20);
    stage.userhub().trouble().add(rule);
    let said = stage.sync().run().exits(4);
    assert_eq!(said.the("problem")["code"], "E1");
    stage.userhub().trouble().clear();
    stage.sync().run().exits(0).leaves_nobody_out();
    assert_eq!(stage.held(), 60);
}

#[test]
fn nobody_has_left_auth0_because_of_a_page() {
    let stage = Stage::of(40);
    // UserHub does not find one person; Auth0 is asked by id whether they have left, and a page answers in its place.
    let id = stage
        .tenant()
        .person_ids()
        .into_iter()
        .find(|id| id.starts_with("auth0|"))
        .unwrap();
    let encoded = id.replace('|', "%7C");
    let gone = Rule::always(Fault::Status(404)).on_path(&format!("{encoded}@"));
    stage.userhub().trouble().add(gone);
    let page = Rule::always(Fault::HtmlPage(404)).on_path(&format!("/users/{encoded}"));
    stage.tenant().trouble().add(page.times(2));
    let said = stage.sync().run().exits(1);
    let summary = said.summary();
    assert_eq!(summary["left_auth0"], 0, "{summary}");
    assert_eq!(summary["attention"], 1, "{summary}");
}

/// Answers every request with this body, said to be encoded like this; gives its address.
fn answering(encoding: &'static str, body: Vec<u8>) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            if stream.read(&mut request).is_err() {
                continue;
            }
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            // Whoever has seen enough has gone.
            drop(stream.write_all(&[head.as_bytes(), &body].concat()));
        }
    };
    Builder::new()
        .name("answers".to_owned())
        .spawn(answer)
        .unwrap();
    address
}

#[test]
fn an_answer_that_was_compressed_unasked_is_read_or_named() {
    let stage = Stage::of(0);
    let issuer = format!("https://{}/", stage.world().access().auth0_domain);
    let text = serde_json::json!({ "issuer": issuer }).to_string();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let reach = |address: &str| {
        let said = stage.check().flag("--auth0-url", address).run();
        said.all("check")[0].clone()
    };
    let read = reach(&answering("gzip", gzip));
    assert_eq!(read["name"], "auth0.reach");
    assert_eq!(read["state"], "passed", "{read}");
    let named = reach(&answering("br", b"\x0b\x02\x80{}".to_vec()));
    assert_eq!(named["state"], "problem", "{named}");
    let why = named["why"].as_str().unwrap();
    assert!(why.contains("compressed data (br)"), "{named}");
}
