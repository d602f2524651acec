//! Which file imports which: nothing goes round in a circle, and a subject of the window knows no other.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Placed, Word, paths, without_tests, words};
use super::rooms::module_of;

/// Rooms in which files still import each other in circles, and how many of their files do. The numbers only shrink.
const NOT_YET: &[(&str, usize)] = &[
    ("clients", 14),
    ("domain", 36),
    ("engine", 12),
    ("practice", 29),
    ("store", 13),
    ("ui", 61),
];

/// The files of each file's imports. Tests are left out: they may look into whatever they test.
type Imports<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What is wrong with the imports between these sources, each with its name.
pub(super) fn complaints(sources: &[(&str, &str)]) -> Vec<String> {
    let imports = imports(sources);
    let mut found: Vec<String> = Vec::new();
    let mut in_circles: BTreeMap<&str, usize> = BTreeMap::new();
    for circle in circles(&imports) {
        let rooms: BTreeSet<&str> = circle.iter().map(|name| room(name)).collect();
        let is_known = |room: &&str| NOT_YET.iter().any(|(known, _)| known == room);
        if rooms.len() == 1 && rooms.iter().all(is_known) {
            *in_circles.entry(room(circle[0])).or_default() += circle.len();
        } else {
            let circle = circle.join(", ");
            found.push(format!("these import each other in a circle: {circle}"));
        }
    }
    let is_whole = sources.iter().any(|(name, _)| *name == "src/lib.rs");
    for (room, most) in NOT_YET.iter().filter(|_| is_whole) {
        match in_circles.get(room) {
            Some(count) if count > most => found.push(format!(
                "{count} files of `{room}` import each other in circles, and at most {most} may still"
            )),
            Some(_) => {}
            None => found.push(format!(
                "no file of `{room}` is in a circle any more: take it off the list"
            )),
        }
    }
    for (name, imported) in &imports {
        found.extend(imported.iter().filter_map(|other| unknown(name, other)));
    }
    found
}

/// Why a subject must not import a file.
fn unknown(name: &str, other: &str) -> Option<String> {
    let own = subject(name)?;
    let is_root = ["state", "update", "msg", "fixes"]
        .iter()
        .any(|root| other == format!("src/app/{root}.rs"));
    if is_root || other.starts_with("src/app/views/") || other == "src/app/mod.rs" {
        return Some(format!(
            "{name}: a subject never knows the state of all, but imports {other}"
        ));
    }
    let is_another = subject(other).is_some_and(|subject| subject != own);
    is_another.then(|| format!("{name}: a subject never imports another, but {other}"))
}

/// The subject that a file belongs to.
fn subject(name: &str) -> Option<&str> {
    let inside = name.strip_prefix("src/app/subjects/")?;
    let first = inside.split('/').next()?;
    let first = first.strip_suffix(".rs").unwrap_or(first);
    (first != "mod").then_some(first)
}

fn room(name: &str) -> &str {
    let inside = name.strip_prefix("src/").unwrap_or(name);
    inside.split('/').next().unwrap_or(inside)
}

fn is_of_tests(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

fn imports<'a>(sources: &[(&'a str, &str)]) -> Imports<'a> {
    let real = || sources.iter().filter(|(name, _)| !is_of_tests(name));
    let mut files: BTreeMap<Vec<String>, &'a str> = BTreeMap::new();
    for (name, _) in real() {
        if let Some(module) = module_of(name) {
            files.entry(module).or_insert(name);
        }
    }
    let mut imports = Imports::new();
    for (name, source) in real() {
        let Some(module) = module_of(name) else {
            continue;
        };
        let used = paths(&without_visibility(&without_tests(&words(source))), &module);
        let others = used.iter().filter_map(|used| {
            let other = file_of(&used.path, &module, &files)?;
            (other != *name).then_some(other)
        });
        imports.insert(name, others.collect());
    }
    imports
}

/// The words without those that say from where something is seen, as in `pub(in crate::app)`: they import nothing.
fn without_visibility(words: &[Placed]) -> Vec<Placed> {
    let mut kept = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        kept.push(word.clone());
        let opens = matches!(words.peek(), Some((_, Word::Sign('('))));
        if word.1 == Word::Name("pub".to_owned()) && opens {
            for (_, word) in words.by_ref() {
                if *word == Word::Sign(')') {
                    break;
                }
            }
        }
    }
    kept
}

/// The file that a path leads to. What it names at last is most often an item in that file.
fn file_of<'a>(
    path: &str,
    module: &[String],
    files: &BTreeMap<Vec<String>, &'a str>,
) -> Option<&'a str> {
    let mut parts: Vec<String> = path.split("::").map(str::to_owned).collect();
    if parts.first().is_some_and(|first| first == "crate") {
        parts.remove(0);
    } else {
        // A path without a beginning may lead into a module below.
        parts.splice(0..0, module.iter().cloned());
        if !files.contains_key(parts.get(..=module.len())?) {
            return None;
        }
    }
    while !parts.is_empty() {
        if let Some(file) = files.get(&parts) {
            return Some(file);
        }
        parts.pop();
    }
    None
}

/// The sets of files in which each leads to each other, in the order of their names.
fn circles<'a>(imports: &Imports<'a>) -> Vec<Vec<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|name| (*name, reached(name, imports)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for (name, from_here) in &reached {
        if !from_here.contains(name) || !seen.insert(*name) {
            continue;
        }
        let back = |other: &&&str| reached.get(**other).is_some_and(|far| far.contains(name));
        let circle: Vec<&str> = from_here.iter().filter(back).copied().collect();
        seen.extend(&circle);
        circles.push(circle);
    }
    circles
}

/// Every file that a file leads to.
fn reached<'a>(name: &str, imports: &Imports<'a>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![name];
    while let Some(name) = open.pop() {
        for other in imports.get(name).into_iter().flatten() {
            if reached.insert(*other) {
                open.push(other);
            }
        }
    }
    reached
}
