//! `install`, `check` and the window's set-ups with a real password store: gnome-keyring in a D-Bus session of its own.
//!
//! It cannot be run where its tools are missing. Only the running test can know that, so it has a harness that can say
//! *ignored* at run time. With `CONNECT_NEEDS_KEYRING=1`, as in `.ci/run`, a missing tool is a failure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed; tests are a client of their own, and say what is missing"
)]

#[path = "../support/output.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod output;
#[path = "../support/program.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod program;
mod session;
#[path = "../support/tunnel.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod tunnel;

use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Trial};
use userhub_connect::practice::userhub::ConnectionState;
use userhub_connect::practice::{Access, Options, World};

use self::program::Program;
use self::session::Session;
use self::tunnel::{Gate, Tunnel};

const TOOLS: [&str; 3] = ["dbus-run-session", "gnome-keyring-daemon", "secret-tool"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let absent: Vec<&str> = TOOLS.into_iter().filter(|tool| !is_there(tool)).collect();
    if !absent.is_empty() {
        eprintln!(
            "NOT TESTED: {absent:?} cannot be run here, so the tests that need them are ignored."
        );
        if std::env::var_os("CONNECT_NEEDS_KEYRING").is_some() {
            return ExitCode::FAILURE;
        }
    }
    let tests: [(&str, fn()); 2] = [
        (
            "the_secret_goes_from_half_to_half",
            the_secret_goes_from_half_to_half,
        ),
        (
            "a_locked_store_holds_nobody_up",
            a_locked_store_holds_nobody_up,
        ),
    ];
    let trials = tests.map(|(name, test)| {
        let trial = Trial::test(name, move || {
            test();
            Ok(())
        });
        trial.with_ignored_flag(!absent.is_empty())
    });
    libtest_mimic::run(&arguments, trials.into()).exit_code()
}

fn is_there(tool: &str) -> bool {
    let mut ask = Command::new(tool);
    let ask = ask
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // secret-tool knows no --version, but it starts.
    ask.status().is_ok()
}

/// A tenant that answers at its own name, through a tunnel: to the program it is no service of this computer.
struct Tenant {
    world: World,
    tunnel: Tunnel,
    home: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Tenant {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let options = Options {
            people: 0,
            ..Options::default()
        };
        let world = runtime.block_on(World::start(options)).unwrap();
        let home = tempfile::tempdir().unwrap();
        let access = world.access();
        let tunnel = runtime.block_on(Tunnel::start(
            Gate::Open,
            &[(&access.auth0_domain, &access.auth0_url)],
        ));
        std::fs::write(home.path().join("root.pem"), &tunnel.root).unwrap();
        Self {
            world,
            tunnel,
            home,
            runtime,
        }
    }

    fn access(&self) -> &Access {
        self.world.access()
    }

    fn program(&self, session: &Session, words: &str) -> Program {
        let home = self.home.path();
        let token = &self.access().management_token;
        Program::new(home)
            .args(words)
            .flag("--data-dir", &home.join("data").display().to_string())
            .flag(
                "--ca-certificate",
                &home.join("root.pem").display().to_string(),
            )
            .flag("--userhub-url", &self.access().userhub_url)
            .env("HTTPS_PROXY", &self.tunnel.at)
            .env("DBUS_SESSION_BUS_ADDRESS", &session.address)
            .env("AUTH0_MANAGEMENT_TOKEN", token)
    }
}

fn the_secret_goes_from_half_to_half() {
    let tenant = Tenant::new();
    let session = Session::start(tenant.home.path(), true);
    let access = tenant.access();
    let first = tenant
        .program(&session, "install --yes --json")
        .run()
        .exits(1);
    let made = first.the("install_application");
    assert_eq!(made["secret_kept"], true, "{made}");
    let client_id = made["client_id"].as_str().unwrap();
    let account = format!("{}/{client_id}/client-secret", access.auth0_domain);
    let secret = session.secret(&account).unwrap();
    assert!(secret.len() > 20);
    let said = tenant.program(&session, "install --yes").run().exits(1);
    assert!(!said.all_text().contains(&secret), "the secret was said");
    said.says(&account);
    let saved = std::fs::read_to_string(tenant.home.path().join("data/settings.json")).unwrap();
    assert!(
        saved.contains(client_id) && !saved.contains(&secret),
        "{saved}"
    );

    // A person saves the values in UserHub, and runs it again with both of UserHub's own.
    let userhub = tenant.world.userhub();
    let saved = userhub.save_connection(client_id, &secret);
    let saved = tenant.runtime.block_on(saved);
    assert_eq!(saved, ConnectionState::Active);
    let connection = &access.connection_id;
    let whole = |words: &str| {
        tenant
            .program(&session, words)
            .flag("--connection-id", connection)
            .env("USERHUB_ADMIN_KEY", &access.admin_key)
    };
    whole("install --yes --json").run().exits(0);
    let checks = |id: &str| {
        whole("check --json")
            .flag("--auth0-domain", &access.auth0_domain)
            .flag("--auth0-client-id", id)
    };
    let said = checks(client_id).run();
    let signed_in = said.all("check");
    let signed_in = signed_in
        .iter()
        .find(|check| check["name"] == "auth0.sign_in");
    assert_eq!(signed_in.unwrap()["state"], "passed", "{}", said.all_text());
    // Another application's secret is not tried, and the environment comes first.
    checks("another").run().exits(2);
    checks(client_id)
        .env("AUTH0_CLIENT_SECRET", "something-else-entirely")
        .run()
        .exits(3);
    whole("install --undo").run().exits(0);
    assert_eq!(session.secret(&account), None);
}

fn a_locked_store_holds_nobody_up() {
    let tenant = Tenant::new();
    let session = Session::start(tenant.home.path(), false);
    // Nobody is there to unlock it; Program ends what takes longer than a minute.
    let first = tenant.program(&session, "install --yes").run().exits(1);
    first.says("on the tab Credentials of https://manage.auth0.com/");
    assert!(!tenant.home.path().join("data/settings.json").exists());
}
