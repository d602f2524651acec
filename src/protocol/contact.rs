//! What the services were seen to answer, held against what is assumed of them.

use crate::domain::assumptions::{Line, Origin};

/// Which assumptions about the services held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who answered: the real services, or practice.
    pub from: Origin,
    /// Every assumption with what was answered.
    pub lines: Vec<Line>,
}
