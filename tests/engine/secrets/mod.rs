//! Secrets are planted wherever one can be, and then looked for in everything that the program leaves behind.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod echo;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use userhub_connect::domain::history::KEPT_DAYS;
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::secret::Secret;
use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::setup::{Endpoints, Setup, UserHubSetup};

use crate::output::Output;
use crate::program::{Program, files_under};
use crate::stage::Stage;

/// Expects none of the secrets in what was said, or in any file under the program's home.
#[track_caller]
fn keeps_quiet(said: &Output, home: &Path, secrets: &[&str]) {
    let mut left = vec![("its output".to_owned(), said.all_text().into_bytes())];
    for file in files_under(home) {
        left.push((file.display().to_string(), std::fs::read(&file).unwrap()));
    }
    for (place, bytes) in &left {
        for secret in secrets {
            let found = bytes
                .windows(secret.len())
                .position(|part| part == secret.as_bytes());
            if let Some(at) = found {
                let around =
                    &bytes[at.saturating_sub(200)..(at + secret.len() + 50).min(bytes.len())];
                panic!(
                    "{secret} is in {place}: {}",
                    String::from_utf8_lossy(around)
                );
            }
        }
    }
}

/// The secrets of a world: what is typed, what every token begins with and goes on with, and what signs links.
fn of_world(stage: &Stage) -> Vec<String> {
    let access = stage.world().access();
    let token = stage
        .tenant()
        .management_token(&["read:users"], Duration::from_secs(60));
    let head = token.split('.').next().unwrap().to_owned();
    vec![
        access.client_secret.clone(),
        access.admin_key.clone(),
        head,
        "Signature=".to_owned(),
        "Key-Pair-Id".to_owned(),
    ]
}

#[test]
fn a_whole_sync_with_the_full_log_shows_none() {
    let stage = Stage::with(Options {
        people: 1_200,
        already_imported: true,
        ..Options::default()
    });
    stage.create(json!({ "email": "eve@refused.example" }));
    stage.create(json!({ "email": "new@example.com" }));
    let secrets = of_world(&stage);
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    for words in ["sync --json", "sync", "check --json", "check", "guide"] {
        let said = stage.program(words).env("RUST_LOG", "trace").run();
        keeps_quiet(&said, &stage.home(), &secrets);
        if words.starts_with("sync") {
            said.says("TRACE").exits(1);
        }
    }
    let journal = stage.data().join("profiles");
    assert!(
        files_under(&journal).len() >= 2,
        "there is something to look into"
    );
}

#[test]
fn a_sync_that_meets_trouble_shows_none() {
    let troubles = [
        Rule::always(Fault::Status(500)).times(2),
        Rule::always(Fault::HtmlPage(403)),
        Rule::always(Fault::InvalidJson).times(2),
        Rule::always(Fault::ResetBeforeAnswer).times(2),
        Rule::always(Fault::Redirect {
            to: "http://127.0.0.1:9/elsewhere?token=1".to_owned(),
        }),
        Rule::always(Fault::ExpiredLink)
            .on_path(".json.gz")
            .times(1),
    ];
    let start = |rule: Rule| {
        // Only from 1,000 people on is there an export.
        let people = if rule.fault == Fault::ExpiredLink {
            1_005
        } else {
            5
        };
        let stage = Stage::of(people);
        stage.tenant().trouble().add(rule.clone());
        stage.userhub().trouble().add(rule);
        let running = stage
            .program("sync --dry-run")
            .env("RUST_LOG", "trace")
            .start();
        (stage, running)
    };
    for (stage, running) in troubles.map(start) {
        let secrets = of_world(&stage);
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        keeps_quiet(&running.finish(), &stage.home(), &secrets);
    }
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let key = "sk_agX12345678901234567890";
    let secret = "aB3-xY7_".repeat(8);
    let token = format!(
        "eyJ{}.eyJ{}.{}",
        "hbGciOi".repeat(5),
        "pc3MiOi".repeat(8),
        "c2ln".repeat(20)
    );
    let stage = Stage::of(5);
    for planted in [key, &secret, &token] {
        for flag in [
            "--auth0-domain",
            "--connection-id",
            "--auth0-url",
            "--userhub-url",
        ] {
            let said = stage.program("check").flag(flag, planted).run();
            keeps_quiet(&said, &stage.home(), &[planted]);
            said.exits(2);
        }
        let said = stage
            .program("check")
            .flag("--auth0-client-id", planted)
            .run();
        keeps_quiet(&said, &stage.home(), &[planted]);
        for words in ["--help", "sync --help", "guide"] {
            let program = Program::new(&stage.home()).args(words);
            let program = program.env("AUTH0_CLIENT_SECRET", planted);
            let said = program.env("USERHUB_ADMIN_KEY", planted).run().exits(0);
            keeps_quiet(&said, &stage.home(), &[planted]);
        }
    }
}

#[test]
fn what_is_shown_for_debugging_holds_none() {
    let stage = Stage::of(5);
    let access = stage.world().access();
    let setup = Setup {
        domain: access.auth0_domain.parse().unwrap(),
        or_domain: None,
        client_id: ClientId::new(access.client_id.as_str()),
        client_secret: Secret::new(&access.client_secret),
        userhub: Some(UserHubSetup {
            connection: access.connection_id.parse().unwrap(),
            key: Secret::new(&access.admin_key),
        }),
        endpoints: Endpoints {
            auth0: None,
            userhub: None,
            ca_certificate: None,
            proxy: None,
            gentle: false,
            wait_for_hours: false,
        },
        profile: PathBuf::new(),
        keep_days: KEPT_DAYS,
    };
    let mut shown = String::new();
    let command = Command::Compare {
        setup: setup.clone(),
        list_plan: true,
    };
    write!(
        shown,
        "{setup:?}{setup:#?}{command:?}{access:?}{:?}",
        stage.world()
    )
    .unwrap();
    assert!(shown.contains("practice.us.auth0.com"));
    for secret in [&access.client_secret, &access.admin_key] {
        // Not even its end.
        assert!(!shown.contains(&secret[secret.len() - 8..]), "{shown}");
    }
}
