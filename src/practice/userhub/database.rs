//! The thread that owns the SQLite connection and commits many operations at once.
//!
//! An operation is answered only after the transaction that holds it is committed, so what a client has been
//! told survives a `kill -9`. While one transaction is written the next operations queue up and share the
//! following one, which is what makes thousands of imports a second possible.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::refusal::{Code, Refusal};
use super::table::Table;

/// The most operations in one transaction.
const GROUP: usize = 256;
/// How long to wait for another practice world that is writing to the same file.
const BUSY: Duration = Duration::from_secs(10);

/// An operation; it gives back what is to be done once its transaction is committed.
type Job = Box<dyn FnOnce(&Table) -> Reply + Send>;
type Reply = Box<dyn FnOnce() + Send>;

/// A handle to the thread; the thread ends when the last clone is dropped.
#[derive(Clone, Debug)]
pub(super) struct Database {
    jobs: Sender<Job>,
}

impl Database {
    /// Opens the file, or a database in memory, and starts the thread.
    pub(super) fn open(file: Option<&Path>) -> io::Result<Self> {
        let table = connect(file).map_err(as_io)?;
        let (jobs, queue) = channel();
        thread::Builder::new()
            .name("practice-userhub".to_owned())
            .spawn(move || serve(&table, &queue))?;
        Ok(Self { jobs })
    }

    /// Carries out one operation and gives its result once it is committed.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T, Refusal>
    where
        T: Send + 'static,
        W: FnOnce(&Table) -> rusqlite::Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |table| {
            let result = work(table);
            // A client that has gone away does not want its answer.
            Box::new(move || drop(reply.send(result)))
        });
        let gone = || Refusal::new(Code::Internal, "Internal error");
        self.jobs.send(job).map_err(|_| gone())?;
        Ok(answer.await.map_err(|_| gone())??)
    }
}

/// A file that is no database, or a damaged one, is told from one that could not be opened.
fn as_io(error: rusqlite::Error) -> io::Error {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    let kind = match error.sqlite_error_code() {
        Some(DatabaseCorrupt | NotADatabase) => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

fn connect(file: Option<&Path>) -> rusqlite::Result<Table> {
    let connection = match file {
        Some(file) => Connection::open(file)?,
        None => Connection::open_in_memory()?,
    };
    connection.busy_timeout(BUSY)?;
    // Without a sync the file survives the death of this process, though not a power cut: enough for practice.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;",
    )?;
    connection.set_prepared_statement_cache_capacity(32);
    Table::open(connection)
}

fn serve(table: &Table, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = commit_group(table, first, queue) {
            // The replies are dropped with the transaction, and their clients are told of an internal error.
            tracing::warn!(%error, "the practice UserHub could not commit");
        }
    }
}

/// Carries out what is waiting as one transaction, and then lets the answers go.
fn commit_group(table: &Table, first: Job, queue: &Receiver<Job>) -> rusqlite::Result<()> {
    table.begin()?;
    let mut replies = vec![first(table)];
    while replies.len() < GROUP
        && let Ok(next) = queue.try_recv()
    {
        replies.push(next(table));
    }
    table.commit()?;
    for reply in replies {
        reply();
    }
    Ok(())
}
