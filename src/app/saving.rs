//! The summary of the set-up and reports of runs, and saving them: where they go is asked for in a window of the system's, or
//! typed here.

use std::path::PathBuf;

use jiff::Timestamp;

use super::progress::Status;
use super::remote::Remote;
use super::state::State;
use super::{keeping, setup_file};
use crate::domain::issue::Issue;
use crate::domain::report::Format;
use crate::domain::summary::{Fact, Form, Summary};
use crate::protocol::command::Command;
use crate::protocol::history::Ask;
use crate::protocol::places::Part;

/// Where saving stands.
#[derive(Debug, Default)]
pub struct Saving {
    /// What is being saved.
    pub what: Option<What>,
    /// The path, as it is typed.
    pub path: String,
    /// Whether the path is asked for here: the system's window chose nothing, or could not be opened.
    pub typed: bool,
    /// What became of it.
    pub result: Remote<PathBuf>,
}

/// What can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The summary of the set-up.
    Summary(Form),
    /// A report of a run.
    Run(Report),
    /// The report for support.
    Support,
    /// A set-up, by its id.
    SetUp(String),
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

impl What {
    /// The name that is offered for the file.
    fn file_name(&self) -> String {
        match self {
            Self::Summary(form) => form.file_name().to_owned(),
            Self::SetUp(_) => "userhub-connect-set-up.json".to_owned(),
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

impl Saving {
    /// Whether it is about the summary.
    pub const fn is_of_summary(&self) -> bool {
        matches!(self.what, Some(What::Summary(_)))
    }

    /// Whether it is about this run.
    pub fn is_of_run(&self, of: &Report) -> bool {
        matches!(&self.what, Some(What::Run(report)) if report.run == of.run && report.profile == of.profile)
    }
}

/// What the person does to save it.
#[derive(Clone, Debug)]
pub enum Did {
    /// They asked for it.
    Asked(What),
    /// The system's window was closed, with a file named or not.
    Named(Option<PathBuf>),
    /// They want it at the path that was typed.
    Typed,
}

pub(super) fn did(state: &mut State, did: Did) -> Vec<Command> {
    match did {
        Did::Asked(what) => {
            let name = what.file_name();
            state.saving = Saving {
                what: Some(what),
                path: std::mem::take(&mut state.saving.path),
                ..Saving::default()
            };
            vec![Command::AskWhere { name }]
        }
        Did::Named(Some(path)) => write(state, path, true),
        Did::Named(None) => {
            state.saving.typed = true;
            Vec::new()
        }
        Did::Typed => {
            let path = state.saving.path.trim().to_owned();
            if path.is_empty() {
                state.saving.result = Remote::Failed(Box::new(Issue::no_path_given()));
                return Vec::new();
            }
            write(state, PathBuf::from(path), false)
        }
    }
}

/// A file that the system's window has named may be replaced: that window has asked. One that was typed is not.
fn write(state: &mut State, path: PathBuf, replace: bool) -> Vec<Command> {
    let Some(what) = state.saving.what.clone() else {
        return Vec::new();
    };
    state.saving.typed = !replace;
    state.saving.result = Remote::Loading;
    vec![match what {
        What::Summary(form) => Command::WriteFile {
            path,
            text: state.summary().write(form),
            replace,
        },
        What::SetUp(id) => {
            let setups = keeping::kept(state).setups;
            let setup = setups.iter().find(|setup| setup.id == id);
            Command::WriteFile {
                path,
                text: setup.map(setup_file::write).unwrap_or_default(),
                replace,
            }
        }
        What::Support => Command::WriteFile {
            path,
            text: state.support.report.clone().unwrap_or_default(),
            replace,
        },
        What::Run(report) => Command::History(Ask::Save {
            // The system's window shows the whole name; who types a path may leave its end to us.
            to: if replace {
                path
            } else {
                with_extension(path, report.format)
            },
            profile: report.profile,
            run: report.run,
            format: report.format,
            replace,
        }),
    }]
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

pub(super) fn written(state: &mut State, result: Result<PathBuf, Box<Issue>>) {
    state.saving.result = match result {
        Ok(path) => {
            state.saving.typed = false;
            Remote::Ready(path)
        }
        Err(issue) => Remote::Failed(issue),
    };
}

impl State {
    /// What was set up, without any secret: of keys only the end.
    pub fn summary(&self) -> Summary {
        let known = self.known();
        let or_open = |text: Option<String>| text.unwrap_or_else(|| "not given".to_owned());
        let facts: Vec<Fact> = vec![
            (
                "Auth0 domain",
                or_open(known.domain.map(|it| it.to_string())),
            ),
            (
                "Client ID",
                or_open(known.client_id.map(|it| it.to_string())),
            ),
            (
                "Client Secret",
                or_open(known.client_secret.map(|it| it.to_string())),
            ),
            (
                "Connection ID",
                or_open(known.connection_id.map(|it| it.to_string())),
            ),
            ("API key", or_open(known.api_key.map(|it| it.to_string()))),
        ];
        Summary {
            date: self.now.strftime("%-d %B %Y, %H:%M UTC").to_string(),
            facts,
            parts: Part::ALL
                .map(|part| (part.title(), self.told(part)))
                .to_vec(),
        }
    }

    /// How a part stands, in a line that still is true tomorrow.
    fn told(&self, part: Part) -> String {
        let standing = self.standing(part);
        if let Some(when) = self.proved_at.get(&part) {
            return format!("Checked on {}", when.strftime("%-d %B %Y at %H:%M UTC"));
        }
        let word = match standing.status {
            Status::NotStarted => "Not started",
            Status::InProgress => "In progress",
            Status::Done => "Marked done, not checked",
            Status::NotReady => "Not ready yet",
            Status::Problem => "There is a problem",
        };
        match standing.status {
            Status::Problem => format!("{word}: {}", standing.reason),
            _ => word.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;

    fn saved(did: Did) -> Vec<Command> {
        let mut state = State::new("folder".into());
        "the-client-secret-wX9f".clone_into(&mut state.drafts.client_secret);
        "sk_the-admin-key-Rr81".clone_into(&mut state.drafts.api_key);
        update(
            &mut state,
            Msg::Saving(Did::Asked(What::Summary(Form::Html))),
        );
        "/there/summary.html".clone_into(&mut state.saving.path);
        update(&mut state, Msg::Saving(did))
    }

    #[test]
    fn what_is_saved_holds_no_secret_but_its_end() {
        let commands = saved(Did::Named(Some("/there/summary.html".into())));
        let [Command::WriteFile { text, replace, .. }] = &commands[..] else {
            panic!("{commands:?}")
        };
        assert!(text.contains("wX9f") && text.contains("Rr81") && *replace);
        assert!(!text.contains("the-client-secret") && !text.contains("the-admin-key"));
    }

    #[test]
    fn a_path_that_was_typed_never_replaces_a_file() {
        let commands = saved(Did::Typed);
        let [Command::WriteFile { replace: false, .. }] = &commands[..] else {
            panic!("{commands:?}")
        };
    }

    #[test]
    fn with_no_window_of_the_systems_the_path_is_asked_for_here() {
        let mut state = State::new("folder".into());
        update(
            &mut state,
            Msg::Saving(Did::Asked(What::Summary(Form::Text))),
        );
        assert!(update(&mut state, Msg::Saving(Did::Named(None))).is_empty());
        assert!(state.saving.typed);
    }

    #[test]
    fn a_report_goes_where_it_was_named_or_typed_and_replaces_nothing_that_was_typed() {
        let report = || {
            What::Run(Report {
                profile: "profile".into(),
                run: 7,
                at: Timestamp::UNIX_EPOCH,
                format: Format::Csv,
            })
        };
        let mut state = State::new("folder".into());
        let asked = update(&mut state, Msg::Saving(Did::Asked(report())));
        assert!(
            matches!(&asked[..], [Command::AskWhere { name }] if name == "userhub-connect-run-7-1970-01-01.csv"),
            "{asked:?}"
        );
        let mut saved = |did| match &update(&mut state, Msg::Saving(did))[..] {
            [
                Command::History(Ask::Save {
                    to,
                    run: 7,
                    replace,
                    ..
                }),
            ] => (to.clone(), *replace),
            other => panic!("{other:?}"),
        };
        let named = saved(Did::Named(Some("/there/all of it".into())));
        assert_eq!(named, ("/there/all of it".into(), true));
        "/there/report".clone_into(&mut state.saving.path);
        let typed = update(&mut state, Msg::Saving(Did::Typed));
        assert!(
            matches!(&typed[..], [Command::History(Ask::Save { to, replace: false, .. })] if to.ends_with("report.csv")),
            "{typed:?}"
        );
    }
}
