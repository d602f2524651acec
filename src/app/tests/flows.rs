//! Ways through the window that touch several subjects: going on and back, practice and its troubles, buttons of problems.

use super::{VALUES, filled, pasted, real, update};
use crate::app::focus::ACCESSES;
use crate::app::msg::{
    CredentialsMsg, GuideMsg, Msg, NavigationMsg, PracticeMsg, ReadinessMsg, SetupsMsg, SomeoneMsg,
    World,
};
use crate::app::state::State;
use crate::domain::ids::ClientId;
use crate::domain::issue::{Code, Issue};
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::domain::snippet::Form;
use crate::protocol::checks::{self, CheckState, Scope};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::places::Place;
use crate::protocol::settings::SaidStatus;
use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};
use crate::protocol::trouble::Trouble;

fn went_to(state: &mut State, place: Place) {
    update(state, Msg::Navigation(NavigationMsg::WentTo(place)));
}

#[test]
fn a_package_that_is_not_found_leads_to_the_form_without_it() {
    let mut state = State::new("data".into());
    for fix in Issue::package_not_found().fixes {
        update(&mut state, Msg::PressedFix(fix));
    }
    assert_eq!(state.guide.form, Form::WithoutPackage);
    assert_eq!(state.navigation.place, Place::ActionForms);
}

#[test]
fn a_part_is_not_done_by_going_on_from_a_value_that_is_none() {
    let mut state = real();
    went_to(&mut state, Place::Connection);
    pasted(&mut state, Field::ConnectionId, "my connection");
    let status = GuideMsg::SaidStatus(SaidStatus::Active);
    update(&mut state, Msg::Guide(status));
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(state.navigation.place, Place::Connection);
    assert!(state.credentials.mistake.is_some() && state.navigation.visited.is_empty());
    pasted(&mut state, Field::ConnectionId, "conn_26yEiYymqy6ZmG");
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(state.navigation.place, Place::Key);
}

#[test]
fn going_back_clears_nothing() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    for id in ACCESSES {
        update(&mut state, Msg::Guide(GuideMsg::Ticked(id)));
    }
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    assert_eq!(state.navigation.place, Place::Tenant);
    update(&mut state, Msg::Navigation(NavigationMsg::WentBack));
    assert_eq!(state.credentials.drafts.domain, "acme.eu.auth0.com");
}

#[test]
fn the_tenant_is_checked_by_itself_once_for_a_value() {
    let mut state = real();
    went_to(&mut state, Place::Tenant);
    "acme.eu.auth0.com".clone_into(&mut state.credentials.drafts.domain);
    let edited = CredentialsMsg::Edited(Field::Domain);
    update(&mut state, Msg::Credentials(edited));
    let settled = || Msg::Credentials(CredentialsMsg::Settled(Field::Domain));
    assert_eq!(update(&mut state, settled()).len(), 1);
    assert!(update(&mut state, settled()).is_empty());
}

fn in_practice() -> State {
    let mut state = State::new("folder".into());
    let begun = SetupsMsg::Began(World::Practice);
    update(&mut state, Msg::Setups(begun));
    let setup = Setup {
        domain: "practice.us.auth0.com".parse().unwrap(),
        or_domain: None,
        client_id: ClientId::new("abcdefghijklmnopqrstuvwxyz012345"),
        client_secret: Secret::new("practice_secret"),
        userhub: Some(UserHubSetup {
            connection: "conn_practice".parse().unwrap(),
            key: Secret::new("sk_practice_key"),
        }),
        endpoints: Endpoints::live(),
        profile: "folder".into(),
        keep_days: 90,
    };
    let opened = Event::PracticeOpened(Box::new(setup));
    update(&mut state, Msg::Reported(opened));
    state
}

fn made_event(now: Option<Trouble>) -> Msg {
    let somebody = None;
    Msg::Reported(Event::TroubleMade { now, somebody })
}

/// The trouble that the practice world is left with.
fn last(commands: &[Command]) -> Option<Trouble> {
    let trouble = |command: &Command| match command {
        Command::MakeTrouble(trouble) => Some(*trouble),
        _ => None,
    };
    commands.iter().rev().find_map(trouble).expect("a trouble")
}

fn make(state: &mut State, trouble: Trouble) -> Vec<Command> {
    update(state, Msg::Practice(PracticeMsg::MakeTrouble(trouble)))
}

#[test]
fn what_was_proved_is_checked_again_once_the_trouble_is_there() {
    let mut state = in_practice();
    pasted(&mut state, Field::Domain, "practice.us.auth0.com");
    let asked = update(
        &mut state,
        Msg::Readiness(ReadinessMsg::Check(Scope::Tenant)),
    );
    let Some(Command::Check { ticket, .. }) = asked.first() else {
        panic!("{asked:?}")
    };
    let check = super::check(checks::REACH, CheckState::Passed, None);
    let ticket = *ticket;
    update(&mut state, Msg::Reported(Event::Check { check, ticket }));
    assert!(state.readiness.is_proved(Scope::Tenant));
    let asked = make(&mut state, Trouble::NoTenant);
    assert_eq!(last(&asked), Some(Trouble::NoTenant));
    assert!(!state.readiness.is_proved(Scope::Tenant));
    assert_eq!(state.navigation.place, Place::Tenant);
    let commands = update(&mut state, made_event(Some(Trouble::NoTenant)));
    let checks = matches!(
        commands[..],
        [Command::Check {
            scope: Scope::Tenant,
            ..
        }]
    );
    assert!(checks, "{commands:?}");
}

#[test]
fn a_wrong_value_stands_in_the_field_until_the_trouble_ends() {
    let mut state = in_practice();
    make(&mut state, Trouble::WrongKind);
    assert_eq!(state.credentials.drafts.api_key, "conn_practice");
    assert!(update(&mut state, made_event(Some(Trouble::WrongKind))).is_empty());
    let (field, issue) = state.credentials.mistake.as_ref().expect("a mistake");
    assert_eq!((*field, issue.code), (Field::ApiKey, Code::ValueMisplaced));
    let ended = update(&mut state, Msg::Practice(PracticeMsg::EndTrouble));
    assert_eq!(last(&ended), None);
    assert_eq!(state.credentials.drafts.api_key, "sk_practice_key");
    assert!(state.credentials.mistake.is_none());
}

#[test]
fn a_limit_that_is_shared_is_met_by_a_sync_and_by_no_check() {
    let mut state = in_practice();
    make(&mut state, Trouble::LimitShared);
    assert_eq!(state.navigation.place, Place::Sync);
    assert!(update(&mut state, made_event(Some(Trouble::LimitShared))).is_empty());
}

#[test]
fn leaving_practice_ends_it_and_nothing_can_be_made_outside() {
    let mut state = in_practice();
    make(&mut state, Trouble::KeyDeleted);
    let left = update(&mut state, Msg::Setups(SetupsMsg::LeftPractice));
    assert_eq!(last(&left), Some(Trouble::AT_FIRST));
    assert_eq!(state.practice.now, Some(Trouble::AT_FIRST));
    assert_eq!(state.practice.asked, None);
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Real)));
    assert!(make(&mut state, Trouble::KeyDeleted).is_empty());
}

#[test]
fn the_first_trouble_is_made_without_anybody_asking_for_a_check() {
    let mut state = in_practice();
    assert!(update(&mut state, made_event(Some(Trouble::AT_FIRST))).is_empty());
}

#[test]
fn whoever_was_found_is_gone_with_the_values_by_which_they_were_found() {
    let mut state = real();
    for (field, text) in VALUES {
        pasted(&mut state, field, text);
    }
    let search = Msg::Picker(crate::app::msg::PickerMsg::Search);
    let asked = update(&mut state, search);
    let [Command::FindPeople { ticket, .. }] = asked[..] else {
        panic!("{asked:?}")
    };
    pasted(
        &mut state,
        Field::ClientSecret,
        "another-secret-of-the-application",
    );
    let found = Ok(Vec::new());
    let late = Event::PeopleFound { found, ticket };
    update(&mut state, Msg::Reported(late));
    assert!(state.picker.found.ready().is_none());
}

#[test]
fn an_answer_takes_the_keyboard_from_nobody_who_is_elsewhere_by_now() {
    for problem in [None, Some(Issue::temporary_key_wanted())] {
        for is_elsewhere in [false, true] {
            let mut state = filled();
            went_to(&mut state, Place::Check);
            let check = ReadinessMsg::Check(Scope::Everything);
            let asked = update(&mut state, Msg::Readiness(check));
            let Some(Command::Check { ticket, .. }) = asked.first() else {
                panic!("{asked:?}")
            };
            let ticket = *ticket;
            if is_elsewhere {
                update(&mut state, Msg::Someone(SomeoneMsg::Wanted));
            }
            let before = state.focus;
            let problem = problem.clone();
            let done = Event::ChecksDone { problem, ticket };
            update(&mut state, Msg::Reported(done));
            assert_eq!(state.focus == before, is_elsewhere, "{:?}", state.focus);
        }
    }
}
