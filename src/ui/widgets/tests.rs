//! What the parts do when they are pressed and typed into, and what assistive technology is told.

use std::cell::RefCell;
use std::rc::Rc;

use eframe::egui::accesskit::{Invalid, Live, Role, Toggled};
use eframe::egui::{Event, Key, Modifiers, OutputCommand, Ui, ViewportCommand, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::domain::issue::Issue;
use crate::ui::theme::{self, Theme};

/// A window of a usual size that draws one part.
pub(super) fn window<'a>(draw: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut ready = false;
    let mut draw = draw;
    Harness::builder()
        .with_size(vec2(800.0, 600.0))
        .build_ui(move |ui| {
            if !ready {
                install(ui.ctx());
                Theme {
                    reduce_motion: true,
                    ..Theme::default()
                }
                .apply(ui.ctx());
                ready = true;
                ui.ctx()
                    .request_discard("typefaces come with the next pass");
                return;
            }
            draw(ui);
        })
}

/// Draws the next frame so many seconds later.
fn wait(harness: &mut Harness<'_>, seconds: f64) {
    let now = harness.ctx.time();
    harness.input_mut().time = Some(now + seconds);
    harness.step();
    harness.input_mut().time = None;
}

fn copied(harness: &Harness<'_>) -> Option<String> {
    harness
        .output()
        .platform_output
        .commands
        .iter()
        .find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
}

#[test]
fn headings_have_their_role_and_level() {
    let mut harness = window(|ui| {
        page_heading(
            ui,
            Some("Part 4 of 6"),
            "Create the API key",
            Some("**Why** so."),
        );
        card(ui, "In UserHub", |_| ());
    });
    harness.run();
    let heading = harness.get_by_role_and_label(Role::Heading, "Create the API key");
    assert_eq!(heading.accesskit_node().level(), Some(1));
    let heading = harness.get_by_role_and_label(Role::Heading, "In UserHub");
    assert_eq!(heading.accesskit_node().level(), Some(2));
    harness.get_by_label("Why so.");
}

#[test]
fn buttons_are_high_enough_and_say_when_they_are_pressed() {
    let pressed = Rc::new(RefCell::new(0));
    let count = Rc::clone(&pressed);
    let mut harness = window(move |ui| {
        if primary(ui, "Check and continue").clicked() {
            *count.borrow_mut() += 1;
        }
        icon_button(ui, crate::ui::theme::Icon::X, "Close");
        link(ui, "Text size");
    });
    harness.run();
    for (name, least) in [
        ("Check and continue", 36.0),
        ("Close", 36.0),
        ("Text size", 28.0),
    ] {
        let rect = harness.get_by_role_and_label(Role::Button, name).rect();
        assert!(
            rect.height() >= least && rect.width() >= 28.0,
            "{name}: {rect}"
        );
    }
    harness.get_by_label("Check and continue").click();
    harness.run();
    assert_eq!(*pressed.borrow(), 1);
}

#[test]
fn copy_says_copied_for_two_seconds_and_announces_it() {
    let mut harness = window(|ui| {
        ValueChip::new("Client ID", Shown::Plain("AbC123")).show(ui);
    });
    harness.run();
    harness.get_by_label("Copy Client ID").click();
    harness.step();
    assert_eq!(copied(&harness).as_deref(), Some("AbC123"));
    harness.step();
    harness.get_by_role_and_label(Role::Button, "Copied Client ID");
    let said = harness.get_by_role_and_label(Role::Status, "Copied Client ID");
    assert_eq!(said.accesskit_node().live(), Live::Polite);
    wait(&mut harness, 2.5);
    harness.step();
    harness.get_by_role_and_label(Role::Button, "Copy Client ID");
}

#[test]
fn a_masked_value_is_left_to_the_caller_to_copy() {
    let pressed = Rc::new(RefCell::new(false));
    let seen = Rc::clone(&pressed);
    let mut harness = window(move |ui| {
        if ValueChip::new("Client Secret", Shown::Masked("••••••••••••wX9f")).show(ui)
        {
            *seen.borrow_mut() = true;
        }
    });
    harness.run();
    harness.get_by_label("Copy secret Client Secret").click();
    harness.step();
    assert_eq!(copied(&harness), None);
    harness.step();
    assert!(*pressed.borrow());
}

#[test]
fn a_field_has_its_label_its_hint_and_its_error() {
    let mut draft = "amce".to_owned();
    let mut harness = window(move |ui| {
        TextField::new("domain", "Auth0 domain")
            .hint("Ends with **auth0.com**.")
            .error(Some("There is no such tenant"))
            .show(ui, &mut draft);
    });
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Auth0 domain");
    let node = field.accesskit_node();
    assert_eq!(node.value().as_deref(), Some("amce"));
    assert_eq!(node.data().invalid(), Some(Invalid::True));
    assert_eq!(
        node.data().description(),
        Some("Ends with auth0.com. There is no such tenant")
    );
    harness.get_by_role_and_label(Role::Alert, "There is no such tenant");
}

#[test]
fn paste_replaces_what_is_in_the_field_and_tells_it_whole() {
    let draft = Rc::new(RefCell::new("old value".to_owned()));
    let pasted = Rc::new(RefCell::new(None));
    let (text, seen) = (Rc::clone(&draft), Rc::clone(&pasted));
    let mut harness = window(move |ui| {
        let field = TextField::new("domain", "Auth0 domain").paste();
        let response = field.show(ui, &mut text.borrow_mut());
        if response.pasted.is_some() {
            *seen.borrow_mut() = response.pasted;
        }
    });
    harness.run();
    harness.get_by_label("Paste Auth0 domain").click();
    harness.step();
    let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
    assert!(commands.contains(&ViewportCommand::RequestPaste));
    harness.event(Event::Paste("acme.eu\nsecond line".to_owned()));
    harness.run();
    assert_eq!(*draft.borrow(), "acme.eu second line");
    assert_eq!(pasted.borrow().as_deref(), Some("acme.eu\nsecond line"));
}

#[test]
fn a_value_settles_once_nobody_types() {
    let settled = Rc::new(RefCell::new(0));
    let seen = Rc::clone(&settled);
    let mut draft = String::new();
    let mut harness = window(move |ui| {
        if TextField::new("domain", "Auth0 domain")
            .show(ui, &mut draft)
            .settled
        {
            *seen.borrow_mut() += 1;
        }
    });
    harness.run();
    harness.get_by_role(Role::TextInput).focus();
    harness.step();
    harness.event(Event::Text("a".to_owned()));
    harness.step();
    assert_eq!(*settled.borrow(), 0);
    wait(&mut harness, 0.9);
    harness.step();
    harness.step();
    assert_eq!(*settled.borrow(), 1);
}

const KEY: &str = "sk_live_51H8xGqLkdIwHu7ixRr81";

fn secret_window() -> (Harness<'static>, Rc<RefCell<String>>) {
    let draft = Rc::new(RefCell::new(KEY.to_owned()));
    let text = Rc::clone(&draft);
    let harness = window(move |ui| {
        SecretField::new("key", "API key").show(ui, &mut text.borrow_mut());
    });
    (harness, draft)
}

fn told(harness: &Harness<'_>) -> String {
    let field = harness.get_by_label("API key");
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_secret_is_hidden_whatever_its_length() {
    let (mut harness, _) = secret_window();
    harness.run();
    assert_eq!(told(&harness), "••••••••••••");
    assert_eq!(
        harness.get_by_label("API key").accesskit_node().role(),
        Role::PasswordInput
    );
    harness.get_by_label("API key").focus();
    harness.run();
    assert_eq!(told(&harness), "••••••••••••");
    assert!(!format!("{:?}", harness.root()).contains("51H8x"));
}

#[test]
fn show_ends_after_thirty_seconds_and_with_the_window() {
    let (mut harness, _) = secret_window();
    harness.run();
    harness.get_by_label("Show API key").click();
    harness.step();
    harness.step();
    assert_eq!(told(&harness), KEY);
    wait(&mut harness, 31.0);
    harness.step();
    assert_eq!(told(&harness), "••••••••••••");
    harness.get_by_label("Show API key").click();
    harness.step();
    harness.step();
    assert_eq!(told(&harness), KEY);
    harness.input_mut().focused = false;
    harness.event(Event::WindowFocused(false));
    harness.step();
    harness.step();
    assert_eq!(told(&harness), "••••••••••••");
}

#[test]
fn a_secret_can_be_pasted_by_button_and_by_key() {
    let (mut harness, draft) = secret_window();
    harness.run();
    harness.get_by_label("Paste API key").click();
    harness.step();
    harness.event(Event::Paste("sk_new".to_owned()));
    harness.run();
    assert_eq!(*draft.borrow(), "sk_new");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Paste("sk_newer".to_owned()));
    harness.run();
    assert_eq!(*draft.borrow(), "sk_newer");
}

#[test]
fn choices_say_what_is_chosen() {
    let chosen = Rc::new(RefCell::new(None));
    let now = Rc::clone(&chosen);
    let mut ticked = false;
    let mut harness = window(move |ui| {
        let cards = [
            RadioCard {
                title: "Start with practice",
                body: "**Nothing** leaves.",
                badge: None,
            },
            RadioCard {
                title: "Set up for real",
                body: "You need access.",
                badge: None,
            },
        ];
        let before = *now.borrow();
        let pressed = radio_cards(ui, "How to begin", &cards, before, false);
        *now.borrow_mut() = pressed.or(before);
        tick_row(ui, "I can open it", None, &mut ticked);
        segments(ui, "Appearance", &["System", "Light"], 0);
    });
    harness.run();
    harness.get_by_role_and_label(Role::RadioGroup, "How to begin");
    harness
        .get_by_role_and_label(Role::RadioButton, "Set up for real")
        .click();
    harness
        .get_by_role_and_label(Role::CheckBox, "I can open it")
        .click();
    harness.run();
    assert_eq!(*chosen.borrow(), Some(1));
    for (role, name) in [
        (Role::RadioButton, "Set up for real"),
        (Role::CheckBox, "I can open it"),
        (Role::RadioButton, "System"),
    ] {
        let node = harness.get_by_role_and_label(role, name);
        assert_eq!(
            node.accesskit_node().toggled(),
            Some(Toggled::True),
            "{name}"
        );
    }
    let practice = harness.get_by_label("Start with practice");
    assert_eq!(practice.accesskit_node().toggled(), Some(Toggled::False));
    assert_eq!(
        practice.accesskit_node().data().description(),
        Some("Nothing leaves.")
    );
}

#[test]
fn a_problem_shows_its_four_parts_and_its_buttons() {
    let issue = Issue::key_refused().with_detail("UNAUTHENTICATED");
    let first = issue.fixes.first().cloned().unwrap();
    let pressed = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&pressed);
    let mut harness = window(move |ui| {
        seen.borrow_mut()
            .extend(IssuePanel::new(&issue, "10:42:07").show(ui));
    });
    harness.run();
    let title = "UserHub did not accept the API key";
    let panel = harness.get_by_role_and_label(Role::Alert, title);
    assert_eq!(panel.accesskit_node().live(), Live::Assertive);
    harness.get_by_label_contains("Why: ");
    harness.get_by_label_contains("How to fix it: ");
    harness.get_by_label(&first.label()).click();
    harness.get_by_label("Check again").click();
    harness.run();
    assert!(pressed.borrow().contains(&IssuePress::Fix(first)));
    let details = harness.get_by_label("Technical details");
    assert_eq!(details.accesskit_node().data().is_expanded(), Some(false));
    details.click();
    harness.run();
    harness.get_by_label_contains("Copy details").click();
    harness.step();
    assert_eq!(
        copied(&harness).as_deref(),
        Some("E8 · 10:42:07\nUNAUTHENTICATED")
    );
}

#[test]
fn progress_has_a_name_and_never_goes_back() {
    let part = Rc::new(RefCell::new(Some(0.62)));
    let now = Rc::clone(&part);
    let mut harness = window(move |ui| {
        Progress::new("run 1", "Adding users", *now.borrow())
            .words("621 of 1,000", "")
            .show(ui);
    });
    let told = |harness: &Harness<'_>| {
        let bar = harness.get_by_role_and_label(Role::ProgressIndicator, "Adding users");
        bar.accesskit_node().data().numeric_value()
    };
    harness.run();
    assert_eq!(told(&harness), Some(62.0));
    *part.borrow_mut() = Some(0.4);
    harness.run();
    assert_eq!(told(&harness), Some(62.0));
    *part.borrow_mut() = Some(0.999);
    harness.run();
    assert_eq!(told(&harness), Some(99.0));
}

#[test]
fn a_step_can_be_ticked_and_its_value_copied() {
    let pressed = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&pressed);
    let mut harness = window(move |ui| {
        let values = [StepValue {
            name: "Description",
            shown: Shown::Plain("Auth0 Action"),
        }];
        let step = StepRow {
            number: 2,
            words: "For Description, enter",
            label: Some("Description"),
            also_called: None,
            values: &values,
            ticked: Some(false),
            help: Some("Look at the upper right."),
            question: Some("Where is it?"),
        };
        seen.borrow_mut().extend(step_row(ui, &step));
    });
    harness.run();
    harness
        .get_by_role_and_label(Role::CheckBox, "Step 2: For Description, enter")
        .click();
    harness.run();
    harness.get_by_label("Copy Description").click();
    harness.run_steps(2);
    assert_eq!(*pressed.borrow(), [StepPress::Tick, StepPress::Copied(0)]);
    harness.get_by_label("I don't see this").click();
    harness.run_steps(2);
    harness.get_by_label("Look at the upper right.");
}

#[test]
fn checks_count_the_seconds_where_nothing_may_turn() {
    let mut harness = window(|ui| check_row(ui, CheckMark::Checking, "Reached Auth0", ""));
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Status, "Reached Auth0: Checking… 0 s");
    wait(&mut harness, 3.0);
    harness.get_by_role_and_label(Role::Status, "Reached Auth0: Checking… 3 s");
}

#[test]
fn the_keyboard_reaches_all_and_brings_it_into_view() {
    let mut harness = window(|ui| {
        eframe::egui::ScrollArea::vertical().show(ui, |ui| {
            for at in 0..40 {
                secondary(ui, &format!("Button {at}"));
            }
        });
    });
    harness.run();
    for _ in 0..30 {
        harness.key_press(Key::Tab);
        harness.run();
    }
    let button = harness.get_by_label("Button 29");
    assert!(button.accesskit_node().is_focused());
    let rect = button.rect();
    assert!(rect.bottom() < 600.0 && rect.top() > 0.0, "{rect}");
}

#[test]
fn two_hundred_percent_in_a_small_window_cuts_nothing_off() {
    let mut secret = KEY.to_owned();
    let mut harness = Harness::builder()
        .with_size(vec2(300.0, 900.0))
        .build_ui(move |ui| {
            if ui.ctx().cumulative_pass_nr() == 0 {
                install(ui.ctx());
                Theme {
                    reduce_motion: true,
                    ..Theme::default()
                }
                .apply(ui.ctx());
                return;
            }
            page(ui, |ui| {
                primary(ui, "Continue with instant updates (12 more minutes)");
                SecretField::new("key", "API key").show(ui, &mut secret);
                let counter = Counter {
                    icon: crate::ui::theme::Icon::Plus,
                    tone: Tone::Added,
                    count: "1,168",
                    label: "Added",
                };
                counters(ui, &[counter; 4], None);
                ValueChip::new(
                    "ID",
                    Shown::Plain("auth0|64fe0a3b29e1a04bc9d1f091aaaaaaaaaaaaaa"),
                )
                .show(ui);
            });
        });
    harness.run();
    for node in harness.get_all_by(|node| node.role() == Role::Button) {
        assert!(
            node.rect().right() <= 300.0 - 28.0 + 1.0,
            "{:?}: {}",
            node,
            node.rect()
        );
    }
}

/// Whether the ring around what has the keyboard was painted in the last frame.
fn ringed(harness: &Harness<'_>) -> bool {
    let dark = harness.ctx.global_style().visuals.dark_mode;
    let focus = if dark {
        theme::DARK.focus
    } else {
        theme::LIGHT.focus
    };
    harness
        .output()
        .shapes
        .iter()
        .any(|painted| match &painted.shape {
            eframe::egui::Shape::Rect(rect) => {
                rect.stroke.color == focus && rect.fill == theme::CLEAR && rect.stroke.width >= 2.0
            }
            _ => false,
        })
}

#[test]
fn the_ring_comes_with_the_keyboard_and_goes_with_the_pointer() {
    let mut harness = window(|ui| {
        secondary(ui, "First");
        secondary(ui, "Second");
    });
    harness.run();
    assert!(!ringed(&harness));
    harness.key_press(Key::Tab);
    harness.run();
    assert!(ringed(&harness));
    let second = harness.get_by_label("Second").rect().center();
    harness.hover_at(second);
    harness.drag_at(second);
    harness.drop_at(second);
    harness.run();
    assert!(!ringed(&harness));
}

/// Names in scripts that Inter does not hold: Hebrew, Arabic, Devanagari, Thai, and emoji.
const SCRIPTS: [&str; 5] = [
    "דוד לוי",
    "محمد بن سلمان",
    "अनन्या शर्मा",
    "สมชาย ใจดี",
    "Ada 🎉",
];

#[test]
fn a_machine_without_typefaces_draws_names_in_every_script_that_we_carry() {
    // The harness panics at the first letter that no typeface holds. Nothing here asks for those of the system.
    let mut harness = window(|ui| {
        for name in SCRIPTS {
            label(ui, name);
            paragraph(ui, &format!("**{name}** was added"));
            small(ui, name);
            list_row(ui, &row(name));
        }
    });
    harness.run();
    // As it is written, not as it is drawn.
    for name in SCRIPTS {
        assert!(harness.query_all_by_label(name).next().is_some(), "{name}");
        let sentence = format!("{name} was added");
        assert!(
            harness
                .query_all_by_label(&sentence)
                .chain(harness.query_all_by_value(&sentence))
                .next()
                .is_some(),
            "{sentence}"
        );
    }
}

fn row(title: &str) -> ListRow<'_> {
    ListRow {
        mark: None,
        title,
        detail: "",
        end: "",
        action: None,
        chosen: false,
    }
}
