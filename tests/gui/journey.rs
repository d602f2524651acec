//! The whole journey in practice, from the first screen to a finished sync, as a person would go it.

use eframe::egui::{self, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::checks;
use crate::hands::{Page, begin, open, press, wait_for};
use crate::window::Steps as _;

#[test]
fn practice_leads_from_welcome_to_a_finished_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open(&folder);
    checks::screen(&window);
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
    checks::screen(&window);
    press(&mut window, "Continue");

    // Part 2: the tenant is found, and the missing permission is named; it holds nobody up.
    press(&mut window, "Use the practice Auth0 domain");
    wait_for(&mut window, "Found practice.us.auth0.com (region: US).");
    checks::screen(&window);
    for _ in 0..3 {
        press(&mut window, "Continue");
        checks::screen(&window);
    }
    press(&mut window, "Use the practice Client ID");
    press(&mut window, "Use the practice Client Secret");
    wait_for(&mut window, "One permission is missing: delete:users");
    checks::screen(&window);
    press(&mut window, "Do this step in practice Auth0");
    wait_for(&mut window, "Auth0 is ready. 250 users found.");
    checks::screen(&window);
    press(&mut window, "Continue");

    // Parts 3 and 4: the values are ready to copy, and the key is accepted.
    checks::screen(&window);
    press(&mut window, "Continue");
    press(&mut window, "Use the practice connection ID");
    press(&mut window, "Continue");
    wait_for(&mut window, "Choose what status UserHub shows");
    press(&mut window, "Active");
    checks::screen(&window);
    press(&mut window, "Continue");
    press(&mut window, "Use the practice API key");
    // One person of the operator's choice proves the connection; nobody is chosen for them.
    wait_for(&mut window, "Try the connection with one person");
    checks::screen(&window);
    press(&mut window, "Find in Auth0");
    window.step_until("people are found", |window| {
        window.query_all_by_role(Role::RadioButton).count() == 10
    });
    checks::screen(&window);
    let first = window.query_all_by_role(Role::RadioButton).next();
    first.expect("somebody").click_accesskit();
    window.run_steps(3);
    let add = |window: &Page| {
        let buttons = window.query_all_by_role(Role::Button);
        buttons
            .filter_map(|node| node.accesskit_node().label())
            .find(|label| label.ends_with(" as a test"))
    };
    let label = add(&window).expect("the button that adds them");
    press(&mut window, &label);
    wait_for(&mut window, "Auth0 and UserHub are connected.");
    checks::screen(&window);
    press(&mut window, "Continue");

    // Part 5 is six pages by hand, and then everything is checked.
    for _ in 0..6 {
        checks::screen(&window);
        press(&mut window, "Continue");
    }
    checks::screen(&window);

    press(&mut window, "Sync");
    checks::screen(&window);
    press(&mut window, "Check first");
    press(&mut window, "Sync 249 people");
    wait_for(
        &mut window,
        "249 of 250 people are in UserHub. 1 needs attention.",
    );
    checks::screen(&window);

    // A report of what was just done, where no window of the system's has asked for a file.
    press(&mut window, "Save report as HTML");
    wait_for(&mut window, "Where to save it");
    let field = window
        .query_all_by_label("Where to save it")
        .find(|node| node.accesskit_node().role() == Role::TextInput);
    let field = field.expect("the field for the path");
    field.focus();
    field.type_text(&folder.path().join("report").display().to_string());
    window.run_steps(3);
    press(&mut window, "Save here");
    wait_for(&mut window, "Saved to");
    checks::screen(&window);
    let report = std::fs::read_to_string(folder.path().join("report.html")).expect("a report");
    assert!(
        report.contains("249 of 250 people are in UserHub"),
        "{report}"
    );
}

#[test]
fn a_real_looking_key_is_not_kept_in_practice_and_leaving_forgets_what_was_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open(&folder);
    begin(&mut window, "Start with practice");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice Auth0 domain");
    wait_for(&mut window, "Use the practice Auth0 domain");
    press(&mut window, "Leave practice");
    begin(&mut window, "Set up for real");
    press(
        &mut window,
        "I can open the Auth0 dashboard and see Applications in the left menu",
    );
    press(
        &mut window,
        "I can open the UserHub Admin console and see Developers",
    );
    press(&mut window, "Continue");
    assert!(
        window
            .query_by_label("Use the practice Auth0 domain")
            .is_none()
    );
    press(&mut window, "Check and continue");
    wait_for(&mut window, "Enter the Auth0 domain");
    checks::screen(&window);
}

#[test]
fn enter_in_a_field_checks_what_was_typed_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open(&folder);
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
    press(&mut window, "Continue");
    window.run_steps(3);
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(2);
    window
        .get_by_role(Role::TextInput)
        .type_text("practice.us.auth0.com");
    window.key_press(egui::Key::Enter);
    window.run_steps(2);
    assert!(
        window.query_by_label_contains("Reached Auth0").is_some(),
        "nothing is being checked"
    );
    wait_for(&mut window, "Found practice.us.auth0.com (region: US).");
}
