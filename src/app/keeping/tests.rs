//! What is kept, found and forgotten, from the state's side.

use super::*;
use crate::app::event::{Check, Event};
use crate::app::msg::{Msg, Private};
use crate::app::pages::Scope;
use crate::app::update;

fn real() -> State {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Chose(World::Real));
    state
}

fn pasted(state: &mut State, field: Field, text: &str) {
    update(state, Msg::Pasted(field, Private(text.to_owned())));
}

fn say(state: &mut State, said: Said) -> Vec<Command> {
    update(state, Msg::Keeping(said))
}

fn hear(state: &mut State, news: News) {
    update(state, Msg::Reported(Event::Keeping(news)));
}

/// A program that is started on what another one kept, after a way through the file.
fn started_on(kept: &Kept) -> (State, Vec<Command>) {
    let text = serde_json::to_string(kept).unwrap();
    let mut state = State::new("folder".into());
    let commands = load(&mut state, serde_json::from_str(&text).unwrap(), None);
    (state, commands)
}

fn orders(commands: Vec<Command>) -> Vec<Order> {
    let order = |command| match command {
        Command::Keep(order) => Some(order),
        _ => None,
    };
    commands.into_iter().filter_map(order).collect()
}

const SECRET: &str = "a-secret-of-the-application-0123456789-abcdefghijklmnopq-rstuvwx";

#[test]
fn a_program_that_was_killed_on_any_page_goes_on_there_with_all_but_the_secrets() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    pasted(&mut state, Field::ClientSecret, SECRET);
    update(&mut state, Msg::Ticked("A3"));
    update(&mut state, Msg::Continued);
    update(&mut state, Msg::WentTo(Place::Credentials));
    state.proved.insert(Scope::Tenant);
    state.checks.scope = Some(Scope::Tenant);
    state.checks.rows = vec![Check {
        name: "auth0.reach",
        state: crate::app::event::CheckState::Passed,
        why: "Found acme.eu.auth0.com".to_owned(),
        fix: String::new(),
        issue: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        passed_before: None,
    }];
    let kept = kept(&state);
    assert!(!serde_json::to_string(&kept).unwrap().contains(SECRET));

    let (again, commands) = started_on(&kept);
    assert_eq!(again.place, Place::Credentials);
    assert_eq!(again.drafts.domain, "acme.eu.auth0.com");
    assert_eq!(again.ticks, state.ticks);
    assert_eq!(again.visited, state.visited);
    assert_eq!(again.proved, state.proved);
    assert_eq!(again.checks.rows, state.checks.rows);
    assert!(again.drafts.client_secret.is_empty());
    assert!(again.keeping.picked_up);
    let asked = orders(commands);
    assert!(
        matches!(&asked[..], [Order::FindKeys { setup }] if Some(setup) == again.keeping.open.as_ref()),
        "{asked:?}"
    );
    assert!(!due(&again, &kept), "nothing is kept anew by starting");
}

#[test]
fn a_key_is_kept_once_changed_when_it_changes_and_forgotten_with_its_field() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    let kept = |orders: &[Order]| {
        orders
            .iter()
            .filter(|order| {
                matches!(
                    order,
                    Order::KeepKey {
                        field: Field::ClientSecret,
                        ..
                    }
                )
            })
            .count()
    };
    assert_eq!(kept(&orders(say(&mut state, Said::SaveNow))), 1);
    assert_eq!(kept(&orders(say(&mut state, Said::SaveNow))), 0);
    state.drafts.client_secret.push('x');
    assert_eq!(kept(&orders(say(&mut state, Said::SaveNow))), 1);
    say(&mut state, Said::AskedToForgetKey(Field::ClientSecret));
    let left = orders(say(&mut state, Said::SaveNow));
    assert!(
        left.iter()
            .any(|order| matches!(order, Order::ForgetKeys { fields, .. } if *fields == [Field::ClientSecret])),
        "{left:?}"
    );
}

#[test]
fn found_keys_fill_empty_fields_of_their_own_set_up_and_prove_nothing_anew() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    state.proved.insert(Scope::Auth0);
    let (mut again, _) = started_on(&kept(&state));
    let found = |setup: &str| News::Found {
        setup: setup.to_owned(),
        keys: vec![(Field::ClientSecret, Secret::new(SECRET))],
        trouble: None,
    };
    hear(&mut again, found("another"));
    assert!(again.drafts.client_secret.is_empty());
    let open = again.keeping.open.clone().unwrap();
    hear(&mut again, found(&open));
    assert_eq!(again.drafts.client_secret, SECRET);
    assert!(again.proved.contains(&Scope::Auth0));
    let left = orders(say(&mut again, Said::SaveNow));
    assert_eq!(left.len(), 1, "what was found is not kept again: {left:?}");

    let (mut typed, _) = started_on(&kept(&state));
    typed.drafts.client_secret = "typed meanwhile".to_owned();
    hear(&mut typed, found(&open));
    assert_eq!(typed.drafts.client_secret, "typed meanwhile");
}

#[test]
fn without_a_password_store_the_keys_stay_in_memory_and_nobody_is_asked_again() {
    let mut state = real();
    pasted(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    say(&mut state, Said::SaveNow);
    let setup = state.keeping.open.clone().unwrap();
    hear(
        &mut state,
        News::Key {
            setup,
            field: Field::ApiKey,
            result: Err(Issue::keys_not_saved()),
        },
    );
    assert!(state.keeping.keys.trouble.is_some());
    assert!(orders_for_keys(&state).is_empty());
    assert!(!state.drafts.api_key.is_empty());
    let again = orders(say(&mut state, Said::AskedToKeepKeys));
    let looked = again
        .iter()
        .any(|order| matches!(order, Order::FindKeys { .. } | Order::KeepKey { .. }));
    assert!(looked, "{again:?}");
}

#[test]
fn practice_asks_the_password_store_for_nothing_and_is_forgotten_when_it_is_left() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Chose(World::Practice));
    state.drafts.client_secret = "practice secret".to_owned();
    let asked = orders(say(&mut state, Said::SaveNow));
    assert!(matches!(&asked[..], [Order::Save { .. }]), "{asked:?}");
    let (again, commands) = started_on(&kept(&state));
    assert_eq!(again.world, Some(World::Practice));
    assert!(orders(commands).is_empty());
    update(&mut state, Msg::LeftPractice);
    assert!(kept(&state).setups.is_empty());
}

#[test]
fn a_second_set_up_leaves_the_first_as_it_was() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    update(&mut state, Msg::WentTo(Place::Tenant));
    update(&mut state, Msg::WentTo(Place::Welcome));
    update(&mut state, Msg::Chose(World::Real));
    assert!(state.drafts.domain.is_empty());
    pasted(&mut state, Field::Domain, "other.us.auth0.com");
    let titles =
        |state: &State| -> Vec<_> { kept(state).setups.iter().map(SavedSetup::title).collect() };
    assert_eq!(titles(&state), ["acme", "other"]);
    let first = state.keeping.setups[0].id.clone();
    say(&mut state, Said::Opened(first.clone()));
    assert_eq!(state.place, Place::Tenant);
    assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
    say(&mut state, Said::AskedToForget(first));
    assert_eq!(titles(&state), ["other"]);
    assert_eq!(state.place, Place::Welcome);
}

#[test]
fn forgetting_everything_leaves_nothing_to_keep() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    let asked = orders(say(&mut state, Said::AskedToForgetEverything));
    assert!(
        matches!(&asked[..], [Order::ForgetEverything { setups, .. }] if setups.len() == 1),
        "{asked:?}"
    );
    assert_eq!(kept(&state), Kept::default());
}
