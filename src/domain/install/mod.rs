//! The automatic set-up of the Auth0 side, as decisions: what was found there, what is to be changed, and what it takes
//! to put everything back.
//!
//! [`Found`] is what the tenant holds, [`Wanted`] and [`Choices`] are what the person gave, a [`Plan`] is made
//! of them, and [`Record`] is what undo needs. Facts: contract auth0-api, section 7. Nothing is asked of anybody here.

mod choices;
mod code;
mod found;
mod plan;
mod record;
mod token;

pub use choices::{Answer, Choices, UserHubSide, Wanted};
pub use code::{CodeDifference, CodeLine, Side};
pub use found::{
    Action, Application, Binding, Deployment, Found, Grant, Kept, SecretSlot, Trigger,
};

pub use plan::{Change, Effect, FlowEntry, Offer, Plan, Question, Row, Step, StepState};
pub use record::{ActionRecord, ApplicationRecord, FlowRecord, GrantRecord, Record, SecretsRecord};
pub use token::{NEEDED, NEEDED_FOR_UNDO, TokenFacts};
