//! Small parts: tags, filters, facts, the empty state, a page to open, and the ribbon of the practice world.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Label, Mesh, Pos2, Response, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::ui::theme::{CLEAR, Icon, Text, line, palette, radius, space};

use super::{Button, CopyButton, Tone, access, icon, identity, text};

/// A word on a tinted ground, such as Suggested or the name of a tenant.
pub fn tag(ui: &mut Ui, words: &str, tone: Tone) -> Response {
    let palette = palette(ui);
    let color = tone.color(palette);
    let galley =
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(words.to_owned(), Text::Small.font(), color));
    let wanted = vec2(galley.size().x + 2.0 * space::S, 22.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let edge = Stroke::new(line::THIN, color);
    ui.painter().rect(
        rect,
        radius::CHIP,
        tone.soft(palette),
        edge,
        StrokeKind::Inside,
    );
    let place = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, color);
    access::plain(&response, words);
    response
}

/// A filter that is on or off, with the number of what it lets through.
#[track_caller]
pub fn filter_chip(ui: &mut Ui, words: &str, count: &str, on: bool) -> Response {
    let palette = palette(ui);
    let label = if count.is_empty() {
        words.to_owned()
    } else {
        format!("{words} {count}")
    };
    let (ground, color, edge) = if on {
        (palette.accent, palette.on_accent, CLEAR)
    } else {
        (palette.surface, palette.text, palette.border_control)
    };
    let galley =
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(label.clone(), Text::Label.font(), color));
    let wanted = vec2(galley.size().x + 2.0 * space::M, 32.0);
    let (rect, response) = identity::allocate(ui, words, wanted, Sense::click());
    let response = access::toggle(response, Role::Button, on, &label);
    let ground = if response.hovered() && !on {
        palette.hover
    } else {
        ground
    };
    let edge = Stroke::new(line::THIN, edge);
    ui.painter()
        .rect(rect, radius::FULL, ground, edge, StrokeKind::Inside);
    let place = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, color);
    response
}

/// A line of a summary: a name and what it is.
pub fn fact_row(ui: &mut Ui, name: &str, fact: &str) {
    let palette = palette(ui);
    ui.scope(|ui| {
        // egui makes a line at least as high as a button; words alone need less.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let width = (ui.available_width() * 0.35).min(200.0);
            ui.allocate_ui(vec2(width, Text::Body.line_height()), |ui| {
                ui.set_min_width(width);
                ui.add(Label::new(Text::Body.rich(name, palette.text_secondary)).wrap());
            });
            ui.vertical(|ui| {
                text::plain(ui, Text::Body, fact, palette.text);
            });
        });
    });
}

/// What stands where nothing is yet: a title, a sentence, and the button that begins.
pub fn empty_state(ui: &mut Ui, sign: Icon, title: &str, body: &str, button: Option<&str>) -> bool {
    let palette = palette(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(space::HUGE);
        let (rect, _) = ui.allocate_exact_size(vec2(40.0, 40.0), Sense::hover());
        icon::paint(
            ui.painter(),
            sign,
            rect.center(),
            40.0,
            palette.text_secondary,
        );
        let heading = ui.label(Text::H2.rich(title, palette.text));
        access::heading(&heading, 2, title);
        ui.label(Text::Body.rich(body, palette.text_secondary));
        ui.add_space(space::S);
        let pressed = button.is_some_and(|label| Button::primary(label).show(ui).clicked());
        ui.add_space(space::HUGE);
        pressed
    })
    .inner
}

/// Opens a web page, with Copy the link beside it. Answers whether the page is to be opened.
#[track_caller]
pub fn open_page(ui: &mut Ui, label: &str, address: &str) -> bool {
    let builder = identity::container(ui, "");
    let row = |ui: &mut Ui| {
        let open = Button::secondary(label).icon(Icon::ArrowSquareOut).show(ui);
        CopyButton::new("the link")
            .label("Copy the link")
            .copy(ui, address);
        open.clicked()
    };
    ui.scope_builder(builder, |ui| ui.horizontal_wrapped(row).inner)
        .inner
}

/// The ribbon above everything in the practice world: its words, and what can be done beside them.
pub fn practice_ribbon(ui: &mut Ui, words: &str, more: impl FnOnce(&mut Ui)) {
    let palette = palette(ui);
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0.0, palette.warning_soft);
    stripes(ui, rect);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::S);
        icon::icon(ui, Icon::Flask, Tone::Warning);
        text::label(ui, words);
        more(ui);
    });
}

/// Slanted stripes along the lower edge, which say practice without a colour.
fn stripes(ui: &Ui, rect: eframe::egui::Rect) {
    let height = line::EDGE;
    let color = palette(ui).warning;
    let mut mesh = Mesh::default();
    let mut left = rect.left();
    while left < rect.right() {
        let corners = [
            (left + height, 0.0),
            (left + 3.0 * height, 0.0),
            (left + 2.0 * height, height),
            (left, height),
        ];
        let corners: [Pos2; 4] = corners.map(|(x, down)| pos2(x, rect.bottom() - height + down));
        let first = u32::try_from(mesh.vertices.len()).unwrap_or_default();
        for corner in corners {
            mesh.colored_vertex(corner, color);
        }
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first, first + 2, first + 3);
        left += 4.0 * height;
    }
    ui.painter().with_clip_rect(rect).add(Shape::mesh(mesh));
}
