//! Auth0 has nobody: deleted, merged, another tenant's, another connection's, or never there.

use super::ask::Asked;
use super::facts::{Facts, OursKind, UserHubUser};
use super::verdict::{Answer, Verdict};
use super::words::on;
use crate::domain::removal::State;

pub(super) fn nowhere(facts: &Facts) -> Answer {
    if let Some(merged) = &facts.merged {
        return Answer::new(
            Verdict::Merged,
            format!(
                "Auth0 does not have {} as a user of its own any more: it was merged into {}. UserHub does not have it \
                 either.",
                merged.id,
                merged.into.label()
            ),
            "Ask for the user that it was merged into.",
        );
    }
    let asked = facts.asked.words();
    match &facts.asked {
        _ if facts.known.synced_at.is_some() || facts.known.missed_since.is_some() => Answer::new(
            Verdict::GoneFromBoth,
            format!(
                "Neither Auth0 nor UserHub has {asked} any more.{}",
                deleted_when(facts)
                    .map(|when| format!(" {when}"))
                    .unwrap_or_default()
            ),
            "",
        ),
        Asked::Auth0Id {
            connection: Some(other),
            ..
        } if *other != facts.connection => other_connection(facts, other),
        Asked::Auth0Id { .. } if facts.id_is_malformed => Answer::new(
            Verdict::NoId,
            format!("Auth0 says that nobody can have {asked}."),
            "Copy the user_id from the user's page in the Auth0 dashboard.",
        ),
        Asked::Auth0Id { .. } => Answer::new(
            Verdict::NoSuchAuth0Id,
            format!(
                "Auth0 ({}) does not have {asked}, and neither does UserHub.",
                facts.domain
            ),
            "It may be of another tenant, not copied completely, or deleted before this app ever saw it.",
        ),
        Asked::UserHubId(_) => Answer::new(
            Verdict::NoSuchUserHubId,
            format!("UserHub does not have {asked}."),
            "It may be of another tenant of UserHub, not copied completely, or deleted for good.",
        ),
        Asked::Email(_) | Asked::Name(_) => Answer::new(
            Verdict::Nowhere,
            format!("Neither Auth0 ({}) nor UserHub has {asked}.", facts.domain),
            "Look for another spelling, or ask by id.",
        ),
    }
}

fn other_connection(facts: &Facts, other: &str) -> Answer {
    Answer::new(
        Verdict::OtherConnectionAsked,
        format!(
            "The id names the connection {other}, and this set-up is for {}, which does not know the user.",
            facts.connection
        ),
        "Use the set-up of that connection.",
    )
}

pub(super) fn only_in_userhub(facts: &Facts, user: &UserHubUser) -> Answer {
    let name = user.called();
    if user.external_ids.is_empty() {
        return not_ours(user, &name);
    }
    if let Some(merged) = &facts.merged {
        let both = user.knows(&merged.into.id);
        let (verdict, too) = if both {
            (
                Verdict::MergedBothInUserHub,
                ", which is the same user there",
            )
        } else {
            (Verdict::Merged, "")
        };
        return Answer::new(
            verdict,
            format!(
                "Auth0 has {name} no longer as a user of its own: {} was merged into {}. UserHub still has them as {}{too}.",
                merged.id,
                merged.into.label(),
                user.id
            ),
            "Nobody has left: look at both in UserHub before anything is removed.",
        );
    }
    if let Some(tenant) = &user.other_tenant {
        return Answer::new(
            Verdict::OtherTenant,
            format!(
                "UserHub has {name} from the Auth0 tenant {tenant}; {} does not have them.",
                facts.domain
            ),
            "Ask in the set-up of that tenant.",
        );
    }
    deleted(facts, user, &name)
}

fn not_ours(user: &UserHubUser, name: &str) -> Answer {
    match user.elsewhere.as_slice() {
        [] => Answer::new(
            Verdict::ThroughNoConnection,
            format!(
                "UserHub has {name}, who came through no connection: they were made in UserHub. Auth0 does not have them."
            ),
            "The app leaves them alone.",
        ),
        some => Answer::new(
            Verdict::ThroughOtherConnection,
            format!(
                "UserHub has {name} through another connection ({}). Auth0 does not have them.",
                some.join(", ")
            ),
            "The app leaves them alone.",
        ),
    }
}

fn deleted(facts: &Facts, user: &UserHubUser, name: &str) -> Answer {
    let (known, when) = (&facts.known, deleted_when(facts));
    let gone = when
        .clone()
        .unwrap_or_else(|| "They were deleted there.".to_owned());
    let ours = known.ours;
    let said = |verdict, rest: String, fix: String| {
        Answer::new(
            verdict,
            format!("Auth0 does not have {name}. {gone} {rest}"),
            fix,
        )
    };
    let is_disabled = user.account.disabled || user.account.state == State::Disabled;
    match (user.account.state, ours) {
        (State::PendingDeletion, Some(ours)) if ours.kind != OursKind::Disabled => said(
            Verdict::DeletedMarkedByApp,
            format!(
                "The app marked them for deletion in UserHub on {}.",
                on(ours.at)
            ),
            String::new(),
        )
        .taken_back_with("To have them back", ours.run),
        (State::PendingDeletion, _) => said(
            Verdict::DeletedMarked,
            "They are marked for deletion in UserHub, which this app did not do.".to_owned(),
            String::new(),
        ),
        (_, Some(ours)) if is_disabled && ours.kind == OursKind::Disabled => said(
            Verdict::DeletedDisabledByApp,
            format!("The app disabled them in UserHub on {}.", on(ours.at)),
            String::new(),
        )
        .taken_back_with("To have them back", ours.run),
        _ if is_disabled => said(
            Verdict::DeletedDisabled,
            "They are disabled in UserHub, which this app did not do.".to_owned(),
            "See them with: userhub-connect removals".to_owned(),
        ),
        _ if known.kept_at.is_some() => said(
            Verdict::DeletedKept,
            "UserHub still has them, and a person has decided to keep them.".to_owned(),
            String::new(),
        ),
        _ => {
            let verdict = if when.is_some() {
                Verdict::DeletedWhenKnown
            } else {
                Verdict::Deleted
            };
            let owed = match &user.protected {
                Some(why) => format!("UserHub still has them, and the user {why}."),
                None => "UserHub still has them.".to_owned(),
            };
            said(
                verdict,
                owed,
                "Once Auth0 has said twice that they are gone, in two syncs for instance, decide what becomes of them: \
                 userhub-connect removals"
                    .to_owned(),
            )
        }
    }
}

/// When they were deleted, as far as that is known.
fn deleted_when(facts: &Facts) -> Option<String> {
    if let Some(deletion) = &facts.deletion {
        let by = deletion
            .by
            .as_deref()
            .map(|by| format!(" by {by}"))
            .unwrap_or_default();
        return Some(format!(
            "They were deleted there on {}{by}.",
            on(deletion.at)
        ));
    }
    let since = facts.known.missed_since?;
    Some(format!(
        "They were deleted there before {}, when a sync missed them.",
        on(since)
    ))
}
