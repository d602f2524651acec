//! A small drawing of steps that follow each other, with its meaning in words for who cannot see it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align2, Galley, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::icon;

/// Draws boxes with arrows between them; the one in the middle carries weight. `meaning` is read out.
pub fn flow(ui: &mut Ui, boxes: &[&str], meaning: &str) {
    let palette = palette(ui);
    let arrow = size::ICON + 2.0 * space::S;
    let galleys: Vec<_> = boxes
        .iter()
        .map(|words| {
            ui.fonts_mut(|fonts| {
                fonts.layout_no_wrap((*words).to_owned(), Text::Label.font(), palette.text)
            })
        })
        .collect();
    let width = |galley: &Galley| galley.size().x + 2.0 * space::L;
    let all: f32 = galleys.iter().map(|galley| width(galley)).sum();
    let gaps = boxes.len().saturating_sub(1) as f32 * arrow;
    let height = size::CONTROL + space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(all + gaps, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, meaning));
    let mut left = rect.left();
    for (at, galley) in galleys.into_iter().enumerate() {
        if at > 0 {
            let middle = pos2(left + arrow / 2.0, rect.center().y);
            icon::paint(
                ui.painter(),
                Icon::ArrowRight,
                middle,
                size::ICON,
                palette.text_secondary,
            );
            left += arrow;
        }
        let is_ours = at > 0 && at + 1 < boxes.len();
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width(&galley), height));
        let (ground, edge) = if is_ours {
            (
                palette.accent_soft,
                Stroke::new(line::THICK, palette.accent),
            )
        } else {
            (
                palette.surface,
                Stroke::new(line::THIN, palette.border_control),
            )
        };
        ui.painter()
            .rect(place, radius::CONTROL, ground, edge, StrokeKind::Inside);
        let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), place);
        ui.painter().galley(at.min, galley, palette.text);
        left = place.right();
    }
}
