//! Counts in words, and the messages that filter the list: what several parts of the sync say.

use crate::app::msg::{Msg, UsersMsg};
use crate::domain::issue::thousands;
use crate::domain::roster::Filter;

/// A count as the screens write it.
pub(super) fn number(count: impl TryInto<u64>) -> String {
    thousands(count.try_into().unwrap_or(u64::MAX))
}

/// `1 needs attention`, `3 need attention`.
pub(super) fn need_attention(count: u64) -> String {
    if count == 1 {
        "1 needs attention".to_owned()
    } else {
        format!("{} need attention", number(count))
    }
}

/// Shows only those whom a filter takes.
pub(super) fn filtered(filter: Filter) -> Msg {
    Msg::Users(UsersMsg::Filtered(filter))
}

/// The same, with the list brought into view.
pub(super) fn look_at(filter: Filter) -> Msg {
    Msg::Users(UsersMsg::LookedAt(filter))
}
