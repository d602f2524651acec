//! Problems with the Action that a look at it finds before anybody misses a person: E13; and with the key for looking.

use super::{Code, Fix, Issue, TemporaryKeyTrouble};

/// How the automatic set-up puts it right; it names every change before it makes it.
const PUT_RIGHT: &str = "The automatic set-up puts it right and leaves everything else as it is: on the command line, \
                         userhub-connect install --yes.";

impl Issue {
    /// E12: a temporary key cannot be used for looking at the Action.
    pub fn temporary_key_for_checks(trouble: &TemporaryKeyTrouble) -> Self {
        let issue = Self::temporary_key(trouble, 0, 0);
        Self {
            fix: "Copy a new one from the tab API Explorer of the Auth0 Management API. Everything but the Action is \
                  checked without it."
                .to_owned(),
            fixes: vec![Fix::OpenApiExplorer],
            ..issue
        }
    }

    /// E13: no Action tells UserHub of sign-ins.
    pub fn action_missing() -> Self {
        action(
            "There is no Action for UserHub",
            "No Action has UserHub's name or uses its package.",
            "Create it (steps P1 to P24).",
            Fix::OpenActions,
        )
    }

    /// E13: the Action is there and runs nowhere.
    pub fn action_not_in_flow(name: &str) -> Self {
        action(
            format!("The Action {name} is not in the Login flow"),
            "An Action that is not in the flow never runs, and nothing says so.",
            "Put it into the Login flow and click Apply (steps P20 to P24).",
            Fix::OpenLoginFlow,
        )
    }

    /// E13: the Action was saved and never deployed.
    pub fn action_not_deployed(name: &str) -> Self {
        action(
            format!("The Action {name} is not deployed"),
            "Save Draft is not enough: only a deployed Action runs.",
            "Click Deploy in the Action (step P19).",
            Fix::OpenActions,
        )
    }

    /// E13: what runs is older than what was saved.
    pub fn action_older_deployed(name: &str) -> Self {
        action(
            format!("An older version of the Action {name} is deployed"),
            "It was changed after it was deployed, or an earlier version was put in use again.",
            "Click Deploy in the Action (step P19), if its draft is what should run.",
            Fix::OpenActions,
        )
    }

    /// E13: a secret is not there under its name; `there` are the names that are.
    pub fn action_secret_missing(missing: &[&str], there: &[&str]) -> Self {
        let named = super::list(missing);
        let found = match there.len() {
            0 => "The Action has no secrets.".to_owned(),
            _ => format!("The Action has {}.", super::list(there)),
        };
        action(
            format!("The Action has no secret named {named}"),
            format!("{found} Capital letters and the underscore matter."),
            "Add it under exactly this name (steps P11 to P18), then click Deploy.",
            Fix::OpenActions,
        )
    }

    /// E13: the code asks for a package that was not added.
    pub fn action_package_missing(package: &str) -> Self {
        action(
            format!("The Action needs the package {package}, which was not added"),
            "Its code asks for it, and it is not among the Action's dependencies.",
            "Add it (step P10), then click Deploy. Or use the form without the package.",
            Fix::OpenActions,
        )
    }

    /// E13: Auth0 has taken the runtime away.
    pub fn action_runtime_gone(runtime: &str, recommended: &str) -> Self {
        action(
            format!("The Action runs on {runtime}, which Auth0 takes away"),
            format!("Auth0 recommends {recommended}."),
            format!("Choose {recommended} in the Action's settings, then click Deploy."),
            Fix::OpenActions,
        )
    }

    /// E13: a made-up sign-in ended in an exception.
    pub fn rehearsal_failed(name: &str, message: &str) -> Self {
        action(
            "The Action broke off when it was tried with a made-up sign-in",
            format!("Its code ended with {}: {}", name, super::redact(message)),
            "Compare the Action's code, package and secrets with the documented ones (steps P9 to P18).",
            Fix::OpenActions,
        )
    }

    /// E13: a made-up sign-in took longer than anybody waits for.
    pub fn rehearsal_slow(milliseconds: u64) -> Self {
        let seconds = milliseconds / 1000;
        action(
            format!("The Action took {seconds} seconds with a made-up sign-in"),
            "A person who signs in waits as long. Auth0 ends all Actions of a sign-in after 20 seconds.",
            "Look into the Action's log for what it waits for. The form without the package waits two seconds at most.",
            Fix::OpenActions,
        )
    }
}

/// The same in the window, where it is the first button.
const PUT_RIGHT_HERE: &str = "Or let the app put it right: it shows every change before it makes it, and leaves everything \
                              else as it is.";

/// Something about the Action that keeps UserHub from hearing of sign-ins.
fn action(
    what: impl Into<String>,
    why: impl Into<String>,
    by_hand: impl Into<String>,
    page: Fix,
) -> Issue {
    let by_hand = by_hand.into();
    let fix = format!("{by_hand} {PUT_RIGHT}");
    Issue::new(Code::SignInNotSeen, what, why, fix)
        .in_window(format!(
            "{} {PUT_RIGHT_HERE}",
            super::without_steps(&by_hand)
        ))
        .fixes([Fix::PutRight, page])
}
