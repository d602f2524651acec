//! The subjects of the window, each the one owner of its state. A subject changes itself alone; what follows elsewhere leaves
//! it as [`Effects`](super::effects::Effects).

pub mod about;
pub mod automatic;
pub mod clipboard;
pub mod computer;
pub mod credentials;
pub mod export;
pub mod guide;
pub mod history;
pub mod keep_up;
pub mod navigation;
pub mod overview;
pub mod picker;
pub mod practice;
pub mod readiness;
pub mod removals;
pub mod setup_file;
pub mod setups;
pub mod sign_in_test;
pub mod someone;
pub mod support;
pub mod sync;
pub mod users;
