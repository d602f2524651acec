//! How the set-up stands today, in one sentence: what the journal says, what is under way, and how changes come.

use crate::app::state::State;
use crate::app::subjects::sync::Phase;
use crate::domain::overview::{Facts, Mood, Sentence, Syncing, sentence};

impl State {
    /// What is true of the set-up now.
    pub fn today(&self) -> Sentence {
        let glance = &self.overview.glance;
        let keeping = self.keep_up.keeping();
        let facts = Facts {
            glance: glance.latest().map(AsRef::as_ref),
            unreadable: glance.issue().map(|issue| issue.what.as_str()),
            left: self.removals.waiting().unwrap_or_default(),
            halted: self.removals.halt().map(|halt| halt.what.as_str()),
            syncing: self.syncing(),
            keeping: &keeping,
            drift: (self.keep_up.watching.set_up.as_ref()).map(|issue| issue.what.as_str()),
            stated_days: self.setups.settings.full_after_days,
        };
        sentence(&facts, self.now, &self.zone)
    }

    fn syncing(&self) -> Syncing {
        match &self.sync.phase {
            Phase::Reading(_) => Syncing::Reading,
            Phase::Running(progress) => Syncing::Running(progress.left),
            Phase::Idle | Phase::Planned(_) | Phase::Over { .. } => Syncing::No,
        }
    }
}

/// Whether all is well, where that can be said.
pub(in crate::app) fn is_well(said: &Sentence) -> Option<bool> {
    match said.mood {
        Mood::Well => Some(true),
        Mood::Waits | Mood::Broken => Some(false),
        Mood::Open => None,
    }
}
