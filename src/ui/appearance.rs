//! The look of the window as the settings keep it.

use super::theme::{Mode, Theme};
use crate::protocol::settings::{Settings, ThemeChoice};

/// The look that the settings ask for.
pub(super) fn theme_of(settings: &Settings) -> Theme {
    Theme {
        mode: match settings.theme {
            ThemeChoice::System => Mode::System,
            ThemeChoice::Light => Mode::Light,
            ThemeChoice::Dark => Mode::Dark,
        },
        text_size: f32::from(settings.text_size) / 100.0,
        higher_contrast: settings.higher_contrast,
        reduce_motion: settings.reduce_motion,
    }
}

/// The settings with larger or smaller text, by so many steps.
pub(super) fn with_text_size(settings: &Settings, steps: i8) -> Settings {
    let mut theme = theme_of(settings);
    theme.step_text_size(steps);
    let mut settings = settings.clone();
    keep_theme(&mut settings, theme);
    settings
}

/// Puts a look into the settings.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a text size lies between 90 and 200 percent"
)]
pub(super) fn keep_theme(settings: &mut Settings, theme: Theme) {
    settings.theme = match theme.mode {
        Mode::System => ThemeChoice::System,
        Mode::Light => ThemeChoice::Light,
        Mode::Dark => ThemeChoice::Dark,
    };
    settings.text_size = (theme.text_size * 100.0).round() as u16;
    settings.higher_contrast = theme.higher_contrast;
    settings.reduce_motion = theme.reduce_motion;
}
