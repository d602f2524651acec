//! What a bucket gives out, what an answer changes in it, when it is looked at, and what single looks tell.

use super::super::estimate::{Estimate, Findings, Look};
use super::*;

/// A bucket of this burst, full at the beginning.
fn bucket(limit: u32) -> Bucket {
    let headers = RateHeaders {
        limit,
        remaining: limit,
    };
    Bucket::new(Duration::ZERO, headers, Manner::USUAL)
}

/// The same, a second later and with nothing ready: what is ready then comes of the answer alone.
fn emptied(limit: u32) -> Bucket {
    Bucket {
        budget: 0.0,
        filled_at: seconds(1.0),
        ..bucket(limit)
    }
}

/// Sends one at the beginning, unless it has to wait.
fn take(bucket: &mut Bucket, kind: Kind) -> Result<(), Duration> {
    if let Some(wait) = bucket.wait(Duration::ZERO, kind, Manner::USUAL) {
        return Err(wait);
    }
    bucket.spend(Duration::ZERO, kind);
    Ok(())
}

#[track_caller]
fn about(is: f64, wanted: f64) {
    assert!((is - wanted).abs() < 1e-6, "{is}, not {wanted}");
}

#[test]
fn a_manner_says_which_part_it_uses() {
    about(Manner::USUAL.part(), 0.95);
    about(Manner::GENTLE.part(), 0.475);
}

#[test]
fn a_look_waits_for_nothing_but_in_a_very_small_burst() {
    for (limit, goes) in [(10, false), (11, true), (50, true)] {
        let mut bucket = Bucket {
            budget: 0.0,
            ..bucket(limit)
        };
        let took = take(&mut bucket, Kind::Look);
        assert_eq!(took.is_ok(), goes, "{limit}");
        let own = take(&mut bucket, Kind::Own);
        assert!(own.is_err(), "{limit}");
    }
}

#[test]
fn each_kind_is_charged_with_its_price_and_reads_alone_are_counted() {
    let mut bucket = bucket(50);
    for (kind, left, begun) in [
        (Kind::Own, 39.0, 0),
        (Kind::Look, 38.0, 0),
        // Not measured yet: as two.
        (Kind::Read, 36.0, 1),
    ] {
        assert_eq!(take(&mut bucket, kind), Ok(()));
        about(bucket.budget, left);
        assert_eq!(bucket.begun, begun);
    }
    bucket.found.measured = true;
    bucket.found.cost = 3.0;
    assert!(take(&mut bucket, Kind::Read).is_ok());
    about(bucket.budget, 33.0);
    // What costs nothing waits for nothing, however little is ready.
    (bucket.found.cost, bucket.budget) = (0.0, -5.0);
    assert!(take(&mut bucket, Kind::Read).is_ok());
    about(bucket.budget, -5.0);
    assert_eq!(bucket.begun, 3);
}

#[test]
fn a_wait_is_as_long_as_what_lacks_takes_to_come_and_never_nothing() {
    let mut bucket = Bucket {
        budget: -1.0,
        ..bucket(50)
    };
    let wait = take(&mut bucket, Kind::Own);
    // Two requests lack, at 95 % of 16 a second.
    about(wait.unwrap_err().as_secs_f64(), 2.0 / 15.2);
    bucket.budget = 1.0 - 1e-5;
    let wait = take(&mut bucket, Kind::Own);
    assert_eq!(wait, Err(Duration::from_millis(1)));
}

#[test]
fn what_was_charged_as_two_is_given_back_when_a_read_turns_out_to_cost_one() {
    let mut bucket = Bucket {
        begun: 4,
        over: 4,
        ..emptied(50)
    };
    bucket.budget = 2.0;
    // Three are gone beside this request: as much as four reads at one each, and what refills.
    bucket.look(seconds(1.0), 46, Manner::USUAL);
    assert!(bucket.found.measured);
    about(bucket.found.cost, 1.0);
    about(bucket.budget, 6.0);
    // Once: the next answer gives nothing back.
    bucket.filled_at = seconds(2.0);
    bucket.look(seconds(2.0), 46, Manner::USUAL);
    about(bucket.budget, 6.0);
}

#[test]
fn what_was_charged_as_two_is_given_back_whole_when_reads_turn_out_to_cost_nothing() {
    let mut bucket = Bucket {
        begun: 40,
        over: 40,
        ..emptied(50)
    };
    bucket.budget = 2.0;
    // Forty reads, and only this request is gone.
    bucket.look(seconds(1.0), 49, Manner::USUAL);
    about(bucket.found.cost, 0.0);
    // All but the reserve: eighty were charged.
    about(bucket.budget, 39.0);
}

#[test]
fn what_others_took_is_gone_for_us_too() {
    let mut bucket = bucket(50);
    // Too soon after the last for a look; all the same it is known.
    bucket.look(seconds(0.1), 25, Manner::USUAL);
    about(bucket.budget, 15.0);
    bucket.look(seconds(0.2), 4, Manner::USUAL);
    about(bucket.budget, -6.0);
    assert_eq!((bucket.own, bucket.looks), (3, 0));
}

#[test]
fn a_full_bucket_is_spent_at_once_each_time_after_twice_the_wait() {
    let mut bucket = emptied(50);
    bucket.looks = 9;
    bucket.look(seconds(1.0), 50, Manner::USUAL);
    // All but the reserve; and the next looks come soon again.
    about(bucket.budget, 40.0);
    assert_eq!(bucket.looks, FIRST_LOOKS - 2);
    for (now, ready) in [(2.0, 0.0), (2.9, 0.0), (3.0, 40.0), (6.9, 0.0), (7.0, 40.0)] {
        (bucket.budget, bucket.filled_at) = (0.0, seconds(now));
        bucket.look(seconds(now), 50, Manner::USUAL);
        about(bucket.budget, ready);
    }
}

#[test]
fn nothing_is_spent_at_once_where_it_would_tell_nothing_or_take_what_is_others() {
    // Reads on their way may be charged yet: one request each at least.
    let mut flying = Bucket {
        begun: 5,
        over: 2,
        ..emptied(50)
    };
    flying.look(seconds(1.0), 50, Manner::USUAL);
    about(flying.budget, 40.0 - 3.0);
    // Two each, where they cost that.
    let mut dear = Bucket {
        begun: 5,
        over: 2,
        ..emptied(50)
    };
    (dear.found.cost, dear.found.measured) = (2.0, true);
    dear.look(seconds(1.0), 50, Manner::USUAL);
    about(dear.budget, 40.0 - 6.0);
    let mut free = emptied(50);
    (free.found.cost, free.found.measured) = (0.0, true);
    free.look(seconds(1.0), 50, Manner::USUAL);
    about(free.budget, 0.0);
    let mut used = emptied(50);
    used.look(seconds(1.0), 40, Manner::USUAL);
    about(used.budget, 0.0);
    // A burst of five leaves four, which tells something; three do not.
    let mut small = emptied(5);
    small.look(seconds(1.0), 5, Manner::USUAL);
    about(small.budget, 4.0);
    let mut smaller = Bucket {
        begun: 1,
        ..emptied(5)
    };
    smaller.look(seconds(1.0), 5, Manner::USUAL);
    about(smaller.budget, 0.0);
}

#[test]
fn looks_come_soon_at_first_then_seldom_and_never_take_much_of_a_small_limit() {
    let due = |bucket: &Bucket, at: f64| {
        assert!(!bucket.wants_look(seconds(at - 0.01)), "{at}");
        assert!(bucket.wants_look(seconds(at + 0.01)), "{at}");
    };
    due(&bucket(50), FIRST_LOOK_AFTER);
    // A quarter of two a second.
    due(&bucket(2), 2.0);
    let later = |limit| Bucket {
        looks: FIRST_LOOKS,
        ..bucket(limit)
    };
    due(&later(50), LOOK_EVERY);
    // Seven in a hundred of two a second; of an undocumented limit, of what is free of it.
    due(&later(2), 1.0 / 0.14);
    due(&later(120), 1.0 / 0.14);
    let mut free = later(50);
    free.found.cost = 0.0;
    due(&free, LOOK_RARELY);
    free.note(seconds(10.0), 20);
    due(&free, 10.0 + LOOK_EVERY);
}

/// Looks at these seconds, each with what was left, whether the bucket was full, and how much was asked by then.
fn seen(looks: &[(f64, f64, bool, f64)]) -> Estimate {
    let mut estimate = Estimate::default();
    for &(at, left, full, own) in looks {
        estimate.note(Look {
            at,
            left,
            full,
            own,
            begun: 0.0,
            over: 0.0,
        });
    }
    estimate
}

fn free(looks: &[(f64, f64, bool, f64)], before: f64, ceiling: f64) -> f64 {
    let before = Findings {
        free: before,
        cost: 1.0,
        measured: false,
        proved: false,
    };
    let found = seen(looks).findings(before, ceiling, 24.0);
    found.map_or(f64::NAN, |found| found.free)
}

#[test]
fn of_a_full_bucket_a_quarter_more_is_tried_than_was_used_or_known() {
    let full = [(0.0, 50.0, true, 1.0), (1.0, 50.0, true, 9.0)];
    about(free(&full, 4.0, 16.0), 10.0);
    about(free(&full, 12.0, 16.0), 15.0);
    // Never more than can refill.
    about(free(&full, 15.0, 16.0), 16.0);
}

#[test]
fn less_is_believed_at_once_but_for_one_request_of_noise_and_more_only_as_far_as_all_looks_say_so()
{
    // Two a second in the last; ten a second before, which counts three quarters: 5.4 together.
    let less = [
        (0.0, 10.0, false, 0.0),
        (1.0, 20.0, false, 0.0),
        (2.0, 22.0, false, 0.0),
    ];
    about(free(&less, 8.0, 16.0), 3.0);
    // The same over four seconds: the noise of one request is a quarter a second.
    let slowly = [
        (0.0, 10.0, false, 0.0),
        (1.0, 20.0, false, 0.0),
        (5.0, 28.0, false, 0.0),
    ];
    about(free(&slowly, 8.0, 16.0), 2.25);
    let more = [
        (0.0, 10.0, false, 0.0),
        (1.0, 12.0, false, 0.0),
        (2.0, 22.0, false, 0.0),
    ];
    about(free(&more, 8.0, 16.0), (10.0 + 0.75 * 2.0) / 1.75);
    about(free(&more, 8.0, 5.0), 5.0);
}
