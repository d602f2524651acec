//! The sync as the window knows it, and what follows from what the worker reports of it.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::at_work::{self, AtWork};
use super::people::{self};
use super::state::State;
use crate::domain::history::{self, Counts};
use crate::domain::roll::Filter;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::lane::Lane;
use crate::protocol::people::Ask;
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
    /// How far a sync was that did not come to its end.
    pub unfinished: Option<(u64, u64)>,
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
    match (&state.sync.phase, state.setup(Scope::Everything)) {
        (Phase::Idle, Ok(setup)) => vec![Command::People(Ask::Unfinished {
            profile: setup.profile,
        })],
        _ => Vec::new(),
    }
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
    state.sync.question = None;
    state.sync.wish = Wish::GoOn;
    state.sync.phase = Phase::Over { summary, end };
    let mut commands = state.people.ask_groups();
    commands.extend(told);
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
mod tests {
    use super::*;
    use crate::app::msg::{Msg, World};
    use crate::app::update;
    use crate::domain::pasted::Field;
    use crate::domain::tally::Tally;
    use crate::protocol::event::Event;

    fn real() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state
    }

    fn plan(open: u64) -> Event {
        let tally = Tally {
            added: open,
            up_to_date: 3,
            ..Tally::default()
        };
        Event::PlanReady(Plan {
            run: 7,
            tally,
            open,
            continued: false,
            listed: true,
            not_proved: Vec::new(),
            summary: Summary::default(),
        })
    }

    fn running(done: u64) -> Event {
        Event::Progress(Progress {
            done,
            of: 10,
            ..Progress::default()
        })
    }

    #[test]
    fn the_bar_never_goes_back_and_is_full_at_the_end_only() {
        let mut state = real();
        let reading = |auth0| {
            Event::Reading(Reading {
                auth0,
                ..Reading::default()
            })
        };
        let mut bars = Vec::new();
        for event in [
            reading(100_000),
            reading(0),
            plan(7),
            running(2),
            running(10),
            running(5),
        ] {
            update(&mut state, Msg::Reported(event));
            bars.push(state.sync.bar);
        }
        assert!(
            bars.is_sorted() && bars[0] < READ_SHARE && bars[5] < 1.0,
            "{bars:?}"
        );
        let summary = Summary {
            complete: true,
            ..Summary::default()
        };
        let end = End::Done;
        update(&mut state, Msg::Reported(Event::Finished { summary, end }));
        assert!((state.sync.bar - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn the_desktop_is_told_of_the_end_of_a_long_sync_and_of_nothing_else() {
        let told = |seconds, end: End, running_before: bool| {
            let mut state = real();
            if running_before {
                update(&mut state, Msg::Reported(running(2)));
            }
            let summary = Summary {
                tally: Tally {
                    added: 9,
                    attention: 1,
                    ..Tally::default()
                },
                took: Duration::from_secs(seconds),
                ..Summary::default()
            };
            let commands = update(&mut state, Msg::Reported(Event::Finished { summary, end }));
            commands.into_iter().find_map(|command| match command {
                Command::Tell { title, body } => Some(format!("{title}: {body}")),
                _ => None,
            })
        };
        assert_eq!(
            told(120, End::Done, true).as_deref(),
            Some("The sync is done: 9 of 10 people are in UserHub. 1 needs attention.")
        );
        let problem = End::Problem(crate::domain::issue::Issue::cannot_start());
        assert_eq!(
            told(120, problem, true).as_deref(),
            Some("The sync stopped: The program could not begin its work.")
        );
        // Short, stopped by the person, or only a check.
        assert_eq!(told(119, End::Done, true), None);
        assert_eq!(told(120, End::Interrupted, true), None);
        assert_eq!(told(120, End::Done, false), None);
    }

    #[test]
    fn a_sync_is_stopped_only_after_the_question() {
        let mut state = real();
        update(&mut state, Msg::Reported(running(2)));
        assert!(update(&mut state, Msg::AskedToStop).is_empty());
        assert_eq!(state.sync.question, Some(Question::Stop));
        update(&mut state, Msg::KeptGoing);
        assert_eq!(state.sync.question, None);
        update(&mut state, Msg::AskedToStop);
        let commands = update(&mut state, Msg::ConfirmedStop);
        assert!(matches!(commands[..], [Command::Stop(Lane::Work)]));
        assert!(!state.sync.closing);
    }

    #[test]
    fn the_pause_of_a_problem_pauses_and_does_not_stop() {
        let mut state = real();
        update(&mut state, Msg::Reported(running(2)));
        let fix = crate::domain::issue::Fix::Pause;
        let commands = update(&mut state, Msg::PressedFix(fix));
        assert!(matches!(commands[..], [Command::Pause]), "{commands:?}");
    }

    #[test]
    fn closing_the_window_stops_first() {
        let mut state = real();
        update(&mut state, Msg::Reported(running(2)));
        update(&mut state, Msg::AskedToClose);
        assert!(!state.sync.closing);
        let commands = update(&mut state, Msg::ConfirmedStop);
        assert!(matches!(commands[..], [Command::Stop(Lane::Work)]));
        assert!(state.sync.closing);
    }

    /// With all values there, as the fields are filled.
    fn filled() -> State {
        let mut state = real();
        for (field, text) in [
            (Field::Domain, "acme.eu.auth0.com"),
            (Field::ClientId, "AbCdEfGhIjKlMnOpQrStUvWxYz012345"),
            (Field::ClientSecret, "a-secret-of-the-application"),
            (Field::ConnectionId, "conn_26yEiYymqy6ZmG"),
            (Field::ApiKey, "sk_1234567890abcdefghijklmn"),
        ] {
            text.clone_into(state.drafts.get_mut(field));
        }
        state
    }

    fn interrupted() -> Event {
        let (summary, end) = (Summary::default(), End::Interrupted);
        Event::Finished { summary, end }
    }

    #[test]
    fn a_comparison_is_void_once_a_value_that_it_was_begun_with_has_changed() {
        // It may have come to its plan already when it is told to stop, or be cut off.
        for end in [plan(7), interrupted()] {
            let mut state = filled();
            update(&mut state, Msg::AskedToSyncNow);
            "conn_another".clone_into(&mut state.drafts.connection_id);
            let commands = update(&mut state, Msg::Edited(Field::ConnectionId));
            assert!(
                matches!(commands[..], [Command::Stop(Lane::Work)]),
                "{commands:?}"
            );
            let late = Event::Reading(Reading::default());
            update(&mut state, Msg::Reported(late));
            assert!(state.at_work().is_none(), "nothing is waited for");
            // The next one may be begun before the end of the void one is told.
            update(&mut state, Msg::AskedToCompare);
            assert!(update(&mut state, Msg::Reported(end)).is_empty());
            assert!(matches!(state.sync.phase, Phase::Reading(_)));
            update(&mut state, Msg::Reported(plan(3)));
            let Phase::Planned(shown) = &state.sync.phase else {
                panic!("{:?}", state.sync.phase)
            };
            assert_eq!(shown.open, 3);
        }
    }

    #[test]
    fn only_a_plan_that_was_begun_before_is_gone_on_with_unseen() {
        for (asked, continued, runs) in [
            (Msg::AskedToContinue, true, true),
            (Msg::AskedToContinue, false, false),
            (Msg::AskedToSyncNow, false, true),
            (Msg::AskedToCompare, true, false),
        ] {
            let mut state = filled();
            let said = format!("{asked:?} {continued}");
            update(&mut state, asked);
            let Event::PlanReady(mut plan) = plan(7) else {
                panic!("it is a plan")
            };
            plan.continued = continued;
            let commands = update(&mut state, Msg::Reported(Event::PlanReady(plan)));
            let run = |one: &Command| matches!(one, Command::RunPatiently { .. });
            assert_eq!(commands.iter().any(run), runs, "{said}");
            assert_eq!(!runs, matches!(state.sync.phase, Phase::Planned(_)));
        }
    }

    #[test]
    fn a_plan_is_run_once_however_often_the_button_is_pressed() {
        let mut state = real();
        update(&mut state, Msg::Reported(plan(7)));
        let first = update(&mut state, Msg::AskedToSync);
        assert!(matches!(first[..], [Command::RunPatiently { plan: 7 }]));
        assert!(update(&mut state, Msg::AskedToSync).is_empty());
    }
}
