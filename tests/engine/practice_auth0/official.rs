//! What the official SDKs and the official deploy tool ask of a tenant, beyond what the app itself asks. The real ones run in
//! `tests/sdk`.

use super::*;

const EVERYTHING: [&str; 6] = [
    "read:clients",
    "read:client_grants",
    "read:actions",
    "read:connections",
    "read:resource_servers",
    "read:rules",
];

async fn explorer() -> Caller {
    let mut caller = Caller::new(people(5)).await;
    let hour = Duration::from_hours(1);
    caller.token = caller.tenant.management_token(&EVERYTHING, hour);
    caller
}

#[tokio::test]
async fn checkpoints_lead_through_a_list_once_and_end_without_a_next() {
    let caller = explorer().await;
    for name in ["Second", "Third"] {
        let client = json!({"client_id": name, "name": name, "app_type": "spa"});
        caller.tenant.add_client(&client);
    }
    let mut seen = Vec::new();
    let mut from = String::new();
    loop {
        let path = format!("/api/v2/clients?take=2&from={from}");
        let page = caller.get(&path).await.json();
        let clients = page["clients"].as_array().unwrap();
        seen.extend(clients.iter().map(|client| client["name"].to_string()));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut from),
            None => break,
        }
    }
    assert_eq!(seen, ["\"Practice\"", "\"Second\"", "\"Third\""]);
    let grants = caller.get("/api/v2/client-grants?take=1").await.json();
    assert_eq!(grants["client_grants"].as_array().unwrap().len(), 1);
    assert!(grants.get("next").is_none());
    let wrong = caller.get("/api/v2/clients?take=2&from=elsewhere").await;
    assert_eq!(wrong.json()["errorCode"], "invalid_query_string");
}

#[tokio::test]
async fn filters_find_what_they_name() {
    let caller = explorer().await;
    let count = async |path: &str| {
        let page = caller.get(&format!("/api/v2/{path}")).await.json();
        page.as_array().map(Vec::len)
    };
    assert_eq!(count("clients?is_global=false").await, Some(1));
    assert_eq!(count("clients?is_global=true").await, Some(1));
    assert_eq!(count("clients?app_type=spa,native").await, Some(0));
    assert_eq!(count("clients?app_type=spa,non_interactive").await, Some(1));
    assert_eq!(
        count("clients?external_client_id=https://a.example").await,
        Some(0)
    );
    assert_eq!(
        count("client-grants?default_for=third_party_clients").await,
        Some(0)
    );
    assert_eq!(
        count("client-grants?allow_any_organization=false").await,
        Some(1)
    );
    let found = caller
        .get("/api/v2/clients?take=5&q=client_grant.allow_any_organization:true")
        .await;
    assert_eq!(found.json()["clients"], json!([]));
    for refused in [
        "clients?q=client_grant.allow_any_organization:true",
        "clients?take=5&q=name:Practice",
        "clients?take=5&app_type=spa&q=client_grant.organization_id:org_1",
    ] {
        let reply = caller.get(&format!("/api/v2/{refused}")).await;
        assert_eq!(reply.status, 400, "{refused}");
    }
    let action =
        json!({"name": "Draft", "supported_triggers": [{"id": "post-login", "version": "v3"}]});
    caller.tenant.add_action(&action, false);
    for (filter, found) in [
        ("", 1),
        ("?deployed=true", 0),
        ("?deployed=false", 1),
        ("?installed=true", 0),
    ] {
        let page = caller
            .get(&format!("/api/v2/actions/actions{filter}"))
            .await
            .json();
        assert_eq!(page["actions"].as_array().unwrap().len(), found, "{filter}");
    }
}

#[tokio::test]
async fn the_rest_of_a_tenant_can_be_read_with_its_own_permission() {
    let caller = explorer().await;
    let rules = caller
        .get("/api/v2/rules?include_totals=true&per_page=100")
        .await;
    assert_eq!(rules.json()["total"], 0);
    let databases = caller
        .get("/api/v2/connections?strategy=auth0&strategy=sms&include_totals=true&take=50")
        .await
        .json();
    assert_eq!(databases["connections"].as_array().unwrap().len(), 2);
    let apis = caller.get("/api/v2/resource-servers").await.json();
    assert_eq!(
        apis[0]["identifier"],
        format!("https://{}/api/v2/", caller.tenant.domain())
    );
    let refused = caller.get("/api/v2/tenants/settings").await;
    assert_eq!(refused.json()["errorCode"], "insufficient_scope");
}

#[tokio::test]
async fn a_new_user_gets_a_nickname_and_a_picture_and_is_made_once() {
    let caller = Caller::new(people(5)).await;
    let user = json!({
        "connection": "Username-Password-Authentication",
        "email": "jane@example.com",
        "password": "never kept",
        "user_id": "abc",
    });
    let create = async |user: &Value| {
        caller
            .ask(Method::POST, "/api/v2/users", Some(user.clone()))
            .await
    };
    let made = create(&user).await.json();
    assert_eq!(
        (&made["user_id"], &made["nickname"]),
        (&json!("auth0|abc"), &json!("jane"))
    );
    assert!(made["picture"].is_string() && made.get("password").is_none());
    let again = create(&user).await;
    assert_eq!(again.status, 409);
    assert_eq!(again.json()["message"], "The user already exists.");
    let path = format!("/api/v2/users/{}", encoded("auth0|abc"));
    let renamed = caller
        .ask(Method::PATCH, &path, Some(json!({"user_id": "auth0|x"})))
        .await;
    assert_eq!(renamed.json()["errorCode"], "invalid_body");
    assert_eq!(caller.get(&path).await.json()["user_id"], "auth0|abc");
}
