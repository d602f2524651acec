//! What the clients and a sync make of services that go wrong: every fault of the practice world.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod calls;
mod exports;
mod redirects;
mod runs;
mod storms;
mod tokens;
