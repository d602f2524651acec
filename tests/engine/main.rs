//! The one binary of the engine's tests.
