//! The practice world from the command line's side: served until Ctrl-C, or inside another command.

use std::time::Duration;

use tokio::runtime::Runtime;

use super::args::{Options, Pulls};
use super::config::{self, Keys};
use super::exit::Exit;
use super::out::Out;
use super::talk::next_signal;
use crate::domain::ids::ClientId;
use crate::domain::install::Way;
use crate::domain::issue::Issue;
use crate::domain::pasted::ManagementToken;
use crate::engine::practice::{self as engine, Past, PracticeWorld};
use crate::practice;
use crate::protocol::install::InstallSetup;
use crate::protocol::setup::Setup;
use crate::store::folder::DataFolder;

/// A practice world with the runtime that it lives on. Dropping it ends it.
pub(super) struct Hosted {
    world: PracticeWorld,
    runtime: Runtime,
}

/// Opens the world that the flags describe.
fn host(options: &Options) -> Result<Hosted, Issue> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("practice")
        .enable_all()
        .build()
        .map_err(|error| Issue::cannot_start().with_detail(&error.to_string()))?;
    let wanted = wanted(options, practice::Options::default());
    let past = if options.practice_reset {
        Past::Forget
    } else {
        Past::Keep
    };
    let folder = config::data_folder(options)?;
    let world = runtime.block_on(PracticeWorld::open(&folder, wanted, past))?;
    if let Some(trouble) = options.practice_trouble {
        world.make(trouble);
    }
    Ok(Hosted { world, runtime })
}

/// What the flags say of the world, upon what it is without them.
fn wanted(options: &Options, usual: practice::Options) -> practice::Options {
    practice::Options {
        people: options.practice_people,
        plan: options.practice_plan,
        application: if options.practice_events {
            practice::Application::WithEvents
        } else {
            usual.application
        },
        tenant: practice::auth0::TenantOptions {
            pulls_count: options.practice_pulls == Pulls::Counted,
            others: options.practice_others,
            happen_per_minute: options.practice_happen,
            ..usual.tenant
        },
        userhub_latency: options
            .practice_latency
            .map_or(usual.userhub_latency, Duration::from_millis),
        ..usual
    }
}

/// The folder of a window, and its practice world, which is opened once somebody chooses to practise.
pub(super) fn for_a_window(options: &Options) -> Result<(DataFolder, practice::Options), Issue> {
    let folder = config::data_folder(options)?;
    if options.practice_reset {
        engine::start_over(&folder)?;
    }
    Ok((folder, wanted(options, engine::for_a_window())))
}

/// The setup of a command: that of a practice world, which is then started, or the real one.
pub(super) fn setup(options: &Options) -> Result<(Setup, Option<Hosted>), Issue> {
    setup_with(options, Keys::Given)
}

/// The same, with keys from these places.
pub(super) fn setup_with(options: &Options, keys: Keys) -> Result<(Setup, Option<Hosted>), Issue> {
    if options.practice {
        let hosted = host(options)?;
        let mut setup = hosted.world.setup()?;
        setup.endpoints.gentle = options.gentle;
        setup.endpoints.wait_for_hours = options.wait_for_hours;
        Ok((setup, Some(hosted)))
    } else {
        Ok((config::live(options, keys)?, None))
    }
}

impl Hosted {
    /// The temporary key that the world hands out.
    pub(super) fn temporary_key(&self) -> Result<ManagementToken, Issue> {
        self.world.temporary_key()
    }
}

/// What an automatic set-up of a practice world needs. The world hands out the temporary key itself.
pub(super) fn install(options: &Options) -> Result<(InstallSetup, Option<Hosted>), Issue> {
    let hosted = host(options)?;
    let setup = hosted.world.setup()?;
    let token = hosted.world.temporary_key()?;
    let install = InstallSetup {
        domain: setup.domain,
        token,
        application: options.auth0_client_id.clone().map(ClientId::new),
        userhub: setup.userhub,
        endpoints: setup.endpoints,
        folder: setup.profile,
        way: Way::CommandLine,
    };
    Ok((install, Some(hosted)))
}

/// Serves a practice world until a signal, after one line that tells how to reach it.
pub(super) fn serve(options: &Options, out: Out) -> Exit {
    let hosted = match host(options) {
        Ok(hosted) => hosted,
        Err(issue) => return out.problem(&issue),
    };
    // These keys open nothing but this world: it is the one place that prints them.
    match serde_json::to_string(hosted.world.access()) {
        Ok(line) => Out::line(line),
        Err(error) => return out.problem(&Issue::cannot_start().with_detail(&error.to_string())),
    }
    if Out::is_lost() {
        // Nobody can reach a world whose addresses nobody has.
        return Exit::Done;
    }
    out.say("The practice world is open. Ctrl-C ends it.");
    hosted.runtime.block_on(next_signal());
    Exit::Done
}
