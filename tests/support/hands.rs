//! What a person does in the window, for tests, tours and benches alike: opens it, presses, chooses, waits to see.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use userhub_connect::ui::App;
use userhub_connect::window::{self, Options};

use crate::window::{Steps as _, Window, draw_every_script};

/// A window of the whole app.
pub(crate) type Page = Harness<'static, App>;

/// The app with a folder of its own, whose end is the end of the test.
pub(crate) fn open(folder: &tempfile::TempDir) -> Page {
    open_with(Window::new(), Options::new(folder.path().to_owned(), false))
}

/// The same in the practice world.
pub(crate) fn open_practice(folder: &tempfile::TempDir) -> Page {
    open_with(Window::new(), Options::new(folder.path().to_owned(), true))
}

/// The app in this window, with these options.
pub(crate) fn open_with(window: Window, options: Options) -> Page {
    window.open_app(move |cc| {
        draw_every_script(&cc.egui_ctx);
        window::app(&cc.egui_ctx, options).expect("an app")
    })
}

/// What has this name and can be pressed.
pub(crate) fn pressable<'w>(window: &'w Page, label: &'w str) -> Option<Node<'w>> {
    window.query_all_by_label(label).find(is_pressable)
}

fn is_pressable(node: &Node<'_>) -> bool {
    matches!(
        node.accesskit_node().role(),
        Role::Button
            | Role::Link
            | Role::RadioButton
            | Role::CheckBox
            | Role::DisclosureTriangle
            | Role::ListItem
            | Role::MenuItem
    )
}

/// Presses what has this name, once it is there.
#[track_caller]
pub(crate) fn press(window: &mut Page, label: &str) {
    window.step_until(label, |window| pressable(window, label).is_some());
    let node = pressable(window, label).expect("it was there a moment ago");
    // As an assistive technology presses it: it need not be scrolled into view.
    node.click_accesskit();
    window.run_steps(3);
}

/// Presses the first thing that has these words in its name, once it is there.
#[track_caller]
pub(crate) fn press_like(window: &mut Page, words: &str) {
    let named = |window: &Page| {
        let mut nodes = window.query_all_by_label_contains(words);
        nodes
            .find(is_pressable)
            .and_then(|node| node.accesskit_node().label())
    };
    window.step_until(words, |window| named(window).is_some());
    let label = named(window).expect("it was there a moment ago");
    press(window, &label);
}

/// Chooses on the welcome page, and starts.
#[track_caller]
pub(crate) fn begin(window: &mut Page, choice: &str) {
    press(window, choice);
    press(window, "Start");
}

/// Waits for words.
#[track_caller]
pub(crate) fn wait_for(window: &mut Page, words: &str) {
    window.step_until(words, |window| {
        window.query_all_by_label_contains(words).next().is_some()
    });
}
