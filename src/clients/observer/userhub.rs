//! What is looked for in UserHub's answers.

use percent_encoding::percent_decode_str;
use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::atomic::Ordering;

use super::heard::{Heard, text};
use super::notes::Observer;
use crate::clients::error::Service;
use crate::domain::assumptions::userhub::{
    Asked, Imported, Listed, Next, answered, connection_state, headers, imported, listed, pace,
    read_by_auth0_id, refused, reported,
};
use crate::domain::assumptions::{Form, Noted};

const USERS: &str = "/admin/v1/users";

/// A page of users, as it came.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Page<'a> {
    #[serde(borrow)]
    users: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    next_page_token: Option<&'a RawValue>,
}

/// A user, as they came.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct User<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    state: Option<&'a RawValue>,
    #[serde(borrow)]
    view: Option<&'a RawValue>,
    #[serde(borrow)]
    create_time: Option<&'a RawValue>,
    #[serde(borrow)]
    account_connections: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Account<'a> {
    #[serde(borrow)]
    external_id: Option<&'a RawValue>,
    #[serde(borrow)]
    connection: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Connection<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    state: Option<&'a RawValue>,
}

/// An error object.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    reason: Option<&'a RawValue>,
}

pub(super) fn heard(observer: &Observer, heard: &Heard<'_>) {
    let Some(asked) = asked(heard) else { return };
    let status = heard.status();
    if status == 429 {
        observer.slowed_down.store(true, Ordering::Relaxed);
    }
    if !heard.reply.status.is_success() {
        if observer.looks_at_refusal(Service::UserHub) {
            observer.note(signs(heard));
            observer.note(refusal(asked, heard));
        }
        return;
    }
    let calls = observer.answered.fetch_add(1, Ordering::Relaxed) + 1;
    if !observer.slowed_down.load(Ordering::Relaxed) {
        observer.note(pace(calls));
    }
    if observer.looks_at(asked as usize) {
        observer.note(signs(heard));
        observer.note([answered(heard.form())]);
        observer.note(accepted(asked, heard));
    }
}

/// What the call asked for; `None` for what is no call of ours.
fn asked(heard: &Heard<'_>) -> Option<Asked> {
    let (path, _) = heard.path();
    let rest = path.strip_prefix(USERS)?;
    if rest.is_empty() {
        return Some(Asked::List);
    }
    Some(if rest.ends_with(":import") {
        Asked::Import
    } else if rest.ends_with(":event") {
        Asked::Event
    } else if heard.call.method != Method::GET {
        return None;
    } else if rest.contains('@') {
        Asked::ByAuth0Id
    } else {
        Asked::User
    })
}

fn signs(heard: &Heard<'_>) -> Vec<Noted> {
    let signs = &heard.signs();
    let names = signs.names.iter().map(String::as_str);
    headers(names, heard.status(), signs.retry_after)
}

fn refusal(asked: Asked, heard: &Heard<'_>) -> Vec<Noted> {
    let status: Status<'_> = heard.body();
    let code = text(status.code).unwrap_or_default();
    let reason = text(status.reason).unwrap_or_default();
    refused(asked, heard.refusal(&code, &reason))
}

fn accepted(asked: Asked, heard: &Heard<'_>) -> Vec<Noted> {
    match asked {
        Asked::List => page(heard),
        Asked::Import => import(heard),
        Asked::Event => reported(heard.form()),
        Asked::ByAuth0Id if heard.form() == Form::Object => read_by_auth0_id(),
        Asked::ByAuth0Id | Asked::User => Vec::new(),
    }
}

fn page(heard: &Heard<'_>) -> Vec<Noted> {
    let page: Page<'_> = heard.body();
    let Some(users) = &page.users else {
        return Vec::new();
    };
    let users: Vec<User<'_>> = users.iter().map(|user| of(user)).collect();
    let number = |matches: &dyn Fn(&User<'_>) -> bool| -> u64 {
        users.iter().filter(|user| matches(user)).count() as u64
    };
    let mut noted = listed(Listed {
        users: users.len() as u64,
        without_connections: number(&|user| user.accounts().next().is_none()),
        unnamed: number(&|user| {
            user.accounts()
                .any(|account| account.connection_id().is_none())
        }),
        not_full: number(&|user| text(user.view).as_deref() != Some("FULL")),
        next: next(page.next_page_token),
    });
    noted.extend(users.iter().flat_map(User::states));
    noted
}

fn next(token: Option<&RawValue>) -> Next {
    match token.map(RawValue::get) {
        None => Next::Absent,
        Some("null" | "\"\"") => Next::Empty,
        Some(token) if token.starts_with('"') => Next::Token,
        Some(_) => Next::Odd,
    }
}

fn import(heard: &Heard<'_>) -> Vec<Noted> {
    let user: User<'_> = heard.body();
    let (id, connection) = person(heard).unwrap_or_default();
    let is_theirs = |account: Account<'_>| {
        text(account.external_id).is_some_and(|named| named == id)
            && account
                .connection_id()
                .is_some_and(|named| named == connection)
    };
    let mut noted = imported(Imported {
        is_user: text(user.id).is_some_and(|id| !id.is_empty()),
        names_person: user.accounts().any(is_theirs),
        has_times: heard.signs().date
            && text(user.create_time).is_some_and(|at| at.parse::<jiff::Timestamp>().is_ok()),
        pending_deletion: text(user.state).as_deref() == Some("PENDING_DELETION"),
    });
    noted.extend(user.states());
    noted
}

/// Whom the path names: the id of Auth0, and the connection.
fn person(heard: &Heard<'_>) -> Option<(String, String)> {
    let (path, _) = heard.path();
    let named = path.rsplit('/').next()?.strip_suffix(":import")?;
    let (id, connection) = named.rsplit_once('@')?;
    let id = percent_decode_str(id).decode_utf8().ok()?;
    Some((id.into_owned(), connection.to_owned()))
}

/// A part of an answer as this type; its empty value where it is something else.
fn of<'a, T: Deserialize<'a> + Default>(value: &'a RawValue) -> T {
    serde_json::from_str(value.get()).unwrap_or_default()
}

impl User<'_> {
    fn accounts(&self) -> impl Iterator<Item = Account<'_>> {
        let accounts = self.account_connections.iter().flatten();
        accounts.map(|account| of(account))
    }

    /// What the states of the user's connections say.
    fn states(&self) -> Vec<Noted> {
        let named = self.accounts().filter_map(|account| account.connection);
        named
            .map(|connection| {
                let connection: Connection<'_> = of(connection);
                connection_state(text(connection.state).as_deref())
            })
            .collect()
    }
}

impl Account<'_> {
    fn connection_id(&self) -> Option<String> {
        let connection: Connection<'_> = of(self.connection?);
        text(connection.id)
    }
}
