//! The rules of the pace, one by one: what is documented, its bounds, and how long what lasts.

use super::*;

#[test]
fn a_documented_plan_is_known_by_its_burst() {
    // A minute, contract auth0-api 5.1.
    for (burst, a_minute) in [
        (2, Some(120.0)),
        (5, Some(100.0)),
        (10, Some(120.0)),
        (20, Some(200.0)),
        (40, Some(500.0)),
        (50, Some(960.0)),
        (60, None),
        (0, None),
    ] {
        let rate = documented_rate(burst).map(|rate| (rate * 60.0).round());
        assert_eq!(rate, a_minute, "{burst}");
    }
}

/// What goes out at once of a burst of 50 of which this much is left.
fn at_once(pace: &mut Pace) -> Option<usize> {
    (0..=50).find(|_| pace.take(Duration::ZERO, Kind::Own).is_err())
}

fn named(limit: u32, remaining: u32) -> Pace {
    let mut pace = Pace::new(Manner::USUAL);
    pace.learn(Duration::ZERO, RateHeaders { limit, remaining });
    pace
}

#[test]
fn another_manner_holds_at_once_for_what_lies_ready() {
    let mut pace = named(50, 50);
    pace.keep_to(Manner::GENTLE);
    assert_eq!(at_once(&mut pace), Some(20));
    // A freer one brings nothing ready that was not: it comes as it refills.
    let mut pace = named(50, 30);
    pace.keep_to(Manner::GENTLE);
    assert_eq!(at_once(&mut pace), Some(0));
    let mut pace = named(50, 45);
    pace.keep_to(Manner::USUAL);
    assert_eq!(at_once(&mut pace), Some(35));
    let mut unnamed = Pace::new(Manner::USUAL);
    unnamed.keep_to(Manner::GENTLE);
    assert_eq!(at_once(&mut unnamed), None);
}

#[test]
fn another_limit_is_another_bucket() {
    let mut pace = named(50, 50);
    let smaller = RateHeaders {
        limit: 10,
        remaining: 10,
    };
    pace.learn(Duration::ZERO, smaller);
    assert_eq!(pace.learnt().map(|learnt| learnt.burst), Some(10));
    assert_eq!(at_once(&mut pace), Some(8));
}

#[test]
fn so_many_limits_are_known_at_once_and_the_one_that_was_heard_of_longest_ago_goes_first() {
    let mut pace = named(50, 50);
    let limits = |pace: &Pace| -> Vec<u32> { pace.buckets.iter().map(|it| it.limit).collect() };
    for (second, limit) in [(1.0, 10), (2.0, 5), (3.0, 20), (4.0, 50)] {
        let remaining = limit;
        pace.learn(seconds(second), RateHeaders { limit, remaining });
    }
    assert_eq!(limits(&pace), [50, 10, 5, 20]);
    let fifth = RateHeaders {
        limit: 40,
        remaining: 40,
    };
    pace.learn(seconds(5.0), fifth);
    assert_eq!(limits(&pace), [50, 5, 20, 40]);
}

#[test]
fn before_anything_is_measured_the_documented_rate_is_free_and_an_undocumented_burst_is_one_a_minute()
 {
    let learnt = named(50, 50).learnt().unwrap_or_default();
    assert_eq!((learnt.allowed, learnt.free), (Some(16.0), 16.0));
    assert_eq!((learnt.cost, learnt.others), (None, Some(0.0)));
    for (burst, free) in [(120, 2.0), (60, 1.0), (0, 1.0 / 60.0)] {
        let learnt = named(burst, burst).learnt().unwrap_or_default();
        assert_eq!((learnt.allowed, learnt.others), (None, None), "{burst}");
        assert!(
            (learnt.free - free).abs() < 1e-9,
            "{burst}: {}",
            learnt.free
        );
    }
}

#[test]
fn the_bounds_of_what_may_be_found_follow_from_the_plan_or_the_burst() {
    let bucket = |limit| named(limit, limit).buckets.remove(0);
    let about = |is: f64, wanted: f64| assert!((is - wanted).abs() < 1e-9, "{is} {wanted}");
    about(bucket(50).ceiling(), 16.0);
    about(bucket(50).most(), 16.0 * MARGIN);
    about(bucket(60).ceiling(), 60.0);
    about(bucket(60).most(), 60.0);
    about(bucket(0).ceiling(), 1.0);
    // Where others seem to take everything, a little goes out all the same.
    let mut busy = bucket(50);
    busy.found.free = 0.0;
    about(busy.rate(Manner::USUAL), STANDSTILL * 16.0);
    busy.found.free = 10.0;
    about(busy.rate(Manner::USUAL), 9.5);
    about(busy.rate(Manner::GENTLE), 4.75);
    about(
        busy.trickle(Duration::ZERO),
        (1.0 / (STANDSTILL * 16.0)).min(LONGEST_WAIT),
    );
    about(
        busy.trickle(seconds(0.25)),
        (1.0 / (STANDSTILL * 16.0)).min(LONGEST_WAIT) - 0.25,
    );
    about(
        bucket(1).trickle(Duration::ZERO),
        (1.0 / STANDSTILL).min(LONGEST_WAIT),
    );
}

#[test]
fn the_limit_holds_for_as_long_as_is_said_and_no_longer() {
    let mut pace = named(2, 2);
    while pace.take(Duration::ZERO, Kind::Own).is_ok() {}
    let end = pace.held_until + HELD_FOR;
    assert!(pace.holds(end - Duration::from_nanos(1)));
    assert!(!pace.holds(end));
}

#[test]
fn the_request_that_goes_first_is_waited_for_as_long_as_an_answer_may_take() {
    let mut pace = Pace::new(Manner::USUAL);
    pace.refused(Duration::ZERO, None);
    assert_eq!(pace.take(seconds(1.0), Kind::Own), Ok(()));
    let end = seconds(1.0) + PROBE_TIME;
    assert!(pace.waits_for_probe(end - Duration::from_nanos(1)));
    assert!(pace.probe.is_some());
    assert!(!pace.waits_for_probe(end));
    assert!(pace.probe.is_none());
    // One that did not go yet holds nobody up, and is not forgotten.
    pace.refused(seconds(3.0), None);
    assert!(!pace.waits_for_probe(seconds(9.0)));
    assert!(pace.probe.is_some());
}
