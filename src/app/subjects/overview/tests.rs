//! When the journal is asked, when the set-up counts as finished, and what the desktop is told.

use jiff::{SignedDuration, Timestamp};

use crate::app::msg::{Msg, NavigationMsg};
use crate::app::signal::Signal;
use crate::app::state::State;
use crate::app::tests::{filled, signalled, update};
use crate::domain::install::Change;
use crate::domain::issue::Issue;
use crate::domain::overview::{Comparison, Glance, Mood};
use crate::domain::removal::{Automatic, Policy, PolicyHalt};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::overview;
use crate::protocol::places::Place;
use crate::protocol::settings::SavedSetup;

const BEGIN: Timestamp = Timestamp::UNIX_EPOCH;

fn at(seconds: i64) -> Timestamp {
    BEGIN + SignedDuration::from_secs(1_000_000 + seconds)
}

/// A finished set-up on its Overview, whose journal says this.
fn day_two(glance: Glance) -> State {
    let mut state = filled();
    state.overview.finished = true;
    update(&mut state, Msg::TimeIs(at(0)));
    look(&mut state, glance);
    state
}

/// Goes to the Overview, and lets the journal answer.
fn look(state: &mut State, glance: Glance) {
    let sent = update(
        state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Overview)),
    );
    let ticket = sent.iter().find_map(|command| match command {
        Command::Overview(ask) => Some(ask.ticket),
        _ => None,
    });
    let event = overview::Event {
        result: Ok(Box::new(glance)),
        ticket: ticket.expect("the journal is asked"),
    };
    update(state, Msg::Reported(Event::Overview(event)));
}

fn well() -> Glance {
    Glance {
        compared: Some(Comparison {
            at: at(-60),
            people: 10,
            differ: 0,
            taken_back: 0,
            is_proved: true,
        }),
        ..Glance::default()
    }
}

fn waits(attention: u64) -> Glance {
    Glance {
        attention,
        ..well()
    }
}

/// What the desktop is told when the time goes on.
fn told(state: &mut State, seconds: i64) -> Vec<(String, String)> {
    let sent = update(state, Msg::TimeIs(at(seconds))).into_iter();
    sent.filter_map(|command| match command {
        Command::Tell { title, body } => Some((title, body)),
        _ => None,
    })
    .collect()
}

#[test]
fn the_desktop_is_told_once_when_all_is_no_longer_well_and_once_when_it_is_again() {
    let mut state = day_two(well());
    assert_eq!(state.today().mood, Mood::Well);
    assert!(
        told(&mut state, 1).is_empty(),
        "what was so at the start is no news"
    );
    look(&mut state, waits(1));
    let said = told(&mut state, 2);
    assert_eq!(
        said,
        [(
            "acme needs you".to_owned(),
            "1 person waits for you.".to_owned()
        )]
    );
    // More of the same is not told again.
    look(&mut state, waits(7));
    assert!(told(&mut state, 3).is_empty());
    look(&mut state, well());
    let said = told(&mut state, 4);
    assert_eq!(
        said,
        [(
            "acme: all is well again".to_owned(),
            "Auth0 and UserHub agree.".to_owned()
        )]
    );
    assert!(told(&mut state, 5).is_empty());
    // A comparison that has grown old is told of too, although nothing was reported.
    let week = 7 * 24 * 3600;
    assert_eq!(told(&mut state, week + 10).len(), 1);
}

#[test]
fn the_journal_is_asked_again_when_somebody_was_brought_over_and_now_and_then_while_it_is_looked_at()
 {
    let mut state = day_two(well());
    let asks = |state: &mut State, seconds| {
        let sent = update(state, Msg::TimeIs(at(seconds)));
        sent.iter()
            .filter(|command| matches!(command, Command::Overview(_)))
            .count()
    };
    assert_eq!(asks(&mut state, 59), 0);
    assert_eq!(asks(&mut state, 60), 1);
    let mut state = day_two(well());
    drop(signalled(&mut state, Signal::BroughtOver));
    assert_eq!(
        asks(&mut state, 4),
        0,
        "a flood is not asked about at every drop"
    );
    assert_eq!(asks(&mut state, 5), 1);
}

#[test]
fn a_finished_set_up_opens_on_its_overview_and_undoing_it_ends_that() {
    let mut state = day_two(well());
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Settings)),
    );
    let kept: SavedSetup = state.kept().setups.pop().expect("a set-up");
    assert!(kept.finished);
    let mut other = State::new("folder".into());
    let mut persisted = state.kept();
    persisted.open = Some(kept.id);
    drop(crate::app::load(&mut other, persisted, None));
    assert_eq!(other.navigation.place, Place::Overview);
    assert!(!other.setups.picked_up);
    drop(signalled(
        &mut state,
        Signal::StepsUndone(vec![Change::Application]),
    ));
    assert!(!state.overview.finished);
}

#[test]
fn what_is_known_of_former_values_is_known_no_longer() {
    let mut state = day_two(well());
    crate::app::tests::pasted(
        &mut state,
        crate::domain::pasted::Field::Domain,
        "other.eu.auth0.com",
    );
    assert_eq!(state.today().mood, Mood::Open);
    let asked = update(&mut state, Msg::TimeIs(at(6)));
    assert!(matches!(asked[..], [Command::Overview(_)]), "{asked:?}");
}

#[test]
fn who_left_and_what_is_done_by_itself_are_told_to_the_one_who_knows_of_them() {
    let policy = Policy {
        act: Automatic::Disable,
        after_days: 3,
        set_up: "acme".to_owned(),
        turned_on_at: BEGIN,
    };
    let issue = Issue::policy_stopped(2, "Why.");
    let halt = PolicyHalt::of(&issue, Vec::new(), BEGIN);
    let mut state = day_two(Glance {
        left: 2,
        policy: Some(policy.clone()),
        policy_halt: Some(halt.clone()),
        ..well()
    });
    assert_eq!(state.removals.halt(), Some(&halt));
    assert_eq!(state.removals.waiting(), Some(2));
    assert_eq!(state.removals.by_itself(), Some(&policy));
    assert_eq!(state.today().title, "2 people wait for you.");
    // The sentence follows the list, and not the journal as it was before.
    state.removals.counted(0);
    let said = state.today();
    assert_eq!(
        said.mood,
        Mood::Waits,
        "what is done by itself stands still"
    );
    assert!(said.title.contains("automatic removal"), "{}", said.title);
    // The desktop was told when it was stopped, and is told of nothing more by that.
    assert!(told(&mut state, 1).is_empty());
    look(&mut state, well());
    assert_eq!(state.today().mood, Mood::Well);
}
