//! The licences of everything that is in the program, on every system: one file, made from what cargo knows and from the
//! licence files that each package brings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::{file, hold_file, root};

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<String>,
    manifest_path: PathBuf,
    #[serde(default)]
    authors: Vec<String>,
    repository: Option<String>,
}

/// The systems that a release is made for.
const SYSTEMS: [&str; 5] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// What cargo says. Packages of another system that were not fetched yet are fetched.
fn cargo(arguments: &[&str]) -> Vec<u8> {
    let answer = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--locked")
        .current_dir(root())
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "cargo {arguments:?}: {why}");
    answer.stdout
}

/// The names and versions of what is in the program, on any of the systems.
fn names() -> BTreeSet<(String, String)> {
    let mut arguments = vec!["tree", "--edges=normal", "--prefix=none", "--format={p}"];
    arguments.extend(SYSTEMS.iter().flat_map(|system| ["--target", system]));
    let tree = String::from_utf8(cargo(&arguments)).unwrap();
    let named = tree.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        let version = rest.split_whitespace().next()?;
        Some((name.to_owned(), version.to_owned()))
    });
    named
        .filter(|(name, _)| name != env!("CARGO_PKG_NAME"))
        .collect()
}

/// The packages that are in the program.
fn parts() -> Vec<Package> {
    let names = names();
    let metadata: Metadata =
        serde_json::from_slice(&cargo(&["metadata", "--format-version=1"])).unwrap();
    let mut parts = metadata.packages;
    parts.retain(|part| names.contains(&(part.name.clone(), part.version.clone())));
    assert_eq!(parts.len(), names.len(), "cargo knows some of them alone");
    parts.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    parts
}

/// Whether a file of a package is a licence or a notice that goes with it.
fn is_licence(name: &str) -> bool {
    let name = name.to_uppercase();
    let begins = [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "COPYRIGHT",
        "NOTICE",
        "UNLICENSE",
    ];
    let source = [".RS", ".HTML", ".TOML", ".PY"];
    begins.iter().any(|begin| name.starts_with(begin))
        && !source.iter().any(|end| name.ends_with(end))
}

/// The texts that a package brings. Where one may choose, MIT is chosen, whose text names those to whom thanks are due.
fn texts(package: &Package) -> BTreeSet<String> {
    let folder = package.manifest_path.parent().unwrap();
    let mut files: BTreeSet<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && is_licence(&path.file_name().unwrap().to_string_lossy()))
        .collect();
    files.extend(package.license_file.iter().map(|name| folder.join(name)));
    let license = package.license.as_deref().unwrap_or_default();
    let is_choice = !license.contains("AND");
    let is_mit = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().to_uppercase().contains("MIT"))
    };
    if is_choice && files.iter().any(is_mit) {
        files.retain(is_mit);
    }
    files.iter().map(|path| text(path)).collect()
}

/// Where the terms of the Apache License end; what follows is how to use it.
const END_OF_APACHE: &str = "END OF TERMS AND CONDITIONS";

/// What makes two texts the same: their words, and of the Apache License its terms.
fn words(text: &str) -> String {
    let terms = text
        .find(END_OF_APACHE)
        .filter(|_| text.contains("Apache License"));
    let text = &text[..terms.unwrap_or(text.len())];
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn text(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The file: a table of all parts, then each text once, with those to whom it belongs.
fn licences() -> String {
    let parts = parts();
    assert!(parts.len() > 200, "only {} packages", parts.len());
    let mut out = String::from(
        "Licences of what is in UserHub Connect\n\n\
         UserHub Connect itself may be used under the MIT licence or the Apache License 2.0, as you like.\n\
         It is made with these parts. Those of all systems are listed; no system has all of them.\n\n",
    );
    // By their words: the text as it was met first, and to whom it belongs.
    let mut owners: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut own = |text: String, owner: String| {
        let entry = owners.entry(words(&text)).or_insert((text, Vec::new()));
        entry.1.push(owner);
    };
    for package in &parts {
        let license = package.license.as_deref().unwrap_or("see its text");
        let license = license.replace('/', " OR ");
        writeln!(out, "{} {}: {license}", package.name, package.version).unwrap();
        for text in texts(package) {
            let owner = format!("{} {}", package.name, package.version);
            own(text, owner);
        }
    }
    out.push_str("Inter 4.1, Noto (typefaces): OFL-1.1\nPhosphor 2.1.2 (icons): MIT\n");
    out.push_str("SQLite, in libsqlite3-sys: public domain\n");
    for (name, licence) in [
        ("Inter 4.1", "Inter-OFL"),
        ("Noto Sans, Noto Emoji", "Noto-OFL"),
        ("Phosphor 2.1.2", "Phosphor-LICENSE"),
    ] {
        let text = text(&file(&format!("assets/fonts/{licence}.txt")));
        own(text, name.to_owned());
    }
    let silent: Vec<&Package> = parts.iter().filter(|part| texts(part).is_empty()).collect();
    if !silent.is_empty() {
        out.push_str("\nThese bring no text of their licence with them:\n\n");
    }
    for package in silent {
        let by = package.authors.join(", ");
        let from = package.repository.as_deref().unwrap_or_default();
        writeln!(out, "{} {}; {by}; {from}", package.name, package.version).unwrap();
    }
    let mut texts: Vec<&(String, Vec<String>)> = owners.values().collect();
    texts.sort_by_key(|(_, owners)| owners.first());
    for (text, owners) in texts {
        let line = "-".repeat(78);
        write!(out, "\n{line}\n{}\n{line}\n\n{text}\n", owners.join(", ")).unwrap();
    }
    out
}

#[test]
fn the_licences_are_those_of_every_part() {
    hold_file("licences.txt", licences().as_bytes());
}

#[test]
fn what_only_tests_use_is_no_part() {
    let parts = names();
    let names: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    for (name, is_part) in [
        ("egui", true),
        ("windows-sys", true),
        ("egui_kittest", false),
        ("egui-wgpu", false),
        ("cc", false),
    ] {
        assert_eq!(names.contains(name), is_part, "{name}");
    }
}
