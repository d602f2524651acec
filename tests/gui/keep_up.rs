//! Day two, in the practice world: the Overview, keeping in sync while the window is open, and what is taken up again at the
//! next start.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::checks;
use crate::hands::{Page, open, press, press_like, wait_for};
use crate::people::ready;
use crate::window::Steps as _;

/// A practice world whose people are in UserHub, on its Overview.
fn synced(folder: &tempfile::TempDir) -> Page {
    let mut window = ready(folder);
    press(&mut window, "Check first");
    press_like(&mut window, "Sync 2");
    wait_for(&mut window, "250 people are in UserHub. 1 needs attention.");
    press(&mut window, "Overview");
    wait_for(&mut window, "1 person waits for you.");
    window
}

fn is_there(window: &Page, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// The button that chooses a way says what it will be from then on.
fn button_of(way: &str) -> &'static str {
    match way {
        "Only when I press Sync" => "Only sync when I press Sync",
        "While this window is open" => "Keep in sync while the window is open",
        "Also when it is closed" => "Keep in sync also when it is closed",
        _ => panic!("{way} is no way"),
    }
}

/// Goes to Keep in sync, and chooses a way.
fn choose(window: &mut Page, way: &str) {
    press(window, "Change how changes reach UserHub");
    press(window, way);
    press(window, button_of(way));
}

#[test]
fn of_whom_userhub_keeps_something_of_its_own_is_named_under_the_result_and_asked_about_by_a_press()
{
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = ready(&folder);
    press(&mut window, "Check first");
    press_like(&mut window, "Sync 2");
    wait_for(&mut window, "250 people are in UserHub. 1 needs attention.");
    press(
        &mut window,
        "Of whom UserHub keeps a value of its own: 4 people",
    );
    checks::screen(&window);
    let row = window
        .query_all_by_role(Role::ListItem)
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| label.contains("UserHub keeps a value of its own in"))
        .expect("they are listed");
    press(&mut window, &row);
    wait_for(&mut window, "UserHub keeps its own value in these fields");
    assert!(is_there(&window, "Ask about someone"));
}

#[test]
fn a_finished_set_up_has_an_overview_that_says_who_waits_and_folds_the_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = synced(&folder);
    checks::screen(&window);
    // What dates the sentence, and what waits, with its reason and its button.
    assert!(is_there(&window, "compared today at"));
    assert!(is_there(&window, "1 person needs attention."));
    // The chart has the keyboard as a whole, and is read as text.
    let chart = window
        .query_all_by_label("The last 30 days")
        .find(|node| node.accesskit_node().role() == Role::Grid);
    let chart = chart.expect("the chart");
    let read = chart.accesskit_node().value().expect("it is read out");
    assert!(
        read.starts_with("249 added, 0 updated, 0 left Auth0"),
        "{read}"
    );
    assert!(read.contains("29 days were not compared"), "{read}");
    chart.focus();
    window.run_steps(2);
    wait_for(&mut window, "249 added, 0 updated");
    window.key_press(eframe::egui::Key::ArrowLeft);
    window.run_steps(3);
    assert!(
        is_there(&window, ": not compared"),
        "yesterday is empty, and not nought"
    );
    // The six parts are one row, which unfolds.
    assert!(!is_there(&window, "Create the API key"));
    press(&mut window, "Set-up");
    wait_for(&mut window, "Create the API key");
    checks::screen(&window);
    press(&mut window, "Overview");
    assert!(!is_there(&window, "Create the API key"));
    // Going on from what waits leads to those who wait.
    press_like(&mut window, "Look at them");
    wait_for(&mut window, "1 needs attention");
}

#[test]
fn while_the_window_is_open_changes_arrive_and_the_choice_is_taken_up_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = synced(&folder);
    choose(&mut window, "While this window is open");
    // The practice application lacks the permission: it says so, and offers it.
    wait_for(&mut window, "Changes can arrive within seconds");
    wait_for(&mut window, "Checking every 5 minutes");
    checks::screen(&window);
    press(&mut window, "Show me how");
    checks::screen(&window);
    press(&mut window, "Let the app add it");
    press(&mut window, "Use the practice temporary key");
    press(&mut window, "Look at what would change");
    wait_for(&mut window, "Make this change");
    // One permission is added, and nothing else is so much as named.
    wait_for(&mut window, "read:events");
    assert!(!is_there(&window, "Login flow"));
    checks::screen(&window);
    press(&mut window, "Make this change");
    wait_for(&mut window, "Last sign of life from Auth0");
    window.step_until("it is live", |window| {
        let mut nodes = window.query_all_by_label("Live");
        nodes.any(|node| node.accesskit_node().role() == Role::Heading)
    });
    assert!(!is_there(&window, "Changes can arrive within seconds"));
    press(&mut window, "Things happen");
    wait_for(&mut window, "in UserHub after");
    checks::screen(&window);
    press(&mut window, "Things happen");
    // The feed stands still for whoever wants that.
    press(&mut window, "Hold the list of changes still");
    wait_for(&mut window, "stands still while you read");
    press(&mut window, "Let the list of changes go on");
    press(&mut window, "Overview");
    wait_for(&mut window, "Live since");
    checks::screen(&window);
    window.step_until("it is kept", |_| {
        let kept = std::fs::read_to_string(folder.path().join("practice/settings.json"));
        kept.is_ok_and(|kept| kept.contains("WhileOpen"))
    });
    drop(window);

    let mut window = open(&folder);
    wait_for(&mut window, "Overview");
    window.step_until("it watches", |window| {
        is_there(window, "Live since") || is_there(window, "Checking every 5 minutes")
    });
    choose(&mut window, "Only when I press Sync");
    window.step_until("it has ended", |window| !is_there(window, "sign of life"));
    checks::screen(&window);
}

#[test]
fn a_sync_of_a_persons_goes_first_and_the_watch_goes_on_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = synced(&folder);
    choose(&mut window, "While this window is open");
    wait_for(&mut window, "Checking every 5 minutes");
    press(&mut window, "Overview");
    press(&mut window, "Sync now");
    press(&mut window, "Sync");
    wait_for(&mut window, "250 people are in UserHub. 1 needs attention.");
    press(&mut window, "Overview");
    wait_for(&mut window, "Checking every 5 minutes");
}

#[test]
fn what_would_be_installed_is_shown_word_for_word_and_practice_installs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = synced(&folder);
    press(&mut window, "Change how changes reach UserHub");
    press(&mut window, "Show what will be installed");
    wait_for(&mut window, "In practice nothing is installed");
    word_for_word(&window);
    press(&mut window, "Hide what will be installed");
    choose_again(&mut window, "Also when it is closed");
    wait_for(&mut window, "In practice nothing is installed");
    wait_for(&mut window, "What will be installed");
    word_for_word(&window);
}

/// A screen on which files of the system's stand as they are: they have words that no screen would say by itself.
fn word_for_word(window: &Page) {
    let texts = checks::texts(window);
    assert!(
        texts
            .iter()
            .any(|text| text.contains("sync --incremental --unattended"))
    );
    assert!(checks::cut_off_texts(window).is_empty());
    assert!(window.unnamed_widgets().is_empty());
    assert!(checks::small_targets(window).is_empty());
}

fn choose_again(window: &mut Page, way: &str) {
    press(window, way);
    press(window, button_of(way));
}

#[test]
fn a_taken_slot_is_said_and_nothing_is_silently_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = synced(&folder);
    choose(&mut window, "While this window is open");
    wait_for(&mut window, "Changes can arrive within seconds");
    press(&mut window, "Show me how");
    press(&mut window, "Do this step in practice Auth0");
    wait_for(&mut window, "Last sign of life from Auth0");
    press(&mut window, "Show me trouble");
    press_like(&mut window, "Another program takes the live updates");
    wait_for(
        &mut window,
        "Another program holds the connection that Auth0's plan allows for events.",
    );
    wait_for(&mut window, "Checking every 5 minutes");
    checks::screen(&window);
}
