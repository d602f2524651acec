//! What undoing would do, held against what there is now: the rows of its review, in the words in which they are shown.

use super::found::{Action, Binding, Found};
use super::plan::Change;
use super::token::TokenFacts;
use super::undo::{ActionBack, Back, Undo};
use crate::domain::ids::Auth0Domain;

/// What undoing would do. Nothing has been changed when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoPlan {
    /// The number by which it is carried out, given by the engine.
    pub number: u64,
    /// The tenant that it is for.
    pub domain: Auth0Domain,
    /// What would be put back, and what stays, in the order in which it is done.
    pub rows: Vec<UndoPlanRow>,
    /// What the temporary key says of itself.
    pub token: TokenFacts,
}

/// One row of the review of an undoing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoPlanRow {
    /// Which change.
    pub change: Change,
    /// What it is: `Application "UserHub"`.
    pub title: String,
    /// The column "Now".
    pub now: String,
    /// The column "After".
    pub after: String,
    /// Why it stays as it is, where it does.
    pub stays: Option<String>,
}

impl UndoPlan {
    /// How many things would be put back, for the button's label.
    pub fn changes(&self) -> usize {
        self.rows.iter().filter(|row| row.stays.is_none()).count()
    }
}

impl Undo {
    /// The rows of the review. What needs no undoing has none.
    pub fn review(&self, found: &Found) -> Vec<UndoPlanRow> {
        let mut rows = Vec::new();
        let flow_now = names(&found.flow);
        rows.extend(row(
            Change::Flow,
            "Login flow",
            &self.flow,
            flow_now,
            |after| names(after),
        ));
        let action = action_there(&self.action);
        let title = action.map_or_else(
            || "Action".to_owned(),
            |there| format!("Action \"{}\"", there.name),
        );
        let now = match &self.action {
            Back::Do(ActionBack::Delete(_)) => "there, made by UserHub Connect",
            Back::Do(ActionBack::Restore { .. }) | Back::Nothing | Back::Stays(_) => {
                "there, changed by UserHub Connect"
            }
        };
        let now = now.to_owned();
        rows.extend(row(Change::Action, &title, &self.action, now, action_after));
        if let Back::Do(back) = &self.action {
            let names: Vec<&str> = action.map_or_else(Vec::new, |there| {
                there
                    .secrets
                    .iter()
                    .map(|slot| slot.name.as_str())
                    .collect()
            });
            rows.push(UndoPlanRow {
                change: Change::Secrets,
                title: "Secrets in the Action".to_owned(),
                now: if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join(", ")
                },
                after: secrets_after(back).to_owned(),
                stays: None,
            });
        }
        let now = match &self.permissions {
            Back::Do(back) => back.there.permissions.join(", "),
            Back::Nothing | Back::Stays(_) => String::new(),
        };
        rows.extend(row(
            Change::Permissions,
            "Permissions",
            &self.permissions,
            now,
            |back| match &back.left {
                None => "taken away".to_owned(),
                Some(left) if left.is_empty() => "none".to_owned(),
                Some(left) => left.join(", "),
            },
        ));
        let (title, now) = match &self.application {
            Back::Do(there) => (
                format!("Application \"{}\"", there.name),
                format!("there, Client ID {}", there.client_id),
            ),
            Back::Nothing | Back::Stays(_) => ("Application".to_owned(), "there".to_owned()),
        };
        rows.extend(row(
            Change::Application,
            &title,
            &self.application,
            now,
            |_| "deleted, with its Client Secret".to_owned(),
        ));
        rows
    }
}

fn row<T>(
    change: Change,
    title: &str,
    back: &Back<T>,
    now: String,
    after: impl FnOnce(&T) -> String,
) -> Option<UndoPlanRow> {
    let (after, stays) = match back {
        Back::Nothing => return None,
        Back::Do(what) => (after(what), None),
        Back::Stays(why) => ("stays as it is".to_owned(), Some(why.clone())),
    };
    Some(UndoPlanRow {
        change,
        title: title.to_owned(),
        now,
        after,
        stays,
    })
}

fn action_there(back: &Back<ActionBack>) -> Option<&Action> {
    match back {
        Back::Do(ActionBack::Delete(there) | ActionBack::Restore { there, .. }) => Some(there),
        Back::Nothing | Back::Stays(_) => None,
    }
}

fn action_after(back: &ActionBack) -> String {
    match back {
        ActionBack::Delete(_) => "deleted",
        ActionBack::Restore {
            version: Some(_), ..
        } => "the version that was deployed before is deployed again",
        ActionBack::Restore { version: None, .. } => "its code as it was before",
    }
    .to_owned()
}

fn secrets_after(back: &ActionBack) -> &'static str {
    match back {
        ActionBack::Delete(_) => "deleted with the Action",
        ActionBack::Restore {
            version: Some(_), ..
        } => "those of the version before",
        ActionBack::Restore { version: None, .. } => {
            "as they are: Auth0 shows nobody their former values"
        }
    }
}

fn names(flow: &[Binding]) -> String {
    if flow.is_empty() {
        return "empty".to_owned();
    }
    let names: Vec<&str> = flow.iter().map(|b| b.display_name.as_str()).collect();
    names.join(" → ")
}
