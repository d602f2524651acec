//! What the practice tenant takes in a write, held against the whole OpenAPI description where it lies beside the repository.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};

/// The keywords of the excerpt; all others are words for readers.
const KEYWORDS: [&str; 16] = [
    "type",
    "enum",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "oneOf",
    "minLength",
    "maxLength",
    "minItems",
    "minimum",
    "maximum",
    "minProperties",
    "maxProperties",
    "pattern",
    "format",
];

/// Paths whose parameters have other names in the description.
const OTHERWISE: [(&str, &str); 2] = [
    (
        "/actions/actions/{id}/versions/{version}/deploy",
        "/actions/actions/{actionId}/versions/{id}/deploy",
    ),
    (
        "/actions/triggers/{trigger}/bindings",
        "/actions/triggers/{triggerId}/bindings",
    ),
];

fn description() -> Option<Value> {
    let file = "../shared/recordings/openapi/management-api-oas.json.gz";
    let packed = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()?;
    let mut text = String::new();
    GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A schema with all that it refers to in its place, and nothing that says nothing.
fn whole(schema: &Value, named: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return whole(&named[name], named);
    }
    let mut found = Map::new();
    for keyword in KEYWORDS {
        let Some(value) = schema.get(keyword) else {
            continue;
        };
        let inner = match (keyword, value) {
            ("properties", Value::Object(inner)) => inner
                .iter()
                .map(|(name, inner)| (name.clone(), whole(inner, named)))
                .collect::<Map<String, Value>>()
                .into(),
            ("oneOf", Value::Array(choices)) if choices.len() == 1 => {
                return whole(&choices[0], named);
            }
            ("oneOf", Value::Array(choices)) => {
                choices.iter().map(|choice| whole(choice, named)).collect()
            }
            ("items", inner) | ("additionalProperties", inner @ Value::Object(_)) => {
                whole(inner, named)
            }
            (_, value) => value.clone(),
        };
        let says_nothing = inner == json!(true) || inner == json!(0) || inner == json!({});
        if !says_nothing || keyword == "items" || keyword == "minimum" {
            found.insert(keyword.to_owned(), inner);
        }
    }
    Value::Object(found)
}

#[test]
fn what_a_write_may_say_is_what_the_description_says() {
    let excerpt = include_str!("../../../src/practice/auth0/bodies.json");
    let excerpt: Value = serde_json::from_str(excerpt).unwrap();
    let bodies = excerpt["bodies"].as_object().unwrap();
    assert_eq!(bodies.len(), 12);
    let Some(description) = description() else {
        return;
    };
    for (call, body) in bodies {
        let (method, path) = call.split_once(" /api/v2").unwrap();
        let other = OTHERWISE.iter().find(|(ours, _)| *ours == path);
        let path = other.map_or(path, |(_, theirs)| *theirs);
        let operation = &description["paths"][path][method.to_lowercase()];
        let official = &operation["requestBody"]["content"]["application/json"]["schema"];
        let mut official = whole(official, &description["components"]["schemas"]);
        if call == "PATCH /api/v2/users/{id}" {
            // As the service does, and the description does not say.
            official["additionalProperties"] = json!(false);
        }
        assert_eq!(whole(body, &excerpt["schemas"]), official, "{call}");
    }
}
