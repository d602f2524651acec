//! What Part 1 finds out about this computer by itself: whether the services answer, the clock, the password store.

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::request::Request;
use crate::protocol::checks::Check;
use crate::protocol::command::Command;
use crate::protocol::ticket::Ticket;

/// The names of the checks of this computer, in the order in which they are shown.
pub const CHECKS: [&str; 3] = ["computer.network", "computer.clock", "computer.passwords"];

/// What was found out so far.
#[derive(Debug, Default)]
pub struct Computer {
    request: Request<()>,
    found: Vec<Check>,
}

/// What the person asks about this computer.
#[derive(Clone, Copy, Debug)]
pub enum ComputerMsg {
    /// To look again: network, clock, password store.
    Look,
}

impl Computer {
    pub(in crate::app) fn update(&mut self, msg: ComputerMsg, ctx: &Context) -> Effects {
        match msg {
            ComputerMsg::Look => self.look(ctx),
        }
    }

    /// The result of one check, once it is there.
    pub fn result(&self, name: &str) -> Option<&Check> {
        self.found.iter().find(|check| check.name == name)
    }

    /// Whether a result is still to come.
    pub fn is_looking(&self) -> bool {
        self.request.is_loading()
    }

    /// Looks again. In practice it waits until the practice world is open, for that is what has to answer there.
    pub(in crate::app) fn look(&mut self, ctx: &Context) -> Effects {
        if ctx.is_practice() && ctx.practice_setup().is_none() {
            return Effects::none();
        }
        self.found.clear();
        Command::LookAtComputer {
            endpoints: ctx.endpoints(),
            passwords: !ctx.is_practice(),
            ticket: self.request.ask(),
        }
        .into()
    }

    /// One thing was found out.
    pub(in crate::app) fn found(&mut self, check: Check, ticket: Ticket) {
        if !self.request.is_current(ticket) {
            return;
        }
        self.found.push(check);
        if self.found.len() >= CHECKS.len() {
            self.request.answer(ticket, Ok(()));
        }
    }

    /// Another set-up is open, which may reach its services elsewhere.
    pub(in crate::app) fn reset(&mut self) {
        self.request.forget();
        self.found.clear();
    }
}
