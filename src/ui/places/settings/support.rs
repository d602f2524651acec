//! Where things lie on this computer, and the report for whoever helps.

use eframe::egui::Ui;

use crate::app::msg::{ExportMsg, Msg, SupportMsg};
use crate::app::state::State;
use crate::app::subjects::export::What;
use crate::app::subjects::support::Folder;
use crate::app::typed::Typed;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, CopyButton};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::card(ui, "Data and log", |ui| {
        for (name, button, folder) in [
            ("Data folder", "Open the data folder", Folder::Data),
            ("Log folder", "Open the log folder", Folder::Log),
        ] {
            let path = folder.path(&state.folder).display().to_string();
            widgets::fact_row(ui, name, &path);
            widgets::gap(ui, space::XS);
            if Button::secondary(button)
                .icon(Icon::ArrowSquareOut)
                .show(ui)
                .clicked()
            {
                said.push(Msg::Support(SupportMsg::AskedToOpen(folder)));
            }
            widgets::gap(ui, space::M);
        }
        if state.support.not_opened {
            Banner::warning("The folder could not be opened. Its path stands above.").show(ui);
            widgets::gap(ui, space::M);
        }
        widgets::small(
            ui,
            "The log says when the app was opened, what was checked and synced, and what went wrong. It holds no secret. The last seven \
             days on which the app was open are kept.",
        );
        widgets::gap(ui, space::M);
        report(ui, state, typed, said);
    });
    widgets::gap(ui, space::M);
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
        if widgets::secondary(ui, "Put it away").clicked() {
            said.push(Msg::Support(SupportMsg::PutReportAway));
        }
    });
    if state.export.what == Some(What::Support) {
        super::super::saving::ui(ui, &state.export, &mut typed.save_path, said);
    }
}
