//! The certificate of a run: what both sides came to when they were counted again.

use eframe::egui::Ui;

use crate::domain::certificate::{Certificate, Side};
use crate::domain::history::{Kind, PastRun};
use crate::domain::issue::thousands;
use crate::ui::places::not_the_same;
use crate::ui::theme::space;
use crate::ui::widgets;

/// The certificate, where the run has one.
pub(super) fn ui(ui: &mut Ui, run: &PastRun) {
    let Some(certificate) = &run.certificate else {
        return;
    };
    widgets::card(ui, "Certificate", |ui| {
        let words = match run.kind {
            Kind::Verify => certificate.verdict(),
            _ => certificate.words(),
        };
        widgets::secondary_text(ui, &words);
        widgets::gap(ui, space::S);
        sides(ui, certificate);
        widgets::gap(ui, space::S);
        not_the_same::all(ui, certificate);
    });
    widgets::gap(ui, space::M);
}

fn sides(ui: &mut Ui, certificate: &Certificate) {
    let users = |side: &Side| format!("{} people, {}", thousands(side.users), side.how_words());
    widgets::fact_row(ui, "Auth0", &users(&certificate.auth0));
    widgets::fact_row(ui, "Digest of its IDs", &certificate.auth0.digest);
    if certificate.taken_back > 0 {
        let left_out = format!(
            "{} people, added by a sync that was taken back",
            thousands(certificate.taken_back)
        );
        widgets::fact_row(ui, "Left out", &left_out);
    }
    widgets::fact_row(ui, "UserHub", &users(&certificate.userhub));
    widgets::fact_row(ui, "Digest of its IDs", &certificate.userhub.digest);
}
