//! `removals` and `undo`: who left Auth0 and waits for a decision, what is decided, and the way back. Without `--yes`
//! nothing is changed, and what would be is told with the exact command.

mod policy;
pub(super) mod told;

use serde_json::{Value, json};

use super::args::Options;
use super::exit::Exit;
use super::next;
use super::out::Out;
use super::practice;
use super::removals_args::{RemovalsArgs, RemovalsVerb, UndoArgs, WhoArgs};
use super::talk::Conversation;
use crate::domain::issue::{Issue, in_one_line, people};
use crate::domain::removal::{Act, Guarded, Outcome, Stop};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::removal::{
    Decision, Did, Ended, LeftOut, Planned, Preview, RemovalAction, RemovalReport, RemovalRequest,
    Subscription, Waiting, Who,
};
use crate::protocol::ticket::Ticket;

/// How many people of one kind are named in text; the rest are counted.
const NAMED: usize = 20;

/// The list, or a decision.
pub(super) fn run(options: &Options, args: &RemovalsArgs, out: Out) -> Exit {
    let action = match &args.what {
        Some(RemovalsVerb::Policy(args)) => return policy::run(options, args, out),
        None => RemovalAction::List,
        Some(RemovalsVerb::Keep(who)) => decide(Decision::Keep, who, None),
        Some(RemovalsVerb::Disable(args)) => decide(Decision::Disable, &args.who, args.confirm),
        Some(RemovalsVerb::Mark(args)) => decide(Decision::Mark, &args.who, args.confirm),
        Some(RemovalsVerb::Restore(args)) => RemovalAction::Restore {
            who: match args.run {
                Some(run) => Who::Run(run),
                None => who(args.all, &args.ids),
            },
            carry_out: args.yes,
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
        who: who(args.all, &args.ids),
        carry_out: args.yes,
        confirmed,
    }
}

fn who(all: bool, ids: &[String]) -> Who {
    if all {
        Who::All
    } else {
        Who::Ids(ids.to_vec())
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
    let removes_all = matches!(
        action,
        RemovalAction::Decide {
            decision: Decision::Disable | Decision::Mark,
            who: Who::All,
            ..
        }
    );
    conversation.send(Command::Removal(RemovalRequest {
        setup: Box::new(setup),
        action,
        shown: None,
        ticket: Ticket::default(),
    }));
    let mut telling = Telling {
        out,
        lists,
        removes_all,
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
        RemovalAction::List
        | RemovalAction::Board { .. }
        | RemovalAction::SetPolicy { .. }
        | RemovalAction::Undo { .. } => false,
        RemovalAction::Decide { who, .. } | RemovalAction::Restore { who, .. } => {
            matches!(who, Who::Ids(ids) if ids.is_empty())
        }
    }
}

struct Telling {
    out: Out,
    lists: bool,
    /// Whether everybody on the list is removed, whoever that is when it is done.
    removes_all: bool,
    /// How many would be seen to.
    would: usize,
    /// The number of those who were shown, where it is typed: it overrides a guard, and holds whoever is everybody to them.
    confirm: Option<usize>,
    left: usize,
}

impl Telling {
    fn hear(&mut self, told: RemovalReport) -> Option<Exit> {
        match told {
            RemovalReport::Waiting(list) => self.list(&list),
            RemovalReport::Preview(preview) => self.preview(&preview),
            RemovalReport::Did(did) => self.did(&did),
            // What others have asked for.
            RemovalReport::Board(_) | RemovalReport::PolicySet(_) => {}
            RemovalReport::PolicyStopped(halt) => {
                told::policy_stopped(self.out, &halt, |words| self.out.say(words));
            }
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
            match &one.subscription {
                Subscription::Yes(why) => Out::line(format!(
                    "    This user {}, and is never removed with others.",
                    in_one_line(why)
                )),
                Subscription::NotKnown => Out::line(
                    "    It is not known whether this user has a subscription. UserHub is asked before anything is done.",
                ),
                Subscription::No => {}
            }
        }
        if self.out.is_json() {
            return;
        }
        let count = list.len() as u64;
        Out::line(match count {
            0 => "Nobody who left Auth0 waits for a decision. Somebody is on this list once Auth0 has said twice that there is \
                  no such person, in two syncs for instance."
                .to_owned(),
            _ => format!(
                "{} in UserHub and no longer in Auth0. They wait for a decision; removals policy tells what is done without one.",
                if count == 1 {
                    "1 person is".to_owned()
                } else {
                    format!("{} are", people(count))
                }
            ),
        });
        if count > 0 {
            Out::line(format!(
                "To keep them all, for example: {}",
                next::command("removals keep --all")
            ));
            Out::line(
                "disable and mark stand in the place of keep, and IDs in the place of --all. Each shows first what it would do.",
            );
        }
    }

    fn preview(&mut self, preview: &Preview) {
        self.would = preview.people.len();
        self.left = preview.left_out.len();
        let is_stopped = preview.stops.iter().any(Stop::can_be_confirmed);
        if is_stopped || (self.removes_all && self.would > 0) {
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
            return Out::event(&told::did_as_json(did));
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
        let count = self.confirm.map(|count| format!("--confirm {count}"));
        let with: Vec<String> = (["--yes".to_owned()].into_iter()).chain(count).collect();
        next::again(&["confirm"], &with)
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
        Some(Act::TakeBack) => "Would be marked, since the sync is taken back",
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
        "subscription": one.subscription.why(),
        "subscription_known": one.subscription.is_known(),
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
    told::guard_as_json(&Guarded::from(stop))
}
