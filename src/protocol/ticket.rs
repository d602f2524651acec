//! The numbers by which late answers are told from current ones.

/// The number of a question. An answer to an earlier question than the current one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticket(u64);

impl Ticket {
    /// The beginning of a second series of numbers, which never meets the first.
    pub const SECOND_SERIES: Self = Self(1 << 63);

    /// The next number.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
