//! A small chart, a bar a day: what was added, updated and gone, each with a shape of its own that the colour repeats. It has
//! the keyboard as a whole, and is read out as text.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Color32, EventFilter, Key, Layout, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2,
    vec2,
};

use crate::ui::theme::{Text, line, palette, size, space};

use super::{access, identity, text};

/// The height of the bars, in points.
const HEIGHT: f32 = 64.0;

/// The widest bar, in points.
const WIDEST: f32 = 22.0;

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// People added.
    pub added: u64,
    /// People updated.
    pub updated: u64,
    /// People gone.
    pub left: u64,
    /// Whether anything is known of that day. Otherwise there is a line in its place, which is not nought.
    pub is_known: bool,
}

impl Bar {
    const fn parts(&self) -> [(Part, u64); 3] {
        [
            (Part::Added, self.added),
            (Part::Updated, self.updated),
            (Part::Left, self.left),
        ]
    }
}

/// A part of a bar, by its shape.
#[derive(Clone, Copy)]
enum Part {
    /// Full.
    Added,
    /// Striped across.
    Updated,
    /// Striped aslant.
    Left,
}

/// Draws the bars. `summary` is what they come to, and `words` what is said of one of them; `ends` are the words at both ends
/// of the line under them.
#[track_caller]
pub fn bars(
    ui: &mut Ui,
    name: &str,
    summary: &str,
    ends: (&str, &str),
    bars: &[Bar],
    words: impl Fn(usize) -> String,
) {
    let (rect, response) = identity::allocate(
        ui,
        "",
        vec2(ui.available_width(), HEIGHT + space::XS),
        Sense::click(),
    );
    let response = access::control(response, Role::Grid, name);
    let slot = rect.width() / bars.len().max(1) as f32;
    let under = response
        .hover_pos()
        .map(|at| slot_of(at.x - rect.left(), slot, bars.len()));
    let cursor = response
        .has_focus()
        .then(|| move_cursor(ui, &response, bars.len()));
    let pointed = under.or(cursor);
    let said = pointed.map(&words);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(summary);
        node.set_row_count(1);
        node.set_column_count(bars.len());
        if let Some(said) = &said {
            node.set_description(said.as_str());
        }
    });
    if ui.is_rect_visible(rect) {
        let most = bars
            .iter()
            .map(|bar| bar.added + bar.updated + bar.left)
            .max();
        for (at, bar) in bars.iter().enumerate() {
            let left = rect.left() + at as f32 * slot;
            let width = (slot - space::XS).clamp(2.0, WIDEST);
            let place = Rect::from_min_max(
                pos2(left, rect.top()),
                pos2(left + width, rect.bottom() - space::XS / 2.0),
            );
            paint(ui, place, bar, most.unwrap_or_default());
            if pointed == Some(at) {
                let ring = Stroke::new(line::THIN, palette(ui).focus);
                ui.painter()
                    .rect_stroke(place.expand(1.0), 2.0, ring, StrokeKind::Outside);
            }
        }
    }
    match said {
        Some(said) => drop(super::small(ui, &said)),
        None => legend(ui, ends),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few bars within the window"
)]
fn slot_of(from_left: f32, slot: f32, count: usize) -> usize {
    ((from_left / slot).max(0.0) as usize).min(count.saturating_sub(1))
}

/// Where the keyboard is, after the arrows of this frame. It begins at today.
fn move_cursor(ui: &Ui, response: &Response, count: usize) -> usize {
    let keys = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
    let last = count.saturating_sub(1);
    let before: usize = ui.data(|data| data.get_temp(response.id).unwrap_or(last));
    let at = ui.input(|input| {
        let times = |key| input.num_presses(key);
        let at = (before + times(Key::ArrowRight)).min(last);
        let at = at.saturating_sub(times(Key::ArrowLeft));
        match () {
            () if input.key_pressed(Key::Home) => 0,
            () if input.key_pressed(Key::End) => last,
            () => at,
        }
    });
    ui.data_mut(|data| data.insert_temp(response.id, at));
    at
}

/// Paints one bar. Its height grows with the root of its count: a first sync would leave nothing to be seen of all other days.
fn paint(ui: &Ui, place: Rect, bar: &Bar, most: u64) {
    if !bar.is_known {
        let dash = Stroke::new(line::THIN, palette(ui).text_secondary);
        ui.painter()
            .hline(place.x_range(), place.bottom() - 0.5, dash);
        return;
    }
    let all = bar.added + bar.updated + bar.left;
    if all == 0 {
        // It was looked, and nothing was to be done: a small mark on the ground.
        let mark = Rect::from_min_max(pos2(place.left(), place.bottom() - 2.0), place.max);
        ui.painter()
            .rect_filled(mark, 1.0, palette(ui).tiles.up_to_date);
        return;
    }
    let height = (place.height() * (all as f32 / most.max(1) as f32).sqrt()).max(6.0);
    let mut bottom = place.bottom();
    for (part, count) in bar.parts() {
        if count == 0 {
            continue;
        }
        let high = (height * count as f32 / all as f32).max(3.0);
        let top = (bottom - high).max(place.top());
        draw(
            ui,
            Rect::from_min_max(pos2(place.left(), top), pos2(place.right(), bottom)),
            part,
        );
        bottom = top - 1.0;
    }
}

fn draw(ui: &Ui, rect: Rect, part: Part) {
    let colors = &palette(ui).tiles;
    match part {
        Part::Added => drop(ui.painter().rect_filled(rect, 2.0, colors.added)),
        Part::Updated => stripes(ui, rect, colors.updated),
        Part::Left => aslant(ui, rect, colors.attention),
    }
}

/// Bands across.
fn stripes(ui: &Ui, rect: Rect, color: Color32) {
    let mut top = rect.top();
    while top < rect.bottom() {
        let band = Rect::from_min_max(
            pos2(rect.left(), top),
            pos2(rect.right(), (top + 2.5).min(rect.bottom())),
        );
        ui.painter().rect_filled(band, 0.0, color);
        top += 4.0;
    }
}

/// Lines aslant, in an edge.
fn aslant(ui: &Ui, rect: Rect, color: Color32) {
    let thin = Stroke::new(1.5, color);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_stroke(
        rect,
        0.0,
        Stroke::new(line::THIN, color),
        StrokeKind::Inside,
    );
    let mut left = rect.left() - rect.height();
    while left < rect.right() {
        painter.line_segment(
            [
                pos2(left, rect.bottom()),
                pos2(left + rect.height(), rect.top()),
            ],
            thin,
        );
        left += 4.0;
    }
}

/// What each shape means, between the first day and the last.
fn legend(ui: &mut Ui, (first, last): (&str, &str)) {
    ui.horizontal_top(|ui| {
        super::small(ui, first);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            super::small(ui, last);
        });
    });
    text::line(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, space::XS);
        for (part, word) in [
            (Some(Part::Added), "Added"),
            (Some(Part::Updated), "Updated"),
            (Some(Part::Left), "Left Auth0"),
            (None, "Not compared"),
        ] {
            let color = palette(ui).text_secondary;
            let words = ui.fonts_mut(|fonts| {
                fonts.layout_no_wrap(word.to_owned(), Text::Small.font(), color)
            });
            let wanted = vec2(size::TILE + space::S + words.size().x, size::ICON);
            let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
            access::plain(&response, word);
            let sign = Rect::from_center_size(
                pos2(rect.left() + size::TILE / 2.0, rect.center().y),
                vec2(size::TILE - 3.0, size::TILE - 3.0),
            );
            if let Some(part) = part {
                draw(ui, sign, part);
            } else {
                let dash = Stroke::new(line::THIN, color);
                ui.painter().hline(sign.x_range(), sign.center().y, dash);
            }
            let at = pos2(
                rect.left() + size::TILE + space::S,
                rect.center().y - words.size().y / 2.0,
            );
            ui.painter().galley(at, words, color);
        }
    });
}
