//! Why a text asks for nobody.

/// Why a text asks for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusableQuery {
    /// Nothing was typed.
    Empty,
    /// It is too long for anything that names a person.
    TooLong,
    /// It is an id of something else, such as a connection or an organization.
    NoPerson(&'static str),
}
