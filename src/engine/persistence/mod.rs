//! What is kept: requests for files, settings, keys and past runs go in; what was read or written comes out.

pub(super) mod files;
pub mod history;
pub(super) mod journal;
pub(super) mod journal_session;
pub(super) mod overview;
pub mod settings;
