//! History in a folder that can only be read, and where it cannot be read: what is there is shown, and nothing else is said.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use userhub_connect::store::journal::{Identity, Journal};

use crate::output::Output;
use crate::stage::Stage;

/// Makes `$1` a folder that can only be read, for what follows it alone. Permissions would not stop an administrator.
const SCRIPT: &str = r#"mount --bind -o ro "$1" "$1" && shift && exec "$@""#;

/// How a file system is changed for one process: as an administrator, or as one within a namespace of users.
const WAYS: [&str; 2] = ["-m", "-rm"];

/// Runs the program with a data folder that can only be read; `None` where this system does not let a test arrange it.
fn history(data: &Path, words: &str) -> Option<Output> {
    let run = |way: &str, program: &str, words: &str| {
        let mut command = Command::new("unshare");
        command
            .args([way, "sh", "-c", SCRIPT, "sh"])
            .arg(data)
            .arg(program)
            .args(words.split_whitespace())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", data)
            .stdin(Stdio::null());
        command.output()
    };
    let can = |way: &str| run(way, "true", "").is_ok_and(|output| output.status.success());
    let Some(way) = WAYS.into_iter().find(|way| can(way)) else {
        // Past what catches the words of a test that passes.
        let told = b"NOT TESTED: this system lets nobody make a folder that can only be read.\n";
        std::io::stderr().write_all(told).unwrap();
        return None;
    };
    let words = format!("history --data-dir {} {words}", data.display());
    let output = run(way, env!("CARGO_BIN_EXE_userhub-connect"), &words).unwrap();
    Some(Output {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn profile(data: &Path) -> std::path::PathBuf {
    let folder = data.join("profiles/conn_1");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn identity() -> Identity {
    Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    }
}

#[test]
fn runs_and_their_people_are_shown() {
    let stage = Stage::of(3);
    stage.sync().run().exits(0);
    let Some(said) = history(&stage.data(), "") else {
        return;
    };
    said.exits(0).says("3 of 3 people are in UserHub");
    let said = history(&stage.data(), "--run 1 --csv=-").unwrap().exits(0);
    // A line for each, and the headings.
    assert_eq!(said.stdout.lines().count(), 4, "{said:?}");
}

#[test]
fn what_a_killed_run_has_left_in_the_log_is_shown_too() {
    let (open, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = Journal::open(open.path(), &identity()).unwrap();
    journal.begin_run(Timestamp::UNIX_EPOCH, 90).unwrap();
    // As a crash leaves it: the log is there, and has the run.
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        let to = profile(data.path()).join(name);
        assert!(fs::copy(open.path().join(name), to).unwrap() > 0);
    }
    let Some(said) = history(data.path(), "--json") else {
        return;
    };
    let said = said.exits(0);
    assert_eq!(said.stdout.lines().count(), 1, "{said:?}");
    assert_eq!(said.the("run")["run"], 1);
}

#[test]
fn a_journal_of_an_earlier_version_is_read_and_stays_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let path = profile(data.path()).join("journal.sqlite");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(include_str!("../fixtures/journal-version-1.sql"))
        .unwrap();
    db.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO meta VALUES ('auth0', 'acme.eu.auth0.com'), ('connection', 'conn_1');
         INSERT INTO run (state, started_at, finished_at, planned_at, read_auth0, up_to_date) VALUES
           ('finished', '1970-01-02T00:00:00Z', '1970-01-02T00:01:00Z', '1970-01-02T00:00:30Z', 2, 2);",
    )
    .unwrap();
    drop(db);
    let before = fs::read(&path).unwrap();
    let Some(said) = history(data.path(), "") else {
        return;
    };
    said.exits(0).says("2 of 2 people are in UserHub");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_run_that_may_be_in_what_cannot_be_read_is_not_said_to_be_gone() {
    let stage = Stage::of(0);
    let path = profile(&stage.data()).join("journal.sqlite");
    fs::write(path, [b'x'; 9000]).unwrap();
    for words in ["history", "history --run 7 --csv=-"] {
        let said = stage.program(words).without_flag("--connection-id").run();
        said.exits(2)
            .tells_a_problem()
            .says("The history in")
            .says("A file in it is damaged")
            .never_says("disk")
            .never_says("not kept here");
    }
}
