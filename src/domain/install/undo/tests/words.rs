//! What is said of an undoing: before it, what it would do, and after it, what is other than before all the same.

use super::changed::changed;
use super::*;

/// The one sentence that is said, or nothing.
fn said(record: &Record, found: &Found) -> String {
    let mut all = differences(record, found);
    assert!(all.len() < 2, "{all:?}");
    all.pop().unwrap_or_default()
}

/// Asserts that what is said has these words in it; nothing is said where there are none.
#[track_caller]
fn assert_says(said: &str, words: &str) {
    assert!(said.contains(words), "{said}");
    assert_eq!(said.is_empty(), words.is_empty(), "{said}");
}

/// A tenant whose own Action was put back whole, with the record of it.
fn put_back_whole(version: Option<&str>) -> (Record, Found) {
    let (record, mut found) = changed(version, true);
    found.actions[0].kept = kept("theirs");
    found.actions[0].secrets = slots("before");
    found.actions[0].deployment.version = version.map(str::to_owned);
    found.flow = flow_of("A");
    found.grants.clear();
    found.applications.clear();
    (record, found)
}

#[test]
fn of_what_is_put_back_whole_nothing_is_said() {
    for version in [Some("v0"), None] {
        let (record, found) = put_back_whole(version);
        assert_eq!(undo(&record, &found).needed(), []);
        assert_says(&said(&record, &found), "");
    }
}

#[test]
fn a_flow_that_somebody_else_has_changed_is_told_by_what_became_of_our_place() {
    for (before, now, words) in [
        ("A", "A", ""),
        ("A", "BA", "only UserHub is out of it"),
        ("", "B", "only UserHub is out of it"),
        ("AU", "AU", ""),
        ("AU", "BAU", "only the Action's place was put back"),
        ("U", "BU", "only the Action's place was put back"),
        ("AU", "A", "it was not put in again"),
        ("U", "", "it was not put in again"),
    ] {
        let (mut record, mut found) = put_back_whole(Some("v0"));
        record.flow.as_mut().unwrap().before = flow_of(before);
        found.flow = flow_of(now);
        let said = said(&record, &found);
        assert!(said.contains(words), "{before} {now}: {said}");
        assert_eq!(said.is_empty(), words.is_empty(), "{before} {now}: {said}");
    }
}

#[test]
fn of_a_flow_in_which_the_action_stays_nothing_is_said_a_second_time() {
    let (record, mut found) = set_up();
    found.actions[0].kept.code.push_str(" and theirs");
    found.applications.clear();
    found.grants.clear();
    assert_eq!(undo(&record, &found).remainders().len(), 2);
    assert_says(&said(&record, &found), "");
}

#[test]
fn an_action_that_was_edited_between_two_set_ups_is_named_while_it_is_there() {
    let (mut record, mut found) = put_back_whole(Some("v0"));
    if let Some(ActionRecord::Changed { was_edited, .. }) = &mut record.action {
        *was_edited = true;
    }
    let words = "had changed the Action \"UserHub\" between two set-ups";
    assert_says(&said(&record, &found), words);
    found.actions.clear();
    assert_says(&said(&record, &found), "");
}

#[test]
fn secrets_that_cannot_be_put_back_are_named_where_auth0_says_that_they_were_set_again() {
    let (record, mut found) = put_back_whole(None);
    found.actions[0].secrets = slots("now");
    let words = "In the Action, the former values of API_KEY cannot be put back.";
    assert_says(&said(&record, &found), words);
}

#[test]
fn a_deployment_that_cannot_be_taken_back_is_told_with_what_became_of_the_secrets() {
    let mut two = slots("before");
    two.push(SecretSlot {
        name: "OTHER".to_owned(),
        set_at: "before".to_owned(),
    });
    for (had, words) in [
        (
            Vec::new(),
            "never runs; the two secrets that were set in it stay.",
        ),
        (
            two,
            "never runs; the former values of API_KEY, OTHER cannot be put back.",
        ),
    ] {
        let (mut record, mut found) = put_back_whole(None);
        if let Some(ActionRecord::Changed { secrets, .. }) = &mut record.action {
            *secrets = had;
        }
        found.actions[0].deployment.version = Some("v1".to_owned());
        assert_says(&said(&record, &found), words);
    }
}

#[test]
fn permissions_that_are_other_than_before_are_somebody_elses_while_the_application_is_there() {
    let (mut record, mut found) = put_back_whole(Some("v0"));
    let words = "what the application may do";
    record.grant.as_mut().unwrap().before = Some(vec!["x".to_owned()]);
    assert_says(&said(&record, &found), "");
    found.applications.push(ours("app"));
    assert_says(&said(&record, &found), words);
    found.grants.push(Grant {
        id: "grant".to_owned(),
        client_id: ClientId::new("app"),
        permissions: vec!["x".to_owned()],
        allows_all: false,
        is_system: false,
    });
    assert_says(&said(&record, &found), "");
    found.grants[0].permissions.push("theirs".to_owned());
    assert_says(&said(&record, &found), words);
}

#[test]
fn the_review_says_what_becomes_of_each_thing_that_was_made() {
    let (mut record, _) = set_up();
    assert_eq!(
        record.undo_lines(),
        [
            "Login flow: Action A again",
            "Action: deleted",
            "Permissions: taken away",
            "Application: app deleted",
        ]
    );
    let rows = record.undo_rows();
    let before: Vec<&str> = rows.iter().map(|row| row.before.as_str()).collect();
    let made = "made by UserHub Connect";
    assert_eq!(before, ["Action A, Action U", made, "a, b, c, d", made]);
    record.flow = Some(FlowRecord {
        before: Vec::new(),
        after: flow_of("U"),
    });
    assert_eq!(record.undo_lines()[0], "Login flow: empty again");
}

#[test]
fn the_review_says_of_what_was_there_before_only_what_is_put_back() {
    let lines = |version| {
        let (mut record, _) = changed(version, true);
        record.flow = Some(FlowRecord {
            before: flow_of("UA"),
            after: flow_of("AU"),
        });
        record.application = Some(ApplicationRecord::Used {
            client_id: ClientId::new("app"),
        });
        record.grant.as_mut().unwrap().before = Some(vec!["x".to_owned()]);
        record.undo_lines()
    };
    let [flow, action, permissions] = lines(Some("v0")).try_into().unwrap();
    assert_eq!(flow, "Login flow: Action U, Action A again");
    assert!(action.contains("the version that was deployed before"));
    assert_eq!(permissions, "Permissions: a, b, c, d taken away");
    assert!(lines(None)[1].contains("the values of its secrets cannot be put back"));
}

#[test]
fn an_action_that_was_never_made_is_no_line_of_the_review() {
    let (made, _) = set_up();
    let mut record = Record::new(made.domain);
    assert!(record.undo_lines().is_empty());
    record.action = Some(ActionRecord::Making {
        name: "UserHub".to_owned(),
        before: Vec::new(),
    });
    assert!(record.undo_lines().is_empty());
}
