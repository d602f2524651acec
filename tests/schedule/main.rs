//! Schedules held against the systems' own descriptions: systemd's units by systemd itself, the plist and the task by parsers
//! of Python's standard library and what launchd.plist(5) and the Task Scheduler's schema allow.
//!
//! Neither launchd nor the Task Scheduler has run them here. Where a tool is missing, its tests are shown as ignored.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed; tests say what is missing"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use libtest_mimic::{Arguments, Trial};
use userhub_connect::domain::schedule::{Platform, Rhythm, Schedule, name_for, render};

/// A test by its name.
type Named = (&'static str, fn());

const SYSTEMD: &[Named] = &[
    ("systemd_takes_a_persons_units", a_persons_units),
    ("systemd_takes_the_computers_units", the_computers_units),
    ("systemd_reads_every_interval", every_interval),
    ("the_computers_service_is_hardened", hardened),
];

const PYTHON: &[Named] = &[
    ("a_plist_is_what_launchd_describes", plists),
    ("a_task_is_what_its_schema_describes", tasks),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (tool, tests) in [("systemd-analyze", SYSTEMD), ("python3", PYTHON)] {
        let is_there = Command::new(tool).arg("--version").output();
        let is_there = is_there.is_ok_and(|output| output.status.success());
        if !is_there {
            eprintln!(
                "NOT TESTED: {tool} cannot be run here, so the tests that need it are ignored."
            );
        }
        trials.extend(tests.iter().map(|(name, test)| {
            let trial = Trial::test(*name, || {
                test();
                Ok(())
            });
            trial.with_ignored_flag(!is_there)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

const RHYTHMS: [Rhythm; 4] = [
    Rhythm::Every { minutes: 15 },
    Rhythm::Every { minutes: 60 },
    Rhythm::Every { minutes: 720 },
    Rhythm::Live,
];

fn schedule(rhythm: Rhythm) -> Schedule {
    let set_up = [
        "--connection-id",
        "conn_1",
        "--data-dir",
        "/srv/50% of <\"all\"> & $HOME",
    ];
    Schedule {
        name: name_for("conn_1"),
        about: "acme & sons.eu.auth0.com".to_owned(),
        // systemd looks whether it can be run.
        program: "/bin/true".to_owned(),
        rhythm,
        set_up: set_up.map(str::to_owned).to_vec(),
    }
}

/// Writes the files of a schedule into a folder under their own names.
fn written(rhythm: Rhythm, platform: &Platform, folder: &Path) -> Vec<PathBuf> {
    let files = render(&schedule(rhythm), platform).files;
    let write = |file: &userhub_connect::domain::schedule::File| {
        let name = file.path.rsplit(['/', '\\']).next().unwrap();
        let path = folder.join(name);
        fs::write(&path, &file.text).unwrap();
        path
    };
    files.iter().map(write).collect()
}

fn analyze(words: &[&str], files: &[PathBuf]) -> Output {
    Command::new("systemd-analyze")
        // A person's manager wants a folder of theirs, which a container may not have.
        .env("XDG_RUNTIME_DIR", std::env::temp_dir())
        .args(words)
        .args(files)
        .output()
        .unwrap()
}

/// systemd says nothing at all of these files, neither an error nor a warning.
fn verified(platform: &Platform, words: &[&str]) {
    for rhythm in RHYTHMS {
        let folder = tempfile::tempdir().unwrap();
        let files = written(rhythm, platform, folder.path());
        let done = analyze(words, &files);
        let said = String::from_utf8_lossy(&done.stderr);
        let ours: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("userhub-connect"))
            .collect();
        assert!(done.status.success() && ours.is_empty(), "{rhythm}: {said}");
    }
}

fn user() -> Platform {
    Platform::SystemdUser {
        units: "/units".to_owned(),
    }
}

fn a_persons_units() {
    verified(&user(), &["verify", "--user", "--man=no"]);
}

fn the_computers_units() {
    verified(&Platform::SystemdSystem, &["verify", "--man=no"]);
}

fn every_interval() {
    for minutes in userhub_connect::domain::schedule::INTERVALS {
        let files = render(&schedule(Rhythm::Every { minutes }), &user()).files;
        let line = files[1]
            .text
            .lines()
            .find_map(|line| line.strip_prefix("OnCalendar="));
        let done = Command::new("systemd-analyze")
            .args([
                "calendar",
                "--iterations=2",
                "--base-time=2026-11-26 00:00:00 UTC",
            ])
            .arg(line.unwrap())
            .env("TZ", "UTC")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{said}");
        // The two next runs are as far apart as the interval.
        let moment = |begin: &str| {
            let line = said
                .lines()
                .find_map(|line| line.split_once(begin))
                .unwrap()
                .1;
            let mut words = line.split_whitespace().skip(1);
            let (day, time) = (words.next().unwrap(), words.next().unwrap());
            format!("{day}T{time}Z").parse::<jiff::Timestamp>().unwrap()
        };
        let apart = moment("#2:")
            .duration_since(moment("Next elapse:"))
            .as_mins();
        assert_eq!(apart, i64::from(minutes), "{said}");
    }
}

/// The exposure that systemd computes, from 0 (none) to 10.
fn hardened() {
    for rhythm in [RHYTHMS[0], Rhythm::Live] {
        let folder = tempfile::tempdir().unwrap();
        let files = written(rhythm, &Platform::SystemdSystem, folder.path());
        let done = analyze(
            &["security", "--offline=yes", "--no-pager", "--threshold=20"],
            &files[..1],
        );
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success(), "{rhythm}: {said}");
        let last = said.lines().rfind(|line| line.contains("exposure level"));
        eprintln!("{rhythm}: {}", last.unwrap_or_default());
    }
}

/// Runs a check in Python with a file as its argument.
fn in_python(check: &str, file: &Path, rhythm: Rhythm) {
    let done = Command::new("python3")
        .args(["-c", check])
        .arg(file)
        .arg(if rhythm == Rhythm::Live {
            "live"
        } else {
            "timer"
        })
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{rhythm}: {said}");
}

fn plists() {
    let platform = Platform::Launchd {
        home: "/srv/ann".to_owned(),
        user: 501,
    };
    for rhythm in RHYTHMS {
        let folder = tempfile::tempdir().unwrap();
        let files = written(rhythm, &platform, folder.path());
        in_python(include_str!("plist.py"), &files[0], rhythm);
    }
}

fn tasks() {
    let platform = Platform::Windows {
        folder: r"C:\Data".to_owned(),
    };
    for rhythm in RHYTHMS {
        let folder = tempfile::tempdir().unwrap();
        let files = written(rhythm, &platform, folder.path());
        in_python(include_str!("task.py"), &files[0], rhythm);
    }
}
