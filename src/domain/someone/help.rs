//! What follows from a verdict for whoever looks: how good it is, and the one thing to press that helps.

use std::borrow::Cow;

use super::verdict::{Answer, Verdict};
use crate::domain::removal::Policy;
use crate::domain::removal::policy::until_decided;

/// How good a verdict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Nothing has to be done.
    Well,
    /// It comes right by itself, with the next change or the next sync.
    Waits,
    /// A person has to look.
    Attention,
    /// Nobody, or several, fit what was asked for.
    Open,
}

/// The one thing to press that helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// Nothing helps, or nothing has to be done.
    Nothing,
    /// Bringing this one person over.
    SyncOne,
    /// Opening the person in Auth0.
    OpenInAuth0,
    /// Opening UserHub.
    OpenInUserHub,
    /// Opening UserHub's connections.
    OpenConnections,
    /// Opening UserHub's API keys.
    OpenApiKeys,
    /// Deciding about those who left Auth0.
    Decide,
    /// Opening the run in which the app did something to them.
    SeeRun(i64),
}

impl Verdict {
    /// Whether several fit, each of whom can be asked for alone.
    const fn is_several(self) -> bool {
        matches!(
            self,
            Self::SeveralWithAddress
                | Self::SeveralWithAddressSomeInUserHub
                | Self::SeveralWithAddressNoneInUserHub
                | Self::SeveralByName
                | Self::SeveralOnlyInUserHub
        )
    }

    /// How good it is.
    pub const fn mood(self) -> Mood {
        match self {
            Self::Agree | Self::BlockedInBoth | Self::DeletedKept => Mood::Well,
            Self::ChangedSince
            | Self::CreatedJustNow
            | Self::IndexLag
            | Self::CreatedSince
            | Self::Planned
            | Self::NeverCompared
            | Self::BlockedNeverImported
            | Self::DeletedMarkedByApp
            | Self::DeletedDisabledByApp => Mood::Waits,
            Self::SeveralWithAddress
            | Self::SeveralByName
            | Self::SeveralOnlyInUserHub
            | Self::OtherConnectionAsked
            | Self::GoneFromBoth
            | Self::Nowhere
            | Self::NoSuchAuth0Id
            | Self::NoSuchUserHubId
            | Self::NoId => Mood::Open,
            _ => Mood::Attention,
        }
    }
}

impl Answer {
    /// The one thing to press that helps.
    pub fn help(&self) -> Help {
        if let Some(run) = self.run {
            return Help::SeeRun(run);
        }
        match self.verdict {
            Verdict::BlockedNotInUserHub
            | Verdict::ChangedSince
            | Verdict::Differ
            | Verdict::AddressChanged
            | Verdict::CreatedJustNow
            | Verdict::CreatedSince
            | Verdict::BlockedNeverImported
            | Verdict::Refused
            | Verdict::Planned
            | Verdict::NeverCompared
            | Verdict::RemovedInUserHub
            | Verdict::NotImported
            | Verdict::IndexLag => Help::SyncOne,
            Verdict::BlockedInBoth | Verdict::Unreadable => Help::OpenInAuth0,
            Verdict::DisabledInUserHub
            | Verdict::DisabledByApp
            | Verdict::KeptByUserHub
            | Verdict::MarkedInUserHub
            | Verdict::MarkedByApp
            | Verdict::TakenBack
            | Verdict::ArchivedInUserHub
            | Verdict::LinkedInUserHub
            | Verdict::TwiceInUserHub
            | Verdict::OtherConnection
            | Verdict::MergedBothInUserHub
            | Verdict::SeveralOnlyInUserHub => Help::OpenInUserHub,
            Verdict::ConnectionBroken => Help::OpenConnections,
            Verdict::UserHubNotReadable => Help::OpenApiKeys,
            Verdict::Deleted
            | Verdict::DeletedWhenKnown
            | Verdict::DeletedDisabled
            | Verdict::DeletedDisabledByApp
            | Verdict::DeletedMarkedByApp => Help::Decide,
            Verdict::Agree
            | Verdict::DeletedKept
            | Verdict::DeletedMarked
            | Verdict::Merged
            | Verdict::SeveralWithAddress
            | Verdict::SeveralWithAddressSomeInUserHub
            | Verdict::SeveralWithAddressNoneInUserHub
            | Verdict::SeveralByName
            | Verdict::OtherTenant
            | Verdict::ThroughOtherConnection
            | Verdict::ThroughNoConnection
            | Verdict::OtherConnectionAsked
            | Verdict::GoneFromBoth
            | Verdict::Nowhere
            | Verdict::NoSuchAuth0Id
            | Verdict::NoSuchUserHubId
            | Verdict::NoId => Help::Nothing,
        }
    }

    /// What helps, as the window says it: without a command. `policy` is what is done by itself with people who left.
    pub fn window_fix(&self, policy: Option<&Policy>) -> Cow<'_, str> {
        match self.help() {
            Help::SeeRun(_) => "What the app did to them is in History, with the way back.".into(),
            Help::Decide => until_decided(policy).into(),
            _ if self.verdict.is_several() => "Press one of them below, to see why.".into(),
            _ => self.fix.as_str().into(),
        }
    }
}
