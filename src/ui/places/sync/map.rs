//! The map of everybody: shape first, colour second.

use eframe::egui::Ui;

use super::words::number;
use crate::app::msg::{Msg, UsersMsg};
use crate::app::subjects::users::Users;
use crate::domain::roster::{Filter, Person, Squares, SyncStatus};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Tile};

pub(super) fn map(ui: &mut Ui, people: &Users, said: &mut Vec<Msg>) {
    let Some(map) = &people.map else { return };
    if map.people == 0 {
        return;
    }
    let title = match map.each {
        1 => "Every square is 1 person".to_owned(),
        each => format!("Every square is {} people", number(each)),
    };
    widgets::plain_card(ui, |ui| {
        widgets::card_heading(ui, &title);
        let chosen = usize::from(people.as_list);
        let choice = widgets::segments(
            ui,
            "How everybody is shown",
            &["Map", "Show as list"],
            chosen,
        );
        if let Some(choice) = choice {
            said.push(Msg::Users(UsersMsg::ShowAsList(choice == 1)));
        }
        if people.as_list {
            widgets::secondary_text(ui, "Everybody is in the list below.");
            return;
        }
        squares(ui, people, map, said);
    });
    widgets::gap(ui, space::M);
}

fn squares(ui: &mut Ui, people: &Users, map: &Squares, said: &mut Vec<Msg>) {
    let open = people.counts.of(Filter::Waiting);
    let summary = format!(
        "{} of {} done, {}",
        number(map.people.saturating_sub(open)),
        number(map.people),
        super::words::need_attention(people.counts.of(Filter::Attention) as u64),
    );
    let pointed = people.square.map(|square| pointed(people, map, square));
    let pointed = pointed.unwrap_or_default();
    let look = |at: usize| map.squares.get(at).map_or(Tile::Waiting, |it| tile(*it));
    let count = map.squares.len();
    let response = widgets::tiles(ui, "Map of everybody", &summary, &pointed, count, look);
    if response.pointed != people.square {
        said.push(Msg::Users(UsersMsg::Pointed(response.pointed)));
    }
    if let Some(square) = response.pressed {
        said.push(Msg::Users(pressed(people, map, square)));
    }
    widgets::gap(ui, space::S);
    let words = if pointed.is_empty() {
        "Point at a square to see who it is. With the keyboard: arrows, and Enter to open."
    } else {
        &pointed
    };
    widgets::small(ui, words);
    widgets::gap(ui, space::S);
    widgets::tiles_legend(ui);
}

/// A square of one person opens them; one of several shows them in the list.
fn pressed(people: &Users, map: &Squares, square: usize) -> UsersMsg {
    let one = people
        .pointed
        .as_ref()
        .filter(|(at, _)| *at == square && map.each == 1)
        .and_then(|(_, few)| few.first());
    match one {
        Some(person) => UsersMsg::Opened(person.id.clone()),
        None => UsersMsg::Chose(Some(square)),
    }
}

/// Who stands behind a square, in words.
fn pointed(people: &Users, map: &Squares, square: usize) -> String {
    let state = map.squares.get(square).map_or("", |it| it.word());
    let few = people
        .pointed
        .as_ref()
        .filter(|(at, _)| *at == square)
        .map_or(&[][..], |(_, few)| few.as_slice());
    match (few, map.each) {
        ([], _) => state.to_owned(),
        ([one, ..], 1) => format!("{}: {}", one.called(), one.standing.word()),
        (several, each) => {
            let names: Vec<&str> = several.iter().map(Person::called).collect();
            let from = square * each + 1;
            let to = (from + each - 1).min(map.people);
            format!(
                "{state}. People {} to {}: {} …",
                number(from),
                number(to),
                names.join(", ")
            )
        }
    }
}

/// How a person's square looks.
fn tile(standing: SyncStatus) -> Tile {
    match standing {
        SyncStatus::ToAdd | SyncStatus::ToUpdate => Tile::Waiting,
        SyncStatus::Working => Tile::Working,
        SyncStatus::Added => Tile::Added,
        SyncStatus::Updated => Tile::Updated,
        SyncStatus::UpToDate | SyncStatus::Left => Tile::UpToDate,
        SyncStatus::OnlyInUserHub => Tile::OnlyInUserHub,
        SyncStatus::Attention => Tile::Attention,
    }
}
