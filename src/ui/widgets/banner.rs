//! Banners: something worth knowing that stays on the page, told by icon, edge and words.

use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, Frame, Margin, Rect, Stroke, Ui, pos2, vec2};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::{Tone, access, icon, text};

/// A banner. It is read out when it appears.
#[must_use = "nothing is drawn before `show`"]
pub struct Banner<'a> {
    tone: Tone,
    icon: Icon,
    title: &'a str,
    body: Option<&'a str>,
    role: Role,
    large: bool,
}

impl<'a> Banner<'a> {
    /// Plain information.
    pub fn info(title: &'a str) -> Self {
        Self::of(Tone::Accent, Icon::Info, Role::Status, title)
    }

    /// It went well.
    pub fn success(title: &'a str) -> Self {
        Self::of(Tone::Success, Icon::CheckCircle, Role::Status, title)
    }

    /// It deserves attention, and nothing is broken.
    pub fn warning(title: &'a str) -> Self {
        Self::of(Tone::Warning, Icon::WarningCircle, Role::Status, title)
    }

    /// It went wrong.
    pub fn danger(title: &'a str) -> Self {
        Self::of(Tone::Danger, Icon::Warning, Role::Alert, title)
    }

    fn of(tone: Tone, icon: Icon, role: Role, title: &'a str) -> Self {
        Self {
            tone,
            icon,
            title,
            body: None,
            large: false,
            role,
        }
    }

    /// Adds running text under the title. Words between `**` carry weight.
    pub fn body(mut self, words: &'a str) -> Self {
        self.body = Some(words);
        self
    }

    /// Lets it be read out at once, as what went wrong is.
    pub fn alert(mut self) -> Self {
        self.role = Role::Alert;
        self
    }

    /// Makes it the one thing that the page says: its title is large.
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Takes another icon.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// Draws it.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) {
        access::live(ui, self.role, self.title, |ui| self.draw(ui, |_| ()));
    }

    /// Draws it with more under its words, such as buttons.
    #[track_caller]
    pub fn show_with<R>(self, ui: &mut Ui, more: impl FnOnce(&mut Ui) -> R) -> R {
        access::live(ui, self.role, self.title, |ui| {
            self.draw(ui, |ui| {
                ui.add_space(space::XS);
                more(ui)
            })
        })
    }

    fn draw<R>(&self, ui: &mut Ui, more: impl FnOnce(&mut Ui) -> R) -> R {
        let palette = palette(ui);
        let ground = self.tone.soft(palette);
        let corners = CornerRadius {
            nw: 2,
            sw: 2,
            ne: radius::BANNER,
            se: radius::BANNER,
        };
        let edge = if ground == palette.surface {
            palette.border_control
        } else {
            ground
        };
        let frame = Frame::new()
            .fill(ground)
            .stroke(Stroke::new(line::THIN, edge))
            .corner_radius(corners)
            .inner_margin(Margin {
                left: 16,
                right: 16,
                top: 11,
                bottom: 11,
            });
        let shown = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                let line = if self.large { Text::H2 } else { Text::Body };
                let icon_box = vec2(size::ICON, line.line_height());
                let (rect, _) = ui.allocate_exact_size(icon_box, eframe::egui::Sense::hover());
                let color = self.tone.color(palette);
                icon::paint(ui.painter(), self.icon, rect.center(), size::ICON, color);
                ui.vertical(|ui| self.words(ui, more)).inner
            })
            .inner
        });
        let whole = shown.response.rect;
        let strip = Rect::from_min_max(whole.min, pos2(whole.left() + line::EDGE, whole.bottom()));
        let corners = CornerRadius {
            nw: 2,
            sw: 2,
            ne: 0,
            se: 0,
        };
        ui.painter()
            .rect_filled(strip, corners, self.tone.color(palette));
        shown.inner
    }

    fn words<R>(&self, ui: &mut Ui, more: impl FnOnce(&mut Ui) -> R) -> R {
        let palette = palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS / 2.0;
        let (title, height) = if self.large {
            (Text::H2, Text::H2.line_height())
        } else {
            (Text::Label, Text::Body.line_height())
        };
        text::drawn(ui, text::one(title, height, self.title, palette.text));
        if let Some(body) = self.body {
            text::marked(ui, body, palette.text);
        }
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        more(ui)
    }
}
