//! A data folder that an earlier version wrote opens as it was: History shows what is in it, and the next sync brings it up
//! to date (`tests/fixtures/data-folder-3/README.md` says how it was made).

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::Program;

/// A home with a copy of the folder as its `data`.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/data-folder-3");
    copy(&written, &home.path().join("data"));
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn program(home: &TempDir, words: &str) -> Program {
    let data = home.path().join("data");
    Program::new(home.path())
        .args(words)
        .flag("--data-dir", &data.display().to_string())
}

/// The version of the journal's form.
fn version(home: &TempDir) -> i64 {
    let file = home.path().join("data/practice/journal.sqlite");
    let db = rusqlite::Connection::open(file).unwrap();
    db.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[test]
fn its_runs_and_their_people_are_shown() {
    let home = home();
    let shown = program(&home, "history --practice --json").run().exits(0);
    let results: Vec<_> = shown
        .all("run")
        .iter()
        .map(|run| {
            (
                run["run"].clone(),
                run["result"].clone(),
                run["ending"].clone(),
            )
        })
        .collect();
    let expected = [
        (3, "Stopped at 36 of 60", "stopped"),
        (2, "20 of 20 people are in UserHub", "done"),
        (1, "20 people would be added", "done"),
    ];
    let expected = expected.map(|(run, result, ending)| (run.into(), result.into(), ending.into()));
    assert_eq!(results, expected);
    let csv = home.path().join("people.csv");
    program(&home, "history --practice --run 3")
        .flag("--csv", &csv.display().to_string())
        .run()
        .exits(0);
    let people = fs::read_to_string(csv).unwrap();
    assert_eq!(people.lines().count(), 1 + 40, "{people}");
}

#[test]
fn the_next_sync_brings_it_up_to_date_and_goes_on_with_nothing_unseen() {
    let home = home();
    assert_eq!(version(&home), 3);
    let words = "sync --practice --practice-people 60 --json";
    let said = program(&home, words).run().exits(0).leaves_nobody_out();
    // 36 were there. The run that was cut off is too old, and everybody is compared anew.
    let said = said.sums_up([24, 0, 36, 0]);
    assert_eq!(said.summary()["complete"], true);
    assert!(version(&home) > 3);
    let again = "sync --practice --practice-people 60 --incremental --json";
    program(&home, again).run().exits(0).sums_up([0, 0, 0, 0]);
}
