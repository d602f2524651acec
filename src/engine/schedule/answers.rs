//! Answers what the window asks about the task that keeps people up to date while it is closed.

use crate::domain::issue::Issue;
use crate::domain::schedule::{Installed, Rhythm, Schedule, name_for, render};
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::schedule::{self, Request, Task, Wanted, What};
use crate::store::folder::DataFolder;

/// Answers on a thread that may wait for the system's own tools.
pub(in crate::engine) async fn handle(request: Request, sink: &Sink) {
    let Request { what, of, ticket } = request;
    let done = tokio::task::spawn_blocking(move || answer(what, &of));
    // A panic was reported by the panic hook already.
    if let Ok(result) = done.await {
        let result = result.map(Box::new).map_err(Box::new);
        sink.send(Event::Schedule(schedule::Event {
            what,
            result,
            ticket,
        }));
    }
}

fn answer(what: What, of: &Wanted) -> Result<Task, Issue> {
    let folder = DataFolder::find(Some(of.folder.clone())).ok_or_else(Issue::no_data_folder)?;
    let (schedule, installed) = described(of, &folder)?;
    let platform = super::platform(false, &folder)?;
    match what {
        What::Look => {}
        // A task of practice would go on for nobody.
        What::Install if of.practice => {}
        What::Install => drop(super::install(&schedule, &platform, &folder, &installed)?),
        What::Remove => drop(super::remove(&schedule.name, &platform, &folder)?),
    }
    let found = super::installed(&folder)
        .into_iter()
        .find(|one| one.name == schedule.name);
    Ok(Task {
        rendered: render(&schedule, &platform),
        standing: found.map(|one| super::standing(&one, &platform)),
    })
}

/// The task as a window describes it: what an unattended run finds by itself is not among its words.
fn described(of: &Wanted, folder: &DataFolder) -> Result<(Schedule, Installed), Issue> {
    let program = std::env::current_exe()
        .map_err(|error| Issue::cannot_start().with_detail(&error.to_string()))?;
    let mut set_up: Vec<String> = Vec::new();
    let mut add = |flag: &str, value: &str| set_up.extend([flag, value].map(str::to_owned));
    if !of.practice {
        add("--auth0-domain", &of.domain);
        add("--auth0-client-id", &of.client_id);
        add("--connection-id", &of.connection);
    }
    if let Some(file) = &of.ca_certificate {
        add("--ca-certificate", &file.display().to_string());
    }
    let usual = DataFolder::find(None);
    if usual.is_none_or(|usual| usual.path() != folder.path()) {
        add("--data-dir", &folder.path().display().to_string());
    }
    for (flag, is_set) in [("--gentle", of.gentle), ("--practice", of.practice)] {
        if is_set {
            set_up.push(flag.to_owned());
        }
    }
    let name = name_for(&of.connection);
    let rhythm = Rhythm::default();
    let installed = Installed {
        name: name.clone(),
        rhythm,
        domain: of.domain.clone(),
        client_id: of.client_id.clone(),
        connection: of.connection.clone(),
        key_files: [None, None],
        profile: of.profile.clone(),
        practice: of.practice,
    };
    let schedule = Schedule {
        name,
        about: of.domain.clone(),
        program: program.display().to_string(),
        rhythm,
        set_up,
    };
    Ok((schedule, installed))
}
