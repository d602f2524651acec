//! `search` of the log, the older way beside `q` (the OpenAPI description): words that texts begin with.
//!
//! `contoso` is looked for in three properties, `type:s` in one; what is in quotes must be all of the text, several words
//! must all be found, and capitals do not matter.

use serde_json::Value;

use super::object::Object;

/// Where a word is looked for that names no property.
const ANYWHERE: [&str; 3] = ["client_name", "connection", "user_name"];

/// One word of a search.
pub(super) struct Word {
    /// Empty where no property is named.
    field: String,
    text: String,
    is_whole: bool,
}

/// Reads a search. Nothing in it is refused: what is no word finds nothing.
pub(super) fn words(search: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = search.trim_start();
    while !rest.is_empty() {
        let (field, value) = match rest.find([':', ' ', '"']) {
            Some(at) if rest[at..].starts_with(':') => (&rest[..at], &rest[at + 1..]),
            _ => ("", rest),
        };
        let quoted = value.strip_prefix('"');
        let (text, behind) = match quoted {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_once(' ').unwrap_or((value, "")),
        };
        words.push(Word {
            field: property(field).to_owned(),
            text: text.to_lowercase(),
            is_whole: quoted.is_some(),
        });
        rest = behind.trim_start();
    }
    words
}

/// The description's own example names two properties otherwise.
fn property(name: &str) -> &str {
    match name {
        "application" => "client_name",
        "user" => "user_name",
        other => other,
    }
}

impl Word {
    /// Whether an event has the word.
    pub(super) fn is_in(&self, event: &Object) -> bool {
        let has = |field: &str| {
            let text = event.get(field).and_then(Value::as_str);
            let text = text.unwrap_or_default().to_lowercase();
            if self.is_whole {
                text == self.text
            } else {
                text.starts_with(&self.text)
            }
        };
        if self.field.is_empty() {
            ANYWHERE.into_iter().any(has)
        } else {
            has(&self.field)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::object::object;
    use super::*;

    #[test]
    fn words_begin_a_text_or_are_all_of_it() {
        let event = object(json!({
            "type": "s",
            "client_name": "Node client",
            "user_name": "Jane@Contoso.com",
            "connection": null,
        }));
        let finds = |search: &str| words(search).iter().all(|word| word.is_in(&event));
        for search in [
            "",
            "node",
            "JANE@",
            "type:s",
            "application:node user:\"jane@contoso.com\"",
            "\"node client\" jane",
            "  type:\"S\"  ",
        ] {
            assert!(finds(search), "{search}");
        }
        for search in [
            "client",
            "\"node\"",
            "type:ss",
            "node bob",
            "ip:1",
            "user:\"jane",
        ] {
            assert!(!finds(search), "{search}");
        }
    }
}
