//! A state in three ways at once: an icon, a word and a colour.

use eframe::egui::{Response, Sense, Ui, Vec2};

use crate::ui::theme::{Icon, Text, palette, reduced_motion, size, space};

use super::{Tone, icon};

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It is done.
    Done,
    /// It was begun.
    InProgress,
    /// It was not begun.
    NotStarted,
    /// Something else must come first.
    NotReady,
    /// It does not work.
    Problem,
    /// It works, and something is worth knowing.
    Note,
    /// It is being looked at now.
    Checking,
    /// It waits for the person.
    Paused,
}

impl Status {
    /// The icon.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::CheckCircle,
            Self::InProgress => Icon::CircleHalf,
            Self::NotStarted => Icon::Circle,
            Self::NotReady => Icon::LockSimple,
            Self::Problem => Icon::Warning,
            Self::Note => Icon::WarningCircle,
            Self::Checking => Icon::ArrowsClockwise,
            Self::Paused => Icon::Pause,
        }
    }

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::InProgress => "In progress",
            Self::NotStarted => "Not started",
            Self::NotReady => "Not ready yet",
            Self::Problem => "There is a problem",
            Self::Note => "Note",
            Self::Checking => "Checking…",
            Self::Paused => "Paused",
        }
    }

    /// The colour, by use.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Done => Tone::Success,
            Self::InProgress | Self::Checking => Tone::Accent,
            Self::NotStarted | Self::NotReady => Tone::Quiet,
            Self::Problem => Tone::Danger,
            Self::Note | Self::Paused => Tone::Warning,
        }
    }
}

/// A line that says how something stands; `detail` stands in the place of the plain word.
pub fn status_row(ui: &mut Ui, status: Status, detail: Option<&str>) -> Response {
    ui.horizontal_top(|ui| {
        mark(ui, status, size::ICON_TEXT);
        let words = detail.unwrap_or(status.word());
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add(eframe::egui::Label::new(Text::Body.rich(words, palette(ui).text)).wrap())
    })
    .inner
}

/// Draws the icon of a status, turning while it is being checked.
pub(super) fn mark(ui: &mut Ui, status: Status, icon_size: f32) {
    let height = Text::Body.line_height();
    let (rect, _) = ui.allocate_exact_size(Vec2::new(icon_size, height), Sense::hover());
    let color = status.tone().color(palette(ui));
    if status == Status::Checking && !reduced_motion(ui) {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(40));
        let turns = ui.input(|input| input.time) / 1.4;
        #[expect(clippy::cast_possible_truncation, reason = "a part of one turn")]
        let angle = turns.fract() as f32 * std::f32::consts::TAU;
        icon::paint_turned(
            ui.painter(),
            status.icon(),
            rect.center(),
            icon_size,
            color,
            angle,
        );
    } else {
        icon::paint(ui.painter(), status.icon(), rect.center(), icon_size, color);
    }
}
