//! What an earlier set-up has left, and what of it a new one takes up.

use super::super::targets::{flow_with, recorded_action, recorded_application, union};
use super::*;

#[test]
fn an_application_whose_making_was_cut_off_is_the_only_new_one_of_its_name_without_a_grant() {
    let recorded = ApplicationRecord::Making {
        name: "UserHub".to_owned(),
        before: vec![ClientId::new("before")],
    };
    let is_found = |change: &dyn Fn(&mut Found)| {
        let mut found = empty();
        found.applications.push(application("before", "UserHub"));
        found.applications.push(application("new", "UserHub"));
        change(&mut found);
        recorded_application(&found, &recorded)
    };
    let new = Some(ClientId::new("new"));
    assert_eq!(is_found(&|_| {}), new);
    assert_eq!(
        is_found(&|found| found.applications[2].name = "Other".to_owned()),
        None
    );
    assert_eq!(
        is_found(&|found| found.applications[2].app_type = "spa".to_owned()),
        None
    );
    assert_eq!(
        is_found(&|found| found.grants.push(grant("new", &[]))),
        None
    );
    assert_eq!(
        is_found(&|found| found.grants.push(grant("before", &[]))),
        new
    );
    let another = application("another", "UserHub");
    assert_eq!(
        is_found(&|found| found.applications.push(another.clone())),
        None
    );
    assert_eq!(is_found(&|found| found.applications.truncate(2)), None);
}

#[test]
fn an_action_whose_making_was_cut_off_is_the_only_new_one_of_its_name_that_runs_nowhere() {
    let recorded = ActionRecord::Making {
        name: "UserHub".to_owned(),
        before: vec!["before".to_owned()],
    };
    let is_found = |change: &dyn Fn(&mut Found)| {
        let mut found = empty();
        for id in ["before", "new"] {
            let mut action = our_action(&found);
            action.id = id.to_owned();
            action.deployment = Deployment::default();
            found.actions.push(action);
        }
        change(&mut found);
        recorded_action(&found, &recorded)
    };
    let new = Some("new".to_owned());
    assert_eq!(is_found(&|_| {}), new);
    assert_eq!(
        is_found(&|found| found.actions[1].name = "Other".to_owned()),
        None
    );
    assert_eq!(is_found(&|found| found.flow = in_flow(&["new"])), None);
    assert_eq!(is_found(&|found| found.flow = in_flow(&["before"])), new);
    let deployed = |found: &mut Found| found.actions[1].deployment.version = Some("1".to_owned());
    assert_eq!(is_found(&deployed), None);
    let twice = |found: &mut Found| {
        let mut another = found.actions[1].clone();
        another.id = "another".to_owned();
        found.actions.push(another);
    };
    assert_eq!(is_found(&twice), None);
}

#[test]
fn a_second_application_is_made_for_another_connection_and_once() {
    let (mut found, record) = stands();
    found.applications.push(application("too", "UserHub 2"));
    let second = Choices {
        application: Some(Answer::Second),
        ..Choices::default()
    };
    // The second one was made by the earlier set-up of this very connection.
    let decision = with(&found, &wanted(), &second, Some(&record));
    assert_eq!(decision.application, Target::Use(ClientId::new("ours")));
    let mut another = record.clone();
    another.secrets.as_mut().unwrap().connection = "conn_another1".parse().unwrap();
    let both = Choices {
        action: Some(Answer::Second),
        ..second
    };
    let decision = with(&found, &wanted(), &both, Some(&another));
    assert_eq!(decision.application, Target::Make("UserHub 3".to_owned()));
    // One that is named and cannot be used, or is gone, is not used; the recorded one is.
    for id in ["gone", "unfit"] {
        let mut unfit = application("unfit", "Theirs");
        unfit.app_type = "spa".to_owned();
        found.applications.push(unfit);
        let named = Wanted {
            application: Some(ClientId::new(id)),
            ..wanted()
        };
        let decision = with(&found, &named, &Choices::default(), Some(&record));
        assert_eq!(
            decision.application,
            Target::Use(ClientId::new("ours")),
            "{id}"
        );
    }
    let named = Wanted {
        application: Some(ClientId::new("too")),
        ..wanted()
    };
    let decision = with(&found, &named, &Choices::default(), Some(&record));
    assert_eq!(decision.application, Target::Use(ClientId::new("too")));
}

#[test]
fn an_action_is_ours_by_its_package_too() {
    let mut found = empty();
    let mut theirs = our_action(&found);
    theirs.name = "Theirs".to_owned();
    theirs.kept.dependencies = vec![("lodash".to_owned(), "1".to_owned())];
    found.actions.push(theirs);
    let decision = with(&found, &wanted(), &use_only(), None);
    assert_eq!(decision.action, Target::Make("UserHub".to_owned()));
    let package = Code::Documented.dependencies()[0].name.to_owned();
    found.actions[0]
        .kept
        .dependencies
        .push((package, "1".to_owned()));
    let decision = with(&found, &wanted(), &use_only(), None);
    assert_eq!(decision.action, Target::Use("U".to_owned()));
}

#[test]
fn what_is_there_keeps_its_order_and_its_version() {
    let there = ["read:logs", "update:users"].map(str::to_owned);
    let after = union(&there, LiveUpdates::No).unwrap();
    assert_eq!(after[..2], there);
    assert_eq!(after.len(), 5);
    assert_eq!(union(&four(), LiveUpdates::No), None);
    let with_events = union(&four(), LiveUpdates::Too).unwrap();
    assert_eq!(with_events[4..], ["read:events"]);
    assert_eq!(union(&with_events, LiveUpdates::Too), None);
    let ours = &in_flow(&["U"])[0];
    let ids = |flow: &[&str], place| {
        let after = flow_with(&in_flow(flow), ours, place);
        after.into_iter().map(|b| b.action_id).collect::<String>()
    };
    assert_eq!(ids(&["A", "U", "B"], None), "AUB");
    assert_eq!(ids(&["A", "B"], None), "ABU");
    assert_eq!(ids(&["A", "U", "B"], Some(2)), "ABU");
    let mut kept = our_action(&empty()).kept;
    kept.dependencies[0].1 = "1.2.3".to_owned();
    kept.dependencies
        .insert(0, ("lodash".to_owned(), "9".to_owned()));
    let wanted = wanted_action(&empty(), Code::Documented, Some(&kept));
    assert_eq!(wanted.dependencies.len(), 1);
    assert_eq!(wanted.dependencies[0].1, "1.2.3");
}
