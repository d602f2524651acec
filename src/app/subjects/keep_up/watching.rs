//! The watch of this window: begun, ended, and what it has told.
//!
//! What it tells carries no number. The queue of watches has one at work at a time, and each tells its end: whatever comes
//! before the end of one that was ended is that one's, and is dropped.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::feed::Feed;
use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::live::NotToBeHad;
use crate::domain::overview::Keeping;
use crate::protocol::checks::Scope;
use crate::protocol::command::{Command, Control};
use crate::protocol::live::{self, Outcome, Request, State, Timing};
use crate::protocol::queue::Queue;
use crate::protocol::sync::End;

/// After how long a watch that was refused at its beginning is begun again by itself.
const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// The watch of this window.
#[derive(Debug, Default)]
pub struct Watching {
    /// What it does.
    pub doing: Doing,
    /// Since when.
    pub since: Timestamp,
    /// When something came from Auth0 last.
    pub heard_at: Option<Timestamp>,
    /// What it has seen to.
    pub feed: Feed,
    /// When it began.
    pub began_at: Timestamp,
    /// Whether Auth0's events were seen not to be had because the application lacks the permission.
    pub lacks_permission: bool,
    /// What of the set-up no longer is as it was, as it was seen beside the watch.
    pub set_up: Option<Box<Issue>>,
    /// Whether the worker has not told its end yet. One that something is in the way of goes on trying.
    is_at_work: bool,
    /// How many that were ended have not told their end yet.
    ending: u32,
}

/// What a watch does.
#[derive(Clone, Debug, Default)]
pub enum Doing {
    /// There is none.
    #[default]
    Nothing,
    /// It has begun, and has told nothing yet.
    Starting,
    /// It does this.
    At(State, Option<String>),
    /// Something is in its way.
    Stopped(Box<Issue>),
}

impl Watching {
    /// Begins it, unless it goes on or something is missing for it.
    pub(super) fn begin(&mut self, ctx: &Context) -> Effects {
        if !matches!(self.doing, Doing::Nothing) {
            return Effects::none();
        }
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            return Effects::none();
        };
        self.doing = Doing::Starting;
        self.is_at_work = true;
        (self.since, self.began_at) = (ctx.now, ctx.now);
        self.heard_at = None;
        let timing = Timing {
            // A first sync is looked at before it is carried out, in the window as anywhere.
            refuses_unseen: true,
            ..Timing::default()
        };
        Command::Watch(Box::new(Request { setup, timing })).into()
    }

    /// Ends it, and begins it anew: with a new token, and without what stood in its way.
    pub(super) fn begin_anew(&mut self, ctx: &Context) -> Effects {
        let mut effects = self.end();
        effects.append(self.begin(ctx));
        effects
    }

    /// Ends it.
    pub(super) fn end(&mut self) -> Effects {
        self.doing = Doing::Nothing;
        self.lacks_permission = false;
        self.set_up = None;
        if !std::mem::take(&mut self.is_at_work) {
            return Effects::none();
        }
        self.ending += 1;
        Control::Stop(Queue::Live).into()
    }

    /// Whether one that was refused at its beginning is to be begun again.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        let is_over = matches!(self.doing, Doing::Stopped(_)) && !self.is_at_work;
        is_over && now.duration_since(self.since) >= AGAIN
    }

    /// Takes in what it tells.
    pub(super) fn heard(&mut self, event: live::Event, ctx: &Context) -> Effects {
        if self.ending > 0 {
            if matches!(event, live::Event::Ended(_)) {
                self.ending -= 1;
            }
            return Effects::none();
        }
        match event {
            live::Event::Heard(at) => {
                self.heard_at = Some(at);
                Effects::none()
            }
            live::Event::SetUp { issue } => {
                let mut effects = notice(issue.as_deref(), ctx);
                self.set_up = issue;
                effects.signal(Signal::BroughtOver);
                effects
            }
            live::Event::Alive => Effects::none(),
            live::Event::Change(change) => {
                let is_news = change.outcome != Outcome::UpToDate;
                self.feed.add(*change);
                if is_news {
                    Signal::BroughtOver.into()
                } else {
                    Effects::none()
                }
            }
            live::Event::State { state, why, issue } => {
                self.turned(state, why, issue, ctx.now);
                Signal::BroughtOver.into()
            }
            live::Event::Ended(summary) => {
                self.doing = match summary.end {
                    End::Problem(issue) => Doing::Stopped(issue),
                    End::Done | End::Interrupted => Doing::Nothing,
                };
                self.since = ctx.now;
                self.is_at_work = false;
                Signal::BroughtOver.into()
            }
        }
    }

    fn turned(
        &mut self,
        state: State,
        why: Option<String>,
        issue: Option<Box<Issue>>,
        now: Timestamp,
    ) {
        let same = matches!(&self.doing, Doing::At(before, _) if *before == state);
        let still = matches!(&self.doing, Doing::Stopped(_)) && state == State::Problem;
        if !same && !still {
            self.since = now;
        }
        match state {
            State::Live => self.lacks_permission = false,
            State::Polling => {
                self.lacks_permission = why.as_deref() == Some(NotToBeHad::Scope.words());
            }
            State::Comparing | State::Waiting | State::Problem => {}
        }
        self.doing = match (state, issue) {
            (State::Problem, Some(issue)) => Doing::Stopped(issue),
            (state, _) => Doing::At(state, why),
        };
    }

    /// Whether it may not begin because nobody has looked at a first sync.
    pub fn waits_for_first_sync(&self) -> bool {
        matches!(&self.doing, Doing::Stopped(issue) if issue.what == Issue::first_run_unseen().what)
    }

    /// Whether a sync of a person's has made possible what was refused.
    pub(in crate::app) fn was_synced(&mut self) {
        if self.waits_for_first_sync() {
            self.doing = Doing::Nothing;
        }
    }

    /// How changes come, as the sentence of the Overview says it.
    pub(super) fn keeping(&self) -> Keeping {
        let last = self.feed.last_brought_over();
        match &self.doing {
            Doing::Nothing => Keeping::ByHand,
            Doing::Starting => Keeping::Starting,
            Doing::At(State::Comparing, _) => Keeping::Comparing,
            Doing::At(State::Live, _) => Keeping::Live {
                since: self.since,
                last,
            },
            Doing::At(State::Polling, _) => Keeping::Polling { every: EVERY, last },
            Doing::At(State::Waiting | State::Problem, why) => Keeping::Waiting {
                why: why.clone().unwrap_or_else(|| "for a service".to_owned()),
            },
            // Without a first sync there is nothing that could be kept up to date, and nothing is broken.
            Doing::Stopped(_) if self.waits_for_first_sync() => Keeping::ByHand,
            Doing::Stopped(issue) => Keeping::Stopped {
                at: self.since,
                why: issue.what.clone(),
            },
        }
    }

    /// What is left of it in another set-up: that its end is still to come.
    pub(super) fn left(self) -> Self {
        Self {
            ending: self.ending,
            ..Self::default()
        }
    }
}

/// How often changes are looked for where Auth0's events are not to be had.
const EVERY: Duration = Duration::from_mins(5);
/// Tells whoever looks elsewhere that the set-up has changed, or is well again. The watch tells each once.
fn notice(issue: Option<&Issue>, ctx: &Context) -> Effects {
    let whose = ctx.values.known().domain;
    let whose = whose.map_or_else(|| "UserHub Connect".to_owned(), |domain| domain.to_string());
    let (title, body) = match issue {
        Some(issue) => (
            format!("{whose}: the set-up has changed"),
            issue.what.clone(),
        ),
        None => (
            format!("{whose}: the set-up is well again"),
            "Every check has passed.".to_owned(),
        ),
    };
    Command::Tell { title, body }.into()
}
