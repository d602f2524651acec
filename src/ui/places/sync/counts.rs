//! The counts, which are filters too.

use eframe::egui::Ui;

use super::words::{filtered, number};
use crate::app::msg::Msg;
use crate::app::subjects::sync::Phase;
use crate::app::subjects::users::Users;
use crate::domain::roster::{Counts, Filter};
use crate::domain::tally::Tally;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Counter, Tone};

/// The counts as they are known: of the roster, or of the run while nobody was loaded yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    /// Everybody was loaded: cards, map and list count the same people.
    Roster(Counts),
    /// What the run says.
    Run(Tally),
}

impl Known {
    pub(super) fn of(phase: &Phase, people: &Users) -> Self {
        let tally = match phase {
            Phase::Planned(plan) => plan.tally,
            Phase::Running(now) => now.tally,
            Phase::Over { summary, .. } => summary.tally,
            Phase::Idle | Phase::Reading(_) => Tally::default(),
        };
        match people.map {
            Some(_) => Self::Roster(people.counts),
            None => Self::Run(tally),
        }
    }

    pub(super) fn count(&self, filter: Filter) -> u64 {
        match self {
            Self::Roster(counts) => counts.of(filter) as u64,
            Self::Run(tally) => match filter {
                Filter::Added | Filter::ToAdd => tally.added,
                Filter::Updated | Filter::ToUpdate => tally.updated,
                Filter::UpToDate => tally.up_to_date,
                Filter::Attention => tally.attention,
                Filter::OnlyInUserHub => tally.only_in_userhub,
                Filter::All | Filter::Waiting => 0,
            },
        }
    }
}

/// The filters of the cards, before and after anything was changed.
pub(super) fn five(planned: bool) -> [Filter; 5] {
    if planned {
        [
            Filter::ToAdd,
            Filter::ToUpdate,
            Filter::UpToDate,
            Filter::OnlyInUserHub,
            Filter::Attention,
        ]
    } else {
        [
            Filter::Added,
            Filter::Updated,
            Filter::UpToDate,
            Filter::OnlyInUserHub,
            Filter::Attention,
        ]
    }
}

/// The word of a filter, the same everywhere.
pub(super) fn word(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "All",
        Filter::ToAdd => "To be added",
        Filter::ToUpdate => "To be updated",
        Filter::Waiting => "Waiting",
        Filter::Added => "Added",
        Filter::Updated => "Updated",
        Filter::UpToDate => "Already up to date",
        Filter::Attention => "Need attention",
        Filter::OnlyInUserHub => "Only in UserHub",
    }
}

/// Draws the cards. Pressing the one that is on shows everybody again. Where UserHub's people could not be listed, nobody
/// knows who is there alone, and nothing is said of them.
pub(super) fn cards(
    ui: &mut Ui,
    known: &Known,
    chosen: Filter,
    (planned, listed): (bool, bool),
    said: &mut Vec<Msg>,
) {
    let looks = [
        (Icon::Plus, Tone::Added),
        (Icon::ArrowsClockwise, Tone::Updated),
        (Icon::Equals, Tone::UpToDate),
        (Icon::Database, Tone::UpToDate),
        (Icon::WarningCircle, Tone::Attention),
    ];
    let shown = |filter: &Filter| listed || *filter != Filter::OnlyInUserHub;
    let all = looks.into_iter().zip(five(planned));
    let (looks, filters): (Vec<_>, Vec<Filter>) = all.filter(|(_, filter)| shown(filter)).unzip();
    let counts: Vec<String> = filters
        .iter()
        .map(|filter| number(known.count(*filter)))
        .collect();
    let cards: Vec<Counter<'_>> = looks
        .into_iter()
        .zip(&filters)
        .zip(&counts)
        .map(|(((icon, tone), filter), count)| Counter {
            icon,
            tone,
            count,
            label: word(*filter),
        })
        .collect();
    let on = filters.iter().position(|filter| *filter == chosen);
    if let Some(pressed) = widgets::counters(ui, &cards, on) {
        let filter = filters.get(pressed).copied().unwrap_or_default();
        let filter = if filter == chosen {
            Filter::All
        } else {
            filter
        };
        said.push(filtered(filter));
    }
}
