//! Reads everybody whom a search finds, although Auth0 pages through 1,000 people at most.
//!
//! The walk goes by a date that only grows: after each page the next question is "everybody from the last one's
//! date on". Such a walk cannot miss people when others are deleted meanwhile, as page numbers would, because it
//! never counts places. People who share the date of a page's last one are met twice, which does no harm.
//!
//! When more people share one date than fit on a page, they are read for themselves, in order of id: by pages, or, when
//! they are 1,000 or more, by the beginning of their ids. Pages count places, so they are read again when somebody has
//! left meanwhile.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::issues::Failure;
use crate::clients::auth0::{Auth0, PAGE_SIZE, Page, Person, UserQuery};
use crate::clients::error::{ClientError, Service};

/// The first person who cannot be paged to (contract auth0-api 3.3).
const LAST_PLACE: usize = 1000;
/// How often pages are read again because people leave, which a tenant that is being emptied may do for long.
const MOST_AGAIN: u32 = 50;

/// A date of a person that a walk can go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WalkBy {
    /// It never changes.
    CreatedAt,
    /// It moves forward: a person who changes during the walk is met twice, never missed.
    UpdatedAt,
}

impl WalkBy {
    fn field(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }

    fn of(self, person: &Person) -> Option<Timestamp> {
        match self {
            Self::CreatedAt => person.created_at,
            Self::UpdatedAt => person.updated_at,
        }
    }
}

/// Walks over everybody from `from` on, or over everybody, and gives them page by page to `take`.
///
/// `first` is the walk's first page, if the caller has it already.
pub(super) async fn walk<F>(
    auth0: &Auth0,
    by: WalkBy,
    from: Option<Timestamp>,
    first: Option<Page>,
    take: &mut F,
) -> Result<(), Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let mut bound = from.map(Bound::from);
    let mut page = 0;
    let mut given = first;
    loop {
        let query = UserQuery {
            q: bound.map(|bound| bound.query(by)),
            sort: by.field(),
            page,
        };
        let people = match given.take() {
            Some(first) => first.people,
            None => auth0.users(&query).await?.people,
        };
        let full = people.len() >= PAGE_SIZE;
        // The last one in order, and not the latest: a single odd date must not carry the walk past everybody else.
        let last = people.iter().rev().find_map(|person| by.of(person));
        take(people).await?;
        if !full {
            return Ok(());
        }
        match last {
            Some(last) if bound.is_none_or(|bound| last > bound.at) => {
                bound = Some(Bound::from(last));
                page = 0;
            }
            Some(last) if page == 0 && bound.is_some_and(|bound| bound.is_all_of(last)) => {
                // A page and more share one date: they are read by their ids, and the walk goes on behind them.
                let tied = Bound::from(last);
                by_id(auth0, &tied.only(by), String::new(), take).await?;
                bound = Some(Bound {
                    included: false,
                    ..tied
                });
            }
            // Dates that cannot be read, or that stand in no order, are passed by place.
            _ if (page + 1) * PAGE_SIZE < LAST_PLACE => page += 1,
            // A thousand people in a row whose dates cannot be read: no date leads on, and ids do for everybody.
            _ => {
                let rest = bound.map_or("_exists_:user_id".to_owned(), |bound| bound.query(by));
                return by_id(auth0, &rest, String::new(), take).await;
            }
        }
    }
}

/// Reads everybody who has no such date, or an odd one, whom the walk's ranges cannot find.
pub(super) async fn without_date<F>(auth0: &Auth0, by: WalkBy, take: &mut F) -> Result<(), Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    by_id(
        auth0,
        &format!("NOT {}:[1900-01-01T00:00:00.000Z TO *]", by.field()),
        String::new(),
        take,
    )
    .await
}

/// Reads everybody whom `within` finds and whose id begins with `prefix`.
///
/// Up to 1,000 are simply paged through. Of more, the first thousand show with which characters ids go on; each of
/// these is read for itself, and what begins with none of them is asked for again.
async fn by_id<F>(auth0: &Auth0, within: &str, prefix: String, take: &mut F) -> Result<(), Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let mut known = BTreeSet::new();
    loop {
        let q = id_query(within, &prefix, &known);
        let mut more = BTreeSet::new();
        let mut see = async |people: Vec<Person>| {
            for person in &people {
                let rest = person.source.id.as_str().strip_prefix(&prefix);
                more.extend(rest.and_then(|rest| rest.chars().next()));
            }
            take(people).await
        };
        if pages(auth0, Some(q), &mut see).await? {
            return Ok(());
        }
        // Each round must tell some of them apart; otherwise the same question would be asked for ever.
        if more.is_subset(&known) {
            return Err(no_way_on().into());
        }
        for next in &more {
            Box::pin(by_id(auth0, within, format!("{prefix}{next}"), take)).await?;
        }
        known.extend(more);
    }
}

/// Reads the pages of a search in order of id, as far as Auth0 pages; the answer is whether that was everybody.
///
/// When somebody leaves, the others move up, and one of them may come to a place that was read already. Then the pages are
/// read from the first on again. Nobody joins such a search meanwhile, so the total tells.
pub(super) async fn pages<F>(auth0: &Auth0, q: Option<String>, see: &mut F) -> Result<bool, Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let (mut page, mut total, mut again) = (0, u64::MAX, 0);
    while page * PAGE_SIZE < LAST_PLACE {
        let query = UserQuery {
            q: q.clone(),
            sort: "user_id",
            page,
        };
        let found = auth0.users(&query).await?;
        let full = found.people.len() >= PAGE_SIZE;
        see(found.people).await?;
        let left = page > 0 && found.total < total;
        total = found.total;
        if left {
            again += 1;
            if again > MOST_AGAIN {
                return Err(no_way_on().into());
            }
            page = 0;
        } else if full {
            page += 1;
        } else {
            return Ok(true);
        }
    }
    Ok(false)
}

fn id_query(within: &str, prefix: &str, without: &BTreeSet<char>) -> String {
    let mut terms = vec![within.to_owned()];
    if !prefix.is_empty() {
        terms.push(format!("user_id:{}*", escaped(prefix)));
    }
    terms.extend(
        without
            .iter()
            .map(|next| format!("NOT user_id:{}*", escaped(&format!("{prefix}{next}")))),
    );
    terms.join(" AND ")
}

/// Escapes what has a meaning in Lucene's query syntax.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_alphanumeric() && c.is_ascii() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn no_way_on() -> ClientError {
    ClientError::Unreadable {
        service: Service::Auth0,
        path: "/api/v2/users".to_owned(),
        why: "more than 1,000 people could not be told apart".to_owned(),
    }
}

/// Where a question begins.
#[derive(Clone, Copy)]
struct Bound {
    at: Timestamp,
    included: bool,
}

impl From<Timestamp> for Bound {
    fn from(at: Timestamp) -> Self {
        Self { at, included: true }
    }
}

impl Bound {
    fn query(self, by: WalkBy) -> String {
        let open = if self.included { '[' } else { '{' };
        format!("{}:{open}{} TO *]", by.field(), milliseconds(self.at))
    }

    /// Whether a page from here on that ends with this date holds nobody of another one.
    fn is_all_of(self, last: Timestamp) -> bool {
        self.included && self.at == last
    }

    fn only(self, by: WalkBy) -> String {
        let at = milliseconds(self.at);
        format!("{}:[{at} TO {at}]", by.field())
    }
}

/// A date as Auth0 writes it. Whole seconds would make the walk stand still (contract auth0-api 3.4).
fn milliseconds(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_name_milliseconds_whether_they_are_zero_or_not() {
        let bound =
            |text: &str| Bound::from(text.parse::<Timestamp>().unwrap()).query(WalkBy::CreatedAt);
        assert_eq!(
            bound("2026-05-01T10:00:00Z"),
            "created_at:[2026-05-01T10:00:00.000Z TO *]"
        );
        assert_eq!(
            bound("2026-05-01T10:00:00.12Z"),
            "created_at:[2026-05-01T10:00:00.120Z TO *]"
        );
    }

    #[test]
    fn a_query_by_id_escapes_what_lucene_would_read() {
        let q = id_query("x:1", "auth0|6 ", &BTreeSet::from(['a', '*']));
        assert_eq!(
            q,
            r"x:1 AND user_id:auth0\|6\ * AND NOT user_id:auth0\|6\ \** AND NOT user_id:auth0\|6\ a*"
        );
    }
}
