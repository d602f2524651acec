//! What undoing leaves of what somebody else has added, and what it says of it.

use super::*;

/// What undoing would do about a grant that had these permissions before, and has these now; `a` to `d` were added.
fn step(before: Option<&[&str]>, now: &[&str]) -> Back<Option<Vec<String>>> {
    let owned = |all: &[&str]| all.iter().map(|&it| it.to_owned()).collect();
    let (mut record, mut found) = set_up();
    record.grant.as_mut().unwrap().before = before.map(owned);
    found.grants[0].permissions = owned(now);
    match undo(&record, &found).permissions {
        Back::Do(step) => {
            assert_eq!(step.there, found.grants[0]);
            Back::Do(step.left)
        }
        Back::Nothing => Back::Nothing,
        Back::Stays(why) => Back::Stays(why),
    }
}

#[test]
fn a_grant_goes_as_a_whole_only_where_it_was_made_and_nobody_has_added_to_it() {
    let left = |all: &[&str]| Back::Do(Some(all.iter().map(|&it| it.to_owned()).collect()));
    assert_eq!(step(None, &["a", "b"]), Back::Do(None));
    assert_eq!(step(None, &[]), Back::Do(None));
    assert_eq!(step(None, &["a", "theirs"]), left(&["theirs"]));
    assert_eq!(step(Some(&["x"]), &["x", "a"]), left(&["x"]));
    assert_eq!(step(Some(&[]), &["a", "b"]), left(&[]));
}

#[test]
fn a_grant_without_anything_of_ours_is_left_as_it_is() {
    assert_eq!(step(None, &["theirs"]), Back::Nothing);
    assert_eq!(step(Some(&["x"]), &["x"]), Back::Nothing);
    // It was there without a permission, and is so again.
    assert_eq!(step(Some(&[]), &[]), Back::Nothing);
}

#[test]
fn an_action_that_was_made_goes_out_of_the_flow_even_where_the_record_ends_before_the_flow() {
    let (mut record, found) = set_up();
    record.flow = None;
    assert_eq!(undo(&record, &found).flow, Back::Do(flow_of("A")));
}

#[test]
fn each_thing_that_stays_is_named_with_its_reason() {
    let (record, mut found) = set_up();
    found.actions[0].kept.code.push_str(" and theirs");
    found.used_elsewhere.push(ClientId::new("app"));
    let remainders = undo(&record, &found).remainders();
    let [action, flow, application] = remainders.as_slice() else {
        panic!("{remainders:?}");
    };
    assert!(action.contains("has changed the Action \"UserHub\""));
    assert!(flow.contains("stays in the Login flow"));
    assert!(application.contains("\"UserHub\" (app) stays"));
    assert!(application.contains("another API"));
}

#[test]
fn an_application_of_which_older_records_know_no_name_is_deleted_under_any() {
    let (mut record, mut found) = set_up();
    record.application = Some(ApplicationRecord::Made {
        client_id: ClientId::new("app"),
        name: None,
    });
    found.applications[0].name = "Backups".to_owned();
    let there = found.applications[0].clone();
    assert_eq!(undo(&record, &found).application, Back::Do(there));
}

#[test]
fn the_record_of_another_applications_grant_excuses_no_permission() {
    let (mut record, found) = set_up();
    record.grant.as_mut().unwrap().client_id = ClientId::new("other");
    let application = undo(&record, &found).application;
    let why = application.stays().unwrap_or_default();
    assert!(why.contains("more permissions"), "{application:?}");
}
