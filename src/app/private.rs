//! A text that may hold secrets, on its way from a field to where it belongs.

/// A text that may hold secrets: it is never shown by `Debug`.
#[derive(Clone)]
pub struct Private(pub String);

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private")
    }
}
