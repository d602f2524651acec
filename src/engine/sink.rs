//! Where events go. It knows neither window nor terminal.

use std::sync::Arc;

use crate::protocol::event::Event;

/// Takes events and hands them to whoever asked; the window's also wakes the window.
#[derive(Clone)]
pub struct Sink(Arc<dyn Fn(Event) + Send + Sync>);

impl Sink {
    /// Makes a sink of a function that does not block for long.
    pub fn new(take: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Hands an event over.
    pub fn send(&self, event: Event) {
        (self.0)(event);
    }
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sink")
    }
}
