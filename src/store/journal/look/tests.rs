//! What a look says of one person, and of a sync that was cut off.

use super::*;
use crate::domain::completeness::{Evidence, HowRead};
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::plan::Attention;
use crate::domain::profile::{Source, Target};
use crate::domain::tally::Outcome;
use crate::store::journal::{Done, Identity, Journal, Problem};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn named(name: &str) -> Profile {
    Profile {
        display_name: Some(name.to_owned()),
        ..Profile::default()
    }
}

/// Plans for one person whom Auth0 has, and whom UserHub lists like this. Gives the run's number.
fn plan(journal: &mut Journal, listed: bool, held: Option<&str>) -> i64 {
    let run = journal.begin_run(at(100), 90).unwrap();
    let id = Auth0UserId::new("a");
    let source = Source {
        id: id.clone(),
        profile: Ok(named("Ann")),
    };
    journal.add_sources(&[source]).unwrap();
    let target = held.map(|name| Target {
        id,
        userhub_id: UserHubUserId::new("usr_a"),
        pending_deletion: false,
        profile: named(name),
        created_at: None,
    });
    journal.add_targets(target.as_slice()).unwrap();
    let words = |_: &Attention| Problem {
        reason: String::new(),
        fix: String::new(),
    };
    journal
        .make_plan(run, listed, at(200), words, || false)
        .unwrap();
    run
}

/// Brings the person over in a run, so that UserHub holds them under this name.
fn bring_over(journal: &mut Journal, name: &str) {
    let done = Done {
        position: 1,
        id: Auth0UserId::new("a"),
        outcome: Outcome::Added,
        held: Some((UserHubUserId::new("usr_a"), named(name))),
        kept: None,
        problem: None,
    };
    journal.record(&[done], at(300)).unwrap();
}

fn opened(folder: &Path) -> (Journal, Look) {
    let identity = Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    };
    let journal = Journal::open(folder, &identity).unwrap();
    let look = Look::open(folder).unwrap().unwrap();
    (journal, look)
}

#[test]
fn what_was_listed_last_is_shown_before_what_an_earlier_sync_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, look) = opened(folder.path());
    plan(&mut journal, true, None);
    bring_over(&mut journal, "Ann");
    let held = |look: &Look| look.stored("a").unwrap();
    assert_eq!(
        held(&look).userhub,
        Some(named("Ann")),
        "newer than the list"
    );
    // A later list has them under another name.
    plan(&mut journal, true, Some("Anna"));
    assert_eq!(held(&look).userhub, Some(named("Anna")));
    // A later one has them no longer: they were deleted in UserHub, and can be asked for by their id there.
    plan(&mut journal, true, None);
    let gone = held(&look);
    assert_eq!(
        (gone.userhub, gone.userhub_id.as_deref()),
        (None, Some("usr_a"))
    );
    // Where UserHub's people cannot be listed, what earlier syncs did stands in.
    plan(&mut journal, false, None);
    assert_eq!(held(&look).userhub, Some(named("Ann")));
}

#[test]
fn a_sync_that_was_cut_off_tells_when_its_plan_stood_and_none_where_its_end_could_not_be_certified()
{
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, look) = opened(folder.path());
    let run = plan(&mut journal, true, None);
    assert_eq!(look.unfinished().unwrap(), None, "it was not begun");
    journal.set_state(run, RunState::Running, at(250)).unwrap();
    let unfinished = || look.unfinished().unwrap().unwrap();
    assert_eq!(unfinished().planned_at, None);
    let evidence = Evidence {
        how: HowRead::Pages,
        counted: Some(1),
        not_proved: Vec::new(),
        taken_back: 0,
    };
    journal.sources_read(run, at(150), &evidence).unwrap();
    journal.targets_read(run, at(150), &evidence).unwrap();
    assert_eq!(unfinished().planned_at, Some(at(200)));
}
