//! The journal on a thread of its own, so that the disk never holds up the network.

use std::thread::{Builder, JoinHandle};

use tokio::sync::{mpsc, oneshot};

use crate::store::StoreError;
use crate::store::journal::Journal;

type Job = Box<dyn FnOnce(&mut Journal) + Send>;

/// How many pieces of work may wait for the disk before their senders have to.
const QUEUE: usize = 4;

/// A handle to the journal's thread. Dropping it waits until what was handed over is done and the journal is closed.
#[derive(Debug)]
pub(in crate::engine) struct JournalThread {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl JournalThread {
    /// Moves a journal onto its thread.
    pub(in crate::engine) fn start(mut journal: Journal) -> std::io::Result<Self> {
        let (jobs, mut inbox) = mpsc::channel::<Job>(QUEUE);
        let thread = Builder::new().name("journal".to_owned()).spawn(move || {
            while let Some(job) = inbox.blocking_recv() {
                job(&mut journal);
            }
        })?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Hands work to the journal; the answer can be waited for, or left for later.
    pub(in crate::engine) async fn hand_over<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Journal) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<T> {
        let (sender, answer) = oneshot::channel();
        let job: Job = Box::new(move |journal| drop(sender.send(work(journal))));
        if let Some(jobs) = &self.jobs {
            // A thread that is gone shows in the answer, whose sender is dropped with the job.
            drop(jobs.send(job).await);
        }
        Answer(answer)
    }

    /// Hands work to the journal and waits for its answer.
    pub(in crate::engine) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Journal) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.hand_over(work).await.wait().await
    }
}

impl Drop for JournalThread {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was reported by the panic hook already.
            drop(thread.join());
        }
    }
}

/// The answer to work that was handed over.
pub(in crate::engine) struct Answer<T>(oneshot::Receiver<Result<T, StoreError>>);

impl<T> Answer<T> {
    pub(in crate::engine) async fn wait(self) -> Result<T, StoreError> {
        self.0.await.unwrap_or_else(|_| Err(StoreError::Gone))
    }
}
