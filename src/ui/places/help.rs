//! Help: where to ask, with the report at hand, and the keys that work everywhere.

use eframe::egui::Ui;

use crate::app::msg::{ExportMsg, Msg, NavigationMsg, SupportMsg};
use crate::app::state::State;
use crate::app::subjects::export::What;
use crate::app::typed::Typed;
use crate::domain::links;
use crate::protocol::places::Place;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Button, CopyButton};

/// The keys that work on every page.
const KEYS: [(&str, &str); 7] = [
    ("Ctrl+Enter", "The primary button of the page"),
    ("Alt+Left", "Back"),
    ("F1", "Explain this page"),
    ("F6", "Between the list of parts, the page and its foot"),
    ("Ctrl+F", "Ask about someone"),
    ("Ctrl+Comma", "Settings"),
    ("Ctrl+Plus, Ctrl+Minus", "Larger and smaller text"),
];

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::page_heading(
        ui,
        None,
        "Get help",
        Some("Every problem says why, and what to do about it. If that does not help, ask."),
    );
    widgets::gap(ui, space::L);
    widgets::card(ui, "Ask UserHub's support", |ui| {
        widgets::paragraph(
            ui,
            "Write to them from the UserHub Admin console, and give them the report below. It says what was set up, checked \
             and synced, and what went wrong. It holds no secret.",
        );
        let place = links::Place::Console;
        if widgets::open_page(ui, "Open UserHub", &place.link(None, None)) {
            said.push(Msg::Navigation(NavigationMsg::OpenedPage(place)));
        }
        widgets::gap(ui, space::M);
        report(ui, state, typed, said);
    });
    widgets::gap(ui, space::M);
    widgets::card(
        ui,
        "If somebody else has access to Auth0 or UserHub",
        |ui| {
            widgets::paragraph(
                ui,
                "Part 1 has a message for a colleague that says what is needed. Each step has a question that you can copy.",
            );
        },
    );
    widgets::gap(ui, space::M);
    widgets::card(ui, "Keys that work everywhere", |ui| {
        for (key, what) in KEYS {
            widgets::fact_row(ui, key, what);
        }
    });
    widgets::gap(ui, space::M);
    if widgets::secondary(ui, "About UserHub Connect").clicked() {
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::About)));
    }
}

/// The report: first its text, then where it goes.
fn report(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let Some(text) = &state.support.report else {
        if widgets::secondary(ui, "Show a report for support").clicked() {
            said.push(Msg::Support(SupportMsg::AskedForReport));
        }
        return;
    };
    widgets::paragraph(
        ui,
        "This is the whole report. Nothing is sent: you save or copy it, and give it to whoever helps you.",
    );
    widgets::gap(ui, space::S);
    let id = ui.make_persistent_id("report for support");
    widgets::code_box(ui, id, "Report for support", text);
    widgets::gap(ui, space::S);
    ui.horizontal_wrapped(|ui| {
        let save = Button::secondary("Save the report").icon(Icon::DownloadSimple);
        if save.show(ui).clicked() {
            said.push(Msg::Export(ExportMsg::Asked(What::Support)));
        }
        CopyButton::new("the report")
            .label("Copy report")
            .copy(ui, text);
        if widgets::secondary(ui, "Close the report").clicked() {
            said.push(Msg::Support(SupportMsg::PutReportAway));
        }
    });
    if state.export.what == Some(What::Support) {
        super::saving::ui(ui, &state.export, &mut typed.save_path, said);
    }
}
