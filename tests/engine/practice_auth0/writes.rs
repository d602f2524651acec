//! What a write may say: as strict as the OpenAPI description, in the service's own words.

use super::*;

const ALL: [&str; 10] = [
    "create:users",
    "update:users",
    "read:users",
    "create:clients",
    "update:clients",
    "read:clients",
    "create:client_grants",
    "update:client_grants",
    "create:actions",
    "update:actions",
];

const USERS: &str = "/api/v2/users";
const CLIENTS: &str = "/api/v2/clients";
const GRANTS: &str = "/api/v2/client-grants";
const ACTIONS: &str = "/api/v2/actions/actions";
const BINDINGS: &str = "/api/v2/actions/triggers/post-login/bindings";
const EXPORTS: &str = "/api/v2/jobs/users-exports";
const DATABASE: &str = "Username-Password-Authentication";

async fn administrator() -> Caller {
    let mut caller = Caller::new(people(5)).await;
    let hour = Duration::from_hours(1);
    caller.token = caller.tenant.management_token(&ALL, hour);
    caller
}

fn action(name: &str) -> Value {
    json!({"name": name, "supported_triggers": [{"id": "post-login", "version": "v3"}]})
}

impl Caller {
    async fn write(&self, method: &Method, path: &str, body: &Value) -> Reply {
        self.ask(method.clone(), path, Some(body.clone())).await
    }

    /// The body must be refused with these words, in the form of all such refusals.
    async fn refuses(&self, method: Method, path: &str, body: Value, why: &str) {
        let reply = self.write(&method, path, &body).await;
        let expected = json!({
            "statusCode": 400,
            "error": "Bad Request",
            "message": format!("Payload validation error: '{why}."),
            "errorCode": "invalid_body",
        });
        assert_eq!(reply.json(), expected, "{method} {path} {body}");
        assert_eq!(reply.status, 400);
    }

    async fn made(&self, path: &str, body: Value) -> Value {
        let reply = self.write(&Method::POST, path, &body).await;
        let made = reply.json();
        assert_eq!(reply.status, 201, "{path} {body}: {made}");
        made
    }
}

#[tokio::test]
async fn a_property_that_nobody_knows_is_refused_everywhere() {
    let caller = administrator().await;
    let client = format!("{CLIENTS}/{}", caller.tenant.client_id());
    let made = caller.made(ACTIONS, action("First")).await;
    let one_action = format!("{ACTIONS}/{}", made["id"].as_str().unwrap());
    let user = format!("{USERS}/{}", encoded(&caller.tenant.id_of(0)));
    let with = |mut body: Value| {
        body["shoe_size"] = json!(42);
        body
    };
    let not = "Additional properties not allowed: shoe_size'";
    for (method, path, body) in [
        (Method::POST, CLIENTS, json!({"name": "A"})),
        (Method::PATCH, &client, json!({"name": "A"})),
        (
            Method::POST,
            GRANTS,
            json!({"client_id": "a", "audience": "b", "scope": []}),
        ),
        (
            Method::PATCH,
            "/api/v2/client-grants/cgr_1",
            json!({"scope": []}),
        ),
        (Method::POST, ACTIONS, action("Second")),
        (Method::PATCH, &one_action, json!({"code": ""})),
        (Method::PATCH, BINDINGS, json!({"bindings": []})),
        (Method::POST, USERS, json!({"connection": DATABASE})),
        (Method::PATCH, &user, json!({"name": "A"})),
        (Method::POST, EXPORTS, json!({"format": "json"})),
    ] {
        caller.refuses(method, path, with(body), not).await;
    }
    let inner = json!({"bindings": [{"ref": {"value": "First"}, "order": 1}]});
    let not = "Additional properties not allowed: order' on property bindings.0";
    caller.refuses(Method::PATCH, BINDINGS, inner, not).await;
    let several = json!({"connection": DATABASE, "a": 1, "b": 2});
    let not = "Additional properties not allowed: a,b'";
    caller.refuses(Method::POST, USERS, several, not).await;
}

#[tokio::test]
async fn what_is_missing_or_of_another_kind_is_refused() {
    let caller = administrator().await;
    let missing = |name: &str| format!("Missing required property: {name}'");
    for (path, body, name) in [
        (CLIENTS, json!({}), "name"),
        (GRANTS, json!({"scope": []}), "audience"),
        (GRANTS, json!({"audience": "a"}), "scope"),
        (GRANTS, json!({"audience": "a", "scope": []}), "client_id"),
        (ACTIONS, json!({"name": "A"}), "supported_triggers"),
        (USERS, json!({"email": "jane@example.com"}), "connection"),
        (
            EXPORTS,
            json!({"fields": [{}]}),
            "name' on property fields.0",
        ),
    ] {
        let why = missing(name);
        let why = if name.contains('\'') {
            why.trim_end_matches('\'')
        } else {
            &why
        };
        caller.refuses(Method::POST, path, body, why).await;
    }
    let mut unknown_trigger = action("A");
    unknown_trigger["supported_triggers"][0]["id"] = json!("post-lunch");
    let user = |name: &str, value: Value| json!({"connection": DATABASE, name: value});
    for (path, body, why) in [
        (
            CLIENTS,
            json!({"name": "A", "app_type": "toaster"}),
            "No enum match for: toaster' on property app_type",
        ),
        (
            CLIENTS,
            json!({"name": "A", "grant_types": "client_credentials"}),
            "Expected type array but found type string' on property grant_types",
        ),
        (
            CLIENTS,
            json!({"name": "A", "token_endpoint_auth_method": "private_key_jwt"}),
            "No enum match for: private_key_jwt' on property token_endpoint_auth_method",
        ),
        (
            CLIENTS,
            json!({"name": "<b>"}),
            "String does not match pattern ^[^<>]+$: <b>' on property name",
        ),
        (
            GRANTS,
            json!({"client_id": "a", "audience": "b", "scope": [1]}),
            "Expected type string but found type integer' on property scope.0",
        ),
        (
            ACTIONS,
            unknown_trigger,
            "No enum match for: post-lunch' on property supported_triggers.0.id",
        ),
        (
            USERS,
            user("email", json!("jane")),
            "Object didn't pass validation for format email: jane' on property email",
        ),
        (
            USERS,
            user("blocked", json!("true")),
            "Expected type boolean but found type string' on property blocked",
        ),
        (
            USERS,
            user("name", json!("n".repeat(301))),
            "String is too long (301 chars), maximum 300' on property name",
        ),
        (
            EXPORTS,
            json!({"limit": 0}),
            "Value 0 is less than minimum 1' on property limit",
        ),
    ] {
        caller.refuses(Method::POST, path, body, why).await;
    }
    let none = "Too few properties defined (0), minimum 1'";
    let grant = format!("{GRANTS}/cgr_1");
    caller.refuses(Method::PATCH, &grant, json!({}), none).await;
}

#[tokio::test]
async fn ids_are_never_given_or_changed() {
    let caller = administrator().await;
    let client = format!("{CLIENTS}/{}", caller.tenant.client_id());
    let user_id = caller.tenant.id_of(0);
    let user = format!("{USERS}/{}", encoded(&user_id));
    for (method, path, name) in [
        (Method::POST, CLIENTS, "client_id"),
        (Method::PATCH, &client, "client_id"),
        (Method::PATCH, &user, "user_id"),
        (Method::PATCH, &user, "identities"),
        (Method::PATCH, &user, "created_at"),
    ] {
        let body = json!({"name": "A", name: "other"});
        let not = format!("Additional properties not allowed: {name}'");
        caller.refuses(method, path, body, &not).await;
    }
    assert_eq!(caller.get(&client).await.status, 200);
    assert_eq!(caller.get(&user).await.json()["user_id"], user_id);
}

#[tokio::test]
async fn what_is_there_already_is_a_conflict() {
    let caller = administrator().await;
    let conflict = async |method: Method, path: &str, body: Value| {
        let reply = caller.write(&method, path, &body).await;
        assert_eq!(reply.status, 409, "{method} {path} {body}");
        reply.json()["message"].as_str().unwrap().to_owned()
    };
    // Applications may have one name, and so may people; an alias, an Action's name and an address stand for one.
    caller
        .made(CLIENTS, json!({"name": "A", "client_aliases": ["a"]}))
        .await;
    let other = caller.made(CLIENTS, json!({"name": "A"})).await;
    let alias = json!({"name": "A", "client_aliases": ["b", "a"]});
    let said = "Another client exists with the same alias.";
    assert_eq!(conflict(Method::POST, CLIENTS, alias.clone()).await, said);
    let path = format!("{CLIENTS}/{}", other["client_id"].as_str().unwrap());
    assert_eq!(conflict(Method::PATCH, &path, alias).await, said);

    caller.made(ACTIONS, action("A")).await;
    let other = caller.made(ACTIONS, action("B")).await;
    conflict(Method::POST, ACTIONS, action("A")).await;
    let path = format!("{ACTIONS}/{}", other["id"].as_str().unwrap());
    conflict(Method::PATCH, &path, json!({"name": "A"})).await;
    let same = caller
        .write(&Method::PATCH, &path, &json!({"name": "B"}))
        .await;
    assert_eq!(same.status, 200);

    let user = json!({"connection": DATABASE, "email": "jane@example.com"});
    caller.made(USERS, user.clone()).await;
    let said = "The user already exists.";
    assert_eq!(conflict(Method::POST, USERS, user).await, said);
    let other = json!({"connection": DATABASE, "email": "john@example.com"});
    let other = caller.made(USERS, other).await;
    let path = format!("{USERS}/{}", encoded(other["user_id"].as_str().unwrap()));
    let moved = json!({"email": "jane@example.com"});
    let refused = caller.write(&Method::PATCH, &path, &moved).await;
    assert_eq!(refused.json()["errorCode"], "auth0_idp_error");
    let own = json!({"email": "john@example.com"});
    assert_eq!(caller.write(&Method::PATCH, &path, &own).await.status, 200);
}

#[tokio::test]
async fn people_are_made_only_where_the_service_keeps_them() {
    let caller = administrator().await;
    for (connection, why) in [
        ("nowhere", "The connection does not exist."),
        ("google-oauth2", "Connection does not support user creation"),
    ] {
        let body = json!({"connection": connection});
        let refused = caller.write(&Method::POST, USERS, &body).await;
        assert_eq!(refused.status, 400);
        let message = refused.json()["message"].to_string();
        assert!(message.contains(why), "{message}");
    }
    let by_mail = json!({"connection": "email", "email": "jane@example.com"});
    let made = caller.made(USERS, by_mail).await;
    assert!(made["user_id"].as_str().unwrap().starts_with("email|"));
    let path = format!("{USERS}/{}", encoded(made["user_id"].as_str().unwrap()));
    let both = json!({"password": "x", "email": "joan@example.com"});
    let refused = caller.write(&Method::PATCH, &path, &both).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["message"]),
        (
            400,
            &json!("Cannot update password and email simultaneously.")
        ),
    );
}

#[tokio::test]
async fn what_the_description_allows_is_kept_and_null_takes_it_away() {
    let caller = administrator().await;
    let client = json!({
        "name": "A",
        "app_type": "regular_web",
        "callbacks": ["https://a.example/callback"],
        "refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring"},
        "client_metadata": {"team": "blue"},
    });
    let made = caller.made(CLIENTS, client.clone()).await;
    for (name, value) in client.as_object().unwrap() {
        assert_eq!(&made[name], value);
    }
    let path = format!("{CLIENTS}/{}", made["client_id"].as_str().unwrap());
    let gone = json!({"refresh_token": null});
    let changed = caller.write(&Method::PATCH, &path, &gone).await.json();
    assert_eq!(changed.get("refresh_token"), None);
    assert_eq!(changed["client_metadata"], json!({"team": "blue"}));
    let audience = format!("https://{}/api/v2/", caller.tenant.domain());
    let grant = json!({
        "client_id": made["client_id"],
        "audience": audience,
        "scope": ["read:users"],
        "organization_usage": "allow",
    });
    let granted = caller.made(GRANTS, grant).await;
    assert_eq!(granted["organization_usage"], "allow");
    let by_default =
        json!({"default_for": "third_party_clients", "audience": audience, "scope": []});
    let granted = caller.made(GRANTS, by_default).await;
    assert_eq!(granted.get("client_id"), None);
    // A body that is no JSON is refused in another form, and one that is absent is an empty object.
    let url = format!("{}{CLIENTS}", caller.tenant.url());
    let send = |body: &'static str| {
        let request = caller.client.post(&url).bearer_auth(&caller.token);
        reply(request.body(body))
    };
    let broken = send("{\"name\":").await.unwrap();
    assert_eq!(
        broken.json()["message"],
        "Invalid request payload JSON format"
    );
    let absent = send("").await.unwrap();
    assert_eq!(absent.json()["errorCode"], "invalid_body");
}
