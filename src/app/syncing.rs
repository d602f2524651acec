//! The sync as the window knows it, and what follows from what the worker reports of it.

use std::collections::VecDeque;

use super::command::Command;
use super::event::{End, Plan, Progress, Reading, Summary};
use super::pages::Scope;
use super::state::State;

/// How many people who need attention are kept for showing; all are counted.
pub const SHOWN_ATTENTION: usize = 500;

/// The part of the bar that reading takes.
const READ_SHARE: f32 = 0.15;

/// The sync as it stands.
#[derive(Debug, Default)]
pub struct Sync {
    /// Where it is.
    pub phase: Phase,
    /// People who need attention, the first [`SHOWN_ATTENTION`] of them.
    pub attention: VecDeque<Person>,
    /// How far the bar is, between 0 and 1. It never goes back during one sync.
    pub bar: f32,
}

/// Where a sync is.
#[derive(Debug, Default)]
pub enum Phase {
    /// None was begun.
    #[default]
    Idle,
    /// Both sides are being read.
    Reading(Reading),
    /// The plan stands and waits for the person.
    Planned(Plan),
    /// The plan is being carried out.
    Running(Progress),
    /// It is over.
    Over {
        /// What it came to.
        summary: Summary,
        /// How it ended.
        end: End,
    },
}

/// A person who needs attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Auth0's id.
    pub id: String,
    /// Why.
    pub reason: String,
    /// What to do.
    pub fix: String,
}

pub(super) fn compare(state: &mut State) -> Vec<Command> {
    match state.setup(Scope::Everything) {
        Ok(setup) => {
            state.sync.attention.clear();
            state.sync.bar = 0.0;
            state.sync.phase = Phase::Reading(Reading::default());
            vec![Command::Compare {
                setup,
                list_plan: false,
            }]
        }
        Err(mistake) => {
            state.mistake = Some(mistake);
            Vec::new()
        }
    }
}

pub(super) fn sync(state: &mut State) -> Vec<Command> {
    match &state.sync.phase {
        Phase::Planned(plan) => vec![Command::Run { plan: plan.run }],
        Phase::Idle | Phase::Reading(_) | Phase::Running(_) | Phase::Over { .. } => Vec::new(),
    }
}

pub(super) fn reading(state: &mut State, reading: Reading) {
    state.sync.raise_bar(0.02);
    state.sync.phase = Phase::Reading(reading);
}

pub(super) fn planned(state: &mut State, plan: Plan) {
    state.sync.raise_bar(READ_SHARE);
    state.sync.phase = Phase::Planned(plan);
}

pub(super) fn progress(state: &mut State, progress: Progress) {
    let share = progress.done as f32 / progress.of.max(1) as f32;
    state
        .sync
        .raise_bar(READ_SHARE + share * (0.99 - READ_SHARE));
    state.sync.phase = Phase::Running(progress);
}

pub(super) fn attention(state: &mut State, id: String, reason: String, fix: String) {
    state.sync.attention.push_back(Person { id, reason, fix });
    state.sync.attention.truncate(SHOWN_ATTENTION);
}

pub(super) fn finished(state: &mut State, summary: Summary, end: End) {
    if summary.complete {
        state.sync.bar = 1.0;
    }
    state.sync.phase = Phase::Over { summary, end };
}

impl Sync {
    /// Moves the bar on, never back.
    fn raise_bar(&mut self, to: f32) {
        self.bar = self.bar.max(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::Event;
    use crate::app::msg::{Msg, World};
    use crate::app::update;

    fn real() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state
    }

    #[test]
    fn the_bar_never_goes_back() {
        let mut state = real();
        let progress = |done| {
            Event::Progress(crate::app::event::Progress {
                done,
                of: 10,
                ..Default::default()
            })
        };
        let mut bars = Vec::new();
        for event in [progress(2), progress(8), progress(5)] {
            update(&mut state, Msg::Reported(event));
            bars.push(state.sync.bar);
        }
        assert!(bars.is_sorted() && bars[2] < 1.0, "{bars:?}");
    }
}
