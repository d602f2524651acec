//! Lists of the Management API, read to their end whatever the pages say of themselves.
//!
//! A short page ends nothing: a service may give fewer than it was asked for. A reading ends at an empty page, at one that
//! brings nothing new, when the total is reached, or at a bound. Where the total says more than came, a list that can be
//! read by tokens is read again that way.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::management::{Management, encoded};
use crate::clients::call::{Call, RateBucket, Reply};
use crate::clients::error::ClientError;
use crate::clients::lenient;
use crate::domain::ids::ClientId;
use crate::domain::install::{Gap, OddRecord};
use crate::domain::profile::fnv1a;

/// The most things that are asked for at once.
const PAGE_SIZE: usize = 100;

/// The most pages of one list. Only a service that makes up new records for ever meets it.
const MOST_PAGES: usize = 1_000;

/// A list as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// What could be read, in the service's order.
    pub items: Vec<T>,
    /// What could not.
    pub gap: Gap,
}

/// One record of a list.
pub(super) enum Record<T> {
    /// It could be read.
    Read(T),
    /// It could not.
    Odd(OddRecord),
    /// It is of another kind than what was asked for.
    Other,
}

/// A page as it came.
pub(super) struct Page<T> {
    /// Each record with what tells it from the others.
    records: Vec<(String, Record<T>)>,
    /// How many there are in all, where the service says so.
    total: Option<u64>,
    /// The most that the service gives at once, where it says so.
    limit: Option<usize>,
    /// The token of the next page.
    next: Option<String>,
}

/// The four lists, and how each is asked for.
#[derive(Clone, Copy)]
pub(super) enum List {
    Clients,
    Grants,
    Actions,
    Bindings,
}

impl List {
    /// Whether the list can be read by tokens, and gives its total when asked for it. The lists of Actions know neither,
    /// and refuse the question (contract auth0-api 7.2).
    const fn has_tokens(self) -> bool {
        matches!(self, Self::Clients | Self::Grants)
    }
}

/// What stands around a list. Numbers may come as texts, or not at all.
#[derive(Default, Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    clients: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    client_grants: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    actions: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    bindings: Option<Vec<&'a RawValue>>,
    #[serde(default, deserialize_with = "lenient::number")]
    total: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    limit: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    per_page: Option<f64>,
    #[serde(default, deserialize_with = "lenient::text")]
    next: Option<String>,
}

/// What tells a record from the others of its list.
#[derive(Default, Deserialize)]
struct Identity {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
}

/// Reads a page of a list; a record that `read` makes nothing of is odd, and the others are read all the same.
pub(super) fn page<W: DeserializeOwned, T>(
    reply: &Reply,
    list: List,
    read: impl Fn(W) -> Record<T>,
) -> Result<Page<T>, String> {
    let envelope = envelope(&reply.body, list)?;
    let raw = match list {
        List::Clients => envelope.clients,
        List::Grants => envelope.client_grants,
        List::Actions => envelope.actions,
        List::Bindings => envelope.bindings,
    };
    // An empty list may be left out (recorded of others), but not all that tells that it is one: a flow that is taken for
    // empty would be written without those that run in it.
    let told = envelope.per_page.or(envelope.limit).or(envelope.total);
    let raw = match (raw, told) {
        (Some(raw), _) => raw,
        (None, Some(_)) => Vec::new(),
        (None, None) => return Err("there is no list in it".to_owned()),
    };
    let mut alike: HashMap<u64, usize> = HashMap::new();
    let records = raw.into_iter().map(|raw| {
        let identity: Identity = serde_json::from_str(raw.get()).unwrap_or_default();
        let key = identity.id.clone().or_else(|| identity.client_id.clone());
        let key = key.unwrap_or_else(|| {
            let mark = fnv1a(raw.get().as_bytes());
            let nth = alike.entry(mark).or_default();
            *nth += 1;
            format!("{mark:x} {nth}")
        });
        let record = match serde_json::from_str::<W>(raw.get()) {
            Ok(wire) => read(wire),
            Err(_) => Record::Odd(odd(list, identity)),
        };
        (key, record)
    });
    Ok(Page {
        records: records.collect(),
        total: envelope.total.and_then(whole).map(|total| total as u64),
        limit: envelope.limit.or(envelope.per_page).and_then(whole),
        next: envelope.next.filter(|token| !token.is_empty()),
    })
}

/// A list that comes bare has nothing around it.
fn envelope(body: &[u8], list: List) -> Result<Envelope<'_>, String> {
    let in_words = |error: serde_json::Error| error.to_string();
    if !body.trim_ascii_start().starts_with(b"[") {
        return serde_json::from_slice(body).map_err(in_words);
    }
    let bare: Vec<&RawValue> = serde_json::from_slice(body).map_err(in_words)?;
    let mut envelope = Envelope::default();
    let place = match list {
        List::Clients => &mut envelope.clients,
        List::Grants => &mut envelope.client_grants,
        List::Actions => &mut envelope.actions,
        List::Bindings => &mut envelope.bindings,
    };
    *place = Some(bare);
    Ok(envelope)
}

fn odd(list: List, identity: Identity) -> OddRecord {
    OddRecord {
        owner: match list {
            List::Grants => identity.client_id.map(ClientId::new),
            List::Clients | List::Actions | List::Bindings => None,
        },
        id: identity.id,
        name: identity.name,
    }
}

/// A number that counts something.
fn whole(number: f64) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is not negative, and a cast gives the nearest number that there is"
    )]
    (number >= 0.0).then_some(number as usize)
}

/// What came of a list so far.
struct Gathered<T> {
    seen: HashSet<String>,
    records: Vec<Record<T>>,
    /// The largest total that was told.
    total: Option<u64>,
    is_endless: bool,
}

impl<T> Gathered<T> {
    fn new() -> Self {
        Self {
            seen: HashSet::new(),
            records: Vec::new(),
            total: None,
            is_endless: false,
        }
    }

    /// Takes a page up and gives how many of it were new.
    fn take(&mut self, page: Page<T>) -> usize {
        let before = self.seen.len();
        self.total = self.total.max(page.total);
        for (key, record) in page.records {
            if self.seen.insert(key) {
                self.records.push(record);
            }
        }
        self.seen.len() - before
    }

    /// Whether as many came as there are by the service's own count.
    fn is_reached(&self) -> bool {
        self.total == Some(self.seen.len() as u64)
    }

    /// How many are missing by the service's own count.
    fn missing(&self) -> u64 {
        let total = self.total.unwrap_or_default();
        total.saturating_sub(self.seen.len() as u64)
    }

    fn into_listing(self) -> Listing<T> {
        let missing = self.missing();
        let gap = Gap {
            odd: Vec::new(),
            missing,
            is_endless: self.is_endless && missing == 0 && !self.is_reached(),
        };
        let items = Vec::new();
        let mut listing = Listing { items, gap };
        for record in self.records {
            match record {
                Record::Read(item) => listing.items.push(item),
                Record::Odd(record) => listing.gap.odd.push(record),
                Record::Other => {}
            }
        }
        listing
    }
}

/// How a list is asked for: its path, up to where the parameters of paging begin.
struct Asked {
    list: List,
    path: String,
}

impl Asked {
    fn page(&self, number: usize, size: usize) -> Call {
        let totals = if self.list.has_tokens() {
            "&include_totals=true"
        } else {
            ""
        };
        let path = format!("{}page={number}&per_page={size}{totals}", self.path);
        Call::get(path, RateBucket::Other)
    }

    fn from(&self, token: Option<&str>) -> Call {
        let from = token.map_or_else(String::new, |token| format!("from={}&", encoded(token)));
        let path = format!("{}{from}take={PAGE_SIZE}", self.path);
        Call::get(path, RateBucket::Other)
    }
}

impl Management {
    /// Reads a list to its end.
    pub(super) async fn list<T>(
        &self,
        list: List,
        path: &str,
        read: impl Fn(&Reply) -> Result<Page<T>, String>,
    ) -> Result<Listing<T>, ClientError> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{mark}");
        let asked = Asked { list, path };
        let mut all = Gathered::new();
        self.by_pages(&asked, &mut all, &read).await?;
        if list.has_tokens() && all.missing() > 0 {
            let mut again = Gathered::new();
            // This is a second opinion: a service that refuses it has given the first one.
            match self.by_tokens(&asked, None, &mut again, &read).await {
                Ok(()) if again.seen.len() > all.seen.len() => {
                    again.total = all.total;
                    all = again;
                }
                Ok(()) | Err(ClientError::Rejected(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all.into_listing())
    }

    /// Asks for page after page by its number.
    async fn by_pages<T>(
        &self,
        asked: &Asked,
        all: &mut Gathered<T>,
        read: &impl Fn(&Reply) -> Result<Page<T>, String>,
    ) -> Result<(), ClientError> {
        let mut size = PAGE_SIZE;
        let mut number = 0;
        for _ in 0..MOST_PAGES {
            let page = match self.send(asked.page(number, size), read).await {
                // There are more than can be counted through in this way: what came, came.
                Err(error) if number > 0 && error.status() == Some(400) => return Ok(()),
                page => page?,
            };
            let (came, limit, next) = (page.records.len(), page.limit, page.next.clone());
            let new = all.take(page);
            if next.is_some() {
                return self.by_tokens(asked, next, all, read).await;
            }
            // A full page may have a total that is capped.
            let is_full = came >= limit.unwrap_or(size).min(size);
            if new == 0 || (all.is_reached() && !is_full) {
                return Ok(());
            }
            // Pages of the size that it gives, from where it stopped; what it gives twice counts once.
            size = came.min(size);
            number = all.seen.len() / size;
        }
        all.is_endless = true;
        Ok(())
    }

    /// Asks for page after page by the token that the last one has brought.
    async fn by_tokens<T>(
        &self,
        asked: &Asked,
        first: Option<String>,
        all: &mut Gathered<T>,
        read: &impl Fn(&Reply) -> Result<Page<T>, String>,
    ) -> Result<(), ClientError> {
        let mut tokens: HashSet<String> = first.iter().cloned().collect();
        let mut from = first;
        for _ in 0..MOST_PAGES {
            let page = self.send(asked.from(from.as_deref()), read).await?;
            from.clone_from(&page.next);
            let new = all.take(page);
            let Some(token) = &from else { return Ok(()) };
            if new == 0 || !tokens.insert(token.clone()) {
                break;
            }
        }
        all.is_endless = true;
        Ok(())
    }
}
