//! What an answer's headers show of limits: names alone, and whether they can be read.

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::clients::limit_headers;
use crate::domain::assumptions::auth0::Limits;

/// The most headers about limits that are looked at.
const MOST: usize = 8;

/// Headers about limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signs {
    /// Their names.
    pub(super) names: Vec<String>,
    /// Whether limit and remainder are there as numbers.
    pub(super) readable: bool,
    /// Whether there is `Retry-After`.
    pub(super) retry_after: bool,
    /// Whether the answer says when it was given.
    pub(super) date: bool,
}

impl Signs {
    /// Looks at an answer's headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let names = headers.keys().map(reqwest::header::HeaderName::as_str);
        let is_limit = |name: &&str| {
            ["ratelimit", "rate-limit", "quota"]
                .iter()
                .any(|part| name.contains(part))
        };
        Self {
            names: names
                .filter(is_limit)
                .take(MOST)
                .map(str::to_owned)
                .collect(),
            readable: limit_headers::rate(headers).is_some(),
            retry_after: headers.contains_key(RETRY_AFTER),
            date: headers.contains_key(DATE),
        }
    }

    pub(super) fn limits(&self) -> Limits {
        let says_when = |name: &String| name == "x-ratelimit-reset";
        Limits {
            readable: self.readable,
            any: !self.names.is_empty(),
            wait: self.retry_after || self.names.iter().any(says_when),
        }
    }
}
