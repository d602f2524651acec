//! Where the set-up may begin, and that it always ends with the same tenant; and that undoing brings back what was.

use super::*;
use userhub_connect::domain::install::{Change, Effect};

#[tokio::test]
async fn an_empty_tenant_is_set_up_and_emptied_again() {
    let site = Site::new();
    let before = site.tenant.picture();
    let told = site.install(Choices::default()).await;
    let (id, has_secret) = told.application.clone().unwrap();
    assert!(has_secret, "{id}");
    let plan = told.stands();
    assert_eq!(plan.changes(), 5);
    let after = site.tenant.picture();
    let made = &after["applications"][1];
    assert_eq!(made["name"], "UserHub");
    assert_eq!(made["grant_types"], json!(["client_credentials"]));
    let granted = json!(["read:users", "update:users", "delete:users", "create:users"]);
    assert_eq!(after["grants"][1]["scope"], granted);
    let action = &after["actions"][2];
    assert_eq!(action["all_changes_deployed"], true);
    assert_eq!(action["deployed"]["runtime"], "node22");
    assert_eq!(names(&after), ["Add roles", "Risk check", "UserHub"]);

    // Once more: nothing is sent that could change anything.
    site.tenant.requests().reset();
    let again = site.install(Choices::default()).await.stands();
    assert_eq!(again.changes(), 0, "{again:?}");
    for method in ["POST", "PATCH", "DELETE"] {
        assert_eq!(site.tenant.requests().with_method(method), 0, "{method}");
    }
    assert_same(&site.tenant.picture(), &after);

    site.is_again(&site.undo().await, &before);
    assert!(matches!(site.undo().await.end, InstallEnd::NothingToUndo));
}

/// The names in the Login flow, in order.
fn names(picture: &Value) -> Vec<&str> {
    let flow = picture["bindings"].as_array().unwrap();
    flow.iter()
        .map(|b| b["display_name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_older_action_is_brought_up_to_date_in_its_place_and_put_back_with_its_secrets() {
    let expected = reference().await;
    let site = Site::new();
    let id = site.tenant.add_action(&older_action(), true).unwrap();
    // It runs between the two others.
    site.tenant
        .set_flow(&["Add roles", "UserHub", "Risk check"]);
    let before = site.tenant.picture();
    let asks = site.install(Choices::default()).await.asks();
    assert_eq!(asks.questions[0].about, Change::Action);
    assert_eq!(asks.questions[0].offers[0].answer, Answer::Use(id));
    assert_same(&site.tenant.picture(), &before);

    let plan = site.install(use_existing()).await.stands();
    assert_eq!(plan.row(Change::Flow).unwrap().effect, Effect::Keep);
    assert!(
        !plan
            .row(Change::Action)
            .unwrap()
            .code
            .as_ref()
            .unwrap()
            .is_empty()
    );
    let after = site.tenant.picture();
    assert_eq!(after["actions"][2], expected["actions"][2]);
    assert_eq!(names(&after), ["Add roles", "UserHub", "Risk check"]);
    assert_eq!(site.install(use_existing()).await.stands().changes(), 0);
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn an_older_version_that_is_deployed_below_a_newer_draft_comes_back_below_it() {
    let site = Site::new();
    site.tenant.add_action(&older_action(), true).unwrap();
    let newer = json!({"code": "// a newer draft\n"});
    assert!(site.tenant.change_action("UserHub", &newer));
    tokio::time::sleep(Duration::from_millis(60)).await;
    let before = site.tenant.picture();
    let plan = site.install(use_existing()).await.stands();
    let note = plan.row(Change::Action).unwrap().note.as_ref();
    assert!(note.unwrap().contains("never deployed"), "{note:?}");
    let report = site.undo().await;
    // Auth0 builds a changed draft again.
    tokio::time::sleep(Duration::from_millis(60)).await;
    site.is_again(&report, &before);
}

#[tokio::test]
async fn the_action_comes_where_it_was_asked_for_and_all_others_keep_their_order() {
    for (place, expected) in [
        (0, ["UserHub", "Add roles", "Risk check"]),
        (1, ["Add roles", "UserHub", "Risk check"]),
        (9, ["Add roles", "Risk check", "UserHub"]),
    ] {
        let site = Site::new();
        let before = site.tenant.picture();
        let choices = Choices {
            place: Some(place),
            ..Choices::default()
        };
        let plan = site.install(choices).await.stands();
        assert_eq!(names(&site.tenant.picture()), expected);
        let shown: Vec<&str> = plan.flow_after.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(shown, expected);
        // Moved once more, and undone from there.
        let choices = Choices {
            place: Some(1),
            ..Choices::default()
        };
        site.install(choices).await.stands();
        assert_eq!(
            names(&site.tenant.picture()),
            ["Add roles", "UserHub", "Risk check"]
        );
        site.is_again(&site.undo().await, &before);
    }
}

#[tokio::test]
async fn a_name_that_is_taken_twice_is_a_question_and_the_answer_counts() {
    let site = Site::new();
    for id in ["first", "second"] {
        site.tenant.add_client(&application(id, "non_interactive"));
    }
    let before = site.tenant.picture();
    for choices in [Choices::default(), use_existing()] {
        let plan = site.install(choices).await.asks();
        let question = &plan.questions[0];
        assert_eq!(question.about, Change::Application);
        let answers: Vec<Answer> = question.offers.iter().map(|o| o.answer.clone()).collect();
        let use_of = |id: &str| Answer::Use(id.to_owned());
        let expected = [
            use_of("first"),
            use_of("second"),
            Answer::Second,
            Answer::Stop,
        ];
        assert_eq!(answers, expected);
    }
    assert_same(&site.tenant.picture(), &before);
    let choices = Choices {
        application: Some(Answer::Use("second".to_owned())),
        ..Choices::default()
    };
    let plan = site.install(choices).await.stands();
    assert_eq!(plan.application, Some(ClientId::new("second")));
    assert_eq!(
        site.tenant.picture()["applications"],
        before["applications"]
    );
    site.is_again(&site.undo().await, &before);

    // And a third one beside them, which gets a name of its own.
    let choices = Choices {
        application: Some(Answer::Second),
        ..Choices::default()
    };
    site.install(choices).await.stands();
    assert_eq!(
        site.tenant.picture()["applications"][3]["name"],
        "UserHub 2"
    );
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn a_grant_keeps_what_it_has_and_gets_what_it_lacks() {
    for (there, expected) in [
        (
            vec!["create:users", "read:users"],
            vec!["create:users", "read:users", "update:users", "delete:users"],
        ),
        (
            vec![
                "read:logs",
                "read:users",
                "update:users",
                "delete:users",
                "create:users",
            ],
            vec![
                "read:logs",
                "read:users",
                "update:users",
                "delete:users",
                "create:users",
            ],
        ),
        (
            vec![],
            vec!["read:users", "update:users", "delete:users", "create:users"],
        ),
    ] {
        let site = Site::new();
        site.tenant.set_permissions(&there);
        let before = site.tenant.picture();
        let mut setup = site.setup();
        // The profile names the application already, so it is no question, whatever it is called.
        setup.application = Some(ClientId::new(site.tenant.client_id()));
        let plan = site.install_as(setup, Choices::default()).await.stands();
        let row = plan.row(Change::Permissions).unwrap();
        assert_eq!(row.effect == Effect::Keep, there.len() == 5, "{row:?}");
        assert_eq!(site.tenant.picture()["grants"][0]["scope"], json!(expected));
        site.is_again(&site.undo().await, &before);
    }
}

#[tokio::test]
async fn an_application_of_another_type_is_never_used_and_never_changed() {
    let site = Site::new();
    site.tenant
        .add_client(&application("website", "regular_web"));
    let before = site.tenant.picture();
    for choices in [Choices::default(), use_existing()] {
        let plan = site.install(choices).await.asks();
        let question = &plan.questions[0];
        assert!(
            question.what.contains("not a Machine to Machine"),
            "{question:?}"
        );
        assert_eq!(question.offers[0].answer, Answer::Second);
    }
    assert_same(&site.tenant.picture(), &before);
    let choices = Choices {
        application: Some(Answer::Second),
        ..Choices::default()
    };
    site.install(choices).await.stands();
    assert_eq!(
        site.tenant.picture()["applications"][1],
        before["applications"][1]
    );
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn what_a_person_did_by_hand_before_they_stopped_is_used() {
    let expected = reference().await;
    // As far as the application, its grant, the draft, and the deployed Action.
    for step in 1..=4 {
        let site = Site::new();
        by_hand(&site, step).await;
        let before = site.tenant.picture();
        site.install(use_existing()).await.stands();
        let after = site.tenant.picture();
        for part in ["grants", "actions", "bindings"] {
            assert_same(&after[part], &expected[part]);
        }
        assert_eq!(after["applications"][1]["name"], "UserHub");
        let report = site.undo().await;
        if step == 3 {
            // A draft that was never deployed: Auth0 takes no deployment back, and the report says so.
            assert!(report.notes[0].contains("stays deployed"), "{report:?}");
            let again = site.tenant.picture();
            assert_eq!(again["bindings"], before["bindings"]);
            assert_eq!(
                again["actions"][2]["draft"]["code"],
                before["actions"][2]["draft"]["code"]
            );
        } else {
            site.is_again(&report, &before);
        }
    }
}

/// Does the first steps of the set-up as a person would, through the dashboard.
async fn by_hand(site: &Site, steps: u32) {
    site.tenant
        .add_client(&application("by-hand", "non_interactive"));
    if steps >= 2 {
        let four = ["read:users", "update:users", "delete:users", "create:users"];
        site.tenant.grant("by-hand", &four);
    }
    if steps >= 3 {
        let code = userhub_connect::domain::snippet::Code::Documented.text();
        let action = json!({
            "name": "UserHub",
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
            "code": code,
            "runtime": "node22",
            "dependencies": [{"name": "@userhub/auth0-actions", "version": "1.0.0"}],
            "secrets": [],
        });
        site.tenant.add_action(&action, steps >= 4).unwrap();
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}
