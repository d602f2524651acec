//! A question on the page, before something is taken away or ended. It takes the keyboard when it appears, whichever way it
//! was asked for, and gives it back to where it was. Escape gives the answer that changes nothing.

use eframe::egui::{Id, Key, Modifiers, Ui};

use super::banner::Banner;
use super::button::{Button, secondary};

/// One answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    label: &'a str,
    takes_away: bool,
}

impl<'a> Answer<'a> {
    /// One that takes something away or ends it.
    pub const fn danger(label: &'a str) -> Self {
        Self {
            label,
            takes_away: true,
        }
    }

    /// One that does not.
    pub const fn plain(label: &'a str) -> Self {
        Self {
            label,
            takes_away: false,
        }
    }
}

/// A question with its answers.
#[must_use = "nothing is drawn before `show`"]
pub struct Question<'a> {
    id: Id,
    title: &'a str,
    body: &'a str,
    answers: &'a [Answer<'a>],
    keeps: usize,
}

/// When a question was drawn last, and what had the keyboard before it appeared.
#[derive(Clone, Copy)]
struct Asked {
    frame: u64,
    before: Option<Id>,
}

impl<'a> Question<'a> {
    /// A question with the answers that it has; `keeps` is the place of the one that changes nothing.
    pub fn new(
        salt: &'static str,
        (title, body): (&'a str, &'a str),
        answers: &'a [Answer<'a>],
        keeps: usize,
    ) -> Self {
        Self {
            id: Id::unique(("question", salt)),
            title,
            body,
            answers,
            keeps,
        }
    }

    /// Draws it, and says which answer was given.
    #[track_caller]
    pub fn show(self, ui: &mut Ui) -> Option<usize> {
        let frame = ui.ctx().cumulative_frame_nr();
        let last: Option<Asked> = ui.data(|data| data.get_temp(self.id));
        let is_new = last.is_none_or(|last| last.frame + 1 < frame);
        let before = match last.filter(|_| !is_new) {
            Some(last) => last.before,
            None => ui.memory(eframe::egui::Memory::focused),
        };
        ui.data_mut(|data| data.insert_temp(self.id, Asked { frame, before }));
        let mut given = None;
        Banner::warning(self.title)
            .body(self.body)
            .alert()
            .show_with(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    for (at, answer) in self.answers.iter().enumerate() {
                        let button = if answer.takes_away {
                            Button::danger(answer.label).show(ui)
                        } else {
                            secondary(ui, answer.label)
                        };
                        if is_new && at == self.keeps {
                            button.request_focus();
                            button.scroll_to_me(None);
                        }
                        if button.clicked() {
                            given = Some(at);
                        }
                    }
                });
            });
        // What the press that asked had of this frame's keys is not an answer.
        if !is_new && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            given = Some(self.keeps);
        }
        if given.is_some() {
            ui.data_mut(|data| data.remove::<Asked>(self.id));
            if let Some(before) = before {
                ui.memory_mut(|memory| memory.request_focus(before));
            }
        }
        given
    }
}
