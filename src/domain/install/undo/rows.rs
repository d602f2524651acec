//! What undoing would do, as far as the record alone tells: lines for the review, and for History.

use super::super::found::Binding;
use super::super::plan::Change;
use super::super::record::{ActionRecord, ApplicationRecord, Record};
use super::put_back;

/// One thing that undoing would put back, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoRow {
    /// Which change.
    pub change: Change,
    /// What it is.
    pub title: &'static str,
    /// What there is before undoing.
    pub before: String,
    /// What there is after it.
    pub after: String,
}

impl Record {
    /// What undoing would do, one line each, in the order in which it would be done.
    pub fn undo_lines(&self) -> Vec<String> {
        let rows = self.undo_rows().into_iter();
        rows.map(|row| format!("{}: {}", row.title, row.after))
            .collect()
    }

    /// What undoing would do, in the order in which it would be done.
    pub fn undo_rows(&self) -> Vec<UndoRow> {
        let row = |change, title, before: &str, after: String| UndoRow {
            change,
            title,
            before: before.to_owned(),
            after,
        };
        let mut rows = Vec::new();
        if let Some(flow) = &self.flow {
            let ours = self.action.as_ref().and_then(ActionRecord::id);
            let former = put_back(ours.unwrap_or_default(), &flow.before, &flow.after);
            let after = match former.len() {
                0 => "empty again".to_owned(),
                _ => format!("{} again", names(&former)),
            };
            rows.push(row(Change::Flow, "Login flow", &names(&flow.after), after));
        }
        let action = |before, after: &str| row(Change::Action, "Action", before, after.to_owned());
        let changed = "changed by UserHub Connect";
        let made = "made by UserHub Connect";
        rows.extend(match &self.action {
            Some(ActionRecord::Made { .. }) => Some(action(made, "deleted")),
            Some(ActionRecord::Changed {
                version: Some(_), ..
            }) => Some(action(
                changed,
                "the version that was deployed before is deployed again, with its secrets",
            )),
            Some(ActionRecord::Changed { version: None, .. }) => Some(action(
                changed,
                "its code as before; the values of its secrets cannot be put back",
            )),
            Some(ActionRecord::Making { .. }) | None => None,
        });
        if let Some(grant) = &self.grant {
            let added = grant.added.join(", ");
            let after = match grant.before {
                None => "taken away".to_owned(),
                Some(_) => format!("{added} taken away"),
            };
            rows.push(row(Change::Permissions, "Permissions", &added, after));
        }
        if let Some(ApplicationRecord::Made { client_id, .. }) = &self.application {
            let after = format!("{client_id} deleted");
            rows.push(row(Change::Application, "Application", made, after));
        }
        rows
    }
}

fn names(flow: &[Binding]) -> String {
    let names: Vec<&str> = flow.iter().map(|b| b.display_name.as_str()).collect();
    names.join(", ")
}
