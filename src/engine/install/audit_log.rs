//! Writes down for History what a set-up, or its undoing, is about to change, and what came of it.

use super::context::recorded;
use crate::clock;
use crate::domain::install::{Ending, PastChange, PastSetup, What, changes_back};
use crate::domain::issue::Issue;
use crate::protocol::install::{InstallEnd, InstallSetup, Report};
use crate::store::StoreError;
use crate::store::audit_log::AuditLog;
use crate::store::installs::RecordFile;

/// A set-up that is under way.
pub(super) struct Note {
    audit_log: AuditLog,
    record: RecordFile,
    begun: PastSetup,
}

impl Note {
    /// Writes down what is about to be changed, before anything is. `None` where there is nothing to change.
    pub(super) fn begin(
        setup: &InstallSetup,
        what: What,
        changes: Vec<PastChange>,
    ) -> Result<Option<Self>, Issue> {
        if changes.is_empty() {
            return Ok(None);
        }
        let note = Self {
            audit_log: AuditLog::of(&setup.folder, &setup.domain),
            record: RecordFile::of(&setup.folder, &setup.domain),
            begun: PastSetup {
                domain: setup.domain.clone(),
                what,
                way: setup.way,
                began_at: clock::timestamp(),
                ended_at: None,
                ending: None,
                changes,
                notes: Vec::new(),
            },
        };
        let written = note.audit_log.note(&note.begun);
        written.map_err(|error| unusable(setup, &error))?;
        Ok(Some(note))
    }

    /// The same for what undoing is about to put back.
    pub(super) fn begin_undo(setup: &InstallSetup) -> Result<Option<Self>, Issue> {
        let changes = recorded(setup)
            .map_err(|error| unusable(setup, &error))?
            .map_or_else(Vec::new, |record| changes_back(&record));
        Self::begin(setup, What::Undone, changes)
    }

    /// Writes down what came of it.
    pub(super) fn end(self, report: &Report) {
        let mut ended = PastSetup {
            ended_at: Some(clock::timestamp()),
            ending: Some(match &report.end {
                InstallEnd::FirstHalf => Ending::FirstHalf,
                InstallEnd::Interrupted => Ending::Stopped,
                InstallEnd::Problem(issue) => Ending::Problem(issue.what.clone()),
                InstallEnd::UndoneInPart => Ending::InPart,
                // What an earlier set-up of the tenant has changed is still there.
                InstallEnd::Undone if self.record.exists() => Ending::InPart,
                InstallEnd::Done
                | InstallEnd::Undone
                | InstallEnd::NothingToUndo
                | InstallEnd::Forgotten => Ending::Done,
            }),
            notes: report.notes.clone(),
            ..self.begun
        };
        ended.changes.retain(|change| change.is_among(&report.done));
        if let Err(error) = self.audit_log.note(&ended) {
            // Its beginning is there, and says what it was about to do.
            tracing::warn!(%error, "how a set-up ended could not be written down");
        }
    }
}

fn unusable(setup: &InstallSetup, error: &StoreError) -> Issue {
    let issue = match error {
        StoreError::DamagedRecord { path, .. } => {
            Issue::record_unreadable(&path.display().to_string())
        }
        _ => Issue::data_folder_unusable(&setup.folder.display().to_string(), error.fault()),
    };
    issue.with_detail(&error.to_string())
}
