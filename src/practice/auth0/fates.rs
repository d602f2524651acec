//! What can be made to become of people while the tenant runs: they leave, come back with the same id, become part of one
//! another, go with their connection, or are lost by the index.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::object::Object;
use super::shared::Shared;

/// What becomes of whom; what is not named happens to nobody.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fates {
    /// They are deleted.
    leave: Vec<String>,
    /// They are there again, with the same id, as whoever signs in with a social account is.
    come_back: Vec<String>,
    /// Each first one becomes an identity of the second.
    merge: Vec<(String, String)>,
    /// The connection is deleted with everybody in it.
    connection_deleted: Option<String>,
    /// Lists, searches and exports keep silent about these, and about nobody else.
    hide: Option<Vec<String>>,
}

/// Lets it happen, and says to how many it did.
pub(crate) async fn steer(
    State(shared): State<Arc<Shared>>,
    Json(fates): Json<Fates>,
) -> Json<Value> {
    let mut happened = 0;
    for id in &fates.leave {
        happened += usize::from(shared.delete_person(id));
    }
    for id in &fates.come_back {
        if shared.directory.by_id(id).is_none() {
            let mut fields = Object::new();
            fields.insert("user_id".to_owned(), json!(id));
            fields.insert("name".to_owned(), json!("Somebody who came back"));
            shared.create_person(&fields);
            happened += 1;
        }
    }
    for (one, into) in &fates.merge {
        happened += usize::from(shared.merge_people(one, into));
    }
    if let Some(name) = &fates.connection_deleted {
        happened += shared.delete_connection(name);
    }
    if let Some(hidden) = &fates.hide {
        shared.directory.hide(hidden);
        happened += hidden.len();
    }
    Json(json!({ "happened": happened }))
}
