//! People who come, change and leave while everybody is being read.

use std::time::Duration;

use serde_json::json;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{ExportBehaviour, Tenant};

use super::assert_adds;
use crate::clients::Scene;

/// Deletes everybody whose number is in the range, and gives their ids.
fn delete(tenant: &Tenant, numbers: std::ops::Range<u64>) {
    for number in numbers {
        assert!(tenant.delete_person(&tenant.id_of(number)));
    }
}

/// The people of numbers that are in none of the ranges.
fn others(tenant: &Tenant, people: u64, left: &[std::ops::Range<u64>]) -> Vec<String> {
    (0..people)
        .filter(|number| !left.iter().any(|range| range.contains(number)))
        .map(|number| tenant.id_of(number))
        .collect()
}

async fn tenant(people: u64, tied: u64) -> Scene {
    let mut options = Options {
        people,
        ..Options::default()
    };
    options.tenant.tied = tied;
    options.tenant.export = ExportBehaviour::Refused;
    Scene::start(options).await
}

/// After each of these pages people of earlier pages are deleted, so that everybody behind moves up. Nobody else may
/// be missed; who was read before they left is in the plan, and found gone when it is carried out.
async fn with_deletions(people: u64, tied: u64) {
    let scene = tenant(people, tied).await;
    let tenant = scene.world.tenant();
    let left = [10..40, 60..70, 120..150];
    for (page, numbers) in [3, 4, 6].into_iter().zip(left.clone()) {
        tenant.after_requests(page, "/api/v2/users?", |tenant| delete(tenant, numbers));
    }
    let told = scene.sync().await;
    let what = format!("{people} people, {tied} of one date");
    assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
    let planned = told.all("add");
    let missed = others(tenant, people, &left)
        .into_iter()
        .filter(|id| planned.binary_search(&id.as_str()).is_err());
    assert_eq!(missed.collect::<Vec<_>>(), [""; 0], "{what}");
    let tally = told.summary.tally;
    assert_eq!(tally.added, people - 70, "{what}");
    assert_eq!(tally.left, planned.len() as u64 - (people - 70), "{what}");
    assert!(told.summary.complete, "{what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deletions_between_two_pages_make_nobody_else_missed() {
    for (people, tied) in [(650, 0), (1_050, 0), (900, 700), (1_300, 1_200)] {
        with_deletions(people, tied).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_created_in_mid_read_are_in_the_plan() {
    for export in [ExportBehaviour::Works, ExportBehaviour::Refused] {
        for people in [450, 1_100] {
            let scene = tenant(people, 0).await;
            let tenant = scene.world.tenant();
            tenant.set_export(export);
            // After the file of an export was written, or in the middle of a walk.
            let by_export = people >= 1_000 && export == ExportBehaviour::Works;
            let moment = if by_export {
                (1, ".json.gz")
            } else {
                (2, "/api/v2/")
            };
            tenant.after_requests(moment.0, moment.1, |tenant| {
                for number in 0..5 {
                    let id = format!("auth0|new{number}");
                    let new = json!({ "user_id": id, "email": format!("{number}@example.com") });
                    tenant.create_person(new.as_object().unwrap());
                }
            });
            let told = scene.compare().await;
            let what = format!("{people} people, {export:?}");
            assert_eq!(tenant.count(), people + 5, "{what}");
            assert_adds(&told, tenant.person_ids(), &what);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_while_the_export_is_written_is_seen() {
    let scene = tenant(1_100, 0).await;
    let tenant = scene.world.tenant();
    tenant.set_export(ExportBehaviour::Works);
    let first = scene.sync().await;
    first.assert_complete(&scene, "first").await;
    // The file was written by then; only the walk over those who changed meanwhile can see it.
    tenant.after_requests(1, ".json.gz", |tenant| {
        let name = json!({ "name": "Changed meanwhile" });
        assert!(tenant.change_person(&tenant.id_of(700), name.as_object().unwrap()));
    });
    let told = scene.sync().await;
    let tally = told.summary.tally;
    assert_eq!((tally.updated, tally.up_to_date), (1, 1_099));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lagging_index_hides_the_newest_people_alone_and_a_later_run_has_them() {
    let mut options = Options {
        people: 450,
        ..Options::default()
    };
    options.tenant.index_lag = Duration::from_secs(2);
    let scene = Scene::start(options).await;
    let tenant = scene.world.tenant();
    let new = json!({ "user_id": "auth0|late", "email": "late@example.com" });
    tenant.create_person(new.as_object().unwrap());
    delete(tenant, 7..9);
    let told = scene.sync().await;
    // Who was deleted is still found, and who was created is not yet.
    assert_eq!(told.exit(), 0, "{:?}", told.end);
    assert_adds(&told, others(tenant, 450, &[]), "the lagging index");
    assert_eq!(
        (told.summary.tally.added, told.summary.tally.left),
        (448, 2)
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    let told = scene.sync().await;
    assert_eq!(told.all("add"), ["auth0|late"]);
    assert_eq!(told.summary.tally.up_to_date, 448);
}
