//! Rows of two lines that can be picked out of a list of any length: a box to tick, who it is, what is to be said of them.

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::ui::theme::{Text, line, palette, size, space};

use super::choice::tick;
use super::list::{end_button, ground, one_line, two_lines};
use super::{Button, Tone, access, identity};

/// The height of every such row, in points.
pub const PICK_ROW: f32 = 56.0;

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct PickRow<'a> {
    /// The name.
    pub title: &'a str,
    /// What stands beside it, such as an address.
    pub beside: &'a str,
    /// What must not be overlooked, such as a subscription.
    pub caution: &'a str,
    /// What is to be said, in the second line.
    pub detail: &'a str,
    /// Whether it is picked; `None` where it cannot be.
    pub picked: Option<bool>,
    /// The label of the button at the right end.
    pub action: Option<&'a str>,
    /// The row is the one that is shown elsewhere in full.
    pub chosen: bool,
}

/// What was pressed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickPress {
    /// The box.
    Tick,
    /// The row itself.
    Row,
    /// Its button.
    Action,
}

/// Draws a row across the whole width. It is known by its person, so that it is itself wherever in its list it stands.
#[track_caller]
pub fn pick_row(ui: &mut Ui, row: &PickRow<'_>) -> Option<PickPress> {
    let builder = identity::container(ui, &format!("{} {}", row.title, row.beside));
    ui.scope_builder(builder, |ui| whole(ui, row)).inner
}

fn whole(ui: &mut Ui, row: &PickRow<'_>) -> Option<PickPress> {
    let palette = palette(ui);
    let wanted = vec2(ui.available_width(), PICK_ROW);
    let (rect, response) = identity::allocate(ui, "", wanted, Sense::click());
    let name = [row.title, row.beside, row.caution, row.detail];
    let name: Vec<&str> = name.into_iter().filter(|words| !words.is_empty()).collect();
    let response = access::toggle(response, Role::ListItem, row.chosen, &name.join(", "));
    ground(ui, rect, row.chosen, &response);
    let edge = Stroke::new(line::THIN, palette.border_subtle);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, edge);
    let mut pressed = response.clicked().then_some(PickPress::Row);
    let mut room = rect.shrink2(vec2(space::S, 0.0));
    if let Some(picked) = row.picked {
        let side = size::INLINE.max(size::ICON + space::S);
        let place = Rect::from_center_size(
            pos2(room.left() + size::ICON / 2.0, rect.center().y),
            vec2(side, side),
        );
        tick(ui, place, picked);
        let name = format!("Choose {}", row.title);
        let id = response.id.with("pick");
        let response = ui.interact(place, id, Sense::click());
        if access::toggle(response, Role::CheckBox, picked, &name).clicked() {
            pressed = Some(PickPress::Tick);
        }
        room.min.x += size::ICON + space::M;
    }
    if let Some(action) = row.action {
        let name = format!("{action}: {}", row.title);
        let button = Button::secondary(action).named(&name);
        if end_button(ui, button, &mut room).clicked() {
            pressed = Some(PickPress::Action);
        }
    }
    words(ui, row, room);
    pressed
}

fn words(ui: &Ui, row: &PickRow<'_>, room: Rect) {
    let parts = [
        (row.title, Text::Label, Tone::Plain),
        (row.beside, Text::Body, Tone::Quiet),
        (row.caution, Text::Label, Tone::Warning),
    ];
    let there: Vec<_> = (parts.into_iter())
        .filter(|(words, ..)| !words.is_empty())
        .collect();
    // What must not be overlooked is not what is cut off.
    let is_cut = one_line(ui, &there, f32::INFINITY).size().x > room.width();
    let shown: Vec<_> = (there.into_iter())
        .filter(|(words, ..)| !is_cut || row.caution.is_empty() || *words != row.beside)
        .collect();
    let title = one_line(ui, &shown, room.width());
    let detail = one_line(ui, &[(row.detail, Text::Small, Tone::Quiet)], room.width());
    two_lines(ui, room, title, detail);
}
