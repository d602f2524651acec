//! People who left Auth0, and the way back, on a practice world with the real program.

mod agreed;
mod crash;
mod dump;
mod guards;
mod looks;
mod meanwhile;
mod policy;
mod random;
mod stopped;
mod trouble;
mod undo;
mod way;

use serde_json::{Value, json};

use crate::output::Output;
use crate::program::Program;
use crate::stage::Stage;

/// A world that was synced once, so that the first comparison is behind it.
fn synced(people: u64) -> Stage {
    let stage = Stage::of(people);
    stage.sync().run();
    stage
}

/// Those of the first people whom a removal of several may have: no subscription, no owner's role.
fn plain(stage: &Stage, count: usize) -> Vec<String> {
    let ids = stage.tenant().person_ids().into_iter();
    let is_plain = |id: &String| {
        let record = stage.record(id);
        record["subscription"].is_null() && record["memberships"] == json!([])
    };
    let ids: Vec<String> = ids.filter(is_plain).take(count).collect();
    assert_eq!(ids.len(), count);
    ids
}

/// Deletes these in Auth0, and compares twice, so that they are proved gone.
fn leave(stage: &Stage, ids: &[String]) {
    for id in ids {
        assert!(stage.tenant().delete_person(id));
    }
    for _ in 0..2 {
        stage.sync().run();
    }
}

fn removals(stage: &Stage, words: &str) -> Program {
    stage.program(&format!("removals {words} --json"))
}

/// Who waits for a decision, by id.
#[track_caller]
fn waiting(stage: &Stage) -> Vec<String> {
    let said = removals(stage, "").run().exits(0);
    let ids = said.all("removal").into_iter();
    ids.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

fn state(stage: &Stage, id: &str) -> String {
    stage.record(id)["state"].as_str().unwrap().to_owned()
}

/// The outcome of each person by id.
fn outcomes(said: &Output) -> Vec<(String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let mut all: Vec<_> = (said.all("removal_done").iter())
        .map(|one| (text(one, "id"), text(one, "outcome")))
        .collect();
    all.sort();
    all
}
