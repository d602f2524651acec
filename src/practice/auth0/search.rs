//! Searching a tenant's people: what is found, in which order, one page of it.
//!
//! People are numbered in the order of their `created_at`, so a range over it is a range of numbers. A range over
//! `updated_at` that starts after the generated people's last change can only find people of this session.

use std::cmp::Ordering;
use std::sync::Arc;

use super::directory::{Changed, Changes, Directory};
use super::query::{Query, Test};
use super::sort_key::SortKey;
use crate::practice::clock;
use crate::practice::people::{LAST_UPDATE, Person};

/// No search counts or reaches further than this (contract auth0-api 3.2 and 3.3).
pub(crate) const MOST: usize = 1_000;

/// What is asked for.
pub(crate) struct Search<'a> {
    pub(crate) query: Option<&'a Query>,
    pub(crate) order: Order,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
    /// Whether people must be counted beyond the page.
    pub(crate) count: bool,
}

/// The order of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) field: String,
    pub(crate) descending: bool,
}

/// One page of what was found.
pub(crate) struct Found {
    pub(crate) people: Vec<Arc<Person>>,
    /// At most [`MOST`].
    pub(crate) total: usize,
}

/// A person of the answer: made when the page is cut, or kept from the session's changes.
enum Hit<'a> {
    Generated(u64),
    Session(u64, &'a Arc<Person>),
}

/// What a query says about all whom it can find.
struct Bounds<'a> {
    /// The one person who can be found.
    user_id: Option<&'a str>,
    created: (i64, i64),
    updated: (i64, i64),
    /// Whether that is all the query says.
    only_created: bool,
}

impl Directory {
    /// Finds people in the index.
    pub(crate) fn search(&self, search: &Search<'_>) -> Found {
        let changes = self.read();
        let session = session_hits(&changes, search.query);
        let bounds = Bounds::of(search.query);
        let generated = self.generated_range(&bounds);
        if search.order.field == "created_at" {
            self.by_creation(search, &changes, &session, generated, &bounds)
        } else {
            self.by_field(search, &changes, &session, generated)
        }
    }

    /// The numbers of the generated people who may be found.
    fn generated_range(&self, bounds: &Bounds<'_>) -> std::ops::Range<u64> {
        if bounds.updated.0 > LAST_UPDATE {
            return 0..0;
        }
        if let Some(user_id) = bounds.user_id {
            return match self.people().index_of(user_id) {
                Some(number) => number..number + 1,
                None => 0..0,
            };
        }
        let low = self.first_created_at_or_after(bounds.created.0);
        let high = bounds
            .created
            .1
            .checked_add(1)
            .map_or(self.people().count(), |end| {
                self.first_created_at_or_after(end)
            });
        low..high.max(low)
    }

    fn first_created_at_or_after(&self, time: i64) -> u64 {
        let (mut low, mut high) = (0, self.people().count());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.people().created(middle) < time {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Whether the index still holds the generated form of this person, and the search finds it.
    fn finds_generated(
        &self,
        number: u64,
        changes: &Changes,
        unseen: &[u64],
        query: Option<&Query>,
    ) -> bool {
        if changes.hides(number) {
            return false;
        }
        if changes.touches(number) && unseen.binary_search(&number).is_err() {
            return false;
        }
        query.is_none_or(|query| query.finds(&self.people().person(number)))
    }

    /// Merges generated and session people by creation, and stops as soon as the page and the count are full.
    fn by_creation(
        &self,
        search: &Search<'_>,
        changes: &Changes,
        session: &[(u64, &Arc<Person>)],
        generated: std::ops::Range<u64>,
        bounds: &Bounds<'_>,
    ) -> Found {
        let query = search.query.filter(|_| !bounds.only_created);
        let unseen = unseen(changes);
        let descending = search.order.descending;
        let turn = |order: Ordering| if descending { order.reverse() } else { order };
        let mut numbers: Box<dyn Iterator<Item = u64>> = if descending {
            Box::new(generated.rev())
        } else {
            Box::new(generated)
        };
        let mut session: Box<dyn Iterator<Item = &(u64, &Arc<Person>)>> = if descending {
            Box::new(session.iter().rev())
        } else {
            Box::new(session.iter())
        };
        let mut next_generated =
            move || numbers.find(|&number| self.finds_generated(number, changes, &unseen, query));
        let mut page = Page::new(search);
        let mut a = next_generated();
        let mut b = session.next();
        while !page.is_full() {
            let take_generated = match (a, b) {
                (None, None) => break,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some(n), Some((m, person))) => {
                    turn((self.people().created(n), n).cmp(&(person.created, *m))).is_lt()
                }
            };
            if take_generated {
                page.add(a.map(Hit::Generated));
                a = next_generated();
            } else {
                page.add(b.map(|(number, person)| Hit::Session(*number, person)));
                b = session.next();
            }
        }
        self.cut(page)
    }

    /// Looks at everybody and keeps those who come first by a field.
    fn by_field(
        &self,
        search: &Search<'_>,
        changes: &Changes,
        session: &[(u64, &Arc<Person>)],
        generated: std::ops::Range<u64>,
    ) -> Found {
        let unseen = unseen(changes);
        let mut best = Best::new(search);
        for number in generated {
            if changes.hides(number) {
                continue;
            }
            if changes.touches(number) && unseen.binary_search(&number).is_err() {
                continue;
            }
            if search.query.is_none() && search.order.field == "updated_at" {
                // The commonest order needs no whole person.
                let updated = self.people().updated(number);
                best.add(SortKey::Whole(updated), Hit::Generated(number));
                continue;
            }
            let person = self.people().person(number);
            if search.query.is_none_or(|query| query.finds(&person)) {
                let key = SortKey::of(&person, &search.order.field);
                best.add(key, Hit::Generated(number));
            }
        }
        for (number, person) in session {
            let key = SortKey::of(person, &search.order.field);
            best.add(key, Hit::Session(*number, person));
        }
        self.cut(best.into_page())
    }

    fn cut(&self, page: Page<'_>) -> Found {
        let people = page.hits.into_iter().map(|hit| match hit {
            Hit::Generated(number) => Arc::new(self.people().person(number)),
            Hit::Session(_, person) => Arc::clone(person),
        });
        Found {
            people: people.collect(),
            total: page.seen.min(MOST),
        }
    }
}

/// The people of the session whom the search finds, in the order of their creation.
fn session_hits<'a>(changes: &'a Changes, query: Option<&Query>) -> Vec<(u64, &'a Arc<Person>)> {
    let mut hits: Vec<(u64, &Arc<Person>)> = changes
        .indexed(clock::instant())
        .filter(|(number, _)| !changes.hides(*number))
        .filter_map(|(number, changed)| match changed {
            Changed::To(person) if query.is_none_or(|q| q.finds(person)) => Some((number, person)),
            _ => None,
        })
        .collect();
    hits.sort_by_key(|(number, person)| (person.created, *number));
    hits
}

/// The people whom the session has changed but whose change the index has not seen yet.
fn unseen(changes: &Changes) -> Vec<u64> {
    if changes.is_empty() {
        return Vec::new();
    }
    let at = clock::instant();
    let unseen = changes
        .indexed(at)
        .filter_map(|(number, changed)| match changed {
            Changed::No => Some(number),
            Changed::Gone | Changed::To(_) => None,
        });
    unseen.collect()
}

/// Fills one page while counting.
struct Page<'a> {
    offset: usize,
    limit: usize,
    enough: usize,
    seen: usize,
    hits: Vec<Hit<'a>>,
}

impl<'a> Page<'a> {
    fn new(search: &Search<'_>) -> Self {
        let end = search.offset + search.limit;
        Self {
            offset: search.offset,
            limit: search.limit,
            enough: if search.count { end.max(MOST) } else { end },
            seen: 0,
            hits: Vec::with_capacity(search.limit),
        }
    }

    fn is_full(&self) -> bool {
        self.seen >= self.enough
    }

    fn add(&mut self, hit: Option<Hit<'a>>) {
        if self.seen >= self.offset && self.hits.len() < self.limit {
            self.hits.extend(hit);
        }
        self.seen += 1;
    }
}

/// Keeps the first so many by a key, without keeping all.
struct Best<'a> {
    search: (usize, usize),
    descending: bool,
    seen: usize,
    kept: Vec<(SortKey, Hit<'a>)>,
}

impl<'a> Best<'a> {
    fn new(search: &Search<'_>) -> Self {
        Self {
            search: (search.offset, search.limit),
            descending: search.order.descending,
            seen: 0,
            kept: Vec::new(),
        }
    }

    fn add(&mut self, key: SortKey, hit: Hit<'a>) {
        self.seen += 1;
        self.kept.push((key, hit));
        let wanted = self.search.0 + self.search.1;
        if self.kept.len() >= 2 * wanted + 1_000 {
            self.sort();
            self.kept.truncate(wanted);
        }
    }

    fn sort(&mut self) {
        let descending = self.descending;
        self.kept.sort_by(|a, b| {
            let order = (&a.0, a.1.number()).cmp(&(&b.0, b.1.number()));
            if descending { order.reverse() } else { order }
        });
    }

    fn into_page(mut self) -> Page<'a> {
        self.sort();
        let (offset, limit) = self.search;
        let hits = self.kept.into_iter().skip(offset).take(limit);
        Page {
            offset,
            limit,
            enough: 0,
            seen: self.seen,
            hits: hits.map(|(_, hit)| hit).collect(),
        }
    }
}

impl Hit<'_> {
    fn number(&self) -> u64 {
        match self {
            Self::Generated(number) | Self::Session(number, _) => *number,
        }
    }
}

impl<'a> Bounds<'a> {
    fn of(query: Option<&'a Query>) -> Self {
        let mut bounds = Self {
            user_id: None,
            created: (i64::MIN, i64::MAX),
            updated: (i64::MIN, i64::MAX),
            only_created: true,
        };
        if let Some(query) = query {
            bounds.narrow(query);
        }
        bounds
    }

    /// Takes what the query demands of everybody whom it finds; alternatives demand nothing.
    fn narrow(&mut self, query: &'a Query) {
        match query {
            Query::And(parts) => parts.iter().for_each(|part| self.narrow(part)),
            Query::Clause {
                field,
                test: Test::Range(range),
            } => match (field.as_str(), range.span()) {
                ("created_at", Some(span)) => self.created = common(self.created, span),
                ("updated_at", Some(span)) => {
                    self.updated = common(self.updated, span);
                    self.only_created = false;
                }
                _ => self.only_created = false,
            },
            Query::Clause {
                field,
                test: Test::Is(id),
            } if field == "user_id" => {
                self.user_id = Some(id);
                self.only_created = false;
            }
            _ => self.only_created = false,
        }
    }
}

fn common(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    (a.0.max(b.0), a.1.min(b.1))
}
