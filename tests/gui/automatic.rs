//! The automatic set-up in the window: from a temporary key to the proof, in practice; undoing it; and wrong turns.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use userhub_connect::ui::App;

use crate::checks;
use crate::journey::{begin, choose, open, press, wait_for};

type Page = Harness<'static, App>;

/// The page that asks for the temporary key.
fn at_key(folder: &tempfile::TempDir) -> Page {
    let mut window = open(folder);
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
    choose(&mut window, "Let the app do it");
    press(&mut window, "Continue");
    wait_for(&mut window, "Get a temporary key from Auth0");
    checks::screen(&window);
    window
}

#[test]
fn five_clicks_lead_from_the_key_to_the_proof() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_key(&folder);
    press(&mut window, "Use the practice temporary key");

    wait_for(&mut window, "Make these 2 changes");
    wait_for(&mut window, "This key stops working at");
    checks::screen(&window);
    press(&mut window, "Make these 2 changes");
    wait_for(&mut window, "The application is ready in Auth0");
    checks::screen(&window);
    press(&mut window, "Do Parts 3 and 4 in the practice UserHub");
    wait_for(&mut window, "Make these 3 changes");
    checks::screen(&window);
    press(&mut window, "Make these 3 changes");
    wait_for(&mut window, "The Auth0 part is set up, and was seen to be");
    checks::screen(&window);
    press(&mut window, "Continue to the checks");
    wait_for(&mut window, "It came through a made-up sign-in");
    checks::screen(&window);
    press(&mut window, "Check everything");
    wait_for(&mut window, "The key may list users");
}

#[test]
fn what_was_made_can_be_undone_and_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_key(&folder);
    press(&mut window, "Use the practice temporary key");
    wait_for(&mut window, "Make these 2 changes");
    press(&mut window, "Make these 2 changes");
    wait_for(&mut window, "The application is ready in Auth0");
    press(&mut window, "Undo what was done");
    wait_for(&mut window, "Everything is as it was before");
    checks::screen(&window);
    press(&mut window, "Look again");
    wait_for(&mut window, "Make these 2 changes");
}

#[test]
fn what_is_no_temporary_key_is_told_and_going_back_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_key(&folder);
    press(&mut window, "Look at what would change");
    wait_for(&mut window, "Paste the temporary key first");
    checks::screen(&window);
    press(&mut window, "Use the practice temporary key");
    wait_for(&mut window, "Make these 2 changes");
    press(&mut window, "Use another key");
    wait_for(&mut window, "Get a temporary key from Auth0");
    press(&mut window, "Back");
    wait_for(&mut window, "How do you want to do the Auth0 part?");
    assert!(window.query_by_label_contains("Make these").is_none());
}
