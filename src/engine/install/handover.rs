//! What the command line's `install` leaves behind: the Client Secret in the password store, under the saved set-up of its
//! tenant, so that the next command finds it and the window opens where UserHub's part begins.
//!
//! An application that has no saved set-up yet gets one, whose id is its tenant's domain with its Client ID. The secret of a
//! set-up that the window has made lies under that set-up's id.

use crate::domain::ids::{Auth0Domain, ClientId, ConnectionId};
use crate::domain::install::Record;
use crate::domain::pasted::{Field, read_domain};
use crate::domain::secret::Secret;
use crate::protocol::places::Place;
use crate::protocol::settings::{Colour, Environment, PersistedState, SavedSetup, VERSION, Way};
use crate::store::folder::DataFolder;
use crate::store::installs::read_all;
use crate::store::secrets::{SecretStore, Trouble};
use crate::store::settings;

/// An application of one tenant, and UserHub's connection where it is known.
#[derive(Clone, Debug)]
pub struct Whose {
    /// The tenant.
    pub domain: Auth0Domain,
    /// The application.
    pub client_id: ClientId,
    /// The connection.
    pub connection: Option<ConnectionId>,
}

/// Keeps a Client Secret; gives the id of the set-up under which it lies.
///
/// # Errors
/// Why the password store could not be used; nothing is saved then.
pub fn keep(
    folder: &DataFolder,
    store: &dyn SecretStore,
    whose: &Whose,
    secret: &Secret,
) -> Result<String, Trouble> {
    let kept = peek(folder);
    let setups = || kept.iter().flat_map(|kept| &kept.setups);
    // A set-up that names no application takes the secret unless it has one, which may be another application's.
    let id = setups()
        .find(|setup| whose.is_named_by(setup))
        .or_else(|| setups().find(|setup| whose.has(setup) && !setup.has_client_secret))
        .map_or_else(|| whose.own_id(), |setup| setup.id.clone());
    store.keep(&id, Field::ClientSecret, secret)?;
    if let Some(mut kept) = kept {
        note(&mut kept, &id, whose);
        write(folder, &kept);
    }
    Ok(id)
}

/// A secret that is kept for this application, be it from `install` or from the window.
///
/// # Errors
/// Why the password store could not be asked.
pub fn find(
    folder: &DataFolder,
    store: &dyn SecretStore,
    whose: &Whose,
    field: Field,
) -> Result<Option<Secret>, Trouble> {
    let setups = peek(folder).unwrap_or_default().setups;
    let mut ids: Vec<String> = setups
        .iter()
        .filter(|setup| whose.has(setup))
        .map(|setup| setup.id.clone())
        .collect();
    // What is kept stays to be found where a window that was open has written its own set-ups over this one.
    let own = whose.own_id();
    if !ids.contains(&own) {
        ids.push(own);
    }
    for id in ids {
        if let Some(secret) = store.find(&id, field)? {
            return Ok(Some(secret));
        }
    }
    Ok(None)
}

/// Forgets the Client Secret of an application that is no longer there, and of no other one.
pub fn forget(folder: &DataFolder, store: &dyn SecretStore, whose: &Whose) {
    let own = whose.own_id();
    // What is left of it opens nothing any more.
    drop(store.forget(&own, Field::ClientSecret));
    let Some(mut kept) = peek(folder) else { return };
    let before = kept.clone();
    // A set-up that names no application may hold the secret of another one.
    let is_its = |setup: &SavedSetup| whose.is_named_by(setup);
    // A set-up that `install` made, and that nobody has gone on with, goes with it.
    kept.setups.retain(|setup| {
        setup.id != own || !is_its(setup) || setup.has_api_key || !setup.connection_id.is_empty()
    });
    for setup in kept.setups.iter_mut().filter(|setup| is_its(setup)) {
        drop(store.forget(&setup.id, Field::ClientSecret));
        setup.client_id.clear();
        setup.has_client_secret = false;
        setup.proved.clear();
    }
    if kept != before {
        write(folder, &kept);
    }
}

/// The ids of the set-ups that `install` may have made, by its records.
pub(in crate::engine) fn recorded(folder: &DataFolder) -> Vec<String> {
    let Ok(records) = folder.installs().and_then(|folder| read_all(&folder)) else {
        return Vec::new();
    };
    let own = |record: Record| {
        let client_id = record.application.as_ref()?.client_id()?;
        Some(own_id(&record.domain, client_id))
    };
    records.into_iter().filter_map(own).collect()
}

fn own_id(domain: &Auth0Domain, client_id: &ClientId) -> String {
    format!("{domain}/{client_id}")
}

impl Whose {
    /// The id of the set-up that `install` makes for this application, and so the name of its entry in the password store.
    fn own_id(&self) -> String {
        own_id(&self.domain, &self.client_id)
    }

    /// Whether a saved set-up is this one, and says so.
    fn is_named_by(&self, setup: &SavedSetup) -> bool {
        !setup.client_id.trim().is_empty() && self.has(setup)
    }

    /// Whether a saved set-up is this one. What it does not say yet is no difference.
    fn has(&self, setup: &SavedSetup) -> bool {
        let same = |said: &str, known: Option<&str>| {
            let said = said.trim();
            said.is_empty() || known.is_none_or(|known| known == said)
        };
        let is_tenant = read_domain(&setup.domain).is_ok_and(|found| {
            found.first == self.domain || found.second.as_ref() == Some(&self.domain)
        });
        is_tenant
            && !setup.is_practice()
            && same(&setup.client_id, Some(self.client_id.as_str()))
            && same(
                &setup.connection_id,
                self.connection.as_ref().map(ConnectionId::as_str),
            )
    }
}

/// Writes down in the set-up what is known now; one that is new begins where UserHub's part does.
fn note(kept: &mut PersistedState, id: &str, whose: &Whose) {
    if kept.setups.iter().all(|setup| setup.id != id) {
        let colour = Colour::ALL
            .into_iter()
            .find(|colour| kept.setups.iter().all(|setup| setup.colour != *colour));
        kept.setups.push(SavedSetup {
            place: Place::ConnectionValues,
            way: Way::ByTheApp,
            domain: whose.domain.to_string(),
            ..SavedSetup::new(
                id.to_owned(),
                Environment::Production,
                colour.unwrap_or_default(),
            )
        });
    }
    let mut setups = kept.setups.iter_mut();
    if let Some(setup) = setups.find(|setup| setup.id == id) {
        whose.client_id.as_str().clone_into(&mut setup.client_id);
        if let Some(connection) = &whose.connection {
            connection.as_str().clone_into(&mut setup.connection_id);
        }
        setup.has_client_secret = true;
    }
}

/// The real set-ups; nothing where the file is damaged or newer, which is left to the window to put aside.
fn peek(folder: &DataFolder) -> Option<PersistedState> {
    settings::peek(&folder.settings(), VERSION)
}

fn write(folder: &DataFolder, kept: &PersistedState) {
    if let Err(error) = settings::write(&folder.settings(), VERSION, kept) {
        // The secret is found without it.
        tracing::warn!(%error, "the set-up could not be saved for the window");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::install::ApplicationRecord;
    use crate::store::installs::RecordFile;
    use crate::store::secrets::{Failing, Memory};

    fn whose(client_id: &str) -> Whose {
        Whose {
            domain: "acme.eu.auth0.com".parse().unwrap(),
            client_id: ClientId::new(client_id),
            connection: None,
        }
    }

    #[test]
    fn a_secret_is_found_by_its_application_and_the_window_finds_a_set_up() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let store = Memory::default();
        let secret = Secret::new("kept");
        let id = keep(&folder, &store, &whose("app-1"), &secret).unwrap();
        let found = |client_id: &str| {
            find(&folder, &store, &whose(client_id), Field::ClientSecret).unwrap()
        };
        assert_eq!(found("app-1").unwrap().expose(), "kept");
        assert!(found("app-2").is_none(), "another application's");
        let saved = peek(&folder).unwrap();
        assert_eq!((saved.setups.len(), &saved.setups[0].id), (1, &id));
        assert!(saved.setups[0].has_client_secret);
        // A window that was open writes what it had.
        std::fs::remove_file(folder.settings()).unwrap();
        assert!(found("app-1").is_some());
        forget(&folder, &store, &whose("app-1"));
        assert!(found("app-1").is_none());
    }

    #[test]
    fn a_set_up_of_the_window_is_used_and_stays_after_undo() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let mut setup = SavedSetup::new(
            "setup-1".to_owned(),
            Environment::Production,
            Colour::default(),
        );
        setup.domain = "https://acme.eu.auth0.com/".to_owned();
        write(
            &folder,
            &PersistedState {
                setups: vec![setup],
                ..PersistedState::default()
            },
        );
        let store = Memory::default();
        let id = keep(&folder, &store, &whose("app-1"), &Secret::new("kept")).unwrap();
        assert_eq!(id, "setup-1");
        let saved = peek(&folder).unwrap();
        assert_eq!(saved.setups[0].client_id, "app-1");
        forget(&folder, &store, &whose("app-1"));
        let saved = peek(&folder).unwrap();
        assert_eq!(
            (
                saved.setups.len(),
                saved.setups[0].has_client_secret,
                saved.setups[0].client_id.as_str()
            ),
            (1, false, "")
        );
    }

    #[test]
    fn undoing_one_application_leaves_the_key_and_the_set_up_of_another() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let store = Memory::default();
        let found = |client_id: &str| {
            find(&folder, &store, &whose(client_id), Field::ClientSecret).unwrap()
        };
        for client_id in ["app-1", "app-2"] {
            keep(&folder, &store, &whose(client_id), &Secret::new(client_id)).unwrap();
        }
        forget(&folder, &store, &whose("app-1"));
        assert!(found("app-1").is_none());
        assert_eq!(found("app-2").unwrap().expose(), "app-2");
        let ids: Vec<String> = peek(&folder)
            .unwrap()
            .setups
            .into_iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(ids, [whose("app-2").own_id()]);
        // Where no set-up tells any more which application an entry belongs to, its name does.
        std::fs::remove_file(folder.settings()).unwrap();
        assert!(found("app-3").is_none());
        forget(&folder, &store, &whose("app-3"));
        assert_eq!(found("app-2").unwrap().expose(), "app-2");
    }

    #[test]
    fn a_secret_whose_application_is_not_known_is_neither_replaced_nor_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let mut setup = SavedSetup::new(
            "setup-1".to_owned(),
            Environment::Production,
            Colour::default(),
        );
        "acme.eu.auth0.com".clone_into(&mut setup.domain);
        setup.has_client_secret = true;
        let setups = vec![setup];
        write(
            &folder,
            &PersistedState {
                setups,
                ..PersistedState::default()
            },
        );
        let store = Memory::default();
        let pasted = Secret::new("pasted");
        store.keep("setup-1", Field::ClientSecret, &pasted).unwrap();
        keep(&folder, &store, &whose("app-1"), &Secret::new("made")).unwrap();
        forget(&folder, &store, &whose("app-1"));
        let there = store.find("setup-1", Field::ClientSecret).unwrap();
        assert_eq!(there.unwrap().expose(), "pasted");
    }

    #[test]
    fn a_set_up_that_holds_another_application_by_now_stays_after_undo() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let store = Memory::default();
        let id = keep(&folder, &store, &whose("app-1"), &Secret::new("first")).unwrap();
        let mut kept = peek(&folder).unwrap();
        "app-2".clone_into(&mut kept.setups[0].client_id);
        write(&folder, &kept);
        forget(&folder, &store, &whose("app-1"));
        let saved = peek(&folder).unwrap();
        assert_eq!(
            (
                saved.setups[0].id.as_str(),
                saved.setups[0].client_id.as_str()
            ),
            (id.as_str(), "app-2")
        );
    }

    #[test]
    fn the_records_of_install_tell_whose_keys_there_may_be() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let whose = whose("app-1");
        let mut record = Record::new(whose.domain.clone());
        record.application = Some(ApplicationRecord::Used {
            client_id: whose.client_id.clone(),
        });
        RecordFile::of(&folder.installs().unwrap(), &whose.domain)
            .write(&record)
            .unwrap();
        assert_eq!(recorded(&folder), [whose.own_id()]);
    }

    #[test]
    fn without_a_password_store_no_set_up_says_that_it_has_a_secret() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        let store = Failing(Trouble::Missing("none here".to_owned()));
        assert!(keep(&folder, &store, &whose("app-1"), &Secret::new("kept")).is_err());
        assert!(!folder.settings().exists());
    }
}
