//! UserHub Connect: connects an Auth0 tenant to UserHub, checks every step, and keeps the users in sync.
#![doc = include_str!("ARCHITECTURE.md")]

pub mod app;
pub mod cli;
pub mod clients;
pub mod clock;
pub mod domain;
pub mod engine;
pub mod practice;
pub mod protocol;
pub mod store;
pub mod ui;
pub mod window;
