//! A tenant that is set up more than once, for two UserHub connections: neither takes the other's things.

use super::*;

fn for_connection(site: &Site, connection: &str) -> InstallSetup {
    InstallSetup {
        userhub: Some(UserHubSetup {
            connection: connection.parse().unwrap(),
            key: Secret::new(KEY),
        }),
        ..site.setup()
    }
}

#[tokio::test]
async fn the_application_that_is_named_is_used_and_the_other_connections_action_is_asked_about() {
    let site = Site::new();
    site.install(Choices::default()).await.stands();
    let one = site.tenant.picture();
    let mut second = for_connection(&site, "conn_planted2");
    second.application = Some(ClientId::new(site.tenant.client_id()));
    let asks = site
        .install_as(second.clone(), Choices::default())
        .await
        .asks();
    assert_eq!(asks.application, second.application);
    let question = &asks.questions[0];
    assert!(question.what.contains("conn_planted1"), "{question:?}");
    assert_same(&site.tenant.picture(), &one);

    let choices = Choices {
        action: Some(Answer::Second),
        ..Choices::default()
    };
    site.install_as(second.clone(), choices.clone())
        .await
        .stands();
    let two = site.tenant.picture();
    assert_eq!(two["actions"][2], one["actions"][2]);
    assert_eq!(two["actions"][3]["name"], "UserHub 2");
    // Each finds its own again.
    for setup in [second.clone(), site.setup()] {
        let again = site.install_as(setup, choices.clone()).await.stands();
        assert_eq!(again.changes(), 0, "{again:?}");
    }
    // Each is undone by itself.
    let report = site.undo_as(second).await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert!(
        report.notes.concat().contains("more than once"),
        "{report:?}"
    );
    assert_same(&site.tenant.picture(), &one);
    let report = site.undo().await;
    assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    assert_eq!(
        site.tenant.picture()["actions"].as_array().unwrap().len(),
        2
    );
    assert!(matches!(site.undo().await.end, InstallEnd::NothingToUndo));
}

#[tokio::test]
async fn a_connection_that_was_corrected_goes_into_the_same_action_once_it_is_said_so() {
    let site = Site::new();
    let before = site.tenant.picture();
    site.install(Choices::default()).await.stands();
    let corrected = for_connection(&site, "conn_planted2");
    let asks = site
        .install_as(corrected.clone(), Choices::default())
        .await
        .asks();
    let choices = Choices {
        action: Some(asks.questions[0].offers[0].answer.clone()),
        ..Choices::default()
    };
    site.install_as(corrected.clone(), choices).await.stands();
    let again = site.install_as(corrected.clone(), Choices::default()).await;
    assert_eq!(again.stands().changes(), 0);
    site.is_again(&site.undo_as(corrected).await, &before);
}
