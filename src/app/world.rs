//! Practice or real, and what is busy in it.

/// Practice or real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// The made-up tenants inside this program.
    Practice,
    /// The person's own tenants.
    Real,
}

/// What must come to its end before anything else may begin: a sync, changes that are being made in Auth0, and what is done
/// to people who left.
///
/// One of them is busy at a time, in the set-up that is open. While it is, that set-up is not left, nothing else is begun and
/// the window is not closed without a question, so that nothing is changed unseen, and no report lands in another set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// A sync reads or changes people.
    Sync,
    /// The automatic set-up changes Auth0, or puts something back.
    SetUp,
    /// People who left are seen to in UserHub, or brought back.
    Removal,
}
