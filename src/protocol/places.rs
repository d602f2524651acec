//! The parts of the set-up and the places in the window, by the names that are kept between starts.

/// A part of the set-up, as the list at the left names it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Part {
    /// What is needed before anything is begun.
    Before,
    /// The application in Auth0.
    Application,
    /// The connection in UserHub.
    Connection,
    /// The Admin API key in UserHub.
    Key,
    /// The login Action in Auth0; optional.
    Action,
    /// The proof of the whole.
    Check,
}

impl Part {
    /// All parts in their order.
    pub const ALL: [Self; 6] = [
        Self::Before,
        Self::Application,
        Self::Connection,
        Self::Key,
        Self::Action,
        Self::Check,
    ];

    /// The part's name in the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Before => "Before you start",
            Self::Application => "Create the Auth0 application",
            Self::Connection => "Set up the connection",
            Self::Key => "Create the API key",
            Self::Action => "Set up the login Action",
            Self::Check => "Check everything",
        }
    }
}

/// Where the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Place {
    /// Practice or real.
    Welcome,
    /// What is needed.
    Before,
    /// The automatic set-up, in the place of Parts 2 and 5.
    Automatic,
    /// Part 2a.
    Tenant,
    /// Part 2b.
    Application,
    /// Part 2c.
    Permission,
    /// Part 2d.
    Credentials,
    /// Part 3a.
    ConnectionValues,
    /// Part 3b.
    Connection,
    /// Part 4.
    Key,
    /// Part 5a.
    ActionCreate,
    /// Part 5b.
    ActionCode,
    /// Beside part 5b: the code in every form.
    ActionForms,
    /// Part 5c.
    ActionDependency,
    /// Part 5d.
    ActionSecrets,
    /// Part 5e.
    ActionDeploy,
    /// Part 5f.
    ActionFlow,
    /// Part 6.
    Check,
    /// The summary.
    Finish,
    /// How the set-up stands today.
    Overview,
    /// How changes reach UserHub.
    KeepInSync,
    /// The sync.
    Sync,
    /// The people who left Auth0.
    Left,
    /// One person, as both services have them.
    Someone,
    /// What earlier syncs did.
    History,
    /// Saved set-ups, keys, look, network.
    Settings,
    /// Where to ask, and what to have at hand.
    Help,
    /// The program itself.
    About,
}
