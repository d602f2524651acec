//! What a reading of a practice tenant proves, and what it does not.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::clients::auth0::Auth0Credentials;
use crate::clients::http::{Limits, Route};
use crate::domain::ids::ClientId;
use crate::domain::secret::Secret;
use crate::engine::read::by_id::places;
use crate::practice::auth0::{ExportBehaviour, Tenant, TenantOptions};
use crate::practice::trouble::{Fault, Rule};
use crate::store::journal::Identity;

/// A tenant, a client of it, and a journal.
struct Fixture {
    tenant: Tenant,
    auth0: Auth0,
    journal: JournalThread,
    _folder: TempDir,
}

impl Fixture {
    fn of(people: u64, export: ExportBehaviour) -> Self {
        Self::at(TenantOptions {
            people,
            export,
            ..TenantOptions::default()
        })
    }

    fn at(options: TenantOptions) -> Self {
        let tenant = Tenant::start(options).unwrap();
        let credentials = Auth0Credentials {
            domain: tenant.domain().parse().unwrap(),
            client_id: ClientId::new(tenant.client_id()),
            client_secret: Secret::new(&tenant.client_secret()),
        };
        let route = Route {
            base: tenant.url(),
            certificates: Vec::new(),
            proxy: None,
            manner: crate::domain::pace::Manner::USUAL,
        };
        let stop = CancellationToken::new();
        let auth0 = Auth0::new(credentials, route, Limits::SYNC, stop).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            auth0: tenant.domain().to_owned(),
            connection: "conn_1".to_owned(),
        };
        let journal = Journal::open(folder.path(), &identity).unwrap();
        let journal = JournalThread::start(journal).unwrap();
        Self {
            tenant,
            auth0,
            journal,
            _folder: folder,
        }
    }

    /// Makes every question whose address holds this text go wrong.
    fn trouble(&self, path: &str, fault: Fault) {
        self.tenant.trouble().add(Rule::always(fault).on_path(path));
    }

    /// Reads everybody; with how many people came.
    async fn read(&self) -> (Evidence, u64) {
        let began = crate::clock::timestamp();
        let run = self
            .journal
            .with(move |journal| journal.begin_run(began, 30))
            .await
            .unwrap();
        let reading = Reading {
            run,
            began,
            job: None,
        };
        let counters = ReadCounters::default();
        let evidence = read(&self.auth0, &self.journal, reading, &counters).await;
        let count = self.journal.with(|journal| journal.count_sources()).await;
        (evidence.unwrap(), count.unwrap())
    }
}

fn evidence(how: HowRead, counted: Option<u64>, not_proved: &[NotProved]) -> Evidence {
    Evidence {
        how,
        counted,
        not_proved: not_proved.to_vec(),
        taken_back: 0,
    }
}

fn not_asked(whom: &str) -> NotProved {
    let whom = whom.to_owned();
    NotProved::Auth0NotAsked { whom }
}

#[tokio::test]
async fn a_reading_without_trouble_proves_everybody() {
    for (people, export, how, counted) in [
        (0, ExportBehaviour::Works, HowRead::Pages, Some(0)),
        (250, ExportBehaviour::Works, HowRead::Pages, Some(250)),
        (1_200, ExportBehaviour::Works, HowRead::Export, None),
        (1_200, ExportBehaviour::Refused, HowRead::Walk, None),
    ] {
        let (found, read) = Fixture::of(people, export).read().await;
        assert_eq!((found, read), (evidence(how, counted, &[]), people));
    }
}

#[tokio::test]
async fn who_was_counted_and_did_not_come_is_missing_by_number() {
    for (total, counted, missing) in [(260, 260, 10), (5_000, 5_000, 4_750)] {
        let fixture = Fixture::of(250, ExportBehaviour::Refused);
        fixture.trouble("/api/v2/users?", Fault::Total(Some(json!(total))));
        let (found, read) = fixture.read().await;
        assert_eq!(read, 250);
        assert_eq!(found.counted, Some(counted));
        assert_eq!(found.not_proved, [NotProved::Auth0Short { missing }]);
    }
    // At the cap nobody knows how many there are, but so many there must be.
    let fixture = Fixture::of(250, ExportBehaviour::Refused);
    fixture.trouble("/api/v2/users?", Fault::Total(Some(json!(1000))));
    let (found, _) = fixture.read().await;
    let short = NotProved::Auth0Short { missing: 750 };
    assert_eq!(found, evidence(HowRead::Walk, None, &[short]));
}

#[tokio::test]
async fn whom_one_order_leaves_out_another_brings() {
    let fixture = Fixture::of(250, ExportBehaviour::Refused);
    fixture.trouble("/api/v2/users?", Fault::PagesLackOne);
    let found = fixture.read().await;
    assert_eq!(found, (evidence(HowRead::Pages, Some(250), &[]), 250));
    let asked = fixture.tenant.requests().to("GET", "/api/v2/users").total;
    assert!(asked < 50, "{asked} pages");
}

#[tokio::test]
async fn without_any_count_nothing_is_proved() {
    for total in [None, Some(json!(null)), Some(json!("many"))] {
        let fixture = Fixture::of(250, ExportBehaviour::Refused);
        fixture.trouble("/api/v2/users?", Fault::Total(total));
        let (found, read) = fixture.read().await;
        assert_eq!(read, 250);
        let uncounted = evidence(HowRead::Walk, None, &[NotProved::Auth0NotCounted]);
        assert_eq!(found, uncounted);
    }
}

#[tokio::test]
async fn what_cannot_be_asked_in_any_form_is_not_proved() {
    let refused = |path: &'static str, export| async move {
        let fixture = Fixture::of(1_200, export);
        fixture.trouble(path, Fault::Status(400));
        let (found, read) = fixture.read().await;
        assert_eq!(read, 1_200, "{path}");
        found
    };
    let (walked, exported) = (ExportBehaviour::Refused, ExportBehaviour::Works);
    // One form of them is, and all of them are.
    let found = refused("q=NOT%20created_at%3A%5B", walked).await;
    assert_eq!(found, evidence(HowRead::Walk, None, &[]));
    let found = refused("q=NOT%20", walked).await;
    let dateless = not_asked("without a date of creation");
    assert_eq!(found, evidence(HowRead::Walk, None, &[dateless]));
    let found = refused("q=updated_at%3A%5B2", exported).await;
    assert_eq!(found, evidence(HowRead::Export, None, &[]), "in quotes");
    let found = refused("q=updated_at", exported).await;
    let changed = not_asked("who changed while the export was written");
    assert_eq!(found, evidence(HowRead::Export, None, &[changed]));
    let found = refused("sort=email", exported).await;
    assert_eq!(found, evidence(HowRead::Export, None, &[]), "by id");
    let found = refused("created_at%3A-1", exported).await;
    let newest = not_asked("in order of their creation, the newest first");
    assert_eq!(found, evidence(HowRead::Export, None, &[newest]));
    let found = refused("%7D", exported).await;
    let gaps = not_asked("who were created where the export has nobody");
    assert_eq!(found, evidence(HowRead::Export, None, &[gaps]));
}

#[tokio::test]
async fn an_export_that_lacks_people_is_walked_around() {
    for (from, to) in [(2_000, u64::MAX), (2_200, 2_800)] {
        let fixture = Fixture::of(5_000, ExportBehaviour::Works);
        fixture.trouble(".json.gz", Fault::ExportLacks { from, to });
        let (found, read) = fixture.read().await;
        assert_eq!((found, read), (evidence(HowRead::Walk, None, &[]), 5_000));
    }
}

/// An import of many at one moment leaves no gap in time: only pages in another order can tell that it is lost.
#[tokio::test]
async fn a_lost_import_that_leaves_no_gap_is_seen_by_the_pages_in_order_of_addresses() {
    let fixture = Fixture::at(TenantOptions {
        people: 3_000,
        tied: 1_000,
        ..TenantOptions::default()
    });
    let (from, to) = (300, 1_000);
    fixture.trouble(".json.gz", Fault::ExportLacks { from, to });
    let (found, read) = fixture.read().await;
    assert_eq!((found, read), (evidence(HowRead::Walk, None, &[]), 3_000));
}

#[tokio::test]
async fn pages_are_read_again_from_the_first_on_when_somebody_left_meanwhile() {
    let fixture = Fixture::of(350, ExportBehaviour::Works);
    let mut ids = fixture.tenant.person_ids();
    ids.sort_unstable();
    let leaving = ids[..7].to_vec();
    fixture
        .tenant
        .after_requests(2, "sort=user_id", move |tenant| {
            for id in &leaving {
                assert!(tenant.delete_person(id));
            }
        });
    let seen = Arc::new(Mutex::new(HashSet::new()));
    let mut see = async |people: Vec<Person>| {
        let ids = people.into_iter().map(|person| person.source.id);
        seen.lock().unwrap().extend(ids.map(|id| id.to_string()));
        Ok(())
    };
    let mut pages = PageReader::new(&fixture.auth0);
    let found = places(&mut pages, None, &mut see).await.unwrap();
    assert!(found.are_all());
    assert_eq!(found.told, Told::Exactly(343), "the newest count");
    let seen = seen.lock().unwrap();
    let missed = ids.iter().filter(|id| !seen.contains(*id));
    assert_eq!(missed.collect::<Vec<_>>(), [""; 0]);
    // Three pages until it was noticed, and four of those who were left.
    let pages = fixture.tenant.requests().to("GET", "/api/v2/users").total;
    assert_eq!(pages, 3 + 4);
}
