//! Copied secrets: each leaves the clipboard after a minute, unless something else lies there by then.

use crate::protocol::clipboard::{News, Order};
use jiff::{SignedDuration, Timestamp};

use super::state::State;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::command::Command;

/// How long a copied secret stays in the clipboard.
pub const CLEARED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// What the person or the window says about it.
#[derive(Clone, Copy, Debug)]
pub enum Said {
    /// The person asked for a copy of a secret.
    AskedToCopy(Field),
    /// The person wants the secret out of the clipboard now.
    AskedToClear,
    /// The person has read that a secret stays in the clipboard.
    SawThatItStays,
    /// The window is being closed.
    Closing,
}

/// What the app has put into the clipboard and is to take out again.
#[derive(Debug, Default)]
pub struct Clipboard {
    copied: Option<Copied>,
    /// A secret is still in the clipboard, and the app cannot take it out.
    pub stays: bool,
}

#[derive(Debug)]
struct Copied {
    field: Field,
    secret: Secret,
    until: Timestamp,
}

impl Clipboard {
    /// The secret that is still to leave the clipboard, and how many seconds are left, rounded up.
    pub fn counts_down(&self, now: Timestamp) -> Option<(Field, i64)> {
        let copied = self.copied.as_ref()?;
        let left = copied.until.duration_since(now);
        let begun = i64::from(left.subsec_nanos() > 0);
        Some((copied.field, left.as_secs() + begun))
    }
}

pub(super) fn said(state: &mut State, said: Said) -> Vec<Command> {
    match said {
        Said::AskedToCopy(field) => copy(state, field),
        Said::AskedToClear | Said::Closing => forget(state),
        Said::SawThatItStays => {
            state.clipboard.stays = false;
            Vec::new()
        }
    }
}

pub(super) fn news(state: &mut State, news: News) -> Vec<Command> {
    match news {
        News::Held | News::Emptied | News::SomethingElse => {}
        News::NotEmptied => state.clipboard.stays = true,
        // What cannot be reached from elsewhere can be neither looked into nor emptied later.
        News::NotHeld(secret) => {
            state.clipboard.stays = state.clipboard.copied.take().is_some();
            return vec![Command::CopyByWindow(secret)];
        }
    }
    Vec::new()
}

/// The time went on. A clock that was set back must not keep a secret for longer than a minute.
pub(super) fn time_is(state: &mut State) -> Vec<Command> {
    let is_over = state.clipboard.copied.as_ref().is_some_and(|copied| {
        let left = copied.until.duration_since(state.now);
        !left.is_positive() || left > CLEARED_AFTER
    });
    if is_over { forget(state) } else { Vec::new() }
}

fn copy(state: &mut State, field: Field) -> Vec<Command> {
    let secret = Secret::new(state.drafts.get(field));
    if secret.is_empty() {
        return Vec::new();
    }
    state.clipboard.stays = false;
    state.clipboard.copied = state.keeping.settings.clear_clipboard.then(|| Copied {
        field,
        secret: secret.clone(),
        until: state.now + CLEARED_AFTER,
    });
    vec![Command::Clipboard(Order::Hold(secret))]
}

fn forget(state: &mut State) -> Vec<Command> {
    let copied = state.clipboard.copied.take();
    copied
        .map(|copied| Command::Clipboard(Order::Forget(copied.secret)))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::protocol::event::Event;

    const SECRET: &str = "the-client-secret-wX9f";

    fn copied() -> State {
        let mut state = State::new("folder".into());
        SECRET.clone_into(&mut state.drafts.client_secret);
        let commands = say(&mut state, Said::AskedToCopy(Field::ClientSecret));
        let [Command::Clipboard(Order::Hold(secret))] = &commands[..] else {
            panic!("{commands:?}")
        };
        assert_eq!(secret.expose(), SECRET);
        state
    }

    fn say(state: &mut State, said: Said) -> Vec<Command> {
        update(state, Msg::Clipboard(said))
    }

    fn after(state: &mut State, seconds: i64) -> Vec<Command> {
        update(
            state,
            Msg::TimeIs(Timestamp::from_second(seconds).expect("a time")),
        )
    }

    fn forgets(commands: &[Command]) -> bool {
        match commands {
            [] => false,
            [Command::Clipboard(Order::Forget(secret))] => secret.expose() == SECRET,
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
        assert!(forgets(&say(&mut copied(), Said::AskedToClear)));
        assert!(forgets(&say(&mut copied(), Said::Closing)));
        assert!(forgets(&after(&mut copied(), -5)));
    }

    #[test]
    fn with_the_setting_off_it_stays() {
        let mut state = State::new("folder".into());
        SECRET.clone_into(&mut state.drafts.client_secret);
        state.keeping.settings.clear_clipboard = false;
        say(&mut state, Said::AskedToCopy(Field::ClientSecret));
        assert_eq!(state.clipboard.counts_down(state.now), None);
        assert!(!forgets(&say(&mut state, Said::Closing)));
    }

    #[test]
    fn what_only_the_window_can_copy_is_not_promised_to_leave() {
        let mut state = copied();
        let news = News::NotHeld(Secret::new(SECRET));
        let commands = update(&mut state, Msg::Reported(Event::Clipboard(news)));
        assert!(matches!(&commands[..], [Command::CopyByWindow(_)]));
        assert!(state.clipboard.stays);
        assert_eq!(state.clipboard.counts_down(state.now), None);
    }

    #[test]
    fn the_state_shows_no_secret() {
        let state = copied();
        assert!(!format!("{:?}", state.clipboard).contains("wX9f"));
    }
}
