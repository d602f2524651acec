//! Problems of the automatic set-up: E16, E18 and E22; its temporary key is with the credentials.

use super::{Code, Fix, Issue};

impl Issue {
    /// E18: something was changed by somebody else between the look and the write.
    pub fn changed_meanwhile(what: &str) -> Self {
        Self::new(
            Code::E18,
            format!("{what} was changed in Auth0 meanwhile"),
            "Somebody else, or another program, has changed it since it was looked at. Nothing of theirs was overwritten.",
            "Look again, so that you see what there is now, then go on. What is done already stays.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E22: the Login flow has no room.
    pub fn flow_is_full(most: usize) -> Self {
        Self::new(
            Code::E22,
            format!("The Login flow has {most} Actions already"),
            "Auth0 runs no more than that in one flow.",
            "Take one out of the Login flow in Auth0, then try again. Nothing was changed.",
        )
        .fixes([Fix::OpenLoginFlow, Fix::TryAgain])
    }

    /// E22: Auth0 understood a change and refused it; its own words are in the details.
    pub fn change_refused(what: &str) -> Self {
        Self::new(
            Code::E22,
            format!("Auth0 did not make this change: {what}"),
            "A limit of your Auth0 plan is the usual cause: a free plan has room for 10 applications, and some plans come \
             without Actions.",
            "Read Auth0's own words below, then try again or finish by hand. What is done already stays.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E16: Auth0 could not build the Action although it needs no package.
    pub fn action_not_built() -> Self {
        Self::new(
            Code::E16,
            "Auth0 could not prepare the Action",
            "Auth0's own words are in the details.",
            "Try again. If it stays so, finish by hand: Auth0's editor shows more.",
        )
        .fixes([Fix::TryAgain, Fix::FinishByHand])
    }

    /// E1: Auth0 takes longer over the Action than anybody wants to wait.
    pub fn action_not_ready(seconds: u64) -> Self {
        Self::new(
            Code::E1,
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
            Code::E20,
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
            Code::E20,
            what,
            "Only you know whether it is the right one.",
            format!("{flags} Nothing was changed."),
        )
    }

    /// E20: there is no temporary key.
    pub fn temporary_key_missing() -> Self {
        Self::new(
            Code::E20,
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
            Code::E20,
            "Paste the temporary key first",
            "The app changes nothing in Auth0 without it.",
            "Open the API Explorer in Auth0, copy the token with Auth0's copy button, and paste it here.",
        )
        .fixes([Fix::OpenApiExplorer])
    }

    /// E7: a temporary key of a real tenant was pasted in practice.
    pub fn practice_needs_no_temporary_key() -> Self {
        Self::new(
            Code::E7,
            "Practice never needs a real temporary key",
            "This looks like a real one, so it was not kept.",
            "Use the practice key, which stands below the field.",
        )
    }

    /// E7: what was given is no temporary key; the remark is what the reading of it came to.
    pub fn not_a_temporary_key(remark: Option<&str>) -> Self {
        Self::new(
            Code::E7,
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
            Code::E20,
            "The plan is not the one that was shown last",
            "A newer look has replaced it, or the app was started again since.",
            "Look at the changes again, then make them.",
        )
        .fixes([Fix::TryAgain])
    }
}
