//! The bench itself: that it opens windows as asked, waits, pictures, and finds what is wrong with a screen.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use eframe::egui::{self, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::checks;
use crate::fixed_clock::FixedClock;
use crate::window::{Steps as _, Window, picture};

/// A screen on which everything holds.
fn good_screen(ui: &mut egui::Ui) {
    ui.spacing_mut().interact_size.y = 36.0;
    heading(ui, "Before you start", 1);
    heading(ui, "Network", 2);
    ui.horizontal(|ui| {
        let caption = ui.label("Auth0 domain");
        ui.text_edit_singleline(&mut String::from("acme.eu.auth0.com"))
            .labelled_by(caption.id);
    });
    ui.add(egui::Button::new("Check now"));
}

fn heading(ui: &mut egui::Ui, text: &str, level: usize) {
    let response = ui.heading(text);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(text);
        node.set_level(level);
    });
}

fn small() -> Window {
    Window::new().size(320.0, 200.0)
}

#[test]
fn a_good_screen_passes() {
    checks::screen(&small().open(good_screen));
}

#[test]
fn a_screen_needs_one_main_heading() {
    let none = small().open(|ui| heading(ui, "Network", 2));
    assert!(checks::main_headings(&none).is_empty());

    let two = small().open(|ui| {
        heading(ui, "Welcome", 1);
        heading(ui, "Before you start", 1);
    });
    assert_eq!(checks::main_headings(&two), ["Welcome", "Before you start"]);
    assert!(catch_unwind(AssertUnwindSafe(|| checks::screen(&two))).is_err());
}

#[test]
fn a_small_target_is_found() {
    let window = small().open(|ui| {
        ui.add_sized([120.0, 23.0], egui::Button::new("Low"));
        ui.add_sized([24.0, 24.0], egui::Button::new("x").small());
    });
    assert_eq!(
        checks::small_targets(&window),
        ["Button \"Low\": 120.0x23.0"]
    );
}

#[test]
fn targets_are_measured_in_points() {
    let window = small().pixels_per_point(2.0).open(|ui| {
        ui.add_sized([120.0, 23.0], egui::Button::new("Low"));
    });
    assert_eq!(checks::small_targets(&window).len(), 1);
}

#[test]
fn banned_words_are_found_wherever_they_are() {
    let window = small().open(|ui| {
        ui.label("Invalid key");
        ui.painter().text(
            egui::pos2(10.0, 100.0),
            egui::Align2::LEFT_TOP,
            "Oops!",
            egui::FontId::default(),
            egui::Color32::RED,
        );
        let told = ui.label("Status");
        ui.ctx().accesskit_node_builder(told.id, |node| {
            node.set_description("It failed to start");
        });
        ui.label("Displeased, pleased or not: unforbidden");
    });
    assert_eq!(
        checks::banned_words(&window),
        ["Invalid key", "It failed to start", "Oops!"]
    );
}

#[test]
fn texts_that_are_cut_off_are_found() {
    let window = small().open(|ui| {
        let long = "A line that is much longer than this small window is wide, as is plain to see";
        ui.add(egui::Label::new(format!("1 {long}")).wrap());
        ui.add(egui::TextEdit::singleline(&mut format!("2 {long}")).hint_text("Name"));
        ui.add(egui::Label::new(format!("3 {long}")).extend());
        ui.set_clip_rect(egui::Rect::from_x_y_ranges(0.0..=60.0, 0.0..=190.0));
        ui.label("Cut off by its place");
        ui.add_space(200.0);
        ui.label("Scrolled away, down where nobody looks");
    });
    let found = checks::cut_off_texts(&window);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("3 A line"));
    assert_eq!(found[1], "Cut off by its place");
}

#[test]
fn a_secret_is_found_wherever_it_is() {
    let password = |secret: &str| {
        let mut secret = secret.to_owned();
        small().open(move |ui| {
            let field = egui::TextEdit::singleline(&mut secret).password(true);
            ui.add(field.hint_text("Client secret"));
        })
    };
    checks::hides(&password("s3cret-value"), "s3cret-value");

    let shown = small().open(|ui| {
        ui.label("The secret is s3cret-value.");
    });
    let found = catch_unwind(AssertUnwindSafe(|| checks::hides(&shown, "s3cret-value")));
    assert!(found.is_err());
}

#[test]
fn a_click_changes_the_state() {
    let mut window = small().open_with(0, |ui, count| {
        if ui.button("Add one").clicked() {
            *count += 1;
        }
    });
    window.get_by_label("Add one").click();
    window.run();
    assert_eq!(*window.state(), 1);
}

#[test]
fn work_elsewhere_is_awaited() {
    let (sender, receiver) = mpsc::channel();
    let mut answer = None;
    let mut window = small().open(move |ui| {
        answer = answer.or_else(|| receiver.try_recv().ok());
        match answer {
            Some(answer) => ui.label(answer),
            None => ui.spinner(),
        };
    });
    let work = thread::Builder::new().spawn(move || {
        thread::sleep(Duration::from_millis(60));
        sender.send("Connected").expect("the window is open");
    });
    assert!(window.query_by_label("Connected").is_none());
    window.step_until("it is connected", |window| {
        window.query_by_label("Connected").is_some()
    });
    work.expect("a thread").join().expect("no panic");
}

#[test]
fn an_app_is_opened_whole() {
    struct App {
        frames_without_drawing: u32,
    }
    impl eframe::App for App {
        fn logic(&mut self, _: &egui::Context, _: &mut eframe::Frame) {
            self.frames_without_drawing += 1;
        }
        fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
            egui::CentralPanel::default().show(ui, good_screen);
        }
    }
    let window = small().open_app(|cc| {
        cc.egui_ctx.set_zoom_factor(1.5);
        App {
            frames_without_drawing: 0,
        }
    });
    assert!(window.state().frames_without_drawing > 0);
    checks::screen(&window);
    let width = window.ctx.content_rect().width();
    assert!((width - 320.0 / 1.5).abs() < 0.1, "{width}");
}

#[test]
fn the_text_size_leaves_the_window_as_large_as_it_is() {
    let mut window = small().text_size(200).open(good_screen);
    let image = window.render().expect("a picture");
    assert_eq!(image.dimensions(), (320, 200));
    assert_eq!(window.ctx.content_rect().size(), egui::vec2(160.0, 100.0));
}

#[test]
fn the_clocks_stand_still() {
    let mut window = small().open(good_screen);
    let before = window.ctx.input(|input| input.time);
    window.let_pass(60.0);
    let after = window.ctx.input(|input| input.time);
    assert!((after - before - 60.0).abs() < 0.001);

    let clock = FixedClock::at("2026-11-23T14:00:00Z");
    let seen_elsewhere = clock.clone();
    assert_eq!(clock.now().to_string(), "2026-11-23T14:00:00Z");
    clock.let_pass(Duration::from_secs(90));
    assert_eq!(seen_elsewhere.now().to_string(), "2026-11-23T14:01:30Z");
}

#[test]
fn a_screen_looks_as_it_did() {
    picture("harness", |window| {
        window.size(320.0, 200.0).open(good_screen)
    });
}

#[test]
fn words_of_the_command_line_and_of_the_code_are_found() {
    let window = small().open(|ui| {
        ui.label("Create it (steps P1 to P24)");
        ui.label("Run userhub-connect install");
        ui.label("UserHub says CONNECTION_NOT_ACTIVE");
        ui.label("Reached 127.0.0.1:34123");
        ui.label("UserHub: UserHub");
        ui.label("Add the secrets API_KEY and CONNECTION_ID");
        ui.label("An A4 page is not a step here, but looks like one");
        ui.label("conn_26yEiYymqy6ZmG, Node 22, 12 of 20");
    });
    let found = checks::words_of_the_code(&window);
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[test]
fn what_is_no_longer_itself_in_the_next_frame_is_found() {
    let came = |ui: &mut egui::Ui, frame: &mut u32| {
        heading(ui, "Sync", 1);
        *frame += 1;
        if *frame > 20 {
            ui.label("Checked just now");
        }
        // egui's own button, whose identity is the number of parts before it.
        assert!(!ui.button("Check again").clicked());
    };
    let mut window = small().open_with(0, came);
    let waited = catch_unwind(AssertUnwindSafe(|| {
        window.step_until("the line", |window| {
            window.query_by_label("Checked just now").is_some()
        });
    }));
    let words = waited.expect_err("it is found").downcast::<String>();
    let words = words.expect("words");
    assert!(words.contains("Check again"), "{words}");
}
