//! Whose people a journal holds.

/// Which two tenants a journal belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The Auth0 domain.
    pub auth0: String,
    /// The connection in UserHub.
    pub connection: String,
}
