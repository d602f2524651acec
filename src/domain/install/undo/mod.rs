//! What undoing a set-up does: what was recorded, held against what there is now, becomes at most one step for each
//! thing. Only what was added is taken away, and what somebody else has made of it since is left as it is.
//!
//! Undoing once more, from the same record, does nothing: that is how an undoing that was cut off goes on, and how the
//! engine sees at the end that everything is put back.

mod differences;
mod rows;
#[cfg(test)]
mod tests;

pub use differences::differences;
pub use rows::UndoRow;

use super::found::{Action, Application, Binding, Found, Grant, Kept};
use super::plan::Change;
use super::record::{ActionRecord, ApplicationRecord, Record};

/// What is to be done about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back<T> {
    /// Nothing: it was not changed, or is put back already.
    Nothing,
    /// This.
    Do(T),
    /// It is no longer what was made, so it stays; the sentence says what and why.
    Stays(String),
}

impl<T> Back<T> {
    /// Whether there is something to be done.
    pub const fn is_needed(&self) -> bool {
        matches!(self, Self::Do(_))
    }

    /// Why it stays.
    pub fn stays(&self) -> Option<&str> {
        match self {
            Self::Stays(why) => Some(why),
            Self::Nothing | Self::Do(_) => None,
        }
    }
}

/// The steps, in the order in which they are carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The Login flow as it is to be.
    pub flow: Back<Vec<Binding>>,
    /// The Action, and its secrets with it.
    pub action: Back<ActionBack>,
    /// What the application may do.
    pub permissions: Back<PermissionsBack>,
    /// The application, which is deleted.
    pub application: Back<Application>,
}

/// What is to be done about the Action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionBack {
    /// It was made, and is deleted.
    Delete(Action),
    /// It was changed.
    Restore {
        /// As it is now.
        there: Action,
        /// The version that is deployed again, with its secrets; `None` where none ever was.
        version: Option<String>,
        /// The draft that is written after it, where the draft was another than that version.
        draft: Option<Kept>,
    },
}

/// What is to be done about the permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionsBack {
    /// The grant as it is now.
    pub there: Grant,
    /// What is left of it; `None` where it was made and nobody has added to it.
    pub left: Option<Vec<String>>,
}

impl Undo {
    /// What is still to be put back.
    pub fn needed(&self) -> Vec<Change> {
        let needed = [
            (Change::Application, self.application.is_needed()),
            (Change::Permissions, self.permissions.is_needed()),
            (Change::Action, self.action.is_needed()),
            (Change::Secrets, self.action.is_needed()),
            (Change::Flow, self.flow.is_needed()),
        ];
        let needed = needed.into_iter().filter(|(_, is_needed)| *is_needed);
        needed.map(|(change, _)| change).collect()
    }

    /// Why what stays does; one sentence each.
    pub fn remainders(&self) -> Vec<String> {
        let all = [
            self.action.stays(),
            self.flow.stays(),
            self.application.stays(),
        ];
        all.into_iter().flatten().map(str::to_owned).collect()
    }
}

/// Decides what undoing has to do.
pub fn undo(record: &Record, found: &Found) -> Undo {
    let action = action(record, found);
    Undo {
        flow: flow(record, found, &action),
        action,
        permissions: permissions(record, found),
        application: application(record, found),
    }
}

fn flow(record: &Record, found: &Found, action: &Back<ActionBack>) -> Back<Vec<Binding>> {
    let ours = record.action.as_ref().and_then(ActionRecord::id);
    let Some(ours) = ours.filter(|ours| found.place_of(ours).is_some()) else {
        return Back::Nothing;
    };
    let was_made = matches!(record.action, Some(ActionRecord::Made { .. }));
    if record.flow.is_none() && !was_made {
        return Back::Nothing;
    }
    if action.stays().is_some() {
        return Back::Stays(
            "The Action stays in the Login flow too. If nobody needs it, take it out there by hand."
                .to_owned(),
        );
    }
    let before = record.flow.as_ref().map_or(&[][..], |flow| &flow.before);
    let after = put_back(ours, before, &found.flow);
    if after == found.flow {
        Back::Nothing
    } else {
        Back::Do(after)
    }
}

/// The flow that is there now with our Action where it was before, or out of it; every other one keeps its place.
fn put_back(ours: &str, before: &[Binding], now: &[Binding]) -> Vec<Binding> {
    let others = now.iter().filter(|binding| binding.action_id != ours);
    let mut after: Vec<Binding> = others.cloned().collect();
    let Some(place) = before.iter().position(|b| b.action_id == ours) else {
        return after;
    };
    let (ahead, rest) = before.split_at(place);
    let at = |binding: &Binding, all: &[Binding]| {
        all.iter().position(|b| b.action_id == binding.action_id)
    };
    // Right behind the nearest one that was ahead of it, else right before the nearest one that came after.
    let behind = ahead
        .iter()
        .rev()
        .find_map(|b| at(b, &after))
        .map(|at| at + 1);
    let place = behind.or_else(|| rest.iter().skip(1).find_map(|b| at(b, &after)));
    let place = place.unwrap_or(0);
    after.splice(place..place, rest.first().cloned());
    after
}

fn action(record: &Record, found: &Found) -> Back<ActionBack> {
    let there = record.action.as_ref().and_then(ActionRecord::id);
    let (Some(there), Some(recorded)) = (there.and_then(|id| found.action(id)), &record.action)
    else {
        return Back::Nothing;
    };
    if is_restored(record, there) {
        return Back::Nothing;
    }
    let putting_back =
        matches!(recorded, ActionRecord::Changed { putting_back, .. } if *putting_back);
    if !putting_back && !record.is_as_written(there) {
        return Back::Stays(format!(
            "Somebody else has changed the Action \"{}\" since it was set up, so it stays as it is.",
            there.name
        ));
    }
    Back::Do(match recorded {
        ActionRecord::Making { .. } => return Back::Nothing,
        ActionRecord::Made { .. } => ActionBack::Delete(there.clone()),
        ActionRecord::Changed {
            before,
            version,
            was_current,
            ..
        } => ActionBack::Restore {
            there: there.clone(),
            version: version.clone(),
            draft: (version.is_none() || !was_current).then(|| before.clone()),
        },
    })
}

/// Whether an Action that was changed is as it was before.
fn is_restored(record: &Record, there: &Action) -> bool {
    let Some(ActionRecord::Changed {
        before,
        secrets,
        version,
        was_current,
        ..
    }) = &record.action
    else {
        return false;
    };
    let set = record.secrets.as_ref().map(|secrets| &secrets.slots);
    let same_secrets = match (version, was_current) {
        // The deployed version comes back with its own secrets, of which the record knows nothing.
        (Some(_), false) => set != Some(&there.secrets),
        (Some(_), true) => *secrets == there.secrets,
        // Its secrets cannot be put back.
        (None, _) => true,
    };
    there.kept == *before
        && same_secrets
        && (version.is_none() || there.deployment.is_current == *was_current)
}

fn permissions(record: &Record, found: &Found) -> Back<PermissionsBack> {
    let Some(recorded) = &record.grant else {
        return Back::Nothing;
    };
    let Some(there) = found.grant(&recorded.client_id) else {
        return Back::Nothing;
    };
    let left = without(&recorded.added, there);
    if left == there.permissions && (recorded.before.is_some() || !left.is_empty()) {
        return Back::Nothing;
    }
    Back::Do(PermissionsBack {
        there: there.clone(),
        left: (recorded.before.is_some() || !left.is_empty()).then_some(left),
    })
}

/// The permissions that somebody else has given.
fn without(added: &[String], there: &Grant) -> Vec<String> {
    let all = there.permissions.iter();
    let theirs = all.filter(|permission| !added.contains(permission));
    theirs.cloned().collect()
}

fn application(record: &Record, found: &Found) -> Back<Application> {
    let Some(ApplicationRecord::Made { client_id, name }) = &record.application else {
        return Back::Nothing;
    };
    let Some(there) = found.application(client_id) else {
        return Back::Nothing;
    };
    let stays = |why: &str| {
        Back::Stays(format!(
            "The application \"{}\" ({client_id}) stays: {why}. If nobody needs it, delete it in Auth0 by hand.",
            there.name
        ))
    };
    if name.as_ref().is_some_and(|name| *name != there.name) || there.unfit().is_some() {
        return stays("somebody else has changed it since it was made");
    }
    if found.used_elsewhere.contains(client_id) {
        return stays("somebody else has let it use another API since it was made");
    }
    let recorded = record.grant.as_ref();
    let added = recorded
        .filter(|recorded| recorded.client_id == *client_id)
        .map_or(&[][..], |recorded| &recorded.added);
    match found.grant(client_id) {
        Some(grant) if !without(added, grant).is_empty() => {
            stays("somebody else has given it more permissions since it was made")
        }
        _ => Back::Do(there.clone()),
    }
}
