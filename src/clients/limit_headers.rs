//! What a service's headers say of its limits: how much is left, and how long to wait after a 429.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};

use crate::clock;
use crate::domain::pace::RateHeaders;

/// The burst and what is left of it, where the answer names both (contract auth0-api 5.2).
pub(super) fn rate(headers: &HeaderMap) -> Option<RateHeaders> {
    Some(RateHeaders {
        limit: number(headers, "x-ratelimit-limit")?,
        remaining: number(headers, "x-ratelimit-remaining")?,
    })
}

/// A header that holds a number.
fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// How long a 429 asks us to wait: `Retry-After`, else `x-ratelimit-reset`; never less than a second for a time
/// that has passed, since two clocks differ.
pub(super) fn asked_wait(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let server_now = date(headers).unwrap_or_else(clock::timestamp);
    let until = |moment: jiff::Timestamp| {
        let left = moment
            .as_second()
            .saturating_sub(server_now.as_second())
            .max(1);
        Duration::from_secs(left.unsigned_abs())
    };
    if let Some(after) = text(RETRY_AFTER.as_str()) {
        return match after.trim().parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => http_date(after).map(until),
        };
    }
    let reset = text("x-ratelimit-reset")?.trim().parse().ok()?;
    jiff::Timestamp::from_second(reset).ok().map(until)
}

/// When the service answered, by its own clock.
pub(super) fn date(headers: &HeaderMap) -> Option<jiff::Timestamp> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

fn http_date(text: &str) -> Option<jiff::Timestamp> {
    jiff::fmt::rfc2822::parse(text.trim())
        .ok()
        .map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::pace::{Kind, Manner, Pace};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_429_names_its_wait_in_three_ways() {
        let date = ("date", "Mon, 23 Nov 2026 10:00:00 GMT");
        let wait = |pair| asked_wait(&headers(&[date, pair]));
        assert_eq!(wait(("retry-after", "7")), Some(Duration::from_secs(7)));
        assert_eq!(
            wait(("retry-after", "Mon, 23 Nov 2026 10:00:09 GMT")),
            Some(Duration::from_secs(9))
        );
        assert_eq!(
            wait(("x-ratelimit-reset", "1795428004")),
            Some(Duration::from_secs(4))
        );
        assert_eq!(
            wait(("x-ratelimit-reset", "1")),
            Some(Duration::from_secs(1)),
            "a clock that differs"
        );
        assert_eq!(asked_wait(&headers(&[date])), None);
    }

    #[test]
    fn times_that_cannot_be_meant_are_not_waited_for() {
        let date = ("date", "Mon, 23 Nov 2026 10:00:00 GMT");
        let wait = |pair| asked_wait(&headers(&[date, pair]));
        for (pair, why) in [
            (("x-ratelimit-reset", "1795428004000"), "milliseconds"),
            (("x-ratelimit-reset", "soon"), "a word"),
            (("x-ratelimit-reset", "99999999999999999999"), "too large"),
            (("retry-after", "-7"), "negative"),
            (("retry-after", "7.5"), "no whole number"),
            (("retry-after", ""), "nothing"),
        ] {
            assert_eq!(wait(pair), None, "{why}");
        }
        let past = ("retry-after", "Mon, 23 Nov 2026 09:00:00 GMT");
        assert_eq!(wait(past), Some(Duration::from_secs(1)), "in the past");
        // A quota of a month is meant so, and what is beyond any is never slept for: patience ends first.
        let huge = ("retry-after", "18446744073709551615");
        assert_eq!(wait(huge), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn a_limit_is_told_only_where_both_numbers_are_some() {
        let told = |limit, remaining| {
            rate(&headers(&[
                ("x-ratelimit-limit", limit),
                ("x-ratelimit-remaining", remaining),
            ]))
        };
        assert_eq!(told("50", "-1"), None);
        assert_eq!(told("50", "99999999999"), None);
        assert_eq!(told("lots", "1"), None);
        let odd = told(" 0 ", "7").map(|told| (told.limit, told.remaining));
        assert_eq!(odd, Some((0, 7)));
    }

    /// What a header may hold: a number, a date, or any bytes that HTTP lets through.
    fn value() -> impl Strategy<Value = HeaderValue> {
        let text = prop_oneof![
            any::<i64>().prop_map(|number| number.to_string().into_bytes()),
            (0_u32..200).prop_map(|number| format!(" {number}\t").into_bytes()),
            (0_i64..4_000_000_000).prop_map(|second| {
                let at = jiff::Timestamp::from_second(second).unwrap();
                let at = at.to_zoned(jiff::tz::TimeZone::UTC);
                at.strftime("%a, %d %b %Y %H:%M:%S GMT")
                    .to_string()
                    .into_bytes()
            }),
            prop::collection::vec(any::<u8>(), 0..24),
        ];
        text.prop_filter_map("no header", |bytes| HeaderValue::from_bytes(&bytes).ok())
    }

    proptest! {
        /// A number is that number, whatever surrounds it; nothing that is none is taken for one; and whatever was said, the pace
        /// can be asked on and on.
        #[test]
        fn whatever_headers_say_is_a_number_or_nothing(
            limit in value(),
            remaining in value(),
            after in prop::option::of(value()),
            reset in prop::option::of(value()),
            date in prop::option::of(value()),
        ) {
            let mut headers = HeaderMap::new();
            headers.insert("x-ratelimit-limit", limit.clone());
            headers.insert("x-ratelimit-remaining", remaining.clone());
            let given = [("retry-after", &after), ("x-ratelimit-reset", &reset), ("date", &date)];
            for (name, value) in given {
                if let Some(value) = value {
                    headers.insert(name, value.clone());
                }
            }
            let whole = |value: &HeaderValue| -> Option<u32> {
                let text = value.to_str().ok()?;
                text.trim().parse().ok()
            };
            let said = rate(&headers);
            let expected = whole(&limit).zip(whole(&remaining));
            prop_assert_eq!(said.map(|rate| (rate.limit, rate.remaining)), expected);
            let wait = asked_wait(&headers);
            if let Some(seconds) = after.as_ref().and_then(whole) {
                prop_assert_eq!(wait, Some(Duration::from_secs(seconds.into())));
            }
            if after.is_none() && reset.is_none() {
                prop_assert_eq!(wait, None);
            }
            let mut pace = Pace::new(Manner::USUAL);
            let mut now = Duration::ZERO;
            for _ in 0..2 {
                if let Some(rate) = said {
                    pace.learn(now, rate);
                }
                let paused = pace.refused(now, wait);
                prop_assert!(paused > Duration::ZERO);
                now = now.saturating_add(paused);
                if let Err(wait) = pace.take(now, Kind::Own) {
                    prop_assert!(wait > Duration::ZERO);
                    now = now.saturating_add(wait);
                }
            }
        }
    }
}
