//! The counters: a few numbers that are filters too.

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::{Tone, access, icon, identity};

/// The least width of a counter before the row is broken.
const LEAST: f32 = 132.0;

/// One number with its word.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// The icon of the state that is counted.
    pub icon: Icon,
    /// The colour of that state.
    pub tone: Tone,
    /// How many, as it is written.
    pub count: &'a str,
    /// The word under the number.
    pub label: &'a str,
}

/// Draws the counters in a row, and answers with the one that was pressed. `chosen` is the filter that is on.
#[track_caller]
pub fn counters(ui: &mut Ui, counters: &[Counter<'_>], chosen: Option<usize>) -> Option<usize> {
    let gap = ui.spacing().item_spacing.x;
    let all = ui.available_width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few columns"
    )]
    let fit = ((all + gap) / (LEAST + gap)).floor().max(1.0) as usize;
    // Those that do not fit into one row stand in two, or in as many as they need.
    let columns = if fit >= counters.len() {
        counters.len()
    } else {
        fit.min(counters.len().div_ceil(2))
    }
    .max(1);
    let width = (all - gap * (columns as f32 - 1.0)) / columns as f32;
    let mut pressed = None;
    for (row, several) in counters.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            for (column, counter) in several.iter().enumerate() {
                let at = row * columns + column;
                if one(ui, counter, width.floor(), chosen == Some(at)).clicked() {
                    pressed = Some(at);
                }
            }
        });
    }
    pressed
}

fn one(ui: &mut Ui, counter: &Counter<'_>, width: f32, chosen: bool) -> Response {
    let palette = palette(ui);
    let lines = Text::Number.line_height() + Text::Body.line_height();
    let wanted = vec2(width, lines + 2.0 * space::M);
    let (rect, response) = identity::allocate(ui, counter.label, wanted, Sense::click());
    let name = format!("{} {}", counter.count, counter.label);
    let response = access::toggle(response, Role::Button, chosen, &name);
    let (ground, stroke) = if chosen {
        (
            palette.accent_soft,
            Stroke::new(line::THICK, palette.accent),
        )
    } else if response.hovered() {
        (
            palette.hover,
            Stroke::new(line::THIN, palette.border_control),
        )
    } else {
        (
            palette.surface,
            Stroke::new(line::THIN, palette.border_subtle),
        )
    };
    ui.painter()
        .rect(rect, radius::CARD, ground, stroke, StrokeKind::Inside);
    words(ui, counter, rect.shrink2(vec2(14.0, space::M)));
    response
}

fn words(ui: &Ui, counter: &Counter<'_>, rect: Rect) {
    let palette = palette(ui);
    let painter = ui.painter().with_clip_rect(rect);
    let middle = rect.top() + Text::Number.line_height() / 2.0;
    let center = pos2(rect.left() + size::ICON / 2.0, middle);
    icon::paint(
        &painter,
        counter.icon,
        center,
        size::ICON,
        counter.tone.color(palette),
    );
    let left = rect.left() + size::ICON + space::S;
    let place = eframe::egui::Align2::LEFT_CENTER;
    painter.text(
        pos2(left, middle),
        place,
        counter.count,
        Text::Number.font(),
        palette.text,
    );
    let below = rect.bottom() - Text::Body.line_height() / 2.0;
    let at = pos2(rect.left(), below);
    let label = |style: Text| {
        let words = counter.label.to_owned();
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(words, style.font(), palette.text_secondary))
    };
    // Five stand in a row where four had room: what is too long is written smaller.
    let body = label(Text::Body);
    let galley = if body.size().x <= rect.width() {
        body
    } else {
        label(Text::Small)
    };
    let at =
        place.align_size_within_rect(galley.size(), Rect::from_center_size(at, vec2(0.0, 0.0)));
    painter.galley(at.min, galley, palette.text_secondary);
}
