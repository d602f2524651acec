//! The one person with whom the connection is tried: of the operator's choice, and nobody unless they choose.

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::protocol::checks::{FoundPerson, Scope};
use crate::protocol::command::Command;
use crate::protocol::ticket::Ticket;

/// Where the choice stands.
#[derive(Debug, Default)]
pub struct Picker {
    /// The people whom the search found.
    pub found: Request<Vec<FoundPerson>>,
    /// Who was chosen.
    pub chosen: Option<FoundPerson>,
}

/// What is done to choose somebody.
#[derive(Clone, Debug)]
pub enum PickerMsg {
    /// Auth0 is searched for what was typed.
    Search,
    /// Somebody is chosen.
    Chose(Auth0UserId),
    /// The chosen one is to be added to UserHub, as a test.
    Add,
}

impl Picker {
    pub(in crate::app) fn update(&mut self, msg: PickerMsg, ctx: &Context) -> Effects {
        match msg {
            PickerMsg::Search => self.search(ctx),
            PickerMsg::Chose(id) => {
                let mut found = self.found.ready().into_iter().flatten();
                let chosen = found.find(|person| person.id == id).cloned();
                self.chosen = chosen;
                Effects::none()
            }
            // Checks everything, and adds the chosen person to UserHub, which proves the connection.
            PickerMsg::Add => match &self.chosen {
                Some(person) => Signal::Check(Scope::Everything, Some(person.id.clone())).into(),
                None => Effects::none(),
            },
        }
    }

    fn search(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if let Some(setup) = ctx.setup_to_ask(Scope::Auth0, &mut effects) {
            self.chosen = None;
            effects.send(Command::FindPeople {
                setup,
                text: ctx.values.person.trim().to_owned(),
                ticket: self.found.ask(),
            });
        }
        effects
    }

    pub(in crate::app) fn answered(
        &mut self,
        found: Result<Vec<FoundPerson>, Box<Issue>>,
        ticket: Ticket,
    ) {
        self.found.answer(ticket, found);
    }

    /// Somebody is known without a search, and chosen.
    pub(in crate::app) fn put(&mut self, person: FoundPerson) {
        self.found.settle(Ok(vec![person.clone()]));
        self.chosen = Some(person);
    }

    /// Those who were found are of the tenant that the former value led to.
    pub(in crate::app) fn credential_changed(&mut self, field: Field) {
        if matches!(field, Field::Domain | Field::ClientId | Field::ClientSecret) {
            self.reset();
        }
    }

    pub(in crate::app) fn reset(&mut self) {
        self.found.forget();
        self.chosen = None;
    }
}
