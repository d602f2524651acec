//! The sync in the window: what follows what the person does and the engine tells.

use super::*;
use crate::app::msg::{CredentialsMsg, Msg};
use crate::app::tests::{controls, filled, real, update};
use crate::domain::pasted::Field;
use crate::domain::tally::Tally;
use crate::protocol::event::Event;

fn plan(open: u64) -> Event {
    let tally = Tally {
        added: open,
        up_to_date: 3,
        ..Tally::default()
    };
    Event::PlanReady(Box::new(Plan {
        run: 7,
        tally,
        open,
        continued: false,
        listed: true,
        not_proved: Vec::new(),
        outlook: Box::default(),
        removals_waiting: 0,
        taken_back: 0,
        taken_back_by: Vec::new(),
        summary: Summary::default(),
    }))
}

fn running(done: u64) -> Event {
    Event::Progress(Progress {
        done,
        of: 10,
        ..Progress::default()
    })
}

#[test]
fn the_bar_never_goes_back_and_is_full_at_the_end_only() {
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::RunNow));
    let reading = |auth0| {
        Event::Reading(Reading {
            auth0,
            ..Reading::default()
        })
    };
    let mut bars = Vec::new();
    for event in [
        reading(100_000),
        reading(0),
        plan(7),
        running(2),
        running(10),
        running(5),
    ] {
        update(&mut state, Msg::Reported(event));
        bars.push(state.sync.bar);
    }
    assert!(
        bars.is_sorted() && bars[0] < READ_SHARE && bars[5] < 1.0,
        "{bars:?}"
    );
    let summary = Summary {
        complete: true,
        ..Summary::default()
    };
    let end = End::Done;
    update(&mut state, Msg::Reported(Event::Finished { summary, end }));
    assert!((state.sync.bar - 1.0).abs() < f32::EPSILON);
}

#[test]
fn the_desktop_is_told_of_the_end_of_a_long_sync_and_of_nothing_else() {
    let told = |seconds, end: End, running_before: bool| {
        let mut state = real();
        if running_before {
            update(&mut state, Msg::Reported(running(2)));
        }
        let summary = Summary {
            tally: Tally {
                added: 9,
                attention: 1,
                ..Tally::default()
            },
            took: Duration::from_secs(seconds),
            ..Summary::default()
        };
        let commands = update(&mut state, Msg::Reported(Event::Finished { summary, end }));
        commands.into_iter().find_map(|command| match command {
            Command::Tell { title, body } => Some(format!("{title}: {body}")),
            _ => None,
        })
    };
    assert_eq!(
        told(120, End::Done, true).as_deref(),
        Some("The sync is done: 9 of 10 people are in UserHub. 1 needs attention.")
    );
    let problem = End::Problem(Box::new(crate::domain::issue::Issue::cannot_start()));
    assert_eq!(
        told(120, problem, true).as_deref(),
        Some("The sync stopped: The program could not begin its work.")
    );
    // Short, stopped by the person, or only a check.
    assert_eq!(told(119, End::Done, true), None);
    assert_eq!(told(120, End::Interrupted, true), None);
    assert_eq!(told(120, End::Done, false), None);
}

#[test]
fn a_sync_is_stopped_only_after_the_question() {
    let mut state = real();
    update(&mut state, Msg::Reported(running(2)));
    assert!(update(&mut state, Msg::Sync(SyncMsg::Stop)).is_empty());
    assert_eq!(state.sync.question, Some(Question::Stop));
    update(&mut state, Msg::Sync(SyncMsg::KeepGoing));
    assert_eq!(state.sync.question, None);
    update(&mut state, Msg::Sync(SyncMsg::Stop));
    let effects = crate::app::update(&mut state, Msg::Sync(SyncMsg::ConfirmStop));
    assert_eq!(controls(&effects), [Control::Stop(Queue::Work)]);
    assert!(!state.sync.closing);
}

#[test]
fn the_pause_of_a_problem_pauses_and_does_not_stop() {
    let mut state = real();
    update(&mut state, Msg::Reported(running(2)));
    let fix = crate::domain::issue::Fix::Pause;
    let effects = crate::app::update(&mut state, Msg::PressedFix(fix));
    assert_eq!(controls(&effects), [Control::Pause]);
}

#[test]
fn closing_the_window_stops_first() {
    let mut state = real();
    update(&mut state, Msg::Reported(running(2)));
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    assert!(!state.sync.closing);
    let effects = crate::app::update(&mut state, Msg::Sync(SyncMsg::ConfirmStop));
    assert_eq!(controls(&effects), [Control::Stop(Queue::Work)]);
    assert!(state.sync.closing);
}

#[test]
fn a_question_is_asked_no_longer_than_what_it_is_about_goes_on() {
    // A check comes to its plan while it is asked whether to stop it.
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    assert_eq!(state.sync.question, Some(Question::Close(Busy::Sync)));
    update(&mut state, Msg::Reported(plan(7)));
    assert_eq!(state.sync.question, None, "there is nothing to stop");
    // Somebody closes the window at the very moment at which it ends.
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    assert_eq!(state.sync.question, None);
    // A value that is changed ends the comparison too.
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    "conn_another".clone_into(&mut state.credentials.drafts.connection_id);
    let edited = CredentialsMsg::Edited(Field::ConnectionId);
    update(&mut state, Msg::Credentials(edited));
    assert_eq!(state.sync.question, None);
    // What goes on is still asked about.
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::RunNow));
    update(&mut state, Msg::Sync(SyncMsg::CloseWindow));
    update(&mut state, Msg::Reported(plan(7)));
    assert_eq!(state.sync.question, Some(Question::Close(Busy::Sync)));
}

#[test]
fn people_who_left_are_counted_by_a_comparison_that_is_not_void() {
    let Event::PlanReady(mut told) = plan(7) else {
        panic!("it is a plan")
    };
    told.removals_waiting = 4;
    let told = Event::PlanReady(told);
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    "conn_another".clone_into(&mut state.credentials.drafts.connection_id);
    let edited = CredentialsMsg::Edited(Field::ConnectionId);
    update(&mut state, Msg::Credentials(edited));
    update(&mut state, Msg::Reported(told.clone()));
    assert_eq!(state.removals.waiting(), None, "they are another tenant's");
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    update(&mut state, Msg::Reported(told));
    assert_eq!(state.removals.waiting(), Some(4));
}

fn interrupted() -> Event {
    let (summary, end) = (Summary::default(), End::Interrupted);
    Event::Finished { summary, end }
}

#[test]
fn a_comparison_is_void_once_a_value_that_it_was_begun_with_has_changed() {
    // It may have come to its plan already when it is told to stop, or be cut off.
    for end in [plan(7), interrupted()] {
        let mut state = filled();
        update(&mut state, Msg::Sync(SyncMsg::RunNow));
        "conn_another".clone_into(&mut state.credentials.drafts.connection_id);
        let edited = Msg::Credentials(CredentialsMsg::Edited(Field::ConnectionId));
        let effects = crate::app::update(&mut state, edited);
        assert_eq!(controls(&effects), [Control::Stop(Queue::Work)]);
        let late = Event::Reading(Reading::default());
        update(&mut state, Msg::Reported(late));
        assert!(state.busy().is_none(), "nothing is waited for");
        // The next one may be begun before the end of the void one is told.
        update(&mut state, Msg::Sync(SyncMsg::Compare));
        assert!(update(&mut state, Msg::Reported(end)).is_empty());
        assert!(matches!(state.sync.phase, Phase::Reading(_)));
        update(&mut state, Msg::Reported(plan(3)));
        let Phase::Planned(shown) = &state.sync.phase else {
            panic!("{:?}", state.sync.phase)
        };
        assert_eq!(shown.open, 3);
    }
}

#[test]
fn only_a_plan_that_was_begun_before_is_gone_on_with_unseen() {
    for (asked, continued, runs) in [
        (Msg::Sync(SyncMsg::Continue), true, true),
        (Msg::Sync(SyncMsg::Continue), false, false),
        (Msg::Sync(SyncMsg::RunNow), false, true),
        (Msg::Sync(SyncMsg::Compare), true, false),
    ] {
        let mut state = filled();
        let said = format!("{asked:?} {continued}");
        update(&mut state, asked);
        let Event::PlanReady(mut plan) = plan(7) else {
            panic!("it is a plan")
        };
        plan.continued = continued;
        let commands = update(&mut state, Msg::Reported(Event::PlanReady(plan)));
        let run = |one: &Command| matches!(one, Command::RunPatiently { .. });
        assert_eq!(commands.iter().any(run), runs, "{said}");
        assert_eq!(!runs, matches!(state.sync.phase, Phase::Planned(_)));
    }
}

#[test]
fn a_plan_is_run_once_however_often_the_button_is_pressed() {
    let mut state = real();
    update(&mut state, Msg::Reported(plan(7)));
    let first = update(&mut state, Msg::Sync(SyncMsg::Run));
    assert!(matches!(first[..], [Command::RunPatiently { plan: 7 }]));
    assert!(update(&mut state, Msg::Sync(SyncMsg::Run)).is_empty());
}

#[test]
fn a_sync_that_is_cut_off_asks_whether_it_can_be_gone_on_with() {
    for (end, asks) in [(End::Interrupted, true), (End::Done, false)] {
        let mut state = filled();
        update(&mut state, Msg::Reported(running(2)));
        let said = format!("{end:?}");
        let summary = Summary::default();
        let commands = update(&mut state, Msg::Reported(Event::Finished { summary, end }));
        let is_asked = commands
            .iter()
            .any(|one| matches!(one, Command::People(users::Request::Unfinished { .. })));
        assert_eq!(is_asked, asks, "{said}");
    }
}

#[test]
fn a_plan_that_waited_begins_a_bar_of_its_own_which_says_how_far_the_people_are() {
    let mut state = filled();
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    update(&mut state, Msg::Reported(plan(20_000)));
    let of_reading = state.sync.number;
    update(&mut state, Msg::Sync(SyncMsg::Run));
    assert_eq!((state.sync.number, state.sync.bar), (of_reading + 1, 0.0));
    let progress = Progress {
        done: 19,
        of: 20_000,
        ..Progress::default()
    };
    update(&mut state, Msg::Reported(Event::Progress(progress)));
    assert!(state.sync.bar < 0.01, "{}", state.sync.bar);
}

#[test]
fn a_tenant_that_has_lost_most_of_its_people_is_asked_about_also_where_nobody_wanted_to_look() {
    for (asked, shows) in [(SyncMsg::Compare, true), (SyncMsg::RunNow, true)] {
        let mut state = filled();
        update(&mut state, Msg::Sync(asked));
        let Event::PlanReady(mut plan) = plan(1) else {
            panic!("a plan")
        };
        plan.tally.up_to_date = 69;
        plan.tally.only_in_userhub = 2_930;
        update(&mut state, Msg::Reported(Event::PlanReady(plan)));
        assert_eq!(state.sync.gone().is_some(), shows);
        let sent = update(&mut state, Msg::Sync(SyncMsg::Run));
        assert!(sent.is_empty(), "{sent:?}");
        update(&mut state, Msg::Sync(SyncMsg::AcceptedGone));
        let sent = update(&mut state, Msg::Sync(SyncMsg::Run));
        assert!(
            matches!(sent[..], [Command::RunPatiently { .. }]),
            "{sent:?}"
        );
    }
}

#[test]
fn trying_again_in_vain_says_so() {
    let mut state = filled();
    let over = |attention| {
        let summary = Summary {
            tally: Tally {
                attention,
                ..Tally::default()
            },
            ..Summary::default()
        };
        let end = End::Done;
        Msg::Reported(Event::Finished { summary, end })
    };
    update(&mut state, Msg::Sync(SyncMsg::Compare));
    update(&mut state, Msg::Reported(plan(7)));
    update(&mut state, Msg::Sync(SyncMsg::Run));
    update(&mut state, over(3));
    assert_eq!(state.sync.again, Again::No);
    for (attention, in_vain) in [(3, true), (2, false)] {
        let again = SyncMsg::TryAgain("No email address".to_owned());
        update(&mut state, Msg::Sync(again));
        update(&mut state, over(attention));
        assert_eq!(state.sync.again == Again::InVain, in_vain, "{attention}");
    }
}
