//! Undoing where other people have worked in the tenant too: only what was ours goes, what they made of it stays, and the
//! words say so.

use super::*;
use userhub_connect::practice::trouble::{Fault, Rule};

/// The names in the Login flow, in order.
fn flow(site: &Site) -> Vec<String> {
    let picture = site.tenant.picture();
    let flow = picture["bindings"].as_array().unwrap();
    let names = flow.iter().map(|b| b["display_name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

#[track_caller]
fn in_part(report: &Report, words: &str) {
    assert!(matches!(report.end, InstallEnd::UndoneInPart), "{report:?}");
    assert!(report.notes.concat().contains(words), "{report:?}");
}

fn first() -> Choices {
    Choices {
        place: Some(0),
        ..Choices::default()
    }
}

#[tokio::test]
async fn what_came_into_the_flow_between_two_runs_stays_in_it() {
    let site = Site::new();
    site.install(Choices::default()).await.stands();
    site.tenant.add_to_flow("Foreign");
    site.install(first()).await.stands();
    assert_eq!(
        flow(&site),
        ["UserHub", "Add roles", "Risk check", "Foreign"]
    );
    let report = site.undo().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert_eq!(flow(&site), ["Add roles", "Risk check", "Foreign"]);
    // It is not as it was before, and nobody says that it is.
    assert!(report.notes[0].contains("Login flow"), "{report:?}");
}

#[tokio::test]
async fn a_flow_out_of_which_somebody_has_taken_it_is_not_written() {
    let site = Site::new();
    site.install(Choices::default()).await.stands();
    site.tenant.set_flow(&["Add roles", "Risk check"]);
    site.tenant.requests().reset();
    let report = site.undo().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert_eq!(site.tenant.requests().with_method("PATCH"), 0);
    assert_eq!(report.notes, Vec::<String>::new());
}

#[tokio::test]
async fn an_edit_between_two_runs_is_what_comes_back() {
    let site = Site::new();
    site.tenant.add_action(&older_action(), true).unwrap();
    site.install(use_existing()).await.stands();
    // An administrator goes back to an older way of theirs, and deploys it.
    let theirs = json!({"code": "// theirs\n", "dependencies": []});
    assert!(site.tenant.deploy_change("UserHub", &theirs));
    let before = site.tenant.picture();
    site.install(use_existing()).await.stands();
    let report = site.undo().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert!(report.notes[0].contains("as they left it"), "{report:?}");
    let after = site.tenant.picture();
    for part in ["actions", "bindings"] {
        assert_same(&after[part], &before[part]);
    }
}

#[tokio::test]
async fn an_action_that_somebody_has_changed_stays_where_it_runs() {
    for theirs in [
        json!({"code": "// somebody else's\n"}),
        json!({"runtime": "node18-actions"}),
        json!({"dependencies": [{"name": "@userhub/auth0-actions", "version": "2.0.0"}]}),
        json!({"secrets": [{"name": "API_KEY", "value": "theirs"}]}),
    ] {
        let site = Site::new();
        site.install(Choices::default()).await.stands();
        assert!(site.tenant.deploy_change("UserHub", &theirs));
        let before = site.tenant.picture();
        // Undone twice, it is still there.
        for _ in 0..2 {
            let report = site.undo().await;
            in_part(&report, "Somebody else has changed the Action");
            let after = site.tenant.picture();
            assert_same(&after["actions"], &before["actions"]);
            assert_same(&after["bindings"], &before["bindings"]);
            assert_eq!(after["applications"].as_array().unwrap().len(), 1);
        }
    }
}

#[tokio::test]
async fn an_application_that_somebody_else_uses_too_stays_without_our_permissions() {
    let site = Site::new();
    let (id, _) = site.install(Choices::default()).await.application.unwrap();
    let more = [
        "read:users",
        "update:users",
        "delete:users",
        "create:users",
        "read:logs",
    ];
    site.tenant.grant(id.as_str(), &more);
    for _ in 0..2 {
        let report = site.undo().await;
        in_part(&report, "given it more permissions");
        assert_eq!(report.deleted, None);
        let now = site.tenant.picture();
        assert_eq!(now["grants"][1]["scope"], json!(["read:logs"]));
        assert_eq!(now["actions"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn an_application_that_may_use_another_api_stays() {
    let site = Site::new();
    let (id, _) = site.install(Choices::default()).await.application.unwrap();
    site.tenant.grant_elsewhere(id.as_str());
    let report = site.undo().await;
    in_part(&report, "another API");
    let now = site.tenant.picture();
    assert_eq!(now["applications"].as_array().unwrap().len(), 2);
    assert_eq!(now["grants"][1]["scope"], json!(["read:orders"]));
}

#[tokio::test]
async fn permissions_of_two_runs_are_all_taken_back() {
    let site = Site::new();
    let id = ClientId::new(site.tenant.client_id());
    site.tenant.set_permissions(&["read:logs"]);
    let before = site.tenant.picture();
    let mut setup = site.setup();
    setup.application = Some(id);
    site.install_as(setup.clone(), Choices::default())
        .await
        .stands();
    let three = ["read:logs", "read:users", "update:users", "delete:users"];
    site.tenant.set_permissions(&three);
    site.install_as(setup.clone(), Choices::default())
        .await
        .stands();
    let report = site.undo_as(setup).await;
    site.is_again(&report, &before);
    assert_eq!((report.deleted, report.notes.len()), (None, 0));
}

#[tokio::test]
async fn what_a_person_makes_after_a_refusal_is_theirs() {
    for fault in [Fault::Status(403), Fault::Status(400), Fault::Status(500)] {
        let site = Site::new();
        let rule = Rule::always(fault.clone())
            .on_method("POST")
            .on_path("/api/v2/clients");
        site.tenant.trouble().add(rule);
        site.install(Choices::default()).await.problem();
        site.tenant.trouble().clear();
        // They go on by hand, with the names of the guide.
        site.tenant
            .add_client(&application("by-hand", "non_interactive"));
        let before = site.tenant.picture();
        let report = site.undo().await;
        assert_same(&site.tenant.picture(), &before);
        assert_eq!(report.deleted, None, "{fault:?}");
    }
    for fault in [Fault::Status(403), Fault::Status(500)] {
        let site = Site::new();
        let rule = Rule::always(fault)
            .on_method("POST")
            .on_path("/api/v2/actions/actions");
        site.tenant.trouble().add(rule);
        site.install(Choices::default()).await.problem();
        site.tenant.trouble().clear();
        site.tenant.add_action(&older_action(), true).unwrap();
        site.tenant
            .set_flow(&["Add roles", "Risk check", "UserHub"]);
        let before = site.tenant.picture();
        site.undo().await;
        let after = site.tenant.picture();
        assert_same(&after["actions"], &before["actions"]);
        assert_same(&after["bindings"], &before["bindings"]);
    }
}

#[tokio::test]
async fn an_application_whose_answer_was_lost_is_seen_at_once_and_told_with_its_secret() {
    let site = Site::new();
    let before = site.tenant.picture();
    let rule = Rule::always(Fault::ResetAfterWork)
        .on_method("POST")
        .on_path("/api/v2/clients");
    site.tenant.trouble().add(rule);
    let told = site.install(Choices::default()).await;
    assert!(told.application.as_ref().unwrap().1, "no secret");
    told.stands();
    site.tenant.trouble().clear();
    let report = site.undo().await;
    assert!(report.deleted.is_some());
    site.is_again(&report, &before);
}

#[tokio::test]
async fn the_secret_is_told_although_the_disk_is_full() {
    let site = Site::new();
    let before = site.tenant.picture();
    let record = format!("install-{}.json", site.tenant.domain());
    let record = site.folder.path().join(record);
    let aside = record.with_extension("aside");
    let (there, moved) = (record.clone(), aside.clone());
    // Nothing can take the place of a folder, as on a full disk.
    site.tenant.after_post("/api/v2/clients", move |_| {
        std::fs::rename(&there, &moved).unwrap();
        std::fs::create_dir(&there).unwrap();
    });
    let told = site.install(Choices::default()).await;
    assert!(told.application.as_ref().unwrap().1, "the secret is lost");
    told.problem();
    std::fs::remove_dir(&record).unwrap();
    std::fs::rename(&aside, &record).unwrap();
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn a_change_in_the_last_moment_of_undoing_is_told() {
    let site = Site::new();
    site.install(Choices::default()).await.stands();
    // Somebody edits the Action while it is taken out of the flow.
    site.tenant.after_patch("/bindings", |tenant| {
        assert!(tenant.change_action("UserHub", &json!({"code": "// late\n"})));
    });
    let issue = problem(site.undo().await);
    assert_eq!(issue.what, "The Action was changed in Auth0 meanwhile");
    let code = &site.tenant.picture()["actions"][2]["draft"]["code"];
    assert_eq!(code, "// late\n");
}

#[tokio::test]
async fn what_undo_would_do_is_shown_first_and_nothing_else_is_done() {
    let site = Site::new();
    assert!(matches!(
        Talk::start()
            .look_at_undo(site.setup())
            .await
            .unwrap_err()
            .end,
        InstallEnd::NothingToUndo
    ));
    site.install(Choices::default()).await.stands();
    let installed = site.tenant.picture();
    let mut talk = Talk::start();
    let plan = talk.look_at_undo(site.setup()).await.unwrap();
    assert_same(&site.tenant.picture(), &installed);
    let rows: Vec<_> = plan.rows.iter().map(|row| row.change).collect();
    assert_eq!(
        rows,
        [
            Change::Flow,
            Change::Action,
            Change::Secrets,
            Change::Permissions,
            Change::Application
        ]
    );
    assert_eq!(plan.changes(), 5);
    // Somebody works in the tenant between the look and the press: what was agreed to is no longer what would be done.
    site.tenant.add_to_flow("Foreign");
    let undo = |seen| install::Request::Undo {
        setup: Box::new(site.setup()),
        seen,
    };
    talk.order(undo(Some(plan.number)));
    let issue = problem(talk.ended().await);
    assert!(issue.what.contains("What undo would put back"), "{issue:?}");
    // A number that was not shown undoes nothing either.
    talk.order(undo(Some(77)));
    problem(talk.ended().await);
    let plan = talk.look_at_undo(site.setup()).await.unwrap();
    talk.order(undo(Some(plan.number)));
    let report = talk.ended().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert_eq!(flow(&site), ["Add roles", "Risk check", "Foreign"]);
}
