//! Which file imports which: nothing goes round in a circle, and a subject of the window knows no other.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Placed, Word, paths, without_tests, words};
use super::rooms::module_of;

/// The files of each file's imports. Tests are left out: they may look into whatever they test.
type Imports<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What is wrong with the imports between these sources, each with its name.
pub(super) fn complaints(sources: &[(&str, &str)]) -> Vec<String> {
    let imports = imports(sources);
    let mut found: Vec<String> = circles(&imports)
        .iter()
        .map(|circle| {
            let circle = circle.join(", ");
            format!("these import each other in a circle: {circle}")
        })
        .collect();
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

fn is_of_tests(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

fn imports<'a>(sources: &[(&'a str, &str)]) -> Imports<'a> {
    let mut house = House::default();
    let mut read = Vec::new();
    for (name, source) in sources.iter().filter(|(name, _)| !is_of_tests(name)) {
        let Some(module) = module_of(name) else {
            continue;
        };
        let words = without_visibility(&without_tests(&words(source)));
        let used = paths(&words, &module);
        for one in &used {
            if let Some(handed_on) = &one.handed_on {
                let into = house.handed_on.entry(name).or_default();
                into.insert(handed_on.clone(), one.path.clone());
            }
        }
        house.files.entry(module.clone()).or_insert(name);
        read.push((*name, module, words, used));
    }
    let mut imports = Imports::new();
    for (name, module, words, used) in &read {
        let others = used.iter().filter_map(|used| {
            // What is only handed on is no concern of this file's: who takes it here imports the file that has it.
            if used.handed_on.as_ref().is_some_and(|it| !uses(words, it)) {
                return None;
            }
            let other = house.file_of(&used.path, module)?;
            (other != *name).then_some(other)
        });
        imports.insert(name, others.collect());
    }
    imports
}

/// Whether a source uses a name itself, outside of its `use` and `mod` declarations.
fn uses(words: &[Placed], name: &str) -> bool {
    let mut is_declaration = false;
    words.iter().any(|(_, word)| match word {
        Word::Name(it) if it == "use" || it == "mod" => {
            is_declaration = true;
            false
        }
        Word::Sign(';') => {
            is_declaration = false;
            false
        }
        Word::Name(it) => !is_declaration && it == name,
        _ => false,
    })
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

/// Which file each module is, and what each file hands on with `pub use`.
#[derive(Default)]
struct House<'a> {
    files: BTreeMap<Vec<String>, &'a str>,
    handed_on: BTreeMap<&'a str, BTreeMap<String, String>>,
}

impl<'a> House<'a> {
    /// The file that has what a path names, wherever it was handed on. What a path names at last is most often an item in
    /// that file.
    fn file_of(&self, path: &str, module: &[String]) -> Option<&'a str> {
        let (mut path, mut module) = (path.to_owned(), module.to_vec());
        // More steps than anybody hands on: a name that is handed on in a circle ends here.
        for _ in 0..8 {
            let (found, rest) = self.nearest(&path, &module)?;
            let name = self.files.get(&found)?;
            let on = rest
                .first()
                .and_then(|first| self.handed_on.get(name)?.get(first));
            let Some(on) = on else {
                return Some(name);
            };
            path = [std::slice::from_ref(on), rest.get(1..).unwrap_or_default()]
                .concat()
                .join("::");
            module = found;
        }
        None
    }

    /// The module of the nearest file on a path, and what of the path is left.
    fn nearest(&self, path: &str, module: &[String]) -> Option<(Vec<String>, Vec<String>)> {
        let mut parts: Vec<String> = path.split("::").map(str::to_owned).collect();
        if parts.first().is_some_and(|first| first == "crate") {
            parts.remove(0);
        } else {
            // A path without a beginning may lead into a module below, or name what this very module hands on.
            let below = [module, &parts[..1]].concat();
            let own = self.files.get(module);
            let is_own = own.is_some_and(|own| {
                let on = self.handed_on.get(own);
                on.is_some_and(|on| on.contains_key(&parts[0]))
            });
            if !self.files.contains_key(&below) && !is_own {
                return None;
            }
            parts.splice(0..0, module.iter().cloned());
        }
        let mut rest = Vec::new();
        while !parts.is_empty() {
            if self.files.contains_key(&parts) {
                rest.reverse();
                return Some((parts, rest));
            }
            rest.extend(parts.pop());
        }
        None
    }
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
