//! Choosing: radio cards and rows, ticks, and a strip of a few words of which one is taken.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, CornerRadius, Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    pos2, vec2,
};

use crate::ui::theme::{CLEAR, Icon, Text, line, palette, radius, size, space};

use super::{access, icon, identity, text};

/// One of a few large choices.
#[derive(Clone, Copy, Debug)]
pub struct RadioCard<'a> {
    /// What is chosen.
    pub title: &'a str,
    /// What that means. Words between `**` carry weight.
    pub body: &'a str,
    /// A word beside the title, such as Suggested.
    pub badge: Option<&'a str>,
}

/// Draws large choices one under the other, and answers with the one that was pressed.
///
/// None needs to be chosen at first; `name` is read out as the question. `focus` moves the keyboard to the first.
#[track_caller]
pub fn radio_cards(
    ui: &mut Ui,
    name: &str,
    cards: &[RadioCard<'_>],
    chosen: Option<usize>,
    focus: bool,
) -> Option<usize> {
    access::group(ui, Role::RadioGroup, name, |ui| {
        let mut pressed = None;
        for (at, card) in cards.iter().enumerate() {
            let drawn = radio_card(ui, card, chosen == Some(at));
            if focus && at == 0 {
                drawn.request_focus();
                drawn.scroll_to_me(None);
            }
            if drawn.clicked() {
                pressed = Some(at);
            }
            ui.add_space(space::XS);
        }
        pressed
    })
}

#[track_caller]
fn radio_card(ui: &mut Ui, card: &RadioCard<'_>, chosen: bool) -> Response {
    let palette = palette(ui);
    let id = identity::next(ui, card.title);
    let over = ui
        .ctx()
        .read_response(id)
        .is_some_and(|seen| seen.hovered());
    let (ground, edge, width) = match (chosen, over) {
        (true, _) => (palette.accent_soft, palette.accent, line::THICK),
        (false, true) => (palette.hover, palette.text_secondary, line::THIN),
        (false, false) => (palette.surface, palette.border_control, line::THIN),
    };
    // The edge is painted inside, so that nothing moves when it becomes thicker.
    let shown = Frame::new()
        .fill(ground)
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                let (rect, _) = ui
                    .allocate_exact_size(vec2(size::ICON, Text::H2.line_height()), Sense::hover());
                dot(ui, rect, chosen);
                ui.vertical(|ui| card_words(ui, card));
            });
        });
    let rect = shown.response.rect;
    let stroke = Stroke::new(width, edge);
    ui.painter()
        .rect_stroke(rect, radius::CARD, stroke, StrokeKind::Inside);
    let response = ui.interact(rect, id, Sense::click());
    let response = access::toggle(response, Role::RadioButton, chosen, card.title);
    access::describe(&response, &card.body.replace("**", ""));
    response
}

fn card_words(ui: &mut Ui, card: &RadioCard<'_>) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    text::line(ui, |ui| {
        text::drawn(
            ui,
            text::one(Text::H2, Text::H2.line_height(), card.title, palette.text),
        );
        if let Some(badge) = card.badge {
            super::tag(ui, badge, super::Tone::Accent);
        }
    });
    text::drawn(ui, text::job(card.body, palette.text_secondary));
}

/// Draws one radio row.
#[track_caller]
pub fn radio_row(ui: &mut Ui, label: &str, chosen: bool) -> Response {
    row(ui, label, None, Role::RadioButton, chosen, |ui, rect| {
        dot(ui, rect, chosen);
    })
}

/// Draws a question with a few answers, one a row; `focus` moves the keyboard to the first.
#[track_caller]
pub fn radio_rows(
    ui: &mut Ui,
    name: &str,
    options: &[&str],
    chosen: Option<usize>,
    focus: bool,
) -> Option<usize> {
    access::group(ui, Role::RadioGroup, name, |ui| {
        let mut pressed = None;
        for (at, option) in options.iter().enumerate() {
            let row = radio_row(ui, option, chosen == Some(at));
            if focus && at == 0 {
                row.request_focus();
                row.scroll_to_me(None);
            }
            if row.clicked() {
                pressed = Some(at);
            }
        }
        pressed
    })
}

/// Draws a question whose answers each say in a line what they mean, one a row.
#[track_caller]
pub fn hinted_radio_rows(
    ui: &mut Ui,
    name: &str,
    options: &[(&str, &str)],
    chosen: Option<usize>,
) -> Option<usize> {
    access::group(ui, Role::RadioGroup, name, |ui| {
        let mut pressed = None;
        for (at, (label, hint)) in options.iter().enumerate() {
            let on = chosen == Some(at);
            let mark = |ui: &mut Ui, rect| dot(ui, rect, on);
            if row(ui, label, Some(hint), Role::RadioButton, on, mark).clicked() {
                pressed = Some(at);
            }
        }
        pressed
    })
}

/// Draws a box to tick, and turns `ticked` when it is pressed.
#[track_caller]
pub fn tick_row(ui: &mut Ui, label: &str, hint: Option<&str>, ticked: &mut bool) -> Response {
    let now = *ticked;
    let mut response = row(ui, label, hint, Role::CheckBox, now, |ui, rect| {
        tick(ui, rect, now);
    });
    if response.clicked() {
        *ticked = !*ticked;
        response.mark_changed();
    }
    response
}

#[track_caller]
fn row(
    ui: &mut Ui,
    label: &str,
    hint: Option<&str>,
    role: Role,
    on: bool,
    mark: impl FnOnce(&mut Ui, Rect),
) -> Response {
    let palette = palette(ui);
    let id = identity::next(ui, label);
    let builder = UiBuilder::new();
    let shown = ui.scope_builder(builder, |ui| {
        ui.horizontal_top(|ui| {
            let lines = Text::Body.line_height();
            let (rect, _) = ui.allocate_exact_size(vec2(size::ICON, lines + 10.0), Sense::hover());
            mark(ui, rect);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add_space(5.0);
                text::drawn(ui, text::job(label, palette.text));
                if let Some(hint) = hint {
                    text::drawn(ui, text::job(hint, palette.text_secondary));
                }
                ui.add_space(5.0);
            });
        });
    });
    let response = ui.interact(shown.response.rect, id, Sense::click());
    let response = access::toggle(response, role, on, &label.replace("**", ""));
    access::describe(&response, &hint.unwrap_or_default().replace("**", ""));
    response
}

/// Paints the round mark of a radio button in the middle of a place.
fn dot(ui: &Ui, place: Rect, chosen: bool) {
    let palette = palette(ui);
    let radius = size::ICON / 2.0 - 1.0;
    let painter = ui.painter();
    if chosen {
        painter.circle_filled(place.center(), radius, palette.accent);
        painter.circle_filled(place.center(), 4.0, palette.on_accent);
    } else {
        let edge = Stroke::new(1.5, palette.border_control);
        painter.circle(place.center(), radius - 0.75, palette.surface, edge);
    }
}

/// Paints the box of a tick in the middle of a place.
pub(super) fn tick(ui: &Ui, place: Rect, ticked: bool) {
    let palette = palette(ui);
    let rect = Rect::from_center_size(place.center(), vec2(18.0, 18.0));
    if ticked {
        ui.painter().rect_filled(rect, radius::CHIP, palette.accent);
        icon::paint(
            ui.painter(),
            Icon::Check,
            rect.center(),
            14.0,
            palette.on_accent,
        );
    } else {
        let edge = Stroke::new(1.5, palette.border_control);
        ui.painter().rect(
            rect,
            radius::CHIP,
            palette.surface,
            edge,
            StrokeKind::Inside,
        );
    }
}

/// A strip of a few words of which one is taken, such as System, Light and Dark.
#[track_caller]
pub fn segments(ui: &mut Ui, name: &str, words: &[&str], chosen: usize) -> Option<usize> {
    access::group(ui, Role::RadioGroup, name, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let last = words.len().saturating_sub(1);
            let mut pressed = None;
            for (at, word) in words.iter().enumerate() {
                let ends = (at == 0, at == last);
                if segment(ui, word, chosen == at, ends).clicked() {
                    pressed = Some(at);
                }
            }
            pressed
        })
        .inner
    })
}

fn segment(ui: &mut Ui, word: &str, chosen: bool, (first, last): (bool, bool)) -> Response {
    let palette = palette(ui);
    let galley = ui
        .fonts_mut(|fonts| fonts.layout_no_wrap(word.to_owned(), Text::Label.font(), palette.text));
    let wanted = vec2(galley.size().x + 2.0 * size::PAD_X, size::CONTROL);
    let (rect, response) = identity::allocate(ui, word, wanted, Sense::click());
    let response = access::toggle(response, Role::RadioButton, chosen, word);
    let round = |yes: bool| if yes { radius::CONTROL } else { 0 };
    let corners = CornerRadius {
        nw: round(first),
        sw: round(first),
        ne: round(last),
        se: round(last),
    };
    let (ground, words): (Color32, Color32) = match (chosen, response.hovered()) {
        (true, _) => (palette.accent, palette.on_accent),
        (false, true) => (palette.hover, palette.text),
        (false, false) => (palette.surface, palette.text),
    };
    let edge = Stroke::new(
        line::THIN,
        if chosen {
            CLEAR
        } else {
            palette.border_control
        },
    );
    ui.painter()
        .rect(rect, corners, ground, edge, StrokeKind::Inside);
    let at = pos2(
        rect.center().x - galley.size().x / 2.0,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter()
        .galley_with_override_text_color(at, galley, words);
    response
}
