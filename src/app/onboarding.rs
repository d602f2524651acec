//! The set-up's pages: going through them, what is typed and pasted, and the checks with their proof.

use super::command::{Command, Lane};
use super::event::Check;
use super::msg::World;
use super::pages::{Place, Scope};
use super::remote::{Remote, Ticket};
use super::state::{Checks, State};
use crate::domain::issue::Issue;
use crate::domain::links;
use crate::domain::pasted::{self, Field, Pasted};

pub(super) fn choose(state: &mut State, world: World) -> Vec<Command> {
    state.world = Some(world);
    state.place = Place::Before;
    match world {
        World::Practice if state.practice.ready().is_none() => {
            state.practice = Remote::Loading;
            vec![Command::OpenPractice {
                folder: state.folder.clone(),
            }]
        }
        World::Practice | World::Real => Vec::new(),
    }
}

/// Goes back to the first screen with nothing but the practice world itself, which stays open, troubled as at first.
pub(super) fn leave_practice(state: &mut State) -> Vec<Command> {
    let practice = std::mem::take(&mut state.practice);
    let ticket = state.checks.ticket.next();
    *state = State::new(std::mem::take(&mut state.folder));
    state.practice = practice;
    state.checks.ticket = ticket;
    let mut commands = Lane::ALL.map(Command::Stop).to_vec();
    commands.push(Command::MakeTrouble(state.troubles.now));
    commands
}

pub(super) fn go(state: &mut State, place: Place) -> Vec<Command> {
    if let Some(page) = state.place.page() {
        state.visited.insert(page.heading);
    }
    state.mistake = None;
    state.place = place;
    Vec::new()
}

pub(super) fn tick(state: &mut State, step: &str) -> Vec<Command> {
    if !state.ticks.remove(step) {
        state.ticks.insert(step.to_owned());
    }
    Vec::new()
}

/// Withdraws what was proved with the field's former value. A check that is under way answers for that one too.
pub(super) fn edited(state: &mut State, field: Field) -> Vec<Command> {
    state.proved.remove(&Scope::Everything);
    match field {
        Field::Domain => state.proved.clear(),
        Field::ClientId | Field::ClientSecret => {
            state.proved.remove(&Scope::Auth0);
        }
        Field::ConnectionId | Field::ApiKey => {}
    }
    if state
        .mistake
        .as_ref()
        .is_some_and(|(wrong, _)| *wrong == field)
    {
        state.mistake = None;
    }
    let ticket = state.checks.ticket.next();
    state.checks = Checks {
        ticket,
        ..Checks::default()
    };
    Vec::new()
}

/// Puts each value of a pasted text where it belongs. A text with nothing in it that we know stays as it is.
pub(super) fn paste(state: &mut State, field: Field, text: &str) -> Vec<Command> {
    let found = pasted::read(text);
    if state.world == Some(World::Practice) && looks_real(&found) {
        state.mistake = Some((field, Issue::practice_needs_no_key(field)));
        return Vec::new();
    }
    let mut filled = Vec::new();
    if let Some(domain) = &found.domain {
        // A dashboard address of the region `us` may mean two domains: it is kept whole, and read when it is used.
        let whole = if domain.second.is_some() {
            text.trim().to_owned()
        } else {
            domain.first.to_string()
        };
        filled.push((Field::Domain, whole));
    }
    filled.extend(
        found
            .client_id
            .as_ref()
            .map(|id| (Field::ClientId, id.to_string())),
    );
    filled.extend(
        found
            .client_secret
            .as_ref()
            .map(|s| (Field::ClientSecret, s.expose().to_owned())),
    );
    filled.extend(
        found
            .connection_id
            .as_ref()
            .map(|id| (Field::ConnectionId, id.to_string())),
    );
    filled.extend(
        found
            .api_key
            .as_ref()
            .map(|key| (Field::ApiKey, key.expose().to_owned())),
    );
    if filled.is_empty() {
        filled.push((field, text.trim().to_owned()));
    }
    for (field, value) in filled {
        *state.drafts.get_mut(field) = value;
        edited(state, field);
    }
    Vec::new()
}

/// Whether a text holds a key that is not one of the practice world's.
fn looks_real(found: &Pasted) -> bool {
    let real = |text: &str| !text.contains("practice");
    found.api_key.as_ref().is_some_and(|key| real(key.expose()))
        || found
            .client_secret
            .as_ref()
            .is_some_and(|secret| real(secret.expose()))
        || found.management_token.is_some()
}

/// The page's address is as exact as what is known allows.
pub(super) fn open(state: &State, place: links::Place) -> Vec<Command> {
    let known = state.known();
    vec![Command::OpenPage {
        address: place.link(known.domain.as_ref(), known.client_id.as_ref()),
    }]
}

pub(super) fn check(state: &mut State, scope: Scope) -> Vec<Command> {
    let setup = match state.setup(scope) {
        Ok(setup) => setup,
        Err(mistake) => {
            state.mistake = Some(mistake);
            return Vec::new();
        }
    };
    state.mistake = None;
    let ticket = state.checks.ticket.next();
    state.checks = Checks {
        ticket,
        scope: Some(scope),
        rows: Vec::new(),
        result: Remote::Loading,
    };
    vec![Command::Check {
        setup,
        scope,
        add_person: None,
        ticket,
    }]
}

pub(super) fn note_check(state: &mut State, check: Check, ticket: Ticket) {
    if ticket == state.checks.ticket {
        state.checks.rows.push(check);
    }
}

pub(super) fn end_checks(state: &mut State, problem: Option<Issue>, ticket: Ticket) {
    if ticket != state.checks.ticket {
        return;
    }
    match (problem, state.checks.scope) {
        (None, Some(scope)) => {
            state.checks.result = Remote::Ready(());
            state.proved.insert(Scope::Tenant);
            if scope != Scope::Tenant {
                state.proved.insert(Scope::Auth0);
            }
            state.proved.insert(scope);
        }
        (Some(issue), _) => state.checks.result = Remote::Failed(Box::new(issue)),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::CheckState;
    use crate::app::event::Event;
    use crate::app::msg::Msg;
    use crate::app::msg::Private;
    use crate::app::update;

    fn real() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state
    }

    fn pasted(state: &mut State, field: Field, text: &str) {
        update(state, Msg::Pasted(field, Private(text.to_owned())));
    }

    fn row() -> Check {
        Check {
            name: "auth0.reach",
            state: CheckState::Passed,
            why: String::new(),
            fix: String::new(),
        }
    }

    #[test]
    fn a_block_of_text_fills_every_field_that_it_has_a_value_for() {
        let mut state = real();
        let block = "https://manage.auth0.com/dashboard/eu/acme/applications/AbCdEfGhIjKlMnOpQrStUvWxYz012345/settings\nconn_26yEiYymqy6ZmG";
        pasted(&mut state, Field::Domain, block);
        assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
        assert_eq!(state.drafts.client_id, "AbCdEfGhIjKlMnOpQrStUvWxYz012345");
        assert_eq!(state.drafts.connection_id, "conn_26yEiYymqy6ZmG");
    }

    #[test]
    fn a_late_answer_to_an_earlier_check_is_dropped() {
        let mut state = real();
        pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
        let asked = update(&mut state, Msg::AskedToCheck(Scope::Tenant));
        let Some(Command::Check { ticket, .. }) = asked.first() else {
            panic!("{asked:?}")
        };
        let ticket = *ticket;
        pasted(&mut state, Field::Domain, "other.eu.auth0.com");
        update(
            &mut state,
            Msg::Reported(Event::Check {
                check: row(),
                ticket,
            }),
        );
        update(
            &mut state,
            Msg::Reported(Event::ChecksDone {
                problem: None,
                ticket,
            }),
        );
        assert!(state.checks.rows.is_empty() && state.proved.is_empty());
    }

    #[test]
    fn editing_withdraws_what_hung_on_the_field_and_nothing_else() {
        let mut state = real();
        state.proved = [Scope::Tenant, Scope::Auth0, Scope::Everything].into();
        update(&mut state, Msg::Edited(Field::ApiKey));
        assert_eq!(state.proved, [Scope::Tenant, Scope::Auth0].into());
        update(&mut state, Msg::Edited(Field::ClientSecret));
        assert_eq!(state.proved, [Scope::Tenant].into());
        update(&mut state, Msg::Edited(Field::Domain));
        assert!(state.proved.is_empty());
    }

    #[test]
    fn a_check_with_a_value_missing_asks_nobody_and_says_which() {
        let mut state = real();
        assert!(update(&mut state, Msg::AskedToCheck(Scope::Auth0)).is_empty());
        assert_eq!(
            state.mistake.as_ref().map(|(field, _)| *field),
            Some(Field::Domain)
        );
    }

    #[test]
    fn practice_keeps_no_real_key() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Practice));
        pasted(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
        assert!(state.drafts.api_key.is_empty());
        assert!(state.mistake.is_some());
    }

    #[test]
    fn going_back_clears_nothing() {
        let mut state = real();
        pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
        update(&mut state, Msg::Continued);
        update(&mut state, Msg::WentBack);
        assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
    }
}
