//! Others: applications that come in mid-run, and limits that other endpoints name.

use super::*;

/// Others who want half of the limit from half a minute on.
fn half(refill: f64) -> fn(f64) -> f64 {
    if refill > 10.0 {
        |now| if now >= 30.0 { 8.0 } else { 0.0 }
    } else {
        |now| if now >= 30.0 { 25.0 / 6.0 } else { 0.0 }
    }
}

#[test]
fn the_rate_has_halved_three_seconds_after_others_come_whenever_that_is() {
    // Slower tenants are looked at less often: there it takes longer, in proportion.
    for (burst, refill) in [(50.0, 16.0), (40.0, 500.0 / 60.0)] {
        let slower: f64 = 16.0 / refill;
        for tenth in 0..12 {
            let world = World {
                burst,
                refill,
                others: half(refill),
                others_later: f64::from(tenth) / 10.0,
                ..USUAL
            };
            let came = world.fresh(100_000, 60.0);
            let at = 30.0 + world.others_later;
            let half = refill / 2.0;
            // At the edges of what is counted there is one request more or less.
            let (from, to) = (at + 2.0 * slower, at + 4.0 * slower);
            let soon = came.rate(from, to);
            assert!(
                soon <= half + 1.0 / (to - from),
                "{refill}, {tenth}: {soon} a second"
            );
            let later = came.rate(at + 4.0 * slower, at + 20.0);
            assert!(later <= half, "{refill}, {tenth}: {later} a second");
            assert!(came.others_refused.is_empty(), "{refill}, {tenth}");
            assert_eq!(came.refused, 0, "{refill}, {tenth}");
        }
    }
}

#[test]
fn other_limits_on_other_endpoints_neither_overrun_the_tenant_nor_stop_us() {
    // What the other endpoint's bucket shows is that reads cost nothing there.
    for other_limit in [1_000, 10] {
        let came = World {
            other_limit: Some(other_limit),
            ..USUAL
        }
        .fresh(100_000, 60.0);
        let used = came.rate(15.0, 60.0);
        let learnt = came.learnt.unwrap();
        assert!(
            used >= 0.7 * 16.0,
            "{other_limit}: {used} a second, {learnt:?}"
        );
        assert_eq!(
            (learnt.burst, learnt.cost),
            (50, Some(1.0)),
            "{other_limit}"
        );
        assert_eq!(came.refused, 0, "{other_limit}");
    }
}

#[test]
fn a_lowered_limit_holds_at_once_and_a_raised_one_when_the_former_is_heard_of_no_more() {
    let mut pace = Pace::new(Manner::USUAL);
    let says = |pace: &mut Pace, at: f64, limit: u32| {
        let remaining = limit;
        pace.learn(seconds(at), RateHeaders { limit, remaining });
        pace.learnt().map(|learnt| learnt.burst)
    };
    assert_eq!(says(&mut pace, 0.0, 50), Some(50));
    assert_eq!(says(&mut pace, 1.0, 10), Some(10));
    assert_eq!(says(&mut pace, 5.9, 50), Some(10));
    assert_eq!(says(&mut pace, 6.1, 50), Some(50));
    // However many there are, they are not all kept.
    for limit in 60..90 {
        says(&mut pace, f64::from(limit), limit);
    }
    assert!(pace.buckets.len() <= LIMITS);
}
