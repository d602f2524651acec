//! What is kept, found and forgotten, from the state's side.

mod tasks;

use super::*;
use crate::app::msg::{GuideMsg, Msg, NavigationMsg, World};
use crate::app::state::State;
use crate::app::tests::{check, commands, pasted, real, update};
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::checks::{self, CheckState, Scope};
use crate::protocol::event::Event;
use crate::protocol::persistence::SECRETS;
use crate::protocol::places::Part;
use crate::protocol::settings::{PRACTICE, SavedKey};

fn say(state: &mut State, msg: SetupsMsg) -> Vec<Command> {
    update(state, Msg::Setups(msg))
}

/// Forgets something, as a person does who means it.
fn forget(state: &mut State, what: ToForget) -> Vec<Command> {
    say(state, SetupsMsg::AskedToForget(what));
    say(state, SetupsMsg::MeansToForget)
}

fn hear(state: &mut State, news: persistence::Event) {
    update(state, Msg::Reported(Event::Persistence(news)));
}

/// A program that is started on what another one kept, after a way through the file.
fn started_on(kept: &PersistedState) -> (State, Vec<Command>) {
    let text = serde_json::to_string(kept).unwrap();
    let mut state = State::new("folder".into());
    let effects = crate::app::load(&mut state, serde_json::from_str(&text).unwrap(), None);
    assert!(!effects.save, "nothing is kept anew by starting");
    (state, commands(effects))
}

fn orders(commands: Vec<Command>) -> Vec<persistence::Request> {
    let order = |command| match command {
        Command::Persist(order) => Some(order),
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
    update(&mut state, Msg::Guide(GuideMsg::Ticked("A3")));
    update(&mut state, Msg::Navigation(NavigationMsg::Continued));
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Credentials)),
    );
    let asked = update(
        &mut state,
        Msg::Readiness(crate::app::msg::ReadinessMsg::Check(Scope::Tenant)),
    );
    let [Command::Check { ticket, .. }] = asked[..] else {
        panic!("{asked:?}")
    };
    let check = check(checks::REACH, CheckState::Passed, None);
    update(&mut state, Msg::Reported(Event::Check { check, ticket }));
    let problem = None;
    update(
        &mut state,
        Msg::Reported(Event::ChecksDone { problem, ticket }),
    );
    let kept = state.kept();
    assert!(!serde_json::to_string(&kept).unwrap().contains(SECRET));

    let (again, commands) = started_on(&kept);
    assert_eq!(again.navigation.place, Place::Credentials);
    assert_eq!(again.credentials.drafts.domain, "acme.eu.auth0.com");
    assert_eq!(again.guide.ticks, state.guide.ticks);
    assert_eq!(again.navigation.visited, state.navigation.visited);
    assert!(again.readiness.is_proved(Scope::Tenant));
    let rows = |state: &State| state.readiness.rows().cloned().collect::<Vec<_>>();
    assert_eq!(rows(&again), rows(&state));
    assert_eq!(rows(&again).len(), 1);
    assert!(again.credentials.drafts.client_secret.is_empty());
    assert!(again.setups.picked_up);
    let asked = orders(commands);
    assert!(
        matches!(&asked[..], [persistence::Request::FindKeys { setup }] if Some(setup) == again.setups.open.as_ref()),
        "{asked:?}"
    );
}

#[test]
fn a_key_is_kept_once_changed_when_it_changes_and_forgotten_with_its_field() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    let kept = |orders: &[persistence::Request]| {
        orders
            .iter()
            .filter(|order| {
                matches!(
                    order,
                    persistence::Request::KeepKey {
                        field: Field::ClientSecret,
                        ..
                    }
                )
            })
            .count()
    };
    assert_eq!(kept(&orders(say(&mut state, SetupsMsg::SaveNow))), 1);
    assert_eq!(kept(&orders(say(&mut state, SetupsMsg::SaveNow))), 0);
    state.credentials.drafts.client_secret.push('x');
    assert_eq!(kept(&orders(say(&mut state, SetupsMsg::SaveNow))), 1);
    forget(&mut state, ToForget::Key(Field::ClientSecret));
    let left = orders(say(&mut state, SetupsMsg::SaveNow));
    assert!(
        left.iter()
            .any(|order| matches!(order, persistence::Request::ForgetKeys { fields, .. } if *fields == [Field::ClientSecret])),
        "{left:?}"
    );
}

#[test]
fn found_keys_fill_empty_fields_of_their_own_set_up_and_prove_nothing_anew() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    let mut kept = state.kept();
    kept.setups[0].proved_at = [(Part::Application, state.now)].into();
    let (mut again, _) = started_on(&kept);
    let found = |setup: &str| persistence::Event::Found {
        setup: setup.to_owned(),
        keys: vec![(Field::ClientSecret, Secret::new(SECRET))],
        trouble: None,
    };
    hear(&mut again, found("another"));
    assert!(again.credentials.drafts.client_secret.is_empty());
    let open = again.setups.open.clone().unwrap();
    hear(&mut again, found(&open));
    assert_eq!(again.credentials.drafts.client_secret, SECRET);
    assert!(again.readiness.is_proved(Scope::Auth0));
    let left = orders(say(&mut again, SetupsMsg::SaveNow));
    assert_eq!(left.len(), 1, "what was found is not kept again: {left:?}");

    let (mut typed, _) = started_on(&state.kept());
    typed.credentials.drafts.client_secret = "typed meanwhile".to_owned();
    hear(&mut typed, found(&open));
    assert_eq!(typed.credentials.drafts.client_secret, "typed meanwhile");
}

#[test]
fn without_a_password_store_the_keys_stay_in_memory_and_nobody_is_asked_again() {
    let mut state = real();
    pasted(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    say(&mut state, SetupsMsg::SaveNow);
    let setup = state.setups.open.clone().unwrap();
    hear(
        &mut state,
        persistence::Event::Key {
            setup,
            field: Field::ApiKey,
            result: Err(Issue::keys_not_saved()),
        },
    );
    assert!(not_kept(&state));
    assert!(state.setups.orders_for_keys(&state.context()).is_empty());
    assert!(!state.credentials.drafts.api_key.is_empty());
    let again = orders(say(&mut state, SetupsMsg::AskedToKeepKeys));
    let looked = again.iter().any(|order| {
        matches!(
            order,
            persistence::Request::FindKeys { .. } | persistence::Request::KeepKey { .. }
        )
    });
    assert!(looked, "{again:?}");
}

#[test]
fn practice_tells_its_own_store_alone_and_is_forgotten_when_it_is_left() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
    state.credentials.drafts.client_secret = "practice secret".to_owned();
    let asked = orders(say(&mut state, SetupsMsg::SaveNow));
    let of_store: Vec<_> = asked
        .iter()
        .filter_map(persistence::Request::setup)
        .collect();
    assert_eq!(of_store, [PRACTICE], "{asked:?}");
    let (again, commands) = started_on(&state.kept());
    assert_eq!(again.world, Some(World::Practice));
    assert!(orders(commands).is_empty());
    update(&mut state, Msg::Setups(SetupsMsg::LeftPractice));
    assert!(state.kept().setups.is_empty());
}

#[test]
fn a_second_set_up_leaves_the_first_as_it_was() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Tenant)),
    );
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Welcome)),
    );
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Real)));
    assert!(state.credentials.drafts.domain.is_empty());
    pasted(&mut state, Field::Domain, "other.us.auth0.com");
    let titles =
        |state: &State| -> Vec<_> { state.kept().setups.iter().map(SavedSetup::title).collect() };
    assert_eq!(titles(&state), ["acme", "other"]);
    let first = state.setups.setups[0].id.clone();
    say(&mut state, SetupsMsg::Opened(first.clone()));
    assert_eq!(state.navigation.place, Place::Tenant);
    assert_eq!(state.credentials.drafts.domain, "acme.eu.auth0.com");
    forget(&mut state, ToForget::SetUp(first));
    assert_eq!(titles(&state), ["other"]);
    assert_eq!(state.navigation.place, Place::Welcome);
}

fn not_kept(state: &State) -> bool {
    let setups = &state.setups;
    setups.keys.not_kept(setups.open.as_ref()).is_some()
}

/// The store answers about one secret of the set-up that is open.
fn answer(state: &mut State, field: Field, result: Result<(), Issue>) {
    let setup = state.setups.open.clone().unwrap();
    hear(
        state,
        persistence::Event::Key {
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
    let asked = orders(say(&mut state, SetupsMsg::AskedToForgetEverything));
    let Some(persistence::Request::ForgetAllKeys { setups, .. }) = asked.first() else {
        panic!("{asked:?}");
    };
    let id = setups.first().unwrap().clone();
    // The file knows the ids as long as they may be needed.
    assert!(orders(say(&mut state, SetupsMsg::SaveNow)).is_empty());
    let left = vec![SavedKey {
        setup: id.clone(),
        field: Field::ApiKey,
    }];
    let forgotten = persistence::Event::KeysForgotten {
        left: left.clone(),
        trouble: Some(Issue::keys_not_forgotten()),
    };
    let files = orders(update(
        &mut state,
        Msg::Reported(Event::Persistence(forgotten)),
    ));
    assert!(
        matches!(&files[..], [persistence::Request::ForgetFiles { left: told, .. }] if *told == left),
        "{files:?}"
    );
    hear(&mut state, persistence::Event::Forgotten(Ok(())));
    assert!(state.setups.keys.not_forgotten().is_some());
    assert_eq!(state.kept().to_forget, left);

    // The second press asks for the same key.
    let again = orders(say(&mut state, SetupsMsg::AskedToForgetEverything));
    assert!(
        matches!(&again[..], [persistence::Request::ForgetAllKeys { setups, .. }] if setups.contains(&id)),
        "{again:?}"
    );
    let forgotten = persistence::Event::KeysForgotten {
        left: Vec::new(),
        trouble: None,
    };
    hear(&mut state, forgotten);
    hear(&mut state, persistence::Event::Forgotten(Ok(())));
    assert!(state.setups.keys.not_forgotten().is_none());
    // The window's own size is no reason to write a file again.
    state.setups.settings.window = Some([800.0, 600.0]);
    assert!(orders(say(&mut state, SetupsMsg::SaveNow)).is_empty());
}

#[test]
fn a_key_that_could_not_be_forgotten_is_said_kept_in_mind_and_forgotten_at_the_next_start() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, SetupsMsg::SaveNow);
    let id = state.setups.open.clone().unwrap();
    answer(&mut state, Field::ClientSecret, Ok(()));
    forget(&mut state, ToForget::SetUp(id.clone()));
    say(&mut state, SetupsMsg::Closing);
    let failed = |field| persistence::Event::Key {
        setup: id.clone(),
        field,
        result: Err(Issue::keys_not_forgotten()),
    };
    for field in SECRETS {
        hear(&mut state, failed(field));
    }
    assert!(state.setups.keys.not_forgotten().is_some());
    let forgets = |orders: Vec<persistence::Request>| {
        let is_forget = |order: &persistence::Request| matches!(order, persistence::Request::ForgetKeys { setup, .. } if *setup == id);
        orders.into_iter().filter(is_forget).count()
    };
    let (again, commands) = started_on(&state.kept());
    assert_eq!(forgets(orders(commands)), 2);
    assert!(again.setups.setups.is_empty());
    assert_eq!(
        forgets(orders(say(&mut state, SetupsMsg::AskedToKeepKeys))),
        2,
        "trying again forgets again"
    );
    for field in SECRETS {
        let result = Ok(());
        let setup = id.clone();
        hear(
            &mut state,
            persistence::Event::Key {
                setup,
                field,
                result,
            },
        );
    }
    assert!(state.kept().to_forget.is_empty());
}

#[test]
fn trying_to_forget_again_does_not_bring_the_key_back() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, SetupsMsg::SaveNow);
    answer(&mut state, Field::ClientSecret, Ok(()));
    forget(&mut state, ToForget::Key(Field::ClientSecret));
    say(&mut state, SetupsMsg::SaveNow);
    answer(
        &mut state,
        Field::ClientSecret,
        Err(Issue::keys_not_forgotten()),
    );
    let again = orders(say(&mut state, SetupsMsg::AskedToKeepKeys));
    let asks = |order: &persistence::Request| matches!(order, persistence::Request::ForgetKeys { fields, .. } if *fields == [Field::ClientSecret]);
    assert!(again.iter().any(asks), "{again:?}");
    let finds =
        |order: &persistence::Request| matches!(order, persistence::Request::FindKeys { .. });
    assert!(!again.iter().any(finds), "{again:?}");
    // Not even when the store is asked at the next start.
    let setup = state.setups.open.clone().unwrap();
    let keys = vec![(Field::ClientSecret, Secret::new(SECRET))];
    hear(
        &mut state,
        persistence::Event::Found {
            setup,
            keys,
            trouble: None,
        },
    );
    assert!(state.credentials.drafts.client_secret.is_empty());
}

#[test]
fn each_key_has_its_own_trouble_and_is_kept_only_as_it_is_now() {
    let mut state = real();
    pasted(&mut state, Field::ClientSecret, SECRET);
    pasted(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    say(&mut state, SetupsMsg::SaveNow);
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
    assert!(state.is_kept(Field::ApiKey) && !state.is_kept(Field::ClientSecret));
    let again = orders(say(&mut state, SetupsMsg::AskedToKeepKeys));
    let kept: Vec<_> = again
        .iter()
        .filter_map(|order| match order {
            persistence::Request::KeepKey { field, .. } => Some(*field),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [Field::ClientSecret]);
    answer(&mut state, Field::ClientSecret, Ok(()));
    assert!(!not_kept(&state) && state.is_kept(Field::ClientSecret));
    say(&mut state, SetupsMsg::GoesOnWithoutSaving);
    state.credentials.drafts.client_secret.push('x');
    assert!(
        !state.is_kept(Field::ClientSecret),
        "another text is not kept"
    );
}

#[test]
fn a_key_that_the_store_would_not_keep_is_there_when_its_set_up_is_opened_again() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    let first = state.setups.open.clone().unwrap();
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, SetupsMsg::SaveNow);
    answer(
        &mut state,
        Field::ClientSecret,
        Err(Issue::keys_not_saved()),
    );
    say(&mut state, SetupsMsg::GoesOnWithoutSaving);
    let left = orders(update(
        &mut state,
        Msg::Setups(SetupsMsg::Began(World::Real)),
    ));
    assert!(left.is_empty(), "{left:?}");
    assert!(state.credentials.drafts.client_secret.is_empty());
    say(&mut state, SetupsMsg::Opened(first));
    assert_eq!(state.credentials.drafts.client_secret, SECRET);
}

#[test]
fn a_key_that_was_typed_a_moment_ago_is_kept_before_its_set_up_is_left() {
    let mut state = real();
    state.now = jiff::Timestamp::from_millisecond(1).unwrap();
    pasted(&mut state, Field::ClientSecret, SECRET);
    let left = orders(update(
        &mut state,
        Msg::Setups(SetupsMsg::Began(World::Real)),
    ));
    assert!(
        matches!(&left[..], [persistence::Request::KeepKey { .. }]),
        "{left:?}"
    );
}

#[test]
fn over_a_file_that_could_not_be_read_nothing_is_written() {
    let mut state = State::new("folder".into());
    let notice = Notice {
        words: "could not be read".to_owned(),
        is_unread: true,
    };
    drop(crate::app::load(
        &mut state,
        PersistedState::default(),
        Some(notice),
    ));
    state.setups.settings.window = Some([800.0, 600.0]);
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Real)));
    pasted(&mut state, Field::ClientSecret, SECRET);
    assert!(orders(say(&mut state, SetupsMsg::SaveNow)).is_empty());
}

#[test]
fn a_set_up_of_the_command_line_joins_the_others_unless_it_was_forgotten_here() {
    let mut state = real();
    let other = |id: &str| SavedSetup::new(id.to_owned(), Environment::Production, Colour::Green);
    hear(
        &mut state,
        persistence::Event::Joined(vec![other("joined")]),
    );
    let ids = |state: &State| -> Vec<_> {
        let setups = state.setups.setups.iter();
        setups.map(|setup| setup.id.clone()).collect()
    };
    assert!(ids(&state).contains(&"joined".to_owned()));
    forget(&mut state, ToForget::SetUp("joined".to_owned()));
    hear(
        &mut state,
        persistence::Event::Joined(vec![other("joined")]),
    );
    assert!(!ids(&state).contains(&"joined".to_owned()));
}

#[test]
fn nothing_is_forgotten_before_it_is_meant_and_a_set_up_can_be_taken_back_whole() {
    let mut state = real();
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    pasted(&mut state, Field::ClientSecret, SECRET);
    say(&mut state, SetupsMsg::SaveNow);
    answer(&mut state, Field::ClientSecret, Ok(()));
    let id = state.setups.open.clone().unwrap();
    let forgets = |orders: &[persistence::Request]| {
        let is_its = |order: &&persistence::Request| matches!(order, persistence::Request::ForgetKeys { setup, .. } if *setup == id);
        orders.iter().filter(is_its).count()
    };
    let ids = |state: &State| state.kept().setups.len();
    // Asked, and kept.
    say(
        &mut state,
        SetupsMsg::AskedToForget(ToForget::SetUp(id.clone())),
    );
    say(&mut state, SetupsMsg::KeepsIt);
    assert!(say(&mut state, SetupsMsg::MeansToForget).is_empty());
    assert_eq!(ids(&state), 1);
    // Forgotten: the file knows it, the store is not told yet.
    let told = orders(forget(&mut state, ToForget::SetUp(id.clone())));
    assert_eq!((ids(&state), forgets(&told)), (0, 0));
    assert_eq!(state.kept().to_forget.len(), 2, "a crash would forget them");
    // Taken back, with its key: it is found where it was.
    say(&mut state, SetupsMsg::TookBack(id.clone()));
    assert_eq!((ids(&state), state.kept().to_forget.len()), (1, 0));
    let asked = orders(say(&mut state, SetupsMsg::Opened(id.clone())));
    let finds = |order: &persistence::Request| matches!(order, persistence::Request::FindKeys { setup } if *setup == id);
    assert!(asked.iter().any(finds), "{asked:?}");
    // Closing the window is the end of it.
    forget(&mut state, ToForget::SetUp(id.clone()));
    let told = orders(say(&mut state, SetupsMsg::Closing));
    assert_eq!(forgets(&told), 1);
}

#[test]
fn an_address_that_can_be_no_proxys_is_refused_and_the_one_before_stays_in_force() {
    let mut state = State::new("folder".into());
    let typed = |state: &mut State, proxy: &str| {
        let mut settings = state.setups.typed_settings();
        proxy.clone_into(&mut settings.proxy);
        say(state, SetupsMsg::Changed(Box::new(settings)));
    };
    typed(&mut state, "proxy.acme.com:8080");
    for refused in [
        "ftp://proxy.acme.com",
        "http://wpad/proxy.pac",
        "http://me:hunter2@proxy.acme.com:8080",
        "not an address",
    ] {
        typed(&mut state, refused);
        assert_eq!(state.setups.settings.proxy, "proxy.acme.com:8080");
        assert_eq!(state.setups.typed_settings().proxy, refused);
        assert!(!format!("{:?}", state.setups).contains("hunter2"));
        let kept = state.setups.kept(Place::Settings);
        assert!(!serde_json::to_string(&kept).unwrap().contains("hunter2"));
    }
    typed(&mut state, " socks5://proxy.acme.com ");
    assert_eq!(state.setups.settings.proxy, " socks5://proxy.acme.com ");
    assert!(state.setups.refused_proxy.is_none());
    typed(&mut state, "");
    assert!(state.setups.settings.proxy.is_empty());
}
