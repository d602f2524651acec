//! What looks at a tenant's bucket tell of it: how many requests a second it gives us, and what one of UserHub's reads
//! costs.
//!
//! Auth0 counts requests in token buckets (contract auth0-api 5): a burst that refills at a sustained rate. Between two
//! looks at one,
//!
//! ```text
//! what is left now = what was left + refilled - taken by others - our requests - cost x UserHub's reads
//! ```
//!
//! so that `gain = free x seconds - cost x reads`, where `gain` is the change of what is left with our own requests added
//! back, and `free` is what refills less what others take. Two numbers are wanted, `free` and `cost`, and every two
//! looks are one such equation. `cost` is a small whole number: of the few that are possible, the one is taken that the looks
//! contradict least, whatever others took. `free` then follows by weighted least squares, the newest looks counting most:
//! estimation with a forgetting factor (Åström and Wittenmark, *Adaptive Control*, 2nd ed., chapter 2). Two things keep it
//! honest:
//!
//! - A read is charged at an unknown moment between its beginning and its end, so that only bounds of how many were
//!   charged are known. What lies within them speaks against no cost.
//! - A bucket that was full lost what it could not hold: its gain is a lower bound of what was free.

use std::collections::VecDeque;

/// One look at the bucket. The counts go on from look to look.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// When it was, in seconds since any fixed moment.
    pub(super) at: f64,
    /// What was left then.
    pub(super) left: f64,
    /// Whether the bucket was full but for the look itself.
    pub(super) full: bool,
    /// Our own requests so far, the look among them.
    pub(super) own: f64,
    /// UserHub's reads so far that were begun.
    pub(super) begun: f64,
    /// UserHub's reads so far that are over.
    pub(super) over: f64,
}

/// What the looks tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Findings {
    /// Requests a second that refill and that others leave.
    pub(super) free: f64,
    /// What one of UserHub's reads costs, in requests.
    pub(super) cost: f64,
    /// Whether reads were seen in it, so that `cost` is no mere assumption.
    pub(super) measured: bool,
    /// Whether every other cost was contradicted: few reads, or a limit that nobody comes near, leave all of them possible.
    pub(super) proved: bool,
}

/// The last looks, and what they tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Estimate {
    looks: VecDeque<Look>,
}

/// How many looks are kept: more would only remember what is over.
const KEPT: usize = 12;
/// What a look counts beside the one after it.
const FORGETTING: f64 = 0.75;
/// The costs that are thought possible.
const COSTS: [f64; 5] = [1.0, 0.0, 2.0, 3.0, 4.0];
/// How much better another cost must explain the looks than the one that is taken so far, in squared requests.
const DOUBT: f64 = 4.0;
/// By how much what is left may be off, in requests: it is cut to a whole number.
const NOISE: f64 = 1.0;
/// By how much a rate is tried faster when the bucket stays full although it is used.
const PROBE: f64 = 1.25;

/// What happened between two looks.
#[derive(Clone, Copy)]
struct Between {
    seconds: f64,
    gain: f64,
    /// Reads that were surely charged in it, and those that may have been.
    surely: f64,
    maybe: f64,
    full: bool,
}

impl Estimate {
    /// Takes a look in.
    pub(super) fn note(&mut self, look: Look) {
        if self.looks.len() == KEPT {
            self.looks.pop_front();
        }
        self.looks.push_back(look);
    }

    /// The last look.
    pub(super) fn last(&self) -> Option<&Look> {
        self.looks.back()
    }

    /// What the looks tell; `None` before there are two.
    ///
    /// `so_far` is what was taken for true until now, `ceiling` the most requests a second that are thought to refill, and
    /// `most` those that the bucket could refill at all: what is more than that was never taken.
    pub(super) fn findings(&self, so_far: Findings, ceiling: f64, most: f64) -> Option<Findings> {
        let newest = self.newest()?;
        let against = |cost: f64| {
            if cost.total_cmp(&so_far.cost).is_eq() {
                0.0
            } else {
                DOUBT
            }
        };
        let misfits = COSTS.map(|cost| (cost, self.misfit(cost, most)));
        let (cost, misfit) = misfits
            .into_iter()
            .min_by(|a, b| (a.1 + against(a.0)).total_cmp(&(b.1 + against(b.0))))?;
        let is_other = |other: f64| other.total_cmp(&cost).is_ne();
        let alone = misfits
            .into_iter()
            .all(|(other, its)| !is_other(other) || its >= misfit + DOUBT);
        let fitted = self.fit(cost, so_far.free).clamp(0.0, ceiling);
        let free = if newest.full {
            // Nothing shows how much more there is: a little more than what was used just now is tried.
            fitted.max(newest.rate(cost).max(so_far.free) * PROBE)
        } else {
            // What has become less is believed at once, as far as it is more than noise.
            fitted.min(newest.rate(cost) + NOISE / newest.seconds)
        };
        Some(Findings {
            free: free.clamp(0.0, ceiling),
            cost,
            measured: so_far.measured || self.windows().any(|(_, window)| window.surely >= 1.0),
            proved: alone || (so_far.proved && !is_other(so_far.cost)),
        })
    }

    /// The free rate that fits best if a read costs `cost`, from each look to the next.
    fn fit(&self, cost: f64, so_far: f64) -> f64 {
        let (mut above, mut below, mut weight) = (0.0, 0.0, 1.0);
        for between in self.steps() {
            if !between.full {
                let noise = NOISE + (between.maybe - between.surely) / 2.0;
                let counts = weight / (noise * noise);
                above += counts * between.seconds * (between.gain + cost * between.reads());
                below += counts * between.seconds * between.seconds;
            }
            weight *= FORGETTING;
        }
        let fitted = if below > 0.0 { above / below } else { so_far };
        // A full bucket gave at least what was surely taken from it.
        let newest = self.newest().filter(|newest| newest.full);
        fitted.max(newest.map_or(0.0, |newest| newest.rate(cost)))
    }

    /// How badly `cost` explains what happened since each of the looks, in squared requests, whatever others took: they
    /// come and go, but take neither less than nothing nor more than refills.
    fn misfit(&self, cost: f64, refill: f64) -> f64 {
        self.windows()
            .map(|(weight, window)| {
                let most = refill * window.seconds - cost * window.surely;
                let least = -cost * window.maybe;
                let off = if window.full {
                    window.gain - most
                } else {
                    (window.gain - most).max(least - window.gain)
                };
                weight * (off - NOISE).max(0.0).powi(2)
            })
            .sum()
    }

    /// From the look before the last to the last.
    fn newest(&self) -> Option<Between> {
        self.steps().next()
    }

    /// From each look to the next, the newest first.
    fn steps(&self) -> impl Iterator<Item = Between> {
        let later = self.looks.iter().rev();
        let earlier = self.looks.iter().rev().skip(1);
        earlier
            .zip(later)
            .map(|(from, to)| Between::of(from, to, to.full))
    }

    /// From each look to the last, with what it counts, the shortest first.
    fn windows(&self) -> impl Iterator<Item = (f64, Between)> {
        let (mut weight, mut full) = (1.0, false);
        let last = self.looks.back().copied().unwrap_or_default();
        let mut end = Some(last);
        self.looks.iter().rev().skip(1).map(move |from| {
            // A look at a full bucket on the way: some was lost before it.
            full |= end.take().unwrap_or(*from).full;
            end = Some(*from);
            let window = Between::of(from, &last, full);
            let counted = weight;
            weight *= FORGETTING;
            (counted, window)
        })
    }
}

impl Between {
    fn of(from: &Look, to: &Look, full: bool) -> Self {
        Self {
            seconds: (to.at - from.at).max(1e-3),
            gain: to.left - from.left + to.own - from.own,
            surely: (to.over - from.begun).max(0.0),
            maybe: (to.begun - from.over).max(0.0),
            full,
        }
    }

    fn reads(&self) -> f64 {
        f64::midpoint(self.surely, self.maybe)
    }

    /// The free rate that this alone tells if a read costs `cost`; at least that much, where the bucket was full.
    fn rate(&self, cost: f64) -> f64 {
        let reads = if self.full { self.surely } else { self.reads() };
        (self.gain + cost * reads) / self.seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(at: f64, left: f64, full: bool, (begun, over): (f64, f64)) -> Look {
        Look {
            at,
            left,
            full,
            own: 0.0,
            begun,
            over,
        }
    }

    fn seen(looks: impl IntoIterator<Item = Look>) -> Estimate {
        let mut estimate = Estimate::default();
        looks.into_iter().for_each(|look| estimate.note(look));
        estimate
    }

    #[track_caller]
    fn about(is: f64, wanted: f64) {
        assert!((is - wanted).abs() < 1e-6, "{is}, not {wanted}");
    }

    /// What is found of five reads within a second in which ten refill, and after which so much more is left.
    fn found(gain: f64, (cost, proved): (f64, bool)) -> (f64, bool) {
        let so_far = Findings {
            free: 8.0,
            cost,
            measured: true,
            proved,
        };
        let looks = [
            look(0.0, 20.0, false, (0.0, 0.0)),
            look(1.0, 20.0 + gain, false, (5.0, 5.0)),
        ];
        let found = seen(looks).findings(so_far, 16.0, 10.0).expect("two looks");
        (found.cost, found.proved)
    }

    #[test]
    fn another_cost_is_believed_once_it_explains_the_looks_better_by_more_than_the_doubt() {
        // That reads cost nothing is off by 2.25 squared requests, then by 6.25; that they cost one, by nothing.
        assert_eq!(found(-2.5, (0.0, false)), (0.0, false));
        assert_eq!(found(-3.5, (0.0, false)), (1.0, false));
        // What was proved of another cost says nothing of this one; of the same it stays.
        assert_eq!(found(-3.5, (0.0, true)), (1.0, false));
        assert_eq!(found(-3.0, (1.0, true)), (1.0, true));
        // Two each would explain it as well.
        assert_eq!(found(-3.0, (1.0, false)), (1.0, false));
    }

    #[test]
    fn what_may_or_may_not_have_been_charged_counts_less() {
        // Of the last second one read was surely charged and five may have been: three, give or take two.
        let estimate = seen([
            look(0.0, 10.0, false, (0.0, 0.0)),
            look(2.0, 20.0, false, (0.0, 0.0)),
            look(3.0, 24.0, false, (5.0, 1.0)),
        ]);
        let (above, below) = (7.0 / 9.0 + 0.75 * 20.0, 1.0 / 9.0 + 0.75 * 4.0);
        about(estimate.fit(1.0, 99.0), above / below);
        // Of a full bucket alone nothing more is known than before, and at least what was taken.
        let full = seen([
            look(0.0, 50.0, true, (0.0, 0.0)),
            look(1.0, 54.0, true, (0.0, 0.0)),
        ]);
        about(full.fit(1.0, 9.0), 9.0);
        about(full.fit(1.0, 3.0), 4.0);
    }

    #[test]
    fn a_cost_is_contradicted_by_more_than_refills_and_by_less_than_was_taken() {
        // In two seconds eight refill; three reads were surely charged and five may have been, at two each.
        let misfit = |gain: f64, full: bool| {
            let looks = [
                look(0.0, 50.0, false, (0.0, 0.0)),
                look(2.0, 50.0 + gain, full, (5.0, 3.0)),
            ];
            seen(looks).misfit(2.0, 4.0)
        };
        about(misfit(5.0, false), (3.0_f64 - NOISE).powi(2));
        about(misfit(-14.0, false), (4.0_f64 - NOISE).powi(2));
        about(misfit(0.0, false), 0.0);
        // Of a full bucket some was lost: it may have gained more than is seen.
        about(misfit(5.0, true), (3.0_f64 - NOISE).powi(2));
        about(misfit(-14.0, true), 0.0);
    }
}
