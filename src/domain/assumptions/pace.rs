//! What was measured of the tenant's limit, held against the contract.

use super::{Assumption, Noted, Words, held, otherwise};

/// What one of UserHub's reads was measured to cost, in requests of the tenant's.
pub fn measured(cost: u32) -> Noted {
    let assumption = Assumption::UserHubReadsCount;
    match cost {
        0 => otherwise(assumption, Words::of("they cost nothing")),
        1 => held(assumption, Words::of("one request each")),
        _ => held(assumption, Words::of("several requests each")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_that_cost_nothing_are_not_what_was_assumed() {
        assert!(!measured(0).held);
        assert!(measured(1).held && measured(2).held);
        assert_ne!(measured(1).words, measured(2).words);
    }
}
