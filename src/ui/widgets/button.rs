//! Buttons. The label says what happens; a primary button stands once on a page and is never greyed out.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Color32, Galley, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::ui::theme::{CLEAR, Icon, Palette, Text, line, motion, palette, radius, size, space};

use super::{access, bidi, icon, identity, text};

/// How much a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Danger,
    Quiet,
    Link,
}

/// A button with a label and, if wanted, an icon.
#[must_use = "nothing is drawn before `show`"]
pub struct Button<'a> {
    label: &'a str,
    kind: Kind,
    icon: Option<Icon>,
    name: Option<&'a str>,
    widest: Option<&'a str>,
    inline: bool,
    tone: Option<super::Tone>,
}

/// The one button that goes on.
#[track_caller]
pub fn primary(ui: &mut Ui, label: &str) -> Response {
    Button::primary(label).show(ui)
}

/// Any other button.
#[track_caller]
pub fn secondary(ui: &mut Ui, label: &str) -> Response {
    Button::secondary(label).show(ui)
}

/// A button that looks like a link, for what matters less.
#[track_caller]
pub fn link(ui: &mut Ui, label: &str) -> Response {
    Button::link(label).show(ui)
}

/// A square button with an icon alone; `name` is read out and shown under the pointer.
#[track_caller]
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    Button::quiet("")
        .icon(icon)
        .named(name)
        .show(ui)
        .on_hover_text(name)
}

impl<'a> Button<'a> {
    /// The one button that goes on.
    pub fn primary(label: &'a str) -> Self {
        Self::of(Kind::Primary, label)
    }

    /// Any other button.
    pub fn secondary(label: &'a str) -> Self {
        Self::of(Kind::Secondary, label)
    }

    /// A button whose press takes something away.
    pub fn danger(label: &'a str) -> Self {
        Self::of(Kind::Danger, label)
    }

    /// A button without an edge.
    pub fn quiet(label: &'a str) -> Self {
        Self::of(Kind::Quiet, label)
    }

    /// A button that looks like a link.
    pub fn link(label: &'a str) -> Self {
        Self::of(Kind::Link, label)
    }

    fn of(kind: Kind, label: &'a str) -> Self {
        Self {
            label,
            kind,
            icon: None,
            name: None,
            widest: None,
            inline: matches!(kind, Kind::Link),
            tone: None,
        }
    }

    /// Puts an icon before the label.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Reads something else out than the label: more of it, with the label's words in it.
    pub fn named(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Keeps room for another label, so that nothing moves when the label changes.
    pub fn room_for(mut self, label: &'a str) -> Self {
        self.widest = Some(label);
        self
    }

    /// Makes it lower, to stand within a row of text.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Gives the words of a link another tone.
    pub fn tone(mut self, tone: super::Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// Draws it.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let height = if self.inline {
            size::INLINE
        } else {
            size::CONTROL
        };
        let pad = self.padding();
        let words = self.layout(ui, self.label, pad);
        let room = self
            .widest
            .map_or(0.0, |label| self.layout(ui, label, pad).size().x);
        let icon_size = if self.inline {
            size::ICON_SMALL
        } else {
            size::ICON_TEXT
        };
        let icon_room = match self.icon {
            None => 0.0,
            Some(_) if self.label.is_empty() => icon_size,
            Some(_) => icon_size + space::S,
        };
        let content = icon_room + words.size().x.max(room);
        let wanted = vec2(
            (content + 2.0 * pad).max(height),
            height.max(words.size().y + 2.0 * if self.inline { space::XS } else { space::S }),
        );
        let (rect, response) = identity::allocate(ui, self.known_as(), wanted, Sense::click());
        let response = access::control(response, Role::Button, self.name.unwrap_or(self.label));
        if ui.is_rect_visible(rect) {
            let color = self.paint_ground(ui, palette, rect, &response);
            let left = if self.kind == Kind::Link {
                rect.left() + pad
            } else {
                rect.center().x - f32::midpoint(icon_room, words.size().x)
            };
            if let Some(icon) = self.icon {
                let center = pos2(left + icon_size / 2.0, rect.center().y);
                icon::paint(ui.painter(), icon, center, icon_size, color);
            }
            let at = pos2(left + icon_room, rect.center().y - words.size().y / 2.0);
            self.underline(ui, at, &words, color, response.hovered());
            ui.painter()
                .galley_with_override_text_color(at, words, color);
        }
        response
    }

    /// What tells it apart from others that one place draws: its own name, but where label and name change with what it does.
    fn known_as(&self) -> &str {
        match self.widest {
            Some(_) => "",
            None => self.name.unwrap_or_default(),
        }
    }

    fn padding(&self) -> f32 {
        match self.kind {
            _ if self.label.is_empty() => 0.0,
            Kind::Link => space::XS,
            _ if self.inline => space::S,
            _ => size::PAD_X,
        }
    }

    fn layout(&self, ui: &Ui, label: &str, pad: f32) -> Arc<Galley> {
        let format = text::format(Text::Label, Text::Label.line_height(), CLEAR);
        let mut job = LayoutJob::single_section(bidi::in_drawn_order(label).into_owned(), format);
        let taken = 2.0 * pad + self.icon.map_or(0.0, |_| size::ICON_TEXT + space::S);
        job.wrap.max_width = (ui.max_rect().width() - taken).max(size::CONTROL);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    /// Paints ground and edge, and answers with the colour of the words.
    fn paint_ground(&self, ui: &Ui, p: &Palette, rect: Rect, response: &Response) -> Color32 {
        let look = self.look(p);
        let [resting, over, down] = look.grounds;
        let warm = ui
            .ctx()
            .animate_bool_with_time(response.id, response.hovered(), hover_time(ui));
        let ground = if response.is_pointer_button_down_on() {
            down
        } else {
            resting.lerp_to_gamma(over, warm)
        };
        ui.painter().rect(
            rect,
            radius::CONTROL,
            ground,
            Stroke::new(line::THIN, look.edge),
            StrokeKind::Inside,
        );
        look.words
    }

    fn look(&self, p: &Palette) -> Look {
        let quiet = [CLEAR, p.hover, p.pressed];
        match self.kind {
            Kind::Primary => Look {
                grounds: [p.accent, p.accent_hover, p.accent_pressed],
                edge: CLEAR,
                words: p.on_accent,
            },
            Kind::Danger => Look {
                grounds: [p.danger, p.danger_hover, p.danger_hover],
                edge: CLEAR,
                words: p.on_danger,
            },
            Kind::Secondary => Look {
                grounds: [p.surface, p.hover, p.pressed],
                edge: p.border_control,
                words: p.text,
            },
            Kind::Quiet => Look {
                grounds: quiet,
                edge: CLEAR,
                words: p.text,
            },
            Kind::Link => Look {
                grounds: quiet,
                edge: CLEAR,
                words: self.tone.map_or(p.accent, |tone| tone.color(p)),
            },
        }
    }

    /// A link without an icon is known by its line.
    fn underline(
        &self,
        ui: &Ui,
        at: eframe::egui::Pos2,
        words: &Galley,
        color: Color32,
        hovered: bool,
    ) {
        if self.kind == Kind::Link && (self.icon.is_none() || hovered) {
            let below = at.y + words.size().y - 2.0;
            let line = Stroke::new(line::THIN, color);
            ui.painter()
                .hline(at.x..=at.x + words.size().x, below, line);
        }
    }
}

struct Look {
    grounds: [Color32; 3],
    edge: Color32,
    words: Color32,
}

/// How long a control takes to change under the pointer, in seconds.
pub(super) fn hover_time(ui: &Ui) -> f32 {
    if crate::ui::theme::reduced_motion(ui) {
        0.0
    } else {
        motion::HOVER
    }
}
