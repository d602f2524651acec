//! Where output goes: results to standard output, talk to standard error. A closed pipe is no error.

use std::io::{self, IsTerminal as _, Write as _};

use serde_json::Value;

use super::exit::Exit;
use crate::domain::issue::Issue;

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
        // Whoever reads may have stopped reading (`| head`); there is nobody left to tell.
        drop(stdout.write_all(bytes).and_then(|()| stdout.flush()));
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
