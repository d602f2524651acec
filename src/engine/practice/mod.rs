//! Opens the practice world: for the window's worker and for the command line alike.

pub(super) mod trouble;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::history::KEPT_DAYS;
use crate::domain::ids::{Auth0UserId, ClientId};
use crate::domain::issue::Issue;
use crate::domain::pasted::{self, Field, ManagementToken};
use crate::domain::secret::Secret;
use crate::engine::sink::Sink;
use crate::practice::auth0::{Happening, TenantOptions};
use crate::practice::trouble::{Fault, Rule};
use crate::practice::{Access, Application, Options, World};
use crate::protocol::event::Event;
use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};
use crate::protocol::trouble::Trouble;
use crate::store::StoreError;
use crate::store::file;
use crate::store::folder::DataFolder;
use crate::store::lock::ProfileLock;

/// An open practice world. It ends when this is dropped.
pub struct PracticeWorld {
    world: World,
    profile: PathBuf,
    _lock: ProfileLock,
}

/// What becomes of what the practice UserHub has from earlier times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// It stays, so that a second sync finds nothing to do.
    Keep,
    /// It stays where it can be read. What is damaged is thrown away, since it is made up.
    KeepReadable,
    /// It is thrown away, and the journal of practice syncs with it.
    Forget,
}

impl PracticeWorld {
    /// Opens a world whose UserHub is kept under `folder`. One process at a time can do so.
    ///
    /// # Errors
    /// An [`Issue`] in words: another process has it open, the folder cannot be used, or the operating system gives
    /// no port.
    pub async fn open(folder: &DataFolder, options: Options, past: Past) -> Result<Self, Issue> {
        let Held {
            profile,
            home,
            lock,
        } = hold(folder)?;
        if past == Past::Forget {
            forget(&profile, folder)?;
        }
        let options = Options {
            userhub_file: Some(home.join("userhub.sqlite")),
            tenant: TenantOptions {
                in_flow: ["Add roles", "Risk check"].map(str::to_owned).to_vec(),
                set_up_file: Some(home.join("auth0.json")),
                ..options.tenant
            },
            ..options
        };
        let mut started = start(&home, options.clone()).await;
        if past == Past::KeepReadable && matches!(&started, Err(error) if is_damage(error)) {
            tracing::warn!("what practice had kept cannot be read, and is thrown away");
            throw_away(&profile, WORLD, folder)?;
            started = start(&home, options).await;
        }
        let world = started.map_err(|error| {
            let issue = if is_damage(&error) {
                Issue::practice_damaged(&home.display().to_string())
            } else {
                Issue::cannot_start()
            };
            issue.with_detail(&error.to_string())
        })?;
        Ok(Self {
            world,
            profile,
            _lock: lock,
        })
    }

    /// The world itself, for making trouble in it.
    pub(super) fn world(&self) -> &World {
        &self.world
    }

    /// Lets one thing go wrong in it.
    pub fn make(&self, trouble: Trouble) {
        trouble::make(&self.world, trouble);
    }

    /// The addresses and keys of this world. They open nothing else.
    pub fn access(&self) -> &Access {
        self.world.access()
    }

    /// A temporary key, as the API Explorer of the Auth0 dashboard hands one out: it may do everything, for an hour.
    pub fn temporary_key(&self) -> Result<ManagementToken, Issue> {
        let pasted = pasted::read(&self.access().management_token);
        let remark = pasted.remarks.first().map(|remark| remark.text());
        let token = pasted.management_token;
        token.ok_or_else(|| Issue::not_a_temporary_key(remark))
    }

    /// The setup that leads to this world.
    pub fn setup(&self) -> Result<Setup, Issue> {
        let access = self.access();
        let malformed = Issue::value_malformed;
        let domain = access.auth0_domain.parse();
        let connection = access.connection_id.parse();
        Ok(Setup {
            domain: domain.map_err(|_| malformed(Field::Domain))?,
            or_domain: None,
            client_id: ClientId::new(access.client_id.as_str()),
            client_secret: Secret::new(&access.client_secret),
            userhub: Some(UserHubSetup {
                connection: connection.map_err(|_| malformed(Field::ConnectionId))?,
                key: Secret::new(&access.admin_key),
            }),
            endpoints: Endpoints {
                auth0: Some(access.auth0_url.clone()),
                userhub: Some(access.userhub_url.clone()),
                ca_certificate: None,
                proxy: None,
                gentle: false,
                wait_for_hours: false,
            },
            profile: self.profile.clone(),
            keep_days: KEPT_DAYS,
        })
    }
}

/// Starts the two services upon what is kept under `home`. A file of another kind could keep them waiting for ever.
async fn start(home: &Path, options: Options) -> io::Result<World> {
    for name in ["userhub.sqlite", "auth0.json"] {
        file::is_there(&home.join(name))
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    }
    World::start(options).await
}

fn is_damage(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData
}

/// The folder of the practice world, which nobody else uses while the lock is held.
struct Held {
    profile: PathBuf,
    home: PathBuf,
    lock: ProfileLock,
}

fn hold(folder: &DataFolder) -> Result<Held, Issue> {
    let unusable = |error: StoreError| unusable(&error, folder);
    let profile = folder.practice().map_err(unusable)?;
    let home = profile.join("world");
    std::fs::create_dir_all(&home).map_err(|error| unusable(StoreError::io(&home)(error)))?;
    let holder = format!("process {}", std::process::id());
    let lock = ProfileLock::take(&home, &holder).map_err(unusable)?;
    Ok(Held {
        profile,
        home,
        lock,
    })
}

/// Throws away what the practice world of this folder holds, before a window opens in it.
///
/// # Errors
/// An [`Issue`] in words: another process has it open, or the folder cannot be used.
pub fn start_over(folder: &DataFolder) -> Result<(), Issue> {
    let held = hold(folder)?;
    forget(&held.profile, folder)
}

/// The world that a window opens, unless another is asked for: its UserHub takes its time, so that a sync can be watched.
pub fn for_a_window() -> Options {
    Options {
        userhub_latency: Duration::from_millis(120),
        ..Options::default()
    }
}

/// For how many seconds the window's UserHub asks to be left alone, once.
const SLOWED_DOWN: u64 = 4;

/// Opens the window's world, unless it is open already, and reports the setup that leads to it.
pub(super) async fn report(
    slot: &mut Option<PracticeWorld>,
    folder: &Path,
    world: &Options,
    sink: &Sink,
) {
    let is_new = slot.is_none();
    sink.send(match setup_of(slot, folder, world).await {
        Ok(setup) => Event::PracticeOpened(Box::new(setup)),
        Err(issue) => Event::PracticeFailed(issue),
    });
    if is_new && let Some(open) = slot {
        // What a person has put right in an earlier run is right still.
        let tenant = open.world().tenant();
        let now = (!tenant.has_permission("delete:users")).then_some(Trouble::AT_FIRST);
        let somebody = None;
        sink.send(Event::TroubleMade { now, somebody });
    }
}

/// Hands out a temporary key, as the API Explorer does.
pub(super) fn give_key(world: Option<&PracticeWorld>, sink: &Sink) {
    if let Some(Ok(key)) = world.map(PracticeWorld::temporary_key) {
        sink.send(Event::PracticeKey(key));
    }
}

/// Lets things happen to the tenant's people by themselves, so many in a minute.
pub(super) fn let_happen(world: Option<&PracticeWorld>, per_minute: f64, sink: &Sink) {
    let begun = world.is_some_and(|open| open.world().tenant().happen(&Happening::of(per_minute)));
    sink.send(Event::Happening(if begun { per_minute } else { 0.0 }));
}

/// Adds the permission for live updates to those that the application has.
pub(super) fn allow_events(world: Option<&PracticeWorld>) {
    if let Some(open) = world {
        trouble::allow_events(open.world());
    }
}

/// Tells the secret of an application that was made here earlier.
pub(super) fn find_secret(world: Option<&PracticeWorld>, client_id: ClientId, sink: &Sink) {
    let secret = world.and_then(|open| open.world().tenant().secret_of(client_id.as_str()));
    if let Some(secret) = secret {
        sink.send(Event::PracticeSecret {
            client_id,
            client_secret: Secret::new(&secret),
        });
    }
}

/// Saves an application's values in UserHub's connection, as a person does in Part 3, and gives the values that a person
/// copies there and in Part 4.
pub(super) async fn set_up_console(
    world: Option<&PracticeWorld>,
    client_id: &ClientId,
    client_secret: &Secret,
    sink: &Sink,
) {
    let Some(open) = world else { return };
    let userhub = open.world().userhub();
    userhub
        .save_connection(client_id.as_str(), client_secret.expose())
        .await;
    if let Ok(Setup {
        userhub: Some(side),
        ..
    }) = open.setup()
    {
        sink.send(Event::PracticeConsoleDone(side));
    }
}

async fn setup_of(
    slot: &mut Option<PracticeWorld>,
    folder: &Path,
    world: &Options,
) -> Result<Setup, Issue> {
    if let Some(open) = slot {
        return open.setup();
    }
    let folder = DataFolder::find(Some(folder.to_owned())).ok_or_else(Issue::no_data_folder)?;
    // One permission was forgotten, one person is marked for deletion, and UserHub asks to slow down once: the person has
    // met each kind of problem before one matters.
    let options = Options {
        application: Application::WithoutDelete,
        one_marked: true,
        ..world.clone()
    };
    let open = slot.insert(PracticeWorld::open(&folder, options, Past::KeepReadable).await?);
    let slow_down = Fault::TooManyRequests {
        retry_after_secs: Some(SLOWED_DOWN),
    };
    let rule = Rule::always(slow_down).on_path(":import").after(100);
    open.world.userhub().trouble().add(rule.times(1));
    open.setup()
}

/// How many people are offered for signing in.
const OFFERED: u64 = 5;

/// Names some people of the world, by whom a sign-in can be tried.
pub(super) fn name_people(open: Option<&PracticeWorld>, sink: &Sink) {
    let Some(open) = open else { return };
    let tenant = open.world.tenant();
    let people = (0..OFFERED).filter_map(|number| {
        let id = tenant.id_of(number);
        let person = tenant.person(&id)?;
        let name = person["email"].as_str().or(person["name"].as_str())?;
        Some((id, name.to_owned()))
    });
    sink.send(Event::PracticePeople(people.collect()));
}

/// Lets somebody sign in, or somebody new where nobody is named.
pub(super) async fn sign_in(open: Option<&PracticeWorld>, who: Option<&Auth0UserId>, told: bool) {
    if let Some(open) = open {
        open.world.sign_in(who.map(Auth0UserId::as_str), told).await;
    }
}

/// Past how many of the first people somebody is deleted: those are signed in as, and made trouble with.
const SPARED: usize = 10;

/// Deletes somebody of the world's tenant, and tells who it was.
pub(super) fn leave(open: Option<&PracticeWorld>, sink: &Sink) {
    let Some(open) = open else { return };
    let tenant = open.world.tenant();
    let leaves = tenant.person_ids().into_iter().nth(SPARED);
    let name = leaves.and_then(|id| {
        let person = tenant.person(&id)?;
        let name = person["name"].as_str().or(person["email"].as_str());
        let name = name.unwrap_or(&id).to_owned();
        tenant.delete_person(&id).then_some(name)
    });
    sink.send(Event::PracticeLeft(name));
}

/// Restores somebody in the world's UserHub, as a person does in its console.
pub(super) async fn restore(open: Option<&PracticeWorld>, id: Auth0UserId, sink: &Sink) {
    let Some(open) = open else { return };
    match open.world().userhub().restore(id.as_str()).await {
        Ok(()) => sink.send(Event::PracticeRestored(id)),
        Err(error) => tracing::warn!(%error, "practice could not restore somebody"),
    }
}

/// A problem with the files, in words.
pub fn unusable(error: &StoreError, folder: &DataFolder) -> Issue {
    match error {
        StoreError::Locked { holder } => Issue::run_in_progress(holder),
        error => Issue::data_folder_unusable(&folder.path().display().to_string(), error.fault())
            .with_detail(&error.to_string()),
    }
}

/// Throws away what the practice services have, and the records of syncs and set-ups with it.
fn forget(profile: &Path, folder: &DataFolder) -> Result<(), Issue> {
    let records = [
        "settings.json",
        "seen.json",
        "journal.sqlite",
        "first-contact.json",
        "install-practice.us.auth0.com.json",
        "changes-practice.us.auth0.com.jsonl",
        "removal-policy.json",
    ];
    throw_away(profile, WORLD, folder)?;
    throw_away(profile, &records, folder)
}

/// What the two services keep.
const WORLD: &[&str] = &["world/userhub.sqlite", "world/auth0.json"];

fn throw_away(profile: &Path, files: &[&str], folder: &DataFolder) -> Result<(), Issue> {
    for file in files {
        for suffix in ["", "-wal", "-shm"] {
            match std::fs::remove_file(profile.join(format!("{file}{suffix}"))) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(unusable(&StoreError::io(profile)(error), folder));
                }
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}
