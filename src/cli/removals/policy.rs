//! `removals policy`: what is done by itself with people who have waited long enough. Turning it on needs the name of the
//! set-up, typed, so that it is never turned on for another one.

use serde_json::json;

use super::told::policy_stopped;
use crate::cli::args::Options;
use crate::cli::exit::Exit;
use crate::cli::out::Out;
use crate::cli::practice;
use crate::cli::removals_args::{PolicyArgs, PolicyVerb, TurnOnArgs};
use crate::cli::talk::Conversation;
use crate::domain::issue::{Issue, in_one_line};
use crate::domain::overview::uncapital;
use crate::domain::removal::Automatic;
use crate::domain::removal::policy::names_it;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::removal::{Board, RemovalAction, RemovalReport, RemovalRequest};
use crate::protocol::ticket::Ticket;

/// Turns it on or off, or tells what is on.
pub(super) fn run(options: &Options, args: &PolicyArgs, out: Out) -> Exit {
    let started = practice::setup(options)
        .and_then(|(setup, world)| Ok((setup, world, Conversation::start()?)));
    let (setup, _world, conversation) = match started {
        Ok(started) => started,
        Err(issue) => return out.problem(&issue),
    };
    let name = setup.domain.to_string();
    let action = match &args.what {
        None => RemovalAction::Board { look: false },
        Some(PolicyVerb::Off) => RemovalAction::SetPolicy {
            wanted: None,
            set_up: name,
        },
        Some(PolicyVerb::Disable(on) | PolicyVerb::Mark(on)) if !names_it(&on.set_up, &name) => {
            return out.problem(&Issue::not_the_set_up(&name));
        }
        Some(PolicyVerb::Disable(on)) => turn_on(Automatic::Disable, on),
        Some(PolicyVerb::Mark(on)) => turn_on(Automatic::Mark, on),
    };
    conversation.send(Command::Removal(RemovalRequest {
        setup: Box::new(setup),
        action,
        shown: None,
        ticket: Ticket::default(),
    }));
    while let Some(event) = conversation.next() {
        let Event::Removal(event) = event else {
            continue;
        };
        match event.told {
            RemovalReport::Board(Ok(board)) => return told(out, &board),
            RemovalReport::Board(Err(issue)) | RemovalReport::PolicySet(Err(issue)) => {
                return out.problem(&issue);
            }
            RemovalReport::PolicySet(Ok(()))
            | RemovalReport::Waiting(_)
            | RemovalReport::PolicyStopped(_)
            | RemovalReport::Preview(_)
            | RemovalReport::Did(_)
            | RemovalReport::Ended(_) => {}
        }
    }
    // The worker broke off, and has said so.
    Exit::Interrupted
}

fn turn_on(act: Automatic, on: &TurnOnArgs) -> RemovalAction {
    RemovalAction::SetPolicy {
        wanted: Some((act, on.after_days)),
        set_up: on.set_up.clone(),
    }
}

/// Tells what is on.
fn told(out: Out, board: &Board) -> Exit {
    let policy = board.policy.as_ref();
    if out.is_json() {
        Out::event(&json!({
            "event": "removal_policy",
            "act": policy.map(|policy| policy.act.word()),
            "after_days": policy.map(|policy| policy.after_days),
            "set_up": policy.map(|policy| &policy.set_up),
            "turned_on_at": policy.map(|policy| policy.turned_on_at.to_string()),
            "waiting": board.waiting.len(),
        }));
    } else if let Some(policy) = policy {
        Out::line(format!(
            "People who left {} are {}, without a decision. Every guard holds, and nobody with a subscription is among them.",
            in_one_line(&policy.set_up),
            uncapital(&policy.words())
        ));
    } else {
        Out::line("Nothing is done by itself with people who left. They wait for a decision.");
    }
    match &board.policy_halt {
        None => Exit::Done,
        Some(halt) => {
            policy_stopped(out, halt, |words| out.say(words));
            Exit::Attention
        }
    }
}
