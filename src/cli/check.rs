//! `check`: the staged checks as lines.

use std::time::{Duration, Instant};

use super::args::{CheckArgs, Options};
use super::exit::Exit;
use super::out::Out;
use super::sync::because;
use super::talk::Conversation;
use super::{config, json, practice};
use crate::clock;
use crate::domain::assumptions::{Line, Origin, State};
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::{Code, Issue};
use crate::domain::pasted::ManagementToken;
use crate::protocol::checks::{Check, CheckState, Scope, Subject};
use crate::protocol::command::Command;
use crate::protocol::contact::Contact;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::Waiting;
use crate::protocol::ticket::Ticket;

/// Runs the checks and prints each as it comes to a result.
pub(super) fn run(options: &Options, args: &CheckArgs, out: Out) -> Exit {
    let checked = practice::setup(options).and_then(|(setup, world)| {
        let token = match &world {
            _ if !args.all => None,
            Some(world) => Some(world.temporary_key()?),
            None => config::temporary_key_if_given()?,
        };
        // The world lives until the checks are over.
        talk(setup, token, args, out)
    });
    checked.unwrap_or_else(|issue| out.problem(&issue))
}

fn talk(
    setup: Setup,
    token: Option<ManagementToken>,
    args: &CheckArgs,
    out: Out,
) -> Result<Exit, Issue> {
    let conversation = Conversation::start()?;
    out.say(format!("Checking {} and UserHub", setup.domain));
    let add_person = args.add_person.as_ref().map(Auth0UserId::new);
    conversation.send(Command::Check {
        setup: setup.clone(),
        scope: Scope::Everything,
        add_person,
        ticket: Ticket::default(),
    });
    let Ok(first) = listen(&conversation, out) else {
        return Ok(Exit::Interrupted);
    };
    let was_stopped = first
        .as_ref()
        .is_some_and(|issue| issue.code == Code::SyncInterrupted);
    let second = if args.all && !was_stopped {
        conversation.send(Command::CheckAgain {
            setup: setup.clone(),
            subject: Subject::Action,
            token,
            ticket: Ticket::default(),
        });
        let Ok(second) = listen(&conversation, out) else {
            return Ok(Exit::Interrupted);
        };
        conversation.send(Command::TellFirstContact { setup });
        listen_for_contact(&conversation, out);
        second
    } else {
        None
    };
    Ok(first
        .or(second)
        .map_or(Exit::Done, |issue| Exit::from(&issue)))
}

/// The worker has ended before the checks were over.
struct Gone;

/// Prints the checks until they are over, and gives the first problem.
fn listen(conversation: &Conversation, out: Out) -> Result<Option<Issue>, Gone> {
    let mut told: Option<Instant> = None;
    while let Some(event) = conversation.next() {
        match event {
            // Each wait is told once: until it is over it is the same.
            Event::CheckWaits { service, left, .. } => {
                let now = clock::instant();
                if told.is_none_or(|until| now >= until) {
                    told = Some(now + left);
                    tell_wait(out, service, left);
                }
            }
            Event::Check { check, .. } if out.is_json() => Out::event(&json::check(&check)),
            Event::Check { check, .. } => print(&check),
            Event::ChecksDone { problem, .. } => return Ok(problem),
            // What other commands report.
            _ => {}
        }
    }
    Err(Gone)
}

fn tell_wait(out: Out, service: &'static str, left: Duration) {
    let waiting = Waiting::SlowedDown { service, left };
    if out.is_json() {
        Out::event(&json::check_waits(&waiting));
    } else {
        out.say(format!("Waiting{}", because(Some(&waiting))));
    }
}

/// Prints which assumptions about the services held. That it cannot be told is no problem of the checks.
fn listen_for_contact(conversation: &Conversation, out: Out) {
    while let Some(event) = conversation.next() {
        if let Event::FirstContact(contact) = event {
            if out.is_json() {
                contact
                    .lines
                    .iter()
                    .for_each(|line| Out::event(&json::assumption(contact.from, line)));
            } else {
                print_contact(&contact);
            }
            return;
        }
    }
}

/// In short: how many held, and whatever did not. With `--json` there is a line for each.
fn print_contact(contact: &Contact) {
    let count = |state: State| {
        let lines = contact.lines.iter();
        lines.filter(|line| line.state == state).count()
    };
    Out::line(format!(
        "assumptions  about the services, as {} answered: {} held, {} did not hold, {} not met yet",
        match contact.from {
            Origin::Services => "they",
            Origin::ThisComputer => "practice",
        },
        count(State::Held),
        count(State::DidNotHold),
        count(State::NotMet),
    ));
    let otherwise = |line: &&Line| line.state == State::DidNotHold;
    for line in contact.lines.iter().filter(otherwise) {
        let assumption = line.assumption;
        Out::line(format!(
            "             did not hold: {}: {} Seen: {}",
            assumption.code(),
            assumption.assumed(),
            line.seen
        ));
    }
}

fn print(check: &Check) {
    let word = match check.state {
        CheckState::Passed => "ok         ",
        CheckState::Note => "note       ",
        CheckState::NotProved => "not proved ",
        CheckState::NotChecked => "not checked",
        CheckState::Problem => "PROBLEM    ",
    };
    Out::line(format!("{word}  {}: {}", check.name, check.why));
    if !check.fix.is_empty() {
        Out::line(format!("             How to fix it: {}", check.fix));
    }
    if let Some(issue) = &check.issue {
        let detail = issue.detail.as_deref();
        let detail = detail.map_or_else(String::new, |detail| format!(", {detail}"));
        Out::line(format!("             (Details: {}{detail})", issue.code));
    }
    if let Some(at) = check.passed_before {
        let day = at.strftime("%Y-%m-%d at %H:%M");
        Out::line(format!(
            "             It passed on {day} (UTC) and was changed since."
        ));
    }
}
