//! `kill -9` in the middle of `install --yes`, at many moments: the next run goes on, and ends with the same tenant.

use super::*;
use crate::program::Program;

/// A program on a tenant that takes its time over every answer.
fn program(site: &Site, words: &str) -> Program {
    Program::new(site.folder.path())
        .args(words)
        .flag("--auth0-url", &site.url)
        .flag("--connection-id", "conn_planted1")
        .flag("--data-dir", &site.folder.path().display().to_string())
        .env("USERHUB_ADMIN_KEY", KEY)
        .env("AUTH0_MANAGEMENT_TOKEN", &site.token())
}

#[test]
fn an_install_that_is_killed_again_and_again_ends_like_one_that_was_not() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let expected = runtime.block_on(reference());
    let tenant = Tenant::start(TenantOptions {
        latency: Duration::from_millis(30),
        ..options()
    });
    let tenant = tenant.unwrap();
    let site = Site {
        url: tenant.url(),
        tenant,
        folder: tempfile::tempdir().unwrap(),
    };
    let before = site.tenant.picture();
    // Each run is killed at its so-and-so-many-th request, so that each call of the set-up is in flight once at least.
    let mut kills = 0;
    for requests in 5..30 {
        site.tenant.requests().reset();
        let mut running = program(&site, "install --yes --json").start();
        while site.tenant.requests().total() < requests && !running.has_ended() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if !running.has_ended() {
            kills += 1;
        }
        running.kill();
    }
    assert!(kills >= 5, "only {kills} runs were killed");
    let said = program(&site, "install --yes --json").run().exits(0);
    assert_eq!(said.the("install_ended")["end"], "done");
    assert_same(&site.tenant.picture(), &expected);
    program(&site, "install --undo")
        .run()
        .exits(0)
        .says("as it was before");
    assert_same(&site.tenant.picture(), &before);
}
