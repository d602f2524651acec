//! How the services are reached and how hard they are asked, and how long the history is kept.

use eframe::egui::Ui;

use crate::domain::issue::{Issue, ProxySource};
use crate::domain::proxy_address;
use crate::protocol::settings::{Settings, Speed};
use crate::ui::theme::space;
use crate::ui::widgets;

/// For how many days the history can be kept.
const DAYS: [u16; 4] = [7, 30, 90, 365];

pub(super) fn ui(ui: &mut Ui, settings: &mut Settings) {
    widgets::card(ui, "Network", |ui| {
        let mistake = mistake(ui, &settings.proxy);
        widgets::TextField::new("proxy", "Proxy")
            .error(mistake.as_deref())
            .hint("Only if your company uses one, for example http://proxy.acme.com:8080. Empty: what the system says.")
            .show(ui, &mut settings.proxy);
        widgets::gap(ui, space::M);
        widgets::TextField::new("certificate", "Company certificate")
            .hint("The path of a file ending with .pem. Only if a company tool reads the traffic.")
            .show(ui, &mut settings.certificate);
    });
    widgets::gap(ui, space::M);
    widgets::card(ui, "Sync", |ui| {
        widgets::label(ui, "Speed");
        let chosen = usize::from(settings.speed == Speed::Normal);
        if let Some(at) = widgets::segments(ui, "Speed", &["Gentle", "Normal"], chosen) {
            settings.speed = if at == 0 {
                Speed::Gentle
            } else {
                Speed::Normal
            };
        }
        widgets::small(
            ui,
            "Gentle takes about half of what Auth0 allows, and leaves more to your other programs.",
        );
        widgets::gap(ui, space::M);
        let hint = "Where what Auth0 gives out in a day is used up, a sync waits, up to 25 hours, and goes on by itself. \
                    Otherwise it ends, and says when to try again.";
        let words = "Wait when a service asks for hours";
        widgets::tick_row(ui, words, Some(hint), &mut settings.wait_for_hours);
        widgets::gap(ui, space::M);
        widgets::label(ui, "Keep the history for");
        let words = DAYS.map(|days| format!("{days} days"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let chosen = DAYS.iter().position(|days| *days == settings.history_days);
        let chosen = chosen.unwrap_or(2);
        if let Some(at) = widgets::segments(ui, "Keep the history for", &words, chosen) {
            settings.history_days = DAYS[at];
        }
    });
    widgets::gap(ui, space::M);
}

/// Why what is typed cannot be a proxy's address, once the person has left the field: half an address is no mistake yet.
fn mistake(ui: &Ui, typed: &str) -> Option<String> {
    let is_typing = ui.memory(|memory| memory.has_focus(widgets::field_id("proxy")));
    if is_typing || typed.trim().is_empty() {
        return None;
    }
    let fault = proxy_address::read_for_settings(typed).err()?;
    let issue = Issue::proxy_unusable(ProxySource::Settings, fault);
    Some(format!(
        "It is not used. {} {}",
        issue.why,
        issue.window_fix()
    ))
}
