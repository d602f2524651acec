//! Repeatable chance: the same seed, number and purpose always give the same rolls.

/// A stream of rolls (splitmix64), cheap enough to start anew for each person.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The rolls of one person for one purpose.
    pub(crate) fn new(seed: u64, index: u64, purpose: u64) -> Self {
        let mut dice =
            Self(seed ^ index.wrapping_mul(0x9E6C_63D0_876A_F2C9) ^ purpose.rotate_left(32));
        // One round parts neighbours: their start values differ in few bits.
        dice.0 = dice.next();
        dice
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit - 1`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of the given things.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next() >> 33).unwrap_or(0) % things.len();
        &things[at]
    }
}
