//! `check`: the staged checks as lines.

use super::args::{CheckArgs, Options};
use super::exit::Exit;
use super::out::Out;
use super::talk::Conversation;
use super::{json, practice};
use crate::app::command::{Command, Setup};
use crate::app::event::{Check, CheckState, Event};
use crate::app::pages::Scope;
use crate::app::remote::Ticket;
use crate::domain::ids::Auth0UserId;

/// Runs the checks and prints each as it comes to a result.
pub(super) fn run(options: &Options, args: &CheckArgs, out: Out) -> Exit {
    match practice::setup(options) {
        // The world lives until the checks are over.
        Ok((setup, _world)) => talk(setup, args, out).unwrap_or_else(|issue| out.problem(&issue)),
        Err(issue) => out.problem(&issue),
    }
}

fn talk(setup: Setup, args: &CheckArgs, out: Out) -> Result<Exit, crate::domain::issue::Issue> {
    let conversation = Conversation::start()?;
    out.say(format!("Checking {} and UserHub", setup.domain));
    let add_person = args.add_person.as_ref().map(Auth0UserId::new);
    conversation.send(Command::Check {
        setup,
        scope: Scope::Everything,
        add_person,
        ticket: Ticket::default(),
    });
    while let Some(event) = conversation.next() {
        match event {
            Event::Check { check, .. } if out.is_json() => Out::event(&json::check(&check)),
            Event::Check { check, .. } => print(&check),
            Event::ChecksDone { problem: None, .. } => return Ok(Exit::Done),
            Event::ChecksDone {
                problem: Some(issue),
                ..
            } => return Ok(Exit::from(&issue)),
            Event::Reading(_)
            | Event::PracticeOpened(_)
            | Event::PracticeFailed(_)
            | Event::TroubleMade(_)
            | Event::DomainSettled { .. }
            | Event::Computer { .. }
            | Event::PeopleFound { .. }
            | Event::PlanReady(_)
            | Event::PlanListed
            | Event::Planned { .. }
            | Event::Progress(_)
            | Event::Attention { .. }
            | Event::OnlyInUserHub { .. }
            | Event::Install { .. }
            | Event::Finished { .. } => {}
        }
    }
    Ok(Exit::Interrupted)
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
}
