//! What is written, left alone and forgotten, on a real disk.

use std::sync::{Mutex, PoisonError, mpsc};

use super::*;
use crate::engine::practice::for_a_window;
use crate::engine::worker::Worker;
use crate::protocol::command::Command;
use crate::protocol::settings::{Colour, Environment, SavedKey};
use crate::store::secrets::Memory;

fn setup(id: &str) -> SavedSetup {
    SavedSetup::new(id.to_owned(), Environment::Production, Colour::Blue)
}

fn kept(ids: &[&str]) -> PersistedState {
    PersistedState {
        setups: ids.iter().map(|id| setup(id)).collect(),
        ..PersistedState::default()
    }
}

fn in_file(folder: &Path) -> Vec<String> {
    let (kept, _) = load(folder);
    kept.setups.into_iter().map(|setup| setup.id).collect()
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_said_to_be_there_and_is_not_written_over() {
    let home = tempfile::tempdir().unwrap();
    // What leads to itself gives an error of the system's to whoever may do everything, too, and could be replaced.
    let path = home.path().join("settings.json");
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let (_, notice) = load(home.path());
    assert!(notice.unwrap().is_unread);
    assert!(write(home.path(), kept(&["mine"]), &BTreeSet::new()).is_err());
    assert!(path.is_symlink());
    // Nobody knows whose keys there are: none is said to be forgotten.
    assert!(forgetting::all_setups(home.path(), BTreeSet::new()).is_err());
}

#[test]
fn a_set_up_that_the_command_line_saved_meanwhile_stays_and_a_forgotten_one_does_not() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.json");
    settings::write(&path, VERSION, &kept(&["mine", "theirs", "gone"])).unwrap();
    let gone = BTreeSet::from(["gone".to_owned()]);
    let joined = write(home.path(), kept(&["mine"]), &gone).unwrap();
    assert_eq!(joined, [setup("theirs")]);
    assert_eq!(in_file(home.path()), ["mine", "theirs"]);
}

/// A store that would not forget one key, and is otherwise as good as any.
#[derive(Default)]
struct Stubborn(Memory);

impl SecretStore for Stubborn {
    fn keep(&self, setup: &str, field: Field, secret: &Secret) -> Result<(), Trouble> {
        self.0.keep(setup, field, secret)
    }

    fn find(&self, setup: &str, field: Field) -> Result<Option<Secret>, Trouble> {
        self.0.find(setup, field)
    }

    fn forget(&self, setup: &str, field: Field) -> Result<(), Trouble> {
        if (setup, field) == ("a", Field::ClientSecret) {
            return Err(Trouble::Refused("not this one".to_owned()));
        }
        self.0.forget(setup, field)
    }

    fn status(&self) -> Result<(), Trouble> {
        Ok(())
    }
}

#[test]
fn every_key_of_every_set_up_that_anything_here_knows_of_is_forgotten_and_what_is_left_stays_known()
{
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.json");
    settings::write(&path, VERSION, &kept(&["b"])).unwrap();
    std::fs::write(
        home.path().join("settings.unreadable-1.json"),
        "{\"setups\": [{\"id\" : \"c\", torn",
    )
    .unwrap();
    let store = Stubborn::default();
    let known = BTreeSet::from(["a".to_owned()]);
    let all = forgetting::all_setups(home.path(), known).unwrap();
    assert_eq!(all.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    for id in &all {
        store.keep(id, Field::ApiKey, &Secret::new("kept")).unwrap();
    }
    let (left, trouble) = forgetting::forget_keys(&store, &all);
    for id in &all {
        assert!(store.find(id, Field::ApiKey).unwrap().is_none(), "{id}");
    }
    assert!(trouble.is_some());
    let stays = SavedKey {
        setup: "a".to_owned(),
        field: Field::ClientSecret,
    };
    assert_eq!(left, [stays]);
    forgetting::forget_files(home.path(), left.clone()).unwrap();
    let (kept, _) = load(home.path());
    assert_eq!((kept.setups.len(), kept.to_forget), (0, left));
    forgetting::forget_files(home.path(), Vec::new()).unwrap();
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

/// A store that is locked until somebody says a word.
struct Locked(Mutex<mpsc::Receiver<()>>);

impl SecretStore for Locked {
    fn keep(&self, _: &str, _: Field, _: &Secret) -> Result<(), Trouble> {
        let unlocked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unlocked
            .recv()
            .map_err(|error| Trouble::Locked(error.to_string()))
    }

    fn find(&self, _: &str, _: Field) -> Result<Option<Secret>, Trouble> {
        Ok(None)
    }

    fn forget(&self, _: &str, _: Field) -> Result<(), Trouble> {
        Ok(())
    }

    fn status(&self) -> Result<(), Trouble> {
        Ok(())
    }
}

#[test]
fn a_password_store_that_waits_for_a_person_holds_up_no_settings_and_no_window_that_is_closed() {
    let home = tempfile::tempdir().unwrap();
    let (unlock, unlocked) = mpsc::channel();
    let (sender, events) = mpsc::channel();
    let sink = Sink::new(move |event| drop(sender.send(event)));
    let store = Arc::new(Locked(Mutex::new(unlocked)));
    let worker = Worker::start_with(sink, store, for_a_window()).unwrap();
    worker.send(Command::Persist(persistence::Request::KeepKey {
        setup: "mine".to_owned(),
        field: Field::ApiKey,
        secret: Secret::new("a key"),
    }));
    worker.send(Command::Persist(persistence::Request::Save {
        folder: home.path().to_owned(),
        kept: Box::new(kept(&["mine"])),
        gone: BTreeSet::new(),
    }));
    let first = events.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(
        matches!(
            first,
            Event::Persistence(persistence::Event::Written(Ok(())))
        ),
        "{first:?}"
    );
    assert_eq!(in_file(home.path()), ["mine"]);
    unlock.send(()).unwrap();
    let second = events.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(
        matches!(
            second,
            Event::Persistence(persistence::Event::Key { result: Ok(()), .. })
        ),
        "{second:?}"
    );
    worker.send(Command::Persist(persistence::Request::KeepKey {
        setup: "mine".to_owned(),
        field: Field::ApiKey,
        secret: Secret::new("another key"),
    }));
    let (closed, closing) = mpsc::channel();
    let close = move || {
        drop(worker);
        closed.send(()).unwrap();
    };
    Builder::new()
        .name("closing".to_owned())
        .spawn(close)
        .unwrap();
    closing.recv_timeout(Duration::from_secs(20)).unwrap();
    drop(unlock);
}

/// Notes a task that was installed with this data folder, as [`schedule::install`](crate::engine::schedule::install) does.
#[cfg(target_os = "linux")]
fn note_task(home: &Path, connection: &str) -> std::path::PathBuf {
    use crate::domain::schedule::{Installed, Rhythm, name_for};
    let name = name_for(connection);
    let folder = DataFolder::find(Some(home.to_owned())).unwrap();
    let path = folder.schedules().join(format!("{name}.json"));
    let installed = Installed {
        name,
        rhythm: Rhythm::default(),
        domain: "acme.eu.auth0.com".to_owned(),
        client_id: "client".to_owned(),
        connection: connection.to_owned(),
        key_files: [None, None],
        profile: home.join("profiles").join(connection),
        practice: false,
    };
    settings::write(&path, VERSION, &installed).unwrap();
    path
}

#[cfg(target_os = "linux")]
#[test]
fn a_task_is_removed_with_its_set_up_and_every_task_with_everything() {
    let home = tempfile::tempdir().unwrap();
    let connections = ["conn_removed_by_a_test", "conn_a_test", "conn_b_test"];
    let notes = connections.map(|connection| note_task(home.path(), connection));
    let to_remove = ["conn_removed_by_a_test", "conn_kept_by_a_test"].map(str::to_owned);
    let listed = PersistedState {
        tasks_to_remove: to_remove.clone().into(),
        ..PersistedState::default()
    };
    let file = DataFolder::find(Some(home.path().to_owned())).unwrap();
    settings::write(&file.settings(), VERSION, &listed).unwrap();
    forgetting::remove_task(home.path(), "conn_removed_by_a_test").unwrap();
    // The next start would take away what was installed since.
    let (kept, _) = load(home.path());
    assert_eq!(
        kept.tasks_to_remove,
        to_remove[1..].iter().cloned().collect()
    );
    forgetting::remove_task(home.path(), "conn_that_has_none").unwrap();
    assert_eq!(
        notes.each_ref().map(|note| note.exists()),
        [false, true, true]
    );
    assert!(forgetting::remove_all_tasks(home.path()).is_empty());
    assert!(notes.iter().all(|note| !note.exists()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_task_that_cannot_be_removed_is_told() {
    let home = tempfile::tempdir().unwrap();
    // Whoever may do everything cannot take a folder away as if it were a file, either.
    let stuck = home
        .path()
        .join("schedule/userhub-connect-conn_folder_of_a_test.json");
    std::fs::create_dir_all(&stuck).unwrap();
    let told = forgetting::remove_task(home.path(), "conn_folder_of_a_test").unwrap_err();
    assert_eq!(told.what, Issue::task_not_removed().what);
    assert!(told.detail.is_some());
}
