//! What surrounds the program does it ill: a disk that is full, empty variables, files without end, few open files.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use userhub_connect::practice::trouble::{Fault, Rule};

use crate::output::Output;
use crate::program::Program;
use crate::stage::Stage;

/// The program in a shell that sets the surroundings up first.
fn in_shell(home: &Path, before: &str, words: &str) -> Command {
    let program = env!("CARGO_BIN_EXE_userhub-connect");
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{before} exec {program} {words}")])
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null());
    command
}

fn said(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    Output {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn what_is_lost_on_a_full_disk_is_told_and_is_no_success() {
    let home = tempfile::tempdir().unwrap();
    for words in [
        "--help",
        "guide",
        "completions bash",
        "snippet --form terraform --auth0-domain acme.eu.auth0.com",
        "history",
        "install --plan --practice --practice-people=3",
        "sync --json --practice --practice-people=3",
        "check --practice --practice-people=3",
        "history --practice --json",
        "history --practice --run=1 --csv=-",
        "practice",
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let said = said(in_shell(home.path(), "", words).stdout(full)).exits(2);
        let told = said.stderr.matches("What was to be printed is lost");
        assert_eq!(told.count(), 1, "{words}: {}", said.stderr);
    }
    // Whoever has read enough is told nothing.
    let pipe = said(&mut in_shell(
        home.path(),
        "",
        "guide | head -n 1; echo >&2 ended;",
    ));
    assert_eq!(pipe.stderr, "ended\n");
}

#[test]
fn an_empty_variable_is_one_that_was_not_given() {
    let stage = Stage::of(3);
    let key = &stage.world().access().management_token;
    let plan = |empty: &str| {
        stage
            .program("install --plan")
            .without_flag("--auth0-client-id")
            .without_flag("--connection-id")
            .env("AUTH0_MANAGEMENT_TOKEN", key)
            .env("USERHUB_ADMIN_KEY", empty)
            .env("USERHUB_CONNECTION_ID", empty)
            .env("AUTH0_CLIENT_ID", empty)
    };
    for empty in ["", "  "] {
        plan(empty).run().exits(0);
        // The temporary key is then looked for where it is without the variable: on standard input.
        plan(empty)
            .env("AUTH0_MANAGEMENT_TOKEN", empty)
            .stdin(key)
            .run()
            .exits(0);
    }
}

#[test]
fn a_variable_that_is_no_text_is_named() {
    let home = tempfile::tempdir().unwrap();
    for (name, words) in [
        ("AUTH0_DOMAIN", "Auth0 domain"),
        ("USERHUB_CONNECTION_ID", "connection ID"),
    ] {
        let mut command = in_shell(home.path(), "", "check");
        let said = said(command.env(name, OsStr::from_bytes(b"\xff")));
        let said = said.exits(2).tells_a_problem();
        assert!(said.stderr.contains(words), "{}", said.stderr);
        assert!(said.stderr.contains(name), "{}", said.stderr);
    }
}

#[test]
fn an_endless_file_is_no_certificate() {
    let home = tempfile::tempdir().unwrap();
    let values = "check --auth0-domain acme.us.auth0.com --auth0-client-id h4QvI12J0pVG4LtuTFdLzrvo5qpIQzd8 \
                  --connection-id conn_26yEiYymqy6ZmG --ca-certificate /dev/zero";
    let mut command = in_shell(home.path(), "ulimit -v 4000000;", values);
    command
        .env("AUTH0_CLIENT_SECRET", "aB3-".repeat(16))
        .env("USERHUB_ADMIN_KEY", "userhub_admin_0123456789abcdef");
    let said = said(&mut command).exits(2);
    assert!(
        said.all_text().contains("/dev/zero holds no certificate"),
        "{}",
        said.all_text()
    );
}

#[test]
fn a_closed_terminal_stops_a_sync_as_ctrl_c_does() {
    let home = tempfile::tempdir().unwrap();
    let start = |words: &str| {
        Program::new(home.path())
            .args("sync --json --practice --practice-people=400 --practice-latency=400")
            .args(words)
            .start()
    };
    let mut running = start("");
    running.wait_for("progress");
    let sent = Command::new("kill")
        .args(["-HUP", &running.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    let said = running.finish();
    // Whoever runs the tests under `nohup` wants nothing to end with the terminal, and the program obeys that.
    if ignores_hangups() {
        assert_eq!(said.exits(0).summary()["complete"], true);
    } else {
        assert_eq!(said.exits(130).summary()["complete"], false);
    }
}

/// Whether this process was begun so that closing its terminal does not end it, as what it starts is then too.
fn ignores_hangups() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 == 1)
}

#[test]
fn too_few_open_files_are_this_computers_shortage_and_nobodys_fault() {
    let home = tempfile::tempdir().unwrap();
    for (before, words) in [
        ("ulimit -n 32;", "sync --practice --practice-people=100"),
        ("ulimit -n 40;", "sync --practice --practice-people=100"),
        ("ulimit -n 40;", "practice"),
    ] {
        let said = said(&mut in_shell(home.path(), before, words)).exits(2);
        let said = said.tells_a_problem();
        assert!(
            said.stderr.contains("no more open files"),
            "{}",
            said.stderr
        );
        assert!(!said.all_text().contains("for this person"));
    }
    // Where the system gives more than it begins with, that is asked for.
    let words = "sync --practice --practice-people=400 --practice-latency=20";
    let said = said(&mut in_shell(home.path(), "ulimit -Sn 64;", words)).exits(0);
    said.says("400 of 400 people are in UserHub");
}

#[test]
fn a_proxy_that_is_in_the_way_is_named() {
    let home = tempfile::tempdir().unwrap();
    let mut command = in_shell(
        home.path(),
        "",
        "check --auth0-domain acme.us.auth0.com --auth0-client-id h4QvI12J0pVG4LtuTFdLzrvo5qpIQzd8 \
         --connection-id conn_26yEiYymqy6ZmG",
    );
    command
        .env("AUTH0_CLIENT_SECRET", "aB3-".repeat(16))
        .env("USERHUB_ADMIN_KEY", "userhub_admin_0123456789abcdef")
        .env("HTTPS_PROXY", "http://ann:hunter2@127.0.0.1:9");
    let said = said(&mut command).exits(4);
    let text = said.all_text();
    assert!(text.contains("the proxy 127.0.0.1:9"), "{text}");
    assert!(!text.contains("hunter2"));
}

#[test]
fn a_damaged_practice_world_is_named_and_can_be_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let sync = |words: &str| {
        let words = format!("sync --practice --practice-people=3 --data-dir data {words}");
        said(&mut in_shell(home.path(), "", &words))
    };
    sync("").exits(0);
    let file = data.join("practice/world/userhub.sqlite");
    std::fs::write(&file, [b'x'; 9000]).unwrap();
    // A process that ended quickly may leave its write-ahead log, from which SQLite would mend the file.
    std::fs::remove_file(file.with_extension("sqlite-wal")).unwrap_or_default();
    let refused = sync("").exits(2).tells_a_problem();
    assert!(
        refused.stderr.contains("Practice cannot be opened"),
        "{}",
        refused.stderr
    );
    refused.says("--practice-reset");
    sync("--practice-reset")
        .exits(0)
        .says("3 of 3 people are in UserHub");
}

#[test]
fn a_damaged_record_says_what_undoing_cannot_do_and_how_to_let_go_of_it() {
    let stage = Stage::of(3);
    let installs = stage.data().join("install");
    std::fs::create_dir_all(&installs).unwrap();
    let domain = &stage.world().access().auth0_domain;
    let record = installs.join(format!("install-{domain}.json"));
    std::fs::write(&record, "{").unwrap();
    let install = |words: &str| {
        let key = &stage.world().access().management_token;
        let program = stage.program(words).env("AUTH0_MANAGEMENT_TOKEN", key);
        program.run()
    };
    for words in ["install --undo", "install --yes"] {
        let said = install(words).exits(2).tells_a_problem();
        assert!(said.stderr.contains("install --forget"), "{}", said.stderr);
        assert!(!said.stderr.contains("nobody is lost"));
    }
    install("install --forget").exits(0);
    assert!(!record.exists());
}

#[test]
fn people_who_were_read_before_a_reading_broke_off_are_no_total() {
    let stage = Stage::of(3);
    let fault = Rule::always(Fault::Status(503)).on_path("/admin/v1/users");
    stage.userhub().trouble().add(fault);
    let said = stage.program("sync").run().exits(4);
    assert!(
        !said.all_text().contains(" of 3 people"),
        "{}",
        said.all_text()
    );
    let events = stage.program("sync --json").run().exits(4);
    assert_eq!(events.summary()["read_auth0"], 0);
}

#[test]
fn what_nobody_sees_in_a_value_is_left_out_and_what_cannot_be_is_named() {
    let stage = Stage::of(3);
    let access = stage.world().access();
    let (secret, key) = (&access.client_secret, &access.admin_key);
    let hidden = |text: &str| {
        let (start, end) = text.split_at(5);
        format!("\u{feff}“{start}\u{200b}{end}\u{2060}” \r\n")
    };
    let file = stage.home().join("key.txt");
    std::fs::write(&file, hidden(key)).unwrap();
    let said = stage
        .program("sync --json")
        .flag("--auth0-domain", &hidden(&access.auth0_domain))
        .flag("--auth0-client-id", &hidden(&access.client_id))
        .flag("--connection-id", &hidden(&access.connection_id))
        .flag("--userhub-key-file", &file.display().to_string())
        .env("AUTH0_CLIENT_SECRET", &hidden(secret))
        .without("USERHUB_ADMIN_KEY")
        .run();
    said.exits(0).sums_up([3, 0, 0, 0]);

    for (shown, sign, why) in [
        (
            format!("{}…", &key[..20]),
            "the sign … (U+2026)",
            "shortened or hidden form",
        ),
        (
            format!("{key}\n{key}"),
            "a line break",
            "broken over two lines",
        ),
        (
            key.replacen('-', "–", 1) + "–",
            "the sign – (U+2013)",
            "changed a sign",
        ),
    ] {
        let said = stage
            .program("check")
            .env("USERHUB_ADMIN_KEY", &shown)
            .run();
        said.exits(2)
            .tells_a_problem()
            .says(&format!("The API key holds {sign}"))
            .says(why)
            .never_says(&key[5..20]);
    }

    // A temporary key that a mail has broken over lines.
    let token = &access.management_token;
    let (start, end) = token.split_at(token.len() / 2);
    let broken = format!("Bearer {start}\r\n  {end}\n");
    let plan = stage
        .program("install --plan")
        .env("AUTH0_MANAGEMENT_TOKEN", &broken);
    plan.run().exits(0);
}
