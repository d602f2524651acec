//! Bodies compared with recorded ones.

use super::*;

/// The recorded bodies, trimmed.
pub(super) fn recorded() -> Value {
    serde_json::from_str(include_str!("../../fixtures/auth0/recorded.json")).unwrap()
}

/// The kind of a value, for comparing shapes.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Every property of the recorded body must be there, with a value of the same kind.
pub(super) fn assert_same_shape(recorded: &Value, ours: &Value, at: &str) {
    assert_eq!(kind(recorded), kind(ours), "{at}: {ours}");
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => {
            for (name, value) in recorded {
                let found = ours.get(name);
                let found = found.unwrap_or_else(|| panic!("{at}.{name} is missing"));
                assert_same_shape(value, found, &format!("{at}.{name}"));
            }
        }
        (Value::Array(recorded), Value::Array(ours)) => {
            for (one, other) in recorded.iter().zip(ours) {
                assert_same_shape(one, other, &format!("{at}[]"));
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn bodies_have_the_recorded_shapes() {
    let recorded = recorded();
    let caller = Caller::new(people(3)).await;
    let fields = recorded["user_created"].as_object().unwrap().clone();
    let id = caller.tenant.create_person(&fields);
    let by_id = caller
        .get(&format!("/api/v2/users/{}", encoded(&id)))
        .await
        .json();
    assert_same_shape(&recorded["user_by_id"], &by_id, "user");
    let list = caller
        .find(&format!("user_id:\"{id}\""), "&include_totals=true")
        .await
        .json();
    assert_same_shape(&recorded["user_list"], &list, "list");
    assert_eq!(list["total"], recorded["user_list"]["total"]);
    let token = caller.token(&caller.good_credentials()).await.json();
    assert_same_shape(&recorded["token"], &token, "token");
    let absent = caller.get("/api/v2/users/auth0%7Cnobody").await.json();
    assert_eq!(absent, recorded["user_absent"]);
    let order = recorded["export_order"].clone();
    let job = caller
        .ask(Method::POST, "/api/v2/jobs/users-exports", Some(order))
        .await
        .json();
    assert_same_shape(&recorded["export_job"], &job, "job");
    assert_eq!(job["fields"], recorded["export_job"]["fields"]);
}
