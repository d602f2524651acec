//! Query parameters, checked as strictly as the service checks them.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::errors::ApiError;
use super::object::Object;
use crate::practice::people::Selection;

/// The parameters of one request.
pub(crate) struct Parameters(HashMap<String, String>);

impl Parameters {
    /// Reads a query; a parameter that the endpoint does not know is refused.
    pub(crate) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, ApiError> {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let parameters: HashMap<String, String> = pairs.into_owned().collect();
        for name in parameters.keys() {
            if !known.contains(&name.as_str()) {
                return Err(ApiError::query(format!(
                    "Query validation error: 'Additional properties not allowed: {name}'"
                )));
            }
        }
        Ok(Self(parameters))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A whole number from 0 to `most`.
    pub(crate) fn number(
        &self,
        name: &str,
        default: usize,
        most: usize,
    ) -> Result<usize, ApiError> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        let Ok(number) = text.parse::<usize>() else {
            return Err(ApiError::query(format!(
                "Query validation error: 'Expected type integer but found type string' on property {name}"
            )));
        };
        if number > most {
            return Err(ApiError::query(format!(
                "Query validation error: 'Value {number} is greater than maximum {most}' on property {name}"
            )));
        }
        Ok(number)
    }

    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, ApiError> {
        match self.text(name) {
            None => Ok(default),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(_) => Err(ApiError::query(format!(
                "Query validation error: 'Expected type boolean but found type string' on property {name}"
            ))),
        }
    }

    /// One page of a list, bare or with totals, as clients and grants answer it; with `next` where `take` or `from` ask
    /// for checkpoints, which come before totals (an official tool sends both).
    pub(crate) fn page_of(&self, name: &str, items: Vec<Value>) -> Result<Value, ApiError> {
        if self.is_by_checkpoint() {
            return self.checkpoint_of(name, items);
        }
        let (start, limit) = self.window()?;
        let total = items.len();
        let page: Vec<Value> = items.into_iter().skip(start).take(limit).collect();
        if !self.flag("include_totals", false)? {
            return Ok(Value::Array(page));
        }
        Ok(json!({"total": total, "start": start, "limit": limit, name: page}))
    }

    /// Whether the caller pages by checkpoints.
    pub(crate) fn is_by_checkpoint(&self) -> bool {
        self.text("take").is_some() || self.text("from").is_some()
    }

    /// `from` is what the last answer called `next`: here the place in the list, where the service takes some id.
    fn checkpoint_of(&self, name: &str, items: Vec<Value>) -> Result<Value, ApiError> {
        let take = self.number("take", 50, 100)?.max(1);
        let start = match self.text("from").filter(|from| !from.is_empty()) {
            None => 0,
            Some(from) => place_of(from).ok_or_else(|| {
                ApiError::query("Query validation error: 'Invalid value' on property from")
            })?,
        };
        let is_last = items.len() <= start.saturating_add(take);
        let page: Vec<Value> = items.into_iter().skip(start).take(take).collect();
        let mut answer = json!({ name: page });
        if !is_last {
            answer["next"] = json!(URL_SAFE_NO_PAD.encode(format!("at {}", start + take)));
        }
        Ok(answer)
    }

    /// One page of a list as the Actions endpoints answer it: numbers that are zero are left out (recorded).
    pub(crate) fn sparse_page_of(&self, name: &str, items: Vec<Value>) -> Result<Value, ApiError> {
        let (start, limit) = self.window()?;
        let total = items.len();
        let page: Vec<Value> = items.into_iter().skip(start).take(limit).collect();
        let mut answer = json!({"per_page": limit});
        if !page.is_empty() {
            answer["total"] = json!(total);
        }
        if start > 0 {
            answer["page"] = json!(start / limit.max(1));
        }
        answer[name] = Value::Array(page);
        Ok(answer)
    }

    /// Whether a property of an object has the value that a filter asks for. An absent property counts as `false`.
    pub(crate) fn agrees(&self, object: &Object, filter: &str, property: &str) -> bool {
        let Some(wanted) = self.text(filter) else {
            return true;
        };
        match object.get(property) {
            Some(Value::String(text)) => text == wanted,
            Some(Value::Bool(flag)) => wanted == flag.to_string(),
            _ => wanted == "false",
        }
    }

    fn window(&self) -> Result<(usize, usize), ApiError> {
        let page = self.number("page", 0, usize::MAX)?;
        let per_page = self.number("per_page", 50, 100)?;
        Ok((page.saturating_mul(per_page), per_page))
    }

    /// `fields` and `include_fields`.
    pub(crate) fn selection(&self) -> Result<Selection, ApiError> {
        let include = self.flag("include_fields", true)?;
        let Some(fields) = self.text("fields").filter(|fields| !fields.is_empty()) else {
            return Ok(Selection::All);
        };
        let names = fields.split(',').map(|name| name.trim().to_owned());
        Ok(if include {
            Selection::Only(names.collect())
        } else {
            Selection::Without(names.collect())
        })
    }
}

fn place_of(from: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(from).ok()?).ok()?;
    text.strip_prefix("at ")?.parse().ok()
}
