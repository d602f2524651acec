//! A field for a secret: hidden unless somebody asks, and hidden again by itself.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Align2, Event, Galley, Id, Response, TextBuffer, TextEdit, Ui, vec2};

use crate::domain::secret::Secret;
use crate::ui::theme::{Icon, Text, palette, size};

use super::field::{
    FieldResponse, TextField, ask_to_paste, edge, in_row, keep_undo_honest, note_shown,
    paste_button,
};
use super::{Button, text};

/// How long a secret stays visible after Show, in seconds.
const SHOWN_FOR: f64 = 30.0;

/// What assistive technology is told in the place of a secret, whatever its length.
const DOTS: &str = "••••••••••••";

/// A field for a secret, with Paste and Show.
///
/// While the keyboard is elsewhere it shows a fixed number of dots and the last four characters. Show ends after
/// thirty seconds, and when the window loses the keyboard.
#[must_use = "nothing is drawn before `show`"]
pub struct SecretField<'a> {
    field: TextField<'a>,
    stored: Option<&'a str>,
}

impl<'a> SecretField<'a> {
    /// A field under a label. `id` must be another one for each field of a page.
    pub fn new(id: &str, label: &'a str) -> Self {
        Self {
            field: TextField::new(id, label).paste(),
            stored: None,
        }
    }

    /// Says under the label what belongs here.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.field = self.field.hint(hint);
        self
    }

    /// Says what is wrong with the value.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.field = self.field.error(error);
        self
    }

    /// Moves the keyboard here in this frame.
    pub fn focus(mut self, focus: bool) -> Self {
        self.field = self.field.focus(focus);
        self
    }

    /// The masked form of the value that is already kept, shown while the draft is empty.
    pub fn stored(mut self, masked: Option<&'a str>) -> Self {
        self.stored = masked;
        self
    }

    /// Draws it around the draft.
    #[track_caller]
    pub fn show(self, ui: &mut Ui, draft: &mut String) -> FieldResponse {
        let shown_id = self.field.id.with("shown since");
        let shown = is_shown(ui, shown_id);
        let label = self.field.head(ui);
        let response = in_row(ui, &["Paste", "Show"], |ui, width| {
            let response = self.edit(ui, draft, width, shown);
            if paste_button(ui, self.field.label).clicked() {
                ask_to_paste(ui, self.field.id, draft);
            }
            if !draft.is_empty() && show_button(ui, self.field.label, shown).clicked() {
                turn(ui, shown_id, !shown);
            }
            response
        });
        self.field.finish(ui, response, label)
    }

    fn edit(&self, ui: &mut Ui, draft: &mut String, width: f32, shown: bool) -> Response {
        let id = self.field.id;
        keep_undo_honest(ui, id, draft);
        let frame = edge(ui, id, self.field.error.is_some());
        let resting = !shown && !draft.is_empty() && !ui.memory(|memory| memory.has_focus(id));
        let mut mask = |ui: &Ui, secret: &dyn TextBuffer, _: f32| masked(ui, secret.as_str());
        let mut edit = TextEdit::singleline(draft)
            .id(id)
            .password(!shown)
            .font(Text::Mono.font())
            .hint_text(self.stored.unwrap_or_default())
            .frame(frame)
            .desired_width(width)
            .min_size(vec2(width, size::CONTROL))
            .align(Align2::LEFT_CENTER);
        if resting {
            edit = edit.layouter(&mut mask);
        }
        let response = ui.add(edit);
        note_shown(ui, id, draft);
        if !shown && !draft.is_empty() {
            tell_dots(ui, id);
        }
        response
    }
}

/// Tells assistive technology dots, whose number does not tell how long the secret is.
///
/// egui writes the value twice: in the field, and in the run of text within it that a caret moves through.
fn tell_dots(ui: &Ui, id: Id) {
    let count = DOTS.chars().count();
    let length = DOTS.chars().next().map_or(0, char::len_utf8);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::PasswordInput);
        node.set_value(DOTS);
        node.clear_text_selection();
    });
    ui.ctx()
        .accesskit_node_builder(id.with(0_usize).with(0_usize), |run| {
            run.set_value(DOTS);
            run.set_character_lengths(vec![u8::try_from(length).unwrap_or_default(); count]);
            run.clear_character_positions();
            run.clear_character_widths();
            run.set_word_starts(Vec::new());
        });
}

/// Lays out a fixed number of dots and the last four characters.
fn masked(ui: &Ui, secret: &str) -> Arc<Galley> {
    let format = text::format(Text::Mono, Text::Mono.line_height(), palette(ui).text);
    let job = LayoutJob::single_section(Secret::new(secret).masked(), format);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

#[track_caller]
fn show_button(ui: &mut Ui, label: &str, shown: bool) -> Response {
    let (word, other, icon) = if shown {
        ("Hide", "Show", Icon::EyeSlash)
    } else {
        ("Show", "Hide", Icon::Eye)
    };
    let name = format!("{word} {label}");
    Button::secondary(word)
        .icon(icon)
        .named(&name)
        .room_for(other)
        .show(ui)
}

fn turn(ui: &Ui, id: Id, shown: bool) {
    let now = ui.input(|input| input.time);
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|data| {
        if shown {
            data.insert_temp(id, Seen { since: now, frame });
        } else {
            data.remove::<Seen>(id);
        }
    });
}

/// Since when a secret may be seen, and in which frame it was drawn last.
#[derive(Clone, Copy)]
struct Seen {
    since: f64,
    frame: u64,
}

/// Whether the secret may be seen now; hides it when its time is over, and when the window or its page is left. A window that
/// is minimised draws nothing: that it was left is told with its first frame afterwards.
fn is_shown(ui: &Ui, id: Id) -> bool {
    let Some(Seen { since, frame }) = ui.data(|data| data.get_temp(id)) else {
        return false;
    };
    let (now, here) = ui.input(|input| {
        let was_left = input
            .events
            .iter()
            .any(|event| matches!(event, Event::WindowFocused(false)));
        let is_hidden = input.viewport().minimized == Some(true);
        (input.time, input.focused && !was_left && !is_hidden)
    });
    let this_frame = ui.ctx().cumulative_frame_nr();
    let was_elsewhere = frame + 1 < this_frame;
    let left = SHOWN_FOR - (now - since);
    if left <= 0.0 || !here || was_elsewhere {
        turn(ui, id, false);
        return false;
    }
    let frame = this_frame;
    ui.data_mut(|data| data.insert_temp(id, Seen { since, frame }));
    ui.ctx()
        .request_repaint_after(Duration::from_secs_f64(left));
    true
}
