//! The sync as the window knows it, and what follows from what the worker reports of it.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::context::{Busy, Context};
use crate::app::effects::Effects;
use crate::app::focus::FocusTarget;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::forecast::Forecast;
use crate::domain::guard::{MostlyGone, mostly_gone};
use crate::domain::history::{self, Counts};
use crate::domain::resume::is_fresh;
use crate::protocol::checks::Scope;
use crate::protocol::command::{Command, Control};
use crate::protocol::places::Place;
use crate::protocol::queue::Queue;
use crate::protocol::sync::{End, Plan, Progress, Reading, Summary};
use crate::protocol::ticket::Ticket;
use crate::protocol::users::{self, Unfinished};

/// The part of the bar that reading takes where a sync follows at once: little, for most of the time goes into the people,
/// and a bar that is far on while hardly anybody is done says nothing.
const READ_SHARE: f32 = 0.03;
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
    /// Whether UserHub's people could be listed for the plan.
    pub listed: bool,
    /// How long the plan will take, and for how many people that was said.
    pub forecast: Option<(Forecast, u64)>,
    /// The person has read that most of UserHub's people are not in Auth0 any more, and goes on.
    gone_accepted: bool,
    /// What became of trying again those who needed attention.
    pub again: Again,
    /// The newest sync, where it did not come to its end.
    unfinished: Request<Option<Unfinished>>,
    /// What is to become of the plan that is being made.
    then: Then,
    /// The part of the bar that reading has taken: nothing where the plan has waited for the person, and the bar is that of
    /// carrying it out alone.
    read_part: f32,
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

/// What became of trying again those who needed attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// Nobody was tried again.
    #[default]
    No,
    /// They are being tried again; so many needed attention before.
    From(u64),
    /// Nothing has changed by that.
    InVain,
}

/// What the person wants of what is going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// That it goes on.
    #[default]
    GoOn,
    /// That it pauses; those in flight are finished.
    Pause,
    /// That it stops; those in flight are finished.
    Stop,
}

/// What the person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the sync is to be stopped.
    Stop,
    /// What is to become of what is going on when the window is closed.
    Close(Busy),
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

/// What the person asks of the sync.
#[derive(Clone, Debug)]
pub enum SyncMsg {
    /// What a sync would do.
    Compare,
    /// That the plan is carried out.
    Run,
    /// A sync without seeing first what it would do.
    RunNow,
    /// To go on with a sync that did not come to its end. What cannot be gone on with is shown anew.
    Continue,
    /// That those are tried again who need attention for this reason.
    TryAgain(String),
    /// To stop. A sync is stopped only after [`SyncMsg::ConfirmStop`].
    Stop,
    /// They have read what stays and what is left; those in flight are finished first.
    ConfirmStop,
    /// They do not want to stop after all.
    KeepGoing,
    /// The window was to be closed while something was going on.
    CloseWindow,
    /// A pause; those in flight are finished.
    Pause,
    /// To go on, after a pause or before a wait for the network is over.
    Resume,
    /// They have read that most of UserHub's people are not in Auth0 any more, and go on with the others.
    AcceptedGone,
    /// They have seen what became of the sync.
    PutAside,
}

impl Sync {
    pub(in crate::app) fn update(&mut self, msg: SyncMsg, ctx: &Context) -> Effects {
        match msg {
            SyncMsg::Compare => self.compare(Then::Show, ctx),
            SyncMsg::Run => self.run_plan(),
            SyncMsg::RunNow => self.compare(Then::Run, ctx),
            SyncMsg::Continue => self.compare(Then::CarryOn, ctx),
            SyncMsg::TryAgain(reason) => self.try_again(reason, ctx),
            // Reading is stopped at once; a sync only after the person has read what stays.
            SyncMsg::Stop if matches!(self.phase, Phase::Running(_)) => {
                self.question = Some(Question::Stop);
                Effects::none()
            }
            SyncMsg::Stop | SyncMsg::ConfirmStop => self.stop(),
            SyncMsg::KeepGoing => {
                self.question = None;
                Effects::none()
            }
            // The question stands on the page of what is busy.
            SyncMsg::CloseWindow => {
                let Some(busy) = ctx.busy else {
                    return Effects::none();
                };
                self.question = Some(Question::Close(busy));
                Signal::Show(match busy {
                    Busy::SetUp => Place::Automatic,
                    Busy::Removal => Place::Left,
                    Busy::Sync => Place::Sync,
                })
                .into()
            }
            SyncMsg::Pause => {
                self.wish = Wish::Pause;
                Control::Pause.into()
            }
            SyncMsg::Resume => {
                self.wish = Wish::GoOn;
                Control::Resume.into()
            }
            SyncMsg::AcceptedGone => {
                self.gone_accepted = true;
                Effects::none()
            }
            // What is going on is stopped, and not put aside.
            SyncMsg::PutAside => self.put_aside(ctx),
        }
    }

    /// A plan or a result goes from the page: the person has seen it, or it is so no longer.
    pub(in crate::app) fn put_aside(&mut self, ctx: &Context) -> Effects {
        if self.is_busy() {
            return Effects::none();
        }
        self.phase = Phase::Idle;
        let mut effects = Effects::from(Signal::RosterVoid);
        effects.append(self.ask_for_unfinished(ctx));
        effects
    }

    /// Whether something is going on that closing the window would end.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Reading(_) | Phase::Running(_))
    }

    /// What is asked about is over, or something else has begun: there is nothing to ask any more.
    pub(in crate::app) fn drop_question(&mut self, busy: Option<Busy>) {
        let about = self.question.map(|question| match question {
            Question::Stop => Busy::Sync,
            Question::Close(about) => about,
        });
        if about.is_some() && about != busy {
            self.question = None;
        }
    }

    /// The newest sync, where it did not come to its end.
    pub fn unfinished(&self) -> Option<Unfinished> {
        self.unfinished.ready().copied().flatten()
    }

    /// Whether a sync that did not come to its end is gone on with. Otherwise a new plan is made, and shown first.
    pub fn can_go_on(&self, now: Timestamp) -> bool {
        self.unfinished()
            .is_some_and(|sync| is_fresh(sync.planned_at, now))
    }

    /// What the plan has to be asked about before it is carried out: most of UserHub's people are not in Auth0 any more.
    pub fn gone(&self) -> Option<MostlyGone> {
        let Phase::Planned(plan) = &self.phase else {
            return None;
        };
        let tally = &plan.tally;
        let gone = mostly_gone(tally.only_in_userhub, tally.up_to_date + tally.updated);
        gone.filter(|_| plan.listed && !self.gone_accepted)
    }

    /// Moves the bar on, never back.
    fn raise_bar(&mut self, to: f32) {
        self.bar = self.bar.max(to);
    }

    /// Begins anew, with a bar at its beginning.
    fn begin(&mut self) {
        let mut unfinished = std::mem::take(&mut self.unfinished);
        unfinished.forget();
        *self = Self {
            phase: Phase::Reading(Reading::default()),
            number: self.number + 1,
            void: self.void,
            unfinished,
            ..Self::default()
        };
    }

    /// The person has come to the sync: a run that was cut off earlier is looked for.
    pub(in crate::app) fn entered(&mut self, ctx: &Context) -> Effects {
        match self.phase {
            Phase::Idle => self.ask_for_unfinished(ctx),
            _ => Effects::none(),
        }
    }

    fn ask_for_unfinished(&mut self, ctx: &Context) -> Effects {
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            self.unfinished.forget();
            return Effects::none();
        };
        Command::People(users::Request::Unfinished {
            profile: setup.profile,
            ticket: self.unfinished.ask(),
        })
        .into()
    }

    pub(in crate::app) fn unfinished_found(&mut self, found: Option<Unfinished>, ticket: Ticket) {
        self.unfinished.answer(ticket, Ok(found));
    }

    /// A plan that was made with other values is not carried out, and one that is being made with them is not finished. What
    /// is being carried out was begun with its own.
    pub(in crate::app) fn credential_changed(&mut self) -> Effects {
        self.unfinished.forget();
        match self.phase {
            Phase::Planned(_) => {
                self.phase = Phase::Idle;
                Signal::RosterVoid.into()
            }
            Phase::Reading(_) => {
                self.phase = Phase::Idle;
                self.void += 1;
                let mut effects = Effects::from(Control::Stop(Queue::Work));
                effects.signal(Signal::RosterVoid);
                effects
            }
            Phase::Idle | Phase::Running(_) | Phase::Over { .. } => Effects::none(),
        }
    }

    fn compare(&mut self, then: Then, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        self.begin();
        self.then = then;
        effects.signal(Signal::RosterVoid);
        effects.send(Command::Compare {
            setup,
            list_plan: false,
        });
        effects
    }

    /// Carries the plan out that stands.
    pub(in crate::app) fn run_plan(&mut self) -> Effects {
        let Phase::Planned(plan) = &self.phase else {
            return Effects::none();
        };
        if self.gone().is_some() {
            return Effects::none();
        }
        let run = plan.run;
        // A plan that waited for the person had its own bar until it stood.
        if self.read_part <= 0.0 {
            self.number += 1;
            self.bar = 0.0;
        }
        self.phase = Phase::Running(Progress {
            done: plan.tally.accounted_for().saturating_sub(plan.open),
            of: plan.tally.accounted_for(),
            ..Progress::default()
        });
        let mut effects = Effects::from(Command::RunPatiently { plan: run });
        effects.signal(Signal::ShowEverybody);
        effects
    }

    fn stop(&mut self) -> Effects {
        self.closing = matches!(self.question, Some(Question::Close(_)));
        self.question = None;
        self.wish = Wish::Stop;
        Control::Stop(Queue::Work).into()
    }

    fn try_again(&mut self, reason: String, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            return effects;
        };
        // It is the same run that is gone on with.
        let (run, listed) = (self.run, self.listed);
        let before = self.attention();
        self.begin();
        self.listed = listed;
        self.again = before.map_or(Again::No, Again::From);
        self.run = run;
        self.phase = Phase::Running(Progress::default());
        effects.send(Command::People(users::Request::TryAgain {
            setup: Box::new(setup),
            reason,
        }));
        effects
    }

    /// How many need attention, where the sync is over.
    const fn attention(&self) -> Option<u64> {
        match &self.phase {
            Phase::Over { summary, .. } => Some(summary.tally.attention),
            Phase::Idle | Phase::Reading(_) | Phase::Planned(_) | Phase::Running(_) => None,
        }
    }

    pub(in crate::app) fn reading(&mut self, reading: Reading) {
        if self.void > 0 {
            return;
        }
        // The whole is not known: the bar comes ever closer to the end of its first part.
        let read = (reading.auth0 + reading.userhub) as f32;
        self.raise_bar(self.read_share() * read / (read + 2.0 * HALF_READ));
        self.phase = Phase::Reading(reading);
    }

    /// The part of the bar that reading takes: all of it, where the plan is shown and waits.
    const fn read_share(&self) -> f32 {
        match self.then {
            Then::Show => 0.99,
            Then::CarryOn | Then::Run => READ_SHARE,
        }
    }

    /// Whether this is the end of a void comparison, which is to be dropped.
    fn ends_void(&mut self) -> bool {
        let is_void = self.void > 0;
        self.void = self.void.saturating_sub(1);
        is_void
    }

    pub(in crate::app) fn planned(&mut self, plan: Plan, ctx: &Context) -> Effects {
        if self.ends_void() {
            return Effects::none();
        }
        self.raise_bar(self.read_share());
        let at_once = match std::mem::take(&mut self.then) {
            Then::Show => false,
            Then::CarryOn => plan.continued,
            Then::Run => true,
        };
        let at_once = at_once && plan.open > 0;
        self.run = Some((plan.run, ctx.now));
        self.listed = plan.listed;
        let waiting = plan.removals_waiting;
        self.forecast = plan.outlook.forecast.map(|forecast| (forecast, plan.open));
        self.phase = Phase::Planned(plan);
        // Nobody who asked for a sync without a look has agreed to that.
        let at_once = at_once && self.gone().is_none();
        self.read_part = if at_once { READ_SHARE } else { 0.0 };
        // The roster is loaded before the first outcome can change it.
        let mut effects = Effects::from(Signal::LoadRoster);
        effects.signal(Signal::LeaversCounted(waiting));
        if at_once {
            effects.signal(Signal::RunPlan);
        }
        effects
    }

    pub(in crate::app) fn progress(&mut self, progress: Progress) {
        let read = self.read_part;
        let share = progress.done as f32 / progress.of.max(1) as f32;
        self.raise_bar(read + share * (0.99 - read));
        self.reports += 1;
        if !progress.paused && self.reports.is_multiple_of(REPORTS_A_POINT) {
            self.rates.push_back(progress.rate);
            if self.rates.len() > POINTS {
                self.rates.pop_front();
            }
        }
        self.phase = Phase::Running(progress);
    }

    pub(in crate::app) fn finished(
        &mut self,
        summary: Summary,
        end: End,
        ctx: &Context,
    ) -> Effects {
        if self.ends_void() {
            return Effects::none();
        }
        let was_running = matches!(self.phase, Phase::Running(_));
        let mut effects = Effects::none();
        if matches!(end, End::Done) {
            self.bar = 1.0;
            if was_running {
                effects.signal(Signal::SyncDone(Box::new(summary.clone())));
            }
        }
        effects.signal(Signal::AskForGroups);
        if was_running {
            if let Some(told) = notification(&summary, &end) {
                effects.send(told);
            }
            if !matches!(end, End::Done) {
                effects.append(self.ask_for_unfinished(ctx));
            }
        }
        self.question = None;
        self.wish = Wish::GoOn;
        // Whoever pressed looks at the end of what they pressed.
        if let Again::From(before) = std::mem::take(&mut self.again) {
            if matches!(end, End::Done) && summary.tally.attention >= before {
                self.again = Again::InVain;
            }
            effects.signal(Signal::FocusOn(Place::Sync, FocusTarget::Outcome));
        }
        self.phase = Phase::Over { summary, end };
        effects
    }

    /// Another set-up is open. A void comparison may still report.
    pub(in crate::app) fn reset(&mut self) {
        let mut unfinished = std::mem::take(&mut self.unfinished);
        unfinished.forget();
        *self = Self {
            void: self.void,
            unfinished,
            ..Self::default()
        };
    }
}

/// From how long on a person may have turned to something else.
const LONG: Duration = Duration::from_secs(120);

/// What is said through the desktop at the end of a long sync. Who stopped it knows.
fn notification(summary: &Summary, end: &End) -> Option<Command> {
    if summary.took < LONG {
        return None;
    }
    let (title, body) = match end {
        End::Interrupted => return None,
        End::Problem(issue) => ("The sync stopped", issue.what.clone()),
        End::Done => ("The sync is done", in_words(summary)),
    };
    Some(Command::Tell {
        title: title.to_owned(),
        body: format!("{body}."),
    })
}

/// What a sync came to, in a sentence.
pub(in crate::app) fn in_words(summary: &Summary) -> String {
    history::in_userhub(&Counts {
        tally: summary.tally,
        read_auth0: summary.read_auth0,
        ..Counts::default()
    })
}

#[cfg(test)]
mod tests;
