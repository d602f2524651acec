//! A problem in four parts: what happened, why, how to fix it, and the buttons that lead to the fix.

use eframe::egui::{Id, Ui};

use crate::domain::issue::{Fix, Issue};
use crate::ui::theme::{palette, space};

use super::{Banner, CopyButton, code_box, details, secondary, text};

/// What was pressed in a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssuePress {
    /// One of the problem's own buttons.
    Fix(Fix),
    /// Check again.
    CheckAgain,
}

/// A problem on the page. It stays until the next try.
#[must_use = "nothing is drawn before `show`"]
pub struct IssuePanel<'a> {
    issue: &'a Issue,
    at: &'a str,
    focus: bool,
    again: bool,
}

impl<'a> IssuePanel<'a> {
    /// A problem, and the time when it was met, as it is to be read.
    pub fn new(issue: &'a Issue, at: &'a str) -> Self {
        Self {
            issue,
            at,
            focus: false,
            again: true,
        }
    }

    /// Moves the keyboard to the first button, and the panel into view. For the frame in which it appears.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Leaves Check again out, where nothing can be checked again.
    pub fn without_check_again(mut self) -> Self {
        self.again = false;
        self
    }

    /// Draws it, and says what was pressed.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) -> Option<IssuePress> {
        let body = format!(
            "**Why:** {}\n**How to fix it:** {}",
            self.issue.why,
            self.issue.window_fix()
        );
        let title = self.issue.what.as_str();
        let banner = match self.issue.code.to_string().as_str() {
            "E14" => Banner::warning(title).alert(),
            _ => Banner::danger(title),
        };
        banner.show_with(ui, |ui| {
            for line in body.lines() {
                text::marked(ui, line, palette(ui).text);
            }
            ui.add_space(space::XS);
            let pressed = self.buttons(ui);
            details(ui, ("issue", self.issue.code), "Technical details", |ui| {
                self.technical(ui);
            });
            pressed
        })
    }

    fn buttons(&self, ui: &mut Ui) -> Option<IssuePress> {
        let mut pressed = None;
        let mut first = self.focus;
        ui.horizontal_wrapped(|ui| {
            for fix in &self.issue.fixes {
                let button = secondary(ui, &fix.label());
                if std::mem::take(&mut first) {
                    button.request_focus();
                    button.scroll_to_me(None);
                }
                if button.clicked() {
                    pressed = Some(IssuePress::Fix(fix.clone()));
                }
            }
            let has_own = self.issue.fixes.iter().any(|fix| {
                matches!(
                    fix,
                    Fix::TryAgain | Fix::CheckAgain | Fix::UnlockAndTryAgain | Fix::WatchAgain
                )
            });
            if self.again && !has_own && secondary(ui, "Check again").clicked() {
                pressed = Some(IssuePress::CheckAgain);
            }
        });
        pressed
    }

    fn technical(&self, ui: &mut Ui) {
        let words = self.technical_words();
        code_box(
            ui,
            Id::unique(("issue details", self.issue.code)),
            "Technical details",
            &words,
        );
        CopyButton::new("the technical details")
            .label("Copy details")
            .copy(ui, &words);
    }

    fn technical_words(&self) -> String {
        let mut words = format!("{} · {}", self.issue.code, self.at);
        if let Some(detail) = &self.issue.detail {
            words.push('\n');
            words.push_str(detail);
        }
        words
    }
}
