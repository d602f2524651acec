//! What undoing would do: what there is now and what there would be after. Nothing has been put back when it is shown.

use eframe::egui::Ui;

use super::heading::heading;
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::domain::install::{UndoPlan, UndoPlanRow};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Tone};

/// The page's heading, also while the app still looks.
pub(super) const TITLE: &str = "Review what undo would do";

/// The button that undoes nothing.
pub(super) const KEEP: &str = "Keep everything";

pub(super) fn ui(ui: &mut Ui, state: &State, plan: &UndoPlan, said: &mut Vec<Msg>) {
    let why = match plan.changes() {
        0 => "There is nothing that the app can take back here.",
        _ => "Nothing has been undone yet. People in UserHub stay as they are.",
    };
    heading(ui, state, TITLE, why, said);
    for row in &plan.rows {
        widgets::plain_card(ui, |ui| one(ui, row));
        widgets::gap(ui, space::M);
    }
    if plan.rows.is_empty() {
        Banner::info("Everything that the app changed here is undone already").show(ui);
    }
}

fn one(ui: &mut Ui, row: &UndoPlanRow) {
    let (icon, tone, word) = match &row.stays {
        None => (Icon::ArrowUUpLeft, Tone::Warning, "Will be undone"),
        Some(_) => (Icon::Check, Tone::Quiet, "Stays as it is"),
    };
    ui.horizontal_wrapped(|ui| {
        widgets::card_heading(ui, &row.title);
        widgets::icon(ui, icon, tone);
        widgets::tag(ui, word, tone);
    });
    widgets::gap(ui, space::S);
    if let Some(why) = &row.stays {
        widgets::paragraph(ui, why);
        return;
    }
    widgets::fact_row(ui, "Now", &row.now);
    widgets::fact_row(ui, "After", &row.after);
}
