//! Reads the repository's own files and fails on what the architecture forbids, naming the file and the rule.
//!
//! `code` cuts a source into words, `rooms` knows which room never uses which, `circles` which file leads to which, `files` has
//! the rules for whole files, `manual` those for what people read, and `proof` shows on made-up sources that each rule can fail.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod circles;
mod code;
mod files;
mod manual;
mod proof;
mod rooms;

use std::fs;
use std::path::Path;
use std::process::Command;

/// Every file of the repository by its path, as git knows them, or as they lie there without it.
fn tracked() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output();
    if let Ok(listed) = listed
        && listed.status.success()
        && !listed.stdout.is_empty()
    {
        let names = String::from_utf8(listed.stdout).unwrap();
        let there = names.lines().filter(|name| root.join(name).is_file());
        return there.map(str::to_owned).collect();
    }
    let mut names = Vec::new();
    walk(root, "", &mut names);
    names
}

fn walk(root: &Path, below: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if below.is_empty() && matches!(name.as_str(), ".git" | "target") {
            continue;
        }
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.file_type().unwrap().is_dir() {
            walk(root, &path, names);
        } else {
            names.push(path);
        }
    }
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

fn is_source(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|kind| kind == "rs")
}

#[test]
fn the_repository_keeps_its_rules() {
    let names = tracked();
    assert!(names.iter().any(|name| name == "src/lib.rs"), "{names:?}");
    let mut complaints = Vec::new();
    let mut sources = Vec::new();
    for name in &names {
        let text = read(name);
        complaints.extend(files::complaints(name, &text));
        if is_source(name) {
            complaints.extend(rooms::complaints(name, &text));
        }
        if is_source(name) && name.starts_with("src/") {
            sources.push((name.as_str(), text));
        }
    }
    let sources: Vec<(&str, &str)> = sources
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    complaints.extend(circles::complaints(&sources));
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
