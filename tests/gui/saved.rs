//! What is kept between starts: a window that is closed, or killed, and another one on the same folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::domain::pasted::Field;
use userhub_connect::domain::secret::Secret;
use userhub_connect::protocol::places::Place;
use userhub_connect::protocol::settings::{
    Colour, Environment, PersistedState, SavedSetup, VERSION,
};
use userhub_connect::store::secrets::{Failing, Memory, SecretStore, Trouble};
use userhub_connect::store::settings;
use userhub_connect::window::{self, Options};

use crate::checks;
use crate::hands::{Page, begin, press, wait_for};
use crate::window::{Steps as _, Window};

/// The id of the set-up in these tests.
const ID: &str = "setup-1";
const SECRET: &str = "a-secret-of-the-application-0123456789-abcdefghijklmnopq-rstuvwx";

fn open(folder: &tempfile::TempDir, secrets: &Arc<dyn SecretStore>) -> Page {
    let options = Options::new(folder.path().to_owned(), false);
    let secrets = Arc::clone(secrets);
    Window::new()
        .open_app(move |cc| window::app_keeping(&cc.egui_ctx, options, secrets).expect("an app"))
}

fn field<'w>(window: &'w Page, label: &'w str) -> Node<'w> {
    let roles = [Role::TextInput, Role::PasswordInput];
    window
        .query_all_by_label(label)
        .find(|node| roles.contains(&node.accesskit_node().role()))
        .expect("a field")
}

fn paste(window: &mut Page, label: &str, text: &str) {
    field(window, label).focus();
    window.run_steps(2);
    window.event(eframe::egui::Event::Paste(text.to_owned()));
    window.run_steps(3);
}

/// Everything under a folder, as one text.
fn all_files(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text += &all_files(&path);
        } else {
            // What is being written has another name for a moment.
            match fs::read(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                read => text += &String::from_utf8_lossy(&read.expect("a file")),
            }
        }
    }
    text
}

/// A folder with one set-up of the real world, which was left on this page.
fn left_on(place: Place) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut setup = SavedSetup::new(ID.to_owned(), Environment::Production, Colour::Blue);
    setup.place = place;
    let kept = PersistedState {
        setups: vec![setup],
        open: Some(ID.to_owned()),
        ..PersistedState::default()
    };
    settings::write(&folder.path().join("settings.json"), VERSION, &kept).expect("a file");
    folder
}

/// Waits until what was done is in the file: a moment later by the window's clock, and after the disk has it.
fn wait_until_kept(window: &mut Page, folder: &tempfile::TempDir, words: &str) {
    window.step_until("it is kept", |_| all_files(folder.path()).contains(words));
}

#[test]
fn a_window_that_was_killed_comes_back_on_its_page_with_its_values() {
    let folder = left_on(Place::Tenant);
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Auth0 domain", "acme.eu.auth0.com");
    wait_until_kept(&mut window, &folder, "acme.eu.auth0.com");
    drop(window);

    let mut window = open(&folder, &secrets);
    wait_for(&mut window, "Picking up where you left off");
    checks::screen(&window);
    assert!(
        window
            .query_by_label("Tell us which Auth0 tenant")
            .is_some()
    );
    press(&mut window, "All set-ups");
    checks::screen(&window);
    press(&mut window, "Continue with acme");
    assert!(
        window
            .query_by_label("Tell us which Auth0 tenant")
            .is_some()
    );
}

#[test]
fn a_secret_goes_to_the_password_store_and_into_no_file_and_comes_back_from_there() {
    let folder = left_on(Place::Credentials);
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Client Secret", SECRET);
    wait_until_kept(&mut window, &folder, "\"has_client_secret\": true");
    drop(window);
    let kept = secrets
        .find(ID, Field::ClientSecret)
        .expect("a store")
        .expect("a secret");
    assert_eq!(kept.expose(), SECRET);
    assert!(!all_files(folder.path()).contains(SECRET));

    let mut window = open(&folder, &secrets);
    wait_for(&mut window, "Show Client Secret");
    checks::hides(&window, SECRET);
}

#[test]
fn without_a_password_store_it_is_said_and_no_file_stands_in() {
    let folder = left_on(Place::Credentials);
    let missing = Trouble::Missing("no D-Bus".to_owned());
    let secrets: Arc<dyn SecretStore> = Arc::new(Failing(missing));
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Client Secret", SECRET);
    wait_for(&mut window, "Your keys could not be saved");
    checks::screen(&window);
    press(&mut window, "Go on without saving");
    wait_for(&mut window, "Keys are kept until you close the app");
    assert!(!all_files(folder.path()).contains(SECRET));
}

#[test]
fn settings_hold_at_once_and_are_kept_and_keys_are_named_by_where_they_are() {
    let folder = left_on(Place::Credentials);
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Client Secret", SECRET);
    press(&mut window, "Settings");
    wait_for(&mut window, "Change settings");
    wait_for(&mut window, "saved in the password store of this computer");
    checks::screen(&window);
    press(&mut window, "Dark");
    assert!(window.ctx.theme() == eframe::egui::Theme::Dark);
    press(&mut window, "Test");
    press(&mut window, "Gentle");
    assert!(is_there(&secrets, Field::ClientSecret));
    press(&mut window, "Forget the Client Secret");
    // It is asked first. The question has the keyboard, and Escape is its answer that changes nothing.
    wait_for(&mut window, "Forget the Client Secret?");
    checks::screen(&window);
    let keep = window.get_by_label("Keep it").accesskit_node().is_focused();
    assert!(keep, "the question takes the keyboard");
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert!(window.query_by_label("Keep it").is_none());
    assert!(is_there(&secrets, Field::ClientSecret));
    press(&mut window, "Forget the Client Secret");
    press(&mut window, "Forget this key");
    wait_for(&mut window, "Not there yet");
    wait_until_kept(&mut window, &folder, "Gentle");
    window.step_until("the store has forgotten it", |_| {
        !is_there(&secrets, Field::ClientSecret)
    });
    drop(window);
    let key = Secret::new("sk_1234567890abcdefghijklmn");
    secrets.keep(ID, Field::ApiKey, &key).expect("a store");

    let mut window = open(&folder, &secrets);
    wait_for(&mut window, "Change settings");
    checks::screen(&window);
    let kept = all_files(folder.path());
    assert!(kept.contains("Gentle") && kept.contains("Test") && kept.contains("Dark"));
    assert!(!kept.contains(SECRET));

    // The button alone forgets nothing; the typed word does.
    press(&mut window, "Forget everything");
    assert!(all_files(folder.path()).contains("Gentle"));
    paste(&mut window, "Confirm", "forget");
    assert!(is_there(&secrets, Field::ApiKey));
    press(&mut window, "Forget everything");
    wait_for(&mut window, "Everything on this computer is forgotten");
    checks::screen(&window);
    assert!(!is_there(&secrets, Field::ApiKey));
    assert!(!all_files(folder.path()).contains("Gentle"));
    // Nothing is written again for the window's own sake.
    window.run_steps(20);
    drop(window);
    assert!(!folder.path().join("settings.json").exists());
}

fn is_there(secrets: &Arc<dyn SecretStore>, field: Field) -> bool {
    secrets.find(ID, field).expect("a store").is_some()
}

/// Takes back what was typed last into the Client Secret's field.
fn undo(window: &mut Page) {
    field(window, "Client Secret").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
}

/// Whether the Client Secret's field holds anything.
fn holds_a_secret(window: &Page) -> bool {
    window.query_by_label("Show Client Secret").is_some()
}

#[test]
fn undoing_what_was_typed_brings_back_no_key_that_was_forgotten() {
    let folder = left_on(Place::Credentials);
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Client Secret", SECRET);
    // The field takes what stays for a while for a step that can be undone.
    window.run_steps(20);
    assert!(holds_a_secret(&window));
    press(&mut window, "Settings");
    press(&mut window, "Forget the Client Secret");
    press(&mut window, "Forget this key");
    press(&mut window, "Replace the Client Secret");
    undo(&mut window);
    assert!(!holds_a_secret(&window));
}

#[test]
fn undoing_what_was_typed_brings_back_no_key_of_another_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let setups = [("setup-1", "First"), ("setup-2", "Second")].map(|(id, name)| {
        let mut setup = SavedSetup::new(id.to_owned(), Environment::Production, Colour::Blue);
        setup.place = Place::Credentials;
        name.clone_into(&mut setup.name);
        setup
    });
    let kept = PersistedState {
        setups: setups.to_vec(),
        open: Some(ID.to_owned()),
        ..PersistedState::default()
    };
    settings::write(&folder.path().join("settings.json"), VERSION, &kept).expect("a file");
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    paste(&mut window, "Client Secret", SECRET);
    window.run_steps(20);
    // The person themselves empties the field: here it can be brought back.
    let empty = |window: &mut Page| {
        field(window, "Client Secret").focus();
        window.run_steps(2);
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.key_press(Key::Delete);
        window.run_steps(20);
    };
    empty(&mut window);
    assert!(!holds_a_secret(&window));
    undo(&mut window);
    assert!(holds_a_secret(&window));
    empty(&mut window);
    press(&mut window, "All set-ups");
    press(&mut window, "Continue with Second");
    undo(&mut window);
    assert!(!holds_a_secret(&window));
}

#[cfg(unix)]
#[test]
fn settings_that_cannot_be_read_are_left_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings.json");
    // Whoever runs this may be allowed everything: what leads to itself cannot be read by anybody, and could be replaced.
    std::os::unix::fs::symlink(&path, &path).expect("a link");
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    wait_for(&mut window, "nothing is saved until they can be read");
    checks::screen(&window);
    begin(&mut window, "Set up for real");
    press(&mut window, "Settings");
    wait_for(&mut window, "nothing is saved until they can be read");
    press(&mut window, "Dark");
    window.run_steps(20);
    // It is not tried either.
    let tried = window.query_all_by_label_contains("cannot be used").next();
    assert!(tried.is_none());
    drop(window);
    assert!(path.is_symlink());
}

#[test]
fn a_wrong_proxy_is_refused_with_words_once_the_field_is_left_and_is_in_no_file() {
    let folder = left_on(Place::Credentials);
    let secrets: Arc<dyn SecretStore> = Arc::new(Memory::default());
    let mut window = open(&folder, &secrets);
    press(&mut window, "Settings");
    paste(
        &mut window,
        "Proxy",
        "http://me:hunter2@proxy.acme.com:8080",
    );
    assert!(window.query_by_label_contains("It is not used").is_none());
    window.key_press(Key::Tab);
    wait_for(
        &mut window,
        "It is not used. It holds a name and a password",
    );
    checks::screen(&window);
    window.run_steps(20);
    drop(window);
    let kept = std::fs::read_to_string(folder.path().join("settings.json")).expect("a file");
    assert!(!kept.contains("hunter2"), "{kept}");
}
