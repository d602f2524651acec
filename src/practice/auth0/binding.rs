//! An Action in the run order of a trigger.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::random::Random;
use crate::practice::clock;

/// One Action in the run order of a trigger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Binding {
    pub(super) id: String,
    pub(super) trigger: String,
    pub(crate) action_id: String,
    pub(super) display_name: String,
    pub(super) created: i64,
}

impl Binding {
    /// An Action in the flow of its trigger, as a person puts it there.
    pub(crate) fn of(action: &Action, random: &Random) -> Self {
        Self {
            id: random.uuid(),
            trigger: action.trigger().to_owned(),
            action_id: action.id.clone(),
            display_name: action.name.clone(),
            created: clock::now(),
        }
    }
}
