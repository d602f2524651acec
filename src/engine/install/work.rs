//! A set-up in progress: what its changes work with, and what they write down.

use super::context::{InstallContext, refused};
use super::reporter::Reporter;
use crate::clients::error::ClientError;
use crate::domain::install::{Change, Choices, Decision, Found, Record, Step, StepState};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::engine::failure::Failure;
use crate::protocol::install;

/// What a set-up in progress works with.
pub(super) struct Work<'a> {
    pub(super) context: &'a InstallContext,
    pub(super) found: &'a Found,
    pub(super) decision: &'a Decision,
    pub(super) choices: &'a Choices,
    pub(super) record: Record,
    /// The changes that stand.
    pub(super) done: Vec<Change>,
    pub(super) report: &'a Reporter,
}

impl Work<'_> {
    pub(super) fn tell(&self, change: Change, state: StepState) {
        self.report
            .send(install::Event::Step(Step { change, state }));
    }

    pub(super) fn working(&self, change: Change, text: &str) {
        self.tell(change, StepState::Working(text.to_owned()));
    }

    /// Puts the record on the disk.
    pub(super) fn keep(&self) -> Result<(), Failure> {
        Ok(self.context.file.write(&self.record)?)
    }

    /// After a write that failed: where Auth0 has surely changed nothing, the record is again what it was. What a person
    /// does by hand from here on is theirs.
    pub(super) fn refused(
        &mut self,
        former: Record,
        error: ClientError,
        what: &'static str,
    ) -> Failure {
        if error.changed_nothing() {
            self.record = former;
            if let Err(failure) = self.keep() {
                return failure;
            }
        }
        refused(what)(error)
    }
}

/// Whether there is a change to make.
pub(super) fn anything(decision: &Decision) -> bool {
    decision.plan.changes() > 0
}

/// Whether the key has stopped working while a change waited.
pub(super) async fn still_good(work: &Work<'_>) -> Result<(), Failure> {
    match work.context.trouble(false).await? {
        Some(TemporaryKeyTrouble::Ended) => {
            let done = u64::try_from(work.done.len()).unwrap_or(u64::MAX);
            Err(Issue::temporary_key(&TemporaryKeyTrouble::Ended, done, 5).into())
        }
        _ => Ok(()),
    }
}
