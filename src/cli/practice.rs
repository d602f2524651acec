//! The practice world from the command line's side: served until Ctrl-C, or inside another command.

use std::path::Path;
use std::time::Duration;

use super::args::{Options, PracticePlan};
use super::config;
use super::exit::Exit;
use super::out::Out;
use super::talk::next_signal;
use crate::app::command::Setup;
use crate::domain::issue::Issue;
use crate::practice::auth0::Plan;
use crate::practice::{self, World};
use crate::store::StoreError;
use crate::store::lock::ProfileLock;

/// A practice world with the runtime that it lives on. Dropping it ends it.
pub(super) struct PracticeWorld {
    world: World,
    runtime: tokio::runtime::Runtime,
    _lock: ProfileLock,
}

impl PracticeWorld {
    /// Starts the world that the flags describe.
    pub(super) fn start(options: &Options) -> Result<Self, Issue> {
        let cannot = |error: std::io::Error| Issue::cannot_start().with_detail(&error.to_string());
        let folder = config::practice_folder(options)?;
        let world_folder = folder.join("world");
        let unusable = |error: std::io::Error| {
            config::unusable(&StoreError::io(&world_folder)(error), options)
        };
        std::fs::create_dir_all(&world_folder).map_err(unusable)?;
        let lock = ProfileLock::take(&world_folder, &format!("process {}", std::process::id()))
            .map_err(|error| config::unusable(&error, options))?;
        if options.practice_reset {
            forget(&folder).map_err(unusable)?;
        }
        let world_options = practice::Options {
            people: options.practice_people,
            plan: plan(options.practice_plan),
            userhub_file: Some(world_folder.join("userhub.sqlite")),
            userhub_latency: Duration::from_millis(options.practice_latency),
            ..practice::Options::default()
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("practice")
            .enable_all()
            .build()
            .map_err(cannot)?;
        let world = runtime
            .block_on(World::start(world_options))
            .map_err(cannot)?;
        Ok(Self {
            world,
            runtime,
            _lock: lock,
        })
    }

    /// The setup that leads to this world.
    pub(super) fn setup(&self, options: &Options) -> Result<Setup, Issue> {
        config::practice(
            options,
            self.world.access(),
            config::practice_folder(options)?,
        )
    }
}

/// The setup of a command: that of a practice world, which is then started, or the real one.
pub(super) fn setup(options: &Options) -> Result<(Setup, Option<PracticeWorld>), Issue> {
    if options.practice {
        let world = PracticeWorld::start(options)?;
        Ok((world.setup(options)?, Some(world)))
    } else {
        Ok((config::live(options)?, None))
    }
}

/// Serves a practice world until a signal, after one line that tells how to reach it.
pub(super) fn serve(options: &Options, out: Out) -> Exit {
    let world = match PracticeWorld::start(options) {
        Ok(world) => world,
        Err(issue) => return out.problem(&issue),
    };
    // These keys open nothing but this world: it is the one place that prints them.
    match serde_json::to_string(world.world.access()) {
        Ok(line) => Out::line(line),
        Err(error) => return out.problem(&Issue::cannot_start().with_detail(&error.to_string())),
    }
    out.say("The practice world is open. Ctrl-C ends it.");
    world.runtime.block_on(next_signal());
    Exit::Done
}

/// Throws away what the practice UserHub has, and the journal of syncs with it.
fn forget(folder: &Path) -> std::io::Result<()> {
    for file in ["journal.sqlite", "world/userhub.sqlite"] {
        for suffix in ["", "-wal", "-shm"] {
            match std::fs::remove_file(folder.join(format!("{file}{suffix}"))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}

fn plan(plan: PracticePlan) -> Plan {
    match plan {
        PracticePlan::Unlimited => Plan::Unlimited,
        PracticePlan::Free => Plan::Free,
        PracticePlan::Essentials => Plan::Essentials,
        PracticePlan::Enterprise => Plan::Enterprise,
    }
}
