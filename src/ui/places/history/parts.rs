//! What the pages of History have in common: the heading, the way back, and a moment in words.

use eframe::egui::Ui;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::msg::{HistoryMsg, Msg};
use crate::ui::theme::space;
use crate::ui::widgets;

pub(super) fn heading(ui: &mut Ui, words: &str) {
    widgets::page_heading(ui, None, words, None);
    widgets::gap(ui, space::M);
}

pub(super) fn back(ui: &mut Ui, said: &mut Vec<Msg>) {
    if widgets::secondary(ui, "All earlier syncs").clicked() {
        said.push(Msg::History(HistoryMsg::Closed));
    }
    widgets::gap(ui, space::M);
}

pub(super) fn moment(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::system());
    at.strftime("%-d %b %Y %H:%M").to_string()
}
