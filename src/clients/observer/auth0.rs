//! What is looked for in Auth0's answers.

use std::collections::BTreeSet;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use percent_encoding::percent_decode_str;
use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::heard::{Heard, count, is_filled, text};
use super::notes::Observer;
use super::setup;
use crate::clients::error::Service;
use crate::domain::assumptions::Noted;
use crate::domain::assumptions::auth0::{
    Asked, Dates, Page, Search, Token, answered, discovered, export, export_file, export_line,
    export_started, headers, page, refused, token,
};

/// How much of an export's first line is looked at, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

/// A page of users with totals, as it came.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WithTotal<'a> {
    #[serde(borrow)]
    total: Option<&'a RawValue>,
    #[serde(borrow)]
    users: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    created_at: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tenant<'a> {
    #[serde(borrow)]
    issuer: Option<&'a RawValue>,
    #[serde(borrow)]
    scope: Option<&'a RawValue>,
    #[serde(borrow)]
    expires_in: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Job<'a> {
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    location: Option<&'a RawValue>,
}

/// An error of the Management API, or of `/oauth/token`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Error<'a> {
    #[serde(borrow, rename = "errorCode")]
    error_code: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

pub(super) fn heard(observer: &Observer, heard: &Heard<'_>) {
    let (asked, number) = asked(heard);
    if heard.reply.status.is_success() {
        if !observer.looks_at(number) {
            return;
        }
        observer.note(headers(asked, heard.status(), heard.signs().limits()));
        observer.note([answered(heard.form())]);
        observer.note(accepted(asked, heard));
        observer.note(setup::accepted(heard));
    } else if observer.looks_at_refusal(Service::Auth0) {
        let error: Error<'_> = heard.body();
        let code = text(error.error_code).or_else(|| text(error.error));
        let code = code.unwrap_or_default();
        let refusal = heard.refusal(&code, "");
        observer.note(headers(asked, refusal.status, heard.signs().limits()));
        observer.note(refused(asked, refusal));
        observer.note(setup::refused(heard, refusal.code));
    }
}

/// What the call asked for, and the number of its kind, which follow those of UserHub.
fn asked(heard: &Heard<'_>) -> (Asked, usize) {
    let (path, query) = heard.path();
    let is_new = heard.call.method == Method::POST;
    match path {
        "/.well-known/openid-configuration" => (Asked::Discovery, 5),
        "/oauth/token" => (Asked::Token, 6),
        // A look at the limit asks for no totals.
        "/api/v2/users" if parameter(query, "include_totals").is_some() => {
            let search = Search::of(&parameter(query, "q").unwrap_or_default());
            // Each form is looked at for itself: a long walk must not hide the few of another.
            (Asked::Users(search), 7 + search as usize)
        }
        "/api/v2/jobs/users-exports" if is_new => (Asked::StartExport, 11),
        path if path.starts_with("/api/v2/jobs/") => (Asked::Export, 12),
        path if path.starts_with("/api/v2/users/") => (Asked::User, 13),
        _ => (Asked::Other, 14),
    }
}

/// A value of the query.
fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let value = percent_decode_str(value).decode_utf8().ok()?;
    Some(value.into_owned())
}

fn accepted(asked: Asked, heard: &Heard<'_>) -> Vec<Noted> {
    match asked {
        Asked::Discovery => {
            let tenant: Tenant<'_> = heard.body();
            discovered(is_filled(tenant.issuer))
        }
        Asked::Token => {
            let tenant: Tenant<'_> = heard.body();
            token(Token {
                has_scope: is_filled(tenant.scope),
                has_life: count(tenant.expires_in).is_some(),
            })
        }
        Asked::Users(_) => people(asked, heard),
        Asked::StartExport => {
            let mut noted = job(heard);
            noted.push(export_started());
            noted
        }
        Asked::Export => job(heard),
        Asked::User | Asked::Other => Vec::new(),
    }
}

fn job(heard: &Heard<'_>) -> Vec<Noted> {
    let job: Job<'_> = heard.body();
    let status = text(job.status).unwrap_or_default();
    export(&status, is_filled(job.location))
}

fn people(asked: Asked, heard: &Heard<'_>) -> Vec<Noted> {
    let (_, query) = heard.path();
    let found = if heard.reply.body.trim_ascii_start().starts_with(b"[") {
        WithTotal {
            total: None,
            users: Some(heard.body()),
        }
    } else {
        heard.body()
    };
    let Some(users) = found.users else {
        return Vec::new();
    };
    let number = |name| parameter(query, name).and_then(|text| text.parse().ok());
    let dates: Vec<Result<_, Odd>> = users.iter().filter_map(|user| date(user)).collect();
    let readable: Vec<_> = dates.iter().flatten().collect();
    let by_date = parameter(query, "sort").as_deref() == Some("created_at:1");
    page(
        asked,
        Page {
            people: users.len() as u64,
            number: number("page").unwrap_or(0),
            asked_for: number("per_page").unwrap_or(50),
            total: count(found.total),
            dates: Dates {
                readable: readable.len() as u64,
                odd: (dates.len() - readable.len()) as u64,
            },
            in_order: by_date.then(|| readable.is_sorted()),
        },
    )
}

/// A date that is no text that can be read.
struct Odd;

/// When somebody was created; `None` where it is not said.
fn date(user: &RawValue) -> Option<Result<jiff::Timestamp, Odd>> {
    let user: User<'_> = serde_json::from_str(user.get()).unwrap_or_default();
    let said = user.created_at?;
    Some(text(Some(said)).and_then(|at| at.parse().ok()).ok_or(Odd))
}

/// What the beginning of an export's file says.
pub(super) fn export_began(first: &[u8], fields: &[&str]) -> Vec<Noted> {
    let is_gzip = first.starts_with(&[0x1f, 0x8b]);
    let mut noted = export_file(is_gzip);
    let mut plain = Vec::new();
    if is_gzip {
        // The piece breaks off somewhere: what came until then is enough.
        let read = MultiGzDecoder::new(first)
            .take(LONGEST_LINE as u64)
            .read_to_end(&mut plain);
        if let Err(error) = read {
            tracing::trace!(%error, "the first piece of an export");
        }
    } else {
        plain.extend(first.iter().take(LONGEST_LINE));
    }
    let Some(end) = plain.iter().position(|byte| *byte == b'\n') else {
        return noted;
    };
    let line: serde_json::Result<Names> = serde_json::from_slice(&plain[..end]);
    noted.extend(match line {
        Ok(Names(names)) => {
            let unasked = names.iter().filter(|name| !fields.contains(&name.as_str()));
            export_line(names.contains("user_id"), unasked.count() as u64)
        }
        Err(_) => export_line(false, 0),
    });
    noted
}

/// The names of an object's members; their values are passed over.
struct Names(BTreeSet<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: std::collections::BTreeMap<String, serde::de::IgnoredAny> =
            Deserialize::deserialize(deserializer)?;
        Ok(Self(members.into_keys().collect()))
    }
}
