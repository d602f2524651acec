//! A small plot of one value over time, which is read out as one sentence.

use eframe::egui::accesskit::Role;
use eframe::egui::{Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Text, line, palette, space};

/// The height of the plot itself.
const HEIGHT: f32 = 56.0;

/// Draws values over time, the newest at the right end, between 0 and the highest. `words` says what it shows.
pub fn plot(ui: &mut Ui, words: &str, values: impl ExactSizeIterator<Item = f64> + Clone) {
    let palette = palette(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
    let highest = values.clone().fold(0.0_f64, f64::max);
    let ground = Stroke::new(line::THIN, palette.border_subtle);
    ui.painter().hline(rect.x_range(), rect.bottom(), ground);
    if highest <= 0.0 || values.len() < 2 {
        return;
    }
    let step = rect.width() / (values.len() - 1) as f32;
    #[expect(clippy::cast_possible_truncation, reason = "points of a window")]
    let points = values.enumerate().map(|(at, value)| {
        let up = (value / highest) as f32 * (rect.height() - space::XS);
        pos2(rect.left() + at as f32 * step, rect.bottom() - up)
    });
    let curve = Stroke::new(line::THICK, palette.accent);
    ui.painter().add(Shape::line(points.collect(), curve));
    ui.label(Text::Small.rich(words, palette.text_secondary));
}
