//! The troubles of practice that removals and undo are there for, as a person meets them at the command line.

use crate::output::Output;
use crate::program::Program;

fn practice(folder: &tempfile::TempDir, words: &str) -> Output {
    Program::new(folder.path())
        .args(words)
        .args("--practice --json")
        .flag(
            "--data-dir",
            &folder.path().join("data").display().to_string(),
        )
        .run()
}

#[test]
fn half_of_the_tenant_seems_to_be_gone_and_nobody_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        practice(&folder, "sync").exits(0);
    }
    for _ in 0..2 {
        practice(&folder, "sync --practice-trouble half-gone");
    }
    let list = practice(&folder, "removals --practice-trouble half-gone").exits(0);
    assert_eq!(list.all("removal").len(), 125);
    // It is stopped before the first write, with the cause.
    let stopped = practice(
        &folder,
        "removals mark --all --yes --practice-trouble half-gone",
    )
    .exits(5);
    let guards = stopped.all("guard");
    assert!(
        guards.iter().any(|guard| guard["guard"] == "share"),
        "{guards:?}"
    );
    assert_eq!(stopped.all("removal_done").len(), 0);
    // Whoever types the number after the tenant is itself again removes nobody either.
    let count = stopped.all("removal_planned").len();
    let confirmed = practice(
        &folder,
        &format!("removals mark --all --yes --confirm {count}"),
    );
    let done = confirmed.all("removal_done");
    assert!(done.iter().all(|one| one["outcome"] == "left"), "{done:?}");
    let list = practice(&folder, "removals").exits(0);
    assert!(list.all("removal").len() < 125 - 100);
    practice(&folder, "sync").exits(0);
    assert_eq!(
        practice(&folder, "removals").exits(0).all("removal").len(),
        0
    );
}

#[test]
fn the_wrong_tenant_is_synced_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    practice(&folder, "sync").exits(0);
    let wrong = practice(&folder, "sync --practice-trouble wrong-tenant");
    assert_eq!(wrong.summary()["added"], 40);
    let history = practice(&folder, "history").exits(0);
    let runs = history.all("run");
    let run = runs.iter().find(|run| run["kind"] == "sync").unwrap()["run"].clone();
    let undone = practice(&folder, &format!("undo {run} --yes"));
    let (done, left) = (
        undone.all("removal_done").len(),
        undone.all("left_out").len(),
    );
    assert_eq!(done + left, 40);
    assert!(done > 30, "{done}");
    // The people of the right tenant are as they were, and a sync has nothing to do.
    let after = practice(&folder, "sync");
    let summary = after.summary();
    assert_eq!(
        (&summary["added"], &summary["updated"]),
        (&0.into(), &0.into())
    );
    assert_eq!(summary["up_to_date"], 250);
}
