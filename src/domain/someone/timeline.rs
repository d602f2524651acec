//! What is known of what happened to somebody, in its order.

use jiff::Timestamp;

use super::facts::{Facts, OursKind};

/// Something that happened to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// What, in words.
    pub what: String,
}

/// What happened, the oldest first. Of several people none is told: their times would not say whose they are.
pub fn timeline(facts: &Facts) -> Vec<Moment> {
    if facts.auth0.len() > 1 || facts.userhub.len() > 1 {
        return Vec::new();
    }
    let (person, user) = (facts.auth0.first(), facts.userhub.first());
    let (known, gone) = (&facts.known, facts.deletion.as_ref());
    let ours = known.ours.map(|ours| {
        let what = match ours.kind {
            OursKind::Disabled => "Disabled in UserHub by this app",
            OursKind::Marked => "Marked for deletion in UserHub by this app",
            OursKind::TakenBack => "Marked for deletion in UserHub: their sync was taken back",
        };
        (Some(ours.at), what.to_owned())
    });
    let deleted = gone.map(|gone| {
        let by = gone.by.as_deref().map(|by| format!(" by {by}"));
        let what = format!("Deleted in Auth0{}", by.unwrap_or_default());
        (Some(gone.at), what)
    });
    let plain = [
        (person.and_then(|it| it.created_at), "Created in Auth0"),
        (
            person.and_then(|it| it.updated_at),
            "Last changed in Auth0, or signed in",
        ),
        (user.and_then(|it| it.created_at), "Created in UserHub"),
        (known.synced_at, "Brought over by a sync"),
        (known.missed_since, "First missed in Auth0"),
        (known.kept_at, "Somebody decided to keep them in UserHub"),
        (known.compared_at, "Everybody was compared"),
    ];
    let plain = plain.into_iter().map(|(at, what)| (at, what.to_owned()));
    let mut moments: Vec<Moment> = plain
        .chain(ours)
        .chain(deleted)
        .filter_map(|(at, what)| Some(Moment { at: at?, what }))
        .collect();
    moments.sort_by_key(|moment| moment.at);
    moments
}
