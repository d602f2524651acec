//! The one thing that a person has asked for about people who left: what it is, how it stands, and what the worker is told.

use crate::domain::issue::Issue;
use crate::domain::removal::{Outcome, Stop};
use crate::protocol::removal::{Decision, Did, Ended, LeftOut, Preview, RemovalAction, Who};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Something becomes of these.
    Decide(Decision, Vec<String>),
    /// These are brought back.
    Restore(Vec<String>),
    /// Those of a run are brought back.
    RestoreRun(i64),
    /// What a sync added is taken back.
    Undo(i64),
}

/// Something that a person has asked for.
#[derive(Clone, Debug)]
pub struct Job {
    /// What.
    pub wanted: Wanted,
    /// How it stands.
    pub stage: Stage,
    /// Who and how, once it was looked at.
    pub preview: Preview,
    /// How many were seen to so far.
    pub seen_to: u64,
    /// Those who were left as they are.
    pub left: Vec<LeftOut>,
    /// The number of people was to be typed, and is not.
    pub not_typed: bool,
}

/// How it stands.
#[derive(Clone, Debug)]
pub enum Stage {
    /// It is looked at who it is about.
    Looking,
    /// It is shown, and waits for the person.
    Review,
    /// It is being done.
    Working,
    /// It is over.
    Over(Result<Ended, Box<Issue>>),
}

/// Whether something is shown, or done with the number that was typed, if any was.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// It is shown.
    Show,
    /// It is done.
    Do(Option<u64>),
}

/// Shows what something comes to, or does it.
pub(super) fn action(wanted: &Wanted, how: How) -> RemovalAction {
    let (carry_out, confirmed) = match how {
        How::Show => (false, None),
        How::Do(confirmed) => (true, confirmed),
    };
    match wanted {
        Wanted::Decide(decision, ids) => RemovalAction::Decide {
            decision: *decision,
            who: Who::Ids(ids.clone()),
            carry_out,
            confirmed,
        },
        Wanted::Restore(ids) => RemovalAction::Restore {
            who: Who::Ids(ids.clone()),
            carry_out,
        },
        Wanted::RestoreRun(run) => RemovalAction::Restore {
            who: Who::Run(*run),
            carry_out,
        },
        Wanted::Undo(run) => RemovalAction::Undo {
            run: *run,
            carry_out,
        },
    }
}

impl Job {
    /// Whether it can be done at all: somebody is left to do it to, and no guard stops it that nothing overrides.
    pub fn may_go_on(&self) -> bool {
        !self.preview.people.is_empty() && self.preview.stops.iter().all(Stop::can_be_confirmed)
    }

    pub(super) fn did(&mut self, did: &Did) {
        self.seen_to += 1;
        if let Outcome::Left(why) = &did.outcome {
            self.left.push(LeftOut {
                id: did.id.clone(),
                name: did.name.clone(),
                reason: why.clone(),
            });
        }
    }
}
