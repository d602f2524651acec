//! Problems of the automatic set-up: E16, E18 and E22; its temporary key is with the credentials.

use super::{Code, Fix, Issue};

/// What Auth0 says when it refuses a call of the set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The tenant has no such feature.
    FeatureOff,
    /// The tenant's plan does not allow it.
    PlanLimit,
    /// The key may not do this; Auth0's own words.
    Scope(String),
    /// Something that we do not know; Auth0's own words.
    Other(String),
}

impl Refusal {
    /// Reads a refusal by its status and its code (contract auth0-api 2.4); what is not known is quoted.
    pub fn of(status: u16, code: &str, message: &str) -> Self {
        let quoted = match (message, code) {
            ("", "") => "Auth0 gave no reason.".to_owned(),
            ("", words) | (words, _) => format!("Auth0 said: \"{words}\""),
        };
        match (status, code) {
            (403, "feature_not_enabled" | "insufficient_entitlement") => Self::FeatureOff,
            (403, "operation_not_supported") => Self::PlanLimit,
            (403, "insufficient_scope") => Self::Scope(quoted),
            _ => Self::Other(quoted),
        }
    }
}

impl Issue {
    /// E18: something was changed by somebody else between the look and the write.
    pub fn changed_meanwhile(what: &str) -> Self {
        Self::new(
            Code::GuardStopped,
            format!("{what} was changed in Auth0 meanwhile"),
            "Somebody else, or another program, has changed it since it was looked at. Nothing of theirs was overwritten.",
            "Look again, so that you see what there is now, then go on. What is done already stays.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E22: the Login flow has no room.
    pub fn flow_is_full(most: usize) -> Self {
        Self::new(
            Code::ChangeNotMade,
            format!("The Login flow has {most} Actions already"),
            "Auth0 runs no more than that in one flow.",
            "Take one out of the Login flow in Auth0, then try again. Nothing was changed.",
        )
        .fixes([Fix::OpenLoginFlow, Fix::TryAgain])
    }

    /// E18: the Login flow cannot be written without losing what of it could not be read; `told` says what that is.
    pub fn flow_not_whole(told: &str) -> Self {
        Self::new(
            Code::GuardStopped,
            "The Login flow cannot be read completely",
            format!(
                "{told} Auth0 writes the flow as a whole, so that this part of it would be lost. It was not written."
            ),
            "Open the Login flow in Auth0. Take out what stands in it without an Action, then try again; or put the Action \
             in by hand.",
        )
        .fixes([Fix::OpenLoginFlow, Fix::TryAgain, Fix::FinishByHand])
    }

    /// E18: something of ours is there, or may be, in a form that Auth0 does not document.
    pub fn not_readable(what: &str) -> Self {
        Self::new(
            Code::GuardStopped,
            format!("{what} cannot be read"),
            "What Auth0 answers about it has another form than Auth0 documents, or Auth0's list of them came short. What cannot \
             be seen is not changed.",
            "Try again in a few minutes. If it stays so, look at it in Auth0, and finish by hand.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E22: Auth0 refused a call of the set-up in its own words. `done` says what it did not do, as in `Auth0 did not create the
    /// Action`.
    pub fn refused_by_auth0(done: &str, refusal: &Refusal) -> Self {
        let what = format!("Auth0 did not {done}");
        let stays = "What is done already stays.";
        let (why, fix) = match refusal {
            Refusal::FeatureOff => (
                "Auth0 says that a feature which this needs is not enabled in the tenant. Some plans come without it."
                    .to_owned(),
                "See in Auth0 whether the tenant's plan has it, then try again.",
            ),
            Refusal::PlanLimit => (
                "Auth0 says that the tenant may not have one more, or not this at all. A plan's limit is the usual cause: a free \
                 plan has room for 10 applications."
                    .to_owned(),
                "Delete in Auth0 what nobody needs any more, or choose another plan, then try again.",
            ),
            Refusal::Scope(words) => (
                format!("Auth0 does not take the temporary key for this, although the key itself names the permission. {words}"),
                "Copy a new temporary key, then try again.",
            ),
            Refusal::Other(words) => (words.clone(), "Do what Auth0 asks for, then try again or finish by hand."),
        };
        let issue = Self::new(Code::ChangeNotMade, what, why, format!("{fix} {stays}"));
        match refusal {
            Refusal::Scope(_) => {
                issue.fixes([Fix::OpenApiExplorer, Fix::TryAgain, Fix::FinishByHand])
            }
            _ => issue.fixes([Fix::TryAgain, Fix::FinishByHand]),
        }
    }

    /// E16: Auth0 could not build the Action although it needs no package.
    pub fn action_not_built() -> Self {
        Self::new(
            Code::PackageNotAdded,
            "Auth0 could not prepare the Action",
            "Auth0's own words are in the details.",
            "Try again. If it stays so, finish by hand: Auth0's editor shows more.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E1: Auth0 takes longer over the Action than anybody wants to wait.
    pub fn action_not_ready(seconds: u64) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            "Auth0 has not prepared the Action yet",
            format!("It usually takes less than a minute, and {seconds} seconds are over."),
            "Try again in a few minutes. What is done stays, and the next try goes on from there.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
        .passing()
    }

    /// E20: the record that undo needs is there and cannot be read.
    pub fn record_unreadable(path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            "The record of what was set up cannot be read",
            format!(
                "The file {path} is damaged. Without it nobody knows what was there before, so that nothing can be undone by itself."
            ),
            "Put the file back from a backup; or take the changes back by hand in Auth0. `userhub-connect install \
             --forget` then lets go of the record, and Auth0 stays as it is.",
        )
        .in_window(
            "Put the file back from a backup, or take the changes back by hand in Auth0. Then delete the file, and Auth0 \
             stays as it is.",
        )
    }

    /// E20: a choice is open that only a person can make.
    pub fn choice_needed(what: &str, flags: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            what,
            "Only you know whether it is the right one.",
            format!("{flags} Nothing was changed."),
        )
    }

    /// E20: the permission for live updates alone was wanted, and there is no application to give it to.
    pub fn no_application_for_events() -> Self {
        Self::new(
            Code::InputUnusable,
            "There is no application to give this permission to",
            "The permission for live updates alone was wanted, and this Auth0 tenant has no application for UserHub yet. \
             Nothing was changed.",
            "Set up the Auth0 side first. The permission for live updates can be given along with it.",
        )
        .fixes([Fix::FinishByHand])
    }

    /// E20: there is no temporary key.
    pub fn temporary_key_missing() -> Self {
        Self::new(
            Code::InputUnusable,
            "The temporary key is missing",
            "It is needed for this, and it was not given or was empty.",
            "In Auth0, open APIs, then Auth0 Management API, then the tab API Explorer, and copy the token. Give it in the \
             variable AUTH0_MANAGEMENT_TOKEN, or on standard input from a file or another program.",
        )
        .fixes([Fix::OpenApiExplorer])
    }

    /// E20: the window's field for the temporary key is empty.
    pub fn temporary_key_wanted() -> Self {
        Self::new(
            Code::InputUnusable,
            "Paste the temporary key first",
            "The app changes nothing in Auth0 without it.",
            "Open the API Explorer in Auth0, copy the token with Auth0's copy button, and paste it here.",
        )
        .fixes([Fix::OpenApiExplorer])
    }

    /// E7: a temporary key of a real tenant was pasted in practice.
    pub fn practice_needs_no_temporary_key() -> Self {
        Self::new(
            Code::ValueMisplaced,
            "Practice never needs a real temporary key",
            "This looks like a real one, so it was not kept.",
            "Use the practice key, which stands below the field.",
        )
    }

    /// E7: what was given is no temporary key; the remark is what the reading of it came to.
    pub fn not_a_temporary_key(remark: Option<&str>) -> Self {
        Self::new(
            Code::ValueMisplaced,
            "This is not a temporary key for Auth0's Management API",
            remark.unwrap_or("A temporary key is a long text that starts with eyJ and holds two dots."),
            "In Auth0, open APIs, then Auth0 Management API, then the tab API Explorer, and copy the token with Auth0's copy \
             button.",
        )
        .fixes([Fix::OpenApiExplorer])
    }

    /// E20: a plan that is not the one that was last shown.
    pub fn no_such_plan() -> Self {
        Self::new(
            Code::InputUnusable,
            "The plan is not the one that was shown last",
            "A newer look has replaced it, or the app was started again since.",
            "Look at the changes again, then make them.",
        )
        .fixes([Fix::TryAgain])
    }
}
