//! Who needs attention, grouped by reason, each group with the button that fixes it.

use eframe::egui::Ui;

use super::words::{look_at, need_attention, number};
use crate::app::msg::{Msg, SyncMsg, UsersMsg};
use crate::domain::roster::Filter;
use crate::protocol::users::Group;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, ListRow, Tone};

pub(super) fn attention(ui: &mut Ui, groups: &[Group], said: &mut Vec<Msg>) {
    if groups.is_empty() {
        return;
    }
    let count = groups.iter().map(|group| group.count).sum();
    let title = match count {
        1 => "1 person needs attention".to_owned(),
        count => format!("{} people need attention", number(count)),
    };
    widgets::card(ui, &title, |ui| {
        for (at, each) in groups.iter().enumerate() {
            if at > 0 {
                widgets::divider(ui);
            }
            group(ui, each, said);
        }
    });
    widgets::gap(ui, space::M);
}

fn group(ui: &mut Ui, group: &Group, said: &mut Vec<Msg>) {
    let title = format!("{} ({})", group.reason, number(group.count));
    widgets::label(ui, &title);
    widgets::secondary_text(ui, &group.fix);
    for person in &group.first {
        let row = ListRow {
            mark: Some((Icon::WarningCircle, Tone::Attention)),
            title: &person.called,
            detail: &person.also,
            end: "",
            action: Some("Look"),
            chosen: false,
        };
        if widgets::list_row(ui, &row).is_some() {
            said.push(Msg::Users(UsersMsg::Opened(person.id.clone())));
        }
    }
    ui.horizontal_wrapped(|ui| {
        if group.again {
            let name = format!("Try these again: {}", group.reason);
            let button = widgets::Button::secondary("Try these again").named(&name);
            if button.show(ui).clicked() {
                said.push(Msg::Sync(SyncMsg::TryAgain(group.reason.clone())));
            }
        } else {
            let name = format!("Check again: {}", group.reason);
            let button = widgets::Button::secondary("Check again").named(&name);
            if button.show(ui).clicked() {
                said.push(Msg::Sync(SyncMsg::Compare));
            }
        }
        let unseen = group.count.saturating_sub(group.first.len() as u64);
        if unseen > 0 {
            let label = format!("Show all: {}", need_attention(group.count));
            if widgets::link(ui, &label).clicked() {
                said.push(look_at(Filter::Attention));
            }
        }
    });
}
