//! A value that comes from elsewhere, and the tickets by which late answers are told from current ones.

use crate::domain::issue::Issue;

/// A value that was asked for from elsewhere.
#[derive(Clone, Debug, Default)]
pub enum Remote<T> {
    /// Nobody has asked yet, or what it hung on was changed since.
    #[default]
    NotAsked,
    /// It was asked for.
    Loading,
    /// It is there.
    Ready(T),
    /// It could not be had.
    Failed(Box<Issue>),
}

impl<T> Remote<T> {
    /// The value, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::NotAsked | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Whether it is being asked for.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading)
    }

    /// Why it could not be had.
    pub fn issue(&self) -> Option<&Issue> {
        match self {
            Self::Failed(issue) => Some(issue),
            Self::NotAsked | Self::Loading | Self::Ready(_) => None,
        }
    }
}
