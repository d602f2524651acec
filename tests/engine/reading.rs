//! Reading everybody: tenants of every awkward size, ties, odd records, and people who come and go meanwhile.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod absent;
mod changes;
mod exports;
mod odd;
mod short;
mod sizes;

use userhub_connect::domain::completeness::NotProved;

use crate::clients::{Scene, Told};

/// Asserts that the plan adds exactly these people, each once, and that the reading proved it.
fn assert_adds(told: &Told, ids: Vec<String>, what: &str) {
    assert_adds_but(told, ids, &[], what);
}

/// Asserts that the plan adds exactly these people, each once, and that all but this was proved.
fn assert_adds_but(told: &Told, mut ids: Vec<String>, not_proved: &[&str], what: &str) {
    ids.sort_unstable();
    let planned = told.all("add");
    // A plan is in the order of ids.
    let missed = ids
        .iter()
        .filter(|id| planned.binary_search(&id.as_str()).is_err());
    let missed: Vec<_> = missed.take(3).collect();
    assert!(
        missed.is_empty(),
        "{what}: {} of {} planned, without {missed:?}",
        planned.len(),
        ids.len()
    );
    assert!(planned == ids, "{what}: somebody twice, or unasked for");
    let summary = &told.summary;
    assert_eq!(summary.read_auth0, ids.len() as u64, "{what}");
    let codes: Vec<_> = summary.not_proved.iter().map(NotProved::code).collect();
    assert_eq!(codes, not_proved, "{what}");
    assert_eq!(summary.complete, not_proved.is_empty(), "{what}");
}

/// How many requests for a page of people came to the tenant.
fn pages(scene: &Scene) -> u64 {
    let requests = scene.world.tenant().requests();
    requests.to("GET", "/api/v2/users").total
}
