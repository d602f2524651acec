//! One documented step: a tick to keep one's place, its number, its words, and the values to copy.

use eframe::egui::accesskit::Role;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Label, Sense, Ui, vec2};

use crate::ui::theme::{Icon, Text, palette, size, space};

use super::{CopyButton, Shown, ValueChip, access, details, icon, identity, text};

/// A value of a step, to be copied and pasted elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct StepValue<'a> {
    /// The name by which copying it is announced.
    pub name: &'a str,
    /// What is shown.
    pub shown: Shown<'a>,
}

/// One step of a list.
#[derive(Clone, Copy, Debug)]
pub struct StepRow<'a> {
    /// Its number in the list.
    pub number: usize,
    /// What to do, in one sentence.
    pub words: &'a str,
    /// The part of the words that stands on the web page, drawn with weight.
    pub label: Option<&'a str>,
    /// What the web page may call it.
    pub also_called: Option<&'a str>,
    /// The values that it needs.
    pub values: &'a [StepValue<'a>],
    /// Whether the person has ticked it; nothing where a tick makes no sense.
    pub ticked: Option<bool>,
    /// What to do where the person does not see it.
    pub help: Option<&'a str>,
    /// A question that the person can send to somebody who knows; copied by a button in the help.
    pub question: Option<&'a str>,
}

/// What was pressed in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepPress {
    /// The tick; it is to be turned.
    Tick,
    /// Copy at the value of this number. A plain value is already in the clipboard; a secret is not.
    Copied(usize),
}

/// Draws a step, and says what was pressed.
#[track_caller]
pub fn step_row(ui: &mut Ui, step: &StepRow<'_>) -> Option<StepPress> {
    let name = format!("Step {}: {}", step.number, step.words);
    access::group(ui, Role::ListItem, &format!("Step {}", step.number), |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let ticked = tick(ui, step, &name);
            let pressed = ui.vertical(|ui| body(ui, step)).inner;
            ticked.or(pressed)
        })
        .inner
    })
}

fn tick(ui: &mut Ui, step: &StepRow<'_>, name: &str) -> Option<StepPress> {
    let ticked = step.ticked?;
    let (rect, response) =
        identity::allocate(ui, "", vec2(size::INLINE, size::INLINE), Sense::click());
    let response = access::toggle(response, Role::CheckBox, ticked, name);
    let palette = palette(ui);
    let (sign, color) = match (ticked, response.hovered()) {
        (true, _) => (Icon::CheckCircle, palette.success),
        (false, true) => (Icon::CheckCircle, palette.border_control),
        (false, false) => (Icon::Circle, palette.border_control),
    };
    icon::paint(ui.painter(), sign, rect.center(), size::ICON + 2.0, color);
    response.clicked().then_some(StepPress::Tick)
}

fn body(ui: &mut Ui, step: &StepRow<'_>) -> Option<StepPress> {
    ui.spacing_mut().item_spacing.y = space::XS / 2.0;
    ui.spacing_mut().interact_size.y = size::INLINE;
    let mut open = false;
    // The way to the help stands at the right of the row, or under it where there is too little room.
    let taken = details::details_width(ui, NOT_SEEN) + space::L;
    let beside = ui.available_width() - taken;
    let pressed = if step.help.is_some() && beside > LEAST_WORDS {
        ui.horizontal_top(|ui| {
            let pressed = ui
                .vertical(|ui| {
                    ui.set_width(beside);
                    said(ui, step)
                })
                .inner;
            open = not_seen(ui, step);
            pressed
        })
        .inner
    } else {
        let pressed = said(ui, step);
        open = step.help.is_some() && not_seen(ui, step);
        pressed
    };
    if open {
        help(ui, step);
    }
    pressed
}

/// What opens the help of a step.
const NOT_SEEN: &str = "I don't see this";

/// The width that the words of a step have at least, beside the way to their help.
const LEAST_WORDS: f32 = 360.0;

fn not_seen(ui: &mut Ui, step: &StepRow<'_>) -> bool {
    details::details_head(ui, ("step help", step.number, step.words), NOT_SEEN)
}

/// The words and the values of a step.
fn said(ui: &mut Ui, step: &StepRow<'_>) -> Option<StepPress> {
    let palette = palette(ui);
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(words(ui, step)).wrap());
        for (at, value) in step.values.iter().enumerate() {
            if ValueChip::new(value.name, value.shown).show(ui) {
                pressed = Some(StepPress::Copied(at));
            }
        }
    });
    if let Some(other) = step.also_called {
        let line = format!("Auth0 may call it “{other}”.");
        text::marked(ui, &line, palette.text_secondary);
    }
    pressed
}

fn help(ui: &mut Ui, step: &StepRow<'_>) {
    for line in step.help.unwrap_or_default().lines() {
        text::secondary_text(ui, line);
    }
    if let Some(question) = step.question {
        CopyButton::new("a question for support")
            .label("Copy a question for support")
            .inline()
            .copy(ui, question);
    }
}

/// The number and the words, with weight on what stands on the web page.
fn words(ui: &Ui, step: &StepRow<'_>) -> LayoutJob {
    let palette = palette(ui);
    let height = Text::Body.line_height();
    let plain = text::format(Text::Body, height, palette.text);
    let weight = text::format(Text::Label, height, palette.text);
    let quiet = text::format(Text::Body, height, palette.text_secondary);
    let mut job = LayoutJob::default();
    job.append(&format!("{}.  ", step.number), 0.0, quiet);
    let split = step
        .label
        .and_then(|label| Some((step.words.split_once(label)?, label)));
    match split {
        Some(((before, after), label)) => {
            job.append(before, 0.0, plain.clone());
            job.append(label, 0.0, weight);
            job.append(after, 0.0, plain);
        }
        None => job.append(step.words, 0.0, plain),
    }
    job
}
