//! Types and decisions, and nothing else: no I/O, no clock, no randomness, no async.

pub mod assumptions;
pub mod completeness;
pub mod counted;
pub mod gaps;
pub mod guard;
pub mod guide;
pub mod history;
pub mod ids;
pub mod install;
pub mod issue;
pub mod links;
pub mod pace;
pub mod paging;
pub mod pasted;
pub mod permissions;
pub mod plan;
pub mod profile;
pub mod report;
pub mod roll;
pub mod sample;
pub mod secret;
pub mod sign_in;
pub mod snippet;
pub mod summary;
pub mod tally;
pub mod window;
