//! What is kept of runs that are over: reopened after a crash and by a newer version, thrown away when it is old.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use userhub_connect::domain::history::{
    Counts, Effort, Ending, Kind, PastAction, PastOutcome, PastPerson, PastRun, People,
};
use userhub_connect::domain::ids::Auth0UserId;
use userhub_connect::domain::profile::{Profile, Source};
use userhub_connect::domain::tally::{Outcome, Tally};
use userhub_connect::practice::Options;
use userhub_connect::store::StoreError;
use userhub_connect::store::journal::{Done, Identity, Journal, Past, Problem, RunState};

use crate::stage::Stage;

fn identity() -> Identity {
    Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    }
}

fn journal(folder: &Path) -> Journal {
    Journal::open(folder, &identity()).unwrap()
}

fn runs(folder: &Path) -> Vec<PastRun> {
    Past::open(folder).unwrap().unwrap().runs().unwrap()
}

fn people(folder: &Path, run: i64) -> Vec<PastPerson> {
    let mut people = Vec::new();
    let past = Past::open(folder).unwrap().unwrap();
    let keep = |person| {
        people.push(person);
        true
    };
    past.each_person(run, keep).unwrap();
    people
}

fn day(number: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
}

/// Begins a run and plans to add these people.
fn plan(journal: &mut Journal, ids: &[&str], now: Timestamp) -> i64 {
    let run = journal.begin_run(now, 90).unwrap();
    let sources: Vec<Source> = ids
        .iter()
        .map(|id| Source {
            id: Auth0UserId::new(*id),
            profile: Ok(Profile {
                display_name: Some(format!("Name of {id}")),
                email: Some(format!("{id}@example.com")),
                ..Profile::default()
            }),
        })
        .collect();
    journal.add_sources(&sources).unwrap();
    let words = |_: &_| Problem {
        reason: String::new(),
        fix: String::new(),
    };
    journal.make_plan(run, true, now, words, || false).unwrap();
    run
}

/// Sees to the first people of a run's plan.
fn sync_user(journal: &mut Journal, run: i64, people: usize, now: Timestamp) {
    journal.set_state(run, RunState::Running, now).unwrap();
    let items = journal.items_after(0, people).unwrap();
    let done: Vec<Done> = items
        .into_iter()
        .map(|item| Done {
            position: item.position,
            id: item.id,
            outcome: Outcome::Added,
            held: None,
            kept: None,
            problem: None,
        })
        .collect();
    journal.record(&done, now).unwrap();
}

#[test]
fn a_run_that_was_cut_off_says_how_far_it_came_and_keeps_its_people() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = journal(folder.path());
    let run = plan(&mut journal, &["a", "b", "c"], day(1));
    assert_eq!(
        journal.take_effort(run).unwrap(),
        Some(Effort::default()),
        "nothing was spent before it began"
    );
    sync_user(&mut journal, run, 2, day(2));
    drop(journal);

    let [found] = &runs(folder.path())[..] else {
        panic!("one run")
    };
    assert_eq!((found.kind, &found.ending), (Kind::Sync, &Ending::Stopped));
    assert_eq!(found.result(), "Stopped at 2 of 3");
    assert_eq!(
        found.effort, None,
        "what a run took that was cut off is not known"
    );
    let people = people(folder.path(), run);
    assert_eq!(people.len(), 3);
    assert_eq!(people[0].name.as_deref(), Some("Name of a"));
    assert_eq!(people[0].outcome, Some(PastOutcome::Added));
    assert_eq!(people[0].at, Some(day(2)));
    assert_eq!(
        (people[2].action, people[2].outcome),
        (PastAction::Add, None)
    );
}

#[test]
fn the_people_of_an_earlier_run_stay_and_are_no_part_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = journal(folder.path());
    // The first is planned and left; the second must not carry out what the first had planned.
    let first = plan(&mut journal, &["a", "b", "c"], day(1));
    let second = plan(&mut journal, &["d"], day(2));
    let open = journal.items_after(0, 10).unwrap();
    assert_eq!(open.len(), 1);
    sync_user(&mut journal, second, 10, day(2));
    journal
        .set_state(second, RunState::Finished, day(2))
        .unwrap();
    let counts = journal.counts(second).unwrap();
    assert_eq!((counts.tally.added, counts.open()), (1, 0));
    journal.keep_counts(second, &counts).unwrap();
    drop(journal);

    let found = runs(folder.path());
    let ids: Vec<_> = found.iter().map(|run| (run.id, run.result())).collect();
    assert_eq!(
        ids,
        [
            (second, "1 of 1 person is in UserHub".to_owned()),
            (first, "3 people would be added".to_owned()),
        ]
    );
    assert_eq!(people(folder.path(), first).len(), 3);
}

#[test]
fn runs_are_thrown_away_when_they_are_too_old_and_not_a_day_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = journal(folder.path());
    let old = plan(&mut journal, &["a", "b"], day(1));
    let kept = plan(&mut journal, &["c"], day(10));
    let newest = journal.begin_run(day(11), 10).unwrap();
    let ids = |folder| runs(folder).iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(ids(folder.path()), [newest, kept, old]);
    let newest_of_all = journal.begin_run(day(12), 10).unwrap();
    assert_eq!(ids(folder.path()), [newest_of_all, newest, kept]);
    assert!(people(folder.path(), old).is_empty());
    assert_eq!(people(folder.path(), kept).len(), 1);
}

#[test]
fn the_effort_of_a_run_that_is_gone_on_with_is_that_of_both_parts() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = journal(folder.path());
    let run = plan(&mut journal, &["a"], day(1));
    let part = Effort {
        auth0_requests: 3,
        userhub_requests: 4,
        took: Duration::from_millis(1_500),
    };
    for _ in 0..2 {
        let before = journal.take_effort(run).unwrap().unwrap();
        let so_far = before.and(part);
        journal.note_end(run, Some(so_far), None, day(1)).unwrap();
    }
    let effort = runs(folder.path())[0].effort.unwrap();
    assert_eq!(effort.userhub_requests, 8);
    assert_eq!(effort.took, Duration::from_secs(3));
}

/// The columns of every table, and the indexes.
fn form(folder: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(folder.join("journal.sqlite")).unwrap();
    let mut form = Vec::new();
    for table in ["meta", "run", "source", "target", "item", "past", "person"] {
        let mut statement = db
            .prepare("SELECT name, type, \"notnull\", coalesce(dflt_value, '') FROM pragma_table_info(?1)")
            .unwrap();
        let columns = statement
            .query_map([table], |row| {
                Ok(format!(
                    "{table} {} {} {} {}",
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, String>(3)?
                ))
            })
            .unwrap();
        form.extend(columns.map(Result::unwrap));
    }
    let mut indexes = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'index'")
        .unwrap();
    let indexes = indexes.query_map([], |row| row.get(0)).unwrap();
    form.extend(indexes.map(Result::unwrap));
    form
}

/// A journal as version 1 left it: one finished run, and one that was cut off in the middle.
fn version_1(folder: &Path) {
    let db = rusqlite::Connection::open(folder.join("journal.sqlite")).unwrap();
    db.execute_batch(include_str!("../fixtures/journal-version-1.sql"))
        .unwrap();
    db.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO meta VALUES ('auth0', 'acme.eu.auth0.com'), ('connection', 'conn_1');
         INSERT INTO run (state, started_at, finished_at, planned_at, read_auth0, up_to_date) VALUES
           ('finished', '1970-01-02T00:00:00Z', '1970-01-02T00:01:00Z', '1970-01-02T00:00:30Z', 2, 2),
           ('running', '1970-01-03T00:00:00Z', NULL, '1970-01-03T00:00:30Z', 4, 1);
         INSERT INTO item (id, flags, name, action, fields, outcome, reason, fix) VALUES
           ('a', 0, 'Ann', 'add', 0, 'added', NULL, NULL),
           ('b', 0, 'Bob', 'add', 0, 'attention', 'why', 'how'),
           ('c', 0, 'Cy', 'update', 1, NULL, NULL, NULL);",
    )
    .unwrap();
}

#[test]
fn a_journal_of_version_1_becomes_a_current_one_and_loses_nothing() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    version_1(old.path());
    // History is opened first, before any sync.
    let found = runs(old.path());
    let results: Vec<_> = found.iter().map(PastRun::result).collect();
    assert_eq!(results, ["Stopped at 3 of 4", "Finished"]);
    assert_eq!(
        [found[0].people, found[1].people],
        [People::Kept(3), People::Cleared]
    );
    assert_eq!(
        found[0].counts,
        Some(Counts {
            tally: Tally {
                added: 1,
                attention: 1,
                up_to_date: 1,
                ..Tally::default()
            },
            to_add: 0,
            to_update: 1,
            read_auth0: 4,
        })
    );
    assert_eq!(people(old.path(), 2)[1].reason, "why");

    // A run of version 1 is gone on with.
    let mut journal = journal(old.path());
    let latest = journal.latest_run().unwrap().unwrap();
    assert_eq!((latest.id, latest.state), (2, RunState::Running));
    journal.retry_attention().unwrap();
    assert_eq!(journal.items_after(0, 10).unwrap().len(), 2);
    drop(journal);

    drop(self::journal(new.path()));
    assert_eq!(form(old.path()), form(new.path()));
}

/// A journal as version 2 left it: a sync that came to its end, with a difference that UserHub keeps.
#[test]
fn a_journal_of_version_2_becomes_a_current_one_and_its_runs_have_no_certificate() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let db = rusqlite::Connection::open(old.path().join("journal.sqlite")).unwrap();
    db.execute_batch(include_str!("../fixtures/journal-version-2.sql"))
        .unwrap();
    db.execute_batch(
        "PRAGMA user_version = 2;
         INSERT INTO meta VALUES ('auth0', 'acme.eu.auth0.com'), ('connection', 'conn_1');
         INSERT INTO run (state, kind, started_at, finished_at, planned_at, read_auth0, up_to_date, added, same, people)
           VALUES ('finished', 'sync', '1970-01-02T00:00:00Z', '1970-01-02T00:01:00Z', '1970-01-02T00:00:30Z', 2, 1, 1, 1, 1);
         INSERT INTO item (id, flags, name, action, fields, outcome) VALUES ('a', 0, 'Ann', 'add', 0, 'added');
         INSERT INTO person (id, flags, userhub_id, synced_at) VALUES ('a', 0, 'usr_a', '1970-01-02T00:00:40Z');",
    )
    .unwrap();
    drop(db);
    let found = runs(old.path());
    assert_eq!(found[0].result(), "2 of 2 people are in UserHub");
    assert_eq!(found[0].certificate, None);
    assert_eq!(people(old.path(), 1).len(), 1);
    let mut journal = journal(old.path());
    assert_eq!(journal.known_people().unwrap(), 1);
    let latest = journal.latest_run().unwrap().unwrap();
    assert_eq!(latest.evidence, (false, false));
    // What its readings prove is not known, and so nothing is certified.
    assert_eq!(journal.certify(1, day(3), || false).unwrap(), None);
    drop(journal);
    drop(self::journal(new.path()));
    assert_eq!(form(old.path()), form(new.path()));
}

/// A journal as version 3 left it: a whole sync. Everybody is compared once before changes alone are read.
#[test]
fn a_journal_of_version_3_becomes_a_current_one_and_changes_alone_are_not_enough_yet() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let db = rusqlite::Connection::open(old.path().join("journal.sqlite")).unwrap();
    db.execute_batch(include_str!("../fixtures/journal-version-3.sql"))
        .unwrap();
    db.execute_batch(
        "PRAGMA user_version = 3;
         INSERT INTO meta VALUES ('auth0', 'acme.eu.auth0.com'), ('connection', 'conn_1');
         INSERT INTO run (state, kind, started_at, finished_at, planned_at, read_auth0, up_to_date, added, same, people)
           VALUES ('finished', 'sync', '1970-01-02T00:00:00Z', '1970-01-02T00:01:00Z', '1970-01-02T00:00:30Z', 2, 1, 1, 1, 1);
         INSERT INTO item (id, flags, name, action, fields, outcome) VALUES ('a', 0, 'Ann', 'add', 0, 'added');",
    )
    .unwrap();
    drop(db);
    assert_eq!(runs(old.path())[0].result(), "2 of 2 people are in UserHub");
    let journal = journal(old.path());
    let baseline = journal.baseline().unwrap();
    assert_eq!((baseline.compared, baseline.is_whole), (None, true));
    drop(journal);
    drop(self::journal(new.path()));
    assert_eq!(form(old.path()), form(new.path()));
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(journal(folder.path()));
    let db = rusqlite::Connection::open(folder.path().join("journal.sqlite")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Past::open(folder.path()), Err(StoreError::Newer)));
    assert!(matches!(
        Journal::open(folder.path(), &identity()),
        Err(StoreError::Newer)
    ));
}

/// The folder of the stage's profile.
fn profile(stage: &Stage) -> std::path::PathBuf {
    let connection = &stage.world().access().connection_id;
    stage.data().join("profiles").join(connection)
}

#[test]
fn checks_syncs_and_refusals_of_the_real_program_are_all_there_afterwards() {
    let stage = Stage::of(20);
    // Nothing is written for a set-up that has never worked.
    let wrong = || {
        stage
            .sync()
            .env("AUTH0_CLIENT_SECRET", "practice-not-the-secret")
    };
    wrong().run().exits(3);
    assert!(
        Past::open(&profile(&stage))
            .unwrap()
            .is_none_or(|past| past.runs().unwrap().is_empty())
    );
    stage.program("sync --dry-run").run().exits(0);
    let summary = stage.sync().run().exits(0).summary();
    wrong().run().exits(3);

    let found = runs(&profile(&stage));
    let seen: Vec<_> = found.iter().map(|run| (run.kind, run.result())).collect();
    assert_eq!(
        seen[1],
        (Kind::Sync, "20 of 20 people are in UserHub".to_owned())
    );
    assert_eq!(
        seen[2],
        (Kind::Check, "20 people would be added".to_owned())
    );
    assert_eq!(seen.len(), 3);
    assert!(matches!(found[0].ending, Ending::Problem(_)), "{seen:?}");
    // What is told at the end and what is kept are the same.
    let effort = found[1].effort.unwrap();
    assert_eq!(summary["requests"]["auth0"], effort.auth0_requests);
    assert_eq!(summary["requests"]["userhub"], effort.userhub_requests);
    assert_eq!(found[1].people, People::Kept(20));
    assert_eq!(people(&profile(&stage), found[1].id).len(), 20);
}

#[test]
fn a_killed_sync_is_at_work_until_it_is_killed_and_stopped_from_then_on() {
    let stage = Stage::with(Options {
        people: 600,
        userhub_latency: Duration::from_millis(40),
        ..Options::default()
    });
    let running = stage.sync().start();
    stage.until("some people", |stage| {
        stage.userhub().calls().imports >= 150
    });
    assert_eq!(runs(&profile(&stage))[0].ending, Ending::AtWork);
    running.kill();
    let found = runs(&profile(&stage)).remove(0);
    assert_eq!(found.ending, Ending::Stopped);
    let counts = found.counts.unwrap();
    assert!(counts.tally.added > 0 && counts.tally.added + counts.to_add == 600);

    stage.sync().run().exits(0);
    let found = runs(&profile(&stage));
    assert_eq!(found.len(), 1, "it was gone on with");
    assert_eq!(found[0].result(), "600 of 600 people are in UserHub");
    assert_eq!(found[0].effort, None);
}

#[test]
fn an_auditor_reads_the_runs_without_a_window_and_without_a_key() {
    let stage = Stage::of(20);
    let history = |words: &str| {
        stage
            .program(&format!("history {words}"))
            .without("AUTH0_CLIENT_SECRET")
            .without("USERHUB_ADMIN_KEY")
            .without_flag("--connection-id")
    };
    history("").run().exits(0).says("Nothing here yet.");
    stage.sync().run().exits(0);
    history("")
        .run()
        .exits(0)
        .says("20 of 20 people are in UserHub");
    let run = history("--json").run().exits(0).the("run");
    assert_eq!(run["kind"], "sync");
    assert_eq!(run["ending"], "done");
    assert_eq!(run["counts"]["added"], 20);

    let csv = history("--run 1 --csv -").run().exits(0).stdout;
    assert_eq!(history("--run 1").run().exits(0).stdout, csv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 20);
    assert!(rows.iter().all(|row| &row[4] == "Added"));

    let file = stage.home().join("report.csv");
    let to_file = || history("--run 1").flag("--csv", &file.display().to_string());
    to_file().run().exits(0);
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, format!("\u{feff}{csv}"));
    // A report replaces no file, and leaves nothing half done.
    to_file().run().exits(2).tells_a_problem();
    #[cfg(unix)]
    history("--run 1 --csv /dev/full")
        .run()
        .exits(2)
        .says("It is a folder or a device");
    history("--run 7 --csv -").run().exits(2).tells_a_problem();
    let beside = std::fs::read_dir(stage.home()).unwrap();
    assert!(!beside.into_iter().any(|it| {
        it.unwrap()
            .path()
            .extension()
            .is_some_and(|it| it == "part")
    }));
}

#[test]
fn an_exported_connection_hides_nothing_and_a_typed_one_does() {
    let stage = Stage::of(3);
    let key = &stage.world().access().management_token;
    stage
        .program("install --yes")
        .without_flag("--auth0-client-id")
        .without_flag("--connection-id")
        .without("USERHUB_ADMIN_KEY")
        .env("AUTH0_MANAGEMENT_TOKEN", key)
        .run()
        .exits(1);
    let connection = &stage.world().access().connection_id;
    let history = stage.program("history").without_flag("--connection-id");
    history
        .env("USERHUB_CONNECTION_ID", connection)
        .run()
        .exits(0)
        .says("practice.us.auth0.com");
    let typed = stage.program("history").run().exits(0);
    typed.says("Nothing here yet.");
}

#[cfg(unix)]
#[test]
fn one_damaged_file_hides_nothing_else() {
    let stage = Stage::of(3);
    stage.sync().run().exits(0);
    let profiles = stage.data().join("profiles");
    let other = profiles.join("conn_damaged");
    let piped = profiles.join("conn_piped");
    for folder in [&other, &piped] {
        std::fs::create_dir_all(folder).unwrap();
    }
    std::fs::write(other.join("journal.sqlite"), [b'x'; 5000]).unwrap();
    // Opening a pipe waits for whoever writes into it, and nobody does.
    let made = std::process::Command::new("mkfifo")
        .arg(piped.join("journal.sqlite"))
        .status();
    assert!(made.unwrap().success());
    let installs = stage.data().join("install");
    std::fs::create_dir_all(&installs).unwrap();
    std::fs::write(
        installs.join("changes-acme.eu.auth0.com.jsonl"),
        b"\xff\n{\"domain\":\xc3",
    )
    .unwrap();
    let history = |words: &str| {
        let program = stage.program(words);
        program.without_flag("--connection-id").run().exits(2)
    };
    let said = history("history");
    assert!(said.all_text().contains("3 of 3 people are in UserHub"));
    assert_eq!(said.stderr.matches("cannot be read\n").count(), 2);
    assert!(said.stderr.contains("conn_damaged") && said.stderr.contains("conn_piped"));
    let events = history("history --json");
    assert_eq!(events.all("problem").len(), 2);
    assert_eq!(events.all("run").len(), 1);
}
