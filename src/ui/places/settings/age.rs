//! How old a complete comparison may be before the Overview is no longer green.

use eframe::egui::Ui;

use crate::protocol::settings::Settings;
use crate::ui::theme::space;
use crate::ui::widgets;

/// What can be chosen, in days.
const DAYS: [(u16, &str); 5] = [
    (1, "A day"),
    (3, "3 days"),
    (7, "7 days"),
    (14, "14 days"),
    (30, "30 days"),
];

pub(super) fn ui(ui: &mut Ui, settings: &mut Settings) {
    widgets::card(ui, "Age of the last comparison", |ui| {
        let words = "The Overview calls all well for so long after everybody was compared. While changes are kept up with, \
                     everybody is compared once a day anyway.";
        widgets::secondary_text(ui, words);
        let chosen = DAYS
            .iter()
            .position(|(days, _)| *days == settings.full_after_days);
        let labels = DAYS.map(|(_, label)| label);
        let pressed = widgets::radio_rows(ui, "All is well for", &labels, chosen, false);
        if let Some((days, _)) = pressed.and_then(|at| DAYS.get(at)) {
            settings.full_after_days = *days;
        }
    });
    widgets::gap(ui, space::M);
}
