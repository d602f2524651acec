//! Every request of the set-up against the official description of the Management API: method, path, query, body and
//! permissions. What is held against is a table of facts in the fixtures, and the table against the description itself where
//! that lies beside the repository.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use flate2::read::GzDecoder;
use userhub_connect::domain::install::{NEEDED, NEEDED_FOR_UNDO};

use super::*;

/// One request as it was sent.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    path: String,
    query: Vec<String>,
    body: Option<Value>,
}

/// A server that writes down what passes on its way to the tenant.
#[derive(Clone)]
struct Scribe {
    tenant: String,
    client: reqwest::Client,
    sent: Arc<Mutex<Vec<Sent>>>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests have clients of their own"
)]
async fn scribe(site: &mut Site) -> Arc<Mutex<Vec<Sent>>> {
    let sent = Arc::default();
    let scribe = Scribe {
        tenant: site.tenant.url(),
        client: reqwest::Client::builder().no_proxy().build().unwrap(),
        sent: Arc::clone(&sent),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    site.url = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(pass_on).with_state(scribe);
    tokio::spawn(async move { axum::serve(listener, router).await });
    sent
}

async fn pass_on(State(scribe): State<Scribe>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let names = head.uri.query().unwrap_or_default().split('&');
    let names = names.filter_map(|pair| pair.split('=').next());
    scribe.sent.lock().unwrap().push(Sent {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: names.filter(|n| !n.is_empty()).map(str::to_owned).collect(),
        body: (!body.is_empty()).then(|| serde_json::from_slice(&body).unwrap()),
    });
    let url = format!("{}{}", scribe.tenant, head.uri);
    let mut request = scribe.client.request(head.method, url).body(body);
    for name in ["authorization", "content-type"] {
        if let Some(value) = head.headers.get(name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    (status, answer.bytes().await.unwrap()).into_response()
}

fn table() -> Vec<Value> {
    let table: Value =
        serde_json::from_str(include_str!("../../fixtures/management-api.json")).unwrap();
    table["calls"].as_array().unwrap().clone()
}

fn texts(list: &Value) -> BTreeSet<&str> {
    let list = list.as_array().into_iter().flatten();
    list.map(|text| text.as_str().unwrap()).collect()
}

/// Whether a path has a template's form: `{id}` stands for any one segment.
fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    let pairs: Vec<(&str, &str)> = template.clone().zip(path.clone()).collect();
    template.count() == path.count() && pairs.iter().all(|(t, p)| t.starts_with('{') || t == p)
}

/// What is wrong with a value by the facts; nothing is said of properties that the facts do not go into.
fn complaints(facts: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(list) = value.as_array() {
        let each = list.iter().flat_map(|item| complaints(facts, item, at));
        return each.collect();
    }
    let mut found = Vec::new();
    if facts["enum"].is_array() && !facts["enum"].as_array().unwrap().contains(value) {
        found.push(format!("{at}: {value} is not among {}", facts["enum"]));
    }
    let Some(object) = value.as_object() else {
        return found;
    };
    let allowed = texts(&facts["allowed"]);
    for name in object.keys() {
        if facts["more"] != true && !allowed.contains(name.as_str()) {
            found.push(format!("{at}: {name} is not allowed"));
        }
    }
    for name in texts(&facts["required"]) {
        if !object.contains_key(name) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, inner) in facts["fields"].as_object().into_iter().flatten() {
        if let Some(value) = object.get(name) {
            found.extend(complaints(inner, value, &format!("{at}.{name}")));
        }
    }
    found
}

/// Sets up and undoes in such a way that every kind of call is made.
async fn every_call() -> Vec<Sent> {
    let mut all = Vec::new();
    // Everything is made and deleted again.
    let mut site = Site::new();
    let sent = scribe(&mut site).await;
    site.install(Choices::default()).await.stands();
    site.undo().await;
    all.extend(sent.lock().unwrap().drain(..));
    // Everything is there and changed, and put back; first without UserHub, so that the secret is read.
    let mut site = Site::new();
    let sent = scribe(&mut site).await;
    site.tenant
        .add_client(&application("there", "non_interactive"));
    site.tenant.grant("there", &["read:users"]);
    site.tenant.add_action(&older_action(), true).unwrap();
    let first_half = InstallSetup {
        userhub: None,
        ..site.setup()
    };
    let told = site.install_as(first_half, use_existing()).await;
    assert!(told.application.unwrap().1, "the secret was not read");
    site.install(use_existing()).await.stands();
    site.undo().await;
    all.extend(sent.lock().unwrap().drain(..));
    all
}

#[tokio::test]
async fn every_request_is_one_that_auth0_describes_and_a_permission_for_it_is_asked_for() {
    let table = table();
    let asked: Vec<&str> = NEEDED.into_iter().chain(NEEDED_FOR_UNDO).collect();
    let mut used = BTreeSet::new();
    for sent in every_call().await {
        // A template of its own goes before one that takes any segment in its place.
        let row = table.iter().position(|row| {
            row["method"] == sent.method.as_str() && fits(row["path"].as_str().unwrap(), &sent.path)
        });
        let row = row.unwrap_or_else(|| panic!("not described: {sent:?}"));
        used.insert(row);
        let row = &table[row];
        for name in &sent.query {
            assert!(
                texts(&row["query"]).contains(name.as_str()),
                "{name} in {sent:?}"
            );
        }
        let permissions = texts(&row["permissions"]);
        assert!(
            asked.iter().any(|p| permissions.contains(p)),
            "{sent:?} {permissions:?}"
        );
        match (&row["body"], &sent.body) {
            (Value::Null, None) => {}
            (Value::Null, Some(body)) => panic!("{sent:?} has a body: {body}"),
            (facts, body) => {
                let body = body.clone().unwrap_or_else(|| json!({}));
                let found = complaints(facts, &body, &sent.path);
                assert!(found.is_empty(), "{found:?}");
            }
        }
    }
    let unused: Vec<&Value> = (0..table.len())
        .filter(|i| !used.contains(i))
        .map(|i| &table[i])
        .collect();
    assert!(unused.is_empty(), "never made: {unused:?}");
}

#[test]
fn a_request_that_auth0_does_not_describe_is_seen() {
    let table = table();
    let facts = table
        .iter()
        .find(|row| row["method"] == "POST" && row["path"] == "/api/v2/clients");
    let facts = &facts.unwrap()["body"];
    let wrong = json!({"nom": "UserHub", "app_type": "machine"});
    assert_eq!(complaints(facts, &wrong, "").len(), 3);
    let bindings = table.iter().find(|row| {
        row["method"] == "PATCH" && row["path"].as_str().unwrap().ends_with("/bindings")
    });
    let wrong = json!({"bindings": [{"ref": {"type": "id", "value": "x"}}]});
    assert_eq!(complaints(&bindings.unwrap()["body"], &wrong, "").len(), 1);
}

/// The description, where the shared folder lies beside the repository.
fn description() -> Option<Value> {
    let file = "../shared/recordings/openapi/management-api-oas.json.gz";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let packed = std::fs::read(file).ok()?;
    let mut text = String::new();
    GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A schema without its references.
fn resolved<'a>(all: &'a Value, mut schema: &'a Value) -> &'a Value {
    loop {
        schema = if let Some(name) = schema["$ref"].as_str() {
            &all["components"]["schemas"][name.rsplit('/').next().unwrap()]
        } else if schema["oneOf"].as_array().is_some_and(|one| one.len() == 1) {
            &schema["oneOf"][0]
        } else if schema["items"].is_object() {
            &schema["items"]
        } else {
            return schema;
        };
    }
}

fn assert_described(all: &Value, facts: &Value, schema: &Value, at: &str) {
    let schema = resolved(all, schema);
    let names: BTreeSet<&str> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(n, _)| n.as_str())
        .collect();
    assert_eq!(texts(&facts["allowed"]), names, "{at}");
    assert_eq!(
        texts(&facts["required"]),
        texts(&schema["required"]),
        "{at}"
    );
    assert_eq!(texts(&facts["enum"]), texts(&schema["enum"]), "{at}");
    assert_eq!(
        facts["more"] == true,
        schema["additionalProperties"] == true,
        "{at}"
    );
    for (name, inner) in facts["fields"].as_object().into_iter().flatten() {
        assert_described(
            all,
            inner,
            &schema["properties"][name],
            &format!("{at}.{name}"),
        );
    }
}

#[test]
fn the_table_says_what_the_official_description_says() {
    let Some(all) = description() else {
        eprintln!("NOT CHECKED: the official description is not beside the repository");
        return;
    };
    for row in table() {
        let path = row["path"].as_str().unwrap();
        let method = row["method"].as_str().unwrap();
        let at = format!("{method} {path}");
        let path = path.strip_prefix("/api/v2").unwrap();
        let call = &all["paths"][path][method.to_lowercase()];
        let scopes = call["security"].as_array().unwrap().iter();
        let scopes = scopes.flat_map(|way| way.as_object().unwrap().values());
        let scopes: BTreeSet<&str> = scopes.flat_map(texts).collect();
        assert_eq!(texts(&row["permissions"]), scopes, "{at}");
        let parameters = call["parameters"].as_array().into_iter().flatten();
        let query = parameters.filter(|p| p["in"] == "query");
        let query: BTreeSet<&str> = query.map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(texts(&row["query"]), query, "{at}");
        let schema = &call["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(row["body"].is_null(), schema.is_null(), "{at}");
        if !schema.is_null() {
            assert_described(&all, &row["body"], schema, &at);
        }
    }
}
