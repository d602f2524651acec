//! How changes reach UserHub: what the person has chosen, the watch that follows from it while the window is open, and the
//! task on this computer that goes on when it is closed.

mod feed;
mod watching;

pub use feed::{Feed, Row, SHOWN};
pub use watching::{Doing, Watching};

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::request::{Remote, Request};
use crate::app::signal::Signal;
use crate::domain::freshness::Freshness;
use crate::domain::ids::ConnectionId;
use crate::domain::overview::Keeping;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::live;
use crate::protocol::schedule::{self, Task, Wanted, What};
use crate::protocol::settings::{Keep, SavedSetup};

/// How changes reach UserHub.
#[derive(Debug, Default)]
pub struct KeepUp {
    /// What the person has chosen.
    pub chosen: Keep,
    /// What is marked on the page, before it is chosen.
    pub leaning: Option<Keep>,
    /// The watch of this window.
    pub watching: Watching,
    /// The task on this computer: what it is made of, and how it stands.
    pub task: Request<Box<Task>>,
    /// The connection of the task that is installed, or may be.
    pub task_of: Option<String>,
    /// What is being done with it, beside looking.
    pub doing: Option<What>,
    /// What could not be done with it, and is to be tried again.
    pub failed: Option<What>,
    /// Whether its files are shown.
    pub shows_files: bool,
    /// Whether it is shown how the permission for live updates is given by hand.
    pub shows_steps: bool,
    /// The connection that was asked about last.
    asked_of: String,
}

/// What the person does about it.
#[derive(Clone, Copy, Debug)]
pub enum KeepUpMsg {
    /// They marked a way.
    Leaned(Keep),
    /// They chose the way that is marked.
    Chose,
    /// They want what could not be done with the task tried again, or the task installed that is not there.
    AskedForTask,
    /// They want to see what would be installed, or have seen it.
    ToggledFiles,
    /// They want to see how the permission for live updates is given by hand, or have seen it.
    ToggledSteps,
    /// They want the app to give it.
    AskedToAllow,
    /// They were shown that the application has it.
    FoundAllowed,
    /// In practice: they want it given in the practice Auth0.
    AllowedInPractice,
    /// They want the watch begun anew, after whatever stopped it.
    AskedToTryAgain,
    /// They read the feed, which stands still from now on; or no longer.
    Reads(bool),
    /// They want the feed to stand still until they let it go on; or let it.
    HoldsStill(bool),
}

impl KeepUp {
    pub(in crate::app) fn update(&mut self, msg: KeepUpMsg, ctx: &Context) -> Effects {
        match msg {
            KeepUpMsg::Leaned(keep) => {
                self.leaning = Some(keep);
                // What would be installed is to be at hand before it is chosen.
                self.look_at_task(ctx)
            }
            KeepUpMsg::Chose => self.choose(ctx),
            KeepUpMsg::AskedForTask => self.see_to_task(ctx),
            KeepUpMsg::ToggledFiles => {
                self.shows_files = !self.shows_files;
                self.look_at_task(ctx)
            }
            KeepUpMsg::ToggledSteps => {
                self.shows_steps = !self.shows_steps;
                Effects::none()
            }
            KeepUpMsg::AskedToAllow => Signal::EventsWanted.into(),
            KeepUpMsg::FoundAllowed => Signal::EventsAllowed.into(),
            KeepUpMsg::AllowedInPractice => {
                let mut effects = Effects::from(Command::AllowPracticeEvents);
                effects.append(self.allowed(ctx));
                effects
            }
            KeepUpMsg::AskedToTryAgain => self.watching.begin_anew(ctx),
            KeepUpMsg::Reads(reads) => {
                self.watching.feed.hold(reads);
                Effects::none()
            }
            KeepUpMsg::HoldsStill(stops) => {
                self.watching.feed.stop(stops);
                Effects::none()
            }
        }
    }

    /// The application has the permission for live updates now, which shows in a new token only.
    pub(in crate::app) fn allowed(&mut self, ctx: &Context) -> Effects {
        self.shows_steps = false;
        if self.chosen == Keep::ByHand {
            return Effects::none();
        }
        self.watching.begin_anew(ctx)
    }

    /// What is marked: what the person leans to, or has chosen.
    pub fn marked(&self) -> Keep {
        self.leaning.unwrap_or(self.chosen)
    }

    /// Does what is marked: begins or ends the watch, and installs or removes the task.
    fn choose(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let wanted = self.marked();
        // A way that cannot be gone is not written down as if it were: what is missing is named, with the way there.
        if wanted != Keep::ByHand && !may_begin(ctx, &mut effects) {
            return effects;
        }
        let before = std::mem::replace(&mut self.chosen, wanted);
        self.leaning = None;
        effects.save();
        if self.chosen == Keep::ByHand {
            effects.append(self.watching.end());
        } else {
            effects.append(self.wake(ctx));
        }
        let is_installed = self
            .task
            .ready()
            .is_some_and(|task| task.standing.is_some());
        if self.chosen == Keep::AlsoClosed {
            effects.append(self.ask(What::Install, ctx));
        } else if before == Keep::AlsoClosed || is_installed {
            effects.append(self.remove(ctx));
        }
        effects
    }

    /// Removes the task. Its connection is all that is needed for it.
    fn remove(&mut self, ctx: &Context) -> Effects {
        if wanted(ctx).is_some() {
            return self.ask(What::Remove, ctx);
        }
        match self.task_of.take() {
            Some(connection) => Signal::TaskVoid(connection).into(),
            None => Effects::none(),
        }
    }

    /// Whether the task that was chosen is known not to stand on this computer.
    pub fn lacks_task(&self, ctx: &Context) -> bool {
        let is_missing = match self.task.state() {
            Remote::Ready(task) => task.standing.is_none(),
            Remote::Failed(_) => self.failed == Some(What::Install),
            Remote::NotAsked | Remote::Loading => false,
        };
        self.chosen == Keep::AlsoClosed && !ctx.is_practice() && is_missing
    }

    /// Does what could not be done before, or installs what is not there.
    fn see_to_task(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if self.doing.is_some() {
            return effects;
        }
        let what = match self.failed {
            Some(what) => what,
            None if self.lacks_task(ctx) => What::Install,
            None => What::Look,
        };
        if may_begin(ctx, &mut effects) {
            effects.append(self.ask(what, ctx));
        }
        effects
    }

    fn ask(&mut self, what: What, ctx: &Context) -> Effects {
        let Some(of) = wanted(ctx) else {
            return Effects::none();
        };
        self.doing = (what != What::Look).then_some(what);
        self.asked_of.clone_from(&of.connection);
        // Whatever becomes of the answer, there may be one from now on.
        if what == What::Install && !of.practice {
            self.task_of = Some(of.connection.clone());
        }
        Command::Schedule(schedule::Request {
            what,
            of,
            ticket: self.task.ask(),
        })
        .into()
    }

    fn look_at_task(&mut self, ctx: &Context) -> Effects {
        if self.doing.is_some() || self.task.is_loading() {
            return Effects::none();
        }
        self.ask(What::Look, ctx)
    }

    /// How the task stands now.
    pub(in crate::app) fn told(&mut self, event: schedule::Event, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !self.task.answer(event.ticket, event.result) {
            return effects;
        }
        self.doing = None;
        let is_deed = event.what != What::Look;
        self.failed = (is_deed && self.task.issue().is_some()).then_some(event.what);
        if let Some(task) = self.task.ready().filter(|_| !ctx.is_practice()) {
            let is_there = task.standing.is_some();
            let before = std::mem::take(&mut self.task_of);
            self.task_of = is_there.then(|| self.asked_of.clone());
            if self.task_of != before {
                effects.save();
            }
        }
        effects
    }

    /// The person is somewhere else: a connection that was changed before is meant to be so, and the task of the former one
    /// goes.
    pub(in crate::app) fn drop_former_task(&mut self, ctx: &Context) -> Effects {
        let id = ctx.values.read(Field::ConnectionId);
        let id = id.ok().and_then(|id| id.parse::<ConnectionId>().ok());
        let is_former = |of: &mut String| id.as_ref().is_some_and(|id| id.as_str() != of);
        match self.task_of.take_if(is_former) {
            Some(former) if !ctx.is_practice() => Signal::TaskVoid(former).into(),
            _ => Effects::none(),
        }
    }

    /// The watch has something to tell.
    pub(in crate::app) fn heard(&mut self, event: live::Event, ctx: &Context) -> Effects {
        self.watching.heard(event, ctx)
    }

    /// Begins the watch that was chosen, where it does not go on already and can begin. It is called whenever that may have
    /// become possible.
    pub(in crate::app) fn wake(&mut self, ctx: &Context) -> Effects {
        if self.chosen == Keep::ByHand {
            return Effects::none();
        }
        self.watching.begin(ctx)
    }

    /// The person has come to a place that shows how the task stands.
    pub(in crate::app) fn entered(&mut self, ctx: &Context) -> Effects {
        self.leaning = None;
        self.look_at_task(ctx)
    }

    /// The time went on: a watch that was refused is tried again.
    pub(in crate::app) fn time_is(&mut self, ctx: &Context) -> Effects {
        if self.chosen == Keep::ByHand || !self.watching.is_due(ctx.now) {
            return Effects::none();
        }
        self.watching.begin_anew(ctx)
    }

    /// Values were changed: what is watched with the former ones ends.
    pub(in crate::app) fn credential_changed(&mut self) -> Effects {
        self.task.forget();
        self.doing = None;
        self.failed = None;
        self.watching.end()
    }

    /// The set-up is left.
    pub(in crate::app) fn leave(&mut self) -> Effects {
        self.watching.end()
    }

    /// How changes reach UserHub now, as the sentence of the Overview says it.
    pub fn keeping(&self) -> Keeping {
        let watched = self.watching.keeping();
        if watched != Keeping::ByHand {
            return watched;
        }
        let standing = self.task.latest().and_then(|task| task.standing.as_ref());
        match standing {
            Some(standing) => Keeping::Scheduled {
                success: match standing.freshness {
                    Freshness::Never => None,
                    Freshness::Fresh { at } | Freshness::Stale { at } => Some(at),
                },
                is_stale: matches!(standing.freshness, Freshness::Stale { .. }),
            },
            None => Keeping::ByHand,
        }
    }

    /// Writes down what is kept of a set-up.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        setup.keep = self.chosen;
        setup.task_of.clone_from(&self.task_of);
    }

    /// Puts back what was kept of a set-up.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        self.chosen = setup.keep;
        self.task_of = setup.task().map(str::to_owned);
    }

    /// Another set-up is open. A watch that was ended may still report.
    pub(in crate::app) fn reset(&mut self) {
        let mut task = std::mem::take(&mut self.task);
        task.forget();
        let watching = std::mem::take(&mut self.watching).left();
        *self = Self {
            watching,
            task,
            ..Self::default()
        };
    }
}

/// Whether every value is there. Where one is missing or wrong, the person is told which, beside the button they pressed.
fn may_begin(ctx: &Context, effects: &mut Effects) -> bool {
    let is_there = ctx.setup_to_ask(Scope::Everything, effects).is_some();
    if !is_there {
        effects.signal(Signal::HeldUp);
    }
    is_there
}

/// The set-up that a task would be for; nothing while a value of it is missing.
fn wanted(ctx: &Context) -> Option<Wanted> {
    let setup = ctx.setup(Scope::Everything).ok()?;
    let side = setup.userhub.as_ref()?;
    let practice = ctx.is_practice();
    Some(Wanted {
        folder: ctx.folder.clone(),
        profile: setup.profile.clone(),
        // An address that fits two domains is decided by each run.
        domain: match setup.or_domain {
            Some(_) => ctx.values.text(Field::Domain).trim().to_owned(),
            None => setup.domain.to_string(),
        },
        client_id: setup.client_id.to_string(),
        connection: if practice {
            "practice".to_owned()
        } else {
            side.connection.to_string()
        },
        ca_certificate: setup.endpoints.ca_certificate.clone(),
        gentle: setup.endpoints.gentle,
        practice,
    })
}

#[cfg(test)]
mod tests;
