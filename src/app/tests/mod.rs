//! What the tests of the window's state have in common, and what no subject alone decides.

mod busy;
mod files;
mod flows;
mod held_up;
mod proofs;
mod sequences;

use super::effects::Effects;
use super::msg::{CredentialsMsg, Msg, Private, SetupsMsg, World};
use super::state::State;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::protocol::checks::{Check, CheckState};
use crate::protocol::command::{Command, Control, Message};

/// A set of values as it passes every look at its form.
pub(crate) const VALUES: [(Field, &str); 5] = [
    (Field::Domain, "acme.eu.auth0.com"),
    (Field::ClientId, "AbCdEfGhIjKlMnOpQrStUvWxYz012345"),
    (
        Field::ClientSecret,
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
    ),
    (Field::ConnectionId, "conn_26yEiYymqy6ZmG"),
    (Field::ApiKey, "sk_1234567890abcdefghijklmn"),
];

/// A real set-up that was just begun.
pub(crate) fn real() -> State {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Real)));
    state
}

/// The same with all values there.
pub(crate) fn filled() -> State {
    let mut state = real();
    for (field, text) in VALUES {
        pasted(&mut state, field, text);
    }
    state
}

/// Pastes into a field.
pub(crate) fn pasted(state: &mut State, field: Field, text: &str) -> Vec<Command> {
    let text = Private(text.to_owned());
    update(state, Msg::Credentials(CredentialsMsg::Pasted(field, text)))
}

/// What the worker is asked to do.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Command> {
    commands(super::update(state, msg))
}

/// What the worker is asked to do.
pub(crate) fn commands(effects: Effects) -> Vec<Command> {
    let command = |message| match message {
        Message::Do(command) => Some(command),
        Message::Control(_) => None,
    };
    effects.messages.into_iter().filter_map(command).collect()
}

/// What the worker is told to pause, resume or stop.
pub(crate) fn controls(effects: &Effects) -> Vec<Control> {
    let control = |message: &Message| match message {
        Message::Control(control) => Some(*control),
        Message::Do(_) => None,
    };
    effects.messages.iter().filter_map(control).collect()
}

/// Lets the subjects hear of something.
pub(crate) fn signalled(state: &mut State, signal: super::signal::Signal) -> Effects {
    super::update::told(state, signal)
}

/// The result of a check.
pub(crate) fn check(name: &'static str, state: CheckState, issue: Option<Issue>) -> Check {
    Check {
        name,
        state,
        why: String::new(),
        fix: String::new(),
        issue: issue.map(Box::new),
        at: jiff::Timestamp::UNIX_EPOCH,
        passed_before: None,
    }
}
