//! JSON objects, and what is read out of them.

use serde_json::{Map, Value};

/// A JSON object, as these endpoints take and give them.
pub(crate) type Object = Map<String, Value>;

/// The parts of an object that a caller names; absent parts read as null.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list.
pub(crate) fn texts(object: &Object, name: &str) -> Vec<String> {
    let list = object.get(name).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// Turns a `json!({…})` into the object that it is.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}
