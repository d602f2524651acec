//! The sync: check first, the counts, the run, and who needs attention.

use eframe::egui::Ui;

use crate::app::event::{End, Summary, Waiting};
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::app::syncing::{Person, Phase};
use crate::domain::tally::{Tally, in_words};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Counter, Progress, Tone};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let from = state
        .known()
        .domain
        .map_or_else(|| "Auth0".to_owned(), |domain| domain.to_string());
    let why = format!("From {from} to UserHub. Nobody is deleted.");
    widgets::page_heading(ui, None, "Sync users", Some(&why));
    widgets::gap(ui, space::L);
    if let Some((_, issue)) = &state.mistake {
        Banner::warning(&issue.what)
            .body("Finish the parts at the left first, or start with practice.")
            .show(ui);
        widgets::gap(ui, space::M);
    }
    match &state.sync.phase {
        Phase::Idle => empty(ui),
        Phase::Reading(reading) => {
            let read = format!(
                "{} read from Auth0, {} from UserHub",
                reading.auth0, reading.userhub
            );
            progress(ui, state, "Reading users…", &read, reading.waiting.as_ref());
        }
        Phase::Planned(plan) => {
            planned(ui, plan);
            counters(
                ui,
                &plan.tally,
                [
                    "To add",
                    "To update",
                    "Already up to date",
                    "Need attention",
                ],
            );
        }
        Phase::Running(now) => {
            let done = match now.left {
                Some(left) => format!("{} of {}, {}", now.done, now.of, in_words(left)),
                None => format!("{} of {}", now.done, now.of),
            };
            progress(
                ui,
                state,
                "Adding users to UserHub…",
                &done,
                now.waiting.as_ref(),
            );
            counters(ui, &now.tally, DONE);
        }
        Phase::Over { summary, end } => {
            over(ui, summary, end, said);
            counters(ui, &summary.tally, DONE);
        }
    }
    attention(ui, state);
}

const DONE: [&str; 4] = ["Added", "Updated", "Already up to date", "Need attention"];

fn empty(ui: &mut Ui) {
    let body = "Start with a check. It shows what would change and changes nothing.";
    widgets::empty_state(ui, Icon::ListChecks, "No sync yet", body, None);
}

fn progress(ui: &mut Ui, state: &State, title: &str, detail: &str, waiting: Option<&Waiting>) {
    widgets::card(ui, title, |ui| {
        Progress::new("sync", title, Some(state.sync.bar))
            .words(detail, "")
            .show(ui);
        match waiting {
            Some(Waiting::SlowedDown { service, left }) => {
                let words = format!(
                    "{service} asked us to slow down. Going on in {} seconds.",
                    left.as_secs() + 1
                );
                Banner::warning(&words).show(ui);
            }
            Some(Waiting::Limit {
                service,
                per_second,
            }) => {
                widgets::secondary_text(
                    ui,
                    &format!("{service} allows {per_second:.1} requests a second."),
                );
            }
            Some(Waiting::Export { .. }) => {
                widgets::secondary_text(ui, "Auth0 is writing the list of everybody.");
            }
            None => {}
        }
    });
    widgets::gap(ui, space::M);
}

fn planned(ui: &mut Ui, plan: &crate::app::event::Plan) {
    let Tally {
        added,
        updated,
        up_to_date,
        attention,
        ..
    } = plan.tally;
    let title = if plan.open == 0 {
        "Everybody is up to date".to_owned()
    } else if plan.continued {
        format!(
            "{} people are left of the sync that was interrupted",
            plan.open
        )
    } else {
        format!("{added} people would be added and {updated} updated")
    };
    let body = format!(
        "{up_to_date} are already up to date, {attention} need attention. Nobody would be removed."
    );
    Banner::info(&title).body(&body).show(ui);
    widgets::gap(ui, space::M);
}

fn over(ui: &mut Ui, summary: &Summary, end: &End, said: &mut Vec<Msg>) {
    let Tally {
        added,
        updated,
        up_to_date,
        attention,
        ..
    } = summary.tally;
    let here = added + updated + up_to_date;
    let title = format!("{here} of {} people are in UserHub", summary.read_auth0);
    match end {
        End::Done if attention == 0 => Banner::success(&title).show(ui),
        End::Done => Banner::warning(&format!("{title}. {attention} need attention.")).show(ui),
        End::Interrupted => Banner::info("Stopped")
            .body("What is done stays. Check again to go on from the same place.")
            .show(ui),
        End::Problem(issue) => super::problem(ui, issue, said, Msg::AskedToCompare),
    }
    widgets::gap(ui, space::M);
}

fn counters(ui: &mut Ui, tally: &Tally, words: [&str; 4]) {
    let counts = [
        tally.added,
        tally.updated,
        tally.up_to_date,
        tally.attention,
    ]
    .map(|count| count.to_string());
    let looks = [
        (Icon::Plus, Tone::Success),
        (Icon::ArrowsClockwise, Tone::Accent),
        (Icon::Equals, Tone::Quiet),
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

/// Who needs attention, grouped by reason.
fn attention(ui: &mut Ui, state: &State) {
    let people = &state.sync.attention;
    if people.is_empty() {
        return;
    }
    let mut reasons: Vec<&str> = people.iter().map(|person| person.reason.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    widgets::card(ui, "Need attention", |ui| {
        for reason in reasons {
            let with: Vec<&Person> = people
                .iter()
                .filter(|person| person.reason == reason)
                .collect();
            widgets::label(ui, &format!("{reason} ({})", with.len()));
            for person in with.iter().take(5) {
                widgets::mono(ui, &person.id);
            }
            if let Some(first) = with.first() {
                widgets::secondary_text(ui, &first.fix);
            }
            widgets::gap(ui, space::M);
        }
    });
}
