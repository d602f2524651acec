//! Exit 2: values that are missing or are not what they should be. No service is asked anything.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use crate::program::Program;
use crate::stage::Stage;

const KEY: &str = "userhub_admin_0123456789abcdef";
const SECRET: &str = "aB3-aB3_aB3-aB3_aB3-aB3_aB3-aB3_aB3-aB3_aB3-aB3_aB3-aB3_aB3-aB3_";

/// A complete set of good values, and services that nobody serves: port 9 of this computer.
struct Typed {
    folder: tempfile::TempDir,
}

impl Typed {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn program(&self, words: &str) -> Program {
        let data = self.folder.path().join("data");
        Program::new(self.folder.path())
            .args(words)
            .flag("--auth0-url", "http://127.0.0.1:9")
            .flag("--userhub-url", "http://127.0.0.1:9")
            .flag("--auth0-domain", "acme.us.auth0.com")
            .flag("--auth0-client-id", "h4QvI12J0pVG4LtuTFdLzrvo5qpIQzd8")
            .flag("--connection-id", "conn_26yEiYymqy6ZmG")
            .flag("--data-dir", &data.display().to_string())
            .env("AUTH0_CLIENT_SECRET", SECRET)
            .env("USERHUB_ADMIN_KEY", KEY)
    }

    /// Expects that every command that needs the values refuses them, in words and as events.
    #[track_caller]
    fn refuses(&self, words: &str, change: impl Fn(Program) -> Program) {
        for verb in ["check", "sync"] {
            let said = change(self.program(verb)).run().exits(2).tells_a_problem();
            said.says(words);
            let events = change(self.program(verb).args("--json")).run().exits(2);
            let problem = events.the("problem");
            for field in ["code", "what", "why", "fix"] {
                assert_ne!(problem[field].as_str().unwrap(), "", "{field}");
            }
        }
        let summary = change(self.program("sync --json")).run().summary();
        assert_eq!(summary["complete"], false);
    }
}

#[test]
fn a_text_that_is_no_tenants_domain_is_refused() {
    let typed = Typed::new();
    for (domain, words) in [
        ("", "The Auth0 domain is missing"),
        ("   ", "The Auth0 domain is missing"),
        ("acme", "Auth0 domain"),
        ("acme..auth0.com", "is not written like an Auth0 domain"),
        ("-acme.us.auth0.com", "is not written like an Auth0 domain"),
        (
            "login.acme.com",
            "login.acme.com is not an auth0.com domain",
        ),
        ("evilauth0.com", "evilauth0.com is not an auth0.com domain"),
        ("auth0.com", "auth0.com is Auth0's own, not a tenant's"),
        ("acme.auth0.com.evil.com", "is not an auth0.com domain"),
        ("x@acme.us.auth0.com", "Auth0 domain"),
        ("https://acme.us.auth0.com@evil.com/", "Auth0 domain"),
        ("acme.private.auth0app.com", "is a private-cloud domain"),
        ("manage.auth0.com", "tenant"),
    ] {
        typed.refuses(words, |program| program.flag("--auth0-domain", domain));
    }
}

#[test]
fn a_value_of_another_kind_is_refused_by_what_it_is() {
    let typed = Typed::new();
    let key = |value: &'static str| move |program: Program| program.env("USERHUB_ADMIN_KEY", value);
    typed.refuses("This is a User API key", key("pk_agX12345678901234567890"));
    typed.refuses("This is a connection ID", key("conn_26yEiYymqy6ZmG"));
    typed.refuses("This is an Auth0 domain", key("acme.us.auth0.com"));
    typed.refuses("not a connection ID", |program| {
        program.flag("--connection-id", KEY)
    });
    typed.refuses("connection ID", |program| {
        program.flag("--connection-id", "26yEiYymqy6ZmG")
    });
    typed.refuses("not a Client Secret", |program| {
        program.env("AUTH0_CLIENT_SECRET", "conn_26yEiYymqy6ZmG")
    });
}

#[test]
fn a_missing_value_is_named_with_what_gives_it() {
    let typed = Typed::new();
    for (flag, words) in [
        ("--auth0-domain", "AUTH0_DOMAIN"),
        ("--auth0-client-id", "AUTH0_CLIENT_ID"),
        ("--connection-id", "USERHUB_CONNECTION_ID"),
    ] {
        typed.refuses(words, |program| program.without_flag(flag));
    }
    typed.refuses("--auth0-client-secret-file", |program| {
        program.without("AUTH0_CLIENT_SECRET")
    });
    typed.refuses("--userhub-key-file", |program| {
        program.without("USERHUB_ADMIN_KEY")
    });
    typed.refuses("one secret", |program| {
        program
            .flag("--auth0-client-secret-file", "-")
            .flag("--userhub-key-file", "-")
    });
    typed.refuses("cannot be read", |program| {
        program.flag("--userhub-key-file", "no-such-file")
    });
}

#[test]
fn the_addresses_of_services_are_this_computers_only() {
    let typed = Typed::new();
    for address in [
        "https://acme.us.auth0.com",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "http://192.0.2.1",
        "http://127.0.0.1:9/path",
        "file:///etc/hosts",
        "",
    ] {
        for flag in ["--auth0-url", "--userhub-url"] {
            let words = format!("{flag} takes only an address of this computer");
            typed.refuses(&words, |program| program.flag(flag, address));
        }
    }
}

#[test]
fn what_the_command_line_does_not_know_is_refused() {
    let typed = Typed::new();
    for words in ["", "sing", "sync --practise", "sync --practice-people many"] {
        typed.program(words).run().exits(2).never_says("panicked");
    }
    // There is no such flag, whatever a person hopes for.
    let said = typed
        .program("sync")
        .flag("--auth0-client-secret", SECRET)
        .run()
        .exits(2);
    said.says("--auth0-client-secret-file").never_says(SECRET);
}

#[test]
fn the_address_of_a_dashboard_page_stands_for_the_domain() {
    let stage = Stage::of(3);
    for address in [
        "https://manage.auth0.com/dashboard/us/practice/users",
        "https://manage.auth0.com/dashboard/us/practice/applications/abc/settings?x=1",
        "https://practice.us.auth0.com/",
        " PRACTICE.us.auth0.com ",
    ] {
        let program = stage.sync().flag("--auth0-domain", address);
        program.run().exits(0).leaves_nobody_out();
    }
}

#[test]
fn secrets_come_from_files_and_from_standard_input_too() {
    let stage = Stage::of(3);
    let access = stage.world().access().clone();
    let file = stage.home().join("secret");
    std::fs::write(&file, format!("{}\n", access.client_secret)).unwrap();
    let program = stage
        .check()
        .without("AUTH0_CLIENT_SECRET")
        .without("USERHUB_ADMIN_KEY")
        .flag("--auth0-client-secret-file", &file.display().to_string())
        .flag("--userhub-key-file", "-")
        .stdin(&format!("{}\n", access.admin_key));
    program.run().exits(0);
}
