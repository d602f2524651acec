//! Holds a value against a JSON schema, as far as the OpenAPI description uses schemas for the bodies of requests, and says
//! what is wrong in the service's own words.
//!
//! The words are those of z-schema, the library by which the service checks, as one recorded refusal and public reports
//! show; with the names of inner properties they are put together as that library writes paths, with full stops. The
//! service also quotes a property's description, which is left out here. Formats are checked where a mistake is likely;
//! all others are taken as they are.

use regex_lite::Regex;
use serde_json::{Map, Value};
use url::Url;

/// All schemas that a schema may name by `$ref`.
pub(super) type Named = Map<String, Value>;

/// What is wrong with a value, as the service says it.
pub(super) fn complaint(value: &Value, schema: &Value, named: &Named) -> Option<String> {
    let Fault { why, at } = Check { named }.value(value, schema).err()?;
    let property = if at.is_empty() {
        String::new()
    } else {
        format!(" on property {}", at.join("."))
    };
    Some(format!("Payload validation error: '{why}'{property}."))
}

/// What is wrong, and the names on the way to it.
struct Fault {
    why: String,
    at: Vec<String>,
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self {
            why,
            at: Vec::new(),
        }
    }
}

/// The schemas by which a value is checked.
#[derive(Clone, Copy)]
struct Check<'a> {
    named: &'a Named,
}

impl<'a> Check<'a> {
    fn value(self, value: &Value, schema: &'a Value) -> Result<(), Fault> {
        let name = schema["$ref"].as_str();
        let schema = name.and_then(|name| self.named.get(name)).unwrap_or(schema);
        if let Some(choices) = schema["oneOf"].as_array() {
            // The alternatives of the description exclude each other: the first that fits is the only one.
            let mut choices = choices.iter();
            if choices.any(|schema| self.value(value, schema).is_ok()) {
                return Ok(());
            }
            return Err("None of the valid schemas were met".to_owned().into());
        }
        has_type(value, &schema["type"])?;
        if let Some(allowed) = schema["enum"].as_array()
            && !allowed.contains(value)
        {
            return Err(format!("No enum match for: {}", shown(value)).into());
        }
        match value {
            Value::String(text) => Ok(is_text(text, schema)?),
            Value::Number(_) => Ok(in_range(value, schema)?),
            Value::Array(items) => self.items(items, schema),
            Value::Object(object) => self.object(object, schema),
            Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn items(self, items: &[Value], schema: &'a Value) -> Result<(), Fault> {
        let bounds = Bounds::of(schema, "minItems", "maxItems");
        bounds.hold(items.len(), "Array", "")?;
        for (place, item) in items.iter().enumerate() {
            self.inner(&place.to_string(), item, &schema["items"])?;
        }
        Ok(())
    }

    fn object(self, object: &Map<String, Value>, schema: &'a Value) -> Result<(), Fault> {
        has_properties(object, schema)?;
        for (name, value) in object {
            let known = schema["properties"].get(name);
            let inner = known.unwrap_or(&schema["additionalProperties"]);
            self.inner(name, value, inner)?;
        }
        Ok(())
    }

    /// A part of a value, of which the schema may say nothing.
    fn inner(self, name: &str, value: &Value, schema: &'a Value) -> Result<(), Fault> {
        if !schema.is_object() {
            return Ok(());
        }
        self.value(value, schema).map_err(|mut fault| {
            fault.at.insert(0, name.to_owned());
            fault
        })
    }
}

/// Whether an object has all the properties that it must have, none that it cannot have, and neither too few nor too many.
fn has_properties(object: &Map<String, Value>, schema: &Value) -> Result<(), String> {
    let required = schema["required"].as_array().into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        if !object.contains_key(name) {
            return Err(format!("Missing required property: {name}"));
        }
    }
    if schema["additionalProperties"] == false {
        let unknown = object.keys().map(String::as_str);
        let unknown: Vec<&str> = unknown
            .filter(|name| schema["properties"].get(*name).is_none())
            .collect();
        if !unknown.is_empty() {
            let unknown = unknown.join(",");
            return Err(format!("Additional properties not allowed: {unknown}"));
        }
    }
    let count = u64::try_from(object.len()).unwrap_or(u64::MAX);
    let limit = |name: &str| schema[name].as_u64();
    if let Some(least) = limit("minProperties").filter(|least| count < *least) {
        let why = format!("Too few properties defined ({count}), minimum {least}");
        return Err(why);
    }
    if let Some(most) = limit("maxProperties").filter(|most| count > *most) {
        let why = format!("Too many properties defined ({count}), maximum {most}");
        return Err(why);
    }
    Ok(())
}

/// `type` is a name or several.
fn has_type(value: &Value, wanted: &Value) -> Result<(), String> {
    let wanted: Vec<&str> = match wanted {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let found = kind(value);
    let fits = wanted
        .iter()
        .any(|wanted| *wanted == found || (*wanted == "number" && found == "integer"));
    if fits {
        return Ok(());
    }
    let wanted = wanted.join(",");
    Err(format!("Expected type {wanted} but found type {found}"))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        // For JavaScript, by which the service reads it, 5.0 is a whole number.
        Value::Number(number) => match number.as_f64() {
            Some(number) if number.fract() == 0.0 => "integer",
            _ => "number",
        },
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_text(text: &str, schema: &Value) -> Result<(), String> {
    let bounds = Bounds::of(schema, "minLength", "maxLength");
    bounds.hold(text.chars().count(), "String", " chars")?;
    if let Some(pattern) = schema["pattern"].as_str()
        && !Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
    {
        return Err(format!("String does not match pattern {pattern}: {text}"));
    }
    match schema["format"].as_str() {
        Some(format) if !has_format(text, format) => Err(format!(
            "Object didn't pass validation for format {format}: {text}"
        )),
        _ => Ok(()),
    }
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "email" => {
            let parts = text.split_once('@');
            let has_both = parts.is_some_and(|(local, host)| {
                !local.is_empty() && !host.is_empty() && !host.contains('@')
            });
            has_both && !text.contains(char::is_whitespace)
        }
        "absolute-uri-or-empty" => text.is_empty() || Url::parse(text).is_ok(),
        "url" | "strict-uri" => Url::parse(text).is_ok(),
        _ => true,
    }
}

fn in_range(value: &Value, schema: &Value) -> Result<(), String> {
    let number = value.as_f64().unwrap_or_default();
    let limit = |name: &str| schema[name].as_f64();
    if let Some(least) = limit("minimum").filter(|least| number < *least) {
        return Err(format!("Value {value} is less than minimum {least}"));
    }
    if let Some(most) = limit("maximum").filter(|most| number > *most) {
        return Err(format!("Value {value} is greater than maximum {most}"));
    }
    Ok(())
}

/// How long a text or a list may be.
struct Bounds {
    least: Option<u64>,
    most: Option<u64>,
}

impl Bounds {
    fn of(schema: &Value, least: &str, most: &str) -> Self {
        Self {
            least: schema[least].as_u64(),
            most: schema[most].as_u64(),
        }
    }

    fn hold(&self, length: usize, what: &str, unit: &str) -> Result<(), String> {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        if let Some(least) = self.least.filter(|least| length < *least) {
            let why = format!("{what} is too short ({length}{unit}), minimum {least}");
            return Err(why);
        }
        if let Some(most) = self.most.filter(|most| length > *most) {
            let why = format!("{what} is too long ({length}{unit}), maximum {most}");
            return Err(why);
        }
        Ok(())
    }
}

/// A value as it stands in a text: without quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(value: &Value, schema: &Value) -> Option<String> {
        let named = json!({"Kind": {"type": "string", "enum": ["a", "b"]}});
        complaint(value, schema, named.as_object().unwrap())
    }

    #[track_caller]
    fn refused(value: &Value, schema: &Value, why: &str) {
        let expected = format!("Payload validation error: '{why}.");
        assert_eq!(found(value, schema), Some(expected));
    }

    #[test]
    fn each_keyword_refuses_in_the_words_of_the_service() {
        let text = json!({"type": "string"});
        refused(
            &json!(5),
            &text,
            "Expected type string but found type integer'",
        );
        assert_eq!(found(&json!("x"), &text), None);
        let or_null = json!({"type": ["string", "null"]});
        refused(
            &json!([]),
            &or_null,
            "Expected type string,null but found type array'",
        );
        assert_eq!(found(&json!(null), &or_null), None);
        let whole = json!({"type": "integer", "minimum": 1, "maximum": 6});
        refused(
            &json!(1.5),
            &whole,
            "Expected type integer but found type number'",
        );
        refused(&json!(0), &whole, "Value 0 is less than minimum 1'");
        refused(&json!(7), &whole, "Value 7 is greater than maximum 6'");
        assert_eq!(found(&json!(6.0), &whole), None);
        let short =
            json!({"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^[^<>]+$"});
        refused(
            &json!("é"),
            &short,
            "String is too short (1 chars), minimum 2'",
        );
        refused(
            &json!("long"),
            &short,
            "String is too long (4 chars), maximum 3'",
        );
        refused(
            &json!("<b>"),
            &short,
            "String does not match pattern ^[^<>]+$: <b>'",
        );
        assert_eq!(found(&json!("éé"), &short), None);
    }

    #[test]
    fn properties_are_required_known_and_looked_into() {
        let schema = json!({
            "type": "object", "required": ["kind"], "additionalProperties": false, "maxProperties": 2,
            "properties": {
                "kind": {"$ref": "Kind"},
                "list": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"n": {"type": "integer"}}}},
            },
        });
        let case = |value: Value, why: &str| refused(&value, &schema, why);
        case(json!({}), "Missing required property: kind'");
        case(
            json!({"kind": "a", "x": 1, "y": 2}),
            "Additional properties not allowed: x,y'",
        );
        case(
            json!({"kind": "c"}),
            "No enum match for: c' on property kind",
        );
        case(
            json!({"kind": "a", "list": []}),
            "Array is too short (0), minimum 1' on property list",
        );
        case(
            json!({"kind": "a", "list": [{"n": 1, "more": 1}, {"n": "1"}]}),
            "Expected type integer but found type string' on property list.1.n",
        );
        let most = json!({"type": "object", "minProperties": 1, "maxProperties": 1});
        refused(
            &json!({}),
            &most,
            "Too few properties defined (0), minimum 1'",
        );
        refused(
            &json!({"a": 1, "b": 1}),
            &most,
            "Too many properties defined (2), maximum 1'",
        );
        let each = json!({"type": "object", "additionalProperties": {"type": "string"}});
        refused(
            &json!({"a": 1}),
            &each,
            "Expected type string but found type integer' on property a",
        );
    }

    #[test]
    fn alternatives_and_formats_are_looked_at() {
        let either =
            json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
        assert_eq!(found(&json!(["x"]), &either), None);
        refused(&json!([1]), &either, "None of the valid schemas were met'");
        let mail = json!({"type": "string", "format": "email"});
        for wrong in ["jane", "@x", "jane@", "a b@x", "a@b@c"] {
            let why = format!("Object didn't pass validation for format email: {wrong}'");
            refused(&json!(wrong), &mail, &why);
        }
        assert_eq!(found(&json!("jane@x"), &mail), None);
        let page = json!({"type": "string", "format": "absolute-uri-or-empty"});
        assert_eq!(found(&json!(""), &page), None);
        refused(
            &json!("logo"),
            &page,
            "Object didn't pass validation for format absolute-uri-or-empty: logo'",
        );
    }
}
