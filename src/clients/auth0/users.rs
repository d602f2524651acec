//! Reading people: a page of a search, one person by id.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::wire::{USER_FIELDS, User, users};
use super::{Auth0, Call, ClientError, RateBucket};
use crate::clients::call::Reply;
use crate::clients::error::Service;
use crate::domain::counted::Told;
use crate::domain::ids::Auth0UserId;
use crate::domain::profile::Source;

/// The most people that one page can hold (contract auth0-api 3.1).
pub const PAGE_SIZE: usize = 100;

/// Everything but the unreserved characters of RFC 3986, for one segment of a path or one value of a query.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One page of a search over all people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserQuery {
    /// The search, in Auth0's Lucene syntax; `None` for everybody.
    pub q: Option<String>,
    /// The field by which the people are sorted.
    pub sort: &'static str,
    /// The page, from 0. A page that starts at or beyond person 1,000 is refused by Auth0.
    pub page: usize,
}

/// A person as Auth0 gave them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id, with the profile or the reason why it could not be read. A record without a readable id is named
    /// by its own fingerprint, so that it is one person however often it is met.
    pub source: Source,
    /// When they were created, where that can be read.
    pub created_at: Option<jiff::Timestamp>,
    /// When they last changed, where that can be read.
    pub updated_at: Option<jiff::Timestamp>,
    /// When they last signed in; known only when one person was asked for.
    pub last_login: Option<jiff::Timestamp>,
    /// The ids that their further identities had while they were users of their own; known only when one person was asked
    /// for.
    pub linked: Vec<Auth0UserId>,
}

/// A page of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The people on it.
    pub people: Vec<Person>,
    /// How many the search finds, where it is told; else those who are here. 1,000 means "1,000 or more".
    pub total: u64,
    /// What of that count can be relied on.
    pub told: Told,
    /// The place of the page's first person in the search, from 0.
    pub start: usize,
    /// How many people a page can hold: 100, or fewer where the server says so.
    pub most: usize,
    /// When Auth0 answered, by its own clock, where it says so.
    pub answered_at: Option<jiff::Timestamp>,
}

impl Page {
    /// Whether nobody of the search comes behind this page.
    pub fn is_last(&self) -> bool {
        let (start, here) = (self.start as u64, self.people.len() as u64);
        self.told.ends(start, here, self.most as u64)
    }
}

impl Auth0 {
    /// Reads one page of a search, in ascending order.
    pub async fn users(&self, query: &UserQuery) -> Result<Page, ClientError> {
        self.page(query, 1).await
    }

    /// Reads one page of a search, in descending order.
    pub async fn users_backwards(&self, query: &UserQuery) -> Result<Page, ClientError> {
        self.page(query, -1).await
    }

    async fn page(&self, query: &UserQuery, order: i8) -> Result<Page, ClientError> {
        let encode = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
        let mut path = format!(
            "/api/v2/users?page={}&per_page={PAGE_SIZE}&include_totals=true&sort={}&fields={}&include_fields=true&search_engine=v3",
            query.page,
            encode(&format!("{}:{order}", query.sort)),
            encode(&USER_FIELDS.join(",")),
        );
        if let Some(q) = &query.q {
            path.push_str("&q=");
            path.push_str(&encode(q));
        }
        let read = |reply: &Reply| read_page(reply, query.page);
        self.api(Call::get(path, RateBucket::Users), read).await
    }

    /// Looks at the limit on reading people: the cheapest request whose answer names what is left of it.
    pub async fn look(&self) -> Result<(), ClientError> {
        let path = "/api/v2/users?page=0&per_page=1&fields=user_id&include_fields=true";
        let look = Call {
            // One that fails is made up for by the next.
            repeatable: false,
            ..Call::get(path.to_owned(), RateBucket::Look)
        };
        self.api(look, |_| Ok(())).await
    }

    /// Reads one person; `None` when the tenant does not have them. This answer is always up to date.
    ///
    /// Only Auth0's own word says that somebody is not there: a 404 of anything in between is a refusal like any other.
    pub async fn user(&self, id: &Auth0UserId) -> Result<Option<Person>, ClientError> {
        if matches!(id.as_str(), "" | "." | "..") {
            // In an address these are steps, not names, in whatever way they are written.
            return Err(ClientError::Unreadable {
                service: Service::Auth0,
                path: "/api/v2/users".to_owned(),
                why: "an id that no address can name".to_owned(),
            });
        }
        let path = format!(
            "/api/v2/users/{}",
            utf8_percent_encode(id.as_str(), SEGMENT)
        );
        let read = |reply: &Reply| read_person(reply);
        match self.api(Call::get(path, RateBucket::Users), read).await {
            Ok(person) => Ok(Some(person)),
            Err(error) if is_inexistent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether Auth0 says that it has no such person (contract auth0-api 2.4).
fn is_inexistent(error: &ClientError) -> bool {
    let refusal = error.rejection();
    refusal.is_some_and(|refusal| refusal.status == 404 && refusal.code == "inexistent_user")
}

/// One person's answer must be their record; anything else is a lost reply.
fn read_person(reply: &Reply) -> Result<Person, String> {
    let person = Person::read(&reply.body);
    person.source.profile.as_ref().map_err(Clone::clone)?;
    Ok(person)
}

fn read_page(reply: &Reply, number: usize) -> Result<Page, String> {
    let page = users(&reply.body).map_err(|error| error.to_string())?;
    let people: Vec<Person> = page
        .users
        .into_iter()
        .map(|raw| Person::read(raw.get().as_bytes()))
        .collect();
    let told = page.limit.and_then(|limit| usize::try_from(limit).ok());
    let most = told.unwrap_or(PAGE_SIZE).clamp(1, PAGE_SIZE);
    let (start, here) = (number * most, people.len() as u64);
    Ok(Page {
        total: page.total.unwrap_or(here),
        told: Told::of(page.total, start as u64, here),
        start,
        most,
        answered_at: reply.date,
        people,
    })
}

impl Person {
    /// Reads one JSON record. An odd one becomes a person whose record could not be read, by their id where that much
    /// of it makes sense.
    pub(super) fn read(record: &[u8]) -> Self {
        let (user, readable) = match serde_json::from_slice::<User>(record) {
            Ok(user) => (user, true),
            Err(_) => (User::with_id_of(record), false),
        };
        let (created_at, updated_at, last_login) =
            (user.created_at, user.updated_at, user.last_login);
        let own = user.user_id.as_deref().unwrap_or_default();
        let linked = user.identities.beside(own);
        let source = match user.user_id.clone().filter(|id| !id.is_empty()) {
            Some(id) => Source {
                id: Auth0UserId::new(id),
                profile: if readable {
                    Ok(user.into_profile())
                } else {
                    Err("Auth0 sent a record of which only the user_id could be read".to_owned())
                },
            },
            None => Source {
                id: Auth0UserId::new(format!("(unreadable record {:016x})", user.mark(record))),
                profile: Err("Auth0 sent a record without a readable user_id".to_owned()),
            },
        };
        Self {
            source,
            created_at,
            updated_at,
            last_login,
            linked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_an_impossible_text_is_told_by_its_id() {
        let person = Person::read(br#"{"user_id":"auth0|1","name":"\ud800"}"#);
        assert_eq!(person.source.id.as_str(), "auth0|1");
        assert!(person.source.profile.is_err());
        assert!(Person::read(b"[odd]").source.id.as_str().starts_with('('));
    }
}
