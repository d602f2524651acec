//! What the crate depends on, held against `.deny.toml`: licences, sources, crates that are not wanted.
//!
//! It reads the same file as `cargo deny` and needs neither that tool nor a network, so that a licence that nobody
//! may use is found by `cargo test`.
#![expect(
    clippy::unwrap_used,
    reason = "a check that cannot run says so by its panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

/// The part of `.deny.toml` that is checked here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// How cargo's own registry is named in `Cargo.lock`, whatever mirror it is reached through.
const CRATES_IO: &str = concat!("/rust-lang/crates", ".io-index");
/// What lies in this repository.
const OURS: [&str; 2] = [env!("CARGO_PKG_NAME"), "cpu_renderer"];

fn rules() -> Rules {
    toml::from_str(include_str!("../../.deny.toml")).unwrap()
}

/// Everything in `Cargo.lock`, for every operating system.
fn locked() -> Vec<Package> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    let lock: Lock = toml::from_str(include_str!("../../Cargo.lock")).unwrap();
    lock.package
}

/// What this machine's build uses, with licences; `cargo test` has fetched all of it.
fn used_here() -> Vec<Package> {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "cargo metadata: {why}");
    let metadata: Metadata = serde_json::from_slice(&answer.stdout).unwrap();
    metadata.packages
}

/// Whether an expression can be met with licences of the list alone.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let named = |wanted: &LicenseReq| allowed.contains(&wanted.to_string());
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|expression| expression.evaluate(named))
}

#[test]
fn every_licence_is_on_the_list() {
    let rules = rules();
    let packages = used_here();
    assert!(packages.len() > 50, "only {} packages", packages.len());
    let others: Vec<_> = packages
        .iter()
        .filter(|package| {
            let license = package.license.as_deref().unwrap_or_default();
            !is_allowed(license, &rules.licenses.allow)
        })
        .map(|package| {
            format!(
                "{} {}: {:?}",
                package.name, package.version, package.license
            )
        })
        .collect();
    assert_eq!(others, Vec::<String>::new());
}

#[test]
fn an_expression_is_met_by_allowed_licences_alone() {
    let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
    let allowed = BTreeSet::from(allowed);
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_allowed(met, &allowed), "{met}");
    }
    for not_met in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", ""] {
        assert!(!is_allowed(not_met, &allowed), "{not_met}");
    }
}

#[test]
fn everything_comes_from_crates_io() {
    let elsewhere: Vec<_> = locked()
        .into_iter()
        .filter(|package| !OURS.contains(&package.name.as_str()))
        .filter(|package| {
            let source = package.source.as_deref().unwrap_or_default();
            !(source.starts_with("registry+") && source.ends_with(CRATES_IO))
        })
        .map(|package| format!("{}: {:?}", package.name, package.source))
        .collect();
    assert_eq!(elsewhere, Vec::<String>::new());
}

#[test]
fn no_banned_crate_is_locked() {
    let rules = rules();
    assert!(!rules.bans.deny.is_empty());
    for package in locked() {
        if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name == package.name) {
            panic!("{} is banned: {}", package.name, ban.reason);
        }
    }
}

#[test]
fn crates_in_two_versions_are_reported() {
    let mut versions = BTreeMap::<_, BTreeSet<_>>::new();
    for package in locked() {
        versions
            .entry(package.name)
            .or_default()
            .insert(package.version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    // Two versions are no mistake where dependencies disagree; `--nocapture` shows them.
    println!("in more than one version: {versions:?}");
    assert!(
        !versions.contains_key("rustls"),
        "two TLS libraries: {versions:?}"
    );
}
