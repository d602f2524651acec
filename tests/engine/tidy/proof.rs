//! Each rule is seen to fail on a source that breaks it, and to pass on one that does not.

use super::{circles, files, rooms};

/// The complaints about a source, each without the name of the file.
fn imports(name: &str, source: &str) -> Vec<String> {
    rooms::complaints(name, source)
}

#[test]
fn every_room_refuses_what_the_table_forbids() {
    for (name, forbidden) in [
        ("src/domain/x.rs", "use tokio::sync::mpsc;"),
        ("src/domain/x.rs", "use std::{fmt, fs};"),
        (
            "src/domain/x.rs",
            "use crate::{clients::http::Http, domain::ids};",
        ),
        (
            "src/domain/x/y.rs",
            "use super::super::super::store::Journal;",
        ),
        (
            "src/domain/x.rs",
            "fn now() -> Instant { std::time::Instant::now() }",
        ),
        (
            "src/domain/x.rs",
            "use jiff::Timestamp; fn f() { Timestamp::now(); }",
        ),
        ("src/domain/x.rs", "#[tokio::test] async fn f() {}"),
        ("src/app/mod.rs", "use crate::engine::worker::Worker;"),
        ("src/app/x.rs", "pub use rusqlite as db;"),
        ("src/clients/http.rs", "use crate::store::journal::*;"),
        ("src/clients/x.rs", "use crate::domain::plan::{Plan, Join};"),
        (
            "src/clients/auth0/x.rs",
            "fn f() { super::super::super::engine::go() }",
        ),
        (
            "src/store/x.rs",
            "use userhub_connect::clients::auth0::Auth0;",
        ),
        (
            "src/store/x.rs",
            "mod inner { use super::super::super::ui::App; }",
        ),
        ("src/engine/x.rs", "use egui::Context;"),
        ("src/engine/x.rs", "use crate::app::state::State;"),
        ("src/cli/x.rs", "fn f() { crate::app::update(); }"),
        ("src/protocol/x.rs", "use crate::app::msg::Msg;"),
        ("src/protocol/x.rs", "use crate::store::Journal;"),
        ("src/domain/x.rs", "use crate::protocol::event::Event;"),
        ("src/practice/x.rs", "use crate::domain::ids::Auth0UserId;"),
        ("src/practice/people/x.rs", "use crate::clients;"),
        ("src/practice/x.rs", "use crate::{practice, store};"),
        ("src/ui/x.rs", "fn f() { crate::store::journal::open(); }"),
        (
            "src/ui/x.rs",
            "async fn f() { tokio::time::sleep(D).await }",
        ),
        ("src/cli/mod.rs", "use eframe::NativeOptions;"),
        (
            "src/ui/theme/mod.rs",
            "fn f() { super::widgets::install(); }",
        ),
        ("src/ui/widgets/x.rs", "use crate::app::state::State;"),
    ] {
        let complaints = imports(name, forbidden);
        assert!(!complaints.is_empty(), "{name}: {forbidden}");
        let room = name.split('/').nth(1).unwrap();
        assert!(complaints[0].starts_with(&format!("{name}:1: `{room}")));
    }
}

#[test]
fn what_the_table_allows_passes() {
    for (name, allowed) in [
        (
            "src/domain/x.rs",
            "use std::time::Duration; use super::ids::{self, Auth0UserId};",
        ),
        (
            "src/domain/x.rs",
            "// use tokio::sync;\n/* use std::fs; /* nested */ use rand::x; */",
        ),
        (
            "src/domain/x.rs",
            r##"const A: &str = "use tokio::x;"; const B: &str = r#"std::fs::read"#;"##,
        ),
        (
            "src/domain/x.rs",
            "const C: char = '\"'; fn f<'a>(fs: &'a str) -> &'a str { fs }",
        ),
        (
            "src/clients/x.rs",
            "use crate::domain::{ids::JobId, pace::Pace}; use reqwest::Client;",
        ),
        (
            "src/engine/x.rs",
            "use crate::{clients, store}; use crate::practice::World; use tokio::select;",
        ),
        (
            "src/practice/x.rs",
            "use super::auth0::Tenant; use crate::practice::clock; use axum::Router;",
        ),
        (
            "src/practice/clock.rs",
            "fn now() -> Instant { Instant::now() }",
        ),
        (
            "src/cli/x.rs",
            "use crate::engine::worker::Worker; use crate::store::StoreError;",
        ),
        (
            "src/ui/widgets/x.rs",
            "use crate::ui::theme::palette; use super::access;",
        ),
        ("src/lib.rs", "pub mod store; use tokio::x;"),
        ("tests/engine/x.rs", "use userhub_connect::store::Journal;"),
    ] {
        assert_eq!(imports(name, allowed), [""; 0], "{name}: {allowed}");
    }
}

#[test]
fn a_source_without_a_header_is_named() {
    let complaints = files::complaints("src/x.rs", "use std::fmt;\n//! Late.\n");
    assert_eq!(
        complaints,
        ["src/x.rs:1: a source opens with `//!` and its purpose"]
    );
    assert_eq!(files::complaints("src/x.rs", "//! Says why.\n"), [""; 0]);
}

#[test]
fn a_source_that_is_too_long_is_named() {
    let long = format!("//! Long.\n{}", "\n".repeat(600));
    let complaints = files::complaints("src/x.rs", &long);
    assert_eq!(
        complaints,
        ["src/x.rs: 601 lines, and a source has at most 600"]
    );
    assert_eq!(files::complaints("tests/x.rs", &long), [""; 0]);
}

#[test]
fn leftovers_are_named_outside_of_tests() {
    for left in [
        "fn f() { panic!(\"no\") }",
        "fn f() { unreachable!() }",
        "fn f() { todo!() }",
        "fn f() { a.unwrap_unchecked(); }",
        "fn f() { a.unwrap_err(); }",
        "fn f() { std::process::exit(1); }",
        "use std::process::exit;",
        "fn f() { Box::leak(a); }",
        "#[allow(dead_code)] fn f() {}",
        "#![allow(clippy::all)]",
        "static mut A: u8 = 0;",
        "// TODO later",
    ] {
        let source = format!("//! Header.\n{left}\n");
        let complaints = files::complaints("src/x.rs", &source);
        assert_eq!(complaints.len(), 1, "{left}: {complaints:?}");
        assert!(complaints[0].starts_with("src/x.rs:2: "), "{complaints:?}");
    }
    let tests =
        "//! Header.\nfn f() {}\n#[cfg(test)]\nmod tests { fn g() { panic!(\"{}\", 1) } }\n";
    assert_eq!(files::complaints("src/x.rs", tests), [""; 0]);
    let after = format!("{tests}fn h() {{ panic!() }}\n");
    assert_eq!(files::complaints("src/x.rs", &after).len(), 1);
    let fine = "//! Header.\nfn exit() {}\nfn f() { exit(); a.exit(); } // a panic! in words\n";
    assert_eq!(files::complaints("src/x.rs", fine), [""; 0]);
}

#[test]
fn hosts_of_registries_and_folders_of_machines_are_named() {
    for (first, second) in [
        ("https://crates", ".io/x"),
        ("/home", "/jane"),
        ("at pypi", ".org"),
    ] {
        let text = format!("one\n{first}{second}\n");
        let complaints = files::complaints("README.md", &text);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with("README.md:2: "), "{complaints:?}");
    }
    let registry = format!(
        "source = \"registry+https://github.com/x/crates{}-index\"",
        ".io"
    );
    assert_eq!(files::complaints("Cargo.lock", &registry), [""; 0]);
}

#[test]
fn files_that_import_each_other_are_named() {
    let two = [
        ("src/a.rs", "use crate::b::B; pub struct A;"),
        ("src/b.rs", "fn f() -> super::a::A { todo() }"),
        ("src/c.rs", "use crate::{a, b};"),
    ];
    assert_eq!(
        circles::complaints(&two),
        ["these import each other in a circle: src/a.rs, src/b.rs"]
    );
    let three = [
        (
            "src/a/mod.rs",
            "mod x; pub use x::{X, deep::Y}; fn f() -> X {}",
        ),
        ("src/a/x.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::a::f;"),
    ];
    assert_eq!(circles::complaints(&three).len(), 1);
    // What is handed on leads to the file that has it.
    let round = [
        ("src/a/mod.rs", "mod x; pub use self::x::X as Z;"),
        ("src/a/x.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::a::Z;"),
    ];
    assert_eq!(
        circles::complaints(&round),
        ["these import each other in a circle: src/a/x.rs, src/b.rs"]
    );
    let fine = [
        (
            "src/a/mod.rs",
            "pub mod x; mod y; mod z; use x::X; pub use z::Z;",
        ),
        ("src/a/z.rs", "use super::A;"),
        (
            "src/a/x.rs",
            "pub struct X; #[cfg(test)] mod tests { use crate::a::A; }",
        ),
        // It is one of its parent, which does not import it.
        (
            "src/a/y.rs",
            "use super::A; impl A { pub(in crate::b) fn y() {} }",
        ),
        ("src/b.rs", "use crate::a::y::Y;"),
        ("src/a/x/tests.rs", "use crate::a::A;"),
    ];
    assert_eq!(circles::complaints(&fine), [""; 0]);
}

#[test]
fn a_subject_that_knows_another_or_the_whole_state_is_named() {
    for (other, source) in [
        ("src/app/subjects/users/mod.rs", "use super::users::Users;"),
        (
            "src/app/subjects/users/rows.rs",
            "fn f() { crate::app::subjects::users::rows::go() }",
        ),
        ("src/app/state.rs", "use crate::app::state::State;"),
        ("src/app/msg.rs", "use crate::app::{effects, msg::Msg};"),
        (
            "src/app/views/progress.rs",
            "use crate::app::views::progress;",
        ),
    ] {
        let sources = [
            ("src/app/effects.rs", ""),
            ("src/app/subjects/sync.rs", source),
            (other, ""),
        ];
        let complaints = circles::complaints(&sources);
        assert_eq!(complaints.len(), 1, "{source}: {complaints:?}");
        assert!(complaints[0].starts_with("src/app/subjects/sync.rs: "));
    }
    let fine = [
        ("src/app/effects.rs", ""),
        (
            "src/app/subjects/sync/mod.rs",
            "mod bar; use bar::Bar; use crate::app::effects::Effects;",
        ),
        ("src/app/subjects/sync/bar.rs", ""),
    ];
    assert_eq!(circles::complaints(&fine), [""; 0]);
}
