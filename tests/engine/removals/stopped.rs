//! What was cut off or stopped: it is gone on with where the same is asked for again, for the same people, within an hour, and
//! never otherwise.

use std::time::Duration;

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use userhub_connect::clock;
use userhub_connect::practice::Options;

use super::policy::{days_pass, turn_on};
use super::{leave, outcomes, plain, removals, state, synced};
use crate::output::Output;
use crate::stage::Stage;

fn journal(stage: &Stage) -> Connection {
    Connection::open(stage.setup().profile.join("journal.sqlite")).unwrap()
}

/// Writes down what a crash leaves behind: a run of deeds that was begun now, and in it one that was not sent.
fn cut_off(stage: &Stage, kind: &str, act: &str, ids: &[String]) -> i64 {
    let db = journal(stage);
    let sql = "INSERT INTO run (state, kind, started_at, people) VALUES ('running', ?1, ?2, 1)";
    let now = clock::timestamp().to_string();
    db.execute(sql, [kind, &now]).unwrap();
    let run = db.last_insert_rowid();
    for id in ids {
        let userhub_id = stage.record(id)["id"].as_str().unwrap().to_owned();
        db.execute(
            "INSERT INTO deed (run, id, userhub_id, act) VALUES (?1, ?2, ?3, ?4)",
            params![run, id, userhub_id, act],
        )
        .unwrap();
    }
    run
}

fn marked(stage: &Stage, ids: &[String]) -> usize {
    let is_marked = |id: &&String| state(stage, id) == "PENDING_DELETION";
    ids.iter().filter(is_marked).count()
}

/// A run as History has it.
fn run_of(stage: &Stage, run: &Value) -> Value {
    let said = stage.program("history --json").run().exits(0);
    let mut runs = said.all("run").into_iter();
    runs.find(|one| one["run"] == *run).unwrap()
}

#[test]
fn what_a_person_has_stopped_is_over() {
    let stage = Stage::with(Options {
        people: 60,
        userhub_latency: Duration::from_millis(40),
        ..Options::default()
    });
    stage.sync().run();
    let gone = plain(&stage, 31);
    leave(&stage, &gone);
    // One of them is kept at first.
    let (one, others) = gone.split_at(1);
    let ask = |verb: &str| {
        let program = removals(&stage, &format!("{verb} --yes"));
        program.word(&one[0])
    };
    ask("keep").run().exits(0);
    let mut running = removals(&stage, "mark --all --yes --confirm 30").start();
    stage.until("the moment to stop", |stage| {
        let marks = stage.userhub().requests();
        running.has_ended() || marks.to("DELETE", "/admin/v1/users/{user}").total > 0
    });
    running.interrupt();
    running.finish().exits(130);
    let before = marked(&stage, others);
    assert!(before < 30, "it was over before it was stopped");
    // Something else that is asked for does that, and no more; and so does the same for somebody else.
    for verb in ["disable", "mark"] {
        ask(verb).run();
    }
    assert!(marked(&stage, others) <= before + 8, "it went on");
    assert_eq!(state(&stage, &one[0]), "DISABLED");
    let db = journal(&stage);
    let open: i64 = db
        .query_row(
            "SELECT count(*) FROM deed WHERE outcome IS NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(open, 0);
}

#[test]
fn what_was_cut_off_goes_on_for_nobody_but_those_who_are_asked_for_again() {
    let stage = synced(60);
    let gone = plain(&stage, 3);
    leave(&stage, &gone);
    let other = |words: &str, id: &str| format!("{words} {id} --yes");
    for (kind, act, asked) in [
        ("removal", "mark", other("disable", &gone[2])),
        ("removal", "mark", other("restore", &gone[2])),
        ("removal", "mark", other("mark", &gone[2])),
        ("removal", "mark", other("restore", &gone[2])),
        ("policy", "mark", "keep --all --yes".to_owned()),
    ] {
        let run = json!(cut_off(&stage, kind, act, &gone[..1]));
        removals(&stage, &asked).run().exits(0);
        assert_eq!(marked(&stage, &gone[..1]), 0, "{asked}");
        assert_eq!(run_of(&stage, &run)["ending"], "done", "{asked}");
    }
}

#[test]
fn a_policy_that_was_turned_off_goes_on_with_nothing() {
    let stage = synced(60);
    let gone = plain(&stage, 1);
    leave(&stage, &gone);
    cut_off(&stage, "policy", "mark", &gone);
    let on = "policy mark --after-days 9 --set-up practice.us.auth0.com";
    removals(&stage, on).run().exits(0);
    // Their days are not over, whatever an earlier policy would have done.
    stage.sync().run().exits(0);
    assert_eq!(marked(&stage, &gone), 0);
}

#[test]
fn whoever_was_kept_since_is_not_removed() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    cut_off(&stage, "removal", "mark", &gone);
    let sql = "UPDATE gone SET kept_at = ?2 WHERE id = ?1";
    let now = clock::timestamp().to_string();
    journal(&stage).execute(sql, [&gone[0], &now]).unwrap();
    let said = removals(&stage, "mark --all --yes").run();
    let left = (gone[0].clone(), "left".to_owned());
    let done = (gone[1].clone(), "done".to_owned());
    let mut expected = vec![left, done];
    expected.sort();
    assert_eq!(outcomes(&said), expected);
    assert_eq!(marked(&stage, &gone), 1);
    // Named by themselves they are somebody's new decision.
    removals(&stage, &format!("mark {} --yes", gone[0]))
        .run()
        .exits(0);
    assert_eq!(marked(&stage, &gone), 2);
}

#[test]
fn what_a_newer_version_has_begun_is_told_and_stops_it() {
    let stage = synced(60);
    let gone = plain(&stage, 1);
    leave(&stage, &gone);
    cut_off(&stage, "removal", "archive", &gone);
    let said = removals(&stage, "mark --all --yes").run();
    let problem = said.the("problem");
    let words = format!("{} {}", problem["what"], problem["why"]);
    assert!(
        words.contains("newer") || words.contains("later"),
        "{words}"
    );
    assert_eq!(marked(&stage, &gone), 0);
}

#[test]
fn nobody_is_restored_by_a_record_that_names_another_user() {
    let stage = synced(60);
    let who = plain(&stage, 2);
    stage.ask("DELETE", &who[1], "", None);
    let run = cut_off(&stage, "removal", "mark", &who[..1]);
    let other = stage.record(&who[1])["id"].as_str().unwrap().to_owned();
    let db = journal(&stage);
    db.execute(
        "UPDATE deed SET userhub_id = ?2, outcome = 'done' WHERE run = ?1",
        params![run, other],
    )
    .unwrap();
    db.execute("UPDATE run SET state = 'finished' WHERE id = ?1", [run])
        .unwrap();
    removals(&stage, &format!("restore {} --yes", who[0]))
        .run()
        .exits(1);
    assert_eq!(state(&stage, &who[1]), "PENDING_DELETION");
}

/// The run, and how many were done, were so already, and were left.
fn told(said: &Output) -> [i64; 4] {
    let summary = said.summary();
    ["run", "done", "already", "left"].map(|name| summary[name].as_i64().unwrap_or(-1))
}

#[test]
fn what_was_gone_on_with_counts_and_nobody_of_it_is_left_out() {
    let stage = synced(60);
    let gone = plain(&stage, 3);
    leave(&stage, &gone);
    let run = cut_off(&stage, "removal", "mark", &gone[..2]);
    let both = removals(&stage, "mark --yes").word(&gone[0]).word(&gone[1]);
    let said = both.run().exits(0);
    assert_eq!(said.all("left_out"), Vec::<Value>::new());
    assert_eq!(told(&said), [run, 2, 0, 0]);
    // The number that was typed is that of all of them, and so is the one that is told.
    removals(&stage, "restore --all --yes").run().exits(0);
    cut_off(&stage, "removal", "mark", &gone[..2]);
    let said = stage.program("removals mark --all --yes --confirm 3").run();
    said.exits(0).says("3 done (run ");
    // Who was left in it is looked at again, and counted once.
    removals(&stage, "restore --all --yes").run().exits(0);
    cut_off(&stage, "removal", "mark", &gone[..1]);
    let sql = "UPDATE gone SET kept_at = ?1";
    let now = clock::timestamp().to_string();
    journal(&stage).execute(sql, [now]).unwrap();
    let said = removals(&stage, "mark --yes").word(&gone[0]).run().exits(0);
    assert_eq!(told(&said)[1..], [1, 0, 0]);
}

#[test]
fn what_was_gone_on_with_of_an_undo_counts_and_nobody_of_it_is_left_out() {
    let stage = synced(20);
    let theirs = plain(&stage, 2);
    let run = cut_off(&stage, "undo", "undo", &theirs);
    let sql = "UPDATE deed SET of_run = 1 WHERE run = ?1";
    journal(&stage).execute(sql, [run]).unwrap();
    let said = stage.program("undo 1 --yes --json").run();
    let done = outcomes(&said);
    for id in &theirs {
        assert!(done.contains(&(id.clone(), "done".to_owned())), "{done:?}");
        assert!(said.all("left_out").iter().all(|one| one["id"] != **id));
    }
    assert_eq!(said.summary()["done"], done.len());
}

#[test]
fn what_is_done_by_itself_waits_for_what_a_person_can_still_go_on_with() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    turn_on(&stage, "disable");
    leave(&stage, &gone);
    days_pass(&stage, 3);
    let run = cut_off(&stage, "removal", "mark", &gone[..1]);
    let said = stage.sync().run().exits(0);
    assert_eq!(said.all("policy_stopped"), Vec::<Value>::new());
    assert_eq!(outcomes(&said), []);
    let said = removals(&stage, "mark --yes").word(&gone[0]).run().exits(0);
    assert_eq!(told(&said), [run, 1, 0, 0]);
    // Then it is its turn again.
    stage.sync().run().exits(0);
    assert_eq!(state(&stage, &gone[0]), "PENDING_DELETION");
    assert_eq!(state(&stage, &gone[1]), "DISABLED");
    // And so it is once that is an hour ago.
    let run = cut_off(&stage, "removal", "mark", &gone[1..]);
    let sql = "UPDATE run SET started_at = ?2 WHERE id = ?1";
    let ago = (clock::timestamp() - jiff::SignedDuration::from_hours(2)).to_string();
    journal(&stage).execute(sql, params![run, ago]).unwrap();
    stage.sync().run().exits(0);
    assert_eq!(run_of(&stage, &json!(run))["ending"], "done");
}
