//! People whom Auth0's lists leave out: whoever is known is looked up by id before anything is said of them.

use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::Scene;

async fn synced(people: u64) -> Scene {
    let scene = Scene::start(Options {
        people,
        ..Options::default()
    })
    .await;
    scene.sync().await.assert_complete(&scene, "first").await;
    scene.world.tenant().requests().reset();
    scene
}

/// The ids of generated people.
fn ids(scene: &Scene, numbers: std::ops::Range<u64>) -> Vec<String> {
    numbers
        .map(|number| scene.world.tenant().id_of(number))
        .collect()
}

fn looked_up(scene: &Scene) -> u64 {
    let requests = scene.world.tenant().requests();
    requests.to("GET", "/api/v2/users/{id}").total
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_the_index_hides_is_found_by_id_and_counted_like_everybody() {
    let scene = synced(200).await;
    let tenant = scene.world.tenant();
    tenant.hide_people(&ids(&scene, 60..100));
    let told = scene.sync().await;
    told.assert_complete(&scene, "40 of 200 hidden").await;
    assert_eq!(told.only_in_userhub, [""; 0]);
    assert_eq!(told.summary.tally.up_to_date, 200);
    assert_eq!(looked_up(&scene), 40);
    // One of the hidden has changed, and one has really left.
    let name = serde_json::json!({ "name": "Changed while hidden" });
    assert!(tenant.change_person(&tenant.id_of(70), name.as_object().unwrap()));
    assert!(tenant.delete_person(&tenant.id_of(80)));
    assert!(tenant.delete_person(&tenant.id_of(5)));
    let told = scene.sync().await;
    let mut gone = [tenant.id_of(80), tenant.id_of(5)];
    gone.sort_unstable();
    assert_eq!(told.only_in_userhub, gone);
    let tally = told.summary.tally;
    assert_eq!((tally.updated, tally.up_to_date), (1, 197));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_with_nobody_absent_looks_nobody_up() {
    let scene = synced(120).await;
    scene.sync().await.assert_complete(&scene, "again").await;
    assert_eq!(looked_up(&scene), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_very_many_a_sample_is_looked_up_and_of_nobody_else_is_it_said_that_they_are_gone() {
    let scene = synced(1_150).await;
    let tenant = scene.world.tenant();
    for number in 0..1_050 {
        assert!(tenant.delete_person(&tenant.id_of(number)));
    }
    let told = scene.compare().await;
    assert_eq!(told.exit(), 0, "{:?}", told.end);
    // A living user is asked for beside them, without whom nobody counts as gone.
    let asked = looked_up(&scene) - 1;
    assert!((50..=100).contains(&asked), "{asked} were looked up");
    assert_eq!(told.only_in_userhub.len() as u64, asked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn up_to_the_bound_all_are_looked_up() {
    let scene = synced(1_050).await;
    let tenant = scene.world.tenant();
    let gone = ids(&scene, 0..1_000);
    for id in &gone {
        assert!(tenant.delete_person(id));
    }
    let told = scene.compare().await;
    assert_eq!(looked_up(&scene), 1_000 + 1, "and a living user");
    assert_eq!(told.only_in_userhub.len(), 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_auth0s_own_word_says_that_somebody_is_gone() {
    for fault in [
        Fault::HtmlPage(404),
        Fault::HtmlPage(403),
        Fault::HtmlPage(200),
        Fault::Status(400),
    ] {
        let scene = synced(120).await;
        let tenant = scene.world.tenant();
        tenant.hide_people(&ids(&scene, 10..13));
        let rule = Rule::always(fault.clone()).on_path("/api/v2/users/");
        tenant.trouble().add(rule);
        let told = scene.compare().await;
        assert_eq!(told.exit(), 0, "{fault:?}: {:?}", told.end);
        assert_eq!(told.only_in_userhub, [""; 0], "{fault:?}");
        assert_eq!(told.summary.read_auth0, 117, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_earlier_runs_alone_know_is_looked_up_and_forgotten_once_they_are_gone() {
    let scene = synced(120).await;
    let tenant = scene.world.tenant();
    let userhub = scene.world.userhub();
    // No longer listed by UserHub and hidden in Auth0; and gone from both.
    for number in [20, 21] {
        userhub
            .mark_for_deletion(&tenant.id_of(number))
            .await
            .unwrap();
    }
    tenant.hide_people(&[tenant.id_of(20)]);
    assert!(tenant.delete_person(&tenant.id_of(21)));
    let told = scene.compare().await;
    assert_eq!(told.all("add"), [tenant.id_of(20)]);
    assert_eq!(told.only_in_userhub, [""; 0]);
    assert_eq!(looked_up(&scene), 2 + 1, "and a living user");
    let told = scene.compare().await;
    assert_eq!(told.all("add"), [tenant.id_of(20)]);
    assert_eq!(looked_up(&scene), 4, "who is gone is not asked for again");
}
