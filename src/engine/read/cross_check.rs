//! Holds an export against what Auth0's own search says, at a cost that does not grow with the tenant.
//!
//! Eleven questions are asked: the newest page; three pages that begin at random lines of the file; two random pages, in
//! order of the address and of the id, which lie across all times of creation; and the five widest gaps between dates of
//! creation, in which Auth0 must have nobody. Everybody on these pages, and on the first page of all, must be in the file. Who
//! is not, was there before the file was begun, and is found by id, shows that the file lacks people.
//!
//! No sample proves that nobody is missing. A file that ends early, that lacks a stretch of time, a connection or every
//! so-manieth person does not pass.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use jiff::Timestamp;

use crate::clients::auth0::{Page, Person, UserQuery};
use crate::domain::completeness::NotProved;
use crate::domain::gaps::{Gap, Gaps};
use crate::domain::ids::Auth0UserId;
use crate::domain::sample::Sample;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;
use crate::engine::read::page_reader::{Bound, By, PageReader, Range, is_refused};

/// How many random pages begin at a line of the file.
const BY_LINES: usize = 3;
/// In what order the other random pages are. Who has no address lies in order of creation where addresses are the order, and
/// a directory may number its people as they come: each order speaks where the other does not.
const ORDERS: [&str; 2] = ["email", "user_id"];
/// How many pages can be reached in any order (contract auth0-api 3.3).
const PAGES: u64 = 10;
/// How many gaps are looked into.
const GAPS: usize = 5;
/// How many people whom the file lacks are asked for by id, to see whether they have left.
const ASKED_FOR: usize = 10;

/// What a file held, as far as it is needed to choose the questions.
pub(in crate::engine) struct Overview {
    gaps: Gaps,
    lines: Sample<Timestamp>,
}

impl Overview {
    pub(in crate::engine) fn new(seed: u64) -> Self {
        Self {
            gaps: Gaps::default(),
            lines: Sample::new(seed, BY_LINES),
        }
    }

    /// Takes in a part of the file.
    pub(in crate::engine) fn see(&mut self, people: &[Person]) {
        for person in people {
            if let Some(created_at) = person.created_at {
                self.gaps.add(created_at);
                self.lines.offer(person.source.id.as_str(), created_at);
            }
        }
    }
}

/// What holding a file against the witnesses comes to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) enum Verdict {
    /// All of them are in it; with what could not be asked.
    Agrees(Vec<NotProved>),
    /// People are missing in it.
    Lacks,
    /// None of them is in it.
    Foreign,
}

/// People of whom Auth0's search has told.
pub(in crate::engine) struct Witnesses {
    seed: u64,
    since: Timestamp,
    people: Vec<(Auth0UserId, Option<Timestamp>)>,
    /// Whether the pages that do not depend on the file were read.
    asked: bool,
    not_proved: Vec<NotProved>,
}

impl Witnesses {
    /// The first page's people. Who was created from `since` on need not be in a file.
    pub(in crate::engine) fn new(first: &Page, since: Timestamp) -> Self {
        // A hasher's keys are the system's own randomness.
        let seed = RandomState::new().build_hasher().finish();
        let mut witnesses = Self {
            seed,
            since,
            people: Vec::new(),
            asked: false,
            not_proved: Vec::new(),
        };
        witnesses.add(&first.people);
        witnesses
    }

    /// All the chance in the questions.
    pub(in crate::engine) fn seed(&self) -> u64 {
        self.seed
    }

    /// Asks what is still to be asked, and holds the file against the answers. The file must be in the journal.
    pub(in crate::engine) async fn hold(
        &mut self,
        pages: &mut PageReader<'_>,
        journal: &JournalThread,
        file: &Overview,
    ) -> Result<Verdict, Failure> {
        if let Some(verdict) = self.contradict(pages, journal).await? {
            return Ok(verdict);
        }
        if !self.asked {
            self.ask(pages, file).await?;
            self.asked = true;
        }
        for gap in file.gaps.widest(GAPS) {
            self.look_into(pages, gap).await?;
        }
        let verdict = self.contradict(pages, journal).await?;
        Ok(verdict.unwrap_or_else(|| Verdict::Agrees(self.not_proved.clone())))
    }

    /// The newest page and the random ones.
    async fn ask(&mut self, pages: &mut PageReader<'_>, file: &Overview) -> Result<(), Failure> {
        let newest = UserQuery {
            q: None,
            sort: By::CreatedAt.field(),
            page: 0,
        };
        let newest = pages.auth0.users_backwards(&newest).await;
        self.heard(
            newest.map_err(Failure::from),
            "in order of their creation, the newest first",
        )?;
        for date in file.lines.chosen() {
            let from = Range::from(By::CreatedAt, Bound::from(*date));
            let page = pages.range(Some(from), By::CreatedAt, 0).await;
            self.heard(page, "from a random date of creation on")?;
        }
        for (number, order) in ORDERS.into_iter().enumerate() {
            let lot = self.seed >> (8 * number);
            let page = usize::try_from(lot / 2 % PAGES).unwrap_or_default();
            let mut found = random_page(pages, order, page, lot).await;
            if found.as_ref().is_err_and(is_refused) {
                found = random_page(pages, "user_id", page, lot).await;
            }
            self.heard(found, "in order of their addresses")?;
        }
        Ok(())
    }

    /// Asks who was created in a gap. They may be in the file all the same, with a date that cannot be read there.
    async fn look_into(&mut self, pages: &mut PageReader<'_>, gap: Gap) -> Result<(), Failure> {
        let within = Range {
            by: By::CreatedAt,
            from: Bound::behind(gap.after),
            to: Some(Bound::behind(gap.before)),
        };
        let page = pages.range(Some(within), By::CreatedAt, 0).await;
        self.heard(page, "who were created where the export has nobody")
    }

    /// Takes in an answer; a question that is refused is noted.
    fn heard(&mut self, page: Result<Page, Failure>, whom: &str) -> Result<(), Failure> {
        match page {
            Ok(page) => self.add(&page.people),
            Err(failure) if is_refused(&failure) => {
                let whom = whom.to_owned();
                let refused = NotProved::Auth0NotAsked { whom };
                if !self.not_proved.contains(&refused) {
                    self.not_proved.push(refused);
                }
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    fn add(&mut self, people: &[Person]) {
        let readable = people.iter().filter(|person| person.source.profile.is_ok());
        self.people.extend(readable.map(|person| {
            let changed_at = person.updated_at.max(person.created_at);
            (person.source.id.clone(), changed_at)
        }));
    }

    /// Whether somebody of them must be in the file and is not.
    async fn contradict(
        &self,
        pages: &PageReader<'_>,
        journal: &JournalThread,
    ) -> Result<Option<Verdict>, Failure> {
        let ids: Vec<Auth0UserId> = self.people.iter().map(|(id, _)| id.clone()).collect();
        let lacking = journal.with(move |journal| journal.not_read(ids)).await?;
        let is_foreign = !self.people.is_empty() && lacking.len() >= self.distinct();
        // Who is new or has changed is read after the file.
        let old = self.people.iter().filter(|(id, changed_at)| {
            lacking.contains(id) && changed_at.is_none_or(|at| at < self.since)
        });
        for (id, _) in old.take(ASKED_FOR) {
            // Who has left since is found by a search that lags, but not by id.
            if pages.auth0.user(id).await?.is_some() {
                let verdict = if is_foreign {
                    Verdict::Foreign
                } else {
                    Verdict::Lacks
                };
                return Ok(Some(verdict));
            }
        }
        Ok(None)
    }

    /// How many they are.
    fn distinct(&self) -> usize {
        let ids: std::collections::HashSet<&Auth0UserId> =
            self.people.iter().map(|(id, _)| id).collect();
        ids.len()
    }
}

/// A page of everybody in an order, from its one end or from its other.
async fn random_page(
    pages: &PageReader<'_>,
    sort: &'static str,
    page: usize,
    lot: u64,
) -> Result<Page, Failure> {
    let query = UserQuery {
        q: None,
        sort,
        page,
    };
    let found = if lot.is_multiple_of(2) {
        pages.auth0.users(&query).await
    } else {
        pages.auth0.users_backwards(&query).await
    };
    Ok(found?)
}
