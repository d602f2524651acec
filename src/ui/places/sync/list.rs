//! Everybody in a list: searched, filtered, newest first.

use eframe::egui::Ui;

use super::counts::{Known, five, word};
use super::words::{filtered, number};
use crate::app::msg::{Msg, UsersMsg};
use crate::app::subjects::users::Users;
use crate::domain::profile::{Field, Fields};
use crate::domain::roster::{Filter, Person, SyncStatus};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, ListRow, ScrollList, TextField, Tone};

/// How many rows are in sight at most.
const SHOWN: usize = 10;

pub(super) fn list(
    ui: &mut Ui,
    people: &Users,
    search: &mut String,
    planned: bool,
    said: &mut Vec<Msg>,
) {
    if people.map.is_none() {
        return;
    }
    widgets::card(ui, "Everybody", |ui| {
        search_field(ui, search, said);
        chips(ui, people, planned, said);
        rows(ui, people, said);
    });
}

fn search_field(ui: &mut Ui, search: &mut String, said: &mut Vec<Msg>) {
    let field = TextField::search("people", "Search by name, email or ID");
    let response = field.show(ui, search);
    if response.settled || response.submitted {
        said.push(Msg::Users(UsersMsg::Searched(search.clone())));
    }
}

fn chips(ui: &mut Ui, people: &Users, planned: bool, said: &mut Vec<Msg>) {
    let known = Known::Roster(people.shown_counts());
    ui.horizontal_wrapped(|ui| {
        let [added, updated, up_to_date, only, attention] = five(planned);
        let all = [
            Filter::All,
            added,
            updated,
            Filter::Added,
            Filter::Updated,
            up_to_date,
            attention,
            Filter::Waiting,
            only,
        ];
        for (at, filter) in all.into_iter().enumerate() {
            let count = known.count(filter);
            let needless = match filter {
                Filter::Waiting => planned || count == 0,
                // Somebody who was synced alone while the plan waits.
                Filter::Added | Filter::Updated if at > 2 => !planned || count == 0,
                Filter::OnlyInUserHub => count == 0,
                _ => false,
            };
            if needless {
                continue;
            }
            let on = people.query.filter == filter && people.query.square.is_none();
            if widgets::filter_chip(ui, word(filter), &number(count), on).clicked() {
                said.push(filtered(filter));
            }
        }
        if let Some(square) = people.query.square {
            let words = format!("Square {} of the map", number(square + 1));
            if widgets::filter_chip(ui, &words, "", true).clicked() {
                said.push(Msg::Users(UsersMsg::Chose(None)));
            }
        }
    });
}

fn rows(ui: &mut Ui, people: &Users, said: &mut Vec<Msg>) {
    let rows = people.rows();
    if rows.newer > 0 && people.stands_still() {
        let words = match rows.newer {
            1 => "1 new row".to_owned(),
            newer => format!("{} new rows", number(newer)),
        };
        if widgets::filter_chip(ui, &words, "", false).clicked() {
            said.push(Msg::Users(UsersMsg::AskedForNewest));
        }
    }
    if rows.searching {
        widgets::small(ui, "Still searching…");
    }
    if rows.total == 0 && rows.searching {
        return;
    }
    if rows.total == 0 {
        let is_filtered = people.query.filter != Filter::All;
        let words = match (people.query.search.is_empty(), is_filtered) {
            (true, false) => "Nobody is here.".to_owned(),
            (true, true) => format!("Nobody is under “{}”.", word(people.query.filter)),
            (false, false) => "Nobody has this in their name, email or ID.".to_owned(),
            (false, true) => format!(
                "Nobody under “{}” has this in their name, email or ID. {}",
                word(people.query.filter),
                elsewhere(people.shown_counts().of(Filter::All))
            ),
        };
        widgets::secondary_text(ui, &words);
        if is_filtered
            && !people.query.search.is_empty()
            && widgets::link(ui, "Search everybody").clicked()
        {
            said.push(filtered(Filter::All));
        }
        if people.query.count == 0 {
            let (from, count) = (0, SHOWN);
            said.push(Msg::Users(UsersMsg::Saw { from, count }));
        }
        return;
    }
    let to_top = people.query.from == 0;
    let list = ScrollList::new("people", "Everybody", rows.total).shown(SHOWN);
    let in_sight = list
        .to_top(to_top && !people.stands_still() && was_moved(people))
        .show(ui, |ui, at| match people.row(at) {
            Some(person) => row(ui, person, people, said),
            None => widgets::gap(ui, space::XXL),
        });
    let (from, count) = (in_sight.from, in_sight.count);
    if (from, count) != (people.query.from, people.query.count) {
        said.push(Msg::Users(UsersMsg::Saw { from, count }));
    }
}

/// How many a search finds that a filter hides.
fn elsewhere(count: usize) -> String {
    match count {
        0 => "Nor has anybody else.".to_owned(),
        1 => "1 other person has.".to_owned(),
        count => format!("{} others have.", number(count)),
    }
}

/// Whether the rows that are there are not those of the list that is wanted: it was changed, and begins at its top.
fn was_moved(people: &Users) -> bool {
    let (wanted, there) = (&people.query, &people.rows().query);
    wanted.filter != there.filter
        || wanted.search != there.search
        || wanted.square != there.square
        || wanted.finished != there.finished
}

fn row(ui: &mut Ui, person: &Person, people: &Users, said: &mut Vec<Msg>) {
    let detail = detail(person);
    let row = ListRow {
        mark: Some(mark(person.standing)),
        title: person.called(),
        detail: &detail,
        end: person.standing.word(),
        action: None,
        chosen: people.open.as_ref().is_some_and(|open| *open == person.id),
    };
    if widgets::list_row(ui, &row).is_some() {
        said.push(Msg::Users(UsersMsg::Opened(person.id.clone())));
    }
}

/// What is to be said about a person in one line.
fn detail(person: &Person) -> String {
    if !person.reason.is_empty() {
        return person.reason.clone();
    }
    let other = if person.called() == person.email {
        &person.id
    } else {
        &person.email
    };
    let differs = match person.standing {
        SyncStatus::ToUpdate | SyncStatus::Working | SyncStatus::Updated => names(person.fields),
        _ => String::new(),
    };
    match (other.is_empty(), differs.is_empty()) {
        (_, true) => other.clone(),
        (true, false) => format!("different: {differs}"),
        (false, false) => format!("{other}, different: {differs}"),
    }
}

fn names(fields: Fields) -> String {
    let names: Vec<&str> = fields.iter().map(Field::words).collect();
    names.join(", ")
}

/// The icon and colour of how a person stands.
pub(super) fn mark(standing: SyncStatus) -> (Icon, Tone) {
    match standing {
        SyncStatus::ToAdd | SyncStatus::ToUpdate => (Icon::Circle, Tone::Quiet),
        SyncStatus::Working => (Icon::CircleHalf, Tone::Accent),
        SyncStatus::Added => (Icon::Plus, Tone::Added),
        SyncStatus::Updated => (Icon::ArrowsClockwise, Tone::Updated),
        SyncStatus::UpToDate => (Icon::Equals, Tone::UpToDate),
        SyncStatus::Attention => (Icon::WarningCircle, Tone::Attention),
        SyncStatus::Left => (Icon::SignOut, Tone::Quiet),
        SyncStatus::OnlyInUserHub => (Icon::Database, Tone::Quiet),
    }
}
