//! Limits of a plan, trouble on demand, and the control addresses.

use super::*;

#[tokio::test]
async fn a_plan_limits_and_says_so() {
    let options = TenantOptions {
        plan: Plan::Free,
        retry_after: true,
        ..people(5)
    };
    let caller = Caller::new(options).await;
    let first = caller.get("/api/v2/users").await;
    assert_eq!(first.header("x-ratelimit-limit"), Some("2"));
    assert_eq!(first.header("x-ratelimit-remaining"), Some("1"));
    let mut refused = first;
    for _ in 0..10 {
        refused = caller.get("/api/v2/users").await;
        if refused.status == 429 {
            break;
        }
    }
    assert_eq!(
        refused.json(),
        json!({
            "statusCode": 429,
            "error": "Too Many Requests",
            "message": "Global limit has been reached",
            "errorCode": "too_many_requests",
        })
    );
    // Half a second away, which is this whole second or the next.
    assert!(matches!(refused.header("retry-after"), Some("1" | "2")));
    assert!(refused.header("x-ratelimit-reset").is_some());
    assert_eq!(caller.tenant.requests().with_status(429), 1);
    assert_eq!(
        caller.tenant.requests().to("GET", "/api/v2/users").too_many,
        1
    );
    tokio::time::sleep(Duration::from_millis(550)).await;
    assert_eq!(caller.get("/api/v2/users").await.status, 200);
    let unlimited = Caller::new(people(5)).await;
    let reply = unlimited.get("/api/v2/users").await;
    assert!(reply.header("x-ratelimit-limit").is_none());
}

#[tokio::test]
async fn trouble_comes_when_it_is_asked_for() {
    let caller = Caller::new(people(200)).await;
    let trouble = caller.tenant.trouble();
    let users = "/api/v2/users?per_page=100";
    let once = |fault: Fault| trouble.add(Rule::always(fault).on_path("/users").times(1));
    once(Fault::TooManyRequests {
        retry_after_secs: Some(7),
    });
    let reply = caller.get(users).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after")),
        (429, Some("7"))
    );
    once(Fault::Status(503));
    assert_eq!(caller.get(users).await.json()["statusCode"], 503);
    once(Fault::HtmlPage(200));
    assert!(caller.get(users).await.body.starts_with(b"<!DOCTYPE html>"));
    once(Fault::InvalidJson);
    let broken = caller.get(users).await;
    assert!(serde_json::from_slice::<Value>(&broken.body).is_err());
    once(Fault::ExpiredLink);
    assert_eq!(caller.get(users).await.status, 403);
    once(Fault::Delay(Duration::from_millis(30)));
    let start = std::time::Instant::now();
    assert_eq!(caller.get(users).await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(30));
    let raw = || {
        let url = format!("{}{users}", caller.tenant.url());
        caller.client.get(url).bearer_auth(&caller.token)
    };
    once(Fault::ResetInBody);
    let response = raw().send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 10_000);
    assert!(response.bytes().await.is_err());
    once(Fault::ResetBeforeAnswer);
    // The pool's client may itself try again on a fresh connection; one more cut makes sure.
    trouble.add(Rule::always(Fault::ResetBeforeAnswer).times(3));
    assert!(raw().send().await.is_err());
    trouble.clear();
    once(Fault::SlowDrip {
        bytes_per_second: 1_000,
    });
    let slow = tokio::time::timeout(Duration::from_millis(150), reply_of(raw())).await;
    assert!(slow.is_err());
    once(Fault::Hang);
    let hung = tokio::time::timeout(Duration::from_millis(50), raw().send()).await;
    assert!(hung.is_err());
    assert_eq!(caller.get(users).await.status, 200);
}

async fn reply_of(request: reqwest::RequestBuilder) -> Reply {
    reply(request).await.unwrap()
}

#[tokio::test]
async fn the_control_addresses_are_neither_counted_nor_troubled() {
    let caller = Caller::new(people(5)).await;
    let control = format!("{}/_practice/", caller.tenant.url());
    let rule = r#"{"path_contains":"/users","fault":{"status":500}}"#;
    let request = caller
        .client
        .post(format!("{control}trouble"))
        .header("content-type", "application/json")
        .body(rule);
    assert_eq!(reply(request).await.unwrap().status, 204);
    assert_eq!(caller.get("/api/v2/users").await.status, 500);
    let counts = reply(caller.client.get(format!("{control}requests")))
        .await
        .unwrap();
    let counts = counts.json();
    assert_eq!(counts["total"], 2);
    assert_eq!(counts["routes"]["GET"]["/api/v2/users"]["failed"], 1);
    assert_eq!(counts["by_status"]["500"], 1);
    let request = caller.client.delete(format!("{control}trouble"));
    assert_eq!(reply(request).await.unwrap().status, 204);
    assert_eq!(caller.get("/api/v2/users").await.status, 200);
}

#[tokio::test]
async fn pages_can_be_smaller_than_they_were_asked_for() {
    let caller = Caller::new(people(120)).await;
    let short = Rule::always(Fault::ShortPages { most: 50 });
    caller.tenant.trouble().add(short.on_path("/users"));
    let mut lengths = Vec::new();
    for page in 0..4 {
        let path = format!("/api/v2/users?per_page=100&include_totals=true&page={page}");
        let page = caller.get(&path).await.json();
        assert_eq!((&page["total"], &page["limit"]), (&json!(120), &json!(50)));
        lengths.push(page["users"].as_array().unwrap().len());
    }
    assert_eq!(lengths, [50, 50, 20, 0]);
}

#[tokio::test]
async fn an_index_can_have_lost_people_who_are_still_there() {
    let caller = Caller::new(people(30)).await;
    let created = caller
        .tenant
        .create_person(&fields(&json!({"name": "New"})));
    let lost = [caller.tenant.id_of(3), caller.tenant.id_of(4), created];
    caller.tenant.hide_people(&lost);
    for list in ["", "&sort=updated_at:1", "&q=user_id:*"] {
        let path = format!("/api/v2/users?include_totals=true&per_page=100{list}");
        let page = caller.get(&path).await.json();
        assert_eq!(page["total"], 28, "{list}");
        assert_eq!(page["users"].as_array().unwrap().len(), 28, "{list}");
    }
    let link = caller.export(json!({"format": "json"})).await;
    assert_eq!(lines(&caller.download(&link).await.body).len(), 28);
    for id in &lost {
        let found = caller.get(&format!("/api/v2/users/{}", encoded(id))).await;
        assert_eq!(found.json()["user_id"], **id);
    }
    caller.tenant.hide_people(&[]);
    assert_eq!(
        caller
            .get("/api/v2/users?per_page=100")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        31
    );
}
