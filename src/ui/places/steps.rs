//! The documented steps of a page: a tick to keep one's place, the words, the values to copy, and help.

use eframe::egui::Ui;

use super::values;
use crate::app::msg::{GuideMsg, Msg};
use crate::app::pages::Page;
use crate::app::state::State;
use crate::domain::guide::{self, Known, Step, Value};
use crate::domain::permissions::Permission;
use crate::domain::snippet::Code;
use crate::ui::theme::space;
use crate::ui::widgets::{self, CopyButton, Shown, StepPress, StepRow, StepValue};

/// Draws the steps; `wanted` brings them into view.
pub(super) fn ui(
    ui: &mut Ui,
    page: &Page,
    state: &State,
    known: &Known,
    wanted: bool,
    said: &mut Vec<Msg>,
) {
    if page.steps.is_empty() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        if wanted {
            ui.scroll_to_cursor(Some(eframe::egui::Align::TOP));
        }
        for (at, step) in page.rows().enumerate() {
            one_step(ui, at + 1, step, state, known, said);
        }
    });
    widgets::gap(ui, space::M);
}

/// The three values that UserHub's connection asks for, to be copied one after the other.
pub(super) fn three_values(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let known = state.known();
    widgets::card(ui, "The three values", |ui| {
        for value in [Value::Domain, Value::ClientId, Value::ClientSecret] {
            value_line(ui, value, &known, said);
        }
    });
    widgets::gap(ui, space::M);
}

/// One value of a step, with the text by which it is shown and the name by which copying it is announced.
struct Entry {
    value: Value,
    name: &'static str,
    text: String,
}

/// The values of a step; of the permissions, each is one.
fn entries(step: &Step, known: &Known) -> Vec<Entry> {
    let mut entries = Vec::new();
    for value in step.enter {
        match value {
            Value::Snippet => {}
            Value::Permissions => entries.extend(Permission::ALL.map(|one| Entry {
                value: Value::Fixed(one.as_str()),
                name: one.as_str(),
                text: one.as_str().to_owned(),
            })),
            value => entries.push(Entry {
                value: *value,
                name: values::name(*value),
                text: values::text(*value, known),
            }),
        }
    }
    entries
}

fn one_step(
    ui: &mut Ui,
    number: usize,
    step: &'static Step,
    state: &State,
    known: &Known,
    said: &mut Vec<Msg>,
) {
    let entries = entries(step, known);
    let values: Vec<StepValue<'_>> = entries
        .iter()
        .map(|entry| StepValue {
            name: entry.name,
            shown: values::shown(entry.value, &entry.text, known),
        })
        .collect();
    let question = guide::question(step, known);
    let row = StepRow {
        number,
        words: step.plain_words(),
        label: step.label,
        also_called: step.also_called,
        values: &values,
        ticked: Some(state.guide.ticks.contains(step.id)),
        help: guide::help(step),
        question: question.as_deref(),
    };
    match widgets::step_row(ui, &row) {
        Some(StepPress::Tick) => said.push(Msg::Guide(GuideMsg::Ticked(step.id))),
        // A plain value lies in the clipboard already; a secret is asked for here, whole.
        Some(StepPress::Copied(at)) => {
            if let Some(entry) = entries.get(at) {
                values::copy_secret(entry.value, said);
            }
        }
        None => {}
    }
    if step.enter.contains(&Value::Permissions) {
        let all = Permission::ALL.map(Permission::as_str).join(" ");
        ui.horizontal_wrapped(|ui| {
            CopyButton::new("the four permissions")
                .label("Copy all four permissions")
                .inline()
                .copy(ui, &all);
            widgets::secondary_text(ui, "Type **users** in Auth0's filter box to find them.");
        });
    }
    if step.enter.contains(&Value::Snippet) {
        snippet(ui);
    }
}

fn snippet(ui: &mut Ui) {
    widgets::code_box(
        ui,
        ui.scope_id().with("snippet"),
        "The Action's code",
        Code::Documented.text(),
    );
    CopyButton::new("the code")
        .label("Copy code")
        .copy(ui, Code::Documented.text());
}

/// A value in a line of its own, with its name before it.
pub(super) fn value_line(ui: &mut Ui, value: Value, known: &Known, said: &mut Vec<Msg>) {
    let text = values::text(value, known);
    let shown: Shown<'_> = values::shown(value, &text, known);
    ui.horizontal_wrapped(|ui| {
        widgets::label(ui, values::name(value));
        if widgets::ValueChip::new(values::name(value), shown).show(ui) {
            values::copy_secret(value, said);
        }
    });
}
