//! The system's clipboard, on a thread of its own: another program that owns what lies there may take its time to answer.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use secrecy::zeroize::Zeroizing;

use crate::domain::secret::Secret;
use crate::engine::sink::Sink;
use crate::protocol::clipboard;
use crate::protocol::event::Event;

/// Something that holds what was copied last.
pub trait Board: Send {
    /// Holds a secret; whether it does.
    fn hold(&mut self, secret: &Secret) -> bool;
    /// The text that lies there: nothing where there is none, and no answer where it cannot be looked into.
    fn text(&mut self) -> Option<Zeroizing<String>>;
    /// Is emptied; whether it is.
    fn clear(&mut self) -> bool;
}

/// The thread that handles the orders, one after the other. Dropping it lets it finish.
#[derive(Debug)]
pub struct Clipboard {
    orders: Option<Sender<clipboard::Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Clipboard {
    /// Starts the thread; what became of each order goes to `sink`.
    pub fn start(mut board: Box<dyn Board>, sink: Sink) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let thread = Builder::new().name("clipboard".to_owned()).spawn(move || {
            for order in inbox {
                sink.send(Event::Clipboard(handle(board.as_mut(), order)));
            }
        })?;
        Ok(Self {
            orders: Some(orders),
            thread: Some(thread),
        })
    }

    /// Sends an order.
    pub fn send(&self, order: clipboard::Request) {
        if let Some(orders) = &self.orders {
            // The thread ends only after this sender is dropped.
            drop(orders.send(order));
        }
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was reported by the panic hook already.
            drop(thread.join());
        }
    }
}

fn handle(board: &mut dyn Board, order: clipboard::Request) -> clipboard::Event {
    match order {
        clipboard::Request::Hold(secret) if board.hold(&secret) => clipboard::Event::Held,
        clipboard::Request::Hold(secret) => clipboard::Event::NotHeld(secret),
        clipboard::Request::Forget(secret) => match board.text() {
            Some(text) if text.as_str() != secret.expose() => clipboard::Event::SomethingElse,
            Some(_) if board.clear() => clipboard::Event::Emptied,
            None | Some(_) => clipboard::Event::NotEmptied,
        },
    }
}

/// The operating system's clipboard. It is opened when it is needed first.
#[derive(Default)]
pub struct System(Option<arboard::Clipboard>);

impl System {
    fn open(&mut self) -> Option<&mut arboard::Clipboard> {
        if self.0.is_none() {
            match arboard::Clipboard::new() {
                Ok(clipboard) => self.0 = Some(clipboard),
                Err(error) => tracing::info!(%error, "the clipboard cannot be reached"),
            }
        }
        self.0.as_mut()
    }
}

impl Board for System {
    fn hold(&mut self, secret: &Secret) -> bool {
        self.open()
            .is_some_and(|clipboard| kept_out_of_history(clipboard.set(), secret.expose()).is_ok())
    }

    fn text(&mut self) -> Option<Zeroizing<String>> {
        match self.open()?.get_text() {
            Ok(text) => Some(Zeroizing::new(text)),
            Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => {
                Some(Zeroizing::default())
            }
            Err(error) => {
                tracing::info!(%error, "the clipboard could not be looked into");
                None
            }
        }
    }

    fn clear(&mut self) -> bool {
        self.open()
            .is_some_and(|clipboard| clipboard.clear().is_ok())
    }
}

/// Sets a text that programs which remember what was copied are asked to leave out.
#[cfg(all(unix, not(target_os = "macos")))]
fn kept_out_of_history(set: arboard::Set<'_>, text: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history().text(text)
}

/// Sets a text that programs which remember what was copied are asked to leave out.
#[cfg(target_os = "macos")]
fn kept_out_of_history(set: arboard::Set<'_>, text: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtApple as _;
    set.exclude_from_history().text(text)
}

/// Sets a text that programs which remember what was copied are asked to leave out.
#[cfg(windows)]
fn kept_out_of_history(set: arboard::Set<'_>, text: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring().text(text)
}

/// A clipboard of the app's own, for tests: nobody's own is touched. Clones share what lies there.
#[derive(Clone, Debug, Default)]
pub struct Private(Arc<Mutex<String>>);

impl Private {
    /// What lies there.
    pub fn holds(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Copies something, as another program does.
    pub fn copy(&self, text: &str) {
        text.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Board for Private {
    fn hold(&mut self, secret: &Secret) -> bool {
        self.copy(secret.expose());
        true
    }

    fn text(&mut self) -> Option<Zeroizing<String>> {
        Some(Zeroizing::new(self.holds()))
    }

    fn clear(&mut self) -> bool {
        self.copy("");
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_secret_that_was_copied_is_taken_out() {
        let board = Private::default();
        let (sender, news) = mpsc::channel();
        let sink = Sink::new(move |event| drop(sender.send(event)));
        let clipboard = Clipboard::start(Box::new(board.clone()), sink).unwrap();
        let secret = Secret::new("the-client-secret-wX9f");
        clipboard.send(clipboard::Request::Hold(secret.clone()));
        assert!(matches!(
            news.recv(),
            Ok(Event::Clipboard(clipboard::Event::Held))
        ));
        assert_eq!(board.holds(), "the-client-secret-wX9f");
        clipboard.send(clipboard::Request::Forget(secret.clone()));
        assert!(matches!(
            news.recv(),
            Ok(Event::Clipboard(clipboard::Event::Emptied))
        ));
        assert_eq!(board.holds(), "");
        board.copy("a shopping list");
        clipboard.send(clipboard::Request::Forget(secret));
        assert!(matches!(
            news.recv(),
            Ok(Event::Clipboard(clipboard::Event::SomethingElse))
        ));
        assert_eq!(board.holds(), "a shopping list");
    }

    #[test]
    fn what_was_ordered_before_the_end_is_done() {
        let board = Private::default();
        let clipboard = Clipboard::start(Box::new(board.clone()), Sink::new(drop)).unwrap();
        let secret = Secret::new("the-client-secret-wX9f");
        clipboard.send(clipboard::Request::Hold(secret.clone()));
        clipboard.send(clipboard::Request::Forget(secret));
        drop(clipboard);
        assert_eq!(board.holds(), "");
    }
}
