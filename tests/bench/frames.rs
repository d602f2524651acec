//! What a frame of the Sync screen costs when many people are in it: `cargo bench --bench frames -- PEOPLE`.
//!
//! The window is driven without a screen. What is measured is all that the processor does for one frame up to the triangles
//! that a graphics card draws: the events of the sync, the layout, the tree for screen readers, and the tessellation.
//! At 60 frames a second there are 16.7 ms for it. Three lines: frames while the list is scrolled, while somebody is searched
//! for, and while the sync runs.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that meets the unexpected stops there, and its result is what it prints"
)]

#[path = "../support/checks.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod checks;
#[path = "../support/hands.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod hands;
#[path = "../support/window.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod window;

use std::time::{Duration, Instant};

use eframe::egui;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::practice;
use userhub_connect::window::Options;

use crate::hands::{Page, open_with, pressable};
use crate::window::Window;

/// How many frames are measured of each kind.
const FRAMES: usize = 300;

/// How long anything is waited for: a comparison of a million people takes some twenty seconds.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() {
    // Cargo passes `--bench`; the one number is how many people there are.
    let people = std::env::args().find_map(|word| word.parse().ok());
    let people = people.unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let mut page = open(people, &folder);
    set_up(&mut page);

    press(&mut page, "Check first");
    until(&mut page, "nothing but the plan", |page| {
        pressable(page, "Not now").is_some()
    });
    let middle = page.ctx.content_rect().center();
    page.hover_at(middle);
    let scrolled = frames(&mut page, |page| scroll(page, -40.0));
    println!("{people} people, scrolled: {scrolled}");

    let field = page.get_by_label("Search by name, email or ID");
    field.focus();
    page.step();
    let typed = frames(&mut page, |page| {
        let field = page.get_by_label("Search by name, email or ID");
        field.type_text("a");
    });
    println!("{people} people, typed into the search: {typed}");
    for _ in 0..FRAMES {
        page.key_press(egui::Key::Backspace);
        page.step();
    }
    for word in ["noa", "nobody-has-this"] {
        let found = search(&mut page, word);
        println!("{people} people, searched for {word}: {found}");
    }

    press_like(&mut page, "Sync ", " people");
    until(&mut page, "the sync", |page| {
        pressable(page, "Pause").is_some()
    });
    let running = frames(&mut page, |page| scroll(page, 40.0));
    println!("{people} people, while the sync runs: {running}");
    // The sync need not come to its end, for which the window would wait.
    std::process::exit(0);
}

/// Searches for a word as somebody who pastes it, and says when the first rows were there, and when all were looked through.
fn search(page: &mut Page, word: &str) -> String {
    let field = page.get_by_label("Search by name, email or ID");
    field.focus();
    page.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    page.step();
    let field = page.get_by_label("Search by name, email or ID");
    field.type_text(word);
    let began = Instant::now();
    let mut first = None;
    loop {
        page.step();
        let rows: Vec<String> = page
            .query_all_by_role(egui::accesskit::Role::ListItem)
            .filter_map(|row| row.accesskit_node().label())
            .collect();
        let is_found = rows.first().is_some_and(|row| row.contains(word));
        let goes_on = page.query_by_label("Still searching…").is_some();
        if is_found && first.is_none() {
            first = Some(began.elapsed());
        }
        let nobody = page.query_by_label_contains("Nobody has this").is_some();
        if (is_found && !goes_on) || nobody {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{word}");
        std::thread::sleep(Duration::from_millis(2));
    }
    let all = began.elapsed().as_millis();
    match first {
        Some(first) => format!(
            "first rows after {} ms, all after {all} ms",
            first.as_millis()
        ),
        None => format!("nobody after {all} ms"),
    }
}

/// Draws frames, and says how long they took.
fn frames(page: &mut Page, mut before: impl FnMut(&mut Page)) -> String {
    let mut spent: Vec<Duration> = (0..FRAMES)
        .map(|_| {
            before(page);
            let began = Instant::now();
            page.step();
            let output = page.output();
            let triangles = page
                .ctx
                .tessellate(output.shapes.clone(), output.pixels_per_point);
            let spent = began.elapsed();
            drop(triangles);
            // As between two frames of a screen: the worker and the store get their turn.
            std::thread::sleep(Duration::from_millis(10));
            spent
        })
        .collect();
    spent.sort_unstable();
    let at = |share: usize| spent[(FRAMES - 1) * share / 100].as_secs_f64() * 1_000.0;
    format!(
        "median {:.1} ms, 99 of 100 within {:.1} ms, longest {:.1} ms",
        at(50),
        at(99),
        at(100)
    )
}

fn open(people: u64, folder: &tempfile::TempDir) -> Page {
    let mut options = Options::new(folder.path().to_owned(), true);
    options.world = practice::Options {
        people,
        ..options.world
    };
    open_with(Window::new(), options)
}

/// Through the pages of the practice world to the Sync screen.
fn set_up(page: &mut Page) {
    for words in [
        "Continue",
        "Use the practice Auth0 domain",
        "Continue",
        "Continue",
        "Continue",
        "Use the practice Client ID",
        "Use the practice Client Secret",
        "Do this step in practice Auth0",
        "Continue",
        "Continue",
        "Use the practice connection ID",
        "Active",
        "Continue",
        "Use the practice API key",
        "Sync",
    ] {
        press(page, words);
    }
}

fn scroll(page: &mut Page, by: f32) {
    page.event(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, by),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
}

fn press(page: &mut Page, words: &str) {
    until(page, words, |page| pressable(page, words).is_some());
    if let Some(node) = pressable(page, words) {
        node.click_accesskit();
    }
    page.run_steps(3);
}

fn press_like(page: &mut Page, before: &str, after: &str) {
    let named = |page: &Page| {
        let nodes = page.query_all_by_label_contains(before);
        nodes
            .filter_map(|node| node.accesskit_node().label())
            .find(|label| label.starts_with(before) && label.ends_with(after))
    };
    until(page, before, |page| named(page).is_some());
    let words = named(page).unwrap();
    press(page, &words);
}

fn until(page: &mut Page, what: &str, there: impl Fn(&Page) -> bool) {
    let began = Instant::now();
    while !there(page) {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        page.step();
        std::thread::sleep(Duration::from_millis(5));
    }
}
