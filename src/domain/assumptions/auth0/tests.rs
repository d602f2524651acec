//! Each judge of Auth0's answers is seen to say both.

use super::*;

fn said(noted: &[Noted]) -> Vec<(A, bool, &str)> {
    noted
        .iter()
        .map(|one| (one.assumption, one.held, one.words.as_str()))
        .collect()
}

fn refusal(status: u16, code: &str) -> Refusal<'_> {
    Refusal {
        status,
        form: Form::Object,
        code,
        reason: "",
    }
}

const EVERYBODY: Asked = Asked::Users(Search::Plain);
const RANGE: Asked = Asked::Users(Search::Range);
const EXISTS: Asked = Asked::Users(Search::Exists);

#[test]
fn a_search_is_told_by_its_form() {
    for (q, search) in [
        ("user_id:auth0*", Search::Plain),
        ("created_at:[2026-05-01T10:00:00.000Z TO *]", Search::Range),
        (
            "NOT created_at:[1900-01-01T00:00:00.000Z TO *]",
            Search::NotRange,
        ),
        ("NOT _exists_:created_at", Search::Exists),
    ] {
        assert_eq!(Search::of(q), search, "{q}");
    }
}

/// What these refusals say of one assumption.
fn of(assumption: A, asked: Asked, status: u16, code: &str) -> Option<bool> {
    let all = refused(asked, refusal(status, code));
    all.into_iter()
        .find(|one| one.assumption == assumption)
        .map(|one| one.held)
}

#[test]
fn wrong_credentials_and_a_missing_grant_are_told_by_status_and_code() {
    assert_eq!(
        of(A::TokenRefused, Asked::Token, 401, "access_denied"),
        Some(true)
    );
    assert_eq!(
        of(A::TokenRefused, Asked::Token, 401, "invalid_client"),
        Some(false)
    );
    for code in ["access_denied", "unauthorized_client"] {
        assert_eq!(of(A::TokenForbidden, Asked::Token, 403, code), Some(true));
    }
    assert_eq!(
        of(A::TokenForbidden, Asked::Token, 403, "invalid_request"),
        Some(false)
    );
    assert_eq!(
        of(A::TokenForbidden, Asked::Token, 400, "invalid_request"),
        Some(false)
    );
    assert!(refused(Asked::Token, refusal(503, "")).is_empty());
}

#[test]
fn a_tenant_that_is_not_there_answers_404_whatever_the_body() {
    let page = Refusal {
        form: Form::NotJson,
        ..refusal(404, "")
    };
    assert_eq!(
        said(&refused(Asked::Discovery, page)),
        [(A::UnknownHost, true, "404, not JSON")]
    );
    assert_eq!(of(A::UnknownHost, Asked::Discovery, 400, ""), Some(false));
    assert!(discovered(true)[0].held && !discovered(false)[0].held);
}

#[test]
fn errors_of_the_management_api_are_objects_with_a_code() {
    assert_eq!(
        of(A::Auth0Errors, Asked::User, 404, "inexistent_user"),
        Some(true)
    );
    assert_eq!(of(A::Auth0Errors, Asked::User, 404, ""), Some(false));
    let page = Refusal {
        form: Form::NotJson,
        ..refusal(414, "")
    };
    let words = "an error of status 414 without a JSON object";
    assert_eq!(
        said(&refused(EVERYBODY, page)),
        [(A::Auth0Json, false, words)]
    );
}

#[test]
fn a_user_who_is_absent_a_permission_and_a_page_too_far_have_their_codes() {
    assert_eq!(
        of(A::UserAbsent, Asked::User, 404, "inexistent_user"),
        Some(true)
    );
    assert_eq!(
        of(A::UserAbsent, Asked::User, 404, "not_found"),
        Some(false)
    );
    assert_eq!(
        of(A::UserAbsent, Asked::Export, 404, "inexistent_job"),
        None
    );
    assert_eq!(
        of(A::ScopeMissing, EVERYBODY, 403, "insufficient_scope"),
        Some(true)
    );
    for code in [
        "feature_not_enabled",
        "operation_not_supported",
        "insufficient_entitlement",
    ] {
        assert_eq!(of(A::ScopeMissing, EVERYBODY, 403, code), None);
    }
    assert_eq!(
        of(A::ScopeMissing, EVERYBODY, 403, "not_allowed"),
        Some(false)
    );
    assert_eq!(
        of(A::PageBeyond, EVERYBODY, 400, "invalid_paging"),
        Some(true)
    );
    assert_eq!(
        of(A::PageBeyond, EVERYBODY, 403, "invalid_paging"),
        Some(false)
    );
    assert_eq!(
        of(A::PageBeyond, EVERYBODY, 400, "invalid_query_string"),
        None
    );
}

#[test]
fn a_search_that_is_refused_is_told_by_its_form() {
    let code = "invalid_query_string";
    assert_eq!(of(A::SearchExists, EXISTS, 400, code), Some(false));
    assert_eq!(of(A::SearchRange, EXISTS, 400, code), None);
    assert_eq!(of(A::SearchRange, RANGE, 400, code), Some(false));
    assert_eq!(of(A::SearchRange, EVERYBODY, 400, code), None);
    assert_eq!(of(A::SearchRange, RANGE, 503, code), None);
    assert_eq!(of(A::SearchRange, RANGE, 400, "invalid_paging"), None);
}

fn whole() -> Page {
    Page {
        people: 100,
        number: 0,
        asked_for: 100,
        total: Some(1_000),
        dates: Dates {
            readable: 100,
            odd: 0,
        },
        in_order: Some(true),
    }
}

/// What a page says of one assumption.
fn on(assumption: A, asked: Asked, it: Page) -> Option<bool> {
    let all = page(asked, it);
    all.into_iter()
        .find(|one| one.assumption == assumption)
        .map(|one| one.held)
}

#[test]
fn a_total_is_capped_at_a_thousand_or_it_is_said_what_it_is() {
    let of = |total| on(A::Total, EVERYBODY, Page { total, ..whole() });
    assert_eq!(of(Some(1_000)), Some(true));
    assert_eq!(of(Some(1_001)), Some(false));
    assert_eq!(of(None), Some(false));
    assert_eq!(of(Some(999)), None);
}

#[test]
fn a_page_is_full_while_there_are_more() {
    let of = |people, number, total| {
        on(
            A::PageSize,
            EVERYBODY,
            Page {
                people,
                number,
                total,
                ..whole()
            },
        )
    };
    assert_eq!(of(100, 0, Some(250)), Some(true));
    assert_eq!(of(49, 0, Some(250)), Some(false));
    assert_eq!(of(50, 2, Some(250)), None);
    assert_eq!(of(99, 0, Some(99)), None);
    assert_eq!(of(120, 0, Some(120)), Some(false));
    let one = Page {
        people: 1,
        asked_for: 1,
        ..whole()
    };
    assert_eq!(on(A::PageSize, EVERYBODY, one), Some(true));
}

#[test]
fn dates_are_texts_in_the_order_that_was_asked_for() {
    assert_eq!(on(A::Dates, EVERYBODY, whole()), Some(true));
    let odd = Page {
        dates: Dates {
            readable: 99,
            odd: 1,
        },
        ..whole()
    };
    assert_eq!(on(A::Dates, EVERYBODY, odd), Some(false));
    let none = Page {
        dates: Dates::default(),
        ..whole()
    };
    assert_eq!(on(A::Dates, EVERYBODY, none), None);
    assert_eq!(on(A::Sorted, EVERYBODY, whole()), Some(true));
    let mixed = Page {
        in_order: Some(false),
        ..whole()
    };
    assert_eq!(on(A::Sorted, EVERYBODY, mixed), Some(false));
    let by_id = Page {
        in_order: None,
        ..whole()
    };
    assert_eq!(on(A::Sorted, EVERYBODY, by_id), None);
    let alone = Page {
        dates: Dates {
            readable: 1,
            odd: 0,
        },
        ..whole()
    };
    assert_eq!(on(A::Sorted, EVERYBODY, alone), None);
}

#[test]
fn a_search_that_is_answered_is_accepted() {
    assert_eq!(on(A::SearchRange, RANGE, whole()), Some(true));
    assert_eq!(on(A::SearchRange, EVERYBODY, whole()), None);
    assert_eq!(on(A::SearchExists, EXISTS, whole()), Some(true));
}

#[test]
fn an_export_is_allowed_tells_its_status_and_its_link() {
    assert!(export_started().held);
    assert_eq!(
        said(&export("pending", false)),
        [(A::ExportStatus, true, "")]
    );
    assert_eq!(
        said(&export("completed", true))[1],
        (A::ExportLink, true, "")
    );
    assert!(!export("completed", false)[1].held);
    let new = export("on_hold", false);
    assert_eq!(
        said(&new),
        [(A::ExportStatus, false, "another status: on_hold")]
    );
    assert_eq!(
        of(
            A::ExportAllowed,
            Asked::StartExport,
            403,
            "insufficient_scope"
        ),
        Some(false)
    );
    assert_eq!(
        of(
            A::ExportAllowed,
            Asked::StartExport,
            429,
            "too_many_requests"
        ),
        None
    );
    assert_eq!(of(A::ExportAllowed, Asked::StartExport, 503, "x_y"), None);
}

#[test]
fn an_exports_file_is_gzip_with_the_fields_that_were_asked_for() {
    assert!(export_file(true)[0].held && !export_file(false)[0].held);
    assert!(export_line(true, 0)[0].held);
    assert_eq!(
        said(&export_line(true, 3)),
        [(A::ExportFields, false, "3 fields more")]
    );
    assert!(!export_line(false, 0)[0].held);
}

#[test]
fn the_limit_is_named_in_the_answers_about_people() {
    let readable = Limits {
        readable: true,
        any: true,
        wait: false,
    };
    assert_eq!(
        said(&headers(EVERYBODY, 200, readable)),
        [(A::Auth0Limits, true, "")]
    );
    assert_eq!(
        said(&headers(Asked::User, 200, Limits::default())),
        [(A::Auth0Limits, false, "no such headers")]
    );
    let other = Limits {
        any: true,
        ..Limits::default()
    };
    assert_eq!(
        said(&headers(EVERYBODY, 200, other)),
        [(A::Auth0Limits, false, "headers of another form")]
    );
    assert!(headers(Asked::Token, 200, Limits::default()).is_empty());
    assert!(!headers(Asked::Token, 429, Limits::default())[0].held);
    assert!(
        headers(
            EVERYBODY,
            429,
            Limits {
                wait: true,
                ..other
            }
        )[0]
        .held
    );
}

#[test]
fn a_token_tells_its_permissions_and_its_life() {
    assert_eq!(
        said(&token(Token {
            has_scope: true,
            has_life: true
        })),
        [(A::TokenScope, true, ""), (A::TokenLife, true, "")]
    );
    let neither = token(Token {
        has_scope: false,
        has_life: false,
    });
    assert!(!neither[0].held && !neither[1].held);
}
