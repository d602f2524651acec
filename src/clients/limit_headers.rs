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
    use super::*;

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
}
