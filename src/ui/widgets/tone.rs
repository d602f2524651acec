//! Colours by their use, so that no screen names a colour.

use eframe::egui::Color32;

use crate::ui::theme::Palette;

/// A colour by its use, so that no screen names a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Like text.
    Plain,
    /// Like text that explains.
    Quiet,
    /// What is selected or at work; also plain information.
    Accent,
    /// It went well.
    Success,
    /// It deserves attention.
    Warning,
    /// It went wrong.
    Danger,
    /// People who were added.
    Added,
    /// People who were changed.
    Updated,
    /// People with whom nothing was to be done.
    UpToDate,
    /// People whom a person has to look at.
    Attention,
}

impl Tone {
    /// The colour in a palette.
    pub const fn color(self, palette: &Palette) -> Color32 {
        match self {
            Self::Plain => palette.text,
            Self::Quiet => palette.text_secondary,
            Self::Accent => palette.accent,
            Self::Success => palette.success,
            Self::Warning => palette.warning,
            Self::Danger => palette.danger,
            Self::Added => palette.tiles.added,
            Self::Updated => palette.tiles.updated,
            Self::UpToDate => palette.tiles.up_to_date,
            Self::Attention => palette.tiles.attention,
        }
    }

    /// The tinted ground in a palette.
    pub(super) const fn soft(self, palette: &Palette) -> Color32 {
        match self {
            Self::Success | Self::Added => palette.success_soft,
            Self::Warning => palette.warning_soft,
            Self::Danger | Self::Attention => palette.danger_soft,
            Self::Accent | Self::Updated => palette.accent_soft,
            Self::Plain | Self::Quiet | Self::UpToDate => palette.sunken,
        }
    }
}
