//! *Ask about someone*: what is typed, the answer of both services, and the one thing that helps. Asking changes nothing.

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::app::focus::FocusTarget;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::links;
use crate::domain::roster::SyncStatus;
use crate::domain::someone::read;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::places::Place;
use crate::protocol::someone::{Someone, SomeoneEvent, SomeoneRequest};
use crate::protocol::ticket::Ticket;
use crate::protocol::users;

/// The question about somebody, and its answer.
#[derive(Debug, Default)]
pub struct SomeoneLookup {
    /// What is being typed.
    pub who: String,
    /// What was asked last.
    pub asked: String,
    /// Why what was typed asks for nobody.
    pub unaskable: Option<Box<Issue>>,
    /// What both services say.
    pub answer: Request<Box<Someone>>,
    /// What became of bringing them over.
    pub synced: Request<SyncStatus>,
    /// Who is being brought over, by Auth0's id.
    syncing: String,
}

/// What the person does.
#[derive(Clone, Debug)]
pub enum SomeoneMsg {
    /// They want to ask, wherever they are.
    Wanted,
    /// They ask for what they have typed.
    Asked,
    /// They ask for one person by id: of those who were found, whom these were merged into, or of another page.
    AskedFor(String),
    /// They want the person of this id of Auth0's to be brought over.
    AskedToSync(String),
    /// They want to see the person of this id in the Auth0 dashboard.
    AskedToSeeInAuth0(String),
}

impl SomeoneLookup {
    pub(in crate::app) fn update(&mut self, msg: SomeoneMsg, ctx: &Context) -> Effects {
        match msg {
            // Before a set-up is open there is nobody to ask.
            SomeoneMsg::Wanted if ctx.world.is_none() => Effects::none(),
            SomeoneMsg::Wanted => {
                let mut effects = Effects::none();
                if ctx.place != Place::Someone {
                    effects.signal(Signal::Go(Place::Someone));
                }
                effects.signal(Signal::Focus(FocusTarget::Someone));
                effects
            }
            SomeoneMsg::Asked => self.ask(ctx),
            SomeoneMsg::AskedFor(id) => {
                self.who = id;
                let mut effects = self.ask(ctx);
                if ctx.place != Place::Someone {
                    effects.signal(Signal::Go(Place::Someone));
                }
                effects
            }
            SomeoneMsg::AskedToSync(id) => self.sync(id, ctx),
            SomeoneMsg::AskedToSeeInAuth0(_) if ctx.is_practice() => {
                Signal::NoPageInPractice.into()
            }
            SomeoneMsg::AskedToSeeInAuth0(id) => match ctx.values.known().domain {
                Some(domain) => {
                    let address = links::person(&domain, &Auth0UserId::new(id));
                    WindowTask::OpenPage(address).into()
                }
                None => Effects::none(),
            },
        }
    }

    fn ask(&mut self, ctx: &Context) -> Effects {
        self.synced.forget();
        self.unaskable = read(&self.who)
            .err()
            .map(|why| Box::new(Issue::asks_for_nobody(why)));
        if self.unaskable.is_some() {
            self.answer.forget();
            return Signal::Focus(FocusTarget::Someone).into();
        }
        self.who.trim().clone_into(&mut self.asked);
        self.look(ctx)
    }

    /// Asks for whom was asked last.
    fn look(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            self.answer.forget();
            effects.signal(Signal::HeldUp);
            return effects;
        };
        effects.send(Command::Someone(SomeoneRequest {
            setup: Box::new(setup),
            who: self.asked.clone(),
            ticket: self.answer.ask(),
        }));
        effects
    }

    fn sync(&mut self, id: String, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if self.synced.is_loading() || !ctx.is_free(&mut effects) {
            return effects;
        }
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        self.syncing.clone_from(&id);
        effects.send(Command::People(users::Request::SyncOne {
            setup: Box::new(setup),
            id,
            ticket: self.synced.ask(),
        }));
        effects
    }

    /// Takes in the answer; one to an earlier question is dropped.
    pub(in crate::app) fn answered(&mut self, event: SomeoneEvent) {
        self.answer.answer(event.ticket, event.result);
    }

    /// Somebody was brought over, or not: where it was asked for here, both services are asked again.
    pub(in crate::app) fn synced(
        &mut self,
        id: &str,
        result: &Result<SyncStatus, Box<Issue>>,
        ticket: Ticket,
        ctx: &Context,
    ) -> Effects {
        if self.syncing == id && self.synced.answer(ticket, result.clone()) {
            return self.look(ctx);
        }
        Effects::none()
    }

    /// A value has changed that was asked with.
    pub(in crate::app) fn credential_changed(&mut self) {
        self.answer.forget();
        self.synced.forget();
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        self.credential_changed();
        self.who.clear();
        self.asked.clear();
        self.unaskable = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::app::msg::{CredentialsMsg, Msg, NavigationMsg, Private, SomeoneMsg};
    use crate::app::state::State;
    use crate::app::tests::{filled, real, update};
    use crate::domain::issue::Issue;
    use crate::domain::pasted::Field;
    use crate::domain::roster::SyncStatus;
    use crate::protocol::command::Command;
    use crate::protocol::event::Event;
    use crate::protocol::places::Place;
    use crate::protocol::someone::SomeoneEvent;
    use crate::protocol::ticket::Ticket;
    use crate::protocol::users;

    fn ask(state: &mut State, who: &str) -> Ticket {
        who.clone_into(&mut state.someone.who);
        let asked = update(state, Msg::Someone(SomeoneMsg::Asked));
        let [Command::Someone(request)] = &asked[..] else {
            panic!("{asked:?}")
        };
        assert_eq!(request.who, who.trim());
        request.ticket
    }

    fn refused(ticket: Ticket, why: Issue) -> Msg {
        Msg::Reported(Event::Someone(SomeoneEvent {
            result: Err(Box::new(why)),
            ticket,
        }))
    }

    #[test]
    fn an_answer_to_an_earlier_question_is_dropped() {
        let mut state = filled();
        let first = ask(&mut state, "ada@example.com");
        let second = ask(&mut state, " Grace ");
        let why = Issue::value_missing(Field::Domain);
        update(&mut state, refused(first, why.clone()));
        assert!(state.someone.answer.is_loading(), "it is of another person");
        // With another key it would be another answer.
        let text = Private("sk_another1234567890abcdefg".to_owned());
        update(
            &mut state,
            Msg::Credentials(CredentialsMsg::Pasted(Field::ApiKey, text)),
        );
        update(&mut state, refused(second, why.clone()));
        assert!(state.someone.answer.issue().is_none());
        let third = ask(&mut state, "Grace");
        update(&mut state, refused(third, why.clone()));
        assert_eq!(state.someone.answer.issue(), Some(&why));
    }

    #[test]
    fn what_names_nobody_is_said_without_asking() {
        let mut state = filled();
        for who in ["  ", "conn_26yEiYymqy6ZmG"] {
            who.clone_into(&mut state.someone.who);
            assert!(update(&mut state, Msg::Someone(SomeoneMsg::Asked)).is_empty());
            assert!(state.someone.unaskable.is_some(), "{who}");
        }
        ask(&mut state, "Ada");
        assert!(state.someone.unaskable.is_none());
    }

    #[test]
    fn without_a_value_it_is_named_instead() {
        let mut state = real();
        let there = NavigationMsg::WentTo(Place::Someone);
        update(&mut state, Msg::Navigation(there));
        "Ada".clone_into(&mut state.someone.who);
        assert!(update(&mut state, Msg::Someone(SomeoneMsg::Asked)).is_empty());
        assert!(state.held_up().is_some());
    }

    #[test]
    fn whoever_was_brought_over_is_asked_for_again() {
        let mut state = filled();
        ask(&mut state, "ada@example.com");
        let msg = SomeoneMsg::AskedToSync("auth0|1".to_owned());
        let asked = update(&mut state, Msg::Someone(msg));
        let [Command::People(users::Request::SyncOne { ticket, .. })] = asked[..] else {
            panic!("{asked:?}")
        };
        let synced = |id: &str| {
            Msg::Reported(Event::People(users::Event::SyncedOne {
                id: id.to_owned(),
                result: Ok(SyncStatus::Added),
                ticket,
            }))
        };
        // The tickets of two lists may have the same number.
        assert!(update(&mut state, synced("auth0|2")).is_empty());
        let asked = update(&mut state, synced("auth0|1"));
        assert!(matches!(&asked[..], [Command::Someone(_)]), "{asked:?}");
        assert_eq!(state.someone.synced.ready(), Some(&SyncStatus::Added));
    }

    #[test]
    fn it_is_reached_from_anywhere_but_the_welcome_page() {
        let mut state = filled();
        update(&mut state, Msg::Someone(SomeoneMsg::Wanted));
        assert_eq!(state.navigation.place, Place::Someone);
        update(&mut state, Msg::Navigation(NavigationMsg::WentBack));
        assert_eq!(state.navigation.place, Place::Before);
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Someone(SomeoneMsg::Wanted));
        assert_eq!(state.navigation.place, Place::Welcome);
    }
}
