//! An answer as it was heard, and what is looked for in any of them.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::signs::Signs;
use crate::clients::call::{Call, Reply};
use crate::domain::assumptions::{Form, Refusal};
use crate::domain::secret::Secret;

/// The shortest code that is taken for a part of a secret, in bytes.
const SHORTEST_PART: usize = 6;

/// An answer with what it answers.
pub(super) struct Heard<'a> {
    pub(super) call: &'a Call,
    pub(super) reply: &'a Reply,
    pub(super) sent: &'a [&'a Secret],
}

impl Heard<'_> {
    /// The path without its query, and the query.
    pub(super) fn path(&self) -> (&str, &str) {
        let path = self.call.path.as_str();
        path.split_once('?').unwrap_or((path, ""))
    }

    /// What the headers show of limits.
    pub(super) fn signs(&self) -> Signs {
        Signs::of(&self.reply.headers)
    }

    pub(super) fn status(&self) -> u16 {
        self.reply.status.as_u16()
    }

    /// The form of the body.
    pub(super) fn form(&self) -> Form {
        let body = self.reply.body.trim_ascii();
        if body.is_empty() {
            return Form::Empty;
        }
        match serde_json::from_slice::<&RawValue>(body) {
            Err(_) => Form::NotJson,
            Ok(_) if body.starts_with(b"{") => Form::Object,
            Ok(_) => Form::OtherJson,
        }
    }

    /// The body as this type; its empty value where it is something else.
    pub(super) fn body<'a, T: Deserialize<'a> + Default>(&'a self) -> T {
        serde_json::from_slice(&self.reply.body).unwrap_or_default()
    }

    /// The refusal with these codes, unless one of them is what was sent.
    pub(super) fn refusal<'a>(&self, code: &'a str, reason: &'a str) -> Refusal<'a> {
        Refusal {
            status: self.status(),
            form: self.form(),
            code: self.unless_sent(code),
            reason: self.unless_sent(reason),
        }
    }

    fn unless_sent<'a>(&self, code: &'a str) -> &'a str {
        let comes_back = |secret: &&Secret| {
            let secret = secret.expose();
            // A code of a few letters may stand in a long secret by chance.
            let is_part = code.len() >= SHORTEST_PART && secret.contains(code);
            !secret.is_empty() && (code.contains(secret) || is_part)
        };
        if !code.is_empty() && self.sent.iter().any(comes_back) {
            // No code has this form.
            return "(sent)";
        }
        code
    }
}

/// A value as a text, if it is one.
pub(super) fn text(value: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(value?.get()).ok()
}

/// Whether a value is a text with something in it. It may be a secret, and is not copied.
pub(super) fn is_filled(value: Option<&RawValue>) -> bool {
    value.is_some_and(|value| value.get().len() > 2 && value.get().starts_with('"'))
}

/// A value as a number, if it is one that counts.
pub(super) fn count(value: Option<&RawValue>) -> Option<u64> {
    serde_json::from_str(value?.get()).ok()
}
