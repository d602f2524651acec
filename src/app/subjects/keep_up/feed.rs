//! What a watch has seen to, newest first. It stands still while somebody reads it.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::protocol::live::{Change, Outcome};

/// How many of the newest are shown.
pub const SHOWN: usize = 50;

/// The newest changes, and whether they stand still.
#[derive(Debug, Default)]
pub struct Feed {
    newest: VecDeque<Row>,
    /// What was shown when somebody began to read.
    held: Option<Vec<Row>>,
    /// Whether it was asked to stand still until somebody lets it go on.
    stopped: bool,
    /// How many there were since the watch was first begun.
    all: u64,
    last_brought_over: Option<Timestamp>,
}

/// A change, by its number.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number since the watch was first begun.
    pub number: u64,
    /// The change.
    pub change: Change,
}

impl Feed {
    pub(super) fn add(&mut self, change: Change) {
        self.all += 1;
        if matches!(change.outcome, Outcome::Added | Outcome::Updated) {
            self.last_brought_over = Some(change.done_at);
        }
        self.newest.push_front(Row {
            number: self.all,
            change,
        });
        self.newest.truncate(SHOWN);
    }

    pub(super) fn hold(&mut self, reads: bool) {
        if !reads {
            self.held = None;
        } else if self.held.is_none() {
            self.held = Some(self.newest.iter().cloned().collect());
        }
    }

    /// Stands still until it is let go on, whether or not somebody reads it.
    pub(super) fn stop(&mut self, stops: bool) {
        self.stopped = stops;
        self.hold(stops);
    }

    /// What is shown, newest first.
    pub fn rows(&self) -> Box<dyn Iterator<Item = &Row> + '_> {
        match &self.held {
            Some(held) => Box::new(held.iter()),
            None => Box::new(self.newest.iter()),
        }
    }

    /// Whether it stands still.
    pub const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Whether it stands still until somebody lets it go on.
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// How many have come since it stands still.
    pub fn newer(&self) -> u64 {
        let shown = self
            .held
            .as_ref()
            .map(|held| held.first().map_or(0, |row| row.number));
        shown.map_or(0, |shown| self.all.saturating_sub(shown))
    }

    /// How many there were.
    pub const fn all(&self) -> u64 {
        self.all
    }

    /// When somebody was added or updated last.
    pub const fn last_brought_over(&self) -> Option<Timestamp> {
        self.last_brought_over
    }
}
