//! Answers of another form than documented, pages that are short, and refusals in words: what is not ours is left alone and
//! counted, what may be ours is named, nothing of the Login flow is lost, and nobody is blamed who is not to blame.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use userhub_connect::domain::install::{Change, Effect};
use userhub_connect::domain::issue::{Code as IssueCode, Fix};

use super::*;

/// What a server between the app and the tenant makes of a request and of its answer.
type Before = dyn Fn(&str) -> String + Send + Sync;
type After = dyn Fn(&str, &str, u16, Value) -> (u16, Value) + Send + Sync;

#[derive(Clone)]
struct Between {
    tenant: String,
    client: reqwest::Client,
    before: Arc<Before>,
    after: Arc<After>,
    asked: Arc<Mutex<Vec<String>>>,
    date: Option<String>,
}

/// Puts a server before the tenant, which changes what is asked for and what is answered, and notes what was asked.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests have clients of their own"
)]
async fn between(
    site: &mut Site,
    date: Option<String>,
    before: impl Fn(&str) -> String + Send + Sync + 'static,
    after: impl Fn(&str, &str, u16, Value) -> (u16, Value) + Send + Sync + 'static,
) -> Arc<Mutex<Vec<String>>> {
    let asked = Arc::default();
    let between = Between {
        tenant: site.tenant.url(),
        client: reqwest::Client::builder().no_proxy().build().unwrap(),
        before: Arc::new(before),
        after: Arc::new(after),
        asked: Arc::clone(&asked),
        date,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    site.url = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(pass_on).with_state(between);
    tokio::spawn(async move { axum::serve(listener, router).await });
    asked
}

async fn pass_on(State(between): State<Between>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let path = head.uri.to_string();
    let method = head.method.to_string();
    between
        .asked
        .lock()
        .unwrap()
        .push(format!("{method} {path}"));
    let url = format!("{}{}", between.tenant, (between.before)(&path));
    let mut request = between.client.request(head.method, url).body(body);
    for name in ["authorization", "content-type"] {
        if let Some(value) = head.headers.get(name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let (status, text) = match serde_json::from_str(&text) {
        Ok(value) => {
            let (status, value) = (between.after)(&method, &path, status, value);
            (status, value.to_string())
        }
        Err(_) => (status, text),
    };
    let status = StatusCode::from_u16(status).unwrap();
    let json = HeaderValue::from_static("application/json");
    let mut response = (status, [(header::CONTENT_TYPE, json)], text).into_response();
    if let Some(date) = &between.date {
        let date = HeaderValue::from_str(date).unwrap();
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// The list in an answer, bare or not.
fn list_of<'a>(name: &str, answer: &'a mut Value) -> &'a mut Vec<Value> {
    if answer.is_array() {
        return answer.as_array_mut().unwrap();
    }
    answer[name].as_array_mut().unwrap()
}

/// Adds records to the first page of a list.
fn with_records(
    list: &'static str,
    name: &'static str,
    records: Vec<Value>,
) -> impl Fn(&str, &str, u16, Value) -> (u16, Value) {
    move |method, path, status, mut answer| {
        let is_list = method == "GET" && path.split('?').next().unwrap().ends_with(list);
        if is_list && path.contains("page=0&") && !path.contains("client_id=") {
            list_of(name, &mut answer).extend(records.clone());
            if let Some(total) = answer.get("total").and_then(Value::as_u64) {
                answer["total"] = json!(total + records.len() as u64);
            }
        }
        (status, answer)
    }
}

fn same(path: &str) -> String {
    path.to_owned()
}

fn note(plan: &Plan, change: Change) -> String {
    plan.row(change).unwrap().note.clone().unwrap_or_default()
}

#[tokio::test]
async fn odd_records_that_are_not_ours_are_left_alone_and_counted() {
    let odd_client = json!({"client_id": null, "name": "Somebody's"});
    let grants = vec![
        json!({"id": "cgr_everybody", "default_for": "third_party_clients", "scope": ["read:logs"]}),
        json!({"id": "cgr_nobody", "scope": ["read:logs"]}),
    ];
    let actions = vec![
        Value::Null,
        json!({"id": "odd", "name": "Odd", "supported_triggers": null, "code": {"a": 1}}),
    ];
    let unspoken =
        json!({"id": "other", "name": "Other", "supported_triggers": null, "secrets": null});
    for (list, name, records, change, expected) in [
        (
            "/clients",
            "clients",
            vec![odd_client, json!(7)],
            Change::Application,
            "2 applications could not be read and were left alone.",
        ),
        (
            "/client-grants",
            "client_grants",
            grants,
            Change::Permissions,
            "1 grant of permissions could not be read and was left alone.",
        ),
        (
            "/actions/actions",
            "actions",
            actions,
            Change::Action,
            "2 Actions could not be read and were left alone.",
        ),
        (
            "/actions/actions",
            "actions",
            vec![unspoken],
            Change::Action,
            "",
        ),
    ] {
        let mut site = Site::new();
        between(&mut site, None, same, with_records(list, name, records)).await;
        let plan = site.install(Choices::default()).await.stands();
        assert_eq!(note(&plan, change), expected, "{list}");
        let report = site.undo().await;
        assert!(matches!(report.end, InstallEnd::Undone), "{report:?}");
    }
}

#[tokio::test]
async fn what_may_be_ours_and_cannot_be_read_is_named_and_asked_about() {
    for (list, name, record, what) in [
        (
            "/clients",
            "clients",
            json!({"name": "UserHub"}),
            "An application named UserHub is already there, but it cannot be read",
        ),
        (
            "/actions/actions",
            "actions",
            json!({"id": "a", "name": "UserHub", "code": []}),
            "An Action named UserHub is already there, but it cannot be read",
        ),
    ] {
        let mut site = Site::new();
        let before = site.tenant.picture();
        between(
            &mut site,
            None,
            same,
            with_records(list, name, vec![record]),
        )
        .await;
        let plan = site.install(use_existing()).await.asks();
        assert_eq!(plan.questions[0].what, what);
        assert_same(&site.tenant.picture(), &before);
        // A second one has another name.
        let second = Choices {
            application: Some(Answer::Second),
            action: Some(Answer::Second),
            ..Choices::default()
        };
        let plan = site.install(second).await.stands();
        let titles: Vec<&str> = plan.rows.iter().map(|row| row.title.as_str()).collect();
        assert!(
            titles.iter().any(|title| title.ends_with("\"UserHub 2\"")),
            "{titles:?}"
        );
    }
}

#[tokio::test]
async fn an_entry_of_the_flow_that_cannot_be_read_is_never_written_away() {
    let entry =
        json!({"id": "b", "trigger_id": "post-login", "action": null, "display_name": "Gone"});
    let mut site = Site::new();
    let before = site.tenant.picture();
    let odd = with_records("/bindings", "bindings", vec![entry]);
    let asked = between(&mut site, None, same, odd).await;
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(issue.code, IssueCode::GuardStopped);
    assert_eq!(issue.what, "The Login flow cannot be read completely");
    assert!(
        issue.why.starts_with("1 entry of it could not be read"),
        "{issue}"
    );
    assert_eq!(issue.fixes[0], Fix::OpenLoginFlow);
    assert_same(&site.tenant.picture(), &before);
    let asked = asked.lock().unwrap().clone();
    assert!(
        asked.iter().all(|asked| asked.starts_with("GET ")),
        "{asked:?}"
    );
}

#[tokio::test]
async fn an_entry_that_becomes_unreadable_in_the_middle_is_not_written_away_either() {
    let mut site = Site::new();
    let looks = AtomicUsize::new(0);
    let entry = json!({"id": "b", "action": {"id": 7}, "display_name": "Odd"});
    let add = with_records("/bindings", "bindings", vec![entry]);
    let asked = between(
        &mut site,
        None,
        same,
        move |method, path, status, answer| {
            let is_look = path.contains("/bindings?page=0");
            if is_look && looks.fetch_add(1, Ordering::Relaxed) > 0 {
                return add(method, path, status, answer);
            }
            (status, answer)
        },
    );
    let asked = asked.await;
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(issue.what, "The Login flow cannot be read completely");
    let asked = asked.lock().unwrap().clone();
    assert!(
        !asked
            .iter()
            .any(|a| a.starts_with("PATCH") && a.contains("/bindings")),
        "{asked:?}"
    );
    // Undoing does not write it either while it cannot be read, and does so once it can.
    site.url = site.tenant.url();
    assert!(matches!(site.undo().await.end, InstallEnd::Undone));
}

#[tokio::test]
async fn undoing_writes_no_flow_that_it_cannot_read_and_forgets_nothing_that_it_cannot_see() {
    let entry = json!({"id": "b", "action": null, "display_name": "Gone"});
    let mut site = Site::new();
    let before = site.tenant.picture();
    site.install(Choices::default()).await.stands();
    let after = site.tenant.picture();
    between(
        &mut site,
        None,
        same,
        with_records("/bindings", "bindings", vec![entry]),
    )
    .await;
    let issue = problem(site.undo().await);
    assert_eq!(issue.what, "The Login flow cannot be read completely");
    assert_same(&site.tenant.picture(), &after);
    // The Action of the set-up is there in a form that cannot be read.
    between(&mut site, None, same, |method, path, status, mut answer| {
        if method == "GET" && path.contains("/actions/actions?") {
            for action in list_of("actions", &mut answer) {
                if action["name"] == "UserHub" {
                    action["code"] = json!({});
                }
            }
        }
        (status, answer)
    })
    .await;
    let issue = problem(site.undo().await);
    assert_eq!(
        issue.what,
        "The Action of the earlier set-up cannot be read"
    );
    assert_same(&site.tenant.picture(), &after);
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(
        issue.what,
        "The Action of the earlier set-up cannot be read"
    );
    site.url = site.tenant.url();
    site.is_again(&site.undo().await, &before);
}

#[tokio::test]
async fn an_application_without_a_word_for_its_secret_can_be_used_and_one_with_keys_cannot() {
    let mut client = application("there", "non_interactive");
    client
        .as_object_mut()
        .unwrap()
        .remove("token_endpoint_auth_method");
    let site = Site::new();
    site.tenant.add_client(&client);
    let plan = site.install(use_existing()).await.stands();
    assert_eq!(plan.row(Change::Application).unwrap().effect, Effect::Keep);
    client["client_authentication_methods"] = json!({"private_key_jwt": {"credentials": []}});
    let site = Site::new();
    site.tenant.add_client(&client);
    let plan = site.install(use_existing()).await.asks();
    assert!(
        plan.questions[0]
            .what
            .ends_with("it does not sign in with a Client Secret")
    );
}

/// The tenant as a server that gives at most 2 at once, with an application named `UserHub` at the end of five.
async fn small_pages(
    total: impl Fn(&mut Value) + Send + Sync + 'static,
) -> (Site, Arc<Mutex<Vec<String>>>) {
    let mut site = Site::new();
    for number in 1..=4 {
        let mut other = application(&format!("other{number}"), "non_interactive");
        other["name"] = json!(format!("Other {number}"));
        site.tenant.add_client(&other);
    }
    site.tenant
        .add_client(&application("last", "non_interactive"));
    let before = |path: &str| path.replace("per_page=100", "per_page=2");
    let asked = between(
        &mut site,
        None,
        before,
        move |method, path, status, mut answer| {
            if method == "GET" && path.contains("page=") {
                total(&mut answer);
            }
            (status, answer)
        },
    );
    let asked = asked.await;
    (site, asked)
}

#[tokio::test]
async fn a_short_page_ends_no_list_whatever_the_total_says() {
    let totals: [fn(&mut Value); 6] = [
        |_| {},
        |answer| drop(answer.as_object_mut().map(|answer| answer.remove("total"))),
        |answer| answer["total"] = Value::Null,
        |answer| answer["total"] = json!(answer["total"].to_string()),
        |answer| answer["total"] = json!("many"),
        // Capped at what a page holds.
        |answer| answer["total"] = json!(2),
    ];
    for (number, total) in totals.into_iter().enumerate() {
        let (site, asked) = small_pages(total).await;
        let plan = site.install(use_existing()).await.stands();
        let id = plan.application.unwrap();
        assert_eq!(id.as_str(), "last", "total {number}");
        // The two Actions of the flow and ours fill more than a page too.
        let flow = site.tenant.picture()["bindings"].as_array().unwrap().len();
        assert_eq!(flow, 3, "total {number}");
        assert!(asked.lock().unwrap().len() < 120, "total {number}");
    }
}

#[tokio::test]
async fn a_list_that_comes_short_of_its_total_is_told_so() {
    let mut site = Site::new();
    let asked = between(&mut site, None, same, |method, path, status, mut answer| {
        if method == "GET" && path.contains("/clients?") && answer.get("total").is_some() {
            answer["total"] = json!(250);
        }
        (status, answer)
    });
    let asked = asked.await;
    let plan = site.install(Choices::default()).await.stands();
    let told = note(&plan, Change::Application);
    assert_eq!(told, "Auth0 counts 250 applications and gave 1.");
    // Another way was tried.
    let asked = asked.lock().unwrap().clone();
    assert!(asked.iter().any(|a| a.contains("take=100")), "{asked:?}");
}

#[tokio::test]
async fn tokens_are_followed_and_those_that_go_round_are_not_followed_for_ever() {
    let client = |id: &str, name: &str| {
        let mut client = application(id, "non_interactive");
        client["name"] = json!(name);
        client
    };
    for goes_round in [false, true] {
        let mut site = Site::new();
        site.tenant.add_client(&client("last", "UserHub"));
        let asked = between(
            &mut site,
            None,
            // The tenant itself is asked for all; what is given of it are pages of one, by tokens.
            |path| {
                if path.contains("/clients?") {
                    "/api/v2/clients?include_totals=true".to_owned()
                } else {
                    path.to_owned()
                }
            },
            move |method, path, status, mut answer| {
                if method == "GET" && path.contains("/clients?") {
                    let all = list_of("clients", &mut answer).clone();
                    let from = path.split("from=t").nth(1);
                    let from = from.and_then(|rest| rest.split('&').next()?.parse().ok());
                    let at: usize = from.unwrap_or(0);
                    let mut page =
                        json!({"clients": all.iter().skip(at).take(1).collect::<Vec<_>>()});
                    if goes_round || at + 1 < all.len() {
                        page["next"] = json!(format!("t{}", (at + 1) % all.len()));
                    }
                    return (200, page);
                }
                (status, answer)
            },
        );
        let asked = asked.await;
        let plan = site.install(use_existing()).await.stands();
        assert_eq!(plan.application.as_ref().unwrap().as_str(), "last");
        let told = note(&plan, Change::Application);
        assert_eq!(told.contains("has no end"), goes_round, "{told}");
        assert!(asked.lock().unwrap().len() < 80);
    }
}

fn refusing(
    call: &'static str,
    status: u16,
    code: Option<&'static str>,
    words: &'static str,
) -> impl Fn(&str, &str, u16, Value) -> (u16, Value) {
    move |method, path, was, answer| {
        if !format!("{method} {path}").starts_with(call) {
            return (was, answer);
        }
        let mut refusal = json!({"statusCode": status, "error": "Refused", "message": words});
        if let Some(code) = code {
            refusal["errorCode"] = json!(code);
        }
        (status, refusal)
    }
}

#[tokio::test]
async fn a_refusal_is_told_for_what_it_is() {
    const LOOK: &str = "GET /api/v2/actions/actions?";
    const MAKE: &str = "POST /api/v2/clients";
    for (call, status, code, what, why) in [
        (
            LOOK,
            403,
            Some("feature_not_enabled"),
            "Auth0 did not list the Actions",
            "feature",
        ),
        (
            LOOK,
            403,
            Some("insufficient_scope"),
            "Auth0 did not list the Actions",
            "its words",
        ),
        (
            LOOK,
            400,
            None,
            "Auth0 did not list the Actions",
            "Auth0 said: \"its words\"",
        ),
        (
            MAKE,
            403,
            Some("operation_not_supported"),
            "Auth0 did not create the application",
            "limit is the usual cause",
        ),
        (
            MAKE,
            403,
            Some("something_new"),
            "Auth0 did not create the application",
            "Auth0 said: \"its words\"",
        ),
        (
            MAKE,
            400,
            Some("invalid_body"),
            "Auth0 did not create the application",
            "Auth0 said: \"its words\"",
        ),
    ] {
        let mut site = Site::new();
        between(
            &mut site,
            None,
            same,
            refusing(call, status, code, "its words"),
        )
        .await;
        let issue = site.install(Choices::default()).await.problem();
        assert_eq!(issue.what, what, "{code:?}");
        assert!(issue.why.contains(why), "{issue}");
        let is_limit = code == Some("operation_not_supported");
        assert_eq!(issue.why.contains("usual cause"), is_limit, "{issue}");
        assert_eq!(issue.code, IssueCode::ChangeNotMade);
    }
}

#[tokio::test]
async fn only_the_refusals_that_pass_are_waited_for() {
    const DEPLOY: &str = "/deploy";
    let refuse = |words: &'static str, times: usize| {
        let left = AtomicUsize::new(times);
        move |method: &str, path: &str, status, answer| {
            let is_deploy = method == "POST" && path.ends_with(DEPLOY);
            let is_left = |left: usize| left.checked_sub(1);
            if is_deploy
                && left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, is_left)
                    .is_ok()
            {
                return (
                    400,
                    json!({"statusCode": 400, "error": "Bad Request", "message": words}),
                );
            }
            (status, answer)
        }
    };
    let deploys = |asked: &Arc<Mutex<Vec<String>>>| {
        let asked = asked.lock().unwrap();
        asked.iter().filter(|a| a.ends_with(DEPLOY)).count()
    };
    let mut site = Site::new();
    let passing = refuse(
        "A draft must be in the 'built' state before it can be deployed.",
        4,
    );
    let asked = between(&mut site, None, same, passing).await;
    site.install(Choices::default()).await.stands();
    assert_eq!(deploys(&asked), 5);
    let mut site = Site::new();
    let asked = between(&mut site, None, same, refuse("Never this one.", usize::MAX)).await;
    let issue = site.install(Choices::default()).await.problem();
    assert_eq!(issue.what, "Auth0 did not deploy the Action");
    assert!(issue.why.contains("Never this one."), "{issue}");
    assert_eq!(deploys(&asked), 3);
}

#[tokio::test]
async fn whether_a_key_has_ended_is_told_by_auth0s_clock() {
    // By this computer's clock the key has ended; by Auth0's it has an hour left, and Auth0 takes it.
    let mut site = Site::new();
    let good = site.token();
    let ended = site.tenant.management_token(&ALL, Duration::ZERO);
    let asked = between(
        &mut site,
        Some("Mon, 01 Jan 2024 10:00:00 GMT".to_owned()),
        same,
        |_, _, status, answer| (status, answer),
    )
    .await;
    let told = site
        .install_as(site.setup_with(&ended), Choices::default())
        .await;
    let issue = told.problem();
    // It was asked for, and Auth0 itself has refused it.
    assert_eq!(issue.what, "The temporary key has stopped working");
    let asked_then = asked.lock().unwrap().clone();
    assert!(
        asked_then.iter().any(|a| a.contains("/api/v2/clients")),
        "{asked_then:?}"
    );
    site.install_as(site.setup_with(&good), Choices::default())
        .await
        .stands();
}
