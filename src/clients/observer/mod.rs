//! First contact: listens at the door of each service, and writes down which assumptions its answers bear out.
//!
//! What is looked for in an answer is here; what it means is decided in
//! [`domain::assumptions`](crate::domain::assumptions). It costs next to nothing: of each kind of call only the first answers
//! are read a second time, and nothing of them is kept but what [`Words`](crate::domain::assumptions::Words) can hold.

mod auth0;
mod setup;
mod signs;
mod userhub;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

use self::signs::Signs;
use super::call::{Call, Reply};
use super::error::Service;
use crate::clock;
use crate::domain::assumptions::{Book, Form, Noted, Refusal};
use crate::domain::secret::Secret;

/// How many answers of one kind that were accepted are looked at.
const LOOKED_AT: u32 = 64;
/// How many refusals of one service are looked at.
const REFUSALS: u32 = 512;
/// The shortest code that is taken for a part of a secret, in bytes.
const SHORTEST_PART: usize = 6;
/// The kinds of calls: those of both services.
const KINDS: usize = 16;

/// What was met so far by whoever shares it.
#[derive(Debug, Default)]
pub struct Observer {
    book: Mutex<Book>,
    has_news: AtomicBool,
    /// The assumptions that are known to have held without a further word: most answers say just that.
    plain: [AtomicU64; 2],
    looked_at: [AtomicU32; KINDS],
    refusals: [AtomicU32; 2],
    /// How many calls UserHub has answered, and whether it has ever asked to slow down.
    answered: AtomicU64,
    slowed_down: AtomicBool,
}

impl Observer {
    /// Writes down what an answer says.
    pub fn note(&self, noted: impl IntoIterator<Item = Noted>) {
        for one in noted {
            let is_plain = one.held && one.words.is_empty();
            if is_plain && self.is_plain(&one) {
                continue;
            }
            let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
            if book.note(&one, clock::timestamp()) {
                self.has_news.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether this was known before; from now on it is.
    fn is_plain(&self, one: &Noted) -> bool {
        let number = one.assumption as usize;
        let bit = 1 << (number % 64);
        let of = self.plain.get(number / 64);
        of.is_some_and(|known| known.fetch_or(bit, Ordering::Relaxed) & bit != 0)
    }

    /// What was met so far.
    pub fn book(&self) -> Book {
        let book = self.book.lock();
        book.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether something new was met since this was asked last.
    pub fn has_news(&self) -> bool {
        self.has_news.swap(false, Ordering::Relaxed)
    }

    /// Hears the answer to a call; `sent` are the secrets that went with it, should they come back as if they were codes.
    pub(super) fn heard(&self, service: Service, call: &Call, reply: &Reply, sent: &[&Secret]) {
        if reply.status.is_redirection() {
            // It comes from something in between.
            return;
        }
        let heard = Heard { call, reply, sent };
        match service {
            Service::Auth0 => auth0::heard(self, &heard),
            Service::UserHub => userhub::heard(self, &heard),
        }
    }

    /// Hears the beginning of an export's file, which was asked for with these fields.
    pub(super) fn export_began(&self, first: &[u8], fields: &[&str]) {
        self.note(auth0::export_began(first, fields));
    }

    /// Whether one more answer of this kind is to be looked at.
    fn looks_at(&self, kind: usize) -> bool {
        let looked_at = self.looked_at.get(kind);
        looked_at.is_some_and(|seen| seen.fetch_add(1, Ordering::Relaxed) < LOOKED_AT)
    }

    /// Whether one more refusal of this service is to be looked at.
    fn looks_at_refusal(&self, service: Service) -> bool {
        let [auth0, userhub] = &self.refusals;
        let seen = match service {
            Service::Auth0 => auth0,
            Service::UserHub => userhub,
        };
        seen.fetch_add(1, Ordering::Relaxed) < REFUSALS
    }
}

/// An answer with what it answers.
struct Heard<'a> {
    call: &'a Call,
    reply: &'a Reply,
    sent: &'a [&'a Secret],
}

impl Heard<'_> {
    /// The path without its query, and the query.
    fn path(&self) -> (&str, &str) {
        let path = self.call.path.as_str();
        path.split_once('?').unwrap_or((path, ""))
    }

    /// What the headers show of limits.
    fn signs(&self) -> Signs {
        Signs::of(&self.reply.headers)
    }

    fn status(&self) -> u16 {
        self.reply.status.as_u16()
    }

    /// The form of the body.
    fn form(&self) -> Form {
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
    fn body<'a, T: Deserialize<'a> + Default>(&'a self) -> T {
        serde_json::from_slice(&self.reply.body).unwrap_or_default()
    }

    /// The refusal with these codes, unless one of them is what was sent.
    fn refusal<'a>(&self, code: &'a str, reason: &'a str) -> Refusal<'a> {
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
fn text(value: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(value?.get()).ok()
}

/// Whether a value is a text with something in it. It may be a secret, and is not copied.
fn is_filled(value: Option<&RawValue>) -> bool {
    value.is_some_and(|value| value.get().len() > 2 && value.get().starts_with('"'))
}

/// A value as a number, if it is one that counts.
fn count(value: Option<&RawValue>) -> Option<u64> {
    serde_json::from_str(value?.get()).ok()
}

#[cfg(test)]
mod tests;
