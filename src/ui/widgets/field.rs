//! A text field with its label, its hint, its error and a Paste button.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::time::Duration;

use eframe::egui::accesskit::{Invalid, Role};
use eframe::egui::text::CCursorRange;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::util::IdTypeMap;
use eframe::egui::{
    Context, Event, Frame, Id, Key, Margin, Response, Stroke, TextEdit, Ui, ViewportCommand,
};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::{Button, access, icon, identity, text};

/// How long nobody must have typed before a value counts as settled, in seconds.
const SETTLED_AFTER: f64 = 0.8;

/// The width under which the buttons stand below the field.
const LEAST_FIELD: f32 = 220.0;

/// A field for a value that may be seen.
#[must_use = "nothing is drawn before `show`"]
pub struct TextField<'a> {
    pub(super) id: Id,
    pub(super) label: &'a str,
    pub(super) hint: &'a str,
    pub(super) error: Option<&'a str>,
    pub(super) placeholder: &'a str,
    pub(super) paste: bool,
    pub(super) focus: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Mono,
    Search,
}

/// The id that a field has under the id that it was given.
pub fn field_id(id: &str) -> Id {
    Id::unique(("field", id))
}

/// What happened to a field.
#[derive(Debug)]
pub struct FieldResponse {
    /// The field itself.
    pub response: Response,
    /// The value is another one now.
    pub changed: bool,
    /// What was pasted, whole and as it was, even where the field holds one line only.
    pub pasted: Option<String>,
    /// Enter was pressed in the field.
    pub submitted: bool,
    /// Nobody has typed for 0.8 s since the last change; said once for each change.
    pub settled: bool,
}

impl<'a> TextField<'a> {
    /// A field under a label. `id` must be another one for each field of a page.
    pub fn new(id: &str, label: &'a str) -> Self {
        Self {
            id: field_id(id),
            label,
            hint: "",
            error: None,
            placeholder: "",
            paste: false,
            focus: false,
            kind: Kind::Plain,
        }
    }

    /// A field to search with, without a visible label; `name` is read out and stands in the empty field.
    pub fn search(id: &str, name: &'a str) -> Self {
        Self {
            kind: Kind::Search,
            placeholder: name,
            ..Self::new(id, name)
        }
    }

    /// Says under the label what belongs here. Words between `**` carry weight.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Says what is wrong with the value; the value stays as it was typed.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Shows an example in the empty field.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Puts a Paste button beside the field, which replaces what is in it.
    pub fn paste(mut self) -> Self {
        self.paste = true;
        self
    }

    /// Draws the value in letters of one width.
    pub fn mono(mut self) -> Self {
        self.kind = Kind::Mono;
        self
    }

    /// Moves the keyboard here in this frame.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Draws it around the draft.
    #[track_caller]
    pub fn show(self, ui: &mut Ui, draft: &mut String) -> FieldResponse {
        let label = self.head(ui);
        let buttons: &[&str] = if self.paste { &["Paste"] } else { &[] };
        let response = in_row(ui, buttons, |ui, width| {
            let response = self.edit(ui, draft, width);
            if self.paste && paste_button(ui, self.label).clicked() {
                ask_to_paste(ui, self.id, draft);
            }
            response
        });
        self.finish(ui, response, label)
    }

    /// Draws label, hint and error, and answers with the label's id.
    pub(super) fn head(&self, ui: &mut Ui) -> Option<Id> {
        if self.kind == Kind::Search {
            return None;
        }
        let palette = palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = ui.label(Text::Label.rich(self.label, palette.text)).id;
        if !self.hint.is_empty() {
            text::secondary_text(ui, self.hint);
        }
        if let Some(error) = self.error {
            error_line(ui, error);
        }
        ui.spacing_mut().item_spacing.y = space::S;
        Some(label)
    }

    fn edit(&self, ui: &mut Ui, draft: &mut String, width: f32) -> Response {
        keep_undo_honest(ui, self.id, draft);
        let edge = edge(ui, self.id, self.error.is_some());
        let font = if self.kind == Kind::Mono {
            Text::Mono
        } else {
            Text::Body
        };
        let mut edit = TextEdit::singleline(draft)
            .id(self.id)
            .font(font.font())
            .hint_text(self.placeholder)
            .frame(edge)
            .desired_width(width)
            .min_size(eframe::egui::vec2(width, size::CONTROL))
            .align(eframe::egui::Align2::LEFT_CENTER);
        if self.kind == Kind::Search {
            let glass = Text::Body.rich(Icon::MagnifyingGlass.char(), palette(ui).text_secondary);
            edit = edit.prefix(glass);
        }
        let response = ui.add(edit);
        note_shown(ui, self.id, draft);
        response
    }

    /// Tells assistive technology what the field is, and finds out what happened to it.
    pub(super) fn finish(&self, ui: &Ui, response: Response, label: Option<Id>) -> FieldResponse {
        let response = match label {
            Some(label) => response.labelled_by(label),
            None => response.accessible_name(self.label),
        };
        let error = self.error.unwrap_or_default();
        let description = format!("{} {error}", self.hint.replace("**", ""));
        access::describe(&response, description.trim());
        ui.ctx().accesskit_node_builder(response.id, |node| {
            if self.error.is_some() {
                node.set_invalid(Invalid::True);
            }
            if self.kind == Kind::Search {
                node.set_role(Role::SearchInput);
            }
        });
        super::focus::keep_in_view(&response);
        if self.focus {
            response.request_focus();
            // Also where it has the keyboard already: what is wrong with it stands above it.
            response.scroll_to_me(Some(eframe::egui::Align::Center));
        }
        let changed = response.changed();
        FieldResponse {
            changed,
            pasted: pasted(ui, &response),
            submitted: response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)),
            settled: settled(ui, self.id, changed),
            response,
        }
    }
}

/// Forgets what could be undone in the field where the app itself has changed the draft since: what it took out, a key above
/// all, must not come back.
pub(super) fn keep_undo_honest(ui: &Ui, id: Id, draft: &str) {
    let shown: Option<u64> = ui.data(|data| data.get_temp(shown_id(id)));
    if shown.is_some_and(|shown| shown != hash(draft))
        && let Some(mut state) = TextEdit::load_state(ui.ctx(), id)
    {
        state.clear_undoer();
        TextEdit::store_state(ui.ctx(), id, state);
    }
}

/// Remembers what the field has shown: its hash, not the text.
pub(super) fn note_shown(ui: &Ui, id: Id, draft: &str) {
    ui.data_mut(|data| data.insert_temp(shown_id(id), hash(draft)));
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::new().hash_one(text)
}

fn shown_id(id: Id) -> Id {
    id.with("shown last")
}

/// Forgets what could be undone in every field, where another set-up is shown in them.
pub fn forget_typing(ctx: &Context) {
    ctx.data_mut(IdTypeMap::remove_by_type::<TextEditState>);
}

/// The ground and edge of a field in its present state.
pub(super) fn edge(ui: &Ui, id: Id, wrong: bool) -> Frame {
    let palette = palette(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let over = ui
        .ctx()
        .read_response(id)
        .is_some_and(|seen| seen.hovered());
    let (width, color) = match (wrong, focused, over) {
        (true, _, _) => (line::THICK, palette.danger),
        (false, true, _) => (line::THICK, palette.accent),
        (false, false, true) => (line::THIN, palette.text_secondary),
        (false, false, false) => (line::THIN, palette.border_control),
    };
    // The margin gives way by what the edge takes, so that nothing moves when the edge becomes thicker.
    let thick = width > line::THIN;
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(width, color))
        .corner_radius(radius::CONTROL)
        .inner_margin(if thick {
            Margin::symmetric(8, 5)
        } else {
            Margin::symmetric(9, 6)
        })
}

/// Lays a field and its buttons in a row, or the buttons below it where there is too little room.
#[track_caller]
pub(super) fn in_row<R>(ui: &mut Ui, buttons: &[&str], draw: impl FnOnce(&mut Ui, f32) -> R) -> R {
    let wanted: f32 = buttons
        .iter()
        .map(|label| button_width(ui, label) + space::S)
        .sum();
    let available = ui.available_width();
    let beside = available - wanted;
    let width = if beside >= LEAST_FIELD {
        beside
    } else {
        available
    };
    let builder = identity::container(ui, "");
    let row = |ui: &mut Ui| draw(ui, width.min(size::FIELD));
    ui.scope_builder(builder, |ui| ui.horizontal_wrapped(row).inner)
        .inner
}

fn button_width(ui: &Ui, label: &str) -> f32 {
    let color = palette(ui).text;
    let galley =
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(label.to_owned(), Text::Label.font(), color));
    galley.size().x + size::ICON_TEXT + space::S + 2.0 * size::PAD_X
}

#[track_caller]
pub(super) fn paste_button(ui: &mut Ui, label: &str) -> Response {
    let name = format!("Paste {label}");
    Button::secondary("Paste")
        .icon(Icon::ClipboardText)
        .named(&name)
        .show(ui)
}

/// Asks for the clipboard's text, which comes as an event in a later frame, to stand in the place of the draft.
pub(super) fn ask_to_paste(ui: &Ui, id: Id, draft: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    state
        .cursor
        .set_char_range(Some(CCursorRange::select_all_str(draft)));
    TextEdit::store_state(ui.ctx(), id, state);
    ui.memory_mut(|memory| memory.request_focus(id));
    ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
}

fn pasted(ui: &Ui, response: &Response) -> Option<String> {
    if !response.changed() {
        return None;
    }
    ui.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    })
}

fn settled(ui: &Ui, id: Id, changed: bool) -> bool {
    let id = id.with("changed at");
    let now = ui.input(|input| input.time);
    if changed {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    let Some(since) = ui.data(|data| data.get_temp::<f64>(id)) else {
        return false;
    };
    let left = SETTLED_AFTER - (now - since);
    if left > 0.0 {
        // Asked for in each frame: the one that was asked for may come a little early.
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(left));
        return false;
    }
    ui.data_mut(|data| data.remove::<f64>(id));
    true
}

/// A line that says what is wrong, right where it is wrong.
#[track_caller]
pub fn error_line(ui: &mut Ui, words: &str) {
    let palette = palette(ui);
    access::live(ui, Role::Alert, words, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let height = Text::Body.line_height();
            let wanted = eframe::egui::vec2(size::ICON_SMALL, height);
            let (rect, _) = ui.allocate_exact_size(wanted, eframe::egui::Sense::hover());
            let color = palette.danger;
            icon::paint(
                ui.painter(),
                Icon::WarningCircle,
                rect.center(),
                size::ICON_SMALL,
                color,
            );
            text::drawn(ui, text::job(words, color));
        });
    });
}
