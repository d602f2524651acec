//! How far the person is, written down and put back.

use crate::app::pages::PAGES;
use crate::app::remote::Remote;
use crate::app::state::{Checks, State};
use crate::protocol::places::Place;
use crate::protocol::saved::{SavedCheck, SavedSetup};

/// Writes down how far the person is.
pub(super) fn record(state: &State, setup: &mut SavedSetup) {
    let drafts = &state.drafts;
    setup.domain.clone_from(&drafts.domain);
    setup.client_id.clone_from(&drafts.client_id);
    setup.connection_id.clone_from(&drafts.connection_id);
    // While the practice world or the password store has not answered yet, nothing is known of the keys.
    let known = !state.keeping.keys.looking && !state.practice.is_loading();
    if known {
        setup.has_client_secret = !drafts.client_secret.is_empty();
        setup.has_api_key = !drafts.api_key.is_empty();
    }
    if state.place != Place::Welcome {
        setup.place = state.place;
    }
    setup.ticks.clone_from(&state.ticks);
    setup.visited = state
        .visited
        .iter()
        .map(|page| (*page).to_owned())
        .collect();
    setup.proved.clone_from(&state.proved);
    setup.proved_at.clone_from(&state.proved_at);
    setup.last_in.clone_from(&state.last_in);
    setup.said_status = state.said_status;
    setup.way = state.automatic.way;
    setup.scope = state.checks.scope;
    setup.seen = state.proof.seen.values().map(SavedCheck::from).collect();
    // Checks that are under way have not come to anything yet.
    if !state.checks.result.is_loading() {
        let rows: Vec<_> = state.checks.rows.iter().map(SavedCheck::from).collect();
        if rows != setup.checks {
            setup.checked_at = (!rows.is_empty()).then_some(state.checks.at);
            setup.checks = rows;
        }
    }
}

/// Puts back what was kept of a set-up.
pub(super) fn restore(state: &mut State, setup: SavedSetup) {
    state.place = setup.place;
    state.drafts.domain = setup.domain;
    state.drafts.client_id = setup.client_id;
    state.drafts.connection_id = setup.connection_id;
    state.ticks = setup.ticks;
    state.visited = PAGES
        .iter()
        .map(|page| page.heading)
        .filter(|heading| setup.visited.contains(*heading))
        .collect();
    state.proved = setup.proved;
    state.proved_at = setup.proved_at;
    state.last_in = setup.last_in;
    state.said_status = setup.said_status;
    state.automatic.way = setup.way;
    let seen = setup.seen.iter().filter_map(SavedCheck::to_check);
    state.proof.seen = seen.map(|check| (check.name, check)).collect();
    let rows: Vec<_> = setup
        .checks
        .iter()
        .filter_map(SavedCheck::to_check)
        .collect();
    let passed = setup
        .scope
        .is_some_and(|scope| state.proved.contains(&scope));
    state.checks = Checks {
        ticket: state.checks.ticket,
        scope: setup.scope.filter(|_| !rows.is_empty()),
        result: if passed && !rows.is_empty() {
            Remote::Ready(())
        } else {
            Remote::NotAsked
        },
        person: None,
        at: setup.checked_at.unwrap_or_default(),
        rows,
    };
}
