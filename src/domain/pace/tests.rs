//! The pace against a simulated bucket: what it uses, what it leaves to others, how soon it notices.

use super::*;

mod bucket;
mod others;
mod rules;

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// Auth0's bucket, and what happens to it.
struct World {
    burst: f64,
    refill: f64,
    /// What one of UserHub's reads costs.
    cost: f64,
    /// How long one of UserHub's reads takes, half of it until it has been charged.
    latency: f64,
    /// How many may be in flight at once.
    in_flight: usize,
    /// Until when only four are: a service that warms up.
    warms_up_until: f64,
    /// What others want, in requests a second, at a moment.
    others: fn(f64) -> f64,
    /// By how much later than `others` says that is.
    others_later: f64,
    /// What every second look says the limit is: that of another endpoint.
    other_limit: Option<u32>,
    /// Whether Auth0 names its limit.
    headers: bool,
}

/// What came of a run.
#[derive(Debug, Default)]
struct Came {
    /// Reads that were done, each with the moment of its end.
    reads: Vec<f64>,
    looks: u32,
    refused: u32,
    others: u32,
    /// When others were refused.
    others_refused: Vec<f64>,
    learnt: Option<Learnt>,
}

const USUAL: World = World {
    burst: 50.0,
    refill: 16.0,
    cost: 1.0,
    latency: 0.05,
    in_flight: 100,
    warms_up_until: 0.0,
    others: |_| 0.0,
    others_later: 0.0,
    other_limit: None,
    headers: true,
};

impl World {
    /// Runs until `wanted` reads are done or `most` seconds have passed, in steps of two milliseconds.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numbers are small and positive"
    )]
    fn run(&self, pace: &mut Pace, wanted: usize, most: f64) -> Came {
        const STEP: f64 = 0.002;
        let (mut tokens, mut came) = (self.burst, Came::default());
        let mut flying: Vec<(f64, bool)> = Vec::new();
        let (mut now, mut others, mut next_ask, mut begun) = (0.0, 0.0, 0.0, 0);
        let mut looking: Option<f64> = None;
        let remaining = |tokens: f64| RateHeaders {
            limit: self.burst as u32,
            remaining: tokens.max(0.0) as u32,
        };
        if self.headers {
            tokens -= 1.0;
            pace.learn(seconds(now), remaining(tokens));
        }
        while came.reads.len() < wanted && now < most {
            now += STEP;
            tokens = (tokens + STEP * self.refill).min(self.burst);
            others += STEP * (self.others)(now - self.others_later);
            if others >= 1.0 {
                others -= 1.0;
                if tokens >= 1.0 {
                    tokens -= 1.0;
                    came.others += 1;
                } else {
                    came.others_refused.push(now);
                }
            }
            for (ends, charged) in &mut flying {
                if !*charged && now >= *ends - self.latency / 2.0 {
                    *charged = true;
                    if tokens >= self.cost {
                        tokens -= self.cost;
                    } else {
                        came.refused += 1;
                    }
                }
            }
            flying.retain(|(ends, _)| {
                let over = now >= *ends;
                if over {
                    pace.read_is_over();
                    came.reads.push(now);
                }
                !over
            });
            if looking.is_some_and(|at| now >= at) {
                looking = None;
                came.looks += 1;
                if tokens >= 1.0 {
                    tokens -= 1.0;
                    pace.accepted();
                } else {
                    came.refused += 1;
                }
                let other = self.other_limit.filter(|_| came.looks % 2 == 0);
                let says = other.map_or_else(
                    || remaining(tokens),
                    |limit| RateHeaders {
                        limit,
                        remaining: limit,
                    },
                );
                if self.headers {
                    pace.learn(seconds(now), says);
                }
            }
            if looking.is_none()
                && pace.wants_look(seconds(now))
                && pace.take(seconds(now), Kind::Look).is_ok()
            {
                looking = Some(now + 0.02);
            }
            let most_in_flight = if now < self.warms_up_until {
                4
            } else {
                self.in_flight
            };
            while now >= next_ask && flying.len() < most_in_flight && begun < wanted {
                match pace.take(seconds(now), Kind::Read) {
                    Ok(()) => {
                        begun += 1;
                        flying.push((now + self.latency, false));
                    }
                    Err(wait) => next_ask = now + wait.as_secs_f64(),
                }
            }
        }
        came.learnt = pace.learnt();
        came
    }

    fn fresh(&self, wanted: usize, most: f64) -> Came {
        self.run(&mut Pace::new(Manner::USUAL), wanted, most)
    }
}

impl Came {
    fn took(&self) -> f64 {
        self.reads.last().copied().unwrap_or_default()
    }

    /// Reads a second between two moments.
    fn rate(&self, from: f64, to: f64) -> f64 {
        self.reads
            .iter()
            .filter(|at| (from..to).contains(*at))
            .count() as f64
            / (to - from)
    }
}

#[test]
fn reads_that_cost_nothing_are_not_held_back() {
    let came = World { cost: 0.0, ..USUAL }.fresh(1000, 100.0);
    assert!(came.took() < 3.0, "{} s, {:?}", came.took(), came.learnt);
    assert_eq!(came.learnt.unwrap().cost, Some(0.0));
    assert_eq!(came.refused, 0);
}

#[test]
fn reads_that_count_use_what_is_free_and_nobody_is_refused() {
    let came = USUAL.fresh(1000, 200.0);
    assert!(came.took() < 70.0, "{} s, {:?}", came.took(), came.learnt);
    assert_eq!(came.refused, 0);
    assert_eq!(came.learnt.unwrap().cost, Some(1.0));
    assert!(
        f64::from(came.looks) <= came.took() * 16.0 * LOOKS + 4.0,
        "{} looks",
        came.looks
    );
}

const FREE_PLAN: World = World {
    burst: 2.0,
    refill: 2.0,
    ..USUAL
};

#[test]
fn the_free_plan_is_used_to_nineteen_twentieths() {
    let came = FREE_PLAN.fresh(10_000, 300.0);
    let used = came.rate(10.0, 300.0) + f64::from(came.looks) / 300.0;
    assert!(used >= 0.93 * 2.0, "{used} a second");
    assert_eq!(came.refused, 0);
}

#[test]
fn a_few_people_on_the_free_plan_are_brought_over_within_seconds() {
    let came = FREE_PLAN.fresh(5, 300.0);
    assert!(came.took() < 12.0, "{:?}, {:?}", came.reads, came.learnt);
    assert_eq!(came.refused, 0);
}

/// A limit that no documented plan has.
const UNDOCUMENTED: World = World {
    burst: 60.0,
    refill: 60.0,
    ..USUAL
};

#[test]
fn an_undocumented_limit_is_reached_within_three_seconds() {
    let came = UNDOCUMENTED.fresh(3000, 200.0);
    assert!(came.rate(3.0, 6.0) >= 0.8 * 60.0, "{}", came.rate(3.0, 6.0));
    assert!(came.took() <= 60.0, "{} s, {:?}", came.took(), came.learnt);
    assert_eq!(came.refused, 0);
}

#[test]
fn an_undocumented_limit_where_reads_cost_nothing_is_no_limit() {
    let came = World {
        cost: 0.0,
        ..UNDOCUMENTED
    }
    .fresh(3000, 200.0);
    assert!(came.took() <= 9.0, "{} s, {:?}", came.took(), came.learnt);
}

#[test]
fn reads_that_cost_nothing_are_found_out_within_moments_even_where_the_first_burst_told_nothing() {
    let slowly = World {
        cost: 0.0,
        latency: 0.2,
        warms_up_until: 2.0,
        ..UNDOCUMENTED
    };
    let came = slowly.fresh(100_000, 6.0);
    let learnt = came.learnt.unwrap();
    assert_eq!(learnt.cost, Some(0.0), "{learnt:?}");
    assert!(came.reads.len() > 500, "{} reads", came.reads.len());
}

#[test]
fn reads_that_turn_out_to_cost_nothing_are_found_out_in_mid_run() {
    // The first burst met a slow service, and told nothing.
    let world = World {
        cost: 0.0,
        in_flight: 4,
        latency: 0.2,
        ..UNDOCUMENTED
    };
    let mut pace = Pace::new(Manner::USUAL);
    world.run(&mut pace, 100, 20.0);
    let faster = World {
        cost: 0.0,
        ..UNDOCUMENTED
    };
    let came = faster.run(&mut pace, 3000, 200.0);
    assert!(came.took() <= 35.0, "{} s, {:?}", came.took(), came.learnt);
}

#[test]
fn slow_and_large_undocumented_limits_are_neither_overrun_nor_crawled_at() {
    for (burst, refill) in [
        (100.0, 12.0),
        (30.0, 1.0),
        (250.0, 250.0),
        (1000.0, 100.0),
        (12.0, 12.0),
    ] {
        let came = World {
            burst,
            refill,
            ..USUAL
        }
        .fresh(100_000, 60.0);
        let used = came.rate(10.0, 60.0) + f64::from(came.looks) / 60.0;
        assert!(
            used >= 0.75 * refill,
            "{burst}, {refill}: {used} a second, {:?}",
            came.learnt
        );
        assert_eq!(came.refused, 0, "{burst}, {refill}");
    }
}

#[test]
fn what_others_take_from_the_start_is_left_to_them() {
    let came = World {
        others: |_| 8.0,
        ..USUAL
    }
    .fresh(100_000, 180.0);
    let used = came.rate(20.0, 180.0) + f64::from(came.looks) / 180.0;
    assert!(used >= 0.85 * 8.0, "{used} a second, {:?}", came.learnt);
    let late = came.others_refused.iter().filter(|at| **at > 60.0).count();
    assert_eq!(late, 0);
    assert!(
        came.others_refused.len() * 200 <= came.others as usize,
        "{:?}",
        came.others_refused
    );
    assert_eq!(came.refused, 0);
}

#[test]
fn others_who_come_are_given_way_at_once_and_when_they_go_their_part_is_used_again() {
    let world = World {
        others: |now| {
            if (30.0..60.0).contains(&now) {
                8.0
            } else {
                0.0
            }
        },
        ..USUAL
    };
    let came = world.fresh(100_000, 90.0);
    assert!(came.rate(33.0, 60.0) <= 8.0, "{}", came.rate(33.0, 60.0));
    assert!(
        came.rate(70.0, 90.0) >= 0.8 * 16.0,
        "{}",
        came.rate(70.0, 90.0)
    );
    assert!(came.others_refused.is_empty(), "{:?}", came.others_refused);
    assert_eq!(came.refused, 0);
}

#[test]
fn a_read_that_costs_two_requests_is_found_out() {
    let came = World { cost: 2.0, ..USUAL }.fresh(100_000, 60.0);
    assert_eq!(came.learnt.unwrap().cost, Some(2.0));
    let used = 2.0 * came.rate(10.0, 60.0) + f64::from(came.looks) / 60.0;
    assert!((0.85 * 16.0..=16.5).contains(&used), "{used}");
}

#[test]
fn slow_reads_do_not_look_as_if_they_cost_nothing() {
    let came = World {
        latency: 3.0,
        ..USUAL
    }
    .fresh(100_000, 60.0);
    // What was charged lies between wide bounds: it may stay unproved, and is charged as one all the same.
    let cost = came.learnt.unwrap().cost;
    assert!(cost.is_none_or(|cost| cost > 0.0), "{cost:?}");
    assert_eq!(came.refused, 0);
}

#[test]
fn without_headers_nothing_is_held_back_and_nothing_looked_at() {
    let came = World {
        headers: false,
        cost: 0.0,
        ..USUAL
    }
    .fresh(1000, 100.0);
    assert!(came.took() < 1.0, "{}", came.took());
    assert_eq!(came.looks, 0);
}

#[test]
fn odd_headers_are_survived() {
    let mut pace = Pace::new(Manner::USUAL);
    let mut now = 0.0;
    for (limit, remaining) in [
        (0, 0),
        (u32::MAX, u32::MAX),
        (50, 4_000_000),
        (10, 10),
        (0, 9),
        (1, 0),
        (1, 1),
    ] {
        for _ in 0..20 {
            now += 0.7;
            pace.learn(seconds(now), RateHeaders { limit, remaining });
            pace.read_is_over();
            let wait = pace
                .take(seconds(now), Kind::Read)
                .err()
                .unwrap_or_default();
            assert!(wait <= seconds(60.0), "{limit}, {remaining}: {wait:?}");
            let learnt = pace.learnt().unwrap();
            assert!(learnt.free.is_finite() && learnt.free >= 0.0, "{learnt:?}");
        }
    }
}

#[test]
fn a_tenant_that_others_keep_busy_slows_us_down_and_never_to_a_standstill() {
    for limit in [0, 1, 2, 50, 100] {
        let mut pace = Pace::new(Manner::USUAL);
        let (mut now, mut taken) = (0.0, 0);
        while now < 600.0 {
            pace.learn(
                seconds(now),
                RateHeaders {
                    limit,
                    remaining: 0,
                },
            );
            match pace.take(seconds(now), Kind::Read) {
                Ok(()) => taken += 1,
                Err(wait) => now += wait.as_secs_f64(),
            }
        }
        assert!(taken >= 5, "{limit}: {taken} in ten minutes");
    }
}

#[test]
fn the_gentle_manner_uses_half_and_keeps_three_fifths_of_the_burst() {
    let mut pace = Pace::new(Manner::GENTLE);
    let came = USUAL.run(&mut pace, 100_000, 120.0);
    let used = came.rate(10.0, 120.0) + f64::from(came.looks) / 120.0;
    // Half of 16 a second, give or take what the estimate is off by.
    assert!((6.4..8.4).contains(&used), "{used} a second");
    let burst = came.reads.iter().filter(|at| **at < 1.0).count();
    assert!(burst <= 28, "{burst} in the first second");
}

#[test]
fn a_429_pauses_everything_until_it_is_over() {
    let mut pace = Pace::new(Manner::USUAL);
    pace.refused(seconds(10.0), Some(seconds(7.0)));
    assert_eq!(pace.take(seconds(12.0), Kind::Own), Err(seconds(5.0)));
    assert!(!pace.wants_look(seconds(12.0)));
    assert_eq!(pace.take(seconds(17.0), Kind::Own), Ok(()));
}

#[test]
fn after_a_429_one_request_goes_first_and_its_answer_lets_the_others_follow() {
    let mut pace = Pace::new(Manner::USUAL);
    assert_eq!(pace.refused(seconds(0.0), None), FIRST_PAUSE);
    // An answer to what was in flight before says nothing.
    pace.accepted();
    assert_eq!(pace.take(seconds(0.2), Kind::Own), Ok(()));
    assert_eq!(pace.take(seconds(0.2), Kind::Own), Err(PROBE_TICK));
    pace.accepted();
    assert!((0..64).all(|_| pace.take(seconds(0.25), Kind::Own).is_ok()));
}

#[test]
fn an_answer_that_is_not_heard_holds_the_others_up_for_a_second_at_most() {
    let mut pace = Pace::new(Manner::USUAL);
    pace.refused(seconds(0.0), None);
    assert_eq!(pace.take(seconds(1.0), Kind::Read), Ok(()));
    assert_eq!(pace.take(seconds(1.9), Kind::Read), Err(PROBE_TICK));
    assert!((0..64).all(|_| pace.take(seconds(2.0), Kind::Read).is_ok()));
}

#[test]
fn a_429_without_a_time_doubles_the_pause_up_to_a_minute_until_an_answer_comes() {
    let mut pace = Pace::new(Manner::USUAL);
    let pauses: Vec<_> = (0..12)
        .map(|n| {
            pace.refused(seconds(f64::from(n) * 100.0), None)
                .as_secs_f64()
        })
        .collect();
    assert_eq!(pauses[..4], [0.1, 0.2, 0.4, 0.8]);
    assert_eq!(pauses[11..], [60.0]);
    pace.accepted();
    assert_eq!(pace.refused(seconds(5000.0), None), FIRST_PAUSE);
}

#[test]
fn requests_refused_together_are_one_refusal() {
    let mut pace = Pace::new(Manner::USUAL);
    pace.refused(seconds(0.0), None);
    for _ in 0..50 {
        pace.refused(seconds(0.05), None);
    }
    assert!(pace.paused(seconds(0.05)).unwrap() <= seconds(0.2));
}

#[test]
fn the_longest_pause_that_can_be_asked_for_is_no_mistake() {
    let mut pace = Pace::new(Manner::USUAL);
    pace.refused(seconds(1.0), Some(Duration::MAX));
    assert!(pace.take(seconds(2.0), Kind::Own).is_err());
}

#[test]
fn nothing_is_held_back_before_a_limit_is_named() {
    let mut pace = Pace::new(Manner::USUAL);
    assert!((0..10_000).all(|_| pace.take(Duration::ZERO, Kind::Own).is_ok()));
    assert!(!pace.wants_look(seconds(100.0)));
}

#[test]
fn the_limit_is_said_to_hold_where_it_does_and_soon_no_longer() {
    let mut pace = Pace::new(Manner::USUAL);
    let headers = RateHeaders {
        limit: 2,
        remaining: 2,
    };
    pace.learn(Duration::ZERO, headers);
    assert!(!pace.holds(Duration::ZERO));
    while pace.take(Duration::ZERO, Kind::Own).is_ok() {}
    assert!(pace.holds(seconds(1.0)));
    assert!(!pace.holds(seconds(5.0)));
}

#[test]
fn a_reserve_stays_however_much_is_left() {
    for (limit, remaining, taken) in [(50, 50, 40), (50, 12, 2), (50, 10, 0), (2, 2, 1), (1, 1, 1)]
    {
        let mut pace = Pace::new(Manner::USUAL);
        pace.learn(Duration::ZERO, RateHeaders { limit, remaining });
        let took = (0..=limit).find(|_| pace.take(Duration::ZERO, Kind::Own).is_err());
        assert_eq!(took, Some(taken), "{limit}, {remaining}");
    }
}
