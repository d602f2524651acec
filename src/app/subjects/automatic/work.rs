//! Changes that are being made or put back, and how far each is.

use crate::domain::install::{Change, Plan, Step, StepState};

/// Changes that are being made or put back.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// The plan that is carried out; `None` while something is undone.
    pub plan: Option<Plan>,
    /// How far each change is; a change that has not begun is not in it.
    pub steps: Vec<Step>,
    /// Whether it is an undoing.
    undoing: bool,
}

impl Work {
    /// The changes of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            plan: Some(plan.clone()),
            ..Self::default()
        }
    }

    /// An undoing.
    pub(super) fn undoing() -> Self {
        Self {
            undoing: true,
            ..Self::default()
        }
    }

    /// How far one change is; `None` while it has not begun.
    pub fn state(&self, change: Change) -> Option<&StepState> {
        let mut steps = self.steps.iter().filter(|step| step.change == change);
        steps.next().map(|step| &step.state)
    }

    /// Whether it is something that is undone.
    pub const fn is_undoing(&self) -> bool {
        self.undoing
    }

    /// The changes that were taken back.
    pub(super) fn put_back(&self) -> Vec<Change> {
        let done = |step: &&Step| matches!(step.state, StepState::Done(_));
        let steps = self.steps.iter().filter(done);
        steps.map(|step| step.change).collect()
    }

    /// A change is in the list once, with its latest state.
    pub(super) fn note(&mut self, step: Step) {
        match self.steps.iter_mut().find(|has| has.change == step.change) {
            Some(has) => *has = step,
            None => self.steps.push(step),
        }
    }
}
