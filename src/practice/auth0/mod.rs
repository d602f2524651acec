//! A practice Auth0 tenant: a real HTTP server that follows the contract, and the hands that steer it.
//!
//! [`Tenant`] is all that others see. A request passes `front.rs` (counts, trouble), `guard.rs` (limits, token,
//! permission) and then one of the endpoint files: `oauth.rs`, `users.rs`, `exports.rs`, and for the set-up
//! `clients.rs`, `grants.rs`, `actions.rs`, `bindings.rs`; `set_up.rs` is what a test or the practice world does to that. Who is in the tenant is in `directory.rs`, what searches
//! find in `query.rs`, `matching.rs` and `search.rs`.

mod action;
mod actions;
mod bindings;
mod clients;
mod directory;
mod elsewhere;
mod errors;
mod export_file;
mod exports;
mod grants;
mod guard;
mod limits;
mod matching;
mod oauth;
mod options;
mod parameters;
mod query;
mod random;
mod registry;
mod rehearsal;
mod routes;
mod search;
mod set_up;
mod shared;
mod sort_key;
mod tenant;
mod tokens;
mod users;

pub use limits::{Others, Plan, Refused, Usage};
pub use options::{ExportBehaviour, Presence, TenantOptions};
pub(crate) use shared::Shared;
pub use tenant::Tenant;
