//! What follows from what happened: what the worker is asked, what only the window can do, and what other subjects hear of.

use std::path::PathBuf;

use super::signal::Signal;
use crate::domain::secret::Secret;
use crate::protocol::clipboard;
use crate::protocol::command::{Command, Control, Message};

/// What follows from what happened. A subject changes nothing but itself: everything else leaves it as one of these.
#[must_use = "what follows happens only where somebody carries it out"]
#[derive(Debug, Default)]
pub struct Effects {
    /// What the worker is told, in this order.
    pub messages: Vec<Message>,
    /// What only the window can do.
    pub tasks: Vec<WindowTask>,
    /// Something has changed that is kept between starts.
    pub save: bool,
    /// What other subjects hear of, in this order.
    pub(super) signals: Vec<Signal>,
}

/// What only the window can do, since it has the screen and the person before it.
#[derive(Clone, Debug)]
pub enum WindowTask {
    /// Opens a web page in the person's browser.
    OpenPage(String),
    /// Shows a folder as the system shows folders.
    OpenFolder(PathBuf),
    /// Asks, in a window of the system's, for a file to save something in; this name is offered.
    AskWhereToSave(String),
    /// Asks, in a window of the system's, for the file of a set-up.
    AskForSetupFile,
    /// Puts a secret into the clipboard, or takes it out.
    Clipboard(clipboard::Request),
    /// Copies a secret as the window copies anything, where [`WindowTask::Clipboard`] could not.
    CopyPlainly(Secret),
}

impl Effects {
    /// Nothing follows.
    pub fn none() -> Self {
        Self::default()
    }

    /// Asks the worker.
    pub(super) fn send(&mut self, command: Command) {
        self.messages.push(command.into());
    }

    /// Pauses, resumes or stops the worker.
    pub(super) fn control(&mut self, control: Control) {
        self.messages.push(control.into());
    }

    /// Lets other subjects hear of something.
    pub(super) fn signal(&mut self, signal: Signal) {
        self.signals.push(signal);
    }

    /// Says that something has changed that is kept between starts.
    pub(super) fn save(&mut self) {
        self.save = true;
    }

    /// What follows elsewhere comes after what follows here.
    pub(super) fn append(&mut self, other: Self) {
        self.messages.extend(other.messages);
        self.tasks.extend(other.tasks);
        self.signals.extend(other.signals);
        self.save |= other.save;
    }
}

impl From<Command> for Effects {
    fn from(command: Command) -> Self {
        Self {
            messages: vec![command.into()],
            ..Self::default()
        }
    }
}

impl From<Control> for Effects {
    fn from(control: Control) -> Self {
        Self {
            messages: vec![control.into()],
            ..Self::default()
        }
    }
}

impl From<Signal> for Effects {
    fn from(signal: Signal) -> Self {
        Self {
            signals: vec![signal],
            ..Self::default()
        }
    }
}

impl From<WindowTask> for Effects {
    fn from(task: WindowTask) -> Self {
        Self {
            tasks: vec![task],
            ..Self::default()
        }
    }
}
