//! The pinned footer of a place: what it may offer, and the footers that several places have in common.

use crate::app::msg::{Msg, NavigationMsg, ReadinessMsg};
use crate::app::state::State;
use crate::protocol::checks::Scope;

/// What the pinned footer of a place offers.
pub(in crate::ui) struct Footer {
    /// The one primary button, which says what it does.
    pub(in crate::ui) primary: Option<(String, Msg)>,
    /// Another way on.
    pub(in crate::ui) secondary: Option<(String, Msg)>,
}

impl Footer {
    /// Nothing: the page itself has what can be done.
    pub(super) const NONE: Self = Self {
        primary: None,
        secondary: None,
    };
}

/// A footer with the primary button alone.
pub(super) fn only(label: &str, msg: Msg) -> Footer {
    Footer {
        primary: Some((label.to_owned(), msg)),
        secondary: None,
    }
}

/// A page that checks: the button checks until the check has passed, and then goes on. A check that did not pass
/// does not hold anybody up who wants to see the next page.
pub(super) fn checked(state: &State, scope: Scope, label: &str) -> Footer {
    // What nothing is wrong with and cannot be proved yet holds nobody up.
    let is_passed =
        state.readiness.run.scope == Some(scope) && state.readiness.run.result.ready().is_some();
    if state.readiness.is_proved(scope) || is_passed {
        return only("Continue", Msg::Navigation(NavigationMsg::Continued));
    }
    let label = if state.readiness.run.result.is_loading() {
        "Checking…"
    } else {
        label
    };
    let is_over =
        state.readiness.run.scope == Some(scope) && !state.readiness.run.result.is_loading();
    Footer {
        primary: Some((label.to_owned(), Msg::Readiness(ReadinessMsg::Check(scope)))),
        secondary: is_over.then(|| {
            (
                "Continue without it".to_owned(),
                Msg::Navigation(NavigationMsg::Continued),
            )
        }),
    }
}
