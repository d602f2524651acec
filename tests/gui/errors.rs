//! Every problem that practice can provoke, met through the menu as a person meets it.
//!
//! The fault is made in the practice services; the screen then says what happened, why, and how to fix it, and once the
//! trouble has ended, Check again passes.

use eframe::egui::{self, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::ui::App;
use userhub_connect::window::{self, Options};

use crate::checks;
use crate::window::{Steps as _, Window};

/// The app with a folder of its own, whose end is the end of the test.
fn open(folder: &tempfile::TempDir) -> Harness<'static, App> {
    let options = Options {
        folder: folder.path().to_owned(),
        practice: false,
    };
    Window::new().open_app(move |cc| window::app(&cc.egui_ctx, options).expect("an app"))
}

/// Presses the button or link with this name, once it is there.
fn press(window: &mut Harness<'static, App>, label: &str) {
    let pressable = |role| {
        matches!(
            role,
            Role::Button | Role::Link | Role::MenuItem | Role::RadioButton
        )
    };
    window.step_until(label, |window| {
        window
            .query_all_by_label(label)
            .any(|node| pressable(node.accesskit_node().role()))
    });
    let node = window
        .query_all_by_label(label)
        .find(|node| pressable(node.accesskit_node().role()))
        .expect("it was there a moment ago");
    // As an assistive technology presses it: it need not be scrolled into view.
    node.click_accesskit();
    window.run_steps(3);
}

fn wait_for(window: &mut Harness<'static, App>, words: &str) {
    window.step_until(words, |window| {
        window.query_all_by_label_contains(words).next().is_some()
    });
}

/// The window in practice, a moment after it was chosen.
fn in_practice(folder: &tempfile::TempDir) -> Harness<'static, App> {
    let mut window = open(folder);
    press(&mut window, "Start with practice");
    press(&mut window, "Start");
    wait_for(&mut window, "Show me trouble");
    window
}

/// Chooses a trouble by its words, and waits for the alert with these words.
fn provoke(window: &mut Harness<'static, App>, trouble: &str, what: &str) {
    press(window, "Show me trouble");
    press(window, trouble);
    window.step_until(what, |window| {
        alert(window).is_some_and(|name| name.starts_with(what))
    });
    checks::screen(window);
}

/// The words of the alert on the page.
fn alert(window: &Harness<'static, App>) -> Option<String> {
    let mut alerts = window.query_all_by_role(Role::Alert);
    alerts.find_map(|node| node.accesskit_node().label())
}

/// What is on the screen of a problem, whichever it is.
fn is_told_whole(window: &Harness<'static, App>, code: &str) {
    let words = checks::texts(window);
    let starts = |start: &str| words.iter().any(|text| text.starts_with(start));
    assert!(starts("Why: "), "{words:#?}");
    assert!(starts("How to fix it: "), "{words:#?}");
    assert!(!starts(&format!("{code} ·")), "the details are open");
}

/// A problem, and how it is met and left.
struct Case {
    /// The entry of the menu.
    trouble: &'static str,
    code: &'static str,
    /// What happened.
    what: &'static str,
    /// The button that leads to the fix.
    fix: &'static str,
    /// The button that tries again.
    again: &'static str,
    /// What is seen once it works.
    works: &'static str,
}

/// Meets a problem whose cause is in the services, ends the trouble, and checks again.
fn meets_and_ends(case: &Case) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    provoke(&mut window, case.trouble, case.what);
    is_told_whole(&window, case.code);
    let fix = case.fix;
    assert!(window.query_by_label(fix).is_some(), "no button {fix:?}");

    press(&mut window, "End the trouble");
    window.step_until("the trouble has ended", |window| {
        window.query_by_label("End the trouble").is_none()
    });
    assert!(
        alert(&window).is_some(),
        "the problem stays until the next try"
    );
    press(&mut window, case.again);
    wait_for(&mut window, case.works);
    window.step_until("the problem is gone", |window| alert(window).is_none());
    checks::screen(&window);
}

#[test]
fn auth0_cannot_be_reached() {
    meets_and_ends(&Case {
        trouble: "Auth0 cannot be reached (E1)",
        code: "E1",
        what: "We could not reach Auth0",
        fix: "Network settings",
        again: "Try again",
        works: "Found practice.us.auth0.com",
    });
}

#[test]
fn userhub_cannot_be_reached() {
    meets_and_ends(&Case {
        trouble: "UserHub cannot be reached (E1)",
        code: "E1",
        what: "We could not reach UserHub",
        fix: "Network settings",
        again: "Try again",
        works: "UserHub accepted the API key",
    });
}

#[test]
fn no_tenant_at_the_domain() {
    meets_and_ends(&Case {
        trouble: "No tenant is at the domain (E3)",
        code: "E3",
        what: "There is no Auth0 tenant at practice.us.auth0.com",
        fix: "Open Auth0",
        again: "Check again",
        works: "Found practice.us.auth0.com",
    });
}

#[test]
fn the_secret_was_changed() {
    meets_and_ends(&Case {
        trouble: "The Client Secret was changed in Auth0 (E4)",
        code: "E4",
        what: "Auth0 did not accept the Client ID and Client Secret",
        fix: "Open the application",
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn the_application_is_not_authorized() {
    meets_and_ends(&Case {
        trouble: "The application may not use the Management API (E5)",
        code: "E5",
        what: "The application is not allowed to use the Management API yet",
        fix: "Open the permissions",
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn a_permission_is_missing() {
    meets_and_ends(&Case {
        trouble: "One permission is missing (E6)",
        code: "E6",
        what: "One permission is missing: delete:users",
        fix: "Copy delete:users",
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn the_key_was_deleted() {
    meets_and_ends(&Case {
        trouble: "The API key was deleted in UserHub (E8)",
        code: "E8",
        what: "UserHub did not accept the API key",
        fix: "Open API keys",
        again: "Check again",
        works: "UserHub accepted the API key",
    });
}

#[test]
fn auth0_asks_to_slow_down() {
    meets_and_ends(&Case {
        trouble: "Auth0 asks us to slow down (E14)",
        code: "E14",
        what: "Auth0 is limiting how fast we may go",
        fix: "Learn more",
        again: "Try again",
        works: "Auth0 is ready. 250 users found.",
    });
}

/// What has the keyboard.
fn focused(window: &Harness<'static, App>) -> Option<String> {
    let mut all = window.root().children_recursive();
    let node = all.find(|node| node.accesskit_node().is_focused())?;
    node.accesskit_node().label()
}

#[test]
fn the_menu_is_used_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    let key = |window: &mut Harness<'static, App>, key| {
        window.key_press(key);
        window.run_steps(4);
    };
    for _ in 0..40 {
        key(&mut window, egui::Key::Tab);
        if focused(&window).as_deref() == Some("Show me trouble") {
            break;
        }
    }
    assert_eq!(focused(&window).as_deref(), Some("Show me trouble"));
    key(&mut window, egui::Key::Enter);
    key(&mut window, egui::Key::ArrowDown);
    let first = "Auth0 cannot be reached (E1)";
    assert_eq!(focused(&window).as_deref(), Some(first));
    key(&mut window, egui::Key::Escape);
    assert!(window.query_by_label(first).is_none());
    assert_eq!(focused(&window).as_deref(), Some("Show me trouble"));
    key(&mut window, egui::Key::Enter);
    key(&mut window, egui::Key::ArrowDown);
    key(&mut window, egui::Key::ArrowDown);
    key(&mut window, egui::Key::Enter);
    wait_for(&mut window, "We could not reach UserHub");
    assert!(window.query_by_label(first).is_none());
}
