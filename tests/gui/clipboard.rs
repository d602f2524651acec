//! A copied secret: it lies in the clipboard, the line says for how long, and it leaves when asked and with the window.

use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use userhub_connect::engine::desktop::clipboard::Private;
use userhub_connect::store::secrets::Memory;
use userhub_connect::window::{self, Options};

use crate::checks;
use crate::hands::{Page, press};
use crate::window::{Steps as _, Window};

/// The app in practice, in Part 3 with the practice secret filled in.
fn open(folder: &tempfile::TempDir, clipboard: &Private) -> Page {
    let options = Options::new(folder.path().to_owned(), true);
    let clipboard = clipboard.clone();
    let mut window = Window::new().open_app(move |cc| {
        let secrets = Arc::new(Memory::default());
        window::app_sharing(&cc.egui_ctx, options, secrets, clipboard).expect("an app")
    });
    for label in [
        "Continue",
        "Use the practice Auth0 domain",
        "Continue",
        "Continue",
        "Continue",
        "Use the practice Client Secret",
        "Set up the connection",
    ] {
        press(&mut window, label);
    }
    window
}

fn counts_down(window: &Page) -> bool {
    let words = "Client Secret copied. It leaves the clipboard in ";
    window.query_by_label_contains(words).is_some()
}

/// Copies the secret and waits until it lies there.
fn copy(window: &mut Page, clipboard: &Private) {
    press(window, "Copy secret Client Secret");
    window.step_until("the secret is copied", |_| !clipboard.holds().is_empty());
    assert!(counts_down(window));
}

#[test]
fn a_copied_secret_counts_down_and_leaves_when_asked_and_with_the_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let clipboard = Private::default();
    let mut window = open(&folder, &clipboard);
    copy(&mut window, &clipboard);
    checks::screen(&window);
    press(&mut window, "Clear now");
    window.step_until("the clipboard is empty", |_| clipboard.holds().is_empty());
    assert!(!counts_down(&window));

    copy(&mut window, &clipboard);
    eframe::App::on_exit(window.state_mut(), None);
    drop(window);
    assert_eq!(clipboard.holds(), "");
}

#[test]
fn what_was_copied_meanwhile_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let clipboard = Private::default();
    let mut window = open(&folder, &clipboard);
    copy(&mut window, &clipboard);
    clipboard.copy("a shopping list");
    eframe::App::on_exit(window.state_mut(), None);
    drop(window);
    assert_eq!(clipboard.holds(), "a shopping list");
}
