//! The documented set-up through the API: application, grant, Action, binding.

use super::*;

const ALL: [&str; 12] = [
    "read:clients",
    "create:clients",
    "update:clients",
    "delete:clients",
    "read:client_keys",
    "read:client_grants",
    "create:client_grants",
    "update:client_grants",
    "read:actions",
    "create:actions",
    "update:actions",
    "delete:actions",
];

/// A caller with an administrator's token, on a tenant whose builds are quick.
async fn administrator() -> Caller {
    let options = TenantOptions {
        build_time: Duration::from_millis(60),
        ..people(1)
    };
    let mut caller = Caller::new(options).await;
    caller.token = caller
        .tenant
        .management_token(&ALL, Duration::from_mins(10));
    caller
}

fn action() -> Value {
    json!({
        "name": "UserHub",
        "supported_triggers": [{"id": "post-login", "version": "v3"}],
        "code": "exports.onExecutePostLogin = async (event, api) => {}",
        "runtime": "node22",
        "dependencies": [{"name": "lodash", "version": "latest", "registry_url": "https://npm.example"}],
        "secrets": [{"name": "API_KEY", "value": "practice_key"}],
    })
}

const ACTIONS: &str = "/api/v2/actions/actions";
const BINDINGS: &str = "/api/v2/actions/triggers/post-login/bindings";

impl Caller {
    async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::POST, path, Some(body)).await
    }

    async fn patch(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    /// Polls until the Action is built, and gives it.
    async fn built(&self, id: &str) -> Value {
        for _ in 0..100 {
            let action = self.get(&format!("{ACTIONS}/{id}")).await.json();
            if action["status"] == "built" {
                return action;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the Action was never built");
    }

    /// Polls until all changes are deployed.
    async fn deployed(&self, id: &str) -> Value {
        for _ in 0..100 {
            let action = self.get(&format!("{ACTIONS}/{id}")).await.json();
            if action["all_changes_deployed"] == true {
                return action;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the Action was never deployed");
    }
}

fn id(reply: &Reply) -> String {
    reply.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_application_made_through_the_api_can_fetch_a_token() {
    let caller = administrator().await;
    let made = caller
        .post(
            "/api/v2/clients",
            json!({
                "name": "UserHub",
                "app_type": "non_interactive",
                "grant_types": ["client_credentials"],
                "token_endpoint_auth_method": "client_secret_post",
            }),
        )
        .await;
    assert_eq!(made.status, 201);
    let recorded = recorded();
    assert_same_shape(&recorded["client_created"], &made.json(), "client");
    let made = made.json();
    let audience = "https://practice.eu.auth0.com/api/v2/";
    let credentials = json!({
        "grant_type": "client_credentials",
        "client_id": made["client_id"],
        "client_secret": made["client_secret"],
        "audience": audience,
    });
    let refused = caller.token(&credentials).await;
    assert_eq!(refused.status, 403);
    let grant = json!({
        "client_id": made["client_id"],
        "audience": audience,
        "scope": ["read:users"],
        "subject_type": "client",
    });
    let granted = caller.post("/api/v2/client-grants", grant.clone()).await;
    assert_eq!(granted.status, 201);
    let again = caller.post("/api/v2/client-grants", grant.clone()).await;
    assert_eq!(again.status, 409);
    let mut elsewhere = grant;
    elsewhere["audience"] = json!("https://other.example/");
    assert_eq!(
        caller.post("/api/v2/client-grants", elsewhere).await.status,
        404
    );
    let path = format!("/api/v2/client-grants/{}", id(&granted));
    let changed = caller
        .patch(&path, json!({"scope": ["read:users", "update:users"]}))
        .await;
    assert_eq!(changed.status, 200);
    let token = caller.token(&credentials).await.json();
    assert_eq!(token["scope"], "read:users update:users");
    let client_id = made["client_id"].as_str().unwrap();
    let of_client = format!(
        "/api/v2/client-grants?client_id={client_id}&audience={}&include_totals=true&per_page=50",
        encoded(audience)
    );
    let list = caller.get(&of_client).await.json();
    assert_same_shape(&recorded["grant_list"], &list, "grants");
    assert_eq!(list["total"], 1);
    let absent = caller
        .get("/api/v2/clients/this-client-does-not-exist")
        .await;
    assert_eq!(absent.json(), recorded["client_absent"]);
    let absent = caller.get("/api/v2/client-grants/cgr_nothing").await;
    assert_eq!(absent.json(), recorded["grant_absent"]);
    let bad_name = caller.post("/api/v2/clients", json!({"name": "<b>"})).await;
    assert_eq!(bad_name.status, 400);
}

#[tokio::test]
async fn secrets_of_applications_need_a_permission_of_their_own() {
    let mut caller = administrator().await;
    let with_keys = caller.get("/api/v2/clients").await.json();
    assert!(with_keys[0]["client_secret"].is_string());
    let path = "/api/v2/clients?fields=client_id,client_secret,name&include_fields=true";
    caller.token = caller
        .tenant
        .management_token(&["read:clients"], Duration::from_mins(1));
    let without = caller.get(path).await.json();
    assert_eq!(without[0].as_object().unwrap().len(), 2);
    let refused = caller.post(ACTIONS, action()).await;
    assert_eq!(refused.status, 403);
    let message = refused.json()["message"].to_string();
    assert!(message.contains("create:actions"), "{message}");
}

#[tokio::test]
async fn an_action_is_built_deployed_and_bound() {
    let caller = administrator().await;
    let recorded = recorded();
    let triggers = caller.get("/api/v2/actions/triggers").await.json();
    let current = triggers["triggers"].as_array().unwrap().iter();
    let current = current.filter(|t| t["id"] == "post-login" && t["status"] == "CURRENT");
    assert_eq!(current.map(|t| &t["version"]).collect::<Vec<_>>(), ["v3"]);
    let created = caller.post(ACTIONS, action()).await;
    assert_eq!(created.status, 201);
    assert_same_shape(&recorded["action_created"], &created.json(), "action");
    assert!(!created.json().to_string().contains("practice_key"));
    let id = id(&created);
    let early = caller
        .post(&format!("{ACTIONS}/{id}/deploy"), json!({}))
        .await;
    assert_eq!(early.status, 400);
    assert_eq!(
        early.json()["message"],
        "A draft must be in the 'built' state before it can be deployed."
    );
    let built = caller.built(&id).await;
    assert_eq!(
        built["dependencies"],
        json!([{"name": "lodash", "version": "1.0.0"}])
    );
    let binding = json!({"bindings": [
        {"ref": {"type": "action_id", "value": id}, "display_name": "UserHub"},
    ]});
    let undeployed = caller.patch(BINDINGS, binding.clone()).await;
    assert_eq!(undeployed.status, 400);
    assert!(
        undeployed.json()["message"]
            .as_str()
            .unwrap()
            .contains("not been deployed")
    );
    let deployed = caller
        .post(&format!("{ACTIONS}/{id}/deploy"), json!({}))
        .await;
    assert_same_shape(&recorded["action_deployed"], &deployed.json(), "version");
    assert_eq!(deployed.json()["deployed"], false);
    caller.deployed(&id).await;
    let empty = caller.get(&format!("{BINDINGS}?per_page=50")).await.json();
    assert_eq!(empty, json!({"bindings": [], "per_page": 50}));
    let bound = caller.patch(BINDINGS, binding.clone()).await.json();
    let list = caller.get(&format!("{BINDINGS}?per_page=50")).await.json();
    assert_same_shape(&recorded["binding_list"], &list, "bindings");
    let first_id = bound["bindings"][0]["id"].clone();
    let again = caller.patch(BINDINGS, binding).await.json();
    assert_ne!(again["bindings"][0]["id"], first_id);
    let delete = |query: &'static str| {
        let path = format!("{ACTIONS}/{id}{query}");
        let caller = &caller;
        async move { caller.ask(Method::DELETE, &path, None).await }
    };
    assert_eq!(delete("").await.status, 409);
    assert_eq!(delete("?force=true").await.status, 204);
    let gone = caller.get(&format!("{ACTIONS}/{id}")).await;
    assert_eq!(
        (gone.status.as_u16(), gone.json()),
        (404, recorded["action_absent"].clone())
    );
}

#[tokio::test]
async fn a_change_is_a_new_draft_and_versions_are_kept() {
    let caller = administrator().await;
    let mut with_deploy = action();
    with_deploy["deploy"] = json!(true);
    let id = id(&caller.post(ACTIONS, with_deploy).await);
    caller.deployed(&id).await;
    let path = format!("{ACTIONS}/{id}");
    let changed = caller
        .patch(&path, json!({"code": "exports.other = 1"}))
        .await
        .json();
    assert_eq!(changed["all_changes_deployed"], false);
    assert_eq!(changed["current_version"]["status"], "BUILT");
    caller.built(&id).await;
    assert_eq!(
        caller
            .post(&format!("{path}/deploy"), json!({}))
            .await
            .status,
        200
    );
    caller.deployed(&id).await;
    let versions = caller.get(&format!("{path}/versions")).await.json();
    assert_eq!(versions["versions"][0]["number"], 2);
    let first = versions["versions"][1]["id"].as_str().unwrap();
    let back = caller
        .post(&format!("{path}/versions/{first}/deploy"), json!({}))
        .await;
    assert_eq!(back.json()["number"], 3);
    let other = json!({"supported_triggers": [{"id": "pre-user-registration", "version": "v2"}]});
    assert_eq!(caller.patch(&path, other).await.status, 400);
    caller
        .tenant
        .fail_builds(Some("No matching version found for lodash@99"));
    let found = caller
        .get(&format!(
            "{ACTIONS}?triggerId=post-login&actionName=UserHub"
        ))
        .await;
    let found = found.json();
    assert_eq!(found["actions"][0]["status"], "failed");
    assert!(
        found["actions"][0]["errors"][0]["msg"]
            .as_str()
            .unwrap()
            .contains("lodash@99")
    );
    let totals = caller.get(&format!("{ACTIONS}?include_totals=true")).await;
    assert_eq!(totals.status, 400);
}

#[tokio::test]
async fn what_a_person_has_allowed_is_allowed_still_when_practice_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let options = TenantOptions {
        permissions: vec!["read:users".to_owned()],
        set_up_file: Some(folder.path().join("auth0.json")),
        ..people(1)
    };
    let tenant = Tenant::start(options.clone()).unwrap();
    assert!(!tenant.has_permission("delete:users"));
    tenant.set_permissions(&["read:users", "delete:users", "read:events"]);
    drop(tenant);
    let tenant = Tenant::start(options).unwrap();
    for permission in ["read:users", "delete:users", "read:events"] {
        assert!(tenant.has_permission(permission), "{permission}");
    }
    assert!(!tenant.has_permission("create:users"));
}
