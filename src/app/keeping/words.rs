//! What is said about keeping by the person and the window.

use crate::domain::pasted::Field;
use crate::protocol::saved::{Colour, Environment, Settings};

/// What the person or the window says about it.
#[derive(Clone, Debug)]
pub enum Said {
    /// The person went on with a saved set-up.
    Opened(String),
    /// The person changed a saved set-up's name, environment or colour.
    Described {
        /// Which.
        id: String,
        /// Its name.
        name: String,
        /// Its environment.
        environment: Environment,
        /// Its colour.
        colour: Colour,
    },
    /// The person asked to forget a saved set-up and its keys.
    AskedToForget(String),
    /// The person changed the settings.
    Changed(Box<Settings>),
    /// Something changed a moment ago, or the window is being closed.
    SaveNow,
    /// The person asked to try the password store again.
    AskedToKeepKeys,
    /// The person goes on with keys that are forgotten when the window is closed.
    GoesOnWithoutSaving,
    /// The person has read that they are where they were.
    SawPickUp,
    /// The person asked to forget one key of the open set-up.
    AskedToForgetKey(Field),
    /// The person asked to forget everything on this computer.
    AskedToForgetEverything,
}
