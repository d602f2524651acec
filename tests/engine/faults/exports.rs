//! Exports that go wrong: read again with a fresh link, or given up for a walk; everybody is read either way.

use std::time::Duration;

use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::ExportBehaviour;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::{Scene, Told};

/// How many people there are, where nothing speaks for more.
const PEOPLE: u64 = 1_650;
/// So many that half of an export still looks like a large tenant.
const MANY: u64 = 2_100;
/// What the app tries at most.
const DOWNLOADS: u64 = 4;
/// How often it reads a file that is whole and lacks people.
const FILES: u64 = 2;
/// The pages that are asked for around an export: the first of all, eleven to hold it against, and who changed.
const AROUND_AN_EXPORT: u64 = 13;

async fn tenant_of(people: u64) -> Scene {
    Scene::start(Options {
        people,
        ..Options::default()
    })
    .await
}

fn downloads(scene: &Scene) -> u64 {
    let requests = scene.world.tenant().requests();
    requests.to("GET", "/{job}/{file}").total
}

fn looks_at_the_job(scene: &Scene) -> u64 {
    let requests = scene.world.tenant().requests();
    requests.to("GET", "/api/v2/jobs/{id}").total
}

/// Whether people were read page by page.
fn has_walked(scene: &Scene) -> bool {
    let requests = scene.world.tenant().requests();
    requests.to("GET", "/api/v2/users").total > AROUND_AN_EXPORT
}

/// Asserts that the plan names everybody once and nobody else, and that nobody needs attention.
fn assert_everybody(scene: &Scene, told: &Told, what: &str) {
    assert!(
        !scene.world.tenant().export_host_saw_authorization(),
        "{what}: a token came to the export host"
    );
    assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
    assert_eq!(told.attention, [], "{what}");
    let mut ids = scene.world.tenant().person_ids();
    ids.sort_unstable();
    assert!(told.all("add") == ids, "{what}: not exactly everybody");
    assert!(told.summary.complete, "{what}");
}

/// The file goes wrong `times` times.
async fn wrong_file(fault: Fault, times: u64) {
    let is_short = fault == Fault::ShortExport;
    let scene = tenant_of(if is_short { MANY } else { PEOPLE }).await;
    let rule = Rule::always(fault.clone()).on_path(".json.gz").times(times);
    scene.world.tenant().trouble().add(rule);
    let told = scene.compare().await;
    let what = format!("{fault:?} {times} times");
    assert_everybody(&scene, &told, &what);
    let most = if is_short { FILES } else { DOWNLOADS };
    let given_up = times >= most;
    assert_eq!(
        downloads(&scene),
        times.saturating_add(1).min(most),
        "{what}"
    );
    assert_eq!(has_walked(&scene), given_up, "{what}");
    // Each download has a link of its own, which works for 60 seconds only.
    assert!(looks_at_the_job(&scene) >= downloads(&scene), "{what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_broken_is_read_again_and_in_the_end_walked_around() {
    let once = [
        Fault::TruncatedBody,
        Fault::ShortExport,
        Fault::ExpiredLink,
        Fault::ResetInBody,
        Fault::ResetBeforeAnswer,
        Fault::HtmlPage(200),
        Fault::HtmlPage(502),
        Fault::InvalidJson,
        Fault::Status(503),
    ];
    let for_good = [
        Fault::TruncatedBody,
        Fault::ShortExport,
        Fault::HtmlPage(200),
    ];
    let once = once.map(|fault| (fault, 1));
    let for_good = for_good.map(|fault| (fault, u64::MAX));
    let cases: Vec<_> = once
        .into_iter()
        .chain(for_good)
        .map(|(fault, times)| tokio::spawn(wrong_file(fault, times)))
        .collect();
    let too_old = tokio::spawn(links_that_are_too_old());
    for done in cases {
        done.await.unwrap();
    }
    too_old.await.unwrap();
}

/// The export host's clock is ahead by more than a link's life.
async fn links_that_are_too_old() {
    let scene = tenant_of(PEOPLE).await;
    let tenant = scene.world.tenant();
    tenant.advance_export_clock(Duration::from_secs(61));
    let told = scene.compare().await;
    assert_everybody(&scene, &told, "a clock that is a minute ahead");
    assert!(has_walked(&scene));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_not_to_be_had_is_replaced_by_a_walk() {
    for behaviour in [ExportBehaviour::Refused, ExportBehaviour::Fails] {
        let scene = tenant_of(PEOPLE).await;
        scene.world.tenant().set_export(behaviour);
        let told = scene.compare().await;
        assert_everybody(&scene, &told, &format!("{behaviour:?}"));
        assert!(has_walked(&scene) && downloads(&scene) == 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_auth0_has_forgotten_is_replaced_by_a_walk() {
    let scene = tenant_of(PEOPLE).await;
    let tenant = scene.world.tenant();
    tenant.set_export(ExportBehaviour::StaysPending);
    tenant.after_requests(1, "/users-exports", |tenant| {
        tenant.age_jobs(Duration::from_hours(24));
    });
    let told = scene.compare().await;
    assert_everybody(&scene, &told, "a job that is gone");
    assert!(has_walked(&scene));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_stopped_goes_on_with_its_own_job() {
    let mut options = Options {
        people: 1_100,
        ..Options::default()
    };
    options.tenant.export_time = Some(Duration::from_secs(2));
    let scene = Scene::start(options).await;
    scene
        .compare_until(|scene| looks_at_the_job(scene) > 0)
        .await;
    let told = scene.compare().await;
    assert_eq!((told.exit(), told.all("add").len()), (0, 1_100));
    let requests = scene.world.tenant().requests();
    assert_eq!(requests.to("POST", "/api/v2/jobs/users-exports").total, 1);
}
