//! The sign-in test: it watches for somebody who signs in, and then for them in UserHub.

use jiff::Timestamp;

use crate::app::context::{Context, World};
use crate::app::effects::Effects;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::sign_in::{SignIn, Timing};
use crate::protocol::checks::Scope;
use crate::protocol::command::{Command, Control};
use crate::protocol::queue::Queue;
use crate::protocol::sign_in_test::{self, Verdict};
use crate::protocol::ticket::Ticket;

/// The sign-in test.
#[derive(Debug, Default)]
pub struct SignInTest {
    /// The test that was begun last; what is told of another one is dropped.
    request: Request<()>,
    /// Where it is.
    pub phase: Phase,
    /// People of the practice tenant who can be signed in, by id and name.
    pub people: Vec<(String, String)>,
    /// Whether the practice tenant has no Action in its Login flow, so that the trouble can be seen.
    pub not_in_flow: bool,
}

/// Where a sign-in test is.
#[derive(Debug, Default)]
pub enum Phase {
    /// None was begun, or what it hung on was changed since.
    #[default]
    Idle,
    /// It is about to watch.
    Starting {
        /// What holds it up.
        held_up: Option<Box<Issue>>,
    },
    /// It watches.
    Watching {
        /// Since when.
        since: Timestamp,
        /// Who signed in, with whether they were in UserHub before; the newest last.
        signed_in: Vec<(SignIn, bool)>,
        /// What holds it up.
        held_up: Option<Box<Issue>>,
    },
    /// It is over.
    Over(Verdict),
}

/// What the person does with the sign-in test.
#[derive(Clone, Debug)]
pub enum SignInTestMsg {
    /// They began it.
    Start,
    /// They ended it.
    Stop,
    /// They let somebody of the practice tenant sign in, by id; somebody new where there is none.
    SignInAs(Option<String>),
}

/// How long the sign-in test waits for what in the person's world.
pub fn timing(world: Option<World>) -> Timing {
    match world {
        Some(World::Practice) => Timing::PRACTICE,
        Some(World::Real) | None => Timing::REAL,
    }
}

impl SignInTest {
    pub(in crate::app) fn update(&mut self, msg: SignInTestMsg, ctx: &Context) -> Effects {
        match msg {
            SignInTestMsg::Start => self.start(ctx),
            SignInTestMsg::Stop => Control::Stop(Queue::SignInTest).into(),
            SignInTestMsg::SignInAs(who) => Command::PracticeSignIn {
                who: who.as_deref().map(Auth0UserId::new),
                in_flow: !self.not_in_flow,
            }
            .into(),
        }
    }

    /// Whether it watches, or is about to.
    pub fn is_on(&self) -> bool {
        matches!(self.phase, Phase::Starting { .. } | Phase::Watching { .. })
    }

    /// Who proved the Action by signing in.
    pub fn proved_by(&self) -> Option<&SignIn> {
        match &self.phase {
            Phase::Over(Verdict::Proved(sign_in, _)) => Some(sign_in),
            Phase::Idle | Phase::Starting { .. } | Phase::Watching { .. } | Phase::Over(_) => None,
        }
    }

    /// Begins the sign-in test.
    pub(in crate::app) fn start(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        self.phase = Phase::Starting { held_up: None };
        effects.send(Command::WatchSignIn {
            setup,
            timing: timing(ctx.world),
            ticket: self.request.ask(),
        });
        if ctx.is_practice() {
            effects.send(Command::PracticePeople);
        }
        effects
    }

    /// Takes in what the sign-in test reports.
    pub(in crate::app) fn heard(&mut self, news: sign_in_test::Event, ticket: Ticket) -> Effects {
        if !self.request.is_current(ticket) {
            return Effects::none();
        }
        self.take_in(news, ticket);
        match self.proved_by() {
            Some(sign_in) => {
                let mut effects = Effects::from(Signal::ActionProved(sign_in.at));
                effects.save();
                effects
            }
            None => Effects::none(),
        }
    }

    fn take_in(&mut self, news: sign_in_test::Event, ticket: Ticket) {
        match (news, &mut self.phase) {
            (sign_in_test::Event::Over(verdict), phase) => {
                *phase = Phase::Over(verdict);
                self.request.answer(ticket, Ok(()));
            }
            (sign_in_test::Event::Began(since), phase) => {
                *phase = Phase::Watching {
                    since,
                    signed_in: Vec::new(),
                    held_up: None,
                };
            }
            (sign_in_test::Event::SignedIn(sign_in), Phase::Watching { signed_in, .. }) => {
                signed_in.retain(|(earlier, _)| earlier.id != sign_in.id);
                signed_in.push((sign_in, false));
            }
            (sign_in_test::Event::KnownAlready(sign_in), Phase::Watching { signed_in, .. }) => {
                for (_, known) in signed_in.iter_mut().filter(|(one, _)| one.id == sign_in.id) {
                    *known = true;
                }
            }
            (
                sign_in_test::Event::HeldUp(trouble),
                Phase::Starting { held_up } | Phase::Watching { held_up, .. },
            ) => {
                *held_up = trouble;
            }
            (
                sign_in_test::Event::SignedIn(_)
                | sign_in_test::Event::KnownAlready(_)
                | sign_in_test::Event::HeldUp(_),
                _,
            ) => {}
        }
    }

    /// A value has changed with which it watches, or which it has proved.
    pub(in crate::app) fn credential_changed(&mut self) -> Effects {
        let was_on = self.is_on();
        self.request.forget();
        self.phase = Phase::Idle;
        if was_on {
            Control::Stop(Queue::SignInTest).into()
        } else {
            Effects::none()
        }
    }

    pub(in crate::app) fn reset(&mut self) {
        self.request.forget();
        self.phase = Phase::Idle;
        self.people.clear();
        self.not_in_flow = false;
    }
}

#[cfg(test)]
mod tests;
