//! The worker from the command line's side: its events in a queue, and its signals.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread::Builder;

use crate::domain::issue::Issue;
use crate::engine::sink::Sink;
use crate::engine::worker::Worker;
use crate::protocol::command::Command;
use crate::protocol::event::Event;

/// A worker whose events can be waited for.
pub(super) struct Conversation {
    worker: Arc<Worker>,
    events: Receiver<Event>,
    /// Whether it was asked to end, and not interrupted.
    asked: Arc<AtomicBool>,
}

/// The signal that ends a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Ctrl-C, or the end of the terminal.
    Interrupt,
    /// The request to end that service managers send.
    Terminate,
}

impl Conversation {
    /// Starts a worker. Ctrl-C and a request to end stop it once what is under way is finished; a second one ends
    /// the process at once.
    pub(super) fn start() -> Result<Self, Issue> {
        let cannot = |error: io::Error| Issue::cannot_start().with_detail(&error.to_string());
        let (sender, events) = mpsc::sync_channel(1024);
        // A receiver that is gone belongs to a process that is about to end.
        let sink = Sink::new(move |event| drop(sender.send(event)));
        let worker = Arc::new(Worker::start(sink).map_err(cannot)?);
        let stopped = Arc::clone(&worker);
        let asked = Arc::<AtomicBool>::default();
        let noted = Arc::clone(&asked);
        Builder::new()
            .name("signals".to_owned())
            .spawn(move || wait_for_signals(&stopped, &noted))
            .map_err(cannot)?;
        Ok(Self {
            worker,
            events,
            asked,
        })
    }

    /// Whether it was asked to end, as service managers do, and not interrupted.
    pub(super) fn was_asked_to_end(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Sends a command.
    pub(super) fn send(&self, command: Command) {
        self.worker.send(command);
    }

    /// The next event; `None` when the worker has ended.
    pub(super) fn next(&self) -> Option<Event> {
        self.events.recv().ok()
    }
}

fn wait_for_signals(worker: &Worker, asked: &AtomicBool) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    else {
        return;
    };
    runtime.block_on(async {
        let signal = next_signal().await;
        asked.store(signal == Signal::Terminate, Ordering::Relaxed);
        worker.stop();
        next_signal().await;
        std::process::exit(130);
    });
}

/// Waits for Ctrl-C or, where there are such things, a request to end or the end of the terminal.
pub(super) async fn next_signal() -> Signal {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let hang_up = if is_hanging_up_ignored() {
            None
        } else {
            signal(SignalKind::hangup()).ok()
        };
        let closed = async {
            match hang_up {
                Some(mut hang_up) => drop(hang_up.recv().await),
                None => std::future::pending().await,
            }
        };
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            return tokio::select! {
                _ = tokio::signal::ctrl_c() => Signal::Interrupt,
                _ = terminate.recv() => Signal::Terminate,
                () = closed => Signal::Interrupt,
            };
        }
    }
    drop(tokio::signal::ctrl_c().await);
    Signal::Interrupt
}

/// Whether this process was told to live on when its terminal closes, as `nohup` does. Linux alone says so: elsewhere a
/// closed terminal ends the process at once, and the next sync goes on from there all the same.
#[cfg(unix)]
fn is_hanging_up_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The signal has the number 1, whose bit is the lowest.
    ignored
        .and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .is_none_or(|bits| bits & 1 == 1)
}
