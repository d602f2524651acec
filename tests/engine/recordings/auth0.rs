//! What Auth0 has sent: people, jobs, tokens and refusals.

use serde_json::{Value, json};
use userhub_connect::clients::auth0::{Auth0, Auth0Credentials, ExportState, UserQuery};
use userhub_connect::clients::error::{ClientError, Rejection};
use userhub_connect::clients::http::Limits;
use userhub_connect::domain::ids::{Auth0UserId, ClientId, JobId};
use userhub_connect::domain::profile::Profile;
use userhub_connect::domain::secret::Secret;

use super::tapes::{Tape, tapes};
use super::{Recorded, Replay};
use crate::clients::auth0_at;

pub(super) fn client(replay: &Replay) -> Auth0 {
    let credentials = Auth0Credentials {
        domain: "acme.eu.auth0.com".parse().unwrap(),
        client_id: ClientId::new("client"),
        client_secret: Secret::new("secret"),
    };
    auth0_at(&replay.address, &credentials, Limits::SYNC)
}

fn first_page() -> UserQuery {
    UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    }
}

fn fixture(name: &str) -> Value {
    let file = match name {
        "recorded" => include_str!("../../fixtures/auth0/recorded.json"),
        _ => include_str!("../../fixtures/auth0/answers.json"),
    };
    serde_json::from_str(file).unwrap()
}

/// What UserHub should hold of the person whom go-auth0's tests have made.
fn chuck() -> Profile {
    Profile {
        display_name: Some("chuck878@example.com".to_owned()),
        email: Some("chuck878@example.com".to_owned()),
        email_verified: true,
        image_url: Some("https://example-picture-url.jpg".to_owned()),
        ..Profile::default()
    }
}

#[tokio::test]
async fn recorded_people_are_read_field_by_field() {
    let (replay, recorded) = (Replay::start().await, fixture("recorded"));
    let auth0 = client(&replay);
    replay.load([Recorded::ok(&recorded["user_list"])]);
    let page = auth0.users(&first_page()).await.unwrap();
    assert_eq!((page.people.len(), page.total), (1, 1));
    let id = Auth0UserId::new("auth0|63d17c4a9d503d76c056c160");
    assert_eq!(page.people[0].source.id, id);
    assert_eq!(page.people[0].source.profile, Ok(chuck()));
    let created = "2023-01-25T19:00:26.539Z".parse().unwrap();
    assert_eq!(page.people[0].created_at, Some(created));
    replay.load([Recorded::ok(&recorded["user_by_id"])]);
    let person = auth0.user(&id).await.unwrap().unwrap();
    assert_eq!(person, page.people[0]);
    replay.load([Recorded::new(404, &recorded["user_absent"])]);
    assert_eq!(auth0.user(&id).await.unwrap(), None);
}

#[tokio::test]
async fn a_recorded_list_without_totals_is_a_page_too() {
    let (replay, answers) = (Replay::start().await, fixture("answers"));
    replay.load([Recorded::ok(&answers["bare_list"])]);
    let page = client(&replay).users(&first_page()).await.unwrap();
    let names = page.people.iter().map(|person| {
        let profile = person.source.profile.as_ref().unwrap();
        profile.display_name.as_deref().unwrap()
    });
    let expected = ["quintin", "rubytest-210908aaron_spencer@example.org"];
    assert!(names.eq(expected));
}

#[tokio::test]
async fn recorded_jobs_are_pending_and_known_by_their_id() {
    let (replay, answers) = (Replay::start().await, fixture("answers"));
    let auth0 = client(&replay);
    let go = fixture("recorded")["export_job"].clone();
    let ruby = answers["export_jobs"].as_array().unwrap();
    for recorded in ruby.iter().chain([&go]) {
        replay.load([Recorded::ok(recorded)]);
        let id = recorded["id"].as_str().unwrap();
        let started = auth0.start_export().await.unwrap();
        let looked = auth0.export(&JobId::new(id)).await.unwrap().unwrap();
        for job in [started, looked] {
            assert_eq!(job.id.as_str(), id);
            assert!(matches!(job.state, ExportState::Running { .. }));
            assert!(job.created_at.is_some());
        }
    }
}

#[tokio::test]
async fn the_words_of_a_job_that_no_recording_has_are_read_as_the_contract_says() {
    // Hand-made from contract auth0-api 4.2: no recording holds a finished job.
    let replay = Replay::start().await;
    let auth0 = client(&replay);
    let job = |fields: Value| {
        let mut job = json!({ "id": "job_1", "type": "users_export" });
        job.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        Recorded::ok(&job)
    };
    replay.load([
        job(json!({ "status": "processing", "percentage_done": 12.5, "time_left_seconds": 3 })),
        job(json!({ "status": "completed", "location": "https://files.example/x?sig=1" })),
        job(json!({ "status": "completed" })),
        job(json!({ "status": "failed", "status_details": "x" })),
    ]);
    let look = async || {
        let job = auth0.export(&JobId::new("job_1")).await.unwrap();
        job.unwrap().state
    };
    match look().await {
        ExportState::Running {
            seconds_left: Some(left),
            percent: Some(percent),
        } => assert!((left - 3.0).abs() < 1e-9 && (percent - 12.5).abs() < 1e-9),
        other => panic!("{other:?}"),
    }
    assert!(matches!(look().await, ExportState::Ready(_)));
    assert!(matches!(look().await, ExportState::Running { .. }));
    assert!(matches!(look().await, ExportState::Failed));
}

#[tokio::test]
async fn recorded_tokens_and_refusals_are_told_apart() {
    let (replay, answers) = (Replay::start().await, fixture("answers"));
    replay.load_token(Recorded::ok(&fixture("recorded")["token"]));
    // This token names no permissions, neither beside it nor inside: that is none, and no error.
    assert_eq!(client(&replay).granted().await.unwrap(), "");
    for recorded in answers["token_refusals"].as_array().unwrap() {
        let status = u16::try_from(recorded["status"].as_u64().unwrap()).unwrap();
        replay.load_token(Recorded::new(status, &recorded["body"]));
        match client(&replay).granted().await {
            Err(ClientError::Rejected(Rejection {
                status: seen,
                code,
                message,
                ..
            })) => {
                assert_eq!(seen, status);
                assert_eq!(code, recorded["body"]["error"].as_str().unwrap());
                assert_eq!(
                    message,
                    recorded["body"]["error_description"].as_str().unwrap()
                );
            }
            other => panic!("{other:?}"),
        }
    }
    replay.load_token(Recorded::new(401, "Unauthorized"));
    let error = client(&replay).granted().await.unwrap_err();
    // Without Auth0's form it is anybody's, and no verdict on the Client ID.
    assert_eq!(
        error.to_string(),
        "/oauth/token of Auth0 was answered 401 with the text “Unauthorized”"
    );
}

/// Reads every recorded body about people, jobs and tokens, where the recordings lie beside the repository.
#[tokio::test]
async fn every_recording_at_hand_is_read() {
    let replay = Replay::start().await;
    let mut read = 0;
    for tape in tapes() {
        read += 1;
        play(&replay, &tape).await;
    }
    println!("{read} recorded answers were read");
}

async fn play(replay: &Replay, tape: &Tape) {
    let answer = Recorded::new(tape.status, &tape.body);
    let auth0 = client(replay);
    let recorded: Value = serde_json::from_str(&tape.body).unwrap_or_default();
    let what = format!("{}: {} {}", tape.file, tape.method, tape.path);
    if tape.path == "/oauth/token" {
        replay.load_token(answer);
        let granted = auth0.granted().await;
        match tape.status {
            200 => assert_eq!(
                granted.unwrap_or_else(|error| panic!("{what}: {error}")),
                recorded["scope"].as_str().unwrap_or_default(),
            ),
            status => assert_refused(granted.map(drop), status, &recorded, &what),
        }
        return;
    }
    replay.load([answer]);
    let is_list = tape.method == "GET"
        && matches!(
            tape.path.as_str(),
            "/api/v2/users" | "/api/v2/users-by-email"
        );
    if tape.status >= 400 {
        let answer = auth0.users(&first_page()).await;
        assert_refused(answer.map(drop), tape.status, &recorded, &what);
    } else if is_list {
        let page = auth0.users(&first_page()).await;
        let page = page.unwrap_or_else(|error| panic!("{what}: {error}"));
        let expected = recorded.get("users").unwrap_or(&recorded).as_array();
        assert_eq!(page.people.len(), expected.unwrap().len(), "{what}");
        for (person, record) in page.people.iter().zip(expected.unwrap()) {
            assert_eq!(record["user_id"], person.source.id.as_str(), "{what}");
            assert!(person.source.profile.is_ok() && person.created_at.is_some());
        }
    } else if tape.path.starts_with("/api/v2/jobs") {
        let job = auth0.export(&JobId::new("job_1")).await;
        let job = job.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(recorded["id"], job.unwrap().id.as_str(), "{what}");
    } else {
        let person = auth0.user(&Auth0UserId::new("auth0|1")).await;
        let person = person.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(
            recorded["user_id"],
            person.unwrap().source.id.as_str(),
            "{what}"
        );
    }
}

fn assert_refused(answer: Result<(), ClientError>, status: u16, recorded: &Value, what: &str) {
    // Some bodies were overwritten by the recorder and name no error: such an answer is not Auth0's own.
    if recorded.get("error").is_none() {
        let foreign = matches!(answer, Err(ClientError::Intercepted { .. }));
        return assert!(foreign, "{what}: {answer:?}");
    }
    let Err(ClientError::Rejected(refusal)) = answer else {
        panic!("{what}: {answer:?}");
    };
    assert_eq!(refusal.status, status, "{what}");
    let code = recorded.get("errorCode").or(recorded.get("error"));
    assert_eq!(
        refusal.code,
        code.and_then(Value::as_str).unwrap_or_default(),
        "{what}"
    );
}
