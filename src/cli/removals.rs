//! `removals` and `undo`: who left Auth0 and waits for a decision, what is decided, and the way back. Without `--yes`
//! nothing is changed, and what would be is told with the exact command.

use serde_json::{Value, json};

use super::args::{Options, RemovalsArgs, RemovalsVerb, UndoArgs, WhoArgs};
use super::exit::Exit;
use super::out::Out;
use super::practice;
use super::talk::Conversation;
use crate::domain::issue::{Issue, in_one_line, people};
use crate::domain::removal::{Act, Outcome, Stop};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::removal::{
    Decision, Did, Ended, LeftOut, Planned, Preview, RemovalAction, RemovalReport, RemovalRequest,
    Waiting, Who,
};
use crate::protocol::ticket::Ticket;

/// How many people of one kind are named in text; the rest are counted.
const NAMED: usize = 20;

/// The list, or a decision.
pub(super) fn run(options: &Options, args: &RemovalsArgs, out: Out) -> Exit {
    let action = match &args.what {
        None => RemovalAction::List,
        Some(RemovalsVerb::Keep(who)) => decide(Decision::Keep, who, None),
        Some(RemovalsVerb::Disable(args)) => decide(Decision::Disable, &args.who, args.confirm),
        Some(RemovalsVerb::Mark(args)) => decide(Decision::Mark, &args.who, args.confirm),
        Some(RemovalsVerb::Restore(args)) => RemovalAction::Restore {
            who: match args.run {
                Some(run) => Who::Run(run),
                None => who(&args.who),
            },
            carry_out: args.who.yes,
        },
    };
    carry_out(options, action, out)
}

/// Takes a sync back.
pub(super) fn undo(options: &Options, args: &UndoArgs, out: Out) -> Exit {
    let action = RemovalAction::Undo {
        run: args.run,
        carry_out: args.yes,
    };
    carry_out(options, action, out)
}

fn decide(decision: Decision, args: &WhoArgs, confirmed: Option<u64>) -> RemovalAction {
    RemovalAction::Decide {
        decision,
        who: who(args),
        carry_out: args.yes,
        confirmed,
    }
}

fn who(args: &WhoArgs) -> Who {
    if args.all {
        Who::All
    } else {
        Who::Ids(args.ids.clone())
    }
}

fn carry_out(options: &Options, action: RemovalAction, out: Out) -> Exit {
    if names_nobody(&action) {
        return out.problem(&Issue::decision_about_nobody());
    }
    let started = practice::setup(options)
        .and_then(|(setup, world)| Ok((setup, world, Conversation::start()?)));
    let (setup, _world, conversation) = match started {
        Ok(started) => started,
        Err(issue) => return out.problem(&issue),
    };
    let lists = matches!(action, RemovalAction::List);
    conversation.send(Command::Removal(RemovalRequest {
        setup: Box::new(setup),
        action,
        ticket: Ticket::default(),
    }));
    let mut telling = Telling {
        out,
        lists,
        would: 0,
        confirm: None,
        left: 0,
    };
    while let Some(event) = conversation.next() {
        if let Event::Removal(event) = event
            && let Some(exit) = telling.hear(event.told)
        {
            return exit;
        }
    }
    // The worker broke off, and has said so.
    Exit::Interrupted
}

fn names_nobody(action: &RemovalAction) -> bool {
    match action {
        RemovalAction::List | RemovalAction::Undo { .. } => false,
        RemovalAction::Decide { who, .. } | RemovalAction::Restore { who, .. } => {
            matches!(who, Who::Ids(ids) if ids.is_empty())
        }
    }
}

struct Telling {
    out: Out,
    lists: bool,
    /// How many would be seen to.
    would: usize,
    /// The number that overrides a guard.
    confirm: Option<usize>,
    left: usize,
}

impl Telling {
    fn hear(&mut self, told: RemovalReport) -> Option<Exit> {
        match told {
            RemovalReport::Waiting(list) => self.list(&list),
            RemovalReport::Preview(preview) => self.preview(&preview),
            RemovalReport::Did(did) => self.did(&did),
            RemovalReport::Ended(Ok(ended)) => return Some(self.ended(&ended)),
            RemovalReport::Ended(Err(issue)) => return Some(self.out.problem(&issue)),
        }
        None
    }

    fn list(&self, list: &[Waiting]) {
        for one in list {
            if self.out.is_json() {
                Out::event(&waiting_as_json(one));
                continue;
            }
            let (name, id) = (in_one_line(&one.name), in_one_line(&one.id));
            Out::line(format!("{name}  {id}"));
            for sentence in &one.evidence {
                Out::line(format!("    {}", in_one_line(sentence)));
            }
            if let Some(why) = &one.subscription {
                Out::line(format!(
                    "    This user {}, and is never removed with others.",
                    in_one_line(why)
                ));
            }
        }
        if self.out.is_json() {
            return;
        }
        let count = list.len() as u64;
        Out::line(match count {
            0 => "Nobody who left Auth0 waits for a decision.".to_owned(),
            1 => "1 person is in UserHub and no longer in Auth0. Nothing happens to them until you decide.".to_owned(),
            _ => format!(
                "{} are in UserHub and no longer in Auth0. Nothing happens to them until you decide.",
                people(count)
            ),
        });
        if count > 0 {
            Out::line("Decide with: userhub-connect removals keep|disable|mark ID... (or --all)");
        }
    }

    fn preview(&mut self, preview: &Preview) {
        self.would = preview.people.len();
        self.left = preview.left_out.len();
        if preview.stops.iter().any(Stop::can_be_confirmed) {
            self.confirm = Some(self.would);
        }
        if self.out.is_json() {
            preview
                .people
                .iter()
                .map(planned_as_json)
                .for_each(|one| Out::event(&one));
            preview
                .left_out
                .iter()
                .map(left_as_json)
                .for_each(|one| Out::event(&one));
            preview
                .stops
                .iter()
                .map(stop_as_json)
                .for_each(|one| Out::event(&one));
            return;
        }
        if !preview.carried_out {
            for one in preview.people.iter().take(NAMED) {
                Out::line(format!(
                    "{:<22}{}",
                    would(one.act),
                    named(&one.name, &one.id)
                ));
            }
            and_more(preview.people.len());
            for stop in &preview.stops {
                Out::line(format!(
                    "A guard would stop this. {}",
                    in_one_line(&stop.words())
                ));
            }
        }
        for one in &preview.left_out {
            Out::line(format!(
                "{:<22}{}: {}",
                "Left as they are",
                named(&one.name, &one.id),
                in_one_line(&one.reason)
            ));
        }
    }

    fn did(&self, did: &Did) {
        if self.out.is_json() {
            return Out::event(&did_as_json(did));
        }
        let name = named(&did.name, &did.id);
        let (words, why) = match &did.outcome {
            Outcome::Done => (did.act.done_words(), None),
            Outcome::Already(why) => ("Nothing to do", Some(why)),
            Outcome::Left(why) => ("Left as they are", Some(why)),
        };
        let why = why.map(|why| format!(": {}", in_one_line(why)));
        Out::line(format!("{words:<22}{name}{}", why.unwrap_or_default()));
    }

    fn ended(&self, ended: &Ended) -> Exit {
        let nothing = self.would == 0 && ended.done + ended.already == 0;
        let exit = match ended {
            _ if self.lists => Exit::Done,
            Ended { preview: true, .. } if nothing && self.left == 0 => Exit::Done,
            Ended { preview: true, .. } => Exit::Usage,
            Ended { left: 0, .. } => Exit::Done,
            _ => Exit::Attention,
        };
        let command = (ended.preview && exit == Exit::Usage).then(|| self.command());
        if self.out.is_json() {
            Out::event(&json!({
                "event": "summary",
                "run": ended.run,
                "done": ended.done,
                "already": ended.already,
                "left": ended.left.max(self.left as u64),
                "preview": ended.preview,
                "command": command,
                "requests": { "auth0": ended.auth0_requests, "userhub": ended.userhub_requests },
            }));
            return exit;
        }
        if self.lists {
            return exit;
        }
        if let Some(command) = command {
            Out::line(format!("Nothing was changed. To do it: {command}"));
        } else if nothing {
            Out::line("Nothing had to be done.");
        } else {
            let run = ended
                .run
                .map(|run| format!(" (run {run})"))
                .unwrap_or_default();
            Out::line(format!(
                "{} done{run}, {} were so already, {} left as they are.",
                ended.done, ended.already, ended.left
            ));
        }
        exit
    }

    /// What was typed, with what is needed to carry it out.
    fn command(&self) -> String {
        let mut words: Vec<String> = vec!["userhub-connect".to_owned()];
        words.extend(std::env::args().skip(1).map(|word| quoted(&word)));
        words.push("--yes".to_owned());
        if let Some(count) = self.confirm {
            words.push(format!("--confirm {count}"));
        }
        words.join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn named(name: &str, id: &str) -> String {
    let (name, id) = (in_one_line(name), in_one_line(id));
    if name == id {
        id
    } else {
        format!("{name}  {id}")
    }
}

fn and_more(count: usize) {
    if count > NAMED {
        Out::line(format!(
            "and {} more (--json names everybody)",
            count - NAMED
        ));
    }
}

fn would(act: Option<Act>) -> &'static str {
    match act {
        None => "Would be kept",
        Some(Act::Disable) => "Would be disabled",
        Some(Act::Mark) => "Would be marked",
        Some(Act::TakeBack) => "Would be taken back",
        Some(Act::Enable) => "Would be enabled",
        Some(Act::Restore) => "Would be restored",
    }
}

fn waiting_as_json(one: &Waiting) -> Value {
    json!({
        "event": "removal",
        "id": one.id,
        "userhub_id": one.userhub_id,
        "name": one.name,
        "email": one.email,
        "connection": one.connection,
        "since": one.since.to_string(),
        "evidence": one.evidence,
        "subscription": one.subscription,
    })
}

fn planned_as_json(one: &Planned) -> Value {
    let act = one.act.map_or("keep", Act::word);
    json!({ "event": "removal_planned", "id": one.id, "name": one.name, "act": act })
}

fn left_as_json(one: &LeftOut) -> Value {
    json!({ "event": "left_out", "id": one.id, "name": one.name, "reason": one.reason })
}

fn stop_as_json(stop: &Stop) -> Value {
    json!({
        "event": "guard",
        "guard": stop.code(),
        "text": stop.words(),
        "can_be_confirmed": stop.can_be_confirmed(),
    })
}

pub(super) fn did_as_json(did: &Did) -> Value {
    let (outcome, reason) = match &did.outcome {
        Outcome::Done => ("done", None),
        Outcome::Already(why) => ("already", Some(why)),
        Outcome::Left(why) => ("left", Some(why)),
    };
    json!({
        "event": "removal_done",
        "id": did.id,
        "userhub_id": did.userhub_id,
        "name": did.name,
        "act": did.act.word(),
        "outcome": outcome,
        "reason": reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("--data-dir=/tmp/x"), "--data-dir=/tmp/x");
        assert_eq!(quoted("auth0|1"), "'auth0|1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
