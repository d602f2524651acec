//! What a finished program said: its exit code, its text, and its events when it was asked for JSON.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use serde_json::Value;

/// A program that has ended. Every failed expectation shows all that it said.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Expects this exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.shown());
        self
    }

    /// Expects these words somewhere in what it said.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(
            self.all_text().contains(words),
            "not said: {words}\n{}",
            self.shown()
        );
        self
    }

    /// Expects that these words appear nowhere.
    #[track_caller]
    pub(crate) fn never_says(self, words: &str) -> Self {
        assert!(
            !self.all_text().contains(words),
            "said: {words}\n{}",
            self.shown()
        );
        self
    }

    /// Expects a problem told to a person: what happened, why, how to fix it, and nothing for programmers.
    #[track_caller]
    pub(crate) fn tells_a_problem(self) -> Self {
        let lines: Vec<&str> = self.stderr.lines().collect();
        let why = lines.iter().position(|line| line.starts_with("Why: "));
        let why = why.unwrap_or_else(|| panic!("no why\n{}", self.shown()));
        assert!(why > 0 && !lines[why - 1].is_empty(), "{}", self.shown());
        let fix = lines.get(why + 1).copied().unwrap_or_default();
        assert!(fix.starts_with("How to fix it: "), "{}", self.shown());
        self.never_says("panicked").never_says("backtrace")
    }

    /// The events, one a line; every line must be one.
    #[track_caller]
    pub(crate) fn events(&self) -> Vec<Value> {
        let event = |line: &str| {
            let event: Value = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{error}: {line}\n{}", self.shown()));
            assert!(event["event"].is_string(), "{line}");
            event
        };
        self.stdout.lines().map(event).collect()
    }

    /// The events of one name.
    #[track_caller]
    pub(crate) fn all(&self, name: &str) -> Vec<Value> {
        let mut events = self.events();
        events.retain(|event| event["event"] == name);
        events
    }

    /// The one event of this name.
    #[track_caller]
    pub(crate) fn the(&self, name: &str) -> Value {
        let mut all = self.all(name);
        assert_eq!(all.len(), 1, "{name}\n{}", self.shown());
        all.remove(0)
    }

    /// The summary, which must be the last line and the only one of its kind.
    #[track_caller]
    pub(crate) fn summary(&self) -> Value {
        let summary = self.the("summary");
        let last = self.events().pop();
        assert_eq!(last.as_ref(), Some(&summary), "{}", self.shown());
        summary
    }

    /// Expects these counts in the summary, in the order added, updated, up to date, attention.
    #[track_caller]
    pub(crate) fn sums_up(self, counts: [u64; 4]) -> Self {
        let summary = self.summary();
        let names = ["added", "updated", "up_to_date", "attention"];
        let found = names.map(|name| summary[name].as_u64().unwrap());
        assert_eq!(found, counts, "{names:?}\n{}", self.shown());
        self
    }

    /// Expects that everybody who was read is accounted for.
    #[track_caller]
    pub(crate) fn leaves_nobody_out(self) -> Self {
        let summary = self.summary();
        let count = |name: &str| summary[name].as_u64().unwrap();
        let accounted = ["added", "updated", "up_to_date", "attention", "left_auth0"].map(count);
        // A key that may not list leaves one thing unproved, and nobody out.
        let is_listed = summary["not_proved"] != serde_json::json!(["userhub_not_listed"]);
        assert_eq!(summary["complete"], is_listed, "{}", self.shown());
        assert_eq!(
            accounted.iter().sum::<u64>(),
            count("read_auth0"),
            "{}",
            self.shown()
        );
        self
    }

    /// All text of both streams.
    pub(crate) fn all_text(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    fn shown(&self) -> String {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        format!("exit {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}
