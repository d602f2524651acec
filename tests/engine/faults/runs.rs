//! Whole syncs under trouble: they end with everybody in UserHub, or with the right exit.

use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;

use crate::clients::Scene;

async fn tenant_of(people: u64) -> Scene {
    Scene::start(Options {
        people,
        ..Options::default()
    })
    .await
}

/// Both services go wrong a few times in the middle of a sync.
async fn troubled_sync(fault: Fault) {
    let scene = tenant_of(150).await;
    let rule = Rule::always(fault.clone()).times(3);
    let users = rule.clone().on_path("/api/v2/users?").times(2);
    scene.world.tenant().trouble().add(users);
    let userhub = scene.world.userhub().trouble();
    userhub.add(rule.clone().on_path("/admin/v1/users?").times(2));
    userhub.add(rule.on_path(":import").after(20));
    let told = scene.sync().await;
    told.assert_complete(&scene, &format!("{fault:?}")).await;
    assert_eq!(told.summary.tally.added, 150, "{fault:?}");
    let again = scene.sync().await;
    assert_eq!(again.summary.tally.up_to_date, 150, "{fault:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_outlives_every_passing_fault() {
    let faults = [
        Fault::TooManyRequests {
            retry_after_secs: Some(1),
        },
        Fault::TooManyRequests {
            retry_after_secs: None,
        },
        Fault::Status(500),
        Fault::HtmlPage(200),
        Fault::InvalidJson,
        Fault::ResetInBody,
        Fault::ResetBeforeAnswer,
        Fault::ResetAfterWork,
    ];
    for done in faults.map(|fault| tokio::spawn(troubled_sync(fault))) {
        done.await.unwrap();
    }
}

/// People have changed at Auth0, and UserHub's answers to the events are lost or not UserHub's own.
async fn troubled_update(fault: Fault) {
    let scene = tenant_of(40).await;
    scene
        .sync()
        .await
        .assert_complete(&scene, "first sync")
        .await;
    let tenant = scene.world.tenant();
    for id in tenant.person_ids() {
        let name = serde_json::json!({ "name": "Renamed" });
        assert!(tenant.change_person(&id, name.as_object().unwrap()));
    }
    let rule = Rule::always(fault.clone()).on_path(":event").times(5);
    scene.world.userhub().trouble().add(rule);
    let told = scene.sync().await;
    told.assert_complete(&scene, &format!("{fault:?}")).await;
    assert_eq!(told.summary.tally.updated, 40, "{fault:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_whose_answer_is_lost_or_foreign_is_not_taken_for_done() {
    let faults = [
        Fault::ResetBeforeAnswer,
        Fault::ResetAfterWork,
        Fault::Status(503),
        Fault::HtmlPage(200),
    ];
    for done in faults.map(|fault| tokio::spawn(troubled_update(fault))) {
        done.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_stays_away_ends_the_sync_with_exit_4() {
    let cases = [
        (true, Fault::Status(500)),
        (true, Fault::ResetBeforeAnswer),
        (false, Fault::HtmlPage(200)),
        (false, Fault::Status(503)),
    ];
    let cases = cases.map(|(of_auth0, fault)| {
        tokio::spawn(async move {
            let scene = tenant_of(20).await;
            let rule = Rule::always(fault.clone());
            if of_auth0 {
                let on_users = rule.on_path("/api/v2/users");
                scene.world.tenant().trouble().add(on_users);
            } else {
                scene.world.userhub().trouble().add(rule);
            }
            let told = scene.sync().await;
            assert_eq!(told.exit(), 4, "{fault:?}: {:?}", told.end);
            assert!(!told.summary.complete);
            assert_eq!(scene.world.userhub().people().await.unwrap(), 0);
        })
    });
    for done in cases {
        done.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_revoked_in_mid_run_ends_it_with_exit_3_and_a_later_run_goes_on() {
    let scene = tenant_of(300).await;
    let userhub = scene.world.userhub();
    let rule = Rule::always(Fault::Status(401))
        .on_path(":import")
        .after(100);
    userhub.trouble().add(rule);
    let told = scene.sync().await;
    assert_eq!(told.exit(), 3, "{:?}", told.end);
    assert!(!told.summary.complete);
    assert!(userhub.people().await.unwrap() >= 100);
    assert_eq!(told.attention, [], "one cause, and not hundreds of people");
    userhub.trouble().clear();
    scene.sync().await.assert_complete(&scene, "later").await;
    userhub.revoke(Scope::Everything);
    assert_eq!(scene.sync().await.exit(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_wants_to_be_left_alone_for_an_hour_ends_the_run_and_blames_nobody() {
    let scene = tenant_of(150).await;
    let hour = Fault::TooManyRequests {
        retry_after_secs: Some(3_600),
    };
    let trouble = scene.world.userhub().trouble();
    trouble.add(Rule::always(hour).on_path(":import").after(60));
    let told = scene.sync().await;
    assert_eq!(
        (told.exit(), &told.attention[..]),
        (4, &[][..]),
        "{:?}",
        told.end
    );
    assert!(!told.summary.complete);
    trouble.clear();
    scene.sync().await.assert_complete(&scene, "later").await;
}
