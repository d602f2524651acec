//! Tests of what the window knows of people.

use super::*;
use crate::domain::profile::Fields;

fn called_up(total: usize) -> People {
    People {
        map: Some(Squares::default()),
        profile: Some("profile".into()),
        query: Query {
            count: 10,
            ..Query::default()
        },
        rows: Rows {
            total,
            ..Rows::default()
        },
        ..People::default()
    }
}

fn person(index: usize) -> Person {
    Person {
        index,
        id: format!("auth0|{index}"),
        name: String::new(),
        email: String::new(),
        standing: Standing::Added,
        fields: Fields::NONE,
        reason: String::new(),
    }
}

fn rows_asked(commands: &[Command]) -> Option<(Query, Ticket)> {
    commands.iter().find_map(|command| match command {
        Command::People(Ask::Rows { query, ticket, .. }) => Some((query.clone(), *ticket)),
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
    };
    told(state, Told::Rows { rows, ticket })
}

#[test]
fn only_the_rows_in_sight_are_asked_for_and_only_once() {
    let mut state = State::new("folder".into());
    state.people = called_up(1_000_000);
    let saw = |from| Act::Saw { from, count: 10 };
    let asked = rows_asked(&act(&mut state, saw(500_000))).expect("rows are missing");
    assert_eq!((asked.0.from, asked.0.count), (499_970, 70));
    // While a question is open none is added; its answer covers what is in sight.
    assert!(act(&mut state, saw(500_005)).is_empty());
    assert!(answer(&mut state, asked, 1_000_000).is_empty());
    assert!(act(&mut state, saw(500_010)).is_empty());
    assert_eq!(state.people.row(500_019), Some(&person(500_019)));
    let further = rows_asked(&act(&mut state, saw(500_100))).expect("rows are missing");
    assert_eq!(further.0.from, 500_070);
}

#[test]
fn a_list_follows_new_rows_at_its_top_only() {
    let mut state = State::new("folder".into());
    state.people = called_up(100);
    let asked = rows_asked(&act(&mut state, Act::Saw { from: 0, count: 10 })).unwrap();
    answer(&mut state, asked, 100);
    assert!(!state.people.stands_still());
    let asked = rows_asked(&act(
        &mut state,
        Act::Saw {
            from: 40,
            count: 10,
        },
    ))
    .unwrap();
    assert_eq!(asked.0.finished, Some(7));
    answer(&mut state, asked, 100);
    let asked = rows_asked(&act(&mut state, Act::AskedForNewest)).unwrap();
    assert_eq!((asked.0.finished, asked.0.from), (None, 0));
}

#[test]
fn a_late_answer_about_somebody_else_is_dropped() {
    let mut state = State::new("folder".into());
    state.people = called_up(100);
    act(&mut state, Act::Opened("auth0|1".to_owned()));
    let late = state.people.open.as_ref().unwrap().ticket;
    act(&mut state, Act::Opened("auth0|2".to_owned()));
    let look = Box::new(Look::default());
    told(&mut state, Told::Looked { look, ticket: late });
    assert!(state.people.open.as_ref().unwrap().look.is_loading());
}
