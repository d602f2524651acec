//! Pictures of the window, made by going through the practice world as a person does, without a screen or a graphics card.
//!
//! `cargo run --example pictures` writes the six pictures of README.md to `assets/pictures`.
//!
//! `cargo run --example pictures -- --all DIR [light|dark|light-200|dark-200|low]… [only=WORD]` writes every screen to DIR in these
//! looks (all four of the usual size if none is named), to be looked at; `low` is the smallest window. What was pressed
//! and not found is told, and the tour goes on.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a tool for people who work on the window; what it does not find ends it"
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

mod camera;
mod tour;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use camera::{Camera, Look};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let missed = match words.split_first() {
        None => readme(),
        Some((all, rest)) if all == "--all" && !rest.is_empty() => everything(rest),
        Some(_) => {
            eprintln!("pictures [--all DIR [LOOK]… [only=WORD]]");
            return ExitCode::from(2);
        }
    };
    if missed == 0 {
        return ExitCode::SUCCESS;
    }
    eprintln!("{missed} things were not found");
    ExitCode::FAILURE
}

/// Every screen in every look that was asked for.
fn everything(words: &[String]) -> usize {
    let folder = PathBuf::from(&words[0]);
    let only = words.iter().find_map(|word| word.strip_prefix("only="));
    let mut looks: Vec<Look> = words[1..]
        .iter()
        .filter_map(|word| Look::named(word))
        .collect();
    if looks.is_empty() {
        looks = Look::USUAL.to_vec();
    }
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    looks
        .into_iter()
        .map(|look| {
            let name = |screen: &str| folder.join(format!("{screen}-{}.png", look.name));
            let wanted = |screen: &str| only.is_none_or(|word| screen.contains(word));
            let mut camera = Camera::open(
                look,
                Box::new(move |screen| wanted(screen).then(|| name(screen))),
            );
            tour::all(&mut camera);
            camera.missed
        })
        .sum()
}

/// The pictures of README.md: half of them light, half dark.
fn readme() -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    let mut missed = 0;
    for (look, screens) in tour::README {
        let look = Look::named(look).expect("a look");
        let name = |screen: &str| {
            let at = screens.iter().position(|(from, _)| *from == screen)?;
            Some(folder.join(format!("{}.png", screens[at].1)))
        };
        let mut camera = Camera::open(look, Box::new(name));
        tour::all(&mut camera);
        missed += camera.missed + screens.len() - camera.taken;
    }
    missed
}
