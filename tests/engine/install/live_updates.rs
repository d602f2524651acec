//! The permission for live updates: one row more where it is wanted, or nothing but that; undone with what was set up.

use super::*;
use crate::output::Output;
use crate::program::Program;
use userhub_connect::domain::install::{Effect, LiveUpdates};

const FOUR: [&str; 4] = ["read:users", "update:users", "delete:users", "create:users"];

fn wants(events: LiveUpdates) -> Choices {
    Choices {
        events,
        ..Choices::default()
    }
}

/// The permissions of the newest grant.
fn granted(site: &Site) -> Value {
    let picture = site.tenant.picture();
    let grants = picture["grants"].as_array().unwrap();
    grants.last().unwrap()["scope"].clone()
}

fn five() -> Value {
    let five: Vec<&str> = FOUR.into_iter().chain(["read:events"]).collect();
    json!(five)
}

#[tokio::test]
async fn beside_the_set_up_it_is_one_row_more_and_is_undone_with_it() {
    let site = Site::new();
    let before = site.tenant.picture();
    let told = site.install(wants(LiveUpdates::Too)).await;
    let report = told.report.as_ref().unwrap();
    assert!(matches!(report.end, InstallEnd::Done), "{report:?}");
    assert_eq!(report.done.len(), 6);
    let plan = told.plan.unwrap();
    let changes: Vec<&str> = plan.rows.iter().map(|row| row.change.name()).collect();
    assert_eq!(
        changes,
        [
            "application",
            "permissions",
            "events",
            "action",
            "secrets",
            "flow"
        ]
    );
    assert_eq!(plan.changes(), 6);
    let row = plan.row(Change::Events).unwrap();
    assert_eq!((row.now.as_str(), row.after.as_str()), ("–", "read:events"));
    assert_eq!(granted(&site), five());
    // Once more it needs nothing, and neither does a set-up that does not want it.
    for events in [LiveUpdates::Too, LiveUpdates::No, LiveUpdates::Alone] {
        let plan = site.install(wants(events)).await.plan.unwrap();
        assert_eq!(plan.changes(), 0, "{plan:?}");
    }
    assert_eq!(granted(&site), five());
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn alone_it_changes_nothing_else_and_needs_no_action() {
    let site = Site::new();
    site.tenant.set_permissions(&FOUR);
    let before = site.tenant.picture();
    let mut setup = site.setup();
    setup.application = Some(ClientId::new(site.tenant.client_id()));
    let told = site
        .install_as(setup.clone(), wants(LiveUpdates::Alone))
        .await;
    let report = told.report.unwrap();
    assert!(matches!(report.end, InstallEnd::Done), "{report:?}");
    assert_eq!(
        report.done,
        [Change::Application, Change::Permissions, Change::Events]
    );
    let plan = told.plan.unwrap();
    let effects: Vec<Effect> = plan.rows.iter().map(|row| row.effect).collect();
    assert_eq!(effects, [Effect::Keep, Effect::Keep, Effect::Create]);
    assert_eq!(granted(&site), five());
    let after = site.tenant.picture();
    for part in ["applications", "actions", "bindings"] {
        assert_same(&after[part], &before[part]);
    }
    let mut talk = Talk::start();
    let plan = talk.look_at_undo(setup).await.unwrap();
    assert_eq!(plan.changes(), 1);
    assert_eq!(plan.rows[0].after, FOUR.join(", "));
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn alone_it_makes_no_application_and_gives_no_other_permission() {
    let site = Site::new();
    let before = site.tenant.picture();
    let told = site.install(wants(LiveUpdates::Alone)).await;
    let report = told.report.unwrap();
    let InstallEnd::Problem(issue) = report.end else {
        panic!("{report:?}");
    };
    assert!(issue.what.contains("no application"), "{issue:?}");
    let second = Choices {
        application: Some(Answer::Second),
        ..wants(LiveUpdates::Alone)
    };
    assert!(site.install(second).await.plan.is_none());
    assert_same(&site.tenant.picture(), &before);
    // An application that lacks some of the four is given this one alone.
    site.tenant.set_permissions(&FOUR[..2]);
    let before = site.tenant.picture();
    let mut setup = site.setup();
    setup.application = Some(ClientId::new(site.tenant.client_id()));
    let told = site.install_as(setup, wants(LiveUpdates::Alone)).await;
    assert_eq!(told.plan.unwrap().changes(), 1);
    assert_eq!(
        granted(&site),
        json!(["read:users", "update:users", "read:events"])
    );
    site.is_again(&site.undo().await, &before);
}

#[test]
fn the_command_line_adds_it_shows_it_and_takes_it_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let site = Site::new();
    let run = |words: &str| -> Output {
        Program::new(site.folder.path())
            .args(words)
            .flag("--auth0-url", &site.url)
            .flag("--data-dir", &site.folder.path().display().to_string())
            .env("AUTH0_MANAGEMENT_TOKEN", &site.token())
            .flag("--connection-id", "conn_planted1")
            .env("USERHUB_ADMIN_KEY", KEY)
            .run()
    };
    let before = site.tenant.picture();
    run("install --plan --with-events")
        .exits(0)
        .says("Permission for live updates")
        .says("6 changes")
        .says("install --with-events")
        .says("--connection-id=conn_planted1")
        .says(" --yes\n");
    run("install --yes --with-events")
        .exits(0)
        .says("done     events");
    assert_eq!(granted(&site), five());
    run("install --undo").exits(0).says("as it was before");
    assert_same(&site.tenant.picture(), &before);
    run("guide --events").exits(0).says("read:events");
}
