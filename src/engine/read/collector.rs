//! Gathers people whom Auth0 named into batches for the journal.

use crate::clients::auth0::Person;
use crate::domain::profile::Source;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::{Answer, JournalThread};
use crate::engine::session::ReadCounters;
use crate::store::journal::Journal;

/// How many people are handed to the journal at once.
const BATCH: usize = 1000;

/// Gathers people into batches, and hands one over while the next one is read.
pub(in crate::engine) struct Collector<'a> {
    journal: &'a JournalThread,
    pub(in crate::engine) counters: &'a ReadCounters,
    batch: Vec<Source>,
    written: Option<Answer<()>>,
}

impl<'a> Collector<'a> {
    pub(in crate::engine) fn new(journal: &'a JournalThread, counters: &'a ReadCounters) -> Self {
        Self {
            journal,
            counters,
            batch: Vec::new(),
            written: None,
        }
    }

    pub(in crate::engine) async fn take(&mut self, people: Vec<Person>) -> Result<(), Failure> {
        self.counters.add_auth0(people.len() as u64);
        self.batch
            .extend(people.into_iter().map(|person| person.source));
        if self.batch.len() >= BATCH {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// Throws away everybody who was taken in so far.
    pub(in crate::engine) async fn start_over(&mut self) -> Result<(), Failure> {
        self.settle().await?;
        self.batch.clear();
        self.counters.restart_auth0();
        Ok(self.journal.with(Journal::clear_sources).await?)
    }

    /// Hands a batch to the journal while the next one is read. One batch is under way at a time.
    async fn hand_over(&mut self) -> Result<(), Failure> {
        self.settle().await?;
        let batch = std::mem::take(&mut self.batch);
        self.written = Some(
            self.journal
                .hand_over(move |journal| journal.add_sources(&batch))
                .await,
        );
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Failure> {
        match self.written.take() {
            Some(written) => Ok(written.wait().await?),
            None => Ok(()),
        }
    }

    /// Waits until the journal holds everybody who was taken in.
    pub(in crate::engine) async fn flush(&mut self) -> Result<(), Failure> {
        self.hand_over().await?;
        self.settle().await
    }
}
