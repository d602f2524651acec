//! The rail: the parts of the set-up with their state in words, and the other places.

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Response, Sense, Shape, Ui, UiBuilder, pos2, vec2};

use crate::ui::theme::{Icon, Text, palette, radius, size, space};

use super::{Status, access, icon, identity, status, text};

/// One part of the set-up in the rail.
#[derive(Clone, Copy, Debug)]
pub struct RailPart<'a> {
    /// The part's name.
    pub title: &'a str,
    /// How it stands.
    pub status: Status,
    /// The words of the state, such as "Done · 11 of 11".
    pub state: &'a str,
    /// Why we believe it, such as "Checked 2 minutes ago".
    pub reason: Option<&'a str>,
    /// It is the part on the page.
    pub here: bool,
}

/// Draws a part; the whole row can be pressed.
#[track_caller]
pub fn rail_part(ui: &mut Ui, part: &RailPart<'_>) -> Response {
    let palette = palette(ui);
    let id = identity::next(ui, part.title);

    // The ground lies under the row, whose size is known only after it.
    let ground = ui.painter().add(Shape::Noop);
    let shown = ui.scope_builder(UiBuilder::new(), |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(10.0, 0.0);
        ui.add_space(space::S);
        ui.horizontal_top(|ui| {
            ui.add_space(10.0);
            status::mark(ui, part.status, size::ICON_TEXT);
            ui.vertical(|ui| {
                let weight = if part.here { Text::Label } else { Text::Body };
                let lines = Text::Body.line_height();
                text::drawn(ui, text::one(weight, lines, part.title, palette.text));
                for line in [Some(part.state), part.reason].into_iter().flatten() {
                    let lines = Text::Small.line_height();
                    text::drawn(
                        ui,
                        text::one(Text::Small, lines, line, palette.text_secondary),
                    );
                }
            });
        });
        ui.add_space(space::S);
    });
    let rect = shown.response.rect;
    let response = ui.interact(rect, id, Sense::click());
    ui.painter()
        .set(ground, Ground::of(part.here, &response).shape(ui, rect));
    let response = access::control(response, Role::Link, part.title);
    let reason = part.reason.unwrap_or_default();
    access::describe(&response, format!("{} {reason}", part.state).trim());
    mark_current(ui, &response, part.here);
    response
}

/// Draws one of the other places; `note` is what waits there for the person.
#[track_caller]
pub fn rail_link(ui: &mut Ui, sign: Icon, title: &str, note: Option<&str>, here: bool) -> Response {
    let palette = palette(ui);
    let lower = note.map_or(0.0, |_| Text::Small.line_height());
    let wanted = vec2(ui.available_width(), size::CONTROL + space::XS + lower);
    let (rect, response) = identity::allocate(ui, title, wanted, Sense::click());
    let response = access::control(response, Role::Link, title);
    ui.painter()
        .add(Ground::of(here, &response).shape(ui, rect));
    let center = pos2(rect.left() + 10.0 + size::ICON_TEXT / 2.0, rect.center().y);
    icon::paint(
        ui.painter(),
        sign,
        center,
        size::ICON_TEXT,
        palette.text_secondary,
    );
    let weight = if here { Text::Label } else { Text::Body };
    let left = rect.left() + 20.0 + size::ICON_TEXT;
    let place = eframe::egui::Align2::LEFT_CENTER;
    let middle = rect.center().y;
    ui.painter().text(
        pos2(left, middle - lower / 2.0),
        place,
        title,
        weight.font(),
        palette.text,
    );
    if let Some(note) = note {
        let below = pos2(left, middle + Text::Body.line_height() / 2.0);
        let font = Text::Small.font();
        ui.painter()
            .text(below, place, note, font, palette.text_secondary);
        access::describe(&response, note);
    }
    mark_current(ui, &response, here);
    response
}

/// The ground of a row.
enum Ground {
    Plain,
    Over,
    Here,
}

impl Ground {
    fn of(here: bool, response: &Response) -> Self {
        if here {
            Self::Here
        } else if response.hovered() {
            Self::Over
        } else {
            Self::Plain
        }
    }

    fn shape(&self, ui: &Ui, rect: Rect) -> Shape {
        let palette = palette(ui);
        let color = match self {
            Self::Plain => return Shape::Noop,
            Self::Over => palette.pressed,
            Self::Here => palette.accent_soft,
        };
        Shape::rect_filled(rect, radius::BANNER, color)
    }
}

fn mark_current(ui: &Ui, response: &Response, here: bool) {
    if here {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_aria_current(eframe::egui::accesskit::AriaCurrent::Page);
        });
    }
}
