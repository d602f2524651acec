//! *Ask about someone*: the verdict first, for everybody whom somebody may ask about, by the keyboard alone.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::practice::{Options as WorldOptions, World};
use userhub_connect::window::Options;

use crate::checks;
use crate::hands::{Page, begin, open_with, press, press_like, wait_for};
use crate::window::{Steps as _, Window};

/// The number of somebody whose address the one before them has too.
const SHARES_ADDRESS: u64 = 25;

/// The number of somebody who was in Auth0 when UserHub imported everybody, and has left.
const LEFT: u64 = 250;

/// Somebody who is asked for: Auth0's id and the address.
struct Asked {
    id: String,
    email: String,
}

/// Leaves in `folder` a UserHub that has everybody of a tenant in which one more person was. Names some of them.
fn already_imported<const N: usize>(folder: &Path, which: [u64; N]) -> [Asked; N] {
    let home = folder.join("practice/world");
    std::fs::create_dir_all(&home).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let world = World::start(WorldOptions {
            people: LEFT + 1,
            userhub_file: Some(home.join("userhub.sqlite")),
            already_imported: true,
            ..Options::new(folder.to_owned(), false).world
        })
        .await
        .expect("a world");
        let asked = which.map(|number| {
            let id = world.tenant().id_of(number);
            let person = world.tenant().person(&id).expect("somebody");
            let email = person["email"].as_str().unwrap_or_default().to_owned();
            Asked { id, email }
        });
        world.stop().await;
        asked
    })
}

/// A window on the page, with the set-up of practice complete.
fn asking(folder: &tempfile::TempDir) -> Page {
    let mut options = Options::new(folder.path().to_owned(), false);
    options.world.userhub_latency = std::time::Duration::ZERO;
    let mut window = open_with(Window::new(), options);
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
    for (place, fields) in [
        (
            "Create the Auth0 application",
            &["Use the practice Auth0 domain"][..],
        ),
        (
            "",
            &[
                "Use the practice Client ID",
                "Use the practice Client Secret",
            ],
        ),
        ("Set up the connection", &[]),
        ("", &["Use the practice connection ID"]),
        ("Create the API key", &["Use the practice API key"]),
    ] {
        if place.is_empty() {
            while crate::hands::pressable(&window, fields[0]).is_none() {
                press(&mut window, "Continue");
            }
        } else {
            press(&mut window, place);
        }
        for field in fields {
            press(&mut window, field);
        }
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    wait_for(&mut window, "Looking changes nothing.");
    window
}

/// Types a question in the place of the one before, and asks with Enter: the field has the keyboard.
fn ask(window: &mut Page, who: &str) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    // On a busy machine the answer to the question before may come first.
    window.step_until("Ctrl+F goes to the field", |window| {
        let mut fields = window.query_all_by_role_and_label(Role::TextInput, "Who");
        fields.any(|field| field.accesskit_node().is_focused())
    });
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, "Who")
        .type_text(who);
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(2);
}

#[test]
fn whoever_is_asked_about_is_told_with_the_verdict_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let [ada, shared, left] = already_imported(folder.path(), [1, SHARES_ADDRESS, LEFT]);
    let mut window = asking(&folder);
    checks::screen(&window);

    ask(&mut window, "  ");
    wait_for(&mut window, "Nobody was named");
    ask(&mut window, "conn_26yEiYymqy6ZmG");
    wait_for(&mut window, "This names no person");

    ask(&mut window, &ada.id);
    wait_for(&mut window, "is in both, and they agree.");
    wait_for(&mut window, "Created in Auth0");
    checks::screen(&window);
    assert!(checks::words_of_the_code(&window).is_empty());

    ask(&mut window, "nobody@example.org");
    wait_for(
        &mut window,
        "Neither Auth0 (practice.us.auth0.com) nor UserHub has the address nobody@example.org.",
    );
    checks::screen(&window);

    // Two in Auth0 with one address: each can be asked for alone.
    ask(&mut window, &shared.email);
    wait_for(&mut window, "Auth0 has 2 people with this address");
    checks::screen(&window);
    press_like(&mut window, &shared.id);
    wait_for(&mut window, "is in both, and they agree.");

    ask(&mut window, &left.id);
    wait_for(&mut window, "Auth0 does not have");
    wait_for(&mut window, "UserHub still has them.");
    wait_for(&mut window, "Nothing happens to them until you decide.");
    wait_for(&mut window, "Not there");
    checks::screen(&window);
    let found = checks::words_of_the_code(&window);
    assert!(found.is_empty(), "{found:?}");

    // The one button leads to them among those who left, or says why they are not there yet.
    press(&mut window, "See them in People who left");
    wait_for(&mut window, "is on no list here yet");
    checks::screen(&window);

    // In trouble it says what is the matter, and asks again.
    press(&mut window, "Show me trouble");
    press(&mut window, "The API key was deleted in UserHub (E8)");
    ask(&mut window, &ada.id);
    wait_for(&mut window, "UserHub did not accept the API key");
    checks::screen(&window);
    press(&mut window, "End the trouble");
    ask(&mut window, &ada.id);
    wait_for(&mut window, "is in both, and they agree.");
}

#[test]
fn the_one_button_brings_over_whoever_is_missing_and_asks_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = asking(&folder);
    let [ada] = {
        let elsewhere = tempfile::tempdir().expect("a folder");
        already_imported(elsewhere.path(), [1])
    };
    ask(&mut window, &ada.id);
    wait_for(&mut window, "is in Auth0 and not in UserHub");
    checks::screen(&window);
    press(&mut window, "Sync this person");
    wait_for(&mut window, "Added.");
    wait_for(&mut window, "is in both, and they agree.");
    checks::screen(&window);
    // Back is where they came from.
    press(&mut window, "Back");
    window.step_until("the page before", |window| {
        window.query_by_label("Ask about someone").is_some()
            && window
                .query_all_by_role_and_label(Role::TextInput, "Who")
                .next()
                .is_none()
    });
}
