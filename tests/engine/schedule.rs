//! `schedule`: installed into a folder of its own with a stand-in for systemctl, looked at, and removed without a trace.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Program, files_under};
use crate::stage::Stage;

/// A stage with a systemctl that notes how it is called.
struct Fixture {
    stage: Stage,
}

impl Fixture {
    fn of(people: u64) -> Self {
        let stage = Stage::of(people);
        let tools = stage.home().join("tools");
        fs::create_dir_all(&tools).unwrap();
        let script = "#!/bin/sh\necho \"$*\" >> \"$(dirname \"$0\")/log\"\n\
                      if [ -e \"$(dirname \"$0\")/refuse\" ] && [ \"$2\" = enable ]; then echo 'said no' >&2; exit 1; fi\n\
                      if [ \"$2\" = show ]; then echo ActiveState=active; \
                      echo 'NextElapseUSecRealtime=Thu 2026-11-26 18:30:00 UTC'; fi\n";
        let tool = tools.join("systemctl");
        fs::write(&tool, script).unwrap();
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o700)).unwrap();
        for (name, text) in [
            ("secret", &stage.world().access().client_secret),
            ("key", &stage.world().access().admin_key),
        ] {
            let path = tools.join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        Self { stage }
    }

    fn tool(&self, name: &str) -> PathBuf {
        self.stage.home().join("tools").join(name)
    }

    fn units(&self) -> PathBuf {
        self.stage.home().join("config/systemd/user")
    }

    /// The program with the stand-in, with keys in files and none in the environment.
    fn program(&self, words: &str) -> Program {
        self.bare(words)
            .flag(
                "--auth0-client-secret-file",
                &self.tool("secret").display().to_string(),
            )
            .flag(
                "--userhub-key-file",
                &self.tool("key").display().to_string(),
            )
    }

    fn bare(&self, words: &str) -> Program {
        let path = format!(
            "{}:/usr/bin:/bin",
            self.stage.home().join("tools").display()
        );
        self.stage
            .program(words)
            .without("AUTH0_CLIENT_SECRET")
            .without("USERHUB_ADMIN_KEY")
            .env(
                "XDG_CONFIG_HOME",
                &self.stage.home().join("config").display().to_string(),
            )
            .env("PATH", &path)
    }

    /// How systemctl was called since the last look.
    fn log(&self) -> Vec<String> {
        let text = fs::read_to_string(self.tool("log")).unwrap_or_default();
        drop(fs::remove_file(self.tool("log")));
        text.lines().map(str::to_owned).collect()
    }

    fn name(&self) -> String {
        format!(
            "userhub-connect-{}",
            self.stage.world().access().connection_id
        )
    }

    /// Every file of the home folder but the tools' own.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = files_under(&self.stage.home());
        files.retain(|path| !path.starts_with(self.stage.home().join("tools")));
        files
    }

    fn meddle(&self, sql: &str) {
        let connection = &self.stage.world().access().connection_id;
        let profile = self.stage.data().join("profiles").join(connection);
        let db = rusqlite::Connection::open(profile.join("journal.sqlite")).unwrap();
        db.execute_batch(sql).unwrap();
    }
}

/// The words of a service's command line; there is nothing in them that is quoted.
fn words_of(service: &Path) -> String {
    let text = fs::read_to_string(service).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="));
    let (_, words) = line.unwrap().split_once(' ').unwrap();
    assert!(!words.contains('"'), "{words}");
    words.to_owned()
}

#[test]
fn what_is_installed_runs_as_it_stands_there_and_is_removed_without_a_trace() {
    let fixture = Fixture::of(30);
    let before = fixture.files();
    let said = fixture.program("schedule install").run().exits(0);
    said.says("runs every 15m").says("The first sync is yours");
    let name = fixture.name();
    let service = fixture.units().join(format!("{name}.service"));
    assert!(fixture.units().join(format!("{name}.timer")).exists());
    let log = fixture.log();
    assert!(log.contains(&"--user daemon-reload".to_owned()), "{log:?}");
    assert!(
        log.contains(&format!("--user enable --now {name}.timer")),
        "{log:?}"
    );
    // No key stands in a file that it has written.
    let access = fixture.stage.world().access();
    for path in fixture.files() {
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for key in [&access.client_secret, &access.admin_key] {
            assert!(!text.contains(key.as_str()), "{}", path.display());
        }
    }

    let status = || fixture.bare("schedule status --json").run();
    let standing = status().exits(1).the("schedule");
    assert_eq!(standing["freshness"], "never");
    assert_eq!(standing["next_run"], "Thu 2026-11-26 18:30:00 UTC");
    let words = words_of(&service);
    let scheduled = || {
        let home = fixture.stage.home();
        let unit = words.split(' ').fold(Program::new(&home), Program::args);
        unit.args("--json").run()
    };
    scheduled().exits(5);
    fixture.stage.sync().run().exits(0);
    let id = fixture.stage.tenant().id_of(3);
    fixture
        .stage
        .change(&id, serde_json::json!({ "name": "Zoë Neu" }));
    scheduled().exits(0).sums_up([0, 1, 0, 0]);

    let standing = status().exits(0).the("schedule");
    assert_eq!(standing["freshness"], "fresh");
    assert_eq!(standing["last_run"]["kind"], "changes");
    assert_eq!(standing["keys"]["client_secret"], "a file");
    assert!(standing["last_success_seconds_ago"].as_i64().unwrap() < 600);
    let text = fixture.bare("schedule status").run().exits(0);
    text.says("Next run: Thu 2026-11-26 18:30:00 UTC")
        .says("Last run: Changes, just now: 1 person had changed: 0 added, 1 updated")
        .says("Last success: just now")
        .says("Everybody was last compared: just now")
        .says("the Client Secret from a file");

    fixture.log();
    fixture
        .bare("schedule remove")
        .run()
        .exits(0)
        .says("Removed.");
    let log = fixture.log();
    assert!(
        log.contains(&format!("--user disable --now {name}.timer")),
        "{log:?}"
    );
    assert!(
        log.contains(&format!("--user clean --what=state {name}.timer")),
        "{log:?}"
    );
    assert_eq!(log.last().map(String::as_str), Some("--user daemon-reload"));
    let mut left = fixture.files();
    // What the syncs have written stays, as ever.
    left.retain(|path| !path.starts_with(fixture.stage.data().join("profiles")));
    assert_eq!(left, before);
    status().exits(1);
    fixture
        .bare("schedule remove")
        .run()
        .exits(0)
        .says("nothing to remove");
}

#[test]
fn a_success_that_is_older_than_twice_the_interval_is_told_with_1() {
    let fixture = Fixture::of(10);
    fixture
        .program("schedule install --every 5m")
        .run()
        .exits(0);
    fixture.stage.sync().run().exits(0);
    fixture.bare("schedule status").run().exits(0);
    let ago = |minutes: i64| {
        let then = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
        format!("UPDATE run SET finished_at = '{then}', started_at = '{then}'")
    };
    fixture.meddle(&ago(9));
    fixture.bare("schedule status").run().exits(0);
    fixture.meddle(&ago(11));
    fixture
        .bare("schedule status")
        .run()
        .exits(1)
        .says("11 minutes ago, which is too long ago");
    // Runs that fail are no success, however new they are.
    fixture.meddle(
        "INSERT INTO run (state, kind, started_at, finished_at, problem, problem_why, problem_fix)
         VALUES ('running', 'changes', '2999-01-01T00:00:00Z', '2999-01-01T00:00:00Z', 'We could not reach Auth0', '', '')",
    );
    let standing = fixture
        .bare("schedule status --json")
        .run()
        .exits(1)
        .the("schedule");
    assert_eq!(standing["freshness"], "stale");
    assert_eq!(standing["last_run"]["result"], "We could not reach Auth0");
}

#[test]
fn a_schedule_takes_the_place_of_the_one_before() {
    let fixture = Fixture::of(5);
    fixture
        .program("schedule install --every 1h")
        .run()
        .exits(0);
    fixture
        .program("schedule install --live")
        .run()
        .exits(0)
        .says("watches all the time");
    let name = fixture.name();
    assert!(!fixture.units().join(format!("{name}.timer")).exists());
    let words = words_of(&fixture.units().join(format!("{name}.service")));
    assert!(
        words.starts_with("watch --unattended --auth0-domain"),
        "{words}"
    );
    let home = fixture.stage.home();
    let unit = words.split(' ').fold(Program::new(&home), Program::args);
    fixture.stage.sync().run().exits(0);
    unit.args("--for").args("1").run().exits(0);
    let log = fixture.log();
    assert_eq!(
        log.last(),
        Some(&format!(
            "--user show {name}.service --property=ActiveState,NextElapseUSecRealtime"
        ))
    );
    assert!(
        log.contains(&format!("--user enable --now {name}.service")),
        "{log:?}"
    );
}

#[test]
fn of_a_schedule_that_the_system_refuses_nothing_is_left() {
    let fixture = Fixture::of(5);
    fs::write(fixture.tool("refuse"), "").unwrap();
    let before = fixture.files();
    let said = fixture
        .program("schedule install")
        .run()
        .exits(2)
        .tells_a_problem();
    said.says("The schedule could not be changed")
        .says("said no");
    assert_eq!(fixture.files(), before);
    // Nor of one on a computer without the tool.
    fs::remove_file(fixture.tool("systemctl")).unwrap();
    let empty = fixture.stage.home().join("tools").display().to_string();
    let said = fixture
        .program("schedule install")
        .env("PATH", &empty)
        .run()
        .exits(2);
    said.says("it is not there");
    assert_eq!(fixture.files(), before);
}

#[test]
fn without_keys_nothing_is_installed_and_it_is_said_where_they_are_looked_for() {
    let fixture = Fixture::of(5);
    let before = fixture.files();
    fixture
        .bare("schedule install")
        .run()
        .exits(2)
        .says("password store");
    fs::set_permissions(fixture.tool("key"), fs::Permissions::from_mode(0o644)).unwrap();
    fixture
        .program("schedule install")
        .run()
        .exits(2)
        .says("chmod 600");
    assert_eq!(fixture.files(), before);
}

#[test]
fn print_needs_nothing_and_installs_nothing() {
    let home = tempfile::tempdir().unwrap();
    let print = |words: &str| {
        Program::new(home.path())
            .args(&format!("schedule print {words}"))
            .env("PATH", "")
            .run()
            .exits(0)
    };
    print("")
        .says("OnCalendar=*-*-* *:0/15:00")
        .says("sync --incremental --unattended");
    print("--every 2h").says("OnCalendar=*-*-* 0/2:00:00");
    print("--live")
        .says("ExecStart=")
        .says("watch --unattended")
        .never_says("OnCalendar");
    print("--system").says("LoadCredentialEncrypted=auth0-secret:");
    print("--practice").says("--practice");
    let said = print("--system --live --json");
    let files = said.the("schedule_files")["files"].clone();
    let [Value::Object(file)] = &files.as_array().unwrap()[..] else {
        panic!("{files}")
    };
    assert!(
        file["path"]
            .as_str()
            .unwrap()
            .starts_with("/etc/systemd/system/")
    );
    assert!(files_under(home.path()).is_empty());
    for words in ["--every 7m", "--every 15m --live", "--sometimes"] {
        Program::new(home.path())
            .args(&format!("schedule print {words}"))
            .run()
            .exits(2);
    }
}
