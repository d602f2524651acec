//! The ids of a tenant's connections, which follow from their names.

use super::random::Random;
use crate::practice::people::People;

/// The name of the connection with this id.
pub(crate) fn connection_named(id: &str) -> Option<&'static str> {
    People::connections()
        .into_iter()
        .find(|name| connection_id(name) == id)
}

/// The id of a connection, `con_` and 16 letters and digits; it follows from the name.
pub(crate) fn connection_id(name: &str) -> String {
    let seed = name
        .bytes()
        .fold(7_u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
    format!("con_{}", Random::new(seed).alphanumeric(16))
}
