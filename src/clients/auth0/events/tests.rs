//! What frames and refusals are taken for.

use super::*;

fn frame(event: &str, id: Option<&str>, data: &str) -> Told {
    read(&Frame {
        event: event.to_owned(),
        id: id.map(str::to_owned),
        data: Some(data.to_owned()),
        too_large: false,
    })
}

fn news(event: &str, data: &str) -> News {
    frame(event, Some("o"), data).news
}

fn hint(id: &str, kind: ChangeKind) -> Hint {
    Hint {
        id: Auth0UserId::new(id),
        kind,
        at: None,
        linked: Vec::new(),
    }
}

#[test]
fn the_smallest_legal_message_names_whom_to_look_at() {
    let data = r#"{"offset":"o","event":{"id":"evt_1","type":"user.deleted","time":"2025-06-01T12:00:00Z","data":{"object":{"user_id":"auth0|1","deleted_at":"x"}}}}"#;
    let told = frame("user.deleted", None, data);
    assert_eq!(told.offset.as_deref(), Some("o"));
    let expected = Hint {
        at: "2025-06-01T12:00:00Z".parse().ok(),
        ..hint("auth0|1", ChangeKind::Deleted)
    };
    assert_eq!(told.news, News::Hint(expected));
    // The older form of the names, a type that stands in the frame alone, and a time of another kind.
    let older =
        r#"{"event":{"type":"com.auth0.user.created","data":{"object":{"user_id":"a|1"}}}}"#;
    let created = News::Hint(hint("a|1", ChangeKind::Created));
    assert_eq!(news("", older), created);
    let bare = r#"{"event":{"time":[1],"data":{"object":{"user_id":"a|1"}}}}"#;
    assert_eq!(news("user.created", bare), created);
}

#[test]
fn a_linked_account_is_told_with_the_ids_of_its_further_identities() {
    let data = r#"{"event":{"type":"user.updated","data":{"object":{"user_id":"auth0|1","identities":[
        {"provider":"auth0","user_id":"1"},{"provider":"github","user_id":77},{"provider":"auth0","user_id":"auth0|9"},
        {"odd":true},"odd"]}}}}"#;
    let News::Hint(hint) = news("user.updated", data) else {
        panic!("no hint");
    };
    let linked: Vec<&str> = hint.linked.iter().map(Auth0UserId::as_str).collect();
    assert_eq!(linked, ["github|77", "auth0|9"]);
    let odd = r#"{"event":{"type":"user.updated","data":{"object":{"user_id":"auth0|1","identities":7}}}}"#;
    assert!(matches!(news("user.updated", odd), News::Hint(_)));
}

#[test]
fn what_is_about_nobody_moves_the_offset_alone() {
    for (event, data) in [
        ("offset-only", r#"{"offset":"o"}"#),
        ("x", "[DONE]"),
        (
            "organization.created",
            r#"{"event":{"type":"organization.created"}}"#,
        ),
        (
            "user.updated",
            r#"{"event":{"type":"user.updated","a0purpose":"test","data":{"object":{"user_id":"a|1"}}}}"#,
        ),
    ] {
        let told = frame(event, Some("o"), data);
        assert_eq!(
            (told.offset.as_deref(), told.news),
            (Some("o"), News::Nothing)
        );
    }
    let nameless = read(&Frame {
        id: Some("o".to_owned()),
        ..Frame::default()
    });
    assert_eq!(nameless.offset.as_deref(), Some("o"));
    let data = r#"{"event":{"type":"connection.deleted","data":{"object":{"name":"acme-saml"}}}}"#;
    let gone = News::ConnectionDeleted(Some("acme-saml".to_owned()));
    assert_eq!(news("connection.deleted", data), gone);
}

#[test]
fn what_cannot_be_read_is_told_with_whom_it_is_about_where_that_can_be_seen() {
    let about = News::Unreadable(Some(Auth0UserId::new("auth0|1")));
    let odd =
        r#"{"event":{"type":"user.updated","data":{"object":{"user_id":"auth0|1"},"object":3}}}"#;
    assert!(matches!(news("user.updated", odd), News::Unreadable(_)));
    let odd = r#"{"error":7,"event":{"data":{"object":{"user_id":"auth0|1"}}}}"#;
    assert_eq!(news("user.updated", odd), about);
    assert_eq!(news("user.updated", "{"), News::Unreadable(None));
    let nobody = r#"{"event":{"type":"user.updated","data":{"object":{"user_id":""}}}}"#;
    assert_eq!(news("user.updated", nobody), News::Unreadable(None));
    let large = read(&Frame {
        id: Some("o".to_owned()),
        too_large: true,
        ..Frame::default()
    });
    assert_eq!(large.news, News::Unreadable(None));
    assert_eq!(large.offset.as_deref(), Some("o"));
}

#[test]
fn an_error_frame_is_told_by_its_code() {
    let data = r#"{"error":{"code":"payload_too_large","message":"m","offset":"p"}}"#;
    let told = frame("error", None, data);
    assert_eq!(told.offset.as_deref(), Some("p"));
    assert_eq!(told.news, News::Error("payload_too_large".to_owned()));
    assert_eq!(news("error", "{}"), News::Error(String::new()));
}

#[test]
fn the_two_refusals_of_one_status_are_told_apart_by_their_words() {
    let refusal = |status: u16, message: &str, code: &str| {
        refused(Rejection {
            service: Service::Auth0,
            form: crate::clients::error::Form::Management,
            status,
            code: code.to_owned(),
            reason: String::new(),
            message: message.to_owned(),
        })
    };
    let why = |refusal| match refusal {
        NoStream::NotToBeHad(why) => Some(why),
        _ => None,
    };
    let slots =
        "Maximum concurrent event stream connections reached. Please close existing connections.";
    assert_eq!(
        why(refusal(403, slots, "Forbidden")),
        Some(NotToBeHad::Slots)
    );
    let scope = "Insufficient scope; expected any of: read:events.";
    assert_eq!(
        why(refusal(403, scope, "Forbidden")),
        Some(NotToBeHad::Scope)
    );
    assert_eq!(
        why(refusal(403, "", "insufficient_scope")),
        Some(NotToBeHad::Scope)
    );
    assert_eq!(
        why(refusal(404, "Not Found", "")),
        Some(NotToBeHad::NotThere)
    );
    assert!(matches!(refusal(403, "Blocked.", ""), NoStream::Client(_)));
    assert!(matches!(refusal(410, "", ""), NoStream::OffsetLost));
    assert!(matches!(
        refusal(400, "Invalid cursor format.", ""),
        NoStream::OffsetLost
    ));
    let kind = refusal(400, "Unsupported event type.", "");
    assert!(matches!(kind, NoStream::UnsupportedType));
}

#[test]
fn a_path_has_exactly_the_forms_that_are_taken() {
    let from = From::Offset("+/=".to_owned());
    assert!(path(&from, true).ends_with("event_type=user.deleted&from=%2B%2F%3D"));
    assert!(path(&from, false).contains("connection.deleted"));
    let moment = From::Moment("2026-11-26T10:00:00.75Z".parse().unwrap_or_default());
    assert!(path(&moment, true).ends_with("&from_timestamp=2026-11-26T10%3A00%3A00Z"));
}
