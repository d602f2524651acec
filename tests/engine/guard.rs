//! The guard from outside: what looks like everybody gone, or fails for everybody, stops the run with its one cause.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::TenantOptions;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;

use crate::stage::Stage;

/// What stays bare in a segment of a path (RFC 3986).
const BARE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn delete_everybody(stage: &Stage) {
    for id in stage.tenant().person_ids() {
        assert!(stage.tenant().delete_person(&id));
    }
}

#[test]
fn an_empty_auth0_with_people_in_userhub_is_refused() {
    let stage = Stage::with(Options {
        people: 30,
        already_imported: true,
        ..Options::default()
    });
    delete_everybody(&stage);
    for _ in 0..2 {
        let said = stage.sync().run().exits(5);
        assert_eq!(said.the("problem")["code"], "E18");
        assert_eq!(said.summary()["complete"], false);
    }
    let told = stage.program("sync").run().exits(5).tells_a_problem();
    told.says("30 people");
    assert_eq!((stage.held(), stage.writes()), (30, 0));
}

#[test]
fn an_empty_auth0_with_people_in_the_journal_alone_is_refused() {
    let stage = Stage::of(12);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let sync = || stage.sync().env("USERHUB_ADMIN_KEY", &key);
    sync().run().exits(0).sums_up([12, 0, 0, 0]);
    delete_everybody(&stage);
    let before = stage.writes();
    sync().run().exits(5).says("12 people").summary();
    assert_eq!(stage.writes(), before);
}

#[test]
fn an_empty_tenant_with_nobody_known_is_done() {
    let stage = Stage::of(0);
    for _ in 0..2 {
        let said = stage.sync().run().exits(0).sums_up([0, 0, 0, 0]);
        said.leaves_nobody_out();
    }
}

#[test]
fn another_tenants_journal_is_refused() {
    let stage = Stage::of(12);
    stage.sync().run().exits(0);
    // The same seed gives the same connection; only the tenant is another one.
    let other = Stage::with(Options {
        people: 12,
        tenant: TenantOptions {
            domain: "another.eu.auth0.com".to_owned(),
            ..TenantOptions::default()
        },
        ..Options::default()
    });
    let data = stage.data().display().to_string();
    let said = other.sync().flag("--data-dir", &data).run().exits(5);
    said.summary();
    assert_eq!(said.the("problem")["code"], "E18");
    said.says("practice.us.auth0.com")
        .says("another.eu.auth0.com");
    assert_eq!((other.held(), other.writes()), (0, 0));
    stage.sync().run().exits(0).sums_up([0, 0, 12, 0]);
}

#[test]
fn nobody_found_at_userhub_is_one_cause_after_twenty_people() {
    let stage = Stage::of(900);
    let gone = Rule::always(Fault::Status(404)).on_path(":import");
    stage.userhub().trouble().add(gone);
    let said = stage.sync().run().exits(3);
    assert_eq!(said.the("problem")["code"], "E10");
    assert_eq!(said.summary()["complete"], false);
    let asked = stage.userhub().requests().with_method("POST");
    assert!((20..100).contains(&asked), "{asked}");
    assert_eq!(stage.held(), 0);
}

/// Lets UserHub refuse these people with a status and its own body.
fn refuse(stage: &Stage, ids: &[String], status: u16) {
    for id in ids {
        let part = format!("{}@", utf8_percent_encode(id, BARE));
        let rule = Rule::always(Fault::Status(status)).on_path(&part);
        stage.userhub().trouble().add(rule);
    }
}

/// The first people of the tenant in order of id, which is that of the plan.
fn first(stage: &Stage, count: usize) -> Vec<String> {
    let mut ids = stage.tenant().person_ids();
    ids.sort_unstable();
    ids.truncate(count);
    ids
}

#[test]
fn sixty_people_who_are_not_taken_hold_up_nobody_else_and_are_tried_last() {
    let stage = Stage::of(300);
    refuse(&stage, &first(&stage, 60), 400);
    let said = stage.sync().run().exits(1).sums_up([240, 0, 0, 60]);
    assert_eq!(said.all("attention").len(), 60);
    assert_eq!(stage.held(), 240);
    for _ in 0..2 {
        stage.sync().run().exits(1).sums_up([0, 0, 240, 60]);
    }
    stage.userhub().trouble().clear();
    stage.sync().run().exits(0).sums_up([60, 0, 240, 0]);
}

#[test]
fn twenty_five_who_are_never_found_are_listed_and_the_next_sync_says_the_same_of_them() {
    let stage = Stage::of(300);
    refuse(&stage, &first(&stage, 25), 404);
    // Nobody is in UserHub yet when they are met, so that others from all over the plan are tried.
    stage.sync().run().exits(1).sums_up([275, 0, 0, 25]);
    stage.sync().run().exits(1).sums_up([0, 0, 275, 25]);
    // With a key that may not list, those whom the journal knows speak for the connection.
    let key = stage.userhub().key(Scope::Auth0Integration);
    let said = stage.sync().env("USERHUB_ADMIN_KEY", &key).run();
    said.exits(1).sums_up([0, 0, 275, 25]);
}

#[test]
fn a_connection_that_is_gone_is_everybodys_once_somebody_who_is_known_to_be_good_meets_it_too() {
    let stage = Stage::of(60);
    let key = stage.userhub().key(Scope::Auth0Integration);
    let sync = || stage.sync().env("USERHUB_ADMIN_KEY", &key);
    sync().run().exits(0).sums_up([60, 0, 0, 0]);
    for _ in 0..300 {
        stage.tenant().sign_up();
    }
    // UserHub finds nobody any more, neither the new ones nor those whom the journal knows.
    for call in [":import", ":event"] {
        let gone = Rule::always(Fault::Status(404)).on_path(call);
        stage.userhub().trouble().add(gone);
    }
    let said = sync().run().exits(3);
    assert_eq!(said.the("problem")["code"], "E10");
    assert_eq!(said.summary()["complete"], false);
    // Not all of them were tried: the cause was held against somebody who is known.
    let refused = stage.userhub().requests().with_status(404);
    assert!((21..200).contains(&refused), "{refused} were refused");
}

#[test]
fn a_connection_that_breaks_is_one_cause() {
    let stage = Stage::of(900);
    // UserHub asks Auth0 with what was saved in the connection, which is no longer right.
    stage.tenant().rotate_secret();
    let good = stage.tenant().client_secret();
    let said = stage
        .sync()
        .env("AUTH0_CLIENT_SECRET", &good)
        .run()
        .exits(3);
    assert_eq!(said.the("problem")["code"], "E11");
    said.summary();
    let asked = stage.userhub().requests().with_method("POST");
    assert!((1..100).contains(&asked), "{asked}");
}

/// A world that takes this many milliseconds for each answer, so that things can happen in mid-run.
fn slow(people: u64, latency: u64) -> Stage {
    Stage::with(Options {
        people,
        userhub_latency: Duration::from_millis(latency),
        ..Options::default()
    })
}

#[test]
fn a_key_that_is_revoked_in_mid_run_is_one_cause() {
    let stage = slow(900, 30);
    let mut running = stage.sync().start();
    stage.until("a hundred people", |stage| {
        stage.userhub().calls().imports >= 100
    });
    assert!(!running.has_ended());
    stage.userhub().revoke(Scope::Everything);
    let asked = stage.userhub().requests().with_method("POST");
    let said = running.finish().exits(3);
    assert_eq!(said.the("problem")["code"], "E8");
    let summary = said.summary();
    assert_eq!(summary["complete"], false);
    assert!(
        summary["added"].as_u64() >= Some(80),
        "what is done is counted"
    );
    let after = stage.userhub().requests().with_method("POST");
    assert!(after - asked <= 128, "{}", after - asked);
}

#[test]
fn a_second_run_beside_the_first_is_refused_by_name() {
    // The second one needs time to start while the first is at work, on a slow computer too.
    let stage = slow(250, 1_000);
    let mut first = stage.sync().start();
    first.wait_for("plan");
    let second = stage.sync().run().exits(5);
    assert_eq!(second.the("problem")["code"], "E21");
    second.summary();
    second.says(&format!("process {}", first.id()));
    assert!(!first.has_ended());
    first
        .finish()
        .exits(0)
        .sums_up([250, 0, 0, 0])
        .leaves_nobody_out();
    assert_eq!(stage.userhub().calls().imports, 250);
}
