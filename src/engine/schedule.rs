//! Schedules on this computer: what [`domain::schedule`](crate::domain::schedule) has rendered is written, put to work, looked
//! at and taken away again, by the system's own tools.

pub(super) mod answers;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use jiff::Timestamp;

use crate::clock;
use crate::domain::changes::Compared;
use crate::domain::freshness::Freshness;
use crate::domain::history::{Ending, Kind, PastRun};
use crate::domain::issue::Issue;
use crate::domain::schedule::{Command, Installed, Platform, Rendered, Rhythm, Schedule, render};
pub use crate::protocol::schedule::Standing;
use crate::store::file;
use crate::store::folder::DataFolder;
use crate::store::journal::Past;
use crate::store::removal_policy;
use crate::store::settings;

/// The form of the file that says what is installed.
const VERSION: u32 = 1;

/// The folder of the computer's own schedule, which its service is given by systemd.
pub const SYSTEM_FOLDER: &str = "/var/lib/userhub-connect";

/// The system of this computer.
///
/// # Errors
/// Where there is no home folder for the files, or no schedule of the computer's own.
pub fn platform(system: bool, folder: &DataFolder) -> Result<Platform, Issue> {
    if cfg!(target_os = "linux") {
        if system {
            return Ok(Platform::SystemdSystem);
        }
        let base = directories::BaseDirs::new().ok_or_else(Issue::no_data_folder)?;
        let units = base.config_dir().join("systemd").join("user");
        return Ok(Platform::SystemdUser {
            units: units.display().to_string(),
        });
    }
    if system {
        return Err(Issue::schedule_refused("systemd", "--system is of Linux"));
    }
    if cfg!(target_os = "macos") {
        let base = directories::BaseDirs::new().ok_or_else(Issue::no_data_folder)?;
        return Ok(Platform::Launchd {
            home: base.home_dir().display().to_string(),
            user: owner(base.home_dir()),
        });
    }
    Ok(Platform::Windows {
        folder: folder.path().display().to_string(),
    })
}

/// The number of whoever owns a folder.
#[cfg(unix)]
fn owner(folder: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(folder).map_or(0, |found| found.uid())
}

#[cfg(not(unix))]
fn owner(_: &Path) -> u32 {
    0
}

/// Installs a schedule in the place of the one of its name. What is left of one that could not be installed is removed.
///
/// # Errors
/// Why a file could not be written, or what the system's tool refused.
pub fn install(
    schedule: &Schedule,
    platform: &Platform,
    folder: &DataFolder,
    installed: &Installed,
) -> Result<Rendered, Issue> {
    remove(&schedule.name, platform, folder)?;
    let rendered = render(schedule, platform);
    let done = write_all(&rendered, platform).and_then(|()| {
        let note = folder.schedules().join(format!("{}.json", schedule.name));
        settings::write(&note, VERSION, installed)
            .map_err(|error| crate::engine::practice::unusable(&error, folder))?;
        rendered
            .install
            .iter()
            .try_for_each(|words| run(words).map(drop))
    });
    if let Err(issue) = done {
        // The first failure is what a person has to know of.
        drop(remove(&schedule.name, platform, folder));
        return Err(issue);
    }
    Ok(rendered)
}

fn write_all(rendered: &Rendered, platform: &Platform) -> Result<(), Issue> {
    for one in &rendered.files {
        let path = Path::new(&one.path);
        let bytes = match platform {
            // The Task Scheduler wants its own encoding, which the description names.
            Platform::Windows { .. } => std::iter::once(0xFEFF)
                .chain(one.text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            _ => one.text.clone().into_bytes(),
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder).and_then(|()| file::replace(path, &bytes));
        written.map_err(|error| {
            let issue = if *platform == Platform::SystemdSystem {
                Issue::schedule_needs_administrator(&one.path)
            } else {
                Issue::schedule_refused(&one.path, "it could not be written")
            };
            issue.with_detail(&error.to_string())
        })?;
    }
    Ok(())
}

/// Removes the schedule of this name, whatever its rhythm is, with all that belongs to it. Gives the files that were there.
///
/// # Errors
/// Why a file could not be removed.
pub fn remove(name: &str, platform: &Platform, folder: &DataFolder) -> Result<Vec<PathBuf>, Issue> {
    let of = |rhythm| {
        let schedule = Schedule {
            name: name.to_owned(),
            about: String::new(),
            program: String::new(),
            rhythm,
            set_up: Vec::new(),
        };
        render(&schedule, platform)
    };
    let forms = [of(Rhythm::Live), of(Rhythm::Every { minutes: 15 })];
    let note = folder.schedules().join(format!("{name}.json"));
    let files = forms.iter().flat_map(|form| &form.files);
    let mut paths: Vec<PathBuf> = files.map(|file| PathBuf::from(&file.path)).collect();
    paths.push(note);
    paths.sort();
    paths.dedup();
    paths.retain(|path| path.exists());
    if paths.is_empty() {
        return Ok(paths);
    }
    // What is not at work any more cannot be ended, and need not be.
    for words in forms.iter().flat_map(|form| &form.before_removal) {
        drop(run(words));
    }
    // There a task is no file of ours: one that could not be taken away would run on, and with its note gone nobody would know.
    if matches!(platform, Platform::Windows { .. }) {
        for words in forms.iter().map(|form| &form.next_run) {
            if run(words).is_ok() {
                return Err(Issue::schedule_refused(
                    &words.join(" "),
                    "it is still there",
                ));
            }
        }
    }
    for path in &paths {
        match fs::remove_file(path) {
            Ok(()) => {}
            // Somebody else has removed it at the same moment.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                let shown = path.display().to_string();
                let issue = Issue::schedule_needs_administrator(&shown);
                return Err(issue.with_detail(&error.to_string()));
            }
        }
    }
    // Folders in which something else lies stay.
    for folder in [folder.schedules().as_path(), folder.path()] {
        drop(fs::remove_dir(folder));
    }
    for words in &forms[0].after_removal {
        drop(run(words));
    }
    Ok(paths)
}

/// All schedules that were installed with this data folder, in order of their names.
pub fn installed(folder: &DataFolder) -> Vec<Installed> {
    let entries = fs::read_dir(folder.schedules());
    let paths = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut all: Vec<Installed> = paths
        .filter_map(|path| settings::peek(&path, VERSION))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Looks how a schedule stands: what the system says of it, and what its runs have come to.
pub fn standing(one: &Installed, platform: &Platform) -> Standing {
    let schedule = Schedule {
        name: one.name.clone(),
        about: String::new(),
        program: String::new(),
        rhythm: one.rhythm,
        set_up: Vec::new(),
    };
    let said = run(&render(&schedule, platform).next_run);
    let is_systemd = matches!(
        platform,
        Platform::SystemdUser { .. } | Platform::SystemdSystem
    );
    let property = |name: &str| {
        let said = said.as_ref().ok().filter(|_| is_systemd)?;
        let value = said.lines().find_map(|line| line.strip_prefix(name))?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty() && value != "n/a")
    };
    let is_active = if is_systemd {
        property("ActiveState=").map(|state| state == "active")
    } else {
        Some(said.is_ok())
    };
    let past = Past::open(&one.profile).ok().flatten();
    let runs = past.as_ref().and_then(|past| past.runs().ok());
    let runs: Vec<PastRun> = runs
        .unwrap_or_default()
        .into_iter()
        .filter(|run| matches!(run.kind, Kind::Sync | Kind::Changes | Kind::Watch))
        .collect();
    let now = clock::timestamp();
    let success = runs.iter().find_map(|run| success(run, now));
    let halt = past
        .as_ref()
        .and_then(|past| past.policy_halt().ok().flatten());
    let policy = removal_policy::read(&one.profile);
    let compared: Option<Compared> = past.and_then(|past| past.compared().ok().flatten());
    Standing {
        is_active,
        next_run: property("NextElapseUSecRealtime="),
        freshness: Freshness::of(success, one.rhythm.interval(), now),
        last: runs.into_iter().next(),
        everybody_at: compared.map(|compared| compared.everybody_at),
        policy_halt: halt.filter(|halt| policy.is_some_and(|on| on.is_halted_by(halt))),
    }
}

/// When a run has come through, if it has. A watch at work does all the time.
fn success(run: &PastRun, now: Timestamp) -> Option<Timestamp> {
    match &run.ending {
        Ending::Done => run.ended_at.or(Some(run.started_at)),
        Ending::AtWork if run.kind == Kind::Watch => Some(now),
        _ => None,
    }
}

/// Runs a command of the system's, and gives what it said.
fn run(words: &Command) -> Result<String, Issue> {
    let Some((tool, rest)) = words.split_first() else {
        return Ok(String::new());
    };
    let done = Process::new(tool).args(rest).stdin(Stdio::null()).output();
    match done {
        Ok(done) if done.status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Ok(done) => Err(Issue::schedule_refused(
            &words.join(" "),
            String::from_utf8_lossy(&done.stderr).trim(),
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(Issue::schedule_refused(tool, "it is not there"))
        }
        Err(error) => Err(Issue::schedule_refused(tool, &error.to_string())),
    }
}
