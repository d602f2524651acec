//! How the set-up stands today: what its journal says, asked anew whenever that may have changed, and whether the set-up was
//! ever finished.

use jiff::{SignedDuration, Timestamp};

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::overview::Glance;
use crate::domain::removal::Leavers;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::overview;
use crate::protocol::places::Place;
use crate::protocol::settings::SavedSetup;

/// After how long the journal is read anew while somebody looks: the task on this computer and the command line write it too.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// No sooner than this after it was read, where changes come one after the other.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(5);

/// What is known of the set-up today.
#[derive(Debug, Default)]
pub struct Overview {
    /// Whether everything was set up once. What goes wrong later takes that not back, but undoing does.
    pub finished: bool,
    /// What the journal says.
    pub glance: Request<Box<Glance>>,
    /// When it was asked last.
    asked_at: Option<Timestamp>,
    /// Whether something has happened since that it does not know.
    is_old: bool,
    /// Whether the desktop was told that all is well, or is not; `None` before anything was known.
    told_well: Option<bool>,
}

impl Overview {
    /// Asks what the journal says, where there is one to ask.
    pub(in crate::app) fn look(&mut self, ctx: &Context) -> Effects {
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            return Effects::none();
        };
        self.is_old = false;
        self.asked_at = Some(ctx.now);
        Command::Overview(overview::Request {
            profile: setup.profile,
            ticket: self.glance.ask(),
        })
        .into()
    }

    /// Something has happened that the journal knows.
    pub(in crate::app) fn changed(&mut self) {
        self.is_old = true;
    }

    /// The time went on: what is old is asked for anew.
    pub(in crate::app) fn time_is(&mut self, ctx: &Context) -> Effects {
        if !self.finished || self.glance.is_loading() {
            return Effects::none();
        }
        let age = self.asked_at.map(|at| ctx.now.duration_since(at));
        let is_due = match age {
            // It was asked for, or cannot be.
            None => self.is_old,
            Some(age) => {
                self.is_old && age >= AT_ONCE || ctx.place == Place::Overview && age >= AGAIN
            }
        };
        if is_due {
            self.look(ctx)
        } else {
            Effects::none()
        }
    }

    /// Takes in what the journal says, and lets others hear it who know of people who left.
    pub(in crate::app) fn told(&mut self, event: overview::Event) -> Effects {
        if !self.glance.answer(event.ticket, event.result) {
            return Effects::none();
        }
        match self.glance.ready() {
            Some(glance) => Signal::LeaversKnown(Box::new(Leavers {
                waiting: glance.left,
                policy: glance.policy.clone(),
                halt: glance.policy_halt.clone(),
            }))
            .into(),
            None => Effects::none(),
        }
    }

    /// Everything is set up: day two has begun.
    pub(in crate::app) fn finish(&mut self) -> Effects {
        let mut effects = Effects::none();
        if !std::mem::replace(&mut self.finished, true) {
            effects.save();
        }
        self.is_old = true;
        effects
    }

    /// Something of it was taken back.
    pub(in crate::app) fn unfinish(&mut self) {
        self.finished = false;
    }

    /// Values were changed: what is known is of others.
    pub(in crate::app) fn credential_changed(&mut self) {
        self.glance.forget();
        self.asked_at = None;
        self.is_old = true;
        self.told_well = None;
    }

    /// Tells the desktop once when all was well and is not, and once when it is again. What was so at the start is no news.
    pub(in crate::app) fn mood_is(&mut self, is_well: bool, set_up: &str, words: &str) -> Effects {
        let before = self.told_well.replace(is_well);
        if before.is_none_or(|before| before == is_well) {
            return Effects::none();
        }
        let title = if is_well {
            format!("{set_up}: all is well again")
        } else {
            format!("{set_up} needs you")
        };
        Command::Tell {
            title,
            body: words.to_owned(),
        }
        .into()
    }

    /// Writes down what is kept of a set-up.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        setup.finished = self.finished;
    }

    /// Puts back what was kept of a set-up. A version before this one did not write down that it was finished.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        let was_synced = setup.last_sync.is_some() && setup.proved.contains(&Scope::Everything);
        self.finished = setup.finished || was_synced;
        self.is_old = true;
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        let mut glance = std::mem::take(&mut self.glance);
        glance.forget();
        *self = Self {
            glance,
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests;
