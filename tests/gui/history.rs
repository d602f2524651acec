//! History: empty, the list, a run that was cut off opened again, and a report of it.

use std::path::Path;

use eframe::egui::{self, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use userhub_connect::domain::ids::Auth0UserId;
use userhub_connect::domain::profile::{Profile, Source};
use userhub_connect::domain::tally::Outcome;
use userhub_connect::store::journal::{Done, Identity, Journal, Problem, RunState};
use userhub_connect::ui::App;
use userhub_connect::ui::theme::Theme;
use userhub_connect::window::{self, Options};

use crate::checks;
use crate::window::{Steps as _, Window};

fn open(folder: &Path, window: Window, text_size: f32) -> Harness<'static, App> {
    let options = Options::new(folder.to_owned(), true);
    let mut window = window.open_app(move |cc| {
        let mut app = window::app(&cc.egui_ctx, options).expect("an app");
        let look = Theme {
            text_size,
            ..Theme::default()
        };
        app.set_theme(&cc.egui_ctx, look);
        app
    });
    wait_for(&mut window, "Auth0 and UserHub answer");
    // With large text the places are folded away behind the line that says where the person is.
    if window.ctx.zoom_factor() > 1.5 {
        press(&mut window, Role::Button, "Part 1 of 6");
    }
    press(&mut window, Role::Link, "History");
    window
}

fn press(window: &mut Harness<'static, App>, role: Role, label: &str) {
    let found = |window: &Harness<'static, App>| {
        let mut nodes = window.query_all_by_label_contains(label);
        nodes
            .find(|node| node.accesskit_node().role() == role)
            .map(|node| node.click_accesskit())
    };
    window.step_until(label, |window| found(window).is_some());
    window.run_steps(3);
}

fn wait_for(window: &mut Harness<'static, App>, words: &str) {
    window.step_until(words, |window| {
        window.query_all_by_label_contains(words).next().is_some()
    });
}

/// A journal in the practice profile: one check of three people, and then a sync that was cut off after two of them.
fn cut_off(folder: &Path) {
    let profile = folder.join("practice");
    std::fs::create_dir_all(&profile).expect("a folder");
    let identity = Identity {
        auth0: "practice.us.auth0.com".to_owned(),
        connection: "conn_practice".to_owned(),
    };
    let mut journal = Journal::open(&profile, &identity).expect("a journal");
    let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
    for started in ["2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"] {
        let run = journal.begin_run(at(started), 90).expect("a run");
        let people: Vec<Source> = ["Ann Lee", "山田 太郎", "محمد"]
            .iter()
            .enumerate()
            .map(|(number, name)| Source {
                id: Auth0UserId::new(format!("auth0|{number}")),
                profile: Ok(Profile {
                    display_name: Some((*name).to_owned()),
                    email: Some(format!("{number}@example.com")),
                    ..Profile::default()
                }),
            })
            .collect();
        journal.add_sources(&people).expect("people");
        let words = |_: &_| Problem {
            reason: String::new(),
            fix: String::new(),
        };
        let plan = journal.make_plan(run, true, at(started), words, || false);
        plan.expect("a plan");
        if started.contains("-24T") {
            journal
                .set_state(run, RunState::Running, at(started))
                .expect("a state");
            journal.take_effort(run).expect("an effort");
        }
    }
    let items = journal.items_after(0, 2).expect("items");
    let done: Vec<Done> = items
        .into_iter()
        .zip([Outcome::Added, Outcome::Attention])
        .map(|(item, outcome)| Done {
            position: item.position,
            id: item.id,
            outcome,
            held: None,
            kept: None,
            problem: (outcome == Outcome::Attention).then(|| Problem {
                reason: "UserHub has marked this person for deletion".to_owned(),
                fix: "Restore the person in the UserHub Admin console.".to_owned(),
            }),
        })
        .collect();
    let recorded = journal.record(&done, at("2026-11-24T10:01:00Z"));
    recorded.expect("outcomes");
}

#[test]
fn history_is_empty_before_the_first_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = open(folder.path(), Window::new(), 1.0);
    wait_for(&mut window, "Your first sync will appear here.");
    checks::screen(&window);
}

#[test]
fn a_run_that_was_cut_off_reopens_frozen_and_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    cut_off(folder.path());
    let mut window = open(folder.path(), Window::new(), 1.0);
    wait_for(&mut window, "3 people would be added");
    checks::screen(&window);
    press(&mut window, Role::ListItem, "Stopped at 2 of 3");
    wait_for(&mut window, "What was done stays.");
    wait_for(&mut window, "Not known: it was cut off");
    wait_for(
        &mut window,
        "UserHub has marked this person for deletion (1)",
    );
    checks::screen(&window);

    // Some of its people: by what became of them, and by a text of theirs.
    press(&mut window, Role::Button, "Still to do");
    wait_for(&mut window, "1 person.");
    assert!(window.query_by_label_contains("Ann Lee").is_none());
    window.get_by_label("All").click_accesskit();
    wait_for(&mut window, "Everybody who was not simply up to date.");
    let search = "Search by name, email or ID";
    window.get_by_label(search).focus();
    window.run_steps(2);
    window.get_by_label(search).type_text("山田");
    wait_for(&mut window, "1 person.");
    checks::screen(&window);
    window.get_by_label("Still to do").scroll_to_me();
    window.run_steps(8);
    keep(&mut window, "history-found");
    window.get_by_label(search).focus();
    window.run_steps(2);
    window.get_by_label(search).type_text("nobody");
    wait_for(&mut window, "Nobody is here.");

    press(&mut window, Role::Button, "Save as CSV");
    press(&mut window, Role::Button, "Save here");
    wait_for(&mut window, "Enter where to save it");
    checks::screen(&window);
    let report = folder.path().join("report");
    let field = window.get_by_role(Role::TextInput);
    field.focus();
    field.type_text(&report.display().to_string());
    window.run_steps(3);
    for (button, file) in [
        ("Save as CSV", "report.csv"),
        ("Save as HTML", "report.html"),
    ] {
        press(&mut window, Role::Button, button);
        press(&mut window, Role::Button, "Save here");
        wait_for(&mut window, file);
        let text = std::fs::read_to_string(folder.path().join(file)).expect("a report");
        assert!(text.contains("山田 太郎") && text.contains("Needs attention"));
    }
    checks::screen(&window);
    press(&mut window, Role::Button, "All earlier syncs");
    wait_for(&mut window, "Stopped at 2 of 3");
}

#[test]
fn history_fits_in_every_look() {
    for (theme, text_size, name) in [
        (egui::Theme::Light, 1.0, "light"),
        (egui::Theme::Dark, 1.0, "dark"),
        (egui::Theme::Light, 2.0, "light-200"),
        (egui::Theme::Dark, 2.0, "dark-200"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        cut_off(folder.path());
        let mut window = open(folder.path(), Window::new().theme(theme), text_size);
        wait_for(&mut window, "3 people would be added");
        assert!(checks::cut_off_texts(&window).is_empty(), "{name}");
        assert!(window.unnamed_widgets().is_empty(), "{name}");
        keep(&mut window, &format!("history-list-{name}"));
        press(&mut window, Role::ListItem, "Stopped at 2 of 3");
        wait_for(&mut window, "What was done stays.");
        assert!(checks::cut_off_texts(&window).is_empty(), "{name}");
        assert!(window.unnamed_widgets().is_empty(), "{name}");
        keep(&mut window, &format!("history-run-{name}"));
    }
}

/// Keeps a picture for whoever looks, in the folder that the variable names.
fn keep(window: &mut Harness<'static, App>, name: &str) {
    if let Some(folder) = std::env::var_os("HISTORY_PICTURES") {
        let image = window.render().expect("a picture");
        let path = Path::new(&folder).join(format!("{name}.png"));
        image.save(path).expect("a file");
    }
}
