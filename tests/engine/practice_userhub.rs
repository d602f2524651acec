//! The practice UserHub over plain HTTP, against the practice tenant that it pulls people from.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests are a client of their own"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use userhub_connect::practice::auth0::{Plan, TenantOptions};
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::{ConnectionState, Scope};
use userhub_connect::practice::{Application, Options, World};

/// A world, a plain HTTP client and the key that it sends.
struct Caller {
    world: World,
    http: reqwest::Client,
    key: String,
}

type Answer = (u16, Value);

impl Caller {
    async fn start(options: Options) -> Self {
        let world = World::start(options).await.unwrap();
        let key = world.access().admin_key.clone();
        Self {
            world,
            http: reqwest::Client::new(),
            key,
        }
    }

    async fn few() -> Self {
        Self::start(Options {
            people: 30,
            record_calls: true,
            ..Options::default()
        })
        .await
    }

    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let method = method.parse().unwrap();
        let url = format!("{}{path}", self.world.access().userhub_url);
        let mut request = self.http.request(method, url).bearer_auth(&self.key);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (
            status,
            serde_json::from_str(&answer.text().await.unwrap()).unwrap(),
        )
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None).await
    }

    /// The path of a person by the id at Auth0.
    fn path(&self, id: &str) -> String {
        let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
        format!("/admin/v1/users/{id}@{}", self.world.access().connection_id)
    }

    async fn import(&self, id: &str) -> Answer {
        self.ask(
            "POST",
            &format!("{}:import", self.path(id)),
            Some(json!({})),
        )
        .await
    }

    async fn event(&self, id: &str, body: Value) -> Answer {
        self.ask("POST", &format!("{}:event", self.path(id)), Some(body))
            .await
    }

    /// Creates somebody in the tenant and returns the id.
    fn create(&self, fields: Value) -> String {
        self.world.tenant().create_person(&object(fields))
    }

    /// Changes somebody in the tenant.
    fn change(&self, id: &str, fields: Value) {
        assert!(self.world.tenant().change_person(id, &object(fields)));
    }

    /// Every page of a list, as answered.
    async fn pages(&self, query: &str) -> Vec<Value> {
        let mut pages: Vec<Value> = Vec::new();
        loop {
            let token = pages
                .last()
                .and_then(|p| p["nextPageToken"].as_str())
                .unwrap_or_default();
            let path = format!("/admin/v1/users?{query}&pageToken={token}");
            let (status, page) = self.get(&path).await;
            assert_eq!(status, 200, "{page}");
            let last = page["nextPageToken"]
                .as_str()
                .unwrap_or_default()
                .is_empty();
            pages.push(page);
            if last {
                return pages;
            }
        }
    }
}

/// Status, code and reason of a refusal.
fn refusal(answer: &Answer) -> (u16, &str, &str) {
    let word = |name: &str| answer.1[name].as_str().unwrap_or_default();
    (answer.0, word("code"), word("reason"))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other} is no object"),
    }
}

fn jane() -> Value {
    json!({
        "name": "Jane Doe", "email": "jane@example.com", "email_verified": true,
        "picture": "https://example.com/jane.jpg",
    })
}

#[tokio::test]
async fn an_import_pulls_the_person_from_the_tenant() {
    let caller = Caller::few().await;
    let id = caller.create(json!({
        "name": "Jane Doe", "email": "jane@example.com", "email_verified": "true", "blocked": true,
        "phone_number": "+12125550123", "phone_verified": true, "picture": "https://example.com/j",
    }));
    let (status, user) = caller.import(&id).await;
    assert_eq!(status, 200, "{user}");
    let expected = [
        ("state", json!("DISABLED")),
        ("displayName", json!("Jane Doe")),
        ("email", json!("jane@example.com")),
        ("emailVerified", json!(true)),
        ("phoneNumber", json!("+12125550123")),
        ("phoneNumberVerified", json!(true)),
        ("imageUrl", json!("https://example.com/j")),
        ("disabled", json!(true)),
        ("view", json!("FULL")),
    ];
    for (name, value) in expected {
        assert_eq!(user[name], value, "{name} of {user}");
    }
    assert_eq!(user["accountConnections"][0]["externalId"], id);
    let own = format!("/admin/v1/users/{}", user["id"].as_str().unwrap());
    assert_eq!(caller.get(&own).await, (200, user.clone()));
    assert_eq!(caller.get(&caller.path(&id)).await, (200, user));
}

#[tokio::test]
async fn a_second_import_changes_nothing_and_an_event_does() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    let (_, before) = caller.import(&id).await;
    caller.change(&id, json!({"name": "Jane Roe"}));
    assert_eq!(caller.import(&id).await, (200, before));
    assert_eq!(caller.world.userhub().calls_of(&id).pulls, 1);

    assert_eq!(
        caller.event(&id, json!({"wait": true})).await,
        (200, json!({}))
    );
    let (_, after) = caller.get(&caller.path(&id)).await;
    assert_eq!(after["displayName"], "Jane Roe");
    assert_eq!(after["accountConnections"][0]["displayName"], "Jane Roe");
    let calls = caller.world.userhub().calls_of(&id);
    assert_eq!((calls.imports, calls.events, calls.pulls), (2, 1, 2));
}

#[tokio::test]
async fn an_event_imports_the_missing_and_tells_errors_only_when_waited_for() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    let signup = json!({"type": "SIGNUP"});
    assert_eq!(caller.event(&id, signup.clone()).await, (200, json!({})));
    assert_eq!(caller.event("auth0|nobody", signup).await, (200, json!({})));
    caller.world.userhub().settle().await;
    assert_eq!(caller.world.userhub().people().await.unwrap(), 1);

    let nobody = caller.event("auth0|nobody", json!({"wait": true})).await;
    assert_eq!(
        refusal(&nobody),
        (404, "NOT_FOUND", "EXTERNAL_USER_NOT_FOUND")
    );
    caller.world.tenant().delete_person(&id);
    let gone = caller
        .event(&id, json!({"type": "CHANGED", "wait": true}))
        .await;
    assert_eq!(
        refusal(&gone),
        (404, "NOT_FOUND", "EXTERNAL_USER_NOT_FOUND")
    );
    assert_eq!(caller.get(&caller.path(&id)).await.0, 200);
    let odd = caller.event(&id, json!({"type": "WAVED"})).await;
    assert_eq!(refusal(&odd), (400, "INVALID_ARGUMENT", ""));
}

#[tokio::test]
async fn refusals_have_userhubs_shape() {
    let caller = Caller::few().await;
    let missing = caller.import("auth0|nobody").await;
    assert_eq!(
        refusal(&missing),
        (404, "NOT_FOUND", "EXTERNAL_USER_NOT_FOUND")
    );
    let unknown = caller
        .ask("POST", "/admin/v1/users/auth0%7C1@conn_other:import", None)
        .await;
    assert_eq!(refusal(&unknown), (404, "NOT_FOUND", ""));
    assert_eq!(unknown.1["param"], "connectionId");
    let bare = caller
        .ask("POST", "/admin/v1/users/auth0%7C1:import", None)
        .await;
    assert_eq!(refusal(&bare), (400, "INVALID_ARGUMENT", ""));
    let nobody = caller.get("/admin/v1/users/usr_MKFxzgJaAH8JQ4").await;
    assert_eq!(refusal(&nobody), (404, "NOT_FOUND", "USER_NOT_FOUND"));
    let create = caller.ask("POST", "/admin/v1/users", Some(json!({}))).await;
    assert_eq!(refusal(&create), (501, "UNIMPLEMENTED", ""));
    let unwanted = caller.create(json!({"email": "x@refused.example"}));
    let refused = caller.import(&unwanted).await;
    assert_eq!(refusal(&refused), (400, "INVALID_ARGUMENT", ""));
    assert_eq!(refused.1["param"], "email");
}

#[tokio::test]
async fn wrong_saved_credentials_break_the_connection() {
    let caller = Caller::few().await;
    let (id, other) = (caller.create(jane()), caller.create(jane()));
    caller.import(&id).await;
    let hub = caller.world.userhub();
    let client_id = caller.world.access().client_id.clone();

    let secret = caller.world.tenant().rotate_secret();
    assert_eq!(
        hub.save_connection(&client_id, "wrong").await,
        ConnectionState::Broken
    );
    let refused = caller.import(&other).await;
    assert_eq!(
        refusal(&refused),
        (400, "FAILED_PRECONDITION", "CONNECTION_NOT_ACTIVE")
    );
    let (_, user) = caller.get(&caller.path(&id)).await;
    assert_eq!(
        user["accountConnections"][0]["connection"]["state"],
        "BROKEN"
    );

    assert_eq!(
        hub.save_connection(&client_id, &secret).await,
        ConnectionState::Active
    );
    assert_eq!(caller.import(&other).await.0, 200);
}

#[tokio::test]
async fn a_pull_that_is_refused_breaks_the_connection() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    caller.world.tenant().rotate_secret();
    let refused = caller.import(&id).await;
    assert_eq!(
        refusal(&refused),
        (400, "FAILED_PRECONDITION", "CONNECTION_NOT_ACTIVE")
    );
    assert_eq!(
        caller.world.userhub().connection_state(),
        ConnectionState::Broken
    );
}

#[tokio::test]
async fn a_token_is_renewed_when_it_expires() {
    // A token ends with a whole second, as Auth0's do: one of three seconds lives for more than two.
    let life = Duration::from_secs(3);
    let tenant = TenantOptions {
        token_lifetime: life,
        ..Options::default().tenant
    };
    let caller = Caller::start(Options {
        people: 5,
        tenant,
        ..Options::default()
    })
    .await;
    let (id, other) = (caller.create(jane()), caller.create(jane()));
    assert_eq!(caller.import(&id).await.0, 200);
    tokio::time::sleep(life).await;
    let tenant = caller.world.tenant();
    // The next one outlives this test, however slow the machine is.
    tenant.set_token_lifetime(Duration::from_hours(1));
    assert_eq!(caller.import(&other).await.0, 200);
    assert_eq!(tenant.requests().to("POST", "/oauth/token").total, 2);
    assert_eq!(tenant.requests().with_status(401), 0);
    // A token that the tenant takes back early is replaced too.
    tenant.revoke_tokens();
    assert_eq!(caller.event(&id, json!({"wait": true})).await.0, 200);
    assert_eq!(tenant.requests().with_status(401), 1);
}

#[tokio::test]
async fn imports_at_the_same_time_make_one_person() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    let answers = join_all((0..20).map(|_| caller.import(&id))).await;
    let ids: BTreeSet<_> = answers
        .iter()
        .map(|(_, user)| user["id"].to_string())
        .collect();
    assert!(
        answers.iter().all(|(status, _)| *status == 200),
        "{answers:?}"
    );
    assert_eq!(ids.len(), 1);
    assert_eq!(caller.world.userhub().people().await.unwrap(), 1);
}

#[tokio::test]
async fn keys_allow_what_they_were_made_for() {
    let mut caller = Caller::few().await;
    let (id, other) = (caller.create(jane()), caller.create(jane()));
    caller.import(&id).await;
    let list = "/admin/v1/users";
    let cases = [
        (Scope::Everything, 200, 200),
        (Scope::ReadOnly, 200, 403),
        (Scope::Auth0Integration, 403, 200),
        (Scope::UserApi, 401, 401),
    ];
    for (scope, reading, syncing) in cases {
        caller.key = caller.world.userhub().key(scope);
        assert_eq!(caller.get(list).await.0, reading, "{scope:?}");
        assert_eq!(caller.get(&caller.path(&id)).await.0, reading, "{scope:?}");
        assert_eq!(caller.import(&other).await.0, syncing, "{scope:?}");
        assert_eq!(
            caller.event(&id, json!({"wait": true})).await.0,
            syncing,
            "{scope:?}"
        );
    }
    caller.key = caller.world.userhub().key(Scope::ReadOnly);
    let denied = caller.ask("DELETE", &caller.path(&id), None).await;
    assert_eq!(refusal(&denied), (403, "PERMISSION_DENIED", ""));
    caller.world.userhub().revoke(Scope::ReadOnly);
    assert_eq!(
        refusal(&caller.get(list).await),
        (401, "UNAUTHENTICATED", "")
    );
}

#[tokio::test]
async fn lists_end_in_both_ways_and_miss_nobody() {
    let caller = Caller::start(Options {
        people: 45,
        already_imported: true,
        ..Options::default()
    })
    .await;
    let mut ends = BTreeSet::new();
    for _ in 0..2 {
        let pages = caller.pages("pageSize=20&view=FULL").await;
        assert_eq!(pages.len(), 3);
        let ids: BTreeSet<_> = pages
            .iter()
            .flat_map(|page| page["users"].as_array().unwrap())
            .map(|user| user["id"].to_string())
            .collect();
        assert_eq!(ids.len(), 45);
        ends.insert(
            pages[2]
                .get("nextPageToken")
                .cloned()
                .map(|end| end.to_string()),
        );
        assert_eq!(pages[0].get("previousPageToken"), None);
        assert_eq!(pages[1]["previousPageToken"], "");
    }
    assert_eq!(ends, BTreeSet::from([None, Some("\"\"".to_owned())]));
    let (_, basic) = caller.get("/admin/v1/users?pageSize=1").await;
    assert_eq!(basic["users"][0]["accountConnections"], json!([]));
    assert_eq!(
        caller.pages("pageSize=5000").await[0]["users"]
            .as_array()
            .unwrap()
            .len(),
        45
    );
    assert_eq!(
        caller.get("/admin/v1/users").await.1["users"]
            .as_array()
            .unwrap()
            .len(),
        20
    );
}

#[tokio::test]
async fn tokens_can_go_round() {
    let caller = Caller::start(Options {
        people: 45,
        already_imported: true,
        ..Options::default()
    })
    .await;
    let trouble = caller.world.userhub().trouble();
    trouble.add(Rule::always(Fault::TokensGoRound));
    let mut token = String::new();
    let mut tokens = Vec::new();
    for _ in 0..6 {
        let path = format!("/admin/v1/users?pageSize=10&pageToken={token}");
        let page = caller.get(&path).await.1;
        page["nextPageToken"]
            .as_str()
            .unwrap()
            .clone_into(&mut token);
        tokens.push(token.clone());
    }
    assert_eq!(tokens[0], tokens[2]);
    assert_eq!(tokens[1], tokens[3]);
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn pages_stay_where_they_are_while_people_are_added() {
    let caller = Caller::start(Options {
        people: 30,
        already_imported: true,
        ..Options::default()
    })
    .await;
    let query = "/admin/v1/users?pageSize=20&orderBy=createTime%20desc";
    let (_, first) = caller.get(query).await;
    let added = caller.create(jane());
    caller.import(&added).await;
    let token = first["nextPageToken"].as_str().unwrap();
    let (_, second) = caller.get(&format!("{query}&pageToken={token}")).await;
    let seen: BTreeSet<_> = [&first, &second]
        .iter()
        .flat_map(|page| page["users"].as_array().unwrap())
        .map(|user| user["id"].to_string())
        .collect();
    assert_eq!(seen.len(), 30);
    let (_, newest) = caller.get(&format!("{query}&view=FULL")).await;
    assert_eq!(newest["users"][0]["displayName"], "Jane Doe");
    let other = caller
        .get(&format!("/admin/v1/users?pageSize=10&pageToken={token}"))
        .await;
    assert_eq!(refusal(&other), (400, "INVALID_ARGUMENT", ""));
}

#[tokio::test]
async fn lists_are_filtered_and_ordered() {
    let caller = Caller::few().await;
    for (name, email) in [
        ("Bea", "bea@one.example"),
        ("Änne", "anne@two.example"),
        ("Abe", "x@y.example"),
    ] {
        caller
            .import(&caller.create(json!({"name": name, "email": email})))
            .await;
    }
    let names = async |query: &str| -> Vec<String> {
        let pages = caller.pages(query).await;
        let users = pages
            .iter()
            .flat_map(|page| page["users"].as_array().unwrap());
        users
            .map(|user| user["displayName"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("displayName=%C3%A4nne").await, ["Änne"]);
    assert_eq!(names("email=BEA*").await, ["Bea"]);
    assert_eq!(
        names("pageSize=1&orderBy=displayName%20asc").await,
        ["Abe", "Bea", "Änne"]
    );
    assert_eq!(
        names("pageSize=2&orderBy=email%20asc").await,
        ["Änne", "Bea", "Abe"]
    );
    // Where names are the same, the second field decides; and the other way round the name does nothing.
    for email in ["second@abe.example", "first@abe.example"] {
        let other = caller.create(json!({"name": "Abe", "email": email}));
        caller.import(&other).await;
    }
    let emails = async |query: &str| -> Vec<String> {
        let pages = caller.pages(query).await;
        let users = pages
            .iter()
            .flat_map(|page| page["users"].as_array().unwrap());
        users
            .map(|user| user["email"].as_str().unwrap().to_owned())
            .collect()
    };
    let (one, two, three) = ("first@abe.example", "second@abe.example", "x@y.example");
    for by in ["displayName%20asc,%20email%20asc", "displayName,email"] {
        assert_eq!(
            emails(&format!("pageSize=1&view=FULL&orderBy={by}")).await,
            [one, two, three, "bea@one.example", "anne@two.example"],
            "{by}"
        );
    }
    assert_eq!(
        emails("pageSize=2&view=FULL&orderBy=email%20asc,displayName").await,
        ["anne@two.example", "bea@one.example", one, two, three]
    );
    assert_eq!(
        caller
            .get("/admin/v1/users?orderBy=email%20asc,updateTime%20desc")
            .await
            .0,
        400
    );
    assert_eq!(caller.get("/admin/v1/users?email=be*").await.0, 400);
}

#[tokio::test]
async fn odd_ids_come_through() {
    let caller = Caller::few().await;
    let ids = [
        "samlp|acme|jane@example.com",
        "oidc|my conn|a/b:c+d",
        "ad|é?#%",
        "waad|%7C:import",
        "oauth2|Näme X|名前/1",
    ];
    for id in ids {
        assert_eq!(caller.create(json!({"user_id": id, "name": id})), id);
        let (status, user) = caller.import(id).await;
        assert_eq!(status, 200, "{id}: {user}");
        let accounts = user["accountConnections"].as_array().unwrap();
        assert!(
            accounts.iter().any(|account| account["externalId"] == id),
            "{user}"
        );
        assert_eq!(caller.event(id, json!({"wait": true})).await.0, 200, "{id}");
        assert_eq!(caller.get(&caller.path(id)).await.1["displayName"], id);
    }
    // Half of the official clients leave the colon and the inner @ bare.
    let connection = &caller.world.access().connection_id;
    let bare = format!("/admin/v1/users/samlp%7Cacme%7Cjane@example.com@{connection}");
    assert_eq!(caller.get(&bare).await.0, 200);
    let colon = format!("/admin/v1/users/oidc%7Cmy%20conn%7Ca%2Fb:c%2Bd%40{connection}");
    assert_eq!(caller.get(&colon).await.0, 200);
    assert_eq!(
        caller.ask("POST", &format!("{colon}:import"), None).await.0,
        200
    );
}

#[tokio::test]
async fn what_was_imported_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        people: 5,
        userhub_file: Some(folder.path().join("userhub.sqlite")),
        ..Options::default()
    };
    let first = Caller::start(options()).await;
    let (_, list) = first.get("/admin/v1/users").await;
    assert_eq!(list["users"], json!([]));
    let id = first.world.tenant().id_of(3);
    let (_, before) = first.import(&id).await;
    let access = first.world.access().clone();
    // The first world is not stopped: what was answered must be in the file already.
    let second = Caller::start(options()).await;
    assert_eq!(second.get(&second.path(&id)).await, (200, before));
    let again = second.world.access();
    let stable = |access: &userhub_connect::practice::Access| {
        let access = serde_json::to_value(access).unwrap();
        [
            "auth0_domain",
            "client_id",
            "client_secret",
            "connection_id",
            "admin_key",
        ]
        .map(|name| access[name].as_str().unwrap().to_owned())
    };
    assert_eq!(stable(again), stable(&access));
    for secret in [&access.client_secret, &access.admin_key] {
        assert!(!format!("{access:?}{:?}", first.world).contains(secret.as_str()));
    }
}

#[tokio::test]
async fn pulls_are_charged_to_the_tenant_and_its_429_comes_through() {
    let caller = Caller::start(Options {
        people: 10,
        plan: Plan::Free,
        ..Options::default()
    })
    .await;
    let mut statuses = Vec::new();
    for number in 0..6 {
        let id = caller.world.tenant().id_of(number);
        let answer = caller.import(&id).await;
        if answer.0 == 429 {
            assert_eq!(refusal(&answer), (429, "RESOURCE_EXHAUSTED", ""));
        }
        statuses.push(answer.0);
    }
    assert!(
        statuses.contains(&200) && statuses.contains(&429),
        "{statuses:?}"
    );
    assert!(caller.world.tenant().requests().with_status(429) > 0);
}

#[tokio::test]
async fn a_tenant_that_is_down_is_unavailable() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    caller.world.tenant().stop();
    let answer = caller.import(&id).await;
    assert_eq!(refusal(&answer), (503, "UNAVAILABLE", ""));
    assert_eq!(
        caller.world.userhub().connection_state(),
        ConnectionState::Active
    );
}

#[tokio::test]
async fn people_are_marked_restored_and_purged() {
    let caller = Caller::few().await;
    let id = caller.create(jane());
    let (_, user) = caller.import(&id).await;
    let own = format!("/admin/v1/users/{}", user["id"].as_str().unwrap());
    let purge = format!("{own}:purge");
    assert_eq!(caller.ask("POST", &purge, None).await.0, 400);

    let (_, marked) = caller.ask("DELETE", &own, None).await;
    assert_eq!(
        (&marked["state"], &marked["stateReason"]),
        (&json!("PENDING_DELETION"), &json!("DELETED"))
    );
    assert_eq!(caller.get("/admin/v1/users").await.1["users"], json!([]));
    let (_, with_marked) = caller.get("/admin/v1/users?showDeleted=true").await;
    assert_eq!(with_marked["users"].as_array().unwrap().len(), 1);
    for answer in [
        caller.import(&id).await,
        caller.event(&id, json!({"wait": true})).await,
    ] {
        assert_eq!(
            refusal(&answer),
            (400, "FAILED_PRECONDITION", "USER_PENDING_DELETION")
        );
    }

    let (_, restored) = caller.ask("POST", &format!("{own}:undelete"), None).await;
    assert_eq!(restored["state"], "ACTIVE");
    caller.ask("DELETE", &own, None).await;
    assert_eq!(caller.ask("POST", &purge, None).await, (200, json!({})));
    assert_eq!(caller.get(&own).await.0, 404);
    let (_, again) = caller.import(&id).await;
    assert_ne!(again["id"], user["id"]);
}

#[tokio::test]
async fn an_edit_differs_until_the_person_is_pulled_again() {
    for keep_edits in [false, true] {
        let mut options = Options {
            people: 5,
            ..Options::default()
        };
        options.userhub.keep_edits = keep_edits;
        let caller = Caller::start(options).await;
        let id = caller.create(jane());
        caller.import(&id).await;
        let path = caller.path(&id);
        let (_, edited) = caller
            .ask("PATCH", &path, Some(json!({"displayName": "J."})))
            .await;
        assert_eq!(edited["displayName"], "J.");
        caller.event(&id, json!({"wait": true})).await;
        let expected = if keep_edits { "J." } else { "Jane Doe" };
        assert_eq!(caller.get(&path).await.1["displayName"], expected);
        let long = caller
            .ask(
                "PATCH",
                &path,
                Some(json!({"displayName": "x".repeat(201)})),
            )
            .await;
        assert_eq!(refusal(&long), (400, "INVALID_ARGUMENT", ""));
    }
}

#[tokio::test]
async fn one_permission_less_does_not_hinder_imports() {
    let application = Application::WithoutDelete;
    let caller = Caller::start(Options {
        people: 5,
        application,
        ..Options::default()
    })
    .await;
    assert_eq!(caller.import(&caller.create(jane())).await.0, 200);
}

#[tokio::test]
async fn records_have_the_fields_of_the_samples() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/userhub-records.json");
    let samples: Value = serde_json::from_str(&std::fs::read_to_string(samples).unwrap()).unwrap();
    let caller = Caller::few().await;
    let import = async |fields: Value| caller.import(&caller.create(fields)).await.1;
    let full = import(json!({"name": "J", "email": "j@example.com", "email_verified": true})).await;
    assert_eq!(shape(&full), shape(&samples["user_full"]));
    let phone = import(json!({
        "user_id": "sms|1", "name": null, "phone_number": "+12125550123", "phone_verified": true,
    }));
    assert_eq!(shape(&phone.await), shape(&samples["user_phone_only"]));
    // The third person and each seventh after are at Stripe too.
    let both =
        import(json!({"name": "J", "email": "k@example.com", "picture": "https://example.com/k"}));
    let both = both.await;
    assert_eq!(shape(&both), shape(&samples["user_with_stripe_too"]));
    let disabled = import(json!({"name": "J", "email": "l@example.com", "blocked": true})).await;
    assert_eq!(shape(&disabled), shape(&samples["user_disabled"]));
    let path = format!("/admin/v1/users/{}", full["id"].as_str().unwrap());
    let (_, basic) = caller
        .get("/admin/v1/users?displayName=J&email=j@example.com")
        .await;
    assert_eq!(shape(&basic["users"][0]), shape(&samples["user_basic"]));
    let (_, marked) = caller.ask("DELETE", &path, None).await;
    assert_eq!(shape(&marked), shape(&samples["user_pending_deletion"]));
    caller
        .world
        .userhub()
        .set_connection_state(ConnectionState::Broken);
    let (_, broken) = caller.get(&path).await;
    let connection = &broken["accountConnections"][0]["connection"];
    assert_eq!(shape(connection), shape(&samples["connection_broken"]));
    let (_, error) = caller.get("/admin/v1/users/usr_nobody").await;
    assert_eq!(shape(&error), shape(&samples["error_not_found"]));
}

/// The names and the JSON types of all members, however deep: `accountConnections/connection/id string`.
fn shape(value: &Value) -> BTreeSet<String> {
    fn collect(value: &Value, path: &str, into: &mut BTreeSet<String>) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(items) => {
                for item in items {
                    collect(item, path, into);
                }
                "array"
            }
            Value::Object(members) => {
                for (name, member) in members {
                    collect(member, &format!("{path}/{name}"), into);
                }
                "object"
            }
        };
        into.insert(format!("{path} {kind}"));
    }
    let mut into = BTreeSet::new();
    collect(value, "", &mut into);
    into
}
