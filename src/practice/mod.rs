//! The practice world: a simulated Auth0 tenant and a simulated UserHub as real HTTP servers on loopback.

pub mod auth0;
mod clock;
mod faulty;
mod front;
mod people;
pub mod requests;
mod server;
pub mod trouble;
