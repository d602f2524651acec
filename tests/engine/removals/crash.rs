//! `kill -9` in the middle of a removal and of an undo: what was begun is gone on with, and nothing is done twice.

use std::time::Duration;

use userhub_connect::practice::Options;

use super::dump::dump;
use super::{leave, plain, removals};
use crate::stage::Stage;

/// A world whose UserHub takes its time.
fn unsynced(people: u64) -> Stage {
    Stage::with(Options {
        people,
        userhub_latency: Duration::from_millis(15),
        ..Options::default()
    })
}

/// A synced world whose UserHub takes its time.
fn slow(people: u64) -> Stage {
    let stage = unsynced(people);
    stage.sync().run();
    stage
}

fn marks(stage: &Stage) -> u64 {
    stage
        .userhub()
        .requests()
        .to("DELETE", "/admin/v1/users/{user}")
        .total
}

/// Nobody was marked by two calls. A call whose caller was killed may be missing here.
fn nobody_twice(stage: &Stage) {
    let counts = stage.userhub().requests().counts();
    let mut paths: Vec<_> = (counts.recent.iter())
        .filter(|one| one.method == "DELETE" && one.status == 200)
        .map(|one| one.path.clone())
        .collect();
    paths.sort();
    let all = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), all);
}

fn marked(stage: &Stage) -> usize {
    let people = dump(stage);
    people
        .values()
        .filter(|user| user["state"] == "PENDING_DELETION")
        .count()
}

#[test]
fn a_removal_that_is_killed_goes_on_and_marks_nobody_twice() {
    let stage = slow(60);
    let gone = plain(&stage, 30);
    leave(&stage, &gone);
    let before = dump(&stage);
    for done in [1, 9, 20] {
        let mut running = removals(&stage, "mark --all --yes --confirm 30").start();
        stage.until("the moment to kill", |stage| {
            assert!(
                !running.has_ended(),
                "it was over before it could be killed"
            );
            marks(stage) >= done
        });
        running.kill();
    }
    removals(&stage, "mark --all --yes --confirm 30")
        .run()
        .exits(0);
    assert_eq!(marked(&stage), 30);
    nobody_twice(&stage);
    let history = stage.program("history --json").run().exits(0);
    let runs: Vec<_> = (history.all("run").into_iter())
        .filter(|run| run["kind"] == "removal")
        .collect();
    assert_eq!(runs.len(), 1, "it was gone on with: {runs:?}");
    removals(&stage, "restore --all --yes").run().exits(0);
    assert_eq!(dump(&stage), before);
}

#[test]
fn an_undo_that_is_killed_goes_on_and_takes_nobody_back_twice() {
    let stage = slow(60);
    let before = dump(&stage);
    for done in [1, 20, 45] {
        let mut running = stage.program("undo 1 --yes --json").start();
        stage.until("the moment to kill", |stage| {
            assert!(
                !running.has_ended(),
                "it was over before it could be killed"
            );
            marks(stage) >= done
        });
        running.kill();
    }
    stage.program("undo 1 --yes --json").run();
    assert!(marked(&stage) > 50);
    nobody_twice(&stage);
    removals(&stage, "restore --all --yes").run().exits(0);
    assert_eq!(dump(&stage), before);
}

/// Its plan would bring the others over, and count those who were taken back with them.
#[test]
fn a_sync_that_was_cut_off_and_taken_back_is_not_gone_on_with() {
    let stage = unsynced(1_500);
    let mut running = stage.sync().start();
    stage.until("the moment to kill", |stage| {
        assert!(
            !running.has_ended(),
            "it was over before it could be killed"
        );
        stage.userhub().calls().imports >= 300
    });
    running.kill();
    stage.program("undo 1 --yes --json").run();
    let taken_back = marked(&stage);
    assert!(taken_back > 100, "{taken_back}");
    let said = stage.sync().run();
    assert_eq!(said.the("plan")["continued"], false);
    assert_eq!(said.the("plan")["taken_back"], taken_back);
    let certificate = &said.summary()["certificate"];
    assert_eq!(certificate["taken_back"], taken_back);
    assert_eq!(certificate["auth0"]["users"], 1_500 - taken_back);
    assert_eq!(marked(&stage), taken_back, "nobody is brought back");
}
