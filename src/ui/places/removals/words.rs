//! What is said of people who left, in the words of the window.

use jiff::Timestamp;

use crate::app::subjects::removals::Wanted;
use crate::domain::issue::{people, thousands};
use crate::domain::removal::Act;
use crate::protocol::removal::{Decision, Removed, Waiting};
use crate::ui::times;

pub(super) fn number(count: usize) -> String {
    thousands(count as u64)
}

/// How we know that somebody left, in a line.
pub(super) fn evidence(one: &Waiting, now: Timestamp) -> String {
    if let Some(into) = &one.merged_into {
        return format!("Lives on as part of {into}, who is there");
    }
    if let Some(deletion) = &one.deleted {
        let by = (deletion.by.as_deref()).map_or_else(String::new, |by| format!(" by {by}"));
        return format!("Deleted in Auth0 {}{by}", times::day(deletion.at, now));
    }
    let asked: Vec<String> = (one.asked.iter()).map(|at| times::day(*at, now)).collect();
    let asked = match &asked[..] {
        // Of two moments of one day the day is said once: `today 14:02 and 14:03`.
        [first, again] => match (first.rsplit_once(' '), again.rsplit_once(' ')) {
            (Some((day, _)), Some((same, time))) if day == same => format!("{first} and {time}"),
            _ => format!("{first} and {again}"),
        },
        _ => asked.join(" and "),
    };
    format!("Auth0 says that this user does not exist: asked {asked}")
}

/// What the app has done to somebody, in a line.
pub(super) fn removed(one: &Removed, now: Timestamp) -> String {
    let what = match one.act {
        Act::Disable => "Disabled",
        Act::Mark => "Marked for deletion",
        _ => "Marked for deletion, since the sync that added them was taken back",
    };
    format!("{what} {}", times::day(one.at, now))
}

/// The heading of what was asked for.
pub(super) fn heading(wanted: &Wanted) -> &'static str {
    match wanted {
        Wanted::Decide(Decision::Keep, _) => "Keep people in UserHub",
        Wanted::Decide(Decision::Disable, _) => "Disable people in UserHub",
        Wanted::Decide(Decision::Mark, _) => "Mark people for deletion",
        Wanted::Restore(_) | Wanted::RestoreRun(_) => "Bring people back",
        Wanted::Undo(_) => "Take back what this sync added",
    }
}

/// What it comes to, and what of it can be undone.
pub(super) fn comes_to(wanted: &Wanted) -> &'static str {
    match wanted {
        Wanted::Decide(Decision::Keep, _) => {
            "They stay in UserHub as they are, and you are not asked about them again. Nothing is changed in either service."
        }
        Wanted::Decide(Decision::Disable, _) => {
            "They stay in UserHub and keep their seat, but are disabled there. They can be enabled again here at any time. Nothing \
             is changed in Auth0."
        }
        Wanted::Decide(Decision::Mark, _) => {
            "UserHub deletes them when its grace period is over; UserHub does not say how long that is. Until then they can be \
             brought back here. A marked person no longer takes a seat, which may change a bill. Nothing is changed in Auth0."
        }
        Wanted::Restore(_) | Wanted::RestoreRun(_) => {
            "Whoever was disabled is enabled again, and whoever was marked for deletion is restored, as long as UserHub still has \
             them. Whoever had left Auth0 counts as kept then: you are not asked about them again."
        }
        Wanted::Undo(_) => {
            "Only people whom this sync added, and who are still as it left them, are marked for deletion in UserHub. UserHub \
             deletes them when its grace period is over; until then they can be brought back here. Until they are, later syncs \
             do not add them again. A marked person no longer takes a seat, which may change a bill. Nothing is changed in Auth0."
        }
    }
}

/// The primary button of a review.
pub(super) fn button(wanted: &Wanted, count: u64) -> String {
    let who = people(count);
    match wanted {
        Wanted::Decide(Decision::Keep, _) => format!("Keep {who}"),
        Wanted::Decide(Decision::Disable, _) => format!("Disable {who}"),
        Wanted::Decide(Decision::Mark, _) | Wanted::Undo(_) => {
            format!("Mark {who} for deletion")
        }
        Wanted::Restore(_) | Wanted::RestoreRun(_) => format!("Bring {who} back"),
    }
}

/// What is being done.
pub(super) fn working(wanted: &Wanted) -> &'static str {
    match wanted {
        Wanted::Decide(Decision::Keep, _) => "Keeping them…",
        Wanted::Decide(Decision::Disable, _) => "Disabling them in UserHub…",
        Wanted::Decide(Decision::Mark, _) => "Marking them for deletion in UserHub…",
        Wanted::Restore(_) | Wanted::RestoreRun(_) => "Bringing them back…",
        Wanted::Undo(_) => "Marking for deletion whom the sync added…",
    }
}

/// What was done to so many.
pub(super) fn done(wanted: &Wanted, count: u64) -> String {
    let is = if count == 1 { "is" } else { "are" };
    let was = if count == 1 { "was" } else { "were" };
    let who = people(count);
    match wanted {
        Wanted::Decide(Decision::Keep, _) => format!("{who} {is} kept."),
        Wanted::Decide(Decision::Disable, _) => format!("{who} {was} disabled in UserHub."),
        Wanted::Decide(Decision::Mark, _) => {
            format!("{who} {is} marked for deletion in UserHub.")
        }
        Wanted::Restore(_) | Wanted::RestoreRun(_) => format!("{who} {was} brought back."),
        Wanted::Undo(_) => {
            format!("{who} whom the sync had added {is} marked for deletion in UserHub.")
        }
    }
}

/// What would be done with somebody, at the end of their row.
pub(super) fn would(act: Option<Act>) -> &'static str {
    match act {
        None => "would be kept",
        Some(Act::Disable) => "would be disabled",
        Some(Act::Mark | Act::TakeBack) => "would be marked",
        Some(Act::Enable) => "would be enabled",
        Some(Act::Restore) => "would be restored",
    }
}
