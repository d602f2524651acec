//! The sync as the window knows it, and what follows from what the worker reports of it.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::at_work::{self, AtWork};
use super::people::{self};
use super::state::State;
use crate::domain::history::{self, Counts};
use crate::domain::resume::is_fresh;
use crate::domain::roll::Filter;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::lane::Lane;
use crate::protocol::people::{Ask, Unfinished};
use crate::protocol::places::Place;
use crate::protocol::sync::{End, Plan, Progress, Reading, Summary};

/// The part of the bar that reading takes.
const READ_SHARE: f32 = 0.15;
/// How many records of both sides bring the bar half of the way that reading takes, while the whole is not known.
const HALF_READ: f32 = 2000.0;
/// How many reports make one point of the plot: reports come ten a second.
const REPORTS_A_POINT: u32 = 5;
/// How many points the plot has at most.
const POINTS: usize = 240;

/// The sync as it stands.
#[derive(Debug, Default)]
pub struct Sync {
    /// Where it is.
    pub phase: Phase,
    /// How far the bar is, between 0 and 1. It never goes back during one sync.
    pub bar: f32,
    /// How many syncs the window has seen; each has a bar of its own.
    pub number: u64,
    /// People a second, over time.
    pub rates: VecDeque<f64>,
    /// What the person is asked before anything else happens.
    pub question: Option<Question>,
    /// What the person wants of what is going on.
    pub wish: Wish,
    /// The window is to be closed once the sync has stopped.
    pub closing: bool,
    /// The run that it is about, by its number, and when that was begun; `None` before there is a plan.
    pub run: Option<(i64, Timestamp)>,
    /// The newest sync, where it did not come to its end.
    pub unfinished: Option<Unfinished>,
    /// What is to become of the plan that is being made.
    then: Then,
    /// How many comparisons were begun with values that have changed since. What they still report is dropped, until each
    /// has ended.
    void: u32,
    reports: u32,
}

/// What is to become of a plan as soon as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Then {
    /// It is shown, and waits for the person.
    #[default]
    Show,
    /// It is carried out if it is the one that the person began to carry out before. One that was made anew was not seen,
    /// and is shown.
    CarryOn,
    /// It is carried out whatever it is: the person asked for a sync without a check first.
    Run,
}

/// What the person wants of what is going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// That it goes on.
    #[default]
    GoOn,
    /// That it pauses; whoever is being seen to is finished.
    Pause,
    /// That it stops; whoever is being seen to is finished.
    Stop,
}

/// What the person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the sync is to be stopped.
    Stop,
    /// What is to become of the sync when the window is closed.
    Close,
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

impl Sync {
    /// Whether something is going on that closing the window would end.
    pub fn is_at_work(&self) -> bool {
        matches!(self.phase, Phase::Reading(_) | Phase::Running(_))
    }

    /// Whether a sync that did not come to its end is gone on with. Otherwise a new plan is made, and shown first.
    pub fn can_go_on(&self, now: Timestamp) -> bool {
        self.unfinished
            .is_some_and(|sync| is_fresh(sync.planned_at, now))
    }

    /// Moves the bar on, never back.
    fn raise_bar(&mut self, to: f32) {
        self.bar = self.bar.max(to);
    }

    /// Begins anew, with a bar at its beginning.
    fn begin(&mut self) {
        *self = Self {
            phase: Phase::Reading(Reading::default()),
            number: self.number + 1,
            void: self.void,
            ..Self::default()
        };
    }

    /// Begins to drop what a comparison still reports that was begun with other values.
    fn make_void(&mut self) {
        self.phase = Phase::Idle;
        self.void += 1;
    }

    /// What outlives the set-up: a void comparison may still report.
    pub(super) fn after_reset(&self) -> Self {
        Self {
            void: self.void,
            ..Self::default()
        }
    }

    /// Whether this is the end of a void comparison, which is to be dropped.
    fn ends_void(&mut self) -> bool {
        let is_void = self.void > 0;
        self.void = self.void.saturating_sub(1);
        is_void
    }
}

/// The person has come to the sync: a run that was cut off earlier is looked for.
pub(super) fn entered(state: &State) -> Vec<Command> {
    match state.sync.phase {
        Phase::Idle => ask_for_unfinished(state),
        _ => Vec::new(),
    }
}

fn ask_for_unfinished(state: &State) -> Vec<Command> {
    let setup = state.setup(Scope::Everything).into_iter();
    let ask = |profile| Command::People(Ask::Unfinished { profile });
    setup.map(|setup| ask(setup.profile)).collect()
}

/// A plan that was made with other values is not carried out, and one that is being made with them is not finished. What is
/// being carried out was begun with its own.
#[must_use]
pub(super) fn edited(state: &mut State) -> Vec<Command> {
    match state.sync.phase {
        Phase::Planned(_) => {
            state.sync.phase = Phase::Idle;
            people::forget(state);
            Vec::new()
        }
        Phase::Reading(_) => {
            state.sync.make_void();
            people::forget(state);
            vec![Command::Stop(Lane::Work)]
        }
        Phase::Idle | Phase::Running(_) | Phase::Over { .. } => Vec::new(),
    }
}

pub(super) fn compare(state: &mut State) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    match state.setup(Scope::Everything) {
        Ok(setup) => {
            state.mistake = None;
            state.sync.begin();
            people::forget(state);
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

/// Goes on with what the person began, where it still can be gone on with; otherwise the plan that comes instead is shown.
pub(super) fn continue_it(state: &mut State) -> Vec<Command> {
    compare_then(state, Then::CarryOn)
}

/// Compares, and carries the plan out without showing it: the person asked for that.
pub(super) fn sync_now(state: &mut State) -> Vec<Command> {
    compare_then(state, Then::Run)
}

fn compare_then(state: &mut State, then: Then) -> Vec<Command> {
    let commands = compare(state);
    if !commands.is_empty() {
        state.sync.then = then;
    }
    commands
}

pub(super) fn sync(state: &mut State) -> Vec<Command> {
    match &state.sync.phase {
        Phase::Planned(plan) => {
            let plan = plan.clone();
            state.sync.phase = Phase::Running(Progress {
                done: plan.tally.accounted_for().saturating_sub(plan.open),
                of: plan.tally.accounted_for(),
                ..Progress::default()
            });
            state.people.query.filter = Filter::All;
            vec![Command::RunPatiently { plan: plan.run }]
        }
        Phase::Idle | Phase::Reading(_) | Phase::Running(_) | Phase::Over { .. } => Vec::new(),
    }
}

/// Reading is stopped at once; a sync only after the person has read what stays.
pub(super) fn stop(state: &mut State) -> Vec<Command> {
    match state.sync.phase {
        Phase::Running(_) => {
            state.sync.question = Some(Question::Stop);
            Vec::new()
        }
        _ => stop_now(state),
    }
}

pub(super) fn stop_now(state: &mut State) -> Vec<Command> {
    state.sync.closing = state.sync.question == Some(Question::Close);
    state.sync.question = None;
    state.sync.wish = Wish::Stop;
    vec![Command::Stop(Lane::Work)]
}

/// The window was to be closed: the question stands on the page of what is at work.
pub(super) fn close(state: &mut State) -> Vec<Command> {
    state.place = match state.at_work() {
        Some(AtWork::SetUp) => Place::Automatic,
        Some(AtWork::Sync) | None => Place::Sync,
    };
    state.sync.question = Some(Question::Close);
    Vec::new()
}

pub(super) fn keep_going(state: &mut State) -> Vec<Command> {
    state.sync.question = None;
    Vec::new()
}

pub(super) fn pause(state: &mut State) -> Vec<Command> {
    state.sync.wish = Wish::Pause;
    vec![Command::Pause]
}

pub(super) fn resume(state: &mut State) -> Vec<Command> {
    state.sync.wish = Wish::GoOn;
    vec![Command::Resume]
}

pub(super) fn put_aside(state: &mut State) -> Vec<Command> {
    state.sync.phase = Phase::Idle;
    state.sync.unfinished = None;
    people::forget(state);
    entered(state)
}

pub(super) fn try_again(state: &mut State, reason: String) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let Ok(setup) = state.setup(Scope::Everything) else {
        return Vec::new();
    };
    // It is the same run that is gone on with.
    let run = state.sync.run;
    state.sync.begin();
    state.sync.run = run;
    state.sync.raise_bar(READ_SHARE);
    state.sync.phase = Phase::Running(Progress::default());
    vec![Command::People(Ask::TryAgain {
        setup: Box::new(setup),
        reason,
    })]
}

pub(super) fn reading(state: &mut State, reading: Reading) {
    if state.sync.void > 0 {
        return;
    }
    // The whole is not known: the bar comes ever closer to the end of its first part.
    let read = (reading.auth0 + reading.userhub) as f32;
    state
        .sync
        .raise_bar(READ_SHARE * read / (read + 2.0 * HALF_READ));
    state.sync.phase = Phase::Reading(reading);
}

pub(super) fn planned(state: &mut State, plan: Plan) -> Vec<Command> {
    if state.sync.ends_void() {
        return Vec::new();
    }
    state.sync.raise_bar(READ_SHARE);
    let at_once = match std::mem::take(&mut state.sync.then) {
        Then::Show => false,
        Then::CarryOn => plan.continued,
        Then::Run => true,
    };
    let at_once = at_once && plan.open > 0;
    state.sync.run = Some((plan.run, state.now));
    state.sync.phase = Phase::Planned(plan);
    let mut commands = people::call_up(state);
    if at_once {
        commands.extend(sync(state));
    }
    commands
}

pub(super) fn progress(state: &mut State, progress: Progress) {
    let share = progress.done as f32 / progress.of.max(1) as f32;
    let sync = &mut state.sync;
    sync.raise_bar(READ_SHARE + share * (0.99 - READ_SHARE));
    sync.reports += 1;
    if !progress.paused && sync.reports.is_multiple_of(REPORTS_A_POINT) {
        sync.rates.push_back(progress.rate);
        if sync.rates.len() > POINTS {
            sync.rates.pop_front();
        }
    }
    sync.phase = Phase::Running(progress);
}

pub(super) fn finished(state: &mut State, summary: Summary, end: End) -> Vec<Command> {
    if state.sync.ends_void() {
        return Vec::new();
    }
    if matches!(end, End::Done) {
        state.sync.bar = 1.0;
    }
    let told = notice(&state.sync.phase, &summary, &end);
    let is_cut_off = matches!(state.sync.phase, Phase::Running(_)) && !matches!(end, End::Done);
    state.sync.question = None;
    state.sync.wish = Wish::GoOn;
    state.sync.phase = Phase::Over { summary, end };
    let mut commands = state.people.ask_groups();
    commands.extend(told);
    if is_cut_off {
        commands.extend(ask_for_unfinished(state));
    }
    commands
}

/// From how long on a person may have turned to something else.
const LONG: Duration = Duration::from_secs(120);

/// What is said through the desktop at the end of a long sync. Who stopped it knows.
fn notice(until_now: &Phase, summary: &Summary, end: &End) -> Option<Command> {
    if summary.took < LONG || !matches!(until_now, Phase::Running(_)) {
        return None;
    }
    let counts = Counts {
        tally: summary.tally,
        read_auth0: summary.read_auth0,
        ..Counts::default()
    };
    let (title, body) = match end {
        End::Interrupted => return None,
        End::Problem(issue) => ("The sync stopped", issue.what.clone()),
        End::Done => ("The sync is done", history::in_userhub(&counts)),
    };
    Some(Command::Tell {
        title: title.to_owned(),
        body: format!("{body}."),
    })
}

#[cfg(test)]
mod tests;
