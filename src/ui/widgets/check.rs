//! The list of checks: each waits, is being made, and comes to a result that stays.

use std::time::Duration;

use eframe::egui::Ui;
use eframe::egui::accesskit::Role;

use crate::protocol::checks::CheckState;
use crate::ui::theme::{Text, palette, reduced_motion, size, space};

use super::{Status, access, status, text};

/// How one check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckMark {
    /// Its turn has not come.
    Waiting,
    /// It is being made.
    Checking,
    /// It was seen to work.
    Passed,
    /// It works, and something is worth knowing.
    Note,
    /// It could not be proved yet, and nothing says that it is wrong.
    NotProved,
    /// It was not made, because an earlier one did not pass.
    NotChecked,
    /// It does not work.
    Problem,
}

impl From<CheckState> for CheckMark {
    fn from(state: CheckState) -> Self {
        match state {
            CheckState::Passed => Self::Passed,
            CheckState::Note => Self::Note,
            CheckState::NotProved => Self::NotProved,
            CheckState::NotChecked => Self::NotChecked,
            CheckState::Problem => Self::Problem,
        }
    }
}

impl CheckMark {
    const fn status(self) -> Status {
        match self {
            Self::Waiting | Self::NotChecked => Status::NotStarted,
            Self::Checking => Status::Checking,
            Self::Passed => Status::Done,
            Self::Note => Status::Note,
            Self::NotProved => Status::InProgress,
            Self::Problem => Status::Problem,
        }
    }

    /// The word beside the check's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Checking => "Checking…",
            Self::Passed => "Passed",
            Self::Note => "Note",
            Self::NotProved => "Not proved yet",
            Self::NotChecked => "Not checked",
            Self::Problem => "There is a problem",
        }
    }
}

/// Draws one check: what is checked, how it stands, and what was seen.
pub fn check_row(ui: &mut Ui, mark: CheckMark, name: &str, detail: &str) {
    let word = word(ui, mark, name);
    let spoken = format!("{name}: {word}");
    ui.push_id(name, |ui| told(ui, mark, (name, &word, &spoken), detail));
}

fn told(ui: &mut Ui, mark: CheckMark, (name, word, spoken): (&str, &str, &str), detail: &str) {
    access::live(ui, Role::Status, spoken, |ui| {
        let palette = palette(ui);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            status::mark(ui, mark.status(), size::ICON_TEXT);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut job = text::job(name, palette.text);
                let tone = mark.status().tone().color(palette);
                let format = text::format(Text::Label, Text::Body.line_height(), tone);
                job.append(word, space::M, format);
                text::drawn(ui, job);
                if !detail.is_empty() {
                    text::marked(ui, detail, palette.text_secondary);
                }
            });
        });
    });
}

/// The word of a check. Where nothing may turn, the seconds count instead.
fn word(ui: &Ui, mark: CheckMark, name: &str) -> String {
    let id = ui.make_persistent_id(("check since", name));
    if mark != CheckMark::Checking {
        ui.data_mut(|data| data.remove::<f64>(id));
        return mark.word().to_owned();
    }
    let now = ui.input(|input| input.time);
    let since = ui.data_mut(|data| *data.get_temp_mut_or(id, now));
    if !reduced_motion(ui) {
        return mark.word().to_owned();
    }
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    format!("{} {:.0} s", mark.word(), (now - since).floor())
}
