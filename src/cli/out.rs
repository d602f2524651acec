//! Where output goes: results to standard output, talk to standard error. A closed pipe is no error; any other loss is
//! told once, and decides how the process ends.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::exit::Exit;
use crate::domain::issue::Issue;

/// Whether something that was to be printed is lost.
static LOST: AtomicBool = AtomicBool::new(false);

/// The two streams, and whether results are JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Out {
    json: bool,
}

impl Out {
    pub(super) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are asked for as JSON.
    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// Whether a person watches, so that a bar can be drawn.
    pub(super) fn is_watched(self) -> bool {
        !self.json && io::stderr().is_terminal()
    }

    /// A line of the result.
    pub(super) fn line(text: impl AsRef<str>) {
        Self::raw(format!("{}\n", text.as_ref()).as_bytes());
    }

    /// A JSON object on a line of its own.
    pub(super) fn event(value: &Value) {
        Self::line(value.to_string());
    }

    /// Bytes as they are.
    pub(super) fn raw(bytes: &[u8]) {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
        Self::written(written);
    }

    /// Looks at how writing to standard output went. What is under way goes on, for what it does counts more than what it
    /// prints; but a result that nobody can read is no success.
    pub(super) fn written(written: io::Result<()>) {
        match written {
            Ok(()) => {}
            // Whoever reads has stopped reading (`| head`); there is nobody left to tell.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            Err(error) if LOST.swap(true, Ordering::Relaxed) => drop(error),
            Err(error) => drop(writeln!(
                io::stderr().lock(),
                "What was to be printed is lost, since standard output takes no more ({error})."
            )),
        }
    }

    /// How the process ends: a success whose result is lost is none.
    pub(super) fn unless_lost(exit: Exit) -> Exit {
        match exit {
            Exit::Done | Exit::Attention if Self::is_lost() => Exit::Usage,
            exit => exit,
        }
    }

    /// Whether something that was to be printed is lost.
    pub(super) fn is_lost() -> bool {
        LOST.load(Ordering::Relaxed)
    }

    /// A line of talk for a person; a program that asked for JSON gets none.
    pub(super) fn say(self, text: impl AsRef<str>) {
        if !self.json {
            let mut stderr = io::stderr().lock();
            drop(writeln!(stderr, "{}", text.as_ref()));
        }
    }

    /// Tells a problem, and gives the exit code that stands for it.
    pub(super) fn problem(self, issue: &Issue) -> Exit {
        if self.json {
            Self::event(&super::json::problem(issue));
        } else {
            self.say(issue.to_string());
        }
        issue.into()
    }
}
