//! What an order leaves, and how whoever asked is told of it.

use super::context::InstallContext;
use crate::domain::install::{Change, Choices, Decision, Found};
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::install::{self, InstallEnd, InstallSetup, Report};
use crate::protocol::ticket::Ticket;

/// A plan that was shown and can be carried out.
#[derive(Debug)]
pub(in crate::engine) struct Prepared {
    pub(super) setup: InstallSetup,
    pub(super) choices: Choices,
    pub(super) found: Found,
    pub(super) decision: Decision,
}

/// Tells whoever asked.
#[derive(Clone)]
pub(super) struct Reporter {
    pub(super) sink: Sink,
    pub(super) ticket: Ticket,
}

impl Reporter {
    pub(super) fn send(&self, news: install::Event) {
        self.sink.send(Event::Install {
            news,
            ticket: self.ticket,
        });
    }
}

impl Report {
    /// A report with nothing done.
    pub(super) fn of(end: InstallEnd) -> Self {
        Self {
            end,
            done: Vec::new(),
            open: Vec::new(),
            notes: Vec::new(),
            deleted: None,
        }
    }

    pub(super) fn problem(issue: Issue) -> Self {
        Self::of(InstallEnd::Problem(issue))
    }
}

/// How an order ends that met a failure, with what was done of `all` until then.
pub(super) fn failed(
    context: &InstallContext,
    failure: &Failure,
    done: Vec<Change>,
    all: &[Change],
) -> Report {
    let open = all.iter().filter(|change| !done.contains(change));
    let open: Vec<Change> = open.copied().collect();
    let end = if failure.is_stop() {
        InstallEnd::Interrupted
    } else {
        InstallEnd::Problem(context.issue(failure, done.len(), all.len()))
    };
    Report {
        end,
        done,
        open,
        notes: Vec::new(),
        deleted: None,
    }
}
