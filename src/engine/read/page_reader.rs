//! The questions of one reading of Auth0: their forms, how many of them may be asked, and what came of them.
//!
//! The same search can be written in more than one documented form (contract auth0-api 3.4). One that is refused is
//! asked in another, and what cannot be asked at all is no end of the reading: the reader notes whom it would have found.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::clients::auth0::{Auth0, Page, Person, UserQuery};
use crate::clients::error::{ClientError, Service};
use crate::domain::ids::Auth0UserId;
use crate::engine::failure::Failure;

/// How many pages one reading may ask for. It is ten times what a million people need, and ends what would go on for ever.
const MOST_PAGES: u32 = 100_000;

/// How many pages in a row may bring nobody new where a few people are looked for.
const MOST_QUIET: u32 = 30;

/// Asks for pages, and counts them.
pub(in crate::engine) struct PageReader<'a> {
    pub(in crate::engine) auth0: &'a Auth0,
    left: u32,
    /// Where pages are asked for that may bring nobody: who came, and how many pages in a row brought nobody new.
    new_ones: Option<(HashSet<Auth0UserId>, u32)>,
    /// Whether the bounds of ranges are put in quotes, since they were refused without.
    quoted: bool,
}

/// A date of a person that a search can go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum By {
    /// It never changes.
    CreatedAt,
    /// It moves forward: a person who changes during a walk is met twice, never missed.
    UpdatedAt,
}

/// Everybody with a date in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Range {
    pub(in crate::engine) by: By,
    pub(in crate::engine) from: Bound,
    /// No end when absent.
    pub(in crate::engine) to: Option<Bound>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Bound {
    pub(in crate::engine) at: Timestamp,
    pub(in crate::engine) included: bool,
}

impl<'a> PageReader<'a> {
    pub(in crate::engine) fn new(auth0: &'a Auth0) -> Self {
        Self {
            auth0,
            left: MOST_PAGES,
            new_ones: None,
            quoted: false,
        }
    }

    /// The same, for a few people only: so many pages, and no more once pages bring nobody new.
    pub(in crate::engine) fn for_a_few(auth0: &'a Auth0, pages: u32) -> Self {
        Self {
            left: pages,
            new_ones: Some((HashSet::new(), 0)),
            ..Self::new(auth0)
        }
    }

    /// Whether there is any use in one more page.
    pub(in crate::engine) fn may_ask(&self) -> bool {
        let is_quiet = self
            .new_ones
            .as_ref()
            .is_some_and(|(_, quiet)| *quiet >= MOST_QUIET);
        self.left > 0 && !is_quiet
    }

    /// Asks for a page of a search.
    pub(in crate::engine) async fn page(
        &mut self,
        q: Option<String>,
        sort: &'static str,
        page: usize,
    ) -> Result<Page, Failure> {
        self.left = self.left.checked_sub(1).ok_or_else(endless)?;
        let found = self.auth0.users(&UserQuery { q, sort, page }).await?;
        if let Some((known, quiet)) = &mut self.new_ones {
            let before = known.len();
            known.extend(found.people.iter().map(|person| person.source.id.clone()));
            *quiet = if known.len() > before { 0 } else { *quiet + 1 };
        }
        Ok(found)
    }

    /// Asks for a page of everybody in a range, in order of its date, or of everybody.
    pub(in crate::engine) async fn range(
        &mut self,
        range: Option<Range>,
        by: By,
        page: usize,
    ) -> Result<Page, Failure> {
        let Some(range) = range else {
            return self.page(None, by.field(), page).await;
        };
        let found = self.page(Some(self.form(range)), by.field(), page).await;
        match found {
            Err(failure) if !self.quoted && is_refused(&failure) => {
                self.quoted = true;
                self.page(Some(self.form(range)), by.field(), page).await
            }
            found => found,
        }
    }

    /// A range in the form that was not refused yet.
    pub(in crate::engine) fn form(&self, range: Range) -> String {
        range.form(self.quoted)
    }
}

impl By {
    pub(in crate::engine) fn field(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }

    pub(in crate::engine) fn of(self, person: &Person) -> Option<Timestamp> {
        match self {
            Self::CreatedAt => person.created_at,
            Self::UpdatedAt => person.updated_at,
        }
    }
}

impl From<Timestamp> for Bound {
    fn from(at: Timestamp) -> Self {
        Self { at, included: true }
    }
}

impl Bound {
    /// Everybody behind this date, without those who have it.
    pub(in crate::engine) fn behind(at: Timestamp) -> Self {
        Self {
            at,
            included: false,
        }
    }

    /// Whether a page from here on that ends with this date holds nobody of another one.
    pub(in crate::engine) fn is_all_of(self, last: Timestamp) -> bool {
        self.included && self.at == last
    }
}

impl Range {
    pub(in crate::engine) fn from(by: By, from: Bound) -> Self {
        Self { by, from, to: None }
    }

    /// Everybody who has this very date.
    pub(in crate::engine) fn only(by: By, at: Timestamp) -> Self {
        Self {
            by,
            from: at.into(),
            to: Some(at.into()),
        }
    }

    fn form(self, quoted: bool) -> String {
        let date = |at| {
            let at = milliseconds(at);
            if quoted { format!("\"{at}\"") } else { at }
        };
        let open = if self.from.included { '[' } else { '{' };
        let end = match self.to {
            None => "*]".to_owned(),
            Some(to) => date(to.at) + if to.included { "]" } else { "}" },
        };
        format!("{}:{open}{} TO {end}", self.by.field(), date(self.from.at))
    }
}

/// A date as Auth0 writes it. Whole seconds would make a walk stand still (contract auth0-api 3.4).
fn milliseconds(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Whether Auth0 refused the question itself: its form, its length, or the work that it makes (contract auth0-api 2.4).
/// A refusal of the application or a service in trouble is none.
pub(in crate::engine) fn is_refused(failure: &Failure) -> bool {
    let Failure::Client(ClientError::Rejected(refusal)) = failure else {
        return false;
    };
    matches!(refusal.status, 400 | 414 | 422 | 501 | 503)
}

fn endless() -> ClientError {
    ClientError::Unreadable {
        service: Service::Auth0,
        path: "/api/v2/users".to_owned(),
        why: format!("{MOST_PAGES} pages had no end"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn bounds_name_milliseconds_whether_they_are_zero_or_not() {
        let from = |text| Range::from(By::CreatedAt, at(text).into()).form(false);
        assert_eq!(
            from("2026-05-01T10:00:00Z"),
            "created_at:[2026-05-01T10:00:00.000Z TO *]"
        );
        assert_eq!(
            from("2026-05-01T10:00:00.12Z"),
            "created_at:[2026-05-01T10:00:00.120Z TO *]"
        );
    }

    #[test]
    fn ends_are_open_or_closed_and_quoted_where_that_is_asked_for() {
        let (from, to) = (at("2026-05-01T10:00:00Z"), at("2026-05-02T10:00:00Z"));
        let gap = Range {
            by: By::UpdatedAt,
            from: Bound::behind(from),
            to: Some(Bound::behind(to)),
        };
        assert_eq!(
            gap.form(false),
            "updated_at:{2026-05-01T10:00:00.000Z TO 2026-05-02T10:00:00.000Z}"
        );
        assert_eq!(
            gap.form(true),
            "updated_at:{\"2026-05-01T10:00:00.000Z\" TO \"2026-05-02T10:00:00.000Z\"}"
        );
        assert_eq!(
            Range::only(By::CreatedAt, from).form(false),
            "created_at:[2026-05-01T10:00:00.000Z TO 2026-05-01T10:00:00.000Z]"
        );
    }
}
