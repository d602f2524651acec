//! What is going on: one bar with words, what it waits for, Pause and Stop, and the speed.

use std::collections::VecDeque;
use std::time::Duration;

use eframe::egui::{Align, Layout, Ui};
use jiff::Timestamp;

use super::words::number;
use crate::app::msg::{Msg, SyncMsg};
use crate::protocol::sync::Waiting;
use crate::ui::theme::{Icon, space};
use crate::ui::times;
use crate::ui::widgets::{self, Banner, Button, Progress};

/// What the bar shows.
pub(super) struct Bar<'a> {
    /// Which sync it is of: each begins at 0.
    pub(super) number: u64,
    /// What is being done.
    pub(super) title: &'a str,
    /// How far it is, from 0 to 1.
    pub(super) part: f32,
    /// How many of how many.
    pub(super) done: &'a str,
    /// How long it will take, where that can be said.
    pub(super) left: &'a str,
    /// A person wants a pause.
    pub(super) paused: bool,
    /// Whether there is a pause to be had.
    pub(super) may_pause: bool,
    /// What becomes of it as the person wants it now.
    pub(super) note: &'a str,
    /// What sets the pace.
    pub(super) waiting: Option<&'a Waiting>,
    /// The time of the present frame.
    pub(super) now: Timestamp,
    /// People a second, over time.
    pub(super) rates: &'a VecDeque<f64>,
}

pub(super) fn bar(ui: &mut Ui, bar: &Bar<'_>, said: &mut Vec<Msg>) {
    widgets::plain_card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            widgets::card_heading(ui, bar.title);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                buttons(ui, bar, said);
            });
        });
        widgets::gap(ui, space::M);
        Progress::new(("sync", bar.number), bar.title, Some(bar.part))
            .words(bar.done, bar.left)
            .paused(bar.paused)
            .show(ui);
        if !bar.paused {
            waiting(ui, bar, said);
        }
        widgets::small(ui, bar.note);
        if let Some(rate) = bar.rates.back() {
            widgets::details(ui, "speed", "Speed", |ui| {
                let words = format!("{} people a second now", whole(*rate));
                widgets::plot(ui, &words, bar.rates.iter().copied());
            });
        }
    });
    widgets::gap(ui, space::M);
}

fn buttons(ui: &mut Ui, bar: &Bar<'_>, said: &mut Vec<Msg>) {
    if Button::secondary("Stop")
        .icon(Icon::Stop)
        .show(ui)
        .clicked()
    {
        said.push(Msg::Sync(SyncMsg::Stop));
    }
    if !bar.may_pause {
        return;
    }
    let (label, icon, msg) = if bar.paused {
        ("Resume", Icon::Play, Msg::Sync(SyncMsg::Resume))
    } else {
        ("Pause", Icon::Pause, Msg::Sync(SyncMsg::Pause))
    };
    let button = Button::secondary(label).icon(icon).room_for("Resume");
    if button.show(ui).clicked() {
        said.push(msg);
    }
}

/// What is waited for: never a problem, and it goes on by itself.
fn waiting(ui: &mut Ui, bar: &Bar<'_>, said: &mut Vec<Msg>) {
    match bar.waiting {
        None => {}
        Some(Waiting::SlowedDown { service, left }) => {
            let words = format!(
                "{service} asked us to slow down. Going on {}.",
                times::goes_on(*left, bar.now)
            );
            Banner::warning(&words).icon(Icon::Hourglass).show(ui);
        }
        Some(Waiting::Turn { .. }) => {
            let words = "Another run is at work. It goes on when that has ended.";
            Banner::warning(words).icon(Icon::Hourglass).show(ui);
        }
        Some(Waiting::Offline { left, .. }) => {
            let words = format!("No connection. Trying again in {}.", seconds(*left));
            let banner = Banner::warning(&words).icon(Icon::WifiSlash);
            if banner.show_with(ui, |ui| widgets::secondary(ui, "Try now").clicked()) {
                said.push(Msg::Sync(SyncMsg::Resume));
            }
        }
        Some(Waiting::Limit {
            service,
            per_second,
        }) => {
            let words = format!(
                "{service} allows {} requests a second, and we keep to that.",
                whole(*per_second)
            );
            widgets::secondary_text(ui, &words);
        }
        Some(Waiting::Answers { service }) => {
            let words = format!("It goes as fast as {service} answers.");
            widgets::secondary_text(ui, &words);
        }
        Some(Waiting::Export {
            percent: Some(percent),
        }) => {
            let words = format!("Auth0 is writing the list of everybody: {percent:.0} % done.");
            widgets::secondary_text(ui, &words);
        }
        Some(Waiting::Export { percent: None }) => {
            widgets::secondary_text(ui, "Auth0 is writing the list of everybody.");
        }
    }
}

fn seconds(left: Duration) -> String {
    match left.as_secs() + 1 {
        1 => "1 second".to_owned(),
        seconds => format!("{} seconds", number(seconds)),
    }
}

/// A rate, with a place after the point where it is small.
fn whole(rate: f64) -> String {
    if rate < 10.0 {
        format!("{rate:.1}")
    } else {
        format!("{rate:.0}")
    }
}
