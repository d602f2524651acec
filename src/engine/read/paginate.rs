//! Reads everybody whom a search finds, although Auth0 pages through 1,000 people at most.
//!
//! The walk goes by a date that only grows: after each page the next question is "everybody from the last one's
//! date on". Such a walk cannot miss people when others are deleted meanwhile, as page numbers would, because it
//! never counts places. People who share the date of a page's last one are met twice, which does no harm.
//!
//! How full a page is says nothing of whether more come: a walk ends with an empty page, or where a page reaches the
//! count of its own search. When more people share one date than fit on a page, they are read for themselves, in order of
//! id ([`crate::engine::read::by_id`]).

use jiff::Timestamp;

use crate::clients::auth0::{Page, Person};
use crate::domain::completeness::NotProved;
use crate::domain::counted::{Counted, Told};
use crate::engine::failure::Failure;
use crate::engine::read::by_id::{Depth, LAST_PLACE, by_id};
use crate::engine::read::page_reader::{Bound, By, PageReader, Range, is_refused};

/// What a walk came to, held against what Auth0 counted.
#[derive(Debug)]
pub(in crate::engine) struct Walked {
    /// What the first page told of everybody.
    pub(in crate::engine) told: Told,
    /// Everybody who came, held against the first page's count.
    whole: Counted,
    /// Where the first page's count was capped: those from the first page on whose count was not.
    rest: Option<(Range, Counted)>,
    /// What could not be asked.
    pub(in crate::engine) not_proved: Vec<NotProved>,
}

impl Walked {
    fn begun_with(first: &Page) -> Self {
        Self {
            told: first.told,
            whole: Counted::of(first.told, first.answered_at),
            rest: None,
            not_proved: Vec::new(),
        }
    }

    /// Notes a page of the walk, which begins at its range's first place or further on.
    fn see(&mut self, page: &Page, range: Option<Range>) {
        // The first count that is not capped is what the rest of the walk is held against.
        let is_counted = self.told.exactly().is_some() || self.rest.is_some();
        if let (false, 0, Some(range), Some(_)) =
            (is_counted, page.start, range, page.told.exactly())
        {
            self.rest = Some((range, Counted::of(page.told, page.answered_at)));
        }
        self.count(&page.people);
    }

    /// Reads those by id whom no date tells apart, and notes when not all of them came.
    async fn ask_by_id<F>(
        &mut self,
        pages: &mut PageReader<'_>,
        within: &str,
        whom: String,
        take: &mut F,
    ) -> Result<(), Failure>
    where
        F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
    {
        let mut see = async |people: Vec<Person>| {
            self.count(&people);
            take(people).await
        };
        match by_id(pages, Some(within), "", Depth::Ended, &mut see).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(failure) if is_refused(&failure) => {}
            Err(failure) => return Err(failure),
        }
        self.not_proved.push(NotProved::Auth0NotAsked { whom });
        Ok(())
    }

    fn count(&mut self, people: &[Person]) {
        for person in people {
            let (id, created_at) = (&person.source.id, person.created_at);
            self.whole.see(id, created_at);
            if let Some((_, rest)) = &mut self.rest {
                rest.see(id, created_at);
            }
        }
    }

    /// How many were counted and did not come.
    pub(in crate::engine) fn missing(&self) -> u64 {
        let rest = self.rest.as_ref().map_or(0, |(_, rest)| rest.missing());
        self.whole.missing().max(rest)
    }

    /// The part of the walk that came short, and those of it who came; no range stands for everybody.
    pub(in crate::engine) fn short(self) -> (Option<Range>, Counted) {
        match self.rest {
            Some((range, rest)) if self.whole.missing() == 0 => (Some(range), rest),
            _ => (None, self.whole),
        }
    }
}

/// Walks over everybody from `from` on, or over everybody, and gives them page by page to `take`.
///
/// `first` is the walk's first page, if the caller has it already.
pub(in crate::engine) async fn walk<F>(
    pages: &mut PageReader<'_>,
    by: By,
    from: Option<Timestamp>,
    first: Option<Page>,
    take: &mut F,
) -> Result<Walked, Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let mut bound = from.map(Bound::from);
    let mut page = 0;
    let mut range = bound.map(|bound| Range::from(by, bound));
    let mut found = match first {
        Some(first) => first,
        None => pages.range(range, by, page).await?,
    };
    let mut walked = Walked::begun_with(&found);
    loop {
        walked.see(&found, range);
        let (is_last, next) = (found.is_last(), found.start + found.most);
        // The last one in order, and not the latest: a single odd date must not carry the walk past everybody else.
        let last = found.people.iter().rev().find_map(|person| by.of(person));
        take(found.people).await?;
        if is_last {
            return Ok(walked);
        }
        match last {
            Some(last) if bound.is_none_or(|bound| last > bound.at) => {
                bound = Some(Bound::from(last));
                page = 0;
            }
            Some(last) if page == 0 && bound.is_some_and(|bound| bound.is_all_of(last)) => {
                // A page and more share one date: they are read by their ids, and the walk goes on behind them.
                let tied = pages.form(Range::only(by, last));
                let whom = format!("who share the date {last}");
                walked.ask_by_id(pages, &tied, whom, take).await?;
                bound = Some(Bound::behind(last));
            }
            // Dates that cannot be read, or that stand in no order, are passed by place.
            _ if next < LAST_PLACE => page += 1,
            // A thousand people in a row whose dates cannot be read: no date leads on, and ids do for everybody.
            _ => {
                let rest = range.map_or("_exists_:user_id".to_owned(), |range| pages.form(range));
                let whom = "who come after a thousand whose dates cannot be read".to_owned();
                walked.ask_by_id(pages, &rest, whom, take).await?;
                return Ok(walked);
            }
        }
        range = bound.map(|bound| Range::from(by, bound));
        found = pages.range(range, by, page).await?;
    }
}

/// Reads everybody who has no date of creation, or an odd one, whom ranges of dates cannot find; the answer is what could
/// not be asked.
pub(in crate::engine) async fn without_date<F>(
    pages: &mut PageReader<'_>,
    take: &mut F,
) -> Result<Option<NotProved>, Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    for form in WITHOUT_DATE {
        match by_id(pages, Some(form), "", Depth::Ended, take).await {
            Ok(true) => return Ok(None),
            // In another form it may be understood.
            Ok(false) => {}
            Err(failure) if is_refused(&failure) => {}
            Err(failure) => return Err(failure),
        }
    }
    let whom = "without a date of creation".to_owned();
    Ok(Some(NotProved::Auth0NotAsked { whom }))
}

/// The documented forms of that question. The first one finds odd dates as well.
const WITHOUT_DATE: [&str; 3] = [
    "NOT created_at:[1900-01-01T00:00:00.000Z TO *]",
    "NOT _exists_:created_at",
    "NOT created_at:*",
];
