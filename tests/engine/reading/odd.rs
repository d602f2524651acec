//! Odd records: none of them ends a run, and only one without an id needs attention.

use serde_json::{Value, json};
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{ExportBehaviour, Tenant};

use super::assert_adds;
use crate::clients::Scene;

fn change(tenant: &Tenant, number: u64, fields: &Value) {
    let id = tenant.id_of(number);
    assert!(tenant.change_person(&id, fields.as_object().unwrap()));
}

/// Values of every kind that the contract warns of (auth0-api 3.6), and some that it does not.
fn odd_values() -> Vec<Value> {
    vec![
        json!({ "created_at": { "$date": "2026-02-03T04:05:06.007Z" } }),
        json!({ "created_at": 1_777_629_600_123_i64 }),
        json!({ "created_at": "yesterday", "updated_at": [1, 2] }),
        json!({ "created_at": null }),
        json!({ "updated_at": { "$date": { "$numberLong": "1777629600123" } } }),
        json!({ "email_verified": "true", "phone_verified": "no", "blocked": 1 }),
        json!({ "name": 7, "email": false, "picture": { "url": "x" } }),
        json!({ "name": ["a"], "phone_number": 49_151 }),
        json!({ "name": "", "email": "" }),
        json!({ "name": null, "email": null, "picture": null }),
        json!({ "name": "\u{202e}\u{0}👩\u{200d}🚀".repeat(90) }),
        json!({ "app_metadata": [[[]]], "user_metadata": "text" }),
    ]
}

const ODD_IDS: [&str; 12] = [
    "ad|a b/c%7Cd?e#f&g=h+i",
    "samlp|acme|jane@example.com@conn_26yEiYymqy6ZmG",
    "oauth2|连接|Näme:X",
    "auth0|\u{301}e",
    "auth0|*",
    "auth0|\"quoted\\ (or) [not]\"",
    "auth0|..",
    "|",
    "no pipe at all",
    "auth0|UPPER",
    "auth0|upper",
    "auth0|%2F%00",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_values_and_ids_end_no_run_and_are_brought_over() {
    for (people, export) in [
        (150, ExportBehaviour::Works),
        (1_000, ExportBehaviour::Works),
        (1_000, ExportBehaviour::Refused),
    ] {
        let mut options = Options {
            people,
            ..Options::default()
        };
        options.tenant.export = export;
        let scene = Scene::start(options).await;
        let tenant = scene.world.tenant();
        for (number, odd) in (50..).zip(odd_values()) {
            change(tenant, number, &odd);
        }
        for id in ODD_IDS {
            tenant.create_person(json!({ "user_id": id }).as_object().unwrap());
        }
        let what = format!("{people} people, {export:?}");
        let told = scene.sync().await;
        assert_adds(&told, tenant.person_ids(), &what);
        told.assert_complete(&scene, &what).await;
        let again = scene.sync().await;
        assert_eq!(again.exit(), 0, "{what}: {:?}", again.end);
        assert_eq!(again.planned, [], "{what}: a second run has nothing to do");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_without_an_id_is_one_attention() {
    for (people, export) in [
        (150, ExportBehaviour::Works),
        (1_100, ExportBehaviour::Works),
        (1_100, ExportBehaviour::Refused),
    ] {
        let mut options = Options {
            people,
            ..Options::default()
        };
        options.tenant.export = export;
        let scene = Scene::start(options).await;
        change(scene.world.tenant(), 77, &json!({ "user_id": null }));
        let told = scene.sync().await;
        let what = format!("{people} people, {export:?}");
        assert_eq!(told.attention.len(), 1, "{what}: {:?}", told.attention);
        assert!(told.attention[0].1.contains("user_id"), "{what}");
        let tally = told.summary.tally;
        assert_eq!((tally.added, tally.attention), (people - 1, 1), "{what}");
        assert_eq!((told.exit(), told.summary.complete), (1, true), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_full_of_unreadable_dates_hides_nobody() {
    for (people, unreadable) in [(800, 250), (1_050, 250), (1_400, 1_050)] {
        let mut options = Options {
            people,
            ..Options::default()
        };
        options.tenant.export = ExportBehaviour::Refused;
        let scene = Scene::start(options).await;
        let tenant = scene.world.tenant();
        for number in 300..300 + unreadable {
            change(tenant, number, &json!({ "created_at": "yesterday" }));
        }
        let told = scene.compare().await;
        let what = format!("{unreadable} of {people} dates");
        assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
        assert_adds(&told, tenant.person_ids(), &what);
    }
}
