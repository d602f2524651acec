//! The program itself, by the keyboard alone: About, what is new after an upgrade, and the page that hands a set-up over. And
//! the pages of the day in every look.

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use userhub_connect::protocol::places::Place;
use userhub_connect::protocol::settings::{
    Colour, Environment, PersistedState, SavedSetup, Settings, VERSION,
};
use userhub_connect::store::settings;
use userhub_connect::window::Options;

use crate::checks;
use crate::errors::focused;
use crate::hands::{Page, open_with, press, press_like, pressable, wait_for};
use crate::people::set_up;
use crate::window::{Steps as _, Window};

/// More steps with Tab than any page has.
const MOST: usize = 120;

/// A data folder with one set-up, left on this page by this version of the program.
fn left_on(place: Place, version: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut setup = SavedSetup::new("one".to_owned(), Environment::Production, Colour::Blue);
    "acme.eu.auth0.com".clone_into(&mut setup.domain);
    "conn_26yEiYymqy6ZmG".clone_into(&mut setup.connection_id);
    setup.place = place;
    let kept = PersistedState {
        settings: Settings {
            version: version.to_owned(),
            ..Settings::default()
        },
        setups: vec![setup],
        open: Some("one".to_owned()),
        ..PersistedState::default()
    };
    settings::write(&folder.path().join("settings.json"), VERSION, &kept).expect("a file");
    folder
}

fn open(window: Window, folder: &tempfile::TempDir) -> Page {
    open_with(window, Options::new(folder.path().to_owned(), false))
}

/// Goes with Tab to what has this name.
#[track_caller]
fn tab_to(window: &mut Page, name: &str) {
    for _ in 0..MOST {
        if focused(window).as_deref() == Some(name) {
            return;
        }
        window.key_press(Key::Tab);
        window.run_steps(3);
    }
    panic!("Tab does not come to {name}");
}

/// Goes with Tab to what has this name, and presses it with Enter.
#[track_caller]
fn enter(window: &mut Page, name: &str) {
    tab_to(window, name);
    window.key_press(Key::Enter);
    window.run_steps(4);
}

/// Keeps a picture for whoever looks, in the folder that the variable names.
fn keep(window: &mut Page, name: &str) {
    if let Some(folder) = std::env::var_os("WINDOW_PICTURES") {
        let image = window.render().expect("a picture");
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        image.save(path).expect("a file");
    }
}

#[test]
fn about_is_opened_explained_and_left_with_the_keyboard() {
    let folder = left_on(Place::Tenant, env!("CARGO_PKG_VERSION"));
    let mut window = open(Window::new(), &folder);
    wait_for(&mut window, "Tell us which Auth0 tenant");
    enter(&mut window, "Help");
    enter(&mut window, "About UserHub Connect");
    wait_for(&mut window, "About UserHub Connect");
    checks::screen(&window);
    wait_for(&mut window, concat!("Version ", env!("CARGO_PKG_VERSION")));
    // What is sent is told with what a person may decide about people who left.
    wait_for(&mut window, "mark for deletion or bring back");
    window.key_press(Key::F1);
    wait_for(&mut window, "What stands here");
    checks::screen(&window);
    window.key_press(Key::Escape);
    window.step_until("the explanation is gone", |window| {
        window.query_by_label("What stands here").is_none()
    });
    enter(&mut window, "Show their licences");
    wait_for(&mut window, "Hide their licences");
    checks::screen(&window);
    enter(&mut window, "Hide their licences");
    wait_for(&mut window, "Show their licences");
    enter(&mut window, "Back");
    wait_for(&mut window, "Tell us which Auth0 tenant");
}

#[test]
fn what_is_new_is_read_once_and_put_away_with_the_keyboard() {
    let folder = left_on(Place::Tenant, "0.0.9");
    let mut window = open(Window::new(), &folder);
    wait_for(&mut window, "it was 0.0.9");
    checks::screen(&window);
    enter(&mut window, "Close");
    window.step_until("it is put away", |window| {
        window
            .query_all_by_label_contains("it was 0.0.9")
            .next()
            .is_none()
    });
    // It stays in About.
    enter(&mut window, "Help");
    enter(&mut window, "About UserHub Connect");
    wait_for(&mut window, concat!("New in ", env!("CARGO_PKG_VERSION")));
    drop(window);
    let mut window = open(Window::new(), &folder);
    wait_for(&mut window, "About UserHub Connect");
    let again = window.query_all_by_label_contains("it was 0.0.9");
    assert_eq!(again.count(), 0);
}

#[test]
fn a_set_up_is_handed_over_with_the_keyboard_and_what_was_saved_is_gone_with_the_page() {
    let folder = left_on(Place::Tenant, env!("CARGO_PKG_VERSION"));
    let mut window = open(Window::new(), &folder);
    wait_for(&mut window, "Tell us which Auth0 tenant");
    enter(&mut window, "Settings");
    wait_for(&mut window, "Saved set-ups");
    let hand = "Hand acme.eu.auth0.com over";
    enter(&mut window, hand);
    wait_for(&mut window, "One page for whoever takes over");
    wait_for(&mut window, "No file was chosen.");
    checks::screen(&window);
    tab_to(&mut window, "Where to save it");
    let path = folder.path().join("over.html");
    let typed = path.display().to_string();
    window.get_by_label("Where to save it").type_text(&typed);
    window.run_steps(3);
    window.key_press(Key::Enter);
    wait_for(&mut window, "Saved to ");
    checks::screen(&window);
    let text = std::fs::read_to_string(&path).expect("the page");
    assert!(text.contains("acme.eu.auth0.com"));
    // Whoever comes back is not told again.
    enter(&mut window, "Help");
    enter(&mut window, "About UserHub Connect");
    wait_for(&mut window, "About UserHub Connect");
    enter(&mut window, "Settings");
    wait_for(&mut window, "Saved set-ups");
    assert!(pressable(&window, hand).is_some());
    let told = window.query_all_by_label_contains("Saved to ");
    assert_eq!(told.count(), 0);
}

/// Looks at a page whole, and scrolled to its end.
fn look(window: &mut Page, name: &str) {
    window.run_steps(4);
    assert_eq!(checks::cut_off_texts(window), [""; 0], "{name}");
    assert!(window.unnamed_widgets().is_empty(), "{name}");
    keep(window, name);
    // The pointer is over the page, and not over the list of places.
    let middle = window.ctx.content_rect().size() * egui::vec2(0.7, 0.5);
    window.event(egui::Event::PointerMoved(middle.to_pos2()));
    window.run_steps(2);
    window.event(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -100_000.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    window.run_steps(30);
    keep(window, &format!("{name}-end"));
}

#[test]
fn the_pages_of_the_day_and_of_the_program_fit_in_every_look() {
    for (theme, percent, name) in [
        (egui::Theme::Light, 1.0, "light"),
        (egui::Theme::Dark, 1.0, "dark"),
        (egui::Theme::Light, 2.0, "light-200"),
        (egui::Theme::Dark, 2.0, "dark-200"),
    ] {
        let zoomed = |window: &mut Page| {
            window.ctx.set_zoom_factor(percent);
            window.run_steps(4);
        };
        let folder = left_on(Place::Settings, "0.0.9");
        let mut window = open(Window::new().theme(theme), &folder);
        wait_for(&mut window, "it was 0.0.9");
        press(&mut window, "Hand acme.eu.auth0.com over");
        wait_for(&mut window, "No file was chosen.");
        zoomed(&mut window);
        look(&mut window, &format!("new-and-hand-over-{name}"));
        drop(window);

        let folder = left_on(Place::About, env!("CARGO_PKG_VERSION"));
        let mut window = open(Window::new().theme(theme), &folder);
        wait_for(&mut window, "About UserHub Connect");
        zoomed(&mut window);
        look(&mut window, &format!("about-{name}"));
        drop(window);

        let folder = tempfile::tempdir().expect("a folder");
        let mut options = Options::new(folder.path().to_owned(), false);
        options.world.userhub_latency = std::time::Duration::ZERO;
        let mut window = set_up(open_with(Window::new().theme(theme), options));
        press(&mut window, "Check first");
        press_like(&mut window, "Sync 2");
        wait_for(&mut window, "1 needs attention.");
        press(&mut window, "Ask about someone");
        window.key_press_modifiers(egui::Modifiers::COMMAND, Key::F);
        window.run_steps(3);
        window
            .get_by_role_and_label(egui::accesskit::Role::TextInput, "Who")
            .type_text("Mar");
        window.run_steps(2);
        window.key_press(Key::Enter);
        wait_for(&mut window, "who fit this name");
        press_like(&mut window, "in both");
        wait_for(&mut window, "is in both");
        zoomed(&mut window);
        look(&mut window, &format!("someone-{name}"));
        window.ctx.set_zoom_factor(1.0);
        press(&mut window, "Overview");
        wait_for(&mut window, "1 person waits for you.");
        zoomed(&mut window);
        look(&mut window, &format!("overview-{name}"));
        window.ctx.set_zoom_factor(1.0);
        window.run_steps(4);
        press(&mut window, "Change how changes reach UserHub");
        press(&mut window, "Also when it is closed");
        wait_for(&mut window, "In practice nothing is installed");
        // What would be written and run is shown word for word, and nothing beside it speaks like that.
        let mut words = checks::words_of_the_code(&window);
        words.retain(|text| !text.starts_with("ExecStart=") && !text.starts_with("systemctl "));
        assert_eq!(words, [""; 0], "{name}");
        zoomed(&mut window);
        look(&mut window, &format!("keep-{name}"));
    }
}
