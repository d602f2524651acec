//! Copied secrets and the clipboard.

use super::*;
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::app::update;
use crate::protocol::event::Event;

const SECRET: &str = "the-client-secret-wX9f";

fn copied() -> State {
    let mut state = State::new("folder".into());
    SECRET.clone_into(&mut state.credentials.drafts.client_secret);
    let commands = say(&mut state, ClipboardMsg::AskedToCopy(Field::ClientSecret));
    let [WindowTask::Clipboard(clipboard::Request::Hold(secret))] = &commands[..] else {
        panic!("{commands:?}")
    };
    assert_eq!(secret.expose(), SECRET);
    state
}

fn say(state: &mut State, msg: ClipboardMsg) -> Vec<WindowTask> {
    update(state, Msg::Clipboard(msg)).tasks
}

fn after(state: &mut State, seconds: i64) -> Vec<WindowTask> {
    update(
        state,
        Msg::TimeIs(Timestamp::from_second(seconds).expect("a time")),
    )
    .tasks
}

fn forgets(commands: &[WindowTask]) -> bool {
    match commands {
        [] => false,
        [WindowTask::Clipboard(clipboard::Request::Forget(secret))] => secret.expose() == SECRET,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_copied_secret_is_to_leave_after_a_minute_and_once() {
    let mut state = copied();
    assert!(!forgets(&after(&mut state, 59)));
    let left = state.clipboard.counts_down(state.now);
    assert_eq!(left, Some((Field::ClientSecret, 1)));
    assert!(forgets(&after(&mut state, 60)));
    assert_eq!(state.clipboard.counts_down(state.now), None);
    assert!(!forgets(&after(&mut state, 61)));
}

#[test]
fn it_leaves_earlier_when_asked_and_when_the_window_is_closed_or_the_clock_set_back() {
    assert!(forgets(&say(&mut copied(), ClipboardMsg::AskedToClear)));
    assert!(forgets(&say(&mut copied(), ClipboardMsg::Closing)));
    assert!(forgets(&after(&mut copied(), -5)));
}

#[test]
fn with_the_setting_off_it_stays() {
    let mut state = State::new("folder".into());
    SECRET.clone_into(&mut state.credentials.drafts.client_secret);
    state.setups.settings.clear_clipboard = false;
    say(&mut state, ClipboardMsg::AskedToCopy(Field::ClientSecret));
    assert_eq!(state.clipboard.counts_down(state.now), None);
    assert!(!forgets(&say(&mut state, ClipboardMsg::Closing)));
}

#[test]
fn what_only_the_window_can_copy_is_not_promised_to_leave() {
    let mut state = copied();
    let news = clipboard::Event::NotHeld(Secret::new(SECRET));
    let commands = update(&mut state, Msg::Reported(Event::Clipboard(news))).tasks;
    assert!(matches!(&commands[..], [WindowTask::CopyPlainly(_)]));
    assert!(state.clipboard.stays);
    assert_eq!(state.clipboard.counts_down(state.now), None);
}

#[test]
fn the_state_shows_no_secret() {
    let state = copied();
    assert!(!format!("{:?}", state.clipboard).contains("wX9f"));
}
