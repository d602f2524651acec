//! What the buttons of a problem do. Every [`Fix`] leads somewhere: to a field, a page, a check, or a web page.

use super::focus::FocusTarget;
use super::msg::{
    AutomaticMsg, CredentialsMsg, GuideMsg, Msg, NavigationMsg, Private, ReadinessMsg, RemovalsMsg,
    SetupsMsg, SignInTestMsg, SomeoneMsg, SyncMsg,
};
use crate::domain::issue::Fix;
use crate::domain::pasted::Field;
use crate::domain::snippet::{Code, Form};
use crate::protocol::checks::Scope;
use crate::protocol::places::Place;

/// What a problem's button at this place comes to. What is copied, the window has put into the clipboard already.
pub(super) fn messages(place: Place, fix: &Fix) -> Vec<Msg> {
    if let Some(page) = fix.place() {
        return vec![Msg::Navigation(NavigationMsg::OpenedPage(page))];
    }
    if place == Place::Automatic
        && let Some(msg) = of_automatic(fix)
    {
        return vec![Msg::Automatic(msg)];
    }
    let go = |place, target| Msg::Navigation(NavigationMsg::WentToTarget(place, target));
    let to_field = |field| Msg::Navigation(NavigationMsg::WentToField(field));
    let first = match fix {
        Fix::TryAgain | Fix::CheckAgain => again(place),
        Fix::PasteAgain(field) => to_field(*field),
        Fix::PasteBoth => to_field(Field::ClientId),
        Fix::MoveTo(field) => Msg::Credentials(CredentialsMsg::MovedTo(*field)),
        Fix::UseDomain(domain) => {
            let text = Private(domain.to_string());
            return vec![
                Msg::Credentials(CredentialsMsg::Pasted(Field::Domain, text)),
                // Where the page checks a new domain by itself, once is enough.
                Msg::Readiness(ReadinessMsg::CheckUnlessOn(Scope::Tenant)),
            ];
        }
        Fix::CopyConnectionValues => Msg::Guide(GuideMsg::ShowedValues),
        Fix::ShowKeySteps => go(Place::Key, FocusTarget::Steps),
        Fix::FinishByHand => go(Place::Application, FocusTarget::Heading),
        Fix::ShowFormWithoutPackage => Msg::Guide(GuideMsg::ChoseForm(Form::WithoutPackage)),
        Fix::WatchAgain => {
            return vec![
                go(Place::Check, FocusTarget::Heading),
                Msg::SignInTest(SignInTestMsg::Start),
            ];
        }
        Fix::NetworkSettings | Fix::AddCertificate => go(Place::Settings, FocusTarget::Heading),
        Fix::Pause => Msg::Sync(SyncMsg::Pause),
        Fix::LearnMore => Msg::Navigation(NavigationMsg::AskedForExplanation),
        Fix::ContinueFrom(_) => Msg::Sync(SyncMsg::Continue),
        // The review of the automatic set-up shows this change among those that are open.
        Fix::PutRight => go(Place::Automatic, FocusTarget::Heading),
        Fix::UnlockAndTryAgain => Msg::Setups(SetupsMsg::AskedToKeepKeys),
        Fix::GoOnWithoutSaving => Msg::Setups(SetupsMsg::GoesOnWithoutSaving),
        Fix::KeepEveryone => Msg::Removals(RemovalsMsg::PutAside),
        Fix::CopyPermissions(_)
        | Fix::OpenAuth0
        | Fix::OpenApplication
        | Fix::OpenPermissions
        | Fix::OpenApiExplorer
        | Fix::OpenLoginFlow
        | Fix::OpenActions
        | Fix::OpenConnections
        | Fix::OpenApiKeys => return Vec::new(),
    };
    vec![first]
}

/// What a button does on the pages of the automatic set-up, where it does something else than on others.
fn of_automatic(fix: &Fix) -> Option<AutomaticMsg> {
    match fix {
        Fix::TryAgain | Fix::CheckAgain => Some(AutomaticMsg::AskedToLook),
        Fix::ShowFormWithoutPackage => Some(AutomaticMsg::ChoseCode(Code::WithoutPackage)),
        Fix::FinishByHand => Some(AutomaticMsg::AskedToFinishByHand),
        _ => None,
    }
}

/// Checks again what was checked last, or what the page checks.
const fn again(place: Place) -> Msg {
    match place {
        Place::Sync => Msg::Sync(SyncMsg::Compare),
        Place::Left => Msg::Removals(RemovalsMsg::AskedAgain),
        Place::Someone => Msg::Someone(SomeoneMsg::Asked),
        // Before there is a key, only the person can see what UserHub shows.
        Place::Connection => Msg::Guide(GuideMsg::AskedForStatus),
        _ => Msg::Readiness(ReadinessMsg::CheckAgain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::issue::Issue;

    #[test]
    fn a_button_that_leads_nowhere_is_one_that_copies() {
        let stopped = Issue::removals_stopped(1, "Why.", false);
        for fix in stopped
            .fixes
            .iter()
            .chain(&[Fix::KeepEveryone, Fix::Pause, Fix::OpenAuth0])
        {
            assert!(!messages(Place::Left, fix).is_empty(), "{fix:?}");
        }
        assert!(messages(Place::Check, &Fix::CopyPermissions(Vec::new())).is_empty());
    }
}
