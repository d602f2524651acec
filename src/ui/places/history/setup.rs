//! A set-up of Auth0's side in History, or its undoing: its line in the list, and all of it with the way to undo it.

use eframe::egui::Ui;

use super::parts::{back, heading, moment};
use crate::app::msg::{HistoryMsg, Msg};
use crate::domain::install::{Ending, PastSetup, What};
use crate::protocol::history::SetupEntry;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, ListRow, Tone};

/// Its line in the list.
pub(super) fn row(ui: &mut Ui, entry: &SetupEntry, said: &mut Vec<Msg>) {
    let setup = &entry.setup;
    let title = format!("{}, {}", moment(setup.began_at), setup.what.words());
    let detail = format!("{} ({})", setup.result(), setup.domain);
    let undone = if entry.undone_at.is_some() {
        "Undone since"
    } else {
        ""
    };
    let row = ListRow {
        mark: Some(mark(setup)),
        title: &title,
        detail: &detail,
        end: undone,
        action: None,
        chosen: false,
    };
    if widgets::list_row(ui, &row).is_some() {
        let entry = Box::new(entry.clone());
        said.push(Msg::History(HistoryMsg::OpenedSetup(entry)));
    }
}

/// The icon and colour, by how it ended.
fn mark(setup: &PastSetup) -> (Icon, Tone) {
    match (&setup.ending, setup.what) {
        (None, _) => (Icon::Hourglass, Tone::Warning),
        (Some(Ending::Problem(_)), _) => (Icon::Warning, Tone::Danger),
        (Some(Ending::InPart), _) => (Icon::Warning, Tone::Warning),
        (Some(Ending::Stopped), _) => (Icon::Stop, Tone::Warning),
        (Some(Ending::Done | Ending::FirstHalf), What::Made) => (Icon::GearSix, Tone::Success),
        (Some(Ending::Done | Ending::FirstHalf), What::Undone) => (Icon::ArrowUUpLeft, Tone::Quiet),
    }
}

/// All of it. `busy` is whether something is going on that must not be left.
pub(super) fn ui(ui: &mut Ui, entry: &SetupEntry, busy: bool, said: &mut Vec<Msg>) {
    let setup = &entry.setup;
    let title = format!("{} of {}", setup.what.words(), moment(setup.began_at));
    heading(ui, &title);
    back(ui, said);
    ended(ui, setup);
    changes(ui, setup);
    widgets::gap(ui, space::M);
    widgets::card(ui, "About this set-up", |ui| {
        widgets::fact_row(ui, "Auth0", setup.domain.as_str());
        widgets::fact_row(ui, "Asked for", setup.way.words());
        widgets::fact_row(ui, "Begun", &moment(setup.began_at));
        if let Some(at) = setup.ended_at {
            widgets::fact_row(ui, "Ended", &moment(at));
        }
        if let Some(at) = entry.undone_at {
            widgets::fact_row(ui, "Undone", &moment(at));
        }
    });
    if entry.can_undo {
        widgets::gap(ui, space::M);
        undo(ui, busy, said);
    }
}

fn ended(ui: &mut Ui, setup: &PastSetup) {
    let words = setup.result();
    match &setup.ending {
        None => Banner::warning("It is at work now, or was cut off")
            .body("Below is what it was about to do. A look with a temporary key shows how much of it stands.")
            .show(ui),
        Some(Ending::Problem(_)) => Banner::danger(&words).show(ui),
        Some(Ending::Stopped) => Banner::warning(&words).body("What was done stays.").show(ui),
        Some(Ending::InPart) => Banner::warning(&words).show(ui),
        Some(Ending::FirstHalf | Ending::Done) => Banner::success(&words).show(ui),
    }
    for note in &setup.notes {
        widgets::gap(ui, space::S);
        Banner::info(note).show(ui);
    }
    widgets::gap(ui, space::M);
}

fn changes(ui: &mut Ui, setup: &PastSetup) {
    let title = match (&setup.ending, setup.what) {
        (None, _) => "What it was about to change",
        (Some(_), What::Made) => "What was changed in Auth0",
        (Some(_), What::Undone) => "What was put back in Auth0",
    };
    widgets::card(ui, title, |ui| {
        if setup.changes.is_empty() {
            widgets::secondary_text(ui, "Nothing.");
        }
        for change in &setup.changes {
            widgets::label(ui, &change.title);
            widgets::fact_row(ui, "Before", &change.before);
            widgets::fact_row(ui, "After", &change.after);
            widgets::gap(ui, space::S);
        }
    });
}

fn undo(ui: &mut Ui, busy: bool, said: &mut Vec<Msg>) {
    widgets::card(ui, "Undo", |ui| {
        widgets::secondary_text(
            ui,
            "Puts back exactly what was there before everything that was set up for this tenant. It needs a temporary key, \
             and shows what it would do first.",
        );
        widgets::gap(ui, space::S);
        if busy {
            widgets::secondary_text(
                ui,
                "Something is at work. Wait until it has ended, or stop it.",
            );
            return;
        }
        let button = Button::secondary("Undo this set-up").icon(Icon::ArrowUUpLeft);
        if button.show(ui).clicked() {
            said.push(Msg::History(HistoryMsg::AskedToUndo));
        }
    });
}
