//! How checks are reported: each result as it comes, the first problem at the end, and what passed before and has changed.

use crate::clock;
use crate::domain::issue::{Code, Fix, Issue};
use crate::protocol::checks::{Check, CheckState, SIGN_IN};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;
use crate::store::seen::Seen;

use crate::engine::sink::Sink;

/// Reports results, remembers the first problem, and holds each result against the last time.
pub(in crate::engine) struct Report<'a> {
    sink: &'a Sink,
    ticket: Ticket,
    first_problem: Option<Issue>,
    /// What was seen last; `None` while the set-up has no profile of its own yet.
    seen: Option<Seen>,
}

impl<'a> Report<'a> {
    pub(in crate::engine) async fn begin(setup: &Setup, sink: &'a Sink, ticket: Ticket) -> Self {
        let of = format!("{} {}", setup.domain, setup.client_id);
        let profile = setup.profile.clone();
        let seen = match &setup.userhub {
            Some(_) => tokio::task::spawn_blocking(move || Seen::open(&profile, &of)).await,
            None => return Self::with(sink, ticket, None),
        };
        Self::with(sink, ticket, seen.ok())
    }

    const fn with(sink: &'a Sink, ticket: Ticket, seen: Option<Seen>) -> Self {
        Self {
            sink,
            ticket,
            first_problem: None,
            seen,
        }
    }

    /// Says that the checks are over, and keeps what was seen. That it cannot be kept is no problem of the checks.
    pub(in crate::engine) async fn end(self) {
        // What Auth0 never accepted may be no Client ID at all, but a secret in the wrong place: it is not written down.
        let accepted = |seen: &Seen| seen.before(SIGN_IN).is_some();
        if let Some(seen) = self.seen.filter(accepted) {
            let saved = tokio::task::spawn_blocking(move || seen.save()).await;
            if let Ok(Err(error)) = saved {
                tracing::debug!(%error, "what was seen could not be kept");
            }
        }
        self.sink.send(Event::ChecksDone {
            problem: self.first_problem,
            ticket: self.ticket,
        });
    }

    pub(in crate::engine) fn tell(
        &self,
        name: &'static str,
        state: CheckState,
        why: String,
        fix: String,
    ) {
        self.send(name, state, why, fix, None);
    }

    fn send(
        &self,
        name: &'static str,
        state: CheckState,
        why: String,
        fix: String,
        issue: Option<Issue>,
    ) {
        // A passing trouble says nothing of a change.
        let has_changed = issue.as_ref().is_some_and(|issue| !issue.retryable);
        let before = self.seen.as_ref().filter(|_| has_changed);
        let check = Check {
            name,
            state,
            why,
            fix,
            issue: issue.map(Box::new),
            at: clock::timestamp(),
            passed_before: before.and_then(|seen| Some(seen.before(name)?.passed_at)),
        };
        self.sink.send(Event::Check {
            check,
            ticket: self.ticket,
        });
    }

    /// It passed; `mark` tells this state from another, and a note is made where it is not the one that passed before.
    pub(in crate::engine) fn passed_with(
        &mut self,
        name: &'static str,
        why: String,
        mark: Option<String>,
    ) {
        let before = self.seen.as_ref().and_then(|seen| seen.before(name));
        let changed = before.filter(|before| before.mark.is_some() && before.mark != mark);
        if let Some(seen) = &mut self.seen {
            seen.passed(name, clock::timestamp(), mark);
        }
        match changed {
            None => self.send(name, CheckState::Passed, why, String::new(), None),
            Some(before) => {
                let why = format!("{why}. It was changed since {}", day(before.passed_at));
                let fix = "Nothing has to be done if you know of it. The sign-in test shows whether it still works.";
                self.send(name, CheckState::Note, why, fix.to_owned(), None);
            }
        }
    }

    pub(in crate::engine) fn passed(&mut self, name: &'static str, why: String) {
        self.passed_with(name, why, None);
    }

    pub(in crate::engine) fn problem(&mut self, name: &'static str, mut issue: Issue) {
        let was_there = self
            .seen
            .as_ref()
            .is_some_and(|seen| seen.before(name).is_some());
        if was_there && matches!(issue.code, Code::NotAuthorized | Code::PermissionsMissing) {
            issue.fixes.push(Fix::PutRight);
        }
        self.first_problem.get_or_insert_with(|| issue.clone());
        let why = format!("{}. {}", issue.what, issue.why);
        let fix = issue.fix.clone();
        self.send(name, CheckState::Problem, why, fix, Some(issue));
    }

    /// What was asked for cannot be proved in this way; it says nothing against what was checked.
    pub(in crate::engine) fn mistaken(&mut self, name: &'static str, issue: Issue) {
        self.first_problem.get_or_insert_with(|| issue.clone());
        let (why, fix) = (issue.what.clone(), issue.fix.clone());
        self.send(name, CheckState::NotProved, why, fix, Some(issue));
    }

    pub(in crate::engine) fn not_checked(&self, names: impl IntoIterator<Item = &'static str>) {
        for name in names {
            let why = match &self.first_problem {
                Some(problem) if problem.code == Code::SyncInterrupted => {
                    "Not checked, because the check was stopped"
                }
                Some(_) => "Not checked, because an earlier check did not pass",
                None => "Not checked, because its values were not given",
            };
            self.tell(name, CheckState::NotChecked, why.to_owned(), String::new());
        }
    }
}

/// A day, as it is written in any language.
fn day(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}
