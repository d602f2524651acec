//! What a desktop and a package manager read about the program, as far as it can be told without their own tools, which
//! `tests/package/run` asks.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;

use super::{file, root};

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    deb: Deb,
}

#[derive(Deserialize)]
struct Deb {
    assets: Vec<[String; 3]>,
    depends: String,
    recommends: String,
}

fn deb() -> Deb {
    let manifest = fs::read_to_string(file("Cargo.toml")).unwrap();
    let manifest: Manifest = toml::from_str(&manifest).unwrap();
    manifest.package.metadata.deb
}

/// Whether a file is one of a package's, whose patterns have one `*` at most.
fn is_of(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|middle| !middle.contains('/')),
    }
}

#[test]
fn everything_for_a_package_is_in_it() {
    let patterns: Vec<String> = deb().assets.into_iter().map(|[from, ..]| from).collect();
    let mut left: BTreeSet<String> = BTreeSet::new();
    for folder in ["", "icons/", "man/", "completions/", "systemd/"] {
        let folder = format!("assets/{folder}");
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                left.insert(format!("{folder}{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    for pattern in patterns
        .iter()
        .filter(|pattern| pattern.starts_with("assets/"))
    {
        let before = left.len();
        left.retain(|name| !is_of(pattern, name));
        let elsewhere = pattern.starts_with("assets/debian/");
        assert!(
            left.len() < before || elsewhere && file(pattern).is_file(),
            "{pattern}"
        );
    }
    // The pages about the assets themselves.
    assert_eq!(
        Vec::from_iter(left),
        ["assets/README.md", "assets/releases.md"]
    );
}

#[test]
fn what_the_window_needs_is_recommended_and_not_demanded() {
    let deb = deb();
    assert_eq!(
        deb.depends, "$auto",
        "the commands run on a server without a desktop"
    );
    let script = fs::read_to_string(file(".ci/run")).unwrap();
    let pairs = script.split_once("for pair in ").unwrap().1;
    let pairs = pairs.split_once("; do").unwrap().0;
    let packages: Vec<&str> = pairs
        .split_whitespace()
        .filter_map(|pair| Some(pair.split_once(':')?.1))
        .collect();
    assert!(packages.len() >= 6, "{packages:?}");
    for package in packages {
        assert!(deb.recommends.contains(package), "{package}");
    }
}

#[test]
fn the_software_centre_has_a_short_summary() {
    let text = fs::read_to_string(file("assets/com.userhub.connect.metainfo.xml")).unwrap();
    let summary = text.split_once("<summary>").unwrap().1;
    let summary = summary.split_once("</summary>").unwrap().0;
    assert!(summary.chars().count() <= 35, "{summary}");
    for wanted in [
        "<screenshots>",
        "<content_rating",
        "com.userhub.connect.desktop",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}
