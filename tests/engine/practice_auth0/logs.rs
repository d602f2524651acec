//! The tenant's log: what is written into it, and the ways to read it.

use super::*;

const LOGS: &str = "/api/v2/logs";
const DATABASE: &str = "Username-Password-Authentication";

/// The properties of a recorded event.
const PROPERTIES: [&str; 22] = [
    "_id",
    "log_id",
    "date",
    "type",
    "description",
    "connection",
    "connection_id",
    "organization_id",
    "organization_name",
    "client_id",
    "client_name",
    "ip",
    "hostname",
    "details",
    "user_id",
    "user_name",
    "user_agent",
    "audience",
    "strategy",
    "strategy_type",
    "isMobile",
    "location_info",
];

/// A caller with a key that may do what the tests do, on a tenant in which nothing but that has happened.
async fn reader() -> Caller {
    let mut caller = Caller::new(people(5)).await;
    let scopes = [
        "read:logs",
        "create:users",
        "delete:users",
        "update:clients",
        "create:actions",
    ];
    caller.token = caller
        .tenant
        .management_token(&scopes, Duration::from_hours(1));
    caller
}

impl Caller {
    async fn events(&self, query: &str) -> Vec<Value> {
        let reply = self.get(&format!("{LOGS}{query}")).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.json());
        reply.json().as_array().unwrap().clone()
    }
}

fn kinds(events: &[Value]) -> Vec<&str> {
    let kinds = events.iter().map(|event| event["type"].as_str().unwrap());
    kinds.collect()
}

#[tokio::test]
async fn people_who_come_sign_in_and_go_are_written_down() {
    let caller = reader().await;
    let user =
        json!({"connection": DATABASE, "email": "jane@example.com", "password": "hush-hush"});
    let made = caller.ask(Method::POST, "/api/v2/users", Some(user)).await;
    let id = made.json()["user_id"].as_str().unwrap().to_owned();
    assert!(caller.tenant.sign_in(&id));
    let path = format!("/api/v2/users/{}", encoded(&id));
    for _ in 0..2 {
        assert_eq!(caller.ask(Method::DELETE, &path, None).await.status, 204);
    }
    let events = caller.events("?sort=date:1").await;
    // The caller's own token, and the user; the second deletion found nobody.
    let expected = ["seccft", "ss", "sapi", "s", "sdu", "sapi", "sapi"];
    assert_eq!(kinds(&events), expected);
    for event in &events {
        for name in PROPERTIES {
            assert!(event.get(name).is_some(), "{name} is missing: {event}");
        }
        assert!(!event.to_string().contains("hush-hush"), "{event}");
    }
    let of_user: Vec<&Value> = events
        .iter()
        .filter(|event| event["user_id"] == id)
        .collect();
    assert_eq!(of_user.len(), 3);
    for event in of_user {
        assert_eq!(event["user_name"], "jane@example.com");
        assert_eq!(event["connection"], DATABASE);
        assert_eq!(event["strategy_type"], "database");
    }
    let created = &events[2];
    assert_eq!(created["description"], "Create a User");
    assert_eq!(created["client_id"], caller.tenant.client_id());
    let details = &created["details"];
    assert_eq!(details["request"]["method"], "post");
    assert_eq!(details["request"]["body"]["password"], "*****");
    assert_eq!(details["response"]["body"]["user_id"], id);
    let deleted = &events[5]["details"];
    assert_eq!(deleted["response"]["statusCode"], 204);
    assert_eq!(deleted["request"]["path"], path);
    let path = format!("{path}/logs?include_totals=true&sort=date:1");
    let of_user = caller.get(&path).await.json();
    assert_eq!(
        (&of_user["total"], of_user["logs"][0]["type"].clone()),
        (&json!(3), json!("ss"))
    );
}

#[tokio::test]
async fn changes_of_the_set_up_are_written_down_without_secrets() {
    let caller = reader().await;
    let path = format!("/api/v2/clients/{}", caller.tenant.client_id());
    let change = json!({"description": "for practice"});
    assert_eq!(
        caller.ask(Method::PATCH, &path, Some(change)).await.status,
        200
    );
    let action = json!({
        "name": "A",
        "supported_triggers": [{"id": "post-login", "version": "v3"}],
        "secrets": [{"name": "API_KEY", "value": "hush-hush"}],
    });
    caller
        .ask(Method::POST, "/api/v2/actions/actions", Some(action))
        .await;
    // What is refused has changed nothing.
    caller
        .ask(Method::PATCH, &path, Some(json!({"x": 1})))
        .await;
    let events = caller.events("?q=type:sapi&sort=date:1").await;
    let names: Vec<&Value> = events.iter().map(|event| &event["description"]).collect();
    assert_eq!(names, ["Update a client", "Create an action"]);
    let all = json!(events).to_string();
    let secret = caller.tenant.client_secret();
    assert!(
        !all.contains(&secret) && !all.contains("hush-hush"),
        "{all}"
    );
    caller
        .token(&json!({"grant_type": "client_credentials", "client_id": "nobody"}))
        .await;
    let refused = caller.events("?q=type:feccft").await;
    assert_eq!(refused[0]["description"], "Unauthorized");
}

#[tokio::test]
async fn a_checkpoint_leads_through_all_events_once() {
    let caller = reader().await;
    for number in 0..5 {
        assert!(caller.tenant.sign_in(&caller.tenant.id_of(number)));
    }
    let first = caller.events("?per_page=1&sort=date:1").await;
    let mut from = first[0]["log_id"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    loop {
        // All else is ignored where there is a checkpoint.
        let path = format!("{LOGS}?from={from}&take=2&q=type:none&per_page=1");
        let page = caller.get(&path).await;
        let events = page.json();
        let Some(last) = events.as_array().unwrap().last() else {
            assert_eq!(page.header("link"), None);
            break;
        };
        last["log_id"].as_str().unwrap().clone_into(&mut from);
        let link = page.header("link").unwrap();
        assert!(link.contains(&format!("from={from}&take=2>")), "{link}");
        assert!(link.ends_with("rel=\"next\""), "{link}");
        seen.extend(
            events
                .as_array()
                .unwrap()
                .iter()
                .map(|event| event["user_id"].clone()),
        );
    }
    let expected: Vec<String> = (0..5).map(|number| caller.tenant.id_of(number)).collect();
    assert_eq!(seen, expected);
    // Something new comes after what is known.
    caller.tenant.sign_up();
    let new = caller.events(&format!("?from={from}")).await;
    assert_eq!(kinds(&new), ["ss"]);
}

#[tokio::test]
async fn a_search_has_pages_an_order_totals_and_fields() {
    let caller = reader().await;
    for number in 0..5 {
        assert!(caller.tenant.sign_in(&caller.tenant.id_of(number)));
    }
    let newest = caller.events("?per_page=2").await;
    assert_eq!(newest[0]["user_id"], caller.tenant.id_of(4));
    assert_eq!(newest[1]["user_id"], caller.tenant.id_of(3));
    let page = caller
        .get(&format!(
            "{LOGS}?page=1&per_page=2&include_totals=true&q=type:s"
        ))
        .await
        .json();
    assert_eq!(page["logs"][0]["user_id"], caller.tenant.id_of(2));
    assert_eq!(
        [
            &page["start"],
            &page["limit"],
            &page["length"],
            &page["total"]
        ],
        [&json!(2), &json!(2), &json!(2), &json!(5)],
    );
    let few = caller.events("?fields=type,log_id&per_page=1").await;
    assert_eq!(few[0].as_object().unwrap().len(), 2);
    let without = caller
        .events("?fields=details&include_fields=false&per_page=1")
        .await;
    assert!(without[0].get("details").is_none() && without[0].get("date").is_some());
    let who = encoded(&format!(
        "type:s AND user_id:\"{}\"",
        caller.tenant.id_of(1)
    ));
    assert_eq!(caller.events(&format!("?q={who}")).await.len(), 1);
    let since = encoded("date:[2020-01-01 TO *] AND NOT type:seccft");
    assert_eq!(caller.events(&format!("?q={since}")).await.len(), 5);
    let before = encoded("date:[* TO 2020-01-01]");
    assert_eq!(caller.events(&format!("?q={before}")).await.len(), 0);
    assert_eq!(caller.events("?search=type:s").await.len(), 6);
    assert_eq!(caller.events("?search=type:%22s%22").await.len(), 5);
    assert_eq!(caller.events("?search=practice&q=type:s").await.len(), 0);
    let by_user = caller.events("?q=type:s&sort=user_id:1").await;
    assert!(by_user.is_sorted_by_key(|event| event["user_id"].to_string()));

    let id = newest[0]["log_id"].as_str().unwrap();
    assert_eq!(caller.get(&format!("{LOGS}/{id}")).await.json(), newest[0]);
    assert_eq!(caller.get(&format!("{LOGS}/900")).await.status, 404);
    let far = caller.get(&format!("{LOGS}?page=10&per_page=100")).await;
    assert_eq!(far.json()["errorCode"], "invalid_paging");
    let unknown = caller.get(&format!("{LOGS}?order=date")).await;
    assert_eq!(unknown.json()["errorCode"], "invalid_query_string");
}

#[tokio::test]
async fn the_log_needs_a_permission_of_its_own() {
    let mut caller = reader().await;
    for (scope, status) in [
        ("read:users", 403),
        ("read:logs_users", 200),
        ("read:logs", 200),
    ] {
        caller.token = caller
            .tenant
            .management_token(&[scope], Duration::from_mins(1));
        for path in [LOGS, "/api/v2/users/auth0%7C1/logs"] {
            assert_eq!(caller.get(path).await.status, status, "{scope} {path}");
        }
    }
}
