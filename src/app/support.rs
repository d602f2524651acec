//! The folders that a person may want to look into, and the report for whoever helps them.

use std::path::PathBuf;

use super::state::State;
use super::syncing::Phase;
use crate::protocol::command::Command;

/// A folder on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Where everything lies that the program writes.
    Data,
    /// Where the window's log lies, in it.
    Log,
}

/// What the person or the window says about it.
#[derive(Clone, Copy, Debug)]
pub enum Said {
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

impl State {
    /// Where a folder lies.
    pub fn folder_of(&self, folder: Folder) -> PathBuf {
        match folder {
            Folder::Data => self.folder.clone(),
            Folder::Log => self.folder.join("logs"),
        }
    }
}

pub(super) fn said(state: &mut State, said: Said) -> Vec<Command> {
    match said {
        Said::AskedToOpen(folder) => {
            state.support.not_opened = false;
            let path = state.folder_of(folder);
            return vec![Command::OpenFolder { path }];
        }
        Said::Opened(opened) => state.support.not_opened = !opened,
        Said::AskedForReport => {
            let folder = state.folder.clone();
            return vec![Command::ReadLog { folder }];
        }
        Said::PutReportAway => state.support.report = None,
    }
    Vec::new()
}

/// The end of the log was read; what else belongs into the report is known here.
pub(super) fn log_read(state: &mut State, about: &str, log: &str, contact: &str) {
    let report = report(state, about, log);
    state.support.report = Some(format!(
        "{report}\nWhat the services were seen to answer:\n{contact}\n"
    ));
}

/// All that helps to understand what went wrong; no secret, and of people and tenants only what the log says.
fn report(state: &State, about: &str, log: &str) -> String {
    let settings = &state.keeping.settings;
    let given = |text: &str| if text.trim().is_empty() { "no" } else { "yes" };
    let mut problems: Vec<String> = state
        .checks
        .rows
        .iter()
        .filter_map(|check| Some((check, check.issue.as_ref()?)))
        .map(|(check, issue)| format!("{} {}: {}", issue.code, check.name, issue.what))
        .collect();
    if problems.is_empty() {
        problems.push("none".to_owned());
    }
    let log = if log.is_empty() { "Nothing yet." } else { log };
    let facts = [
        format!("{about}, {}", state.now.strftime("%Y-%m-%d %H:%M UTC")),
        format!(
            "Look: {:?}, text {} %, higher contrast {}, reduced motion {}",
            settings.theme, settings.text_size, settings.higher_contrast, settings.reduce_motion
        ),
        format!(
            "Proxy set here: {}; company certificate: {}; speed: {:?}; history: {} days",
            given(&settings.proxy),
            given(&settings.certificate),
            settings.speed,
            settings.history_days
        ),
        format!(
            "Saved set-ups: {}; practice: {}",
            state.keeping.setups.len(),
            state.world == Some(super::msg::World::Practice)
        ),
        format!("Problems of the last checks: {}", problems.join("; ")),
        format!("Pace of the last sync: {}", pace(state)),
    ];
    format!("{}\n\nThe end of the log:\n{log}\n", facts.join("\n"))
}

/// What the last sync learnt of the tenant's limit.
fn pace(state: &State) -> String {
    let pace = match &state.sync.phase {
        Phase::Over { summary, .. } => summary.pace.as_ref(),
        _ => None,
    };
    pace.map_or_else(|| "not known".to_owned(), |pace| pace.words())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::protocol::event::Event;

    fn reported() -> String {
        let mut state = State::new("folder".into());
        "the-client-secret-wX9f".clone_into(&mut state.drafts.client_secret);
        "sk_the-admin-key-Rr81".clone_into(&mut state.drafts.api_key);
        "http://me:hunter2@proxy.acme.com:8080".clone_into(&mut state.keeping.settings.proxy);
        let asked = update(&mut state, Msg::Support(Said::AskedForReport));
        assert!(matches!(&asked[..], [Command::ReadLog { .. }]), "{asked:?}");
        let read = Event::LogRead {
            about: "UserHub Connect 1.2.3 on linux".to_owned(),
            log: "a line of it".to_owned(),
            contact: "3 held, 1 did not hold".to_owned(),
        };
        update(&mut state, Msg::Reported(read));
        state.support.report.expect("a report")
    }

    #[test]
    fn the_report_says_what_helps_and_holds_no_secret_not_even_its_end() {
        let report = reported();
        for there in [
            "1.2.3 on linux",
            "a line of it",
            "Proxy set here: yes",
            "3 held, 1 did",
        ] {
            assert!(report.contains(there), "{report}");
        }
        for gone in ["wX9f", "Rr81", "hunter2", "acme"] {
            assert!(!report.contains(gone), "{report}");
        }
    }

    #[test]
    fn a_folder_that_could_not_be_shown_is_said_until_the_next_try() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Support(Said::Opened(false)));
        assert!(state.support.not_opened);
        let asked = update(&mut state, Msg::Support(Said::AskedToOpen(Folder::Log)));
        let [Command::OpenFolder { path }] = &asked[..] else {
            panic!("{asked:?}")
        };
        assert!(path.ends_with("logs") && !state.support.not_opened);
    }
}
