//! Part 6 in practice: checks that are repeated alone, and the sign-in test with each of its ends.

use egui_kittest::kittest::Queryable as _;

use crate::checks;
use crate::hands::{Page, open_practice, press, press_like, wait_for};

/// The window in practice with every value filled in, at Part 6.
fn at_part_6(folder: &tempfile::TempDir) -> Page {
    let mut window = open_practice(folder);
    press(&mut window, "Continue");
    press(&mut window, "Use the practice Auth0 domain");
    wait_for(&mut window, "Found practice.us.auth0.com");
    for _ in 0..3 {
        press(&mut window, "Continue");
    }
    press(&mut window, "Use the practice Client ID");
    press(&mut window, "Use the practice Client Secret");
    press(&mut window, "Do this step in practice Auth0");
    wait_for(&mut window, "Auth0 is ready");
    press(&mut window, "Continue");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice connection ID");
    press(&mut window, "Active");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice API key");
    press(&mut window, "Check everything");
    window
}

#[test]
fn each_check_can_be_repeated_alone_and_nothing_is_called_checked_that_was_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_part_6(&folder);
    wait_for(
        &mut window,
        "The Action, its code, its secrets and its place in the flow: Not checked",
    );
    wait_for(&mut window, "The sign-in test covers it");
    checks::screen(&window);
    press(&mut window, "Check again: API key");
    wait_for(&mut window, "API key: Passed");
    wait_for(&mut window, "just now");
    checks::screen(&window);
}

#[test]
fn somebody_new_who_signs_in_proves_the_action() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_part_6(&folder);
    press(&mut window, "Start watching (1 minute)");
    wait_for(&mut window, "Watching since");
    checks::screen(&window);
    press(&mut window, "Sign in as somebody new");
    wait_for(&mut window, "They were in UserHub at");
    wait_for(
        &mut window,
        "The sign-in test has shown that the Action works",
    );
    checks::screen(&window);
}

#[test]
fn an_action_that_is_not_in_the_flow_is_told_with_its_four_causes_and_their_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_part_6(&folder);
    press(&mut window, "Start watching (1 minute)");
    wait_for(&mut window, "Watching since");
    press(&mut window, "The Action is not in the Login flow");
    press(&mut window, "Sign in as somebody new");
    wait_for(&mut window, "signed in, but UserHub was not told");
    let causes = window.query_all_by_label_contains("Show me: ").count();
    assert_eq!(causes, 4);
    checks::screen(&window);
    press_like(&mut window, "Show me: A secret's name is misspelt");
    wait_for(&mut window, "Add two secrets");
}

#[test]
fn a_watch_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_part_6(&folder);
    press(&mut window, "Start watching (1 minute)");
    press(&mut window, "Stop watching");
    wait_for(&mut window, "Stopped watching");
    checks::screen(&window);
}
