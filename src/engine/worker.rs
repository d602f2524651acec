//! The worker: one named thread with its own runtime, one match over [`Command`], one call per arm.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::practice::{self, PracticeWorld};
use super::sink::Sink;
use super::{sync, validate};
use crate::app::command::Command;

/// A running worker. Dropping it lets it finish what it is doing and then ends it.
#[derive(Debug)]
pub struct Worker {
    commands: Option<mpsc::UnboundedSender<Command>>,
    stop: Arc<Mutex<CancellationToken>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the worker; its events go to `sink`.
    pub fn start(sink: Sink) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("engine")
            .enable_all()
            .build()?;
        let (commands, mut inbox) = mpsc::unbounded_channel();
        let stop = Arc::new(Mutex::new(CancellationToken::new()));
        let current = Arc::clone(&stop);
        let thread = Builder::new().name("worker".to_owned()).spawn(move || {
            runtime.block_on(async {
                let mut desk = Desk::default();
                while let Some(command) = inbox.recv().await {
                    let stop = lock(&current).clone();
                    obey(command, &mut desk, &sink, &stop).await;
                    // A stop ends one command; the next one starts with a fresh token.
                    if stop.is_cancelled() {
                        *lock(&current) = CancellationToken::new();
                    }
                }
            });
        })?;
        Ok(Self {
            commands: Some(commands),
            stop,
            thread: Some(thread),
        })
    }

    /// Sends a command. Commands are obeyed one after the other.
    ///
    /// [`Command::Stop`] does not wait for its turn.
    pub fn send(&self, command: Command) {
        if matches!(command, Command::Stop) {
            return self.stop();
        }
        if let Some(commands) = &self.commands {
            // The thread ends only after this sender is dropped, so there is always somebody to take it.
            drop(commands.send(command));
        }
    }

    /// Ends every wait. What is being changed at this moment is finished and recorded; the rest is left for later.
    pub fn stop(&self) {
        lock(&self.stop).cancel();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the worker was reported by the panic hook already.
            drop(thread.join());
        }
    }
}

/// What stays between commands.
#[derive(Default)]
struct Desk {
    prepared: Option<sync::Prepared>,
    practice: Option<PracticeWorld>,
}

async fn obey(command: Command, desk: &mut Desk, sink: &Sink, stop: &CancellationToken) {
    match command {
        Command::Check {
            setup,
            scope,
            add_person,
            ticket,
        } => {
            validate::check(&setup, scope, add_person.as_ref(), ticket, sink, stop).await;
        }
        Command::Compare { setup, list_plan } => {
            desk.prepared = sync::compare(&setup, list_plan, sink, stop).await;
        }
        Command::Run { plan } => sync::run(desk.prepared.take(), plan, sink, stop).await,
        Command::OpenPractice { folder } => {
            practice::report(&mut desk.practice, &folder, sink).await;
        }
        // `Worker::send` and the window have acted on these already.
        Command::Stop | Command::OpenPage { .. } => {}
    }
}

fn lock(stop: &Mutex<CancellationToken>) -> MutexGuard<'_, CancellationToken> {
    stop.lock().unwrap_or_else(PoisonError::into_inner)
}
