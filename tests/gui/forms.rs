//! The Action in every form: the ways there, what is shown and copied, and the ways on.

use eframe::egui::OutputCommand;
use eframe::egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::domain::snippet::{Code, Form};
use userhub_connect::window::Options;

use crate::checks;
use crate::hands::{Page, open_with, press};
use crate::window::{Steps as _, Window};

/// The app in practice, on the page with this heading, with the practice values filled in on the way.
fn open_at(folder: &tempfile::TempDir, heading: &str) -> Page {
    open_in(Window::new(), folder, heading)
}

fn open_in(window: Window, folder: &tempfile::TempDir, heading: &str) -> Page {
    let options = Options::new(folder.path().to_owned(), false);
    let mut window = open_with(window, options);
    press(&mut window, "Start with practice");
    press(&mut window, "Start");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice Auth0 domain");
    go(&mut window, "Set up the connection");
    press(&mut window, "Continue");
    press(&mut window, "Use the practice connection ID");
    go(&mut window, "Set up the login Action");
    for _ in 0..6 {
        if checks::main_headings(&window) == [heading] {
            return window;
        }
        press(&mut window, "Continue");
    }
    panic!("never came to {heading}");
}

/// Goes to a part in the list at the left, which large text folds away.
fn go(window: &mut Page, part: &str) {
    let folded = window
        .query_all_by_label_contains(" of 6 · ")
        .find(|node| node.accesskit_node().role() == Role::Button);
    if let Some(bar) = folded {
        bar.click_accesskit();
        window.run_steps(3);
    }
    press(window, part);
}

/// Presses a copy button, and what then lies in the clipboard.
fn copied(window: &mut Page, label: &str) -> String {
    window.get_by_label(label).click_accesskit();
    window.step();
    let commands = &window.output().platform_output.commands;
    let text = commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let text = text.expect("something was copied");
    // The button says Copied for two seconds.
    window.let_pass(3.0);
    text
}

#[test]
fn every_form_is_shown_and_copied_with_what_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open_at(&folder, "Paste the code");
    press(&mut window, "Show other forms");
    assert_eq!(
        checks::main_headings(&window),
        ["Choose a form of the Action"]
    );
    assert_eq!(copied(&mut window, "Copy code"), Code::Documented.text());
    for form in Form::ALL {
        press(&mut window, form.title());
        let chosen = window.get_by_role_and_label(Role::RadioButton, form.title());
        assert_eq!(chosen.accesskit_node().toggled(), Some(Toggled::True));
        checks::screen(&window);
    }
    press(&mut window, "The code without the package");
    assert_eq!(
        copied(&mut window, "Copy code"),
        Code::WithoutPackage.text()
    );

    press(&mut window, "The documented code");
    press(&mut window, "Terraform");
    let application = copied(&mut window, "Copy userhub-application.tf");
    assert!(application.contains("default     = \"practice.us.auth0.com\""));
    let action = copied(&mut window, "Copy userhub-action.tf");
    assert!(action.contains("conn_practiceAuth0x1") && action.contains("dependencies {"));
    press(&mut window, "Bring the code without the package");
    let action = copied(&mut window, "Copy userhub-action.tf");
    assert!(
        action.contains("fetch(") && !action.contains("dependencies {"),
        "{action}"
    );
    // The choice of the code stays when another tool is chosen.
    press(&mut window, "Auth0 Deploy CLI");
    let code = copied(&mut window, "Copy actions/UserHub/code.js");
    assert_eq!(code, Code::WithoutPackage.text());
    checks::screen(&window);
}

#[test]
fn without_the_package_the_step_of_the_package_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open_at(&folder, "Add the dependency");
    press(&mut window, "Show the form without the package");
    assert_eq!(
        copied(&mut window, "Copy code"),
        Code::WithoutPackage.text()
    );
    press(&mut window, "Back");
    assert_eq!(checks::main_headings(&window), ["Paste the code"]);
    press(&mut window, "Continue");
    press(&mut window, "Show the form without the package");
    press(&mut window, "Continue without the package");
    assert_eq!(checks::main_headings(&window), ["Add two secrets"]);
}

#[test]
fn large_text_fits() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open_in(Window::new().text_size(200), &folder, "Paste the code");
    press(&mut window, "Show other forms");
    for form in Form::ALL {
        press(&mut window, form.title());
        let cut_off = checks::cut_off_texts(&window);
        assert!(cut_off.is_empty(), "{cut_off:?}");
    }
}
