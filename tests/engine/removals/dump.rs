//! All that the practice UserHub has, for holding one moment against another.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::stage::Stage;

/// Everybody of UserHub by id, marked for deletion or not, without the moments of their last change.
pub(super) fn dump(stage: &Stage) -> BTreeMap<String, Value> {
    let mut people = BTreeMap::new();
    let mut token = String::new();
    loop {
        let page = page(stage, &token);
        for user in page["users"].as_array().unwrap() {
            let mut user = user.clone();
            forget_changes(&mut user);
            people.insert(user["id"].as_str().unwrap().to_owned(), user);
        }
        let next = page["nextPageToken"].as_str().unwrap_or_default();
        next.clone_into(&mut token);
        if token.is_empty() {
            return people;
        }
    }
}

/// Whose records differ, each as a line that shows both.
pub(super) fn differences(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
) -> Vec<String> {
    let ids = before.keys().chain(after.keys());
    let mut lines: Vec<String> = ids
        .filter(|id| before.get(*id) != after.get(*id))
        .map(|id| format!("{id}: {:?}\n  now {:?}", before.get(id), after.get(id)))
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests are a client of their own"
)]
fn page(stage: &Stage, token: &str) -> Value {
    let access = stage.world().access();
    let url = format!(
        "{}/admin/v1/users?pageSize=100&view=FULL&showDeleted=true&pageToken={token}",
        access.userhub_url
    );
    let request = reqwest::Client::new()
        .get(url)
        .bearer_auth(&access.admin_key);
    let text = stage.wait_for(async { request.send().await.unwrap().text().await.unwrap() });
    serde_json::from_str(&text).unwrap()
}

fn forget_changes(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("updateTime");
            fields.values_mut().for_each(forget_changes);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_changes),
        _ => {}
    }
}
