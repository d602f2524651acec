//! What is kept, found and forgotten, from the state's side.

use super::*;
use crate::app::msg::{Msg, Private};
use crate::app::update;
use crate::domain::secret::Secret;
use crate::protocol::checks::{Check, Scope};
use crate::protocol::event::Event;

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
        state: crate::protocol::checks::CheckState::Passed,
        why: "Found acme.eu.auth0.com".to_owned(),
        fix: String::new(),
        issue: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        passed_before: None,
    }];
    for check in state.checks.rows.clone() {
        state.proof.seen.insert(check.name, check);
    }
    let kept = kept(&state);
    assert!(!serde_json::to_string(&kept).unwrap().contains(SECRET));

    let (again, commands) = started_on(&kept);
    assert_eq!(again.place, Place::Credentials);
    assert_eq!(again.drafts.domain, "acme.eu.auth0.com");
    assert_eq!(again.ticks, state.ticks);
    assert_eq!(again.visited, state.visited);
    assert_eq!(again.proved, state.proved);
    assert_eq!(again.checks.rows, state.checks.rows);
    assert_eq!(again.proof.seen, state.proof.seen, "what Part 6 shows");
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
    assert!(not_kept(&state));
    assert!(orders_for_keys(&state).is_empty());
    assert!(!state.drafts.api_key.is_empty());
    let again = orders(say(&mut state, Said::AskedToKeepKeys));
    let looked = again
        .iter()
        .any(|order| matches!(order, Order::FindKeys { .. } | Order::KeepKey { .. }));
    assert!(looked, "{again:?}");
}

#[test]
fn practice_tells_its_own_store_alone_and_is_forgotten_when_it_is_left() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Chose(World::Practice));
    state.drafts.client_secret = "practice secret".to_owned();
    let asked = orders(say(&mut state, Said::SaveNow));
    let of_store: Vec<_> = asked.iter().filter_map(Order::setup).collect();
    assert_eq!(of_store, [PRACTICE], "{asked:?}");
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

fn not_kept(state: &State) -> bool {
    let keeping = &state.keeping;
    keeping.keys.not_kept(keeping.open.as_ref()).is_some()
}

/// The store answers about one secret of the set-up that is open.
fn answer(state: &mut State, field: Field, result: Result<(), Issue>) {
    let setup = state.keeping.open.clone().unwrap();
    hear(
        state,
        News::Key {
            setup,
            field,
            result,
        },
    );
}

#[test]
fn forgetting_everything_keeps_the_ids_until_the_store_has_forgotten_their_keys() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    let before = kept(&state);
    let asked = orders(say(&mut state, Said::AskedToForgetEverything));
    let Some(Order::ForgetAllKeys { setups, .. }) = asked.first() else {
        panic!("{asked:?}");
    };
    let id = setups.first().unwrap().clone();
    // The file knows the ids as long as they may be needed.
    assert!(!due(&state, &before), "nothing is written meanwhile");
    assert!(orders(say(&mut state, Said::SaveNow)).is_empty());
    let left = vec![SavedKey {
        setup: id.clone(),
        field: Field::ApiKey,
    }];
    let forgotten = News::KeysForgotten {
        left: left.clone(),
        trouble: Some(Issue::keys_not_forgotten()),
    };
    let files = orders(update(&mut state, Msg::Reported(Event::Keeping(forgotten))));
    assert!(
        matches!(&files[..], [Order::ForgetFiles { left: told, .. }] if *told == left),
        "{files:?}"
    );
    hear(&mut state, News::Forgotten(Ok(())));
    assert!(state.keeping.keys.not_forgotten().is_some());
    assert_eq!(kept(&state).to_forget, left);

    // The second press asks for the same key.
    let again = orders(say(&mut state, Said::AskedToForgetEverything));
    assert!(
        matches!(&again[..], [Order::ForgetAllKeys { setups, .. }] if setups.contains(&id)),
        "{again:?}"
    );
    let forgotten = News::KeysForgotten {
        left: Vec::new(),
        trouble: None,
    };
    hear(&mut state, forgotten);
    hear(&mut state, News::Forgotten(Ok(())));
    assert!(state.keeping.keys.not_forgotten().is_none());
    // The window's own size is no reason to write a file again.
    let before = kept(&state);
    state.keeping.settings.window = Some([800.0, 600.0]);
    assert!(!due(&state, &before));
    assert!(orders(say(&mut state, Said::SaveNow)).is_empty());
}

#[test]
fn a_key_that_could_not_be_forgotten_is_said_kept_in_mind_and_forgotten_at_the_next_start() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, Said::SaveNow);
    let id = state.keeping.open.clone().unwrap();
    answer(&mut state, Field::ClientSecret, Ok(()));
    say(&mut state, Said::AskedToForget(id.clone()));
    let failed = |field| News::Key {
        setup: id.clone(),
        field,
        result: Err(Issue::keys_not_forgotten()),
    };
    for field in SECRETS {
        hear(&mut state, failed(field));
    }
    assert!(state.keeping.keys.not_forgotten().is_some());
    let forgets = |orders: Vec<Order>| {
        let is_forget =
            |order: &Order| matches!(order, Order::ForgetKeys { setup, .. } if *setup == id);
        orders.into_iter().filter(is_forget).count()
    };
    let (again, commands) = started_on(&kept(&state));
    assert_eq!(forgets(orders(commands)), 2);
    assert!(again.keeping.setups.is_empty());
    assert_eq!(
        forgets(orders(say(&mut state, Said::AskedToKeepKeys))),
        2,
        "trying again forgets again"
    );
    for field in SECRETS {
        let result = Ok(());
        let setup = id.clone();
        hear(
            &mut state,
            News::Key {
                setup,
                field,
                result,
            },
        );
    }
    assert!(kept(&state).to_forget.is_empty());
}

#[test]
fn trying_to_forget_again_does_not_bring_the_key_back() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, Said::SaveNow);
    answer(&mut state, Field::ClientSecret, Ok(()));
    say(&mut state, Said::AskedToForgetKey(Field::ClientSecret));
    say(&mut state, Said::SaveNow);
    answer(
        &mut state,
        Field::ClientSecret,
        Err(Issue::keys_not_forgotten()),
    );
    let again = orders(say(&mut state, Said::AskedToKeepKeys));
    let asks = |order: &Order| matches!(order, Order::ForgetKeys { fields, .. } if *fields == [Field::ClientSecret]);
    assert!(again.iter().any(asks), "{again:?}");
    let finds = |order: &Order| matches!(order, Order::FindKeys { .. });
    assert!(!again.iter().any(finds), "{again:?}");
    // Not even when the store is asked at the next start.
    let setup = state.keeping.open.clone().unwrap();
    let keys = vec![(Field::ClientSecret, Secret::new(SECRET))];
    hear(
        &mut state,
        News::Found {
            setup,
            keys,
            trouble: None,
        },
    );
    assert!(state.drafts.client_secret.is_empty());
}

#[test]
fn each_key_has_its_own_trouble_and_is_kept_only_as_it_is_now() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    pasted(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    say(&mut state, Said::SaveNow);
    answer(
        &mut state,
        Field::ClientSecret,
        Err(Issue::keys_not_saved()),
    );
    answer(&mut state, Field::ApiKey, Ok(()));
    assert!(
        not_kept(&state),
        "the other key's answer takes nothing back"
    );
    assert!(is_kept(&state, Field::ApiKey) && !is_kept(&state, Field::ClientSecret));
    let again = orders(say(&mut state, Said::AskedToKeepKeys));
    let kept: Vec<_> = again
        .iter()
        .filter_map(|order| match order {
            Order::KeepKey { field, .. } => Some(*field),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [Field::ClientSecret]);
    answer(&mut state, Field::ClientSecret, Ok(()));
    assert!(!not_kept(&state) && is_kept(&state, Field::ClientSecret));
    say(&mut state, Said::GoesOnWithoutSaving);
    state.drafts.client_secret.push('x');
    assert!(
        !is_kept(&state, Field::ClientSecret),
        "another text is not kept"
    );
}

#[test]
fn a_key_that_the_store_would_not_keep_is_there_when_its_set_up_is_opened_again() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    let first = state.keeping.open.clone().unwrap();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, Said::SaveNow);
    answer(
        &mut state,
        Field::ClientSecret,
        Err(Issue::keys_not_saved()),
    );
    say(&mut state, Said::GoesOnWithoutSaving);
    let left = orders(update(&mut state, Msg::Chose(World::Real)));
    assert!(left.is_empty(), "{left:?}");
    assert!(state.drafts.client_secret.is_empty());
    say(&mut state, Said::Opened(first));
    assert_eq!(state.drafts.client_secret, SECRET);
}

#[test]
fn a_key_that_was_typed_a_moment_ago_is_kept_before_its_set_up_is_left() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    pasted(&mut state, Field::ClientSecret, SECRET);
    let left = orders(update(&mut state, Msg::Chose(World::Real)));
    assert!(matches!(&left[..], [Order::KeepKey { .. }]), "{left:?}");
}

#[test]
fn over_a_file_that_could_not_be_read_nothing_is_written() {
    let mut state = State::new("folder".into());
    let notice = Notice {
        words: "could not be read".to_owned(),
        is_unread: true,
    };
    load(&mut state, Kept::default(), Some(notice));
    let before = kept(&state);
    state.keeping.settings.window = Some([800.0, 600.0]);
    update(&mut state, Msg::Chose(World::Real));
    pasted(&mut state, Field::ClientSecret, SECRET);
    assert!(!due(&state, &before));
    assert!(orders(say(&mut state, Said::SaveNow)).is_empty());
}

#[test]
fn a_set_up_of_the_command_line_joins_the_others_unless_it_was_forgotten_here() {
    let mut state = real();
    let other = |id: &str| SavedSetup::new(id.to_owned(), Environment::Production, Colour::Green);
    hear(&mut state, News::Joined(vec![other("joined")]));
    let ids = |state: &State| -> Vec<_> {
        let setups = state.keeping.setups.iter();
        setups.map(|setup| setup.id.clone()).collect()
    };
    assert!(ids(&state).contains(&"joined".to_owned()));
    say(&mut state, Said::AskedToForget("joined".to_owned()));
    hear(&mut state, News::Joined(vec![other("joined")]));
    assert!(!ids(&state).contains(&"joined".to_owned()));
}
