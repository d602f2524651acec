//! What is kept: the journal of a profile with the lock that lets one run at a time write it, the
//! settings with the saved set-ups, and the secrets in the operating system's password store.
//!
//! No secret is ever in a file. The journal holds people's names and addresses, so its folder is the owner's alone.

pub mod audit_log;
mod error;
pub mod file;
pub mod first_contact;
pub mod folder;
pub mod installs;
pub mod journal;
pub mod lock;
pub mod removal_policy;
pub mod secrets;
pub mod seen;
pub mod settings;

pub use error::StoreError;
