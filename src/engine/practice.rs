//! Opens the practice world for the worker: once, and for as long as the worker lives.

use std::path::Path;

use super::sink::Sink;
use crate::app::command::{Endpoints, Setup, UserHubSetup};
use crate::app::event::Event;
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::practice::{Access, Application, Options, World};
use crate::store::folder::DataFolder;
use crate::store::lock::ProfileLock;

/// An open practice world. It ends when this is dropped.
pub(super) struct PracticeWorld {
    world: World,
    _lock: ProfileLock,
}

/// Opens the world, unless it is open already, and reports the setup that leads to it.
pub(super) async fn open(slot: &mut Option<PracticeWorld>, folder: &Path, sink: &Sink) {
    let cannot =
        |error: &dyn std::error::Error| Issue::cannot_start().with_detail(&error.to_string());
    let profile = match DataFolder::find(Some(folder.to_owned())).map(|folder| folder.practice()) {
        Some(Ok(profile)) => profile,
        Some(Err(error)) => return sink.send(Event::PracticeFailed(cannot(&error))),
        None => return sink.send(Event::PracticeFailed(Issue::no_data_folder())),
    };
    if slot.is_none() {
        match start(&profile).await {
            Ok(world) => *slot = Some(world),
            Err(issue) => return sink.send(Event::PracticeFailed(issue)),
        }
    }
    if let Some(open) = slot {
        match setup(open.world.access(), &profile) {
            Ok(setup) => sink.send(Event::PracticeOpened(Box::new(setup))),
            Err(issue) => sink.send(Event::PracticeFailed(issue)),
        }
    }
}

async fn start(profile: &Path) -> Result<PracticeWorld, Issue> {
    let folder = profile.join("world");
    let cannot =
        |error: &dyn std::error::Error| Issue::cannot_start().with_detail(&error.to_string());
    std::fs::create_dir_all(&folder).map_err(|error| cannot(&error))?;
    let lock = ProfileLock::take(&folder, &format!("process {}", std::process::id()))
        .map_err(|error| cannot(&error))?;
    let options = Options {
        application: Application::WithoutDelete,
        userhub_file: Some(folder.join("userhub.sqlite")),
        ..Options::default()
    };
    let world = World::start(options)
        .await
        .map_err(|error| cannot(&error))?;
    Ok(PracticeWorld { world, _lock: lock })
}

fn setup(access: &Access, profile: &Path) -> Result<Setup, Issue> {
    let malformed = |field| Issue::value_malformed(field);
    Ok(Setup {
        domain: access
            .auth0_domain
            .parse()
            .map_err(|_| malformed(Field::Domain))?,
        or_domain: None,
        client_id: ClientId::new(access.client_id.as_str()),
        client_secret: Secret::new(&access.client_secret),
        userhub: Some(UserHubSetup {
            connection: access
                .connection_id
                .parse()
                .map_err(|_| malformed(Field::ConnectionId))?,
            key: Secret::new(&access.admin_key),
        }),
        endpoints: Endpoints {
            auth0: Some(access.auth0_url.clone()),
            userhub: Some(access.userhub_url.clone()),
            ca_certificate: None,
        },
        profile: profile.to_owned(),
    })
}
