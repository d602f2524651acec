//! Answers as they come, and what is made of them.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};

use super::notes::LOOKED_AT;
use super::*;
use crate::clients::call::RateBucket;
use crate::domain::assumptions::{Assumption as A, State};

/// What an observer makes of one answer.
struct Trial {
    observer: Observer,
}

fn call(method: Method, path: &str) -> Call {
    Call {
        method,
        ..Call::get(path.to_owned(), RateBucket::Users)
    }
}

fn reply(status: u16, headers: &[(&'static str, &str)], body: &str) -> Reply {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    Reply {
        status: StatusCode::from_u16(status).unwrap(),
        body: body.to_owned().into(),
        headers: map,
        date: None,
    }
}

impl Trial {
    fn new() -> Self {
        Self {
            observer: Observer::default(),
        }
    }

    fn hears(&self, service: Service, call: &Call, reply: &Reply) -> &Self {
        self.observer.heard(service, call, reply, &[]);
        self
    }

    fn state(&self, of: A) -> State {
        self.line(of).0
    }

    fn line(&self, of: A) -> (State, String) {
        let lines = self.observer.book().lines();
        let line = lines
            .into_iter()
            .find(|line| line.assumption == of)
            .unwrap();
        (line.state, line.seen)
    }
}

const DATE: (&str, &str) = ("date", "Thu, 26 Nov 2026 10:00:00 GMT");

/// What one answer of UserHub's to a call says of an assumption.
fn userhub(method: Method, path: &str, reply: &Reply, of: A) -> (State, String) {
    let call = call(method, &format!("/admin/v1/users{path}"));
    Trial::new().hears(Service::UserHub, &call, reply).line(of)
}

/// The same of Auth0's.
fn auth0(method: Method, path: &str, reply: &Reply, of: A) -> (State, String) {
    Trial::new()
        .hears(Service::Auth0, &call(method, path), reply)
        .line(of)
}

fn held(seen: &str) -> (State, String) {
    (State::Held, seen.to_owned())
}

fn otherwise(seen: &str) -> (State, String) {
    (State::DidNotHold, seen.to_owned())
}

const IMPORT: &str = "/samlp%7Cacme%7Cjane%40example.com@conn_1:import";

fn user(account: &str) -> String {
    format!(
        r#"{{"id":"usr_1","createTime":"2026-11-26T10:00:00Z","email":"jane@example.com","accountConnections":[{account}]}}"#
    )
}

const JANE: &str =
    r#"{"externalId":"samlp|acme|jane@example.com","connection":{"id":"conn_1","state":"ACTIVE"}}"#;

#[test]
fn an_import_is_held_against_the_path_that_named_the_person() {
    let of = |body: &str, of| userhub(Method::POST, IMPORT, &reply(200, &[DATE], body), of);
    assert_eq!(of(&user(JANE), A::ImportAnswers), held(""));
    assert_eq!(of(&user(JANE), A::ImportNames), held(""));
    assert_eq!(of(&user(JANE), A::ImportTimes), held(""));
    assert_eq!(of(&user(JANE), A::ConnectionState), held("ACTIVE"));
    let nameless = otherwise("an answer that does not name them");
    for other in [
        JANE.replace("jane", "eve"),
        JANE.replace("conn_1", "conn_2"),
        r#"{"externalId":"samlp|acme|jane@example.com"}"#.to_owned(),
        "7".to_owned(),
    ] {
        assert_eq!(of(&user(&other), A::ImportNames), nameless, "{other}");
    }
    for body in ["", "{}", "[]", r#"{"id":7}"#, "<html>"] {
        assert_eq!(of(body, A::ImportAnswers).0, State::DidNotHold, "{body}");
    }
    let dateless = reply(200, &[], &user(JANE));
    let times = userhub(Method::POST, IMPORT, &dateless, A::ImportTimes);
    assert_eq!(times.0, State::DidNotHold);
}

#[test]
fn a_page_is_counted_user_by_user() {
    let of = |body: &str, of| {
        userhub(
            Method::GET,
            "?pageSize=100&view=FULL",
            &reply(200, &[], body),
            of,
        )
    };
    let full = format!(
        r#"{{"users":[{{"id":"usr_1","view":"FULL","accountConnections":[{JANE}]}},{{"id":"usr_2","view":"FULL","accountConnections":[]}}],"nextPageToken":""}}"#
    );
    assert_eq!(of(&full, A::ListNames), held(""));
    assert_eq!(of(&full, A::ListView), held(""));
    assert_eq!(of(&full, A::ListEnd), held("an empty token"));
    assert_eq!(of(&full, A::KeyLists), held("it may"));
    let basic = r#"{"users":[{"id":"usr_1","view":"BASIC","accountConnections":[]}]}"#;
    assert_eq!(
        of(basic, A::ListNames),
        otherwise("nobody on a page has a connection")
    );
    assert_eq!(of(basic, A::ListView), otherwise("users who do not say so"));
    assert_eq!(of(basic, A::ListEnd), held("no token"));
    let odd = r#"{"users":[],"nextPageToken":{"at":7}}"#;
    assert_eq!(of(odd, A::ListEnd), otherwise("a token that is no text"));
    assert_eq!(of("{}", A::KeyLists).0, State::NotMet);
}

#[test]
fn each_call_of_userhubs_is_told_by_its_path() {
    let refused = |code: &str| reply(400, &[], &format!(r#"{{"code":"{code}"}}"#));
    let by_id = |path| userhub(Method::GET, path, &refused("INVALID_ARGUMENT"), A::ReadById).0;
    assert_eq!(by_id("/auth0%7C1@conn_1"), State::DidNotHold);
    assert_eq!(by_id("/usr_1"), State::NotMet);
    let denied = reply(403, &[], r#"{"code":"PERMISSION_DENIED"}"#);
    let lists = |path| userhub(Method::GET, path, &denied, A::KeyLists).0;
    assert_eq!(
        (lists("?pageSize=1"), lists("/usr_1")),
        (State::Held, State::NotMet)
    );
    let event = |body: &str| {
        let path = "/auth0%7C1@conn_1:event";
        userhub(Method::POST, path, &reply(200, &[], body), A::EventAnswers)
    };
    assert_eq!(
        (event(""), event("{}")),
        (held("nothing"), held("an object"))
    );
    assert_eq!(event("<p>").0, State::DidNotHold);
}

#[test]
fn headers_are_named_and_their_values_left_alone() {
    let headers = [
        ("ratelimit-policy", "100;w=60"),
        ("set-cookie", "quota=1"),
        DATE,
    ];
    let seen = userhub(
        Method::GET,
        "/usr_1",
        &reply(200, &headers, "{}"),
        A::UserHubLimits,
    );
    assert_eq!(seen, otherwise("ratelimit-policy"));
    let seen = userhub(
        Method::GET,
        "/usr_1",
        &reply(200, &[DATE], "{}"),
        A::UserHubLimits,
    );
    assert_eq!(seen, held(""));
    let mute = reply(429, &[], r#"{"code":"RESOURCE_EXHAUSTED"}"#);
    assert_eq!(
        userhub(Method::GET, "/usr_1", &mute, A::UserHubWait).0,
        State::DidNotHold
    );
    let after = reply(429, &[("retry-after", "2")], "slow down");
    assert_eq!(
        userhub(Method::GET, "/usr_1", &after, A::UserHubWait),
        held("")
    );
    assert_eq!(
        userhub(Method::GET, "/usr_1", &after, A::UserHubPace).0,
        State::DidNotHold
    );
}

#[test]
fn a_hundred_answers_show_something_of_the_pace_unless_it_was_slowed_down() {
    let ok = reply(200, &[], "{}");
    let call = call(Method::GET, "/admin/v1/users/usr_1");
    let trial = Trial::new();
    for _ in 0..99 {
        trial.hears(Service::UserHub, &call, &ok);
    }
    assert_eq!(trial.state(A::UserHubPace), State::NotMet);
    trial.hears(Service::UserHub, &call, &ok);
    assert_eq!(trial.line(A::UserHubPace), held("100 calls without a 429"));
    let slowed = Trial::new();
    slowed.hears(Service::UserHub, &call, &reply(429, &[], "{}"));
    for _ in 0..100 {
        slowed.hears(Service::UserHub, &call, &ok);
    }
    assert_eq!(
        slowed.line(A::UserHubPace),
        otherwise("it asked to slow down")
    );
}

const USERS: &str = "/api/v2/users?page=0&per_page=2&include_totals=true&sort=created_at%3A1&q=";

fn people(dates: [&str; 2], total: &str) -> Reply {
    let [first, second] = dates.map(|at| format!(r#"{{"user_id":"auth0|1","created_at":{at}}}"#));
    reply(
        200,
        &[("x-ratelimit-limit", "50"), ("x-ratelimit-remaining", "49")],
        &format!(r#"{{"total":{total},"users":[{first},{second}]}}"#),
    )
}

#[test]
fn a_page_of_people_is_held_against_what_was_asked_for() {
    let of = |reply: &Reply, of| auth0(Method::GET, USERS, reply, of);
    let (early, late) = (
        r#""2026-01-01T00:00:00.000Z""#,
        r#""2026-02-01T00:00:00.000Z""#,
    );
    let whole = people([early, late], "1000");
    for one in [A::PageSize, A::Total, A::Dates, A::Sorted, A::Auth0Limits] {
        assert_eq!(of(&whole, one).0, State::Held, "{one:?}");
    }
    assert_eq!(
        of(&people([late, early], "2"), A::Sorted).0,
        State::DidNotHold
    );
    let odd = people([early, r#"{"$date":"2026"}"#], "2");
    assert_eq!(of(&odd, A::Dates).0, State::DidNotHold);
    assert_eq!(
        of(&people([early, late], "5000"), A::Total).0,
        State::DidNotHold
    );
    assert_eq!(
        of(&people([early, late], "\"7\""), A::Total),
        otherwise("no total")
    );
    let bare = reply(200, &[], r#"[{"user_id":"a"}]"#);
    assert_eq!(of(&bare, A::Total), otherwise("no total"));
    assert_eq!(of(&bare, A::Auth0Limits), otherwise("no such headers"));
    let by_id = USERS.replace("created_at", "user_id");
    let sorted = auth0(Method::GET, &by_id, &people([late, early], "2"), A::Sorted);
    assert_eq!(sorted.0, State::NotMet);
}

#[test]
fn the_form_of_a_search_is_read_from_its_query() {
    let refused = reply(400, &[], r#"{"errorCode":"invalid_query_string"}"#);
    for (q, of) in [
        ("created_at%3A%5B2026%20TO%20%2A%5D", A::SearchRange),
        ("NOT%20created_at%3A%5B1900%20TO%20%2A%5D", A::SearchNot),
        ("NOT%20_exists_%3Acreated_at", A::SearchExists),
    ] {
        let path = format!("{USERS}{q}");
        assert_eq!(
            auth0(Method::GET, &path, &refused, of),
            otherwise("400, invalid_query_string")
        );
        let found = reply(200, &[], r#"{"total":0,"users":[]}"#);
        assert_eq!(auth0(Method::GET, &path, &found, of), held(""));
    }
}

#[test]
fn tokens_jobs_and_absent_users() {
    let token = |body| {
        auth0(
            Method::POST,
            "/oauth/token",
            &reply(200, &[], body),
            A::TokenScope,
        )
    };
    assert_eq!(
        token(r#"{"access_token":"e.y.J","scope":"read:users"}"#),
        held("")
    );
    assert_eq!(
        token(r#"{"access_token":"e.y.J","scope":null}"#).0,
        State::DidNotHold
    );
    let wrong = reply(
        401,
        &[],
        r#"{"error":"access_denied","error_description":"Unauthorized"}"#,
    );
    let seen = auth0(Method::POST, "/oauth/token", &wrong, A::TokenRefused);
    assert_eq!(seen, held("401, access_denied"));
    let job = |path, body: &str, of| auth0(Method::GET, path, &reply(200, &[], body), of);
    let done = r#"{"id":"job_1","status":"completed","location":"https://x.test/a?Signature=s"}"#;
    assert_eq!(job("/api/v2/jobs/job_1", done, A::ExportLink), held(""));
    let odd = job(
        "/api/v2/jobs/job_1",
        r#"{"status":"jane"}"#,
        A::ExportStatus,
    );
    assert_eq!(odd, otherwise("another status: a code of another form"));
    let started = reply(200, &[], r#"{"status":"pending"}"#);
    let path = "/api/v2/jobs/users-exports";
    assert_eq!(
        auth0(Method::POST, path, &started, A::ExportAllowed),
        held("")
    );
    let absent = reply(404, &[], r#"{"errorCode":"inexistent_user"}"#);
    let path = "/api/v2/users/auth0%7C1";
    assert_eq!(
        auth0(Method::GET, path, &absent, A::UserAbsent),
        held("404, inexistent_user")
    );
    let host = "/.well-known/openid-configuration";
    let nobody = reply(404, &[], "<html>");
    assert_eq!(
        auth0(Method::GET, host, &nobody, A::UnknownHost),
        held("404, not JSON")
    );
}

#[test]
fn the_automatic_set_up_is_heard_too() {
    let action = r#"{"id":"a","status":"built","deployed_version":{"id":"v"},"dependencies":[{"name":"@userhub/auth0-actions","version":"1.0.0"}]}"#;
    let path = "/api/v2/actions/actions/a";
    let of = |path: &str, method, body: &str, of| auth0(method, path, &reply(200, &[], body), of);
    for one in [A::ActionStatus, A::ActionPackage, A::ActionDeployed] {
        assert_eq!(of(path, Method::GET, action, one), held(""), "{one:?}");
        let list = format!(r#"{{"actions":[{action}]}}"#);
        let seen = of("/api/v2/actions/actions?page=0", Method::GET, &list, one);
        assert_eq!(seen, held(""), "{one:?}");
    }
    let deploy = "/api/v2/actions/actions/a/deploy";
    assert_eq!(of(deploy, Method::POST, "{}", A::ActionDeploy), held("200"));
    let triggers = r#"{"triggers":[{"id":"post-login","version":"v2","status":"DEPRECATED","runtimes":["node22"]},
        {"id":"post-login","version":"v3","status":"CURRENT","runtimes":["node22"]}]}"#;
    let seen = of(
        "/api/v2/actions/triggers",
        Method::GET,
        triggers,
        A::ActionTrigger,
    );
    assert_eq!(seen, held(""));
    let made = r#"{"client_id":"c","client_secret":"hush-hush"}"#;
    assert_eq!(
        of("/api/v2/clients", Method::POST, made, A::ApplicationSecret),
        held("")
    );
    let grant = reply(409, &[], r#"{"statusCode":409,"error":"Conflict"}"#);
    let seen = auth0(
        Method::POST,
        "/api/v2/client-grants",
        &grant,
        A::GrantExists,
    );
    assert_eq!(seen, held(""));
}

#[test]
fn the_first_line_of_an_export_shows_its_fields() {
    use std::io::Write as _;
    let of = |bytes: &[u8], of| {
        let trial = Trial::new();
        trial.observer.export_began(bytes, &["user_id", "email"]);
        trial.line(of)
    };
    let packed = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let line = "{\"user_id\":\"auth0|1\",\"email\":\"jane@example.com\"}\n";
    let whole = packed(line);
    assert_eq!(of(&whole, A::ExportGzip), held(""));
    assert_eq!(of(&whole, A::ExportFields), held(""));
    assert_eq!(of(line.as_bytes(), A::ExportGzip).0, State::DidNotHold);
    let more = line.replace("\"email\"", "\"last_ip\":\"10.0.0.1\",\"email\"");
    assert_eq!(
        of(&packed(&more), A::ExportFields),
        otherwise("1 fields more")
    );
    assert_eq!(
        of(b"<html>\n", A::ExportFields),
        otherwise("a line that is no user")
    );
    // A first piece that ends within its first line shows nothing of it.
    assert_eq!(of(&whole[..12], A::ExportFields).0, State::NotMet);
    // A line without an end is looked at no further than a bound.
    let bomb = packed(&"a".repeat(5_000_000));
    assert_eq!(of(&bomb, A::ExportFields).0, State::NotMet);
}

#[test]
fn a_redirect_is_nobodys_word_and_a_page_is_said_to_be_one() {
    let away = reply(302, &[], "");
    assert_eq!(
        userhub(Method::GET, "/usr_1", &away, A::UserHubJson).0,
        State::NotMet
    );
    let page = reply(403, &[], "<html>Forbidden</html>");
    let words = "an error of status 403 without a JSON object";
    assert_eq!(
        userhub(Method::GET, "/usr_1", &page, A::UserHubJson),
        otherwise(words)
    );
    assert_eq!(
        auth0(Method::GET, USERS, &page, A::Auth0Json),
        otherwise(words)
    );
}

#[test]
fn nothing_personal_and_no_secret_gets_into_the_book() {
    let planted = [
        "jane@example.com",
        "Jane Doe",
        "auth0|65f1",
        "usr_26yEiYymqy6ZmG",
        "conn_26yEiYymqy6ZmG",
        "sk_agXPlanted12345",
        "+4917012345678",
        "acme.eu.auth0.com",
    ];
    let trial = Trial::new();
    let paths = [
        (
            Service::UserHub,
            Method::POST,
            "/admin/v1/users/auth0%7C65f1@conn_26yEiYymqy6ZmG:import",
        ),
        (
            Service::UserHub,
            Method::GET,
            "/admin/v1/users?pageSize=100",
        ),
        (
            Service::UserHub,
            Method::GET,
            "/admin/v1/users/auth0%7C65f1@conn_26yEiYymqy6ZmG",
        ),
        (Service::Auth0, Method::GET, USERS),
        (Service::Auth0, Method::POST, "/oauth/token"),
        (Service::Auth0, Method::GET, "/api/v2/jobs/job_1"),
        (Service::Auth0, Method::GET, "/api/v2/actions/triggers"),
        (
            Service::Auth0,
            Method::GET,
            "/api/v2/actions/actions?page=0",
        ),
    ];
    for text in planted {
        let value = serde_json::Value::from(text);
        let everywhere = serde_json::json!({
            "code": value, "reason": value, "message": value, "error": value, "errorCode": value,
            "status": value, "state": value, "total": value, "view": value, "scope": value,
            "id": value, "nextPageToken": value, "location": value,
            "users": [{ "created_at": value, "state": value, "accountConnections": [
                { "externalId": value, "connection": { "id": value, "state": value } } ] }],
            "actions": [{ "status": value, "dependencies": [{ "name": value }] }],
            "triggers": [{ "id": "post-login", "status": "CURRENT", "version": value }],
            "accountConnections": [{ "externalId": value, "connection": { "state": value } }],
        });
        for (service, method, path) in &paths {
            for status in [200, 400, 401, 403, 404, 409, 429, 500] {
                let answer = reply(status, &[("x-quota-jane", text)], &everywhere.to_string());
                trial.hears(*service, &call(method.clone(), path), &answer);
            }
        }
    }
    let book = trial.observer.book();
    assert!(book.all().count() > 20, "{}", book.all().count());
    for (assumption, met) in book.all() {
        let words = met.words.as_str();
        for text in planted {
            assert!(!words.contains(text), "{assumption:?}: {words}");
        }
        // What is kept is what may be read again.
        assert_eq!(
            crate::domain::assumptions::Words::kept(words).as_ref(),
            Some(&met.words),
            "{words}"
        );
    }
}

#[test]
fn a_secret_that_comes_back_as_a_code_is_not_taken_for_one() {
    for sent in ["CORRECT_HORSE", "correct_horse_battery", "HORSE"] {
        let observer = Observer::default();
        let secret = Secret::new(sent);
        let body = format!(r#"{{"code":"{sent}","reason":"{sent}"}}"#);
        let call = call(Method::GET, "/admin/v1/users/usr_1");
        observer.heard(Service::UserHub, &call, &reply(400, &[], &body), &[&secret]);
        let said: Vec<_> = observer
            .book()
            .all()
            .map(|(_, met)| met.words.as_str().to_owned())
            .collect();
        assert!(
            !said.is_empty() && said.iter().all(|words| !words.contains(sent)),
            "{said:?}"
        );
    }
}

#[test]
fn a_long_run_is_looked_at_no_further_than_its_beginning() {
    let trial = Trial::new();
    let call = call(Method::POST, &format!("/admin/v1/users{IMPORT}"));
    let fine = reply(200, &[DATE], &user(JANE));
    for _ in 0..LOOKED_AT {
        trial.hears(Service::UserHub, &call, &fine);
    }
    trial.hears(Service::UserHub, &call, &reply(200, &[], "{}"));
    assert_eq!(trial.state(A::ImportAnswers), State::Held);
    // Another kind of call has a beginning of its own.
    let list = self::call(Method::GET, "/admin/v1/users?pageSize=1");
    trial.hears(Service::UserHub, &list, &reply(200, &[], r#"{"users":[]}"#));
    assert_eq!(trial.state(A::KeyLists), State::Held);
}

#[test]
fn news_are_told_once() {
    let trial = Trial::new();
    assert!(!trial.observer.has_news());
    let denied = reply(403, &[], r#"{"code":"PERMISSION_DENIED"}"#);
    let list = call(Method::GET, "/admin/v1/users?pageSize=1");
    trial.hears(Service::UserHub, &list, &denied);
    assert!(trial.observer.has_news());
    trial.hears(Service::UserHub, &list, &denied);
    assert!(!trial.observer.has_news());
}
