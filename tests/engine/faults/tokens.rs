//! The token of the Management API: one in flight, renewed before its end, replaced once after a 401.

use std::time::Duration;

use futures_util::future::join_all;
use userhub_connect::clients::auth0::{Auth0, UserQuery};
use userhub_connect::clients::http::Limits;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{ExportBehaviour, Tenant};
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::Scene;

async fn few_people() -> Scene {
    Scene::start(Options {
        people: 10,
        ..Options::default()
    })
    .await
}

/// How many tokens were asked for.
fn tokens(scene: &Scene) -> u64 {
    let requests = scene.world.tenant().requests();
    requests.to("POST", "/oauth/token").total
}

async fn read_page(auth0: &Auth0) {
    let query = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    assert_eq!(auth0.users(&query).await.unwrap().people.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_that_start_together_share_one_token_and_one_renewal() {
    let scene = few_people().await;
    let slow = Fault::Delay(Duration::from_millis(200));
    let trouble = scene.world.tenant().trouble();
    trouble.add(Rule::always(slow).on_path("/oauth/token"));
    let auth0 = scene.auth0(Limits::SYNC);
    join_all((0..20).map(|_| read_page(&auth0))).await;
    assert_eq!(tokens(&scene), 1);
    scene.world.tenant().revoke_tokens();
    join_all((0..20).map(|_| read_page(&auth0))).await;
    assert_eq!(tokens(&scene), 2);
    let refused = scene.world.tenant().requests().with_status(401);
    assert!((1..=20).contains(&refused), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_renewed_before_its_end_and_not_sooner() {
    let scene = few_people().await;
    // A tenth of five seconds is half a second: the token is used for four and a half.
    scene
        .world
        .tenant()
        .set_token_lifetime(Duration::from_secs(5));
    let auth0 = scene.auth0(Limits::SYNC);
    read_page(&auth0).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    read_page(&auth0).await;
    assert_eq!(tokens(&scene), 1);
    tokio::time::sleep(Duration::from_millis(1_600)).await;
    read_page(&auth0).await;
    assert_eq!(tokens(&scene), 2);
    assert_eq!(scene.world.tenant().requests().with_status(401), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_401_in_mid_run_gets_one_new_token() {
    for export in [ExportBehaviour::Works, ExportBehaviour::Refused] {
        let scene = Scene::start(Options {
            people: 1_100,
            ..Options::default()
        })
        .await;
        let tenant = scene.world.tenant();
        tenant.set_export(export);
        // In the middle of the walk, or right after the export was asked for.
        tenant.after_requests(3, "/api/v2/", Tenant::revoke_tokens);
        let told = scene.compare().await;
        assert_eq!(told.all("add").len(), 1_100, "{export:?}: {:?}", told.end);
        assert_eq!((tokens(&scene), told.exit()), (2, 0), "{export:?}");
        assert_eq!(tenant.requests().with_status(401), 1, "{export:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_401_that_stays_is_tried_once_more_and_ends_with_exit_3() {
    let scene = few_people().await;
    let rule = Rule::always(Fault::Status(401)).on_path("/api/v2/users");
    scene.world.tenant().trouble().add(rule);
    let told = scene.compare().await;
    assert_eq!(told.exit(), 3, "{:?}", told.end);
    assert_eq!(tokens(&scene), 2);
    let pages = scene.world.tenant().requests().to("GET", "/api/v2/users");
    assert_eq!(pages.total, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_absurd_life_of_a_token_does_no_harm() {
    let scene = few_people().await;
    scene.world.tenant().set_token_lifetime(Duration::MAX);
    read_page(&scene.auth0(Limits::SYNC)).await;
    scene.world.tenant().set_token_lifetime(Duration::ZERO);
    let auth0 = scene.auth0(Limits::SYNC);
    let answer = tokio::time::timeout(Duration::from_secs(5), auth0.granted()).await;
    assert!(answer.expect("no token is asked for twice").is_ok());
}
