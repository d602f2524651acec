//! The practice world: a simulated Auth0 tenant and a simulated UserHub as real HTTP servers on loopback.
