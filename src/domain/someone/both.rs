//! One person of Auth0's, and what UserHub has of them: the same, something else, or nothing.

use jiff::SignedDuration;

use super::facts::{Auth0Person, Facts, OursKind, UserHubUser};
use super::verdict::{Answer, Verdict};
use super::words::{on, plain};
use crate::domain::freshness::ago_exactly;
use crate::domain::ids::Auth0UserId;
use crate::domain::profile::{Field, Fields, Profile};
use crate::domain::removal::State;

/// Whoever is newer than this may simply not have been met by anything yet.
const JUST_NOW: SignedDuration = SignedDuration::from_secs(120);

/// The button of a single person's sync, in words.
const SYNC_ONE: &str = "Start a sync: it brings them over.";

pub(super) fn one(facts: &Facts, person: &Auth0Person) -> Answer {
    if let Some(why) = &person.unreadable {
        return Answer::new(
            Verdict::Unreadable,
            format!(
                "Auth0 has {}, and their record cannot be read: {why}.",
                person.id
            ),
            "Open the person in Auth0 and look for what is odd in their record.",
        );
    }
    match facts.user_of(person) {
        Some(user) => in_both(facts, person, user),
        None => only_in_auth0(facts, person),
    }
}

fn in_both(facts: &Facts, person: &Auth0Person, user: &UserHubUser) -> Answer {
    let name = person.called();
    if let Some(answer) = in_a_state(facts, &name, user) {
        return answer;
    }
    let others: Vec<&str> = (user.external_ids.iter())
        .map(Auth0UserId::as_str)
        .filter(|id| *id != person.id)
        .collect();
    let blank = Profile::default();
    let expected = person.profile.as_ref().unwrap_or(&blank);
    let differing = expected.differing(&user.profile);
    if !others.is_empty() {
        return Answer::new(
            Verdict::LinkedInUserHub,
            format!(
                "UserHub has one user for {name} and for other people of Auth0: {}.",
                others.join(", ")
            ),
            "UserHub's values can be those of one of them alone. Separate them in UserHub if that is not wanted.",
        );
    }
    let twice = facts.userhub.len() > 1 && facts.asked.is_email();
    match (differing.is_empty(), expected.disabled) {
        (true, _) if twice => Answer::new(
            Verdict::TwiceInUserHub,
            format!(
                "{name} is in both, and they agree; UserHub has {} users with this address, of whom Auth0 has one.",
                facts.userhub.len()
            ),
            "Look at the others in UserHub: they came in another way, and the app leaves them alone.",
        ),
        (true, true) => Answer::new(
            Verdict::BlockedInBoth,
            format!(
                "{name} is in both, and they agree: blocked in Auth0, and disabled in UserHub."
            ),
            "To let them sign in again, unblock them in Auth0.",
        ),
        (true, false) => Answer::new(
            Verdict::Agree,
            format!("{name} is in both, and they agree."),
            "",
        ),
        (false, _) => differ(facts, person, user, differing),
    }
}

/// The verdict where the user's state says it all.
fn in_a_state(facts: &Facts, name: &str, user: &UserHubUser) -> Option<Answer> {
    let ours = facts.known.ours;
    let is_disabled = user.account.disabled || user.account.state == State::Disabled;
    let is_blocked = (facts.auth0.first()).and_then(|person| person.profile.as_ref());
    let is_blocked = is_blocked.is_some_and(|profile| profile.disabled);
    match user.account.state {
        State::PendingDeletion => Some(marked(facts, name)),
        State::Archived => Some(Answer::new(
            Verdict::ArchivedInUserHub,
            format!("{name} is in Auth0; UserHub has put them away (its state ARCHIVED)."),
            "Bring them back in UserHub's Admin console if that was not meant.",
        )),
        _ if is_disabled && !is_blocked => Some(match ours {
            Some(ours) if ours.kind == OursKind::Disabled => Answer::new(
                Verdict::DisabledByApp,
                format!(
                    "{name} is in Auth0 again; the app disabled them in UserHub on {}, when they had left.",
                    on(ours.at)
                ),
                "",
            )
            .taken_back_with("To enable them", ours.run),
            _ => Answer::new(
                Verdict::DisabledInUserHub,
                format!(
                    "{name} is in both; UserHub has disabled them, and Auth0 has not blocked them."
                ),
                "Somebody did that in UserHub. A sync asks UserHub to read them again; if it keeps the value, enable them there.",
            ),
        }),
        State::Active | State::Disabled | State::Unknown => None,
    }
}

fn marked(facts: &Facts, name: &str) -> Answer {
    match facts.known.ours {
        Some(ours) if ours.kind == OursKind::TakenBack => Answer::new(
            Verdict::TakenBack,
            format!(
                "{name} is in Auth0; the sync that added them to UserHub was taken back on {}, so that they are marked \
                 for deletion there.",
                on(ours.at)
            ),
            "",
        )
        .taken_back_with("To have them back", ours.run),
        Some(ours) if ours.kind == OursKind::Marked => Answer::new(
            Verdict::MarkedByApp,
            format!(
                "{name} is in Auth0 again; the app marked them for deletion in UserHub on {}, when they had left.",
                on(ours.at)
            ),
            "",
        )
        .taken_back_with("To have them back", ours.run),
        _ => Answer::new(
            Verdict::MarkedInUserHub,
            format!(
                "{name} is in Auth0, and marked for deletion in UserHub, which this app did not do."
            ),
            "Restore the person in UserHub's Admin console, or let UserHub delete them.",
        ),
    }
}

fn differ(facts: &Facts, person: &Auth0Person, user: &UserHubUser, fields: Fields) -> Answer {
    let name = person.called();
    if let Some(why) = &user.connection_trouble {
        return Answer::new(
            Verdict::ConnectionBroken,
            format!(
                "{name} is in both and differs in these fields: {}. UserHub's connection to Auth0 does not work \
                 ({why}), so that nothing comes over.",
                plain(fields)
            ),
            "Put the connection right in UserHub's Admin console (Connections), then sync.",
        );
    }
    let blocked = person.profile.as_ref().is_some_and(|it| it.disabled);
    let only_blocked = fields == [Field::Disabled].into_iter().collect();
    if blocked && only_blocked {
        return Answer::new(
            Verdict::BlockedNotInUserHub,
            format!("{name} is blocked in Auth0, and UserHub still has them as active."),
            SYNC_ONE,
        );
    }
    if facts.known.keeps_own {
        return Answer::new(
            Verdict::KeptByUserHub,
            format!(
                "{name} is in both; UserHub keeps its own value in these fields, although it was asked to take \
                 Auth0's: {}.",
                plain(fields)
            ),
            "Change it in UserHub if Auth0's value is wanted.",
        );
    }
    let asked_by_address = facts.asked.is_email() && fields.contains(Field::Email);
    if asked_by_address {
        return Answer::new(
            Verdict::AddressChanged,
            format!(
                "{name} is in both, with different addresses: {} in Auth0, {} in UserHub.",
                address(person.profile.as_ref()),
                address(Some(&user.profile))
            ),
            SYNC_ONE,
        );
    }
    let since = (facts.known.compared_at.zip(person.updated_at))
        .filter(|(compared, updated)| updated > compared);
    match since {
        Some((_, updated)) => Answer::new(
            Verdict::ChangedSince,
            format!(
                "{name} is in both; Auth0's record changed {}, after the last comparison. They differ in these \
                 fields: {}.",
                ago_exactly(facts.now, updated),
                plain(fields)
            ),
            "It comes over with the next sync.",
        ),
        None => Answer::new(
            Verdict::Differ,
            format!(
                "{name} is in both, and they differ in these fields: {}.",
                plain(fields)
            ),
            SYNC_ONE,
        ),
    }
}

fn address(profile: Option<&Profile>) -> &str {
    profile
        .and_then(|profile| profile.email.as_deref())
        .unwrap_or("none")
}

fn only_in_auth0(facts: &Facts, person: &Auth0Person) -> Answer {
    let name = person.called();
    let age = (person.created_at).map(|at| facts.now.duration_since(at));
    if let Some((reason, fix)) = &facts.known.problem {
        let reason = reason.trim_end_matches('.');
        return Answer::new(
            Verdict::Refused,
            format!(
                "{name} is in Auth0 and not in UserHub: the last sync could not bring them over. {reason}."
            ),
            fix.clone(),
        );
    }
    if let Some(other) = facts.userhub.first() {
        let through = match other.elsewhere.as_slice() {
            [] => "without any connection".to_owned(),
            some => format!("through {}", some.join(", ")),
        };
        return Answer::new(
            Verdict::OtherConnection,
            format!(
                "{name} is in Auth0 and not in UserHub by this connection; UserHub has a user with the same address \
                 who came {through}: {}.",
                other.id
            ),
            "A sync adds them as a user of their own. Look at the other one in UserHub first.",
        );
    }
    if let (Some(age), Some(created)) = (age, person.created_at)
        && age < JUST_NOW
    {
        return Answer::new(
            Verdict::CreatedJustNow,
            format!(
                "{name} is in Auth0 and not in UserHub: created {}.",
                ago_exactly(facts.now, created)
            ),
            "They come over with the next change or the next sync.",
        );
    }
    if person.is_listed == Some(false) {
        return Answer::new(
            Verdict::IndexLag,
            format!(
                "{name} is in Auth0, but Auth0's search does not list them yet: its index is behind. So no list has \
                 shown them to anybody."
            ),
            "Wait a few minutes, then sync.",
        );
    }
    never_came(facts, person)
}

fn never_came(facts: &Facts, person: &Auth0Person) -> Answer {
    let (name, known) = (person.called(), &facts.known);
    let Some(compared) = known.compared_at else {
        return Answer::new(
            Verdict::NeverCompared,
            format!(
                "{name} is in Auth0 and not in UserHub: nothing was compared on this computer yet."
            ),
            SYNC_ONE,
        );
    };
    if known.is_planned {
        return Answer::new(
            Verdict::Planned,
            format!(
                "{name} is in Auth0 and not in UserHub: the last comparison has them to be added, and no sync has done that yet."
            ),
            SYNC_ONE,
        );
    }
    if let Some(synced) = known.synced_at {
        return Answer::new(
            Verdict::RemovedInUserHub,
            format!(
                "{name} is in Auth0 and no longer in UserHub: a sync brought them over on {}, and somebody has taken \
                 them out there since.",
                on(synced)
            ),
            "A sync adds them again.",
        );
    }
    if let Some(created) = person.created_at.filter(|created| *created > compared) {
        return Answer::new(
            Verdict::CreatedSince,
            format!(
                "{name} is in Auth0 and not in UserHub: created {}, after the last comparison.",
                ago_exactly(facts.now, created)
            ),
            "They come over with the next sync.",
        );
    }
    if person
        .profile
        .as_ref()
        .is_some_and(|profile| profile.disabled)
    {
        return Answer::new(
            Verdict::BlockedNeverImported,
            format!("{name} is in Auth0, blocked, and was never imported into UserHub."),
            "A sync adds them as a disabled user.",
        );
    }
    Answer::new(
        Verdict::NotImported,
        format!(
            "{name} is in Auth0 and not in UserHub, and nothing on this computer says why. The last comparison was on {}.",
            on(compared)
        ),
        SYNC_ONE,
    )
}
