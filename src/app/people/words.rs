//! What can happen in a list, on the map, and in the page of one person.

use crate::domain::roll::Filter;

/// What happened in a list, on the map, or in the page of one person.
#[derive(Clone, Debug)]
pub enum Act {
    /// The list shows these rows now.
    Saw {
        /// The first row in sight.
        from: usize,
        /// How many rows are in sight.
        count: usize,
    },
    /// The person wants to see others.
    Filtered(Filter),
    /// The same, and they want to see the list.
    LookedAt(Filter),
    /// The person searches for a text.
    Searched(String),
    /// The person wants to see those of one square of the map only, or everybody again.
    Chose(Option<usize>),
    /// The person wants to see the newest rows.
    AskedForNewest,
    /// The pointer or the keyboard is on a square of the map, or on none.
    Pointed(Option<usize>),
    /// The person wants the map as a list, or the map again.
    ShowAsList(bool),
    /// The person opens somebody.
    Opened(String),
    /// The person closes whom they have opened.
    Closed,
    /// The person wants the one who is open to be brought over.
    AskedToSyncOne,
    /// The person wants to see the one who is open in the Auth0 dashboard.
    AskedToSeeInAuth0,
    /// The person wants those to be tried again who need attention for this reason.
    AskedToTryAgain(String),
}
