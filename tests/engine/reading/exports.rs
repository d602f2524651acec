//! Exports that are whole files and lack people: they are held against what Auth0's search says.

use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};

use super::{assert_adds, pages};
use crate::clients::Scene;

/// Reads a tenant whose export lacks the people of these places.
async fn lacking(people: u64, from: u64, to: u64) {
    let scene = Scene::start(Options {
        people,
        ..Options::default()
    })
    .await;
    let rule = Rule::always(Fault::ExportLacks { from, to }).on_path(".json.gz");
    scene.world.tenant().trouble().add(rule);
    let told = scene.compare().await;
    let what = format!("{people} people, without {from} to {to}");
    assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
    assert_adds(&told, scene.world.tenant().person_ids(), &what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_ends_early_is_not_everybody() {
    lacking(5_000, 2_000, u64::MAX).await;
    // All but the newest page.
    lacking(2_000, 1_950, u64::MAX).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_lacks_its_middle_or_its_beginning_is_not_everybody() {
    lacking(5_000, 2_200, 2_800).await;
    lacking(3_000, 0, 1_500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_file_costs_twelve_pages_whatever_the_tenants_size() {
    for people in [1_000, 5_000, 20_000] {
        let scene = Scene::start(Options {
            people,
            ..Options::default()
        })
        .await;
        let told = scene.compare().await;
        assert_eq!(told.summary.read_auth0, people, "{:?}", told.end);
        // Beside the first page of all and those who changed meanwhile.
        assert!(pages(&scene) - 2 <= 12, "{people}: {} pages", pages(&scene));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_came_left_or_changed_while_the_file_was_written_is_no_fault_of_it() {
    let scene = Scene::start(Options {
        people: 2_000,
        ..Options::default()
    })
    .await;
    let tenant = scene.world.tenant();
    tenant.after_requests(1, ".json.gz", |tenant| {
        for number in [0, 700, 1_999] {
            assert!(tenant.delete_person(&tenant.id_of(number)));
        }
        for _ in 0..150 {
            tenant.sign_up();
        }
    });
    let told = scene.compare().await;
    assert_eq!(told.exit(), 0, "{:?}", told.end);
    let planned = told.all("add");
    let missed = tenant
        .person_ids()
        .into_iter()
        .filter(|id| planned.binary_search(&id.as_str()).is_err());
    assert_eq!(missed.collect::<Vec<_>>(), [""; 0]);
    assert!(pages(&scene) < 20, "{} pages: it was walked", pages(&scene));
}
