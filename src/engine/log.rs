//! The program's log: to standard error what `RUST_LOG` asks for, and from the window to a file what went on and what went
//! wrong. Every line of the file goes through [`redact`].

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use crate::domain::issue::{Issue, redact};
use crate::engine::checks;
use crate::engine::persistence::history;
use crate::engine::sink::Sink;
use crate::protocol::checks::CheckState;
use crate::protocol::event::Event;
use crate::protocol::history::{Line, Whose};
use crate::protocol::live;
use crate::protocol::sync::End;
use crate::store::StoreError;
use crate::store::folder::DataFolder;

/// For how many days the files stay; each day has a file of its own.
const DAYS: usize = 7;

/// The most that one start of the program writes, in bytes: a service that sends a million unreadable records must not fill
/// the disk.
const MOST: usize = 2 * 1024 * 1024;

/// The file, once there is one: which it is, is known only after the log was started.
static FILE: Mutex<Option<Lines<RollingFileAppender>>> = Mutex::new(None);

/// Starts the log; with `file`, also that of the window, which [`open()`] gives its place.
pub fn start(file: bool) {
    let asked = std::env::var("RUST_LOG").ok();
    let told = told(asked.as_deref());
    let to_stderr = fmt::layer().with_writer(io::stderr).with_filter(told);
    let kept = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("winit", LevelFilter::ERROR)
        .with_target("userhub_connect", LevelFilter::INFO);
    let to_file = file.then(|| fmt::layer().with_writer(|| ToFile).with_filter(kept));
    let log = tracing_subscriber::registry().with(to_stderr).with(to_file);
    // A second start, as in tests, changes nothing.
    drop(log.try_init());
}

/// What goes to standard error: what `RUST_LOG` asks for, in levels and targets, and errors where it says nothing that can be
/// read. Its finer forms, by spans and fields, would bring an engine for regular expressions with them.
fn told(asked: Option<&str>) -> Targets {
    let asked = asked.filter(|asked| !asked.trim().is_empty());
    asked
        .and_then(|asked| asked.parse().ok())
        .unwrap_or_else(|| Targets::new().with_default(LevelFilter::ERROR))
}

/// Opens the file of the window's log and says what opened it.
pub fn open(folder: &DataFolder) {
    match appender(folder) {
        Ok(file) => {
            let lines = Lines {
                out: file,
                left: MOST,
            };
            *FILE.lock().unwrap_or_else(PoisonError::into_inner) = Some(lines);
            tracing::info!(
                version = env!("CARGO_PKG_VERSION"),
                system = std::env::consts::OS,
                processor = std::env::consts::ARCH,
                "the window is being opened"
            );
        }
        Err(error) => tracing::warn!(%error, "there is no file for the log"),
    }
}

/// Ends the file of the window's log, until the window is opened again.
pub(super) fn close() {
    FILE.lock().unwrap_or_else(PoisonError::into_inner).take();
}

fn appender(folder: &DataFolder) -> Result<RollingFileAppender, StoreError> {
    let logs = folder.logs()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("window")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&logs)
        .map_err(|error| StoreError::io(&logs)(io::Error::other(error)))
}

/// Writes down what an event says of problems and of what was done.
pub fn note(event: &Event) {
    match event {
        Event::Check { check, .. } => {
            if let (Some(issue), CheckState::Problem) = (&check.issue, check.state) {
                problem(check.name, issue);
            } else {
                tracing::info!(name = check.name, state = ?check.state, "checked");
            }
        }
        Event::Live(live::Event::State { state, why, .. }) => {
            tracing::info!(state = state.word(), why = why.as_deref(), "watching");
        }
        Event::Live(live::Event::Ended(_)) => tracing::info!("the watch has ended"),
        Event::PlanReady(plan) => tracing::info!(run = plan.run, open = plan.open, "compared"),
        Event::Finished { summary, end } => {
            let tally = &summary.tally;
            tracing::info!(
                added = tally.added,
                updated = tally.updated,
                up_to_date = tally.up_to_date,
                attention = tally.attention,
                seconds = summary.took.as_secs_f32(),
                complete = summary.complete,
                pace = summary.pace.as_ref().map(|pace| pace.words()),
                "a comparison or a sync is over"
            );
            if let End::Problem(issue) = end {
                problem("sync", issue);
            }
        }
        Event::PracticeFailed(issue) => problem("practice", issue),
        Event::FileWritten {
            result: Err(issue), ..
        } => problem("saving", issue),
        _ => {}
    }
}

fn problem(of: &str, issue: &Issue) {
    tracing::warn!(
        code = %issue.code,
        of,
        what = issue.what,
        detail = issue.detail.as_deref().unwrap_or_default(),
        "a problem"
    );
}

/// The end of the newest file: at most so many lines.
fn tail(folder: &DataFolder, lines: usize) -> Result<String, StoreError> {
    let Some(newest) = newest(&folder.logs()?) else {
        return Ok(String::new());
    };
    let text = std::fs::read(&newest).map_err(StoreError::io(&newest))?;
    let text = String::from_utf8_lossy(&text);
    let all: Vec<&str> = text.lines().collect();
    let first = all.len().saturating_sub(lines);
    Ok(all.get(first..).unwrap_or_default().join("\n"))
}

/// The file of the last day; their names sort by date.
fn newest(logs: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(logs).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "log"))
        .max()
}

/// Hands each line of the log to the file.
struct ToFile;

impl Write for ToFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match FILE.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(lines) => lines.write(line),
            None => Ok(line.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes whole lines, and writes them without what looks like a secret, up to a limit.
struct Lines<W> {
    out: W,
    left: usize,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(line.len());
        }
        let words = redact(&String::from_utf8_lossy(line));
        writeln!(self.out, "{words}")?;
        self.left = self.left.saturating_sub(words.len() + 1);
        if self.left == 0 {
            writeln!(self.out, "This is enough for one start: the log ends here.")?;
        }
        Ok(line.len())
    }
}

/// Answers [`Command::ReadLog`](crate::protocol::command::Command::ReadLog).
pub(super) async fn read(folder: PathBuf, sink: &Sink) {
    let read = tokio::task::spawn_blocking(move || {
        let contact = checks::first_contact::report(&folder);
        let runs = runs(&folder);
        let log = DataFolder::find(Some(folder)).and_then(|folder| tail(&folder, SHOWN).ok());
        (log, contact, runs)
    });
    let (log, contact, runs) = read.await.unwrap_or_default();
    sink.send(Event::LogRead {
        about: format!(
            "UserHub Connect {} on {} {}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH
        ),
        log: log.unwrap_or_else(|| "It could not be read.".to_owned()),
        contact,
        runs,
    });
}

/// The newest runs, undos and removals among them, a line each; nothing where they cannot be read.
fn runs(folder: &Path) -> Vec<String> {
    let lines = history::lines(&Whose::Everybodys(folder.to_owned())).unwrap_or_default();
    let runs = lines.into_iter().filter_map(|line| match line {
        Line::Run(entry) => Some(entry.run.impersonal()),
        Line::Setup(_) | Line::Unreadable(_) => None,
    });
    runs.take(RUNS).collect()
}

/// How many runs a report for support names.
const RUNS: usize = 10;

/// How many lines of the log a report for support holds.
const SHOWN: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "2026-11-25T09:30:00.123456Z  WARN userhub_connect::engine::sync::run: a problem code=E7\n";

    fn lines(left: usize) -> Lines<Vec<u8>> {
        Lines {
            out: Vec::new(),
            left,
        }
    }

    #[test]
    fn a_line_keeps_its_words_and_loses_its_secrets() {
        let mut log = lines(MOST);
        let secret = "s3cr-t_X".repeat(8);
        log.write(LINE.as_bytes()).unwrap();
        log.write(format!("key=sk_agX12345 secret={secret} eyJhbGciOi.eyJp.c2ln\n").as_bytes())
            .unwrap();
        let text = String::from_utf8(log.out).unwrap();
        let (first, second) = text.split_once('\n').unwrap();
        assert_eq!(first, LINE.trim_end().replace("  ", " "));
        assert_eq!(second, "key=••• secret=••• •••\n");
    }

    #[test]
    fn a_flood_ends_at_the_limit_and_says_so() {
        let mut log = lines(1000);
        for _ in 0..1000 {
            log.write(LINE.as_bytes()).unwrap();
        }
        assert!(log.out.len() < 1200, "{}", log.out.len());
        assert!(log.out.ends_with(b"the log ends here.\n"));
    }

    #[test]
    fn the_end_of_the_newest_file_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::find(Some(folder.path().to_owned())).unwrap();
        assert_eq!(tail(&data, 2).unwrap(), "");
        let logs = data.logs().unwrap();
        std::fs::write(logs.join("window.2026-11-24.log"), "old\n").unwrap();
        std::fs::write(logs.join("window.2026-11-25.log"), "a\nb\nc\n").unwrap();
        assert_eq!(tail(&data, 2).unwrap(), "b\nc");
    }

    #[test]
    fn only_the_last_days_stay() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::find(Some(folder.path().to_owned())).unwrap();
        let logs = data.logs().unwrap();
        for day in 1..=20 {
            std::fs::write(logs.join(format!("window.2020-01-{day:02}.log")), "").unwrap();
        }
        drop(appender(&data).unwrap());
        let left = std::fs::read_dir(&logs).unwrap().count();
        assert!(left <= DAYS, "{left}");
    }
}
