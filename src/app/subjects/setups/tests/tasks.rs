//! The tasks of set-ups that are forgotten or have another connection.

use super::*;
use crate::protocol::settings::Keep;

/// The connections whose tasks are removed by these commands.
fn removed(commands: Vec<Command>) -> Vec<String> {
    let of = |order| match order {
        persistence::Request::RemoveTask { connection, .. } => Some(connection),
        _ => None,
    };
    orders(commands).into_iter().filter_map(of).collect()
}

/// A set-up whose task goes on while the window is closed.
fn with_task(state: &mut State, id: &str, connection: &str) {
    let mut setup = SavedSetup::new(id.to_owned(), Environment::Production, Colour::Blue);
    connection.clone_into(&mut setup.connection_id);
    setup.keep = Keep::AlsoClosed;
    state.setups.setups.push(setup);
}

#[test]
fn the_task_of_a_forgotten_set_up_is_removed_when_the_window_is_closed_and_not_before() {
    let mut state = real();
    with_task(&mut state, "old", "conn_old");
    let old = || ToForget::SetUp("old".to_owned());
    assert!(removed(forget(&mut state, old())).is_empty());
    assert!(state.kept().tasks_to_remove.contains("conn_old"), "a crash");
    say(&mut state, SetupsMsg::TookBack("old".to_owned()));
    assert!(state.kept().tasks_to_remove.is_empty());
    assert!(removed(say(&mut state, SetupsMsg::Closing)).is_empty());
    forget(&mut state, old());
    assert_eq!(removed(say(&mut state, SetupsMsg::Closing)), ["conn_old"]);
    // What there was no time for is done at the next start.
    let (_, begun) = started_on(&state.kept());
    assert_eq!(removed(begun), ["conn_old"]);
}

#[test]
fn a_task_that_another_set_up_has_too_stays() {
    let mut state = real();
    with_task(&mut state, "old", "conn_same");
    with_task(&mut state, "new", "conn_same");
    forget(&mut state, ToForget::SetUp("old".to_owned()));
    assert!(removed(say(&mut state, SetupsMsg::Closing)).is_empty());
}

#[test]
fn a_task_that_could_not_be_removed_is_told_and_tried_again() {
    let mut state = real();
    with_task(&mut state, "old", "conn_old");
    forget(&mut state, ToForget::SetUp("old".to_owned()));
    say(&mut state, SetupsMsg::Closing);
    let answer = |result| persistence::Event::TaskRemoved {
        connection: "conn_old".to_owned(),
        result,
    };
    hear(&mut state, answer(Err(Issue::task_not_removed())));
    assert!(state.setups.tasks.not_removed().is_some());
    let again = say(&mut state, SetupsMsg::AskedToRemoveTasks);
    assert_eq!(removed(again), ["conn_old"]);
    hear(&mut state, answer(Ok(())));
    assert!(state.setups.tasks.not_removed().is_none());
    assert!(state.kept().tasks_to_remove.is_empty());
}

#[test]
fn a_task_that_outlives_forgetting_everything_is_told_and_stays_known() {
    let mut state = real();
    with_task(&mut state, "old", "conn_old");
    say(&mut state, SetupsMsg::AskedToForgetEverything);
    let left = persistence::Event::TaskRemoved {
        connection: "conn_old".to_owned(),
        result: Err(Issue::task_not_removed()),
    };
    hear(&mut state, left);
    let forgotten = persistence::Event::KeysForgotten {
        left: Vec::new(),
        trouble: None,
    };
    hear(&mut state, forgotten);
    hear(&mut state, persistence::Event::Forgotten(Ok(())));
    assert!(state.setups.tasks.not_removed().is_some());
    assert!(state.kept().tasks_to_remove.contains("conn_old"));
}
