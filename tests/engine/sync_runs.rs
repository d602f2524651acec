//! Whole syncs: who is added, updated, up to date, in need of attention, gone, or only in UserHub.

use serde_json::json;
use userhub_connect::practice::auth0::TenantOptions;
use userhub_connect::practice::userhub::{Options as UserHubOptions, Scope};
use userhub_connect::practice::{Options, userhub};

use crate::stage::Stage;

/// A world after a sync that has left nothing to do; requests are counted from there on.
fn synced(people: u64) -> Stage {
    let stage = Stage::with(Options {
        people,
        already_imported: true,
        ..Options::default()
    });
    stage.sync().run().exits(0).leaves_nobody_out();
    stage.tenant().requests().reset();
    stage.userhub().requests().reset();
    stage
}

#[test]
fn the_first_sync_brings_everybody_and_the_second_finds_nothing_to_do() {
    let stage = Stage::of(250);
    let first = stage.sync().run().exits(0).sums_up([250, 0, 0, 0]);
    first.leaves_nobody_out();
    assert_eq!(stage.held(), 250);
    for id in stage.tenant().person_ids() {
        assert_eq!(stage.userhub().calls_of(&id).imports, 1, "{id}");
    }
    let before = stage.writes();
    let second = stage.sync().run().exits(0).sums_up([0, 0, 250, 0]);
    second.leaves_nobody_out();
    assert_eq!(stage.writes(), before);
}

#[test]
fn dates_that_are_objects_or_numbers_are_read_like_others() {
    // Fewer and more than those from which on an export is read.
    for people in [250, 1_100] {
        let stage = Stage::with(Options {
            people,
            tenant: TenantOptions {
                odd_dates: true,
                ..Options::default().tenant
            },
            ..Options::default()
        });
        let everybody = stage.tenant().person_ids();
        let odd = everybody.iter().filter(|id| {
            let person = stage.tenant().person(id).unwrap();
            let mut dates = ["created_at", "last_login"]
                .iter()
                .map(|name| &person[name]);
            dates.any(|date| date.is_object() || date.is_number())
        });
        assert!(odd.count() >= 3);
        let first = stage.sync().run().exits(0).sums_up([people, 0, 0, 0]);
        first.leaves_nobody_out();
        let second = stage.sync().run().exits(0).sums_up([0, 0, people, 0]);
        second.leaves_nobody_out();
    }
}

#[test]
fn a_sync_with_no_change_only_reads_and_reads_little() {
    for people in [1, 100, 101, 900] {
        let stage = synced(people);
        let said = stage.sync().run().exits(0).sums_up([0, 0, people, 0]);
        let summary = said.leaves_nobody_out().summary();
        let (tenant, userhub) = (stage.tenant().requests(), stage.userhub().requests());
        assert_eq!(summary["requests"]["auth0"], tenant.total());
        assert_eq!(summary["requests"]["userhub"], userhub.total());
        let pages = people.div_ceil(100);
        assert!(tenant.total() <= pages + 5, "{people}: {}", tenant.total());
        let together = tenant.total() + userhub.total();
        assert!(together <= 2 * pages + 20, "{people}: {together}");
        assert_eq!(
            userhub.with_method("GET"),
            userhub.total(),
            "nothing written"
        );
        assert_eq!(tenant.with_method("POST"), 1, "only the token");
    }
}

#[test]
fn around_a_thousand_people_nobody_is_missed() {
    for people in [999, 1000, 1001] {
        let stage = Stage::with(Options {
            people,
            already_imported: true,
            ..Options::default()
        });
        let said = stage.sync().run().exits(0).leaves_nobody_out();
        assert_eq!(said.summary()["read_auth0"], people);
        assert_eq!(stage.userhub().calls().imports, 0);
    }
}

#[test]
fn a_change_in_auth0_updates_just_that_person() {
    let stage = synced(120);
    let id = stage.tenant().id_of(60);
    for change in [
        json!({ "name": "Zoë Neu" }),
        json!({ "email": "zoe@new.example", "email_verified": true }),
        json!({ "picture": "https://pictures.example/zoe.png" }),
        json!({ "blocked": true }),
    ] {
        stage.change(&id, change);
        let before = stage.userhub().calls();
        stage
            .sync()
            .run()
            .exits(0)
            .sums_up([0, 1, 119, 0])
            .leaves_nobody_out();
        let after = stage.userhub().calls();
        assert_eq!(
            (after.imports, after.events),
            (before.imports, before.events + 1)
        );
    }
    let held = stage.record(&id);
    assert_eq!(held["displayName"], "Zoë Neu");
    assert_eq!(held["email"], "zoe@new.example");
    assert_eq!(held["disabled"], true);
    assert_eq!(stage.userhub().calls_of(&id).events, 4);
}

#[test]
fn a_sign_in_alone_changes_nothing() {
    let stage = synced(60);
    for index in 0..60 {
        assert!(stage.tenant().sign_in(&stage.tenant().id_of(index)));
    }
    stage.sync().run().exits(0).sums_up([0, 0, 60, 0]);
    assert_eq!(stage.userhub().requests().with_method("POST"), 0);
}

#[test]
fn whom_userhub_refuses_needs_attention_until_it_does_not() {
    let stage = synced(30);
    let id = stage.create(json!({ "email": "eve@refused.example", "name": "Eve" }));
    for times in 1..=2 {
        let said = stage.sync().run().exits(1).sums_up([0, 0, 30, 1]);
        let attention = said.the("attention");
        assert_eq!(attention["id"], *id);
        assert!(
            attention["reason"]
                .as_str()
                .unwrap()
                .contains("not accepted")
        );
        assert_ne!(attention["fix"], "");
        said.leaves_nobody_out();
        assert_eq!(stage.userhub().calls_of(&id).imports, times);
    }
    let told = stage.program("sync").run().exits(1);
    told.says("1 need attention").says(&id);
    stage.change(&id, json!({ "email": "eve@example.com" }));
    stage.sync().run().exits(0).sums_up([1, 0, 30, 0]);
}

#[test]
fn whom_userhub_is_about_to_delete_needs_attention_and_stays_so() {
    let stage = synced(30);
    let id = stage.tenant().id_of(3);
    stage.ask("DELETE", &id, "", None);
    stage.change(&id, json!({ "name": "Somebody Else" }));
    let said = stage.sync().run().exits(1).sums_up([0, 0, 29, 1]);
    assert_eq!(said.the("attention")["id"], *id);
    said.says("marked this person for deletion");
    let held = stage.record(&id);
    assert_eq!(held["state"], "PENDING_DELETION");
    assert_ne!(held["displayName"], "Somebody Else");
}

#[test]
fn a_value_that_userhub_keeps_its_own_of_is_pushed_once() {
    let stage = synced(30);
    let id = stage.tenant().id_of(5);
    stage.change(&id, json!({ "name": "long ".repeat(60) }));
    stage.sync().run().exits(0).leaves_nobody_out();
    assert_eq!(stage.userhub().calls_of(&id).events, 1);
    stage.sync().run().exits(0).sums_up([0, 0, 30, 0]);
    assert_eq!(stage.userhub().calls_of(&id).events, 1);
    stage.change(&id, json!({ "name": "Short" }));
    stage.sync().run().exits(0).sums_up([0, 1, 29, 0]);
    assert_eq!(stage.record(&id)["displayName"], "Short");
}

#[test]
fn an_edit_at_userhub_that_it_keeps_is_pushed_once_for_each_edit() {
    let stage = Stage::with(Options {
        people: 30,
        already_imported: true,
        userhub: UserHubOptions {
            keep_edits: true,
            ..userhub::Options::default()
        },
        ..Options::default()
    });
    let id = stage.tenant().id_of(5);
    for edits in 1..=2 {
        let edit = json!({ "displayName": format!("Edited {edits}") });
        stage.ask("PATCH", &id, "", Some(edit));
        for _ in 0..2 {
            stage
                .sync()
                .run()
                .exits(0)
                .sums_up([0, 0, 30, 0])
                .leaves_nobody_out();
            assert_eq!(stage.userhub().calls_of(&id).events, edits);
        }
    }
}

#[test]
fn whom_only_userhub_has_is_named_and_left_alone() {
    let stage = synced(30);
    let id = stage.tenant().id_of(7);
    assert!(stage.tenant().delete_person(&id));
    let said = stage.sync().run().exits(0).sums_up([0, 0, 29, 0]);
    assert_eq!(said.the("only_in_userhub")["id"], *id);
    assert_eq!(said.leaves_nobody_out().summary()["only_in_userhub"], 1);
    stage.program("sync").run().exits(0).says(&id);
    assert_eq!(stage.held(), 30);
    assert_eq!(stage.userhub().requests().with_method("POST"), 0);
}

#[test]
fn who_leaves_during_the_run_has_left() {
    let stage = Stage::of(60);
    let id = stage.tenant().id_of(9);
    let leaving = id.clone();
    stage
        .tenant()
        .after_requests(1, "/api/v2/users?", move |tenant| {
            assert!(tenant.delete_person(&leaving));
        });
    let said = stage.sync().run().exits(0).sums_up([59, 0, 0, 0]);
    let summary = said.leaves_nobody_out().summary();
    assert_eq!(
        (&summary["left_auth0"], &summary["read_auth0"]),
        (&json!(1), &json!(60))
    );
    assert_eq!(stage.held(), 59);
}

#[test]
fn who_leaves_while_pages_are_read_takes_nobody_along() {
    let stage = Stage::of(400);
    stage
        .tenant()
        .after_requests(1, "/api/v2/users?", |tenant| {
            for index in 30..60 {
                assert!(tenant.delete_person(&tenant.id_of(index)));
            }
        });
    stage.sync().run().exits(0).leaves_nobody_out();
    assert_eq!(stage.held(), 370);
    for id in stage.tenant().person_ids() {
        assert_eq!(stage.userhub().calls_of(&id).imports, 1, "{id}");
    }
}

#[test]
fn a_key_that_may_not_list_goes_by_what_earlier_syncs_did() {
    let stage = Stage::of(40);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let sync = || stage.sync().env("USERHUB_ADMIN_KEY", &key);
    let first = sync()
        .run()
        .exits(0)
        .sums_up([40, 0, 0, 0])
        .leaves_nobody_out();
    assert_eq!(first.the("plan")["listed"], false);
    let before = stage.writes();
    sync()
        .run()
        .exits(0)
        .sums_up([0, 0, 40, 0])
        .leaves_nobody_out();
    assert_eq!(stage.writes(), before);
    let id = stage.tenant().id_of(4);
    stage.change(&id, json!({ "name": "Another Name" }));
    sync()
        .run()
        .exits(0)
        .sums_up([0, 1, 39, 0])
        .leaves_nobody_out();
    assert_eq!(stage.record(&id)["displayName"], "Another Name");
    let told = stage.program("sync").env("USERHUB_ADMIN_KEY", &key).run();
    told.exits(0).says("This key cannot list users");
}

#[test]
fn a_dry_run_lists_what_would_be_done_and_does_nothing() {
    let stage = synced(30);
    let added = stage.create(json!({ "email": "new@example.com" }));
    let updated = stage.tenant().id_of(2);
    stage.change(&updated, json!({ "name": "Renamed" }));
    let said = stage.program("sync --dry-run --json").run().exits(0);
    let planned = said.all("planned");
    let action = |id: &str| {
        let of = planned.iter().find(|planned| planned["id"] == id);
        of.unwrap()["action"].clone()
    };
    assert_eq!(
        (action(&added), action(&updated)),
        (json!("add"), json!("update"))
    );
    assert_eq!(planned.len(), 2);
    said.sums_up([1, 1, 29, 0]);
    let told = stage.program("sync --dry-run").run().exits(0);
    told.says(&format!("add  {added}"))
        .says(&format!("update  {updated}"))
        .says("Nothing was changed");
    assert_eq!(stage.userhub().requests().with_method("POST"), 0);
    assert_eq!(stage.held(), 30);
    stage.sync().run().exits(0).sums_up([1, 1, 29, 0]);
}

#[test]
fn a_person_is_told_of_every_tenth_and_of_the_end() {
    let stage = Stage::of(250);
    let said = stage.program("sync").run().exits(0);
    let told = said
        .stderr
        .lines()
        .filter(|l| l.contains(" of 250 people. "));
    let told = told.count();
    assert!((2..=11).contains(&told), "{told}");
    said.says("250 to add")
        .says("250 of 250 people are in UserHub")
        .says("250 added, 0 updated, 0 already up to date");
}
