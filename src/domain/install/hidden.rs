//! What an earlier set-up has left and the tenant's lists, as they came, do not show.

use super::found::Found;
use super::record::{ActionRecord, ApplicationRecord, Record};
use crate::domain::ids::ClientId;

/// What an earlier set-up has made or changed and a look does not show, although it may be there. What is gone shows in a list
/// that is whole.
pub fn hidden(record: &Record, found: &Found) -> Option<&'static str> {
    let application = record.application.as_ref();
    let application = application.and_then(ApplicationRecord::client_id);
    let gap = &found.gaps.applications;
    // The Client ID of one that could not be read is not known: its name has to do.
    let may_hide = !gap.is_whole() || gap.ours().next().is_some();
    if application.is_some_and(|id| found.application(id).is_none()) && may_hide {
        return Some("The application of the earlier set-up");
    }
    let action = record.action.as_ref().and_then(ActionRecord::id);
    let gap = &found.gaps.actions;
    let is_lost = |id: &str| {
        let mut odd = gap.odd.iter().map(|odd| odd.id.as_deref());
        found.action(id).is_none() && (!gap.is_whole() || odd.any(|odd| odd == Some(id)))
    };
    if action.is_some_and(is_lost) {
        return Some("The Action of the earlier set-up");
    }
    let owner = record.grant.as_ref().map(|grant| &grant.client_id);
    let grants = &found.gaps.grants;
    let is_lost = |id: &ClientId| {
        found.grant(id).is_none() && (grants.hides_one_of(id) || !grants.is_whole())
    };
    owner
        .is_some_and(is_lost)
        .then_some("What the application of the earlier set-up may do")
}
