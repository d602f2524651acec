//! The README and the manual: their links lead somewhere, and their tables for programs name what the program has.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::{read, tracked};
use crate::output::Output;
use crate::program::Program;

/// The page with the tables for programs.
const PROGRAMS: &str = "assets/manual/programs.md";

/// What a pattern's first group finds in a text.
fn found(pattern: &str, text: &str) -> BTreeSet<String> {
    Regex::new(pattern)
        .unwrap()
        .captures_iter(text)
        .map(|found| found[1].to_owned())
        .collect()
}

/// Whether a file is a page of the manual.
fn is_page(name: &str) -> bool {
    name.starts_with("assets/manual/")
        && std::path::Path::new(name)
            .extension()
            .is_some_and(|kind| kind == "md")
}

/// The sources of the command line, one after the other.
fn command_line() -> String {
    let names = tracked();
    let sources = names
        .iter()
        .filter(|name| name.starts_with("src/cli/") && super::is_source(name));
    sources.map(|name| read(name)).collect()
}

/// The anchors that a page's headings make, as GitHub makes them.
fn anchors(page: &str) -> BTreeSet<String> {
    found(r"(?m)^#{1,4} (.+)$", page)
        .into_iter()
        .map(|heading| {
            let kept = heading.to_lowercase();
            let kept = kept
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}

/// Links of a page that lead nowhere in the repository.
fn broken(name: &str, page: &str, names: &[String]) -> Vec<String> {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = found(r"\]\(([^)\s]+)\)", page);
    let local = links
        .into_iter()
        .filter(|link| !link.starts_with("http://") && !link.starts_with("https://"));
    local
        .filter(|link| {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if path.is_empty() {
                name.to_owned()
            } else {
                resolved(folder, path)
            };
            let is_there = names.contains(&path);
            let has_anchor = anchor.is_empty()
                || (path == name && anchors(page).contains(anchor))
                || (path != name && is_there && anchors(&read(&path)).contains(anchor));
            !is_there || !has_anchor
        })
        .map(|link| format!("{name}: {link}"))
        .collect()
}

/// A path from a folder, without `..`.
fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_of_the_readme_and_the_manual_leads_somewhere() {
    let names = tracked();
    let pages = names.iter().filter(|name| {
        name.as_str() == "README.md" || name.as_str() == "src/ARCHITECTURE.md" || is_page(name)
    });
    let complaints: Vec<String> = pages
        .flat_map(|name| broken(name, &read(name), &names))
        .collect();
    assert_eq!(complaints, [""; 0]);
    // The rule can fail.
    let page =
        "# One\n[a](#one) [b](#two) [c](gone.md) [d](../README.md) [e](https://x.example/#y)";
    let here = ["README.md".to_owned(), "x/page.md".to_owned()];
    assert_eq!(
        broken("x/page.md", page, &here),
        ["x/page.md: #two", "x/page.md: gone.md"]
    );
}

#[test]
fn the_table_of_events_names_every_event_and_no_other() {
    let source = command_line();
    let mut made = found(r#""event": "([a-z_0-9]+)""#, &source);
    // Events whose name is handed to the function that writes them, and the findings of `verify`.
    made.extend(found(r#"counts\("([a-z_0-9]+)""#, &source));
    made.extend(found(r#"as_json\("([a-z_0-9]+)""#, &source));
    made.extend(
        [
            "missing",
            "unknown",
            "different",
            "kept",
            "attention",
            "only_in_userhub",
            "not_read",
        ]
        .map(str::to_owned),
    );
    let page = read(PROGRAMS);
    let table = page
        .lines()
        .skip_while(|line| !line.starts_with("| event |"))
        .take_while(|line| line.starts_with('|'));
    let told: BTreeSet<String> = table
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| found("`([a-z_0-9]+)`", cell))
        .collect();
    assert!(made.len() > 25, "{made:?}");
    let left_out: Vec<&String> = made.difference(&told).collect();
    let made_up: Vec<&String> = told.difference(&made).collect();
    assert!(left_out.is_empty(), "not in the table: {left_out:?}");
    assert!(made_up.is_empty(), "nobody makes: {made_up:?}");
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        (cells.len() == 5).then(|| (cells[1], cells[2]))
    });
    let mut seen = BTreeSet::new();
    for row in rows.filter(|row| row.0 != "---") {
        assert!(seen.insert(row), "told twice: {row:?}");
    }
}

/// The program in practice, with this folder for its data.
fn practice(folder: &std::path::Path, words: &str) -> Output {
    let data = folder.join("data");
    Program::new(folder)
        .args(words)
        .args("--practice")
        .flag("--data-dir", &data.display().to_string())
        .run()
}

#[test]
fn what_the_manual_shows_is_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let shown = |page: &str, from: &str| -> Vec<String> {
        let page = read(page);
        let lines = page.lines().map(str::trim);
        let lines = lines.skip_while(|line| !line.starts_with(from));
        let lines = lines.take_while(|line| !line.starts_with("```"));
        lines.map(str::to_owned).collect()
    };
    let mut said = practice(folder.path(), "check");
    let lines = shown("assets/manual/set-up.md", "ok           auth0.reach");
    assert!(lines.len() > 10, "{lines:?}");
    for line in lines {
        said = said.says(&line);
    }
    let mut said = practice(folder.path(), "sync");
    let lines = shown("README.md", "Auth0 practice.us.auth0.com ->");
    assert_eq!(lines.len(), 4, "{lines:?}");
    for line in lines {
        // How long it took is another time each time.
        said = said.says(line.split(" (8 requests").next().unwrap());
    }
}

#[test]
fn every_file_that_is_written_is_on_the_page_of_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    practice(folder.path(), "sync").exits(0);
    practice(folder.path(), "install --yes --second");
    practice(
        folder.path(),
        "removals policy mark --after-days 14 --set-up practice.us.auth0.com",
    )
    .exits(0);
    let page = read("assets/manual/storage.md");
    let written = std::fs::read_dir(folder.path().join("data/practice")).unwrap();
    let mut seen = 0;
    for entry in written.map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            let name = entry.file_name().into_string().unwrap();
            let name = name.replace("practice.us.auth0.com", "TENANT");
            let name = name.replace("journal.sqlite-shm", "-shm");
            assert!(page.contains(&name), "{name} is not in the manual");
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn the_tables_name_every_variable_and_every_exit_code() {
    let page = read(PROGRAMS);
    let mut variables = found(r#"env = "([A-Z0-9_]+)""#, &command_line());
    variables.extend(found(r#"var(?:_os)?\("([A-Z0-9_]+)"\)"#, &command_line()));
    assert!(variables.len() >= 3, "{variables:?}");
    for variable in variables {
        assert!(page.contains(&variable), "{variable} is not in the manual");
    }
    let codes = found(r"(?m)^\| (\d+) \|", &page);
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(codes, ["0", "1", "130", "2", "3", "4", "5"]);
}

#[test]
fn every_command_is_told_somewhere() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_userhub-connect"))
        .arg("--help")
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let commands = found(r"(?m)^  ([a-z][a-z-]+)  ", &output);
    assert!(commands.len() > 10, "{commands:?}");
    let names = tracked();
    let manual: String = names
        .iter()
        .filter(|name| is_page(name) || name.as_str() == "README.md")
        .map(|name| read(name))
        .collect();
    for command in commands {
        if command != "help" {
            assert!(
                manual.contains(&format!("`{command}"))
                    || manual.contains(&format!("userhub-connect {command}")),
                "{command}"
            );
        }
    }
}
