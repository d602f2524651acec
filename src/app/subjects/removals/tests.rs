//! Who is chosen, what is asked first, and what a guard keeps from being done.

use super::*;
use crate::app::context::Busy;
use crate::app::msg::{Msg, NavigationMsg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::sync::Question;
use crate::app::tests::{filled, pasted, update};
use crate::domain::pasted::Field;
use crate::domain::removal::Act;
use crate::protocol::event::Event;
use crate::protocol::removal::{Decision, Planned, Subscription, Who};
use crate::protocol::ticket::Ticket;

fn waiting(number: usize, subscription: Option<&str>) -> Waiting {
    Waiting {
        id: format!("auth0|{number}"),
        userhub_id: Some(format!("usr_{number}")),
        name: format!("Person {number}"),
        email: None,
        connection: "auth0".to_owned(),
        evidence: Vec::new(),
        since: jiff::Timestamp::UNIX_EPOCH,
        subscription: subscription
            .map_or(Subscription::No, |why| Subscription::Yes(why.to_owned())),
        asked: Vec::new(),
        deleted: None,
        merged_into: None,
    }
}

fn asked(commands: &[Command]) -> (RemovalAction, Ticket) {
    let [Command::Removal(request)] = commands else {
        panic!("{commands:?}")
    };
    (request.action.clone(), request.ticket)
}

fn tell(state: &mut State, told: RemovalReport, ticket: Ticket) -> Vec<Command> {
    let event = Event::Removal(RemovalEvent { told, ticket });
    update(state, Msg::Reported(event))
}

fn say(state: &mut State, msg: RemovalsMsg) -> Vec<Command> {
    update(state, Msg::Removals(msg))
}

/// The page with these people on the list, one of whom has a subscription.
fn page(count: usize, stops: Vec<Stop>) -> State {
    let mut state = filled();
    let there = Msg::Navigation(NavigationMsg::WentTo(Place::Left));
    let (action, ticket) = asked(&update(&mut state, there));
    assert!(matches!(action, RemovalAction::Board { look: true }));
    let mut people: Vec<Waiting> = (1..count).map(|number| waiting(number, None)).collect();
    people.push(waiting(count, Some("has a subscription")));
    let board = Board {
        waiting: people,
        stops,
        ..Board::default()
    };
    tell(
        &mut state,
        RemovalReport::Board(Ok(Box::new(board))),
        ticket,
    );
    state
}

fn mark(ids: &[&str]) -> RemovalsMsg {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    RemovalsMsg::Asked(Wanted::Decide(Decision::Mark, ids))
}

/// Shows the preview that was asked for, with these stops.
fn shown(state: &mut State, asked_for: &[Command], stops: Vec<Stop>) {
    let (action, ticket) = asked(asked_for);
    let RemovalAction::Decide {
        who: Who::Ids(ids),
        carry_out: false,
        ..
    } = action
    else {
        panic!("{action:?}")
    };
    let planned = |id: String| Planned {
        name: id.clone(),
        id,
        act: Some(Act::Mark),
    };
    let preview = Preview {
        people: ids.into_iter().map(planned).collect(),
        stops,
        ..Preview::default()
    };
    tell(state, RemovalReport::Preview(preview), ticket);
    let ended = Ended {
        preview: true,
        ..Ended::default()
    };
    tell(state, RemovalReport::Ended(Ok(ended)), ticket);
}

/// Those whom the person has agreed to.
fn agreed(commands: &[Command]) -> Option<Vec<String>> {
    commands.iter().find_map(|command| match command {
        Command::Removal(request) => request.shown.clone(),
        _ => None,
    })
}

fn many() -> Stop {
    Stop::Many {
        of_batch: 12,
        names: Vec::new(),
    }
}

#[test]
fn nothing_is_done_before_it_was_shown_and_confirmed() {
    let mut state = page(3, Vec::new());
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    // It is still being looked at.
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
    shown(&mut state, &asked_for, Vec::new());
    let confirmed = say(&mut state, RemovalsMsg::Confirmed);
    let (action, ticket) = asked(&confirmed);
    assert!(matches!(
        action,
        RemovalAction::Decide {
            carry_out: true,
            confirmed: None,
            ..
        }
    ));
    // Nobody else is touched, whatever has changed since.
    assert_eq!(agreed(&confirmed), Some(vec!["auth0|1".to_owned()]));
    // Pressed twice it is done once, and nothing else begins beside it.
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
    assert_eq!(state.busy(), Some(Busy::Removal));
    assert!(say(&mut state, mark(&["auth0|2"])).is_empty());
    let ended = Ended {
        run: Some(4),
        done: 1,
        ..Ended::default()
    };
    let more = tell(&mut state, RemovalReport::Ended(Ok(ended)), ticket);
    assert!(matches!(
        asked(&more).0,
        RemovalAction::Board { look: false }
    ));
    assert_eq!(state.busy(), None);
}

#[test]
fn people_with_a_subscription_are_never_chosen_with_all() {
    let mut state = page(3, Vec::new());
    say(&mut state, RemovalsMsg::ChoseAll(true));
    let chosen: Vec<_> = state.removals.chosen.iter().cloned().collect();
    assert_eq!(chosen, ["auth0|1", "auth0|2"]);
    // Alone they can be.
    say(&mut state, RemovalsMsg::Chose("auth0|3".to_owned()));
    assert_eq!(state.removals.chosen.len(), 3);
}

#[test]
fn what_looks_like_an_accident_is_read_before_all_are_chosen_and_typed_before_it_is_done() {
    let mut state = page(12, vec![many()]);
    say(&mut state, RemovalsMsg::ChoseAll(true));
    assert!(state.removals.chosen.is_empty());
    "11".clone_into(&mut state.removals.typed.number);
    say(&mut state, RemovalsMsg::Read);
    assert_eq!(state.removals.read, None);
    assert!(
        state.removals.not_read,
        "it is said that it is not that number"
    );
    " 12 ".clone_into(&mut state.removals.typed.number);
    say(&mut state, RemovalsMsg::Read);
    say(&mut state, RemovalsMsg::ChoseAll(true));
    assert_eq!(state.removals.chosen.len(), 11);

    let ids: Vec<String> = state.removals.chosen.iter().cloned().collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let asked_for = say(&mut state, mark(&ids));
    shown(&mut state, &asked_for, vec![many()]);
    // What was typed for the list was typed before the names were shown.
    assert_eq!(state.removals.typed.number, "");
    "12".clone_into(&mut state.removals.typed.number);
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
    assert!(state.removals.job.as_ref().is_some_and(|job| job.not_typed));
    "11".clone_into(&mut state.removals.typed.number);
    let (action, _) = asked(&say(&mut state, RemovalsMsg::Confirmed));
    assert!(matches!(
        action,
        RemovalAction::Decide {
            carry_out: true,
            confirmed: Some(11),
            ..
        }
    ));
}

#[test]
fn what_nothing_overrides_is_not_done() {
    let mut state = page(3, vec![Stop::FirstComparison]);
    assert_eq!(state.removals.number_to_read(), None);
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    shown(&mut state, &asked_for, vec![Stop::FirstComparison]);
    "1".clone_into(&mut state.removals.typed.number);
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
    assert_eq!(state.busy(), None);
}

#[test]
fn another_value_forgets_who_left_the_former_tenant() {
    let mut state = page(3, Vec::new());
    say(&mut state, RemovalsMsg::Chose("auth0|1".to_owned()));
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    pasted(&mut state, Field::Domain, "other.us.auth0.com");
    shown(&mut state, &asked_for, Vec::new());
    assert!(state.removals.job.is_none());
    assert_eq!(state.removals.waiting(), None);
    assert!(say(&mut state, RemovalsMsg::Confirmed).is_empty());
}

#[test]
fn something_is_turned_on_only_with_the_name_of_the_set_up() {
    let mut state = page(3, Vec::new());
    let title = state.context().title;
    assert!(!title.is_empty());
    for (days, name) in [("3", ""), ("3", "another"), ("0", &title), ("", &title)] {
        days.clone_into(&mut state.removals.typed.days);
        name.clone_into(&mut state.removals.typed.set_up);
        assert!(say(&mut state, RemovalsMsg::TurnOn(Automatic::Mark)).is_empty());
        assert!(state.removals.not_named, "{days} {name}");
    }
    "3".clone_into(&mut state.removals.typed.days);
    state.removals.typed.set_up = title.to_uppercase();
    let (action, _) = asked(&say(&mut state, RemovalsMsg::TurnOn(Automatic::Mark)));
    let RemovalAction::SetPolicy { wanted, set_up } = action else {
        panic!("{action:?}")
    };
    assert_eq!((wanted, set_up), (Some((Automatic::Mark, 3)), title));
}

#[test]
fn the_page_of_a_sync_leads_to_what_taking_it_back_comes_to() {
    let mut state = filled();
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::History)),
    );
    let commands = say(&mut state, RemovalsMsg::Asked(Wanted::Undo(7)));
    let undo = commands.iter().find_map(|command| match command {
        Command::Removal(request) => match request.action {
            RemovalAction::Undo { run, carry_out } => Some((run, carry_out)),
            _ => None,
        },
        _ => None,
    });
    assert_eq!(undo, Some((7, false)));
    assert_eq!(state.navigation.place, Place::Left);
    say(&mut state, RemovalsMsg::PutAside);
    assert_eq!(state.navigation.place, Place::History);
}

#[test]
fn a_review_waits_for_whoever_looks_elsewhere_meanwhile_and_is_put_away_by_leaving_it() {
    let mut state = page(3, Vec::new());
    let go =
        |state: &mut State, place| update(state, Msg::Navigation(NavigationMsg::WentTo(place)));
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    go(&mut state, Place::History);
    shown(&mut state, &asked_for, Vec::new());
    go(&mut state, Place::Left);
    assert!(matches!(
        state.removals.job.as_ref().map(|job| &job.stage),
        Some(Stage::Review)
    ));
    go(&mut state, Place::History);
    assert!(state.removals.job.is_none());
}

#[test]
fn a_policy_that_could_not_be_turned_on_is_said_beside_the_list_which_stays() {
    let mut state = page(3, Vec::new());
    let turn_off = |state: &mut State| asked(&say(state, RemovalsMsg::TurnOff)).1;
    let ticket = turn_off(&mut state);
    let issue = Box::new(Issue::policy_days(0));
    tell(&mut state, RemovalReport::PolicySet(Err(issue)), ticket);
    assert!(state.removals.policy.issue().is_some());
    assert!(state.removals.board.ready().is_some());
    // Once it is done the list is read again, with the services where they were being asked.
    let is_looking = state.removals.is_looking();
    let ticket = turn_off(&mut state);
    let (action, _) = asked(&tell(&mut state, RemovalReport::PolicySet(Ok(())), ticket));
    assert!(matches!(action, RemovalAction::Board { look } if look == is_looking));
}

fn sought(id: &str) -> Sought {
    Sought {
        ids: vec!["auth0|elsewhere".to_owned(), id.to_owned()],
        called: "Ada".to_owned(),
    }
}

#[test]
fn whoever_is_sought_is_shown_on_the_list_on_which_they_are() {
    for id in ["auth0|2", "auth0|9", "auth0|none"] {
        let mut state = filled();
        let sent = say(&mut state, RemovalsMsg::Sought(sought(id)));
        assert_eq!(state.navigation.place, Place::Left);
        assert_eq!(state.removals.not_found(), None, "it is being looked");
        let (_, ticket) = asked(&sent);
        let board = Board {
            waiting: vec![waiting(1, None), waiting(2, None)],
            kept: vec![waiting(9, None)],
            looked: true,
            ..Board::default()
        };
        let board = RemovalReport::Board(Ok(Box::new(board)));
        tell(&mut state, board.clone(), ticket);
        let removals = &state.removals;
        let (shown, open) = (removals.shown, removals.open.as_deref());
        match id {
            "auth0|2" => assert_eq!((shown, open), (Shown::Waiting, Some(id))),
            "auth0|9" => assert_eq!((shown, open), (Shown::Kept, Some(id))),
            _ => assert_eq!(removals.not_found(), Some(&sought(id))),
        }
        // Whoever looks at another list then is not taken back.
        say(&mut state, RemovalsMsg::Showed(Shown::Merged));
        tell(&mut state, board, ticket);
        assert_eq!(state.removals.shown, Shown::Merged);
        assert_eq!(state.removals.not_found(), None);
    }
}

#[test]
fn what_is_done_by_itself_is_known_by_the_list_too_and_is_another_set_ups_after_a_change() {
    let mut state = filled();
    let there = Msg::Navigation(NavigationMsg::WentTo(Place::Left));
    let (_, ticket) = asked(&update(&mut state, there));
    let policy = Policy {
        act: Automatic::Mark,
        after_days: 14,
        set_up: "acme".to_owned(),
        turned_on_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let board = Board {
        waiting: vec![waiting(1, None)],
        policy: Some(policy.clone()),
        ..Board::default()
    };
    tell(
        &mut state,
        RemovalReport::Board(Ok(Box::new(board))),
        ticket,
    );
    assert_eq!(state.removals.by_itself(), Some(&policy));
    assert_eq!(state.removals.waiting(), Some(1));
    pasted(&mut state, Field::Domain, "other.us.auth0.com");
    assert_eq!(state.removals.by_itself(), None);
    assert_eq!(state.removals.waiting(), None);
}

#[test]
fn a_removal_that_a_guard_has_stopped_is_put_aside_by_keeping_everyone() {
    let mut state = page(3, Vec::new());
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    shown(&mut state, &asked_for, Vec::new());
    let (_, ticket) = asked(&say(&mut state, RemovalsMsg::Confirmed));
    let issue = Issue::removals_stopped(1, "Too many at once.", true);
    let fix = issue.fixes[0].clone();
    tell(
        &mut state,
        RemovalReport::Ended(Err(Box::new(issue))),
        ticket,
    );
    assert!(state.removals.job.is_some());
    update(&mut state, Msg::PressedFix(fix));
    assert!(state.removals.job.is_none(), "the list is shown again");
}

#[test]
fn the_question_about_a_removal_goes_with_it() {
    let mut state = page(3, Vec::new());
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    shown(&mut state, &asked_for, Vec::new());
    let (_, ticket) = asked(&say(&mut state, RemovalsMsg::Confirmed));
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    assert_eq!(state.sync.question, Some(Question::Close(Busy::Removal)));
    let ended = Ended {
        run: Some(4),
        done: 1,
        ..Ended::default()
    };
    tell(&mut state, RemovalReport::Ended(Ok(ended)), ticket);
    assert_eq!(state.sync.question, None);
}

#[test]
fn what_did_not_come_to_its_end_is_shown_again_by_trying_again() {
    let mut state = page(3, Vec::new());
    let asked_for = say(&mut state, mark(&["auth0|1"]));
    let (action, ticket) = asked(&asked_for);
    let issue = Issue::run_in_progress("another window");
    let fix = issue.fixes[0].clone();
    tell(
        &mut state,
        RemovalReport::Ended(Err(Box::new(issue))),
        ticket,
    );
    let again = asked(&update(&mut state, Msg::PressedFix(fix))).0;
    assert_eq!(format!("{again:?}"), format!("{action:?}"));
}

#[test]
fn what_stops_the_automatic_removal_is_told_once_and_shown_until_the_list_has_it_no_more() {
    let mut state = page(3, Vec::new());
    let at = |seconds| jiff::Timestamp::from_second(seconds).unwrap();
    let issue = Issue::policy_stopped(3, "Too many at once.");
    let halt = |since, seen| PolicyHalt {
        since: at(since),
        run: 7,
        ..PolicyHalt::of(&issue, Vec::new(), at(seen))
    };
    let stopped = |halt| RemovalReport::PolicyStopped(Box::new(halt));
    // Nobody has asked for it: it comes with no ticket of ours.
    let sent = tell(&mut state, stopped(halt(5, 5)), Ticket::default());
    let [Command::Tell { title, body }] = &sent[..] else {
        panic!("{sent:?}")
    };
    assert!(
        title.contains("A guard has stopped the automatic removal"),
        "{title}"
    );
    assert!(body.starts_with("Too many at once."), "{body}");
    assert_eq!(state.removals.halt().map(|halt| halt.run), Some(7));
    // The same after the next sync is no news.
    let sent = tell(&mut state, stopped(halt(5, 9)), Ticket::default());
    assert!(sent.is_empty(), "{sent:?}");
    let ticket = asked(&update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Left)),
    ))
    .1;
    let board = RemovalReport::Board(Ok(Box::default()));
    tell(&mut state, board, ticket);
    assert_eq!(state.removals.halt(), None);
}
