//! Everybody exactly once, whatever the number of people, by the export and by the walk, at the stated cost.

use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::ExportBehaviour;

use super::{assert_adds, pages};
use crate::clients::Scene;

async fn tenant(people: u64, tied: u64, export: ExportBehaviour) -> Scene {
    let mut options = Options {
        people,
        ..Options::default()
    };
    options.tenant.tied = tied;
    options.tenant.export = export;
    Scene::start(options).await
}

async fn of_size(people: u64, export: ExportBehaviour) {
    let scene = tenant(people, 0, export).await;
    let told = scene.compare().await;
    let what = format!("{people} people, {export:?}");
    assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
    assert_adds(&told, scene.world.tenant().person_ids(), &what);
    let requests = told.summary.auth0_requests;
    if people <= 900 {
        assert!(
            requests <= people.div_ceil(100) + 5,
            "{what}: {requests} requests"
        );
    } else if people >= 1_000 && export == ExportBehaviour::Works {
        assert!(requests <= 20, "{what}: {requests} requests");
    }
    let walks = people < 1_000 || export == ExportBehaviour::Refused;
    assert!(
        walks || pages(&scene) <= 2 + 12,
        "{what}: an export is held against twelve pages at most"
    );
    // The tenant itself has refused nothing: page 10 was never asked for.
    assert_eq!(scene.world.tenant().requests().with_status(400), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_read_once_whatever_their_number() {
    for people in [0, 1, 99, 100, 101, 250, 900, 999, 1_000, 1_001, 2_500] {
        of_size(people, ExportBehaviour::Works).await;
    }
    for people in [999, 1_000, 1_001, 2_500] {
        of_size(people, ExportBehaviour::Refused).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_tenant_costs_an_export_and_a_handful_of_requests() {
    let scene = tenant(20_000, 0, ExportBehaviour::Works).await;
    let told = scene.compare().await;
    assert_eq!(told.summary.read_auth0, 20_000, "{:?}", told.end);
    assert_eq!(told.summary.tally.added, 20_000);
    assert!(told.summary.auth0_requests <= 20, "{:?}", told.summary);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_share_one_date_are_all_read() {
    // Fewer than a page, more than a page, exactly the cap, and more than can be paged to.
    for (people, tied) in [(1_050, 90), (1_100, 450), (1_000, 1_000), (1_300, 1_200)] {
        let scene = tenant(people, tied, ExportBehaviour::Refused).await;
        let told = scene.compare().await;
        let what = format!("{people} people, {tied} of one date");
        assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
        assert_adds(&told, scene.world.tenant().person_ids(), &what);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_comparison_asks_for_reading_alone() {
    let scene = tenant(250, 0, ExportBehaviour::Works).await;
    let first = scene.sync().await;
    first.assert_complete(&scene, "first").await;
    let (auth0, userhub) = (
        scene.world.tenant().requests(),
        scene.world.userhub().requests(),
    );
    auth0.reset();
    userhub.reset();
    let told = scene.sync().await;
    assert_eq!(told.summary.tally.up_to_date, 250);
    let writes = userhub.total() - userhub.with_method("GET");
    assert_eq!(writes, 0, "nothing is written when nothing is to be done");
    let posts = auth0.with_method("POST") - auth0.to("POST", "/oauth/token").total;
    assert_eq!(posts, 0);
    assert!(auth0.total() + userhub.total() <= 2 * 3 + 20);
    let counted = (told.summary.auth0_requests, told.summary.userhub_requests);
    assert_eq!(counted, (auth0.total(), userhub.total()));
}
