//! The words that programs read and people choose by.

use super::super::plan::Question;
use super::*;

#[test]
fn the_names_for_programs_stay_as_they_were_given() {
    let names = Change::ALL.map(Change::name);
    assert_eq!(
        names,
        ["application", "permissions", "action", "secrets", "flow"]
    );
    let effects = [
        Effect::Create,
        Effect::Change,
        Effect::Keep,
        Effect::Later,
        Effect::Ask,
    ];
    assert_eq!(
        effects.map(Effect::word),
        ["create", "change", "keep", "later", "choose"]
    );
    let why = Change::ALL.map(Change::needed_because);
    assert!(why.iter().all(|why| why.ends_with('.') && why.len() > 20));
    assert!(why[4].contains("Login flow"));
}

fn labels(question: &Question) -> Vec<&str> {
    question.offers.iter().map(|it| it.label.as_str()).collect()
}

#[test]
fn one_of_the_name_is_offered_as_it_and_several_by_their_ids() {
    let asked = |found: &Found| {
        with(found, &wanted(), &Choices::default(), None)
            .plan
            .questions
    };
    let mut found = empty();
    found.applications.push(application("there", "UserHub"));
    found.actions.push(our_action(&found));
    let questions = asked(&found);
    let alone = ["Use it", "Make a second one", "Stop"];
    assert_eq!(labels(&questions[0]), alone);
    assert_eq!(labels(&questions[1]), alone);
    found.applications.push(application("too", "UserHub 2"));
    found.actions.push(Action {
        id: "V".to_owned(),
        ..our_action(&found)
    });
    let questions = asked(&found);
    assert_eq!(labels(&questions[0])[..2], ["Use there", "Use too"]);
    let actions = ["Use \"UserHub\" (U)", "Use \"UserHub\" (V)"];
    assert_eq!(labels(&questions[1])[..2], actions);
}

#[test]
fn what_the_recorded_action_loses_is_told_beside_it_alone() {
    let (mut found, mut record) = stands();
    record.secrets.as_mut().unwrap().connection = "conn_another1".parse().unwrap();
    found.actions.push(Action {
        id: "V".to_owned(),
        ..our_action(&found)
    });
    let decision = with(&found, &wanted(), &Choices::default(), Some(&record));
    let told = decision.plan.questions[0].offers.iter().take(2);
    let told: Vec<bool> = told
        .map(|offer| {
            offer
                .explanation
                .contains("conn_another1 is no longer told")
        })
        .collect();
    assert_eq!(told, [true, false]);
}

#[test]
fn what_has_our_name_and_cannot_be_read_is_asked_about_and_its_name_is_taken() {
    let odd = || {
        vec![OddRecord {
            name: Some("UserHub".to_owned()),
            ..OddRecord::default()
        }]
    };
    let mut found = empty();
    found.gaps.applications.odd = odd();
    found.gaps.actions.odd = odd();
    let decision = with(&found, &wanted(), &Choices::default(), None);
    let what: Vec<&str> = decision
        .plan
        .questions
        .iter()
        .map(|question| question.what.as_str())
        .collect();
    assert_eq!(
        what,
        [
            "An application named UserHub is already there, but it cannot be read",
            "An Action named UserHub is already there, but it cannot be read"
        ]
    );
    assert_eq!(
        labels(&decision.plan.questions[0]),
        ["Make a second one", "Stop"]
    );
    let second = Choices {
        application: Some(Answer::Second),
        action: Some(Answer::Second),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &second, None);
    let second = "UserHub 2".to_owned();
    assert_eq!(decision.application, Target::Make(second.clone()));
    assert_eq!(decision.action, Target::Make(second));
}

#[test]
fn the_permission_for_live_updates_has_a_row_only_where_it_is_wanted() {
    let with_events = |events| Choices {
        events,
        ..Choices::default()
    };
    let (mut found, record) = stands();
    let names = |decision: &Decision| -> Vec<&str> {
        let rows = decision.plan.rows.iter();
        rows.map(|row| row.change.name()).collect()
    };
    let decide =
        |found: &Found, events| with(found, &wanted(), &with_events(events), Some(&record));
    let no = decide(&found, LiveUpdates::No);
    assert_eq!(names(&no), Change::ALL.map(Change::name));
    let too = decide(&found, LiveUpdates::Too);
    assert_eq!((too.plan.rows.len(), too.plan.changes()), (6, 1));
    assert!(too.is_needed(Change::Events));
    let alone = decide(&found, LiveUpdates::Alone);
    assert_eq!(names(&alone), ["application", "permissions", "events"]);
    assert!(!alone.plan.is_first_half());
    // Where it was given, it stays and is no reproach.
    found.grants[0].permissions.push("read:events".to_owned());
    let there = decide(&found, LiveUpdates::Too);
    assert_eq!(there.plan.changes(), 0);
    assert_eq!(
        there
            .plan
            .row(Change::Permissions)
            .and_then(|row| row.note.clone()),
        None
    );
}
