//! The one person with whom the connection is tried: of the operator's choice, and nobody unless they choose.

use super::remote::Remote;
use super::state::State;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::protocol::checks::{FoundPerson, Scope};
use crate::protocol::command::Command;
use crate::protocol::ticket::Ticket;

/// Where the choice stands.
#[derive(Debug, Default)]
pub struct Picker {
    /// The number of the search; results with another number are dropped.
    pub ticket: Ticket,
    /// The people whom the search found.
    pub found: Remote<Vec<FoundPerson>>,
    /// Who was chosen.
    pub chosen: Option<FoundPerson>,
}

/// Searches Auth0 for what was typed.
pub(super) fn search(state: &mut State) -> Vec<Command> {
    let setup = match state.setup(Scope::Auth0) {
        Ok(setup) => setup,
        Err(mistake) => {
            state.mistake = Some(mistake);
            return Vec::new();
        }
    };
    let ticket = state.picker.ticket.next();
    state.picker = Picker {
        ticket,
        found: Remote::Loading,
        chosen: None,
    };
    let text = state.drafts.person.trim().to_owned();
    vec![Command::FindPeople {
        setup,
        text,
        ticket,
    }]
}

pub(super) fn note(state: &mut State, found: Result<Vec<FoundPerson>, Box<Issue>>, ticket: Ticket) {
    if ticket != state.picker.ticket {
        return;
    }
    state.picker.found = match found {
        Ok(people) => Remote::Ready(people),
        Err(issue) => Remote::Failed(issue),
    };
}

pub(super) fn choose(state: &mut State, id: &Auth0UserId) -> Vec<Command> {
    let mut found = state.picker.found.ready().into_iter().flatten();
    let chosen = found.find(|person| person.id == *id).cloned();
    state.picker.chosen = chosen;
    Vec::new()
}

/// Checks everything, and adds the chosen person to UserHub, which proves the connection.
pub(super) fn add(state: &mut State) -> Vec<Command> {
    let Some(person) = state.picker.chosen.as_ref().map(|person| person.id.clone()) else {
        return Vec::new();
    };
    super::onboarding::check_with(state, Scope::Everything, Some(person))
}
