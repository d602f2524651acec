//! Where things lie on this computer.

use eframe::egui::Ui;

use crate::app::msg::{Msg, SupportMsg};
use crate::app::state::State;
use crate::app::subjects::support::Folder;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
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
    });
    widgets::gap(ui, space::M);
}
