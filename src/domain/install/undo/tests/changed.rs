//! What undoing makes of an Action that was there before the set-up.

use super::*;

/// A tenant whose own Action carries our code since the set-up, with the record of it: which version of it was in use
/// before, and whether that was its draft.
pub(super) fn changed(version: Option<&str>, was_current: bool) -> (Record, Found) {
    let (mut record, found) = set_up();
    record.action = Some(ActionRecord::Changed {
        id: "U".to_owned(),
        code: "ours".to_owned(),
        written: Some(Written {
            kept: kept("ours"),
            was: None,
            is_deployed: true,
        }),
        putting_back: false,
        was_edited: false,
        before: kept("theirs"),
        secrets: slots("before"),
        version: version.map(str::to_owned),
        was_current,
    });
    (record, found)
}

/// Writes down that putting it back has begun.
fn begin(record: &mut Record) {
    if let Some(ActionRecord::Changed { putting_back, .. }) = &mut record.action {
        *putting_back = true;
    }
}

/// What undoing would do about the Action once putting it back has begun and this is there.
fn step(
    (mut record, mut found): (Record, Found),
    code: &str,
    set_at: &str,
    is_current: bool,
) -> Back<ActionBack> {
    begin(&mut record);
    let there = &mut found.actions[0];
    there.kept = kept(code);
    there.secrets = slots(set_at);
    there.deployment.is_current = is_current;
    undo(&record, &found).action
}

#[test]
fn the_draft_is_written_again_only_where_no_version_brings_it_back() {
    for (version, was_current, draft) in [
        (Some("v0"), true, None),
        (Some("v0"), false, Some(kept("theirs"))),
        (None, false, Some(kept("theirs"))),
    ] {
        let (record, found) = changed(version, was_current);
        let expected = ActionBack::Restore {
            there: found.actions[0].clone(),
            version: version.map(str::to_owned),
            draft,
        };
        assert_eq!(
            undo(&record, &found).action,
            Back::Do(expected),
            "{version:?} {was_current}"
        );
    }
}

#[test]
fn an_action_whose_version_was_its_draft_is_put_back_once_code_secrets_and_deployment_are() {
    let before = || changed(Some("v0"), true);
    assert_eq!(step(before(), "theirs", "before", true), Back::Nothing);
    for (code, set_at, is_current) in [
        ("ours", "before", true),
        ("theirs", "now", true),
        ("theirs", "before", false),
    ] {
        let step = step(before(), code, set_at, is_current);
        assert!(step.is_needed(), "{code} {set_at} {is_current}");
    }
}

#[test]
fn an_action_with_another_draft_is_put_back_once_our_secrets_are_gone_and_the_draft_is_a_draft() {
    let before = || changed(Some("v0"), false);
    // The secrets are the version's own, of which the record does not know when they were set.
    assert_eq!(step(before(), "theirs", "version", false), Back::Nothing);
    for (code, set_at, is_current) in [
        ("ours", "version", false),
        ("theirs", "now", false),
        ("theirs", "version", true),
    ] {
        let step = step(before(), code, set_at, is_current);
        assert!(step.is_needed(), "{code} {set_at} {is_current}");
    }
}

#[test]
fn an_action_that_was_never_deployed_is_put_back_with_its_code_alone() {
    let before = || changed(None, false);
    for (set_at, is_current) in [("before", false), ("now", true), ("now", false)] {
        let step = step(before(), "theirs", set_at, is_current);
        assert_eq!(step, Back::Nothing, "{set_at} {is_current}");
    }
    assert!(step(before(), "ours", "before", false).is_needed());
}

#[test]
fn what_is_half_put_back_is_gone_on_with_only_where_the_record_says_that_it_was_begun() {
    let (mut record, mut found) = changed(Some("v0"), true);
    found.actions[0].kept = kept("theirs");
    let why = undo(&record, &found).action;
    assert!(why.stays().is_some_and(|why| why.contains("\"UserHub\"")));
    begin(&mut record);
    assert!(undo(&record, &found).action.is_needed());
}

#[test]
fn an_action_that_was_put_into_the_flow_goes_out_of_it_again() {
    let (record, found) = changed(Some("v0"), true);
    assert_eq!(undo(&record, &found).flow, Back::Do(flow_of("A")));
}

#[test]
fn an_action_that_ran_in_the_flow_before_the_set_up_goes_on_running_there() {
    let (mut record, found) = changed(Some("v0"), true);
    record.flow = None;
    assert_eq!(undo(&record, &found).flow, Back::Nothing);
}
