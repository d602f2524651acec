//! `kill -9` and Ctrl-C at many moments: the next run goes on, loses nobody, doubles nobody, and repeats little.

use std::time::Duration;

use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{ExportBehaviour, TenantOptions};

use crate::program::Running;
use crate::stage::Stage;

/// A killed run may repeat one batch.
const BATCH: u64 = 100;

/// A world whose UserHub takes this many milliseconds for each answer, so that there is time to interfere.
fn slow(people: u64, latency: u64, tenant: TenantOptions) -> Stage {
    Stage::with(Options {
        people,
        userhub_latency: Duration::from_millis(latency),
        tenant: TenantOptions {
            domain: "practice.us.auth0.com".to_owned(),
            ..tenant
        },
        ..Options::default()
    })
}

/// How many imports were made more than once for the same person.
fn repeated(stage: &Stage, ids: &[String]) -> u64 {
    let times = ids.iter().map(|id| stage.userhub().calls_of(id).imports);
    times.map(|times| times.saturating_sub(1)).sum()
}

/// Waits for a moment of a run, and ends it there.
fn kill_when(stage: &Stage, mut running: Running, moment: impl Fn(&Stage) -> bool) {
    stage.until("the moment to kill", |stage| {
        assert!(
            !running.has_ended(),
            "it was over before it could be killed"
        );
        moment(stage)
    });
    running.kill();
}

fn imports(stage: &Stage) -> u64 {
    stage.userhub().calls().imports
}

#[test]
fn a_sync_that_is_killed_ten_times_ends_complete() {
    let stage = slow(3_000, 15, TenantOptions::default());
    let ids = stage.tenant().person_ids();
    // While it reads: before there is a plan.
    for requests in [2, 8] {
        kill_when(&stage, stage.sync().start(), |stage| {
            stage.tenant().requests().total() >= requests
        });
    }
    assert_eq!(imports(&stage), 0);
    // While it works: at the first person, between two batches, and in the middle of things.
    let mut so_far = 0;
    for people in [1, 30, 200, 217, 700, 1_100, 1_801, 2_300] {
        kill_when(&stage, stage.sync().start(), |stage| {
            imports(stage) >= people
        });
        let by_now = repeated(&stage, &ids);
        assert!(by_now - so_far <= BATCH, "{people}: {so_far} then {by_now}");
        so_far = by_now;
    }
    let said = stage.sync().run().exits(0).leaves_nobody_out();
    assert_eq!(said.the("plan")["continued"], true);
    assert_eq!(said.summary()["read_auth0"], 3_000);
    assert!(repeated(&stage, &ids) - so_far <= BATCH);
    assert_eq!(stage.held(), 3_000);
    assert!(
        ids.iter()
            .all(|id| stage.userhub().calls_of(id).imports >= 1)
    );
    let before = stage.writes();
    stage.sync().run().exits(0).sums_up([0, 0, 3_000, 0]);
    assert_eq!(stage.writes(), before);
}

#[test]
fn ctrl_c_finishes_what_is_under_way_and_the_next_run_goes_on() {
    let stage = slow(600, 40, TenantOptions::default());
    let running = stage.sync().start();
    stage.until("some people", |stage| imports(stage) >= 150);
    running.interrupt();
    let said = running.finish().exits(130);
    let summary = said.summary();
    assert_eq!(summary["complete"], false);
    // Nobody is in flight any more: what was asked for is what is counted.
    assert_eq!(summary["added"], imports(&stage));
    assert!(imports(&stage) < 600);
    let next = stage.sync().run().exits(0).sums_up([600, 0, 0, 0]);
    assert_eq!(next.leaves_nobody_out().the("plan")["continued"], true);
    assert_eq!(imports(&stage), 600, "nobody was asked for twice");
}

#[test]
fn a_person_who_presses_ctrl_c_is_told_that_nothing_is_lost() {
    let stage = slow(600, 40, TenantOptions::default());
    let running = stage.program("sync").start();
    stage.until("some people", |stage| imports(stage) >= 50);
    running.interrupt();
    let told = running.finish().exits(130);
    told.says("The next sync goes on from here")
        .never_says("panicked");
    let next = stage.program("sync").run().exits(0);
    next.says("Going on with the sync that was interrupted");
}

#[test]
fn ctrl_c_while_an_export_is_written_ends_at_once() {
    let stage = slow(
        1_100,
        0,
        TenantOptions {
            export: ExportBehaviour::StaysPending,
            ..TenantOptions::default()
        },
    );
    let running = stage.sync().start();
    stage.until("the export", |stage| jobs_asked(stage) >= 1);
    running.interrupt();
    let said = running.finish().exits(130);
    assert_eq!(said.summary()["complete"], false);
    assert_eq!(stage.writes(), 0);
}

fn jobs_made(stage: &Stage) -> u64 {
    let requests = stage.tenant().requests();
    requests.to("POST", "/api/v2/jobs/users-exports").total
}

fn jobs_asked(stage: &Stage) -> u64 {
    stage
        .tenant()
        .requests()
        .to("GET", "/api/v2/jobs/{id}")
        .total
}

#[test]
fn a_run_killed_while_an_export_is_written_goes_on_with_that_export() {
    let stage = slow(
        1_100,
        0,
        TenantOptions {
            export_time: Some(Duration::from_millis(1_500)),
            ..TenantOptions::default()
        },
    );
    kill_when(&stage, stage.sync().start(), |stage| jobs_asked(stage) >= 1);
    assert_eq!(jobs_made(&stage), 1);
    let said = stage.sync().run().exits(0).sums_up([1_100, 0, 0, 0]);
    said.leaves_nobody_out();
    assert_eq!(jobs_made(&stage), 1);
}
