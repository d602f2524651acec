//! Answers what is known of a set-up today, from its journal, beside whoever writes it, and what is done by itself in it.

use std::path::Path;

use crate::clock;
use crate::domain::issue::Issue;
use crate::domain::overview::Glance;
use crate::engine::persistence::history::unusable;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::overview;
use crate::store::journal::Past;
use crate::store::removal_policy;

/// Answers on a thread that may wait for the disk.
pub(in crate::engine) async fn handle(ask: overview::Request, sink: &Sink) {
    let overview::Request { profile, ticket } = ask;
    let read = tokio::task::spawn_blocking(move || glance(&profile));
    // A panic was reported by the panic hook already.
    if let Ok(result) = read.await {
        let result = result.map(Box::new).map_err(Box::new);
        sink.send(Event::Overview(overview::Event { result, ticket }));
    }
}

/// What the journal says; nothing where there is none yet.
fn glance(profile: &Path) -> Result<Glance, Issue> {
    let unusable = |error| unusable(&error, profile);
    let policy = removal_policy::read(profile);
    let Some(past) = Past::open(profile).map_err(unusable)? else {
        return Ok(Glance {
            policy,
            ..Glance::default()
        });
    };
    let glance = past.glance(clock::timestamp()).map_err(unusable)?;
    let halt = past.policy_halt().map_err(unusable)?;
    Ok(Glance {
        policy_halt: halt.filter(|halt| policy.as_ref().is_some_and(|on| on.is_halted_by(halt))),
        policy,
        ..glance
    })
}
