//! The people of an earlier run: all of them, or those who are looked for.

use eframe::egui::{ScrollArea, Ui};

use crate::app::msg::{HistoryMsg, Msg};
use crate::app::subjects::history::Sought;
use crate::domain::history::{Kind, PastOutcome, PastPerson, People, Query, Which};
use crate::domain::issue::thousands;
use crate::protocol::history::{Opened, SHOWN_PEOPLE};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, LIST_ROW, ListRow, TextField, Tone};

/// The people, the ways to find some of them, and those who were found.
pub(super) fn people(
    ui: &mut Ui,
    opened: &Opened,
    query: &mut Query,
    sought: Option<&Sought>,
    said: &mut Vec<Msg>,
) {
    widgets::card_heading(ui, "People");
    let all = match opened.entry.run.people {
        People::Cleared => {
            widgets::secondary_text(
                ui,
                "The list of this run's people is not kept any longer, to save room.",
            );
            return;
        }
        People::Kept(0) => {
            widgets::secondary_text(
                ui,
                "Everybody was simply up to date, or nobody was looked at.",
            );
            return;
        }
        People::Kept(all) => all,
    };
    seek(ui, opened.entry.run.kind, query, said);
    let (people, of) = match sought {
        Some(sought) => (&sought.people, sought.all),
        None => (&opened.people, all),
    };
    let shown = people.len() as u64;
    let words = match (sought.is_some(), shown < of) {
        (true, _) if of == 0 => "Nobody is here.".to_owned(),
        (true, false) if of == 1 => "1 person.".to_owned(),
        (true, false) => format!("{} people.", thousands(of)),
        (_, true) => format!(
            "The first {} of {} who were not simply up to date. A report names everybody.",
            thousands(SHOWN_PEOPLE as u64),
            thousands(of)
        ),
        (false, false) => "Everybody who was not simply up to date.".to_owned(),
    };
    widgets::secondary_text(ui, &words);
    ScrollArea::vertical()
        .id_salt("people of a run")
        .auto_shrink([false, true])
        .max_height(LIST_ROW * 10.0)
        .show_rows(ui, LIST_ROW, people.len(), |ui, seen| {
            for person in people.get(seen).unwrap_or_default() {
                person_row(ui, person);
            }
        });
}

fn seek(ui: &mut Ui, kind: Kind, query: &mut Query, said: &mut Vec<Msg>) {
    let name = "Search by name, email or ID";
    let before = query.which;
    let field = TextField::search("people of a run", name).show(ui, &mut query.text);
    widgets::gap(ui, space::S);
    ui.horizontal_wrapped(|ui| {
        for &which in Which::of(kind) {
            let on = query.which == which;
            if widgets::filter_chip(ui, which.words(), "", on).clicked() {
                query.which = which;
            }
        }
    });
    widgets::gap(ui, space::S);
    if query.which != before || field.settled || field.submitted {
        said.push(Msg::History(HistoryMsg::Sought));
    }
}

fn person_row(ui: &mut Ui, person: &PastPerson) {
    let (name, email) = (person.name.as_deref(), person.email.as_deref());
    let called = [name, email].into_iter().flatten();
    let title = called
        .clone()
        .find(|text| !text.trim().is_empty())
        .unwrap_or(&person.id);
    let detail = if person.reason.is_empty() {
        email.filter(|email| *email != title).unwrap_or_default()
    } else {
        &person.reason
    };
    let mark = match person.outcome {
        Some(PastOutcome::Added) => (Icon::Plus, Tone::Success),
        Some(PastOutcome::Updated) => (Icon::ArrowsClockwise, Tone::Accent),
        Some(PastOutcome::UpToDate) => (Icon::Equals, Tone::Quiet),
        Some(PastOutcome::Attention | PastOutcome::Missing) => (Icon::WarningCircle, Tone::Danger),
        Some(PastOutcome::Different) => (Icon::ArrowsClockwise, Tone::Warning),
        Some(PastOutcome::Kept | PastOutcome::Unknown) => (Icon::WarningCircle, Tone::Warning),
        Some(PastOutcome::Left | PastOutcome::OnlyInUserHub) => (Icon::User, Tone::Quiet),
        Some(PastOutcome::Disabled | PastOutcome::Marked | PastOutcome::TakenBack) => {
            (Icon::User, Tone::Warning)
        }
        Some(PastOutcome::Enabled | PastOutcome::Restored) => (Icon::Check, Tone::Success),
        None => (Icon::CircleDashed, Tone::Quiet),
    };
    let row = ListRow {
        mark: Some(mark),
        title,
        detail,
        end: person.words(),
        action: None,
        chosen: false,
    };
    widgets::list_row(ui, &row);
}
