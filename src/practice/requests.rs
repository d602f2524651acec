//! What a practice server was asked: counts per route and status, and the last requests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

/// How many of the last requests are kept.
const RECENT: usize = 200;

/// A shared counter of requests; clones count into the same place.
#[derive(Clone, Debug, Default)]
pub struct Requests(Arc<Mutex<Counts>>);

/// The counts at one moment, in the form that `GET /_practice/requests` answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// All requests, whatever their answer.
    pub total: u64,
    /// Requests per status; a connection that was cut counts as status 0.
    pub by_status: BTreeMap<u16, u64>,
    /// Requests per method and route template, as in `routes["GET"]["/api/v2/users/{id}"]`.
    pub routes: BTreeMap<String, BTreeMap<String, RouteCount>>,
    /// The last requests, oldest first, at most 200.
    pub recent: VecDeque<Recent>,
}

/// How often one route was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RouteCount {
    /// All requests to the route.
    pub total: u64,
    /// Those that were answered with 429.
    pub too_many: u64,
    /// Those that were answered with any other status of 400 and more, or not at all.
    pub failed: u64,
}

/// One request that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recent {
    /// The HTTP method.
    pub method: String,
    /// The path and query as they were sent; values of signatures and tokens are left out.
    pub path: String,
    /// The status, or 0 when the connection was cut.
    pub status: u16,
}

impl Requests {
    /// Records one answered request.
    pub(crate) fn record(&self, method: &str, template: &str, path: &str, status: u16) {
        let mut counts = self.lock();
        counts.total += 1;
        *counts.by_status.entry(status).or_default() += 1;
        let route = route_entry(&mut counts.routes, method, template);
        route.total += 1;
        match status {
            429 => route.too_many += 1,
            0 | 400.. => route.failed += 1,
            _ => {}
        }
        if counts.recent.len() == RECENT {
            counts.recent.pop_front();
        }
        counts.recent.push_back(Recent {
            method: method.to_owned(),
            path: without_secrets(path),
            status,
        });
    }

    /// All requests until now.
    pub fn total(&self) -> u64 {
        self.lock().total
    }

    /// The requests that were answered with this status.
    pub fn with_status(&self, status: u16) -> u64 {
        self.lock().by_status.get(&status).copied().unwrap_or(0)
    }

    /// The requests to one route, named by its template: `("GET", "/api/v2/users/{id}")`.
    pub fn to(&self, method: &str, template: &str) -> RouteCount {
        let counts = self.lock();
        let route = counts.routes.get(method).and_then(|r| r.get(template));
        route.copied().unwrap_or_default()
    }

    /// The requests with this method, whatever the route.
    pub fn with_method(&self, method: &str) -> u64 {
        let counts = self.lock();
        let routes = counts.routes.get(method);
        routes.map_or(0, |r| r.values().map(|route| route.total).sum())
    }

    /// All counts and the last requests at this moment.
    pub fn counts(&self) -> Counts {
        self.lock().clone()
    }

    /// Starts counting from zero again.
    pub fn reset(&self) {
        *self.lock() = Counts::default();
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        // The counts are plain numbers: a panic elsewhere cannot leave them half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds a route's counter; allocates only the first time that the route is seen.
fn route_entry<'a>(
    routes: &'a mut BTreeMap<String, BTreeMap<String, RouteCount>>,
    method: &str,
    template: &str,
) -> &'a mut RouteCount {
    if !routes.get(method).is_some_and(|r| r.contains_key(template)) {
        let of_method = routes.entry(method.to_owned()).or_default();
        return of_method.entry(template.to_owned()).or_default();
    }
    routes
        .entry(method.to_owned())
        .or_default()
        .entry(template.to_owned())
        .or_default()
}

/// The path with its query, each value whose name speaks of a secret replaced by dots.
fn without_secrets(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret(name) => format!("{name}=…"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["signature", "token", "secret", "credential", "key"]
        .iter()
        .any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_and_statuses_are_counted() {
        let requests = Requests::default();
        requests.record("GET", "/users/{id}", "/users/a", 200);
        requests.record("GET", "/users/{id}", "/users/b", 429);
        requests.record("POST", "/users", "/users", 0);
        assert_eq!(requests.total(), 3);
        assert_eq!(requests.with_status(429), 1);
        assert_eq!(requests.with_method("GET"), 2);
        let route = requests.to("GET", "/users/{id}");
        assert_eq!((route.total, route.too_many, route.failed), (2, 1, 0));
        assert_eq!(requests.to("POST", "/users").failed, 1);
    }

    #[test]
    fn the_last_requests_are_kept_without_signatures() {
        let requests = Requests::default();
        for n in 0..=RECENT {
            requests.record("GET", "/f", &format!("/f?n={n}&X-Amz-Signature=abc"), 200);
        }
        let recent = requests.counts().recent;
        assert_eq!(recent.len(), RECENT);
        assert_eq!(recent[0].path, "/f?n=1&X-Amz-Signature=…");
    }
}
