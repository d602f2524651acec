//! What is proved, by what, and until when.

use jiff::Timestamp;

use super::*;
use crate::app::msg::{CredentialsMsg, Msg};
use crate::app::state::State;
use crate::app::tests::{check, filled, pasted, real, update};
use crate::protocol::checks::{self, ALL, CheckState};
use crate::protocol::event::Event;

fn seen(state: &mut State, name: &'static str, to: CheckState, issue: Option<Issue>) {
    state.readiness.results.note(check(name, to, issue));
}

/// Everything has passed.
fn proved() -> State {
    let mut state = filled();
    for entry in ALL {
        seen(&mut state, entry.name, CheckState::Passed, None);
    }
    state
}

fn scopes(state: &State) -> Vec<Scope> {
    let all = [Scope::Tenant, Scope::Auth0, Scope::Everything].into_iter();
    all.filter(|scope| state.readiness.is_proved(*scope))
        .collect()
}

fn edited(state: &mut State, field: Field) {
    update(state, Msg::Credentials(CredentialsMsg::Edited(field)));
}

#[test]
fn a_late_answer_to_an_earlier_check_is_dropped() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    let asked = update(
        &mut state,
        Msg::Readiness(ReadinessMsg::Check(Scope::Tenant)),
    );
    let Some(Command::Check { ticket, .. }) = asked.first() else {
        panic!("{asked:?}")
    };
    let ticket = *ticket;
    pasted(&mut state, Field::Domain, "other.eu.auth0.com");
    let check = check(checks::REACH, CheckState::Passed, None);
    update(&mut state, Msg::Reported(Event::Check { check, ticket }));
    let problem = None;
    let done = Event::ChecksDone { problem, ticket };
    update(&mut state, Msg::Reported(done));
    assert!(state.readiness.rows().next().is_none() && scopes(&state).is_empty());
}

#[test]
fn editing_withdraws_what_hung_on_the_field_and_nothing_else() {
    let mut state = proved();
    assert_eq!(scopes(&state).len(), 3);
    edited(&mut state, Field::ApiKey);
    assert_eq!(scopes(&state), [Scope::Tenant, Scope::Auth0]);
    assert!(state.readiness.results.get(checks::SIGN_IN).is_some());
    assert!(state.readiness.results.get(checks::CONNECTION).is_none());
    edited(&mut state, Field::ClientSecret);
    assert_eq!(scopes(&state), [Scope::Tenant]);
    edited(&mut state, Field::Domain);
    assert!(scopes(&state).is_empty());
}

#[test]
fn what_the_app_has_installed_hangs_on_the_values_that_it_holds() {
    for (field, stays) in [
        (Field::Domain, false),
        (Field::ClientId, true),
        (Field::ClientSecret, true),
        (Field::ConnectionId, false),
        (Field::ApiKey, false),
    ] {
        let mut state = filled();
        state.readiness.installed_at = Some(Timestamp::UNIX_EPOCH);
        edited(&mut state, field);
        let is_proved = state.readiness.proved_at(Part::Action).is_some();
        assert_eq!(is_proved, stays, "{field:?}");
    }
}

#[test]
fn a_check_with_a_value_missing_asks_nobody_and_says_which() {
    let mut state = real();
    let asked = update(
        &mut state,
        Msg::Readiness(ReadinessMsg::Check(Scope::Auth0)),
    );
    assert!(asked.is_empty());
    let mistake = state.credentials.mistake.as_ref();
    assert_eq!(mistake.map(|(field, _)| *field), Some(Field::Domain));
}

#[test]
fn checks_that_are_repeated_alone_are_each_answered() {
    let mut state = filled();
    let mut tickets = Vec::new();
    for subject in [Subject::Key, Subject::Tenant] {
        let alone = ReadinessMsg::CheckAlone(subject);
        let asked = update(&mut state, Msg::Readiness(alone));
        let [Command::CheckAgain { ticket, .. }] = asked[..] else {
            panic!("{asked:?}")
        };
        tickets.push(ticket);
    }
    for (ticket, name) in tickets.into_iter().zip([checks::KEY, checks::REACH]) {
        let check = check(name, CheckState::Passed, None);
        update(&mut state, Msg::Reported(Event::Check { check, ticket }));
        let problem = None;
        let done = Event::ChecksDone { problem, ticket };
        update(&mut state, Msg::Reported(done));
    }
    assert_eq!(state.readiness.results.in_order().count(), 2);
    assert!(!state.readiness.is_checking(Subject::Key));
    assert_eq!(
        scopes(&state),
        [Scope::Tenant],
        "two checks do not prove everything"
    );
}

#[test]
fn a_problem_met_alone_withdraws_what_was_proved() {
    let mut state = proved();
    seen(&mut state, checks::KEY, CheckState::Problem, None);
    assert_eq!(scopes(&state), [Scope::Tenant, Scope::Auth0]);
}

#[test]
fn a_problem_is_told_at_its_part_and_trouble_on_the_way_takes_nothing_back() {
    let mut state = proved();
    assert_eq!(
        state.readiness.proved_at(Part::Check),
        Some(Timestamp::UNIX_EPOCH)
    );
    let away = Issue::cannot_start();
    assert_eq!(Part::of_problem(&away), None);
    seen(&mut state, checks::KEY, CheckState::Problem, Some(away));
    assert!(state.readiness.proved_at(Part::Key).is_some());
    let broken = Issue::connection_not_active(None);
    assert_eq!(Part::of_problem(&broken), Some(Part::Connection));
    seen(
        &mut state,
        checks::CONNECTION,
        CheckState::Problem,
        Some(broken),
    );
    assert!(state.readiness.problem(Part::Connection).is_some());
    assert!(state.readiness.proved_at(Part::Connection).is_none());
    seen(&mut state, checks::CONNECTION, CheckState::Passed, None);
    assert!(state.readiness.problem(Part::Connection).is_none());
}
