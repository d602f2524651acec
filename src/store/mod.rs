//! What lies on the disk: the journal of a profile, and the lock that lets one run at a time write it.
//!
//! No secret is ever stored here. The journal holds people's names and addresses, so its folder is the owner's alone.

mod error;
pub mod folder;
pub mod journal;
pub mod lock;

pub use error::StoreError;
