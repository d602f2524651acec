//! How the window looks.

use eframe::egui::Ui;

use crate::protocol::settings::{Settings, ThemeChoice};
use crate::ui::theme::space;
use crate::ui::widgets;

const THEMES: [ThemeChoice; 3] = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];

/// The text sizes that can be chosen here, in percent; Ctrl and plus or minus go by smaller steps.
const SIZES: [u16; 5] = [90, 100, 125, 150, 200];

pub(super) fn ui(ui: &mut Ui, settings: &mut Settings) {
    widgets::card(ui, "Look", |ui| {
        widgets::label(ui, "Light or dark");
        let chosen = THEMES.iter().position(|one| *one == settings.theme);
        let words = ["System", "Light", "Dark"];
        if let Some(at) = widgets::segments(ui, "Light or dark", &words, chosen.unwrap_or(0)) {
            settings.theme = THEMES[at];
        }
        widgets::gap(ui, space::M);
        widgets::label(ui, "Text size");
        let words = SIZES.map(|size| format!("{size} %"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let nearest = SIZES
            .iter()
            .enumerate()
            .min_by_key(|(_, size)| size.abs_diff(settings.text_size))
            .map_or(0, |(at, _)| at);
        if let Some(at) = widgets::segments(ui, "Text size", &words, nearest) {
            settings.text_size = SIZES[at];
        }
        widgets::gap(ui, space::M);
        let hint = Some("Stronger differences between text, edges and ground.");
        widgets::tick_row(ui, "Higher contrast", hint, &mut settings.higher_contrast);
        let hint = Some("Nothing turns or slides; words and numbers show what goes on.");
        widgets::tick_row(ui, "Reduce motion", hint, &mut settings.reduce_motion);
    });
    widgets::gap(ui, space::M);
}
