//! Every problem that practice can provoke, met through the menu as a person meets it.
//!
//! The fault is made in the practice services; the screen then says what happened, why, and how to fix it, and once the
//! trouble has ended, the next try passes.

use eframe::egui::{self, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::checks;
use crate::hands::{Page, open_practice, press};
use crate::window::Steps as _;

/// What a button that leads to the fix does.
enum Leads {
    /// Words that are on the screen once it was pressed.
    To(&'static str),
    /// It puts this into the clipboard.
    Copies(&'static str),
}

/// A problem, and how it is met and left.
struct Case {
    /// The entry of the menu.
    trouble: &'static str,
    code: &'static str,
    /// What happened.
    what: &'static str,
    /// The button that leads to the fix, and where it leads.
    fix: (&'static str, Leads),
    /// The button that tries again.
    again: &'static str,
    /// What is seen once it works.
    works: &'static str,
}

/// Where the buttons that open a web page lead in practice, which has none to open.
const NO_PAGE: Leads = Leads::To("In practice there is no web page to open");

/// The window in practice, once its world is open.
fn in_practice(folder: &tempfile::TempDir) -> Page {
    let mut window = open_practice(folder);
    window.step_until("practice is open", |window| {
        window.query_by_label("Show me trouble").is_some()
    });
    window
}

fn sees(window: &Page, words: &str) -> bool {
    checks::texts(window)
        .iter()
        .any(|text| text.contains(words))
}

fn choose_trouble(window: &mut Page, trouble: &str) {
    press(window, "Show me trouble");
    press(window, trouble);
}

/// The words of the alert on the page.
fn alert(window: &Page) -> Option<String> {
    let mut alerts = window.query_all_by_role(Role::Alert);
    alerts.find_map(|node| node.accesskit_node().label())
}

fn is_told(window: &Page, what: &str) -> bool {
    alert(window).is_some_and(|words| words.starts_with(what))
}

/// Waits for a problem, and checks what all problems have in common.
fn meets(window: &mut Page, code: &str, what: &str) {
    window.step_until(what, |window| is_told(window, what));
    window.run_steps(3);
    checks::screen(window);
    for part in ["Why: ", "How to fix it: ", "Technical details"] {
        assert!(sees(window, part), "{part:?} is not there");
    }
    assert!(!sees(window, &format!("{code} ·")), "the details are open");
    assert!(
        problem_has_keyboard(window),
        "the keyboard is not in the problem"
    );
    // The details may hold what the service said, in its own words.
    press(window, "Technical details");
    window.step_until("the details", |window| sees(window, &format!("{code} ·")));
    press(window, "Technical details");
    window.run_steps(12);
}

fn problem_has_keyboard(window: &Page) -> bool {
    let mut alerts = window.query_all_by_role(Role::Alert);
    alerts.any(|alert| {
        let mut within = alert.children_recursive();
        within.any(|node| node.accesskit_node().is_focused())
    })
}

/// Presses a button, and says whether this came into the clipboard.
fn copies(window: &mut Page, label: &str, text: &str) -> bool {
    window.get_by_label(label).click_accesskit();
    (0..3).any(|_| {
        window.step();
        let commands = &window.output().platform_output.commands;
        commands.iter().any(
            |command| matches!(command, egui::OutputCommand::CopyText(copied) if copied == text),
        )
    })
}

fn follow(window: &mut Page, fix: &(&str, Leads)) {
    match fix.1 {
        Leads::To(words) => {
            press(window, fix.0);
            window.step_until(words, |window| sees(window, words));
        }
        Leads::Copies(text) => assert!(copies(window, fix.0, text), "nothing was copied"),
    }
    checks::screen(window);
}

fn end(window: &mut Page) {
    press(window, "End the trouble");
    window.step_until("the trouble has ended", |window| {
        window.query_by_label("End the trouble").is_none()
    });
}

/// Meets a problem whose cause is in the services, follows its way out, ends the trouble, and tries again.
fn goes_through(case: &Case) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    choose_trouble(&mut window, case.trouble);
    meets(&mut window, case.code, case.what);
    follow(&mut window, &case.fix);
    // It may have led to another page: the trouble is met once more, where it is at home.
    choose_trouble(&mut window, case.trouble);
    window.step_until(case.what, |window| is_told(window, case.what));
    end(&mut window);
    assert!(alert(&window).is_some(), "it stays until the next try");
    press(&mut window, case.again);
    window.step_until(case.works, |window| {
        sees(window, case.works) && alert(window).is_none()
    });
    checks::screen(&window);
}

#[test]
fn e1_auth0_cannot_be_reached() {
    goes_through(&Case {
        trouble: "Auth0 cannot be reached (E1)",
        code: "E1",
        what: "We could not reach Auth0",
        fix: ("Network settings", Leads::To("Settings")),
        again: "Try again",
        works: "Found practice.us.auth0.com",
    });
}

#[test]
fn e1_userhub_cannot_be_reached() {
    goes_through(&Case {
        trouble: "UserHub cannot be reached (E1)",
        code: "E1",
        what: "We could not reach UserHub",
        fix: ("Network settings", Leads::To("Settings")),
        again: "Try again",
        works: "UserHub accepted the key: Passed",
    });
}

#[test]
fn e3_no_tenant_at_the_domain() {
    goes_through(&Case {
        trouble: "No tenant is at the domain (E3)",
        code: "E3",
        what: "There is no Auth0 tenant at practice.us.auth0.com",
        fix: ("Open Auth0", NO_PAGE),
        again: "Check again",
        works: "Found practice.us.auth0.com",
    });
}

#[test]
fn e4_the_secret_was_changed() {
    goes_through(&Case {
        trouble: "The Client Secret was changed in Auth0 (E4)",
        code: "E4",
        what: "Auth0 did not accept the Client ID and Client Secret",
        fix: ("Open the application", NO_PAGE),
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn e5_the_application_is_not_authorized() {
    goes_through(&Case {
        trouble: "The application may not use the Management API (E5)",
        code: "E5",
        what: "The application is not allowed to use the Management API yet",
        fix: ("Open the permissions", NO_PAGE),
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn e6_a_permission_is_missing() {
    goes_through(&Case {
        trouble: "One permission is missing (E6)",
        code: "E6",
        what: "One permission is missing: delete:users",
        fix: ("Copy delete:users", Leads::Copies("delete:users")),
        again: "Check again",
        works: "Auth0 is ready. 250 users found.",
    });
}

#[test]
fn e8_the_key_was_deleted() {
    goes_through(&Case {
        trouble: "The API key was deleted in UserHub (E8)",
        code: "E8",
        what: "UserHub did not accept the API key",
        fix: ("Open API keys", NO_PAGE),
        again: "Check again",
        works: "UserHub accepted the key: Passed",
    });
}

#[test]
fn e9_the_key_may_not_add_users() {
    goes_through(&Case {
        trouble: "The API key may not add users (E9)",
        code: "E9",
        what: "The API key is not allowed to do this",
        fix: ("Show the 8 steps", Leads::To("Click New API key")),
        again: "Check again",
        works: "Auth0 and UserHub are connected.",
    });
}

#[test]
fn e10_the_connection_is_another_one() {
    goes_through(&Case {
        trouble: "The connection ID is of another connection (E10)",
        code: "E10",
        what: "UserHub has no Auth0 connection with the ID conn_practiceAuth0x1",
        fix: ("Paste again", Leads::To("Copy the connection ID")),
        again: "Check again",
        works: "Auth0 and UserHub are connected.",
    });
}

#[test]
fn e11_the_connection_is_not_active() {
    goes_through(&Case {
        trouble: "The connection in UserHub is not active (E11)",
        code: "E11",
        what: "The connection is not active",
        fix: ("Copy the three values", Leads::To("Client Secret")),
        again: "Check again",
        works: "Auth0 and UserHub are connected.",
    });
}

#[test]
fn e12_the_temporary_key_has_stopped_working() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    choose_trouble(&mut window, "The temporary key has stopped working (E12)");
    press(&mut window, "Use the practice temporary key");
    window.step_until("the key", |window| sees(window, "The key is for"));
    press(&mut window, "Look at what would change");
    window.step_until("the key is told to have ended", |window| {
        is_told(window, "The temporary key has stopped working")
    });
    checks::screen(&window);
    for part in ["Why: ", "How to fix it: ", "Technical details"] {
        assert!(sees(&window, part), "{part:?} is not there");
    }
    end(&mut window);
    press(&mut window, "Use another temporary key");
    press(&mut window, "Use the practice temporary key");
    window.step_until("the key", |window| sees(window, "The key is for"));
    press(&mut window, "Look at what would change");
    window.step_until("the changes", |window| {
        sees(window, "Nothing has been changed yet")
    });
}

#[test]
fn e13_the_action_does_not_run_at_sign_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    choose_trouble(&mut window, "The Action does not run at sign-in (E13)");
    window.step_until("it watches", |window| sees(window, "Watching since"));
    press(&mut window, "Sign in as somebody new");
    window.step_until("somebody signed in and nothing followed", |window| {
        alert(window).is_some_and(|words| words.ends_with("signed in, but UserHub was not told"))
    });
    checks::screen(&window);
    for part in ["Why: ", "How to fix it: ", "Technical details"] {
        assert!(sees(&window, part), "{part:?} is not there");
    }
    assert!(window.query_by_label("Open the Login flow").is_some());
    end(&mut window);
    press(&mut window, "Watch again");
    window.step_until("it watches again", |window| sees(window, "Watching since"));
    press(&mut window, "Sign in as somebody new");
    window.step_until("UserHub was told", |window| {
        sees(window, "They were in UserHub at") && alert(window).is_none()
    });
    checks::screen(&window);
}

#[test]
fn e14_auth0_asks_to_slow_down() {
    goes_through(&Case {
        trouble: "Auth0 asks us to slow down (E14)",
        code: "E14",
        what: "Auth0 is limiting how fast we may go",
        fix: (
            "Learn more",
            Leads::To("Why Auth0 limits how fast we may go"),
        ),
        again: "Try again",
        works: "Auth0 is ready. 250 users found.",
    });
}

/// What has the keyboard.

#[test]
fn e15_the_password_store_is_locked() {
    let what = "Your keys could not be saved";
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    choose_trouble(&mut window, "The password store is locked (E15)");
    window.step_until(what, |window| is_told(window, what));
    checks::screen(&window);
    press(&mut window, "Go on without saving");
    let goes_on = "Keys are kept until you close the app";
    window.step_until(goes_on, |window| sees(window, goes_on));
    choose_trouble(&mut window, "The password store is locked (E15)");
    window.step_until(what, |window| is_told(window, what));
    end(&mut window);
    assert!(is_told(&window, what), "it stays until the next try");
    press(&mut window, "Unlock and try again");
    window.step_until("the keys are kept", |window| !sees(window, what));
}

pub(crate) fn focused(window: &Page) -> Option<String> {
    let mut all = window.root().children_recursive();
    let node = all.find(|node| node.accesskit_node().is_focused())?;
    node.accesskit_node().label()
}

/// A wrong value in a field: the problem is told at the field, which has the keyboard and keeps what was typed.
fn is_told_at_the_field(trouble: &str, field: &str, what: &str, fix: &str, works: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    choose_trouble(&mut window, trouble);
    window.step_until(what, |window| sees(window, what));
    window.run_steps(3);
    checks::screen(&window);
    assert_eq!(focused(&window).as_deref(), Some(field));
    assert!(window.query_by_label(fix).is_some(), "no button {fix:?}");
    assert!(window.query_by_label("Paste again").is_some());
    end(&mut window);
    window.step_until("the problem is gone", |window| !sees(window, what));
    press(&mut window, "Check and continue");
    window.step_until(works, |window| sees(window, works));
}

#[test]
fn e2_a_custom_domain() {
    is_told_at_the_field(
        "The domain is a custom one (E2)",
        "Auth0 domain",
        "login.practice.example is not an auth0.com domain",
        "Open the application",
        "Found practice.us.auth0.com",
    );
}

#[test]
fn e7_a_connection_id_in_the_field_of_the_key() {
    is_told_at_the_field(
        "The connection ID is in the field of the API key (E7)",
        "API key",
        "This is a connection ID, not an API key",
        "Move it to Connection ID",
        "UserHub accepted the key: Passed",
    );
}

#[test]
fn the_menu_is_used_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = in_practice(&folder);
    let key = |window: &mut Page, key| {
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
    window.step_until("UserHub is away", |window| {
        sees(window, "We could not reach UserHub")
    });
    assert!(window.query_by_label(first).is_none());
}
