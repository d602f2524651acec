//! The Action's code in a real Node, and the script for the Auth0 CLI in a real shell, both against a practice world.
//!
//! Neither can be run where its tools are missing. Only the running test can know that, so these tests have a harness
//! that can say *ignored* at run time. With `CONNECT_NEEDS_NODE=1`, as in `.ci/run`, a missing tool is a failure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed; tests are a client of their own, and say what is missing"
)]

mod auth0_cli;
mod node;
mod scene;

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Trial};

/// A test by its name.
type Named = (&'static str, fn());

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let mut missing: Vec<&str> = Vec::new();
    for (tools, tests) in [
        (&["node"][..], node::TESTS),
        (&["bash", "jq", "curl"][..], auth0_cli::TESTS),
    ] {
        let absent: Vec<&str> = tools
            .iter()
            .copied()
            .filter(|tool| version(tool).is_none())
            .collect();
        for (name, test) in tests {
            let trial = Trial::test(*name, || {
                test();
                Ok(())
            });
            trials.push(trial.with_ignored_flag(!absent.is_empty()));
        }
        missing.extend(absent);
    }
    if let Some(version) = version("node") {
        eprintln!("The Action's code runs in Node {version}.");
    }
    if !missing.is_empty() {
        eprintln!(
            "NOT TESTED: {missing:?} cannot be run here, so the tests that need them are ignored."
        );
        if std::env::var_os("CONNECT_NEEDS_NODE").is_some() {
            return ExitCode::FAILURE;
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// What a tool says of its version; nothing when it cannot be run, or is a Node that is too old to have `fetch`.
fn version(tool: &str) -> Option<String> {
    let ask: &[&str] = match tool {
        "node" => &["-p", "fetch && process.version"],
        _ => &["--version"],
    };
    let said = Command::new(tool).args(ask).output().ok()?;
    let first = String::from_utf8_lossy(&said.stdout)
        .lines()
        .next()?
        .to_owned();
    said.status.success().then_some(first)
}
