//! The look of the window: colours, text, distances and icons, and how egui is told of them.
//!
//! `install` registers the typefaces and the focus ring once; [`Theme::apply`] sets the appearance whenever the
//! person changes it. Drawing asks [`palette()`] for colours by their use and [`Text`] for kinds of text; the
//! numbers are in [`space`], [`radius`], [`mod@line`], [`size`] and [`motion`].

mod fonts;
mod icon;
mod identity;
mod palette;
mod tokens;
mod type_scale;
mod visuals;

#[cfg(test)]
pub(super) use palette::{DARK, LIGHT};
#[cfg(test)]
mod tests;

use eframe::egui::{self, Context, Frame, Id, Margin, Stroke, ThemePreference, Ui};

pub use icon::Icon;
pub use identity::{APP_ID, APP_NAME, viewport};
pub use palette::{CLEAR, Palette, Tiles};
pub use tokens::{line, motion, radius, size, space, text_size};
pub use type_scale::Text;

/// How the person wants the window to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Light, dark, or what the system has.
    pub mode: Mode,
    /// The size of text and all else, as a factor from [`text_size::MIN`] to [`text_size::MAX`].
    pub text_size: f32,
    /// Stronger differences between light and dark.
    pub higher_contrast: bool,
    /// No movement.
    pub reduce_motion: bool,
}

/// Which of the two appearances is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Follows the system, live.
    #[default]
    System,
    /// Dark words on light ground.
    Light,
    /// Light words on dark ground.
    Dark,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            mode: Mode::System,
            text_size: 1.0,
            higher_contrast: false,
            reduce_motion: false,
        }
    }
}

impl Theme {
    /// Makes the window look so, from its next frame on.
    ///
    /// Both appearances are set, so that a change of the system's shows at once and whole.
    pub fn apply(&self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(contrast_id(), self.higher_contrast));
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let look = visuals::Look {
                palette: choose(theme, self.higher_contrast),
                dark: theme == egui::Theme::Dark,
                still: self.reduce_motion,
            };
            ctx.set_style_of(theme, visuals::style(&look));
        }
        ctx.set_theme(match self.mode {
            Mode::System => ThemePreference::System,
            Mode::Light => ThemePreference::Light,
            Mode::Dark => ThemePreference::Dark,
        });
        // The person's text size is a setting of ours, which egui's own keys would not know of.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(self.text_size.clamp(text_size::MIN, text_size::MAX));
    }

    /// Makes text larger or smaller by so many steps.
    pub fn step_text_size(&mut self, steps: i8) {
        let size = (self.text_size + f32::from(steps) * text_size::STEP) * 100.0;
        self.text_size = (size.round() / 100.0).clamp(text_size::MIN, text_size::MAX);
    }

    /// Takes Ctrl+Plus, Ctrl+Minus and Ctrl+0, and says whether the text size is another one now.
    pub fn take_zoom_keys(&mut self, ctx: &Context) -> bool {
        use egui::gui_zoom::kb_shortcuts::{ZOOM_IN, ZOOM_IN_SECONDARY, ZOOM_OUT, ZOOM_RESET};
        let before = self.text_size;
        let (reset, larger, smaller) = ctx.input_mut(|input| {
            (
                input.consume_shortcut(&ZOOM_RESET),
                input.consume_shortcut(&ZOOM_IN) || input.consume_shortcut(&ZOOM_IN_SECONDARY),
                input.consume_shortcut(&ZOOM_OUT),
            )
        });
        if reset {
            self.text_size = 1.0;
        }
        self.step_text_size(i8::from(larger) - i8::from(smaller));
        (self.text_size - before).abs() > f32::EPSILON
    }
}

/// Registers the typefaces.
pub(super) fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    fonts::carry(ctx);
}

/// The colours of the appearance that is being drawn.
pub fn palette(ui: &Ui) -> &'static Palette {
    let higher = ui.data(|data| data.get_temp(contrast_id()).unwrap_or(false));
    choose(egui::Theme::from_dark_mode(ui.visuals().dark_mode), higher)
}

/// Whether the person wants no movement.
pub fn reduced_motion(ui: &Ui) -> bool {
    ui.style().animation_time <= 0.0
}

/// The page behind everything.
pub fn canvas_frame(ui: &Ui) -> Frame {
    Frame::new().fill(palette(ui).canvas)
}

/// The distance between the edges of the page and its content; inside the scrolled area.
pub fn page_frame() -> Frame {
    Frame::new().inner_margin(Margin::symmetric(28, 24))
}

/// The strip under the page with the buttons that go on and back.
pub fn footer_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(palette(ui).canvas)
        .inner_margin(Margin::symmetric(28, 12))
}

/// A line right above the footer.
pub fn strip_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(palette(ui).sunken)
        .inner_margin(Margin::symmetric(28, 4))
}

/// The rail at the left.
pub fn rail_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(palette(ui).sunken)
        .inner_margin(Margin::symmetric(10, 16))
}

/// What floats above the page: a drawer or a popup.
pub fn floating_frame(ui: &Ui) -> Frame {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(line::THIN, palette.border_subtle))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(16))
        .shadow(visuals::shadow(palette))
}

fn choose(theme: egui::Theme, higher_contrast: bool) -> &'static Palette {
    match (theme, higher_contrast) {
        (egui::Theme::Light, false) => &palette::LIGHT,
        (egui::Theme::Dark, false) => &palette::DARK,
        (egui::Theme::Light, true) => &palette::LIGHT_HIGHER,
        (egui::Theme::Dark, true) => &palette::DARK_HIGHER,
    }
}

fn contrast_id() -> Id {
    Id::unique("theme.higher_contrast")
}
