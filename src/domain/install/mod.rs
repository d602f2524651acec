//! The automatic set-up of the Auth0 side, as decisions: what was found there, what is to be changed, and what it takes
//! to put everything back.
//!
//! [`Found`] is what the tenant holds, [`Wanted`] and [`Choices`] are what the person gave, [`decide()`] makes a [`Plan`]
//! of them, and [`Record`] is what undo needs. Facts: contract auth0-api, section 7. Nothing is asked of anybody here.

mod choices;
mod code;
mod decide;
mod doctor;
mod found;
mod gaps;
mod hidden;
mod names;
mod past;
mod plan;
mod questions;
mod record;
mod review;
mod several;
mod targets;
#[cfg(test)]
mod tests;
mod token;
mod undo;

pub use choices::{Answer, Choices, LiveUpdates, UserHubSide, Wanted};
pub use code::{CodeDifference, CodeLine, Side};
pub use decide::{Decision, decide};
pub use doctor::{Aspect, Finding, examine};
pub use found::{
    Action, Application, BY_KEYS, Binding, Deployment, Found, Grant, Kept, SecretSlot, Trigger,
};
pub use gaps::{Gap, Gaps, OddRecord};
pub use hidden::hidden;
pub use past::{Ending, PastChange, PastSetup, Way, What, changes_back, changes_of, undone_at};
pub use plan::{Change, Effect, FlowEntry, Offer, Plan, Question, Row, Step, StepState};
pub use record::{
    ActionRecord, ApplicationRecord, FlowRecord, GrantRecord, Record, SecretsRecord, Written,
};
pub use review::{UndoPlan, UndoPlanRow};
pub use targets::{Target, flow_with, union, wanted_action};
pub use token::{NEEDED, NEEDED_FOR_UNDO, TokenFacts};
pub use undo::{ActionBack, Back, PermissionsBack, Undo, UndoRow, differences, undo};
