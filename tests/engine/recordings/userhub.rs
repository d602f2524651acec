//! What UserHub has sent or is documented to send, in its old forms and its new ones.

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use userhub_connect::clients::error::{ClientError, Rejection};
use userhub_connect::clients::http::Limits;
use userhub_connect::clients::userhub::{ErrorCode, UserHub, UserState};
use userhub_connect::domain::ids::{Auth0UserId, UserHubUserId};
use userhub_connect::domain::secret::Secret;

use super::{Recorded, Replay};
use crate::clients::route;

const CONNECTION: &str = "conn_26yEiYymqy6ZmG";

fn client(replay: &Replay) -> UserHub {
    let connection = CONNECTION.parse().unwrap();
    let route = route(&replay.address);
    let key = Secret::new("sk_test");
    UserHub::new(
        key,
        connection,
        route,
        Limits::SYNC,
        CancellationToken::new(),
    )
    .unwrap()
}

fn samples() -> Value {
    serde_json::from_str(include_str!("../../fixtures/userhub-samples.json")).unwrap()
}

fn somebody() -> Auth0UserId {
    Auth0UserId::new("auth0|123456789")
}

#[tokio::test]
async fn old_answers_with_nulls_and_new_ones_without_are_read_alike() {
    let (replay, samples) = (Replay::start().await, samples());
    let userhub = client(&replay);
    let documented = &samples["documented"];
    replay.load([Recorded::ok(&documented["import_account_2024"])]);
    let held = userhub.import(&somebody()).await.unwrap();
    assert_eq!(held.id.as_str(), "usr_MKFxzgJaAH8JQ4");
    assert_eq!(held.external_ids, [somebody()]);
    assert_eq!(held.profile.display_name.as_deref(), Some("Jane Doe"));
    assert_eq!((held.state, held.broken), (UserState::Active, None));
    assert!(!held.profile.email_verified && !held.profile.disabled);
    replay.load([Recorded::ok(&documented["create_user_2025"])]);
    let held = userhub.import(&somebody()).await.unwrap();
    assert!(held.external_ids.is_empty() && !held.connections_left_out);
    replay.load([Recorded::ok(&documented["list_users_2024"])]);
    let page = userhub.list(None, 100).await.unwrap();
    assert_eq!(page.next, None, "an empty token is the end of the list");
    let john = &page.users[0];
    assert_eq!(john.profile.phone_number.as_deref(), Some("+12345678901"));
    assert!(
        john.connections_left_out,
        "without a view nobody knows whose it is"
    );
}

#[tokio::test]
async fn both_ends_of_a_list_are_an_end() {
    let (replay, samples) = (Replay::start().await, samples());
    let userhub = client(&replay);
    let next = async |name: &str, token: Option<&str>| {
        replay.load([Recorded::ok(&samples["composed"][name])]);
        let page = userhub.list(token, 2).await.unwrap();
        (page.users.len(), page.next)
    };
    let (count, token) = next("list_page_1", None).await;
    assert_eq!((count, token.as_deref()), (2, Some("cGFnZTI6Y29tcG9zZWQ")));
    assert_eq!(
        next("list_page_2_last_omitted", token.as_deref()).await,
        (2, None)
    );
    assert_eq!(next("list_last_empty_string", None).await, (1, None));
    assert_eq!(next("list_empty", None).await, (0, None));
}

#[tokio::test]
async fn the_state_and_the_connections_of_a_user_are_seen() {
    let (replay, samples) = (Replay::start().await, samples());
    let userhub = client(&replay);
    let read = async |user: &Value| {
        replay.load([Recorded::ok(user)]);
        let id = UserHubUserId::new("usr_1");
        userhub.get(&id).await.unwrap().unwrap()
    };
    let composed = &samples["composed"];
    assert!(read(&composed["user_disabled"]).await.profile.disabled);
    let leaving = read(&composed["user_pending_deletion"]).await;
    assert_eq!(leaving.state, UserState::PendingDeletion);
    let leaving: Vec<_> = leaving.into_targets().collect();
    assert!(leaving.len() == 1 && leaving[0].pending_deletion);
    let phone = read(&composed["user_phone_only"]).await.profile;
    assert_eq!((phone.email, phone.phone_number_verified), (None, true));
    let with_stripe = read(&composed["user_with_stripe_too"]).await;
    let google = Auth0UserId::new("google-oauth2|105512345678901234567");
    assert_eq!(with_stripe.external_ids, [google]);
    let broken = read(&composed["user_connection_broken"]).await.broken;
    assert_eq!(broken.as_deref(), Some("BROKEN, COMPOSED_REASON"));
    assert!(read(&composed["user_basic"]).await.connections_left_out);
    let mut nameless = composed["user_full"].clone();
    let account = composed["account_connection_without_connection_object"].clone();
    nameless["accountConnections"] = json!([account]);
    assert_eq!(read(&nameless).await.external_ids.len(), 1);
    let mut other = composed["user_full"].clone();
    other["accountConnections"][0]["connection"]["id"] = json!("conn_00000000000000");
    assert_eq!(read(&other).await.external_ids, []);
    let mut unknown = composed["user_full"].clone();
    unknown["state"] = json!("SUNBATHING");
    unknown["view"] = Value::Null;
    assert_eq!(read(&unknown).await.state, UserState::Unknown);
}

#[tokio::test]
async fn refusals_keep_their_code_reason_and_words() {
    let (replay, samples) = (Replay::start().await, samples());
    let userhub = client(&replay);
    let refused = async |recorded: &Value| {
        let status = u16::try_from(recorded["status"].as_u64().unwrap()).unwrap();
        replay.load([Recorded::new(status, &recorded["body"])]);
        match userhub.import(&somebody()).await {
            Err(ClientError::Rejected(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    };
    let errors = &samples["composed"]["errors"];
    for (name, code, reason) in [
        ("unauthenticated", ErrorCode::Unauthenticated, ""),
        ("permission_denied_scope", ErrorCode::PermissionDenied, ""),
        ("invalid_argument", ErrorCode::InvalidArgument, "userId"),
        (
            "external_user_not_found",
            ErrorCode::NotFound,
            "USER_NOT_FOUND",
        ),
        (
            "user_pending_deletion",
            ErrorCode::FailedPrecondition,
            "USER_PENDING_DELETION",
        ),
    ] {
        let refusal: Rejection = refused(&errors[name]).await;
        assert_eq!(ErrorCode::of(&refusal), code, "{name}");
        assert_eq!(refusal.reason, reason, "{name}");
        let words = errors[name]["body"]["message"].as_str();
        assert_eq!(Some(refusal.message.as_str()), words, "{name}");
    }
    // Without a code it is anybody's, and asked for again.
    let empty = &errors["empty_object"];
    replay.load([
        Recorded::new(400, &empty["body"]),
        Recorded::ok(&samples["documented"]["import_account_2024"]),
    ]);
    userhub.import(&somebody()).await.unwrap();
    for name in ["error_not_found_js", "error_not_found_go"] {
        let refusal = refused(&samples["sdk"][name]).await;
        assert_eq!(ErrorCode::of(&refusal), ErrorCode::NotFound, "{name}");
    }
}

#[tokio::test]
async fn a_429_and_a_503_that_are_no_json_are_sat_out() {
    let (replay, samples) = (Replay::start().await, samples());
    let errors = &samples["composed"]["errors"];
    let plain = samples["sdk"]["rate_limited_plain_text"]["body_text"].as_str();
    let page = errors["unavailable_html"]["body"].as_str();
    replay.load([
        Recorded::new(429, plain.unwrap()),
        Recorded::new(503, page.unwrap()),
        Recorded::new(500, &errors["internal"]["body"]),
        Recorded::ok(&samples["documented"]["import_account_2024"]),
    ]);
    let held = client(&replay).import(&somebody()).await.unwrap();
    assert_eq!(held.external_ids, [somebody()]);
}

#[tokio::test]
async fn an_event_is_taken_for_done_by_an_empty_answer_and_by_an_object() {
    let replay = Replay::start().await;
    for body in ["", " \n", "{}", r#"{"metadata":{}}"#] {
        replay.load([Recorded::ok(body), Recorded::new(400, "{}")]);
        client(&replay).report_changed(&somebody()).await.unwrap();
    }
}
