//! Whom a certificate names of those who are not in UserHub as Auth0 has them.

use eframe::egui::Ui;

use crate::app::msg::{Msg, SomeoneMsg};
use crate::domain::certificate::{Certificate, Finding, Found};
use crate::domain::issue::{people, thousands};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, ListRow, Tone};

/// Draws those folded of whom UserHub keeps something of its own: whoever is missing or different after a sync needs attention, and
/// is listed there. A press asks both services about that person.
pub(super) fn kept(ui: &mut Ui, certificate: &Certificate, said: &mut Vec<Msg>) {
    let title = format!(
        "Of whom UserHub keeps a value of its own: {}",
        people(certificate.kept)
    );
    let is_kept = |found: &&Found| matches!(found.finding, Finding::Kept { .. });
    let named: Vec<&Found> = certificate.people.iter().filter(is_kept).collect();
    folded(ui, &title, (&named, certificate.kept), |ui, found| {
        let words = found.finding.words();
        let row = ListRow {
            mark: Some((Icon::User, Tone::Quiet)),
            title: found.called(),
            detail: &words,
            end: "",
            action: None,
            chosen: false,
        };
        if widgets::list_row(ui, &row).is_some() {
            said.push(Msg::Someone(SomeoneMsg::AskedFor(found.id.clone())));
        }
    });
}

/// Draws everybody folded of the tenant whom UserHub does not hold as Auth0 has them, to read alone: they may be of another
/// set-up than the one that is open.
pub(super) fn all(ui: &mut Ui, certificate: &Certificate) {
    let count = certificate.not_the_same();
    let title = format!("Who is not the same: {}", people(count));
    let is_of_them = |found: &&Found| found.finding.is_not_the_same();
    let named: Vec<&Found> = certificate.people.iter().filter(is_of_them).collect();
    folded(ui, &title, (&named, count), |ui, found| {
        widgets::fact_row(ui, found.called(), &found.finding.words());
    });
}

/// Nothing where nobody is named.
fn folded(
    ui: &mut Ui,
    title: &str,
    (named, all): (&[&Found], u64),
    mut draw: impl FnMut(&mut Ui, &Found),
) {
    if named.is_empty() {
        return;
    }
    widgets::details(ui, "not the same", title, |ui| {
        for found in named {
            draw(ui, found);
        }
        let more = all.saturating_sub(named.len() as u64);
        if more > 0 {
            let more = format!(
                "And {} more, whom a certificate does not name.",
                thousands(more)
            );
            widgets::secondary_text(ui, &more);
        }
    });
    widgets::gap(ui, space::M);
}
