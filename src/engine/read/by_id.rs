//! Reads whom a search finds in order of their ids: by places as far as those go, and by the beginnings of ids.
//!
//! Auth0 pages through 1,000 people at most, and pages count places, so that they are read again when somebody has left
//! meanwhile. Whoever cannot be reached so is found by how their id begins. Nothing here fails because people could not
//! be told apart: the answer says whether everybody came.

use std::collections::BTreeMap;

use crate::clients::auth0::Person;
use crate::domain::counted::{Counted, Told};
use crate::engine::failure::Failure;
use crate::engine::read::page_reader::PageReader;

/// The first person who cannot be paged to (contract auth0-api 3.3).
pub(in crate::engine) const LAST_PLACE: usize = 1000;
/// How often pages are read again because people leave, which a tenant that is being emptied may do for long.
const MOST_AGAIN: u32 = 50;

/// What reading the pages of a search came to.
pub(in crate::engine) struct Places {
    /// Whether the last page was reached.
    pub(in crate::engine) ended: bool,
    /// Those who came, held against the count of the same pages.
    pub(in crate::engine) counted: Counted,
    /// That count.
    pub(in crate::engine) told: Told,
    /// When it was made, by Auth0's clock.
    pub(in crate::engine) at: Option<jiff::Timestamp>,
}

impl Places {
    /// Whether everybody came whom the search finds.
    pub(in crate::engine) fn are_all(&self) -> bool {
        self.ended && self.counted.missing() == 0
    }
}

/// Reads the pages of a search in order of id, as far as Auth0 pages.
///
/// When somebody leaves, the others move up, and one of them may come to a place that was read already. Then the pages are
/// read from the first on again. Nobody joins such a search meanwhile, so the count tells.
pub(in crate::engine) async fn places<F>(
    pages: &mut PageReader<'_>,
    q: Option<&str>,
    see: &mut F,
) -> Result<Places, Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let (mut page, mut total, mut again) = (0, u64::MAX, 0);
    let mut places = Places {
        ended: false,
        counted: Counted::default(),
        told: Told::Nothing,
        at: None,
    };
    while pages.may_ask() {
        let found = pages.page(q.map(str::to_owned), "user_id", page).await?;
        if page == 0 {
            places.counted = Counted::of(found.told, found.answered_at);
            (places.told, places.at) = (found.told, found.answered_at);
        }
        for person in &found.people {
            places.counted.see(&person.source.id, person.created_at);
        }
        let counted = found.told.exactly().unwrap_or(total);
        let somebody_left = page > 0 && counted < total;
        total = counted;
        let (is_last, next) = (found.is_last(), found.start + found.most);
        see(found.people).await?;
        if somebody_left {
            again += 1;
            if again > MOST_AGAIN {
                break;
            }
            page = 0;
        } else if is_last {
            places.ended = true;
            break;
        } else if next >= LAST_PLACE {
            break;
        } else {
            page += 1;
        }
    }
    Ok(places)
}

/// How much is asked of a reading by ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Depth {
    /// The last page is the end. Somebody else holds those who came against a count.
    Ended,
    /// As many must have come as were counted.
    Counted,
}

/// Reads everybody whom `within` finds and whose id begins with `prefix`; the answer is whether that was everybody.
///
/// What can be paged through is. Otherwise those who came show how ids go on; each of these beginnings is read for
/// itself, and what begins with none of them is asked for again.
pub(in crate::engine) async fn by_id<F>(
    pages: &mut PageReader<'_>,
    within: Option<&str>,
    prefix: &str,
    depth: Depth,
    take: &mut F,
) -> Result<bool, Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let mut known = Vec::new();
    let mut all = true;
    while pages.may_ask() {
        let q = id_query(within, prefix, &known);
        let mut branches = Branches::of(prefix);
        let mut strays = false;
        let mut see = async |people: Vec<Person>| {
            for person in people.iter().filter(|person| person.source.profile.is_ok()) {
                let id = person.source.id.as_str();
                let was_asked_for = !known.iter().any(|begins: &String| id.starts_with(begins));
                strays |= !was_asked_for || !branches.add(id);
            }
            take(people).await
        };
        let places = places(pages, q.as_deref(), &mut see).await?;
        if places.are_all() || (depth == Depth::Ended && places.ended) {
            return Ok(all);
        }
        let more = branches.into_beginnings();
        // A search that is not understood finds others than were asked for, and would be asked for ever. So would one whose
        // people do not tell further ones apart.
        if strays || more.is_empty() {
            return Ok(false);
        }
        for begins in &more {
            all &= Box::pin(by_id(pages, within, begins, depth, take)).await?;
        }
        known.extend(more);
    }
    Ok(false)
}

/// The ways in which ids go on that begin alike: for each next character what all of its ids have in common.
struct Branches<'a> {
    prefix: &'a str,
    by_next: BTreeMap<char, String>,
}

impl<'a> Branches<'a> {
    fn of(prefix: &'a str) -> Self {
        Self {
            prefix,
            by_next: BTreeMap::new(),
        }
    }

    /// Takes an id; `false` when it does not begin so.
    fn add(&mut self, id: &str) -> bool {
        let Some(rest) = id.strip_prefix(self.prefix) else {
            return false;
        };
        if let Some(next) = rest.chars().next() {
            let begins = self.by_next.entry(next).or_insert_with(|| id.to_owned());
            let same = begins.chars().zip(id.chars()).take_while(|(a, b)| a == b);
            let length = same.map(|(c, _)| c.len_utf8()).sum();
            begins.truncate(length);
        }
        true
    }

    fn into_beginnings(self) -> Vec<String> {
        self.by_next.into_values().collect()
    }
}

fn id_query(within: Option<&str>, prefix: &str, without: &[String]) -> Option<String> {
    let mut terms: Vec<String> = within.map(str::to_owned).into_iter().collect();
    if !prefix.is_empty() {
        terms.push(format!("user_id:{}*", escaped(prefix)));
    }
    terms.extend(
        without
            .iter()
            .map(|begins| format!("NOT user_id:{}*", escaped(begins))),
    );
    (!terms.is_empty()).then(|| terms.join(" AND "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_by_id_escapes_what_lucene_would_read() {
        let without = ["auth0|6 *".to_owned(), "auth0|6 a".to_owned()];
        let q = id_query(Some("x:1"), "auth0|6 ", &without);
        assert_eq!(
            q.as_deref(),
            Some(
                r"x:1 AND user_id:auth0\|6\ * AND NOT user_id:auth0\|6\ \** AND NOT user_id:auth0\|6\ a*"
            )
        );
        assert_eq!(id_query(None, "", &[]), None);
        let rest = id_query(None, "", &["a".to_owned()]);
        assert_eq!(rest.as_deref(), Some("NOT user_id:a*"));
    }

    #[test]
    fn ids_branch_where_they_differ_and_not_before() {
        let mut branches = Branches::of("auth0|");
        for id in [
            "auth0|6ab1",
            "auth0|6ab2",
            "auth0|7",
            "auth0|é1",
            "auth0|éx",
            "auth0|",
        ] {
            assert!(branches.add(id), "{id}");
        }
        assert!(!branches.add("sms|1"));
        assert_eq!(
            branches.into_beginnings(),
            ["auth0|6ab", "auth0|7", "auth0|é"]
        );
    }
}
