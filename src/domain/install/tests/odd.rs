//! What cannot be used or cannot be read.

use super::super::doctor::{Aspect, examine};
use super::super::gaps::Gap;
use super::*;

#[test]
fn an_application_that_cannot_sign_in_with_a_secret_is_not_used() {
    let unfit = |change: &dyn Fn(&mut Application)| {
        let mut found = empty();
        let mut there = application("there", "UserHub");
        change(&mut there);
        found.applications.push(there);
        let decision = with(&found, &wanted(), &use_only(), None);
        match decision.application {
            Target::Use(_) => None,
            _ => Some(decision.plan.questions[0].what.clone()),
        }
    };
    assert_eq!(unfit(&|_| {}), None);
    assert_eq!(
        unfit(&|app| app.auth_method = "client_secret_basic".to_owned()),
        None
    );
    assert_eq!(unfit(&|app| app.auth_method.clear()), None);
    let told = |change: &dyn Fn(&mut Application), why: &str| {
        let what = unfit(change).unwrap();
        assert!(what.ends_with(why), "{what}");
    };
    told(
        &|app| app.auth_method = "none".to_owned(),
        "does not sign in with a Client Secret",
    );
    told(
        &|app| app.auth_method = super::super::BY_KEYS.to_owned(),
        "does not sign in with a Client Secret",
    );
    told(
        &|app| app.app_type = "spa".to_owned(),
        "not a Machine to Machine application",
    );
    told(
        &|app| app.grant_types.clear(),
        "(client credentials are off)",
    );
}

#[test]
fn what_cannot_be_read_is_told_beside_its_row_and_never_overwritten() {
    let odd = |name: Option<&str>| OddRecord {
        id: Some("odd".to_owned()),
        name: name.map(str::to_owned),
        owner: None,
    };
    let mut found = empty();
    found.gaps.applications.odd = vec![odd(Some("Somebody's"))];
    found.gaps.grants.odd = vec![odd(None)];
    found.gaps.actions.odd = vec![odd(None), odd(None)];
    let decision = with(&found, &wanted(), &Choices::default(), None);
    let note = |change| row(&decision, change).note.clone().unwrap();
    assert!(note(Change::Application).starts_with("1 application could not"));
    assert!(note(Change::Permissions).starts_with("1 grant of permissions could"));
    assert!(note(Change::Action).starts_with("2 Actions could not"));
    found.gaps.flow.odd = vec![odd(None)];
    assert_eq!(
        refused(&found, &wanted(), None).code,
        IssueCode::GuardStopped
    );
    // What is not written can be left alone.
    let half = with(&found, &first_half(), &Choices::default(), None);
    assert!(row(&half, Change::Flow).note.is_some());
    let (mut found, record) = stands();
    found.gaps.flow.odd = vec![odd(None)];
    let decision = with(&found, &wanted(), &Choices::default(), Some(&record));
    assert_eq!(row(&decision, Change::Flow).effect, Effect::Keep);
    // A grant of the application's own that cannot be read would be overwritten.
    let (mut found, mut record) = stands();
    found.gaps.grants.odd = vec![OddRecord {
        owner: Some(ClientId::new("ours")),
        ..odd(None)
    }];
    with(&found, &wanted(), &Choices::default(), Some(&record));
    found.grants.clear();
    assert_eq!(
        refused(&found, &wanted(), Some(&record)).what,
        "What the application may do cannot be read"
    );
    // What an earlier set-up has made is not made again because it cannot be seen.
    record.grant = Some(GrantRecord {
        client_id: ClientId::new("ours"),
        before: None,
        added: four(),
    });
    let what = |found: &Found| refused(found, &wanted(), Some(&record)).what;
    assert!(what(&found).starts_with("What the application of the earlier"));
    found.gaps.grants.odd.clear();
    with(&found, &wanted(), &Choices::default(), Some(&record));
    found.gaps.grants.missing = 1;
    assert!(what(&found).starts_with("What the application of the earlier"));
    let (whole, _) = stands();
    let mut found = whole.clone();
    found.applications.clear();
    found.gaps.applications.odd = vec![odd(Some("Somebody's"))];
    with(&found, &wanted(), &Choices::default(), Some(&record));
    found.gaps.applications.odd = vec![odd(Some("UserHub"))];
    assert!(what(&found).starts_with("The application of the earlier"));
    found.gaps.applications.odd.clear();
    found.gaps.applications.is_endless = true;
    assert!(what(&found).starts_with("The application of the earlier"));
    let mut found = whole;
    let there = found.actions.remove(0);
    found.gaps.actions.odd = vec![odd(None)];
    with(&found, &wanted(), &Choices::default(), Some(&record));
    found.gaps.actions.odd[0].id = Some(there.id);
    assert!(what(&found).starts_with("The Action of the earlier"));
    found.gaps.actions.odd.clear();
    found.gaps.actions.missing = 3;
    assert!(what(&found).starts_with("The Action of the earlier"));
}

#[test]
fn the_checks_call_nothing_missing_that_they_cannot_see() {
    let verdict = |found: &Found, aspect| {
        let (findings, _) = examine(found);
        let finding = findings.into_iter().find(|it| it.aspect == aspect);
        finding.unwrap().verdict.map_err(|issue| issue.what)
    };
    let missing = "There is no Action for UserHub".to_owned();
    let hidden = "The Action cannot be read".to_owned();
    let mut found = empty();
    assert_eq!(verdict(&found, Aspect::Exists), Err(missing.clone()));
    found.gaps.actions.odd = vec![OddRecord::default()];
    assert_eq!(verdict(&found, Aspect::Exists), Err(missing));
    found.gaps.actions.odd[0].name = Some("UserHub".to_owned());
    assert_eq!(verdict(&found, Aspect::Exists), Err(hidden.clone()));
    found.gaps.actions = Gap {
        missing: 2,
        ..Gap::default()
    };
    assert_eq!(verdict(&found, Aspect::Exists), Err(hidden));
    let (mut found, _) = stands();
    found.flow.pop();
    let not_in_it = verdict(&found, Aspect::Flow).unwrap_err();
    assert!(not_in_it.ends_with("not in the Login flow"), "{not_in_it}");
    found.gaps.flow.odd = vec![OddRecord::default()];
    let unseen = Err("The Login flow cannot be read".to_owned());
    assert_eq!(verdict(&found, Aspect::Flow), unseen);
}
