//! `sync --unattended`: where its keys come from, what it waits for, and what it refuses.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::store::lock::ProfileLock;

use crate::program::Program;
use crate::stage::Stage;

/// The program without keys in its environment.
fn without_keys(stage: &Stage, words: &str) -> Program {
    stage
        .program(words)
        .without("AUTH0_CLIENT_SECRET")
        .without("USERHUB_ADMIN_KEY")
}

/// The two keys as files of these names in a new folder, with these permissions.
fn key_files(stage: &Stage, names: [&str; 2], mode: u32) -> [PathBuf; 2] {
    let folder = stage.home().join("keys");
    fs::create_dir_all(&folder).unwrap();
    let access = stage.world().access();
    let texts = [&access.client_secret, &access.admin_key];
    let mut number = 0;
    names.map(|name| {
        let path = folder.join(name);
        fs::write(&path, texts[number]).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        number += 1;
        path
    })
}

/// An unattended run with keys in files.
pub(crate) fn by_files(stage: &Stage, words: &str) -> Program {
    let [secret, key] = key_files(stage, ["secret", "key"], 0o600);
    without_keys(stage, words)
        .flag("--auth0-client-secret-file", &secret.display().to_string())
        .flag("--userhub-key-file", &key.display().to_string())
}

const CHANGES: &str = "sync --incremental --unattended --wait 0 --json";

#[test]
fn a_first_run_that_nobody_has_seen_is_refused_until_somebody_says_so_or_has_run_one() {
    let stage = Stage::of(30);
    for words in [CHANGES, "sync --unattended --wait 0 --json"] {
        let said = by_files(&stage, words).run().exits(5);
        let problem = said.the("problem");
        assert_eq!(problem["code"], "E18");
        let fix = problem["fix"].as_str().unwrap();
        assert!(fix.contains("--yes") && fix.contains("--dry-run"), "{fix}");
        assert_eq!(stage.writes(), 0);
    }
    // A look alone is none: it brings nobody over, and nobody has said that it was right.
    stage.program("sync --dry-run").run().exits(0);
    by_files(&stage, CHANGES).run().exits(5);
    let said = by_files(&stage, &format!("{CHANGES} --yes")).run().exits(0);
    assert_eq!(said.the("scope")["code"], "never_compared");
    said.sums_up([30, 0, 0, 0]).leaves_nobody_out();
    let summary = by_files(&stage, CHANGES).run().exits(0).summary();
    assert_eq!(summary["scope"], "changes");

    let other = Stage::of(10);
    other.sync().run().exits(0);
    by_files(&other, "sync --unattended --wait 0")
        .run()
        .exits(0);
}

#[test]
fn keys_come_from_files_of_ones_own_or_from_the_services_credentials_and_not_from_the_environment()
{
    let stage = Stage::of(10);
    stage.sync().run().exits(0);
    // Both are in the environment, which an unattended run does not look into.
    let said = stage.program(CHANGES).run().exits(2);
    let problem = said.the("problem");
    assert_eq!(problem["what"], "The Client Secret was not found");
    let why = problem["why"].as_str().unwrap();
    for place in [
        "--auth0-client-secret-file",
        "auth0-secret",
        "password store",
    ] {
        assert!(why.contains(place), "{why}");
    }
    by_files(&stage, CHANGES).run().exits(0);

    key_files(&stage, ["auth0-secret", "userhub-key"], 0o400);
    let folder = stage.home().join("keys").display().to_string();
    let by_credentials = || without_keys(&stage, CHANGES).env("CREDENTIALS_DIRECTORY", &folder);
    by_credentials().run().exits(0);
    fs::remove_file(stage.home().join("keys/userhub-key")).unwrap();
    let said = by_credentials().run().exits(2);
    assert!(
        said.the("problem")["why"]
            .as_str()
            .unwrap()
            .contains("userhub-key")
    );
}

#[test]
fn a_key_file_that_others_can_read_is_refused_with_words() {
    let stage = Stage::of(10);
    stage.sync().run().exits(0);
    for mode in [0o644, 0o640, 0o602] {
        let [secret, key] = key_files(&stage, ["secret", "key"], mode);
        let said = without_keys(&stage, "sync --incremental --unattended")
            .flag("--auth0-client-secret-file", &secret.display().to_string())
            .flag("--userhub-key-file", &key.display().to_string())
            .run()
            .exits(2)
            .tells_a_problem();
        said.says("Others on this computer can read the file")
            .says("chmod 600");
    }
}

#[test]
fn it_waits_for_another_run_up_to_its_limit_and_then_ends_with_5() {
    let stage = Stage::of(20);
    stage.sync().run().exits(0);
    let connection = &stage.world().access().connection_id;
    let profile = stage.data().join("profiles").join(connection);
    let lock = ProfileLock::take(&profile, "process 7").unwrap();
    let said = by_files(&stage, "sync --incremental --unattended --wait 1 --json").run();
    let said = said.exits(5);
    assert_eq!(said.the("problem")["code"], "E21");
    assert_eq!(said.all("reading")[0]["waiting"]["for"], "turn");

    let running = by_files(&stage, "sync --incremental --unattended --wait 60 --json").start();
    std::thread::sleep(Duration::from_millis(300));
    drop(lock);
    running.finish().exits(0).sums_up([0, 0, 0, 0]);
}

#[test]
fn it_waits_for_the_network_and_goes_on_when_that_is_back() {
    let stage = Stage::of(20);
    stage.sync().run().exits(0);
    let gone = Rule::always(Fault::ResetBeforeAnswer);
    stage.tenant().trouble().add(gone);
    let mut running = by_files(&stage, "sync --incremental --unattended --wait 2 --json").start();
    assert_eq!(running.wait_for("reading")["waiting"]["for"], "network");
    stage.tenant().trouble().clear();
    running.finish().exits(0);
}

#[test]
fn a_watch_that_nobody_watches_finds_its_keys_and_refuses_a_first_run_too() {
    let stage = Stage::of(20);
    let watch = || by_files(&stage, "watch --unattended --json --for 1");
    let said = watch().run().exits(5);
    assert_eq!(said.the("problem")["code"], "E18");
    assert_eq!(stage.writes(), 0);
    stage
        .program("watch --unattended")
        .run()
        .exits(2)
        .says("was not found");
    stage.sync().run().exits(0);
    watch().run().exits(0);
}

#[test]
fn practice_needs_no_keys_and_runs_as_it_would() {
    let stage = Stage::with(Options {
        people: 1,
        ..Options::default()
    });
    let run = |words: &str| {
        Program::new(&stage.home())
            .args(&format!(
                "sync --practice --practice-people 20 --incremental --unattended {words}"
            ))
            .flag("--data-dir", &stage.data().display().to_string())
            .run()
    };
    run("")
        .exits(5)
        .says("nobody has looked at the first sync yet");
    run("--yes")
        .exits(0)
        .says("Everybody is compared, because no comparison");
    run("").exits(0).says("Nobody has changed in Auth0.");
}

#[test]
fn its_flags_go_together() {
    let stage = Stage::of(1);
    for words in ["sync --yes", "sync --wait 5", "sync --unattended --dry-run"] {
        stage.program(words).run().exits(2);
    }
}
