//! Copied secrets: each leaves the clipboard after a minute, unless something else lies there by then.

use jiff::{SignedDuration, Timestamp};

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::clipboard;

/// How long a copied secret stays in the clipboard.
pub const CLEARED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// What the person or the window says about a secret in the clipboard.
#[derive(Clone, Copy, Debug)]
pub enum ClipboardMsg {
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
    pub(in crate::app) fn update(&mut self, msg: ClipboardMsg, ctx: &Context) -> Effects {
        match msg {
            ClipboardMsg::AskedToCopy(field) => self.copy(field, ctx),
            ClipboardMsg::AskedToClear | ClipboardMsg::Closing => self.clear(),
            ClipboardMsg::SawThatItStays => {
                self.stays = false;
                Effects::none()
            }
        }
    }

    /// The secret that is still to leave the clipboard, and how many seconds are left, rounded up.
    pub fn counts_down(&self, now: Timestamp) -> Option<(Field, i64)> {
        let copied = self.copied.as_ref()?;
        let left = copied.until.duration_since(now);
        let begun = i64::from(left.subsec_nanos() > 0);
        Some((copied.field, left.as_secs() + begun))
    }

    pub(in crate::app) fn heard(&mut self, news: clipboard::Event) -> Effects {
        match news {
            clipboard::Event::Held
            | clipboard::Event::Emptied
            | clipboard::Event::SomethingElse => Effects::none(),
            clipboard::Event::NotEmptied => {
                self.stays = true;
                Effects::none()
            }
            // What cannot be reached from elsewhere can be neither looked into nor emptied later.
            clipboard::Event::NotHeld(secret) => {
                self.stays = self.copied.take().is_some();
                WindowTask::CopyPlainly(secret).into()
            }
        }
    }

    /// The time went on. A clock that was set back must not keep a secret for longer than a minute.
    pub(in crate::app) fn time_is(&mut self, now: Timestamp) -> Effects {
        let is_over = self.copied.as_ref().is_some_and(|copied| {
            let left = copied.until.duration_since(now);
            !left.is_positive() || left > CLEARED_AFTER
        });
        if is_over {
            self.clear()
        } else {
            Effects::none()
        }
    }

    fn copy(&mut self, field: Field, ctx: &Context) -> Effects {
        let secret = Secret::new(ctx.values.text(field));
        if secret.is_empty() {
            return Effects::none();
        }
        self.stays = false;
        self.copied = ctx.settings.clear_clipboard.then(|| Copied {
            field,
            secret: secret.clone(),
            until: ctx.now + CLEARED_AFTER,
        });
        WindowTask::Clipboard(clipboard::Request::Hold(secret)).into()
    }

    fn clear(&mut self) -> Effects {
        match self.copied.take() {
            Some(copied) => WindowTask::Clipboard(clipboard::Request::Forget(copied.secret)).into(),
            None => Effects::none(),
        }
    }
}

#[cfg(test)]
mod tests;
