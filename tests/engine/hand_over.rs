//! `hand-over`: one file, with which another computer goes on from where this one is; and no secret in it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use rusqlite::Connection;
use serde_json::json;
use userhub_connect::domain::hand_over;

use crate::program::Program;
use crate::stage::Stage;

/// Keys without any shape by which they could be recognised, and one of UserHub's shape.
const PLANTED: [&str; 4] = [
    "correct-horse/battery+staple",
    "Tr0ub4dor&3-Tr0ub4dor",
    "proxy-password-hunter2hunter2",
    "sk_1234567890abcdefghijklmn",
];

/// A command of the same set-up on another computer, which has a folder of its own.
fn elsewhere(stage: &Stage, words: &str) -> Program {
    let there = stage.home().join("elsewhere");
    stage
        .program(words)
        .flag("--data-dir", &there.display().to_string())
}

fn saved(stage: &Stage, words: &str) -> PathBuf {
    let file = stage.home().join("hand-over.html");
    drop(fs::remove_file(&file));
    let said = stage
        .program(&format!("hand-over {words}"))
        .flag("--save", &file.display().to_string())
        .run();
    said.exits(0).says("It names people and holds no keys");
    file
}

fn opened(stage: &Stage, file: &Path) -> serde_json::Value {
    let program = elsewhere(stage, "hand-over --json");
    let said = program.flag("--open", &file.display().to_string()).run();
    said.exits(0).the("taken_over")
}

#[test]
fn another_computer_goes_on_with_those_who_have_changed() {
    let stage = Stage::of(60);
    stage.sync().run().exits(0);
    let file = saved(&stage, "");
    let taken = opened(&stage, &file);
    assert_eq!(taken["history"], true);
    assert!(taken["everybody_at"].is_string(), "{taken}");
    let changed = stage.tenant().id_of(5);
    stage.change(&changed, json!({ "name": "Zoë Neu" }));
    let tenant = stage.tenant().requests();
    tenant.reset();
    let said = elsewhere(&stage, "sync --incremental --json").run();
    let said = said.exits(0).sums_up([0, 1, 0, 0]);
    assert_eq!(said.summary()["scope"], "changes");
    assert!(tenant.total() <= 5, "{} requests to Auth0", tenant.total());
    // Its history has what was done before, on the other computer.
    let runs = elsewhere(&stage, "history --json")
        .run()
        .exits(0)
        .all("run");
    assert_eq!(runs.len(), 2, "{runs:?}");
    // A second time nothing is replaced.
    assert_eq!(opened(&stage, &file)["history"], false);
    let runs = elsewhere(&stage, "history --json")
        .run()
        .exits(0)
        .all("run");
    assert_eq!(runs.len(), 2, "{runs:?}");
}

#[test]
fn the_page_tells_an_auditor_what_there_is_to_know() {
    let stage = Stage::of(30);
    stage.sync().run().exits(0);
    let page = fs::read_to_string(saved(&stage, "")).unwrap();
    let access = stage.world().access();
    for words in [
        "<h2>The set-up</h2>",
        &access.auth0_domain,
        &access.connection_id,
        "<h2>How it stands</h2>",
        "Counted again: Auth0 has 30 users",
        "<h2>Open problems</h2>",
        "<h2>What was decided</h2>",
        "<h2>History</h2>",
        "30 of 30 people are in UserHub",
        "<h2>Where the keys are</h2>",
        "<h2>When something fails</h2>",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let page = fs::read_to_string(saved(&stage, "--without-key-places")).unwrap();
    assert!(!page.contains("Where the keys are"));
}

/// Everything that is in the file: as it is, and unpacked.
fn everything(file: &Path) -> Vec<u8> {
    let text = fs::read_to_string(file).unwrap();
    let data = hand_over::read(&text).unwrap();
    let mut all = text.into_bytes();
    let all_packed = [&data.journal, &data.seen, &data.record, &data.changes];
    for packed in all_packed.into_iter().filter(|packed| !packed.is_empty()) {
        let packed = STANDARD.decode(packed).unwrap();
        DeflateDecoder::new(packed.as_slice())
            .read_to_end(&mut all)
            .unwrap();
    }
    assert!(!data.journal.is_empty() && !data.seen.is_empty());
    all
}

#[test]
fn no_secret_is_in_it_wherever_one_was() {
    let stage = Stage::of(20);
    let access = stage.world().access().clone();
    stage.sync().run().exits(0);
    stage.check().run();
    // Wherever a person may have put a key: a name, a field, the settings, a variable, a file beside.
    let settings = json!({ "version": 1, "kept": {
        "settings": { "proxy": format!("http://user:{}@127.0.0.1:1", PLANTED[2]) },
        "setups": [{
            "id": "setup-1", "name": format!("acme {}", PLANTED[3]), "environment": "Test",
            "domain": access.auth0_domain, "client_id": PLANTED[0], "connection_id": access.connection_id,
            "place": "Sync", "answers": { "note": PLANTED[1] },
        }],
    }});
    fs::write(stage.data().join("settings.json"), settings.to_string()).unwrap();
    let profile = stage.data().join("profiles").join(&access.connection_id);
    fs::write(profile.join("key.txt"), PLANTED[1]).unwrap();
    let file = stage.home().join("hand-over.html");
    let program = stage.program("hand-over");
    let program = program.flag("--save", &file.display().to_string());
    let program = program.env("AUTH0_MANAGEMENT_TOKEN", PLANTED[1]);
    program.run().exits(0);
    let all = everything(&file);
    let secrets = PLANTED
        .into_iter()
        .chain([access.client_secret.as_str(), access.admin_key.as_str()]);
    for secret in secrets {
        let is_there = all
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!is_there, "{secret} is in the file");
    }
}

#[test]
fn what_is_no_hand_over_or_damaged_changes_nothing() {
    let stage = Stage::of(10);
    stage.sync().run().exits(0);
    let file = saved(&stage, "");
    let text = fs::read_to_string(&file).unwrap();
    let there = stage.home().join("elsewhere");
    let (begin, rest) = text.split_once("\"journal\":\"").unwrap();
    let of_another = text.replace(&stage.world().access().connection_id, "conn_another");
    for damaged in [
        "no hand-over".to_owned(),
        text[..text.len() / 2].to_owned(),
        format!("{begin}\"journal\":\"AAAA{rest}"),
        of_another,
    ] {
        fs::write(&file, damaged).unwrap();
        let program = elsewhere(&stage, "hand-over");
        let program = program.flag("--open", &file.display().to_string());
        program.run().exits(2).says("This is not a set-up file");
        assert!(!there.join("settings.json").exists());
        let journals = walk(&there);
        assert_eq!(journals, Vec::<PathBuf>::new());
    }
}

/// The files below a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let stage = Stage::of(5);
    stage.sync().run().exits(0);
    let file = saved(&stage, "");
    let before = fs::read(&file).unwrap();
    let program = stage.program("hand-over");
    let program = program.flag("--save", &file.display().to_string());
    program
        .run()
        .exits(2)
        .says("A file of this name is there already");
    assert_eq!(fs::read(&file).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "it names people");
    }
}

/// The file with one of its parts put in the place of what it was.
fn with_part(file: &Path, part: &str, value: &str) -> PathBuf {
    let text = fs::read_to_string(file).unwrap();
    let (before, rest) = text.split_once(&format!("\"{part}\":\"")).unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    let changed = file.with_file_name("changed.html");
    drop(fs::remove_file(&changed));
    fs::write(&changed, format!("{before}\"{part}\":\"{value}\"{after}")).unwrap();
    changed
}

/// What a try to open a file leaves elsewhere: whether there is a journal.
fn leaves_a_journal(stage: &Stage, file: &Path) -> bool {
    let program = elsewhere(stage, "hand-over --json");
    let said = program.flag("--open", &file.display().to_string()).run();
    assert_eq!(said.all("problem").len(), 1);
    there(stage).join("journal.sqlite").exists()
}

fn there(stage: &Stage) -> PathBuf {
    let connection = &stage.world().access().connection_id;
    stage
        .home()
        .join("elsewhere")
        .join("profiles")
        .join(connection)
}

#[test]
fn all_of_it_is_there_or_nothing_that_counts() {
    let stage = Stage::of(20);
    stage.check().run();
    stage.sync().run().exits(0);
    let file = saved(&stage, "");
    // What is damaged beside the journal is seen before anything is written.
    for value in ["!!!!", "AAAA"] {
        let changed = with_part(&file, "seen", value);
        assert!(!leaves_a_journal(&stage, &changed));
        assert!(!there(&stage).join("seen.json").exists());
    }
    // What goes with it cannot be written: nothing counts, and opening it again does all of it.
    let installs = stage.home().join("elsewhere").join("install");
    fs::create_dir_all(stage.home().join("elsewhere")).unwrap();
    fs::write(&installs, "in the way").unwrap();
    assert!(!leaves_a_journal(&stage, &file));
    fs::remove_file(&installs).unwrap();
    assert_eq!(opened(&stage, &file)["history"], true);
    assert!(there(&stage).join("seen.json").exists());
}

#[test]
fn nothing_goes_on_by_itself_on_another_computer() {
    let stage = Stage::of(20);
    stage.sync().run().exits(0);
    let db = Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap();
    let now = userhub_connect::clock::timestamp().to_string();
    db.execute_batch(&format!(
        "INSERT INTO run (id, state, kind, started_at) VALUES (7, 'running', 'removal', '{now}'), (8, 'running', 'sync', '{now}');
         INSERT INTO deed (run, id, userhub_id, act) VALUES (7, 'auth0|1', 'usr_1', 'mark');"
    ))
    .unwrap();
    db.close().unwrap();
    opened(&stage, &saved(&stage, ""));
    let said = elsewhere(&stage, "history --json").run().exits(0);
    let ended = |run: i64| {
        let runs = said.all("run");
        runs.iter().find(|one| one["run"] == run).unwrap()["ending"].clone()
    };
    assert_eq!((ended(7), ended(8)), (json!("done"), json!("problem")));
    let db = Connection::open(there(&stage).join("journal.sqlite")).unwrap();
    let sql = "SELECT outcome FROM deed WHERE run = 7";
    let outcome: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(outcome, "left");
    elsewhere(&stage, "sync --json").run().exits(0);
}

#[test]
fn the_page_names_who_needs_attention_now_and_has_the_certificate_letter_for_letter() {
    let stage = Stage::of(30);
    let id = stage.create(json!({ "email": "eve@refused.example", "name": "Eve Refused" }));
    stage.sync().run().exits(1);
    // What came after it is no comparison, and says nothing of who needs attention.
    let gone = stage.tenant().id_of(3);
    assert!(stage.tenant().delete_person(&gone));
    for _ in 0..2 {
        stage.sync().run();
    }
    let mark = stage.program("removals mark --yes --all");
    mark.run().exits(0);
    let page = fs::read_to_string(saved(&stage, "")).unwrap();
    let (_, problems) = page.split_once("<h2>Open problems</h2>").unwrap();
    let (problems, _) = problems.split_once("<h2>").unwrap();
    assert!(
        problems.contains("Eve Refused") && problems.contains(&id),
        "{problems}"
    );
    assert!(!problems.contains(&gone), "{problems}");
    let (_, exact) = page.split_once("<pre>").unwrap();
    let (exact, _) = exact.split_once("</pre>").unwrap();
    let exact = exact.replace("&quot;", "\"").replace("&#39;", "'");
    let certificate: serde_json::Value = serde_json::from_str(&exact).unwrap();
    let history = stage.program("history --json").run().exits(0);
    let runs = history.all("run");
    let own = runs
        .iter()
        .find(|run| run["certificate"].is_object())
        .unwrap();
    assert_eq!(certificate, own["certificate"]);
    assert!(!page.contains("far fewer than before"));
}
