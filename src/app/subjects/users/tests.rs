//! The list and the page of one user.

use super::*;
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::app::tests::{filled, update};
use crate::domain::profile::Fields;
use crate::protocol::event::Event;
use crate::protocol::ticket::Ticket;

fn loaded(total: usize) -> Users {
    let mut rows = Request::default();
    rows.settle(Ok(Rows {
        total,
        ..Rows::default()
    }));
    Users {
        map: Some(Squares::default()),
        profile: Some("profile".into()),
        query: Query {
            count: 10,
            ..Query::default()
        },
        rows,
        ..Users::default()
    }
}

fn person(index: usize) -> Person {
    Person {
        index,
        id: format!("auth0|{index}"),
        name: String::new(),
        email: String::new(),
        standing: SyncStatus::Added,
        fields: Fields::NONE,
        reason: String::new(),
    }
}

fn act(state: &mut State, msg: UsersMsg) -> Vec<Command> {
    update(state, Msg::Users(msg))
}

fn told(state: &mut State, told: users::Event) -> Vec<Command> {
    update(state, Msg::Reported(Event::People(told)))
}

fn rows_asked(commands: &[Command]) -> Option<(Query, Ticket)> {
    commands.iter().find_map(|command| match command {
        Command::People(users::Request::Rows { query, ticket, .. }) => {
            Some((query.clone(), *ticket))
        }
        _ => None,
    })
}

fn answer(state: &mut State, asked: (Query, Ticket), total: usize) -> Vec<Command> {
    let (query, ticket) = asked;
    let to = (query.from + query.count).min(total);
    let rows = Rows {
        people: (query.from..to).map(person).collect(),
        query,
        total,
        newer: 0,
        finished: 7,
        counts: None,
        searching: false,
    };
    told(state, users::Event::Rows { rows, ticket })
}

#[test]
fn only_the_rows_in_sight_are_asked_for_and_only_once() {
    let mut state = State::new("folder".into());
    state.users = loaded(1_000_000);
    let saw = |from| UsersMsg::Saw { from, count: 10 };
    let asked = rows_asked(&act(&mut state, saw(500_000))).expect("rows are missing");
    assert_eq!((asked.0.from, asked.0.count), (499_970, 70));
    // While a question is open none is added; its answer covers what is in sight.
    assert!(act(&mut state, saw(500_005)).is_empty());
    assert!(answer(&mut state, asked, 1_000_000).is_empty());
    assert!(act(&mut state, saw(500_010)).is_empty());
    assert_eq!(state.users.row(500_019), Some(&person(500_019)));
    let further = rows_asked(&act(&mut state, saw(500_100))).expect("rows are missing");
    assert_eq!(further.0.from, 500_070);
}

#[test]
fn a_list_follows_new_rows_at_its_top_only() {
    let mut state = State::new("folder".into());
    state.users = loaded(100);
    let asked = rows_asked(&act(&mut state, UsersMsg::Saw { from: 0, count: 10 })).unwrap();
    answer(&mut state, asked, 100);
    assert!(!state.users.stands_still());
    let asked = rows_asked(&act(
        &mut state,
        UsersMsg::Saw {
            from: 40,
            count: 10,
        },
    ))
    .unwrap();
    assert_eq!(asked.0.finished, Some(7));
    answer(&mut state, asked, 100);
    let asked = rows_asked(&act(&mut state, UsersMsg::AskedForNewest)).unwrap();
    assert_eq!((asked.0.finished, asked.0.from), (None, 0));
}

#[test]
fn a_late_answer_about_somebody_else_is_dropped() {
    let mut state = filled();
    let opened = |state: &mut State, id: &str| {
        let asked = act(state, UsersMsg::Opened(id.to_owned()));
        match asked[..] {
            [Command::People(users::Request::Look { ticket, .. })] => ticket,
            _ => panic!("{asked:?}"),
        }
    };
    let late = opened(&mut state, "auth0|1");
    let now = opened(&mut state, "auth0|2");
    let look = |ticket| users::Event::Looked {
        look: Box::default(),
        ticket,
    };
    told(&mut state, look(late));
    assert!(state.users.look.is_loading());
    told(&mut state, look(now));
    assert!(state.users.look.ready().is_some());
}

#[test]
fn what_is_told_of_a_roster_that_was_forgotten_is_dropped() {
    let mut state = State::new("folder".into());
    state.users = loaded(100);
    state.users.forget();
    let squares = users::Event::Squares {
        squares: Squares::default(),
        counts: Counts::default(),
        finished: 0,
    };
    assert!(told(&mut state, squares).is_empty());
    assert!(state.users.map.is_none());
}

#[test]
fn what_a_long_search_has_found_so_far_is_shown_and_it_is_not_begun_anew_for_less_than_another_search()
 {
    let mut state = State::new("folder".into());
    state.users = loaded(1_000_000);
    let asked = rows_asked(&act(&mut state, UsersMsg::Saw { from: 0, count: 10 })).unwrap();
    answer(&mut state, asked, 1_000_000);
    let searched = |text: &str| UsersMsg::Searched(text.to_owned());
    let (query, ticket) = rows_asked(&act(&mut state, searched("ada"))).unwrap();
    let so_far = |found: usize| users::Event::Rows {
        rows: Rows {
            people: (0..found).map(person).collect(),
            query: query.clone(),
            total: found,
            searching: true,
            ..Rows::default()
        },
        ticket,
    };
    assert!(told(&mut state, so_far(3)).is_empty());
    assert_eq!(state.users.row(2), Some(&person(2)));
    // The sync moves the map on, and the person scrolls: both wait for the end of the search.
    let moved = users::Event::Squares {
        squares: Squares::default(),
        counts: Counts::default(),
        finished: 9,
    };
    assert!(rows_asked(&told(&mut state, moved)).is_none());
    let scrolled = UsersMsg::Saw { from: 2, count: 10 };
    assert!(rows_asked(&act(&mut state, scrolled)).is_none());
    assert!(told(&mut state, so_far(5)).is_empty());
    assert_eq!(state.users.rows().total, 5);
    // Another search takes its place at once.
    let (query, _) = rows_asked(&act(&mut state, searched("ada l"))).expect("it is asked");
    assert_eq!(query.search, "ada l");
}
