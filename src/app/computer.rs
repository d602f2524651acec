//! What Part 1 finds out about this computer by itself: whether the services answer, the clock, the password store.

use super::msg::World;
use super::state::State;
use crate::protocol::checks::Check;
use crate::protocol::command::Command;
use crate::protocol::ticket::Ticket;

/// The names of the checks of this computer, in the order in which they are shown.
pub const CHECKS: [&str; 3] = ["computer.network", "computer.clock", "computer.passwords"];

/// What was found out so far.
#[derive(Debug, Default)]
pub struct Computer {
    /// The number of the question; results with another number are dropped.
    pub ticket: Ticket,
    /// Whether it was asked for at all.
    pub asked: bool,
    /// The results that are there.
    pub found: Vec<Check>,
}

impl Computer {
    /// The result of one check, once it is there.
    pub fn result(&self, name: &str) -> Option<&Check> {
        self.found.iter().find(|check| check.name == name)
    }

    /// Whether a result is still to come.
    pub fn is_looking(&self) -> bool {
        self.asked && self.found.len() < CHECKS.len()
    }
}

/// Looks again. In practice it waits until the practice world is open, for that is what has to answer there.
pub(super) fn look(state: &mut State) -> Vec<Command> {
    let is_practice = state.world == Some(World::Practice);
    let practice = state.practice.ready().filter(|_| is_practice);
    if is_practice && practice.is_none() {
        return Vec::new();
    }
    let endpoints = practice.map_or_else(
        || state.keeping.settings.endpoints(),
        |setup| setup.endpoints.clone(),
    );
    let ticket = state.computer.ticket.next();
    state.computer = Computer {
        ticket,
        asked: true,
        found: Vec::new(),
    };
    vec![Command::LookAtComputer {
        endpoints,
        passwords: !is_practice,
        ticket,
    }]
}

pub(super) fn note(state: &mut State, check: Check, ticket: Ticket) {
    if ticket == state.computer.ticket {
        state.computer.found.push(check);
    }
}
