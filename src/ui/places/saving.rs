//! Saving a file: where it goes, where no window of the system's has asked, and what became of it.

use eframe::egui::Ui;

use crate::app::msg::{ExportMsg, Msg};
use crate::app::request::Remote;
use crate::app::subjects::export::{Export, Report, What};
use crate::domain::report::Format;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, IssuePanel, TextField};

/// What is said beside the buttons, where it is about what stands there.
pub(super) fn ui(ui: &mut Ui, export: &Export, path: &mut String, said: &mut Vec<Msg>) {
    if export.typed {
        widgets::gap(ui, space::M);
        let field = TextField::new("path", "Where to save it")
            .hint("No file was chosen. You can type the path of a new file here.")
            .show(ui, path);
        if widgets::secondary(ui, "Save here").clicked() || field.submitted {
            said.push(Msg::Export(ExportMsg::Typed));
        }
    }
    widgets::gap(ui, space::S);
    match export.result.state() {
        Remote::NotAsked => {}
        Remote::Loading => {
            widgets::secondary_text(ui, "Saving…");
        }
        Remote::Ready(path) => {
            Banner::success(&format!("Saved to {}", path.display())).show(ui);
        }
        Remote::Failed(issue) => {
            IssuePanel::new(issue, "").without_check_again().show(ui);
        }
    }
}

/// The card that saves a report of a run in either form.
pub(super) fn report(
    ui: &mut Ui,
    report: impl Fn(Format) -> Report,
    (export, path): (&Export, &mut String),
    said: &mut Vec<Msg>,
) {
    widgets::card(ui, "Save report", |ui| {
        widgets::secondary_text(
            ui,
            "Everybody of this run who was not simply up to date, with what became of them. It names people and holds no keys.",
        );
        widgets::gap(ui, space::S);
        let labels = ["Save as CSV", "Save as HTML"];
        buttons(ui, labels, report, (export, path), said);
    });
    widgets::gap(ui, space::M);
}

/// The same in a line, where other things matter more.
pub(super) fn report_in_line(
    ui: &mut Ui,
    report: impl Fn(Format) -> Report,
    (export, path): (&Export, &mut String),
    said: &mut Vec<Msg>,
) {
    let labels = ["Save report as CSV", "Save report as HTML"];
    buttons(ui, labels, report, (export, path), said);
    widgets::gap(ui, space::M);
}

fn buttons(
    ui: &mut Ui,
    labels: [&str; 2],
    report: impl Fn(Format) -> Report,
    (export, path): (&Export, &mut String),
    said: &mut Vec<Msg>,
) {
    ui.horizontal_wrapped(|ui| {
        for (label, format) in labels.into_iter().zip([Format::Csv, Format::Html]) {
            let button = Button::secondary(label).icon(Icon::DownloadSimple);
            if button.show(ui).clicked() {
                said.push(Msg::Export(ExportMsg::Asked(What::Run(report(format)))));
            }
        }
    });
    if export.is_of_run(&report(Format::Csv)) {
        self::ui(ui, export, path, said);
    }
}
