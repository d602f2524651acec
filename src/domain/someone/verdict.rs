//! The verdicts, each with its word for programs.

/// What is the matter with somebody, as one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Both have them, and agree.
    Agree,
    /// Both have them, blocked in Auth0 and disabled in UserHub.
    BlockedInBoth,
    /// Both have them; Auth0 has blocked them and UserHub does not know it yet.
    BlockedNotInUserHub,
    /// Both have them; UserHub has disabled them and Auth0 has not blocked them.
    DisabledInUserHub,
    /// The app has disabled them, and Auth0 has them again.
    DisabledByApp,
    /// Both have them, and they differ since a change that no sync has brought over yet.
    ChangedSince,
    /// Both have them, and UserHub keeps values of its own.
    KeptByUserHub,
    /// Both have them, and they differ.
    Differ,
    /// They differ, and the connection does not work.
    ConnectionBroken,
    /// Auth0 has them under another address than UserHub.
    AddressChanged,
    /// UserHub has marked them for deletion, though Auth0 has them.
    MarkedInUserHub,
    /// The app has marked them, and Auth0 has them again.
    MarkedByApp,
    /// The sync that added them was taken back.
    TakenBack,
    /// UserHub has put them away.
    ArchivedInUserHub,
    /// UserHub has one user for several people of Auth0.
    LinkedInUserHub,
    /// UserHub has two users with this address.
    TwiceInUserHub,
    /// Auth0's record cannot be read.
    Unreadable,
    /// In Auth0 for less than a minute or two.
    CreatedJustNow,
    /// In Auth0 and not listed by its search yet.
    IndexLag,
    /// In Auth0 since the last comparison.
    CreatedSince,
    /// In Auth0, blocked, and not in UserHub.
    BlockedNeverImported,
    /// In Auth0, and UserHub has refused them.
    Refused,
    /// In Auth0, and a sync that has them in its plan was not finished.
    Planned,
    /// In Auth0, and nothing was ever compared.
    NeverCompared,
    /// In Auth0; UserHub had them and has them no longer.
    RemovedInUserHub,
    /// In Auth0, and UserHub has somebody with this address through another connection.
    OtherConnection,
    /// In Auth0, and not in UserHub for no reason that is known.
    NotImported,
    /// Auth0 has several with this address, and UserHub all of them.
    SeveralWithAddress,
    /// Auth0 has several with this address, and UserHub some of them.
    SeveralWithAddressSomeInUserHub,
    /// Auth0 has several with this address, and UserHub none of them.
    SeveralWithAddressNoneInUserHub,
    /// Auth0 has several with this name.
    SeveralByName,
    /// UserHub has several, and Auth0 none.
    SeveralOnlyInUserHub,
    /// UserHub cannot be read with this key.
    UserHubNotReadable,
    /// Deleted in Auth0, still in UserHub.
    Deleted,
    /// Deleted in Auth0, and when is known.
    DeletedWhenKnown,
    /// Deleted in Auth0, and a person decided to keep them in UserHub.
    DeletedKept,
    /// Deleted in Auth0, disabled in UserHub by the app.
    DeletedDisabledByApp,
    /// Deleted in Auth0, disabled in UserHub by somebody else.
    DeletedDisabled,
    /// Deleted in Auth0, marked in UserHub by the app.
    DeletedMarkedByApp,
    /// Deleted in Auth0, marked in UserHub by somebody else.
    DeletedMarked,
    /// Their identity lives on in another user.
    Merged,
    /// Their identity lives on in another user, and UserHub has both.
    MergedBothInUserHub,
    /// The user of UserHub belongs to another Auth0 tenant.
    OtherTenant,
    /// The user of UserHub came by another connection.
    ThroughOtherConnection,
    /// The user of UserHub came by no connection at all.
    ThroughNoConnection,
    /// Another connection than this set-up's was typed behind the id.
    OtherConnectionAsked,
    /// Neither has them, and an earlier sync did.
    GoneFromBoth,
    /// Neither has anybody with this address or name.
    Nowhere,
    /// Neither has this id of Auth0's.
    NoSuchAuth0Id,
    /// UserHub does not have this id of its own.
    NoSuchUserHubId,
    /// Nobody can have this id.
    NoId,
}

impl Verdict {
    /// The word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::BlockedInBoth => "blocked",
            Self::BlockedNotInUserHub => "blocked_in_auth0_only",
            Self::DisabledInUserHub => "disabled_in_userhub",
            Self::DisabledByApp => "disabled_by_app",
            Self::ChangedSince => "changed_since_comparison",
            Self::KeptByUserHub => "kept_by_userhub",
            Self::Differ => "differ",
            Self::ConnectionBroken => "connection_broken",
            Self::AddressChanged => "address_changed",
            Self::MarkedInUserHub => "marked_in_userhub",
            Self::MarkedByApp => "marked_by_app",
            Self::TakenBack => "taken_back",
            Self::ArchivedInUserHub => "archived_in_userhub",
            Self::LinkedInUserHub => "linked_in_userhub",
            Self::TwiceInUserHub => "twice_in_userhub",
            Self::Unreadable => "unreadable",
            Self::CreatedJustNow => "created_just_now",
            Self::IndexLag => "index_lag",
            Self::CreatedSince => "created_since_comparison",
            Self::BlockedNeverImported => "blocked_never_imported",
            Self::Refused => "refused_by_userhub",
            Self::Planned => "planned",
            Self::NeverCompared => "never_compared",
            Self::RemovedInUserHub => "removed_in_userhub",
            Self::OtherConnection => "other_connection",
            Self::NotImported => "not_imported",
            Self::SeveralWithAddress => "several_with_address",
            Self::SeveralWithAddressSomeInUserHub => "several_with_address_some_in_userhub",
            Self::SeveralWithAddressNoneInUserHub => "several_with_address_none_in_userhub",
            Self::SeveralByName => "several_by_name",
            Self::SeveralOnlyInUserHub => "several_only_in_userhub",
            Self::UserHubNotReadable => "userhub_not_readable",
            Self::Deleted => "deleted",
            Self::DeletedWhenKnown => "deleted_when_known",
            Self::DeletedKept => "deleted_kept",
            Self::DeletedDisabledByApp => "deleted_disabled_by_app",
            Self::DeletedDisabled => "deleted_disabled",
            Self::DeletedMarkedByApp => "deleted_marked_by_app",
            Self::DeletedMarked => "deleted_marked",
            Self::Merged => "merged",
            Self::MergedBothInUserHub => "merged_both_in_userhub",
            Self::OtherTenant => "other_tenant",
            Self::ThroughOtherConnection => "through_other_connection",
            Self::ThroughNoConnection => "through_no_connection",
            Self::OtherConnectionAsked => "other_connection_asked",
            Self::GoneFromBoth => "gone_from_both",
            Self::Nowhere => "nowhere",
            Self::NoSuchAuth0Id => "no_such_auth0_id",
            Self::NoSuchUserHubId => "no_such_userhub_id",
            Self::NoId => "no_id",
        }
    }
}

/// The verdict in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict with its cause, in one or two sentences.
    pub text: String,
    /// The one thing that helps; empty where nothing has to be done.
    pub fix: String,
    /// The run in which the app did what the verdict tells, where it did.
    pub run: Option<i64>,
}

impl Answer {
    pub(super) fn new(verdict: Verdict, text: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            verdict,
            text: text.into(),
            fix: fix.into(),
            run: None,
        }
    }

    /// The app did it in this run, which can be taken back.
    pub(super) fn taken_back_with(self, wish: &str, run: i64) -> Self {
        Self {
            fix: format!("{wish}: userhub-connect removals restore --run {run}"),
            run: Some(run),
            ..self
        }
    }
}
