//! What the buttons of a problem do. Every [`Fix`] leads somewhere: to a field, a page, a check, or a web page.

use super::automatic::{self, Said};
use super::keeping;
use super::look::Target;
use super::onboarding;
use super::pages::PAGES;
use super::pasting;
use super::proof;
use super::state::State;
use super::syncing;
use crate::domain::issue::Fix;
use crate::domain::pasted::Field;
use crate::domain::snippet::{Code, Form};
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::places::Place;

/// Does what a problem's button says. What is copied, the window has put into the clipboard already.
pub(super) fn press(state: &mut State, fix: &Fix) -> Vec<Command> {
    if let Some(place) = fix.place() {
        return onboarding::open(state, place);
    }
    if state.place == Place::Automatic
        && let Some(said) = of_automatic(fix)
    {
        return automatic::heard(state, said);
    }
    match fix {
        Fix::TryAgain | Fix::CheckAgain => again(state),
        Fix::PasteAgain(field) => at_field(state, *field),
        Fix::PasteBoth => at_field(state, Field::ClientId),
        Fix::MoveTo(field) => pasting::move_to(state, *field),
        Fix::UseDomain(domain) => {
            let mut commands = pasting::paste(state, Field::Domain, domain.as_str());
            // Where the page checks a new domain by itself, once is enough.
            if !state.checks.result.is_loading() {
                commands.extend(onboarding::check(state, Scope::Tenant));
            }
            commands
        }
        Fix::CopyConnectionValues => {
            state.values_shown = true;
            Vec::new()
        }
        Fix::ShowKeySteps => at(state, Place::Key, Target::Steps),
        Fix::FinishByHand => at(state, Place::Application, Target::Heading),
        Fix::ShowFormWithoutPackage => onboarding::show_form(state, Form::WithoutPackage),
        Fix::WatchAgain => {
            let mut commands = at(state, Place::Check, Target::Heading);
            commands.extend(proof::watch(state));
            commands
        }

        Fix::NetworkSettings | Fix::AddCertificate => at(state, Place::Settings, Target::Heading),
        Fix::Pause => syncing::pause(state),
        Fix::LearnMore => {
            state.explaining = true;
            state.look.turn(Target::Heading);
            Vec::new()
        }
        Fix::ContinueFrom(_) => syncing::continue_it(state),
        // The review of the automatic set-up shows this change among those that are open.
        Fix::PutRight => at(state, Place::Automatic, Target::Heading),
        Fix::UnlockAndTryAgain => keeping::said(state, keeping::Said::AskedToKeepKeys),
        Fix::GoOnWithoutSaving => keeping::said(state, keeping::Said::GoesOnWithoutSaving),
        Fix::KeepEveryone
        | Fix::CopyPermissions(_)
        | Fix::OpenAuth0
        | Fix::OpenApplication
        | Fix::OpenPermissions
        | Fix::OpenApiExplorer
        | Fix::OpenLoginFlow
        | Fix::OpenActions
        | Fix::OpenConnections
        | Fix::OpenApiKeys => Vec::new(),
    }
}

/// What a button does on the pages of the automatic set-up, where it does something else than on others.
fn of_automatic(fix: &Fix) -> Option<Said> {
    match fix {
        Fix::TryAgain | Fix::CheckAgain => Some(Said::AskedToLook),
        Fix::ShowFormWithoutPackage => Some(Said::ChoseCode(Code::WithoutPackage)),
        Fix::FinishByHand => Some(Said::AskedToFinishByHand),
        _ => None,
    }
}

/// Checks again what was checked last, or what the page checks.
fn again(state: &mut State) -> Vec<Command> {
    if state.place == Place::Sync {
        return syncing::compare(state);
    }
    // Before there is a key, only the person can see what UserHub shows.
    if state.place == Place::Connection {
        state.said_status = None;
        state.values_shown = false;
        state.look.turn(Target::Choice(onboarding::STATUS));
        return Vec::new();
    }
    let of_page = state.place.page().and_then(|page| page.check);
    let scope = of_page.or(state.checks.scope).unwrap_or(Scope::Everything);
    let person = state.checks.person.clone();
    let person = person.filter(|_| scope == Scope::Everything);
    onboarding::check_with(state, scope, person)
}

/// Goes to the page that asks for a value, and into its field.
fn at_field(state: &mut State, field: Field) -> Vec<Command> {
    let asks = PAGES.iter().find(|page| page.fields.contains(&field));
    match asks {
        Some(page) => at(state, page.place, Target::Field(field)),
        None => Vec::new(),
    }
}

fn at(state: &mut State, place: Place, target: Target) -> Vec<Command> {
    let commands = if state.place == place {
        Vec::new()
    } else {
        onboarding::go(state, place)
    };
    state.look.turn(target);
    commands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::domain::issue::Issue;

    #[test]
    fn a_package_that_is_not_found_leads_to_the_form_without_it() {
        let mut state = State::new("data".into());
        for fix in Issue::package_not_found().fixes {
            update(&mut state, Msg::PressedFix(fix));
        }
        assert_eq!(state.form, Form::WithoutPackage);
        assert_eq!(state.place, Place::ActionForms);
    }
}
