//! Words: headings with their level, running text, and text in which some words carry weight.

use std::borrow::Cow;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, Context, Galley, Id, Label, Response, Sense, Ui};

use crate::ui::theme::{Text, palette, size, space};

use super::{access, bidi};

/// The heading of Welcome and Finish, level 1.
pub fn display_heading(ui: &mut Ui, words: &str) -> Response {
    main_heading(ui, Text::Display, words)
}

/// The one heading of level 1. The keyboard can be brought to it, and it is no stop of the Tab key otherwise.
fn main_heading(ui: &mut Ui, text: Text, words: &str) -> Response {
    let mut job = one(text, text.line_height(), words, palette(ui).text);
    job.wrap.max_width = ui.available_width();
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    let id = heading_id();
    let wanted = ui.data_mut(|data| data.remove_temp::<bool>(id).unwrap_or(false));
    let sense = if wanted || ui.memory(|memory| memory.has_focus(id)) {
        Sense::focusable_noninteractive()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    if wanted {
        response.request_focus();
    }
    ui.painter().galley(rect.min, galley, palette(ui).text);
    access::heading(&response, 1, words);
    response
}

/// Brings the keyboard to the page's heading when it is drawn next.
pub fn look_at_heading(ctx: &Context) {
    ctx.data_mut(|data| data.insert_temp(heading_id(), true));
}

fn heading_id() -> Id {
    Id::unique("main heading")
}

/// The head of a page: where we are, the heading of level 1, and one sentence why.
pub fn page_heading(ui: &mut Ui, place: Option<&str>, words: &str, why: Option<&str>) -> Response {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    if let Some(place) = place {
        ui.label(Text::Body.rich(place, palette.text_secondary));
    }
    let response = main_heading(ui, Text::H1, words);
    if let Some(why) = why {
        secondary_text(ui, why);
    }
    ui.spacing_mut().item_spacing.y = space::S;
    ui.add_space(space::XS);
    response
}

/// The heading of a card, level 2.
pub fn card_heading(ui: &mut Ui, words: &str) -> Response {
    let response = plain(ui, Text::H2, words, palette(ui).text);
    access::heading(&response, 2, words);
    response
}

/// Words that carry weight, such as the name of a group.
pub fn label(ui: &mut Ui, words: &str) -> Response {
    plain(ui, Text::Label, words, palette(ui).text)
}

/// Running text, at most 72 characters in a line. Words between `**` carry weight.
pub fn paragraph(ui: &mut Ui, words: &str) -> Response {
    marked(ui, words, palette(ui).text)
}

/// Running text that explains other text. Words between `**` carry weight.
pub fn secondary_text(ui: &mut Ui, words: &str) -> Response {
    marked(ui, words, palette(ui).text_secondary)
}

/// A hint under a status; never an instruction.
pub fn small(ui: &mut Ui, words: &str) -> Response {
    plain(ui, Text::Small, words, palette(ui).text_secondary)
}

/// A value or an ID.
pub fn mono(ui: &mut Ui, words: &str) -> Response {
    ui.label(Text::Mono.rich(words, palette(ui).text))
}

/// Running text in a colour of the palette. Words between `**` carry weight.
pub fn marked(ui: &mut Ui, words: &str, color: Color32) -> Response {
    let job = job(words, color);
    let is_turned = matches!(bidi::in_drawn_order(words), Cow::Owned(_));
    let response = if ui.layout().main_dir().is_vertical() {
        let galley = wrapped(ui, job);
        ui.add(Label::new(galley))
    } else {
        ui.add(Label::new(job))
    };
    if is_turned {
        access::says(&response, &words.replace("**", ""));
    }
    response
}

/// Words of one kind in one line or, where there is no room, in more. What is read out is the text as it is written.
pub(super) fn plain(ui: &mut Ui, text: Text, words: &str, color: Color32) -> Response {
    let drawn = bidi::in_drawn_order(words);
    let is_turned = matches!(drawn, Cow::Owned(_));
    let response = ui.add(Label::new(text.rich(drawn, color)));
    if is_turned {
        access::says(&response, words);
    }
    response
}

/// Draws words that the part around them already reads out, so that they are not read twice.
pub(super) fn drawn(ui: &mut Ui, job: LayoutJob) -> Response {
    let galley = wrapped(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, palette(ui).text);
    response
}

/// Breaks words into lines of a good length, and evens two or three lines out where the last has a word or two.
fn wrapped(ui: &Ui, mut job: LayoutJob) -> Arc<Galley> {
    job.wrap.max_width = ui.available_width().min(size::TEXT);
    let widest = job.wrap.max_width;
    ui.fonts_mut(|fonts| {
        let galley = fonts.layout_job(job.clone());
        let rows = galley.rows.len();
        let last = galley.rows.last().map_or(0.0, |row| row.size.x);
        if !(2..=3).contains(&rows) || last > 0.15 * widest {
            return galley;
        }
        let all: f32 = galley.rows.iter().map(|row| row.size.x).sum();
        // Never so narrow that a sentence seems to break in the middle of its card.
        job.wrap.max_width = (1.15 * all / rows as f32).clamp(0.85 * widest, widest);
        let even = fonts.layout_job(job);
        if even.rows.len() == rows {
            even
        } else {
            galley
        }
    })
}

/// Lays words of one kind out.
pub(super) fn one(text: Text, line_height: f32, words: &str, color: Color32) -> LayoutJob {
    let words = bidi::in_drawn_order(words).into_owned();
    LayoutJob::single_section(words, format(text, line_height, color))
}

/// Lays words out in which every second part between `**` carries weight.
pub(super) fn job(words: &str, color: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (at, part) in words.split("**").enumerate() {
        let text = if at % 2 == 0 { Text::Body } else { Text::Label };
        let part = bidi::in_drawn_order(part);
        job.append(&part, 0.0, format(text, Text::Body.line_height(), color));
    }
    job
}

/// How one stretch of text looks in a line of a given height.
pub(super) fn format(text: Text, line_height: f32, color: Color32) -> TextFormat {
    TextFormat {
        font_id: text.font(),
        line_height: Some(line_height),
        color,
        valign: Align::Center,
        ..TextFormat::default()
    }
}

/// Lays things out in a line as high as they are, and in more lines where there is too little room.
///
/// egui makes a line at least as high as a button; words alone need less.
pub(super) fn line<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_wrapped(draw).inner
    })
    .inner
}
