//! A button that opens a list of things to choose from. Arrow keys move in it, Enter chooses, Escape closes it.

use eframe::egui::accesskit::Role;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Key, Popup, Response, ScrollArea, Sense, Ui, vec2};

use crate::ui::theme::{self, CLEAR, Icon, Text, palette, radius, size, space};

use super::{Button, access, bidi, identity, text};

/// The greatest width of the list, in points.
const WIDTH: f32 = 420.0;

/// Draws the button, and the list while it is open. `marked` is the entry that holds now. Answers with what was chosen.
#[track_caller]
pub fn menu(
    ui: &mut Ui,
    icon: Icon,
    label: &str,
    entries: &[String],
    marked: Option<usize>,
) -> Option<usize> {
    let button = Button::link(label).icon(icon).show(ui);
    let list = Popup::default_response_id(&button);
    let closed_by_key = Popup::is_id_open(ui.ctx(), list) && escape_pressed(ui);
    let window = ui.ctx().content_rect();
    let width = WIDTH.min(window.width() - 2.0 * space::XL);
    let shown = Popup::menu(&button)
        .frame(theme::floating_frame(ui).inner_margin(space::S))
        .width(width)
        .gap(space::XS)
        .accessible_name(label)
        .show(|ui| {
            let height = (window.bottom() - button.rect.bottom() - space::XL).max(size::CONTROL);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                ui.set_width(width - 2.0 * space::S);
                ui.spacing_mut().item_spacing.y = 0.0;
                let entries = entries.iter().enumerate();
                entries
                    .filter(|(at, words)| entry(ui, words, marked == Some(*at)).clicked())
                    .map(|(at, _)| at)
                    .last()
            })
        });
    let chosen = shown.and_then(|shown| shown.inner.inner);
    if chosen.is_some() {
        // A click closes the list by itself; a key and an assistive technology do not.
        Popup::close_id(ui.ctx(), list);
    }
    if closed_by_key {
        button.request_focus();
    }
    chosen
}

fn escape_pressed(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Escape))
}

/// One line of the list, higher where its words need more than one.
fn entry(ui: &mut Ui, words: &str, marked: bool) -> Response {
    let palette = palette(ui);
    let width = ui.available_width();
    let format = text::format(Text::Body, Text::Body.line_height(), CLEAR);
    let mut job = LayoutJob::single_section(bidi::in_drawn_order(words).into_owned(), format);
    job.wrap.max_width = width - 2.0 * space::S;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let height = (galley.size().y + space::S).max(size::INLINE);
    let (rect, response) = identity::allocate(ui, "", vec2(width, height), Sense::click());
    let response = access::toggle(response, Role::MenuItem, marked, words);
    let ground = match (marked, response.hovered() || response.has_focus()) {
        (_, true) => palette.hover,
        (true, false) => palette.accent_soft,
        (false, false) => CLEAR,
    };
    ui.painter().rect_filled(rect, radius::CONTROL, ground);
    let at = rect.left_center() + vec2(space::S, -galley.size().y / 2.0);
    ui.painter()
        .galley_with_override_text_color(at, galley, palette.text);
    response
}
