//! About: which version this is, what it sends where, where it keeps what, what is new, and whose work is in it.

use eframe::egui::{ScrollArea, Ui};

use crate::app::msg::{AboutMsg, Msg};
use crate::app::state::State;
use crate::app::subjects::about::VERSION;
use crate::app::subjects::support::Folder;
use crate::domain::releases::{self, Release};
use crate::ui::theme::{Text, space};
use crate::ui::widgets::{self, Banner};

/// All licences, as packages bring them too.
const LICENCES: &str = include_str!("../../../assets/licences.txt");

/// What goes where.
const SENT: [(&str, &str); 3] = [
    (
        "To Auth0",
        "Your Client ID and Client Secret, to sign in to your tenant; questions about its users; and the changes of the set-up \
         that you have agreed to. A long list of users is fetched from the address that Auth0 gives for it.",
    ),
    (
        "To UserHub",
        "Your API key, to sign in; questions about its users; whom it should fetch from Auth0, by their Auth0 id; and what you have decided about people \
         who left: to disable, mark for deletion or bring back whom.",
    ),
    (
        "To nobody else",
        "No statistics, no reports of errors, no look for a newer version.",
    ),
];

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let version = format!("Version {VERSION}");
    widgets::page_heading(ui, None, "About UserHub Connect", Some(&version));
    widgets::gap(ui, space::L);
    widgets::card(ui, "What is sent where", |ui| {
        for (to, what) in SENT {
            widgets::fact_row(ui, to, what);
        }
    });
    widgets::gap(ui, space::M);
    widgets::card(ui, "Where it keeps what", |ui| {
        let data = Folder::Data.path(&state.folder).display().to_string();
        let log = Folder::Log.path(&state.folder).display().to_string();
        for (what, place) in [
            ("Set-ups, progress and History", data.as_str()),
            ("Log of the last seven days", &log),
            ("Keys", "Your computer's password store, and nowhere else"),
        ] {
            widgets::fact_row(ui, what, place);
        }
    });
    widgets::gap(ui, space::M);
    for release in releases::all() {
        widgets::card(ui, &heading(&release), |ui| news(ui, &[release]));
        widgets::gap(ui, space::M);
    }
    widgets::card(ui, "Licences", |ui| licences(ui, state, said));
}

fn heading(release: &Release<'_>) -> String {
    format!("New in {} ({})", release.version, release.day)
}

fn news(ui: &mut Ui, releases: &[Release<'_>]) {
    for line in releases.iter().flat_map(Release::news) {
        ui.horizontal_top(|ui| {
            widgets::paragraph(ui, "•");
            ui.vertical(|ui| widgets::paragraph(ui, line));
        });
    }
}

fn licences(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::paragraph(
        ui,
        "UserHub Connect may be used under the MIT licence or the Apache License 2.0, as you like. It is made with the work of \
         many others.",
    );
    widgets::gap(ui, space::S);
    let label = if state.about.licences {
        "Hide their licences"
    } else {
        "Show their licences"
    };
    if widgets::secondary(ui, label).clicked() {
        said.push(Msg::About(AboutMsg::ToggledLicences));
    }
    if state.about.licences {
        widgets::gap(ui, space::S);
        // Thousands of lines: only those that are seen are drawn.
        let lines: Vec<&str> = LICENCES.lines().collect();
        let height = Text::Small.line_height();
        ScrollArea::both()
            .id_salt("licences")
            .max_height(20.0 * height)
            .auto_shrink(false)
            .show_rows(ui, height, lines.len(), |ui, shown| {
                for line in &lines[shown] {
                    widgets::small(ui, if line.is_empty() { " " } else { line });
                }
            });
    }
}

/// What is new since the last start, until it is read.
pub(super) fn banner(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let Some(before) = &state.about.news_since else {
        return;
    };
    let title = format!("This is version {VERSION} now; it was {before}");
    let read = Banner::info(&title).show_with(ui, |ui| {
        news(ui, &releases::since(before));
        widgets::gap(ui, space::S);
        widgets::secondary(ui, "Close").clicked()
    });
    if read {
        said.push(Msg::About(AboutMsg::ReadNews));
    }
    widgets::gap(ui, space::M);
}
