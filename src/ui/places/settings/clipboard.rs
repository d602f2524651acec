//! What becomes of secrets that were copied.

use eframe::egui::Ui;

use crate::protocol::settings::Settings;
use crate::ui::theme::space;
use crate::ui::widgets;

pub(super) fn ui(ui: &mut Ui, settings: &mut Settings) {
    widgets::card(ui, "Clipboard", |ui| {
        let hint = Some("Only if it still lies there: what you copied meanwhile stays.");
        widgets::tick_row(
            ui,
            "Clear a copied secret after 60 seconds",
            hint,
            &mut settings.clear_clipboard,
        );
    });
    widgets::gap(ui, space::M);
}
