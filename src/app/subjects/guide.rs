//! The documented steps: which are ticked, in which form the Action is shown, and what the person says that they see.

use std::collections::BTreeSet;

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::focus::{FocusTarget, STATUS};
use crate::app::signal::Signal;
use crate::domain::install::Change;
use crate::domain::snippet::Form;
use crate::protocol::places::Place;
use crate::protocol::settings::{SaidStatus, SavedSetup};

/// How far the person is in the documented steps.
#[derive(Debug)]
pub struct Guide {
    /// The steps that the person has ticked.
    pub ticks: BTreeSet<String>,
    /// The form of the Action that is shown.
    pub form: Form,
    /// What the person says that UserHub shows as the connection's status.
    pub said_status: Option<SaidStatus>,
    /// Whether the three values of the connection are shown beside its problem.
    pub values_shown: bool,
}

/// What the person does with the documented steps.
#[derive(Clone, Copy, Debug)]
pub enum GuideMsg {
    /// They ticked or unticked a step, to keep their place.
    Ticked(&'static str),
    /// They want to see the Action in this form.
    ChoseForm(Form),
    /// They said what status UserHub shows for the connection.
    SaidStatus(SaidStatus),
    /// They want to look at the status again.
    AskedForStatus,
    /// They want to copy the three values of the connection.
    ShowedValues,
}

impl Default for Guide {
    fn default() -> Self {
        Self {
            ticks: BTreeSet::new(),
            form: Form::Documented,
            said_status: None,
            values_shown: false,
        }
    }
}

impl Guide {
    pub(in crate::app) fn update(&mut self, msg: GuideMsg, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        match msg {
            GuideMsg::Ticked(step) => {
                if !self.ticks.remove(step) {
                    self.ticks.insert(step.to_owned());
                }
                effects.save();
            }
            // A problem's button and the pages of the steps lead here alike; where the forms are shown already, the page
            // stays where it is.
            GuideMsg::ChoseForm(form) => {
                self.form = form;
                if ctx.place != Place::ActionForms {
                    effects.signal(Signal::Go(Place::ActionForms));
                }
            }
            GuideMsg::SaidStatus(status) => {
                self.said_status = Some(status);
                effects.save();
            }
            GuideMsg::AskedForStatus => {
                self.said_status = None;
                self.values_shown = false;
                effects.signal(Signal::Focus(FocusTarget::Choice(STATUS)));
                effects.save();
            }
            GuideMsg::ShowedValues => self.values_shown = true,
        }
        effects
    }

    /// The page was left: what was shown beside its problem is put away.
    pub(in crate::app) fn page_left(&mut self) {
        self.values_shown = false;
    }

    /// The documented steps that these changes do; whoever goes on by hand finds them ticked.
    pub(in crate::app) fn steps_done(&mut self, done: &[Change]) -> Effects {
        let steps = done.iter().flat_map(|change| change.documented_steps());
        self.ticks.extend(steps.map(|step| (*step).to_owned()));
        saved()
    }

    /// The documented steps that were put back are open again.
    pub(in crate::app) fn steps_undone(&mut self, back: &[Change]) -> Effects {
        for step in back.iter().flat_map(|change| change.documented_steps()) {
            self.ticks.remove(*step);
        }
        saved()
    }

    /// Puts back what was kept of a set-up.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        self.ticks.clone_from(&setup.ticks);
        self.said_status = setup.said_status;
    }

    /// Writes down what is kept of a set-up.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        setup.ticks.clone_from(&self.ticks);
        setup.said_status = self.said_status;
    }
}

fn saved() -> Effects {
    let mut effects = Effects::none();
    effects.save();
    effects
}
