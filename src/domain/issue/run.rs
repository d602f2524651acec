//! Problems of a run and of this computer: E15, E17, E18, E21.

use super::{Code, Fix, Issue, people, thousands};
use crate::domain::ids::Auth0Domain;

impl Issue {
    /// E15: the password store cannot be used.
    pub fn keys_not_saved() -> Self {
        Self::new(
            Code::PasswordStoreUnusable,
            "Your keys could not be saved",
            "The password store of this computer is locked or missing.",
            "Unlock it and try again. Or go on: the app keeps the keys until you close it.",
        )
        .fixes([Fix::UnlockAndTryAgain, Fix::GoOnWithoutSaving])
    }

    /// E15: what the password store was to forget is still there.
    pub fn keys_not_forgotten() -> Self {
        Self::new(
            Code::PasswordStoreUnusable,
            "A key could not be taken out of the password store",
            "The password store of this computer is locked or missing, so that a key you asked to forget is still in it.",
            "Unlock it and try again. The app tries again at its next start too.",
        )
        .fixes([Fix::UnlockAndTryAgain])
    }

    /// The plan that was shown is no longer what there is to do.
    pub fn plan_overtaken() -> Self {
        Self::new(
            Code::AnotherRunBusy,
            "The plan that was shown is no longer true",
            "Since it was made, both sides were compared again, or people were taken back or restored.",
            "Check again, and sync by the plan that is shown then.",
        )
        .fixes([Fix::TryAgain])
        .passing()
    }

    /// E20: a task on this computer was to go and is still there.
    pub fn task_not_removed() -> Self {
        Self::new(
            Code::InputUnusable,
            "A task on this computer could not be removed",
            "It syncs while the window is closed, for a set-up that is forgotten or has another connection now.",
            "Try again. The app tries again at its next start too.",
        )
        .fixes([Fix::TryAgain])
    }

    /// E17: the sync was interrupted after `done` of `total` people.
    pub fn interrupted(done: u64, total: u64) -> Self {
        let (shown, next) = (thousands(done), done.saturating_add(1));
        let stay = match done {
            0 => "Nobody was changed".to_owned(),
            1 => "That one person is in UserHub".to_owned(),
            _ => format!("Those {shown} are in UserHub"),
        };
        Self::new(
            Code::SyncInterrupted,
            format!("The sync stopped at {shown} of {}", thousands(total)),
            "It was stopped, or the app was closed before the end.",
            format!("{stay}. Start the sync again: it goes on from there."),
        )
        .fixes([Fix::ContinueFrom(next)])
        .passing()
    }

    /// E17: the check was stopped before its end.
    pub fn check_stopped() -> Self {
        Self::new(
            Code::SyncInterrupted,
            "The check was stopped",
            "It was stopped before its end.",
            "Start the check again.",
        )
        .fixes([Fix::CheckAgain])
        .passing()
    }

    /// E18: Auth0 says that it has nobody, while earlier runs or UserHub know people of this tenant.
    pub fn nobody_in_auth0(domain: &Auth0Domain, known: u64) -> Self {
        Self::new(
            Code::GuardStopped,
            format!("Safety stop: Auth0 says that {domain} has no users"),
            format!(
                "Earlier runs or UserHub know {} of this connection. An empty answer is more likely a mistake \
                 than everybody gone.",
                people(known)
            ),
            "Check that this is the right tenant and look at its users in Auth0. Nothing was \
             changed in UserHub.",
        )
        .fixes([Fix::CheckAgain, Fix::OpenAuth0])
    }

    /// E18: the journal on this computer belongs to another tenant.
    pub fn other_tenant(journal: &Auth0Domain, given: &Auth0Domain) -> Self {
        Self::new(
            Code::GuardStopped,
            format!("Safety stop: the records here are of {journal}, not of {given}"),
            "Two tenants in one journal would make everybody of the other one look gone.",
            format!(
                "Use {journal} again, or keep {given} apart with a folder of its own (--data-dir FOLDER)."
            ),
        )
        .in_window(format!(
            "Use {journal} again, or begin a set-up of its own for {given}."
        ))
        .fixes([Fix::UseDomain(journal.clone())])
    }

    /// E18: the journal on this computer belongs to another connection of UserHub's.
    pub fn other_connection(journal: &str, given: &str) -> Self {
        Self::new(
            Code::GuardStopped,
            format!("Safety stop: the records here are of the connection {journal}, not of {given}"),
            "What one connection holds says nothing about another one.",
            format!(
                "Use {journal} again, or keep {given} apart with a folder of its own (--data-dir FOLDER)."
            ),
        )
        .in_window(format!(
            "Use {journal} again, or begin a set-up of its own for {given}."
        ))
        .fixes([Fix::CheckAgain])
    }

    /// E18: a guard stops a removal; `why` names what it has seen.
    pub fn removals_stopped(count: u64, why: &str, can_be_confirmed: bool) -> Self {
        let fix = if can_be_confirmed {
            format!(
                "Read the names first. If they really are to be removed, add --confirm {count}."
            )
        } else {
            "Sync again, and look at what the comparison could not prove. No flag overrides this."
                .to_owned()
        };
        Self::new(
            Code::GuardStopped,
            format!("Safety stop: {} would be removed", people(count)),
            format!("{why} None of these people was changed."),
            fix,
        )
        .in_window(if can_be_confirmed {
            "Read the names first. If they really are to be removed, type the number of people."
        } else {
            "Sync again, and look at what the comparison could not prove."
        })
        .fixes([Fix::KeepEveryone])
    }

    /// E18: a guard stops what is done by itself; `why` names what it has seen.
    pub fn policy_stopped(count: u64, why: &str) -> Self {
        let would = if count == 1 { "was" } else { "were" };
        Self::new(
            Code::GuardStopped,
            format!(
                "A guard has stopped the automatic removal: {} {would} to be removed",
                people(count)
            ),
            format!("{why} Nobody was removed by it, and the sync is not affected."),
            "Look at who left, and decide yourself: userhub-connect removals.",
        )
        .in_window("Look at the people who left, and decide yourself.")
        .fixes([Fix::KeepEveryone])
    }

    /// E1: those who are done, what is done by itself has left others out, whose records could not be read.
    pub fn policy_left_out(count: u64) -> Self {
        let records = if count == 1 { "record" } else { "records" };
        Self::new(
            Code::ServiceUnreachable,
            format!(
                "The automatic removal has left {} out whose days are over: their {records} in UserHub could not be read",
                people(count)
            ),
            "Nothing is done to anybody whose record cannot be read. The sync is not affected.",
            "It tries again after the next sync. If that stays so, decide yourself: userhub-connect removals.",
        )
        .in_window("It tries again after the next sync. If that stays so, decide yourself about the people who left.")
        .fixes([Fix::KeepEveryone])
    }

    /// What is done by itself could not be done to its end; the number, the cause and the way out are those of the problem.
    #[must_use]
    pub fn in_the_policys_way(self) -> Self {
        Self {
            why: format!("{}. {} The sync is not affected.", self.what, self.why),
            what: "The automatic removal did not come to its end".to_owned(),
            ..self
        }
    }

    /// E21: another run holds the lock; `holder` says who, for example `process 4711 since 10:42`.
    pub fn run_in_progress(holder: &str) -> Self {
        Self::new(
            Code::AnotherRunBusy,
            "Another run is at work with the same data",
            format!("It is held by {holder}. Two runs at once would disturb each other."),
            "Wait until it has ended, or stop it. To work on another tenant at the same time, \
             use a folder of its own (--data-dir FOLDER).",
        )
        .in_window("Wait until it has ended, or stop it, then try again.")
        .fixes([Fix::TryAgain])
        .passing()
    }
}
