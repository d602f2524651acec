//! The sync's page: the list, its filters and search, one person, pause, stop, and going on.

use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::window::Options;

use crate::checks;
use crate::hands::{Page, begin, open, open_with, press, wait_for};
use crate::window::{Steps as _, Window};

/// The sync's page of a practice world whose set-up is done.
pub(crate) fn ready(folder: &tempfile::TempDir) -> Page {
    set_up(open(folder))
}

/// The same in a window that was just opened.
pub(crate) fn set_up(mut window: Page) -> Page {
    begin(&mut window, "Start with practice");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice Auth0 domain");
    wait_for(&mut window, "Found practice.us.auth0.com (region: US).");
    for _ in 0..3 {
        press(&mut window, "Continue");
    }
    press(&mut window, "Use the practice Client ID");
    press(&mut window, "Use the practice Client Secret");
    wait_for(&mut window, "One permission is missing: delete:users");
    press(&mut window, "Do this step in practice Auth0");
    wait_for(&mut window, "Auth0 is ready. ");
    press(&mut window, "Continue");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice connection ID");
    press(&mut window, "Continue");
    wait_for(&mut window, "Choose what status UserHub shows");
    press(&mut window, "Active");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice API key");
    press(&mut window, "Sync");
    window
}

fn rows(window: &Page) -> Vec<String> {
    window
        .query_all_by_role(Role::ListItem)
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn the_list_is_filtered_and_searched_and_a_person_is_opened_and_synced_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = ready(&folder);
    press(&mut window, "Check first");
    wait_for(
        &mut window,
        "250 people would be added, 0 updated, 0 already up to date, 0 need attention.",
    );
    checks::screen(&window);

    // A card is a filter.
    press(&mut window, "0 Need attention");
    wait_for(&mut window, "Nobody is under");
    checks::screen(&window);

    // Search, in all and whatever the capitals.
    press(&mut window, "All 250");
    wait_for(&mut window, "To be added");
    let field = window.get_by_label("Search by name, email or ID");
    field.focus();
    window.run_steps(2);
    window
        .get_by_label("Search by name, email or ID")
        .type_text("AUTH0|");
    window.run_steps(8);
    window.step_until("those with this in their ID", |window| {
        let rows = rows(window);
        !rows.is_empty() && rows.iter().all(|row| !row.contains("google"))
    });

    // Somebody is opened: both sides stand side by side, as both services have them now.
    open_first(&mut window, "To be added");
    wait_for(&mut window, "Both sides as they are now.");
    wait_for(&mut window, "Not there");
    checks::screen(&window);
    press(&mut window, "Sync this person");
    wait_for(&mut window, "Added.");
    checks::screen(&window);
    press(&mut window, "Close this person");
    // Cards, chips and list count one fewer.
    press(&mut window, "249 To be added");
    press(&mut window, "Added 1");
    // History has it as a run of its own, and the check before it as it was.
    press(&mut window, "History");
    wait_for(&mut window, "One person, 1 of 1 person is in UserHub");
    wait_for(&mut window, "250 people would be added");
    open_first(&mut window, "One person");
    wait_for(&mut window, "Everybody who was not simply up to date.");
    checks::screen(&window);
    window.step_until("the person", |window| rows(window).len() == 1);
}

/// Opens the first person of the list whose row has these words.
fn open_first(window: &mut Page, words: &str) {
    window.step_until(words, |window| {
        rows(window).iter().any(|row| row.contains(words))
    });
    let row = window
        .query_all_by_role(Role::ListItem)
        .find(|node| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| label.contains(words))
        })
        .expect("it was there a moment ago");
    row.click_accesskit();
    window.run_steps(3);
}

#[test]
fn those_who_need_attention_are_grouped_by_reason_and_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = ready(&folder);
    press(&mut window, "Sync now");
    wait_for(&mut window, "Every square is 1 person");
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
    wait_for(
        &mut window,
        "UserHub has marked this person for deletion (1)",
    );
    checks::screen(&window);
    press(&mut window, "Look at who needs attention");
    open_first(&mut window, "UserHub has marked this person for deletion");
    wait_for(
        &mut window,
        "Restore the person in the UserHub Admin console",
    );
    checks::screen(&window);
    press(&mut window, "Close this person");
    // What is said of the end may be there before the button was pressed: UserHub is made to refuse what it does.
    press(&mut window, "Show me trouble");
    press(&mut window, "The API key was deleted in UserHub (E8)");
    press(&mut window, "Sync");
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
    press(&mut window, TRY_AGAIN);
    wait_for(&mut window, "UserHub did not accept the API key");
}

#[test]
fn whoever_is_marked_for_deletion_is_restored_in_practice_and_brought_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = ready(&folder);
    press(&mut window, "Sync now");
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
    press(&mut window, "Look at who needs attention");
    open_first(&mut window, "UserHub has marked this person for deletion");
    // UserHub still has them: nothing says that they are not there.
    wait_for(&mut window, "Both sides as they are now.");
    wait_for(&mut window, "Marked for deletion");
    assert!(window.query_by_label("Not there").is_none());
    checks::screen(&window);
    press(&mut window, "Restore in practice UserHub");
    window.step_until("nobody is marked", |window| {
        window.query_by_label("Marked for deletion").is_none()
    });
    press(&mut window, "Sync this person");
    // As they were when they were marked: UserHub may hold already what Auth0 has.
    window.step_until("the person is in UserHub", |window| {
        let mut ends = ["Added.", "Updated.", "Nothing is different"].into_iter();
        ends.any(|words| window.query_all_by_label_contains(words).next().is_some())
    });
    press(&mut window, "Close this person");
    wait_for(&mut window, "250 of 250 people are in UserHub");
}

const TRY_AGAIN: &str = "Try these again: UserHub has marked this person for deletion";

#[test]
fn the_keyboard_goes_back_to_the_row_whose_person_was_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = ready(&folder);
    press(&mut window, "Check first");
    window.step_until("a row", |window| !rows(window).is_empty());
    let row = rows(&window).remove(0);
    let focused = |window: &Page, label: &str| {
        let mut nodes = window.query_all_by_label(label);
        nodes.any(|node| node.accesskit_node().is_focused())
    };
    window.get_by_label(&row).focus();
    window.run_steps(2);
    for close in [Key::Escape, Key::Enter] {
        assert!(focused(&window, &row), "before {close:?}");
        window.key_press(Key::Enter);
        window.step_until("the person", |window| focused(window, "Close this person"));
        window.key_press(close);
        window.step_until("the list", |window| {
            window.query_by_label("Close this person").is_none()
        });
        window.run_steps(2);
    }
    assert!(focused(&window, &row));
}

/// Begins a sync and pauses it at once.
fn paused(folder: &tempfile::TempDir) -> Page {
    // UserHub takes its time, so that the sync is not over before the button can be pressed.
    let mut options = Options::new(folder.path().to_owned(), false);
    options.world.userhub_latency = Duration::from_secs(1);
    let mut window = set_up(open_with(Window::new(), options));
    press(&mut window, "Check first");
    press(&mut window, "Sync 250 people");
    press(&mut window, "Pause");
    window.step_until("the pause", |window| {
        window.query_all_by_label("Paused").next().is_some()
    });
    window
}

#[test]
fn a_sync_pauses_and_goes_on_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = paused(&folder);
    checks::screen(&window);
    press(&mut window, "Stop");
    wait_for(&mut window, "You can continue later from the same place");
    checks::screen(&window);
    press(&mut window, "Keep going");
    press(&mut window, "Resume");
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
}

#[test]
fn a_sync_that_was_stopped_is_continued_from_the_same_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = paused(&folder);
    press(&mut window, "Stop");
    press(&mut window, "Stop the sync");
    wait_for(&mut window, "The sync stopped at");
    checks::screen(&window);
    drop(window);

    // The app is opened again, where it was, and goes on from there.
    let mut window = open(&folder);
    wait_for(&mut window, "The sync stopped at");
    checks::screen(&window);
    let node = window
        .query_all_by_label_contains("Continue from")
        .find(|node| node.accesskit_node().role() == Role::Button)
        .expect("a button");
    node.click_accesskit();
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
}
