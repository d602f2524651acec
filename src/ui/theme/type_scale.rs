//! The eight kinds of text: size, height of a line, and typeface of each.

use eframe::egui::{Color32, FontFamily, FontId, RichText, TextStyle};

use super::fonts;

/// A kind of text, named by its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// The first words of Welcome and Finish.
    Display,
    /// The heading of a page.
    H1,
    /// The heading of a card.
    H2,
    /// Field labels, buttons, and words that carry weight.
    Label,
    /// Running text.
    Body,
    /// A hint under a status; never an instruction.
    Small,
    /// Values, IDs and code.
    Mono,
    /// Counters, in digits of one width.
    Number,
}

impl Text {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Display,
        Self::H1,
        Self::H2,
        Self::Label,
        Self::Body,
        Self::Small,
        Self::Mono,
        Self::Number,
    ];

    /// The size in points.
    pub const fn size(self) -> f32 {
        match self {
            Self::Display => 28.0,
            Self::H1 => 24.0,
            Self::H2 => 18.0,
            Self::Label | Self::Body => 14.5,
            Self::Small => 12.5,
            Self::Mono => 13.5,
            Self::Number => 20.0,
        }
    }

    /// The height of one line in points.
    pub const fn line_height(self) -> f32 {
        match self {
            Self::Display => 36.0,
            Self::H1 => 32.0,
            Self::H2 | Self::Number => 26.0,
            Self::Label | Self::Mono => 20.0,
            Self::Body => 22.0,
            Self::Small => 18.0,
        }
    }

    /// The typeface and size.
    pub fn font(self) -> FontId {
        let family = match self {
            Self::Display | Self::H1 | Self::H2 | Self::Label => fonts::semibold(),
            Self::Body | Self::Small => FontFamily::Proportional,
            Self::Mono => FontFamily::Monospace,
            Self::Number => fonts::numbers(),
        };
        FontId::new(self.size(), family)
    }

    /// The name under which egui knows it.
    pub fn style(self) -> TextStyle {
        match self {
            Self::Display => TextStyle::Name("display".into()),
            Self::H1 => TextStyle::Heading,
            Self::H2 => TextStyle::Name("h2".into()),
            Self::Label => TextStyle::Button,
            Self::Body => TextStyle::Body,
            Self::Small => TextStyle::Small,
            Self::Mono => TextStyle::Monospace,
            Self::Number => TextStyle::Name("number".into()),
        }
    }

    /// Words in this kind of text.
    pub fn rich(self, words: impl Into<String>, color: Color32) -> RichText {
        RichText::new(words)
            .font(self.font())
            .line_height(Some(self.line_height()))
            .color(color)
    }
}
