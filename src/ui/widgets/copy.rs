//! Copying: a button that says Copied for two seconds, and a value that stands beside one.

use std::time::Duration;

use eframe::egui::{Align2, Response, Sense, Ui, Vec2, vec2};

use crate::ui::theme::{Icon, Text, palette, radius, size, space};

use super::{Button, access, identity};

/// How long the button says Copied, in seconds.
const COPIED_FOR: f64 = 2.0;

/// A button that copies.
#[must_use = "nothing is drawn before `show`"]
pub struct CopyButton<'a> {
    what: &'a str,
    label: &'a str,
    inline: bool,
}

impl<'a> CopyButton<'a> {
    /// A button labelled Copy; `what` is the name of the value, which is read out and announced.
    pub fn new(what: &'a str) -> Self {
        Self {
            what,
            label: "Copy",
            inline: false,
        }
    }

    /// Takes another label, such as Copy all.
    pub fn label(mut self, label: &'a str) -> Self {
        self.label = label;
        self
    }

    /// Makes it a link, to stand beside a value.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Copies a value that is no secret, and says whether it did.
    #[track_caller]
    pub fn copy(self, ui: &mut Ui, value: &str) -> bool {
        let pressed = self.show(ui).clicked();
        if pressed {
            ui.ctx().copy_text(value.to_owned());
        }
        pressed
    }

    /// Draws it. The caller copies: a secret needs more care than a plain value.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) -> Response {
        let id = identity::next(ui, "");
        let now = ui.input(|input| input.time);
        let since: Option<f64> = ui.data(|data| data.get_temp(id));
        let left = since.map_or(0.0, |since| COPIED_FOR - (now - since));
        let copied = left > 0.0;
        if copied {
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(left));
        }
        let (label, icon) = if copied {
            ("Copied", Icon::Check)
        } else {
            (self.label, Icon::Copy)
        };
        // A label such as "Copy message" names the value already.
        let last_word = self.what.rsplit(' ').next().unwrap_or_default();
        let name = if copied {
            format!("Copied {}", self.what)
        } else if self.label.ends_with(last_word) {
            self.label.to_owned()
        } else {
            format!("{} {}", self.label, self.what)
        };
        let other = if copied { self.label } else { "Copied" };
        let button = if self.inline {
            Button::link(label)
        } else {
            Button::secondary(label)
        };
        let response = button.icon(icon).named(&name).room_for(other).show(ui);
        if response.clicked() {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_repaint();
            access::announce(ui.ctx(), format!("Copied {}", self.what));
        }
        response
    }
}

/// What a [`ValueChip`] shows and copies.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// A value that may be seen; the chip copies it itself.
    Plain(&'a str),
    /// One of the entries that a page offers: it is chosen there, and copied nowhere.
    Chosen(&'a str),
    /// The masked form of a secret; the caller copies.
    Masked(&'a str),
    /// Not known yet; the words say what will stand here.
    Missing(&'a str),
}

/// A value on its own ground, with Copy beside it.
#[must_use = "nothing is drawn before `show`"]
pub struct ValueChip<'a> {
    name: &'a str,
    shown: Shown<'a>,
}

impl<'a> ValueChip<'a> {
    /// A value under the name by which it is announced, such as Client ID.
    pub fn new(name: &'a str, shown: Shown<'a>) -> Self {
        Self { name, shown }
    }

    /// Draws it, and says whether Copy was pressed.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) -> bool {
        self.keep_together(ui);
        match self.shown {
            Shown::Plain(value) => {
                ground(ui, value, self.name);
                CopyButton::new(self.name).inline().copy(ui, value)
            }
            Shown::Chosen(value) => {
                ground(ui, value, self.name);
                false
            }
            Shown::Masked(masked) => {
                ground(ui, masked, self.name);
                CopyButton::new(self.name)
                    .label("Copy secret")
                    .inline()
                    .show(ui)
                    .clicked()
            }
            Shown::Missing(words) => {
                let color = palette(ui).text_secondary;
                ui.label(Text::Body.rich(words, color));
                false
            }
        }
    }
}

impl ValueChip<'_> {
    /// Begins a new line where value and Copy do not both fit in this one.
    fn keep_together(&self, ui: &mut Ui) {
        let (value, button) = match self.shown {
            Shown::Plain(value) => (value, "Copied"),
            Shown::Masked(masked) => (masked, "Copy secret"),
            Shown::Chosen(_) | Shown::Missing(_) => return,
        };
        let color = palette(ui).text;
        let width = |ui: &Ui, text: &str, font| {
            ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, color).size().x)
        };
        let needed = width(ui, value, Text::Mono.font())
            + width(ui, button, Text::Label.font())
            + size::ICON_SMALL
            + 5.0 * space::S;
        if ui.layout().is_horizontal() && ui.available_size_before_wrap().x < needed {
            ui.end_row();
        }
    }
}

/// Draws a value on its ground, shortened in the middle of a narrow window.
pub(super) fn ground(ui: &mut Ui, value: &str, name: &str) {
    let palette = palette(ui);
    let widest = (ui.max_rect().width() - 2.0 * space::S).max(size::CONTROL);
    let format = super::text::format(Text::Mono, Text::Mono.line_height(), palette.text);
    let mut job = eframe::egui::text::LayoutJob::single_section(value.to_owned(), format);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(widest);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let wanted = vec2(galley.size().x + 2.0 * space::S, size::INLINE);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| {
        use eframe::egui::{WidgetInfo, accesskit::Role};
        let told = if name == value {
            value.to_owned()
        } else {
            format!("{name}: {value}")
        };
        WidgetInfo::labeled(Role::Label, true, told)
    });
    ui.painter().rect_filled(rect, radius::CHIP, palette.sunken);
    let at = Align2::LEFT_CENTER
        .align_size_within_rect(galley.size(), rect.shrink2(Vec2::new(space::S, 0.0)));
    ui.painter().galley(at.min, galley, palette.text);
}
