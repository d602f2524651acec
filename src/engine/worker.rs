//! The worker: one named thread with its own runtime, one match over [`Command`], one call per arm.

use std::io;
use std::thread::{Builder, JoinHandle};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::sink::Sink;
use super::{sync, validate};
use crate::app::command::Command;

/// A running worker. Dropping it lets it finish what it is doing and then ends it.
#[derive(Debug)]
pub struct Worker {
    commands: Option<mpsc::UnboundedSender<Command>>,
    stop: CancellationToken,
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
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let thread = Builder::new().name("worker".to_owned()).spawn(move || {
            runtime.block_on(async {
                let mut prepared = None;
                while let Some(command) = inbox.recv().await {
                    obey(command, &mut prepared, &sink, &stopped).await;
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
    pub fn send(&self, command: Command) {
        if let Some(commands) = &self.commands {
            // The thread ends only after this sender is dropped, so there is always somebody to take it.
            drop(commands.send(command));
        }
    }

    /// Ends every wait. What is being changed at this moment is finished and recorded; the rest is left for later.
    pub fn stop(&self) {
        self.stop.cancel();
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

async fn obey(
    command: Command,
    prepared: &mut Option<sync::Prepared>,
    sink: &Sink,
    stop: &CancellationToken,
) {
    match command {
        Command::Check { setup, add_person } => {
            validate::check(&setup, add_person.as_ref(), sink, stop).await;
        }
        Command::Compare { setup, list_plan } => {
            *prepared = sync::compare(&setup, list_plan, sink, stop).await;
        }
        Command::Run { plan } => sync::run(prepared.take(), plan, sink, stop).await,
    }
}
