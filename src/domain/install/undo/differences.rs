//! What is other than it was before the set-up although everything was undone, in words.

use super::super::found::{Binding, Found};
use super::super::record::{ActionRecord, Record};
use super::{action, flow};

/// How what there is after undoing differs from what there was before the set-up; one sentence each. These are changes of
/// somebody else's, and what Auth0 cannot take back.
pub fn differences(record: &Record, found: &Found) -> Vec<String> {
    [
        flow_difference(record, found),
        edit_difference(record, found),
        draft_difference(record, found),
        permissions_difference(record, found),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn flow_difference(record: &Record, found: &Found) -> Option<String> {
    let before = &record.flow.as_ref()?.before;
    let stays = flow(record, found, &action(record, found));
    if *before == found.flow || stays.stays().is_some() {
        return None;
    }
    let ours = record.action.as_ref().and_then(ActionRecord::id)?;
    let is_ours = |binding: &&Binding| binding.action_id == ours;
    let was_there = before.iter().any(|binding| is_ours(&binding));
    Some(match (was_there, found.place_of(ours)) {
        (true, None) => {
            "Somebody else has taken the Action out of the Login flow since, so it was not put in again."
        }
        (true, Some(_)) => {
            "Somebody else has changed the Login flow since. Their changes stay; only the Action's place was put back."
        }
        (false, _) => {
            "Somebody else has changed the Login flow since. Their changes stay; only UserHub is out of it."
        }
    }
    .to_owned())
}

/// An Action that somebody else has made theirs is put back as they left it, and not as it was before the first set-up.
fn edit_difference(record: &Record, found: &Found) -> Option<String> {
    let Some(ActionRecord::Changed {
        id,
        was_edited: true,
        ..
    }) = &record.action
    else {
        return None;
    };
    let there = found.action(id)?;
    Some(format!(
        "Somebody else had changed the Action \"{}\" between two set-ups. It is as they left it, with the secrets that it had \
         then.",
        there.name
    ))
}

/// What cannot be put back of an Action that was never deployed before.
fn draft_difference(record: &Record, found: &Found) -> Option<String> {
    let Some(ActionRecord::Changed {
        id,
        secrets,
        version: None,
        ..
    }) = &record.action
    else {
        return None;
    };
    // One whose deployment was never reached is as it was, but for the secrets.
    let there = found.action(id)?;
    let names: Vec<&str> = secrets.iter().map(|slot| slot.name.as_str()).collect();
    let values = match names.len() {
        0 => "the two secrets that were set in it stay".to_owned(),
        _ => format!(
            "the former values of {} cannot be put back",
            names.join(", ")
        ),
    };
    let stays_deployed = "The Action was never deployed before, and Auth0 cannot take a deployment back: it stays deployed, \
                          but in no flow, so it never runs";
    if there.deployment.version.is_some() {
        return Some(format!("{stays_deployed}; {values}."));
    }
    (there.secrets != *secrets).then(|| format!("In the Action, {values}."))
}

fn permissions_difference(record: &Record, found: &Found) -> Option<String> {
    let recorded = record.grant.as_ref()?;
    found.application(&recorded.client_id)?;
    let now = found.grant(&recorded.client_id);
    let now = now.map(|grant| grant.permissions.clone());
    (now != recorded.before).then(|| {
        "Somebody else has changed what the application may do since. Their changes stay."
            .to_owned()
    })
}
