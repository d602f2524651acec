//! The app's pace against the limits of each plan, in real time: not one 429 in the steady state.
//!
//! How much of the share is used is not asserted here, since a busy machine would fail it: `tests/bench/pace.rs` measures it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use userhub_connect::clients::auth0::{Auth0, UserQuery};
use userhub_connect::clients::http::Limits;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::Plan;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::Scene;

/// How many callers ask as fast as they are let, as many as a sync has in flight at most.
const CALLERS: usize = 16;

async fn scene(people: u64, plan: Plan) -> Scene {
    Scene::start(Options {
        people,
        plan,
        ..Options::default()
    })
    .await
}

async fn ask_for_ever(auth0: Arc<Auth0>) {
    let query = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    loop {
        auth0.users(&query).await.unwrap();
    }
}

async fn never_refused(plan: Plan) {
    let scene = scene(30, plan).await;
    let auth0 = Arc::new(scene.auth0(Limits::SYNC));
    // One answer teaches the limit; before it nobody knows of one.
    auth0.granted().await.unwrap();
    let query = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    auth0.users(&query).await.unwrap();
    let callers = (0..CALLERS).map(|_| tokio::spawn(ask_for_ever(Arc::clone(&auth0))));
    let callers: Vec<_> = callers.collect();
    tokio::time::sleep(Duration::from_secs(4)).await;
    for caller in callers {
        assert!(!caller.is_finished(), "{plan:?}: a caller was refused");
        caller.abort();
    }
    let requests = scene.world.tenant().requests();
    assert_eq!(requests.with_status(429), 0, "{plan:?}");
    assert!(requests.to("GET", "/api/v2/users").total > 3, "{plan:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_plan_refuses_a_request_of_ours() {
    let plans = [Plan::Free, Plan::Essentials, Plan::Enterprise];
    for done in plans.map(|plan| tokio::spawn(never_refused(plan))) {
        done.await.unwrap();
    }
}

/// UserHub reads every person whom it adds from the tenant, and those requests are charged to it too.
async fn whole_sync(people: u64, plan: Plan) {
    let scene = scene(people, plan).await;
    let told = scene.sync().await;
    told.assert_complete(&scene, &format!("{plan:?}")).await;
    let refused = scene.world.tenant().requests().with_status(429);
    assert_eq!(refused, 0, "{plan:?}");
}

/// What was read of Auth0 is used again, so that nothing but one question tells the limit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_goes_on_with_what_was_read_is_not_refused() {
    let scene = scene(6, Plan::Free).await;
    let slowly = Rule::always(Fault::Delay(Duration::from_secs(3)));
    let userhub = scene.world.userhub().trouble();
    userhub.add(slowly.on_path("/admin/v1/users?"));
    let requests = scene.world.tenant().requests();
    let begun = Instant::now();
    scene
        .compare_until(|_| {
            // The page is read by then, and lies in the journal.
            requests.to("GET", "/api/v2/users").total > 0
                && begun.elapsed() > Duration::from_secs(1)
        })
        .await;
    userhub.clear();
    let told = scene.sync().await;
    told.assert_complete(&scene, "the second run").await;
    // A busy machine may bunch up two requests of this plan's two a second; whoever knows no limit is refused many times.
    let refused = requests.with_status(429);
    assert!(refused <= 1, "{refused} were refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_sync_with_userhubs_own_requests_is_not_refused_either() {
    // As many people as are brought over within a few seconds at the plan's pace, beyond its burst.
    let cases = [
        (5, Plan::Free),
        (60, Plan::Essentials),
        (90, Plan::Enterprise),
    ];
    for done in cases.map(|(people, plan)| tokio::spawn(whole_sync(people, plan))) {
        done.await.unwrap();
    }
}
