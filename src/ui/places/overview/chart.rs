//! What was brought over in the last days, a bar a day, and as words for whoever does not see it.

use eframe::egui::Ui;

use crate::app::state::State;
use crate::domain::issue::thousands;
use crate::domain::overview::{Day, Glance, days};
use crate::ui::widgets::{self, Bar};

pub(super) fn ui(ui: &mut Ui, state: &State, glance: Option<&Glance>) {
    widgets::card(ui, "The last 30 days", |ui| {
        let (activity, looked) = glance.map_or((&[][..], &[][..]), |glance| {
            (&glance.activity[..], &glance.looked[..])
        });
        let days = days(activity, looked, state.now, &state.zone);
        let bars: Vec<Bar> = days.iter().map(bar).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return;
        };
        let ends = (date(first), date(last));
        widgets::bars(
            ui,
            "The last 30 days",
            &summary(&days),
            (&ends.0, &ends.1),
            &bars,
            |at| days.get(at).map_or_else(String::new, words),
        );
    });
}

const fn bar(day: &Day) -> Bar {
    Bar {
        added: day.added,
        updated: day.updated,
        left: day.left,
        is_known: day.is_compared,
    }
}

fn date(day: &Day) -> String {
    day.date.strftime("%-d %b").to_string()
}

/// One day: `23 Nov: 4 added, 12 updated, 1 left Auth0`.
fn words(day: &Day) -> String {
    let date = day.date.strftime("%A, %-d %B");
    if !day.is_compared {
        return format!("{date}: not compared");
    }
    if day.all() == 0 {
        return format!("{date}: nothing to bring over");
    }
    format!("{date}: {}", counts(day.added, day.updated, day.left))
}

fn counts(added: u64, updated: u64, left: u64) -> String {
    format!(
        "{} added, {} updated, {} left Auth0",
        thousands(added),
        thousands(updated),
        thousands(left)
    )
}

/// All days together.
fn summary(days: &[Day]) -> String {
    let sum = |of: fn(&Day) -> u64| days.iter().map(of).sum::<u64>();
    let all = counts(
        sum(|day| day.added),
        sum(|day| day.updated),
        sum(|day| day.left),
    );
    let empty = days.iter().filter(|day| !day.is_compared).count();
    let empty = match empty {
        0 => String::new(),
        1 => " 1 day was not compared.".to_owned(),
        empty => format!(" {empty} days were not compared."),
    };
    format!("{all} in 30 days.{empty} The arrow keys go from day to day.")
}
