//! What earlier checks, syncs and set-ups did, newest first; one of them opened, frozen; and reports of it.

mod certificate;
mod parts;
mod people;
mod setup;
mod taking_back;

use eframe::egui::{ScrollArea, Ui};

use super::saving;
use crate::app::msg::{HistoryMsg, Msg, NavigationMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::app::subjects::export::{Export, Report};
use crate::app::subjects::history::History;
use crate::app::typed::Typed;
use crate::domain::history::{Ending, Kind, PastRun, difference, took_in_words};
use crate::domain::issue::thousands;
use crate::protocol::history::{Entry, Line, Opened};
use crate::protocol::places::Place;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Counter, IssuePanel, LIST_ROW, ListRow, Tone};

use parts::{back, heading, moment};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let busy = state.sync.is_busy() || state.automatic.is_busy();
    let history = &state.history;
    if let Some(entry) = &history.setup {
        setup::ui(ui, entry, busy, said);
        return;
    }
    match history.open.state() {
        Remote::NotAsked => list(ui, history, said),
        Remote::Loading => {
            heading(ui, "Look at an earlier sync");
            widgets::secondary_text(ui, "Opening…");
        }
        Remote::Failed(issue) => {
            heading(ui, "Look at an earlier sync");
            back(ui, said);
            IssuePanel::new(issue, "").without_check_again().show(ui);
        }
        Remote::Ready(opened) => {
            let before = before(history.entries.state(), &opened.entry);
            run(
                ui,
                opened,
                before,
                (&state.export, &mut typed.save_path),
                said,
            );
            taking_back::ui(ui, state, opened, said);
            people::people(
                ui,
                opened,
                &mut typed.past_people,
                history.sought.latest(),
                said,
            );
        }
    }
}

fn list(ui: &mut Ui, history: &History, said: &mut Vec<Msg>) {
    let why = "What earlier checks, syncs and set-ups did, newest first.";
    widgets::page_heading(ui, None, "Look at earlier syncs", Some(why));
    widgets::gap(ui, space::M);
    match history.entries.state() {
        Remote::NotAsked | Remote::Loading => {
            widgets::secondary_text(ui, "Looking…");
        }
        Remote::Failed(issue) => {
            if IssuePanel::new(issue, "").show(ui).is_some() {
                said.push(Msg::Navigation(NavigationMsg::WentTo(Place::History)));
            }
        }
        Remote::Ready(entries) if entries.is_empty() => {
            let body = "Your first sync will appear here.";
            let icon = Icon::ClockCounterClockwise;
            widgets::empty_state(ui, icon, "Nothing here yet.", body, None);
        }
        Remote::Ready(entries) => lines(ui, entries, said),
    }
}

fn lines(ui: &mut Ui, lines: &[Line], said: &mut Vec<Msg>) {
    let mut connections = lines.iter().filter_map(|line| match line {
        Line::Run(entry) => Some(&entry.connection),
        Line::Setup(_) | Line::Unreadable(_) => None,
    });
    let first = connections.next();
    let several = connections.any(|connection| Some(connection) != first);
    // They come first, and are told in whole above the list, whose rows have no room for it.
    let unreadable = lines.iter().map_while(|line| match line {
        Line::Unreadable(issue) => Some(issue),
        Line::Run(_) | Line::Setup(_) => None,
    });
    let mut rows = lines;
    for issue in unreadable {
        let body = format!("{} {}", issue.why, issue.window_fix());
        Banner::danger(&issue.what).body(&body).show(ui);
        widgets::gap(ui, space::S);
        rows = rows.get(1..).unwrap_or_default();
    }
    let height = ui.available_height().max(LIST_ROW * 8.0);
    ScrollArea::vertical()
        .id_salt("runs")
        .auto_shrink([false, true])
        .max_height(height)
        .show_rows(ui, LIST_ROW, rows.len(), |ui, seen| {
            for line in rows.get(seen).unwrap_or_default() {
                match line {
                    Line::Run(entry) => run_row(ui, entry, several, said),
                    Line::Setup(entry) => setup::row(ui, entry, said),
                    Line::Unreadable(_) => {}
                }
            }
        });
}

fn run_row(ui: &mut Ui, entry: &Entry, several: bool, said: &mut Vec<Msg>) {
    let title = format!(
        "{}, {}",
        moment(entry.run.started_at),
        entry.run.kind.words()
    );
    let whose = if several {
        format!("{} ({})", entry.run.result(), entry.auth0)
    } else {
        entry.run.result()
    };
    let took = entry.run.effort.map(|effort| took_in_words(effort.took));
    let row = ListRow {
        mark: Some(mark(&entry.run)),
        title: &title,
        detail: &whose,
        end: took.as_deref().unwrap_or_default(),
        action: None,
        chosen: false,
    };
    if widgets::list_row(ui, &row).is_some() {
        let did = HistoryMsg::Opened(entry.profile.clone(), entry.run.id);
        said.push(Msg::History(did));
    }
}

/// The icon and colour of a run, by how it ended.
fn mark(run: &PastRun) -> (Icon, Tone) {
    let attention =
        run.counts.is_some_and(|counts| counts.tally.attention > 0) || run.falls_short();
    match (&run.ending, run.kind) {
        (Ending::AtWork, _) => (Icon::Hourglass, Tone::Accent),
        (Ending::Problem(_), _) => (Icon::Warning, Tone::Danger),
        (Ending::Stopped, _) => (Icon::Stop, Tone::Warning),
        (Ending::Done, _) if attention => (Icon::WarningCircle, Tone::Warning),
        (Ending::Done, Kind::Check) => (Icon::ListChecks, Tone::Quiet),
        (Ending::Done, _) => (Icon::CheckCircle, Tone::Success),
    }
}

/// The sync of the same connection that came to its end last before this one.
fn before<'a>(entries: &'a Remote<Vec<Line>>, entry: &Entry) -> Option<&'a PastRun> {
    if entry.run.kind != Kind::Sync {
        return None;
    }
    let earlier = entries.ready()?.iter().filter_map(|line| match line {
        Line::Run(other) => Some(other),
        Line::Setup(_) | Line::Unreadable(_) => None,
    });
    earlier
        .filter(|other| other.profile == entry.profile && other.run.kind == Kind::Sync)
        .map(|other| &other.run)
        .filter(|run| run.ending == Ending::Done && run.started_at < entry.run.started_at)
        .max_by_key(|run| run.started_at)
}

fn run(
    ui: &mut Ui,
    opened: &Opened,
    before: Option<&PastRun>,
    (export, path): (&Export, &mut String),
    said: &mut Vec<Msg>,
) {
    let run = &opened.entry.run;
    let title = format!("{} of {}", run.kind.words(), moment(run.started_at));
    heading(ui, &title);
    back(ui, said);
    ended(ui, run);
    // What was done to people beside syncing them is in the sentence above.
    if let Some(counts) = run.counts.filter(|_| !run.is_deed()) {
        let done = run.kind != Kind::Check;
        let tally = if done { counts.tally } else { counts.planned() };
        counters(
            ui,
            done,
            [
                tally.added,
                tally.updated,
                tally.up_to_date,
                tally.only_in_userhub,
                tally.attention,
            ],
        );
    }
    certificate::ui(ui, run);
    widgets::card(ui, "About this run", |ui| facts(ui, opened, before));
    widgets::gap(ui, space::M);
    let report = |format| Report {
        profile: opened.entry.profile.clone(),
        run: run.id,
        at: run.started_at,
        format,
    };
    saving::report(ui, report, (export, path), said);
    attention(ui, opened);
}

fn ended(ui: &mut Ui, run: &PastRun) {
    let words = run.result();
    match &run.ending {
        Ending::AtWork => Banner::info(&words).show(ui),
        Ending::Problem(trouble) => {
            let body = format!("{} {}", trouble.why, trouble.fix);
            Banner::danger(&words).body(body.trim()).show(ui);
        }
        Ending::Stopped => Banner::warning(&words)
            .body("What was done stays.")
            .show(ui),
        Ending::Done if run.kind == Kind::Verify && !run.falls_short() => {
            Banner::success(&words)
                .body("Nothing was changed.")
                .show(ui);
        }
        Ending::Done if run.falls_short() => Banner::warning(&words).show(ui),
        Ending::Done if run.kind == Kind::Check => {
            Banner::info(&words).body("Nothing was changed.").show(ui);
        }
        Ending::Done => match run.counts.map_or(0, |counts| counts.tally.attention) {
            0 => Banner::success(&words).show(ui),
            _ => Banner::warning(&words).show(ui),
        },
    }
    widgets::gap(ui, space::M);
}

fn counters(ui: &mut Ui, done: bool, counts: [u64; 5]) {
    let counts = counts.map(thousands);
    let words = if done {
        [
            "Added",
            "Updated",
            "Already up to date",
            "Only in UserHub",
            "Need attention",
        ]
    } else {
        [
            "To add",
            "To update",
            "Already up to date",
            "Only in UserHub",
            "Need attention",
        ]
    };
    let looks = [
        (Icon::Plus, Tone::Success),
        (Icon::ArrowsClockwise, Tone::Accent),
        (Icon::Equals, Tone::Quiet),
        (Icon::Database, Tone::Quiet),
        (Icon::WarningCircle, Tone::Danger),
    ];
    let cards: Vec<Counter<'_>> = looks
        .into_iter()
        .zip(&counts)
        .zip(words)
        .map(|(((icon, tone), count), label)| Counter {
            icon,
            tone,
            count,
            label,
        })
        .collect();
    widgets::counters(ui, &cards, None);
    widgets::gap(ui, space::M);
}

fn facts(ui: &mut Ui, opened: &Opened, before: Option<&PastRun>) {
    let (entry, run) = (&opened.entry, &opened.entry.run);
    if let Some((earlier, then, now)) =
        before.and_then(|earlier| Some((earlier, earlier.counts?, run.counts?)))
    {
        let words = difference(&now, &then).unwrap_or_else(|| "Nothing is different".to_owned());
        let label = format!("Since {}", moment(earlier.started_at));
        widgets::fact_row(ui, &label, &words);
    }
    widgets::fact_row(ui, "Auth0", &entry.auth0);
    widgets::fact_row(ui, "Connection", &entry.connection);
    widgets::fact_row(ui, "Begun", &moment(run.started_at));
    if let Some(ended) = run.ended_at {
        widgets::fact_row(ui, "Ended", &moment(ended));
    }
    match run.effort {
        Some(effort) => {
            widgets::fact_row(ui, "Time at work", &took_in_words(effort.took));
            let requests = format!(
                "{} to Auth0, {} to UserHub",
                thousands(effort.auth0_requests),
                thousands(effort.userhub_requests)
            );
            widgets::fact_row(ui, "Requests", &requests);
        }
        None => widgets::fact_row(ui, "Time and requests", "Not known: it was cut off"),
    }
    if let Some(pace) = run.pace {
        widgets::fact_row(ui, "Pace", &pace.words());
    }
}

fn attention(ui: &mut Ui, opened: &Opened) {
    if opened.reasons.is_empty() {
        return;
    }
    widgets::card(ui, "Need attention", |ui| {
        for (reason, fix, people) in &opened.reasons {
            widgets::label(ui, &format!("{reason} ({})", thousands(*people)));
            widgets::secondary_text(ui, fix);
            widgets::gap(ui, space::S);
        }
    });
    widgets::gap(ui, space::M);
}
