//! Opening a set-up that somebody has saved as a file: asking for the file, and what it held.

use std::path::PathBuf;

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::protocol::command::Command;
use crate::protocol::setup_text;
use crate::protocol::ticket::Ticket;

/// What the person or the window says about the file.
#[derive(Clone, Debug)]
pub enum SetupFileMsg {
    /// The person wants to open a file.
    AskedToOpen,
    /// The system's window was closed, with a file named or not.
    Named(Option<PathBuf>),
    /// The person has typed the path.
    Typed,
}

/// Where opening a file stands.
#[derive(Debug, Default)]
pub struct SetupFile {
    /// The path, as it is typed.
    pub path: String,
    /// Whether the path is asked for here: the system's window chose nothing, or could not be opened.
    pub typed: bool,
    /// What became of it: the name of the set-up.
    pub result: Request<String>,
}

impl SetupFile {
    pub(in crate::app) fn update(&mut self, msg: SetupFileMsg, ctx: &Context) -> Effects {
        match msg {
            SetupFileMsg::AskedToOpen => {
                self.result.forget();
                WindowTask::AskForSetupFile.into()
            }
            SetupFileMsg::Named(Some(path)) => self.read(path, ctx),
            SetupFileMsg::Named(None) => {
                self.typed = true;
                Effects::none()
            }
            SetupFileMsg::Typed => {
                let path = self.path.trim().to_owned();
                if path.is_empty() {
                    self.result.settle(Err(Box::new(Issue::no_file_named())));
                    return Effects::none();
                }
                self.read(path.into(), ctx)
            }
        }
    }

    fn read(&mut self, path: PathBuf, ctx: &Context) -> Effects {
        Command::ReadSetUp {
            path,
            folder: ctx.folder.clone(),
            ticket: self.result.ask(),
        }
        .into()
    }

    /// The file was read, or could not be.
    pub(in crate::app) fn was_read(
        &mut self,
        text: Result<String, Box<Issue>>,
        ticket: Ticket,
        ctx: &Context,
    ) -> Effects {
        if !self.result.is_current(ticket) {
            return Effects::none();
        }
        let id = format!("setup-{}", ctx.now.as_millisecond());
        match text.and_then(|text| setup_text::read(&text, id).map_err(Box::new)) {
            Ok(setup) => Signal::SetupRead(Box::new(setup)).into(),
            Err(issue) => {
                self.result.answer(ticket, Err(issue));
                Effects::none()
            }
        }
    }

    /// The set-up of the file is open, under this name.
    pub(in crate::app) fn opened(&mut self, title: String) {
        self.reset();
        self.result.settle(Ok(title));
    }

    pub(in crate::app) fn reset(&mut self) {
        self.path.clear();
        self.typed = false;
        self.result.forget();
    }
}
