//! `GET /admin/v1/users`: its parameters, its page tokens and its pages (contract userhub-api 3.1, list).

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::record::{self, Nested, View};
use super::refusal::Refusal;
use super::table::{Order, Person, Position, Table};

const DEFAULT_SIZE: usize = 20;
const LARGEST_SIZE: usize = 100;
/// The shortest text that may stand before a `*`.
const SHORTEST_PREFIX: usize = 3;

/// How the last page says that it is the last: the documents say one thing, their sample another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListEnd {
    /// Now the one, now the other.
    #[default]
    Alternating,
    /// No `nextPageToken`.
    Absent,
    /// `"nextPageToken":""`.
    Empty,
}

/// A list request, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    order: Order,
    size: usize,
    view: View,
    show_deleted: bool,
    name: Option<Filter>,
    email: Option<Filter>,
    behind: Option<Position>,
    page: u64,
    fingerprint: u64,
    /// Whether the tokens go round from the third page on.
    goes_round: bool,
}

/// A case-insensitive filter.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Filter {
    Exactly(String),
    StartsWith(String),
}

/// What a page token holds. Clients must not look inside, which base64 makes plain enough.
#[derive(Debug, Serialize, Deserialize)]
struct Token {
    /// Of the parameters that must stay the same from page to page.
    fingerprint: u64,
    page: u64,
    sort_key: String,
    number: i64,
}

impl Query {
    /// Reads the query string; unknown parameters are left alone.
    pub(super) fn parse(query: &str) -> Result<Self, Refusal> {
        let mut parsed = Self {
            order: Order::NewestFirst,
            size: DEFAULT_SIZE,
            view: View::Basic,
            show_deleted: false,
            name: None,
            email: None,
            behind: None,
            page: 0,
            fingerprint: 0,
            goes_round: false,
        };
        let mut token = String::new();
        let mut same = DefaultHasher::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name == "pageToken" {
                token = value.into_owned();
            } else {
                (&name, &value).hash(&mut same);
                parsed.set(&name, &value)?;
            }
        }
        parsed.fingerprint = same.finish();
        if !token.is_empty() {
            parsed.continue_from(&token)?;
        }
        Ok(parsed)
    }

    /// The same request, to be answered with tokens that go round.
    pub(super) fn going_round(mut self, goes_round: bool) -> Self {
        self.goes_round = goes_round;
        self
    }

    /// The request for the first page of the same list.
    fn first(&self) -> Self {
        Self {
            page: 0,
            behind: None,
            ..self.clone()
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        match (name, value) {
            ("pageSize", _) => self.size = size(value)?,
            ("view", "BASIC" | "") => self.view = View::Basic,
            ("view", "FULL") => self.view = View::Full,
            ("view", _) => return Err(Refusal::invalid("view", "Invalid view")),
            ("showDeleted", "true" | "false") => self.show_deleted = value == "true",
            ("showDeleted", _) => return Err(Refusal::invalid("showDeleted", "Invalid boolean")),
            ("orderBy", _) => self.order = order(value)?,
            ("displayName", _) => self.name = filter("displayName", value)?,
            ("email", _) => self.email = filter("email", value)?,
            _ => {}
        }
        Ok(())
    }

    fn continue_from(&mut self, token: &str) -> Result<(), Refusal> {
        let invalid = || Refusal::invalid("pageToken", "Invalid page token");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
        let token: Token = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        if token.fingerprint != self.fingerprint {
            let message = "The other parameters must stay the same from page to page";
            return Err(Refusal::invalid("pageToken", message));
        }
        self.page = token.page;
        self.behind = Some(Position {
            sort_key: token.sort_key,
            number: token.number,
        });
        Ok(())
    }

    /// Whether a person belongs in the list that was asked for.
    fn shows(&self, person: &Person<'_>) -> bool {
        let email = person.profile.email.as_deref();
        let name = person.profile.name.as_deref();
        (self.show_deleted || person.deleted.is_none())
            && self.name.as_ref().is_none_or(|filter| filter.matches(name))
            && self
                .email
                .as_ref()
                .is_none_or(|filter| filter.matches(email))
    }

    fn token_behind(&self, last: Position) -> String {
        let token = Token {
            fingerprint: self.fingerprint,
            page: self.page + 1,
            sort_key: last.sort_key,
            number: last.number,
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).unwrap_or_default())
    }

    fn position(&self, person: &Person<'_>) -> Position {
        let sort_key = match self.order {
            Order::NewestFirst => String::new(),
            Order::LastDeletedFirst => person.deleted.unwrap_or_default().to_string(),
            Order::ByName => person
                .profile
                .name
                .as_deref()
                .unwrap_or_default()
                .to_owned(),
            Order::ByEmail => person
                .profile
                .email
                .as_deref()
                .unwrap_or_default()
                .to_owned(),
            Order::ByNameAndEmail => both(
                person.profile.name.as_deref(),
                person.profile.email.as_deref(),
            ),
            Order::ByEmailAndName => both(
                person.profile.email.as_deref(),
                person.profile.name.as_deref(),
            ),
        };
        Position {
            sort_key,
            number: person.number,
        }
    }
}

/// Two texts as one sort key, parted by what no text here has and what sorts before all letters.
fn both(first: Option<&str>, second: Option<&str>) -> String {
    format!(
        "{}\u{1}{}",
        first.unwrap_or_default(),
        second.unwrap_or_default()
    )
}

impl Filter {
    fn matches(&self, value: Option<&str>) -> bool {
        let value = value.unwrap_or_default().to_lowercase();
        match self {
            Self::Exactly(text) => value == *text,
            Self::StartsWith(text) => value.starts_with(text),
        }
    }
}

/// Writes one page as the whole body of the answer.
pub(super) fn page(
    table: &Table,
    query: &Query,
    nested: &Nested,
    ends_with_empty_token: impl FnOnce() -> bool,
) -> rusqlite::Result<Vec<u8>> {
    let mut out = br#"{"users":["#.to_vec();
    let mut shown = 0;
    let mut last = None;
    let mut more = false;
    table.walk(query.order, query.behind.as_ref(), |person| {
        if !query.shows(person) {
            return true;
        }
        // One person beyond the page is looked at, so that a full last page is known for the last.
        more = shown == query.size;
        if more {
            return false;
        }
        if shown > 0 {
            out.push(b',');
        }
        record::write_person(&mut out, person, query.view, nested);
        shown += 1;
        if shown == query.size {
            last = Some(query.position(person));
        }
        true
    })?;
    out.push(b']');
    match last.filter(|_| more) {
        Some(_) if query.goes_round && query.page > 1 => {
            let first = query.first();
            let last = last_of(table, &first)?.map(|last| first.token_behind(last));
            token_member(&mut out, "nextPageToken", &last.unwrap_or_default());
        }
        Some(last) => token_member(&mut out, "nextPageToken", &query.token_behind(last)),
        None if ends_with_empty_token() => token_member(&mut out, "nextPageToken", ""),
        None => {}
    }
    // Only the second page tells how to go back: to the first one, which the empty text stands for.
    if query.page == 1 {
        token_member(&mut out, "previousPageToken", "");
    }
    out.push(b'}');
    Ok(out)
}

/// Behind whom the next page begins, if this page is full.
fn last_of(table: &Table, query: &Query) -> rusqlite::Result<Option<Position>> {
    let mut shown = 0;
    let mut last = None;
    table.walk(query.order, query.behind.as_ref(), |person| {
        if query.shows(person) {
            shown += 1;
            last = (shown == query.size).then(|| query.position(person));
        }
        last.is_none()
    })?;
    Ok(last)
}

fn token_member(out: &mut Vec<u8>, name: &str, token: &str) {
    out.extend_from_slice(format!(r#","{name}":"{token}""#).as_bytes());
}

fn size(value: &str) -> Result<usize, Refusal> {
    match value.parse::<i32>().map(usize::try_from) {
        Ok(Ok(0)) => Ok(DEFAULT_SIZE),
        Ok(Ok(size)) => Ok(size.min(LARGEST_SIZE)),
        _ => Err(Refusal::invalid("pageSize", "Invalid page size")),
    }
}

/// Of the orders that the documents list, one or several after each other. What follows a time makes no difference, for
/// no two people here share one; of several, names and addresses count.
fn order(value: &str) -> Result<Order, Refusal> {
    let invalid = || Refusal::invalid("orderBy", "Unsupported order");
    let mut parts = Vec::new();
    for part in value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        parts.push(match part {
            "createTime desc" | "signupTime desc" => Order::NewestFirst,
            "deleteTime desc" => Order::LastDeletedFirst,
            "displayName asc" | "displayName" => Order::ByName,
            "email asc" | "email" => Order::ByEmail,
            _ => return Err(invalid()),
        });
    }
    Ok(match parts[..] {
        [] => Order::NewestFirst,
        [Order::ByName, Order::ByEmail, ..] => Order::ByNameAndEmail,
        [Order::ByEmail, Order::ByName, ..] => Order::ByEmailAndName,
        [first, ..] => first,
    })
}

fn filter(param: &'static str, value: &str) -> Result<Option<Filter>, Refusal> {
    let value = value.to_lowercase();
    match value.strip_suffix('*') {
        _ if value.is_empty() => Ok(None),
        None => Ok(Some(Filter::Exactly(value))),
        Some(start) if start.chars().count() >= SHORTEST_PREFIX => {
            Ok(Some(Filter::StartsWith(start.to_owned())))
        }
        Some(_) => {
            let message = "A prefix needs at least 3 characters before the asterisk";
            Err(Refusal::invalid(param, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_lowered_and_defaults_filled_in() {
        assert_eq!(Query::parse("").map(|q| q.size), Ok(20));
        assert_eq!(Query::parse("pageSize=0").map(|q| q.size), Ok(20));
        assert_eq!(Query::parse("pageSize=1000").map(|q| q.size), Ok(100));
        assert!(Query::parse("pageSize=-1").is_err());
        assert!(Query::parse("pageSize=many").is_err());
        assert!(Query::parse("orderBy=updateTime+desc").is_err());
        let several = |by: &str| Query::parse(&format!("orderBy={by}")).map(|q| q.order);
        assert_eq!(
            several("displayName+asc,+email+asc"),
            Ok(Order::ByNameAndEmail)
        );
        assert_eq!(several("email,displayName"), Ok(Order::ByEmailAndName));
        assert_eq!(several("createTime+desc,email"), Ok(Order::NewestFirst));
        assert!(several("email,updateTime+desc").is_err());
        assert!(Query::parse("view=ALL").is_err());
        let full = Query::parse("orderBy=createTime%20desc&view=FULL&showDeleted=true");
        assert_eq!(
            full.map(|q| (q.view, q.show_deleted)),
            Ok((View::Full, true))
        );
    }

    #[test]
    fn a_prefix_needs_three_characters() {
        assert!(Query::parse("email=ja*").is_err());
        let query = Query::parse("email=JAN*&displayName=Ähre").unwrap();
        assert!(query.email.unwrap().matches(Some("jane@example.com")));
        let name = query.name.unwrap();
        assert!(name.matches(Some("ähre")) && !name.matches(Some("Ähren")) && !name.matches(None));
    }

    #[test]
    fn a_token_belongs_to_the_request_that_it_came_from() {
        let first = Query::parse("pageSize=2&view=FULL").unwrap();
        let token = first.token_behind(Position {
            sort_key: String::new(),
            number: 9,
        });
        let next = Query::parse(&format!("pageSize=2&view=FULL&pageToken={token}")).unwrap();
        assert_eq!((next.page, next.behind.unwrap().number), (1, 9));
        assert!(Query::parse(&format!("pageSize=2&pageToken={token}")).is_err());
        assert!(Query::parse("pageToken=nonsense").is_err());
    }
}
