//! Tests of the words of past runs.

use super::*;

fn run(kind: Kind, ending: Ending, counts: Option<Counts>) -> PastRun {
    PastRun {
        act: None,
        id: 1,
        kind,
        ending,
        started_at: Timestamp::UNIX_EPOCH,
        ended_at: None,
        counts,
        effort: None,
        people: People::Kept(0),
        not_proved: Vec::new(),
        certificate: None,
        pace: None,
    }
}

fn counts(tally: Tally, to_add: u64) -> Counts {
    Counts {
        tally,
        to_add,
        ..Counts::default()
    }
}

#[test]
fn what_is_different_is_said_in_figures_and_nothing_is_where_nothing_is() {
    let counts = |added, up_to_date, attention| Counts {
        tally: Tally {
            added,
            up_to_date,
            attention,
            ..Tally::default()
        },
        ..Counts::default()
    };
    let before = counts(1_000, 0, 3);
    assert_eq!(difference(&counts(0, 1_000, 3), &before), None);
    assert_eq!(
        difference(&counts(12, 1_001, 2), &before).as_deref(),
        Some("12 more in Auth0, 13 more in UserHub, 1 fewer who need attention")
    );
}

#[test]
fn each_end_has_its_words() {
    let done = Tally {
        added: 1_200,
        up_to_date: 45,
        attention: 3,
        ..Tally::default()
    };
    let half = Tally {
        added: 621,
        ..Tally::default()
    };
    let trouble = || {
        Ending::Problem(Trouble {
            what: "Auth0 could not be reached".to_owned(),
            ..Trouble::default()
        })
    };
    let words = [
        run(Kind::Sync, Ending::Done, Some(counts(done, 0))),
        run(Kind::Sync, Ending::Stopped, Some(counts(half, 627))),
        run(Kind::Sync, trouble(), Some(counts(half, 627))),
        run(Kind::Check, trouble(), None),
        run(Kind::Check, Ending::Stopped, None),
        run(
            Kind::Check,
            Ending::Done,
            Some(counts(Tally::default(), 412)),
        ),
        run(Kind::Check, Ending::Done, Some(counts(Tally::default(), 0))),
        run(Kind::Sync, Ending::Done, None),
    ]
    .map(|run| run.result());
    assert_eq!(
        words,
        [
            "1,245 of 1,248 people are in UserHub. 3 need attention",
            "Stopped at 621 of 1,248",
            "Stopped at 621 of 1,248. Auth0 could not be reached",
            "Auth0 could not be reached",
            "Stopped while reading",
            "412 people would be added",
            "Nothing to change",
            "Finished",
        ]
    );
}

#[test]
fn what_was_done_to_people_who_left_is_named_as_what_it_is() {
    let words = |kind, act| {
        let done = Tally {
            updated: 3,
            ..Tally::default()
        };
        let run = run(kind, Ending::Done, Some(counts(done, 0)));
        PastRun { act, ..run }.result()
    };
    for kind in [Kind::Removal, Kind::Policy] {
        assert_eq!(words(kind, Some(Act::Disable)), "3 people disabled");
        assert_eq!(words(kind, Some(Act::Mark)), "3 people marked for deletion");
        assert_eq!(
            words(kind, None),
            "3 people disabled or marked for deletion"
        );
    }
    assert_eq!(words(Kind::Restore, None), "3 people brought back");
    assert_eq!(
        words(Kind::Undo, None),
        "3 people of a sync marked for deletion"
    );
}

#[test]
fn a_time_has_at_most_two_parts() {
    let words = |seconds| took_in_words(Duration::from_secs_f64(seconds));
    assert_eq!(
        [0.84, 42.0, 200.0, 7_500.0].map(words),
        ["0.8 s", "42 s", "3 min 20 s", "2 h 5 min"]
    );
}

#[test]
fn people_are_found_by_what_became_of_them_and_by_any_text_of_theirs() {
    let person = PastPerson {
        id: "auth0|1".to_owned(),
        userhub_id: None,
        name: Some("Ann LEE".to_owned()),
        email: None,
        action: PastAction::Add,
        outcome: Some(PastOutcome::Added),
        reason: String::new(),
        fix: String::new(),
        at: None,
    };
    let found = |which, text: &str| {
        let text = text.to_owned();
        Query { which, text }.has(&person)
    };
    assert!(found(Which::All, "") && found(Which::Added, " lee ") && found(Which::All, "H0|1"));
    assert!(!found(Which::Updated, "") && !found(Which::Open, "") && !found(Which::Added, "x"));
}

#[test]
fn a_line_for_support_says_what_was_done_and_names_nobody() {
    let tally = Tally {
        added: 2,
        updated: 38,
        attention: 1,
        ..Tally::default()
    };
    let some = Some(counts(tally, 5));
    assert_eq!(
        run(Kind::Sync, Ending::Stopped, some).impersonal(),
        "1970-01-01 00:00 UTC Sync, stopped: added 2, updated 38, up to date 0, need attention 1, open 5"
    );
    assert_eq!(
        run(Kind::Undo, Ending::Done, some).impersonal(),
        "1970-01-01 00:00 UTC Undo, done: 38 people of a sync marked for deletion. 1 left as they are"
    );
    let trouble = Trouble {
        code: Some("E18".to_owned()),
        what: "Jane of acme.eu.auth0.com".to_owned(),
        why: String::new(),
        fix: String::new(),
    };
    assert_eq!(
        run(Kind::Check, Ending::Problem(trouble), None).impersonal(),
        "1970-01-01 00:00 UTC Comparison, problem E18"
    );
}
