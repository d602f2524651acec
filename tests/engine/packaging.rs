//! The files of a package that are made from the program: they lie in the repository, so that a package is made from a
//! fresh clone without a step before it, and are held here against what they are made from.
//!
//! `UPDATE_ASSETS=1 cargo test --test engine packaging` writes them anew.

#![expect(
    clippy::unwrap_used,
    reason = "a check that cannot run says so by its panic"
)]

mod command_line;
mod licences;
mod metadata;
mod releases;
mod units;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of this repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether the files are to be written instead of compared.
fn is_update() -> bool {
    std::env::var_os("UPDATE_ASSETS").is_some_and(|value| value == "1")
}

/// Holds a folder of `assets` against the files that belong there, by their names: none is missing, other, or left over.
fn hold_folder(folder: &str, files: &BTreeMap<String, Vec<u8>>) {
    let folder = root().join("assets").join(folder);
    if is_update() {
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let there: BTreeMap<String, Vec<u8>> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&there), names(files), "{HOW}");
    for (name, bytes) in files {
        same(&folder.join(name), &there[name], bytes);
    }
}

/// Holds one file of `assets` against what it is made from.
fn hold_file(path: &str, bytes: &[u8]) {
    let path = root().join("assets").join(path);
    if is_update() {
        fs::write(&path, bytes).unwrap();
    }
    same(&path, &fs::read(&path).unwrap_or_default(), bytes);
}

const HOW: &str =
    "make the files anew: UPDATE_ASSETS=1 cargo test --locked --test engine packaging";

fn same(path: &Path, there: &[u8], wanted: &[u8]) {
    if there == wanted {
        return;
    }
    let (there, wanted) = (text(there), text(wanted));
    let differs = there
        .lines()
        .zip(wanted.lines())
        .find(|(there, wanted)| there != wanted);
    panic!(
        "{} is not what it is made from: {differs:?}; {HOW}",
        path.display()
    );
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The path of a file of this repository.
fn file(name: &str) -> PathBuf {
    root().join(name)
}
