//! A practice Auth0 tenant: a real HTTP server that follows the contract, and the hands that steer it.
//!
//! [`Tenant`] is all that others see. A request passes `front.rs` (counts, trouble), `guard.rs` (limits, token,
//! permission), `bodies.rs` (what a write may say, with `schema.rs`) and then one of the endpoint files: `oauth.rs`, `users.rs`, `user_writes.rs`, `exports.rs`, and for the set-up
//! `clients.rs`, `grants.rs`, `actions.rs`, `bindings.rs`; `set_up.rs` is what a test or the practice world does to that, and `set_up_file.rs` keeps it. Who is in the tenant is in `directory.rs`, what searches
//! find in `query.rs`, `matching.rs` and `search.rs`. What happens is written into `logs.rs` by `log_events.rs` and read by
//! `log_list.rs`, and into `feed.rs`, which `streams.rs` serves as the Events API, a connection at a time (`pouring.rs`); `happen.rs` lets
//! things happen by themselves.

mod action;
mod actions;
mod binding;
mod bindings;
mod bodies;
mod clients;
mod connection_ids;
mod connections;
mod directory;
mod elsewhere;
mod errors;
mod explorer;
mod export_file;
mod export_jobs;
mod exports;
mod fates;
mod feed;
mod grants;
mod guard;
mod happen;
mod happenings;
mod key;
mod limits;
mod log_events;
mod log_list;
mod log_search;
mod logs;
mod matching;
mod oauth;
mod object;
mod options;
mod parameters;
mod pouring;
mod query;
mod random;
mod registry;
mod rehearsal;
mod routes;
mod schema;
mod search;
mod set_up;
mod set_up_file;
mod shared;
mod sort_key;
mod streams;
mod tenant;
mod tokens;
mod upheaval;
mod user_writes;
mod users;

pub(super) use explorer::PERMISSIONS as EXPLORER;

pub use connections::{Inject, LineEnd, StreamOptions, StreamRefusal};
pub use happenings::{Act, Happening};
pub use limits::{Others, Plan, Refused, Usage};
pub use options::{ExportBehaviour, Presence, TenantOptions};
pub use tenant::Tenant;
