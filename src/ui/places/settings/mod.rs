//! Settings: the saved set-ups, the keys of the open one, how the window looks, how the services are reached, how old a comparison may be, the
//! clipboard, where data and log lie, and forgetting everything. Each change holds at once and is kept by itself.

mod age;
mod ask;
mod clipboard;
mod forget;
mod keys;
mod look;
mod network;
mod setups;
mod support;

use eframe::egui::Ui;

use crate::app::msg::{Msg, SetupsMsg};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::protocol::settings::Settings;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::page_heading(
        ui,
        None,
        "Change settings",
        Some("Every change applies at once and is kept on this computer."),
    );
    widgets::gap(ui, space::L);
    if let Some(notice) = &state.setups.notice {
        Banner::warning(&notice.words).show(ui);
        widgets::gap(ui, space::M);
    }
    if let Some(issue) = &state.setups.not_written {
        super::problem_without_check(ui, issue, state, said);
        widgets::gap(ui, space::M);
    }
    super::saved::forgotten(ui, state, said);
    setups::ui(ui, state, typed, said);
    keys::ui(ui, state, said);
    let typed_settings = state.setups.typed_settings();
    let mut settings = typed_settings.clone();
    look::ui(ui, &mut settings);
    network::ui(ui, &mut settings);
    age::ui(ui, &mut settings);
    clipboard::ui(ui, &mut settings);
    if settings != typed_settings {
        said.push(change(settings));
    }
    support::ui(ui, state, said);
    forget::ui(ui, state, said);
}

fn change(settings: Settings) -> Msg {
    Msg::Setups(SetupsMsg::Changed(Box::new(settings)))
}
