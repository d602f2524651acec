//! What is there to be read with nothing configured: help, guide, snippet, completions and version; and the menu.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::fmt::Write as _;

use crate::output::Output;
use crate::program::Program;

fn run(words: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let output = Program::new(folder.path()).args(words).run();
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "{words} has written something");
    output
}

/// The ids of the documented steps, with the one that has no number there.
fn documented_ids() -> Vec<String> {
    let count = |letter: char, steps: u32| (1..=steps).map(move |step| format!("{letter}{step}"));
    let all = count('A', 11).chain(count('C', 7));
    all.chain(count('K', 8)).chain(count('P', 24)).collect()
}

#[test]
fn the_guide_is_fifty_lines_in_order() {
    let said = run("guide").exits(0);
    let ids = said.stdout.lines().map(|line| {
        let id = line.split_whitespace().next().unwrap_or_default();
        assert!(line.len() > id.len() + 10, "{line}");
        id.to_owned()
    });
    assert_eq!(ids.collect::<Vec<_>>(), documented_ids());
    assert_eq!(said.stderr, "");
}

#[test]
fn the_guide_fills_in_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(folder.path()).args("guide");
    let said = program
        .flag("--auth0-domain", "acme.eu.auth0.com")
        .flag("--connection-id", "conn_26yEiYymqy6ZmG")
        .env("AUTH0_CLIENT_SECRET", "a-secret-that-is-nobodys-business")
        .run();
    said.exits(0)
        .says("https://manage.auth0.com/dashboard/eu/acme/")
        .says("acme.eu.auth0.com")
        .says("conn_26yEiYymqy6ZmG")
        .never_says("a-secret-that");
}

#[test]
fn the_guide_as_events_has_the_same_steps() {
    let steps = run("guide --json").exits(0).all("step");
    let ids = steps.iter().map(|step| step["id"].as_str().unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), documented_ids());
}

#[test]
fn the_snippet_is_the_documented_one_byte_for_byte() {
    let said = run("snippet").exits(0);
    assert_eq!(said.stdout, include_str!("../../fixtures/snippet.js"));
    assert_eq!(said.stderr, "");
}

#[test]
fn every_form_can_be_printed_with_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let print = |words: &str| {
        let program = Program::new(folder.path()).args(words);
        let known = program
            .flag("--auth0-domain", "acme.eu.auth0.com")
            .flag("--connection-id", "conn_26yEiYymqy6ZmG")
            .env("USERHUB_ADMIN_KEY", "sk_nobodys-business");
        known.run().exits(0).never_says("nobodys-business")
    };
    let code = print("snippet --form without-package").stdout;
    assert!(code.starts_with("// UserHub, the form WITHOUT the package"));
    assert_eq!(print("snippet --without-package").stdout, code);
    print("snippet --form terraform")
        .says("resource \"auth0_trigger_action\" \"userhub\"")
        .says("acme.eu.auth0.com")
        .says("conn_26yEiYymqy6ZmG");
    let lines = print("snippet --form deploy-cli --without-package");
    assert!(!lines.stdout.contains("exports.onExecutePostLogin"));
    lines
        .says("acme.eu.auth0.com")
        .says("actions/UserHub/code.js: userhub-connect snippet --form without-package");
    print("snippet --form auth0-cli").says("auth0 api");

    let files = print("snippet --form deploy-cli --json").all("file");
    let names: Vec<_> = files
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["tenant.yaml", "actions/UserHub/code.js"]);
    assert_eq!(files[1]["text"], include_str!("../../fixtures/snippet.js"));
}

/// What is pasted into Auth0 is the same whatever stands in the environment; a tool's form is not made of nonsense.
#[test]
fn a_domain_that_cannot_be_read_spoils_only_what_it_would_stand_in() {
    let folder = tempfile::tempdir().unwrap();
    let print = |words: &str| {
        let program = Program::new(folder.path()).args(words);
        program.env("AUTH0_DOMAIN", "evilauth0.com").run()
    };
    let said = print("snippet").exits(0);
    assert_eq!(said.stdout, include_str!("../../fixtures/snippet.js"));
    print("snippet --form terraform").exits(2);
}

#[test]
fn completions_are_a_script_of_the_shell() {
    let said = run("completions bash").exits(0);
    said.says("complete -F")
        .says("--practice-people")
        .says("sync");
    run("completions zsh")
        .exits(0)
        .says("#compdef userhub-connect");
}

/// A change of these texts is seen and read, as a person would read them. The options that all commands share are
/// shown once.
#[test]
fn help_teaches() {
    let mut text = String::new();
    for words in [
        "--help",
        "sync --help",
        "check --help",
        "guide --help",
        "snippet --help",
        "practice --help",
        "completions --help",
    ] {
        let said = run(words).exits(0);
        assert_eq!(said.stderr, "");
        let shown = match said.stdout.split_once("\nValues of the set-up:") {
            Some((own, _)) if words != "--help" => own,
            _ => &said.stdout,
        };
        writeln!(text, "$ userhub-connect {words}\n{shown}").unwrap();
    }
    insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("help", text);
    });
}

#[test]
fn the_version_is_told_to_people_and_to_tools() {
    let version = env!("CARGO_PKG_VERSION");
    run("--version")
        .exits(0)
        .says(&format!("userhub-connect {version}"));
    for words in ["--version --json", "--json -V"] {
        let told = run(words).exits(0).all("version");
        assert_eq!(told[0]["version"], version);
        assert_eq!(told[0]["name"], "userhub-connect");
        assert_eq!(told[0]["arch"], std::env::consts::ARCH);
        assert!(told[0]["journal"].as_i64().unwrap() >= 6);
    }
}

/// What an unpacked archive is put into the menu with, and taken out again.
#[cfg(target_os = "linux")]
#[test]
fn the_program_goes_into_the_menu_and_out_again() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join(".local/share");
    let run = |words: &str| Program::new(home.path()).args(words).run();
    let entry = data.join("applications/com.userhub.connect.desktop");
    run("desktop remove --user").exits(0).says("nothing");
    let said = run("desktop install --user").exits(0);
    said.says(&entry.display().to_string());
    let program = env!("CARGO_BIN_EXE_userhub-connect");
    let text = std::fs::read_to_string(&entry).unwrap();
    assert!(text.contains(&format!("Exec=\"{program}\"\n")), "{text}");
    assert!(
        text.contains(&format!("Exec=\"{program}\" --practice\n")),
        "{text}"
    );
    let told = run("desktop remove --json").exits(0).all("desktop");
    assert_eq!(told[0]["state"], "removed");
    assert_eq!(told[0]["files"].as_array().unwrap().len(), 4);
    assert!(!data.join("applications").exists());
    assert!(!data.join("icons").exists());
}
