//! Thin typed modules over HTTP: one call each, and no decision about syncing.

pub mod auth0;
mod call;
pub mod certificates;
mod encoding;
pub mod error;
mod foreign;
pub mod http;
mod lenient;
mod limit_headers;
pub mod loopback;
pub mod observer;
pub mod pacer;
pub mod proxy;
mod transport;
pub mod userhub;
