//! The folders that a person may want to look into, and the report for whoever helps them.

use std::path::{Path, PathBuf};

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::protocol::command::Command;

/// A folder on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Where everything lies that the program writes.
    Data,
    /// Where the window's log lies, in it.
    Log,
}

impl Folder {
    /// Where it lies, with everything that the program writes under `data`.
    pub fn path(self, data: &Path) -> PathBuf {
        match self {
            Self::Data => data.to_owned(),
            Self::Log => data.join("logs"),
        }
    }
}

/// What the person or the window says about folders and the report.
#[derive(Clone, Copy, Debug)]
pub enum SupportMsg {
    /// The person wants to see a folder.
    AskedToOpen(Folder),
    /// The system was asked to show it, and did or did not.
    Opened(bool),
    /// The person wants to read the report.
    AskedForReport,
    /// The person has read it.
    PutReportAway,
}

/// How looking stands.
#[derive(Debug, Default)]
pub struct Support {
    /// The folder was asked for and could not be shown.
    pub not_opened: bool,
    /// The report, once it was asked for.
    pub report: Option<String>,
}

impl Support {
    pub(in crate::app) fn update(&mut self, msg: SupportMsg, ctx: &Context) -> Effects {
        match msg {
            SupportMsg::AskedToOpen(folder) => {
                self.not_opened = false;
                WindowTask::OpenFolder(folder.path(&ctx.folder)).into()
            }
            SupportMsg::Opened(opened) => {
                self.not_opened = !opened;
                Effects::none()
            }
            SupportMsg::AskedForReport => Command::ReadLog {
                folder: ctx.folder.clone(),
            }
            .into(),
            SupportMsg::PutReportAway => {
                self.report = None;
                Effects::none()
            }
        }
    }

    /// The report stands.
    pub(in crate::app) fn show(&mut self, report: String) {
        self.report = Some(report);
    }
}
