//! A practice world on a runtime of its own, and an empty folder.

use std::path::Path;

use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use userhub_connect::practice::userhub::Scope;
use userhub_connect::practice::{Access, Options, World};

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) runtime: Runtime,
    folder: TempDir,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let options = Options {
            people: 0,
            record_calls: true,
            ..Options::default()
        };
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        Self {
            world: runtime.block_on(World::start(options)).unwrap(),
            runtime,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn access(&self) -> &Access {
        self.world.access()
    }

    /// The key that the documented steps make: for the Auth0 integration alone.
    pub(crate) fn key(&self) -> String {
        self.world.userhub().key(Scope::Auth0Integration)
    }

    /// Makes somebody in the tenant with this id.
    pub(crate) fn create(&self, id: &str) {
        let mut fields = Map::new();
        fields.insert("user_id".to_owned(), Value::from(id));
        fields.insert("name".to_owned(), Value::from("Jane Doe"));
        assert_eq!(self.world.tenant().create_person(&fields), id);
    }

    /// How many people UserHub holds, once it has done what it was told.
    pub(crate) fn held(&self) -> u64 {
        let userhub = self.world.userhub();
        self.runtime.block_on(userhub.settle());
        self.runtime.block_on(userhub.people()).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
