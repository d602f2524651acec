//! The automatic set-up in the window: from a temporary key to the proof, in practice; undoing it; and wrong turns.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::checks;
use crate::hands::{Page, begin, open, open_practice, press, press_like, wait_for};
use crate::window::Steps as _;

/// The page that asks for the temporary key.
fn at_key(folder: &tempfile::TempDir) -> Page {
    let mut window = open(folder);
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
    press(&mut window, "Let the app do it");
    press(&mut window, "Continue");
    wait_for(&mut window, "Get a temporary key from Auth0");
    checks::screen(&window);
    window
}

/// Looks at the practice tenant with its temporary key.
fn look(window: &mut Page) {
    press(window, "Use the practice temporary key");
    wait_for(window, "The key is for practice.us.auth0.com");
    press(window, "Look at what would change");
}

/// The page that shows what would change.
fn at_review(folder: &tempfile::TempDir) -> Page {
    let mut window = at_key(folder);
    look(&mut window);
    wait_for(&mut window, "Make these 2 changes");
    window
}

#[test]
fn five_clicks_lead_from_the_key_to_the_proof() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_review(&folder);
    wait_for(&mut window, "This key stops working at");
    checks::screen(&window);
    press(&mut window, "Make these 2 changes");
    wait_for(&mut window, "The application is ready in Auth0");
    checks::screen(&window);
    press(&mut window, "Do Parts 3 and 4 in the practice UserHub");
    wait_for(&mut window, "Make these 3 changes");
    checks::screen(&window);
    press(&mut window, "Make these 3 changes");
    wait_for(&mut window, "The Auth0 part is set up and checked");
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
    let mut window = at_review(&folder);
    press(&mut window, "Make these 2 changes");
    wait_for(&mut window, "The application is ready in Auth0");
    // Nothing is undone before it was shown, and it can all be kept.
    press(&mut window, "Review what undo would do");
    wait_for(&mut window, "Nothing has been undone yet");
    wait_for(&mut window, "deleted, with its Client Secret");
    checks::screen(&window);
    press(&mut window, "Keep everything");
    wait_for(&mut window, "The app has set this tenant up before");
    assert!(window.query_by_label_contains("deleted").is_none());
    press(&mut window, "Review what undo would do");
    wait_for(&mut window, "Undo these 2 changes");
    press(&mut window, "Undo these 2 changes");
    wait_for(&mut window, "Everything is as it was before");
    checks::screen(&window);
    press(&mut window, "Look again");
    wait_for(&mut window, "Make these 2 changes");
}

/// Opens a line of a list.
fn open_row(window: &mut Page, words: &str) {
    let row = |window: &Page| {
        let mut found = window.query_all_by_label_contains(words);
        found
            .find(|node| node.accesskit_node().role() == Role::ListItem)
            .map(|node| node.click_accesskit())
    };
    window.step_until(words, |window| row(window).is_some());
    window.run_steps(3);
}

#[test]
fn history_tells_of_a_set_up_and_leads_to_undoing_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_review(&folder);
    press(&mut window, "Make these 2 changes");
    wait_for(&mut window, "The application is ready in Auth0");
    press(&mut window, "History");
    wait_for(&mut window, "2 changes were made in Auth0");
    checks::screen(&window);
    open_row(&mut window, ", Set-up,");
    wait_for(&mut window, "What was changed in Auth0");
    wait_for(&mut window, "In the window");
    checks::screen(&window);
    press(&mut window, "Undo this set-up");
    wait_for(&mut window, "Nothing has been undone yet");
    press(&mut window, "Undo these 2 changes");
    wait_for(&mut window, "Everything is as it was before");
    press(&mut window, "History");
    wait_for(&mut window, "2 things were put back in Auth0");
    wait_for(&mut window, "Undone since");
    open_row(&mut window, ", Set-up undone,");
    wait_for(&mut window, "What was put back in Auth0");
    assert!(window.query_by_label("Undo this set-up").is_none());
    checks::screen(&window);
}

#[test]
fn what_is_no_temporary_key_is_told_and_going_back_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_key(&folder);
    press(&mut window, "Look at what would change");
    wait_for(&mut window, "Paste the temporary key first");
    checks::screen(&window);
    look(&mut window);
    wait_for(&mut window, "Make these 2 changes");
    press(&mut window, "Use another key");
    wait_for(&mut window, "Get a temporary key from Auth0");
    press(&mut window, "Back");
    wait_for(&mut window, "How do you want to do the Auth0 part?");
    assert!(window.query_by_label_contains("Make these").is_none());
}

#[test]
fn what_somebody_else_has_changed_stays_and_is_named_and_kept_in_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_review(&folder);
    press(&mut window, "Make these 2 changes");
    press(&mut window, "Do Parts 3 and 4 in the practice UserHub");
    press(&mut window, "Make these 3 changes");
    wait_for(&mut window, "The Auth0 part is set up and checked");
    // What was written is another code than what is there now, as after somebody's edit in Auth0.
    let file = folder
        .path()
        .join("practice/install-practice.us.auth0.com.json");
    let record = std::fs::read_to_string(&file).expect("a record");
    std::fs::write(&file, record.replace("UserHubActions", "Ours")).expect("written");
    press(&mut window, "Review what undo would do");
    wait_for(&mut window, "Somebody else has changed the Action");
    press(&mut window, "Undo these 2 changes");
    wait_for(&mut window, "Not everything is put back");
    wait_for(&mut window, "Somebody else has changed the Action");
    assert!(
        window
            .query_by_label_contains("Everything is as it was before")
            .is_none()
    );
    checks::screen(&window);
    press(&mut window, "History");
    wait_for(&mut window, "but not everything");
    open_row(&mut window, ", Set-up,");
    wait_for(&mut window, "Undo this set-up");
}

#[test]
fn the_application_that_was_made_is_there_again_after_a_new_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = at_review(&folder);
    press(&mut window, "Make these 2 changes");
    press(&mut window, "Do Parts 3 and 4 in the practice UserHub");
    wait_for(&mut window, "Make these 3 changes");
    // As long as what has changed is kept.
    window.let_pass(1.0);
    window.let_pass(1.0);
    drop(window);
    let mut window = open_practice(&folder);
    wait_for(&mut window, "Picking up where you left off");
    press(&mut window, "Before you start");
    wait_for(&mut window, "Auth0 and UserHub answer");
    press(&mut window, "Check everything");
    press_like(&mut window, "Check again: Client ID");
    wait_for(
        &mut window,
        "Auth0 accepted Client ID and Client Secret (just now)",
    );
}
