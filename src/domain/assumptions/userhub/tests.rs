//! Each judge of UserHub's answers is seen to say both.

use super::*;

fn said(noted: &[Noted]) -> Vec<(A, bool, &str)> {
    noted
        .iter()
        .map(|one| (one.assumption, one.held, one.words.as_str()))
        .collect()
}

fn refusal<'a>(status: u16, code: &'a str, reason: &'a str) -> Refusal<'a> {
    Refusal {
        status,
        form: Form::Object,
        code,
        reason,
    }
}

#[test]
fn a_code_comes_with_its_status_or_it_is_said_with_which() {
    for (code, status, assumption) in [
        ("UNAUTHENTICATED", 401, A::Unauthenticated),
        ("PERMISSION_DENIED", 403, A::PermissionDenied),
        ("NOT_FOUND", 404, A::NotFoundStatus),
        ("FAILED_PRECONDITION", 400, A::FailedPrecondition),
        ("INVALID_ARGUMENT", 400, A::InvalidArgument),
        ("RESOURCE_EXHAUSTED", 429, A::Exhausted),
        ("UNAVAILABLE", 503, A::Unavailable),
        ("DEADLINE_EXCEEDED", 504, A::Unavailable),
        ("INTERNAL", 500, A::Unavailable),
    ] {
        let all = refused(Asked::Import, refusal(status, code, ""));
        assert_eq!(
            said(&all),
            [(A::UserHubErrors, true, ""), (assumption, true, "")]
        );
        let all = refused(Asked::Import, refusal(418, code, ""));
        let words = format!("{code} with 418");
        assert_eq!(said(&all)[1], (assumption, false, words.as_str()));
    }
}

#[test]
fn an_unknown_code_no_code_and_no_json_are_three_things() {
    let new = refused(Asked::User, refusal(400, "QUOTA_SPENT", ""));
    assert_eq!(said(&new), [(A::UserHubErrors, false, "400, QUOTA_SPENT")]);
    let none = refused(Asked::User, refusal(400, "", ""));
    assert_eq!(said(&none), [(A::UserHubErrors, false, "400, no code")]);
    let page = Refusal {
        form: Form::NotJson,
        ..refusal(403, "", "")
    };
    let words = "an error of status 403 without a JSON object";
    assert_eq!(
        said(&refused(Asked::User, page)),
        [(A::UserHubJson, false, words)]
    );
}

#[test]
fn an_answer_in_another_form_is_told_from_one_without_a_body() {
    for (form, is_held) in [
        (Form::Object, true),
        (Form::Empty, true),
        (Form::OtherJson, true),
        (Form::NotJson, false),
    ] {
        let noted = answered(form);
        assert_eq!((noted.assumption, noted.held), (A::UserHubJson, is_held));
        let noted = crate::domain::assumptions::auth0::answered(form);
        assert_eq!((noted.assumption, noted.held), (A::Auth0Json, is_held));
    }
}

#[test]
fn a_key_that_may_not_list_is_told_by_its_own_code() {
    let of = |status, code| {
        let all = refused(Asked::List, refusal(status, code, ""));
        all.into_iter()
            .find(|one| one.assumption == A::KeyLists)
            .map(|one| one.held)
    };
    assert_eq!(of(403, "PERMISSION_DENIED"), Some(true));
    assert_eq!(of(400, "PERMISSION_DENIED"), Some(false));
    assert_eq!(of(401, "UNAUTHENTICATED"), None);
}

#[test]
fn reasons_are_shown_when_they_are_words_in_capitals() {
    let of = |reason| {
        let all = refused(Asked::Import, refusal(404, "NOT_FOUND", reason));
        let one = all.into_iter().find(|one| one.assumption == A::Reasons);
        one.map(|one| (one.held, one.words.as_str().to_owned()))
    };
    assert_eq!(of(""), None);
    let known = (true, "USER_NOT_FOUND with NOT_FOUND".to_owned());
    assert_eq!(of("USER_NOT_FOUND"), Some(known));
    let small = (false, "user_missing with NOT_FOUND".to_owned());
    assert_eq!(of("user_missing"), Some(small));
    let person = (false, "a code of another form with NOT_FOUND".to_owned());
    assert_eq!(of("no user jane@example.com"), Some(person));
}

#[test]
fn somebody_marked_for_deletion_is_told_by_reason_or_state() {
    let all = refused(
        Asked::Import,
        refusal(400, "FAILED_PRECONDITION", "USER_PENDING_DELETION"),
    );
    let words = "refused with FAILED_PRECONDITION, USER_PENDING_DELETION";
    assert!(said(&all).contains(&(A::PendingDeletion, true, words)));
    let taken = imported(Imported {
        pending_deletion: true,
        ..whole()
    });
    assert!(
        taken
            .iter()
            .any(|one| one.assumption == A::PendingDeletion && one.held)
    );
}

#[test]
fn a_form_of_id_that_is_not_taken_is_told_from_somebody_who_is_not_there() {
    let of = |code| {
        let all = refused(Asked::ByAuth0Id, refusal(400, code, ""));
        all.iter()
            .any(|one| one.assumption == A::ReadById && !one.held)
    };
    assert!(of("INVALID_ARGUMENT") && of("UNIMPLEMENTED") && !of("NOT_FOUND"));
    assert!(read_by_auth0_id()[0].held);
}

fn whole() -> Imported {
    Imported {
        is_user: true,
        names_person: true,
        has_times: true,
        pending_deletion: false,
    }
}

#[test]
fn an_import_answers_with_the_user_or_it_is_said_what_is_lacking() {
    let expected = [
        (A::ImportAnswers, true, ""),
        (A::ImportNames, true, ""),
        (A::ImportTimes, true, ""),
    ];
    assert_eq!(said(&imported(whole())), expected);
    assert_eq!(
        said(&imported(Imported::default())),
        [(A::ImportAnswers, false, "an answer without a user")]
    );
    let nameless = imported(Imported {
        names_person: false,
        ..whole()
    });
    assert!(!nameless[1].held && nameless[2].held);
    let timeless = imported(Imported {
        has_times: false,
        ..whole()
    });
    assert!(timeless[1].held && !timeless[2].held);
}

#[test]
fn an_event_answers_with_nothing_or_an_object() {
    assert_eq!(
        said(&reported(Form::Empty)),
        [(A::EventAnswers, true, "nothing")]
    );
    assert!(reported(Form::Object)[0].held);
    assert!(!reported(Form::OtherJson)[0].held && !reported(Form::NotJson)[0].held);
}

fn full() -> Listed {
    Listed {
        users: 20,
        without_connections: 3,
        unnamed: 0,
        not_full: 0,
        next: Next::Token,
    }
}

#[test]
fn a_list_names_connections_unless_nobody_on_a_page_has_one() {
    let of = |page: Listed, assumption: A| {
        let all = listed(page);
        all.into_iter()
            .find(|one| one.assumption == assumption)
            .map(|one| one.held)
    };
    assert_eq!(of(full(), A::ListNames), Some(true));
    assert_eq!(of(full(), A::KeyLists), Some(true));
    let nobody = Listed {
        without_connections: 20,
        ..full()
    };
    assert_eq!(of(nobody, A::ListNames), Some(false));
    assert_eq!(
        of(
            Listed {
                unnamed: 1,
                ..full()
            },
            A::ListNames
        ),
        Some(false)
    );
    assert_eq!(
        of(
            Listed {
                not_full: 1,
                ..full()
            },
            A::ListView
        ),
        Some(false)
    );
    assert_eq!(of(full(), A::ListView), Some(true));
    let empty = Listed {
        users: 0,
        without_connections: 0,
        ..full()
    };
    assert_eq!(of(empty, A::ListNames), None);
    assert_eq!(of(full(), A::ListEnd), None);
    for (next, held) in [
        (Next::Absent, true),
        (Next::Empty, true),
        (Next::Odd, false),
    ] {
        assert_eq!(of(Listed { next, ..full() }, A::ListEnd), Some(held));
    }
}

#[test]
fn the_state_of_a_connection_is_one_that_is_known() {
    assert!(connection_state(Some("BROKEN")).held);
    let new = connection_state(Some("PAUSED"));
    assert_eq!((new.held, new.words.as_str()), (false, "PAUSED"));
    assert!(!connection_state(None).held);
}

#[test]
fn headers_about_limits_are_named_and_a_429_is_looked_at() {
    let none = headers(std::iter::empty(), 200, false);
    assert_eq!(said(&none), [(A::UserHubLimits, true, "")]);
    let some = headers(["ratelimit-policy"].into_iter(), 200, false);
    assert_eq!(said(&some), [(A::UserHubLimits, false, "ratelimit-policy")]);
    let mute = headers(std::iter::empty(), 429, false);
    assert_eq!(mute.len(), 2);
    assert!(mute.iter().all(|one| !one.held));
    assert!(headers(std::iter::empty(), 429, true)[0].held);
    assert!(headers(std::iter::empty(), 500, false).is_empty());
}

#[test]
fn only_round_numbers_of_calls_are_told() {
    assert!(pace(100).is_some_and(|one| one.held) && pace(10_000).is_some());
    assert!(pace(99).is_none() && pace(101).is_none());
}
