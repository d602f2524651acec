//! `check`: the staged checks as lines.

use super::args::{CheckArgs, Options};
use super::exit::Exit;
use super::out::Out;
use super::talk::Conversation;
use super::{config, json, practice};
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::{Code, Issue};
use crate::domain::pasted::ManagementToken;
use crate::protocol::checks::{Check, CheckState, Scope, Subject};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
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
    let was_stopped = first.as_ref().is_some_and(|issue| issue.code == Code::E17);
    let second = if args.all && !was_stopped {
        conversation.send(Command::CheckAgain {
            setup,
            subject: Subject::Action,
            token,
            ticket: Ticket::default(),
        });
        match listen(&conversation, out) {
            Ok(problem) => problem,
            Err(Gone) => return Ok(Exit::Interrupted),
        }
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
    while let Some(event) = conversation.next() {
        match event {
            Event::Check { check, .. } if out.is_json() => Out::event(&json::check(&check)),
            Event::Check { check, .. } => print(&check),
            Event::ChecksDone { problem, .. } => return Ok(problem),
            // What other commands report.
            _ => {}
        }
    }
    Err(Gone)
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
    if let Some(at) = check.passed_before {
        let day = at.strftime("%Y-%m-%d at %H:%M");
        Out::line(format!(
            "             It passed on {day} (UTC) and was changed since."
        ));
    }
}
