//! `schedule`: what is installed so that people are kept up to date when nobody is there.

use std::path::Path;

use serde_json::json;

use super::args::{Options, RhythmArgs, ScheduleArgs, ScheduleVerb};
use super::config;
use super::exit::Exit;
use super::next;
use super::out::Out;
use super::removals::told::halt_as_json;
use crate::clock;
use crate::domain::freshness::{Freshness, ago};
use crate::domain::history::Kind;
use crate::domain::issue::{Issue, in_one_line};
use crate::domain::pasted::Field;
use crate::domain::schedule::{Installed, Rendered, Rhythm, Schedule, name_for, render};
use crate::engine::schedule::{self, SYSTEM_FOLDER, Standing};
use crate::store::folder::DataFolder;

/// The connection's name in practice, as schedules have it.
const PRACTICE: &str = "practice";

pub(super) fn run(options: &Options, args: &ScheduleArgs, out: Out) -> Exit {
    let done = match &args.verb {
        ScheduleVerb::Install(args) => install(options, args, out),
        ScheduleVerb::Print(args) => print(options, args, out),
        ScheduleVerb::Status(args) => status(options, args.system, out),
        ScheduleVerb::Remove(args) => remove(options, args.system, out),
    };
    done.unwrap_or_else(|issue| out.problem(&issue))
}

/// The data folder; the computer's own schedule has one that systemd makes.
fn folder(options: &Options, system: bool) -> Result<DataFolder, Issue> {
    let mut options = options.data_dir.clone();
    if system {
        options = Some(SYSTEM_FOLDER.into());
    }
    DataFolder::find(options).ok_or_else(Issue::no_data_folder)
}

/// What is shown in the place of a value that is not known yet.
fn placeholder(field: Field) -> &'static str {
    match field {
        Field::Domain => "TENANT.eu.auth0.com",
        Field::ClientId => "CLIENT_ID",
        _ => "conn_CONNECTION",
    }
}

/// The schedule that the flags describe. Where `unknown` is given, it stands for what is missing.
fn described(
    options: &Options,
    args: &RhythmArgs,
    unknown: Option<fn(Field) -> &'static str>,
) -> Result<(Schedule, Installed), Issue> {
    let program = std::env::current_exe()
        .map_err(|error| Issue::cannot_start().with_detail(&error.to_string()))?;
    let folder = folder(options, args.system.system)?;
    let [domain, client_id, connection] = if options.practice {
        [PRACTICE, "", PRACTICE].map(str::to_owned)
    } else {
        config::names(options, unknown)?
    };
    let mut set_up: Vec<String> = Vec::new();
    let mut add = |flag: &str, value: &str| set_up.extend([flag, value].map(str::to_owned));
    if !options.practice {
        add("--auth0-domain", &domain);
        add("--auth0-client-id", &client_id);
        add("--connection-id", &connection);
    }
    let absolute = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        path.display().to_string()
    };
    for (flag, file) in [
        (
            "--auth0-client-secret-file",
            &options.auth0_client_secret_file,
        ),
        ("--userhub-key-file", &options.userhub_key_file),
        ("--ca-certificate", &options.ca_certificate),
    ] {
        if let Some(file) = file {
            add(flag, &absolute(file));
        }
    }
    if options.data_dir.is_some() || args.system.system {
        add("--data-dir", &absolute(folder.path()));
    }
    for (flag, address) in [
        ("--auth0-url", &options.auth0_url),
        ("--userhub-url", &options.userhub_url),
    ] {
        if let Some(address) = address {
            add(flag, address);
        }
    }
    for (flag, is_set) in [
        ("--gentle", options.gentle),
        ("--wait-for-hours", options.wait_for_hours),
        ("--practice", options.practice),
    ] {
        if is_set {
            set_up.push(flag.to_owned());
        }
    }
    let profile = if options.practice {
        folder.path().join(PRACTICE)
    } else {
        folder.path().join("profiles").join(&connection)
    };
    let name = name_for(&connection);
    let rhythm = args.rhythm();
    let installed = Installed {
        name: name.clone(),
        rhythm,
        domain: domain.clone(),
        client_id,
        connection,
        key_files: [
            options.auth0_client_secret_file.clone(),
            options.userhub_key_file.clone(),
        ],
        profile,
        practice: options.practice,
    };
    let schedule = Schedule {
        name,
        about: domain,
        program: program.display().to_string(),
        rhythm,
        set_up,
    };
    Ok((schedule, installed))
}

fn print(options: &Options, args: &RhythmArgs, out: Out) -> Result<Exit, Issue> {
    let (schedule, _) = described(options, args, Some(placeholder))?;
    let folder = folder(options, args.system.system)?;
    let platform = schedule::platform(args.system.system, &folder)?;
    let rendered = render(&schedule, &platform);
    if out.is_json() {
        Out::event(&as_json("schedule_files", &rendered));
        return Ok(Exit::Done);
    }
    for file in &rendered.files {
        Out::line(format!("# {}", file.path));
        Out::line(&file.text);
    }
    for (title, commands) in [
        ("# To install them:", &rendered.install),
        ("# Before they are removed:", &rendered.before_removal),
    ] {
        Out::line(title);
        for words in commands {
            Out::line(format!("#   {}", words.join(" ")));
        }
    }
    for note in rendered.notes.iter().chain(&rendered.hints) {
        Out::line(format!("# {note}"));
    }
    Ok(Exit::Done)
}

fn as_json(event: &str, rendered: &Rendered) -> serde_json::Value {
    let files = rendered
        .files
        .iter()
        .map(|file| json!({ "path": file.path, "text": file.text }));
    json!({
        "event": event,
        "files": files.collect::<Vec<_>>(),
        "commands": rendered.install,
        "notes": rendered.notes.iter().chain(&rendered.hints).collect::<Vec<_>>(),
    })
}

fn install(options: &Options, args: &RhythmArgs, out: Out) -> Result<Exit, Issue> {
    let (schedule, installed) = described(options, args, None)?;
    let system = args.system.system;
    let folder = folder(options, system)?;
    // The computer's service is given its keys by systemd, and nobody else can look at them.
    if !system && !options.practice {
        config::keys_of(&installed, &folder)?;
    }
    let platform = schedule::platform(system, &folder)?;
    let rendered = schedule::install(&schedule, &platform, &folder, &installed)?;
    if out.is_json() {
        Out::event(&as_json("schedule_installed", &rendered));
        return Ok(Exit::Done);
    }
    Out::line(match schedule.rhythm {
        Rhythm::Live => "Installed. It watches all the time.".to_owned(),
        rhythm @ Rhythm::Every { .. } => {
            format!("Installed. It runs every {rhythm}, and compares everybody once a day.")
        }
    });
    for file in &rendered.files {
        Out::line(format!("  {}", file.path));
    }
    for note in rendered.notes.iter().chain(&rendered.hints) {
        Out::line(note);
    }
    if schedule::standing(&installed, &platform).freshness == Freshness::Never {
        Out::line(format!(
            "The first sync is yours: look with `{}`, then run `{}` once.",
            next::command("sync --dry-run"),
            next::command("sync")
        ));
    }
    Ok(Exit::Done)
}

/// The schedules that are meant: that of the connection that was typed, or all.
fn wanted(options: &Options, folder: &DataFolder) -> Result<Vec<Installed>, Issue> {
    let connection = if options.practice {
        Some(PRACTICE.to_owned())
    } else {
        config::connection(options)?.map(|id| id.to_string())
    };
    let mut all = schedule::installed(folder);
    all.retain(|one| {
        connection
            .as_ref()
            .is_none_or(|wanted| one.connection == *wanted)
    });
    Ok(all)
}

fn remove(options: &Options, system: bool, out: Out) -> Result<Exit, Issue> {
    let folder = folder(options, system)?;
    let platform = schedule::platform(system, &folder)?;
    let mut names: Vec<String> = wanted(options, &folder)?
        .into_iter()
        .map(|one| one.name)
        .collect();
    // What was installed with another data folder, or is not written down any more, has the same name.
    if let (true, Some(connection)) = (names.is_empty(), config::connection(options)?) {
        names.push(name_for(connection.as_str()));
    }
    let mut removed = Vec::new();
    for name in &names {
        removed.extend(schedule::remove(name, &platform, &folder)?);
    }
    let shown: Vec<String> = removed
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if out.is_json() {
        Out::event(&json!({ "event": "schedule_removed", "files": shown }));
    } else if removed.is_empty() {
        Out::line("No schedule is installed. There was nothing to remove.");
    } else {
        Out::line("Removed. Nothing runs by itself any more.");
        for path in shown {
            Out::line(format!("  {path}"));
        }
    }
    Ok(Exit::Done)
}

fn status(options: &Options, system: bool, out: Out) -> Result<Exit, Issue> {
    let folder = folder(options, system)?;
    let platform = schedule::platform(system, &folder)?;
    let all = wanted(options, &folder)?;
    if all.is_empty() {
        if out.is_json() {
            Out::event(&json!({ "event": "schedule", "installed": false }));
        } else {
            Out::line(format!(
                "No schedule is installed. Install one with `{}`.",
                next::command("schedule install")
            ));
        }
        return Ok(Exit::Attention);
    }
    let mut exit = Exit::Done;
    for one in &all {
        let standing = schedule::standing(one, &platform);
        let keys = if system {
            Ok([CREDENTIALS; 2])
        } else {
            config::keys_of(one, &folder)
        };
        let is_well = matches!(standing.freshness, Freshness::Fresh { .. })
            && keys.is_ok()
            && standing.is_active != Some(false);
        if !is_well || standing.policy_halt.is_some() {
            exit = Exit::Attention;
        }
        if out.is_json() {
            tell_as_json(one, &standing, &keys);
        } else {
            tell(one, &standing, &keys);
        }
    }
    Ok(exit)
}

/// Where the computer's service has its keys from.
const CREDENTIALS: &str = "the service's credentials";

type Keys = Result<[&'static str; 2], Issue>;

fn tell_as_json(one: &Installed, standing: &Standing, keys: &Keys) {
    let (last, now) = (standing.last.as_ref(), clock::timestamp());
    let success = match standing.freshness {
        Freshness::Never => None,
        Freshness::Fresh { at } | Freshness::Stale { at } => Some(at),
    };
    let found = keys.as_ref().ok();
    Out::event(&json!({
        "event": "schedule",
        "installed": true,
        "name": one.name,
        "connection": one.connection,
        "every": one.rhythm.to_string(),
        "active": standing.is_active,
        "next_run": standing.next_run,
        "last_run": last.map(|run| json!({
            "run": run.id,
            "kind": run.kind.word(),
            "started_at": run.started_at.to_string(),
            "ending": run.ending.word(),
            "result": run.result(),
        })),
        "last_success_at": success.map(|at| at.to_string()),
        "last_success_seconds_ago": success.map(|at| now.duration_since(at).as_secs().max(0)),
        "freshness": standing.freshness.word(),
        "policy_stopped": standing.policy_halt.as_ref().map(halt_as_json),
        "everybody_at": standing.everybody_at.map(|at| at.to_string()),
        "keys": {
            "client_secret": found.map(|found| found[0]),
            "api_key": found.map(|found| found[1]),
            "problem": keys.as_ref().err().map(|issue| &issue.what),
        },
    }));
}

fn tell(one: &Installed, standing: &Standing, keys: &Keys) {
    let now = clock::timestamp();
    let every = match one.rhythm {
        Rhythm::Live => "watches all the time".to_owned(),
        rhythm @ Rhythm::Every { .. } => format!("runs every {rhythm}"),
    };
    let state = match standing.is_active {
        Some(true) => "",
        Some(false) => " (switched off, or it could not be started)",
        None => " (the system says nothing of it)",
    };
    Out::line(format!("{}: {every}{state}", one.name));
    if let Some(next) = &standing.next_run {
        Out::line(format!("  Next run: {next}"));
    }
    Out::line(match &standing.last {
        None => "  Last run: none yet".to_owned(),
        Some(run) => {
            let kind = if run.kind == Kind::Watch {
                "Watch"
            } else {
                run.kind.words()
            };
            format!(
                "  Last run: {kind}, {}: {}",
                ago(now, run.started_at),
                run.result()
            )
        }
    });
    Out::line(match standing.freshness {
        Freshness::Never => {
            let sync = next::command("sync");
            format!("  Last success: none yet. The first sync is yours: `{sync}`")
        }
        Freshness::Fresh { at } => format!("  Last success: {}", ago(now, at)),
        Freshness::Stale { at } => format!(
            "  Last success: {}, which is too long ago. Something has not run, or has not come through.",
            ago(now, at)
        ),
    });
    if let Some(at) = standing.everybody_at {
        Out::line(format!("  Everybody was last compared: {}", ago(now, at)));
    }
    if let Some(halt) = &standing.policy_halt {
        let since = ago(now, halt.since);
        Out::line(format!("  {} (since {since})", in_one_line(&halt.words())));
    }
    match keys {
        Ok([secret, key]) => Out::line(format!(
            "  Keys: the Client Secret from {secret}, the Admin API key from {key}"
        )),
        Err(issue) => {
            Out::line(format!("  Keys: {}. {}", issue.what, issue.why));
            Out::line(format!("  How to fix it: {}", issue.fix));
        }
    }
}
