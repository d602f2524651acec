//! People who left Auth0: the journey from a person who is deleted in practice's Auth0 to marked, and back to restored; a guard
//! that is read and typed through; and a list of thousands.

use eframe::egui;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use userhub_connect::domain::history::Effort;
use userhub_connect::domain::ids::{Auth0UserId, UserHubUserId};
use userhub_connect::domain::issue::Issue;
use userhub_connect::domain::removal::{Hint, Missing, PolicyHalt, Word};
use userhub_connect::store::journal::{Identity, Journal};
use userhub_connect::window::Options;

use crate::checks;
use crate::hands::{Page, open_with, press, press_like, pressable, wait_for};
use crate::people::set_up;
use crate::window::{Steps as _, Window};

/// Keeps a picture for whoever looks, in the folder that the variable names.
fn keep(window: &mut Page, name: &str) {
    if let Some(folder) = std::env::var_os("REMOVALS_PICTURES") {
        let image = window.render().expect("a picture");
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        image.save(path).expect("a file");
    }
}

/// A practice world that answers at once.
fn quick(folder: &tempfile::TempDir) -> Options {
    let mut options = Options::new(folder.path().to_owned(), false);
    options.world.userhub_latency = std::time::Duration::ZERO;
    options
}

/// Syncs for the first time, to its end.
fn sync(window: &mut Page) {
    press(window, "Sync");
    press(window, "Sync now");
    wait_for(
        window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
}

/// Compares both sides once more, and leaves it at that.
fn compare(window: &mut Page) {
    press(window, "Sync");
    let buttons = ["Check again", "Check first"];
    let named = |window: &Page| {
        let mut there = buttons.into_iter();
        there.find(|label| pressable(window, label).is_some())
    };
    window.step_until("a button", |window| named(window).is_some());
    let label = named(window).expect("it was there a moment ago");
    press(window, label);
    let is_over = |window: &Page| {
        let mut ends = ["Not now", "Check again"].into_iter();
        ends.any(|label| pressable(window, label).is_some())
    };
    window.step_until("the plan", |window| is_over(window));
    if pressable(window, "Not now").is_some() {
        press(window, "Not now");
    }
}

fn row(window: &mut Page) -> String {
    let found = |window: &Page| {
        let mut rows = window.query_all_by_role(Role::ListItem);
        rows.find_map(|node| node.accesskit_node().label())
    };
    window.step_until("a row", |window| found(window).is_some());
    found(window).expect("it was there a moment ago")
}

#[test]
fn somebody_who_was_deleted_in_auth0_is_marked_and_restored() {
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut window = set_up(open_with(Window::new().theme(theme), quick(&folder)));
        sync(&mut window);
        press(&mut window, "People who left");
        wait_for(&mut window, "Nobody waits for a decision.");
        checks::screen(&window);
        keep(&mut window, &format!("left-nobody-{name}"));
        press(&mut window, "Delete somebody in practice Auth0");
        wait_for(&mut window, "was deleted in practice Auth0.");
        checks::screen(&window);
        for _ in 0..2 {
            compare(&mut window);
        }

        // The list of places says that somebody waits.
        wait_for(&mut window, "People who left");
        press(&mut window, "People who left");
        wait_for(
            &mut window,
            "1 person is in UserHub and no longer in Auth0.",
        );
        let who = row(&mut window);
        checks::screen(&window);
        keep(&mut window, &format!("left-list-{name}"));
        press(&mut window, &who);
        wait_for(&mut window, "at the same time it had");
        checks::screen(&window);
        keep(&mut window, &format!("left-evidence-{name}"));

        // It is shown before it is done, and can be left alone.
        press(&mut window, "Mark for deletion");
        wait_for(&mut window, "1 person would be marked for deletion");
        checks::screen(&window);
        keep(&mut window, &format!("left-review-{name}"));
        press(&mut window, "Not now");
        wait_for(
            &mut window,
            "1 person is in UserHub and no longer in Auth0.",
        );
        press_like(&mut window, "Choose ");
        press(&mut window, "Mark 1 for deletion");
        press(&mut window, "Mark 1 person for deletion");
        wait_for(&mut window, "1 person is marked for deletion in UserHub.");
        checks::screen(&window);
        keep(&mut window, &format!("left-marked-{name}"));
        press(&mut window, "Back to the list");
        wait_for(&mut window, "Nobody waits for a decision.");

        press(&mut window, "Disabled or marked 1");
        checks::screen(&window);
        keep(&mut window, &format!("left-removed-{name}"));
        press_like(&mut window, "Restore: ");
        wait_for(&mut window, "1 person would be brought back");
        press(&mut window, "Bring 1 person back");
        wait_for(&mut window, "1 person was brought back.");
        checks::screen(&window);
        keep(&mut window, &format!("left-restored-{name}"));
        press(&mut window, "Back to the list");

        // Whoever was restored counts as kept, and History has both.
        press(&mut window, "Kept 1");
        press(&mut window, "History");
        wait_for(&mut window, "1 person marked for deletion");
        wait_for(&mut window, "1 person brought back");
        checks::screen(&window);
    }
}

#[test]
fn half_of_the_tenant_that_seems_to_be_gone_is_read_and_typed_before_anybody_is_chosen_in_one_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    sync(&mut window);
    press(&mut window, "Show me trouble");
    press(&mut window, "Half of the tenant seems to be gone (E18)");
    for _ in 0..2 {
        compare(&mut window);
    }
    press(&mut window, "People who left");
    wait_for(&mut window, "This may be an accident");
    wait_for(&mut window, "are more than 2 in 100.");
    checks::screen(&window);
    keep(&mut window, "left-accident-light");
    assert!(pressable(&window, "Choose all").is_none());
    press(&mut window, "I have read this");
    assert!(pressable(&window, "Choose all").is_none());
    let field = |window: &Page| {
        let mut nodes = window.query_all_by_role(Role::TextInput);
        let node = nodes.find_map(|node| {
            let label = node.accesskit_node().label()?;
            label.contains(", the number of people").then_some(label)
        });
        node.expect("a field for the number")
    };
    let label = field(&window);
    let count: String = label.chars().filter(char::is_ascii_digit).collect();
    window.get_by_label(&label).focus();
    window.run_steps(2);
    window.get_by_label(&label).type_text(&count);
    window.run_steps(3);
    press(&mut window, "I have read this");
    press(&mut window, "Choose all");
    press_like(&mut window, " for deletion");
    wait_for(&mut window, "This may be an accident");
    checks::screen(&window);
    keep(&mut window, "left-accident-review-light");
    // The number of those who would be marked is another one, and is not typed yet.
    press_like(&mut window, " for deletion");
    wait_for(&mut window, "Type the number");
    press(&mut window, "Not now");

    press(&mut window, "End the trouble");
    compare(&mut window);
    press(&mut window, "People who left");
    wait_for(&mut window, "Nobody waits for a decision.");
}

#[test]
fn the_wrong_tenant_that_was_synced_is_taken_back_from_the_page_of_that_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    sync(&mut window);
    press(&mut window, "Show me trouble");
    press(&mut window, "The wrong tenant is synced (E18)");
    press(&mut window, "Check again");
    press(&mut window, "Go on with the others");
    press_like(&mut window, "Sync 4");
    wait_for(&mut window, "40 of 4");
    press(&mut window, "End the trouble");
    press(&mut window, "History");
    press_like(&mut window, ", Sync, 40 of 4");
    wait_for(&mut window, "It added 40 people to UserHub.");
    checks::screen(&window);
    keep(&mut window, "undo-run-light");
    press(&mut window, "Take back what this sync added…");
    wait_for(&mut window, "would be marked for deletion");
    checks::screen(&window);
    keep(&mut window, "undo-review-light");
    press_like(&mut window, " people for deletion");
    wait_for(
        &mut window,
        "whom the sync had added are marked for deletion",
    );
    checks::screen(&window);
    keep(&mut window, "undo-done-light");

    // And that can be undone as well.
    press(&mut window, "Bring them back…");
    wait_for(&mut window, "would be brought back");
    press_like(&mut window, "Bring 3");
    wait_for(&mut window, "were brought back.");
    press(&mut window, "Back to History");
    wait_for(&mut window, "people of a sync marked for deletion");
    wait_for(&mut window, "people brought back");
    // What the sync came to is so no longer.
    press(&mut window, "Sync");
    wait_for(&mut window, "Start with a check.");
    press(&mut window, "Overview");
    wait_for(
        &mut window,
        "UserHub was changed since the last comparison.",
    );
    checks::screen(&window);
    keep(&mut window, "undo-overview-light");
}

#[test]
fn a_sync_is_taken_back_from_its_result_and_both_sides_are_checked_from_the_list_of_who_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    sync(&mut window);
    press(&mut window, "Take back what this sync added…");
    wait_for(&mut window, "239 people would be marked for deletion");
    press(&mut window, "Not now");
    press(&mut window, "People who left");
    wait_for(&mut window, "Nobody waits for a decision.");
    checks::screen(&window);
    press(&mut window, "Check both sides now");
    wait_for(&mut window, "249 already up to date");
}

/// A practice profile in whose journal so many people are proved gone.
fn gone(folder: &tempfile::TempDir, count: usize) {
    let profile = folder.path().join("practice");
    std::fs::create_dir_all(&profile).expect("a folder");
    let identity = Identity {
        auth0: "practice.us.auth0.com".to_owned(),
        connection: "conn_practiceAuth0x1".to_owned(),
    };
    let mut journal = Journal::open(&profile, &identity).expect("a journal");
    let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
    let id = |number: usize| Auth0UserId::new(format!("auth0|gone{number:05}"));
    let missing: Vec<Missing> = (0..count)
        .map(|number| Missing {
            id: id(number),
            userhub_id: Some(UserHubUserId::new(format!("usr_gone{number}"))),
            name: Some(format!("Gone Person {number}")),
            email: Some(format!("gone{number}@example.com")),
            hint: Hint::Absent,
            deleted: None,
        })
        .collect();
    let noted = journal.note_missing(&missing, at("2026-11-20T10:00:00Z"));
    noted.expect("they are noted");
    for number in 0..count {
        for (run, when) in [(1, "2026-11-20T10:00:00Z"), (2, "2026-11-21T10:00:00Z")] {
            let word = Word {
                at: at(when),
                run: Some(run),
                control: Auth0UserId::new("auth0|living"),
            };
            journal.note_word(&id(number), &word).expect("a word");
        }
    }
}

#[test]
fn ten_thousand_people_are_listed_chosen_and_reached_to_the_last() {
    let folder = tempfile::tempdir().expect("a folder");
    gone(&folder, 10_000);
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    press(&mut window, "People who left");
    wait_for(
        &mut window,
        "10,000 people are in UserHub and no longer in Auth0.",
    );
    let rows = |window: &Page| window.query_all_by_role(Role::ListItem).count();
    assert!((1..10).contains(&rows(&window)), "{}", rows(&window));
    // No comparison stands behind them, which nothing overrides.
    wait_for(
        &mut window,
        "Nobody can be disabled or marked for deletion yet",
    );
    press(&mut window, "Choose all");
    wait_for(&mut window, "10,000 chosen");
    checks::screen(&window);
    let bar = "Place in the list: People who left";
    window.get_by_label(bar).focus();
    window.run_steps(2);
    window.key_press(egui::Key::End);
    window.step_until("the last person", |window| {
        let mut rows = window.query_all_by_role(Role::ListItem);
        rows.any(|node| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| label.starts_with("Gone Person 9999,"))
        })
    });
    assert!((1..10).contains(&rows(&window)), "{}", rows(&window));
    keep(&mut window, "left-ten-thousand-light");
}

#[test]
fn where_something_is_done_by_itself_no_page_says_that_nothing_is() {
    let folder = tempfile::tempdir().expect("a folder");
    gone(&folder, 2);
    let policy = r#"{"act":"mark","after_days":14,"set_up":"practice","turned_on_at":"2099-01-01T00:00:00Z"}"#;
    let file = folder.path().join("practice/removal-policy.json");
    std::fs::write(file, policy).expect("a policy");
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    let says_nothing_is_done = |window: &Page| {
        let all: Vec<String> = checks::texts(window);
        all.into_iter()
            .filter(|text| {
                text.contains("Nothing happens to")
                    || text.contains("Nobody is removed.")
                    || text.contains("obody would be removed")
            })
            .collect::<Vec<_>>()
    };
    press(&mut window, "Sync");
    wait_for(
        &mut window,
        "After a sync, people who left Auth0 and have been on that list for 14 days are marked for deletion in UserHub.",
    );
    window.key_press(egui::Key::F1);
    wait_for(&mut window, "What a sync does");
    assert_eq!(says_nothing_is_done(&window), [""; 0]);
    press(&mut window, "Check first");
    wait_for(&mut window, "Nothing was changed yet.");
    assert_eq!(says_nothing_is_done(&window), [""; 0]);
    press(&mut window, "People who left");
    wait_for(
        &mut window,
        "Unless you decide before, they are marked for deletion in UserHub once they have been on the list for 14 days.",
    );
    window.key_press(egui::Key::F1);
    wait_for(&mut window, "Who is on this list");
    assert_eq!(says_nothing_is_done(&window), [""; 0]);
    checks::screen(&window);
    press(&mut window, "Do nothing by itself");
    wait_for(&mut window, "Nothing happens to them until you decide.");
}

#[test]
fn what_stops_the_automatic_removal_is_shown_with_its_run_in_history() {
    let folder = tempfile::tempdir().expect("a folder");
    gone(&folder, 2);
    let profile = folder.path().join("practice");
    let policy = r#"{"act":"mark","after_days":14,"set_up":"practice","turned_on_at":"2026-01-01T00:00:00Z"}"#;
    std::fs::write(profile.join("removal-policy.json"), policy).expect("a policy");
    let at: Timestamp = "2026-11-22T10:00:00Z".parse().expect("a moment");
    let issue = Issue::policy_stopped(2, "All of them came through one connection.");
    let halt = PolicyHalt::of(&issue, Vec::new(), at);
    let identity = Identity {
        auth0: "practice.us.auth0.com".to_owned(),
        connection: "conn_practiceAuth0x1".to_owned(),
    };
    let mut journal = Journal::open(&profile, &identity).expect("a journal");
    let noted = journal.note_policy_halt(halt, Effort::default(), at);
    noted.expect("it is noted");
    drop(journal);
    let mut window = set_up(open_with(Window::new(), quick(&folder)));
    press(&mut window, "People who left");
    let what = "A guard has stopped the automatic removal: 2 people were to be removed";
    wait_for(&mut window, what);
    wait_for(&mut window, "All of them came through one connection.");
    checks::screen(&window);
    keep(&mut window, "left-halted-light");
    press(&mut window, "See it in History");
    wait_for(&mut window, "Automatic removal");
    wait_for(&mut window, "All of them came through one connection.");
    checks::screen(&window);
    keep(&mut window, "left-halted-history-light");
}

#[test]
fn people_who_left_fit_in_every_look() {
    for (theme, text_size, name) in [
        (egui::Theme::Light, 2.0, "light-200"),
        (egui::Theme::Dark, 2.0, "dark-200"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        gone(&folder, 30);
        let mut window = set_up(open_with(Window::new().theme(theme), quick(&folder)));
        press(&mut window, "People who left");
        wait_for(&mut window, "30 people are in UserHub");
        window.ctx.set_zoom_factor(text_size);
        window.run_steps(4);
        assert_eq!(checks::cut_off_texts(&window), [""; 0], "{name}");
        assert!(window.unnamed_widgets().is_empty(), "{name}");
        keep(&mut window, &format!("left-{name}"));
    }
}
