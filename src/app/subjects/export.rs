//! Saving a file: the summary of the set-up, reports of runs, the report for support, and a set-up. Where it goes is asked for
//! in a window of the system's, or typed here.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::report::Format;
use crate::domain::summary::Form;
use crate::protocol::command::Command;
use crate::protocol::history;
use crate::protocol::settings::SavedSetup;
use crate::protocol::ticket::Ticket;

/// Where saving stands.
#[derive(Debug, Default)]
pub struct Export {
    /// What is being saved.
    pub what: Option<What>,
    /// The path, as it is typed.
    pub path: String,
    /// Whether the path is asked for here: the system's window chose nothing, or could not be opened.
    pub typed: bool,
    /// What became of it.
    pub result: Request<PathBuf>,
}

/// What can be saved.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The summary of the set-up.
    Summary(Form),
    /// A report of a run.
    Run(Report),
    /// The report for support.
    Support,
    /// A set-up, by its id.
    SetUp(String),
    /// A set-up with its history, for whoever takes over.
    HandOver(Box<SavedSetup>),
}

impl What {
    /// Whether it is the set-up of this id, for whoever takes over.
    pub fn hands_over(&self, id: &str) -> bool {
        matches!(self, Self::HandOver(setup) if setup.id == id)
    }
}

/// A report of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The run's number.
    pub run: i64,
    /// When it was, for the name that is offered.
    pub at: Timestamp,
    /// The form.
    pub format: Format,
}

/// What the person does to save something.
#[derive(Clone, Debug)]
pub enum ExportMsg {
    /// They asked for it.
    Asked(What),
    /// The system's window was closed, with a file named or not.
    Named(Option<PathBuf>),
    /// They want it at the path that was typed.
    Typed,
}

impl What {
    /// The name that is offered for the file.
    fn file_name(&self) -> String {
        match self {
            Self::Summary(form) => form.file_name().to_owned(),
            Self::SetUp(_) => "userhub-connect-set-up.json".to_owned(),
            Self::HandOver(_) => "userhub-connect-hand-over.html".to_owned(),
            Self::Support => "userhub-connect-report.txt".to_owned(),
            Self::Run(report) => format!(
                "userhub-connect-run-{}-{}.{}",
                report.run,
                report.at.strftime("%Y-%m-%d"),
                report.format.extension()
            ),
        }
    }
}

impl Export {
    pub(in crate::app) fn update(&mut self, msg: ExportMsg) -> Effects {
        match msg {
            ExportMsg::Asked(what) => {
                let name = what.file_name();
                self.what = Some(what);
                self.typed = false;
                self.result.forget();
                WindowTask::AskWhereToSave(name).into()
            }
            // A file that the system's window has named may be replaced: that window has asked. One that was typed is not.
            ExportMsg::Named(Some(path)) => {
                self.typed = false;
                Signal::WriteFile {
                    path,
                    replace: true,
                }
                .into()
            }
            ExportMsg::Named(None) => {
                self.typed = true;
                Effects::none()
            }
            ExportMsg::Typed => {
                let path = self.path.trim().to_owned();
                if path.is_empty() {
                    self.result.settle(Err(Box::new(Issue::no_path_given())));
                    return Effects::none();
                }
                self.typed = true;
                Signal::WriteFile {
                    path: path.into(),
                    replace: false,
                }
                .into()
            }
        }
    }

    /// Whether it is about the summary.
    pub const fn is_of_summary(&self) -> bool {
        matches!(self.what, Some(What::Summary(_)))
    }

    /// Whether it is about this run.
    pub fn is_of_run(&self, of: &Report) -> bool {
        matches!(&self.what, Some(What::Run(report)) if report.run == of.run && report.profile == of.profile)
    }

    /// Writes what is saved, whose text is computed where all of it is known; of a run the worker reads it.
    pub(in crate::app) fn write(
        &mut self,
        path: PathBuf,
        replace: bool,
        text: impl FnOnce(&What) -> String,
        ctx: &Context,
    ) -> Effects {
        let Some(what) = &self.what else {
            return Effects::none();
        };
        let ticket = self.result.ask();
        match what {
            What::Summary(_) | What::SetUp(_) | What::Support => Command::WriteFile {
                path,
                text: text(what),
                replace,
                ticket,
            },
            What::HandOver(setup) => Command::HandOver {
                setup: setup.clone(),
                folder: ctx.folder.clone(),
                path,
                replace,
                ticket,
            },
            What::Run(report) => Command::History(history::Request::Save {
                // The system's window shows the whole name; who types a path may leave its end to us.
                to: if replace {
                    path
                } else {
                    with_extension(path, report.format)
                },
                profile: report.profile.clone(),
                run: report.run,
                format: report.format,
                replace,
                ticket,
            }),
        }
        .into()
    }

    /// The file was written, or why it was not.
    pub(in crate::app) fn written(&mut self, result: Result<PathBuf, Box<Issue>>, ticket: Ticket) {
        let is_there = result.is_ok();
        if self.result.answer(ticket, result) && is_there {
            self.typed = false;
        }
    }

    /// The person has left the page: what was saved there was seen. What is being written is told to its end.
    pub(in crate::app) fn page_left(&mut self) {
        if !self.result.is_loading() {
            self.reset();
        }
    }

    /// Another set-up is open: what is saved is none of its.
    pub(in crate::app) fn reset(&mut self) {
        self.what = None;
        self.path.clear();
        self.typed = false;
        self.result.forget();
    }
}

fn with_extension(path: PathBuf, format: Format) -> PathBuf {
    if path.extension().is_some_and(|it| it == format.extension()) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(format.extension());
    name.into()
}
