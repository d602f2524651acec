//! The saved set-ups: name, environment and colour of each, saving one as a file, opening such a file, and forgetting one.

use eframe::egui::Ui;

use crate::app::msg::{ExportMsg, Msg, SetupsMsg, ToForget};
use crate::app::state::State;
use crate::app::subjects::export::What;
use crate::app::typed::Typed;
use crate::protocol::settings::{Colour, Environment, SavedSetup};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Button};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let real: Vec<SavedSetup> = state
        .setups
        .setups
        .iter()
        .filter(|setup| !setup.is_practice())
        .cloned()
        .collect();
    widgets::card(ui, "Saved set-ups", |ui| {
        widgets::secondary_text(
            ui,
            "One for each pair of an Auth0 tenant and a UserHub tenant. The name stands in the sync button. Saved as a file it holds no keys.",
        );
        for (at, setup) in real.iter().enumerate() {
            if at > 0 {
                widgets::divider(ui);
            }
            widgets::gap(ui, space::S);
            one(ui, setup, state, typed, said);
        }
        if !real.is_empty() {
            widgets::divider(ui);
        }
        widgets::gap(ui, space::S);
        super::super::saved::open_file(ui, state, typed, said);
    });
    widgets::gap(ui, space::M);
}

fn one(ui: &mut Ui, setup: &SavedSetup, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    ui.push_id(&setup.id, |ui| {
        let mut name = setup.name.clone();
        let id = format!("name of {}", setup.id);
        let hint = if setup.domain.is_empty() {
            "No tenant yet"
        } else {
            setup.domain.as_str()
        };
        widgets::TextField::new(&id, "Name")
            .hint(hint)
            .show(ui, &mut name);
        widgets::label(ui, "Environment");
        let words = Environment::CHOICES.map(Environment::word);
        let chosen = Environment::CHOICES
            .iter()
            .position(|one| *one == setup.environment)
            .unwrap_or(0);
        let environment = widgets::segments(ui, "Environment", &words, chosen);
        widgets::label(ui, "Colour");
        let words = Colour::ALL.map(Colour::word);
        let chosen = Colour::ALL.iter().position(|one| *one == setup.colour);
        let colour = widgets::segments(ui, "Colour", &words, chosen.unwrap_or(0));
        let described = SetupsMsg::Described {
            id: setup.id.clone(),
            environment: environment.map_or(setup.environment, |at| Environment::CHOICES[at]),
            colour: colour.map_or(setup.colour, |at| Colour::ALL[at]),
            name: name.clone(),
        };
        if name != setup.name || environment.is_some() || colour.is_some() {
            said.push(Msg::Setups(described));
        }
        ui.horizontal_wrapped(|ui| {
            let is_open = state.setups.open.as_deref() == Some(setup.id.as_str());
            let open = format!("Open {}", shown(setup));
            if !is_open && Button::link("Open").named(&open).show(ui).clicked() {
                said.push(Msg::Setups(SetupsMsg::Opened(setup.id.clone())));
            }
            let save = format!("Save {} as a file", shown(setup));
            if Button::link("Save as a file")
                .named(&save)
                .show(ui)
                .clicked()
            {
                said.push(Msg::Export(ExportMsg::Asked(What::SetUp(setup.id.clone()))));
            }
            let hand_over = format!("Hand {} over", shown(setup));
            if Button::link("Hand over")
                .named(&hand_over)
                .show(ui)
                .clicked()
            {
                let what = What::HandOver(Box::new(setup.clone()));
                said.push(Msg::Export(ExportMsg::Asked(what)));
            }
            let forget = format!("Forget {} and its keys", shown(setup));
            if Button::link("Forget this set-up")
                .named(&forget)
                .show(ui)
                .clicked()
            {
                let what = ToForget::SetUp(setup.id.clone());
                said.push(Msg::Setups(SetupsMsg::AskedToForget(what)));
            }
        });
        if state.setups.asked_to_forget == Some(ToForget::SetUp(setup.id.clone())) {
            widgets::gap(ui, space::S);
            let title = format!("Forget {}?", shown(setup));
            let task = if setup.task().is_some() {
                " Then its task, which syncs while the window is closed, is removed from this computer too."
            } else {
                ""
            };
            let body = format!(
                "Its values, its two keys, its ticks and its checks leave this computer. Nothing changes in Auth0 or UserHub. \
                 You can take it back until you close the window.{task}"
            );
            super::ask::ask_to_forget(ui, (&title, &body), "Forget set-up and keys", said);
        }
        let handed = state.export.what.as_ref();
        if handed.is_some_and(|what| what.hands_over(&setup.id)) {
            widgets::gap(ui, space::S);
            widgets::secondary_text(
                ui,
                "One page for whoever takes over or looks it through: the set-up, its history and what is open. It names \
                 people and holds no keys. Opened in this app on another computer, it goes on from there.",
            );
            super::super::saving::ui(ui, &state.export, &mut typed.save_path, said);
        }
        if state.export.what == Some(What::SetUp(setup.id.clone())) {
            super::super::saving::ui(ui, &state.export, &mut typed.save_path, said);
        }
    });
}

/// What a set-up is called.
fn shown(setup: &SavedSetup) -> &str {
    [setup.name.as_str(), setup.domain.as_str()]
        .into_iter()
        .map(str::trim)
        .find(|words| !words.is_empty())
        .unwrap_or("this set-up")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_blanks_is_none() {
        let mut setup = SavedSetup::new(String::new(), Environment::Production, Colour::Blue);
        assert_eq!(shown(&setup), "this set-up");
        "acme.eu.auth0.com".clone_into(&mut setup.domain);
        "  ".clone_into(&mut setup.name);
        assert_eq!(shown(&setup), "acme.eu.auth0.com");
        " Acme ".clone_into(&mut setup.name);
        assert_eq!(shown(&setup), "Acme");
    }
}
