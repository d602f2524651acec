//! Where the set-up has to stop: the words, the exit code, and that nothing of anybody's was overwritten.

use super::*;
use userhub_connect::domain::issue::{Code as IssueCode, ExitKind, Fix};
use userhub_connect::domain::snippet::Code;

#[tokio::test]
async fn a_key_that_lacks_a_permission_is_named_before_anything_is_asked() {
    let site = Site::new();
    let but_two = ALL
        .iter()
        .filter(|p| !p.ends_with("te:actions") || p.starts_with("delete"));
    let but_two: Vec<&str> = but_two.copied().collect();
    let token = site
        .tenant
        .management_token(&but_two, Duration::from_hours(1));
    site.tenant.requests().reset();
    let issue = site
        .install_as(site.setup_with(&token), Choices::default())
        .await
        .problem();
    assert_eq!(
        (issue.code, issue.exit()),
        (IssueCode::TemporaryKeyExpired, ExitKind::Refused)
    );
    assert_eq!(
        issue.what,
        "The temporary key lacks create:actions and update:actions"
    );
    assert_eq!(site.tenant.requests().total(), 0);
}

#[tokio::test]
async fn a_key_that_cannot_undo_says_so_at_once_and_undoes_nothing() {
    let site = Site::new();
    let cannot = ALL.iter().filter(|p| !p.starts_with("delete:"));
    let cannot: Vec<&str> = cannot.copied().collect();
    let token = site
        .tenant
        .management_token(&cannot, Duration::from_hours(1));
    let setup = site.setup_with(&token);
    let plan = site
        .install_as(setup.clone(), Choices::default())
        .await
        .stands();
    let missing = ["delete:clients", "delete:client_grants", "delete:actions"];
    assert_eq!(plan.token.missing_for_undo, missing);
    let after = site.tenant.picture();
    let issue = problem(site.undo_as(setup).await);
    assert!(issue.what.contains("delete:actions"), "{issue}");
    assert_same(&site.tenant.picture(), &after);
}

#[tokio::test]
async fn a_key_of_another_tenant_is_told_by_the_tenants_name() {
    let site = Site::new();
    let other = Tenant::start(TenantOptions {
        domain: "acme-dev.eu.auth0.com".to_owned(),
        ..options()
    });
    let token = other
        .unwrap()
        .management_token(&ALL, Duration::from_hours(1));
    site.tenant.requests().reset();
    let issue = site
        .install_as(site.setup_with(&token), Choices::default())
        .await
        .problem();
    assert_eq!(issue.what, "The temporary key is for the tenant acme-dev");
    assert_eq!(site.tenant.requests().total(), 0);
}

#[tokio::test]
async fn a_key_that_has_ended_is_told_before_it_is_sent() {
    let site = Site::new();
    let token = site.tenant.management_token(&ALL, Duration::ZERO);
    site.tenant.requests().reset();
    let issue = site
        .install_as(site.setup_with(&token), Choices::default())
        .await
        .problem();
    assert_eq!(issue.what, "The temporary key has stopped working");
    // Auth0 was asked for the time, and for nothing else.
    assert!(site.tenant.requests().total() <= 1);
}

#[tokio::test]
async fn a_key_that_ends_half_way_keeps_what_is_done_and_a_new_one_goes_on() {
    let expected = reference().await;
    let site = Site::new();
    let before = site.tenant.picture();
    // From the moment on at which the grant stands, the key is no good.
    site.tenant
        .after_post("/api/v2/client-grants", Tenant::revoke_tokens);
    let told = site.install(Choices::default()).await;
    let report = told.report.as_ref().unwrap();
    assert_eq!((report.done.len(), report.open.len()), (2, 3), "{report:?}");
    let issue = told.problem();
    assert_eq!(issue.code, IssueCode::TemporaryKeyExpired);
    assert!(issue.fix.contains("2 of 5 changes are done"), "{issue}");
    assert_eq!(issue.fixes[0], Fix::OpenApiExplorer);
    let plan = site.install(Choices::default()).await.stands();
    assert_eq!(plan.changes(), 3);
    assert_same(&site.tenant.picture(), &expected);
    site.is_again(&site.undo().await, &before);
}

/// Looks, lets somebody else change something, and acts.
async fn act_after(site: &Site, choices: Choices, foreign: impl FnOnce(&Tenant)) -> Issue {
    let mut talk = Talk::start();
    let plan = talk.look(site.setup(), choices).await.unwrap();
    foreign(&site.tenant);
    problem(talk.act(&plan).await)
}

#[tokio::test]
async fn a_foreign_change_between_look_and_act_stops_it_and_stays() {
    let site = Site::new();
    let issue = act_after(&site, Choices::default(), |tenant| {
        tenant.add_to_flow("Foreign");
    })
    .await;
    assert_eq!(
        (issue.code, issue.exit()),
        (IssueCode::GuardStopped, ExitKind::Guard)
    );
    assert_eq!(
        site.tenant.picture()["bindings"][2]["display_name"],
        "Foreign"
    );
    // Looked at again, it goes on, and the foreign Action keeps its place, also when all is undone.
    site.install(Choices::default()).await.stands();
    let flow = |site: &Site| site.tenant.picture()["bindings"].clone();
    assert_eq!(flow(&site)[2]["display_name"], "Foreign");
    assert_eq!(flow(&site)[3]["display_name"], "UserHub");
    let report = site.undo().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert_eq!(flow(&site)[2]["display_name"], "Foreign");
    assert_eq!(flow(&site).as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_foreign_change_of_each_thing_stops_it_before_that_thing_is_written() {
    let new_code = json!({"code": "// somebody else's\n"});
    let site = Site::new();
    site.tenant.add_action(&older_action(), true).unwrap();
    let issue = act_after(&site, use_existing(), |tenant| {
        assert!(tenant.change_action("UserHub", &new_code));
    });
    assert_eq!(
        issue.await.what,
        "The Action was changed in Auth0 meanwhile"
    );
    let code = &site.tenant.picture()["actions"][2]["draft"]["code"];
    assert_eq!(code, "// somebody else's\n");

    let site = Site::new();
    site.tenant
        .add_client(&application("there", "non_interactive"));
    let issue = act_after(&site, use_existing(), |tenant| {
        tenant.grant("there", &["read:logs"]);
    });
    assert_eq!(issue.await.code, IssueCode::GuardStopped);
    assert_eq!(
        site.tenant.picture()["grants"][1]["scope"],
        json!(["read:logs"])
    );

    let site = Site::new();
    let issue = act_after(&site, Choices::default(), |tenant| {
        tenant.add_client(&application("another", "non_interactive"));
    });
    assert_eq!(issue.await.code, IssueCode::GuardStopped);
    let applications = &site.tenant.picture()["applications"];
    assert_eq!(applications.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_foreign_change_in_the_last_moment_is_seen_after_the_write() {
    let site = Site::new();
    site.tenant
        .after_patch("/bindings", |tenant| tenant.add_to_flow("Late"));
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(issue.code, IssueCode::GuardStopped);
    let flow = &site.tenant.picture()["bindings"];
    assert_eq!(flow[3]["display_name"], "Late");
}

#[tokio::test]
async fn a_package_that_cannot_be_added_leads_to_the_form_without_it() {
    let site = Site::new();
    let before = site.tenant.picture();
    site.tenant
        .fail_builds(Some("404 Not Found - @userhub/auth0-actions"));
    for _ in 0..2 {
        let told = site.install(Choices::default()).await;
        let issue = told.problem();
        assert_eq!(
            (issue.code, issue.exit()),
            (IssueCode::PackageNotAdded, ExitKind::Refused)
        );
        assert_eq!(issue.fixes[0], Fix::ShowFormWithoutPackage);
        assert!(issue.detail.unwrap().contains("404 Not Found"));
        assert_eq!(site.tenant.picture()["bindings"], before["bindings"]);
    }
    let choices = Choices {
        code: Code::WithoutPackage,
        ..Choices::default()
    };
    site.install(choices.clone()).await.stands();
    let action = &site.tenant.picture()["actions"][2];
    assert_eq!(action["deployed"]["code"], Code::WithoutPackage.text());
    assert_eq!(action["deployed"]["dependencies"], json!([]));
    assert_eq!(site.install(choices).await.stands().changes(), 0);
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn a_full_flow_is_told_before_anything_is_changed() {
    let site = Site::new();
    for number in 3..=20 {
        site.tenant.add_to_flow(&format!("Number {number}"));
    }
    let before = site.tenant.picture();
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(
        (issue.code, issue.exit()),
        (IssueCode::ChangeNotMade, ExitKind::Refused)
    );
    assert_same(&site.tenant.picture(), &before);
}
