//! The queues of the worker.

/// A queue of the worker's. Commands of one queue are handled one after the other, and queues side by side: a long sync
/// holds up neither a check nor a look at a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// What changes something in a service, and takes as long as it takes: comparing, syncing, setting up.
    Work,
    /// The checks. A newer check ends the one before it.
    Checks,
    /// Looks at what is stored, and other short answers.
    Looks,
    /// Questions about somebody, which are answered at once. A newer question ends the one before it.
    Questions,
    /// Watching for a sign-in, which takes minutes.
    SignInTest,
    /// Watching for changes, for as long as it is wanted. It gives way to whatever else needs its files.
    Live,
    /// Lists for which a service is asked about many people: they may take minutes, and change nothing.
    Lists,
    /// Keeping what is kept between starts. It is never stopped: what was asked for is kept.
    Persistence,
    /// The password store, which may wait for a person. It is never stopped either.
    Keys,
}

impl Queue {
    /// All queues.
    pub const ALL: [Self; 9] = [
        Self::Work,
        Self::Checks,
        Self::Looks,
        Self::Questions,
        Self::SignInTest,
        Self::Live,
        Self::Lists,
        Self::Persistence,
        Self::Keys,
    ];
}
