//! What is chosen, begun, ended and told about how changes reach UserHub.

use jiff::Timestamp;

use super::*;
use crate::app::effects::Effects;
use crate::app::msg::{Msg, NavigationMsg};
use crate::app::state::State;
use crate::app::tests::{commands, controls, filled, pasted, update};
use crate::app::update as updated;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::live::{ChangeKind, NotToBeHad};
use crate::domain::profile::Fields;
use crate::domain::schedule::Rendered;
use crate::domain::tally::Tally;
use crate::protocol::command::Control;
use crate::protocol::event::Event;
use crate::protocol::live::{Change, Outcome, Source, Summary};
use crate::protocol::persistence;
use crate::protocol::places::Place;
use crate::protocol::queue::Queue;
use crate::protocol::schedule::Standing;
use crate::protocol::sync::End;
use crate::protocol::ticket::Ticket;

fn keep(state: &mut State, keep: Keep) -> Effects {
    drop(updated(state, Msg::KeepUp(KeepUpMsg::Leaned(keep))));
    updated(state, Msg::KeepUp(KeepUpMsg::Chose))
}

fn told(state: &mut State, event: live::Event) -> Effects {
    updated(state, Msg::Reported(Event::Live(event)))
}

fn ended(end: End) -> live::Event {
    live::Event::Ended(Box::new(Summary {
        tally: Tally::default(),
        auth0_requests: 0,
        userhub_requests: 0,
        took: std::time::Duration::ZERO,
        compared_at: None,
        end,
    }))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn live_now() -> live::Event {
    live::Event::State {
        state: live::State::Live,
        why: None,
        issue: None,
    }
}

fn change(name: &str, second: i64) -> live::Event {
    live::Event::Change(Box::new(Change {
        id: Auth0UserId::new(name),
        who: Some(name.to_owned()),
        fields: Fields::NONE,
        kind: ChangeKind::Updated,
        source: Source::Events,
        changed_at: None,
        done_at: at(second),
        outcome: Outcome::Updated,
        problem: None,
        merged_into: None,
    }))
}

fn watches(effects: Effects) -> usize {
    let sent = commands(effects);
    sent.iter()
        .filter(|command| matches!(command, Command::Watch(_)))
        .count()
}

#[test]
fn a_choice_begins_the_watch_and_another_ends_it_and_nothing_is_done_before_it_is_chosen() {
    let mut state = filled();
    let leaned = updated(&mut state, Msg::KeepUp(KeepUpMsg::Leaned(Keep::WhileOpen)));
    assert_eq!(watches(leaned), 0);
    let chosen = updated(&mut state, Msg::KeepUp(KeepUpMsg::Chose));
    let [Command::Watch(request), ..] = &commands(chosen)[..] else {
        panic!("no watch")
    };
    assert!(request.timing.refuses_unseen, "a first sync is looked at");
    assert_eq!(watches(keep(&mut state, Keep::WhileOpen)), 0, "it goes on");
    let off = keep(&mut state, Keep::ByHand);
    assert_eq!(controls(&off), [Control::Stop(Queue::Live)]);
    assert!(matches!(state.keep_up.watching.doing, Doing::Nothing));
}

#[test]
fn what_a_watch_that_was_ended_still_tells_is_dropped() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    drop(keep(&mut state, Keep::ByHand));
    assert_eq!(watches(keep(&mut state, Keep::WhileOpen)), 1);
    drop(told(&mut state, change("old", 1)));
    drop(told(&mut state, ended(End::Interrupted)));
    assert_eq!(state.keep_up.watching.feed.all(), 0);
    drop(told(&mut state, live_now()));
    drop(told(&mut state, change("new", 2)));
    assert_eq!(state.keep_up.watching.feed.all(), 1);
    let keeping = state.keep_up.keeping();
    assert!(matches!(keeping, Keeping::Live { last: Some(last), .. } if last == at(2)));
}

#[test]
fn the_feed_stands_still_while_it_is_read() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    drop(told(&mut state, change("first", 1)));
    update(&mut state, Msg::KeepUp(KeepUpMsg::Reads(true)));
    for at in 2..200 {
        drop(told(&mut state, change("later", at)));
    }
    let feed = &state.keep_up.watching.feed;
    let shown: Vec<_> = feed.rows().map(|row| row.change.id.to_string()).collect();
    assert_eq!((shown.len(), feed.newer()), (1, 198));
    assert_eq!(shown, ["first"]);
    update(&mut state, Msg::KeepUp(KeepUpMsg::Reads(false)));
    let feed = &state.keep_up.watching.feed;
    assert_eq!(
        (feed.rows().count(), feed.newer(), feed.all()),
        (SHOWN, 0, 199)
    );
}

#[test]
fn a_changed_value_ends_the_watch_and_it_begins_anew_with_the_next_page() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    drop(told(&mut state, live_now()));
    pasted(&mut state, Field::ApiKey, "sk_another67890abcdefghijklmn");
    assert!(matches!(state.keep_up.watching.doing, Doing::Nothing));
    let went = updated(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Overview)),
    );
    assert_eq!(watches(went), 1);
}

#[test]
fn a_watch_that_was_refused_is_tried_again_after_a_while_and_when_somebody_asks() {
    let mut state = filled();
    drop(updated(&mut state, Msg::TimeIs(at(1000))));
    drop(keep(&mut state, Keep::WhileOpen));
    let refused = || ended(End::Problem(Box::new(Issue::key_refused())));
    drop(told(&mut state, refused()));
    let why = Issue::key_refused().what;
    let keeping = state.keep_up.keeping();
    assert_eq!(keeping, Keeping::Stopped { at: at(1000), why });
    assert_eq!(watches(updated(&mut state, Msg::TimeIs(at(1899)))), 0);
    assert_eq!(watches(updated(&mut state, Msg::TimeIs(at(1900)))), 1);
    drop(told(&mut state, refused()));
    let asked = updated(&mut state, Msg::KeepUp(KeepUpMsg::AskedToTryAgain));
    assert!(controls(&asked).is_empty(), "there is none to end");
    assert_eq!(watches(asked), 1);
}

#[test]
fn a_first_sync_that_nobody_has_seen_is_no_fault_and_is_waited_for() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    let unseen = End::Problem(Box::new(Issue::first_run_unseen()));
    drop(told(&mut state, ended(unseen)));
    assert!(state.keep_up.watching.waits_for_first_sync());
    assert_eq!(state.keep_up.keeping(), Keeping::ByHand);
    let summary = Box::default();
    let done = crate::app::tests::signalled(&mut state, Signal::SyncDone(summary));
    assert_eq!(watches(done), 1);
}

#[test]
fn the_permission_is_offered_where_auth0_says_that_it_is_missing() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    let polling = |why: NotToBeHad| live::Event::State {
        state: live::State::Polling,
        why: Some(why.words().to_owned()),
        issue: None,
    };
    drop(told(&mut state, polling(NotToBeHad::Slots)));
    assert!(!state.keep_up.watching.lacks_permission);
    drop(told(&mut state, polling(NotToBeHad::Scope)));
    assert!(state.keep_up.watching.lacks_permission);
}

#[test]
fn the_third_way_installs_the_task_and_every_other_one_removes_it() {
    let mut state = filled();
    let asked = |effects: Effects| -> Vec<What> {
        let sent = commands(effects).into_iter();
        sent.filter_map(|command| match command {
            Command::Schedule(request) => Some(request.what),
            _ => None,
        })
        .collect()
    };
    let leaned = updated(&mut state, Msg::KeepUp(KeepUpMsg::Leaned(Keep::AlsoClosed)));
    assert_eq!(asked(leaned), [What::Look], "all of it is shown first");
    let chosen = updated(&mut state, Msg::KeepUp(KeepUpMsg::Chose));
    assert_eq!(asked(chosen), [What::Install]);
    drop(updated(
        &mut state,
        Msg::KeepUp(KeepUpMsg::Leaned(Keep::ByHand)),
    ));
    let chosen = updated(&mut state, Msg::KeepUp(KeepUpMsg::Chose));
    assert_eq!(asked(chosen), [What::Remove]);
}

#[test]
fn the_choice_is_kept_with_the_set_up() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    let kept = state.kept().setups.pop().expect("a set-up");
    assert_eq!(kept.keep, Keep::WhileOpen);
    let mut other = State::new("folder".into());
    other.restore(&kept);
    assert_eq!(other.keep_up.chosen, Keep::WhileOpen);
}

/// What is asked of the task, beside looking.
fn deeds(effects: Effects) -> Vec<(What, Ticket)> {
    let sent = commands(effects).into_iter();
    sent.filter_map(|command| match command {
        Command::Schedule(request) if request.what != What::Look => {
            Some((request.what, request.ticket))
        }
        _ => None,
    })
    .collect()
}

fn task(is_there: bool) -> Box<Task> {
    let standing = Standing {
        is_active: Some(true),
        next_run: None,
        last: None,
        freshness: Freshness::Never,
        everybody_at: None,
        policy_halt: None,
    };
    let rendered = Rendered {
        files: Vec::new(),
        install: Vec::new(),
        before_removal: Vec::new(),
        after_removal: Vec::new(),
        next_run: Vec::new(),
        hints: Vec::new(),
        notes: Vec::new(),
    };
    Box::new(Task {
        rendered,
        standing: is_there.then_some(standing),
    })
}

fn answered(
    state: &mut State,
    what: What,
    ticket: Ticket,
    result: Result<Box<Task>, Box<Issue>>,
) -> Effects {
    let event = schedule::Event {
        what,
        result,
        ticket,
    };
    updated(state, Msg::Reported(Event::Schedule(event)))
}

/// A set-up that goes on while the window is closed, with its task.
fn installed() -> State {
    let mut state = filled();
    let asked = deeds(keep(&mut state, Keep::AlsoClosed));
    let [(What::Install, ticket)] = asked[..] else {
        panic!("{asked:?}")
    };
    drop(answered(&mut state, What::Install, ticket, Ok(task(true))));
    state
}

#[test]
fn a_way_for_which_a_value_is_missing_is_not_chosen_and_what_is_missing_is_named() {
    for way in [Keep::WhileOpen, Keep::AlsoClosed] {
        let mut state = filled();
        let there = NavigationMsg::WentTo(Place::KeepInSync);
        drop(updated(&mut state, Msg::Navigation(there)));
        pasted(&mut state, Field::ApiKey, "");
        assert!(deeds(keep(&mut state, way)).is_empty());
        assert_eq!(state.keep_up.chosen, Keep::ByHand);
        assert_eq!(state.keep_up.marked(), way, "it is still marked");
        let missing = state.held_up().expect("it is named");
        assert!(missing.words(Place::KeepInSync).contains("API key"));
    }
}

#[test]
fn a_task_whose_set_up_lacks_a_value_can_be_given_up_all_the_same() {
    let mut state = installed();
    pasted(&mut state, Field::ApiKey, "");
    let sent = commands(keep(&mut state, Keep::ByHand));
    let removes = |command: &Command| matches!(command, Command::Persist(persistence::Request::RemoveTask { connection, .. }) if connection == "conn_26yEiYymqy6ZmG");
    assert!(sent.iter().any(removes), "{sent:?}");
}

#[test]
fn a_changed_value_makes_what_was_being_done_with_the_task_void_and_it_is_looked_at_again() {
    let mut state = filled();
    let asked = deeds(keep(&mut state, Keep::AlsoClosed));
    pasted(&mut state, Field::ApiKey, "sk_another67890abcdefghijklmn");
    drop(answered(
        &mut state,
        What::Install,
        asked[0].1,
        Ok(task(true)),
    ));
    let there = NavigationMsg::WentTo(Place::KeepInSync);
    let sent = commands(updated(&mut state, Msg::Navigation(there)));
    let looks =
        |command: &Command| matches!(command, Command::Schedule(ask) if ask.what == What::Look);
    assert!(sent.iter().any(looks), "{sent:?}");
}

#[test]
fn a_task_that_could_not_be_installed_or_is_not_there_is_installed_with_one_press() {
    let again = |state: &mut State| deeds(updated(state, Msg::KeepUp(KeepUpMsg::AskedForTask)));
    let mut state = filled();
    let asked = deeds(keep(&mut state, Keep::AlsoClosed));
    let refused = Err(Box::new(Issue::schedule_refused("systemctl", "said no")));
    drop(answered(&mut state, What::Install, asked[0].1, refused));
    assert!(state.keep_up.lacks_task(&state.context()));
    let asked = again(&mut state);
    assert!(matches!(asked[..], [(What::Install, _)]), "{asked:?}");
    // It was taken away by somebody else.
    drop(answered(
        &mut state,
        What::Install,
        asked[0].1,
        Ok(task(false)),
    ));
    assert!(state.keep_up.lacks_task(&state.context()));
    let asked = again(&mut state);
    assert!(matches!(asked[..], [(What::Install, _)]), "{asked:?}");
    drop(answered(
        &mut state,
        What::Install,
        asked[0].1,
        Ok(task(true)),
    ));
    assert!(!state.keep_up.lacks_task(&state.context()));
    assert!(again(&mut state).is_empty());
    // One that could not be removed is removed by the same press.
    let asked = deeds(keep(&mut state, Keep::ByHand));
    let refused = Err(Box::new(Issue::schedule_refused("systemctl", "said no")));
    drop(answered(&mut state, What::Remove, asked[0].1, refused));
    let asked = again(&mut state);
    assert!(matches!(asked[..], [(What::Remove, _)]), "{asked:?}");
}

#[test]
fn the_task_of_a_connection_that_was_changed_is_removed_once_the_person_goes_on() {
    let mut state = installed();
    let removed = |sent: &[Command]| -> Vec<String> {
        sent.iter()
            .filter_map(|command| match command {
                Command::Persist(persistence::Request::RemoveTask { connection, .. }) => {
                    Some(connection.clone())
                }
                _ => None,
            })
            .collect()
    };
    let go =
        |state: &mut State, place| update(state, Msg::Navigation(NavigationMsg::WentTo(place)));
    // Whoever is still typing has not decided, and what is put back was not changed.
    for typed in ["conn_26yEi", "", "conn_26yEiYymqy6ZmG"] {
        assert!(removed(&pasted(&mut state, Field::ConnectionId, typed)).is_empty());
    }
    assert!(removed(&go(&mut state, Place::Overview)).is_empty());
    pasted(&mut state, Field::ConnectionId, "conn_another12345678");
    let sent = go(&mut state, Place::Settings);
    assert_eq!(removed(&sent), ["conn_26yEiYymqy6ZmG"]);
    assert!(removed(&go(&mut state, Place::Overview)).is_empty(), "once");
    let kept = state.kept();
    assert!(kept.tasks_to_remove.contains("conn_26yEiYymqy6ZmG"));
}

#[test]
fn a_feed_that_was_asked_to_stand_still_goes_on_in_another_set_up() {
    let mut state = filled();
    drop(keep(&mut state, Keep::WhileOpen));
    drop(told(&mut state, change("first", 1)));
    update(&mut state, Msg::KeepUp(KeepUpMsg::HoldsStill(true)));
    let feed = &state.keep_up.watching.feed;
    assert!(feed.is_held() && feed.is_stopped());
    state.leave_setup();
    let feed = &state.keep_up.watching.feed;
    assert!(!feed.is_held() && !feed.is_stopped());
}
