//! Exit 3: credentials, permissions and connections that a service refuses, each told by its own cause.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use userhub_connect::practice::auth0::{Presence, TenantOptions};
use userhub_connect::practice::userhub::{ConnectionState, Scope};
use userhub_connect::practice::{Application, Options};

use crate::program::Program;
use crate::stage::Stage;

/// Expects that a sync changes nothing and ends with exit 3 and this problem, in words and as events.
#[track_caller]
fn sync_is_refused(stage: &Stage, code: &str, words: &str, change: impl Fn(Program) -> Program) {
    let said = change(stage.program("sync")).run().exits(3);
    said.tells_a_problem().says(words);
    let events = change(stage.sync()).run().exits(3);
    assert_eq!(events.the("problem")["code"], code);
    let summary = events.summary();
    assert_eq!(summary["complete"], false);
    assert!(summary["requests"]["auth0"].is_u64() && summary["seconds"].is_number());
    assert_eq!(stage.held(), 0);
}

/// Expects that the checks find this problem too.
#[track_caller]
fn check_finds(stage: &Stage, check: &str, words: &str, change: impl Fn(Program) -> Program) {
    let said = change(stage.check()).run().exits(3);
    let checks = said.all("check");
    let found = checks.iter().find(|found| found["name"] == check).unwrap();
    assert_eq!(found["state"], "problem", "{found}");
    let told = format!("{}. {}", found["what"], found["why"]);
    assert!(told.contains(words), "{found}");
    assert_ne!(found["fix"], "", "{found}");
}

#[test]
fn a_wrong_secret() {
    let stage = Stage::of(5);
    let wrong = |program: Program| program.env("AUTH0_CLIENT_SECRET", "not-the-secret");
    sync_is_refused(&stage, "E4", "did not accept the Client ID", wrong);
    check_finds(&stage, "auth0.sign_in", "did not accept", wrong);
    let other =
        |program: Program| program.flag("--auth0-client-id", "nobodysClientIdnobodysClientId12");
    sync_is_refused(&stage, "E4", "did not accept the Client ID", other);
}

#[test]
fn a_missing_grant() {
    let stage = Stage::of(5);
    stage.tenant().remove_grant();
    let words = "not allowed to use the Management API";
    sync_is_refused(&stage, "E5", words, |program| program);
    check_finds(&stage, "auth0.management_api", words, |program| program);
}

#[test]
fn a_missing_permission_by_its_name() {
    let stage = Stage::with(Options {
        people: 5,
        application: Application::WithoutDelete,
        ..Options::default()
    });
    let name = "auth0.permission.delete:users";
    check_finds(&stage, name, "delete:users", |program| program);
    stage
        .tenant()
        .set_permissions(&["create:users", "update:users", "delete:users"]);
    sync_is_refused(&stage, "E6", "read:users", |program| program);
    let name = "auth0.permission.read:users";
    check_finds(&stage, name, "read:users", |program| program);
}

#[test]
fn a_sync_needs_only_one_of_the_four_permissions() {
    let stage = Stage::of(5);
    stage.tenant().set_permissions(&["read:users"]);
    stage
        .sync()
        .run()
        .exits(0)
        .sums_up([5, 0, 0, 0])
        .leaves_nobody_out();
}

#[test]
fn an_unknown_connection() {
    let stage = Stage::of(40);
    let unknown = |program: Program| program.flag("--connection-id", "conn_nobodyKnowsThis");
    sync_is_refused(&stage, "E10", "conn_nobodyKnowsThis", unknown);
    let stripe = stage.userhub().stripe_connection_id().to_owned();
    let program = stage.sync().flag("--connection-id", &stripe);
    // UserHub does not take a value of each call's: that is never taken for everybody's, and nobody is in the way.
    program.run().exits(1).sums_up([0, 0, 0, 40]);
    assert_eq!(stage.held(), 0);
}

#[test]
fn a_broken_connection() {
    let stage = Stage::of(40);
    stage
        .userhub()
        .set_connection_state(ConnectionState::Broken);
    let words = "The connection is not active";
    sync_is_refused(&stage, "E11", words, |program| program);
    let id = stage.tenant().id_of(0);
    let add = |program: Program| program.flag("--add-person", &id);
    check_finds(&stage, "userhub.connection", words, add);
}

#[test]
fn a_domain_without_a_tenant() {
    let stage = Stage::of(5);
    stage.tenant().set_presence(Presence::Absent);
    sync_is_refused(&stage, "E3", "practice.us.auth0.com", |program| program);
    check_finds(&stage, "auth0.reach", "practice.us.auth0.com", |program| {
        program
    });
}

#[test]
fn another_region_than_the_tenants_with_the_right_one_offered() {
    let stage = Stage::of(5);
    let elsewhere = |program: Program| program.flag("--auth0-domain", "practice.eu.auth0.com");
    let offered = "practice.us.auth0.com";
    sync_is_refused(&stage, "E3", offered, elsewhere);
    check_finds(&stage, "auth0.reach", "practice.eu.auth0.com", elsewhere);
    let said = elsewhere(stage.program("check")).run().exits(3);
    said.says("Did you mean practice.us.auth0.com?");
}

#[test]
fn a_tenant_that_says_it_is_another_one() {
    let other = "practice.jp.auth0.com".to_owned();
    let stage = Stage::with(Options {
        people: 5,
        tenant: TenantOptions {
            domain: "practice.us.auth0.com".to_owned(),
            presence: Presence::OtherIssuer(other),
            ..TenantOptions::default()
        },
        ..Options::default()
    });
    sync_is_refused(&stage, "E3", "practice.jp.auth0.com", |program| program);
    check_finds(&stage, "auth0.reach", "practice.us", |program| program);
}

#[test]
fn a_key_that_userhub_does_not_know_or_does_not_let_in() {
    let stage = Stage::of(5);
    let wrong = |program: Program| program.env("USERHUB_ADMIN_KEY", "sk_not_the_key_0123456789");
    sync_is_refused(&stage, "E8", "did not accept the API key", wrong);
    check_finds(&stage, "userhub.key", "did not accept", wrong);
    let read_only = stage.userhub().key(Scope::ReadOnly);
    let read_only = |program: Program| program.env("USERHUB_ADMIN_KEY", &read_only);
    // Nothing tells that without a write, and a check writes nothing: it does not say that the key is good enough.
    read_only(stage.program("check"))
        .run()
        .says("Whether it may add people is not tested");
    sync_is_refused(&stage, "E9", "not allowed", read_only);
}
