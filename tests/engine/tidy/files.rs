//! The rules for whole files: a header, a bounded length, nothing left over, and no name of a place outside.

use super::code::{Placed, Word, paths, without_tests, words};
use super::is_source;

/// The longest source, in lines. Most should have less than half of it.
const LONGEST: usize = 600;

/// Macros that end the program where an error should be returned.
const ENDINGS: [&str; 4] = ["panic", "unreachable", "todo", "unimplemented"];
/// Methods that end the program; clippy looks for their commoner forms.
const CALLS: [&str; 3] = ["unwrap_unchecked", "unwrap_err", "expect_err"];
/// Functions that leave the process or leave things behind.
const FUNCTIONS: [&str; 5] = [
    "process::exit",
    "process::abort",
    "mem::forget",
    "Box::leak",
    "String::leak",
];
/// Where a second Ctrl-C leaves the process at once, whatever it is waiting for.
const SECOND_CTRL_C: &str = "src/cli/talk.rs";
/// Notes to ourselves, which belong into an issue.
const NOTES: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// Hosts of package registries, in two pieces each so that this file holds none of them.
const REGISTRIES: [(&str, &str); 8] = [
    ("crates", ".io"),
    ("registry.npm", "js.org"),
    ("npmjs", ".com"),
    ("registry.yarn", "pkg.com"),
    ("pypi", ".org"),
    ("files.pythonh", "osted.org"),
    ("rubygems", ".org"),
    ("proxy.golang", ".org"),
];
/// Folders of one machine or one person.
const PLACES: [(&str, &str); 6] = [
    ("/home", "/"),
    ("/root", "/"),
    ("/Users", "/"),
    ("/work", "/"),
    ("/tmp", "/wt"),
    (r"C:\", "Users"),
];

/// What is wrong with one file of the repository.
pub(super) fn complaints(name: &str, text: &str) -> Vec<String> {
    let mut complaints = outside_names(name, text);
    if !is_source(name) {
        return complaints;
    }
    if !text.starts_with("//! ") {
        complaints.push(format!(
            "{name}:1: a source opens with `//!` and its purpose"
        ));
    }
    if name.starts_with("src/") {
        let lines = text.lines().count();
        if lines > LONGEST {
            complaints.push(format!(
                "{name}: {lines} lines, and a source has at most {LONGEST}"
            ));
        }
        complaints.extend(notes(name, text));
        if !is_test(name) {
            let words = without_tests(&words(text));
            complaints.extend(leftovers(name, &words));
            complaints.extend(functions(name, &words));
        }
    }
    complaints
}

/// Whether a file of `src` holds tests alone.
fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

fn notes(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut names = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let Some(note) = names.find(|word| NOTES.contains(word)) {
            complaints.push(format!("{name}:{number}: `{note}` belongs into an issue"));
        }
    }
    complaints
}

fn leftovers(name: &str, words: &[Placed]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, (line, word)) in words.iter().enumerate() {
        let Word::Name(word) = word else { continue };
        let next = words.get(at + 1).map(|(_, word)| word);
        let before = at.checked_sub(1).map(|at| &words[at].1);
        let called = matches!(before, Some(Word::Sign('.') | Word::Path));
        match next {
            Some(Word::Sign('!')) if ENDINGS.contains(&word.as_str()) => {
                complaints.push(format!(
                    "{name}:{line}: `{word}!` outside of tests; return an error"
                ));
            }
            Some(Word::Sign('(')) if called && CALLS.contains(&word.as_str()) => {
                complaints.push(format!(
                    "{name}:{line}: `{word}` outside of tests; return an error"
                ));
            }
            Some(Word::Sign('(')) if word == "allow" && before == Some(&Word::Sign('[')) => {
                complaints.push(format!(
                    "{name}:{line}: `allow` hides; use `expect` with a reason"
                ));
            }
            Some(Word::Name(next)) if word == "static" && next == "mut" => {
                complaints.push(format!("{name}:{line}: `static mut`"));
            }
            _ => {}
        }
    }
    complaints
}

fn functions(name: &str, words: &[Placed]) -> Vec<String> {
    let used = paths(words, &[]);
    let ends = |path: &str| {
        let mut named = FUNCTIONS.iter().filter(|end| {
            let whole = path == **end;
            whole || path.ends_with(&format!("::{end}"))
        });
        named.any(|end| !(name == SECOND_CTRL_C && *end == "process::exit"))
    };
    used.iter()
        .filter(|used| ends(&used.path))
        .map(|used| format!("{name}:{}: `{}`", used.line, used.path))
        .collect()
}

/// Names of registries' hosts and of folders outside of the repository.
fn outside_names(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    // The lock file is cargo's, and names where cargo has everything from.
    let registries = if name == "Cargo.lock" {
        &[][..]
    } else {
        &REGISTRIES
    };
    for (number, line) in (1..).zip(text.lines()) {
        let holds = |(first, second): &&(&str, &str)| line.contains(&format!("{first}{second}"));
        if let Some((first, second)) = registries.iter().find(holds) {
            complaints.push(format!(
                "{name}:{number}: `{first}{second}` is a package registry's host"
            ));
        }
        if let Some((first, second)) = PLACES.iter().find(holds) {
            complaints.push(format!(
                "{name}:{number}: `{first}{second}` is a folder of one machine"
            ));
        }
    }
    complaints
}
