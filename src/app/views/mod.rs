//! What is computed from the whole state for screens and files, and kept nowhere.

pub mod progress;
mod summary;
pub(super) mod support_report;
pub mod today;
