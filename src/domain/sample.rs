//! A few of very many, chosen while they stream past: at random, or evenly spread.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// So many chosen at random of all that are offered, each with the same chance, in one pass.
///
/// Each one's lot follows from its key and a seed, and the smallest lots are kept: whoever is offered twice has no better
/// chance, and the order of the offers does not matter. The seed is all the chance in it.
#[derive(Clone, Debug)]
pub struct Sample<T> {
    seed: u64,
    most: usize,
    kept: Vec<(u64, T)>,
}

impl<T> Sample<T> {
    /// Nobody yet; at most `most` will be chosen.
    pub fn new(seed: u64, most: usize) -> Self {
        Self {
            seed,
            most,
            kept: Vec::with_capacity(most + 1),
        }
    }

    /// Offers one, by a key that tells them from others.
    pub fn offer(&mut self, key: &str, one: T) {
        let mut hasher = DefaultHasher::new();
        (self.seed, key).hash(&mut hasher);
        let lot = hasher.finish();
        let place = self.kept.partition_point(|(other, _)| *other < lot);
        let is_there = self.kept.get(place).is_some_and(|(other, _)| *other == lot);
        if place < self.most && !is_there {
            self.kept.insert(place, (lot, one));
            self.kept.truncate(self.most);
        }
    }

    /// Those who were chosen.
    pub fn chosen(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().map(|(_, one)| one)
    }
}

/// All that are offered as long as they are few; of more, some that are spread evenly over them.
#[derive(Clone, Debug)]
pub struct Spread<T> {
    most: usize,
    /// Every so-manieth is kept.
    step: u64,
    offered: u64,
    kept: Vec<T>,
}

impl<T> Spread<T> {
    /// Nobody yet; at most `most` are kept, which must be two or more.
    pub fn new(most: usize) -> Self {
        Self {
            most: most.max(2),
            step: 1,
            offered: 0,
            kept: Vec::new(),
        }
    }

    /// Offers one.
    pub fn offer(&mut self, one: impl FnOnce() -> T) {
        if self.offered.is_multiple_of(self.step) {
            if self.kept.len() == self.most {
                let mut even = false;
                self.kept.retain(|_| {
                    even = !even;
                    even
                });
                self.step *= 2;
            }
            if self.offered.is_multiple_of(self.step) {
                self.kept.push(one());
            }
        }
        self.offered += 1;
    }

    /// How many were offered.
    pub fn offered(&self) -> u64 {
        self.offered
    }

    /// Those who were kept.
    pub fn into_kept(self) -> Vec<T> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn chosen(seed: u64, of: u32) -> Vec<u32> {
        let mut sample = Sample::new(seed, 5);
        for one in 0..of {
            sample.offer(&one.to_string(), one);
            sample.offer(&one.to_string(), one);
        }
        sample.chosen().copied().collect()
    }

    #[test]
    fn each_has_the_same_chance_and_no_seed_chooses_twice() {
        let mut often = BTreeMap::new();
        for seed in 0..4_000 {
            let mut five = chosen(seed, 20);
            five.sort_unstable();
            five.dedup();
            assert_eq!(five.len(), 5);
            for one in five {
                *often.entry(one).or_insert(0) += 1;
            }
        }
        // A thousand times each is what chance makes of it; a tenth more or less is six times what it varies.
        assert_eq!(often.len(), 20);
        assert!(
            often.values().all(|count| (850..1_150).contains(count)),
            "{often:?}"
        );
    }

    #[test]
    fn the_seed_alone_decides_and_fewer_than_wanted_are_all() {
        assert_eq!(chosen(7, 1_000), chosen(7, 1_000));
        assert_ne!(chosen(7, 1_000), chosen(8, 1_000));
        assert_eq!(chosen(7, 3).len(), 3);
    }

    #[test]
    fn a_spread_keeps_all_of_few_and_evenly_many_of_more() {
        for of in 0..200_u64 {
            let mut spread = Spread::new(10);
            for one in 0..of {
                spread.offer(|| one);
            }
            assert_eq!(spread.offered(), of);
            let kept = spread.into_kept();
            if of <= 10 {
                assert_eq!(kept, (0..of).collect::<Vec<_>>());
                continue;
            }
            assert!((5..=10).contains(&kept.len()), "{of}: {kept:?}");
            let step = kept[1] - kept[0];
            assert!(
                kept.windows(2).all(|two| two[1] - two[0] == step),
                "{of}: {kept:?}"
            );
            assert!(of - kept[kept.len() - 1] <= step, "{of}: {kept:?}");
        }
    }
}
