//! What undoing decides, thing by thing.

mod changed;
mod others;
mod words;

use super::super::found::{Deployment, SecretSlot, Trigger};
use super::super::gaps::Gaps;
use super::super::record::{FlowRecord, GrantRecord, SecretsRecord, Written};
use super::*;
use crate::domain::ids::ClientId;

/// A flow of these Actions; `U` is ours.
fn flow_of(ids: &str) -> Vec<Binding> {
    let ids = ids.chars().map(String::from);
    ids.map(|id| Binding {
        display_name: format!("Action {id}"),
        action_id: id,
    })
    .collect()
}

fn ids(flow: &[Binding]) -> String {
    flow.iter().map(|b| b.action_id.as_str()).collect()
}

#[test]
fn only_our_place_in_the_flow_is_put_back() {
    for (before, now, expected) in [
        // Ours was not in it: every other one stays, as it is now.
        ("A", "AU", "A"),
        ("A", "UAB", "AB"),
        ("AB", "BUA", "BA"),
        ("AB", "UB", "B"),
        ("", "U", ""),
        // Ours was in it, and goes back behind the one that was ahead of it, or before the one that came after.
        ("AUB", "UAB", "AUB"),
        ("UA", "AU", "UA"),
        ("UA", "BAU", "BUA"),
        ("AU", "UABC", "AUBC"),
        ("ABU", "UACD", "AUCD"),
        ("AU", "BCU", "UBC"),
    ] {
        let after = put_back("U", &flow_of(before), &flow_of(now));
        assert_eq!(ids(&after), expected, "{before} {now}");
    }
}

fn kept(code: &str) -> Kept {
    Kept {
        code: code.to_owned(),
        runtime: "node22".to_owned(),
        trigger_version: "v3".to_owned(),
        dependencies: vec![("package".to_owned(), "1.0.0".to_owned())],
    }
}

fn slots(set_at: &str) -> Vec<SecretSlot> {
    vec![SecretSlot {
        name: "API_KEY".to_owned(),
        set_at: set_at.to_owned(),
    }]
}

fn ours(id: &str) -> Application {
    Application {
        client_id: ClientId::new(id),
        name: "UserHub".to_owned(),
        app_type: "non_interactive".to_owned(),
        grant_types: vec!["client_credentials".to_owned()],
        auth_method: "client_secret_post".to_owned(),
    }
}

/// A tenant as a set-up that found nothing leaves it, with the record of it.
fn set_up() -> (Record, Found) {
    let four = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    let action = Action {
        id: "U".to_owned(),
        name: "UserHub".to_owned(),
        kept: kept("ours"),
        secrets: slots("now"),
        deployment: Deployment {
            status: "built".to_owned(),
            errors: Vec::new(),
            version: Some("v1".to_owned()),
            is_current: true,
        },
    };
    let found = Found {
        applications: vec![ours("app")],
        grants: vec![Grant {
            id: "grant".to_owned(),
            client_id: ClientId::new("app"),
            permissions: four.clone(),
            allows_all: false,
            is_system: false,
        }],
        used_elsewhere: Vec::new(),
        actions: vec![action],
        flow: flow_of("AU"),
        trigger: Trigger {
            version: "v3".to_owned(),
            runtime: "node22".to_owned(),
        },
        gaps: Gaps::default(),
    };
    let record = Record {
        application: Some(ApplicationRecord::Made {
            client_id: ClientId::new("app"),
            name: Some("UserHub".to_owned()),
        }),
        grant: Some(GrantRecord {
            client_id: ClientId::new("app"),
            before: None,
            added: four,
        }),
        action: Some(ActionRecord::Made {
            id: "U".to_owned(),
            code: "ours".to_owned(),
            written: Some(Written {
                kept: kept("ours"),
                was: None,
                is_deployed: true,
            }),
        }),
        secrets: Some(SecretsRecord {
            key: "••••".to_owned(),
            connection: "conn_1".parse().unwrap(),
            slots: slots("now"),
        }),
        flow: Some(FlowRecord {
            before: flow_of("A"),
            after: flow_of("AU"),
        }),
        ..Record::new("acme.eu.auth0.com".parse().unwrap())
    };
    (record, found)
}

#[test]
fn what_was_made_is_taken_away_and_then_nothing_is_left_to_do() {
    let (record, mut found) = set_up();
    let steps = undo(&record, &found);
    assert_eq!(steps.needed(), Change::ALL);
    assert!(steps.remainders().is_empty());
    assert_eq!(steps.flow, Back::Do(flow_of("A")));
    found.flow = flow_of("A");
    found.actions.clear();
    found.grants.clear();
    found.applications.clear();
    assert!(undo(&record, &found).needed().is_empty());
    assert!(differences(&record, &found).is_empty());
}

#[test]
fn each_foreign_change_of_the_action_keeps_it_where_it_runs() {
    let changes: [fn(&mut Action); 6] = [
        |action| action.kept.code.push_str(" and theirs"),
        |action| action.kept.runtime = "node18".to_owned(),
        |action| action.kept.dependencies.clear(),
        |action| action.kept.dependencies[0].1 = "1.0.1".to_owned(),
        |action| action.secrets = slots("later"),
        |action| action.deployment.is_current = false,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (record, mut found) = set_up();
        change(&mut found.actions[0]);
        let steps = undo(&record, &found);
        assert!(steps.action.stays().is_some(), "{number} {steps:?}");
        assert!(steps.flow.stays().is_some(), "{number} {steps:?}");
        assert!(steps.application.is_needed(), "{number}");
    }
}

#[test]
fn an_application_that_is_no_longer_what_was_made_stays() {
    let changes: [fn(&mut Found); 5] = [
        |found| found.used_elsewhere.push(ClientId::new("app")),
        |found| found.applications[0].name = "Backups".to_owned(),
        |found| found.applications[0].app_type = "regular_web".to_owned(),
        |found| found.applications[0].grant_types.clear(),
        |found| found.grants[0].permissions.push("read:logs".to_owned()),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (record, mut found) = set_up();
        change(&mut found);
        let steps = undo(&record, &found);
        assert!(steps.application.stays().is_some(), "{number} {steps:?}");
        assert!(steps.permissions.is_needed(), "{number}");
    }
}

#[test]
fn what_was_added_to_a_grant_is_added_up_over_the_runs() {
    let grant = |client_id: &str, before: &[&str], added: &[&str]| GrantRecord {
        client_id: ClientId::new(client_id),
        before: Some(before.iter().map(|&it| it.to_owned()).collect()),
        added: added.iter().map(|&it| it.to_owned()).collect(),
    };
    let first = grant("app", &["x"], &["a", "b"]);
    let all = first.clone().with(grant("app", &["x", "b"], &["a"]));
    assert_eq!(all, grant("app", &["x"], &["a", "b"]));
    let all = first.clone().with(grant("app", &["x", "a", "b"], &["c"]));
    assert_eq!(all, grant("app", &["x"], &["a", "b", "c"]));
    let other = grant("other", &[], &["a"]);
    assert_eq!(first.with(other.clone()), other);
}

#[test]
fn a_making_that_came_to_nothing_is_not_found_in_what_a_person_makes_later() {
    let (mut record, mut found) = set_up();
    found.applications.clear();
    record.application = Some(ApplicationRecord::Making {
        name: "UserHub".to_owned(),
        before: Vec::new(),
    });
    record.take_up(&found);
    assert_eq!(record.application, None);
    found.applications.push(ours("by-hand"));
    record.take_up(&found);
    assert_eq!(undo(&record, &found).application, Back::Nothing);
}

#[test]
fn what_a_person_has_gone_on_with_is_not_taken_for_what_was_cut_off() {
    let (made, found) = set_up();
    let mut record = Record {
        application: Some(ApplicationRecord::Making {
            name: "UserHub".to_owned(),
            before: Vec::new(),
        }),
        action: Some(ActionRecord::Making {
            name: "UserHub".to_owned(),
            before: Vec::new(),
        }),
        ..Record::new(made.domain.clone())
    };
    // A making that was cut off leaves an application without permissions, and a draft.
    let mut cut_off = record.clone();
    let mut bare = found.clone();
    bare.grants.clear();
    bare.flow = flow_of("A");
    bare.actions[0].deployment.version = None;
    cut_off.take_up(&bare);
    assert!(cut_off.application.is_some() && cut_off.action.is_some());
    // With more than that, it is a person's.
    record.take_up(&found);
    assert_eq!((&record.application, &record.action), (&None, &None));
}

#[test]
fn a_record_of_the_first_form_can_be_read_and_undone() {
    let text = r#"{"version":1,"domain":"acme.eu.auth0.com","application":{"state":"made","client_id":"app"},
        "grant":{"client_id":"app","before":null,"added":["a","b","c","d"]},
        "action":{"state":"made","id":"U","code":"ours"},"secrets":null,
        "flow":{"before":[{"action_id":"A","display_name":"Action A"}],"after":[]}}"#;
    let record: Record = serde_json::from_str(text).unwrap();
    let (_, mut found) = set_up();
    assert_eq!(undo(&record, &found).needed(), Change::ALL);
    found.actions[0].kept.code.push('!');
    assert!(undo(&record, &found).action.stays().is_some());
}

#[test]
fn a_tenant_that_was_set_up_twice_turns_to_the_set_up_that_is_meant() {
    let (mut record, _) = set_up();
    let one = record.clone();
    record.begin_another();
    record.application = Some(ApplicationRecord::Used {
        client_id: ClientId::new("second"),
    });
    let two = record.clone();
    let turned = |application: Option<&str>, connection: Option<&str>| {
        let mut turned = two.clone();
        let connection = connection.map(|it| it.parse().unwrap());
        turned.turn_to(application.map(ClientId::new).as_ref(), connection.as_ref());
        turned
            .application
            .as_ref()
            .and_then(ApplicationRecord::client_id)
            .map(ToString::to_string)
    };
    for (application, connection, expected) in [
        (None, None, "second"),
        (Some("app"), None, "app"),
        (Some("second"), None, "second"),
        (Some("third"), None, "second"),
        (None, Some("conn_1"), "app"),
        (None, Some("conn_2"), "second"),
    ] {
        let found = turned(application, connection);
        assert_eq!(
            found.as_deref(),
            Some(expected),
            "{application:?} {connection:?}"
        );
    }
    let mut back = two.clone();
    back.turn_to(Some(&ClientId::new("app")), None);
    assert_eq!(back.earlier.len(), 1);
    assert!(back.earlier[0].earlier.is_empty());
    assert_eq!(two.without_latest(), Some(one));
}
